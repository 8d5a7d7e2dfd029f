from __future__ import annotations

import functools
import itertools

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.exceptions import SettingError
from uat.fits.sampling import measure, scaled_data
from uat.targets.catalogue import target_named
from uat.targets.user_targets import as_target
from uat.trainers import StopReason, VariableProjection, draw_start

QUICK = VariableProjection(cold_starts=2, kept=1, steps=40, polish=3)
X = np.linspace(-1.0, 1.0, 41)
TWO = Dataset(X, np.stack([np.sin(3.0 * X), np.cos(5.0 * X)], axis=1))
POINTS = {1: 300, 2: 400}
WIDEST = {"sine": 6, "absolute": 6, "step": 5, "franke": 4}
EPS = np.finfo(np.float64).eps


def grown(data, width, trainer=QUICK, activation="logistic", seed=0):
    """Return the results of widths 1, 2, ..., width."""
    return list(itertools.islice(trainer.grow(data, seed, activation), width))


def mean(result, data):
    residual = result.network(data.x) - data.t
    return float(np.sqrt(data.shares @ np.square(residual)[:, 0]))


def largest(result, data):
    """Return max |residual| over all points, those of weight 0 included."""
    return float(np.max(np.abs(result.network(data.x) - data.t)))


def rounding(result, data):
    """Return what one evaluation may differ from another that adds up in another order."""
    return 4.0 * EPS * (result.network.coefficient_norm + np.max(np.abs(data.t)))


def dead_units(network):
    """Return how many units have no part in the network's answer."""
    return int(np.sum(np.all(network.output_weights == 0.0, axis=1)))


def bits(result):
    return result.network.to_vector().tobytes(), result.loss_history.tobytes(), result.stop_reason


@pytest.fixture(scope="module")
def quickly():
    """Return, by target, the scaled data, the scaling and what quick settings find of it."""

    def found(name, width):
        target = target_named(name)
        data, scaling = scaled_data(target, POINTS[target.inputs], "integrated")
        return data, scaling, grown(data, width)

    return {name: found(name, width) for name, width in WIDEST.items()}


@pytest.mark.parametrize("name", sorted(WIDEST))
class TestTheErrorNeverRisesWithTheWidth:
    @pytest.mark.slow
    def test_on_all_points_of_the_dataset(self, quickly, name):
        data, _, results = quickly[name]
        for narrow, wide in itertools.pairwise(results):
            assert wide.network.width == narrow.network.width + 1
            # Beside a jump the largest residual is no less than half of it, and the mean counts.
            least = 1.01 if name == "step" else 0.0
            assert largest(wide, data) <= max(largest(narrow, data) + rounding(narrow, data), least)

    def test_as_measured(self, quickly, name):
        """The points chosen by are close enough that those measured on tell the same story."""
        target = target_named(name)
        _, scaling, results = quickly[name]
        errors = [measure(scaling.undo(result.network), target)[0] for result in results]
        assert np.all(np.diff(errors) <= 0.02 * np.array(errors[:-1]))

    def test_a_wider_network_is_better_or_padded(self, quickly, name):
        data, _, results = quickly[name]
        for narrow, wide in itertools.pairwise(results):
            if largest(wide, data) < 0.98 * largest(narrow, data):
                continue
            if name == "step" and mean(wide, data) < 0.98 * mean(narrow, data):
                continue  # the largest residual is half the jump already
            assert dead_units(wide.network) == dead_units(narrow.network) + 1
            np.testing.assert_array_equal(
                wide.network.hidden_weights[:, :-1], narrow.network.hidden_weights
            )

    def test_the_loss_falls_on_every_way(self, quickly, name):
        _, _, results = quickly[name]
        for result in results:
            assert np.all(np.diff(result.loss_history) <= 0.0)
            assert result.stop_reason in (StopReason.CONVERGED, StopReason.EPOCHS_DONE)


class TestGrowth:
    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["absolute", "franke"])
    def test_what_is_found_at_a_width_is_found_whatever_comes_after(self, quickly, name):
        data, _, results = quickly[name]
        for width in (1, 3):
            start = draw_start(data.x.shape[1], width, 1, seed=9)
            assert bits(QUICK.fit(data, start)) == bits(results[width - 1])

    @pytest.mark.slow
    def test_the_seed_decides(self):
        once, twice, other = (grown(TWO, 3, seed=seed) for seed in (4, 4, 5))
        assert [bits(r) for r in once] == [bits(r) for r in twice]
        assert bits(once[-1]) != bits(other[-1])

    def test_the_parameters_of_the_start_do_not_matter(self):
        ours, theirs = (QUICK.fit(TWO, draw_start(1, 2, 2, seed)) for seed in (0, 77))
        assert bits(ours) == bits(theirs)

    def test_the_error_is_orthogonal_to_the_units(self):
        """Without a polish it is least squares, up to the ridge."""
        plain = VariableProjection(cold_starts=1, kept=1, steps=40, polish=0)
        data = Dataset(X, np.sin(3.0 * X), 1.0 + X**2)
        result = grown(data, 2, plain)[-1]
        network = result.network
        residual = data.shares[:, np.newaxis] * (network(X) - data.t)
        assert abs(residual.sum()) < 1e-12 + rounding(result, data)
        ridge = np.abs(network.hidden_features(X).T @ residual)
        assert np.max(ridge) < 1e-9

    def test_points_of_weight_0_are_chosen_by_but_not_fitted(self):
        """Width 1 of a line through the fitted points: no value between them can bend it.

        Unless a constant, of which all points decide, comes closer to them.
        """
        plain = VariableProjection(cold_starts=1, kept=1, steps=40, polish=0)
        weights = np.where(np.arange(41) % 2, 0.0, 1.0)
        quiet, wild = (
            Dataset(X, np.sin(X) + bump * (weights == 0.0), weights) for bump in (0.0, 0.3)
        )
        ours, theirs = (grown(data, 1, plain)[0] for data in (quiet, wild))
        assert bits(ours) == bits(theirs)
        assert largest(theirs, wild) > 0.25
        beyond = Dataset(X, np.sin(X) + 9.0 * (weights == 0.0), weights)
        assert largest(grown(beyond, 1, plain)[0], beyond) < 0.6 * 9.0


# Source: measured, at default settings, seed 0, on 300 points (x86-64, OpenBLAS), and rounded up
# so that other roundings pass. The search amplifies the last bit: beside numpy 1, whose BLAS is
# another one, seed 0 misses a number, and one of the next two seeds must reach it.
MEASURED = {
    "sine": {4: 4.5e-4, 5: 3e-5},
    "runge": {4: 2.5e-3, 8: 2e-5},
    "absolute": {4: 2e-2, 8: 3e-3},
}


@pytest.fixture(scope="module")
def at_its_best():
    """Return what gives the measured max_errors of widths 1, 2, ..., of default settings."""

    @functools.cache
    def errors(name, seed=0):
        target, width = target_named(name), max(MEASURED[name])
        data, scaling = scaled_data(target, 300, "integrated")
        results = grown(data, width, VariableProjection(), seed=seed)
        return [measure(scaling.undo(result.network), target)[0] for result in results]

    return errors


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "width", "error"),
    [(name, *entry) for name, known in MEASURED.items() for entry in known.items()],
)
def test_is_as_near_to_the_best_as_it_was(at_its_best, name, width, error):
    seeds = range(3) if np.__version__.startswith("1.") else range(1)
    assert any(at_its_best(name, seed)[width - 1] <= error for seed in seeds)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(MEASURED))
def test_at_its_best_the_measured_error_falls_with_every_width(at_its_best, name):
    errors = at_its_best(name)
    assert np.all(np.diff(errors) <= 1e-3 * np.array(errors[:-1]))


class TestWhatIsEasy:
    def test_a_target_that_is_one_unit_is_found_to_rounding_and_padded(self):
        target = target_named("logistic")
        data, scaling = scaled_data(target, 300, "integrated")
        results = grown(data, 6)
        errors = [measure(scaling.undo(result.network), target)[0] for result in results]
        # The ridge follows the error down.
        assert np.all(np.array(errors) < 1e-14)
        dead = [dead_units(result.network) for result in results]
        assert np.diff(dead[2:]).tolist() == [1, 1, 1]
        for result in results[3:]:
            assert result.loss_history.tobytes() == results[2].loss_history.tobytes()

    @pytest.mark.parametrize("constant", [0.0, 7.1, -1e-9, 1e9])
    def test_a_constant(self, constant):
        data = Dataset(X, np.full(41, constant))
        for result in grown(data, 3):
            assert largest(result, data) <= 4.0 * EPS * abs(constant)

    @pytest.mark.parametrize("activation", ["logistic", "tanh", "relu", "gaussian", "softplus"])
    def test_more_units_than_points(self, activation):
        data = Dataset([-0.9, 0.2, 0.4], [1.0, -0.5, 0.2])
        results = grown(data, 6, activation=activation)
        if activation in ("relu", "softplus"):  # no rise of a unit hides between two points
            assert largest(results[2], data) < 1e-12
        for narrow, wide in itertools.pairwise(results):
            assert np.isfinite(wide.network.to_vector()).all()
            assert largest(wide, data) <= largest(narrow, data) + rounding(narrow, data)

    def test_one_point(self):
        data = Dataset([0.3], [0.7])
        for result in grown(data, 4):
            assert largest(result, data) <= 4.0 * EPS

    def test_two_outputs_of_one_hidden_layer(self):
        results = grown(TWO, 6)
        errors = [largest(result, TWO) for result in results]
        assert errors[-1] < 1e-2 * errors[0]
        assert np.all(np.diff(errors) <= 0.0)
        assert results[-1].network.outputs == 2
        # the history is the mean over outputs too, and has the ridge in it
        for result in results:
            mean = np.mean(np.square(result.network(X) - TWO.t))
            assert 0.1 * mean <= result.loss_history[-1] <= 1.1 * mean


class TestWhatIsBuilt:
    @pytest.mark.parametrize("name", ["absolute", "parabola", "ridge", "cone", "step"])
    def test_no_network_loses_to_the_best_constant(self, name):
        target = target_named(name)
        data, scaling = scaled_data(target, POINTS[target.inputs], "integrated")
        network = scaling.undo(grown(data, 1)[0].network)
        assert measure(network, target)[0] <= (1.0 + 1e-3) * target.trivial_error

    # Source: by Taylor's formula with the best w, as in tests/test_merging.py; of half the range.
    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("formula", "domain", "error"),
        [
            ("x", (-1.0, 1.0), 1.2e-10),
            ("3 - 2*x", (0.0, 5.0), 1.2e-10),
            ("x^2", (-1.0, 1.0), 5e-10),
            ("x^2 + x", (-1.0, 1.0), 5e-10),
            ("x^3 - x^2", (0.0, 2.0), 7e-9),
        ],
    )
    def test_a_polynomial_is_a_limit_of_as_many_units_as_its_degree(self, formula, domain, error):
        target = as_target(formula, domain=domain)
        data, scaling = scaled_data(target, 300, "integrated")
        degree = int(formula[2]) if "^" in formula else 1
        network = scaling.undo(grown(data, degree)[-1].network)
        assert measure(network, target)[0] <= error * target.trivial_error

    @pytest.mark.slow
    @pytest.mark.parametrize("activation", ["softplus", "gaussian", "sine"])
    @pytest.mark.parametrize(("formula", "degree"), [("x^3", 3), ("x^4 - x", 4)])
    def test_of_units_without_a_pattern_too(self, formula, degree, activation):
        target = as_target(formula, domain=(-1.0, 1.0))
        data, scaling = scaled_data(target, 300, "integrated")
        network = scaling.undo(grown(data, degree, activation=activation)[-1].network)
        # Measured: 7e-11 to 8e-9; what a search without drawn units finds is 1e-6.
        assert measure(network, target)[0] <= 4e-8 * target.trivial_error

    @pytest.mark.parametrize(
        ("formula", "width"), [("exp(x)", 1), ("exp(-3*x)", 1), ("cosh(x)", 2)]
    )
    def test_an_exponential_is_the_far_tail_of_a_unit(self, formula, width):
        target = as_target(formula, domain=(-1.0, 1.0))
        data, scaling = scaled_data(target, 300, "integrated")
        network = scaling.undo(grown(data, width)[-1].network)
        assert measure(network, target)[0] <= 1e-7 * target.trivial_error


class TestJumps:
    """No continuous network errs by less than half the highest jump; then the rmse decides."""

    @staticmethod
    def errors(formula, domain, width, activation="logistic"):
        target = as_target(formula, domain=domain)
        data, scaling = scaled_data(target, 300, "integrated")
        results = grown(data, width, activation=activation)
        return target, [measure(scaling.undo(result.network), target) for result in results]

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("formula", "domain", "width"),
        [
            ("floor(x)", (0.0, 4.5), 4),
            ("sign(sin(x))", (1.0, 11.0), 3),
            ("mod(x, 1)", (0.0, 2.5), 3),  # and one unit for the line
            ("floor(x)", (0.0, 3.0), 3),  # the last jump is at the end
        ],
    )
    @pytest.mark.parametrize("activation", ["logistic", "tanh"])
    def test_as_many_units_as_jumps_leave_half_of_them(self, formula, domain, width, activation):
        target, errors = self.errors(formula, domain, width, activation)
        largest, mean = errors[-1]
        assert largest == pytest.approx(target.largest_jump / 2.0, rel=1e-3)
        assert mean < 1e-2  # a jump at the end is a point of the evaluation grid

    @pytest.mark.slow
    def test_unequal_ones_and_a_smooth_rest(self):
        formula = "sin(3*x) + sign(x - 0.2) - 0.4*sign(x + 0.5)"
        _, errors = self.errors(formula, (-1.0, 1.0), 5)
        assert errors[-1][0] == pytest.approx(1.0, rel=1e-3)
        assert errors[-1][1] < 1e-3

    def test_more_of_them_than_units(self):
        target, errors = self.errors("sign(sin(x))", (1.0, 20.0), 4)
        means = [mean for _, mean in errors]
        assert all(largest <= 1.001 * target.trivial_error for largest, _ in errors)
        assert np.all(np.diff(means) < -0.05)


class TestCancellation:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        "limit",
        [lambda h: h * (1.0 - h), lambda h: h * (1.0 - h) * (1.0 - 2.0 * h)],
        ids=["first derivative", "second derivative"],
    )
    def test_units_that_merge_are_held_apart_by_the_ridge(self, limit):
        """The best networks do not exist: units would merge into a derivative, |c| -> infinity."""
        h = 1.0 / (1.0 + np.exp(-3.0 * X))
        t = limit(h)
        data = Dataset(X, (t - t.mean()) / t.std())
        for result in grown(data, 4):
            # ridge |c| <= deviation at least 1e-5 of the error before
            bound = 1e5 * np.sqrt(result.network.width)
            assert result.network.coefficient_norm <= bound
        assert result.network.coefficient_norm > 10.0
        assert largest(result, data) < 1e-4

    @pytest.mark.slow
    def test_rounding_stays_below_the_error(self):
        """Added up in another order, the units give the same answer to a tenth of its error."""
        for result in grown(Dataset(X, np.exp(X)), 8):
            network = result.network
            features = network.hidden_features(X)[:, ::-1]
            backwards = features @ network.output_weights[::-1] + network.output_biases
            noise = np.max(np.abs(backwards - network(X)))
            assert noise <= 0.1 * np.max(np.abs(network(X)[:, 0] - np.exp(X))) + 1e-14


class TestSettings:
    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("cold_starts", 0),
            ("cold_starts", 1.5),
            ("screening", 0),
            ("kept", 0),
            ("steps", -3),
            ("steps", float("nan")),
            ("polish", -1),
        ],
    )
    def test_out_of_range_are_refused(self, setting, value):
        with pytest.raises(SettingError, match=f"{setting} must be a whole number"):
            VariableProjection(**{setting: value})

    def test_no_polish_is_a_setting(self):
        assert VariableProjection(polish=0).polish == 0

    def test_a_polish_lowers_the_largest_residual(self):
        data, _ = scaled_data(target_named("sine"), 100, "integrated")
        plain, polished = (
            grown(data, 3, VariableProjection(cold_starts=2, kept=1, steps=40, polish=rounds))[-1]
            for rounds in (0, 8)
        )
        assert largest(polished, data) < 0.9 * largest(plain, data)

    def test_the_norm_is_one_of_two(self):
        with pytest.raises(SettingError, match="norm"):
            VariableProjection(norm="l1")

    def test_no_gradient_passes_through_a_heaviside_of_two_inputs(self):
        data = Dataset(np.stack([X, X**2], axis=1), X)
        with pytest.raises(SettingError, match="no gradient passes through heaviside"):
            QUICK.fit(data, draw_start(2, 3, 1, seed=0, activation="heaviside"))
        assert QUICK.refusal(1, "heaviside") is None
        assert QUICK.refusal(2, "logistic") is None


class TestUnitsThatAreNotSmooth:
    @pytest.mark.slow
    @pytest.mark.parametrize("activation", ["relu", "heaviside"])
    @pytest.mark.parametrize("norm", ["max", "l2"])
    def test_a_width_found_by_itself_is_that_of_the_growth(self, activation, norm):
        data, _ = scaled_data(target_named("runge"), 60, "integrated")
        trainer = VariableProjection(norm=norm)
        assert trainer.direct(1, activation)
        results = grown(data, 5, trainer, activation)
        for width in (1, 3, 5):
            start = draw_start(1, width, 1, seed=3, activation=activation)
            assert bits(trainer.fit(data, start)) == bits(results[width - 1])

    @pytest.mark.slow
    @pytest.mark.parametrize("activation", ["relu", "heaviside"])
    def test_the_error_never_rises(self, activation):
        data, _ = scaled_data(target_named("absolute"), 60, "integrated")
        results = grown(data, 7, VariableProjection(), activation)
        errors = [largest(result, data) for result in results]
        assert np.all(np.diff(errors) <= 1e-14)

    @pytest.mark.parametrize("outputs", [1, 2])
    def test_rows_of_a_table_get_the_steps_of_least_squares(self, outputs):
        t = np.stack([np.sign(X - 0.3), 2.0 * (X > -0.5)], axis=1)[:, :outputs]
        results = grown(Dataset(X, t), outputs, activation="heaviside")
        np.testing.assert_allclose(results[-1].network(X), t, atol=1e-14)
        assert results[-1].loss_history[-1] < 1e-28
