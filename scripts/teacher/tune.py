"""Tunes the teacher on the English tasks of the base's experiment: one network, a linear head a task (Tang et al. 2019).

python scripts/teacher/tune.py [--data data] [--experiment experiments/base/EXPERIMENT.json] [--seed 1]

Reads the experiment's English training files; writes data/teacher/tuned.pt, once. Prints the accuracy on validation rows.
A cut run goes on from its last checkpoint.
"""

import argparse
import json
import random
import time
from pathlib import Path

import torch
from teacher import AMX, Tuned

#: Rows that a labelled source gives: one that has fewer is read twice. One run over all takes half an hour on two cores.
ROWS = {"sentiment": 14000, "emotion": 18000, "subjectivity": 10000, "question-type": 8000, "politeness": 9000}
OTHER_ROWS = 7000
PASSES = 2
#: Rows of texts that nobody labelled, of each task; and of long reviews, little for their time.
MADE_ROWS = {"grammar": 1000, "documents": 400, "comments": 400, "pairs": 300, "fdu-mtl": 1500}

BATCH = 32
LEARNING_RATE = 8e-5
HEADS_RATE = 1e-3
WARM_UP = 0.06
CHECKPOINT_EVERY = 200


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, default=Path("data"))
    options.add_argument("--experiment", type=Path, default=Path("experiments/base/EXPERIMENT.json"))
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    if (options.data / "teacher/tuned.pt").exists():
        return
    tasks = {task["id"]: task for task in json.loads(options.experiment.read_text("utf8"))["tasks"]}
    torch.manual_seed(options.seed)
    tuned = Tuned({name: task["labels"] for name, task in tasks.items()})
    rows = [row for task in tasks.values() for row in training_rows(options.data / "prepared", task)]
    train(tuned, rows, options.seed, options.data / "teacher/tuning.pt")
    tuned.save(options.data / "teacher/tuned.pt")
    for name, task in tasks.items():
        print(f"{name}: {accuracy(tuned, name, rows_of(options.data / 'prepared', task, 'validation')):.3f}", flush=True)


def rows_of(prepared, task, split):
    """(task, text, label, source) of each English row."""
    for source in task["sources"]:
        if source["language"] != "en":
            continue
        for name in source[split]:
            with (prepared / name).open(encoding="utf8") as file:
                for line in file:
                    row = json.loads(line)
                    yield task["id"], row["text"], row["label"], row["source"]


def training_rows(prepared, task):
    """So many of each source, drawn at random."""
    by_source = {}
    for row in rows_of(prepared, task, "train"):
        by_source.setdefault(row[3], []).append(row)
    own = ROWS.get(task["id"], OTHER_ROWS)
    for source, rows in by_source.items():
        order = random.Random(source)
        if source in MADE_ROWS:
            yield from order.sample(rows, min(MADE_ROWS[source], len(rows)))
        else:
            yield from order.sample(rows * PASSES, min(own, PASSES * len(rows)))


def train(tuned, rows, seed, checkpoint):
    order = random.Random(seed)
    order.shuffle(rows)
    batches = []
    for at in range(0, len(rows), 50 * BATCH):
        part = sorted(rows[at : at + 50 * BATCH], key=lambda row: len(row[1]))
        batches += [part[n : n + BATCH] for n in range(0, len(part), BATCH)]
    order.shuffle(batches)
    groups = [
        {"params": tuned.trained_encoder(), "lr": LEARNING_RATE},
        {"params": tuned.heads.parameters(), "lr": HEADS_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = WARM_UP * len(batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (len(batches) - step) / (len(batches) - warm))
    )
    done = 0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        tuned.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        done = state["done"]
    tuned.train()
    started, first, mean = time.time(), done, None
    for batch in batches[done:]:
        texts = [text for _, text, _, _ in batch]
        with torch.autocast("cpu", torch.bfloat16, enabled=AMX):
            loss = tuned.loss(texts, [(name, label) for name, _, label, _ in batch])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(tuned.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        done += 1
        mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
        if done % 50 == 0:
            speed = (done - first) * BATCH / (time.time() - started)
            print(f"{done} of {len(batches)} steps, loss {mean:.3f}, {speed:.0f} texts a second", flush=True)
        if done % CHECKPOINT_EVERY == 0:
            state = {"network": tuned.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict()}
            torch.save({**state, "done": done}, checkpoint)
    checkpoint.unlink(missing_ok=True)


@torch.no_grad()
def accuracy(tuned, name, rows, most=1000):
    rows = random.Random(name).sample(rows := list(rows), min(most, len(rows)))
    tuned.eval()
    right = 0
    for at in range(0, len(rows), BATCH):
        batch = rows[at : at + BATCH]
        found = tuned.probabilities(tuned.read([text for _, text, _, _ in batch]))[name].argmax(1).tolist()
        right += sum(tuned.labels[name][k] == label for k, (_, _, label, _) in zip(found, batch))
    return right / max(1, len(rows))


if __name__ == "__main__":
    main()
