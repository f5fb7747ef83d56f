"""Expected values for test/unit/training/logistic.test.ts, from scikit-learn.

pip install scikit-learn numpy; python test/reference/logistic.py > test/fixtures/training/logistic.json
"""
import json

import numpy as np
from sklearn.linear_model import LogisticRegression


def case(title, classes, rows, features, c, seed, sparse=False):
    random = np.random.default_rng(seed)
    labels = np.concatenate([np.arange(classes), random.integers(classes, size=rows - classes)])
    centres = random.normal(size=(classes, features))
    x = centres[labels] + 1.5 * random.normal(size=(rows, features))
    if sparse:
        x *= random.random(size=x.shape) < 0.2
    else:
        x /= np.linalg.norm(x, axis=1, keepdims=True)
    x = x.round(4)
    fitted = LogisticRegression(C=c, tol=1e-9, max_iter=10_000).fit(x, labels)
    return {
        "title": title,
        "classes": classes,
        "c": c,
        "x": x.tolist(),
        "labels": labels.tolist(),
        # One row for two classes: that of the second against the first.
        "coefficients": fitted.coef_.round(6).tolist(),
        "intercepts": fitted.intercept_.round(6).tolist(),
        "probabilities": fitted.predict_proba(x).round(6).tolist(),
    }


cases = [
    case("two classes", 2, 30, 5, 1, 1),
    case("three classes of unit vectors", 3, 41, 9, 20, 2),
    case("weak penalty", 4, 50, 6, 100, 3),
    case("more features than rows", 6, 26, 32, 0.5, 4),
    case("mostly zeros", 3, 40, 12, 5, 5, sparse=True),
]
print(json.dumps(cases))
