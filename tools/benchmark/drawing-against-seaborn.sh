#!/usr/bin/env bash
# Pictures as whole processes, Headlight beside what is drawn in Python today: start, read an attention file, draw, write.
# usage: drawing-against-seaborn.sh PYTHON [VIEW ...]; VIEW is heatmap or head-grid, both if none is named.
# Needs GNU time (/usr/bin/time); PYTHON has numpy, safetensors and seaborn. Both run in turn, three times, on the same files.
# Prints a table: median (least–most) time, size of the file; a ratio above 1 is in Headlight's favour.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
headlight=$here/../../headlight
python=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# measured PROGRAM OUT PICTURE COMMAND...: one line of the table's input; what the command says is shown if it fails.
measured() {
    local program=$1 out=$2 picture=$3
    shift 3
    if ! /usr/bin/time -o "$work/time" -f %e "$@" >"$work/log" 2>&1; then
        cat "$work/log" >&2
        exit 1
    fi
    echo "$picture $program $(cat "$work/time") $(wc -c <"$out" | awk '{ print $1 / 1024 }')" >>"$work/measurements"
}

headlight_draws() {
    local picture=$1 out=$2
    shift 2
    measured headlight "$out" "$picture" "$headlight" render "$@" --out "$out"
}

python_draws() {
    local picture=$1 view=$2 file=$3 out=$4
    shift 4
    measured Python "$out" "$picture" "$python" "$here/python_drawing.py" "$view" "$file" "$out" "$@"
}

heatmap() {
    local file=$work/heatmap.safetensors picture format
    [ -e "$file" ] || "$python" "$here/attention_file.py" 1 1 512 "$file"
    for format in svg png; do
        picture="heatmap of 512 tokens, ${format^^}; seaborn"
        headlight_draws "$picture" "$work/h.$format" "$file" --view heatmap --layer 0 --head 0
        python_draws "$picture" heatmap "$file" "$work/p.$format"
    done
}

head-grid() {
    local file=$work/head-grid.safetensors picture counts
    [ -e "$file" ] || "$python" "$here/attention_file.py" 28 28 128 "$file"
    for counts in "30 9" "28 28"; do
        picture="28 × 28 heads of 128 tokens, SVG; matplotlib, ${counts/ / × }"
        headlight_draws "$picture" "$work/h.svg" "$file" --view head-grid
        # shellcheck disable=SC2086 # two numbers
        python_draws "$picture" head-grid "$file" "$work/p.svg" $counts
    done
}

"$headlight" renderers >/dev/null # builds the command, if need be
[ $# -gt 0 ] || set -- heatmap head-grid
for round in 1 2 3; do
    for view in "$@"; do
        echo "$view, round $round" >&2
        case $view in
        heatmap | head-grid) "$view" ;;
        *) echo "view: expected heatmap or head-grid, found \"$view\"" >&2 && exit 2 ;;
        esac
    done
done
"$python" "$here/table.py" picture s Python <"$work/measurements"
