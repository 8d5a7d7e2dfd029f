"""The fits of NIST's reference data sets: the data are theirs, and networks leave no more."""

import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest

from uat.trainers.matching_pursuit import MatchingPursuit

ROOT = Path(__file__).resolve().parents[1]

# NIST's models with its certified parameters.
MODELS = {
    "Misra1a": (2, lambda x: 238.94212918 * (1.0 - np.exp(-5.5015643181e-4 * x))),
    "Chwirut2": (
        3, lambda x: np.exp(-0.16657666537 * x) / (5.1653291286e-3 + 1.2150007096e-2 * x)
    ),
    "Thurber": (
        7, lambda x: np.polyval([75.416644291, 583.23836877, 1491.0792535, 1288.13968], x)
        / np.polyval([0.049727297349, 0.39797285797, 0.96629502864, 1.0], x)
    ),
    "Rat43": (
        4, lambda x: 699.64151270
        / (1.0 + np.exp(5.2771253025 - 0.75962938329 * x)) ** (1.0 / 1.2792483859)
    ),
    "Nelson": (
        3, lambda x: 2.5906836021 - 5.6177717026e-9 * x[:, 0] * np.exp(0.057701013174 * x[:, 1])
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def nist():
    """Return scripts/nist.py as a module."""
    spec = importlib.util.spec_from_file_location("nist", ROOT / "scripts" / "nist.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def references(nist):
    return nist.references()


@pytest.mark.parametrize("name", MODELS)
def test_the_data_leave_the_certified_deviation(references, name):
    parameters, model = MODELS[name]
    data = references[name]
    residual = data.y - model(data.x)
    deviation = math.sqrt(residual @ residual / (len(residual) - parameters))
    assert deviation == pytest.approx(data.deviation, rel=1e-9)


def test_all_sets_are_there(references):
    rows = [len(data.y) for data in references.values()]
    assert (len(rows), sum(rows)) == (27, 2176)
    assert all(len(data.x) == len(data.y) for data in references.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Misra1a", "Rat43", "MGH17"])
def test_a_network_leaves_no_more_than_the_model(nist, references, name):
    data = references[name]
    fit = data.fitted(width=4, trainer="bayesian_regularization")
    assert nist.ratio(fit, data) <= nist.WITHIN


def test_one_that_is_too_narrow_leaves_more_and_is_named(nist, references):
    data = references["Gauss1"]
    fit = data.fitted(width=1, trainer="bayesian_regularization")
    ratio = nist.ratio(fit, data)
    assert ratio > 2.0
    text = nist.verdict({"Gauss1": ratio, "Rat43": 1.0}, "1 unit")
    assert "with 1 unit: 1 of 2 sets" in text
    assert f"not Gauss1 ({ratio:.3f})" in text


class TestParametersUsed:
    def test_are_the_trace_of_what_takes_values_to_predictions(self, nist):
        slopes = np.random.default_rng(0).normal(size=(9, 4))
        ridges = np.array([0.5, 2.0, 0.1, 0.7])
        hat = slopes @ np.linalg.solve(slopes.T @ slopes + np.diag(ridges), slopes.T)
        assert nist.determined(slopes, ridges) == pytest.approx(np.trace(hat))

    def test_without_a_ridge_are_the_rank(self, nist):
        slopes = np.random.default_rng(0).normal(size=(9, 3))
        both = np.concatenate([slopes, slopes @ [[1.0], [2.0], [0.0]], np.zeros((9, 1))], axis=1)
        assert nist.determined(both, np.zeros(5)) == pytest.approx(3.0)

    def test_of_a_network_count_the_ridge_of_its_trainer(self, nist, references):
        data = references["Chwirut2"]
        few, many = (
            nist.used(data.fitted(width=8, trainer=MatchingPursuit(200, ridge=ridge)))
            for ridge in (1.0, 1e-6)
        )
        # Weights and biases of units that are no copies of each other are not held back.
        assert 2.0 < few < many < 25.0
