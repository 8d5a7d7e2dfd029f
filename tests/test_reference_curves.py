"""All that theory says of a target and an activation, and what it leaves out."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from matplotlib.mathtext import MathTextParser

from uat.core.activations import ACTIVATIONS
from uat.core.domains import Box
from uat.exceptions import UnknownNameError
from uat.targets.catalogue import TARGETS
from uat.targets.metrics import convergence_rate
from uat.targets.target import Target
from uat.theory.guarantees import (
    barron_guarantee,
    step_guarantee,
)
from uat.theory.rates import (
    broken_line_max_error,
    staircase_rmse,
)
from uat.theory.reference_curves import (
    CurveKind,
    best_constant_error,
    lowest_guarantee,
    main_norm,
    reference_curves,
)

WIDE = 2 ** np.arange(8)
every_target = pytest.mark.parametrize("target", TARGETS.values(), ids=lambda t: t.name)
every_activation = pytest.mark.parametrize("activation", ACTIVATIONS)
parsed = functools.cache(lambda formula: MathTextParser("path").parse(f"${formula}$"))


@functools.cache
def curves_of(name, activation):
    return reference_curves(TARGETS[name], activation, WIDE)


def pick(curves, kind, norm):
    return [curve for curve in curves if curve.kind == kind and curve.norm == norm]


class TestReferenceCurves:
    @every_activation
    @every_target
    def test_a_curve_says_something_at_every_width(self, target, activation):
        for curve in curves_of(target.name, activation):
            assert curve.label
            assert curve.source
            assert curve.widths.shape == curve.values.shape == (curve.widths.size,)
            assert curve.widths.size
            assert set(curve.widths) <= set(WIDE)
            assert np.all(curve.values > 0.0)
            assert np.all(np.diff(curve.values) <= 0.0)
            assert parsed(curve.formula)

    @every_activation
    @every_target
    def test_vacuous_values_are_cut_off(self, target, activation):
        constants = {
            "max_error": target.trivial_error,
            "rmse": np.std(target(target.uniform_evaluation_grid())),
        }
        for curve in curves_of(target.name, activation):
            if curve.kind != CurveKind.RATE:
                assert np.all(curve.values < constants[curve.norm])

    @every_activation
    @every_target
    def test_an_asymptotic_never_stands_above_a_guarantee(self, target, activation):
        curves = curves_of(target.name, activation)
        for norm in ("max_error", "rmse"):
            promised = {}
            for curve in pick(curves, CurveKind.GUARANTEE, norm):
                for width, value in zip(curve.widths, curve.values, strict=True):
                    promised[width] = min(value, promised.get(width, np.inf))
            for curve in pick(curves, CurveKind.ASYMPTOTIC, norm):
                bounds = [promised.get(width, np.inf) for width in curve.widths]
                assert np.all(curve.values < bounds)

    def test_the_sine_and_logistic_units(self):
        curves = reference_curves(TARGETS["sine"], "logistic", WIDE)
        (steps,) = pick(curves, CurveKind.GUARANTEE, "max_error")
        np.testing.assert_allclose(steps.widths, [4, 8, 16, 32, 64, 128])
        np.testing.assert_allclose(steps.values, step_guarantee(8.0, steps.widths), rtol=1e-6)
        (stairs,) = pick(curves, CurveKind.ASYMPTOTIC, "rmse")
        np.testing.assert_allclose(
            stairs.values, staircase_rmse(TARGETS["sine"], stairs.widths + 1)
        )
        assert not pick(curves, CurveKind.ASYMPTOTIC, "max_error")
        (rate,) = pick(curves, CurveKind.RATE, "rmse")
        assert convergence_rate(rate.widths, rate.values) == pytest.approx(-0.5)

    def test_the_sine_and_relu_units(self):
        curves = reference_curves(TARGETS["sine"], "relu", WIDE)
        (steps,) = pick(curves, CurveKind.GUARANTEE, "max_error")
        np.testing.assert_allclose(steps.values, step_guarantee(8.0, steps.widths // 2), rtol=1e-6)
        (line,) = pick(curves, CurveKind.ASYMPTOTIC, "max_error")
        np.testing.assert_allclose(line.values, broken_line_max_error(TARGETS["sine"], line.widths))
        assert convergence_rate(line.widths, line.values) == pytest.approx(-2.0)
        rates = pick(curves, CurveKind.RATE, "rmse")
        slopes = [convergence_rate(rate.widths, rate.values) for rate in rates]
        np.testing.assert_allclose(slopes, [-0.5, -2.0])

    def test_a_wild_target_is_tamer_at_equal_distances(self):
        """Its variation is large, its range is not: the modulus says more at small widths."""
        curves = reference_curves(TARGETS["weierstrass"], "tanh", WIDE)
        steps, even = pick(curves, CurveKind.GUARANTEE, "max_error")
        assert even.widths[0] < steps.widths[0]
        assert "distances" in even.label

    def test_a_jump_leaves_guarantees_of_the_rmse_only(self):
        curves = reference_curves(TARGETS["blocks"], "logistic", WIDE)
        assert {curve.norm for curve in curves} == {"rmse"}
        (steps,) = pick(curves, CurveKind.GUARANTEE, "rmse")
        np.testing.assert_allclose(steps.values, step_guarantee(41.0, steps.widths), rtol=1e-6)

    def test_barrons_bound_is_drawn_where_it_says_something(self):
        widths = [128, 256, 512]
        curves = pick(reference_curves(TARGETS["ridge"], "logistic", widths), "guarantee", "rmse")
        (barron,) = curves
        assert "Barron" in barron.label
        np.testing.assert_allclose(barron.widths, [256, 512])
        np.testing.assert_allclose(barron.values, barron_guarantee(TARGETS["ridge"], [256, 512]))

    @pytest.mark.parametrize("activation", ["gaussian", "identity", "sine"])
    def test_of_other_activations_nothing_is_known_here(self, activation):
        assert reference_curves(TARGETS["sine"], activation, WIDE) == ()

    def test_of_a_constant_there_is_nothing_to_say(self):
        zero = Target("zero", np.zeros_like, Box.interval(0.0, 1.0), "0", "the simplest of all")
        assert reference_curves(zero, "relu", WIDE) == ()

    @pytest.mark.parametrize(
        ("activation", "labels"),
        [
            ("logistic", ["Barron's rate"]),
            ("softplus", ["Barron's rate"]),
            ("heaviside", ["Barron's rate", "rate of heaviside"]),
            ("relu", ["Barron's rate", "rate of relu"]),
            ("relu_cubed", ["Barron's rate", "rate of relu cubed"]),
        ],
    )
    def test_the_rates_are_those_of_the_activation(self, activation, labels):
        curves = reference_curves(TARGETS["sine"], activation, WIDE)
        assert [curve.label for curve in curves if curve.kind == CurveKind.RATE] == labels

    def test_an_unknown_activation_is_refused(self):
        with pytest.raises(UnknownNameError, match="unknown activation 'softsing'"):
            reference_curves(TARGETS["sine"], "softsing", WIDE)


@pytest.mark.slow
@pytest.mark.parametrize(("values", "inputs"), [(990, 0), (-990, 0), (0, 660), (-600, -600)])
@pytest.mark.parametrize("activation", ["logistic", "relu"])
def test_curves_are_the_same_in_other_units(activation, values, inputs):
    height, length = 2.0**values, 2.0**inputs

    def kinked(u):
        return np.sin(3.0 * u) + np.abs(u - 0.3)

    plain = Target("f", kinked, Box.interval(0.0, 2.0), "", "this test", (0.3,))
    box = Box.interval(0.0, 2.0 * length)
    scaled = Target(
        "f", lambda x: height * kinked(x / length), box, "", "this test", (0.3 * length,)
    )
    widths = [1, 2, 8, 32]
    ours, theirs = (reference_curves(target, activation, widths) for target in (scaled, plain))
    assert [(c.label, c.norm) for c in ours] == [(c.label, c.norm) for c in theirs]
    assert len(ours) > 1
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one.values, height * other.values, rtol=1e-9)


@pytest.mark.parametrize(
    ("name", "norm"), [("sine", "max_error"), ("step", "rmse"), ("cone", "max_error")]
)
def test_the_main_norm_is_one_in_which_the_error_can_fall(name, norm):
    assert main_norm(TARGETS[name]) == norm


@pytest.mark.parametrize("name", ["sine", "blocks", "franke"])
def test_the_best_constant_errs_in_both_norms(name):
    target = TARGETS[name]
    assert best_constant_error(target, "max_error") == target.trivial_error
    values = target(target.uniform_evaluation_grid())
    assert best_constant_error(target, "rmse") == pytest.approx(np.std(values))


def test_the_lowest_guarantee_is_that_of_its_norm():
    curves = reference_curves(TARGETS["step"], "logistic", [4, 16, 64])
    assert lowest_guarantee(curves) == {}
    lowest = lowest_guarantee(curves, "rmse")
    assert lowest[64.0] == pytest.approx(1.0 / 130.0)
    assert set(lowest_guarantee(reference_curves(TARGETS["sine"], "logistic", [16]))) == {16.0}
