"""Workers of a Dask scheduler: the same records, whatever dies, and one line where nothing goes."""

import os
import signal
import subprocess
import sys
from concurrent.futures import Future

import numpy as np
import pytest
from tools import HereExecutor, misuse, needs, refusal, uat

from uat.exceptions import SettingError, SweepError
from uat.fits.table_target import Table
from uat.sweeps.cluster import check_address, cluster, note_on_workers
from uat.sweeps.store import Store
from uat.sweeps.sweep import plan, run_specs
from uat.trainers import Adam, GradientDescent

TRAINERS = [GradientDescent(epochs=400), Adam(epochs=200), "staircase"]
SPECS = plan(["sine", "franke"], [2, 8], range(3), TRAINERS)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    """Let a batch be a run or two, so that there are many."""
    monkeypatch.setattr("uat.sweeps.sweep._BATCH_SECONDS", 0.01)


@pytest.fixture(scope="module")
def dask():
    """Return a cluster of two processes on this machine."""
    needs("distributed")
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=100
    ) as two:
        yield two


@pytest.fixture(scope="module")
def local():
    """Return the records as this process computes them."""
    return run_specs(SPECS, executor=HereExecutor()).records


def test_records_are_those_of_this_process_bit_for_bit_though_a_worker_is_killed(dask, local):
    reports = []

    def kill_one(progress):
        reports.append(progress)
        if len(reports) == 2:
            os.kill(next(iter(dask.workers.values())).pid, signal.SIGKILL)

    with cluster(dask.scheduler_address) as executor:
        swept = run_specs(SPECS, executor=executor, progress=kill_one)
    assert swept.records == local
    assert swept.note == ""
    assert len(reports) > 10
    assert (reports[-1].done, reports[-1].share) == (len(SPECS), pytest.approx(1.0))


def test_a_client_of_ones_own_resumes_what_the_command_line_began(dask, local, tmp_path):
    from distributed import Client

    path = tmp_path / "runs.sqlite"
    options = ["--targets", "sine", "--widths", "2,8", "--seeds", "3", "--epochs", "400"]
    done = uat("sweep", *options, "--store", path, "--scheduler", dask.scheduler_address)
    assert done.exit_code == 0, done.output
    with Client(dask, set_as_default=False) as client, Store(path) as store:
        assert len(store) == 6
        swept = run_specs(SPECS, store=store, executor=client.get_executor())
    assert swept.computed == len(SPECS) - 6
    assert swept.records == local


def test_functions_and_tables_of_ones_own_need_not_be_on_the_workers(dask, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "only_at_home.py").write_text("def decay(t):\n    return 2.0**-t\n")
    (tmp_path / "rows.csv").write_text("x,y\n0,1\n1,2\n2,2\n3,5\n4,4\n5,7\n")
    own = ["only_at_home:decay on [0, 4]", "rows.csv", (lambda x: x * x, (0, 1))]
    specs = plan(own, [1, 2], [0], TRAINERS[:1], folds=2)
    with cluster(dask.scheduler_address) as executor, Store() as store:
        swept = run_specs(specs, store=store, executor=executor)
        assert len(store) == 6
    assert swept.here == 0
    assert swept.note == (
        "function: known to this process only, so sent to the workers and not stored."
    )
    assert swept.records == run_specs(specs, executor=HereExecutor()).records


def test_a_function_that_no_worker_can_load_is_one_line_and_nothing_is_lost(
    dask, local, tmp_path, monkeypatch
):
    (tmp_path / "not_installed_there.py").write_text("def f(x):\n    return 2.0 * x\n")
    monkeypatch.syspath_prepend(tmp_path)
    import not_installed_there

    own = plan([(lambda x: not_installed_there.f(x), (0, 1))], [1], [0], TRAINERS[:1])
    with Store() as store:
        with (
            cluster(dask.scheduler_address) as executor,
            pytest.raises(SweepError, match=r"cannot load 'function.*No module named") as end,
        ):
            run_specs([*own, *SPECS], store=store, executor=executor)
        assert "\n" not in str(end.value)
        resumed = run_specs(SPECS, store=store, executor=HereExecutor())
    assert resumed.records == local


def test_what_is_large_is_sent_once_without_a_word(dask):
    rows = np.arange(1_200_000.0)
    specs = plan(
        [Table(rows, rows % 7.0, "large")], [1], [0, 1], [GradientDescent(epochs=1)], folds=2
    )
    calls = []
    with cluster(dask.scheduler_address) as executor:
        submit = executor._client.submit

        def counted(function, *arguments, **options):
            calls.append(function.__name__)
            return submit(function, *arguments, **options)

        executor._client.submit = counted
        swept = run_specs(specs, executor=executor)
    assert swept.records == run_specs(specs, executor=HereExecutor()).records
    assert calls == ["_itself", *["run_elsewhere"] * len(calls[1:])]
    assert len(calls) > 2


SCHEDULER = """
from distributed import LocalCluster
with LocalCluster(n_workers=1, processes=False, dashboard_address=":0", protocol="tcp") as one:
    print(one.scheduler_address, flush=True)
    input()
"""


def test_a_scheduler_that_is_killed_is_one_line_and_the_store_goes_on_where_it_was(local):
    needs("distributed")
    process = subprocess.Popen(
        [sys.executable, "-c", SCHEDULER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip

    def kill(progress):
        if progress.done:
            process.kill()

    with process, Store() as store:
        address = process.stdout.readline().strip()
        with (
            cluster(address) as executor,
            pytest.raises(SweepError, match=r"connection to the workers was lost; \d+ runs") as end,
        ):
            run_specs(SPECS, store=store, executor=executor, progress=kill)
        assert "\n" not in str(end.value)
        kept = len(store)
        assert 0 < kept < len(SPECS)
        resumed = run_specs(SPECS, store=store, executor=HereExecutor())
    assert resumed.computed == len(SPECS) - kept
    assert resumed.records == local


def test_where_nobody_answers_is_one_line(monkeypatch):
    needs("distributed")
    monkeypatch.setattr("uat.sweeps.cluster.SECONDS_TO_CONNECT", 0.2)
    line = refusal("sweep", "--scheduler", "tcp://127.0.0.1:9")
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in line


def test_without_dask_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install 'uat-toolkit[dask]'" in refusal("gallery", "--scheduler", "tcp://a:8786")


@pytest.mark.parametrize(
    "wrong", ["", "host", "tcp://host", "http://host:80", "tcp://host:0", "host:99999", "a b:1"]
)
def test_what_is_no_address_is_refused(wrong):
    with pytest.raises(SettingError, match="no address of a scheduler, such as tcp://host:8786"):
        check_address(wrong)
    assert "Invalid value for '--scheduler'" in misuse("sweep", "--scheduler", wrong)


@pytest.mark.parametrize("address", ["tcp://host:8786", "host:8786", "tls://[::1]:8786"])
def test_addresses_are_taken(address):
    assert check_address(address) == address


def test_workers_of_this_machine_and_of_a_scheduler_do_not_go_together():
    assert "--workers" in misuse("sweep", "--scheduler", "tcp://host:8786", "--workers", "2")


class Asked(HereExecutor):
    """An executor of Dask's, whose workers answer as they are told."""

    def __init__(self, answers):
        super().__init__()
        self._client = self
        self._answers = answers

    def run(self, question, on_error):
        assert on_error == "return"
        return {k: question() | v if isinstance(v, dict) else v for k, v in self._answers.items()}


def test_other_libraries_on_the_workers_are_told_in_one_line():
    executor = Asked({"a": {}, "b": {"numpy": "1.0", "python": "3.99"}})
    reports = []
    swept = run_specs(SPECS[-1:], executor=executor, progress=reports.append)
    assert swept.note == reports[0].note
    assert "numpy 1.0 instead of" in swept.note
    assert "python 3.99 instead of" in swept.note
    assert "scipy" not in swept.note
    assert "\n" not in swept.note


def test_workers_that_could_only_spoil_the_store_are_refused_before_any_work():
    for answer, message in (
        (
            {"results": "2", "uat": "0.1"},
            "the worker b has uat 0.1, whose results are of version 2",
        ),
        (ModuleNotFoundError("No module named 'uat'"), "the worker b cannot load uat .No module"),
    ):
        executor = Asked({"a": {}, "b": answer})
        with pytest.raises(SweepError, match=message):
            run_specs(SPECS[-1:], executor=executor)
        assert executor.batches == []


def test_a_worker_that_dies_while_it_is_asked_is_no_reason_to_stop():
    gone = ConnectionResetError("Stream is closed")
    assert note_on_workers(Asked({"a": {}, "b": gone})) == ""
    assert "no worker has joined" in note_on_workers(Asked({"b": gone}))


def test_a_cluster_without_workers_is_said_to_wait():
    assert "no worker has joined the scheduler yet" in note_on_workers(Asked({}))


def test_an_executor_that_cannot_be_asked_is_taken_as_it_is():
    class Plain:
        def submit(self, *_):
            return Future()

    assert note_on_workers(Plain()) == ""
