"""Makes an attention file of more layers and heads by repeating those of another. usage: repeat_heads.py IN LAYERS HEADS OUT"""
import json
import sys

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

source, layers, heads, target = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
with safe_open(source, "np") as file:
    metadata = file.metadata()
    attentions, ids = file.get_tensor("attentions"), file.get_tensor("input_ids")
rows = attentions.shape[-1]
maps = attentions.reshape(-1, rows, rows)
maps = maps[np.arange(layers * heads) % len(maps)].reshape(layers, heads, rows, rows)
model = json.loads(metadata["headlight.model"]) | {"layers": layers, "heads": heads, "kv_heads": heads // 7}
metadata["headlight.model"] = json.dumps(model)
save_file({"attentions": maps, "input_ids": ids}, target, metadata)
