"""PyTorch's side of the training and forward cases: the same protocol as contest/serve.ts, one request a line.

Usage: python pytorch.py OPTIONS, the options being JSON: the work ("train" or "forward"), the shape, the batch size, the
training's constants, the number of threads, and the folder that holds each array of the workload as raw little-endian numbers.
"""

import base64
import json
import sys
import time
from pathlib import Path

import torch
from torch import nn

options = json.loads(sys.argv[1])
shape = options["shape"]
training = options["training"]
torch.set_num_threads(options["threads"])
torch.set_num_interop_threads(1)


def array(name, dtype, *size):
    return torch.frombuffer(bytearray((Path(options["folder"]) / name).read_bytes()), dtype=dtype).reshape(size)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        units, directions = shape["units"], shape["directions"]
        self.embedding = nn.Embedding(shape["vocabulary"], shape["embedding"])
        self.lstm = nn.LSTM(shape["embedding"], units, bidirectional=directions == 2)
        self.dense = nn.Linear(directions * units, options["labels"])
        with torch.no_grad():
            self.embedding.weight.copy_(array("embedding", torch.float32, *self.embedding.weight.shape))
            self.dense.weight.copy_(array("dense", torch.float32, directions * units, options["labels"]).T)
            self.dense.bias.zero_()
            for d, suffix in enumerate(["", "_reverse"][:directions]):
                # Keras's [rows, 4 * units] in i, f, c, o is PyTorch's transpose. Of its two biases one is zero and
                # stays it: trained as well, the sum would take two steps of Adam for one.
                kernel = array(f"kernel{d}", torch.float32, shape["embedding"], 4 * units)
                recurrent = array(f"recurrent{d}", torch.float32, units, 4 * units)
                getattr(self.lstm, f"weight_ih_l0{suffix}").copy_(kernel.T)
                getattr(self.lstm, f"weight_hh_l0{suffix}").copy_(recurrent.T)
                getattr(self.lstm, f"bias_ih_l0{suffix}").copy_(array(f"bias{d}", torch.float32, 4 * units))
                getattr(self.lstm, f"bias_hh_l0{suffix}").zero_().requires_grad_(False)

    def encode(self, ids):
        """[tokens, batch] ids -> [batch, directions * units]; time comes first, which is PyTorch's own layout."""
        _, (last, _) = self.lstm(self.embedding(ids))
        return last.transpose(0, 1).flatten(1)

    def forward(self, ids):
        """[tokens, batch] ids -> [batch, labels] logits"""
        return self.dense(self.encode(ids))


network = Network()
# The embedding's gradient is a whole table: as rows, with SparseAdam, a step is a tenth slower.
optimizer = torch.optim.Adam(network.parameters(), lr=training["learningRate"], eps=training["epsilon"])
ids = array("ids", torch.int32, shape["sentences"], shape["tokens"]).T.contiguous()
labels = array("labels", torch.int32, shape["sentences"]).long()
loss_of = nn.CrossEntropyLoss()


def batches():
    return [slice(first, first + options["batch"]) for first in range(0, shape["sentences"], options["batch"])]


def step(rows):
    optimizer.zero_grad()
    loss = loss_of(network(ids[:, rows]), labels[rows])
    loss.backward()
    optimizer.step()
    return loss.item()


def train():
    """An epoch."""
    for rows in batches():
        step(rows)


def forward():
    """The last hidden states of all sentences."""
    with torch.no_grad():
        return torch.cat([network.encode(ids[:, rows]) for rows in batches()])


def trained():
    """The probabilities of all sentences after the first step."""
    step(batches()[0])
    with torch.no_grad():
        return network(ids).softmax(1)


WORK = {"train": (train, trained), "forward": (forward, forward)}
run, outputs_of = WORK[options["work"]]


def outputs():
    return base64.b64encode(bytes(outputs_of().contiguous().untyped_storage())).decode()


def timed(at_least):
    started = time.perf_counter()
    runs = 0
    while True:
        run()
        runs += 1
        elapsed = (time.perf_counter() - started) * 1000
        if elapsed >= at_least:
            return elapsed / runs


NOTE = f"PyTorch {torch.__version__}"
for line in sys.stdin:
    request = json.loads(line)
    if request["ask"] == "outputs":
        reply = {"outputs": outputs(), "note": NOTE}
    else:
        reply = {"milliseconds": timed(request["atLeast"]), "note": NOTE}
    print("reply " + json.dumps(reply), flush=True)
