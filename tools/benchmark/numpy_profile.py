"""Times the measures of 784 heads in numpy: a few operations on whole matrices for each, no loop over rows.

usage: numpy_profile.py TOKENS [ROUNDS]
"""
import sys
import time

import numpy as np

n = int(sys.argv[1])
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
heads = 784
window = 8

rng = np.random.default_rng(1)
ids = rng.integers(0, max(8, n // 6), n)
separator = np.arange(n) % 9 == 0
i, j = np.indices((n, n))
causal = j <= i
kinds = []
for _ in range(28):
    logits = np.where(causal, rng.normal(0, 2, (n, n)), -np.inf)
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    kinds.append((e / e.sum(axis=1, keepdims=True)).astype(np.float32))
attention = np.stack([kinds[h // 28] for h in range(heads)])

duplicate = (ids[:, None] == ids[None, :]) & (j < i)
induction = np.zeros((n, n), bool)
induction[:, 1:] = duplicate[:, :-1]
induction &= j < i
local = (j >= np.maximum(1, i - window)) & causal
recent = -(-(np.arange(n) + 1) // 10)
recency = np.where((j > i - recent[:, None]) & causal, ((np.arange(n) + 1) / recent)[:, None], 0).astype(np.float32)
lengths = np.log(np.arange(2, n + 1))
distance = ((i - j) * causal).astype(np.float32)
separated = (separator & (np.arange(n) >= 1)).astype(np.float32)
rows_duplicate, rows_induction = duplicate.any(axis=1), induction.any(axis=1)
references = [k for k in range(1, n) if not separator[k] and n - 1 - k >= max(4, n // 8)]
later = np.maximum(1, n - 1 - np.arange(n))
strictly = np.tril(np.ones((n, n), bool), -1)


def measures(a):
    entropy = -(a * np.log(np.maximum(a, 1e-30))).sum(axis=1)[1:]
    received = a[1:, 1:].sum(axis=0)
    roots = (np.sqrt(a) * strictly).sum(axis=0)
    return (
        entropy.mean(),
        (entropy / lengths).mean(),
        a[1:, 0].mean(),
        np.diagonal(a, -1).mean(),
        np.diagonal(a)[1:].mean(),
        (a * duplicate).sum(axis=1)[rows_duplicate].mean(),
        (a * induction).sum(axis=1)[rows_induction].mean(),
        (a * local).sum(axis=1)[1:].mean(),
        (a * distance).sum(axis=1)[1:].mean(),
        (a * recency).sum(axis=1)[1:].mean(),
        np.sort(received)[-3:].sum() / received.sum(),
        (a @ separated)[1:].mean(),
        ((roots / later)[references] ** 2).max(),
    )


for _ in range(rounds):
    start, cpu = time.perf_counter(), time.process_time()
    table = [measures(a) for a in attention]
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(f"numpy, {heads} heads at {n} tokens: {wall:.2f} s, {cpu:.2f} s of one core")
