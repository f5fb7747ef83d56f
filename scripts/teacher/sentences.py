"""What the teacher says of sentences: a cache that goes on where it was cut.

python scripts/teacher/sentences.py [--data data] [--sentences N]

Reads the English sides of data/prepared/pairs.train.jsonl and parallel.jsonl, the texts of small labelled sets and the
first N sentences of corpus.en.jsonl; appends to
data/teacher/sentences.f16 (float16 [sentences, 384]) and data/teacher/sentences.txt (a JSON string a line).
"""

import argparse
import itertools
import json
import time
from pathlib import Path

import numpy as np
from teacher import SIZE, Teacher

#: Sentences that a cut may lose.
CHUNK = 4096
#: Small labelled sets, whose texts are read whole and before the corpus, which has their sentences among many others.
WHOLE = {"sst-fine", "senti4sd-so", "se-sentiment-github-jira", "subj", "trec-question"}
#: Of these, characters of a text at most.
LONGEST = 400


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, default=Path("data"))
    options.add_argument("--sentences", type=int, default=300_000)
    options = options.parse_args()
    folder = options.data / "teacher"
    folder.mkdir(parents=True, exist_ok=True)
    complete(folder, "sentences", SIZE, wanted_texts(options.data / "prepared", options.sentences), lambda: Teacher().vectors)


def complete(folder, name, size, wanted, read):
    """Brings a cache up to date: a row of `size` numbers (NAME.f16) for each wanted text (a JSON string a line of
    NAME.txt). read() gives what makes the rows of texts that are missing."""
    rows, texts = folder / f"{name}.f16", folder / f"{name}.txt"
    known = [json.dumps(text, ensure_ascii=False) for text in cached(folder, name, size)[0]]
    texts.write_text("".join(f"{line}\n" for line in known), "utf8")
    rows.touch()
    with rows.open("r+b") as file:
        file.truncate(len(known) * 2 * size)
    seen = set(known)
    missing = [line for line in (json.dumps(text, ensure_ascii=False) for text in wanted) if line not in seen]
    if missing:
        read = read()
    started = time.time()
    for at in range(0, len(missing), CHUNK):
        lines = missing[at : at + CHUNK]
        found = read([json.loads(line) for line in lines]).astype(np.float16)
        with texts.open("a", encoding="utf8") as file:
            file.writelines(f"{line}\n" for line in lines)
        with rows.open("ab") as file:
            file.write(found.tobytes())
        done = at + len(lines)
        print(f"{done} of {len(missing)} sentences, {done / (time.time() - started):.0f} a second", flush=True)


def cached(folder, name, size):
    """A cache's texts and their rows: float16 [texts, size]. A cut may have left a text without its row, or a row cut."""
    rows, texts = folder / f"{name}.f16", folder / f"{name}.txt"
    if not rows.exists() or not texts.exists():
        return [], np.empty((0, size), np.float16)
    values = np.fromfile(rows, np.float16)
    values = values[: values.size // size * size].reshape(-1, size)
    lines = texts.read_text("utf8").split("\n")[:-1][: len(values)]
    return [json.loads(line) for line in lines], values[: len(lines)]


def wanted_texts(prepared, sentences=None):
    """Each text once, in the order of the files; all of the corpus without a number."""
    texts = {en: None for en, _ in pairs(prepared)}
    for path in sorted(prepared.glob("*.en.train.jsonl")):
        with path.open(encoding="utf8") as file:
            rows = map(json.loads, file)
            texts.update((row["text"], None) for row in rows if row["source"] in WHOLE and len(row["text"]) <= LONGEST)
    with (prepared / "corpus.en.jsonl").open(encoding="utf8") as file:
        for line in itertools.islice(file, sentences):
            texts[json.loads(line)["text"]] = None
    return texts


def pairs(prepared):
    """English sentences and their Chinese translations: Tatoeba's, and the messages of published packages."""
    for name in ("pairs.train.jsonl", "parallel.jsonl"):
        with (prepared / name).open(encoding="utf8") as file:
            for line in file:
                pair = json.loads(line)
                yield pair["en"], pair["zh"]


if __name__ == "__main__":
    main()
