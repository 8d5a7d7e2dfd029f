"""Descent ends where rows set aside are predicted no better, and returns the network that did."""

from __future__ import annotations

import numpy as np
import pytest

from uat.core.datasets import Dataset
from uat.exceptions import SettingError
from uat.trainers import Adam, GradientDescent, StopReason, draw_start, make_trainer
from uat.trainers.early_stopping import LOOKS, EarlyStopping, _Watch

DESCENTS = [GradientDescent(epochs=1000), Adam(epochs=1000)]


def noisy(points=60):
    rng = np.random.default_rng(0)
    x = rng.uniform(-1.0, 1.0, (points, 1))
    return Dataset(x, np.sin(3.0 * x) + 0.5 * rng.normal(size=x.shape))


@pytest.mark.parametrize("trainer", DESCENTS)
def test_it_ends_before_all_epochs_with_the_best_network_on_rows_set_aside(trainer):
    dataset, start = noisy(), draw_start(1, 24, 1, 0)
    result = EarlyStopping(trainer, 0.3, 5).fit(dataset, start, seed=1)
    assert result.stop_reason is StopReason.STOPPED_EARLY
    steps = len(result.loss_history) - 1
    assert result.chosen["best_epoch"] <= steps < 1000
    assert steps % (1000 // LOOKS) == 0
    # The network is one that the descent on the other rows passes: 18 rows were set aside.
    rows = np.random.default_rng((1, 18)).permutation(60)
    fitted, aside = dataset.rows(np.sort(rows[18:])), dataset.rows(np.sort(rows[:18]))
    way = make_trainer(trainer.name, epochs=1000, snapshots=tuple(range(5, steps + 1, 5)))
    errors = {
        epoch: np.mean(np.square(network(aside.x) - aside.t))
        for epoch, network in way.fit(fitted, start).snapshots.items()
    }
    best = min(errors, key=errors.get)
    assert best == result.chosen["best_epoch"]
    assert result.chosen["validation_error"] == pytest.approx(errors[best], rel=1e-12)
    assert np.mean(np.square(result.network(aside.x) - aside.t)) == pytest.approx(errors[best])


@pytest.mark.parametrize("trainer", DESCENTS)
def test_patience_without_end_takes_all_epochs(trainer):
    result = EarlyStopping(trainer, 0.2, 10_000).fit(noisy(), draw_start(1, 8, 1, 0))
    assert result.stop_reason is StopReason.EPOCHS_DONE
    assert len(result.loss_history) == 1001


def test_few_epochs_are_looked_at_one_by_one():
    result = EarlyStopping(GradientDescent(epochs=7), 0.2, 100).fit(noisy(), draw_start(1, 3, 1, 0))
    assert len(result.loss_history) == 8


def test_other_seeds_set_other_rows_aside():
    start = draw_start(1, 8, 1, 0)
    stopping = EarlyStopping(GradientDescent(epochs=100))
    first, second = (stopping.fit(noisy(), start, seed).network for seed in (0, 1))
    assert first != second
    assert stopping.fit(noisy(), start, 0).network == first


def test_a_weight_of_2_is_looked_at_twice_as_much_and_stays_one_row():
    dataset, start = noisy(), draw_start(1, 8, 1, 0)
    counts = 1 + np.arange(60) % 3
    weighted = Dataset(dataset.x, dataset.t, counts, total=counts.sum())
    stopping = EarlyStopping(GradientDescent(epochs=200), 0.5)
    result = stopping.fit(weighted, start)
    aside = np.sort(np.random.default_rng((0, 30)).permutation(60)[:30])
    squares = np.square(result.network(dataset.x[aside]) - dataset.t[aside])[:, 0]
    expected = np.average(squares, weights=counts[aside])
    assert result.chosen["validation_error"] == pytest.approx(expected)


def test_what_gets_better_by_a_trifle_does_not_count():
    start = draw_start(1, 1, 1, 0)
    x = np.zeros((2, 1))
    watch = _Watch(Dataset(x, start(x) + 1.0), 2)
    assert not watch.stops(1, start)
    assert not watch.stops(2, start)
    assert watch.stops(3, start)
    assert watch.epoch == 1


@pytest.mark.parametrize(
    ("settings", "words"),
    [((make_trainer("lbfgs"),), "descend by epochs"), (("adam",), "descend by epochs"),
     ((Adam(), 0.0), "share"), ((Adam(), 1.0), "share"), ((Adam(), 0.1, 0), "patience")],
)  # fmt: skip
def test_settings_out_of_range_are_refused(settings, words):
    with pytest.raises(SettingError, match=words):
        EarlyStopping(*settings)


def test_one_row_cannot_be_parted():
    with pytest.raises(SettingError, match="two rows"):
        EarlyStopping(Adam()).fit(Dataset([0.0], [1.0]), draw_start(1, 1, 1, 0))
