"""Draws the table of a benchmark. usage: table.py SIZE UNIT [OTHER] < MEASUREMENTS

A measurement is a line: size, program (headlight or OTHER, by default transformers), value in UNIT, KiB. SIZE names the first
column; what is measured in KiB is shown at its largest.
"""
import sys
from collections import defaultdict
from statistics import median

size_name, unit, other = sys.argv[1:] if len(sys.argv) > 3 else (*sys.argv[1:], "transformers")
values, kilobytes = defaultdict(list), defaultdict(list)
for line in sys.stdin:
    size, program, value, kib = line.rsplit(maxsplit=3)
    values[size, program].append(float(value))
    kilobytes[size, program].append(float(kib) * 1.024)


def spread(numbers):
    return f"{median(numbers):.3g} ({min(numbers):.3g}–{max(numbers):.3g})"


def megabytes(numbers):
    return f"{max(numbers) / 1e3:,.0f}" if max(numbers) > 1e5 else f"{max(numbers) / 1e3:.3g}"


print(f"| {size_name} | Headlight, {unit} | {other}, {unit} | ratio | Headlight, MB | {other}, MB | ratio |")
print("|---|---|---|---|---|---|---|")
for size in dict.fromkeys(size for size, _ in values):
    ours, theirs = (size, "headlight"), (size, other)
    name = f"{int(size):,}" if size.isdigit() else size
    time = median(values[theirs]) / median(values[ours])
    memory = max(kilobytes[theirs]) / max(kilobytes[ours])
    print(
        f"| {name} | {spread(values[ours])} | {spread(values[theirs])} | {time:.2f} "
        f"| {megabytes(kilobytes[ours])} | {megabytes(kilobytes[theirs])} | {memory:.2f} |"
    )
