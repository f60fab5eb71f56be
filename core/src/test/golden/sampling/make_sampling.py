"""Makes expected.json: what transformers' logits processors make of rows of logits.

python make_sampling.py FILE; wants torch and transformers. The same versions give the same numbers.
"""

import itertools
import json
import math
import sys
from pathlib import Path

import torch
import transformers

VOCABULARY = 48
SEEN = [[], [5], [3, 17, 3, 40, 17, 0, 47]]
SETTINGS = [
    dict(),
    dict(temperature=0.7),
    dict(temperature=1.8),
    dict(temperature=0.05),
    dict(top_k=1),
    dict(top_k=7),
    dict(top_k=1000),
    dict(top_p=0.9),
    dict(top_p=0.31),
    dict(top_p=0.0001),
    dict(top_p=0.999),
    dict(min_p=0.1),
    dict(min_p=1.0),
    dict(repetition_penalty=1.3),
    dict(repetition_penalty=0.6),
    dict(temperature=0.7, top_k=20, top_p=0.8, repetition_penalty=1.05),
    dict(temperature=1.5, top_k=12, top_p=0.7, min_p=0.2, repetition_penalty=1.2),
    dict(temperature=0.6, top_p=0.95, min_p=0.02),
    dict(temperature=2.5, top_k=5, min_p=0.5),
]


def rows():
    generator = torch.Generator().manual_seed(20260214)
    noise = torch.randn(4, VOCABULARY, generator=generator)
    masked = noise[3] * 2
    masked[::3] = -math.inf
    return [
        noise[0] * 3,
        noise[1] * 0.3 - 40,
        # Coarse steps, so that top-k meets ties.
        (noise[2] * 2).round() / 2 + 0.25,
        masked,
    ]


def model():
    config = transformers.LlamaConfig(
        vocab_size=VOCABULARY, hidden_size=8, intermediate_size=8, num_hidden_layers=1,
        num_attention_heads=1, num_key_value_heads=1)
    return transformers.LlamaForCausalLM(config)


def process(model, settings, sample, seen, row):
    # Off, where the settings do not say otherwise.
    off = dict(temperature=1.0, top_k=0, top_p=1.0, repetition_penalty=1.0)
    config = transformers.GenerationConfig(do_sample=sample, **{**off, **settings})
    processors = model._get_logits_processor(config, input_ids_seq_length=len(seen))
    ids = torch.tensor([seen], dtype=torch.int64)
    return processors(ids, row[None].clone())[0]


def kept(scores):
    return [id for id, score in enumerate(scores.tolist()) if score > -math.inf]


def ties_at_border(scores, ids):
    """Whether transformers leaves it to its sort which of two equal tokens stays."""
    inside = {scores[id].item() for id in ids}
    return any(scores[id].item() in inside for id in range(VOCABULARY) if id not in ids)


def main(file):
    tiny, all_rows, cases = model(), rows(), []
    for (number, row), seen, settings in itertools.product(enumerate(all_rows), SEEN, SETTINGS):
        single = process(tiny, settings, True, seen, row)
        double = process(tiny, settings, True, seen, row.double())
        ids = kept(double)
        greedy = process(tiny, settings, False, seen, row.double())
        if kept(single) != ids or ties_at_border(greedy, ids):
            print("left out, hangs on rounding or order:", number, seen, settings)
            continue
        probabilities = double.softmax(-1)
        cases.append({"row": number, "seen": seen, "settings": settings, "kept": ids,
                      "probabilities": [probabilities[id].item() for id in ids],
                      "greedy": greedy.argmax().item()})
    golden = {
        "made_with": {"script": Path(__file__).name, "torch": torch.__version__,
                      "transformers": transformers.__version__},
        "rows": [[None if value == -math.inf else value for value in row.tolist()]
                 for row in all_rows],
        "cases": cases,
    }
    parts = [f'"made_with": {json.dumps(golden["made_with"])}']
    for name in ("rows", "cases"):
        lines = ",\n  ".join(json.dumps(entry) for entry in golden[name])
        parts.append(f'"{name}": [\n  {lines}\n ]')
    Path(file).write_text("{\n " + ",\n ".join(parts) + "\n}\n")
    print(len(cases), "cases")


if __name__ == "__main__":
    main(sys.argv[1])
