"""The front door: what a page is made of, where it is written, what is refused."""

import json
import re
from pathlib import Path

import pytest
from tools import near_best, record

import uat
from uat.exceptions import OutputError, SettingError, StoreError, UnknownNameError
from uat.explorer.explore import FIRST_TARGETS
from uat.sweeps.plan import DEFAULT_TARGETS
from uat.sweeps.store import Store


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Return the folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def data_of(path):
    """Return what a page holds."""
    pattern = r'<script type="application/json" id="uat-data">(.*?)</script>'
    return json.loads(re.findall(pattern, Path(path).read_text(encoding="utf-8"))[0])


@pytest.mark.slow
def test_without_targets_it_is_the_catalogue_the_sine_first():
    assert uat.explore() == Path("explorer.html")
    keys = [target["key"] for target in data_of("explorer.html")["scene"]["targets"]]
    assert keys == list(FIRST_TARGETS)
    assert (keys[0], set(keys)) == ("sine", set(DEFAULT_TARGETS))
    assert data_of("explorer.html")["options"] == {"address": True}


@pytest.mark.slow
def test_it_takes_what_a_sweep_takes_and_replaces_a_page(folder):
    path = folder / "pages" / "own.html"
    table = uat.Table([0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 4.0, 9.0], "squares")
    for _ in range(2):
        uat.explore("sin(5*x) on [-1, 1] as ripple", (abs, (-1, 1)), table, output=path)
    assert [one["key"] for one in data_of(path)["scene"]["targets"]] == ["ripple", "abs", "squares"]
    assert [file.name for file in path.parent.iterdir()] == ["own.html"]


@pytest.mark.parametrize("of_folder", [False, True])
def test_stored_curves_come_from_a_store_or_a_gallery(folder, of_folder):
    with Store(folder / "runs.sqlite") as store:
        store.add([*near_best(), record(width=2, seed=1, error=0.25)])
    path = uat.explore("sine", runs=folder if of_folder else folder / "runs.sqlite")
    (target,) = data_of(path)["scene"]["targets"]
    assert target["stored"]["nearBest"] == [[1, 1e-6], [2, 5e-7], [8, 1.25e-7]]
    assert target["stored"]["descent"] == [[2, 0.25, 1]]


def test_a_preset_is_shown_first():
    path = uat.explore("sine", preset={"panel": "train", "trainWidth": 32})
    assert data_of(path)["options"]["preset"] == {"panel": "train", "trainWidth": 32}


@pytest.mark.parametrize(
    ("targets", "options", "kind", "message"),
    [
        (["sined"], {}, UnknownNameError, "sine"),
        (["sine"], {"output": "no/\0.html"}, OutputError, "null"),
        (["sine"], {"activation": "logit"}, UnknownNameError, "logistic"),
        (["sine"], {"runs": "nowhere"}, StoreError, "no such store of runs"),
        (["sine"], {"preset": {"a": [1]}}, SettingError, "a preset gives names"),
        (["sine"], {"preset": {"a": float("nan")}}, SettingError, "a preset gives names"),
        (["sine"], {"preset": "train"}, SettingError, "a preset gives names"),
        ([["sine"]], {}, SettingError, "a target is a name"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(folder, targets, options, kind, message):
    with pytest.raises(kind, match=message):
        uat.explore(*targets, **options)
    assert list(folder.iterdir()) == []
