"""The quotient that is tanh in assembly/cells.ts and src/kernels/integerLstm.ts: nearly minimax on [0, 4.25], where it is cut off.

tanh(x) = x * (P0 + P1 * x^2) / (1 + Q1 * x^2 + Q2 * x^4), by least squares whose weights grow where the error is largest
(Lawson), each quotient made linear by the lower side before it (Loeb). Needs NumPy. Prints P0, P1, Q1, Q2 and the error.
"""
import numpy as np

CUT = 4.25
x = (np.cos(np.linspace(np.pi, 0, 4001))[1:] + 1) / 2 * CUT
y = np.tanh(x)
square = x * x
weight = np.ones_like(x)
lower = np.ones_like(x)
best = (np.inf, None)
for _ in range(400):
    columns = np.column_stack([x, x * square, -y * square, -y * square**2]) / lower[:, None]
    root = np.sqrt(weight)
    found, *_ = np.linalg.lstsq(columns * root[:, None], y / lower * root, rcond=None)
    lower = 1 + found[2] * square + found[3] * square**2
    error = np.abs(x * (found[0] + found[1] * square) / lower - y)
    if error.max() < best[0]:
        best = (error.max(), found)
    weight *= (error / error.max() + 1e-9) ** 0.7
    weight /= weight.mean()
print([float(f"{v:.7g}") for v in best[1]], best[0], 1 - np.tanh(CUT))
