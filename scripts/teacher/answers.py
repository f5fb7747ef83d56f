"""What the tuned teacher answers to sentences: a cache that goes on where it was cut.

python scripts/teacher/answers.py [--data data] [--sentences N]

Reads data/teacher/tuned.pt and the first N wanted texts that have a vector (see sentences.py); appends to
data/teacher/answers.f16 (float16: of each task in turn the probabilities of its labels) and answers.txt.
"""

import argparse
from pathlib import Path

import torch
from sentences import cached, complete, wanted_texts
from teacher import SIZE, Runner, Tuned


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, default=Path("data"))
    options.add_argument("--sentences", type=int, default=1_000_000)
    options = options.parse_args()
    folder = options.data / "teacher"
    known = set(cached(folder, "sentences", SIZE)[0])
    texts = [text for text in wanted_texts(options.data / "prepared") if text in known][: options.sentences]
    size = sum(map(len, tuned_labels(folder).values()))
    complete(folder, "answers", size, texts, lambda: reader(folder))


def reader(folder):
    """From texts to their rows."""
    tuned = Tuned.load(folder / "tuned.pt")
    run = Runner(tuned)
    return lambda texts: torch.cat(list(tuned.probabilities(torch.from_numpy(run(texts))).values()), 1).numpy()


def tuned_labels(folder):
    """The tuned teacher's tasks and their labels, in order."""
    return torch.load(folder / "tuned.pt", weights_only=True)["labels"]


if __name__ == "__main__":
    main()
