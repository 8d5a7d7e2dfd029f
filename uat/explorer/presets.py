"""The course's rungs as the page has them: data, start, settings, and the numbers to be reached."""

from __future__ import annotations

from typing import Any

from uat.core.backprop import loss_named
from uat.core.network import BLOCKS, Network
from uat.core.training import relative_rates
from uat.course.rungs import RUNGS, Rung
from uat.explorer.curves import network_values


def course_presets() -> dict[str, dict[str, Any]]:
    """Return the rungs by name, as plain JSON values.

    Of each: `x` (row i holds input i of all points), `t`, the `network` before the first epoch, and
    what else a setup of the engine has: `rates` (0 of what is frozen), `lossScale`, `learningRate`,
    `epochs`, `sequential`. `names` tells where in the parameters each of the course's is;
    `published` and `fromR` are the values they have after all epochs, in the course and as R has
    them; `predictions` the y printed there, those of the last forward pass, one epoch before.
    """
    return {name: _preset(build()) for name, build in RUNGS.items()}


def _preset(rung: Rung) -> dict[str, Any]:
    dataset, trainer = rung.dataset, rung.trainer
    return {
        "title": rung.title,
        "formula": rung.formula,
        "dataSource": rung.data_source,
        "inputNames": list(rung.input_names),
        "outputName": rung.desired_name,
        "x": dataset.x.T.ravel().tolist(),
        "t": dataset.t[:, 0].tolist(),
        "network": network_values(rung.start),
        "rates": relative_rates(rung.start, trainer.trained, 1.0).tolist(),
        "lossScale": loss_named(trainer.loss).scale(dataset.t.size),
        "learningRate": trainer.learning_rate,
        "epochs": trainer.epochs,
        "sequential": trainer.update == "sequential",
        "names": {name: place(rung.start, *where) for name, where in rung.places.items()},
        "published": dict(rung.published),
        "fromR": dict(rung.r_parameters),
        "predictions": list(rung.published_predictions or rung.r_predictions),
    }


def place(network: Network, block: str, index: tuple[int, ...]) -> int:
    """Return where an entry of a block stands in the vector of all parameters."""
    start = 0
    for name in BLOCKS:
        values = getattr(network, name)
        if name == block:
            width = values.shape[-1]
            return start + (index[0] if len(index) == 1 else index[0] * width + index[1])
        start += values.size
    raise ValueError(f"a network has no {block}.")
