"""A hub-style checkpoint in f32 from a folder with one GGUF and its tokenizer.json. usage: checkpoint_from_gguf.py GGUF_FOLDER OUT"""
import json
import shutil
import sys
from pathlib import Path

import torch
from gguf import GGUFReader
from transformers import AutoModelForCausalLM, GgufConfig

folder, out = Path(sys.argv[1]), Path(sys.argv[2])
(weights,) = folder.glob("*.gguf")
unpacked = GgufConfig(dequantize=True)
model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=weights.name, dtype=torch.float32, quantization_config=unpacked)
model.save_pretrained(out)
shutil.copyfile(folder / "tokenizer.json", out / "tokenizer.json")

reader = GGUFReader(weights)
tokens = reader.get_field("tokenizer.ggml.tokens")
tokenizer = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": model.config.max_position_embeddings}
for name in ("bos", "eos"):
    if field := reader.get_field(f"tokenizer.ggml.{name}_token_id"):
        tokenizer[f"{name}_token"] = tokens.contents(int(field.contents()))
if template := reader.get_field("tokenizer.chat_template"):
    tokenizer["chat_template"] = template.contents()
(out / "tokenizer_config.json").write_text(json.dumps(tokenizer, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
