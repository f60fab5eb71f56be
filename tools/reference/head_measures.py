"""Computes the measures of every head in numpy, from attentions that transformers gave, for tests to compare with.

usage: head_measures.py FOLDER RUN...
FOLDER holds case.json and expected.safetensors, as the folders of export-tools/src/test/golden do; the result is written there
as measures.json. Nothing here is shared with the Java code: each measure is written down as it is defined, row by row.
Needs numpy and safetensors.
"""
import json
import sys
import unicodedata

import numpy as np
from safetensors.numpy import load_file

WINDOW = 8


def byte_decoder():
    """GPT-2's table of printable characters for bytes."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table = {chr(b): b for b in printable}
    table.update({chr(256 + i): b for i, b in enumerate(b for b in range(256) if b not in printable)})
    return table


def roles(tokens):
    """template for the tokens of ChatML that are no text of a message, prompt for all others."""
    result = ["prompt"] * len(tokens)
    i = 0
    while i < len(tokens):
        if tokens[i] == b"<|im_start|>":
            result[i] = "template"
            while tokens[i] != b"\n" and i + 1 < len(tokens):
                i += 1
                result[i] = "template"
        elif tokens[i] == b"<|im_end|>":
            result[i] = "template"
            if i + 1 < len(tokens) and tokens[i + 1] == b"\n":
                i += 1
                result[i] = "template"
        i += 1
    return result


def separates(token, role):
    if role == "template":
        return True
    text = token.decode("utf-8", "replace")
    visible = text.strip()
    if not visible:
        return "\n" in text
    return all(unicodedata.category(c).startswith("P") for c in visible)


def measures(a, ids, separator):
    n = len(ids)
    rows = range(1, n)
    earlier = {i: [j for j in range(i) if ids[j] == ids[i]] for i in rows}
    after = {i: [j + 1 for j in earlier[i] if j + 1 < i] for i in rows}

    def mean(values):
        values = list(values)
        return (float(np.mean(values)), len(values)) if values else (None, 0)

    def entropy(i):
        p = a[i, : i + 1]
        p = p[p > 0]
        return -np.sum(p * np.log(p))

    def recency(i):
        k = -(-(i + 1) // 10)
        return a[i, i + 1 - k : i + 1].sum() / (k / (i + 1))

    received = a[1:, 1:].sum(axis=0)
    focus = np.sort(received)[-3:].sum() / received.sum() if n > 1 else None
    keys = [j for j in range(1, n) if not separator[j] and n - 1 - j >= max(4, n // 8)]
    reference = max((np.mean(np.sqrt(a[j + 1 :, j])) ** 2 for j in keys), default=None)
    return {
        "entropy": mean(entropy(i) for i in rows),
        "entropy_normalized": mean(entropy(i) / np.log(i + 1) for i in rows),
        "sink": mean(a[i, 0] for i in rows),
        "previous_token": mean(a[i, i - 1] for i in rows),
        "current_token": mean(a[i, i] for i in rows),
        "duplicate_token": mean(a[i, earlier[i]].sum() for i in rows if earlier[i]),
        "induction": mean(a[i, after[i]].sum() for i in rows if after[i]),
        "local_window": mean(a[i, max(1, i - WINDOW) : i + 1].sum() for i in rows),
        "mean_distance": mean(sum(a[i, j] * (i - j) for j in range(i + 1)) for i in rows),
        "recency": mean(recency(i) for i in rows),
        "global_focus": (float(focus), n - 1),
        "separator": mean(a[i, 1 : i + 1][separator[1 : i + 1]].sum() for i in rows),
        "repeated_reference": (None, 0) if reference is None else (float(reference), n - 1 - keys[0]),
    }


def main():
    folder, runs = sys.argv[1], sys.argv[2:]
    with open(folder + "/case.json", encoding="utf-8") as f:
        case = json.load(f)
    arrays = load_file(folder + "/expected.safetensors")
    byte_level = case["case"] != "teaching-model"
    decoder = byte_decoder()
    result = {}
    for run in runs:
        attentions = arrays[run + ".attentions"].astype(np.float64)
        attentions = attentions[:, 0] if attentions.ndim == 5 else attentions
        n = attentions.shape[-1]
        ids = arrays[run + ".input_ids"].reshape(-1)[:n].tolist()
        texts = case["runs"][run]["tokens"][:n]
        tokens = [bytes(decoder[c] for c in t) if byte_level else t.encode() for t in texts]
        role = roles(tokens)
        separator = np.array([separates(t, r) for t, r in zip(tokens, role)])
        heads = []
        counts = {}
        for layer in attentions:
            for a in layer:
                found = measures(a, ids, separator)
                counts = {name: rows for name, (_, rows) in found.items()}
                heads.append([None if v is None else float(f"{v:.7g}") for v, _ in found.values()])
        result[run] = {
            "tokens": [{"id": i, "hex": t.hex(), "role": r} for i, t, r in zip(ids, tokens, role)],
            "layers": attentions.shape[0],
            "measures": list(counts),
            "rows": list(counts.values()),
            "heads": heads,
        }
    with open(folder + "/measures.json", "w", encoding="utf-8") as f:
        f.write(json.dumps(result, separators=(",", ":")).replace("],[", "],\n[") + "\n")


main()
