"""What every fit is: a network in the units of its user, and all there is to know about it.

`BaseFit` holds what fits of functions (`uat.fits.function_fit.Fit`) and of tables
(`uat.fits.table_fit.DataFit`) share: what was found by what and why it ended, how it is called,
told, saved and drawn. The subclasses add what was approximated and how good the network is.
"""

from __future__ import annotations

import importlib
import json
import math
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy.typing as npt

from uat.core.model import Model
from uat.core.points import answer
from uat.io.encodings import Encoding
from uat.io.wording import counted
from uat.trainers import Trainer
from uat.trainers.base import Trained, plain_settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Drawing(NamedTuple):
    """Where a kind of fit is drawn: a module, what draws the page there, and every figure."""

    module: str
    page: str
    every: str


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class BaseFit(Trained):
    """A network fitted to something, in its units. Call it to predict.

    Parameters
    ----------
    network, stop_reason, loss_history, chosen : see `uat.trainers.base.Trained`; the loss is that
        in scaled units, in which the best constant has mean square error 1
    trainer : what found the network
    seed : what all that is random came from
    seconds : what it took
    """

    trainer: Trainer
    seed: int
    seconds: float

    DRAWING: ClassVar[Drawing]
    """What draws such fits."""

    @property
    @abstractmethod
    def input_names(self) -> tuple[str, ...]:
        """One name for each input."""

    @property
    @abstractmethod
    def output_names(self) -> tuple[str, ...]:
        """One name for each output."""

    @abstractmethod
    def _ranges(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return the least and the largest value of each input that the network was fitted on."""

    @abstractmethod
    def _subject(self) -> str:
        """Return what was fitted, as the headline begins."""

    def _about(self) -> str:
        """Return what the model is, for a reader of its file."""
        return self.headline

    @abstractmethod
    def _lines(self) -> Iterator[str]:
        """Yield the lines of the summary that say how good the fit is."""

    @abstractmethod
    def _remarks(self) -> Iterator[str]:
        """Yield sentences on what was unusual, and how far the errors can be trusted."""

    def __call__(self, x: npt.ArrayLike) -> Any:
        """Return the network's predictions at x, in the units of what was fitted.

        Parameters
        ----------
        x : shape (points, inputs); a number or shape (points,) if there is one input; or a data
            frame, whose columns are taken by name, whatever their order

        Returns
        -------
        shape (points,) if there is one output, else (points, outputs); at a number, or one row of
        a data frame, a float or shape (outputs,). See `uat.core.points`.

        Raises
        ------
        ShapeError
            If x does not have one column per input, or is a data frame without one of them.
        """
        return answer(self.network, x, self.input_names, self._encodings())

    def _encodings(self) -> tuple[Encoding, ...]:
        """Return what columns become as inputs, if they are no numbers; see `Model`."""
        return ()

    @property
    def model(self) -> Model:
        """The network with the names and ranges of its inputs, as it is saved and exported."""
        lower, upper = self._ranges()
        return Model(
            self.network, self.input_names, self.output_names, lower, upper, self._about(),
            self._encodings(),
        )  # fmt: skip

    @property
    def headline(self) -> str:
        """What was fitted by what, in one line."""
        return f"{self._subject()}, by {self._by()}"

    def _by(self) -> str:
        """Return what approximates it and where that is from, as the headline ends."""
        units = counted(self.width, f"{self.network.phi.label} unit")
        return f"{units} ({self.trainer.name}, seed {self.seed})"

    def summary(self) -> str:
        """Return what there is to know about the fit, a few lines to read."""
        remarks = (f"  {remark}" for remark in self._remarks())
        return "\n".join([self.headline, *self._lines(), *map(fact_line, self._ending()), *remarks])

    def _ending(self) -> list[tuple[str, str]]:
        """Return why it ended and what it took: labels and what they say."""
        return [("ended because", self.reason), ("took", f"{self.seconds:.1f} s")]

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return the fit as plain JSON values; a number that is not finite is None."""

    def _shared_values(self) -> dict[str, Any]:
        """Return what `to_dict` says of every fit."""
        return {
            "width": self.width,
            "activation": self.activation,
            "trainer": self.trainer.name,
            "settings": plain_settings(self.trainer),
            "chosen": {name: finite_or_none(value) for name, value in self.chosen.items()},
            "seed": self.seed,
            "stop_reason": str(self.stop_reason),
            "seconds": self.seconds,
        }

    def to_json(self) -> str:
        """Return `to_dict` as JSON text; floats keep every bit.

        Raises
        ------
        ModelFileError
            If a parameter of the network is not finite.
        """
        return json.dumps(self.to_dict(), allow_nan=False)

    def save(self, path: str | Path) -> None:
        """Write the model to a JSON file, for `uat.Model.load`, `uat predict` and `uat show`.

        The file holds what is needed to predict: the network, the names and ranges of its inputs.
        How good the fit is stands in `to_json`.

        Raises
        ------
        ModelFileError
            If a parameter of the network is not finite.
        OutputError
            If the file cannot be written.
        """
        self.model.save(path)

    def plot(self, ax: Axes | None = None, *, figsize: Sequence[float] | None = None) -> Figure:
        """Return the fit drawn on one page, or its main panel in axes of yours.

        Parameters
        ----------
        ax : axes to draw the main panel into, of pyplot or not; their figure is returned
        figsize : width and height of a page of its own, inches

        Raises
        ------
        SettingError
            If `ax` are no plain axes, `figsize` is no such pair, or both are given.
        """
        page: Figure = self._drawn(self.DRAWING.page)(self, ax=ax, figsize=figsize)
        return page

    def figures(self) -> dict[str, Figure]:
        """Return every figure of the fit by its name, the page first."""
        figures: dict[str, Figure] = self._drawn(self.DRAWING.every)(self)
        return figures

    def _drawn(self, name: str) -> Any:
        # Figures know fits, not the other way round; only here a fit reaches above its floor, when
        # somebody who holds one wants to see it. The architecture test allows this one place, and
        # checks that what `DRAWING` names is there.
        return getattr(importlib.import_module(self.DRAWING.module), name)

    def __str__(self) -> str:
        return self.summary()


def fact_line(fact: tuple[str, str]) -> str:
    """Return a label and what it says as a line of a summary."""
    label, words = fact
    return f"  {label:<15}{words}"


def finite_or_none(value: float) -> float | None:
    """Return a number as JSON can hold it; a whole one stays whole."""
    if not math.isfinite(value):
        return None
    return value if isinstance(value, int) else float(value)
