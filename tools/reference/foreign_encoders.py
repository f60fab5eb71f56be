"""Writes a tiny BERT as exporters write it at four opsets, with what transformers computes from it.

Usage: foreign_encoders.py OUT_FOLDER

Needs torch, transformers, onnx, onnxscript and safetensors. The weights are random, from a fixed seed, the same in
all files. Doc strings and the metadata of nodes, which hold paths of this machine, are removed after the export.
"""

import copy
import sys
from pathlib import Path

import onnx
import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertModel

KINDS = {
    "opset11": ("eager", False, 11),
    "opset13": ("eager", False, 13),
    "opset17-sdpa": ("sdpa", False, 17),
    "opset21-dynamo": ("eager", True, 21),
}
CONFIG = BertConfig(
    vocab_size=48,
    hidden_size=24,
    num_hidden_layers=2,
    num_attention_heads=3,
    intermediate_size=30,
    max_position_embeddings=20,
    use_cache=False,
)
INPUTS = ["input_ids", "attention_mask", "token_type_ids"]


class Encoder(torch.nn.Module):
    """The model with its inputs in a fixed order and its last hidden state as the only output."""

    def __init__(self, implementation):
        super().__init__()
        torch.manual_seed(7)
        config = copy.deepcopy(CONFIG)
        self.bert = BertModel._from_config(
            config, attn_implementation=implementation, add_pooling_layer=False
        ).eval()

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state


def example():
    """Two texts of two segments each; the second ends with four tokens of padding."""
    generator = torch.Generator().manual_seed(3)
    ids = torch.randint(1, CONFIG.vocab_size, (2, 13), generator=generator)
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0
    types = torch.zeros_like(ids)
    types[:, 6:] = 1
    return ids, mask, types


def scrub(path):
    model = onnx.load(path)
    model.doc_string = ""
    model.graph.doc_string = ""
    for owner in [*model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output]:
        owner.doc_string = ""
        del owner.metadata_props[:]
    for tensor in model.graph.initializer:
        tensor.doc_string = ""
        del tensor.metadata_props[:]
    del model.graph.metadata_props[:]
    onnx.save(model, path)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    given = example()
    with torch.no_grad():
        result = Encoder("eager").bert(
            **dict(zip(INPUTS, given)), output_attentions=True, return_dict=True
        )
    save_file(
        {
            **{name: tensor for name, tensor in zip(INPUTS, given)},
            "last_hidden_state": result.last_hidden_state.contiguous(),
            "attentions": torch.stack(result.attentions).contiguous(),
        },
        folder / "expected.safetensors",
    )
    for kind, (implementation, dynamo, opset) in KINDS.items():
        path = folder / f"{kind}.onnx"
        names = dict(input_names=INPUTS, output_names=["last_hidden_state"], opset_version=opset)
        if dynamo:
            free = torch.export.Dim.DYNAMIC
            torch.onnx.export(
                Encoder(implementation),
                given,
                path,
                dynamo=True,
                external_data=False,
                dynamic_shapes={name: {0: free, 1: free} for name in INPUTS},
                **names,
            )
        else:
            torch.onnx.export(
                Encoder(implementation),
                given,
                path,
                dynamo=False,
                dynamic_axes={name: {0: "batch", 1: "sequence"} for name in INPUTS},
                **names,
            )
        scrub(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
