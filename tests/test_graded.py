"""Where points gather, and units that are graded towards there."""

from __future__ import annotations

import numpy as np
import pytest

from uat.fits.sampling import scaled_data
from uat.targets.user_targets import as_target
from uat.trainers.graded import NEARER, SingularPlace, graded_hidden_layers, singular_places


def places_of(formula, domain):
    data, _ = scaled_data(as_target(formula, domain=domain), 300, "integrated")
    return singular_places(data.fitted().x[:, 0])


class TestPlaces:
    @pytest.mark.parametrize(
        ("formula", "domain", "places"),
        [
            ("log(x)", (1e-9, 1.0), [-1.0]),
            ("x*log(x)", (1e-9, 1.0), [-1.0]),
            ("sqrt(1 - x)", (0.0, 1.0), [1.0]),
            ("abs(x - 0.5)^0.5", (-1.0, 1.0), [0.5]),
            ("1/(1e-6 + (x + 0.25)^2)", (-1.0, 1.0), [-0.25]),
            ("sqrt(1 - x^2)", (-1.0, 1.0), [-1.0, 1.0]),
        ],
    )
    def test_are_where_the_target_is_singular(self, formula, domain, places):
        found = sorted(place.at for place in places_of(formula, domain))
        np.testing.assert_allclose(found, places, atol=1e-3)

    @pytest.mark.parametrize("formula", ["sin(3*x)", "exp(x)", "x^3 - x", "tanh(5*x)"])
    def test_a_smooth_target_has_none(self, formula):
        assert places_of(formula, (-1.0, 1.0)) == []

    def test_a_few_points_have_none(self):
        assert singular_places(np.array([0.0, 1e-9, 1.0])) == []
        assert singular_places(np.linspace(-1.0, 1.0, 50)) == []


class TestLayers:
    def test_stand_at_distances_that_grow_by_a_factor_and_are_as_steep_as_near(self):
        place = SingularPlace(-1.0, 1e-8)
        layers = graded_hidden_layers([place], 12, "logistic", np.random.default_rng(0))
        assert len(layers) == len(NEARER)
        for nearer, (weights, biases) in zip(NEARER, layers, strict=True):
            distances = np.sort(1.0 - biases / weights[0])
            expected = np.geomspace(nearer * 1e-8, 2.0, 12)
            np.testing.assert_allclose(np.log(distances), np.log(expected), atol=0.5)
            steepness = np.abs(weights[0]) * (1.0 - biases / weights[0])
            assert np.all((steepness >= 0.4) & (steepness <= 2.6))

    def test_stand_on_both_sides_of_a_place_inside(self):
        place = SingularPlace(0.25, 1e-6)
        (weights, biases), *_ = graded_hidden_layers([place], 10, "tanh", np.random.default_rng(0))
        assert np.sum(-biases / weights[0] > 0.25) == 5

    def test_are_dealt_out_among_the_places(self):
        places = [SingularPlace(-1.0, 1e-6), SingularPlace(1.0, 1e-6)]
        (weights, biases), *_ = graded_hidden_layers(places, 9, "tanh", np.random.default_rng(0))
        assert weights.shape == (1, 9)
        assert 3 <= np.sum(-biases / weights[0] > 0.0) <= 6

    def test_are_none_without_a_place_or_for_one_unit(self):
        rng = np.random.default_rng(0)
        assert graded_hidden_layers([], 5, "logistic", rng) == []
        assert graded_hidden_layers([SingularPlace(0.0, 1e-6)], 1, "logistic", rng) == []
