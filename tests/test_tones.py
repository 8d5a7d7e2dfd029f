"""The tones of a residual: amplitudes, the order in which they are learned, and the figure."""

import numpy as np
import pytest
from tools import record

from uat.figures.tones import tones_figure
from uat.sweeps.plan import plan
from uat.sweeps.run import run_batch
from uat.sweeps.tones import Tones, order_of_tones, tones_of, tones_run
from uat.targets.catalogue import TARGETS
from uat.trainers import GradientDescent

TWO = TARGETS["two_tones"]


def tones(low, high):
    """Return tones of one and of three periods, of which these shares are left."""
    shares = np.array([np.zeros(len(low)), low, np.zeros(len(low)), high]).T
    return Tones(np.array([0, 10, 100]), shares, np.array([0.0, 1.0, 0.0, 1.0]))


def test_the_tones_of_a_target_are_those_of_its_formula():
    (run,) = run_batch(plan(["two_tones"], [4], [0], [GradientDescent(epochs=20)]))
    both = tones_of(TWO, run)
    assert both.strong == [1, 10]
    assert both.target[[1, 10]] == pytest.approx([1.0, 0.2])
    assert np.delete(both.target, [1, 10]).max() < 1e-12
    assert both.residual.shape == (len(both.epochs), 512)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ((1, 0.1, 0.1), (1, 1, 0.1), "after 10 epochs for 1 period and 100 epochs for 3 periods."),
        ((1, 0.1, 0.1), (1, 1, 0.1), "Low tones come first."),
        ((1, 1, 0.1), (1, 0.1, 0.1), "Low tones do not come first here."),
        ((1, 0.1, 1), (1, 0.1, 0.1), "More than half is left at the end for 1 period."),
        ((1, 0.1, 1), (1, 0.1, 0.1), "Low tones do not come first here."),
        ((1, 0.1, 0.1), (1, 0.1, 1), "Low tones come first."),
        ((0.1, 0.9, 0.1), (1, 0.9, 0.1), "for 1 period and 100 epochs for 3 periods. Both"),
    ],
)
def test_words_are_those_of_the_numbers(low, high, said):
    assert said in order_of_tones(tones(low, high))


def test_nothing_learned_is_no_order():
    words = order_of_tones(tones((1, 1, 1), (1, 1, 1)))
    assert words == "More than half is left at the end for 1 period and 3 periods."


def test_the_run_is_the_widest_of_moderate_width():
    assert tones_run([record(width=w) for w in (4, 16, 64)]).spec.width == 16
    assert tones_run([record(width=w) for w in (64, 128)]).spec.width == 64


@pytest.mark.slow
def test_the_picture_names_each_strong_tone():
    (run,) = run_batch(plan(["two_tones"], [4], [0], [GradientDescent(epochs=20)]))
    axes = tones_figure(TWO, run, tones_of(TWO, run)).axes
    assert {text.get_text() for text in axes[1].texts} == {"1 period", "10 periods"}
    assert axes[0].get_ylabel() == "frequency, periods in the domain"
