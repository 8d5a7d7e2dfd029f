"""What descent makes of a width: the README's table of max error against width, in one run.

Ten targets, widths 1 to 128, three random starts, 5,000 epochs on the same points, one core:

- scattered: the recipe of earlier releases, kept for this comparison: the start "scattered",
  momentum 0.9, one rate for both layers, units that are not centred;
- descent and adam: the trainers as they are by default;
- torch sgd and torch adam: PyTorch's own starts and optimisers in float32, each target and width
  with the best of four learning rates (`pip install torch`; left out if it is not installed).

    python scripts/compare_descent.py

Errors are medians over the starts, in shares of the target's range; a width's entry is the
geometric mean over the targets.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from uat import TARGETS, Adam, GradientDescent, Network
from uat.fits.defaults import default_points
from uat.fits.sampling import measure, scaled_data
from uat.targets.target import Target
from uat.trainers import UNIFORM, Trainer, draw_start

torch: Any
try:
    import torch
except ImportError:
    torch = None

NAMES = (
    "sine", "runge", "absolute", "two_tones", "chirp", "bumps", "sinc", "triangle", "cosines",
    "franke",
)  # fmt: skip
WIDTHS = (1, 2, 4, 8, 16, 32, 64, 128)
EARLIER = GradientDescent(momentum=0.9, hidden_rate=1.0, centred=False)
TORCH_RATES = {"SGD": (1.0, 0.3, 0.1, 0.03), "Adam": (0.1, 0.03, 0.01, 0.001)}


Numbers = dict[str, list[float]]
"""Column -> the error of each target, of one width."""


class Task:
    """One target: what networks are trained on, and how their errors are told."""

    def __init__(self, target: Target) -> None:
        self.target = target
        points = default_points(GradientDescent(), target.inputs)
        self.dataset, self._scaling = scaled_data(target, points, UNIFORM)

    def error(self, network: Network) -> float:
        """Return the max error of a network in scaled units, as a share of the target's range."""
        largest, _ = measure(self._scaling.undo(network), self.target)
        return largest / (2.0 * self.target.trivial_error)

    def trained(self, trainer: Trainer, width: int, seeds: int, kind: str = "stratified") -> float:
        """Return the median error over the seeds of one of our trainers."""
        errors = []
        for seed in range(seeds):
            start = draw_start(self.target.inputs, width, 1, seed, kind=kind)
            errors.append(self.error(trainer.fit(self.dataset, start, seed).network))
        return float(np.median(errors))

    def trained_by_torch(self, optimiser: str, width: int, seeds: int) -> float:
        """Return the median error over the seeds of PyTorch's defaults, at the best of the rates.

        All rates and seeds are trained together, as stacks of networks: the optimisers treat every
        parameter on its own, so that the results are those of one network after another.
        """
        rates = TORCH_RATES[optimiser]
        inputs = self.target.inputs
        stacks = [[_drawn(inputs, width, seed) for seed in range(seeds)] for _ in rates]
        blocks = [
            [torch.stack(block).requires_grad_() for block in zip(*stack, strict=True)]
            for stack in stacks
        ]
        groups = [{"params": own, "lr": rate} for own, rate in zip(blocks, rates, strict=True)]
        rule = getattr(torch.optim, optimiser)(groups, fused=True)
        x = torch.tensor(self.dataset.x, dtype=torch.float32)
        t = torch.tensor(self.dataset.t, dtype=torch.float32)
        for _ in range(EARLIER.epochs):
            rule.zero_grad(set_to_none=True)
            w, b, c, d = (torch.cat(parts) for parts in zip(*blocks, strict=True))
            hidden = torch.sigmoid(torch.baddbmm(b[:, None], x.expand(len(w), *x.shape), w))
            losses = torch.square(torch.baddbmm(d[:, None], hidden, c) - t).mean(dim=(1, 2))
            losses.sum().backward()
            rule.step()
        medians = []
        for own in blocks:
            arrays = [block.detach().double().numpy() for block in own]
            networks = [Network(*(array[seed] for array in arrays)) for seed in range(seeds)]
            medians.append(float(np.median([self.error(network) for network in networks])))
        return float(np.nanmin(medians))


def _drawn(inputs: int, width: int, seed: int) -> list[Any]:
    """Return the blocks of a network as PyTorch's own layers start."""
    torch.manual_seed(seed)
    hidden, output = torch.nn.Linear(inputs, width), torch.nn.Linear(width, 1)
    layers = (hidden.weight.T, hidden.bias, output.weight.T, output.bias)
    return [layer.detach().clone() for layer in layers]


def errors_at(width: int, tasks: Sequence[Task], seeds: int) -> Numbers:
    """Return the error of every recipe on every target, at one width."""
    columns: dict[str, Callable[[Task], float]] = {
        "scattered": lambda task: task.trained(EARLIER, width, seeds, "scattered"),
        "descent": lambda task: task.trained(GradientDescent(), width, seeds),
        "adam": lambda task: task.trained(Adam(), width, seeds),
    }
    if torch is not None:
        columns["torch SGD"] = lambda task: task.trained_by_torch("SGD", width, seeds)
        columns["torch Adam"] = lambda task: task.trained_by_torch("Adam", width, seeds)
    return {name: [column(task) for task in tasks] for name, column in columns.items()}


def _geometric_mean(values: Sequence[float]) -> float:
    return float(np.exp(np.mean(np.log(values))))


def _print_means(by_width: dict[int, Numbers]) -> None:
    """Print the table of geometric means over the targets, and new against old."""
    names = list(next(iter(by_width.values())))
    print(f"| width | {' | '.join(names)} | descent / scattered |")
    print("|---:|" + "---:|" * (len(names) + 1))
    for width, numbers in by_width.items():
        means = [_geometric_mean(numbers[name]) for name in names]
        cells = [*(f"{mean:.1e}" for mean in means), f"{means[1] / means[0]:.3f}"]
        print(f"| {width} | {' | '.join(cells)} |")


def _print_targets(by_width: dict[int, Numbers], targets: Sequence[str]) -> None:
    """Print the errors of each target at the largest width, and where descent's is least."""
    widths, last = list(by_width), by_width[max(by_width)]
    print(f"\n| width {max(widths)} | {' | '.join(last)} | descent's least, at width |")
    print("|---|" + "---:|" * (len(last) + 1))
    for k, target in enumerate(targets):
        curve = [by_width[width]["descent"][k] for width in widths]
        least = f"{min(curve):.1e} at {widths[int(np.argmin(curve))]}"
        print(f"| {target} | {' | '.join(f'{own[k]:.1e}' for own in last.values())} | {least} |")


def _listed(text: str) -> list[str]:
    return text.split(",")


def main() -> None:
    """Train everything and print both tables, as Markdown."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--targets", type=_listed, default=NAMES, help="apart by commas")
    parser.add_argument("--widths", type=_listed, default=WIDTHS, help="apart by commas")
    parser.add_argument("--seeds", type=int, default=3, help="random starts; the median is shown")
    given = parser.parse_args()
    tasks = [Task(TARGETS[name]) for name in given.targets]
    by_width = {}
    with threadpool_limits(limits=1):
        if torch is not None:
            torch.set_num_threads(1)
        for width in map(int, given.widths):
            by_width[width] = errors_at(width, tasks, given.seeds)
            print(f"width {width} is done", file=sys.stderr, flush=True)
    _print_means(by_width)
    _print_targets(by_width, given.targets)
    if torch is None:
        print("\nPyTorch is not installed: pip install torch", file=sys.stderr)


if __name__ == "__main__":
    main()
