"""Draws the table of a benchmark. usage: table.py SIZE UNIT < MEASUREMENTS

A measurement is a line: size, program (headlight or transformers), value in UNIT, peak in KiB. SIZE names the first column.
"""
import sys
from collections import defaultdict
from statistics import median

size_name, unit = sys.argv[1:]
values, peaks = defaultdict(list), defaultdict(list)
for line in sys.stdin:
    size, program, value, peak = line.split()
    values[int(size), program].append(float(value))
    peaks[int(size), program].append(int(peak) * 1024 / 1e6)


def spread(numbers):
    return f"{median(numbers):.3g} ({min(numbers):.3g}–{max(numbers):.3g})"


print(f"| {size_name} | Headlight, {unit} | transformers, {unit} | ratio | Headlight, MB | transformers, MB | ratio |")
print("|---|---|---|---|---|---|---|")
for size in sorted({size for size, _ in values}):
    ours, theirs = (size, "headlight"), (size, "transformers")
    time = median(values[theirs]) / median(values[ours])
    memory = max(peaks[theirs]) / max(peaks[ours])
    print(
        f"| {size:,} | {spread(values[ours])} | {spread(values[theirs])} | {time:.2f} "
        f"| {max(peaks[ours]):,.0f} | {max(peaks[theirs]):,.0f} | {memory:.2f} |"
    )
