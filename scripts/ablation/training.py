"""One row of the ablation: trains a network and evaluates it on validation rows."""

import math

import numpy as np
import torch
from data import GLOVE_SIZE, UNKNOWN, Pool
from losses import ORTHOGONAL, adversarial, balanced, language_loss, orthogonal, sentence_loss
from network import Network, longest
from torch.nn.functional import cross_entropy

EPOCHS = 5
BATCH = 32
SENTENCE_BATCH = 128
#: Steps of a task alone that has more epochs, at least.
STEPS_ALONE = 400
LEARNING_RATE = 2e-3
#: The embedding's, as a share, where it begins with vectors.
EMBEDDING_RATE = 0.25
#: Of the weights of the losses, where they are learnt.
BALANCE_RATE = 1e-2
CLIP = 5
#: So many batches' worth of examples are sorted by length together.
SORTED = 50
#: The average takes the weights each so many steps.
AVERAGE_EVERY = 20
EVALUATION_BATCH = 256


def shares(sizes, power, total):
    """Of `total` examples a task's part, by its size to the power.

    >>> shares([900, 100], 1, 50), shares([900, 100], 0.5, 40), shares([900, 100], 0, 50)
    ([45, 5], [30, 10], [25, 25])
    """
    weights = [size**power for size in sizes]
    return [round(total * weight / sum(weights)) for weight in weights]


def drawn(size, wanted, random):
    """Rows of a pool, each as often as the others but for one time.

    >>> np.bincount(drawn(3, 7, np.random.default_rng(1))).tolist() in ([3, 2, 2], [2, 3, 2], [2, 2, 3])
    True
    """
    return np.concatenate([random.permutation(size) for _ in range(math.ceil(wanted / size))])[:wanted]


def batches(ids, order, size):
    """Of similar length."""
    for start in range(0, len(order), SORTED * size):
        part = sorted(order[start : start + SORTED * size], key=lambda row: len(ids[row]))
        yield from (part[at : at + size] for at in range(0, len(part), size))


def padded(ids, rows):
    """[batch, time] and lengths [batch]."""
    chosen = [torch.from_numpy(ids[row]) for row in rows]
    return torch.nn.utils.rnn.pad_sequence(chosen, batch_first=True), torch.tensor([len(x) for x in chosen])


def macro_f1(truth, found, labels):
    """The mean F1 of the labels that occur or are found, as in src/training/metrics.ts.

    >>> macro_f1(np.array([0, 0, 1]), np.array([0, 1, 1]), 3)
    0.6666666666666666
    """
    scores = []
    for label in range(labels):
        hits, both = ((truth == label) & (found == label)).sum(), (truth == label).sum() + (found == label).sum()
        if both:
            scores.append(2 * hits / both)
    return float(np.mean(scores))


class Run:
    def __init__(self, data, choices, seed):
        torch.manual_seed(seed)
        self.random = np.random.default_rng(seed)
        self.data, self.choices = data, choices
        self.tasks = [task for task in data.tasks if choices.alone in ("", task.name)]
        self.pools = [merged([task.train[kind] for kind in choices.kinds if kind in task.train]) for task in self.tasks]
        first = self.first_vectors()
        self.network = Network(first, [len(task.labels) for task in self.tasks], choices.units, choices.private)
        self.log_variances = torch.nn.Parameter(torch.zeros(len(self.tasks)))
        others = [weight for weight in self.network.parameters() if weight is not self.network.embedding.weight]
        rate = EMBEDDING_RATE if choices.vectors else 1
        self.optimizers = [
            torch.optim.Adam([{"params": others}, {"params": [self.log_variances], "lr": BALANCE_RATE}], LEARNING_RATE),
            torch.optim.SparseAdam([self.network.embedding.weight], rate * LEARNING_RATE),
        ]
        self.averaged = torch.optim.swa_utils.AveragedModel(self.network) if choices.average else None

    def first_vectors(self):
        """What no chosen vector says is small and random."""
        given = self.data.word_vectors.clone()
        if "glove" not in self.choices.vectors:
            given[:, :GLOVE_SIZE] = math.nan
        if "teacher" not in self.choices.vectors:
            given[:, GLOVE_SIZE:] = math.nan
        vectors = torch.where(given.isnan(), torch.empty_like(given).uniform_(-0.05, 0.05), given)
        vectors[0] = 0
        return vectors

    def wanted(self):
        """Examples an epoch, a task."""
        own = [task.examples_per_epoch for task in self.tasks]
        if self.choices.sampling is None:
            return own
        return shares([len(pool.ids) for pool in self.pools], self.choices.sampling, sum(own))

    def plan(self, before):
        """An epoch's steps: a task's place, or what is said of sentences, and rows."""
        steps = []
        if not before:
            for n, (pool, wanted) in enumerate(zip(self.pools, self.wanted())):
                steps += [(n, rows) for rows in batches(pool.ids, drawn(len(pool.ids), wanted, self.random), BATCH)]
        if before or self.choices.sentences:
            ids = self.data.sentences.ids
            order = drawn(len(ids), self.data.sentences_per_epoch, self.random)
            steps += [(before or "sentences", rows) for rows in batches(ids, order, SENTENCE_BATCH)]
        return [steps[n] for n in self.random.permutation(len(steps))]

    def train(self):
        self.network.train()
        if self.choices.before:
            self.epochs(EPOCHS, self.choices.before)
        self.epochs(self.count_epochs())
        if self.averaged:
            self.network = self.averaged.module

    def count_epochs(self):
        if not self.choices.longer:
            return EPOCHS
        return max(EPOCHS, round(STEPS_ALONE * BATCH / self.wanted()[0]))

    def epochs(self, count, before=""):
        for epoch in range(count):
            plan = self.plan(before)
            for n, (what, rows) in enumerate(plan):
                self.set_rate(1 if before else 1 - 0.9 * (epoch + n / len(plan)) / count)
                self.step(self.loss(what, rows))
                if self.averaged and epoch == count - 1 and n % AVERAGE_EVERY == 0:
                    self.averaged.update_parameters(self.network)

    def set_rate(self, share):
        """Falls to a tenth."""
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group.setdefault("first", group["lr"]) * share

    def step(self, loss):
        for optimizer in self.optimizers:
            optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.optimizers[0].param_groups[0]["params"], CLIP)
        for optimizer in self.optimizers:
            optimizer.step()

    def loss(self, what, rows):
        network, choices = self.network, self.choices
        if isinstance(what, str):
            sentences = self.data.sentences
            ids, lengths = padded(sentences.ids, rows)
            if what == "language":
                return language_loss(network, self.hidden(ids), lengths)
            targets = torch.from_numpy(sentences.vectors[sentences.rows[rows]].astype(np.float32))
            return sentence_loss(network.vectors(self.hidden(ids), lengths), targets)
        pool, task = self.pools[what], self.tasks[what]
        ids, lengths = padded(pool.ids, rows)
        mask = ids > 0
        shared, own = network.states(self.hidden(ids), lengths, what)
        told = cross_entropy(network.logits(shared, own, mask, what), torch.from_numpy(pool.labels[rows]))
        loss = balanced(told, len(task.labels), self.log_variances[what], choices.balance)
        if choices.adversarial:
            pooled = longest(shared, mask)
            loss = loss + adversarial(network, pooled, what)
            if own is not None:
                loss = loss + ORTHOGONAL * orthogonal(pooled, longest(own, mask))
        return loss

    def hidden(self, ids):
        """A share of the words becomes unknown."""
        chosen = (torch.rand(ids.shape) < self.choices.word_dropout) & (ids > 0)
        return ids.masked_fill(chosen, UNKNOWN)

    @torch.no_grad()
    def answers(self, pool, task):
        """The likeliest label of each: [texts]."""
        self.network.eval()
        found = np.zeros(len(pool.ids), int)
        order = sorted(range(len(pool.ids)), key=lambda row: len(pool.ids[row]))
        for at in range(0, len(order), EVALUATION_BATCH):
            rows = order[at : at + EVALUATION_BATCH]
            found[rows] = self.network(*padded(pool.ids, rows), task).argmax(1).numpy()
        return found

    def evaluate(self):
        """Macro-F1 a task, and the share of right answers to rows of the grammar and harmless ones that did not train."""
        scores, held_out = {}, {"grammar": [], "harmless": []}
        for n, task in enumerate(self.tasks):
            scores[task.name] = macro_f1(task.validation.labels, self.answers(task.validation, n), len(task.labels))
            for kind, pool in task.held_out.items():
                held_out[kind].append(float((self.answers(pool, n) == pool.labels).mean()))
        return scores, {kind: float(np.mean(found)) for kind, found in held_out.items() if found}


def merged(pools):
    return Pool([ids for pool in pools for ids in pool.ids], np.concatenate([pool.labels for pool in pools]))
