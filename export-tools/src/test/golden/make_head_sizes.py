"""Makes the cases whose head size is no multiple of 16, from fixed seeds.

python make_head_sizes.py FOLDER [CASE...]; wants torch, transformers, safetensors, numpy. The keys
written are those of README.md. The same versions give the same numbers.
"""

import hashlib
import json
import sys
from pathlib import Path

import torch
import transformers
from safetensors.torch import save_file

VOCABULARY = 96
SINGLE, BATCH, PROMPT, GENERATED = 21, (14, 19, 6), 13, 8

COMMON = {
    "vocab_size": VOCABULARY,
    "num_hidden_layers": 2,
    "max_position_embeddings": 256,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": 0,
    "hidden_act": "silu",
    "rms_norm_eps": 1e-6,
}
# Grouped heads (4 share 2) and bf16 in one case; head norms, one KV head a head, f32 in the other.
CASES = {
    "llama-head20": (
        20,
        torch.bfloat16,
        dict(model_type="llama", architectures=["LlamaForCausalLM"], hidden_size=80,
             intermediate_size=96, num_attention_heads=4, num_key_value_heads=2, head_dim=20,
             rope_theta=10000.0, tie_word_embeddings=True),
    ),
    "qwen3-head8": (
        8,
        torch.float32,
        dict(model_type="qwen3", architectures=["Qwen3ForCausalLM"], hidden_size=40,
             intermediate_size=56, num_attention_heads=3, num_key_value_heads=3, head_dim=8,
             rope_theta=1000000.0, tie_word_embeddings=False),
    ),
}


def model_of(config, dtype, generator):
    kind = transformers.AutoConfig.for_model(**config)
    kind._attn_implementation = "eager"
    kind.rope_parameters = {"rope_type": "default", "rope_theta": config["rope_theta"]}
    model = transformers.AutoModelForCausalLM.from_config(kind, dtype=torch.float32).eval()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=generator)
            # Wide queries and keys, so that attention is far from even.
            scale = 0.22 if ".q_proj." in name or ".k_proj." in name else weight.shape[-1] ** -0.5
            value = 1 + 0.1 * noise if "norm" in name else scale * noise
            # What is stored is what is computed with.
            weight.copy_(value.to(dtype).float())
    return model


def forward(model, ids, mask):
    with torch.no_grad():
        out = model(input_ids=ids, attention_mask=mask, output_attentions=True, use_cache=False)
    return out.logits, torch.stack(out.attentions)


def batch(generator):
    length = max(BATCH)
    ids = torch.zeros(len(BATCH), length, dtype=torch.int64)
    mask = torch.zeros_like(ids)
    for row, real in enumerate(BATCH):
        ids[row, length - real:] = torch.randint(3, VOCABULARY, (real,), generator=generator)
        mask[row, length - real:] = 1
    return ids, mask


def generate(model, prompt, expected):
    with torch.no_grad():
        out = model(input_ids=prompt, output_attentions=True, use_cache=True)
        expected["gen.prefill_attentions"] = torch.stack(out.attentions)
        rows, ids = [out.logits[:, -1]], [out.logits[:, -1].argmax(-1)]
        for step in range(1, GENERATED):
            out = model(input_ids=ids[-1][:, None], past_key_values=out.past_key_values,
                        output_attentions=True, use_cache=True)
            expected[f"gen.step{step}.attentions"] = torch.stack(out.attentions)
            rows.append(out.logits[:, -1])
            ids.append(out.logits[:, -1].argmax(-1))
    expected["gen.prompt_ids"] = prompt
    expected["gen.generated_ids"] = torch.stack(ids, 1)
    expected["gen.logits"] = torch.stack(rows, 1)
    top = expected["gen.logits"].topk(2).values
    return float((top[..., 0] - top[..., 1]).min())


def off_float64(model, ids, logits, attentions):
    """How far the float32 reference is off the same model in float64."""
    exact_logits, exact_attentions = forward(model.double(), ids, torch.ones_like(ids))
    return {"attentions_max_abs": float((exact_attentions - attentions).abs().max()),
            "logits_max_abs": float((exact_logits - logits).abs().max())}


def make(folder, name):
    seed, dtype, sizes = CASES[name]
    config = {**COMMON, **sizes, "torch_dtype": str(dtype).removeprefix("torch.")}
    generator = torch.Generator().manual_seed(seed)
    model = model_of(config, dtype, generator)
    expected = {}
    ids = torch.randint(3, VOCABULARY, (1, SINGLE), generator=generator)
    padded, mask = batch(generator)
    for run, run_ids, run_mask in (("single", ids, torch.ones_like(ids)), ("batch", padded, mask)):
        expected[f"{run}.input_ids"], expected[f"{run}.attention_mask"] = run_ids, run_mask
        logits, attentions = forward(model, run_ids, run_mask)
        expected[f"{run}.logits"], expected[f"{run}.attentions"] = logits, attentions
    prompt = torch.randint(3, VOCABULARY, (1, PROMPT), generator=generator)
    margin = generate(model, prompt, expected)

    folder.mkdir(parents=True, exist_ok=True)
    weights = {key: value.to(dtype).contiguous() for key, value in model.state_dict().items()
               if not (config["tie_word_embeddings"] and key == "lm_head.weight")}
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    save_file({key: value.contiguous() for key, value in expected.items()},
              folder / "expected.safetensors")
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    largest = expected["single.attentions"].max(-1).values.mean(dim=(1, 2, 3))
    case = {
        "case": name,
        "seed": seed,
        "stored_dtype": config["torch_dtype"],
        "compute_dtype": "float32",
        "attn_implementation": "eager",
        "runs": {
            "single": {"length": SINGLE,
                       "mean_max_probability_per_layer": [round(float(p), 4) for p in largest]},
            "batch": {"length": max(BATCH),
                      "first_real_token": [max(BATCH) - real for real in BATCH]},
            "gen": {"prompt_length": PROMPT, "generated": GENERATED,
                    "least_top1_top2_margin": margin},
        },
        "checks": {"single_off_float64": off_float64(
            model, ids, expected["single.logits"], expected["single.attentions"])},
        "sha256": {file.name: hashlib.sha256(file.read_bytes()).hexdigest()
                   for file in sorted(folder.iterdir()) if file.name != "case.json"},
        "made_with": {"script": Path(__file__).name, "torch": torch.__version__,
                      "transformers": transformers.__version__},
    }
    (folder / "case.json").write_text(json.dumps(case, indent=1) + "\n")


if __name__ == "__main__":
    for case_name in sys.argv[2:] or CASES:
        make(Path(sys.argv[1]) / case_name, case_name)
