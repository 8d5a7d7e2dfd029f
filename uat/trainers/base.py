"""What every trainer is, and what it gives back."""

from __future__ import annotations

import itertools
import json
import math
import operator
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, Self, cast, runtime_checkable

import numpy as np

from uat.arrays import Array
from uat.checks import check_kind
from uat.core.activations import activation_named
from uat.core.datasets import Dataset
from uat.core.network import Network
from uat.core.watch import Best, begin, end, report
from uat.exceptions import SettingError, ShapeError
from uat.io.frames import data_frame
from uat.io.notebook import facts_table
from uat.io.wording import one_line
from uat.trainers.constants import best_constant
from uat.trainers.prior import Prior


class Ending(StrEnum):
    """Why something ended: a word for programs, and a sentence that follows "ended because"."""

    sentence: str

    def __new__(cls, word: str, sentence: str = "") -> Self:
        """Return the text of the word, with its sentence."""
        ending = str.__new__(cls, word)
        ending._value_ = word
        ending.sentence = sentence
        return ending


class StopReason(Ending):
    """Why a fit ended. Every reason is an outcome; none is an exception."""

    EPOCHS_DONE = "epochs_done", "all steps are done"
    """All the steps asked for were taken."""
    CONVERGED = "converged", "no step makes the loss smaller"
    """No step makes the loss smaller by more than the tolerance."""
    STOPPED_EARLY = "stopped_early", "the error on rows set aside no longer fell"
    """Steps that lower the loss no longer lowered the error on rows that were not fitted."""
    BUILT = "built", "the network is built; there was nothing to train"
    """The network was constructed; there was nothing to iterate."""
    DIVERGED = "diverged", "training diverged; this is the last network within bounds"
    """The loss left its bounds."""
    INTERRUPTED = "interrupted", "it was interrupted; this is the best network so far"
    """Whoever watched stopped it. No trainer returns it: the door does, see `interrupted`."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Trained:
    """A network and how its training went: what every result of a training has.

    Parameters
    ----------
    network : what was found; after divergence, the last network whose loss was within bounds
    stop_reason : why the training ended
    loss_history : shape (steps + 1,), loss_history[k] is the loss after k steps, epochs or whatever
        the trainer's steps are; cut after the first loss out of bounds. A built network has one
        entry
    chosen : settings the trainer chose itself, for example its learning_rate
    """

    network: Network
    stop_reason: Ending
    loss_history: Array
    chosen: Mapping[str, float] = field(default_factory=dict, kw_only=True)

    @property
    def width(self) -> int:
        """Number of hidden units."""
        return self.network.width

    @property
    def activation(self) -> str:
        """Name of phi."""
        return self.network.activation

    @property
    def reason(self) -> str:
        """Why it ended, a sentence without its end."""
        return self.stop_reason.sentence


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FitResult(Trained):
    """The outcome of one fit, in the units of the dataset.

    Parameters
    ----------
    network, stop_reason, loss_history, chosen : see `Trained`; the network is of the start's shape
    snapshots : epoch -> the network after that many epochs, for the epochs asked for and reached
    unbounded : where a setting bounds the network's norm, what was found without it; else None
    prior : what the trainer inferred of the spread of parameters and noise; None of most trainers
    """

    snapshots: Mapping[int, Network] = field(default_factory=dict)
    unbounded: Network | None = None
    prior: Prior | None = None

    def to_frame(self) -> Any:
        """Return the loss history as a `pandas.DataFrame` with the columns step and loss.

        Raises
        ------
        MissingPackageError
            If pandas is not installed.
        """
        return data_frame({"step": range(len(self.loss_history)), "loss": self.loss_history})

    def __repr__(self) -> str:
        steps, loss = len(self.loss_history) - 1, float(self.loss_history[-1])
        return one_line(
            "FitResult", width=self.width, activation=self.activation, steps=steps, loss=loss,
            stop_reason=self.stop_reason,
        )  # fmt: skip

    def _repr_html_(self) -> str:
        """Return what came of the fit, as a notebook shows it."""
        facts = [
            ("network", repr(self.network)),
            ("ended because", self.stop_reason.replace("_", " ")),
            ("steps", len(self.loss_history) - 1),
            ("first loss", float(self.loss_history[0])),
            ("last loss", float(self.loss_history[-1])),
        ]
        chosen = [(name.replace("_", " "), value) for name, value in self.chosen.items()]
        return facts_table("Fit", [*facts, *chosen])


UNIFORM, INTEGRATED, SOBOL = GRIDS = ("uniform", "integrated", "sobol")
"""What a trainer is given of a function: equally spaced points that all count alike; the weighted
nodes of an integration rule and, beside them, points of weight 0 to choose by; or Sobol points that
all count alike and, for a trainer that takes weights, points of weight 0 beside them."""


class Trainer(Protocol):
    """An algorithm that fits a network to data. Its fields are its settings.

    A fit that takes long calls `uat.trainers.report`, or at least `uat.trainers.poll`, as often as
    it can: so its progress is seen, and it can be stopped. What it was built from does that, too.
    """

    @property
    def name(self) -> str:
        """The word users type."""
        ...

    @property
    def grid(self) -> str:
        """Out of `GRIDS`: UNIFORM if it takes no weights, else INTEGRATED."""
        ...

    @property
    def seeded(self) -> bool:
        """Whether the outcome depends on the seed, by the start or otherwise."""
        ...

    def fit(self, dataset: Dataset, start: Network, seed: int = 0) -> FitResult:
        """Return a network of the shape and activation of `start`, fitted to the dataset.

        Parameters
        ----------
        dataset : in scaled units: inputs in [-1, 1], outputs of deviation about 1
        start : one network of the dataset's inputs and outputs. Descent sets out from its
            parameters; a trainer that builds its network takes the shape and the activation
        seed : of whatever the trainer draws itself; descent draws nothing

        Raises
        ------
        ShapeError
            If the start is a stack, or its inputs or outputs are not the dataset's.
        SettingError
            If a setting is out of range, or the trainer cannot do this activation, number of
            inputs or kind of dataset.
        """
        ...

    def refusal(self, inputs: int, activation: str) -> str | None:
        """Return why the trainer cannot fit such networks, a sentence to read, or None if it can.

        `fit` raises `SettingError` with the same sentence.
        """
        ...

    def seconds(self, points: int, width: int) -> float:
        """Return about how long a fit takes on one core; it only orders and groups work."""
        ...


@runtime_checkable
class GrowingTrainer(Trainer, Protocol):
    """A trainer whose network of each width comes from the one before."""

    def grow(self, dataset: Dataset, seed: int, activation: str) -> Iterator[FitResult]:
        """Yield the networks of width 1, 2, 3, ... without end.

        That of a width is the one `fit` returns for a start of that width, bit for bit.
        """
        ...


@runtime_checkable
class DirectTrainer(GrowingTrainer, Protocol):
    """A growing trainer that finds some networks without those of narrower widths."""

    def direct(self, inputs: int, activation: str) -> bool:
        """Return whether it finds such networks of one width without those of narrower ones."""
        ...


@runtime_checkable
class UnitTrainer(Trainer, Protocol):
    """A trainer with settings that are amounts of what is fitted, as the bound of a norm is."""

    def in_units(self, unit: float) -> Self:
        """Return the trainer for outputs divided by `unit`, a positive number."""
        ...


def in_units(trainer: Trainer, unit: float) -> Trainer:
    """Return the trainer for outputs divided by a positive number; see `UnitTrainer`."""
    return trainer.in_units(unit) if isinstance(trainer, UnitTrainer) else trainer


def grows(trainer: Trainer, inputs: int, activation: str) -> bool:
    """Return whether all widths of such networks come from one growth, or each by itself."""
    if isinstance(trainer, DirectTrainer) and trainer.direct(inputs, activation):
        return False
    return isinstance(trainer, GrowingTrainer)


def plain_settings(trainer: Trainer) -> dict[str, Any]:
    """Return the settings of a trainer as plain JSON values; none of one that has no fields."""
    if not is_dataclass(trainer):
        return {}
    plain = operator.methodcaller("item")  # the Python number of a numpy one
    settings = asdict(cast(Any, trainer))
    return cast(dict[str, Any], json.loads(json.dumps(settings, default=plain)))


def followed(grown: Iterator[FitResult], width: int) -> Iterator[FitResult]:
    """Yield the networks of a growth up to a width, and report each to whoever watches."""
    report("width", 0, width, math.nan)
    for result in itertools.islice(grown, width):
        best = Best(result.network, result.loss_history, result.chosen)
        report("width", result.width, width, float(result.loss_history[-1]), best.itself)
        yield result


def begin_fit(dataset: Dataset, width: int, activation: str, task: str = "") -> None:
    """Tell whoever watches that a fit begins: till it reports, a constant is the best network."""

    def constant() -> Best:
        network = best_constant(dataset, width, activation)
        residual = network(dataset.x) - dataset.t
        return Best(network, np.array([dataset.shares @ np.mean(np.square(residual), axis=1)]))

    begin(task, constant)


def ended_fit(result: FitResult) -> None:
    """Tell whoever watches the outcome of a fit, if its trainer did not report."""
    end(result.width, float(result.loss_history[-1]))


def interrupted(best: Best) -> FitResult:
    """Return the outcome of a fit that was stopped, from the best network so far."""
    return FitResult(
        best.network, StopReason.INTERRUPTED, np.asarray(best.losses), chosen=best.chosen
    )


def flat_result(start: Network) -> FitResult:
    """Return the network that is 0 everywhere, of the start's shape: there is nothing to train."""
    flat = replace(
        start,
        output_weights=np.zeros_like(start.output_weights),
        output_biases=np.zeros_like(start.output_biases),
    )
    return FitResult(flat, StopReason.BUILT, np.zeros(1))


def check_start(dataset: Dataset, start: Network) -> None:
    """Raise unless `start` is one network of the dataset's inputs and outputs."""
    check_kind(dataset, Dataset, "dataset")
    check_kind(start, Network, "start")
    if start.members is not None:
        raise ShapeError("a trainer takes one network; train the members of a stack one by one.")
    if (start.inputs, start.outputs) != (dataset.x.shape[1], dataset.t.shape[1]):
        raise ShapeError(
            f"the network maps {start.inputs} inputs to {start.outputs} outputs, but the data have "
            f"{dataset.x.shape[1]} inputs and {dataset.t.shape[1]} outputs."
        )


def check_able(trainer: Trainer, start: Network) -> None:
    """Raise `SettingError` if the trainer refuses networks such as `start`."""
    reason = trainer.refusal(start.inputs, start.activation)
    if reason is not None:
        raise SettingError(reason)


def check_linear_output(start: Network) -> None:
    """Raise `SettingError` unless the output is linear, as solving for it needs."""
    if not start.linear_output:
        raise SettingError("an output layer is solved only if it is linear: take identity.")


def no_gradient(activation: str) -> str | None:
    """Return why no gradient passes through that activation, or None if one does."""
    if activation_named(activation).trainable:
        return None
    return f"no gradient passes through {activation}: choose another activation."
