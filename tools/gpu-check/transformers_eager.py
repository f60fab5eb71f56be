"""Times eager attention of transformers, all probabilities copied to the host: one line of JSON for each length.

usage: transformers_eager.py CHECKPOINT DEVICE(cuda|cpu) DTYPE(bfloat16|float16|float32) LENGTH...
"""
import json
import sys
import time

import torch
from transformers import AutoModelForCausalLM

checkpoint, device, dtype, *lengths = sys.argv[1:]
start = time.perf_counter()
model = AutoModelForCausalLM.from_pretrained(checkpoint, dtype=getattr(torch, dtype), attn_implementation="eager")
model = model.to(device).eval()
loading = time.perf_counter() - start


def forward(length):
    ids = torch.tensor([[i * 7919 % model.config.vocab_size for i in range(length)]], device=device)
    with torch.no_grad():
        result = model(ids, output_attentions=True, logits_to_keep=1)
    return [layer.to("cpu") for layer in result.attentions]


forward(min(16, int(lengths[0])))
for length in map(int, lengths):
    try:
        seconds = []
        for _ in range(3):
            start = time.perf_counter()
            forward(length)
            seconds.append(time.perf_counter() - start)
        figures = {"tokens": length, "load_s": round(loading, 3), "seconds": sorted(seconds)[1]}
        if device == "cuda":
            figures["device_bytes"] = torch.cuda.max_memory_allocated()
    except torch.cuda.OutOfMemoryError as failure:
        figures = {"tokens": length, "failure": str(failure).splitlines()[0]}
        torch.cuda.empty_cache()
    print(json.dumps(figures), flush=True)
