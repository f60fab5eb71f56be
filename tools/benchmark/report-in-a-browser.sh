#!/usr/bin/env bash
# Reports of 28 × 28 heads with real attention: how they are written and how they open in Chromium; beside them BertViz's pages.
# usage: report-in-a-browser.sh CHECKPOINT PYTHON TEXT [TOKENS ...]; 64, 128 and 512 tokens of the file TEXT if none are named.
# The attention of CHECKPOINT is repeated to 784 maps. Needs Maven, /usr/bin/chromium and /usr/bin/chromedriver; PYTHON has numpy,
# safetensors, tokenizers and, for the second table, torch and bertviz.
# Prints a table of ReportBenchmark (in the tests of renderers-html): medians (largest) of five browsers that were just started;
# then for each length a line a view of BertViz: seconds from arrays to page, bytes.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$here/../..
headlight=$root/headlight
checkpoint=$1
python=$2
text=$3
shift 3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$headlight" export "$checkpoint" --out "$work/model.onnx" >/dev/null
files=
[ $# -gt 0 ] || set -- 64 128 512
for n in "$@"; do
    ids=$("$python" - "$checkpoint" "$text" "$n" <<'PY'
import sys
from tokenizers import Tokenizer
checkpoint, text, count = sys.argv[1:]
print(*Tokenizer.from_file(checkpoint + "/tokenizer.json").encode(open(text, encoding="utf-8").read()).ids[: int(count)], sep=",")
PY
    )
    "$headlight" capture "$work/model.onnx" --tokenizer "$checkpoint" --ids "$ids" --out "$work/small.safetensors" >/dev/null
    "$python" "$here/repeat_heads.py" "$work/small.safetensors" 28 28 "$work/$n.safetensors"
    rm "$work/small.safetensors"
    files=$files:$work/$n.safetensors
done
uptime
mvn -q -f "$root/pom.xml" -pl renderers-html -am test -Dtest=ReportBenchmark -Dsurefire.failIfNoSpecifiedTests=false \
    -Dheadlight.benchmark="${files#:}"
for file in ${files//:/ }; do
    echo "BertViz, $(basename "$file" .safetensors) tokens"
    mkdir -p "$work/pages"
    "$python" "$here/bertviz_pages.py" "$file" "$work/pages" 2>/dev/null || echo "failed"
done
