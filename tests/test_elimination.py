from __future__ import annotations

import numpy as np
import pytest
from tools import given, settings
from tools import strategies as st

from uat.core.datasets import Dataset
from uat.trainers import draw_start, elimination
from uat.trainers.elimination import (
    eliminate,
    seconds_of_outputs,
    solve_output_layer,
    with_solved_outputs,
)
from uat.trainers.projection import Problem

seeds = st.integers(0, 1000)
widths = st.integers(1, 6)


def problem(seed, width, outputs=2, points=25):
    """Return hidden features, target values and root shares, all drawn."""
    rng = np.random.default_rng(seed)
    shares = rng.uniform(0.1, 1.0, size=(points, 1))
    return (
        rng.normal(size=(points, width)),
        rng.normal(size=(points, outputs)),
        np.sqrt(shares / shares.sum()),
    )


def weighted(features, root_shares):
    """Return sqrt(w) [hidden_features, 1]."""
    return np.hstack([features, np.ones((len(features), 1))]) * root_shares


class TestSolveOutputLayer:
    @given(seed=seeds, width=widths)
    def test_is_least_squares(self, seed, width):
        features, t, root = problem(seed, width)
        expected = np.linalg.lstsq(weighted(features, root), t * root, rcond=None)[0]
        found = solve_output_layer(features, t, root)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-10)

    @given(seed=seeds, width=widths)
    def test_a_unit_that_stands_there_twice_shares_its_coefficient(self, seed, width):
        features, t, root = problem(seed, width)
        once = solve_output_layer(features, t, root)
        twice = solve_output_layer(np.hstack([features, features]), t, root)
        np.testing.assert_allclose(twice[:width], once[:-1] / 2.0, atol=1e-9)
        np.testing.assert_allclose(twice[width:-1], once[:-1] / 2.0, atol=1e-9)

    @given(seed=seeds, width=widths)
    def test_a_dead_unit_gets_nothing_and_changes_nothing(self, seed, width):
        features, t, root = problem(seed, width)
        dead = np.hstack([features, np.zeros((25, 1))])
        found = solve_output_layer(dead, t, root)
        assert found[width].tolist() == [0.0, 0.0]
        np.testing.assert_allclose(
            np.delete(found, width, axis=0), solve_output_layer(features, t, root), atol=1e-9
        )

    @given(seed=seeds, powers=st.lists(st.integers(-60, 60), min_size=3, max_size=3))
    def test_the_units_heights_do_not_matter(self, seed, powers):
        features, t, root = problem(seed, 3)
        heights = 2.0 ** np.array(powers)
        plain = solve_output_layer(features, t, root)
        scaled = solve_output_layer(features * heights, t, root)
        np.testing.assert_allclose(scaled[:-1] * heights[:, np.newaxis], plain[:-1], rtol=1e-9)

    def test_more_units_than_points_pass_through_them_with_least_norm(self):
        features, t, root = problem(3, 8, points=5)
        found = solve_output_layer(features, t, root)
        design = np.hstack([features, np.ones((5, 1))])
        np.testing.assert_allclose(design @ found, t, atol=1e-12)
        assert np.isfinite(found).all()

    @given(seed=seeds, width=st.sampled_from([10, 11, 12, 30]))
    @settings(max_examples=10)
    def test_of_several_minimisers_it_is_that_of_least_norm(self, seed, width):
        features, t, root = problem(seed, width, points=6)
        features[:, 2] = 0.0
        features[1] = features[0]
        design = weighted(features, root)
        lengths = np.linalg.norm(design, axis=0)
        lengths[2] = 1.0
        expected = np.linalg.lstsq(design / lengths, t * root, rcond=1e-12)[0]
        found = solve_output_layer(features, t, root) * lengths[:, np.newaxis]
        np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-10)

    @settings(max_examples=10)
    @given(seed=seeds, shape=st.sampled_from([(4, 25), (30, 8), (7, 7)]), twice=st.booleans())
    def test_of_very_many_units_the_gram_matrix_says_the_same(self, seed, shape, twice):
        width, points = shape
        features, t, root = problem(seed, width, points=points)
        if twice:
            features[:, 1], features[1] = features[:, 0], features[0]
        few = solve_output_layer(features, t, root)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(elimination, "_MOST_PRODUCTS", 0.0)
            patch.delattr(elimination, "_by_singular_values")
            many = solve_output_layer(features, t, root)
        np.testing.assert_allclose(weighted(features, root) @ (many - few), 0.0, atol=1e-4)
        np.testing.assert_allclose(np.linalg.norm(many), np.linalg.norm(few), rtol=1e-3)

    @pytest.mark.parametrize("points", [3, 40])
    def test_what_leaves_no_factor_is_solved_by_singular_values(self, monkeypatch, points):
        features, t, root = problem(1, 9, points=points)
        few = solve_output_layer(features, t, root)
        monkeypatch.setattr(elimination, "_MOST_PRODUCTS", 0.0)
        monkeypatch.setattr(elimination, "cholesky", lambda _: None)
        np.testing.assert_array_equal(solve_output_layer(features, t, root), few)

    def test_the_time_it_takes_rises_with_points_and_width(self):
        assert seconds_of_outputs(1000, 100) < seconds_of_outputs(2000, 100)
        assert seconds_of_outputs(1000, 100) < seconds_of_outputs(1000, 200)

    @given(seed=seeds)
    def test_several_outputs_are_solved_one_by_one(self, seed):
        features, t, root = problem(seed, 4, outputs=3)
        together = solve_output_layer(features, t, root)
        for output in range(3):
            alone = solve_output_layer(features, t[:, [output]], root)
            np.testing.assert_allclose(together[:, [output]], alone, rtol=1e-10, atol=1e-12)

    @given(seed=seeds)
    def test_with_solved_outputs_keeps_the_hidden_layer_and_skips_points_of_weight_0(self, seed):
        rng = np.random.default_rng(seed)
        x, t = np.linspace(-1.0, 1.0, 30), rng.normal(size=30)
        weights = np.where(np.arange(30) % 3 == 0, 0.0, 1.0)
        start = draw_start(1, 4, 1, seed)
        solved = with_solved_outputs(start, Dataset(x, t, weights))
        wild = with_solved_outputs(start, Dataset(x, np.where(weights > 0, t, 1e6), weights))
        assert solved == wild
        assert solved.hidden_weights.tobytes() == start.hidden_weights.tobytes()
        assert solved.hidden_biases.tobytes() == start.hidden_biases.tobytes()
        residual = (solved(x)[:, 0] - t) * weights
        across = np.hstack([start.hidden_features(x), np.ones((30, 1))])
        scale = np.abs(across) @ np.abs(np.append(solved.output_weights, solved.output_biases))
        np.testing.assert_allclose(across.T @ residual, 0.0, atol=1e-11 * (1 + scale.max()))


class TestEliminate:
    @given(seed=seeds, width=widths, ridge=st.sampled_from([1e-14, 1e-6, 1e-2, 1.0]))
    def test_the_basis_is_orthonormal_and_the_residual_stands_upright_on_it(
        self, seed, width, ridge
    ):
        solved = eliminate(*problem(seed, width), ridge)
        assert solved.basis().shape == (25 + width, width + 1)
        assert solved.residual.shape == (25 + width, 2)
        gram = solved.basis().T @ solved.basis()
        np.testing.assert_allclose(gram, np.eye(width + 1), atol=1e-14)
        np.testing.assert_allclose(solved.basis().T @ solved.residual, 0.0, atol=1e-13)

    @given(seed=seeds, width=widths, ridge=st.sampled_from([1e-6, 1e-2, 1.0]))
    def test_minimises_misfit_and_ridge_together(self, seed, width, ridge):
        """The normal equations: A' W (A c - t) + ridge^2 c = 0, with no ridge on the bias."""
        features, t, root = problem(seed, width)
        solved = eliminate(features, t, root, ridge)
        design = weighted(features, root)
        misfit = design @ solved.coefficients - t * root
        np.testing.assert_allclose(solved.residual[:25], misfit, atol=1e-13)
        np.testing.assert_allclose(
            solved.residual[25:], ridge * solved.coefficients[:-1], atol=1e-13
        )
        penalty = np.vstack([ridge**2 * solved.coefficients[:-1], np.zeros((1, 2))])
        np.testing.assert_allclose(design.T @ misfit + penalty, 0.0, atol=1e-13)

    @given(seed=seeds, width=widths)
    def test_without_much_of_a_ridge_it_is_least_squares(self, seed, width):
        features, t, root = problem(seed, width)
        np.testing.assert_allclose(
            eliminate(features, t, root, 1e-12).coefficients,
            solve_output_layer(features, t, root),
            rtol=1e-9,
            atol=1e-10,
        )

    @given(seed=seeds, width=widths, dead=st.sampled_from([0.0, 0.5, 1.0]))
    def test_a_dead_unit_is_harmless(self, seed, width, dead):
        """A constant unit does what the bias does for nothing, so the ridge leaves it at 0.

        What is left of its column beside the bias' is the ridge and a rounding: eps / ridge^2.
        """
        features, t, root = problem(seed, width)
        more = np.hstack([features, np.full((25, 1), dead)])
        solved, without = (eliminate(f, t, root, 1e-3) for f in (more, features))
        np.testing.assert_allclose(solved.coefficients[width], 0.0, atol=1e-8)
        np.testing.assert_allclose(solved.residual[:25], without.residual[:25], atol=1e-10)

    @given(seed=seeds, gap=st.sampled_from([0.0, 1e-15, 1e-12, 1e-9, 1e-6, 1e-3]))
    def test_the_ridge_bounds_the_coefficients_of_units_that_merge(self, seed, gap):
        """c = 0 and the mean is one choice, so ridge |c| <= the deviation of t."""
        ridge = 1e-5
        features, t, root = problem(seed, 1)
        merging = np.hstack([features, np.tanh(features + gap), np.tanh(features)])
        solved = eliminate(merging, t, root, ridge)
        deviation = np.linalg.norm((t - np.sum(root**2 * t, axis=0)) * root, axis=0)
        norms = np.linalg.norm(solved.coefficients[:-1], axis=0)
        assert np.all(ridge * norms <= deviation * (1.0 + 1e-9))

    def test_a_stronger_ridge_makes_smaller_coefficients_and_a_larger_misfit(self):
        solved = [eliminate(*problem(5, 6), ridge) for ridge in (1e-6, 1e-2, 1e-1, 1.0, 10.0)]
        norms = [np.linalg.norm(s.coefficients[:-1]) for s in solved]
        misfits = [np.linalg.norm(s.residual[:25]) for s in solved]
        assert np.all(np.diff(norms) < 0.0)
        assert np.all(np.diff(misfits) > 0.0)

    @given(seed=seeds)
    def test_several_outputs_are_solved_one_by_one(self, seed):
        features, t, root = problem(seed, 4, outputs=3)
        together = eliminate(features, t, root, 1e-3)
        for output in range(3):
            alone = eliminate(features, t[:, [output]], root, 1e-3)
            np.testing.assert_allclose(
                together.coefficients[:, [output]], alone.coefficients, rtol=1e-10, atol=1e-12
            )
            np.testing.assert_allclose(together.residual[:, [output]], alone.residual, atol=1e-12)

    def test_more_units_than_points(self):
        solved = eliminate(*problem(2, 9, points=4), 1e-8)
        np.testing.assert_allclose(solved.residual, 0.0, atol=1e-6)


def central_differences(function, at, step=1e-6):
    """Return d function / d at, one column an entry."""
    moves = step * np.eye(at.size)
    return np.stack([(function(at + m) - function(at - m)) / (2.0 * step) for m in moves], axis=-1)


class TestKaufmanJacobian:
    """Of `variable_projection`, which has it from what the elimination leaves."""

    @staticmethod
    def case(activation, inputs=2, outputs=2, width=3, ridge=1e-2):
        rng = np.random.default_rng(7)
        x = rng.uniform(-1.0, 1.0, size=(30, inputs))
        data = Dataset(x, rng.normal(size=(30, outputs)), rng.uniform(0.2, 1.0, size=30))
        parameters = rng.normal(size=(inputs + 1) * width)
        of = Problem.of(data, activation)
        return lambda p: of.linearise(p, ridge), parameters

    @pytest.mark.parametrize(
        "activation",
        ["logistic", "tanh", "softplus", "gaussian", "sine", "relu_squared", "relu_cubed"],
    )
    @pytest.mark.parametrize(("inputs", "outputs"), [(1, 1), (2, 1), (1, 2), (3, 3)])
    def test_its_gradient_is_exact(self, activation, inputs, outputs):
        """Kaufman leaves out a term that is orthogonal to the residual: J' r stays exact."""
        linearise, parameters = self.case(activation, inputs, outputs)

        def half_square(p):
            residual = linearise(p).residual
            return np.array(residual @ residual / 2.0)

        here = linearise(parameters)
        np.testing.assert_allclose(
            here.jacobian().T @ here.residual,
            central_differences(half_square, parameters),
            rtol=1e-6,
            atol=1e-8,
        )

    def test_where_the_fit_is_exact_so_is_the_whole_of_it(self):
        truth = draw_start(2, 3, 1, 4, "tanh")
        x = np.random.default_rng(3).uniform(-1.0, 1.0, size=(30, 2))
        problem = Problem.of(Dataset(x, truth(x)), "tanh")
        parameters = np.concatenate([truth.hidden_weights.ravel(), truth.hidden_biases])
        ridge = 1e-9
        np.testing.assert_allclose(
            problem.linearise(parameters, ridge).jacobian(),
            central_differences(lambda p: problem.linearise(p, ridge).residual, parameters, 1e-5),
            atol=1e-7,
        )

    def test_it_has_no_part_that_the_output_layer_could_take(self):
        x, t = np.linspace(-1.0, 1.0, 30)[:, np.newaxis], np.sin(np.arange(30.0))[:, np.newaxis]
        start = draw_start(1, 4, 1, seed=0)
        parameters = start.to_vector()[:8]
        solved = eliminate(start.hidden_features(x), t, np.full((30, 1), 30.0**-0.5), 1e-3)
        slopes = Problem.of(Dataset(x, t), "logistic").linearise(parameters, 1e-3).jacobian()
        assert slopes.shape == (34, 8)
        np.testing.assert_allclose(solved.basis().T @ slopes, 0.0, atol=1e-13)
