"""Makes a tiny encoder of BERT's kind with random weights, exports it as others do, and writes what transformers computes with it:
model.onnx, tokenizer.json, expected.safetensors and case.json beside this file.

usage: make_encoder.py TOKENIZER.json
TOKENIZER.json is core/src/test/golden/word-piece/tokenizer.json. Needs torch, transformers, tokenizers, onnx and safetensors.
"""
import json
import shutil
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

FOLDER = Path(__file__).parent
TEXTS = {"english": "the apples, played in New York!", "chinese": "苹果公司是苹果2026。", "long": " ".join(["unhappiness"] * 12)}


class Plain(torch.nn.Module):
    """The inputs and outputs that exporters give such models."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(input_ids=input_ids, attention_mask=attention_mask,
                          token_type_ids=token_type_ids).last_hidden_state


def main():
    torch.manual_seed(7)
    config = BertConfig(vocab_size=33, hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=48,
                        max_position_embeddings=64, hidden_act="gelu", initializer_range=0.4, attn_implementation="eager")
    model = BertModel(config, add_pooling_layer=False).eval()
    tokenizer = Tokenizer.from_file(sys.argv[1])
    tokenizer.no_truncation()
    tokenizer.no_padding()
    shutil.copy(sys.argv[1], FOLDER / "tokenizer.json")
    tensors, cases = {}, {}
    with torch.no_grad():
        for name, text in TEXTS.items():
            ids = torch.tensor([tokenizer.encode(text).ids])
            out = model(input_ids=ids, attention_mask=torch.ones_like(ids), token_type_ids=torch.zeros_like(ids),
                        output_attentions=True)
            tensors[name + ".input_ids"] = ids
            tensors[name + ".attentions"] = torch.stack(out.attentions)
            cases[name] = {"text": text}
        dummy = torch.ones(1, 5, dtype=torch.int64)
        names = ["input_ids", "attention_mask", "token_type_ids"]
        axes = {name: {0: "batch", 1: "sequence"} for name in names + ["last_hidden_state"]}
        torch.onnx.export(Plain(model), (dummy, dummy, dummy * 0), str(FOLDER / "model.onnx"), dynamo=False, opset_version=14,
                          input_names=names, output_names=["last_hidden_state"], dynamic_axes=axes)
    save_file({key: value.contiguous() for key, value in tensors.items()}, str(FOLDER / "expected.safetensors"))
    with open(FOLDER / "case.json", "w", encoding="utf-8", newline="\n") as file:
        json.dump(cases, file, ensure_ascii=False, indent=1)
        file.write("\n")


main()
