"""What people do today: one forward pass with transformers, attentions out, saved.

usage: transformers_capture.py CHECKPOINT IDS OUT; IDS: token ids, with commas. Two threads, as Headlight is given.
"""
import sys

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

checkpoint, ids, out = sys.argv[1], [int(i) for i in sys.argv[2].split(",")], sys.argv[3]
torch.set_num_threads(2)
model = AutoModelForCausalLM.from_pretrained(checkpoint, dtype=torch.float32, attn_implementation="eager").eval()
with torch.no_grad():
    result = model(torch.tensor([ids]), output_attentions=True, use_cache=False, logits_to_keep=1)
save_file({"attentions": torch.cat(result.attentions), "logits": result.logits[0]}, out)
