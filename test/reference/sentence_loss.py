"""Expected values of src/training/sentences.ts: python test/reference/sentence_loss.py > test/fixtures/training/sentenceLoss.json

Of vectors one minus the cosine, and a tenth of the cross-entropy between the softmaxes over 15 times each sentence's
likeness to the others of its batch; of answers the cross-entropy of the softmaxes of half the logits, times four. With
NumPy, in 64 bits.
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


def softmax(logits):
    weights = np.exp(logits - logits.max(1, keepdims=True))
    return weights / weights.sum(1, keepdims=True)


def answer_loss(logits, teachers, asked):
    losses = -(softmax(teachers / 2) * np.log(softmax(logits / 2))).sum(1)
    return 4 * losses[asked].mean()


random = np.random.default_rng(5)
cases = []
for batch, size in [(1, 4), (2, 3), (5, 8), (16, 32)]:
    pair = random.normal(size=(2, batch, size))
    pair /= np.linalg.norm(pair, axis=2, keepdims=True)
    vectors, targets = pair
    cases.append({"vectors": vectors.tolist(), "targets": targets.tolist(), "loss": loss(vectors, targets)})
answers = []
for batch, labels in [(1, 2), (6, 3), (16, 7)]:
    logits, teachers = 3 * random.normal(size=(2, batch, labels))
    asked = np.arange(batch) % 3 != 1
    answers.append({
        "probabilities": softmax(logits).tolist(),
        "answers": (softmax(teachers) * asked[:, None]).tolist(),
        "loss": answer_loss(logits, teachers, asked),
    })
print(json.dumps({"vectors": cases, "answers": answers}))
