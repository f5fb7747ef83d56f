"""Expected values for test/unit/training/slips.test.ts, from cleanlab.

pip install cleanlab; python test/reference/slips.py > test/fixtures/training/slips.json

Labels with a twelfth of them wrong, and probabilities that are mostly right; which rows have another label than what is
predicted, the surest first.
"""

import json

import numpy as np
from cleanlab.filter import find_label_issues

random = np.random.default_rng(3)
cases = []
for rows, labels, sharpness in [(24, 2, 2.0), (60, 3, 1.5), (120, 5, 2.5), (90, 3, 0.3)]:
    right = random.integers(labels, size=rows)
    logits = random.normal(size=(rows, labels)) + sharpness * np.eye(labels)[right]
    predicted = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    given = np.where(random.random(rows) < 1 / 12, random.integers(labels, size=rows), right)
    found = find_label_issues(
        given,
        predicted,
        filter_by="predicted_neq_given",
        return_indices_ranked_by="normalized_margin",
        n_jobs=1,
    )
    cases.append(
        {
            "truth": given.tolist(),
            "predicted": predicted.round(6).tolist(),
            "slips": [[int(n), int(predicted[n].argmax())] for n in found],
        }
    )
print(json.dumps(cases))
