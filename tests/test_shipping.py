"""What a worker elsewhere lacks is sent along: functions as code, tables as rows."""

import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from tools import HereExecutor, needs

from uat.exceptions import SweepError
from uat.sweeps.plan import plan
from uat.sweeps.run import run_batch
from uat.sweeps.shipping import Parcel, opened, parcels_for, those_of
from uat.sweeps.store import Store
from uat.sweeps.sweep import run_specs
from uat.targets.lookup import target_of
from uat.trainers import GradientDescent

SHORT = GradientDescent(epochs=3)


class Sending(HereExecutor):
    """Works here, and is taken for one of loky's, which send functions."""

    __module__ = "loky.tests"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder of a user's own: a module that needs another one, and a table."""
    needs("cloudpickle")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own_curves.py").write_text(
        "import own_helper\n\n\ndef decay(t):\n    return own_helper.base() ** -t\n"
    )
    (tmp_path / "own_helper.py").write_text("def base():\n    return 2.0\n")
    (tmp_path / "rows.csv").write_text("x,y\n0,1\n1,2\n2,2\n3,5\n4,4\n5,7\n")
    yield tmp_path
    for name in ("own_curves", "own_helper"):
        sys.modules.pop(name, None)


def specs_of(*targets):
    return plan(targets, [1], [0], [SHORT], folds=2)


def test_what_another_process_would_not_have_is_sent(folder, monkeypatch):
    steep = 3.0
    specs = specs_of((lambda x: steep * x, (0, 1)), "own_curves:decay on [0, 4]", "rows.csv")
    parcels = parcels_for(Sending(), specs)
    assert [*parcels] == list(dict.fromkeys(spec.target for spec in specs))
    for name in ("own_curves", "own_helper"):
        del sys.modules[name]
    monkeypatch.chdir(folder.parent)
    linear, decay, table = opened([*parcels.values()]).values()
    x = np.array([[0.0], [0.5], [1.0]])
    np.testing.assert_array_equal(linear(x), 3.0 * x[:, 0])
    np.testing.assert_array_equal(decay(x), 2.0 ** -x[:, 0])
    assert (table.rows, table.columns) == (6, (("x",), "y"))
    assert "own_helper" not in sys.modules


@pytest.mark.usefixtures("folder")
def test_what_is_all_in_the_text_or_installed_is_not_sent():
    assert parcels_for(Sending(), specs_of("sine", "sin(x) on [0, 1]", "math:exp on [0, 1]")) == {}


@pytest.mark.usefixtures("folder")
def test_other_executors_are_sent_nothing():
    specs = specs_of("rows.csv")
    assert parcels_for(HereExecutor(), specs) == {}
    assert parcels_for(None, specs) == {}


def test_a_batch_takes_the_parcels_that_it_needs():
    parcels = {text: Parcel(text, b"", "") for text in ("line", "sine")}
    assert those_of(specs_of("sine", "runge"), parcels) == [parcels["sine"]]


def test_a_table_that_has_changed_since_it_was_planned_is_not_sent(folder):
    specs = specs_of("rows.csv")
    (folder / "rows.csv").write_text("x,y\n0,1\n1,2\n2,2\n3,5\n")
    assert parcels_for(Sending(), specs) == {}


@pytest.mark.usefixtures("folder")
def test_sent_or_not_the_records_are_the_same_and_it_is_said():
    lock = threading.Lock()

    def guarded(x):
        with lock:
            return x * x

    specs = specs_of("own_curves:decay on [0, 4]", "rows.csv", (lambda x: -x, (0, 1)))
    specs += plan([(guarded, (0, 1))], [1], [0], [SHORT])
    with Store() as store:
        sent = run_specs(specs, store=store, executor=Sending())
        assert len(store) == 3  # the function of the module, and two folds
    assert sent.records == run_specs(specs, executor=HereExecutor()).records
    assert sent.here == 1
    assert sent.note == (
        "guarded: known to this process only, so run here and not stored. "
        "function: known to this process only, so sent to the workers and not stored."
    )


def test_what_was_sent_is_known_to_its_batch_alone():
    (spec,) = specs_of((lambda x: 2.0 * x, (0, 1)))
    other = replace(target_of(spec.target), function=lambda x: 5.0 * x)
    mine, theirs = run_batch([spec])[0], run_batch([spec], {spec.target: other})[0]
    assert theirs.max_error == pytest.approx(2.5 * mine.max_error)
    assert run_batch([spec]) == [mine]


@pytest.mark.usefixtures("folder")
def test_what_a_worker_cannot_load_is_one_line():
    (parcel,) = parcels_for(Sending(), specs_of((lambda x: x, (0, 1)))).values()
    for wrong, reason in [
        (replace(parcel, python="2.7"), r"it needs Python 2\.7"),
        (replace(parcel, content=b"cno_such_module_here\nf\n."), "no_such_module_here"),
        (replace(parcel, content=b"cut"), "Error"),
    ]:
        with pytest.raises(SweepError, match=f"cannot load 'function on .*{reason}") as refused:
            wrong.opened()
        assert "\n" not in str(refused.value)
