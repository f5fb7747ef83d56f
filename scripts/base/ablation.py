"""What each choice of the base model is worth: python scripts/base/ablation.py [--data data/prepared] [--seeds 1] [--only NAME...]

Every run is the base model's network in PyTorch, on a fifth of the training rows that their texts' hash chooses, for
the same number of epochs; what it says of the validation rows (never of the test rows) goes into
experiments/base/ablation.jsonl, a line a run, and the table of all runs into docs/ablation.md. A run that is there is not
made again. Python: scripts/teacher/requirements.txt.
"""

import argparse
import hashlib
import json
import random
import re
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn

#: One row in so many trains.
SHARE = 5
EPOCHS = 4
BATCH = 64
LONGEST = 64
VOCABULARY = 30_000
VALIDATION = 1000
UNITS, SENTENCE = 128, 256
#: Rates, and what the discriminator's loss counts (Liu et al. 2017).
RATE, EMBEDDING_RATE, ADVERSARIAL = 2e-3, 5e-4, 0.05
#: Of the average of the weights, a step.
DECAY = 0.998
PAD, UNKNOWN = 0, 1
WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]|[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[^\w\s]")

#: The base model's choices.
BASE = {
    "tasks": None,
    "vectors": "GloVe and teacher",
    "sentences": True,
    "answers": True,
    "grammar": True,
    "harmless": True,
    "sampling": "capped",
    "balance": "none",
    "encoder": "shared",
    "pooling": "attention and maximum",
    "word dropout": 0.1,
    "average": False,
}
#: What differs from it, a row a run; each task alone comes besides.
RUNS = {
    "all tasks together": {},
    "word vectors: random": {"vectors": "random"},
    "word vectors: GloVe alone": {"vectors": "GloVe"},
    "without the teacher's sentence vectors and answers": {"sentences": False, "answers": False},
    "without the teacher's answers": {"answers": False},
    "without the grammar": {"grammar": False},
    "without harmless text": {"harmless": False},
    "sampling: by size": {"sampling": "size"},
    "sampling: each task the same": {"sampling": "equal"},
    "losses balanced by uncertainty": {"balance": "uncertainty"},
    "shared and private encoders": {"encoder": "shared-private"},
    "shared and private encoders, adversarial": {"encoder": "adversarial"},
    "pooling: maximum alone": {"pooling": "maximum"},
    "without word dropout": {"word dropout": 0.0},
    "average of the weights": {"average": True},
}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, default=Path("data/prepared"))
    options.add_argument("--experiment", type=Path, default=Path("experiments/base/EXPERIMENT.json"))
    options.add_argument("--results", type=Path, default=Path("experiments/base/ablation.jsonl"))
    options.add_argument("--table", type=Path, default=Path("docs/ablation.md"))
    options.add_argument("--seeds", type=int, default=1)
    options.add_argument("--epochs", type=int, default=EPOCHS)
    options.add_argument("--only", nargs="*")
    options = options.parse_args()
    data = Data(options.data, json.loads(options.experiment.read_text("utf8")))
    runs = {**RUNS, **{f"{task} alone": {"tasks": [task]} for task in data.tasks}}
    for seed in range(1, options.seeds + 1):
        for name, choices in runs.items():
            done = {(run["run"], run["seed"]) for run in read_lines(options.results)}
            if (name, seed) in done or (options.only and name not in options.only):
                continue
            started = time.time()
            figures = run(data, {**BASE, **choices}, seed, options.epochs)
            line = {"run": name, "seed": seed, "seconds": round(time.time() - started), "macroF1": figures}
            with options.results.open("a", encoding="utf8") as file:
                file.write(json.dumps(line) + "\n")
            print(name, seed, line["seconds"], "s", f"{np.mean(list(figures.values())):.4f}", flush=True)
    options.table.write_text(table(read_lines(options.results), list(runs), list(data.tasks)), "utf8")


class Data:
    """The experiment's rows as ids, the sentences with what the teacher says of them, and first word vectors."""

    def __init__(self, folder, experiment):
        self.tasks = {task["id"]: task["labels"] for task in experiment["tasks"]}
        self.caps = {task["id"]: task["examplesPerEpoch"] // SHARE for task in experiment["tasks"]}
        texts = {split: [] for split in ("train", "validation")}
        for task in experiment["tasks"]:
            for source in task["sources"]:
                for split, rows in texts.items():
                    rows += [(task["id"], row) for name in source[split] for row in read_lines(folder / name)]
        chosen = [(task, row) for task, row in texts["train"] if in_share(row["text"])]
        taught = read_lines(folder / "sentences.jsonl")
        places = [n for n, row in enumerate(taught) if in_share(row["text"])]
        counts = Counter(word for _, row in chosen for word in words(row["text"]))
        counts.update(word for n in places for word in words(taught[n]["text"]))
        known = ["", "<unk>", *(word for word, count in counts.most_common(VOCABULARY) if count > 1)]
        self.ids = {word: n for n, word in enumerate(known)}
        self.train = [(task, self.encode(row["text"]), self.tasks[task].index(row["label"]), row["source"]) for task, row in chosen]
        held = [(task, self.encode(row["text"]), self.tasks[task].index(row["label"]), row["source"]) for task, row in texts["validation"]]
        random.Random(1).shuffle(held)
        self.validation = {task: [row for row in held if row[0] == task][:VALIDATION] for task in self.tasks}
        self.sentences = [self.encode(taught[n]["text"]) for n in places]
        self.targets = np.fromfile(folder / "sentences.f16", np.float16).reshape(len(taught), SENTENCE)[places]
        self.answers = {
            task: np.fromfile(folder / name, np.float16).reshape(len(taught), len(self.tasks[task]))[places]
            for task, name in experiment["sentences"]["answers"].items()
        }
        self.answer_weight = experiment["training"]["answerWeight"]
        self.vectors = first_vectors(folder / "words.txt", self.ids)

    def encode(self, text):
        return [self.ids.get(word, UNKNOWN) for word in words(text)[:LONGEST]] or [UNKNOWN]


def words(text):
    return WORD.findall(text.lower())


def in_share(text):
    return hashlib.sha256(text.encode("utf8")).digest()[0] % SHARE == 0


def read_lines(path):
    if not path.exists():
        return []
    with path.open(encoding="utf8") as file:
        return [json.loads(line) for line in file]


def first_vectors(path, ids):
    with path.open(encoding="utf8") as file:
        size = int(next(file).split()[1])
        vectors = np.random.default_rng(1).uniform(-0.05, 0.05, (len(ids), size)).astype(np.float32)
        for line in file:
            word, *numbers = line.split()
            if word in ids:
                vectors[ids[word]] = np.array(numbers, np.float32)
    return vectors


class Encoder(nn.Module):
    """A BiLSTM and its maximum over time."""

    def __init__(self, size, units):
        super().__init__()
        self.lstm = nn.LSTM(size, units, bidirectional=True, batch_first=True)

    def forward(self, embedded, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
        states, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True)
        padding = torch.arange(states.shape[1])[None] >= lengths[:, None]
        return states, padding, states.masked_fill(padding[:, :, None], -1e9).amax(1)


class Network(nn.Module):
    def __init__(self, data, choices, tasks):
        super().__init__()
        vectors = torch.from_numpy(data.vectors.copy())
        if choices["vectors"] == "random":
            vectors = torch.empty_like(vectors).uniform_(-0.05, 0.05)
        if choices["vectors"] == "GloVe":
            vectors[:, 100:] = 0
        self.embedding = nn.Embedding.from_pretrained(vectors, freeze=False, padding_idx=PAD)
        private = choices["encoder"] != "shared"
        # A private encoder for each task beside the shared one, each of a half of the units.
        units = UNITS // 2 if private else UNITS
        self.shared = Encoder(vectors.shape[1], units)
        self.private = nn.ModuleDict({task: Encoder(vectors.shape[1], units) for task in tasks} if private else {})
        self.attention = choices["pooling"] != "maximum"
        width = 2 * units * (2 if private else 1) * (2 if self.attention else 1)
        self.scores = nn.ModuleDict({task: nn.Linear(width // 2, 1, bias=False) for task in tasks})
        self.heads = nn.ModuleDict(
            {
                task: nn.Sequential(nn.Dropout(0.4), nn.Linear(width, 32), nn.ReLU(), nn.Linear(32, len(data.tasks[task])))
                for task in tasks
            }
        )
        self.sentence = nn.Linear(2 * units, SENTENCE)
        self.discriminator = nn.Linear(2 * units, len(tasks))
        self.uncertainty = nn.ParameterDict({task: nn.Parameter(torch.zeros(())) for task in tasks})

    def read(self, ids):
        lengths = (ids != PAD).sum(1)
        embedded = self.embedding(ids)
        return embedded, lengths, self.shared(embedded, lengths)

    def logits(self, task, embedded, lengths, shared):
        states, padding, pooled = shared
        if task in self.private:
            own_states, _, own = self.private[task](embedded, lengths)
            states, pooled = torch.cat([states, own_states], 2), torch.cat([pooled, own], 1)
        if self.attention:
            weights = self.scores[task](states).squeeze(2).masked_fill(padding, -1e9).softmax(1)
            pooled = torch.cat([(weights[:, :, None] * states).sum(1), pooled], 1)
        return self.heads[task](pooled)


class Reversed(torch.autograd.Function):
    """Hands the gradient back with the other sign (Ganin and Lempitsky 2015)."""

    @staticmethod
    def forward(_, x):
        return x.view_as(x)

    @staticmethod
    def backward(_, gradient):
        return -gradient


def run(data, choices, seed, epochs):
    torch.manual_seed(seed)
    order = random.Random(seed)
    tasks = choices["tasks"] or list(data.tasks)
    network = Network(data, choices, tasks)
    embedding = {"params": network.embedding.parameters(), "lr": EMBEDDING_RATE}
    others = {"params": [p for name, p in network.named_parameters() if not name.startswith("embedding")], "lr": RATE}
    optimizer = torch.optim.Adam([embedding, others])
    plans = [plan(data, choices, tasks, order, epoch) for epoch in range(epochs)]
    total, done = sum(map(len, plans)), 0
    average = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(DECAY))
    for steps in plans:
        network.train()
        for task, rows in steps:
            for group, rate in zip(optimizer.param_groups, (EMBEDDING_RATE, RATE)):
                group["lr"] = rate * (1 - 0.9 * done / total)
            loss = loss_of(network, data, choices, tasks, task, rows)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            if choices["average"]:
                average.update_parameters(network)
            done += 1
    final = average.module if choices["average"] else network
    return {task: macro_f1(final, task, data.validation[task], len(data.tasks[task])) for task in tasks}


def plan(data, choices, tasks, order, epoch):
    """An epoch's steps: a task (None: sentences) and its rows. The first epoch is of sentences, where they are used."""
    pools = {}
    for n, (task, _, _, source) in enumerate(data.train):
        made = source in ("documents", "comments", "pairs")
        if task in tasks and (choices["grammar"] or source != "grammar") and (choices["harmless"] or not made):
            pools.setdefault(task, []).append(n)
    caps = {task: min(len(pool), data.caps[task]) for task, pool in pools.items()}
    if choices["sampling"] == "size":
        share = sum(caps.values()) / sum(map(len, pools.values()))
        caps = {task: round(share * len(pool)) for task, pool in pools.items()}
    if choices["sampling"] == "equal":
        caps = dict.fromkeys(pools, sum(caps.values()) // len(pools))
    drawn = {task: repeated(pool, caps[task], order) for task, pool in pools.items()}
    lengths = {task: lambda n: len(data.train[n][1]) for task in pools}
    if choices["sentences"]:
        drawn = {**({} if epoch == 0 else drawn), None: order.sample(range(len(data.sentences)), len(data.sentences))}
        lengths[None] = lambda n: len(data.sentences[n])
    steps = []
    for task, rows in drawn.items():
        size = BATCH if task else 2 * BATCH
        for at in range(0, len(rows), 50 * size):
            part = sorted(rows[at : at + 50 * size], key=lengths[task])
            steps += [(task, part[n : n + size]) for n in range(0, len(part), size)]
    order.shuffle(steps)
    return steps


def repeated(pool, count, order):
    """So many of a pool, each as often as the others as far as it goes."""
    rows = []
    while len(rows) < count:
        rows += order.sample(pool, min(len(pool), count - len(rows)))
    return rows


def loss_of(network, data, choices, tasks, task, rows):
    texts = [data.sentences[n] if task is None else data.train[n][1] for n in rows]
    ids = padded(texts)
    hidden = (torch.rand(ids.shape) < choices["word dropout"]) & (ids != PAD)
    embedded, lengths, shared = network.read(ids.masked_fill(hidden, UNKNOWN))
    if task is None:
        loss = sentence_loss(network.sentence(shared[2]), torch.from_numpy(data.targets[rows].astype(np.float32)))
        if not choices["answers"]:
            return loss
        answered = [name for name in tasks if name in data.answers]
        if not answered:
            return loss
        name = answered[torch.randint(len(answered), ()).item()]
        answers = torch.from_numpy(data.answers[name][rows].astype(np.float32))
        return loss + data.answer_weight * answer_loss(network.logits(name, embedded, lengths, shared), answers)
    labels = torch.tensor([data.train[n][2] for n in rows])
    loss = nn.functional.cross_entropy(network.logits(task, embedded, lengths, shared), labels)
    if choices["balance"] == "uncertainty":
        # Kendall et al. 2018.
        loss = loss * torch.exp(-network.uncertainty[task]) + network.uncertainty[task] / 2
    if choices["encoder"] == "adversarial":
        which = torch.full((len(rows),), tasks.index(task))
        loss = loss + ADVERSARIAL * nn.functional.cross_entropy(network.discriminator(Reversed.apply(shared[2])), which)
    return loss


def padded(texts):
    return nn.utils.rnn.pad_sequence([torch.tensor(ids) for ids in texts], batch_first=True)


def sentence_loss(vectors, targets):
    """src/training/sentences.ts has the same."""
    vectors = nn.functional.normalize(vectors, dim=1)
    itself = torch.eye(len(vectors)) * -1e4
    wanted, found = ((15 * x @ x.T + itself) for x in (targets, vectors))
    return 1 - (vectors * targets).sum(1).mean() - 0.1 * (wanted.softmax(1) * found.log_softmax(1)).sum(1).mean()


def answer_loss(logits, answers):
    """At temperature 2, as in src/training/sentences.ts."""
    soft = answers.sqrt()
    soft = soft / soft.sum(1, keepdim=True).clamp(min=1e-7)
    return -4 * (soft * (logits / 2).log_softmax(1)).sum() / answers.sum().clamp(min=1)


@torch.no_grad()
def macro_f1(network, task, rows, labels):
    """The mean over the labels that the rows have."""
    network.eval()
    confusion = np.zeros((labels, labels))
    for at in range(0, len(rows), 256):
        batch = rows[at : at + 256]
        found = network.logits(task, *network.read(padded([ids for _, ids, _, _ in batch]))).argmax(1).tolist()
        for (_, _, label, _), k in zip(batch, found):
            confusion[label, k] += 1
    support, right = confusion.sum(1), np.diag(confusion)
    return float(np.mean((2 * right / (support + confusion.sum(0)).clip(1e-9))[support > 0]))


def table(lines, runs, tasks):
    rows = [
        "# What each choice is worth",
        "",
        f"Printed by `python scripts/base/ablation.py`: the base model's network in PyTorch, a fifth of the training rows, {EPOCHS}",
        "epochs; macro-F1 on the validation rows, a column a task, the mean over seeds. The test rows were not read.",
        "",
        f"| run | seeds | mean | {' | '.join(tasks)} |",
        f"| --- | --- | --- |{' --- |' * len(tasks)}",
    ]
    for name in runs:
        found = [line["macroF1"] for line in lines if line["run"] == name]
        if not found:
            continue
        figures = {task: np.mean([each[task] for each in found]) for task in found[0]}
        cells = [f"{100 * figures[task]:.1f}" if task in figures else "" for task in tasks]
        mean = f"{100 * np.mean(list(figures.values())):.1f}" if len(figures) > 1 else ""
        spread = f" ± {100 * np.std([np.mean(list(each.values())) for each in found]):.1f}" if len(found) > 1 and mean else ""
        rows.append(f"| {name} | {len(found)} | {mean}{spread} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
