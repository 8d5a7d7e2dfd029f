"""Steps that stand exactly on the jumps of a target."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from uat.core.domains import Box
from uat.core.network import Network
from uat.fits.jump_units import placed_on_jumps, samples_beside

SAMPLES = np.linspace(-1.013, 3.0, 101)


def steps(places, sides, heights):
    places, sides = np.array(places), np.array(sides)
    return Network(
        3.7 * sides[np.newaxis], -3.7 * sides * (places - 0.9), np.array(heights)[:, np.newaxis],
        np.array([0.25]), "heaviside", input_centre=np.array([0.9]),
    )  # fmt: skip


def placed(network, function, samples):
    sides = samples[samples_beside(network, samples)]
    return placed_on_jumps(network, function, Box((-2.0,), (4.0,)), sides)


@pytest.mark.parametrize("side", [-1.0, 1.0])
@pytest.mark.parametrize("jump", [0.0, 1.0 / 3.0, 2.0, 1e-200, -0.7])
@pytest.mark.parametrize("right_owns", [True, False])
def test_a_unit_is_right_at_every_float(side, jump, right_owns):
    def function(x):
        return np.where(x >= jump if right_owns else x > jump, 1.25, 0.25)

    cell = int(np.searchsorted(SAMPLES, jump, side="right" if right_owns else "left"))
    place = SAMPLES[cell - 1 : cell + 1].mean()
    network = replace(
        steps([place], [side], [side]), output_biases=np.array([0.25 if side > 0.0 else 1.25])
    )
    moved = placed(network, function, SAMPLES)
    near = [jump, np.nextafter(jump, -9.0), np.nextafter(jump, 9.0)]
    x = np.concatenate([SAMPLES, near])
    np.testing.assert_array_equal(moved(x)[:, 0], function(x))
    np.testing.assert_array_equal(moved.hidden_weights, [[side]])


def test_where_nothing_jumps_a_unit_stays():
    network = steps([0.511, 1.2], [1.0, -1.0], [1.0, 0.5])
    moved = placed(network, np.sin, SAMPLES)
    np.testing.assert_allclose(moved.unit_centres(), [0.511, 1.2], rtol=1e-15)
    np.testing.assert_array_equal(moved(SAMPLES), network(SAMPLES))


def test_dead_units_stay_dead():
    network = Network(np.array([[0.0, 1.0]]), np.array([0.3, 0.0]), np.array([[0.0], [0.0]]),
                      np.zeros(1), "heaviside")  # fmt: skip
    moved = placed(network, np.sign, SAMPLES)
    assert np.isfinite(moved.to_vector()).all()
    np.testing.assert_array_equal(moved(SAMPLES), 0.0)


@pytest.mark.parametrize("sides", [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)])
@pytest.mark.parametrize("jump", [0.0, 0.3, -2.5e-200])
def test_a_value_at_the_jump_alone_is_between_two_units(sides, jump):
    samples = np.sort(np.append(SAMPLES, [jump - 1e-12, jump, jump + 1e-12]))
    places = jump + np.array([-5e-13, 5e-13])
    given = steps(places, sides, np.array(sides))
    given = replace(given, output_biases=np.array([-1.0 + sides.count(-1.0)]))

    def function(x):
        return np.sign(x - jump)

    np.testing.assert_array_equal(given(samples)[:, 0], function(samples))
    moved = placed(given, function, samples)
    np.testing.assert_array_equal(moved.unit_centres(), jump)
    x = np.concatenate([samples, np.nextafter(jump, [-9.0, 9.0])])
    np.testing.assert_array_equal(moved(x)[:, 0], function(x))


def test_samples_beside_a_unit_are_on_its_sides():
    network = steps([0.0, 0.5, 0.5, -7.0], [1.0, 1.0, -1.0, 1.0], [1.0, 1.0, 1.0, 1.0])
    samples = np.array([-1.0, 0.1, 0.5, 2.0])
    places = replace(
        network, input_centre=np.zeros(1), hidden_weights=np.array([[1.0, 1.0, -1.0, 0.0]]),
        hidden_biases=np.array([0.0, -0.5, 0.5, 3.0]),
    )  # fmt: skip
    np.testing.assert_array_equal(samples_beside(places, samples), [[0, 1, 2, 0], [1, 2, 3, 1]])
