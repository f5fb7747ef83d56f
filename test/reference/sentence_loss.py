"""Expected values of src/training/sentences.ts: python test/reference/sentence_loss.py > test/fixtures/training/sentenceLoss.json

One minus the cosine, and a tenth of the cross-entropy between the softmaxes over 15 times each sentence's likeness to
the others of its batch; with NumPy, in 64 bits.
"""

import json

import numpy as np


def softmax_of_others(vectors):
    likeness = 15 * vectors @ vectors.T
    np.fill_diagonal(likeness, -np.inf)
    weights = np.exp(likeness - likeness.max(1, keepdims=True))
    return weights / weights.sum(1, keepdims=True)


def loss(vectors, targets):
    distance = 1 - (vectors * targets).sum(1).mean()
    if len(vectors) < 2:
        return distance
    wanted, found = softmax_of_others(targets), softmax_of_others(vectors)
    others = ~np.eye(len(vectors), dtype=bool)
    return distance - 0.1 * (wanted[others] * np.log(found[others] + 1e-7)).sum() / len(vectors)


random = np.random.default_rng(5)
cases = []
for batch, size in [(1, 4), (2, 3), (5, 8), (16, 32)]:
    pair = random.normal(size=(2, batch, size))
    pair /= np.linalg.norm(pair, axis=2, keepdims=True)
    vectors, targets = pair
    cases.append({"vectors": vectors.tolist(), "targets": targets.tolist(), "loss": loss(vectors, targets)})
print(json.dumps(cases))
