"""What came of a run: `Record`, exact as text, flat as a row.

Nearly all of a record's text is its curve and its network, which few who read many records look
at. `Record.stored` reads the rest and leaves these two in the text until they are asked for.
"""

from __future__ import annotations

import itertools
import json
import math
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from uat.arrays import Array
from uat.checks import check_number, check_whole
from uat.core.network import Network
from uat.exceptions import RecordError, UatError
from uat.io.frames import data_frame
from uat.sweeps.spec import RunSpec
from uat.targets.lookup import name_of
from uat.theory.reference_curves import Norm
from uat.trainers import StopReason


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """The outcome of one run, as it is stored.

    Parameters
    ----------
    spec : what was run
    max_error : measured sup norm of the residual, target units; of a table the largest on the rows
        held out; None if the run diverged
    rmse : root mean square residual on the evaluation grid, target units; of a table on the rows
        held out; None if it diverged
    stop_reason : a `StopReason`
    loss_curve : (epoch, loss) pairs, about evenly spaced in log epoch; the loss is in scaled
        units, in which the best constant has mean square error 1
    network : the trained network, in the target's own units
    chosen : settings the trainer chose itself
    seconds : time the fit took; not part of the outcome
    fitted_rmse : of a table, the root mean square residual on the rows fitted; None if it diverged,
        and of a function
    """

    spec: RunSpec
    max_error: float | None
    rmse: float | None
    stop_reason: str
    loss_curve: tuple[tuple[int, float], ...]
    network: Network
    chosen: Mapping[str, float]
    seconds: float = field(compare=False)
    fitted_rmse: float | None = None
    _unread: str = field(default_factory=str, init=False, compare=False)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """Read the curve and the network of a stored record; their slots are empty till then.

            Raises
            ------
            RecordError
                If they are not what `to_json` writes, though the rest of the text is.
            """
            if name not in _LATER:
                raise AttributeError(name, name=name, obj=self)
            text = self._unread
            if not text:  # another thread has read it meanwhile
                return object.__getattribute__(self, name)
            with _readable():
                body = _body(self.spec, json.loads(text))
            _set(self, **body, _unread="")
            return body[name]

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as text while that is all there is."""
        if self._unread:
            return Record.stored, (self._unread,)
        return Record, tuple(getattr(self, name) for name in _FIELDS)

    def __repr__(self) -> str:
        """Return what was run and what came of it, without network and curve."""
        spec = self.spec
        error = "" if self.max_error is None else f", max_error {self.max_error:.3g}"
        return (
            f"Record({name_of(spec.target)}, {spec.trainer}, width {spec.width}, seed {spec.seed}: "
            f"{self.stop_reason}{error})"
        )

    def error(self, norm: Norm) -> float | None:
        """Return the error in that norm, target units; None if the run diverged."""
        return self.max_error if norm == "max_error" else self.rmse

    def to_json(self) -> str:
        """Return the record as JSON text; floats keep every bit."""
        if self._unread:
            return self._unread
        values = {name: getattr(self, name) for name in _PLAIN}
        values |= {"spec": self.spec.to_dict(), "network": self.network.to_dict()}
        if self.spec.of_table:
            values["fitted_rmse"] = self.fitted_rmse
        return json.dumps(values, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Record:
        """Return the record that `to_json` wrote.

        Raises
        ------
        RecordError
            If it wrote no such text: a value is missing, of another type, out of range or does not
            agree with another. What is read must be written again letter by letter.
        """
        with _readable():
            values = json.loads(text)
            head = _head(values, {*_LATER})
            record = cls(**head, **_body(head["spec"], values))
            _check_exact(record.to_json(), text)  # 1, true and "1" for 1.0 end here
        return record

    @classmethod
    def stored(cls, text: str, spec: RunSpec | None = None) -> Record:
        """Return the record that `to_json` wrote, in a tenth of the time `from_json` takes.

        Curve and network are read when they are asked for. Only for a text that a checksum vouches
        for: of these two it is seen then, and by a `RecordError`, if it is no record's.

        Parameters
        ----------
        spec : the one it must have, if that is known

        Raises
        ------
        RecordError
            As `from_json` does, for all other values.
        """
        with _readable():
            curve, chosen = text.index(_CURVE), text.index(_CHOSEN)
            network = text.rindex(_NETWORK)
            fitted = text.find(_FITTED, network)
            end = text[fitted:] if fitted >= 0 else text[-1:]
            brief = text[:curve] + text[chosen:network] + end
            head = _head(json.loads(brief), set(), spec)
            record = object.__new__(cls)
            _set(record, **head, _unread=text)
            values = {name: head[name] for name in _PLAIN if name not in _LATER}
            values["spec"] = record.spec.to_dict()
            if record.spec.of_table:
                values["fitted_rmse"] = record.fitted_rmse
            _check_exact(json.dumps(values, allow_nan=False), brief)
        return record

    def row(self) -> dict[str, Any]:
        """Return the record as one flat row, without network, curve and time.

        Two sweeps of the same specs give the same rows. Those of tables have more columns.
        """
        spec = self.spec.to_dict()
        spec.pop("fingerprint", None)
        settings = json.loads(str(spec.pop("settings")))
        final = {"final_loss": self.loss_curve[-1][1]} if self.loss_curve else {"final_loss": None}
        return {
            **spec,
            "epochs": settings.get("epochs"),
            "momentum": settings.get("momentum"),
            "learning_rate": self.chosen.get("learning_rate", settings.get("learning_rate")),
            "max_error": self.max_error,
            "rmse": self.rmse,
            **({"fitted_rmse": self.fitted_rmse} if self.spec.of_table else {}),
            "coefficient_norm": self.network.coefficient_norm,
            **final,
            "stop_reason": self.stop_reason,
        }


_PLAIN = ("max_error", "rmse", "stop_reason", "loss_curve", "chosen", "seconds")
_LATER = ("loss_curve", "network")
_FIELDS = tuple(own.name for own in fields(Record) if own.init)
# Where the parts of a record's text begin. Within a text in it, a quotation mark follows a
# backslash: none of these is found there.
_CURVE, _CHOSEN, _NETWORK, _FITTED = (
    f', "{name}": ' for name in ("loss_curve", "chosen", "network", "fitted_rmse")
)
# All that values of other types and shapes can raise on their way into a record.
_UNREADABLE = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, UatError, ValueError,
)  # fmt: skip
_LONGEST_REASON = 200


@contextmanager
def _readable() -> Iterator[None]:
    """Say in one line why a text is not that of a record."""
    try:
        yield
    except _UNREADABLE as problem:
        reason = " ".join(str(problem).split())[:_LONGEST_REASON]
        raise RecordError(f"this is not the text of a record: {reason}") from None


def _check_exact(written: str, read: str) -> None:
    """Raise `RecordError` unless what was read is what would be written."""
    if written != read:
        raise RecordError("a value is of another type.")


def _set(record: Record, **values: object) -> None:
    """Set fields of a frozen record that is being made."""
    for name, value in values.items():
        object.__setattr__(record, name, value)


def _head(values: Any, others: set[str], spec: RunSpec | None = None) -> dict[str, Any]:
    """Return all fields but the curve and the network, checked.

    Parameters
    ----------
    values : by name
    others : names that are to be there, too
    spec : the one it is to have, which the caller compares; None makes it of the values
    """
    if not isinstance(values, dict):
        raise RecordError("it does not hold the fields of one.")
    spec = RunSpec(**values["spec"]) if spec is None else spec
    left_out = set() if spec.of_table else {"fitted_rmse"}
    if values.keys() != {*_FIELDS} - {*_LATER} - left_out | others:
        raise RecordError("it does not hold the fields of one.")
    reason = StopReason(values["stop_reason"])
    errors = {name: _error(values.get(name)) for name in ("max_error", "rmse", "fitted_rmse")}
    if reason == StopReason.DIVERGED and set(errors.values()) != {None}:
        raise RecordError("a run that diverged has no errors.")
    chosen = {name: check_number(value, name) for name, value in values["chosen"].items()}
    seconds = check_number(values["seconds"], "seconds", 0.0)
    return {
        "spec": spec, **errors, "stop_reason": str(reason), "chosen": chosen, "seconds": seconds
    }  # fmt: skip


def _body(spec: RunSpec, values: Any) -> dict[str, Any]:
    """Return the curve and the network, checked."""
    network = Network.from_dict(values["network"])
    if (network.width, network.activation) != (spec.width, spec.activation):
        raise RecordError("the network is not of the width and activation that were to be.")
    if network.members is not None:
        raise RecordError("the network is a stack of networks.")
    return {"loss_curve": _curve(values["loss_curve"]), "network": network}


def _error(value: object) -> float | None:
    """Return an error as it is stored."""
    return None if value is None else check_number(value, "an error", 0.0)


def _curve(pairs: Sequence[tuple[object, object]]) -> tuple[tuple[int, float], ...]:
    """Return a curve of finite losses at whole epochs that rise."""
    plain = tuple(map(tuple, pairs))
    if plain and _is_plainly_sound(plain):
        return cast(tuple[tuple[int, float], ...], plain)
    curve = tuple(
        (check_whole(epoch, "an epoch", 0), check_number(loss, "a loss")) for epoch, loss in pairs
    )
    if any(later <= epoch for (epoch, _), (later, _) in itertools.pairwise(curve)):
        raise RecordError("the epochs of the loss curve do not rise.")
    return curve


def _is_plainly_sound(curve: tuple[tuple[object, ...], ...]) -> bool:
    """Return whether a curve is as it should be; the exact types make most curves quick to see."""
    if set(map(len, curve)) != {2}:
        return False
    epochs, losses = zip(*curve, strict=True)
    if set(map(type, epochs)) != {int} or set(map(type, losses)) != {float}:
        return False
    rising = all(map(operator.lt, epochs, epochs[1:]))
    return rising and epochs[0] >= 0 and all(map(math.isfinite, losses))


def frame_of(records: Iterable[Record]) -> Any:
    """Return one row a run as a `pandas.DataFrame`: the columns of `Record.row`, and seconds.

    Raises
    ------
    MissingPackageError
        If pandas is not installed.
    """
    rows = [{**record.row(), "seconds": record.seconds} for record in records]
    return data_frame({name: [row.get(name) for row in rows] for name in columns_of(rows)})


def columns_of(rows: Sequence[Mapping[str, object]]) -> list[str]:
    """Return the names of the columns of some rows, in their order, each once."""
    return list(dict.fromkeys(name for row in sorted(rows, key=len, reverse=True) for name in row))


def errors_by_width(records: Sequence[Record], norm: Norm = "max_error") -> dict[int, Array]:
    """Return width -> the errors of its runs that did not diverge, rising; widths rise too."""
    errors: dict[int, list[float]]
    errors = {width: [] for width in sorted({record.spec.width for record in records})}
    for record in records:
        if (error := record.error(norm)) is not None:
            errors[record.spec.width].append(error)
    return {width: np.sort(found).astype(np.float64) for width, found in errors.items()}
