"""From the teacher's cache to what training reads.

python scripts/teacher/targets.py [--data data] [--glove .cache/vectors/glove-100d.txt]

data/prepared/sentences.jsonl, sentences.f16: texts and their vectors, 256 numbers of length 1 (float16): the teacher's,
on the principal components that carry most of them. A Chinese sentence has the vector of its English translation
(Reimers and Gurevych 2020).
data/prepared/balanced.jsonl, balanced.f16: the Chinese ones of them, and as many English ones.
data/prepared/answers.TASK.f16: of each of these sentences the tuned teacher's probabilities of a task's labels, where
there is a tuned teacher.
data/prepared/words.txt: first vectors for words (word2vec's text format): GloVe's 100 numbers, and 64 principal
components of the teacher's own vectors of the words.
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
from answers import tuned_labels
from sentences import cached, pairs, wanted_texts
from teacher import SIZE, Teacher

SENTENCE_SIZE = 256
TEACHER_WORD_SIZE = 64
#: Rows that the principal components are computed from.
SAMPLE = 50_000
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, default=Path("data"))
    options.add_argument("--glove", type=Path, default=Path(".cache/vectors/glove-100d.txt"))
    options = options.parse_args()
    prepared = options.data / "prepared"
    texts, vectors = cached(options.data / "teacher", "sentences", SIZE)
    vectors = vectors.astype(np.float32)
    # The cache may know what has gone from the data since.
    wanted = wanted_texts(prepared)
    kept = [n for n, text in enumerate(texts) if text in wanted]
    texts, vectors = [texts[n] for n in kept], vectors[kept]
    rows = sentences(prepared, texts, vectors)
    if (options.data / "teacher/tuned.pt").exists():
        answers(options.data, [texts[n] for n, _, _ in rows])
    words(prepared, texts, read_glove(options.glove))


def sentences(prepared, texts, vectors):
    projected = vectors @ components(vectors, SENTENCE_SIZE)
    print(f"{(projected**2).sum() / (vectors**2).sum():.1%} of the vectors' squared length kept")
    projected /= np.linalg.norm(projected, axis=1, keepdims=True)
    place = {text: n for n, text in enumerate(texts)}
    rows = [(n, text, "en") for n, text in enumerate(texts)]
    rows += [(place[en], zh, "zh") for en, zh in pairs(prepared) if en in place]
    write(prepared / "sentences", rows, projected)
    chinese = rows[len(texts) :]
    english = np.random.default_rng(0).choice(len(texts), min(len(chinese), len(texts)), replace=False)
    write(prepared / "balanced", [rows[n] for n in np.sort(english)] + chinese, projected)
    print(f"{len(rows)} sentences, {len(rows) - len(texts)} of them Chinese")
    return rows


def write(place, rows, vectors):
    with place.with_suffix(".jsonl").open("w", encoding="utf8") as file:
        file.writelines(json.dumps({"text": text, "language": tag}, ensure_ascii=False) + "\n" for _, text, tag in rows)
    vectors[[n for n, _, _ in rows]].astype("<f2").tofile(place.with_suffix(".f16"))


def answers(data, texts):
    """The tuned teacher's, of the sentences that it was asked about; of the others zeros."""
    labels = tuned_labels(data / "teacher")
    known, found = cached(data / "teacher", "answers", sum(map(len, labels.values())))
    place = {text: n for n, text in enumerate(known)}
    rows = [place.get(text) for text in texts]
    asked = [n for n, row in enumerate(rows) if row is not None]
    start = 0
    for task, own in labels.items():
        probabilities = np.zeros((len(texts), len(own)), np.float16)
        probabilities[asked] = found[[rows[n] for n in asked], start : start + len(own)]
        probabilities.tofile(data / f"prepared/answers.{task}.f16")
        start += len(own)
    print(f"the tuned teacher's answers to {len(asked)} of them")


def words(prepared, texts, glove):
    counts = Counter(word for text in texts for word in WORD.findall(text.lower().replace("\u2019", "'")))
    for path in sorted(prepared.glob("*.train.jsonl")):
        with path.open(encoding="utf8") as file:
            for line in file:
                row = json.loads(line)
                counts.update(WORD.findall(row.get("text", "").lower().replace("\u2019", "'")))
    known = sorted(word for word, count in counts.items() if count >= 2 and word.isascii())
    found = Teacher().word_vectors(known)
    found = found @ components(found, TEACHER_WORD_SIZE)
    common = np.stack([glove[word] for word in known if word in glove])
    found *= common.std() / found.std()
    nothing = np.zeros(common.shape[1], np.float32)
    beside = prepared / "words.txt.part"
    with beside.open("w", encoding="utf8") as file:
        file.write(f"{len(known)} {common.shape[1] + TEACHER_WORD_SIZE}\n")
        for word, vector in zip(known, found):
            numbers = np.concatenate([glove.get(word, nothing), vector])
            file.write(f"{word} {' '.join(f'{number:.4f}' for number in numbers)}\n")
    beside.replace(prepared / "words.txt")
    print(f"{len(known)} words, {len(common)} of them in GloVe, standard deviation {common.std():.3f}")


def components(vectors, size):
    """The first principal directions, about the origin: [numbers, size]."""
    _, _, directions = np.linalg.svd(vectors[:SAMPLE], full_matrices=False)
    return directions[:size].T


def read_glove(path):
    with path.open(encoding="utf8") as file:
        next(file)
        return {word: np.array(numbers, np.float32) for word, *numbers in (line.split() for line in file)}


if __name__ == "__main__":
    main()
