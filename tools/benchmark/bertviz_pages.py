"""The pages of BertViz for an attention file. usage: bertviz_pages.py FILE FOLDER

Prints for each of its two views of a decoder: name, seconds from the arrays to the written page, bytes.
"""
import json
import sys
import time
from pathlib import Path

import torch
from bertviz import head_view, model_view
from safetensors import safe_open

source, folder = sys.argv[1], Path(sys.argv[2])
with safe_open(source, "pt") as file:
    metadata = file.metadata()
    attentions = tuple(layer[None] for layer in file.get_tensor("attentions").float())
tokens = [bytes.fromhex(t["bytes"]).decode("utf-8", "replace") if "bytes" in t else t["text"] for t in json.loads(metadata["headlight.tokens"])]
tokens = tokens[: attentions[0].shape[-1]]
for name, view in (("head_view", head_view), ("model_view", model_view)):
    start = time.perf_counter()
    page = view(attentions, tokens, html_action="return").data
    (folder / f"{name}.html").write_text(page, "utf-8")
    print(name, f"{time.perf_counter() - start:.2f}", (folder / f"{name}.html").stat().st_size, flush=True)
