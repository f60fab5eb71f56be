"""Greedy decoding with transformers' eager attention, attentions kept; no stop at an end token.

usage: transformers_generate.py CHECKPOINT IDS NEW_TOKENS OUT; IDS: token ids, with commas. Two threads, as Headlight is given.

Prints JSON. generate() asks a stopping criterion after each token it has chosen; the first call ends the prefill, and from
each call to the next is one decoded token: prefill_seconds, seconds_per_token (the median). peak_kb is the process's
largest resident size, before anything is saved.

OUT gets input_ids (prompt and answer) and attentions [layer, head, generated token, key], zero beyond the token itself. The
last token is chosen but not read, so NEW_TOKENS - 1 rows.
"""
import json
import resource
import statistics
import sys
import time

import torch
from safetensors.torch import save_file
from torch.nn.functional import pad
from transformers import AutoModelForCausalLM, StoppingCriteriaList

checkpoint, ids, new_tokens, out = sys.argv[1:]
torch.set_num_threads(2)
model = AutoModelForCausalLM.from_pretrained(checkpoint, dtype=torch.float32, attn_implementation="eager").eval()
model.generation_config.eos_token_id = None
prompt = torch.tensor([[int(i) for i in ids.split(",")]])
calls = []


def note_time(input_ids, scores, **kwargs):
    calls.append(time.perf_counter())
    return torch.zeros(len(input_ids), dtype=torch.bool)


start = time.perf_counter()
result = model.generate(
    prompt,
    attention_mask=torch.ones_like(prompt),
    max_new_tokens=int(new_tokens),
    do_sample=False,
    output_attentions=True,
    return_dict_in_generate=True,
    stopping_criteria=StoppingCriteriaList([note_time]),
)
steps = [b - a for a, b in zip(calls, calls[1:])]
report = {
    "prefill_seconds": calls[0] - start,
    "seconds_per_token": statistics.median(steps),
    "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
}
print(json.dumps(report))

keys = result.sequences.shape[1] - 1
rows = [torch.cat(step)[:, :, 0] for step in result.attentions[1:]]
rows = torch.stack([pad(row, (0, keys - row.shape[-1])) for row in rows], dim=2)
save_file({"input_ids": result.sequences[0], "attentions": rows}, out)
