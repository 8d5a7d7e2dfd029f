"""The error f - y of a network y: its parts, and its values in plain interval arithmetic.

What is computed here is used by both ways of proving: by Taylor models (`errors.py`), and by
interpolation (`interpolation.py`). Weights are taken exactly as the float64 numbers they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from uat.core.network import Network
from uat.exceptions import SettingError
from uat.expressions import parse
from uat.expressions.steps import Call, Input, Program
from uat.theory.certificates import intervals, ranges
from uat.theory.certificates.balls import Ball, arb
from uat.theory.certificates.intervals import Interval

_Z = Input(0, "z")
UNITS: Mapping[str, Program] = {
    "identity": (_Z,),
    "logistic": (_Z, Call("logistic", 1)),
    "tanh": (_Z, Call("tanh", 1)),
    "relu": (_Z, Call("relu", 1)),
    "softplus": (_Z, Call("softplus", 1)),
    "gaussian": (_Z, Call("gaussian", 1)),
    "sine": (_Z, Call("sin", 1)),
    "heaviside": (_Z, Call("heaviside", 1)),
    "relu_squared": (_Z, Call("relu", 1), Call("square", 1)),
    "relu_cubed": parse("relu(x)^3").program,
}
"""The built-in activations as programs; one that is typed as a formula has its own."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One hidden unit, c phi(w . (x - m) + b), in exact balls."""

    weights: tuple[Ball, ...]
    bias: Ball
    output: Ball

    def pre_activation(self, near: Sequence[Interval]) -> Interval:
        """Return what holds w . (x - m) + b, from what holds x - m."""
        total = intervals.number(self.bias)
        for w, x in zip(self.weights, near, strict=True):
            if w != 0:
                total = intervals.scaled(x, w) + total
        return total


@dataclass(frozen=True, slots=True)
class Settled:
    """The units that hardly vary on a piece: what holds there holds on every part of it.

    Parameters
    ----------
    total : their sum at one point
    rest : how far their sum can be from that on the piece, an exact ball
    others : the units that vary
    """

    total: Ball
    rest: Ball
    others: tuple[Unit, ...]


class Difference:
    """The function f - y.

    Parameters
    ----------
    program : f
    network : y, of one linear output

    Attributes
    ----------
    phi : the activation as a program
    centre : m, exact, one ball per input
    bias : d, exact
    units : those that count

    Raises
    ------
    SettingError
        If the network has more outputs, one that is not linear, or an activation that is no
        formula.
    """

    def __init__(self, program: Program, network: Network) -> None:
        self.program, self.network = program, network
        self.phi = unit_program(network)
        self.centre = [arb(float(m)) for m in network.input_centre]
        self.bias = arb(float(network.output_biases[0]))
        columns = zip(
            network.hidden_weights.T, network.hidden_biases, network.output_weights[:, 0],
            strict=True,
        )  # fmt: skip
        self.units = tuple(
            Unit(tuple(arb(float(v)) for v in w), arb(float(b)), arb(float(c)))
            for w, b, c in columns
            if c != 0.0
        )

    def at(self, point: Sequence[Ball], settled: Settled | None = None) -> Interval:
        """Return what holds f - y at an exact point, of a piece if units are settled there."""
        return self.within([Interval(x, x) for x in point], settled)

    def within(self, x: Sequence[Interval], settled: Settled | None = None) -> Interval:
        """Return what holds f - y for all inputs in intervals, of a piece as for `at`."""
        settled = settled or self.none_settled()
        known = self.bias + settled.total + arb(0, settled.rest)
        total = ranges.run(self.program, x) - intervals.number(known)
        near = self.from_centre(x)
        for unit in settled.others:
            phi = ranges.run(self.phi, [unit.pre_activation(near)])
            total = total - intervals.number(unit.output) * phi
        return total

    def none_settled(self) -> Settled:
        """Return that all units vary."""
        return Settled(arb(0), arb(0), self.units)

    def from_centre(self, x: Sequence[Interval]) -> list[Interval]:
        """Return what holds x - m."""
        pairs = zip(x, self.centre, strict=True)
        return [a - intervals.number(m) for a, m in pairs]


def unit_program(network: Network) -> Program:
    """Return the activation of a network whose errors can be proved.

    Raises
    ------
    SettingError
        If they cannot.
    """
    if network.members is not None or network.outputs != 1 or not network.linear_output:
        raise SettingError("a certificate is for one network of one output that is linear.")
    if not network.finite:
        raise SettingError("a parameter of the network is not finite: nothing can be proved.")
    phi = network.phi
    program = phi.steps or UNITS.get(phi.name)
    if program is None:
        raise SettingError(
            f"the activation {phi.label} is a function of Python: nothing can be proved of it. "
            "Give it as a formula, such as t*exp(-t^2)."
        )
    return program


def rounding_bound(network: Network) -> float:
    """Return about what evaluating the network in float64 adds: eps |c|_1 (n + 3), and eps |d|."""
    eps = float(np.finfo(np.float64).eps)
    sizes = float(np.sum(np.abs(network.output_weights))) * (network.width + 3)
    return eps * (sizes + abs(float(network.output_biases[0])))
