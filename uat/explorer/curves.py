"""What is known of a target's error against the width before anybody plays: proved, and stored.

The guarantee and the floor are worked out here; what training and the search for the best network
come to is taken from records of runs. All errors are max errors, the only ones with a guarantee.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from uat.core.network import Network
from uat.sweeps.record import Record
from uat.targets.target import Target
from uat.theory.floors import floors
from uat.theory.reference_curves import lowest_guarantee, reference_curves
from uat.trainers.registry import row_of
from uat.trainers.row import Role

GUARANTEED_WIDTHS = (*range(1, 17), 20, 24, 32, 48, 64, 96, 128)
"""Where the guarantee is told; between them it runs on smoothly."""

FLOOR_WIDTHS = (1, 2, 4, 8, 16, 32, 64, 128)
"""Where the floor is told; each takes a moment."""

_DIGITS = 6


Run = tuple[int, float, int]
"""Width, max error in target units, seed."""


@dataclass(frozen=True, slots=True)
class FoundCurves:
    """What runs of one target and one activation came to.

    Parameters
    ----------
    near_best : width -> the least max error known there, target units
    networks : width -> that network, as `network_values` has it
    trained : by the trainer's name: its runs, widths rising
    """

    near_best: Mapping[int, float] = field(default_factory=dict)
    networks: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    trained: Mapping[str, tuple[Run, ...]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values; networks keep every bit."""
        return {
            "nearBest": _pairs(self.near_best),
            "descent": [list(run) for run in self.trained.get("gradient_descent", ())],
            "adam": [list(run) for run in self.trained.get("adam", ())],
            "networks": {"near-best": {str(width): one for width, one in self.networks.items()}},
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> FoundCurves:
        """Return what `to_dict` told."""
        return cls(
            dict(values["nearBest"]),
            {int(width): one for width, one in values["networks"]["near-best"].items()},
            {
                trainer: tuple((width, error, seed) for width, error, seed in values[key])
                for trainer, key in (("gradient_descent", "descent"), ("adam", "adam"))
                if values[key]
            },
        )


@dataclass(frozen=True, slots=True)
class StoredCurves:
    """All that is known of one target and one activation.

    Parameters
    ----------
    activation : name of phi
    guarantee, floor : width -> max error, target units; empty where nothing is proved
    found : what runs came to
    """

    activation: str
    guarantee: Mapping[int, float]
    floor: Mapping[int, float]
    found: FoundCurves

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "activation": self.activation,
            "guarantee": _pairs(self.guarantee),
            "floor": _pairs(self.floor),
            **self.found.to_dict(),
        }


def stored_curves(target: Target, activation: str, found: FoundCurves) -> StoredCurves:
    """Return what is proved of a target of one or two inputs, beside what was found."""
    curves = reference_curves(target, activation, GUARANTEED_WIDTHS)
    return StoredCurves(
        activation,
        {int(width): error for width, error in lowest_guarantee(curves).items()},
        {width: one.error for width, one in floors(target, activation, FLOOR_WIDTHS).items()},
        found,
    )


def found_curves(text: str, activation: str, records: Iterable[Record]) -> FoundCurves:
    """Return what came of the runs of a target and an activation.

    Parameters
    ----------
    text : that names the target
    activation : by name
    records : of any runs; all others, and those that diverged, are passed by. Of a trainer that ran
        with several settings those with most runs are taken: a curve is of one rule
    """
    near: dict[int, tuple[float, Record]] = {}
    trained: dict[str, dict[str, list[Run]]] = {}
    for record in records:
        spec, error = record.spec, record.max_error
        if (spec.target, spec.activation) != (text, activation) or error is None:
            continue
        role = row_of(spec.trainer).role
        if role is Role.TRAINED:
            own = trained.setdefault(spec.trainer, {}).setdefault(spec.settings, [])
            own.append((spec.width, rounded(error), spec.seed))
        elif role is Role.NEAR_BEST and error < near.get(spec.width, (math.inf,))[0]:
            near[spec.width] = error, record
    return FoundCurves(
        {width: error for width, (error, _) in sorted(near.items())},
        {width: network_values(one.network) for width, (_, one) in sorted(near.items())},
        {trainer: tuple(sorted(_most_runs(own))) for trainer, own in trained.items()},
    )


def _most_runs(by_settings: Mapping[str, Sequence[Run]]) -> Sequence[Run]:
    """Return the runs of the settings that most of them have."""
    return max(by_settings.values(), key=lambda runs: len(runs))


def network_values(network: Network) -> dict[str, Any]:
    """Return a network of one output as the page has it: plain values, every bit of them.

    The page writes networks about 0: the centre of the inputs goes into the biases.
    """
    biases = network.hidden_biases - network.input_centre @ network.hidden_weights
    return {
        "inputs": network.inputs,
        "width": network.width,
        "outputs": 1,
        "activation": network.activation,
        "outputActivation": network.output_activation,
        "hiddenWeights": network.hidden_weights.ravel().tolist(),
        "hiddenBiases": biases.tolist(),
        "outputWeights": network.output_weights[:, 0].tolist(),
        "outputBias": network.output_biases.tolist(),
    }


def rounded(value: float, digits: int = _DIGITS) -> float:
    """Return a number of a picture: so many significant digits."""
    return float(f"{value:.{digits}g}")


def _pairs(curve: Mapping[int, float]) -> list[list[float]]:
    return [[width, rounded(error)] for width, error in sorted(curve.items())]
