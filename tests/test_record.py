"""Specs have keys that change with everything that changes a result; records keep every bit."""

import dataclasses
import json
import math
import pickle

import numpy as np
import pytest
from tools import SPEC, fold_records, given, record_of
from tools import strategies as st

from uat.core.network import Network
from uat.exceptions import RecordError
from uat.fits.table_target import Table, remember_table
from uat.sweeps.plan import plan
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.run import run_batch
from uat.trainers import TRAINERS, make_trainer, settings_of

finite = st.floats(allow_nan=False, allow_infinity=False)
positive = st.floats(0.0, allow_infinity=False)


@given(max_error=st.none() | positive, weight=finite, seconds=positive)
def test_json_round_trips_exactly(max_error, weight, seconds):
    record = record_of(max_error=max_error, weight=weight, seconds=seconds)
    again = Record.from_json(record.to_json())
    assert again == record
    assert again.seconds == record.seconds
    assert again.to_json() == record.to_json()


@pytest.mark.parametrize("trainer", TRAINERS)
def test_what_every_trainer_leaves_round_trips_exactly(trainer):
    quick = {"epochs": 3, "steps": 3, "cold_starts": 1, "dictionary": 16}
    has = settings_of(trainer)
    made = make_trainer(trainer, **{name: quick[name] for name in quick if name in has})
    record = run_batch(plan(["line"], [2], [0], [made], points=32))[0]
    assert Record.from_json(record.to_json()) == record


def changed(path, value):
    """Return the text of a record in which one value is another."""
    values = json.loads(record_of().to_json())
    inner = values
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return json.dumps(values)


def without(name):
    values = json.loads(record_of().to_json())
    del values[name]
    return json.dumps(values)


HUGE = 10**400


@pytest.mark.parametrize(
    "text",
    [
        "", "abc", '"abc"', "[]", "null", "{}", "0", "true", "NaN", "[" * 200_000, None, 5, b"{}",
        '{"a":' * 100_000,
        record_of().to_json() + " ",
        record_of().to_json().replace("{", '{"rmse": 0.25, ', 1),
        json.dumps(json.loads(record_of().to_json()), indent=1),
        record_of().to_json().encode(),
    ],
    ids=lambda text: repr(text)[:12],
)  # fmt: skip
def test_what_is_no_text_of_a_record_is_refused(text):
    with pytest.raises(RecordError, match="not the text of a record") as refused:
        Record.from_json(text)
    assert len(str(refused.value)) < 300
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", json.loads(record_of().to_json()))
def test_a_record_that_lacks_a_value_is_refused(name):
    with pytest.raises(RecordError):
        Record.from_json(without(name))


@pytest.mark.parametrize(
    ("path", "values"),
    [
        (["max_error"], [-1e-300, 1, True, "0.5", [], {}, math.inf, math.nan, HUGE]),
        (["rmse"], [-1.0, 0, False, "", [0.25], math.nan]),
        (["seconds"], [-0.5, 1, None, True, math.inf, "1"]),
        (["stop_reason"], ["", "done", None, 1, [], "EPOCHS_DONE", "diverged", "width_limit"]),
        (["loss_curve"], [None, 1, "ab", {}, [1], [[0]], [[0, 1.0, 2.0]], [[0, 1]], [["0", 1.0]]]),
        (["loss_curve", 0], [[10, 1.0], [11, 1.0], [-1, 1.0], [0.0, 1.0], [False, 1.0], [0, None]]),
        (["loss_curve", 1], [[0, 0.5], [10, math.nan], [10, math.inf], [10, "x"], [10, True]]),
        (["loss_curve"], [[[0, 1.0], [1, 1]], [[0, 1.0], [0, 1.0]], {"0": 1.0}, {}]),
        (["chosen"], [None, [], "x", 1, {"rate": None}, {"rate": math.nan}, {"rate": "1"}]),
        (["chosen", "learning_rate"], [1, True, [], {}, HUGE]),
        (["network"], [None, [], {}, "network", 3]),
        (["network", "format"], ["uat", None, 1]),
        (["network", "version"], [0, 1, 3, None, True]),
        (["network", "input_centre"], [0.0, [0], [], [[0.0]], [0.0, 0.0], [math.inf], None]),
        (["network", "activation"], ["tanh", "nothing", None, []]),
        (["network", "output_activation"], ["nothing", None, 1]),
        (["network", "hidden_weights"], [1.0, [], [[]], [[1.0]], [[1.0, 2.0, 3.0]], [["1", "2"]]]),
        (["network", "hidden_weights", 0, 0], [1, True, None, "1.0", math.inf, HUGE, [], [[1.0]]]),
        (["network", "output_biases"], [[3], [True], [math.nan], [], [3.0, 3.0], 3.0]),
        (["spec"], [None, [], {}, "spec", 1]),
        (["spec", "target"], [None, 1, ["sine"]]),
        (["spec", "width"], [3, 0, -2, 2.0, True, "2", None]),
        (["spec", "seed"], [-1, 0.0, False, None]),
        (["spec", "points"], [-256, 256.0, "256"]),
        (
            ["spec", "settings"],
            ["", "[]", "{", {"epochs": 10}, '{"epochs":10}', None],
        ),
        (["spec", "activation"], ["tanh", None]),
        (["spec", "extra"], [1]),
        (["extra"], [1]),
        (["network", "extra"], [1]),
    ],
    ids=range(29),
)
def test_a_value_of_the_wrong_kind_is_refused(path, values):
    for value in values:
        with pytest.raises(RecordError):
            Record.from_json(changed(path, value))


class TestStored:
    """Records of which most is left in their text until it is asked for."""

    @pytest.mark.parametrize("record", [record_of(), record_of(max_error=None, rmse=None)])
    def test_they_are_those_that_were_written(self, record):
        text = record.to_json()
        for spec in (None, SPEC):
            again = Record.stored(text, spec)
            assert again.to_json() is text
            assert (again.spec, again.rmse, again.seconds) == (SPEC, record.rmse, record.seconds)
            assert pickle.loads(pickle.dumps(again)) == record
            assert again == record
            assert again.to_json() == text
            assert dataclasses.replace(again, rmse=0.5) == dataclasses.replace(record, rmse=0.5)

    def test_curve_and_network_are_not_read_before_they_are_asked_for(self, monkeypatch):
        read = []
        monkeypatch.setattr("uat.sweeps.record.Network.from_dict", lambda _: read.append(1))
        record = Record.stored(record_of().to_json())
        sent = pickle.loads(pickle.dumps(record))
        assert (repr(record), sent.error("rmse")) == (repr(record_of()), 0.25)
        assert read == []
        with pytest.raises(RecordError):
            _ = record.loss_curve
        assert read == [1]

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (["max_error"], -0.5), (["rmse"], True), (["seconds"], 1), (["stop_reason"], "done"),
            (["chosen", "learning_rate"], 1), (["spec", "width"], -3), (["spec", "extra"], 1),
            (["fitted_rmse"], 0.5),
        ],
    )  # fmt: skip
    def test_what_is_read_at_once_is_checked_at_once(self, path, value):
        with pytest.raises(RecordError, match="not the text of a record"):
            Record.stored(changed(path, value))

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (["loss_curve"], [[1, 0.5], [0, 0.5]]), (["network"], None), (["loss_curve"], "ab"),
            (["network", "activation"], "tanh"), (["network", "hidden_biases"], [0.0]),
        ],
    )  # fmt: skip
    def test_the_rest_is_checked_when_it_is_asked_for(self, path, value):
        record = Record.stored(changed(path, value))
        for name in ("network", "loss_curve", "network"):
            with pytest.raises(RecordError, match="not the text of a record") as refused:
                getattr(record, name)
            assert "\n" not in str(refused.value)

    def test_a_text_of_another_run_is_refused(self):
        with pytest.raises(RecordError):
            Record.stored(record_of().to_json(), dataclasses.replace(SPEC, seed=7))

    @pytest.mark.parametrize("text", ["", "{}", "[]", "[" * 200_000, record_of().to_json() + " "])
    def test_what_is_no_text_of_a_record_is_refused(self, text):
        with pytest.raises(RecordError, match="not the text of a record"):
            Record.stored(text)

    def test_what_another_thread_has_read_meanwhile_is_taken(self):
        record = Record.stored(record_of().to_json())
        network = record.network
        assert record.__getattr__("network") is network

    def test_a_record_has_no_other_attributes(self):
        with pytest.raises(AttributeError, match="weights"):
            _ = Record.stored(record_of().to_json()).weights

    def test_nothing_in_a_spec_is_taken_for_the_beginning_of_a_part(self):
        name = ', "network": , "chosen": , "loss_curve": {'
        record = record_of(dataclasses.replace(SPEC, fingerprint=name))
        assert Record.stored(record.to_json()) == record


class TestOfTables:
    RECORD = fold_records(
        remember_table(Table([0.0, 1.0, 2.0, 3.0], [1.0, 0.0, 1.0, 5.0], text="a.csv")),
        {1: Network([[1.0]], [0.0], [[1.0]], [0.0], "identity"), 2: None},
        folds=2,
    )

    def test_json_round_trips_exactly(self):
        for record in self.RECORD:
            for again in (Record.from_json(record.to_json()), Record.stored(record.to_json())):
                assert again == record
                assert again.spec.key == record.spec.key

    def test_the_error_on_rows_fitted_stands_beside_that_on_rows_held_out(self):
        row = self.RECORD[0].row()
        assert (row["fold"], row["folds"]) == (1, 2)
        assert row["fitted_rmse"] == self.RECORD[0].fitted_rmse != row["rmse"]
        assert row.keys() > record_of().row().keys()

    @pytest.mark.parametrize(
        ("name", "value"), [("fitted_rmse", -1.0), ("fitted_rmse", "1"), ("fitted_rmse", True)]
    )
    def test_a_value_of_the_wrong_kind_is_refused(self, name, value):
        values = json.loads(self.RECORD[0].to_json()) | {name: value}
        with pytest.raises(RecordError):
            Record.from_json(json.dumps(values))

    def test_a_function_has_no_error_on_rows(self):
        values = json.loads(record_of().to_json()) | {"fitted_rmse": 0.5}
        with pytest.raises(RecordError):
            Record.from_json(json.dumps(values))
        values = json.loads(self.RECORD[0].to_json())
        del values["fitted_rmse"]
        with pytest.raises(RecordError):
            Record.from_json(json.dumps(values))


def test_a_stack_is_no_outcome_of_a_run():
    network = record_of().network
    record = dataclasses.replace(record_of(), network=Network.stack([network, network]))
    with pytest.raises(RecordError, match="a stack"):
        Record.from_json(record.to_json())


def test_a_record_says_what_it_is_in_one_line():
    assert repr(record_of()) == (
        "Record(sine, gradient_descent, width 2, seed 0: epochs_done, max_error 0.5)"
    )
    assert repr(record_of(max_error=None)).endswith("seed 0: epochs_done)")


def test_time_is_no_part_of_the_outcome():
    assert record_of(seconds=1.0) == record_of(seconds=2.0)
    assert record_of(seconds=1.0).row() == record_of(seconds=2.0).row()
    assert "seconds" not in record_of().row()


def test_the_row_is_flat_and_holds_what_was_asked_and_found():
    row = record_of().row()
    assert row["target"] == "sine"
    assert row["epochs"] == 10
    assert row["learning_rate"] == 0.1
    assert row["final_loss"] == 0.5
    assert json.dumps(row, allow_nan=False)


def test_errors_by_width_are_sorted_and_leave_out_what_is_not_finite():
    records = [
        record_of(dataclasses.replace(SPEC, width=width, seed=seed), error)
        for width, seed, error in [(4, 0, 0.3), (2, 0, 0.2), (2, 1, 0.1), (4, 1, None)]
    ]
    errors = errors_by_width(records)
    assert list(errors) == [2, 4]
    np.testing.assert_array_equal(errors[2], [0.1, 0.2])
    np.testing.assert_array_equal(errors[4], [0.3])


def test_errors_by_width_are_of_either_norm():
    records = [record_of(max_error=0.5, rmse=0.25), record_of(max_error=None, rmse=None)]
    assert errors_by_width(records)[2].tolist() == [0.5]
    assert errors_by_width(records, "rmse")[2].tolist() == [0.25]
    assert records[0].error("rmse") == 0.25
