"""Certificates are proved again by another way, which shares no polynomial with the first."""

import ast
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("flint")

import uat
from uat.core.network import Network
from uat.expressions import parse
from uat.theory import certificates
from uat.theory.certificates import errors, ranges, recheck, series
from uat.theory.certificates.balls import arb
from uat.theory.certificates.certify import certify
from uat.theory.certificates.differences import Difference

FOLDER = Path(certificates.__file__).parent


def random_network(seed, inputs=1, width=6, activation="logistic"):
    rng = np.random.default_rng(seed)
    return Network(
        rng.normal(size=(inputs, width)) * 4, rng.normal(size=width),
        rng.normal(size=(width, 1)), [0.3], activation,
    )  # fmt: skip


def constant(value, inputs=1):
    return Network(np.zeros((inputs, 1)), [0.0], [[0.0]], [value])


def imported_by(name):
    """Return the modules beside a module that it imports, those that these import, and so on."""
    found, todo = set(), [name]
    while todo:
        tree = ast.parse((FOLDER / f"{todo.pop()}.py").read_text(encoding="utf-8"))
        names = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "uat.theory.certificates":
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                parent, _, last = node.module.rpartition(".")
                names |= {last} if parent == "uat.theory.certificates" else set()
        todo += names - found
        found |= names
    return found


def test_nothing_of_taylor_is_used():
    assert {"interpolation", "continuations", "ranges"} <= imported_by("recheck")
    assert not imported_by("recheck") & {"series", "boxes", "forms", "rules", "errors", "search"}
    assert not {"interpolation", "continuations"} & imported_by("search")


def proved(text, network, low, high, bound, at_points=np.inf, bits=256):
    error = Difference(parse(text, len(low)).program, network)
    ends = [tuple(arb(x) for x in side) for side in (low, high)]
    return recheck.proves(error, *ends, bound, at_points, bits)


class TestBounds:
    """The largest error is known: a bound a bit above it is proved, one a bit below never."""

    @pytest.mark.parametrize(
        ("text", "network", "low", "high", "largest"),
        [
            ("sin(7*x)", constant(0.0), [-1.0], [1.0], 1.0),
            ("x^2", constant(0.5), [0.0], [1.0], 0.5),
            ("exp(x)", constant(0.0), [0.0], [1.0], np.e),
            ("abs(x - 1/3)", constant(0.0), [0.0], [1.0], 2 / 3),
            ("1 - abs(x - 1/3)", constant(0.0), [0.0], [1.0], 1.0),
            ("floor(3*x)*x", constant(0.0), [0.0], [0.9], 1.8),
            ("sqrt(x)*(1 - x)", constant(0.0), [0.0], [1.0], 2 / 27**0.5),
            ("max(sin(9*x), cos(8*x)^2)", constant(0.0), [0.5], [1.0], 0.9999938556),
            ("x*y", constant(0.25, 2), [-1.0, -1.0], [1.0, 1.0], 1.25),
            ("sin(3*x)*cos(2*y)", constant(0.0, 2), [0.0, 0.0], [1.0, 1.0], 1.0),
            ("x*y*z", constant(0.25, 3), [0.0] * 3, [1.0] * 3, 0.75),
        ],
    )
    def test_they_are_told_from_false_ones(self, text, network, low, high, largest):
        if text.startswith("max"):
            x = np.linspace(low[0], high[0], 200_001)
            largest = np.max(np.maximum(np.sin(9 * x), np.cos(8 * x) ** 2))
        assert proved(text, network, low, high, largest * (1 + 1e-8))
        assert not proved(text, network, low, high, largest * (1 - 1e-8))

    @pytest.mark.parametrize("activation", sorted(uat.ACTIVATIONS))
    def test_those_of_networks_are(self, activation):
        network = random_network(3, activation=activation)
        x = np.linspace(-1, 1, 100_001)
        largest = np.max(np.abs(np.sin(3 * x) - network(x)[:, 0]))
        assert proved("sin(3*x)", network, [-1.0], [1.0], largest * (1 + 1e-4))
        assert not proved("sin(3*x)", network, [-1.0], [1.0], largest * (1 - 1e-6))

    def test_a_spike_is_not_missed(self):
        place = 0.3141592653
        biases = [-1e11 * place + 50.0, -1e11 * place - 50.0]
        spike = Network([[1e11, 1e11]], biases, [[7.0], [-7.0]], [0.0])
        assert not proved("x/100", spike, [0.0], [1.0], 6.9)
        assert proved("x/100", spike, [0.0], [1.0], 7.0)

    def test_ends_count(self):
        """sign(0) is 0: half of the error at that single point is beyond the bound of the piece."""
        step = Network([[1.0]], [0.0], [[2.0]], [-1.0], "heaviside")
        assert proved("sign(x)", step, [0.0], [1.0], 1e-9, at_points=1.0)
        assert not proved("sign(x)", step, [0.0], [1.0], 1e-9, at_points=0.5)


@pytest.mark.parametrize("activation", sorted(uat.ACTIVATIONS))
def test_certificates_of_all_activations_are_proved_again(activation):
    proof = certify(random_network(1, activation=activation), "sin(3*x) on [-1, 1]", seconds=2)
    assert proof.check().proved


@pytest.mark.parametrize(
    "text", ["x*y on [0, 1]^2", "abs(x - y) on [0, 1]^2", "sin(x)*y*z on [0, 1]^3"]
)
def test_those_of_several_inputs_are(text):
    inputs = 3 if "z" in text else 2
    proof = certify(random_network(2, inputs, 3), text, relative_width=0.2)
    assert proof.check().proved


class TestWrongEngines:
    """A mistake in what makes certificates is found by what checks them."""

    def test_a_slope_that_is_forgotten(self, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(errors, "_top", lambda *_: (arb(0), arb(0)))
            proof = certify(constant(0.0), "exp(x) on [-1, 1]", relative_width=0.5)
        check = proof.check()
        assert not check.proved
        assert "could not be proved again" in check.message

    def test_a_derivative_that_is_wrong(self, monkeypatch):
        with monkeypatch.context() as patch:
            half = {**series.FUNCTIONS, "sin": lambda u: u.sin() / 2}
            patch.setattr(series, "FUNCTIONS", half)
            proof = certify(constant(0.0), "sin(7*x) + x on [-1, 1]", relative_width=0.5)
        assert not proof.check().proved

    def test_a_function_that_is_wrong_in_intervals(self, monkeypatch):
        proof = certify(constant(0.0), "sin(7*x) on [-1, 1]")
        wrong = {**ranges.FUNCTIONS, "sin": lambda a: ranges.FUNCTIONS["cos"](a)}
        monkeypatch.setattr(ranges, "FUNCTIONS", wrong)
        assert not proof.check().proved
