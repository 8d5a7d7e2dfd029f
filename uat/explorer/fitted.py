"""A fit in the explorer: its target, and first of all the network that was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from uat.explorer.curves import FoundCurves, StoredCurves, network_values, rounded
from uat.explorer.scene import Scene, scene_of
from uat.fits.function_fit import Fit
from uat.trainers import Adam, GradientDescent
from uat.trainers.registry import row_of
from uat.trainers.row import Role

_WIDEST = 128  # that the page trains


def scene_of_fit(fit: Fit) -> Scene:
    """Return the scene of a fit's target, the network among the stored ones if it is near-best.

    Raises
    ------
    SettingError
        If the target has more than two inputs.
    """
    scene = scene_of([fit.target], fit.activation)
    (shown,) = scene.targets
    if row_of(fit.trainer.name).role is not Role.NEAR_BEST or shown.stored is None:
        return scene
    return replace(scene, targets=(replace(shown, stored=_with_network(shown.stored, fit)),))


def preset_of_fit(fit: Fit, scene: Scene) -> Mapping[str, Any]:
    """Return what the page shows first: the fit's training, or its network among the stored ones.

    Of another trainer it is the page's own training of that width, activation and seed.
    """
    target = {"target": scene.targets[0].key}
    if row_of(fit.trainer.name).role is Role.NEAR_BEST:
        return {**target, "panel": "compare", "compareShown": f"near-best.{fit.width}"}
    training = {
        "panel": "train",
        "trainWidth": min(fit.width, _WIDEST),
        "trainActivation": fit.activation,
        "trainSeed": fit.seed,
    }
    return {**target, **training, **_rule(fit.trainer)}


def _rule(trainer: object) -> Mapping[str, Any]:
    """Return how the page trains as that trainer does; nothing if it cannot."""
    match trainer:
        case Adam():
            rule: dict[str, Any] = {"trainRule": "adam", "trainRate": trainer.learning_rate}
        case GradientDescent(momentum=str()):
            rule = {"trainRule": "nesterov", "trainRate": trainer.learning_rate or 0}
        case GradientDescent():
            rule = {
                "trainRule": "descent",
                "trainMomentum": trainer.momentum,
                "trainRate": trainer.learning_rate or 0,
            }
        case _:
            return {}
    return {**rule, "trainLength": trainer.epochs, "trainEpoch": trainer.epochs}


def _with_network(stored: StoredCurves, fit: Fit) -> StoredCurves:
    """Return the curves with the fit's network in place of another of that width."""
    found = stored.found
    own = FoundCurves(
        {**found.near_best, fit.width: rounded(fit.max_error)},
        {**found.networks, fit.width: network_values(fit.network)},
        found.trained,
    )
    return replace(stored, found=own)
