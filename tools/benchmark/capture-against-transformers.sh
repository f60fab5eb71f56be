#!/usr/bin/env bash
# One capture as a whole process, Headlight beside transformers' eager attention: start, load, run, save.
# usage: capture-against-transformers.sh CHECKPOINT PYTHON [TOKENS ...]
# Needs GNU time (/usr/bin/time); PYTHON has torch, transformers and safetensors. Both run in turn, three times, on two threads.
# Prints the largest differences of what was saved, then a table: median (least–most) time, largest resident size.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
headlight=$here/../../headlight
checkpoint=$1
python=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# measured SIZE PROGRAM COMMAND...: one line of the table's input; what the command says is shown if it fails.
measured() {
    local size=$1 program=$2
    shift 2
    if ! /usr/bin/time -o "$work/time" -f "%e %M" "$@" >"$work/log" 2>&1; then
        cat "$work/log" >&2
        exit 1
    fi
    echo "$size $program $(cat "$work/time")" >>"$work/measurements"
}

"$headlight" export "$checkpoint" --out "$work/model.onnx" >/dev/null
for tokens in "${@:-512}"; do
    ids=$(awk -v n="$tokens" 'BEGIN { for (i = 0; i < n; i++) printf "%s%d", i ? "," : "", (i * 7919) % 10000 }')
    for round in 1 2 3; do
        echo "$tokens tokens, round $round" >&2
        measured "$tokens" headlight \
            "$headlight" capture "$work/model.onnx" --ids "$ids" --threads 2 --out "$work/h.safetensors"
        measured "$tokens" transformers \
            "$python" "$here/transformers_capture.py" "$checkpoint" "$ids" "$work/t.safetensors"
    done
    "$python" - "$tokens" "$work" <<'PY'
import sys
from safetensors import safe_open
tokens, work = sys.argv[1:]
with safe_open(work + "/h.safetensors", "pt") as h, safe_open(work + "/t.safetensors", "pt") as t:
    worst = [f"{n} {(h.get_tensor(n) - t.get_tensor(n)).abs().max().item():.2g}" for n in ("attentions", "logits")]
print(f"{tokens} tokens, largest differences: {', '.join(worst)}")
PY
done
echo
"$python" "$here/table.py" tokens s <"$work/measurements"
