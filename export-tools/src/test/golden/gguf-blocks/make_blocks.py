"""Random blocks of each quantised type and what the gguf package makes of them. usage: make_blocks.py (needs gguf, safetensors)"""
from pathlib import Path

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize
from safetensors.numpy import save_file

BLOCKS = 6
# Where a block holds its 16-bit scales, in bytes; any other byte may be anything.
SCALES = {
    "F16": [0], "BF16": [], "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0], "Q2_K": [80, 82],
    "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208], "IQ4_NL": [0],
}  # fmt: skip

random = np.random.default_rng(20260514)
tensors = {}
for name, scales in SCALES.items():
    type = GGMLQuantizationType[name]
    numbers, size = GGML_QUANT_SIZES[type]
    blocks = 64 if numbers == 1 else BLOCKS
    stored = random.integers(0, 256, (blocks, size), dtype=np.uint8)
    if name == "BF16":
        stored[:, 1] &= 0xBF  # no NaN, which equals nothing
    for at in scales:
        scale = random.normal(0, 0.05, blocks).astype(np.float16)
        scale[:3] = [0, 6e-7, -3.5]  # nothing, subnormal, negative
        stored[:, at : at + 2] = scale.view(np.uint8).reshape(blocks, 2)
    tensors[name + ".stored"] = stored
    tensors[name + ".values"] = dequantize(stored, type).astype(np.float32).reshape(blocks, numbers)
save_file(tensors, Path(__file__).parent / "blocks.safetensors")
