"""What came of a run: `Record`, exact as text, flat as a row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from uat.arrays import Array
from uat.core.network import Network
from uat.sweeps.spec import RunSpec


@dataclass(frozen=True, slots=True)
class Record:
    """The outcome of one run, as it is stored.

    Parameters
    ----------
    spec : what was run
    max_error : measured sup norm of the residual, target units; None if the run diverged
    rmse : root mean square residual on the evaluation grid, target units; None if it diverged
    stop_reason : a `StopReason`
    loss_curve : (epoch, loss) pairs, about evenly spaced in log epoch; the loss is in scaled
        units, in which the best constant has mean square error 1
    network : what was found, in the target's own units
    chosen : settings the trainer chose itself
    seconds : time the fit took; not part of the outcome
    """

    spec: RunSpec
    max_error: float | None
    rmse: float | None
    stop_reason: str
    loss_curve: tuple[tuple[int, float], ...]
    network: Network
    chosen: Mapping[str, float]
    seconds: float = field(compare=False)

    def to_json(self) -> str:
        """Return the record as JSON text; floats keep every bit."""
        values = {name: getattr(self, name) for name in _PLAIN}
        values |= {"spec": asdict(self.spec), "network": self.network.to_dict()}
        return json.dumps(values, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Record:
        """Return the record that `to_json` wrote."""
        values = json.loads(text)
        values["spec"] = RunSpec(**values["spec"])
        values["network"] = Network.from_dict(values["network"])
        values["loss_curve"] = tuple((int(e), float(v)) for e, v in values["loss_curve"])
        return cls(**values)

    def row(self) -> dict[str, Any]:
        """Return the record as one flat row, without network, curve and time.

        Two sweeps of the same specs give the same rows.
        """
        spec = asdict(self.spec)
        settings = json.loads(spec.pop("settings"))
        final = {"final_loss": self.loss_curve[-1][1]} if self.loss_curve else {"final_loss": None}
        return {
            **spec,
            "epochs": settings.get("epochs"),
            "momentum": settings.get("momentum"),
            "learning_rate": self.chosen.get("learning_rate", settings.get("learning_rate")),
            "max_error": self.max_error,
            "rmse": self.rmse,
            "coefficient_norm": self.network.coefficient_norm,
            **final,
            "stop_reason": self.stop_reason,
        }


_PLAIN = ("max_error", "rmse", "stop_reason", "loss_curve", "chosen", "seconds")


def errors_by_width(records: Sequence[Record]) -> dict[int, Array]:
    """Return width -> the max_errors of its runs that did not diverge, rising; widths rise too."""
    widths = sorted({record.spec.width for record in records})
    return {
        width: np.sort(
            [r.max_error for r in records if r.spec.width == width and r.max_error is not None]
        ).astype(np.float64)
        for width in widths
    }
