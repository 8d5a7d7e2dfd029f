"""Any executor gives the same records; one that fails is one line, and what was stored is kept."""

import math
import threading
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor

import pytest
from tools import HereExecutor, needs

from uat.exceptions import SettingError, SweepError
from uat.sweeps import executors
from uat.sweeps.executors import Threads, failure_of, worker_processes, worker_threads
from uat.sweeps.run import held_seconds, run_batch, seconds_of
from uat.sweeps.store import Store
from uat.sweeps.sweep import _batches, plan, run_specs
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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("begun", "workers"), [(worker_threads, 1), (worker_threads, 3), (worker_processes, 2)]
)
def test_so_do_ours(begun, workers, records):
    with begun(workers) as executor:
        assert run_specs(SPECS, executor=executor).records == records


MISSES = "sum(__import__('uat.core.kernels').core.kernels._train.stats.cache_misses.values())"
LOADED = "'matplotlib' in __import__('sys').modules"


@pytest.mark.slow
def test_a_process_loads_what_was_compiled_and_nothing_that_draws():
    run_batch(SPECS[:1])
    with worker_processes(1) as processes:
        processes.submit(run_batch, SPECS[:1]).result()
        assert [processes.submit(eval, text).result() for text in (MISSES, LOADED)] == [0, False]


class ChosenError(Exception):
    """Which workers were to begin, and how many."""


@pytest.fixture
def choice(monkeypatch):
    """Return a function that says which workers, and how many, a sweep takes of its own accord."""
    for name in ("threads", "processes"):

        def begin(workers, name=name):
            raise ChosenError(name, workers)

        monkeypatch.setattr(f"uat.sweeps.sweep.worker_{name}", begin)

    def chosen(*args, workers=2, **kwargs):
        with pytest.raises(ChosenError) as caught:
            run_specs(plan(*args, **kwargs), workers=workers)
        return caught.value.args

    return chosen


class TestWhichWorkersASweepTakes:
    """Threads where they wait less for one another than processes take to begin."""

    def test_threads_for_little_work_of_any_kind(self, choice):
        assert choice(["sine"], [1, 2], range(9), ["staircase", "random_features"])[0] == "threads"
        assert choice(["sine"], [1], range(2), ["levenberg_marquardt"]) == ("threads", 2)

    def test_threads_for_long_loops_that_release_the_interpreter(self, choice):
        long = GradientDescent(epochs=10**6)
        assert choice(["sine"], [64], range(4), [long]) == ("threads", 2)
        assert choice(["sine"], [64], range(4), [long], activation="t*exp(-t^2)")[0] == "threads"
        bessel = "j0(t)"  # the compiled loop has no code for it
        assert choice(["sine"], [64], range(4), [long], activation=bessel)[0] == "processes"

    def test_processes_for_much_that_holds_it(self, choice):
        assert choice(["sine"], [32], range(9), ["levenberg_marquardt"]) == ("processes", 2)
        assert choice(["sine"], [1], range(1000), ["adam"])[0] == "processes"

    def test_one_worker_is_a_thread_and_there_are_no_more_than_batches(self, choice):
        assert choice(["sine"], [32], range(9), ["lbfgs"], workers=1) == ("threads", 1)
        assert choice(["sine"], [32], [0], ["lbfgs"], workers=8) == ("threads", 1)

    def test_functions_of_a_module_have_a_process_of_their_own(self, choice):
        assert choice(["math:exp on [0, 1]"], [1], range(2), ["adam"])[0] == "processes"

    def test_what_holds_the_interpreter_is_a_part_of_the_work(self):
        held, whole = ([f([spec]) for spec in SPECS] for f in (held_seconds, seconds_of))
        assert all(0.0 < a <= b for a, b in zip(held, whole, strict=True))
        assert sum(held) < sum(whole)


class TestBatches:
    @pytest.fixture(autouse=True)
    def of_the_usual_size(self, monkeypatch):
        monkeypatch.setattr("uat.sweeps.sweep._BATCH_SECONDS", 0.4)

    @pytest.mark.parametrize("workers", [None, 1, 2, 30])
    def test_nothing_is_lost_and_the_longest_work_is_first(self, workers):
        specs = plan(["sine", "franke"], [1, 8, 64], range(9))
        batches = _batches(specs, workers)
        assert sorted(s.key for batch in batches for s in batch) == sorted(s.key for s in specs)
        firsts = [seconds_of(batch[:1]) for batch in batches]
        assert firsts == sorted(firsts, reverse=True)

    def test_the_last_ones_are_small_so_that_workers_end_together(self):
        specs = plan(["sine"], [4], range(500))
        worth = [seconds_of(batch) for batch in _batches(specs, 4)]
        assert max(worth) == pytest.approx(0.4, rel=0.1)
        assert worth == sorted(worth, reverse=True)
        assert worth[-1] <= 0.05 + seconds_of(specs[:1])

    @pytest.mark.slow
    def test_many_workers_get_more_at_a_time(self):
        specs = plan(["sine"], [4], range(9000))
        worth = [seconds_of(batch) for batch in _batches(specs, 40)]
        assert max(worth) == pytest.approx(0.8, rel=0.1)


class TestThreads:
    def test_one_that_cannot_be_stopped_keeps_nobody(self, monkeypatch):
        monkeypatch.setattr(executors, "_SECONDS_TO_END", 0.0)
        begun, leave = threading.Event(), threading.Event()
        pool = Threads(1)
        first, second = pool.submit(lambda: begun.set() or leave.wait()), pool.submit(int)
        begun.wait()
        pool.stop()
        assert second.cancelled()
        assert not first.done()
        leave.set()
        assert first.result() is True

    def test_what_a_call_raises_is_that_of_its_future(self):
        pool = Threads(1)
        failed, sound = pool.submit(math.sqrt, -1.0), pool.submit(math.sqrt, 4.0)
        pool.shutdown()
        assert isinstance(failed.exception(), ValueError)
        assert sound.result() == 2.0


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


@pytest.mark.slow
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


def test_batches_that_come_faster_than_they_are_stored_are_stored_together(monkeypatch):
    added = []

    def add(store, records, add=Store.add):
        records = list(records)
        added.append(len(records))
        add(store, records)

    monkeypatch.setattr(Store, "add", add)
    monkeypatch.setattr("uat.sweeps.sweep._BATCH_SECONDS", 0.0)
    seen = []
    specs = plan(["line"], [1], range(8), [Adam(epochs=5)])
    run_specs(specs, executor=HereExecutor(), progress=seen.append)
    assert added == [1, 2, 4, 1]
    assert sorted({progress.done for progress in seen}) == [0, 1, 3, 7, 8]


def test_an_executor_that_is_shut_takes_no_work():
    threads = ThreadPoolExecutor(1)
    threads.shutdown()
    with pytest.raises(SweepError, match="the executor takes no work: cannot schedule new"):
        run_specs(SPECS[:1], executor=threads)
