"""The sums over rows that the evidence is made of."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tools import given, settings
from tools import strategies as st

from uat.core.datasets import Dataset
from uat.trainers import draw_start, evidence
from uat.trainers.curvature import Dual, Normal
from uat.trainers.evidence import Problem


def noisy(points, noise, seed=0):
    """Return points drawn from the interval, and the sine there with noise."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1.0, 1.0, size=points)
    return Dataset(x, np.sin(2.0 * np.pi * x) + rng.normal(scale=noise, size=points))


def problem_of(dataset, start):
    return Problem.of(dataset, dataset.t - dataset.shares @ dataset.t, start)


class TestTheSums:
    @given(
        outputs=st.integers(1, 3),
        inputs=st.integers(1, 3),
        activation=st.sampled_from(["logistic", "tanh", "sine", "softplus"]),
        seed=st.integers(0, 50),
    )
    @settings(max_examples=15)
    def test_slopes_are_those_of_the_sums_of_squares(self, outputs, inputs, activation, seed):
        rng = np.random.default_rng(seed)
        data = Dataset(
            rng.uniform(-1.0, 1.0, size=(30, inputs)),
            rng.normal(size=(30, outputs)),
            rng.uniform(0.1, 1.0, size=30),
        )
        start = draw_start(inputs, 3, outputs, seed, activation)
        problem, vector = problem_of(data, start), start.to_vector()
        slopes = problem._normal(vector).slopes
        for index in range(vector.size):
            way = np.zeros(vector.size)
            way[index] = 1e-5
            central = (problem.sums(vector + way) - problem.sums(vector - way)) / 2e-5
            np.testing.assert_allclose(2.0 * slopes[:, index], central, rtol=1e-6, atol=1e-6)

    def test_where_nothing_is_left_the_products_are_the_curvature(self):
        start = draw_start(2, 3, 1, seed=1)
        x = np.random.default_rng(0).uniform(-1.0, 1.0, size=(20, 2))
        problem = dataclasses.replace(
            problem_of(Dataset(x, start(x)), start), x=x, t=start(x), counts=np.ones(20)
        )
        vector, way = start.to_vector(), np.random.default_rng(1).normal(size=13)
        products = problem._normal(vector).products
        bent = problem.sums(vector + 1e-4 * way) + problem.sums(vector - 1e-4 * way)
        assert bent[0] / 2e-8 == pytest.approx(way @ products[0] @ way, rel=1e-5)

    @pytest.mark.parametrize("numbers", [1, 300, 2000])
    def test_in_blocks_they_are_the_same(self, monkeypatch, numbers):
        data, start = noisy(200, 0.1), draw_start(1, 4, 1, seed=3)
        problem, vector = problem_of(data, start), start.to_vector()
        whole = problem.sums(vector), *dataclasses.astuple(problem._normal(vector))
        monkeypatch.setattr(evidence, "_BLOCK", numbers)
        parts = problem.sums(vector), *dataclasses.astuple(problem._normal(vector))
        for once, again in zip(whole, parts, strict=True):
            np.testing.assert_allclose(once, again, rtol=1e-11, atol=1e-11)


def scaled_forms(problem, vector, weights, noise):
    """Return the two forms of the curvature under the same precisions."""
    scales = 1.0 / np.sqrt(weights)
    return [form.scaled(scales, noise) for form in (problem._normal(vector), problem._dual(vector))]


class TestTheTwoForms:
    """Sums over rows, and the rows themselves, say the same of few rows and of many."""

    @pytest.fixture(params=[(12, 1), (40, 2), (90, 1)], ids=str)
    def forms(self, request):
        points, outputs = request.param
        rng = np.random.default_rng(points)
        data = Dataset(
            rng.uniform(-1.0, 1.0, size=(points, 4)),
            rng.normal(size=(points, outputs)),
            rng.uniform(0.5, 2.0, size=points),
        )
        start = draw_start(4, 8, outputs, seed=2)
        problem, vector = problem_of(data, start), start.to_vector()
        weights, noise = rng.uniform(0.5, 3.0, vector.size), rng.uniform(2.0, 20.0, outputs)
        return scaled_forms(problem, vector, weights, noise), vector * np.sqrt(weights)

    @pytest.mark.parametrize("damping", [0.0, 0.3, 1e6])
    def test_the_step(self, forms, damping):
        (normal, dual), place = forms
        once, again = normal.step(damping, place), dual.step(damping, place)
        np.testing.assert_allclose(once.vector, again.vector, rtol=1e-8, atol=1e-10)
        assert once.promised == pytest.approx(again.promised, rel=1e-8)
        assert once.promised > 0.0

    def test_the_posterior(self, forms):
        (normal, dual), _ = forms
        once, again = normal.posterior(), dual.posterior()
        assert once.log_determinant == pytest.approx(again.log_determinant, rel=1e-10)
        np.testing.assert_allclose(once.variances, again.variances, rtol=1e-8, atol=1e-12)
        np.testing.assert_allclose(once.by_output, again.by_output, rtol=1e-8)

    def test_of_more_parameters_than_rows_the_rows_are_kept(self):
        start = draw_start(4, 8, 1, seed=2)
        few, many = (
            problem_of(Dataset(np.ones((rows, 4)), np.arange(rows, dtype=float)), start)
            for rows in (start.to_vector().size - 1, start.to_vector().size)
        )
        assert isinstance(few.curvature(start.to_vector()), Dual)
        assert isinstance(many.curvature(start.to_vector()), Normal)
