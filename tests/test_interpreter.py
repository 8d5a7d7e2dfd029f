"""The interpreter of formulas does in compiled code what dual numbers do in Python."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest

from uat.core import interpreter
from uat.core.activations import ACTIVATIONS, activation_named, register_activation
from uat.core.network import BLOCKS
from uat.core.run_state import DESCENT, NESTEROV
from uat.core.training import TrainingRun, UpdateRule
from uat.expressions.derivatives import value_and_slope

Z = np.concatenate([np.linspace(-6.0, 6.0, 97), [0.0, -40.0, 40.0]])
FORMULAS = (
    "t*exp(-t^2)", "t^2", "t^3-t/2", "2^(-t^2)", "(1+t^2)^(t/4)", "1/(1+exp(-t))",
    "-tanh(t)*abs(t)",
    "max(0,t,t^2/9)-min(t,1)", "t if t > 0 else exp(t)-1",
    "1 if t>=1 or t<-1 and t!=-2 else (2 if t==0 else t)",
    "sin(3*t)+cos(t)*logistic(t)", "log(1+t^2)*sqrt(1+t^2)", "arctan(t)+erf(t)",
    "relu(t)+softplus(t)",
    "cbrt(t)+sign(t)*floor(t)", "sinh(tanh(t))+cosh(t/9)+tan(tanh(t))", "log1p(t^2)+expm1(-t^2)",
    "(t<=1)*(t>0)*square(t)-pi",
)  # fmt: skip


def interpreted(text, z, bias=0.0, weight=1.0):
    """Return value and slope of bias + weight * z, as the compiled loop gets them."""
    program = interpreter.program_of(activation_named(text))
    phi, slope = np.empty_like(z), np.empty_like(z)

    def pointer(array, kind=ctypes.c_double):
        return array.ctypes.data_as(ctypes.POINTER(kind))

    interpreter._runner().ctypes(
        pointer(program, ctypes.c_int64), bias, weight, len(z), *map(pointer, (z, phi, slope))
    )
    return phi, slope


@pytest.mark.parametrize("text", FORMULAS)
def test_it_says_what_dual_numbers_say(text):
    value, slope = interpreted(text, Z, 0.25, -0.5)
    expected = value_and_slope(activation_named(text).steps, 0.25 - 0.5 * Z)
    np.testing.assert_allclose(value, expected[0], rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(slope, expected[1], rtol=1e-12, atol=1e-13)


def test_every_code_is_tried():
    tried = {
        code for text in FORMULAS for code, _ in interpreter.encoded(activation_named(text).steps)
    }
    assert tried >= set(range(interpreter._CHOOSE + 1))


def test_what_has_no_code_has_no_program():
    for text in ("j0(t)", "t%2", "0 < t < 1", "t*(not t>0)"):
        assert interpreter.program_of(activation_named(text)) is None
    assert interpreter.program_of(ACTIVATIONS["tanh"]) is None


@pytest.mark.usefixtures("own_activations")
@pytest.mark.parametrize("code", [DESCENT, NESTEROV])
def test_a_formula_is_trained_alike_by_both_loops(network_of, code):
    row = activation_named("t*exp(-t^2)")
    twin = register_activation("bump", row.function, row.derivative).name
    rng = np.random.default_rng(3)
    x, t = rng.uniform(-1.0, 1.0, size=(300, 2)), rng.normal(size=(300, 2))
    rule = UpdateRule(code, (0.05, 0.9) if code == DESCENT else (0.05,))
    ends = []
    for name in (row.name, twin):
        start = network_of(2, 5, 2, activation=name, output_activation=name)
        run = TrainingRun(start, x, t, BLOCKS, 1.0 / t.size, rule, False, 60, np.inf)
        run.advance(60)
        assert run.compiled is (name != twin)
        ends.append(run.network().to_vector())
        assert run.history[-1] < run.history[0]
    np.testing.assert_allclose(*ends, rtol=1e-9, atol=1e-11)


def test_what_has_no_program_is_trained_readably(network_of):
    start = network_of(1, 3, 1, activation="j0(t)")
    x = np.linspace(-1.0, 1.0, 20)[:, np.newaxis]
    rule = UpdateRule(DESCENT, (0.05, 0.0))
    run = TrainingRun(start, x, x, BLOCKS, 0.05, rule, False, 5, np.inf)
    run.advance(5)
    assert not run.compiled
    assert run.history[-1] < run.history[0]
