"""How fast is gradient descent? The compiled loop against a plain numpy loop, on one core.

Full-batch epochs of a logistic network on 256 points, timed in one run, alternating, best of
several rounds: machines differ and drift, the ratios hardly do.

    python scripts/benchmark.py
"""

import time
from collections.abc import Callable

import numpy as np
from threadpoolctl import threadpool_limits

from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.trainers import GradientDescent, draw_start

POINTS = 256
RATE = 0.01
EPOCHS = {8: 4000, 32: 1500, 128: 400}
PROMISED = {8: 8.0, 32: 5.0, 128: 3.5}
ROUNDS = 9


def plain_numpy(start: Network, data: Dataset, epochs: int) -> np.ndarray:
    """Train as a careful reader of a textbook would write it; return the loss history."""
    w, b = np.array(start.hidden_weights), np.array(start.hidden_biases)
    c, d = np.array(start.output_weights), np.array(start.output_biases)
    history = np.empty(epochs)
    for epoch in range(epochs):
        h = 1.0 / (1.0 + np.exp(-(data.x @ w + b)))
        residual = h @ c + d - data.t
        history[epoch] = np.mean(residual**2)
        delta = 2.0 / len(data.x) * residual
        back = (delta @ c.T) * h * (1.0 - h)
        w_gradient, b_gradient = data.x.T @ back, back.sum(axis=0)
        c_gradient, d_gradient = h.T @ delta, delta.sum(axis=0)
        w -= RATE * w_gradient
        b -= RATE * b_gradient
        c -= RATE * c_gradient
        d -= RATE * d_gradient
    return history


def compiled(start: Network, data: Dataset, epochs: int) -> np.ndarray:
    """Train by the compiled loop; return the loss history."""
    return GradientDescent(RATE, epochs).fit(data, start).loss_history


def seconds(function: Callable[[], object]) -> float:
    """Return how long one call takes."""
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def rates(width: int, data: Dataset) -> tuple[float, float]:
    """Return epochs per second of plain numpy and of the compiled loop, best of the rounds."""
    start = draw_start(1, width, 1, seed=0)
    many, few = EPOCHS[width], EPOCHS[width] // 10
    plain, fast = [], []
    for _ in range(ROUNDS):
        plain.append(few / seconds(lambda: plain_numpy(start, data, few)))
        fast.append(many / seconds(lambda: compiled(start, data, many)))
    return max(plain), max(fast)


def main() -> None:
    """Print a table of rates and ratios."""
    x = np.linspace(-1.0, 1.0, POINTS)
    data = Dataset(x, np.sin(2.0 * np.pi * x))
    start = draw_start(1, 8, 1, seed=0)
    print(f"first call, compiling or loading: {seconds(lambda: compiled(start, data, 1)):.1f} s")
    difference = np.abs(plain_numpy(start, data, 200) - compiled(start, data, 200)[:-1]).max()
    print(f"largest difference of 200 losses from plain numpy's: {difference:.1e}\n")
    print(f"{'width':>5} {'plain numpy':>14} {'compiled':>12}   ratio (promised)")
    for width in EPOCHS:
        plain, fast = rates(width, data)
        ratio = f"{fast / plain:.1f} x ({PROMISED[width]:g} x)"
        print(f"{width:>5} {plain:>12.0f}/s {fast:>10.0f}/s   {ratio}")


if __name__ == "__main__":
    with threadpool_limits(limits=1):
        main()
