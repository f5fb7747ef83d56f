"""Expected values for test/unit/training/metrics.test.ts, from scikit-learn.

pip install scikit-learn numpy; python test/reference/metrics.py > test/fixtures/training/metrics.json
"""
import json

import numpy as np
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, precision_recall_fscore_support


def ece(truth, probabilities, bins=15):
    """Guo et al. 2017, equation 3: bins are open below and closed above."""
    predicted = probabilities.argmax(1)
    confidence = probabilities.max(1)
    correct = predicted == truth
    total = 0.0
    for low, high in zip(np.linspace(0, 1, bins + 1)[:-1], np.linspace(0, 1, bins + 1)[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            total += inside.mean() * abs(correct[inside].mean() - confidence[inside].mean())
    return total


def case(title, classes, n, seed, absent=()):
    random = np.random.default_rng(seed)
    allowed = [k for k in range(classes) if k not in absent]
    truth = random.choice(allowed, n)
    logits = random.normal(size=(n, classes)) + 1.5 * np.eye(classes)[truth]
    for k in absent:
        logits[:, k] -= 50
    probabilities = np.exp(logits)
    probabilities /= probabilities.sum(1, keepdims=True)
    probabilities = probabilities.round(6)
    predicted = probabilities.argmax(1)
    labels = list(range(classes))
    precision, recall, f1, support = precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0)
    return {
        "title": title,
        "labels": [f"label {k}" for k in labels],
        "truth": truth.tolist(),
        "probabilities": probabilities.tolist(),
        "accuracy": accuracy_score(truth, predicted),
        "macroF1": f1_score(truth, predicted, average="macro", zero_division=0),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
        "confusion": confusion_matrix(truth, predicted, labels=labels).tolist(),
        "ece": ece(truth, probabilities),
    }


cases = [
    case("two labels", 2, 60, 1),
    case("seven labels", 7, 120, 2),
    case("a label that neither occurs nor is predicted", 4, 50, 3, absent=(2,)),
    case("a single example", 3, 1, 4),
]
print(json.dumps(cases, indent=1))
