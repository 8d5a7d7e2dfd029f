"""Trainings as the page's engine takes them, made of those that Python runs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from uat.core.run_state import ADAM, DESCENT, NESTEROV
from uat.core.training import TrainingRun, relative_rates
from uat.trainers import epoch_loop

RULES = {DESCENT: "descent", NESTEROV: "nesterov", ADAM: "adam"}
SETTINGS = {
    DESCENT: ("learningRate", "momentum"),
    NESTEROV: ("learningRate",),
    ADAM: ("learningRate", "beta1", "beta2", "epsilon", "warmUp", "decayEpochs"),
}
FIELDS = (
    "start",
    "x",
    "t",
    "trained",
    "lossScale",
    "rule",
    "sequential",
    "epochs",
    "limit",
    "growth",
)


class _BegunError(Exception):
    """A training run has begun; its arguments are all that is wanted of it."""


def run_of(monkeypatch, fit):
    """Return the arguments, by their names in `FIELDS`, of the run that a call begins."""

    def begin(*arguments):
        raise _BegunError(dict(zip(FIELDS, (*arguments, 0.0)[: len(FIELDS)], strict=True)))

    monkeypatch.setattr(epoch_loop, "TrainingRun", begin)
    with pytest.raises(_BegunError) as begun:
        fit()
    return begun.value.args[0]


def setup_of(run):
    """Return the setup of `createTraining` for a training run, as JSON holds it."""
    start, rule = run["start"], run["rule"]
    settings = dict(zip(SETTINGS[rule.code], map(float, rule.settings), strict=True))
    return {
        "inputs": start.inputs, "width": start.width, "outputs": 1,
        "activation": start.activation, "outputActivation": start.output_activation,
        "x": start.centred(run["x"]).T.ravel().tolist(), "t": np.ravel(run["t"]).tolist(),
        "parameters": start.to_vector().tolist(),
        "rule": {"name": RULES[rule.code], **settings},
        "hiddenRate": rule.hidden_rate, "means": np.asarray(rule.means).tolist(),
        "rates": relative_rates(start, run["trained"], rule.hidden_rate).tolist(),
        **{name: run[name] for name in ("lossScale", "sequential", "epochs", "limit", "growth")},
    }  # fmt: skip


def trained(run, nudged=None):
    """Return the parameters after all epochs, the losses, and whether it diverged.

    The start's parameter of the place `nudged` has its last bit changed.
    """
    start = run["start"].to_vector()
    if nudged is not None:
        start[nudged] = np.nextafter(start[nudged], math.inf)
    training = TrainingRun(run["start"].with_vector(start), *(run[name] for name in FIELDS[1:]))
    training.advance(run["epochs"])
    losses = training.history[: training.epoch + 1]
    return training.network().to_vector(), losses, training.diverged


def distance(a, b):
    """Return the largest difference of two vectors, relative to the size of each number.

    A number that is small beside all others counts as a thousandth of the largest.
    """
    a, b = np.asarray(a), np.asarray(b)
    return float(np.max(np.abs(a - b) / np.maximum(np.abs(b), 1e-3 * np.max(np.abs(b)))))
