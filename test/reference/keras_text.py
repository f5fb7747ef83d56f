"""What the real Keras makes of texts: writes test/fixtures/text/keras.json.

    python -m venv venv && venv/bin/pip install keras==3.15.1 jax
    KERAS_BACKEND=jax venv/bin/python test/reference/keras_text.py
"""

import json
from pathlib import Path

import keras
from keras.src.legacy.preprocessing.text import Tokenizer
from keras.utils import pad_sequences

FIT = [
    "The cat sat on the mat.",
    "The dog ate the cat's 2 homeworks, twice; 10 times!",
    "",
    "the the THE tab\tand\nnewline",
    "naïve Café ÉCOLE İstanbul ΟΔΟΣ Straße",
    "我爱 北京 我爱 你们",
    "emoji 😀 👍🏽 and e\u0301 combining",
    "1 2 2 10 10 10 __proto__ constructor",
    "The cat sat on the mat.",
]
READ = [
    "the cat saw a zebra",
    "",
    "!!! ... ???",
    "CAFÉ, naïve: οδος straße 😀",
    "北京 2 10 1 __proto__ toString",
    "the  cat   sat\t on",
]
OPTIONS = [
    {},
    {"oov_token": "<OOV>"},
    {"num_words": 6},
    {"num_words": 6, "oov_token": "<OOV>"},
    {"num_words": 1, "oov_token": "<OOV>"},
    {"num_words": 0},
    {"oov_token": "the"},
    {"lower": False},
    {"filters": "", "oov_token": "?"},
    {"filters": ".,;", "split": "a"},
    {"split": "the"},
    {"char_level": True},
    {"char_level": True, "num_words": 12, "oov_token": "<OOV>", "lower": False},
]
SEQUENCES = [[1, 2, 3, 4, 5], [], [6], [7, 8, 9], [10, 11, 12, 13]]
PADDINGS = [
    {"padding": padding, "truncating": truncating, **rest}
    for padding in ("pre", "post")
    for truncating in ("pre", "post")
    for rest in ({}, {"maxlen": 3}, {"maxlen": 1, "value": -1}, {"maxlen": 7, "value": 9})
]


def tokenizer_case(options):
    tokenizer = Tokenizer(**options)
    tokenizer.fit_on_texts(FIT[:4])
    tokenizer.fit_on_texts(FIT[4:])
    return {
        "options": options,
        "wordIndex": list(tokenizer.word_index.items()),
        "sequences": tokenizer.texts_to_sequences(READ),
        "json": tokenizer.to_json(),
    }


def padding_case(options):
    return {"options": options, "padded": pad_sequences(SEQUENCES, **options).tolist()}


def main():
    fixture = {
        "keras": keras.__version__,
        "fit": FIT,
        "read": READ,
        "tokenizers": [tokenizer_case(options) for options in OPTIONS],
        "toPad": SEQUENCES,
        "paddings": [{"options": {}, "padded": pad_sequences(SEQUENCES).tolist()}]
        + [padding_case(options) for options in PADDINGS],
    }
    target = Path(__file__).parent.parent / "fixtures" / "text" / "keras.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(fixture, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
