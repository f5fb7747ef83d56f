"""What the teacher says of sentences: a cache that goes on where it was cut.

python scripts/teacher/sentences.py [--data data] [--sentences N]

Reads the English sides of data/prepared/pairs.train.jsonl and parallel.jsonl and the first N sentences of
corpus.en.jsonl; appends to
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


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, default=Path("data"))
    options.add_argument("--sentences", type=int, default=200_000)
    options = options.parse_args()
    folder = options.data / "teacher"
    folder.mkdir(parents=True, exist_ok=True)
    vectors, texts = folder / "sentences.f16", folder / "sentences.txt"
    vectors.touch()
    texts.touch()

    known = texts.read_text("utf8").split("\n")[:-1][: vectors.stat().st_size // (2 * SIZE)]
    texts.write_text("".join(f"{line}\n" for line in known), "utf8")
    with vectors.open("r+b") as file:
        file.truncate(len(known) * 2 * SIZE)
    wanted = [json.dumps(text, ensure_ascii=False) for text in wanted_texts(options.data / "prepared", options.sentences)]
    seen = set(known)
    missing = [line for line in wanted if line not in seen]
    teacher = Teacher() if missing else None
    started = time.time()
    for at in range(0, len(missing), CHUNK):
        lines = missing[at : at + CHUNK]
        found = teacher.vectors([json.loads(line) for line in lines]).astype(np.float16)
        with texts.open("a", encoding="utf8") as file:
            file.writelines(f"{line}\n" for line in lines)
        with vectors.open("ab") as file:
            file.write(found.tobytes())
        done = at + len(lines)
        print(f"{done} of {len(missing)} sentences, {done / (time.time() - started):.0f} a second", flush=True)


def wanted_texts(prepared, sentences=None):
    """Each text once, in the order of the files; all of the corpus without a number."""
    texts = {en: None for en, _ in pairs(prepared)}
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
