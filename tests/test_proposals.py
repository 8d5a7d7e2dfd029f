from __future__ import annotations

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.core.activations import ACTIVATIONS
from uat.trainers.proposals import (
    STEEPNESSES,
    Lobe,
    hidden_layers_with_new_units,
    lobes,
    soft_hidden_layer,
    spread_hidden_layer,
)

LINE = np.linspace(-1.0, 1.0, 2001)[:, np.newaxis]
activations = st.sampled_from(sorted(ACTIVATIONS))


def rng_of(seed=0):
    return np.random.default_rng(seed)


def heights_at(found, x, residual):
    """Return the residual's norm at the centre of every lobe."""
    at = [int(np.flatnonzero(np.all(x == lobe.centre, axis=1))[0]) for lobe in found]
    return np.linalg.norm(residual[at], axis=1)


class TestLobes:
    @given(
        seed=st.integers(0, 1000),
        points=st.integers(1, 60),
        inputs=st.integers(1, 3),
        outputs=st.integers(1, 2),
        count=st.integers(1, 12),
    )
    def test_are_points_of_the_data_and_the_highest_comes_first(
        self, seed, points, inputs, outputs, count
    ):
        rng = rng_of(seed)
        x, residual = rng.uniform(-1, 1, (points, inputs)), rng.normal(size=(points, outputs))
        found = lobes(x, residual, count, width=4)
        assert 1 <= len(found) <= count
        assert all(lobe.radius > 0.0 for lobe in found)
        if inputs == 1:  # of several outputs, the one that errs most is followed
            residual = residual[:, [int(np.argmax(np.max(np.abs(residual), axis=0)))]]
        heights = heights_at(found, x, residual)
        assert heights[0] == np.linalg.norm(residual, axis=1).max()
        assert np.all(np.diff(heights) <= 0.0)

    @given(seed=st.integers(0, 1000), inputs=st.integers(1, 2))
    def test_do_not_depend_on_the_order_of_the_points(self, seed, inputs):
        rng = rng_of(seed)
        x, residual = rng.uniform(-1, 1, (40, inputs)), rng.normal(size=(40, 1))
        order = rng.permutation(40)
        once, again = lobes(x, residual, 6, 3), lobes(x[order], residual[order], 6, 3)
        assert [lobe.centre.tolist() for lobe in once] == [lobe.centre.tolist() for lobe in again]
        assert [lobe.radius for lobe in once] == [lobe.radius for lobe in again]

    @given(scale=st.sampled_from([1e-12, -1.0, 1e9]), seed=st.integers(0, 100))
    def test_do_not_depend_on_the_residual_s_unit_or_sign(self, scale, seed):
        residual = rng_of(seed).normal(size=(30, 1))
        x = np.linspace(-1.0, 1.0, 30)[:, np.newaxis]
        once, again = lobes(x, residual, 9, 3), lobes(x, scale * residual, 9, 3)
        assert [lobe.centre.tolist() for lobe in once] == [lobe.centre.tolist() for lobe in again]

    @pytest.mark.parametrize("waves", [1, 3, 8])
    def test_of_a_sine_are_its_half_waves(self, waves):
        residual = (1.0 + 0.1 * LINE) * np.sin(waves * np.pi * (LINE + 1e-4))
        found = lobes(LINE, residual, 2 * waves, 1)
        assert len(found) == 2 * waves
        centres = np.sort([lobe.centre[0] for lobe in found])
        expected = -1.0 + (2.0 * np.arange(2 * waves) + 1.0) / (2.0 * waves)
        np.testing.assert_allclose(centres, expected, atol=0.05)
        assert centres[-1] == found[0].centre[0]  # the last half-wave is the highest
        assert [lobe.radius for lobe in found] == pytest.approx([0.5 / waves] * len(found), rel=0.1)

    @pytest.mark.parametrize("radius", [1e-2, 1e-5, 1e-8])
    def test_are_as_narrow_as_the_residual_is(self, radius):
        near = np.linspace(-3.0, 3.0, 301)[:, np.newaxis] * radius
        x = np.concatenate([LINE, near])
        residual = (1.0 - (x / radius) ** 2) * np.exp(-((x / radius) ** 2)) - 1e-9
        highest = lobes(x, residual, 1, 1)[0]
        assert abs(highest.centre[0]) <= 0.02 * radius
        assert highest.radius == pytest.approx(radius, rel=0.05)

    def test_a_residual_that_is_zero_has_lobes_all_the_same(self):
        found = lobes(LINE, np.zeros_like(LINE), 5, 1)
        assert len(found) == 5
        assert all(np.isfinite(lobe.radius) and lobe.radius > 0.0 for lobe in found)

    def test_one_point_makes_one(self):
        for inputs in (1, 2):
            found = lobes(np.full((1, inputs), 0.3), np.ones((1, 1)), 4, 2)
            assert [lobe.centre.tolist() for lobe in found] == [[0.3] * inputs]

    @given(seed=st.integers(0, 100), width=st.integers(1, 50))
    def test_of_two_inputs_keep_apart(self, seed, width):
        rng = rng_of(seed)
        found = lobes(rng.uniform(-1, 1, (200, 2)), rng.normal(size=(200, 1)), 9, width)
        for number, lobe in enumerate(found):
            for other in found[:number]:
                assert np.linalg.norm(lobe.centre - other.centre) > lobe.radius


class TestHiddenLayersWithNewUnits:
    @given(
        inputs=st.integers(1, 3),
        width=st.integers(1, 5),
        new=st.integers(1, 3),
        places=st.integers(1, 8),
        activation=activations,
        seed=st.integers(0, 100),
    )
    def test_keep_the_old_units_and_bend_the_new_ones_at_the_places(
        self, inputs, width, new, places, activation, seed
    ):
        rng = rng_of(seed)
        weights, biases = rng.normal(size=(inputs, width)), rng.normal(size=width)
        at = [Lobe(rng.uniform(-1, 1, inputs), float(r)) for r in rng.uniform(0.01, 1.0, places)]
        made = hidden_layers_with_new_units(weights, biases, at, new, activation, rng)
        starts = max(0, min(3, places - new + 1))
        assert len(made) == len(STEEPNESSES) * starts
        for number, (new_weights, new_biases) in enumerate(made):
            assert new_weights.shape == (inputs, width + new)
            assert new_weights[:, :width].tobytes() == weights.tobytes()
            assert new_biases[:width].tobytes() == biases.tobytes()
            steepness, first = STEEPNESSES[number // starts], number % starts
            for unit, place in enumerate(at[first : first + new], start=width):
                # the unit bends at the centre and crosses its steep part in the lobe
                z = place.centre @ new_weights[:, unit] + new_biases[unit]
                slope = np.linalg.norm(new_weights[:, unit])
                assert z == pytest.approx(0.0, abs=1e-12 * slope)
                reach = steepness * ACTIVATIONS[activation].reach
                assert slope * place.radius == pytest.approx(reach, rel=1e-12)

    def test_nothing_but_the_generator_decides(self):
        at = [Lobe(np.array([0.1, -0.4]), 0.3)]
        once, twice = (
            hidden_layers_with_new_units(np.ones((2, 1)), np.ones(1), at, 1, "tanh", rng_of(5))
            for _ in range(2)
        )
        for (w1, b1), (w2, b2) in zip(once, twice, strict=True):
            assert (w1.tobytes(), b1.tobytes()) == (w2.tobytes(), b2.tobytes())


class TestSpreadHiddenLayer:
    @given(
        inputs=st.integers(1, 3),
        width=st.integers(1, 40),
        activation=activations,
        seed=st.integers(0, 100),
    )
    def test_has_units_of_one_slope_that_bend_in_the_box(self, inputs, width, activation, seed):
        weights, biases = spread_hidden_layer(inputs, width, activation, rng_of(seed))
        assert (weights.shape, biases.shape) == ((inputs, width), (width,))
        slopes = np.linalg.norm(weights, axis=0)
        np.testing.assert_allclose(slopes, slopes[0], rtol=1e-12)
        units_along_input = max(2.0, width ** (1.0 / inputs)) * ACTIVATIONS[activation].reach
        assert 0.25 * units_along_input <= slopes[0] <= 0.75 * units_along_input
        assert np.all(np.abs(biases) <= slopes * np.sqrt(inputs))

    @given(width=st.integers(1, 40), activation=activations)
    def test_of_one_input_has_its_centres_evenly_spread(self, width, activation):
        weights, biases = spread_hidden_layer(1, width, activation, rng_of())
        middles = -1.0 + (2.0 * np.arange(width) + 1.0) / width
        np.testing.assert_allclose(-biases / weights[0], middles, atol=1e-12)

    def test_nothing_but_the_generator_decides(self):
        once, twice = (spread_hidden_layer(2, 7, "logistic", rng_of(3)) for _ in range(2))
        assert once[0].tobytes() == twice[0].tobytes()
        assert once[1].tobytes() == twice[1].tobytes()


@pytest.mark.parametrize("inputs", [1, 2, 3])
def test_soft_units_are_hardly_bent_and_may_stand_outside(inputs):
    rng = np.random.default_rng(0)
    weights, biases = soft_hidden_layer(inputs, 60, "tanh", rng)
    assert weights.shape == (inputs, 60)
    slopes = np.linalg.norm(weights, axis=0)
    assert np.all(slopes <= 60 ** (1.0 / inputs) / 2.0 + 1e-12)
    distances = np.abs(biases) / slopes
    assert np.max(distances) > 1.0
    assert np.all(distances <= 2.0 * np.sqrt(inputs))
