"""The polynomial of 2^f in assembly/activations.ts: minimax in relative error on [-1/2, 1/2], by Remez exchange.

Needs NumPy. Prints the coefficients from the constant up, and the error before they are rounded to float32.
"""
import numpy as np


def remez(f, degree, lo, hi):
    # minimax in relative error
    n = degree + 2
    x = (lo+hi)/2 + (hi-lo)/2*np.cos(np.pi*np.arange(n)[::-1]/(n-1))
    grid = np.linspace(lo, hi, 200001)
    for _ in range(30):
        a = np.stack([x**k / f(x) for k in range(degree+1)] + [(-1.0)**np.arange(n)], 1)
        s = np.linalg.solve(a, np.ones(n)); c = s[:-1]
        e = np.polyval(c[::-1], grid)/f(grid) - 1
        sign = np.sign(e); cuts = np.flatnonzero(sign[1:] != sign[:-1]) + 1
        parts = np.split(np.arange(len(grid)), cuts)
        x = np.array([grid[p[np.argmax(np.abs(e[p]))]] for p in parts])
        if len(x) != n: break
    return c, np.max(np.abs(e))
c, e = remez(np.exp2, 5, -0.5, 0.5)
print([float(np.float32(v)) for v in c], e)
