import dataclasses
import json
import re

import numpy as np
import pytest

from uat.core.network import Network
from uat.course.report import report_dict, report_text
from uat.course.rungs import RUNGS, linear_regression, xor


@pytest.fixture(scope="module")
def results():
    return {name: build().run() for name, build in RUNGS.items()}


def row_of(text, first):
    """Return the cells of the table row that starts with `first`."""
    return re.search(rf"^ *{re.escape(first)} .*$", text, re.MULTILINE).group().split()


def test_the_line_s_table_compares_with_least_squares(results):
    # R: set.seed(123), summary(lm(y ~ x))
    text = report_text(results["linreg"])
    assert row_of(text, "(Intercept)") == [
        "(Intercept)",
        "2.89720",
        "0.09755",
        "29.70",
        "<2e-16",
        "***",
    ]
    assert "F-statistic:   332 on 1 and 98 DF" in text
    comparison = text[text.index("Gradient descent against least squares") :]
    assert row_of(comparison, "alpha")[1:3] == ["2.89719694937354", "2.89719694598001"]
    assert row_of(comparison, "beta")[1:3] == ["1.94752837381973", "1.94752838553278"]
    assert float(row_of(comparison, "beta")[3]) == pytest.approx(-1.17e-8, rel=0.01)


def test_long_data_are_cut_and_say_so(results):
    text = report_text(results["linreg"])
    assert row_of(text, "-0.56047565") == ["-0.56047565", "1.16864214", "1.80565472"]
    assert "... and 94 more points" in text
    assert len(text.splitlines()) < 60


def test_the_neuron_s_table_says_which_y_is_published(results):
    text = report_text(results["neuron"])
    assert "y before the last update" in text
    assert "the y the course publishes" in text
    # Point (0, 1): after the last update, before it, published.
    assert row_of(text, "0   1  0") == ["0", "1", "0", "0.05752098", "0.05752359", "0.05752359"]
    assert row_of(text, "w2") == ["w2", "0.5", "0.20363604212270", "0.20363604212270"]
    assert row_of(text, "parameter") == ["parameter", "start", "found", "R"]
    assert row_of(text, "x1")[-1] == "published"


def test_of_xor_nothing_is_said_to_be_published(results):
    text = report_text(results["xor"])
    assert "publish" not in text
    assert row_of(text, "parameter")[-1] == row_of(text, "x1")[-1] == "R"
    assert "the y its program prints" in text


def test_settings_are_told(results):
    text = report_text(results["xor"])
    assert "learning rate 0.1, 100000 epochs" in text
    assert "output layer first, then the hidden layer" in text
    assert "frozen   hidden_biases = (0, 0), output_biases = 0" in text
    assert "frozen   hidden_biases = -3" in report_text(results["neuron"])


@pytest.mark.parametrize("name", RUNGS)
def test_no_line_ends_in_spaces_or_runs_off_the_screen(results, name):
    lines = report_text(results[name]).splitlines()
    assert all(line == line.rstrip() for line in lines)
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("name", RUNGS)
def test_the_dict_survives_json_with_every_bit(results, name):
    result = results[name]
    values = json.loads(json.dumps(report_dict(result), allow_nan=False))
    assert values == report_dict(result)
    assert values["parameters"] == result.parameters
    assert values["predictions"] == result.predictions.tolist()
    assert Network.from_dict(values["network"]) == result.fit.network
    assert values["loss"] == result.loss_history[-1]


@pytest.mark.parametrize("name", ["neuron", "xor"])
def test_the_dict_keeps_both_predictions_apart(results, name):
    values = report_dict(results[name])
    printed = values["published_predictions" if name == "neuron" else "r_predictions"]
    assert values["predictions_of_last_forward_pass"] == pytest.approx(printed, abs=5.1e-9)
    assert values["predictions"] != pytest.approx(printed, abs=5.1e-9)


def test_the_dict_holds_data_settings_and_path(results):
    values = report_dict(results["neuron"])
    assert values["data"] == {"x1": [0, 0, 1, 1], "x2": [0, 1, 0, 1], "d": [0, 0, 1, 1]}
    assert values["settings"]["frozen"]["hidden_biases"] == [-3.0]
    assert values["settings"]["learning_rate"] == 0.1
    assert values["start"] == {"w1": 0.1, "w2": 0.5}
    lengths = {len(column) for column in values["path"].values()}
    assert list(values["path"]) == ["epoch", "loss", "w1", "w2"]
    assert len(lengths) == 1
    assert values["path"]["loss"][-1] == values["loss"]
    assert values["linear_model"] is None


def test_the_dict_of_a_line_holds_least_squares(results):
    model = report_dict(results["linreg"])["linear_model"]
    # R: summary(lm(y ~ x))$coefficients after set.seed(123)
    assert model["estimates"]["alpha"] == pytest.approx(2.8971969459800091, rel=1e-13)
    assert model["standard_errors"]["beta"] == pytest.approx(0.10687861652803118, rel=1e-13)
    assert model["degrees_of_freedom"] == 98
    assert len(model["residual_quantiles"]) == 5


def test_without_published_numbers_no_column_claims_them():
    text = report_text(linear_regression(seed=42).run())
    assert "published" not in text


def test_a_diverged_run_can_still_be_reported():
    rung = linear_regression()
    trainer = dataclasses.replace(rung.trainer, learning_rate=10.0)
    result = dataclasses.replace(rung, trainer=trainer).run()
    values = report_dict(result)
    json.dumps(values, allow_nan=False)
    assert values["stop_reason"] == "diverged"
    assert values["predictions_of_last_forward_pass"] == [None] * 100
    assert "(diverged)" in report_text(result)


def test_the_text_follows_the_result_it_is_given():
    rung = xor()
    short = dataclasses.replace(rung, trainer=dataclasses.replace(rung.trainer, epochs=10)).run()
    assert float(row_of(report_text(short), "c1")[2]) == pytest.approx(short.parameters["c1"])
    assert np.isclose(
        short.loss_history[-1], float(re.search(r"([\d.]+) after 10", report_text(short))[1])
    )
