"""The three rungs of the course: a line, a neuron and the XOR network.

Each is data for the one engine - points, a starting network, the settings of gradient descent -
and carries the numbers it is held against, so that anyone can see they agree: those the course
publishes, and for the others those that R gives when it runs the course's programs.

    line      y = alpha + beta x                          width 1, phi(z) = z
    neuron    y = phi(w1 x1 + w2 x2 - 3)                   width 1, phi logistic
    XOR       y = phi(c1 phi(w_1 . x) + c2 phi(w_2 . x))   width 2, phi logistic, no biases

**Which y is printed.** In the course's programs every epoch first predicts and then moves the
parameters, and the y they print is the last one they computed. It belongs to the network after
epochs - 1 epochs; the parameters they print have moved once more. A `RungResult` holds both
predictions: `predictions`, and `predictions_of_last_forward_pass`, the printed one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from uat.arrays import Array, frozen
from uat.checks import check_name
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.course.linear_model import LinearModelSummary, fit_linear_model
from uat.course.r_random import RRandom
from uat.io.wording import one_line
from uat.trainers import FitResult, GradientDescent

Place = tuple[str, tuple[int, ...]]
"""Where a parameter lives in a network: block, and index in the block."""

_PATH_STEPS = 200  # snapshots along a run, evenly spaced: the path the parameters take

_PUBLISHED_SEED = 123
_CORNERS = frozen([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


@dataclass(frozen=True, slots=True, eq=False)
class Rung:
    """One exercise of the course, as data.

    Parameters
    ----------
    name : the word users type
    title : what a table or a figure is headed with
    formula : the model in the course's letters, plain text
    data_source : where the data come from, plain text
    dataset : the points and their desired outputs
    input_names : one name per input
    desired_name : the course's letter for the desired output
    start : the network before the first epoch; its frozen blocks stay as they are
    trainer : gradient descent with the course's settings
    places : the course's name of each trained parameter -> where it lives in the network
    published : the course's name -> the value the course publishes; empty if it publishes none
    published_predictions : the y the course publishes, one per point; may be empty. These are
        predictions of the last forward pass (see the module)
    r_parameters, r_predictions : the same of what the course does not publish, as R gives it
    """

    name: str
    title: str
    formula: str
    data_source: str
    dataset: Dataset
    input_names: tuple[str, ...]
    desired_name: str
    start: Network
    trainer: GradientDescent
    places: Mapping[str, Place]
    published: Mapping[str, float] = field(default_factory=dict)
    published_predictions: tuple[float, ...] = ()
    r_parameters: Mapping[str, float] = field(default_factory=dict)
    r_predictions: tuple[float, ...] = ()

    def __repr__(self) -> str:
        return one_line("Rung", self.name, self.title, points=self.dataset.points)

    @property
    def is_line(self) -> bool:
        """Whether the model is a straight line, which least squares solves in closed form."""
        linear = self.start.linear_output and self.start.activation == self.start.output_activation
        return linear and self.start.inputs == 1

    def parameters(self, network: Network) -> dict[str, float]:
        """Return the trained parameters of a network of this rung by their course names."""
        return {
            name: float(getattr(network, block)[index])
            for name, (block, index) in self.places.items()
        }

    def run(self) -> RungResult:
        """Return what gradient descent makes of the start, with snapshots along the way."""
        epochs = self.trainer.epochs
        path = range(0, epochs + 1, max(1, epochs // _PATH_STEPS))
        snapshots = tuple(sorted({*path, *self.trainer.snapshots, epochs - 1, epochs}))
        trainer = replace(self.trainer, snapshots=snapshots)
        return RungResult(self, trainer.fit(self.dataset, self.start))


@dataclass(frozen=True, slots=True, eq=False)
class RungResult:
    """What gradient descent found on a rung, in the course's names.

    Parameters
    ----------
    rung : what was run
    fit : what the trainer gave back, with snapshots along the run
    """

    rung: Rung
    fit: FitResult

    def __repr__(self) -> str:
        return one_line("RungResult", self.rung.name, **self.parameters)

    @property
    def parameters(self) -> dict[str, float]:
        """The trained parameters after the last epoch, by their course names."""
        return self.rung.parameters(self.fit.network)

    @property
    def start_parameters(self) -> dict[str, float]:
        """The trained parameters before the first epoch, by their course names."""
        return self.rung.parameters(self.rung.start)

    @property
    def predictions(self) -> Array:
        """The outputs y of the network found, one per data point: shape (points,)."""
        return self.fit.network(self.rung.dataset.x)[:, 0]

    @property
    def predictions_of_last_forward_pass(self) -> Array:
        """The outputs y during the last epoch, before its update: shape (points,).

        They are those of the network after epochs - 1 epochs, and what the course's programs
        print; nan if the fit diverged before.
        """
        last = self.fit.snapshots.get(self.rung.trainer.epochs - 1)
        if last is None:
            return np.full(self.rung.dataset.points, np.nan)
        return last(self.rung.dataset.x)[:, 0]

    @property
    def loss_history(self) -> Array:
        """The loss after 0, 1, 2, ... epochs: shape (epochs + 1,), shorter after divergence."""
        return self.fit.loss_history

    @property
    def path_epochs(self) -> Array:
        """The epochs at which the path of the parameters is known: shape (steps,), rising."""
        return frozen(sorted(self.fit.snapshots))

    @property
    def path(self) -> dict[str, Array]:
        """Each parameter's value at `path_epochs`: course name -> shape (steps,)."""
        networks = [self.fit.snapshots[epoch] for epoch in sorted(self.fit.snapshots)]
        return {
            name: frozen([getattr(network, block)[index] for network in networks])
            for name, (block, index) in self.rung.places.items()
        }

    def linear_model(self) -> LinearModelSummary | None:
        """Return the least-squares summary of the same data, or None if the rung is no line."""
        if not self.rung.is_line:
            return None
        return fit_linear_model(self.rung.dataset.x[:, 0], self.rung.dataset.t[:, 0])


def linear_regression(seed: int = _PUBLISHED_SEED) -> Rung:
    """Return the first rung: a line through 100 noisy points.

    beta is the weight of the one hidden unit and alpha its bias; the output layer passes on.

    Parameters
    ----------
    seed : R's seed of the data; the course publishes results for 123 only

    Raises
    ------
    SettingError
        If R has no such seed.
    """
    random = RRandom(seed)
    x = random.normals(100)
    y = 3.0 + 2.0 * x + random.normals(100)
    return Rung(
        name="linreg",
        title="Linear regression",
        formula="y = alpha + beta x",
        data_source=f"R: set.seed({seed}); x <- rnorm(100); y <- 3 + 2*x + rnorm(100)",
        dataset=Dataset(x, y),
        input_names=("x",),
        desired_name="y",
        start=Network(
            frozen([[1.0]]), frozen([1.0]), frozen([[1.0]]), frozen([0.0]), activation="identity"
        ),
        trainer=GradientDescent(
            momentum=0.0,
            learning_rate=0.01,
            epochs=1000,
            loss="mse",
            trained=("hidden_weights", "hidden_biases"),
        ),
        places={"alpha": ("hidden_biases", (0,)), "beta": ("hidden_weights", (0, 0))},
        published=(
            {"alpha": 2.89719694937354, "beta": 1.94752837381973} if seed == _PUBLISHED_SEED else {}
        ),
    )


def neuron() -> Rung:
    """Return the second rung: one logistic neuron that learns to repeat its first input."""
    return Rung(
        name="neuron",
        title="A single neuron",
        formula="y = phi(w1 x1 + w2 x2 - 3),  phi(z) = 1 / (1 + exp(-z))",
        data_source="the four corners of the unit square; d = x1",
        dataset=Dataset(_CORNERS, frozen([0.0, 0.0, 1.0, 1.0])),
        input_names=("x1", "x2"),
        desired_name="d",
        start=Network(frozen([[0.1], [0.5]]), frozen([-3.0]), frozen([[1.0]]), frozen([0.0])),
        trainer=GradientDescent(
            momentum=0.0,
            learning_rate=0.1,
            epochs=10_000,
            loss="half_mse",
            trained=("hidden_weights",),
        ),
        places={"w1": ("hidden_weights", (0, 0)), "w2": ("hidden_weights", (1, 0))},
        r_parameters={"w1": 6.11005755451743, "w2": 0.20363604212270},
        published_predictions=(0.04742587, 0.05752359, 0.95730271, 0.96489475),
    )


def xor() -> Rung:
    """Return the third rung: two hidden units that learn the exclusive or.

    w_ij leads from input i to hidden unit j, and c_j from there to the output.
    """
    return Rung(
        name="xor",
        title="The XOR network",
        formula="y = phi(c1 h1 + c2 h2),  hj = phi(w1j x1 + w2j x2),  phi(z) = 1 / (1 + exp(-z))",
        data_source="the four corners of the unit square; d = 1 where x1 and x2 differ",
        dataset=Dataset(_CORNERS, frozen([0.0, 1.0, 1.0, 0.0])),
        input_names=("x1", "x2"),
        desired_name="d",
        start=Network(
            frozen([[0.1, 0.5], [0.2, 0.9]]),
            frozen([0.0, 0.0]),
            frozen([[0.9], [0.9]]),
            frozen([0.0]),
            output_activation="logistic",
        ),
        trainer=GradientDescent(
            momentum=0.0,
            learning_rate=0.1,
            epochs=100_000,
            loss="half_sse",
            update="sequential",
            trained=("hidden_weights", "output_weights"),
        ),
        places={
            "w11": ("hidden_weights", (0, 0)),
            "w12": ("hidden_weights", (0, 1)),
            "w21": ("hidden_weights", (1, 0)),
            "w22": ("hidden_weights", (1, 1)),
            "c1": ("output_weights", (0, 0)),
            "c2": ("output_weights", (1, 0)),
        },
        r_parameters={
            "w11": 0.92638916,
            "w12": 7.72066293,
            "w21": 0.92639074,
            "w22": 7.72154075,
            "c1": -33.11408773,
            "c2": 26.33554427,
        },
        r_predictions=(0.03263268, 0.93104443, 0.93104445, 0.09195182),
    )


RUNGS: dict[str, Callable[[], Rung]] = {
    "linreg": linear_regression,
    "neuron": neuron,
    "xor": xor,
}
"""Name -> builder of the rung; nothing is computed before a builder is called."""


def rung_named(name: str) -> Rung:
    """Return the rung of that name, with the data and settings of the course.

    Raises
    ------
    UnknownNameError
        If there is none; the message names the nearest ones.
    """
    return check_name("rung", name, RUNGS)()
