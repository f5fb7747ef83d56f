"""Expected values for test/unit/training/intervals.test.ts, from SciPy and scikit-learn.

pip install scikit-learn scipy; python test/reference/intervals.py > test/fixtures/training/intervals.json
"""
import json

import numpy as np
from scipy.stats import binomtest, bootstrap
from sklearn.metrics import f1_score


def wilson(hits, n):
    interval = binomtest(hits, n).proportion_ci(confidence_level=0.95, method="wilson")
    return {"hits": hits, "n": n, "interval": [interval.low, interval.high]}


def mc_nemar(first, second):
    """McNemar's exact test is a binomial test of the discordant pairs."""
    p = 1.0 if first + second == 0 else binomtest(first, first + second, 0.5).pvalue
    return {"first": first, "second": second, "p": p}


def macro_f1(title, classes, n, right, seed):
    random = np.random.default_rng(seed)
    truth = random.integers(0, classes, n)
    predicted = np.where(random.random(n) < right, truth, random.integers(0, classes, n))
    score = lambda t, p: f1_score(t, p, average="macro", zero_division=0)
    interval = bootstrap((truth, predicted), score, n_resamples=4000, paired=True, vectorized=False,
                         method="percentile", random_state=np.random.default_rng(seed)).confidence_interval
    return {"title": title, "labels": classes, "truth": truth.tolist(), "predicted": predicted.tolist(),
            "interval": [interval.low, interval.high]}


print(json.dumps({
    "wilson": [wilson(*case) for case in [(0, 1), (1, 1), (0, 10), (10, 10), (7, 10), (113, 120), (499, 1000)]],
    "mcNemar": [mc_nemar(*case) for case in [(0, 0), (1, 0), (3, 3), (9, 2), (2, 9), (40, 22), (700, 620), (2000, 1500)]],
    "macroF1": [
        macro_f1("two labels, forty examples", 2, 40, 0.7, 1),
        macro_f1("nine labels, two hundred examples", 9, 200, 0.8, 2),
        macro_f1("all right", 3, 30, 1.0, 3),
    ],
}, indent=1))
