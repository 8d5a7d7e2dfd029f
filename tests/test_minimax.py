"""Linear programs at the peaks of a residual."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from uat.core.network import Network
from uat.trainers.minimax import levelled
from uat.trainers.starts import draw_start

X = np.linspace(-1.0, 1.0, 801)


def least_squares(t, centres, slope, activation="logistic"):
    """Return the network of equal slopes at these centres that fits best in the mean square."""
    width = len(centres)
    weights, biases = np.full((1, width), slope), -slope * np.asarray(centres)
    hidden = Network(weights, biases, np.zeros((width, 1)), np.zeros(1), activation)
    design = np.append(hidden.hidden_features(X), np.ones((len(X), 1)), axis=1)
    solved = np.linalg.lstsq(design, t, rcond=None)[0]
    return replace(hidden, output_weights=solved[:-1, np.newaxis], output_biases=solved[-1:])


def residual(network, t):
    return network(X)[:, 0] - t


def largest(network, t):
    return float(np.max(np.abs(residual(network, t))))


def level_peaks(network, t, share=0.01):
    """Return how many peaks of alternating sign are as high as the highest, up to a share."""
    r = residual(network, t)
    high = r[np.abs(r) >= (1.0 - share) * np.max(np.abs(r))]
    return 1 + int(np.sum(np.diff(np.sign(high)) != 0.0))


TARGETS = {
    "runge": 1.0 / (1.0 + 25.0 * X**2),
    "sine": np.sin(2.0 * np.pi * X),
    "root": np.sqrt(1.0 + X),
}


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("activation", ["logistic", "tanh", "gaussian"])
class TestLevelling:
    @pytest.mark.slow
    def test_lowers_the_largest_residual_and_levels_its_peaks(self, name, activation):
        t = TARGETS[name]
        before = least_squares(t, [-0.75, -0.25, 0.25, 0.75], 4.0, activation)
        after = levelled(before, X, t, 12)
        assert largest(after, t) < 0.7 * largest(before, t)
        assert level_peaks(before, t) <= 2
        assert level_peaks(after, t) >= 4

    @pytest.mark.slow
    def test_never_raises_it(self, name, activation):
        t = TARGETS[name]
        before = least_squares(t, [-0.5, 0.0, 0.5], 3.0, activation)
        none, *errors = (largest(levelled(before, X, t, rounds), t) for rounds in (0, 1, 3, 9))
        assert none == largest(before, t)
        assert max(errors) < none


def test_a_single_unit_reaches_the_best_line():
    """Source: of |x|, no line errs by less than a half, and a unit of no slope is one."""
    network = least_squares(np.abs(X), [0.0], 1e-3)
    assert largest(levelled(network, X, np.abs(X), 6), np.abs(X)) == pytest.approx(0.5, rel=1e-3)


def test_dead_units_stay_dead():
    t = TARGETS["sine"]
    live = least_squares(t, [-0.5, 0.0, 0.5], 3.0)
    padded = replace(
        live,
        hidden_weights=np.insert(live.hidden_weights, 1, 7.0, axis=1),
        hidden_biases=np.insert(live.hidden_biases, 1, -2.0),
        output_weights=np.insert(live.output_weights, 1, 0.0, axis=0),
    )
    after = levelled(padded, X, t, 4)
    assert (after.hidden_weights[0, 1], after.hidden_biases[1]) == (7.0, -2.0)
    assert after.output_weights[1, 0] == 0.0
    assert largest(after, t) == pytest.approx(largest(levelled(live, X, t, 4), t), rel=1e-6)


def test_what_is_exact_stays():
    network = draw_start(1, 3, 1, seed=5)
    after = levelled(network, X, network(X)[:, 0], 5)
    assert largest(after, network(X)[:, 0]) == 0.0
