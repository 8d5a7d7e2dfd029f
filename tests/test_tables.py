"""Tables say what the records hold, to the last bit."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.core.network import Network
from uat.fits.table_target import Table
from uat.sweeps.held_out import held_out_curve
from uat.sweeps.plan import plan
from uat.sweeps.record import Record
from uat.sweeps.run import run_batch
from uat.sweeps.spec import RunSpec
from uat.sweeps.table_findings import findings_in_words
from uat.sweeps.tables import error_table, runs_csv, runs_json
from uat.trainers import BayesianRegularization, GradientDescent, LevenbergMarquardt

NETWORK = Network(np.ones((1, 1)), np.ones(1), np.ones((1, 1)), np.ones(1))


def record(
    target="sine",
    width=1,
    seed=0,
    trainer="gradient_descent",
    error=0.5,
    rmse=0.25,
    curve=None,
    activation="logistic",
):
    settings = json.dumps({"epochs": 20, "momentum": 0.9} if trainer != "adam" else {"epochs": 20})
    return Record(
        RunSpec(target, width, seed, trainer, settings, activation, 256),
        error,
        rmse,
        "diverged" if error is None else "epochs_done",
        ((0, 2.0), (20, 0.5)) if curve is None else curve,
        NETWORK,
        {"learning_rate": 0.125},
        1.5,
    )


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_names_what_was_run_and_what_came_of_it():
    (row,) = rows_of(runs_csv([record(width=4, seed=3)]))
    assert row == {
        "target": "sine",
        "width": "4",
        "seed": "3",
        "trainer": "gradient_descent",
        "activation": "logistic",
        "points": "256",
        "epochs": "20",
        "momentum": "0.9",
        "learning_rate": "0.125",
        "max_error": "0.5",
        "rmse": "0.25",
        "coefficient_norm": "1.0",
        "final_loss": "0.5",
        "stop_reason": "epochs_done",
    }


finite = st.floats(min_value=0.0, allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(finite, finite), min_size=1, max_size=5))
def test_floats_keep_every_bit_in_both_formats(errors):
    records = [
        record(seed=seed, error=error, rmse=rmse) for seed, (error, rmse) in enumerate(errors)
    ]
    from_csv = [(float(r["max_error"]), float(r["rmse"])) for r in rows_of(runs_csv(records))]
    from_json = [(r["max_error"], r["rmse"]) for r in json.loads(runs_json(records))]
    assert from_csv == from_json == errors


def test_both_formats_hold_the_records_in_their_order():
    records = [record(width=w, seed=s) for w in (4, 1, 2) for s in (1, 0)]
    assert json.loads(runs_json(records)) == [r.row() for r in records]
    placed = [(int(r["width"]), int(r["seed"])) for r in rows_of(runs_csv(records))]
    assert placed == [(r.spec.width, r.spec.seed) for r in records]


def test_what_is_not_finite_is_empty_in_csv_and_null_in_json():
    lost = record(error=None, rmse=None, curve=())
    (row,) = rows_of(runs_csv([lost]))
    assert [row[name] for name in ("max_error", "rmse", "final_loss")] == ["", "", ""]
    assert row["stop_reason"] == "diverged"
    (values,) = json.loads(runs_json([lost]))
    assert [values[name] for name in ("max_error", "rmse", "final_loss")] == [None] * 3


def test_a_trainer_without_momentum_has_none():
    (row,) = rows_of(runs_csv([record(trainer="adam")]))
    assert row["momentum"] == ""


@pytest.mark.parametrize("write", [runs_csv, runs_json])
def test_lines_end_as_unix_lines_one_a_run(write):
    text = write([record(seed=seed) for seed in range(3)])
    assert "\r" not in text
    assert text.endswith("\n")
    assert sum("gradient_descent" in line for line in text.splitlines()) == 3


def test_the_table_holds_medians_by_width():
    records = [record(width=2, seed=s, error=e) for s, e in enumerate((0.9, 0.1, 0.3))]
    records += [record(width=16, seed=s, error=e) for s, e in enumerate((0.01, 0.002, 0.03))]
    records += [record("runge", w, trainer="adam", error=e) for w, e in ((2, 7.0), (16, 1e-9))]
    head, *lines = error_table(records).splitlines()
    assert head.split() == ["median", "max", "error", "n", "=", "2", "n", "=", "16"]
    assert [line.split() for line in lines] == [
        ["sine", "gradient_descent", "0.3", "0.01"],
        ["runge", "adam", "7", "1e-09"],
    ]
    assert len({len(line) for line in (head, *lines)}) == 1


def test_a_median_leaves_out_what_diverged_and_says_so_if_all_did():
    records = [record(width=1, error=0.25), record(width=1, seed=1, error=None)]
    records += [record(width=2, seed=s, error=None) for s in range(2)]
    _, line = error_table(records).splitlines()
    assert line.split() == ["sine", "gradient_descent", "0.25", "diverged"]


def test_a_width_that_a_target_has_no_run_of_is_a_gap():
    records = [record(width=1, error=0.25), record("runge", width=2, error=None)]
    assert [line.split()[2:] for line in error_table(records).splitlines()[1:]] == [
        ["0.25", "-"],
        ["-", "diverged"],
    ]


def test_of_several_activations_the_table_has_a_column_each():
    errors = {"logistic": (0.3, 0.1), "relu": (0.4, None), "t*exp(-t^2)": (0.2,)}
    records = [
        record(width=width, error=error, activation=name)
        for name, own in errors.items()
        for width, error in zip((1, 16), own, strict=False)
    ]
    head, *lines = error_table(records).splitlines()
    assert head.split() == ["median", "max", "error", "n", *errors]
    assert [line.split() for line in lines] == [
        ["sine", "gradient_descent", "1", "0.3", "0.4", "0.2"],
        ["sine", "gradient_descent", "16", "0.1", "diverged", "-"],
    ]
    assert len({len(line) for line in (head, *lines)}) == 1


RNG = np.random.default_rng(0)
X = RNG.uniform(-1.0, 1.0, 24)
ROWS = Table(X, np.sin(3.0 * X) + 0.1 * RNG.normal(size=24), "rows", ("hours",), ("score",))
QUICK = LevenbergMarquardt(epochs=4)


def lines_of_table(trainers, widths=(1, 2), seeds=(0, 1)):
    records = run_batch(plan([ROWS], widths, seeds, trainers, folds=3))
    return records, error_table(records).splitlines()


def test_of_a_table_the_errors_are_those_of_its_curve():
    records, (head, trainer, held_out, spread, fitted, *words) = lines_of_table([QUICK])
    curve = held_out_curve(ROWS, records)
    assert head.split() == ["rmse", "of", "score,", "rows", "n", "=", "1", "n", "=", "2"]
    assert trainer == "levenberg_marquardt"
    assert held_out.split() == ["rows", "held", "out", *(f"{e.held_out:.3g}" for e in curve.errors)]
    deviations = [np.std(error.folds, ddof=1) for error in curve.errors]
    assert len(curve.errors[0].folds) == 6
    assert spread.split()[-2:] == [f"{deviation:.3g}" for deviation in deviations]
    assert fitted.split() == ["rows", "fitted", *(f"{error.fitted:.3g}" for error in curve.errors)]
    assert words == findings_in_words([curve])
    assert len({len(line) for line in (head, held_out, spread, fitted)}) == 1


def test_the_noise_stands_beside_every_width_where_a_trainer_tells_it():
    records, lines = lines_of_table([BayesianRegularization(steps=5, restarts=1)], seeds=(0,))
    noise = held_out_curve(ROWS, records).noise
    assert lines[5].split() == ["noise,", "an", "estimate", *[f"{noise.deviation:.3g}"] * 2]


def test_tables_stand_below_functions_and_every_trainer_has_its_lines():
    records = run_batch(plan(["line", ROWS], [1], [0], [QUICK, GradientDescent(epochs=5)], folds=2))
    text = error_table(records)
    functions, table = text.split("\n\n")
    assert functions.splitlines()[0].startswith("median max error")
    assert [line.split()[0] for line in functions.splitlines()[1:]] == ["line", "line"]
    lines = table.splitlines()
    assert [line for line in lines if "_" in line] == ["levenberg_marquardt", "gradient_descent"]
    assert [line.split(":")[0] for line in lines[-2:]] == [
        "By levenberg marquardt", "By gradient descent (Nesterov with rests)"
    ]  # fmt: skip
    numbers = [line for line in text.splitlines() if line[-1:].isdecimal()]
    assert len(numbers) == 1 + 2 + 1 + 3 + 3
    assert len(set(map(len, functions.splitlines()))) == 1


def test_a_table_on_which_all_runs_diverged_says_so():
    wild = GradientDescent(learning_rate=1e3, epochs=50, momentum=0.0)
    _, lines = lines_of_table([wild], widths=(3,), seeds=(0,))
    assert lines[2].split() == ["rows", "held", "out", "diverged"]
    assert "every width" in lines[-1]
