"""How fast is gradient descent? The compiled loop against other ways to run the same epochs.

The plain rule, full batch, one hidden layer of logistic units, float64, on one core with one
thread for every library. All start from the same network and must come to the same loss. Each cell
of the table is timed in turn with its neighbours, best of several rounds, in seconds of the
processor, without compiling: machines differ and are busy with other work, ratios hardly change.

    python scripts/benchmark.py             # against a loop in numpy, half a minute
    python scripts/benchmark.py --peers     # and PyTorch, JAX and scikit-learn, four minutes
    python scripts/benchmark.py --peers --write     # and write the table into the README

Libraries that are not installed are left out, and a line says so. To install them:

    pip install torch jax scikit-learn      # in an environment of its own, beside this package
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.io.markdown import with_part
from uat.trainers import GradientDescent, draw_start

WIDTHS = (8, 32, 128, 1024)
POINTS = (256, 16_384)
INPUTS = (1, 2)
RATE = 0.001
ROUNDS = 3
SECONDS = 0.12
"""Of one round, for each library."""
CHECKED_EPOCHS = 20
README = Path(__file__).parent.parent / "README.md"
BEGIN = "<!-- written by scripts/benchmark.py --peers --write -->"
END = "<!-- end of the benchmark -->"

Epochs = Callable[[int], float]
"""Runs so many epochs from the start, and returns the loss before the last step."""
Library = Callable[[Network, Dataset], list[Epochs]]
"""Returns the forms of the loop in one library; its time is that of the fastest."""


def parts(start: Network) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return hidden weights and biases, output weights and biases, writable."""
    return (
        np.array(start.hidden_weights), np.array(start.hidden_biases),
        np.array(start.output_weights), np.array(start.output_biases),
    )  # fmt: skip


def compiled(start: Network, data: Dataset) -> list[Epochs]:
    """Return the compiled loop."""

    def run(epochs: int) -> float:
        fit = GradientDescent(RATE, epochs, momentum=0.0).fit(data, start)
        return float(fit.loss_history[-2])

    return [run]


def plain_numpy(start: Network, data: Dataset) -> list[Epochs]:
    """Return the loop of a careful reader of a textbook, without a needless array."""
    x, t = data.x, data.t

    def run(epochs: int) -> float:
        w, b, c, d = parts(start)
        h, back = np.empty((len(x), w.shape[1])), np.empty((len(x), w.shape[1]))
        history = np.empty(epochs)
        for epoch in range(epochs):
            np.matmul(x, w, out=h)
            h += b
            np.negative(h, out=h)
            np.exp(h, out=h)
            h += 1.0
            np.reciprocal(h, out=h)
            residual = h @ c
            residual += d
            residual -= t
            history[epoch] = np.vdot(residual, residual) / len(x)
            residual *= 2.0 / len(x)  # now dLoss / dprediction
            np.multiply(residual, c.T, out=back)
            back *= h
            c_gradient, d_gradient = h.T @ residual, residual.sum(axis=0)
            np.subtract(1.0, h, out=h)
            back *= h
            w -= RATE * (x.T @ back)
            b -= RATE * back.sum(axis=0)
            c -= RATE * c_gradient
            d -= RATE * d_gradient
        return float(history[-1])

    return [run]


def pytorch(start: Network, data: Dataset) -> list[Epochs]:
    """Return the loop by autograd, by hand, and by hand and compiled."""
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    x, t = torch.tensor(data.x), torch.tensor(data.t)

    def by_autograd(epochs: int) -> float:
        w, b, c, d = blocks = [torch.tensor(part, requires_grad=True) for part in parts(start)]
        for _ in range(epochs):
            prediction = torch.addmm(d, torch.sigmoid(torch.addmm(b, x, w)), c)
            loss = torch.nn.functional.mse_loss(prediction, t)
            gradient = torch.autograd.grad(loss, blocks)
            with torch.no_grad():
                torch._foreach_add_(blocks, gradient, alpha=-RATE)
        return float(loss.detach())

    def by_hand(epochs: int) -> float:
        with torch.no_grad():
            w, b, c, d = (torch.tensor(part) for part in parts(start))
            for _ in range(epochs):
                h = torch.addmm(b, x, w).sigmoid_()
                residual = torch.addmm(d, h, c).sub_(t)
                loss = residual.square().mean()
                delta = residual.mul_(2.0 / len(x))
                back = torch.ops.aten.sigmoid_backward(delta @ c.T, h)
                c.addmm_(h.T, delta, alpha=-RATE)
                d.sub_(delta.sum(0), alpha=RATE)
                w.addmm_(x.T, back, alpha=-RATE)
                b.sub_(back.sum(0), alpha=RATE)
            return float(loss.detach())

    return [by_autograd, by_hand]


def jax(start: Network, data: Dataset) -> list[Epochs]:
    """Return the loop by automatic differentiation and by hand, each one compiled call."""
    library = importlib.import_module("jax")
    library.config.update("jax_enable_x64", True)
    xp = library.numpy
    x, t = xp.asarray(data.x), xp.asarray(data.t)
    # One row a unit, as the compiled loop has it: the faster form by hand in most cells.
    columns, targets = x.T, t[:, 0]

    def loss_of(blocks: Any) -> Any:
        w, b, c, d = blocks
        return xp.mean((library.nn.sigmoid(x @ w + b) @ c + d - t) ** 2)

    def by_grad(_: int, state: Any) -> Any:
        loss, gradient = library.value_and_grad(loss_of)(state[0])
        return [p - RATE * g for p, g in zip(state[0], gradient, strict=True)], loss

    def by_hand(_: int, state: Any) -> Any:
        w, b, c, d = state[0]
        h = library.nn.sigmoid(w.T @ columns + b[:, None])
        residual = c[:, 0] @ h + d - targets
        delta = 2.0 / len(x) * residual
        back = c * delta * (h * (1.0 - h))
        gradient = columns @ back.T, back.sum(1), (h @ delta)[:, None], delta.sum()
        moved = [p - RATE * g for p, g in zip(state[0], gradient, strict=True)]
        return moved, xp.mean(residual**2)

    def loop(step: Callable[[int, Any], Any]) -> Epochs:
        many = library.jit(lambda state, epochs: library.lax.fori_loop(0, epochs, step, state))
        begin = [xp.asarray(part) for part in parts(start)], 0.0
        return lambda epochs: float(many(begin, epochs)[1])

    return [loop(by_grad), loop(by_hand)]


def scikit_learn(start: Network, data: Dataset) -> list[Epochs]:
    """Return its regressor, as full-batch gradient descent from the start."""
    regressor = importlib.import_module("sklearn.neural_network").MLPRegressor
    w, b, c, d = parts(start)
    t = data.t[:, 0]

    def run(epochs: int) -> float:
        # Its loss is half the mean square, so its rate is twice ours.
        model = regressor(
            hidden_layer_sizes=(start.width,), activation="logistic", solver="sgd", alpha=0.0,
            batch_size=2, learning_rate_init=2.0 * RATE, momentum=0.0, shuffle=False,
            max_iter=1, tol=0.0, n_iter_no_change=2**62, warm_start=True,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it has not converged
            model.fit(data.x[:2], t[:2])  # so that it has weights to overwrite
            model.coefs_, model.intercepts_ = [w.copy(), c.copy()], [b.copy(), d.copy()]
            model.set_params(max_iter=epochs, batch_size=len(t)).fit(data.x, t)
        return 2.0 * float(model.loss_curve_[-1])

    return [run]


LIBRARIES: dict[str, Library] = {
    "compiled": compiled, "numpy": plain_numpy, "PyTorch": pytorch, "JAX": jax,
    "scikit-learn": scikit_learn,
}  # fmt: skip
PEERS = {"PyTorch": "torch", "JAX": "jax", "scikit-learn": "sklearn"}


def seconds(run: Epochs, epochs: int) -> float:
    """Return how long the processor works on so many epochs."""
    began = time.process_time()
    run(epochs)
    return time.process_time() - began


def epochs_a_round(run: Epochs) -> int:
    """Return how many epochs take about `SECONDS`, once the loop is compiled and warm."""
    run(2)
    epochs = 2
    while (taken := seconds(run, epochs)) < SECONDS / 8.0:
        epochs *= 4
    return max(2, round(epochs * SECONDS / taken))


def fastest(forms: Sequence[Epochs]) -> Epochs:
    """Return the form that takes least time for an epoch, by one round of each."""
    counts = [epochs_a_round(run) for run in forms] if len(forms) > 1 else [1]
    return min(zip(forms, counts, strict=True), key=lambda pair: seconds(*pair) / pair[1])[0]


def rates(inputs: int, points: int, width: int, names: Sequence[str]) -> list[float]:
    """Return epochs per second of the libraries, best of the rounds, which alternate."""
    data, start = problem(inputs, points, width)
    loops = [fastest(LIBRARIES[name](start, data)) for name in names]
    counts = [epochs_a_round(run) for run in loops]
    best = [np.inf] * len(loops)
    for _ in range(ROUNDS):
        for place, (run, epochs) in enumerate(zip(loops, counts, strict=True)):
            best[place] = min(best[place], seconds(run, epochs) / epochs)
    return [1.0 / least for least in best]


def problem(inputs: int, points: int, width: int) -> tuple[Dataset, Network]:
    """Return what is fitted, and the network it is fitted from."""
    x = np.random.default_rng(0).uniform(-1.0, 1.0, size=(points, inputs))
    return Dataset(x, np.sin(6.0 * x.sum(axis=1))), draw_start(inputs, width, 1, seed=0)


def check(names: Sequence[str]) -> None:
    """Raise unless all forms of all libraries come to the same loss."""
    data, start = problem(2, 300, 9)
    (reference,) = LIBRARIES["numpy"](start, data)
    expected = reference(CHECKED_EPOCHS)
    for name in names:
        for run in LIBRARIES[name](start, data):
            if not abs(run(CHECKED_EPOCHS) / expected - 1.0) < 1e-10:
                raise SystemExit(f"{name} does something else: another loss")


def table(names: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the table: epochs per second, and how many times those of each other."""
    heads = ["trained on", "width", "epochs/s", *names[1:]]
    yield "| " + " | ".join(heads) + " |"
    yield "|---|" + "---:|" * (len(heads) - 1)
    for inputs in INPUTS:
        for points in POINTS:
            for width in WIDTHS:
                ours, *others = rates(inputs, points, width, names)
                ratios = [f"{ours / rate:.1f} x" for rate in others]
                data = f"{points:,} points, {inputs} input{'s' * (inputs > 1)}"
                rounded = float(f"{ours:.2g}")
                cells = [data, f"{width:,}", f"{rounded:,.0f}", *ratios]
                yield "| " + " | ".join(cells) + " |"


def pin() -> None:
    """Keep to one core and one thread, before the libraries that read it are imported."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    os.environ["OMP_NUM_THREADS"] = "1"
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"


def installed(names: Sequence[str]) -> list[str]:
    """Return the peers that are there, and say which are not."""
    there = []
    for name in names:
        try:
            module = importlib.import_module(PEERS[name])
        except ImportError:
            print(f"{name} is not installed: pip install torch jax scikit-learn")
        else:
            print(f"{name} {module.__version__}")
            there.append(name)
    return there


def write(lines: Sequence[str]) -> None:
    """Write the table into the README, between the two marks."""
    table = "\n".join(lines)
    new = with_part(README.read_text(encoding="utf-8"), BEGIN, END, f"\n\n{table}\n\n")
    if new is None:
        raise SystemExit(f"the README has no lines {BEGIN} and {END}")
    README.write_text(new, encoding="utf-8")


def main() -> None:
    """Print a table of rates and ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers", action="store_true", help="time PyTorch, JAX and scikit-learn")
    parser.add_argument("--write", action="store_true", help="write the table into the README")
    given = parser.parse_args()
    pin()
    # 1 / (1 + inf) is what a steep unit is far away: 0
    with threadpool_limits(limits=1), np.errstate(over="ignore"):
        print(f"numpy {np.__version__}, Python {platform.python_version()}")
        names = ["compiled", "numpy", *(installed(list(PEERS)) if given.peers else [])]
        check(names)
        lines = []
        for line in table(names):
            print(line, flush=True)
            lines.append(line)
    if given.write:
        write(lines)


if __name__ == "__main__":
    main()
