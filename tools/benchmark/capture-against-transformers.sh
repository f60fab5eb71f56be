#!/usr/bin/env bash
# One capture as a whole process, Headlight beside transformers' eager attention: start, load, run, save.
# usage: capture-against-transformers.sh CHECKPOINT PYTHON [TOKENS ...]; PYTHON has torch, transformers and safetensors.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
checkpoint=$1
python=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$here/../../headlight" export "$checkpoint" --out "$work/model.onnx" >/dev/null
for tokens in "${@:-512}"; do
    ids=$(awk -v n="$tokens" 'BEGIN { for (i = 0; i < n; i++) printf "%s%d", i ? "," : "", (i * 7919) % 10000 }')
    for round in 1 2 3; do
        /usr/bin/time -f "$tokens tokens, headlight:    %e s, %M KB" \
            "$here/../../headlight" capture "$work/model.onnx" --ids "$ids" --out "$work/h.safetensors" >/dev/null
        /usr/bin/time -f "$tokens tokens, transformers: %e s, %M KB" \
            "$python" "$here/transformers_capture.py" "$checkpoint" "$ids" "$work/t.safetensors" 2> >(tail -n 1 >&2)
    done
    "$python" - "$work" <<'PY'
import sys
from safetensors import safe_open
with safe_open(sys.argv[1] + "/h.safetensors", "pt") as h, safe_open(sys.argv[1] + "/t.safetensors", "pt") as t:
    for name in ("attentions", "logits"):
        print(f"largest difference, {name}: {(h.get_tensor(name) - t.get_tensor(name)).abs().max().item():.2g}")
PY
done
