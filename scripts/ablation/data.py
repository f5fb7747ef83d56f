"""A fixed fifth of the base model's training data, as ids of words."""

import json
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch

FOLDS = 5
#: The fold that trains. From the next come rows of the grammar and harmless ones that nothing trained on.
TRAINING, HELD_OUT = 0, 1
LONGEST = 48
#: Rows of a validation file at most, evenly spaced.
VALIDATION_ROWS = 2000
HELD_OUT_ROWS = 400
UNKNOWN = 1
GLOVE_SIZE, TEACHER_SIZE = 100, 64
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
WORD = re.compile(rf"https?://\S+|@\w+|[{CJK}]|[^\W\d_{CJK}]+(?:'[^\W\d_{CJK}]+)*|\d+|[^\w\s]")


@dataclass
class Pool:
    """Texts as ids [tokens], and a label each."""

    ids: list
    labels: np.ndarray


@dataclass
class Task:
    name: str
    labels: list
    examples_per_epoch: int
    #: By what kind of rows they are: labelled, grammar, harmless.
    train: dict
    validation: Pool
    #: Rows of the grammar and harmless ones that did not train, by kind.
    held_out: dict


@dataclass
class Sentences:
    """Unlabelled: ids, and the rows of the teacher's vectors [sentences, numbers] that belong to them."""

    ids: list
    rows: np.ndarray
    vectors: np.ndarray


def fold(text):
    """The same for the same text, wherever it stands.

    >>> [fold(text) for text in ("not bad at all", "不算差", "")]
    [4, 4, 0]
    >>> counts = Counter(fold(f"text {n}") for n in range(10_000))
    >>> all(1900 < counts[n] < 2100 for n in range(FOLDS))
    True
    """
    return zlib.crc32(text.encode()) % FOLDS


def words(text):
    """Lower-cased; addresses and mentions are one word each, Chinese is read by character.

    >>> words("@Ann Don't panic: http://a.b/c costs 12%, 不算差。")
    ['<user>', "don't", 'panic', ':', '<url>', 'costs', '12', '%', ',', '不', '算', '差', '。']
    """
    found = WORD.findall(text.replace("\u2019", "'").lower())
    return ["<user>" if w[0] == "@" and w[1:] else "<url>" if w.startswith(("http://", "https://")) else w for w in found]


def spread(items, most):
    """At most so many of them, evenly spaced.

    >>> spread([0, 1, 2, 3, 4, 5, 6], 3)
    [0, 2, 4]
    """
    return items if len(items) <= most else [items[n * len(items) // most] for n in range(most)]


def read(path):
    with path.open(encoding="utf8") as file:
        return [json.loads(line) for line in file]


def kind_of(name):
    """What a training file of the experiment holds.

    >>> kind_of("sentiment.en.grammar.jsonl"), kind_of("sentiment.en.train.jsonl")
    ('grammar', 'labelled')
    """
    kind = name.split(".")[-2]
    return kind if kind in ("grammar", "harmless") else "labelled"


class Data:
    """Everything that the rows of the ablation read; of it, the test files are no part."""

    def __init__(self, prepared, experiment):
        training = {}
        for task in experiment["tasks"]:
            kinds = training[task["id"]] = {}
            for source in task["sources"]:
                for name in source["train"]:
                    kinds.setdefault(kind_of(name), []).extend(read(prepared / name))
        chosen = [r for kinds in training.values() for rows in kinds.values() for r in rows if fold(r["text"]) == TRAINING]
        counts = Counter(word for row in chosen for word in words(row["text"]))
        self.vocabulary = ["<pad>", "<unk>", *sorted(word for word, count in counts.items() if count > 1)]
        self.ids = {word: n for n, word in enumerate(self.vocabulary)}
        self.tasks = [self.task(prepared, task, training[task["id"]]) for task in experiment["tasks"]]
        self.word_vectors = self.read_word_vectors(prepared / experiment["architecture"]["vectors"])
        self.sentence_files = [prepared / experiment["sentences"][name] for name in ("texts", "vectors")]
        self.sentences_per_epoch = experiment["training"]["sentencesPerEpoch"] // FOLDS

    def encode(self, text):
        # The characters of so many words, at most.
        return np.array([self.ids.get(word, UNKNOWN) for word in words(text[: 12 * LONGEST])[:LONGEST]] or [UNKNOWN])

    def pool(self, rows, labels):
        return Pool([self.encode(row["text"]) for row in rows], np.array([labels.index(row["label"]) for row in rows]))

    def task(self, prepared, task, kinds):
        of_fold = lambda rows, wanted: [row for row in rows if fold(row["text"]) == wanted]
        train = {kind: self.pool(of_fold(rows, TRAINING), task["labels"]) for kind, rows in kinds.items()}
        held_out = {
            kind: self.pool(spread(of_fold(kinds[kind], HELD_OUT), HELD_OUT_ROWS), task["labels"])
            for kind in ("grammar", "harmless")
            if kind in kinds
        }
        validation = [
            row
            for source in task["sources"]
            for name in source["validation"]
            for row in spread(read(prepared / name), VALIDATION_ROWS)
        ]
        examples = task["examplesPerEpoch"] // FOLDS
        return Task(task["id"], task["labels"], examples, train, self.pool(validation, task["labels"]), held_out)

    def read_word_vectors(self, path):
        """[vocabulary, 164]; NaN where there is none."""
        table = np.full((len(self.vocabulary), GLOVE_SIZE + TEACHER_SIZE), np.nan, np.float32)
        with path.open(encoding="utf8") as file:
            next(file)
            for line in file:
                word, numbers = line.split(" ", 1)
                if word in self.ids:
                    table[self.ids[word]] = np.fromstring(numbers, np.float32, sep=" ")
        # What GloVe lacks stands there as zeros.
        glove = table[:, :GLOVE_SIZE]
        glove[~glove.any(1)] = np.nan
        return torch.from_numpy(table)

    @cached_property
    def sentences(self):
        texts, vectors = self.sentence_files
        texts = [row["text"] for row in read(texts)]
        rows = np.array([n for n, text in enumerate(texts) if fold(text) == TRAINING])
        vectors = np.memmap(vectors, np.float16, "r").reshape(len(texts), -1)
        return Sentences([self.encode(texts[n]) for n in rows], rows, vectors)
