"""The three rungs reproduce the numbers the course publishes for them, to the digits it prints."""

import dataclasses

import numpy as np
import pytest

from uat.course.rungs import RUNGS, linear_regression, neuron, rung_named, xor
from uat.exceptions import SettingError, UnknownNameError
from uat.trainers import StopReason


@pytest.fixture(scope="module")
def results():
    return {name: build().run() for name, build in RUNGS.items()}


def test_the_rungs_are_named_as_users_type_them():
    assert list(RUNGS) == ["linreg", "neuron", "xor"]
    assert [rung_named(name).name for name in RUNGS] == list(RUNGS)
    with pytest.raises(UnknownNameError, match="did you mean neuron"):
        rung_named("neurone")


def test_linear_regression_finds_the_published_line(results):
    # Published with the course: 1000 epochs from alpha = beta = 1, R's set.seed(123).
    expected = {"alpha": 2.89719694937354, "beta": 1.94752837381973}
    assert results["linreg"].parameters == pytest.approx(expected, rel=0.0, abs=1e-14)


def test_linear_regression_comes_close_to_least_squares(results):
    model = results["linreg"].linear_model()
    found = results["linreg"].parameters
    assert found["alpha"] == pytest.approx(model.alpha, abs=1e-8)
    assert found["beta"] == pytest.approx(model.beta, abs=2e-8)
    assert found["beta"] != model.beta


def test_the_neuron_finds_the_weights_that_r_does(results):
    # R, neuron.R of the course: 10,000 epochs from (0.1, 0.5); the last digits are rounding.
    expected = {"w1": 6.11005755451743, "w2": 0.20363604212270}
    assert results["neuron"].parameters == pytest.approx(expected, rel=0.0, abs=2e-14)


def test_the_xor_network_finds_the_weights_that_r_does(results):
    # R, xor.R of the course: 100,000 epochs, output layer first, to eight decimals.
    expected = {
        "w11": 0.92638916, "w12": 7.72066293, "w21": 0.92639074, "w22": 7.72154075,
        "c1": -33.11408773, "c2": 26.33554427,
    }  # fmt: skip
    assert results["xor"].parameters == pytest.approx(expected, rel=0.0, abs=5.1e-9)


PRINTED_Y = {  # the neuron's are published, those of XOR are R's
    "neuron": [0.04742587, 0.05752359, 0.95730271, 0.96489475],
    "xor": [0.03263268, 0.93104443, 0.93104445, 0.09195182],
}


@pytest.mark.parametrize("name", PRINTED_Y)
def test_the_printed_y_is_that_of_the_last_forward_pass(results, name):
    y = results[name].predictions_of_last_forward_pass
    np.testing.assert_allclose(y, PRINTED_Y[name], rtol=0.0, atol=5.1e-9)


@pytest.mark.parametrize("name", PRINTED_Y)
def test_the_y_after_the_last_update_is_another(results, name):
    result = results[name]
    assert np.max(np.abs(result.predictions - PRINTED_Y[name])) > 1e-7
    np.testing.assert_array_equal(
        result.predictions, result.fit.network(result.rung.dataset.x)[:, 0]
    )


@pytest.mark.parametrize("name", RUNGS)
def test_a_rung_carries_the_numbers_it_reproduces(results, name):
    result, rung = results[name], results[name].rung
    numbers = {**rung.published, **rung.r_parameters}
    assert result.parameters == pytest.approx(numbers, rel=0.0, abs=5.1e-9)
    assert [*rung.published_predictions, *rung.r_predictions] == PRINTED_Y.get(name, [])


def test_what_the_course_publishes_is_told_from_what_r_gives(results):
    rungs = {name: result.rung for name, result in results.items()}
    assert [name for name, rung in rungs.items() if rung.published] == ["linreg"]
    assert [name for name, rung in rungs.items() if rung.published_predictions] == ["neuron"]
    assert [name for name, rung in rungs.items() if rung.r_parameters] == ["neuron", "xor"]
    assert [name for name, rung in rungs.items() if rung.r_predictions] == ["xor"]


@pytest.mark.parametrize("name", RUNGS)
def test_frozen_blocks_do_not_move(results, name):
    result = results[name]
    trained = result.rung.trainer.trained
    blocks = {block for block, _ in result.rung.places.values()}
    assert blocks == set(trained)
    for block in {"hidden_weights", "hidden_biases", "output_weights", "output_biases"} - blocks:
        np.testing.assert_array_equal(
            getattr(result.fit.network, block), getattr(result.rung.start, block)
        )


@pytest.mark.parametrize("name", RUNGS)
def test_every_trained_number_has_one_name(results, name):
    rung = results[name].rung
    count = sum(getattr(rung.start, block).size for block in rung.trainer.trained)
    assert len(set(rung.places.values())) == len(rung.places) == count


@pytest.mark.parametrize("name", RUNGS)
def test_the_path_leads_from_the_start_to_what_was_found(results, name):
    result = results[name]
    epochs = result.path_epochs
    assert len(result.loss_history) == result.rung.trainer.epochs + 1
    assert (epochs[0], epochs[-1]) == (0, result.rung.trainer.epochs)
    assert np.all(np.diff(epochs) > 0)
    assert np.max(np.diff(epochs)) <= result.rung.trainer.epochs / 100
    for parameter, values in result.path.items():
        assert len(values) == len(epochs)
        assert values[0] == result.start_parameters[parameter]
        assert values[-1] == result.parameters[parameter]


def test_losses_are_those_of_the_course(results):
    squares = {
        name: float(np.sum((result.predictions - result.rung.dataset.t[:, 0]) ** 2))
        for name, result in results.items()
    }
    final = {name: result.loss_history[-1] for name, result in results.items()}
    assert final["linreg"] == pytest.approx(squares["linreg"] / 100, rel=1e-12)
    assert final["neuron"] == pytest.approx(squares["neuron"] / 8, rel=1e-9)
    assert final["xor"] == pytest.approx(squares["xor"] / 2, rel=1e-9)


def test_only_a_line_has_a_least_squares_solution(results):
    assert results["linreg"].linear_model() is not None
    assert results["neuron"].linear_model() is None
    assert results["xor"].linear_model() is None


def test_another_seed_gives_other_data_and_no_published_numbers():
    other = linear_regression(seed=42)
    assert other.dataset.x[0, 0] == 1.3709584471466685  # R: set.seed(42); rnorm(1)
    assert not other.published
    assert "set.seed(42)" in other.data_source
    with pytest.raises(SettingError, match="R's seed must be"):
        linear_regression(seed=2**31)


def test_sequential_updates_matter_to_xor():
    rung = xor()
    short = dataclasses.replace(rung.trainer, epochs=100)
    plain = dataclasses.replace(short, update="simultaneous")
    ends = [
        dataclasses.replace(rung, trainer=trainer).run().parameters["c1"]
        for trainer in (short, plain)
    ]
    assert abs(ends[0] - ends[1]) > 1e-4


def test_a_diverged_run_is_a_result_without_a_last_forward_pass():
    rung = linear_regression()
    wild = dataclasses.replace(rung, trainer=dataclasses.replace(rung.trainer, learning_rate=10.0))
    result = wild.run()
    assert result.fit.stop_reason == StopReason.DIVERGED
    assert np.isnan(result.predictions_of_last_forward_pass).all()
    assert result.predictions_of_last_forward_pass.shape == (100,)
    assert np.isfinite(result.predictions).all()


def test_one_epoch_is_a_run():
    rung = neuron()
    result = dataclasses.replace(rung, trainer=dataclasses.replace(rung.trainer, epochs=1)).run()
    np.testing.assert_array_equal(
        result.predictions_of_last_forward_pass, rung.start(rung.dataset.x)[:, 0]
    )
