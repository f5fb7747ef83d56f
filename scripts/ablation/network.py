"""The preset `manylens` (src/model/architecture.ts) in PyTorch, and the encoders that it is compared with."""

import torch
from torch import nn

#: bfloat16 takes the LSTM half of float32's time on such a processor.
AMX = torch.cpu._is_amx_tile_supported()


class BiLstm(nn.Module):
    """Both directions of [batch, time, inputs] to [batch, time, 2 * units]; the backward one starts at a text's own end."""

    def __init__(self, inputs, units):
        super().__init__()
        self.directions = nn.ModuleList(nn.LSTM(inputs, units, batch_first=True) for _ in range(2))

    def forward(self, x, lengths):
        batch, time, _ = x.shape
        steps = torch.arange(time)
        mirrored = torch.where(steps < lengths[:, None], lengths[:, None] - 1 - steps, steps)
        # Of rows and times as one list: index_select has the quicker gradient.
        places = (mirrored + time * torch.arange(batch)[:, None]).flatten()
        turn = lambda y: y.flatten(0, 1).index_select(0, places).view(batch, time, -1)
        forward, backward = self.directions
        with torch.autocast("cpu", torch.bfloat16, enabled=AMX):
            ahead, back = forward(x)[0], backward(turn(x))[0]
        return torch.cat([ahead.float(), turn(back.float())], 2)


class Attention(nn.Module):
    """Of a task's own beside the maximum over time: [batch, time, features] to [batch, 2 * features]."""

    def __init__(self, features):
        super().__init__()
        self.score = nn.Linear(features, 1, bias=False)

    def forward(self, states, mask):
        weights = self.score(states).masked_fill(~mask[..., None], -1e4).softmax(1)
        return torch.cat([(weights * states).sum(1), longest(states, mask)], 1)


def longest(states, mask):
    """The maximum over time: [batch, features]."""
    return states.masked_fill(~mask[..., None], -1e4).amax(1)


class Network(nn.Module):
    """A shared encoder, a private one of each task where `private` says how many units, and a head a task."""

    DROPOUT = 0.4
    HEAD_UNITS = 32

    def __init__(self, vectors, label_counts, units=128, private=0, sentence_size=256):
        """vectors: first values of the embedding, [vocabulary, numbers]."""
        super().__init__()
        self.embedding = nn.Embedding.from_pretrained(vectors, freeze=False, padding_idx=0, sparse=True)
        size = vectors.shape[1]
        self.encoder = BiLstm(size, units)
        self.private = nn.ModuleList(BiLstm(size, private) for _ in label_counts) if private else None
        features = 2 * (units + private)
        self.attentions = nn.ModuleList(Attention(features) for _ in label_counts)
        self.heads = nn.ModuleList(self.head(2 * features, labels) for labels in label_counts)
        self.sentence_attention = Attention(2 * units)
        self.sentence = nn.Linear(4 * units, sentence_size)
        self.discriminator = nn.Linear(2 * units, len(label_counts))
        self.next_word, self.word_before = (nn.Linear(units, size) for _ in range(2))

    def head(self, features, labels):
        return nn.Sequential(
            nn.Dropout(self.DROPOUT), nn.Linear(features, self.HEAD_UNITS), nn.ReLU(), nn.Linear(self.HEAD_UNITS, labels)
        )

    def states(self, ids, lengths, task):
        """What the shared encoder says, and what the task's own one says, if any."""
        embedded = self.embedding(ids)
        return self.encoder(embedded, lengths), self.private[task](embedded, lengths) if self.private else None

    def logits(self, shared, own, mask, task):
        states = shared if own is None else torch.cat([shared, own], 2)
        return self.heads[task](self.attentions[task](states, mask))

    def forward(self, ids, lengths, task):
        """Logits: [batch, labels of the task]."""
        return self.logits(*self.states(ids, lengths, task), ids > 0, task)

    def vectors(self, ids, lengths):
        """Of sentences: [batch, numbers], each of length 1."""
        shared = self.encoder(self.embedding(ids), lengths)
        return nn.functional.normalize(self.sentence(self.sentence_attention(shared, ids > 0)))
