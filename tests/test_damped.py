from __future__ import annotations

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.trainers.damped import Linearisation, NielsenDamping, damped_least_squares


def solve(residual, slopes, start, *, steps=200, tolerance=1e-9, patience=3, **bent):
    """Return the descent of a problem given by two functions of the parameters."""

    def linearise(p):
        return Linearisation(np.asarray(residual(p), float), lambda: np.asarray(slopes(p), float))

    return damped_least_squares(
        linearise,
        np.asarray(start, float),
        steps=steps,
        tolerance=tolerance,
        patience=patience,
        **bent,
    )


def linear(rows, columns, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(rows, columns)), rng.normal(size=rows)


def solve_linear(design, wanted, **how):
    start = np.zeros(design.shape[1])
    return solve(lambda p: design @ p - wanted, lambda _: design, start, **how)


# More, Garbow & Hillstrom (1981), ACM Trans. Math. Software 7, 17-41, problems 1, 3, 5 and 13:
# residual, Jacobian, their start, the sum of squares there, a minimiser where it is unique. The
# least sum of squares is 0.
PUBLISHED = {
    "rosenbrock": (
        lambda p: [10.0 * (p[1] - p[0] ** 2), 1.0 - p[0]],
        lambda p: [[-20.0 * p[0], 10.0], [-1.0, 0.0]],
        (-1.2, 1.0), 24.2, (1.0, 1.0),
    ),
    "powell badly scaled": (
        lambda p: [1e4 * p[0] * p[1] - 1.0, np.exp(-p[0]) + np.exp(-p[1]) - 1.0001],
        lambda p: [[1e4 * p[1], 1e4 * p[0]], [-np.exp(-p[0]), -np.exp(-p[1])]],
        (0.0, 1.0), 1.0 + (np.exp(-1.0) - 0.0001) ** 2, (1.098e-5, 9.106),
    ),
    "beale": (
        lambda p: [c - p[0] * (1.0 - p[1] ** k) for k, c in ((1, 1.5), (2, 2.25), (3, 2.625))],
        lambda p: [[p[1] ** k - 1.0, k * p[0] * p[1] ** (k - 1)] for k in (1, 2, 3)],
        (1.0, 1.0), 1.5**2 + 2.25**2 + 2.625**2, (3.0, 0.5),
    ),
    "powell singular": (
        lambda p: [
            p[0] + 10.0 * p[1], 5.0**0.5 * (p[2] - p[3]),
            (p[1] - 2.0 * p[2]) ** 2, 10.0**0.5 * (p[0] - p[3]) ** 2,
        ],
        lambda p: [
            [1.0, 10.0, 0.0, 0.0], [0.0, 0.0, 5.0**0.5, -(5.0**0.5)],
            [0.0, 2.0 * (p[1] - 2.0 * p[2]), -4.0 * (p[1] - 2.0 * p[2]), 0.0],
            [2.0 * 10.0**0.5 * (p[0] - p[3]), 0.0, 0.0, -2.0 * 10.0**0.5 * (p[0] - p[3])],
        ],
        (3.0, -1.0, 0.0, 1.0), 215.0, (0.0, 0.0, 0.0, 0.0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_published_problems_are_solved(name):
    residual, slopes, start, first, minimiser = PUBLISHED[name]
    found = solve(residual, slopes, start)
    assert found.history[0] == pytest.approx(first, rel=1e-12)
    assert found.history[-1] < 1e-15
    assert np.all(np.diff(found.history) < 0.0)
    assert found.parameters == pytest.approx(minimiser, rel=1e-3, abs=1e-3)


class TestBentSteps:
    @pytest.mark.parametrize("name", sorted(PUBLISHED))
    def test_solve_the_published_problems_too(self, name):
        residual, slopes, start, *_ = PUBLISHED[name]
        found = solve(residual, slopes, start, bend=True)
        assert found.history[-1] < 1e-15

    def test_go_down_a_curved_valley_in_fewer(self):
        residual, slopes, start, *_ = PUBLISHED["powell badly scaled"]
        straight, bent = (solve(residual, slopes, start, bend=bend) for bend in (False, True))
        assert len(bent.history) < 0.5 * len(straight.history)

    def test_are_straight_where_the_problem_is(self):
        design, wanted = linear(9, 3, 1)
        straight, bent = (solve_linear(design, wanted, bend=bend) for bend in (False, True))
        np.testing.assert_allclose(bent.parameters, straight.parameters, rtol=1e-9)


def test_no_step_is_longer_than_it_may_be():
    way = []
    solve(lambda p: way.append(p[0]) or [p[0] - 10.0], lambda _: [[1.0]], [0.0], longest=1.5)
    assert np.max(np.abs(np.diff(way))) == pytest.approx(1.5)
    assert way[-1] == pytest.approx(10.0)


class TestLinearProblems:
    @given(rows=st.integers(8, 30), columns=st.integers(1, 8), seed=st.integers(0, 1000))
    def test_least_squares_in_a_few_steps(self, rows, columns, seed):
        design, wanted = linear(rows, columns, seed)
        found = solve_linear(design, wanted)
        _, singular, _ = np.linalg.svd(design, full_matrices=False)
        expected = np.linalg.lstsq(design, wanted, rcond=None)[0]
        assert found.converged
        # Where nothing is left over, it ends among sums that are only rounding.
        rounding = 1e-24 * (wanted @ wanted) if rows == columns else 0.0
        assert np.count_nonzero(np.array(found.history) > rounding) <= 12
        if singular[-1] > 1e-2 * singular[0]:
            np.testing.assert_allclose(found.parameters, expected, rtol=1e-5, atol=1e-5)
        least = np.sum((design @ expected - wanted) ** 2)
        assert found.history[-1] == pytest.approx(least, rel=1e-7, abs=1e-12 * (wanted @ wanted))

    @given(seed=st.integers(0, 1000))
    def test_columns_that_repeat_or_vanish_do_no_harm(self, seed):
        design, wanted = linear(12, 4, seed)
        rich = np.column_stack([design, design[:, :2], np.zeros(12)])
        found = solve_linear(rich, wanted)
        least = np.sum((design @ np.linalg.lstsq(design, wanted, rcond=None)[0] - wanted) ** 2)
        assert found.history[-1] == pytest.approx(least, rel=1e-7)
        assert found.parameters[-1] == 0.0  # what changes nothing is not changed

    def test_fewer_rows_than_parameters(self):
        found = solve_linear(*linear(3, 7, 1))
        assert found.history[-1] < 1e-15
        assert np.isfinite(found.parameters).all()

    @given(
        seed=st.integers(0, 100),
        powers=st.lists(st.integers(-40, 40), min_size=3, max_size=3),
    )
    def test_the_parameters_units_do_not_matter(self, seed, powers):
        """A power of two rounds nothing, so the way is the same step by step."""
        design, wanted = linear(9, 3, seed)
        units = 2.0 ** np.array(powers)

        def residual(p):
            return np.tanh(design @ p) - wanted

        def slopes(p):
            return (1.0 - np.tanh(design @ p)[:, np.newaxis] ** 2) * design

        plain = solve(residual, slopes, [0.1, -0.2, 0.3], steps=8)
        scaled = solve(
            lambda p: residual(p * units),
            lambda p: slopes(p * units) * units,
            np.array([0.1, -0.2, 0.3]) / units,
            steps=8,
        )
        np.testing.assert_allclose(scaled.history, plain.history, rtol=1e-9)
        np.testing.assert_allclose(scaled.parameters * units, plain.parameters, rtol=1e-6)


class TestTheWay:
    @pytest.mark.slow
    @given(seed=st.integers(0, 1000), width=st.integers(1, 4))
    def test_the_sum_of_squares_falls_at_every_accepted_step(self, seed, width):
        rng = np.random.default_rng(seed)
        x, t = np.linspace(-1.0, 1.0, 20), rng.normal(size=20)

        def residual(p):
            return np.tanh(np.outer(x, p[:width])) @ p[width:] - t

        def slopes(p):
            features = np.tanh(np.outer(x, p[:width]))
            return np.hstack([(1.0 - features**2) * x[:, np.newaxis] * p[width:], features])

        found = solve(residual, slopes, rng.normal(size=2 * width), steps=60)
        assert np.all(np.diff(found.history) < 0.0)
        assert found.history[-1] == pytest.approx(np.sum(residual(found.parameters) ** 2), rel=1e-9)

    def test_a_residual_that_is_not_finite_rejects_the_step(self):
        """From 5, the Gauss-Newton step for log(x) = 0 leads to 5 - 5 log 5 < 0."""
        tried = []

        def residual(p):
            tried.append(float(p[0]))
            return np.log(p) if p[0] > 0.0 else np.full(1, np.nan)

        found = solve(residual, lambda p: [1.0 / p], [5.0], tolerance=1e-12)
        assert min(tried) < 0.0
        assert found.parameters == pytest.approx([1.0], abs=1e-7)
        assert np.isfinite(found.history).all()

    def test_a_sum_of_squares_that_overflows_rejects_the_step(self):
        """A cliff of 1e200 next to the way: squared it is infinite, and no warning escapes."""
        found = solve(lambda p: np.where(p < 0.0, 1e200, np.log1p(p) + 0.1), lambda _: [[1.0]], [1])
        assert 0.0 <= found.parameters[0] < 1.0
        assert np.isfinite(found.history).all()

    @pytest.mark.parametrize("bad", [np.nan, np.inf])
    def test_where_the_start_is_not_finite_there_is_no_way(self, bad):
        found = solve(lambda p: p + bad, lambda _: [[1.0]], [1.0])
        assert found.parameters.tolist() == [1.0]
        assert len(found.history) == 1
        assert not np.isfinite(found.history[0])
        assert not found.converged


class TestTheEnd:
    def test_where_nothing_is_to_gain_it_stays(self):
        found = solve(lambda p: p * 0.0, lambda _: np.eye(2), [3.0, 4.0])
        assert (found.parameters.tolist(), found.history, found.converged) == ([3, 4], [0.0], True)

    def test_without_parameters_it_ends_and_prints_nothing(self, capfd):
        found = solve(lambda _: np.ones(3), lambda _: np.zeros((3, 0)), np.empty(0))
        assert (found.converged, found.history, found.parameters.size) == (True, [3.0], 0)
        assert capfd.readouterr() == ("", "")

    def test_at_a_minimum_that_is_not_zero_it_stays(self):
        found = solve(lambda p: [p[0], 1.0], lambda _: [[1.0], [0.0]], [0.0])
        assert (found.parameters.tolist(), found.history, found.converged) == ([0.0], [1.0], True)

    @pytest.mark.parametrize("steps", [0, 1, 5])
    def test_it_tries_no_more_steps_than_it_may(self, steps):
        residual, slopes, start, *_ = PUBLISHED["rosenbrock"]
        tried = []
        found = solve(lambda p: tried.append(p) or residual(p), slopes, start, steps=steps)
        assert len(tried) == steps + 1
        assert len(found.history) <= steps + 1
        assert not found.converged

    def test_cut_short_it_has_gone_the_same_way(self):
        residual, slopes, start, *_ = PUBLISHED["beale"]
        long, short = (solve(residual, slopes, start, steps=steps) for steps in (50, 6))
        assert short.history == long.history[: len(short.history)]

    @pytest.mark.parametrize("patience", [1, 2, 5])
    def test_it_is_patient_with_so_many_small_gains(self, patience):
        residual, slopes, start, *_ = PUBLISHED["powell singular"]  # converges linearly
        found = solve(residual, slopes, start, tolerance=0.999, patience=patience)
        gains = 1.0 - np.array(found.history[1:]) / found.history[:-1]
        assert found.converged
        assert np.all(gains[-patience:] <= 0.999)
        assert len(found.history) - 1 < len(solve(residual, slopes, start).history)

    def test_the_jacobian_is_asked_for_once_a_point(self):
        residual, slopes, start, *_ = PUBLISHED["rosenbrock"]
        asked = []
        found = solve(residual, lambda p: asked.append(tuple(p)) or slopes(p), start)
        assert len(asked) == len(set(asked)) <= len(found.history)


class TestNielsenDamping:
    def test_a_step_that_keeps_its_promise_divides_it_by_three(self):
        damping = NielsenDamping(9.0, 2.0, 1e3)
        for value in (3.0, 2.0, 2.0):  # never below the least
            damping.accept(1.0)
            assert damping.value == value

    def test_half_of_the_promise_leaves_it_and_less_raises_it(self):
        damping = NielsenDamping(1.0, 1e-3, 1e3)
        damping.accept(0.5)
        assert damping.value == 1.0
        damping.accept(0.0)
        assert damping.value == 2.0

    def test_rejected_steps_raise_it_ever_faster_until_it_is_spent(self):
        damping = NielsenDamping(1.0, 1e-3, 64.0)
        values = []
        for _ in range(4):
            assert not damping.spent
            damping.reject()
            values.append(damping.value)
        assert values == [2.0, 8.0, 64.0, 1024.0]
        assert damping.spent
        damping.accept(1.0)
        damping.value = 1.0
        damping.reject()
        assert damping.value == 2.0  # what was taken began the count anew
