"""The sums over rows that the evidence is made of."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tools import given, settings
from tools import strategies as st

from uat.core.datasets import Dataset
from uat.trainers import curvature, draw_start, evidence
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
        slopes = Normal.of(problem.linearised(vector)).slopes
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
        products = Normal.of(problem.linearised(vector)).products
        bent = problem.sums(vector + 1e-4 * way) + problem.sums(vector - 1e-4 * way)
        assert bent[0] / 2e-8 == pytest.approx(way @ products[0] @ way, rel=1e-5)

    @pytest.mark.parametrize("numbers", [1, 300, 2000])
    def test_in_blocks_they_are_the_same(self, monkeypatch, numbers):
        data, start = noisy(200, 0.1), draw_start(1, 4, 1, seed=3)
        problem, vector = problem_of(data, start), start.to_vector()
        whole = problem.sums(vector), *Normal.of(problem.linearised(vector))
        monkeypatch.setattr(curvature, "_BLOCK", numbers)
        monkeypatch.setattr(curvature, "_LEAST_ROWS", 1)
        parts = problem.sums(vector), *Normal.of(problem.linearised(vector))
        for once, again in zip(whole, parts, strict=True):
            np.testing.assert_allclose(once, again, rtol=1e-11, atol=1e-11)


class TestTheForm:
    def test_of_more_parameters_than_rows_the_rows_are_kept(self):
        start = draw_start(4, 8, 1, seed=2)
        few, many = (
            problem_of(Dataset(np.ones((rows, 4)), np.arange(rows, dtype=float)), start)
            for rows in (start.to_vector().size - 1, start.to_vector().size)
        )
        assert isinstance(few.curvature(start.to_vector()), Dual)
        assert isinstance(many.curvature(start.to_vector()), Normal)

    @pytest.mark.parametrize("small", [0, 1000])
    def test_what_a_tried_network_leaves_does_not_depend_on_the_way(self, monkeypatch, small):
        monkeypatch.setattr(evidence, "_SMALL", small)
        data, start = noisy(200, 0.1), draw_start(1, 4, 1, seed=3)
        problem, vector = problem_of(data, start), start.to_vector()
        sums, curvature = problem.tried(vector)
        assert (curvature is None) == (small == 0)
        np.testing.assert_allclose(sums, problem.sums(vector), rtol=1e-12)
        np.testing.assert_allclose(sums, problem.curvature(vector).sums, rtol=1e-12)
