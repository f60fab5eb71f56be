"""Makes expected.json: attention rollout in numpy and attention flow in networkx, of the attentions
that transformers computed (export-tools/src/test/golden).

python make_flow.py GOLDEN FILE; wants numpy, networkx and safetensors. GOLDEN is the folder above.
"""

import json
import sys
from pathlib import Path

import networkx
import numpy
from safetensors.numpy import load_file

# Model, run, options (residual, sink, first layer, last layer), rows that are written.
ROLLOUTS = [
    ("teaching-model", "apple_zh", (0.5, "shown", 0, 3), range(0, 33, 4)),
    ("teaching-model", "apple_zh", (0.0, "shown", 0, 3), range(0, 33, 4)),
    ("teaching-model", "apple_zh", (0.5, "masked", 0, 3), range(0, 33, 4)),
    ("teaching-model", "apple_zh", (0.2, "masked", 1, 2), range(0, 33, 4)),
    ("smollm2", None, (0.5, "shown", 0, 29), (0, 1, 5, -1)),
    ("smollm2", None, (0.0, "masked", 0, 29), (0, 1, 5, -1)),
]
FLOWS = [
    ("teaching-model", "apple_zh", (0.5, "shown", 0, 3), 20),
    ("teaching-model", "apple_zh", (0.0, "masked", 0, 3), 14),
    ("smollm2", None, (0.5, "shown", 10, 29), 9),
]


def attentions(golden, model, run):
    tensors = load_file(golden / model / "expected.safetensors")
    if run is None:
        names = sorted(n for n in tensors if n.endswith(".attentions") and ".step" not in n)
        run = names[0].removesuffix(".attentions")
    values = tensors[run + ".attentions"].astype(numpy.float64)
    return run, values[:, 0] if values.ndim == 5 else values


def layers(values, options):
    residual, sink, first, last = options
    for layer in values[first : last + 1]:
        mean = (layer / layer.sum(-1, keepdims=True)).mean(0)
        if sink == "masked":
            mean[1:, 0] = 0
            mean /= mean.sum(-1, keepdims=True)
        yield (1 - residual) * mean + residual * numpy.eye(len(mean))


def rollout(values, options):
    product = numpy.eye(values.shape[-1])
    for layer in layers(values, options):
        product = layer @ product
    return product


def flow(values, options, query):
    """Whole capacities, so that networkx computes exactly."""
    graph = networkx.DiGraph()
    for number, layer in enumerate(layers(values, options)):
        for i in range(query + 1):
            for j in range(i + 1):
                graph.add_edge((number + 1, i), (number, j), capacity=round(layer[i, j] * 2**50))
    top = (options[3] - options[2] + 1, query)
    return [networkx.maximum_flow_value(graph, top, (0, j)) / 2**50 for j in range(query + 1)]


def main():
    golden, file = Path(sys.argv[1]), Path(sys.argv[2])
    cases = {"rollouts": [], "flows": []}
    for model, run, options, rows in ROLLOUTS:
        run, values = attentions(golden, model, run)
        matrix = rollout(values, options)
        rows = [row % len(matrix) for row in rows]
        cases["rollouts"].append(
            dict(
                zip(("residual", "sink", "first_layer", "last_layer"), options),
                model=model,
                run=run,
                rows={row: [round(x, 9) for x in matrix[row, : row + 1]] for row in rows},
            )
        )
    for model, run, options, query in FLOWS:
        run, values = attentions(golden, model, run)
        cases["flows"].append(
            dict(
                zip(("residual", "sink", "first_layer", "last_layer"), options),
                model=model,
                run=run,
                query=query,
                values=[round(x, 12) for x in flow(values, options, query)],
            )
        )
    file.write_text(json.dumps(cases, indent=1) + "\n")


main()
