"""An attention file of made-up, causal attention. usage: attention_file.py LAYERS HEADS TOKENS OUT

Each head prefers the first token, its neighbours, or tokens that suit it, more or less; the same file each time.
"""
import json
import sys

import numpy as np
from safetensors.numpy import save_file

WORDS = " the of and to in a is that for it was on with as at by his had not are but from or have an they which one you".split()

layers, heads, tokens = (int(n) for n in sys.argv[1:4])
random = np.random.default_rng(7)
distance = np.arange(tokens)[:, None] - np.arange(tokens)[None, :]
attentions = np.empty((layers, heads, tokens, tokens), np.float32)
for head in attentions.reshape(-1, tokens, tokens):
    suits = random.normal(size=(tokens, 8)) @ random.normal(size=(8, 8)) @ random.normal(size=(8, tokens))
    logits = random.uniform(0, 1) * suits - random.uniform(0, 1) * np.abs(distance) ** 0.7
    logits[:, 0] += random.uniform(0, 8)
    logits[distance < 0] = -np.inf
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    head[:] = exponentials / exponentials.sum(axis=1, keepdims=True)

ids = random.integers(0, len(WORDS), tokens)
model = {"architecture": "qwen2", "layers": layers, "heads": heads, "kv_heads": heads // 7 if heads % 7 == 0 else heads}
model |= {"head_size": 64, "vocabulary": len(WORDS), "context": 32768, "end_tokens": [], "fingerprint": ""}
texts = [{"id": int(i), "text": " " + WORDS[i], "role": "prompt"} for i in ids]
metadata = {"headlight.format": "1", "headlight.plan": "full", "headlight.prompt_length": str(tokens)}
metadata |= {"headlight.model": json.dumps(model), "headlight.tokens": json.dumps(texts)}
save_file({"attentions": attentions, "input_ids": ids}, sys.argv[4], metadata)
