"""The rows of the ablation: data. Each is all tasks together but for what it says."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Choices:
    title: str
    #: The only task; all when empty.
    alone: str = ""
    #: Whether it has more epochs then, so that a small task has steps enough.
    longer: bool = False
    #: Of an epoch's examples a task's share: the experiment's `examplesPerEpoch`, or its rows to the power of this.
    sampling: float | None = None
    #: "", "labels" or "uncertainty": see losses.py.
    balance: str = ""
    units: int = 128
    #: Units of each task's private encoder, beside the shared one; 0: none.
    private: int = 0
    adversarial: bool = False
    #: The first word vectors.
    vectors: tuple = ("glove", "teacher")
    #: Training rows, by kind.
    kinds: tuple = ("labelled", "grammar", "harmless")
    word_dropout: float = 0.1
    #: The teacher's sentence vectors are one more output, learnt beside the labels.
    sentences: bool = False
    #: Epochs before the labels are seen, on sentences: "", "language" (the next word) or "sentences" (their vectors).
    before: str = ""
    #: The weights are the mean over the last epoch.
    average: bool = False


TOGETHER = Choices("**All together**")
#: Rows of the table that are a run a task, named `same:TASK` and `alone:TASK`.
ALONE = {"same": "Each task alone, as many epochs", "alone": "... more epochs"}


def rows(tasks):
    """By name, in the order of the table. tasks: their names.

    >>> {name: row.alone for name, row in rows(["irony"]).items() if row.alone}
    {'same:irony': 'irony', 'alone:irony': 'irony'}
    """
    row = lambda title, **own: replace(TOGETHER, title=title, **own)
    return {
        "together": TOGETHER,
        **{f"same:{task}": row(ALONE["same"], alone=task) for task in tasks},
        **{f"alone:{task}": row(ALONE["alone"], alone=task, longer=True) for task in tasks},
        "by-size": row("Tasks sampled by their size", sampling=1),
        "by-root": row("... by its square root (temperature 2)", sampling=0.5),
        "equal": row("... equally", sampling=0),
        "by-uncertainty": row("Losses balanced by uncertainty (Kendall et al. 2018)", balance="uncertainty"),
        "by-labels": row("... divided by the logarithm of the labels", balance="labels"),
        "private": row("Shared encoder, and a private one of 64 units a task", private=64),
        "private-adversarial": row("... adversarial (Liu et al. 2017)", private=64, adversarial=True),
        "adversarial": row("Shared encoder alone, adversarial", adversarial=True),
        "wide": row("Shared encoder of 192 units", units=192),
        "no-vectors": row("Word vectors: none", vectors=()),
        "glove": row("... GloVe alone", vectors=("glove",)),
        "teacher-words": row("... the teacher's alone", vectors=("teacher",)),
        "no-grammar": row("Without the grammar", kinds=("labelled", "harmless")),
        "no-harmless": row("Without harmless rows", kinds=("labelled", "grammar")),
        "labelled": row("Without both", kinds=("labelled",)),
        "sentences": row("The teacher's sentence vectors, beside", sentences=True),
        "sentences-first": row("... first, then beside", sentences=True, before="sentences"),
        "language": row("A language model first", before="language"),
        "no-dropout": row("Hidden words: none", word_dropout=0),
        "more-dropout": row("... a fifth", word_dropout=0.2),
        "average": row("Weights averaged over the last epoch", average=True),
    }
