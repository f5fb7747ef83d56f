"""Exports all-MiniLM-L6-v2 once: python minilm.py SENTENCES FOLDER

The model to FOLDER/model.onnx: pieces in, the mean of the last layer over the real pieces out. To FOLDER/pieces.json each
sentence's pieces, so that who reads the model needs no tokenizer, and what PyTorch says of the first ones.
"""

import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts" / "teacher"))
from teacher import FOLDER, INPUTS, LONGEST, MeanPooled, export  # noqa: E402
from transformers import AutoTokenizer  # noqa: E402

#: Sentences of which PyTorch's vectors are kept.
KNOWN = 8

torch.set_num_threads(1)
source, folder = map(Path, sys.argv[1:])
sentences = json.loads(source.read_text(encoding="utf-8"))
network = MeanPooled().eval()
tokenizer = AutoTokenizer.from_pretrained(FOLDER)
export(network, tokenizer, folder / "model.onnx")
known = tokenizer(sentences[:KNOWN], padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
with torch.inference_mode():
    vectors = network(*(known[name] for name in INPUTS))
pieces = tokenizer(sentences, truncation=True, max_length=LONGEST)["input_ids"]
unfinished = folder / "pieces.unfinished"
unfinished.write_text(json.dumps({"pieces": pieces, "vectors": vectors.tolist()}))
# The last one to appear: what is there is complete.
unfinished.rename(folder / "pieces.json")
