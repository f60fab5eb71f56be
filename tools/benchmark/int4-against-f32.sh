#!/usr/bin/env bash
# The same model with its weights in 4 bits and in f32: reading a prompt, writing an answer, memory after loading.
# usage: int4-against-f32.sh MODEL [TOKENS]; MODEL is a .gguf file or a checkpoint's folder. Needs GNU time (Debian: time).
# Both run in turn, three rounds, on two threads, as whole processes with a plan of one head. Reading is the difference between
# a prompt of TOKENS (512) and one of 16, a token written that between 72 and 8 after TOKENS by 64, memory that of a prompt of 1.
# Medians; CPU time is that of both threads together, and the one to read where other work runs beside.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
headlight=$here/../../headlight
model=$1
tokens=${2:-512}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# ids COUNT
ids() {
    awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "%s%d", i ? "," : "", (i * 7919) % 10000 }'
}

# measure PRECISION PROMPT GENERATE: "seconds CPU-seconds KiB"
measure() {
    /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$headlight" capture "$work/$1.onnx" --ids "$(ids "$2")" --generate "$3" \
        --ignore-end --threads 2 --out "$work/capture.safetensors" >/dev/null 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
    awk '{ print $1, $2 + $3, $4 }' "$work/time"
}

# median FILE COLUMN
median() {
    sort -n -k "$2,$2" "$1" | awk -v c="$2" '{ v[NR] = $c } END { print v[int((NR + 1) / 2)] }'
}

for precision in f32 int4; do
    "$headlight" export "$model" --precision "$precision" --capture heads:0.0 --out "$work/$precision.onnx" >/dev/null
done
for round in 1 2 3; do
    for precision in f32 int4; do
        echo "round $round, $precision" >&2
        {
            measure "$precision" 1 0
            measure "$precision" 16 0
            measure "$precision" "$tokens" 0
            measure "$precision" "$tokens" 8
            measure "$precision" "$tokens" 72
        } | awk '{ s[NR] = $1; c[NR] = $2; if (NR == 1) m = $3 }
            END { print s[3] - s[2], c[3] - c[2], (s[5] - s[4]) / 64e-3, (c[5] - c[4]) / 64e-3, m / 1024 }' >>"$work/$precision"
    done
done
printf '| weights | %s tokens read, s | CPU, s | a token written, ms | CPU, ms | memory after loading, MB |\n' "$tokens"
printf '|---|---|---|---|---|---|\n'
for precision in f32 int4; do
    printf '| %s | %.2f | %.2f | %.1f | %.1f | %.0f |\n' "$precision" "$(median "$work/$precision" 1)" \
        "$(median "$work/$precision" 2)" "$(median "$work/$precision" 3)" "$(median "$work/$precision" 4)" \
        "$(median "$work/$precision" 5)"
done
