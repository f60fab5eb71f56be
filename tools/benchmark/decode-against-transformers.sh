#!/usr/bin/env bash
# Decoding with capture after PAST tokens, Headlight beside transformers' eager attention.
# usage: decode-against-transformers.sh CHECKPOINT PYTHON [PAST ...]
# Needs GNU time (/usr/bin/time); PYTHON has torch, transformers and safetensors. Both run in turn, three times, on two threads.
# Headlight's time a token: two whole processes, 72 and 8 new tokens, their difference by 64; it includes saving.
# transformers' time a token: the median inside the process (transformers_generate.py); saving is left out.
# Prints how far the two agree, then a table: median (least–most) time, largest resident size.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
headlight=$here/../../headlight
checkpoint=$1
python=$2
shift 2
few=8
many=72
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The checkpoint without end tokens, so that neither stops before it has written as many tokens as were asked for.
"$python" - "$checkpoint" "$work/checkpoint" <<'PY'
import json, sys
from pathlib import Path
given, endless = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
endless.mkdir()
for file in given.iterdir():
    if file.name not in ("config.json", "generation_config.json"):
        (endless / file.name).symlink_to(file)
config = json.loads((given / "config.json").read_text("utf-8"))
(endless / "config.json").write_text(json.dumps(config | {"eos_token_id": None}), "utf-8")
PY

# run COMMAND...: what it says to standard error is shown only if it fails.
run() {
    if ! "$@" 2>"$work/log"; then
        cat "$work/log" >&2
        exit 1
    fi
}

# headlight_run NEW_TOKENS: leaves "seconds KiB" in $work/headlight-NEW_TOKENS.
headlight_run() {
    run /usr/bin/time -o "$work/headlight-$1" -f "%e %M" "$headlight" capture "$work/model.onnx" --ids "$ids" \
        --generate "$1" --threads 2 --out "$work/h.safetensors" >/dev/null
}

"$headlight" export "$work/checkpoint" --out "$work/model.onnx" >/dev/null
for past in "${@:-512}"; do
    ids=$(awk -v n="$past" 'BEGIN { for (i = 0; i < n; i++) printf "%s%d", i ? "," : "", (i * 7919) % 10000 }')
    for round in 1 2 3; do
        echo "$past past tokens, round $round" >&2
        headlight_run "$few"
        headlight_run "$many"
        run "$python" "$here/transformers_generate.py" "$work/checkpoint" "$ids" "$many" "$work/t.safetensors" \
            >"$work/transformers"
        "$python" - "$past" "$few" "$many" "$work" >>"$work/measurements" <<'PY'
import json, sys
from pathlib import Path
past, few, many, work = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
(less, _), (more, peak) = ((work / f"headlight-{n}").read_text().split() for n in (few, many))
theirs = json.loads((work / "transformers").read_text())
print(past, "headlight", (float(more) - float(less)) / (many - few) * 1e3, peak)
print(past, "transformers", theirs["seconds_per_token"] * 1e3, theirs["peak_kb"])
PY
    done
    "$python" - "$past" "$work" <<'PY'
import sys
from safetensors import safe_open
past, work = int(sys.argv[1]), sys.argv[2]
with safe_open(work + "/h.safetensors", "pt") as h, safe_open(work + "/t.safetensors", "pt") as t:
    ours, theirs = h.get_tensor("input_ids")[past:], t.get_tensor("input_ids")[past:]
    same = int((ours == theirs).long().cumprod(0).sum())
    rows = min(same, len(theirs) - 1)
    answer = h.get_slice("attentions")[:, :, past : past + rows] - t.get_slice("attentions")[:, :, :rows]
print(f"{past} past tokens, the same tokens: {same} of {len(theirs)}, largest difference over them: {answer.abs().max():.2g}")
PY
done
echo
"$python" "$here/table.py" "past tokens" "ms a token" <"$work/measurements"
