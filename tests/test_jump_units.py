"""Steps that stand exactly on the jumps of a target."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from uat.core.network import Network
from uat.fits.jump_units import _float, _ordinal, placed_on_jumps

SAMPLES = np.linspace(-1.013, 3.0, 101)


def steps(places, sides, heights):
    places, sides = np.array(places), np.array(sides)
    return Network(
        3.7 * sides[np.newaxis], -3.7 * sides * (places - 0.9), np.array(heights)[:, np.newaxis],
        np.array([0.25]), "heaviside", input_centre=np.array([0.9]),
    )  # fmt: skip


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
    moved = placed_on_jumps(network, function, SAMPLES)
    near = [jump, np.nextafter(jump, -9.0), np.nextafter(jump, 9.0)]
    x = np.concatenate([SAMPLES, near])
    np.testing.assert_array_equal(moved(x)[:, 0], function(x))
    np.testing.assert_array_equal(moved.hidden_weights, [[side]])


def test_where_nothing_jumps_a_unit_stays():
    network = steps([0.511, 1.2], [1.0, -1.0], [1.0, 0.5])
    moved = placed_on_jumps(network, np.sin, SAMPLES)
    np.testing.assert_allclose(moved.unit_centres(), [0.511, 1.2], rtol=1e-15)
    np.testing.assert_array_equal(moved(SAMPLES), network(SAMPLES))


def test_dead_units_stay_dead():
    network = Network(np.array([[0.0, 1.0]]), np.array([0.3, 0.0]), np.array([[0.0], [0.0]]),
                      np.zeros(1), "heaviside")  # fmt: skip
    moved = placed_on_jumps(network, np.sign, SAMPLES)
    assert np.isfinite(moved.to_vector()).all()
    np.testing.assert_array_equal(moved(SAMPLES), 0.0)


def test_floats_are_counted_in_their_order():
    x = np.array([-np.inf, -1.5, -5e-324, 0.0, 5e-324, 1.0, np.nextafter(1.0, 2.0), np.inf])
    ordinals = _ordinal(x)
    assert np.all(np.diff(ordinals) > 0)
    np.testing.assert_array_equal(ordinals[2:5], [-1, 0, 1])
    assert ordinals[6] - ordinals[5] == 1
    np.testing.assert_array_equal(_float(ordinals), x)
