"""Specs have keys that change with everything that changes a result; records keep every bit."""

import dataclasses
import json

import numpy as np
from tools import given
from tools import strategies as st

from uat.core.network import Network
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.spec import RunSpec

SPEC = RunSpec("sine", 2, 0, "gradient_descent", '{"epochs": 10}', "logistic", 256)
finite = st.floats(allow_nan=False, allow_infinity=False)


def record_of(spec=SPEC, max_error=0.5, rmse=0.25, weight=1.0, seconds=0.1):
    network = Network([[weight, 2.0]], [0.0, -0.0], [[0.1], [0.2]], [3.0])
    curve = ((0, 1.0), (10, 0.5))
    chosen = {"learning_rate": 0.1}
    return Record(spec, max_error, rmse, "epochs_done", curve, network, chosen, seconds)


@given(max_error=st.none() | finite, weight=finite, seconds=finite)
def test_json_round_trips_exactly(max_error, weight, seconds):
    record = record_of(max_error=max_error, weight=weight, seconds=seconds)
    again = Record.from_json(record.to_json())
    assert again == record
    assert again.seconds == record.seconds


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
