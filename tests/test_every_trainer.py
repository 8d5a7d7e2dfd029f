"""Every trainer on every kind of target: each refuses in words, or answers with a sound network."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np
import pytest

from uat.core import kernels
from uat.core.datasets import Dataset
from uat.core.domains import Box
from uat.core.network import Network
from uat.exceptions import SettingError, ShapeError
from uat.fits.sampling import scaled_data
from uat.targets.catalogue import target_named
from uat.targets.target import Target
from uat.trainers import (
    INTEGRATED,
    TRAINERS,
    UNIFORM,
    StopReason,
    draw_start,
    make_trainer,
)
from uat.trainers.registry import row_of

pytestmark = pytest.mark.slow

# Settings that make a trainer quick; one that is not listed here is taken as it comes.
QUICK = {
    "gradient_descent": {"epochs": 40},
    "adam": {"epochs": 40},
    "lbfgs": {"epochs": 40},
    # To a constant it comes along a valley, in more steps or fewer as the machine rounds.
    "levenberg_marquardt": {"epochs": 1000},
    "variable_projection": {
        "cold_starts": 1,
        "screening": 5,
        "kept": 1,
        "steps": 20,
        "polish": 2,
    },
    "bayesian_regularization": {"steps": 40, "restarts": 2},
    "greedy": {"dictionary": 256},
}
ACTIVATIONS = ("logistic", "tanh", "relu", "relu_cubed", "heaviside")
POINTS = {1: 60, 2: 100, 10: 150}


def _spike(x):
    return np.where(x == 0.0, 1.0, 0.0)


def _own(name, function, kinks=()):
    return Target(name, function, Box.interval(-1.0, 1.0), name, "this test", kinks)


TARGETS = {
    "line": target_named("line"),
    "smooth": target_named("sine"),
    "kink": target_named("absolute"),
    "jump": target_named("step"),
    "two inputs": target_named("franke"),
    "ten inputs": target_named("friedman1"),
    "constant": _own("constant", lambda x: np.full_like(x, 0.1)),
    "one point apart": _own("spike", _spike, (0.0,)),
    "high frequency": _own("wave", lambda x: np.sin(40.0 * np.pi * x)),
}
DATASETS = {
    "fewer points than units": Dataset([-0.9, 0.2, 0.4], [1.0, -0.5, 0.2]),
    "one point": Dataset([0.3], [0.7]),
    "one place twice": Dataset([-0.5, 0.0, 0.0, 0.5], [0.0, 1.0, -1.0, 2.0]),
    "two outputs": Dataset(
        np.linspace(-1.0, 1.0, 30), np.stack([np.linspace(-1.0, 1.0, 30), np.ones(30)], axis=1)
    ),
    "three inputs": Dataset(
        np.random.default_rng(1).uniform(-1.0, 1.0, size=(40, 3)),
        np.random.default_rng(2).normal(size=40),
    ),
    "ten inputs, two outputs": Dataset(
        np.random.default_rng(3).uniform(-1.0, 1.0, size=(40, 10)),
        np.random.default_rng(4).normal(size=(40, 2)),
    ),
}
# Of the kinds that take longest, two activations stand for all.
FEW_ACTIVATIONS = ("logistic", "relu")
CASES = [
    (kind, activation)
    for kind in [*TARGETS, *DATASETS]
    for activation in (FEW_ACTIVATIONS if kind.startswith("ten inputs") else ACTIVATIONS)
]

# Whether the same bits come again is asked of every kind and every activation, not of every pair.
TWICE = CASES[2::3]

every_trainer = pytest.mark.parametrize("name", sorted(TRAINERS))


def quick(name):
    return make_trainer(name, **QUICK.get(name, {}))


def data_of(kind, grid):
    if kind in DATASETS:
        return DATASETS[kind]
    target = TARGETS[kind]
    return scaled_data(target, POINTS[target.inputs], grid)[0]


def start_of(dataset, activation="logistic", width=4):
    return draw_start(dataset.x.shape[1], width, dataset.t.shape[1], 5, activation)


def refused(trainer, dataset, start):
    """Return whether the trainer refuses, after holding it to the reason it refuses with.

    What comes after a colon is advice, and `fit` may give more of it.
    """
    sentence = trainer.refusal(start.inputs, start.activation)
    if sentence is None:
        return False
    assert sentence.endswith(".")
    with pytest.raises(SettingError) as caught:
        trainer.fit(dataset, start, 5)
    assert str(caught.value).partition(":")[0] == sentence.partition(":")[0]
    return True


@functools.cache
def fitted(name, kind, activation):
    """Return the dataset, the start and the result of a fit, or None if it is refused."""
    trainer = quick(name)
    dataset = data_of(kind, trainer.grid)
    start = start_of(dataset, activation)
    if refused(trainer, dataset, start):
        return None
    try:
        return dataset, start, trainer.fit(dataset, start, 5)
    except SettingError:
        if kind in DATASETS:  # what `refusal` cannot know is the kind of dataset
            return None
        raise


@every_trainer
@pytest.mark.parametrize(("kind", "activation"), CASES)
class TestEveryKind:
    def test_the_answer_is_a_sound_network_of_the_start_s_shape(self, name, kind, activation):
        if (outcome := fitted(name, kind, activation)) is None:
            return
        _, start, result = outcome
        found = result.network
        assert (found.inputs, found.width, found.outputs) == (
            start.inputs,
            start.width,
            start.outputs,
        )
        assert (found.activation, found.output_activation) == (activation, "identity")
        assert np.isfinite(found.to_vector()).all()
        assert isinstance(result.stop_reason, StopReason)
        assert result.loss_history.ndim == 1
        assert len(result.loss_history) >= 1
        assert np.isfinite(result.loss_history[:-1]).all()

    def test_it_is_no_worse_than_where_it_began(self, name, kind, activation):
        """A descent begins at its start; one that builds or solves, at the best constant.

        The best constant in the mean is the mean, in the largest error the middle of the range: a
        trainer may care about either.
        """
        if (outcome := fitted(name, kind, activation)) is None:
            return
        dataset, start, result = outcome
        data = dataset.fitted()

        def errors(residual):
            return data.shares @ np.mean(residual**2, axis=1), np.max(np.abs(residual))

        mean, largest = errors(result.network(data.x) - data.t)
        if quick(name).grid == UNIFORM:
            mean_before, _ = errors(start(data.x) - data.t)
            _, largest_before = errors(np.zeros_like(data.t))
        else:
            mean_before, _ = errors(data.t - data.shares @ data.t)
            # Such a trainer chooses by the points of weight 0, too.
            largest = np.max(np.abs(result.network(dataset.x) - dataset.t))
            largest_before = np.max(np.ptp(dataset.t, axis=0)) / 2.0
        assert mean <= 1.01 * mean_before + 1e-14 or largest <= 1.01 * largest_before + 1e-9


@every_trainer
@pytest.mark.parametrize(("kind", "activation"), TWICE)
def test_the_same_seed_gives_the_same_bits(name, kind, activation):
    if (outcome := fitted(name, kind, activation)) is None:
        return
    dataset, start, once = outcome
    twice = quick(name).fit(dataset, start, 5)
    assert once.network.to_vector().tobytes() == twice.network.to_vector().tobytes()
    assert once.loss_history.tobytes() == twice.loss_history.tobytes()
    assert once.stop_reason == twice.stop_reason


def test_every_kind_and_every_activation_is_fitted_twice():
    assert {kind for kind, _ in TWICE} == {*TARGETS, *DATASETS}
    assert {activation for _, activation in TWICE} == {*ACTIVATIONS}


@every_trainer
class TestEveryTrainer:
    def test_takes_several_outputs(self, name):
        """Both are fitted: neither is left at its mean, of error 1."""
        x = np.linspace(-1.0, 1.0, 60)
        t = np.stack([np.sin(3.0 * x), x**2], axis=1)
        dataset = Dataset(x, (t - t.mean(axis=0)) / t.std(axis=0))
        network = quick(name).fit(dataset, start_of(dataset, width=8), 5).network
        assert np.all(np.mean(np.square(network(x) - dataset.t), axis=0) < 0.75)

    def test_is_known_by_its_name(self, name):
        assert TRAINERS[name].name == name
        assert make_trainer(name) == TRAINERS[name]()
        assert make_trainer(name).grid in {UNIFORM, INTEGRATED}

    def test_is_a_frozen_value(self, name):
        trainer = quick(name)
        assert trainer == quick(name)
        assert hash(trainer) == hash(quick(name))
        assert "__dict__" not in dir(trainer)
        setting = dataclasses.fields(trainer)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(trainer, setting, None)

    @pytest.mark.parametrize("setting", ["speed", "grid"])
    def test_a_setting_it_does_not_have_is_refused(self, name, setting):
        has = ", ".join(field.name for field in dataclasses.fields(TRAINERS[name]))
        with pytest.raises(
            SettingError, match=f"^{name} has no setting '{setting}'; it has {has}.$"
        ):
            make_trainer(name, **{setting: 1.0})

    def test_leaves_dataset_and_start_as_they_were(self, name):
        dataset = data_of("smooth", quick(name).grid)
        before = dataset.x.tobytes(), dataset.t.tobytes(), dataset.shares.tobytes()
        quick(name).fit(dataset, start_of(dataset))
        assert before == (dataset.x.tobytes(), dataset.t.tobytes(), dataset.shares.tobytes())

    def test_does_not_touch_the_global_generator(self, name):
        before = np.random.get_state()[1].tobytes()  # noqa: NPY002 - it is what must not change
        dataset = data_of("smooth", quick(name).grid)
        quick(name).fit(dataset, start_of(dataset), 3)
        assert np.random.get_state()[1].tobytes() == before  # noqa: NPY002

    @pytest.mark.parametrize(
        "start",
        [
            draw_start(2, 3, 1, seed=0),
            draw_start(1, 3, 2, seed=0),
            Network.stack([draw_start(1, 3, 1, seed=0)]),
        ],
        ids=["inputs", "outputs", "stack"],
    )
    def test_a_start_of_another_shape_is_refused(self, name, start):
        with pytest.raises(ShapeError):
            quick(name).fit(data_of("line", quick(name).grid), start)

    def test_an_output_that_is_not_linear_is_kept_or_refused(self, name):
        dataset = data_of("line", quick(name).grid)
        start = dataclasses.replace(start_of(dataset), output_activation="tanh")
        try:
            result = quick(name).fit(dataset, start)
        except SettingError as refusal:
            assert "linear" in str(refusal)  # noqa: PT017 - either outcome is right
        else:
            assert result.network.output_activation == "tanh"

    def test_weights_are_heeded_or_refused(self, name):
        x = np.linspace(-1.0, 1.0, 21)
        weighted = Dataset(x, np.sin(3.0 * x), np.linspace(1.0, 2.0, 21))
        start = start_of(weighted)
        if quick(name).grid == UNIFORM:
            with pytest.raises(SettingError, match="weights"):
                quick(name).fit(weighted, start)
        else:
            quick(name).fit(weighted, start)

    def test_knows_about_how_long_it_takes(self, name):
        trainer = quick(name)
        assert 0.0 < trainer.seconds(64, 4) <= trainer.seconds(640, 4) <= trainer.seconds(640, 40)
        assert trainer.seconds(640, 40) < np.inf


@pytest.mark.parametrize("name", TRAINERS)
def test_its_row_says_whether_other_threads_run_beside_it(name, monkeypatch):
    """A long fit does if it is the compiled loop, which releases the interpreter."""
    calls = []

    def counted(*args, train=kernels.train):
        calls.append(kernels._train.targetoptions["nogil"])
        return train(*args)

    monkeypatch.setattr(kernels, "train", counted)
    trainer = make_trainer(name, **QUICK.get(name, {}))
    dataset, _ = scaled_data(TARGETS["smooth"], POINTS[1], trainer.grid)
    trainer.fit(dataset, draw_start(1, 2, 1, 0, "logistic"), 0)
    assert row_of(name).releases_gil == (calls != [])
    assert all(calls)
