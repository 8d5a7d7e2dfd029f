"""Slices of a loss: the plane of a path, its losses, its words and its figure."""

import numpy as np
import pytest
from tools import record

from uat.figures.loss_slices import loss_slices_figure
from uat.sweeps.plan import plan
from uat.sweeps.run import run_batch
from uat.sweeps.slices import loss_slice, slice_runs, way_in_words
from uat.targets.catalogue import TARGETS
from uat.trainers import GradientDescent


@pytest.fixture(scope="module")
def runs():
    return run_batch(plan(["sine"], [2, 8], [0], [GradientDescent(epochs=50)]))


@pytest.mark.slow
def test_the_path_ends_at_the_middle_of_the_plane_at_the_loss_of_the_run(runs):
    one = loss_slice(runs[0])
    assert np.abs(one.path[-1]).max() < 1e-12
    assert one.last == pytest.approx(runs[0].loss_curve[-1][1], rel=1e-9)
    assert one.losses.min() > 0.0
    assert 0.5 < one.share <= 1.0 + 1e-12


def test_widths_are_a_small_and_a_large_one():
    chosen = slice_runs([record(width=w) for w in (1, 4, 16, 128, 256)])
    assert [run.spec.width for run in chosen] == [4, 128]


@pytest.mark.slow
def test_words_and_picture_are_those_of_the_slices(runs):
    both = [loss_slice(run) for run in runs]
    words = way_in_words(both)
    assert words.count("At width") == 2
    assert f"{both[0].share:.0%} of the way" in words
    maps = [axes.collections[0] for axes in loss_slices_figure(TARGETS["sine"], both).axes[:2]]
    assert maps[0].norm.vmin == maps[1].norm.vmin
    assert maps[0].norm.vmax == maps[1].norm.vmax
