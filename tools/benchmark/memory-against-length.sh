#!/usr/bin/env bash
# Peak resident memory and time of a capture as a whole process, against the length of the prompt.
# usage: memory-against-length.sh CHECKPOINT PLAN [TOKENS ...]; needs GNU time (Debian: time).
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
checkpoint=$1
plan=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$here/../../headlight" export "$checkpoint" --capture "$plan" --out "$work/model.onnx" >/dev/null
printf '| tokens | resident, MB | seconds |\n|---|---|---|\n'
for tokens in "${@:-1024}"; do
    # Too long for a command line.
    awk -v n="$tokens" 'BEGIN { printf "["; for (i = 0; i < n; i++) printf "%s%d", i ? "," : "", (i * 7919) % 10000; print "]" }' \
        >"$work/prompt.jsonl"
    /usr/bin/time -f '%M %e' -o "$work/figures" "$here/../../headlight" capture "$work/model.onnx" \
        --batch "$work/prompt.jsonl" --beyond-context --threads 2 --out "$work/out" >/dev/null 2>&1
    read -r kilobytes seconds <"$work/figures"
    printf '| %s | %s | %s |\n' "$tokens" "$((kilobytes / 1024))" "$seconds"
    rm -r "$work/out"
done
