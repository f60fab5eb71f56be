"""What people draw in Python today, from an attention file. The ending of OUT is the format, a PNG has 192 dpi.

usage: python_drawing.py heatmap FILE OUT: the first head of the first layer with its tokens, by seaborn.
usage: python_drawing.py head-grid FILE OUT ROWS COLUMNS: a thumbnail for each of as many heads, by matplotlib.
"""
import json
import sys

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
from safetensors import safe_open

view, file, out, *counts = sys.argv[1:]
with safe_open(file, "np") as capture:
    attentions = capture.get_slice("attentions")
    if view == "heatmap":
        import seaborn

        tokens = [token["text"] for token in json.loads(capture.metadata()["headlight.tokens"])]
        plt.figure(figsize=(10, 9))
        seaborn.heatmap(attentions[0, 0], xticklabels=tokens, yticklabels=tokens, cmap="Blues", square=True)
        plt.title("Layer 0 · Head 0")
    else:
        matrices = attentions[:].reshape(-1, *attentions.get_shape()[2:])
        figure, cells = plt.subplots(rows := int(counts[0]), columns := int(counts[1]), figsize=(columns * 0.6, rows * 0.6))
        for cell, matrix in zip(cells.flat, matrices):
            cell.imshow(matrix, cmap="Blues", vmin=0, vmax=1)
            cell.set_axis_off()
plt.savefig(out, dpi=192)
