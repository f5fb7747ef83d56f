"""The peer: tf-idf of 1-2-grams with logistic regression, as scikit-learn has them.

Reads {"train": [{"text", "label"}], "test": [...], "characters": bool} and prints the test's accuracy.
"""
import json
import sys

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

asked = json.load(sys.stdin)
train, test = ([(row["text"], row["label"]) for row in asked[part]] for part in ("train", "test"))
tf_idf = TfidfVectorizer(analyzer="char" if asked["characters"] else "word", ngram_range=(1, 2))
model = LogisticRegression(C=20, max_iter=1000)
model.fit(tf_idf.fit_transform([text for text, _ in train]), [label for _, label in train])
print(model.score(tf_idf.transform([text for text, _ in test]), [label for _, label in test]))
