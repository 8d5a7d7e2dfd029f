"""Short runs come to what they came to when `RESULTS_VERSION` was last raised."""

import copy
import importlib.util
import json
from pathlib import Path

import pytest

from uat.sweeps.spec import RESULTS_VERSION
from uat.trainers import TRAINERS

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "golden_records.py"


def script():
    """Return scripts/golden_records.py as a module."""
    spec = importlib.util.spec_from_file_location("golden_records", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GOLDEN = script()
WRITTEN = json.loads(GOLDEN.FILE.read_text(encoding="utf-8"))
OLD = WRITTEN["records"]


@pytest.mark.slow
def test_results_change_only_with_the_version_in_every_key():
    assert WRITTEN["results_version"] == RESULTS_VERSION, (
        "RESULTS_VERSION was raised: run python scripts/golden_records.py"
    )
    lines = GOLDEN.differences(OLD, GOLDEN.golden_records())
    assert not lines, "\n".join([*lines, f"results changed: {GOLDEN.ADVICE}."])


def test_every_trainer_has_records_on_three_targets():
    for trainer in TRAINERS:
        targets = {name.split(", ")[1] for name in OLD if name.startswith(trainer)}
        one_input = {"sine", "heavisine"}
        of_one_input = trainer in ("staircase", "quantile_units")
        assert targets == (one_input if of_one_input else {*one_input, "cosines"})


@pytest.mark.parametrize("name", OLD)
def test_the_comparison_misses_no_number(name):
    """Each number in turn is moved by ten tolerances of the largest beside it."""
    for field in ("errors", "losses", "network"):
        numbers = OLD[name][field]
        step = 10.0 * OLD[name]["tolerance"] * max(map(abs, numbers))
        for place in range(len(numbers)):
            moved = copy.deepcopy(OLD)
            moved[name][field][place] += step
            assert len(GOLDEN.differences(OLD, moved)) == 1
    for setting in OLD[name]["chosen"]:
        moved = copy.deepcopy(OLD)
        moved[name]["chosen"][setting] *= 2.0
        assert any(line.startswith(f"{name}: chosen") for line in GOLDEN.differences(OLD, moved))


@pytest.mark.parametrize(
    ("field", "value"),
    [("stop_reason", "diverged"), ("errors", [None, None]), ("network", [1.0]), ("chosen", {})],
)
def test_the_comparison_misses_no_other_kind_of_change(field, value):
    moved = copy.deepcopy(OLD)
    moved["gradient_descent, sine"][field] = value
    (line,) = GOLDEN.differences(OLD, moved)
    assert line.startswith(f"gradient_descent, sine: {field} was")


def test_rounding_is_no_difference_and_a_new_trainer_none_either():
    moved = copy.deepcopy(OLD)
    moved["adam, sine"]["errors"][0] *= 1.0 + 1e-13
    assert GOLDEN.differences(OLD, {**moved, "new, sine": {}}) == []
    gone = GOLDEN.differences({**OLD, "gone, sine": {}}, moved)
    assert gone == ["gone, sine: no such run any more"]


def test_other_results_are_not_written_under_an_old_version(monkeypatch, tmp_path):
    module = script()
    module.FILE = tmp_path / "golden_records.json"
    few = {"adam, sine": OLD["adam, sine"]}
    monkeypatch.setattr(module, "golden_records", lambda: few)
    module.main()
    before = module.FILE.read_bytes()
    assert json.loads(before) == {"results_version": RESULTS_VERSION, "records": few}

    other = copy.deepcopy(few)
    other["adam, sine"]["errors"][0] += 1.0
    monkeypatch.setattr(module, "golden_records", lambda: other)
    with pytest.raises(SystemExit, match=r"errors was .*\nnot written: .*raise RESULTS_VERSION"):
        module.main()
    assert module.FILE.read_bytes() == before
    monkeypatch.setattr(module, "RESULTS_VERSION", RESULTS_VERSION + 1)
    module.main()
    assert json.loads(module.FILE.read_text())["records"] == other
