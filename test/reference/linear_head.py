"""Expected values for test/unit/training/linearHead.test.ts, from scikit-learn.

pip install scikit-learn numpy scipy; python test/reference/linear_head.py > test/fixtures/training/linearHead.json
"""
import json

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

# Words stand between spaces, so that Manylens reads what a pattern of scikit-learn's does.
TEXTS = [
    ("how do i sort a list in java", "java"),
    ("java list of lists , sorted", "java"),
    ("what is a null pointer in java ?", "java"),
    ("sort an array in bash", "bash"),
    ("bash : read a file line by line", "bash"),
    ("how to sort lines of a file", "bash"),
    ("a bash script that reads a list", "bash"),
    ("我 们 的 主 场", "sport"),
    ("主 场 的 球 迷", "sport"),
    ("球 迷 , 球 迷 !", "sport"),
]
HELD = ["sort a list of files", "球 迷 的 主 场", "something else entirely", "bash or java ?", "java"]
CASES = [
    {"title": "as it is tried first", "c": 20, "ngrams": 1, "balanced": False},
    {"title": "fewer n-grams, stronger regularisation", "c": 2, "ngrams": 0.5, "balanced": False},
    {"title": "labels that count the same", "c": 5, "ngrams": 1, "balanced": True},
    {"title": "two labels", "c": 20, "ngrams": 0.5, "balanced": True, "labels": ["java", "bash"]},
]


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def ngrams_of(text):
    """Words, pairs of neighbours, and three letters in a row of words of at least three, with marks for their ends."""
    words = text.split(" ")
    pairs = [f"{one} {other}" for one, other in zip(words, words[1:])]
    marked = [f"<{word}>" for word in words if len(word) > 2 and word.isalpha()]
    return words + pairs + [" " + word[at : at + 3] for word in marked for at in range(len(word) - 2)]


def case(title, c, ngrams, balanced, labels=("java", "bash", "sport")):
    random = np.random.default_rng(1)
    rows = [(text, labels.index(label)) for text, label in TEXTS if label in labels]
    texts, truth = zip(*rows)
    vectors = unit(random.normal(size=(len(texts), 6))).astype(np.float32)
    held_vectors = unit(random.normal(size=(len(HELD), 6))).astype(np.float32)
    tf_idf = TfidfVectorizer(analyzer=ngrams_of, sublinear_tf=True)
    x = hstack([vectors, ngrams * tf_idf.fit_transform(texts)]).tocsr()
    held = hstack([held_vectors, ngrams * tf_idf.transform(HELD)]).tocsr()
    weight = "balanced" if balanced else None
    fitted = LogisticRegression(C=c, class_weight=weight, tol=1e-9, max_iter=10_000).fit(x, truth)
    return {
        "title": title,
        "settings": {"c": c, "ngrams": ngrams, "prior": 0, "balanced": balanced},
        "labels": len(labels),
        "texts": texts,
        "truth": truth,
        "vectors": vectors.astype(float).round(7).tolist(),
        "held": HELD,
        "heldVectors": held_vectors.astype(float).round(7).tolist(),
        # Of each text held out its n-grams' values, ascending.
        "ngrams": [sorted(row.data.round(6).tolist()) for row in tf_idf.transform(HELD)],
        "probabilities": fitted.predict_proba(held).round(6).tolist(),
    }


print(json.dumps([case(**one) for one in CASES], ensure_ascii=False))
