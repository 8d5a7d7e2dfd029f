"""The bar of a sweep moves within one long run, wherever that is made."""

from __future__ import annotations

import threading

import pytest
from tools import HereExecutor

from uat.core import watch
from uat.core.watch import report
from uat.sweeps import movement
from uat.sweeps.executors import THREAD_NAME, worker_processes, worker_threads
from uat.sweeps.movement import Slots, finished, moving, telling
from uat.sweeps.plan import plan
from uat.sweeps.store import Store
from uat.sweeps.sweep import run_specs
from uat.trainers import Adam

ENDLESS = plan(["line"], [64], [0], [Adam(epochs=10**8)])


@pytest.fixture
def eager(monkeypatch):
    monkeypatch.setattr(watch, "PAUSE", 0.0)


def train(share):
    report("epoch", int(100 * share), 100, 0.5)


@pytest.mark.usefixtures("eager")
class TestMoving:
    def test_a_training_is_a_part_of_its_batch(self):
        told = []
        with telling(told.append):
            with moving(3.0, 2.0):
                train(0.25)
            with moving(5.0, 1.0):
                train(1.0)
            finished()
        assert [*dict.fromkeys(told)] == [3.5, 6.0, 0.0]

    def test_without_anybody_nothing_is_told(self):
        with moving(3.0, 2.0):
            train(0.25)
        finished()

    def test_of_all_workers_the_sum_is_taken(self):
        slots, seconds = Slots(2), []
        before = movement._TELL.get()
        for share in (0.5, 0.25):
            slots.take()  # as two processes do
            with moving(1.0, 2.0):
                train(share)
            seconds.append(slots.total())
        finished()
        seconds.append(slots.total())
        movement._TELL.set(before)
        assert seconds == [2.0, 3.5, 2.0]


@pytest.mark.usefixtures("eager")
def test_runs_of_this_process_are_told_as_they_go():
    specs = plan(["line"], [2], [0, 1], [Adam(epochs=300)])
    seen = []
    moved = run_specs(specs, executor=HereExecutor(), progress=seen.append)
    assert moved.records == run_specs(specs, executor=HereExecutor()).records
    shares = [progress.share for progress in seen]
    assert shares == sorted(shares)
    assert len(set(shares)) > 2
    assert (seen[-1].done, seen[-1].share) == (2, pytest.approx(1.0))


@pytest.mark.slow
@pytest.mark.parametrize("begun", [worker_processes, worker_threads])
def test_workers_are_seen_at_work_and_an_interrupt_ends_them(begun):
    def interrupt(progress):
        if progress.share > 0.0:
            assert progress.done == 0
            raise KeyboardInterrupt

    with Store() as store:
        with pytest.raises(KeyboardInterrupt), begun(1) as executor:
            run_specs(ENDLESS, store=store, executor=executor, progress=interrupt)
        assert len(store) == 0
    assert THREAD_NAME not in {thread.name for thread in threading.enumerate()}


def test_an_executor_of_others_is_waited_for_without_looking(monkeypatch):
    monkeypatch.setattr(Slots, "total", lambda _: pytest.fail("it looked"))
    assert len(run_specs(plan(["line"], [1], [0], ["adam"]), executor=HereExecutor()).records) == 1


@pytest.mark.parametrize("begun", [worker_processes, worker_threads])
def test_workers_know_their_slots(begun):
    with begun(1) as executor:
        assert executor.slots.total() == 0.0
