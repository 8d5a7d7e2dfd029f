"""Any executor gives the same records; one that fails is one line, and what was stored is kept."""

from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor

import pytest
from tools import HereExecutor, needs

from uat.exceptions import SettingError, SweepError
from uat.sweeps.executors import failure_of
from uat.sweeps.store import Store
from uat.sweeps.sweep import plan, run_specs
from uat.trainers import Adam, GradientDescent

TRAINERS = [GradientDescent(epochs=300), Adam(epochs=200), "levenberg_marquardt", "staircase"]
SPECS = plan(["sine", "franke"], [1, 5], range(2), TRAINERS)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    """Let a batch be a run or two, so that there are many."""
    monkeypatch.setattr("uat.sweeps.sweep._BATCH_SECONDS", 0.02)


@pytest.fixture(scope="module")
def records():
    return run_specs(SPECS, executor=HereExecutor()).records


def test_threads_give_equal_records(records):
    with ThreadPoolExecutor(4) as threads:
        assert run_specs(SPECS, executor=threads).records == records


def test_processes_of_loky_give_equal_records_and_are_sent_functions():
    needs("loky")
    import loky

    specs = plan(["sine", (lambda x: x * x, (0, 1))], [1, 2], [0], TRAINERS[:1])
    executor = loky.get_reusable_executor(1)
    try:
        swept = run_specs(specs, executor=executor)
    finally:
        executor.shutdown(kill_workers=True)
    assert swept.records == run_specs(specs, executor=HereExecutor()).records
    assert (swept.here, "sent to the workers" in swept.note) == (0, True)


class Failing(Executor):
    """Runs two batches; the others end as they are told."""

    def __init__(self, problem):
        self._problem, self._left = problem, 2

    def submit(self, function, /, *arguments):
        future = Future()
        if self._left:
            self._left -= 1
            future.set_result(function(*arguments))
        elif isinstance(self._problem, CancelledError):
            future.cancel()
            future.set_running_or_notify_cancel()
        else:
            future.set_exception(self._problem)
        return future


class OwnError(Exception):
    """What the package of an executor raises when it gives up."""


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (BrokenExecutor("gone"), "a worker process ended before its work"),
        (CancelledError(), "the connection to the workers was lost"),
        (OwnError("three\nworkers died"), r"the workers failed \(three workers died\)"),
    ],
)
def test_an_executor_that_fails_is_one_line_and_what_was_done_is_kept(problem, message, records):
    with Store() as store:
        with pytest.raises(SweepError, match=f"{message}.* runs were stored before that") as line:
            run_specs(SPECS, store=store, executor=Failing(problem))
        assert "\n" not in str(line.value)
        assert len(store) >= 2
        assert run_specs(SPECS, store=store, executor=HereExecutor()).records == records


def test_what_the_work_raises_is_no_failure_of_the_executor():
    with ThreadPoolExecutor(1) as threads:
        assert failure_of(threads, ZeroDivisionError()) is None
        assert failure_of(threads, SettingError("no")) is None
        assert failure_of(None, ZeroDivisionError()) is None


def test_an_executor_that_is_shut_takes_no_work():
    threads = ThreadPoolExecutor(1)
    threads.shutdown()
    with pytest.raises(SweepError, match="the executor takes no work: cannot schedule new"):
        run_specs(SPECS[:1], executor=threads)
