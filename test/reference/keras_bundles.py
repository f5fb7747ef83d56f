"""What the real Keras makes of bundles: stock layers alone, no code of ours.

    python -m venv venv && venv/bin/pip install keras==3.15.1 tensorflow-cpu==2.21.0
    node test/reference/kerasBundles.ts venv/bin/python       writes test/fixtures/model/keras.json

Reads FOLDER/NAME/{manifest.json,model.json,weights.bin} and FOLDER/cases.json, prints JSON:
`probabilities` by bundle and task, one row a text; `losses` by bundle and optimizer, one number a step of training.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras import layers
from keras.src.legacy.preprocessing.text import Tokenizer
from keras.utils import pad_sequences


def read_weights(folder):
    """Arrays by name, out of weights.bin: one after the other, as float16 or as bytes where the manifest says so."""
    data = (folder / "weights.bin").read_bytes()
    groups = json.loads((folder / "model.json").read_text())["weightsManifest"]
    weights, at = {}, 0
    for spec in (spec for group in groups for spec in group["weights"]):
        how = spec.get("quantization", spec)
        stored = np.dtype(how["dtype"])
        count = int(np.prod(spec["shape"]))
        array = np.frombuffer(data, stored, count, at).astype("float64")
        array = (array * how.get("scale", 1) + how.get("min", 0)).astype("float32")
        weights[spec["name"]] = array.reshape(spec["shape"])
        at += count * stored.itemsize
    assert at == len(data), f"{at} of {len(data)} bytes"
    return weights


def build(folder):
    """A model with an output a task, and its tasks."""
    manifest = json.loads((folder / "manifest.json").read_text())
    architecture, tasks = manifest["architecture"], manifest["tasks"]
    weights = read_weights(folder)
    ids = keras.Input((None,), dtype="int32")
    rows, width = weights["embedding/embeddings"].shape
    units = architecture["units"]
    sequence = architecture["pooling"] == "attention-max"
    # Keras's own poolings know no mask, and predict() pads nothing; the textbook's training does.
    embedded = layers.Embedding(rows, width, mask_zero=not sequence, name="embedding")(ids)
    lstm = layers.LSTM(units, return_sequences=sequence, name="encoder")
    encoder = layers.Bidirectional(lstm, name="encoder") if architecture["encoder"].startswith("bi") else lstm
    encoded = encoder(embedded)
    shared = layers.GlobalMaxPooling1D()(encoded) if sequence else encoded
    if architecture["sharedUnits"] > 0:
        shared = layers.Dense(architecture["sharedUnits"], activation="relu", name="shared_dense")(shared)
    outputs = []
    for k, task in enumerate(tasks):
        x = shared
        if sequence:
            scores = layers.Dense(1, use_bias=False, name=f"task_{k}_attention")(encoded)
            attended = layers.Flatten()(layers.Dot(axes=1)([layers.Softmax(axis=1)(scores), encoded]))
            x = layers.Concatenate()([attended, shared])
        if architecture["headUnits"] > 0:
            x = layers.Dense(architecture["headUnits"], activation="relu", name=f"task_{k}_dense")(x)
        one = len(task["labels"]) == 2 and architecture["binaryOutput"] == "sigmoid"
        kind = ("sigmoid", 1) if one else ("softmax", len(task["labels"]))
        outputs.append(layers.Dense(kind[1], activation=kind[0], name=f"task_{k}")(x))
    model = keras.Model(ids, outputs)
    for layer in model.layers:
        own = [value for name, value in weights.items() if name.split("/")[0] == layer.name]
        if own:
            layer.set_weights(own)
    return model, tasks


def predict(folder, texts):
    """Texts of the same length at once: nothing is padded, so no mask is needed."""
    model, tasks = build(folder)
    rows = [[None] * len(texts) for _ in tasks]
    for length in sorted({len(text) for text in texts}):
        some = [n for n, text in enumerate(texts) if len(text) == length]
        outputs = model(np.array([texts[n] for n in some], "int32"), training=False)
        for k, output in enumerate(outputs if isinstance(outputs, list) else [outputs]):
            for n, row in zip(some, keras.ops.convert_to_numpy(output)):
                found = [1 - row[0], row[0]] if len(row) == 1 else row
                rows[k][n] = [round(float(p), 6) for p in found]
    return {task["id"]: rows[k] for k, task in enumerate(tasks)}


def apply_lazily(optimizer, both, table, rows):
    """One step, of which only `rows` of `table` see anything, nor do the moments of the others move: TensorFlow's LazyAdam."""
    at = next(n for n, (_, variable) in enumerate(both) if variable is table)
    index = optimizer._get_variable_index(both[at][1])
    kept = [table, optimizer._momentums[index], optimizer._velocities[index]]
    before = [keras.ops.convert_to_numpy(variable) for variable in kept]
    optimizer.apply_gradients(both)
    for variable, values in zip(kept, before):
        values = values.copy()
        values[rows] = keras.ops.convert_to_numpy(variable)[rows]
        variable.assign(values)


OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(0.5),
    "adam": lambda: keras.optimizers.Adam(0.001, epsilon=1e-7),
    "lazyAdam": lambda: keras.optimizers.Adam(0.001, epsilon=1e-7),
}


def train(folder, texts, steps, kind):
    """The textbook's way to its numbers; each step is one task's batch, and moves what it reads."""
    import tensorflow as tf

    tokenizer = Tokenizer(num_words=10000)
    tokenizer.fit_on_texts(texts)
    padded = pad_sequences(tokenizer.texts_to_sequences(texts))
    model, tasks = build(folder)
    optimizer = OPTIMIZERS[kind]()
    optimizer.build(model.trainable_variables)
    losses = []
    for step in steps:
        k = step["task"]
        binary = len(tasks[k]["labels"]) == 2
        loss_of = keras.losses.BinaryCrossentropy() if binary else keras.losses.SparseCategoricalCrossentropy()
        with tf.GradientTape() as tape:
            outputs = model(padded[step["rows"]], training=True)
            output = outputs[k] if isinstance(outputs, list) else outputs
            labels = np.array(step["labels"], "float32").reshape(-1, 1)
            loss = loss_of(labels, output)
        gradients = tape.gradient(loss, [variable.value for variable in model.trainable_variables])
        both = [(g, v) for g, v in zip(gradients, model.trainable_variables) if g is not None]
        # An embedding's gradient comes in slices, one each time that a word is read. Keras squares the slices for Adam's
        # second moment and sums the squares; Adam's is the square of the sum, which a dense gradient gives.
        both = [(tf.convert_to_tensor(g), v) for g, v in both]
        if kind == "lazyAdam":
            apply_lazily(optimizer, both, model.get_layer("embedding").embeddings, np.unique(padded[step["rows"]]))
        else:
            optimizer.apply_gradients(both)
        losses.append(round(float(loss), 6))
    return losses


folder = Path(sys.argv[1])
cases = json.loads((folder / "cases.json").read_text())
found = {
    "keras": keras.__version__,
    "probabilities": {name: predict(folder / name, ids) for name, ids in cases["ids"].items()},
    "losses": {
        name: {kind: train(folder / name, cases["texts"], steps, kind) for kind in OPTIMIZERS}
        for name, steps in cases["steps"].items()
    },
}
print(json.dumps(found))
