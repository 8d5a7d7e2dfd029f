"""The two forms of the curvature say the same, and what the matrices of small problems say."""

from __future__ import annotations

import numpy as np
import pytest

from uat.trainers import curvature
from uat.trainers.curvature import Block, Dual, Normal, blocks_of_rows, cholesky, solved


def drawn_block(outputs, parameters, rows):
    """Return a block of slopes and residuals."""
    rng = np.random.default_rng(rows)
    return Block(rng.normal(size=(outputs, parameters, rows)), rng.normal(size=(outputs, rows)))


@pytest.fixture(params=[(12, 1), (40, 2), (90, 1)], ids=str)
def problem(request):
    """Return slopes and residuals, prior deviations and the precisions of the noise."""
    rows, outputs = request.param
    rng = np.random.default_rng(rows)
    block = drawn_block(outputs, 49, rows)
    return block, rng.uniform(0.5, 3.0, 49), rng.uniform(2.0, 20.0, outputs)


@pytest.fixture(params=[Normal, Dual])
def scaled(request, problem):
    """Return either form of the curvature."""
    block, scales, noise = problem
    return request.param.of([block]).scaled(scales, noise)


@pytest.fixture
def bent(problem):
    """Return A = B'B + 1 and B'r, by their definitions."""
    block, scales, noise = problem
    rows = (block.slopes * np.sqrt(noise)[:, None, None]).transpose(0, 2, 1).reshape(-1, 49)
    residual = (block.residual * np.sqrt(noise)[:, None]).ravel()
    rows = rows * scales
    return rows.T @ rows + np.eye(49), rows.T @ residual


PLACE = np.random.default_rng(5).normal(size=49)


class TestBothForms:
    @pytest.mark.parametrize("damping", [0.0, 0.3, 1e6])
    def test_the_step_solves_the_damped_equations(self, scaled, bent, damping):
        matrix, slope = bent
        step, promised = scaled.step(damping, PLACE)
        expected = -np.linalg.solve(matrix + damping * np.eye(49), slope + PLACE)
        np.testing.assert_allclose(step, expected, rtol=1e-8, atol=1e-10)
        lowered = -(2.0 * (slope + PLACE) @ expected + expected @ matrix @ expected)
        assert promised == pytest.approx(lowered, rel=1e-8)
        assert promised > 0.0

    def test_the_posterior(self, problem, scaled, bent):
        block, scales, noise = problem
        inverse = np.linalg.inv(bent[0])
        posterior = scaled.posterior()
        assert posterior.log_determinant == pytest.approx(np.linalg.slogdet(bent[0])[1], rel=1e-10)
        np.testing.assert_allclose(posterior.variances, np.diag(inverse), rtol=1e-8, atol=1e-12)
        products = np.einsum("opi,oqi->opq", block.slopes, block.slopes)
        own = products * np.outer(scales, scales) * noise[:, None, None]
        determined = np.einsum("opq,pq->o", own, inverse)
        np.testing.assert_allclose(posterior.by_output, determined, rtol=1e-8)

    def test_the_variances_of_sums(self, scaled, bent):
        sums = np.random.default_rng(1).normal(size=(49, 7))
        expected = np.einsum("pi,pi->i", sums, np.linalg.solve(bent[0], sums))
        np.testing.assert_allclose(scaled.variances()(sums), expected, rtol=1e-8)

    @pytest.mark.parametrize("form", [Normal, Dual])
    def test_is_that_of_all_blocks_together(self, form):
        block = drawn_block(2, 5, 30)
        parts = [Block(block.slopes[..., k::3], block.residual[:, k::3]) for k in range(3)]
        whole, summed = (form.of(blocks) for blocks in ([block], parts))
        np.testing.assert_allclose(summed.sums, np.square(block.residual).sum(axis=1), rtol=1e-12)
        once, again = (one.scaled(np.ones(5), np.ones(2)).posterior() for one in (whole, summed))
        np.testing.assert_allclose(again.variances, once.variances, rtol=1e-10)

    def test_what_overflowed_leaves_nothing(self, problem):
        block, scales, noise = problem
        wild = Block(block.slopes.copy(), block.residual)
        wild.slopes[0, 3, 1] = np.inf
        with np.errstate(all="ignore"):
            scaled = Normal.of([wild]).scaled(scales, noise)
            assert scaled.step(1.0, PLACE) is None
            assert scaled.posterior() is None
            assert scaled.variances() is None


class TestCholesky:
    def test_solves(self):
        rows = np.random.default_rng(0).normal(size=(9, 5))
        matrix, wanted = rows.T @ rows, np.arange(5.0)
        factor = cholesky(matrix.copy())
        np.testing.assert_allclose(factor @ factor.T, matrix, rtol=1e-12)
        np.testing.assert_allclose(matrix @ solved(factor, wanted), wanted, atol=1e-12)

    @pytest.mark.parametrize("wild", [np.nan, np.inf, -1.0])
    def test_is_none_where_there_is_no_factor(self, wild):
        matrix = np.eye(4)
        matrix[2, 2] = wild
        assert cholesky(matrix) is None


@pytest.mark.parametrize(("numbers", "size"), [(10, 10), (40, 3), (1000, 3)])
def test_blocks_are_all_rows_once(monkeypatch, numbers, size):
    monkeypatch.setattr(curvature, "_BLOCK", 100)
    monkeypatch.setattr(curvature, "_LEAST_ROWS", 3)
    blocks = list(blocks_of_rows(23, numbers))
    rows = np.concatenate([np.arange(23)[block] for block in blocks])
    np.testing.assert_array_equal(rows, np.arange(23))
    assert blocks[0] == slice(0, size)
