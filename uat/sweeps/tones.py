"""The tones of what a network leaves: Fourier amplitudes of the residual on the way of a run."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uat.arrays import Array
from uat.io.wording import listed
from uat.sweeps.record import Record
from uat.sweeps.selection import by_trainer, median_record, of_width, with_epochs
from uat.sweeps.snapshots import snapshots_of
from uat.targets.target import Target

TONES_WIDTH = 32
"""Widest network whose tones are shown, if there is a narrower one."""
LEARNED = 0.5
"""A tone is learned once the residual has no more than this share of the target's, to the end."""

_SNAPSHOTS = 120
_POINTS = 1024
_STRONG = 0.1  # of the strongest tone
# A target is told by its tones if so many, at most, hold such a share of its mean square.
_MOST_TONES, _MOSTLY = 6, 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Tones:
    """Amplitudes of a residual by frequency and epoch.

    Parameters
    ----------
    epochs : shape (epochs,), rising
    residual : shape (epochs, frequencies), target units; frequency k has k periods in the domain
    target : shape (frequencies,), the target's own
    """

    epochs: Array
    residual: Array
    target: Array

    @property
    def strong(self) -> list[int]:
        """The frequencies, but for the mean, at which the target has a tenth of its strongest."""
        return _strong(self.target)

    def learned_after(self, frequency: int) -> int | None:
        """Return the epoch from which at most half of a tone is left, to the end, or None."""
        much = self.residual[:, frequency] > LEARNED * self.target[frequency]
        if much[-1]:
            return None
        return int(self.epochs[0 if not much.any() else np.flatnonzero(much)[-1] + 1])


def has_tones(target: Target) -> bool:
    """Return whether a target is a sum of a few tones, as far as one can tell: two at least."""
    if target.inputs != 1:
        return False
    own = _amplitudes(np.ravel(target(_places(target))))
    if not (highest := own[1:].max()) > 0.0:
        return False
    strong, own = _strong(own), own / highest
    held = float(np.sum(np.square(own[strong])) / np.sum(np.square(own[1:])))
    return 1 < len(strong) <= _MOST_TONES and held >= _MOSTLY


def _strong(amplitudes: Array) -> list[int]:
    """Return the frequencies, but for the mean, with a tenth of the strongest one's amplitude."""
    own = amplitudes[1:]
    return [int(k) for k in np.flatnonzero(own >= _STRONG * own.max()) + 1]


def _places(target: Target) -> Array:
    """Return equally spaced points of the domain, the right end left out: shape (points, 1)."""
    low, high = target.domain.uniform_grid(2)[:, 0]
    return np.asarray(low + (high - low) * np.arange(_POINTS)[:, np.newaxis] / _POINTS)


def tones_run(records: Sequence[Record]) -> Record:
    """Return the median run of the first trainer with epochs, of the widest up to `TONES_WIDTH`."""
    runs = with_epochs(records)
    own = by_trainer(runs, runs[0].spec.trainer)
    widths = [record.spec.width for record in own]
    width = max((w for w in widths if w <= TONES_WIDTH), default=min(widths))
    return median_record(of_width(own, width))


def tones_of(target: Target, record: Record) -> Tones:
    """Return the tones of the residual on the way of a run.

    Parameters
    ----------
    target : of one input
    record : its run, of a trainer with epochs; trained again

    Notes
    -----
    Discrete Fourier coefficients of 1,024 equally spaced points, the right end left out: those of
    the function continued with the length of the domain as its period.
    """
    x = _places(target)
    values = np.ravel(target(x))
    way = snapshots_of(record.spec, _SNAPSHOTS)
    return Tones(np.array(way.epochs), _amplitudes(way.outputs(x) - values), _amplitudes(values))


def _amplitudes(values: Array) -> Array:
    """Return the amplitude of each frequency below half the sampling's, along the last axis."""
    transformed = np.abs(np.fft.rfft(values, axis=-1))[..., :-1] / values.shape[-1]
    return np.asarray(transformed * np.where(np.arange(transformed.shape[-1]) == 0, 1.0, 2.0))


def order_of_tones(tones: Tones) -> str:
    """Return after which epochs the strong tones are learned, and whether low ones come first."""
    after = {k: tones.learned_after(k) for k in tones.strong}
    done = {k: epoch for k, epoch in after.items() if epoch is not None}
    said = [f"{_counted(epoch, 'epoch')} for {_counted(k, 'period')}" for k, epoch in done.items()]
    parts = [f"At most half of a tone is left after {listed(said)}."] if said else []
    if left := [_counted(k, "period") for k in after if k not in done]:
        parts.append(f"More than half is left at the end for {listed(left)}.")
    if len(after) > 1 and done:
        parts.append(_in_which_order([after[k] for k in sorted(after)]))
    return " ".join(parts)


def _in_which_order(epochs: Sequence[int | None]) -> str:
    """Return whether tones of rising frequency are learned in that order; None is never."""
    order = [np.inf if epoch is None else epoch for epoch in epochs]
    if max(order) == min(order):
        return f"{'Both' if len(order) == 2 else 'All'} at once."
    rising = all(a <= b for a, b in itertools.pairwise(order))
    return "Low tones come first." if rising else "Low tones do not come first here."


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
