"""Expected values for test/unit/kernels/pytorch.test.ts, from PyTorch's LSTM: outputs and gradients by autograd.

pip install torch numpy; python test/reference/lstm.py > test/fixtures/kernels/lstm.json

Weights are written in Keras's layout: [inputs, 4 * units], gates i, f, c, o (PyTorch: transposed, the same order, two
biases that add up). Lengths are honoured by packing; padded outputs are left out of the comparison.
"""
import json

import torch

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)


def rounded(tensor):
    """Numbers that a float32 holds: both sides then start from the same ones."""
    return tensor.detach().to(torch.float32).to(torch.float64)


def case(title, batch, time, inputs, units, directions=1, lengths=None):
    lengths = lengths or [time] * batch
    lstm = torch.nn.LSTM(inputs, units, batch_first=True, bidirectional=directions == 2)
    with torch.no_grad():
        for parameter in lstm.parameters():
            parameter.copy_(rounded(torch.randn_like(parameter) * 0.4))
        for name, parameter in lstm.named_parameters():
            if name.startswith("bias_hh"):
                parameter.zero_()
    x = rounded(torch.randn(batch, time, inputs)).requires_grad_()
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    y, _ = torch.nn.utils.rnn.pad_packed_sequence(lstm(packed)[0], batch_first=True, total_length=time)
    real = (torch.arange(time)[None, :] < torch.tensor(lengths)[:, None])[:, :, None]
    dy = rounded(torch.randn_like(y)) * real
    (y * dy).sum().backward()

    def weights(pick):
        suffixes = ["", "_reverse"][:directions]
        return [
            {
                "kernel": flat(pick(getattr(lstm, f"weight_ih_l0{s}")).T),
                "recurrentKernel": flat(pick(getattr(lstm, f"weight_hh_l0{s}")).T),
                "bias": flat(pick(getattr(lstm, f"bias_ih_l0{s}"))),
            }
            for s in suffixes
        ]

    return {
        "title": title,
        "batch": batch,
        "time": time,
        "inputs": inputs,
        "units": units,
        "lengths": lengths,
        "x": flat(x),
        "dy": flat(dy),
        "weights": weights(lambda p: p),
        "y": flat(y),
        "dx": flat(x.grad),
        "gradients": weights(lambda p: p.grad),
    }


def flat(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().contiguous().flatten().tolist()]


print(
    json.dumps(
        [
            case("one row", 1, 3, 2, 3),
            case("two directions", 3, 4, 5, 7, directions=2),
            case("lengths", 7, 5, 3, 9, directions=2, lengths=[5, 1, 3, 2, 5, 4, 1]),
            case("many rows", 13, 3, 4, 6),
        ]
    )
)
