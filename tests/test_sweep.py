"""A sweep's records depend on their specs alone: not on workers, order, interruption or company."""

import math
import os
import pickle
import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from tools import HereExecutor, records_in, wait_for_the_end, wait_until

from uat.core.domains import Box
from uat.exceptions import SettingError, StoreError, SweepError, UatError, UnknownNameError
from uat.sweeps.executors import worker_processes
from uat.sweeps.plan import DEFAULT_TARGETS, DEFAULT_TRAINERS, plan
from uat.sweeps.run import run_batch, seconds_of
from uat.sweeps.store import Store
from uat.sweeps.sweep import _batches, run_specs, sweep
from uat.targets.catalogue import TARGETS
from uat.targets.lookup import target_of
from uat.targets.target import Target
from uat.trainers import Adam, GradientDescent

SHORT = GradientDescent(epochs=30, momentum=0.9)


def here(specs, **kwargs):
    return run_specs(specs, executor=HereExecutor(), **kwargs)


def test_the_plan_is_every_combination_once_in_order():
    specs = plan(["sine", "line"], [1, 2, 2], [0, 1], [SHORT, "adam"])
    assert len(specs) == len(set(specs)) == 2 * 2 * 2 * 2
    assert [s.target for s in specs[:8]] == ["sine"] * 8
    assert {s.trainer for s in specs} == {"gradient_descent", "adam"}


def test_the_default_plan_is_what_a_page_can_draw_of_the_catalogue():
    specs = plan()
    assert {s.target for s in specs} == set(DEFAULT_TARGETS)
    assert set(DEFAULT_TARGETS) == {n for n, target in TARGETS.items() if target.inputs <= 2}
    assert {s.points for s in specs} == {256, 576}
    assert {s.trainer for s in specs} == {t.name for t in DEFAULT_TRAINERS}


def test_targets_of_many_inputs_are_run_if_they_are_named():
    specs = plan(["sine", "friedman1"], [2], [0], [SHORT, "staircase"])
    assert [(s.target, s.trainer) for s in specs] == [
        ("sine", "gradient_descent"), ("sine", "staircase"), ("friedman1", "gradient_descent")
    ]  # fmt: skip
    record = here(specs[2:]).records[0]
    assert record.network.inputs == 10
    assert 0.0 < record.rmse < record.max_error


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"widths": [0]}, "each of widths must be a whole number from 1 on, not 0"),
        ({"widths": [-1]}, "not -1"),
        ({"seeds": [-2]}, "each of seeds must be a whole number from 0 on, not -2"),
        ({"widths": []}, "at least one of widths"),
        ({"seeds": []}, "at least one of seeds"),
        ({"targets": []}, "at least one of targets"),
        ({"trainers": []}, "at least one of trainers"),
        ({"points": 1}, "points must be a whole number from 2 on, not 1"),
        ({"points": 2.5}, "points must be a whole number"),
        ({"widths": [True]}, "widths must be a whole number"),
        ({"trainers": [Adam]}, "is no trainer: choose from"),
        ({"trainers": [None]}, "is no trainer"),
        ({"activation": None}, "activation must be text"),
    ],
)
def test_plans_that_make_no_sense_are_refused(wrong, message):
    with pytest.raises(SettingError, match=message):
        plan(**{"targets": ["sine"], **wrong})


@pytest.mark.parametrize(
    "wrong", [{"targets": ["sinus"]}, {"trainers": ["adan"]}, {"activation": "logistik"}]
)
def test_unknown_names_are_refused(wrong):
    with pytest.raises(UnknownNameError, match="did you mean"):
        plan(**{"targets": ["sine"], **wrong})


def test_batches_are_worth_sending_and_lose_nothing():
    specs = plan(["sine", "franke"], [1, 2, 8, 128], range(5))
    batches = _batches(specs)
    assert sorted(s.key for batch in batches for s in batch) == sorted(s.key for s in specs)
    assert all(seconds_of(batch) > 0.05 for batch in batches[:-1])
    assert seconds_of(batches[0][:1]) == max(seconds_of([spec]) for spec in specs)


def test_what_the_store_holds_is_not_computed_again():
    specs = plan(["line"], [1, 2], [0, 1], [SHORT])
    with Store() as store:
        assert here(specs[:3], store=store).computed == 3
        second = here(specs, store=store)
        assert second.computed == 1
        assert [r.spec for r in second.records] == specs
        assert here(specs, store=store).computed == 0


def test_a_record_does_not_depend_on_its_company():
    specs = plan(["line", "cone"], [1, 3], [0, 1], [SHORT, Adam(epochs=30)])
    together = here(specs).records
    assert list(reversed(here(list(reversed(specs))).records)) == list(together)
    assert run_batch([specs[5]])[0] == together[5]


def test_progress_counts_what_was_known_and_ends_at_one():
    specs = plan(["line"], [1, 2], [0, 1], [SHORT])
    seen = []
    with Store() as store:
        here(specs[:1], store=store)
        here(specs, store=store, progress=seen.append)
    assert (seen[0].done, seen[0].total, seen[0].share) == (1, 4, 0.0)
    assert (seen[-1].done, seen[-1].total) == (4, 4)
    assert seen[-1].share == pytest.approx(1.0)
    assert [p.share for p in seen] == sorted(p.share for p in seen)


def test_an_interrupted_sweep_keeps_what_was_finished(monkeypatch):
    monkeypatch.setattr("uat.sweeps.sweep._BATCH_SECONDS", 0.0)
    specs = plan(["line"], [1], range(3), [SHORT])
    assert len(_batches(specs)) == 3

    def interrupt(progress):
        if progress.done == 1:
            raise KeyboardInterrupt

    with Store() as store:
        with pytest.raises(KeyboardInterrupt):
            here(specs, store=store, progress=interrupt)
        assert len(store) == 1


def test_a_store_that_cannot_be_written_stops_the_sweep(tmp_path):
    specs = plan(["line"], [1], range(3), [SHORT])
    with Store(tmp_path / "runs.sqlite") as store:
        pages = store._database.execute("PRAGMA page_count").fetchone()[0]
        store._database.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="full"):
            here(specs, store=store)


def test_wrong_number_of_workers_is_refused():
    with pytest.raises(SettingError, match="workers must be a whole number from 1 on, not 0"):
        sweep(["line"], [1], [0], [SHORT], workers=0)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"store": "runs.sqlite"}, "store must be one such as"),
        ({"progress": 3}, "progress must be a function"),
        ({"workers": 1.5}, "workers must be a whole number"),
        ({"workers": True}, "workers must be a whole number"),
    ],
)
def test_options_of_the_wrong_kind_are_refused(wrong, message):
    with pytest.raises(SettingError, match=message):
        sweep(["line"], [1], [0], [SHORT], **wrong)


def test_what_a_subclass_of_a_trainer_does_is_not_taken_for_what_the_trainer_does():
    class Other(Adam):
        """A run could not make it again from its name."""

    with pytest.raises(SettingError, match="is no trainer: choose from"):
        plan(["line"], [1], [0], [Other()])


def swept_by_processes(workers, *args, **kwargs):
    with worker_processes(workers) as processes:
        return sweep(*args, **kwargs, executor=processes)


@pytest.mark.slow
def test_one_and_two_worker_processes_give_equal_records():
    asked = {"targets": ["sine", "franke"], "widths": [1, 8], "seeds": [0, 1]}
    trainers = [GradientDescent(epochs=400, momentum=0.9), Adam(epochs=400)]
    one, two = (swept_by_processes(count, **asked, trainers=trainers) for count in (1, 2))
    assert one.rows() == two.rows()
    assert one.records == two.records
    assert one.records == here(plan(**asked, trainers=trainers)).records


KILLED = """
from uat.sweeps.executors import worker_processes
from uat.sweeps.store import Store
from uat.sweeps.sweep import sweep
from uat.trainers import GradientDescent
import sys
if __name__ == "__main__":
    trainers = [GradientDescent(epochs=40_000)]
    with Store(sys.argv[1]) as store, worker_processes(2) as processes:
        sweep({asked}, trainers=trainers, store=store, executor=processes)
"""
ASKED = "targets=['sine', 'runge'], widths=[16], seeds=range(4)"


def children_of(pid):
    path = f"/proc/{pid}/task/{pid}/children"
    with open(path) as listing:  # noqa: PTH123
        return [int(child) for child in listing.read().split()]


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc: run it on Linux")
def test_killed_and_resumed_equals_uninterrupted(tmp_path):
    path = tmp_path / "runs.sqlite"
    script = tmp_path / "sweep_it.py"
    script.write_text(KILLED.format(asked=ASKED))
    process = subprocess.Popen([sys.executable, script, path])
    try:
        wait_until(lambda: records_in(path) >= 2, process)
        workers = children_of(process.pid)
        os.kill(process.pid, signal.SIGKILL)
    finally:
        process.kill()
        process.wait()
    wait_for_the_end(workers)

    specs = plan(["sine", "runge"], [16], range(4), [GradientDescent(epochs=40_000)])
    with Store(path) as store:
        before = len(store)
        assert 2 <= before < len(specs)
        resumed = run_specs(specs, store=store, workers=2)
    assert resumed.computed == len(specs) - before
    uninterrupted = here(specs)
    assert resumed.rows() == uninterrupted.rows()
    assert resumed.records == uninterrupted.records


def kill_this_process(_):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
def test_a_killed_worker_is_one_clear_line(monkeypatch):
    monkeypatch.setattr("uat.sweeps.sweep.run_batch", kill_this_process)
    with pytest.raises(SweepError, match="a worker process ended before its work"):
        swept_by_processes(1, ["line"], [1], [0], [SHORT])


def test_fresh_computes_anew_and_loses_nothing_meanwhile():
    specs = plan(["line"], [1, 2], [0, 1], [SHORT])
    with Store() as store:
        first = here(specs, store=store)

        def interrupt(progress):
            if progress.done:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            here(specs, store=store, fresh=True, progress=interrupt)
        assert len(store) == len(specs)
        again = here(specs, store=store, fresh=True)
    assert again.computed == len(specs)
    assert again.records == first.records


def test_numpy_numbers_are_numbers():
    trainers = [GradientDescent(learning_rate=np.float64(0.1), epochs=np.int64(5))]
    specs = plan(["line"], np.arange(1, 3), np.arange(2), trainers)
    assert specs == plan(["line"], [1, 2], [0, 1], [GradientDescent(learning_rate=0.1, epochs=5)])
    assert specs[0].key == plan(["line"], [1], [0], trainers)[0].key


@pytest.mark.parametrize(
    "wrong",
    [{"targets": "sine"}, {"widths": 4}, {"widths": [2.5]}, {"seeds": "01"}, {"trainers": "adam"}],
)
def test_what_is_no_list_of_the_right_things_is_refused(wrong):
    with pytest.raises(SettingError, match="must be"):
        plan(**{"targets": ["sine"], **wrong})


def test_an_activation_no_gradient_passes_through_is_refused():
    with pytest.raises(SettingError, match="heaviside"):
        plan(["sine"], activation="heaviside")


def test_a_trainer_by_name_has_the_settings_of_a_sweep():
    assert plan(["sine"], [1], [0], ["gradient_descent"]) == plan(["sine"], [1], [0])


def test_unknown_names_survive_the_way_from_a_worker():
    problem = UnknownNameError("target", "sinus", ["sine", "line"])
    again = pickle.loads(pickle.dumps(problem))
    assert (type(again), str(again)) == (UnknownNameError, str(problem))


class TestTargetsOfTheUser:
    """Whatever can be fitted can be swept: text travels, and what has none is run here."""

    RIPPLE = "sin(5*x) on [-1, 1] as ripple"

    def test_a_plan_takes_all_that_is_a_target(self):
        own = Target("mine", math.exp, Box.interval(0.0, 1.0), "e^x", "here")
        given = ["sine", TARGETS["runge"], self.RIPPLE, (math.exp, (0, 1)), ("x^3", (-1, 1)), own]
        specs = plan(given, [1], [0], [SHORT])
        assert [spec.target for spec in specs[:-1]] == [
            "sine", "runge", self.RIPPLE, "math:exp on [0, 1]", "x^3 on [-1, 1]"
        ]  # fmt: skip
        assert [spec.portable for spec in specs] == [True] * 5 + [False]
        assert [bool(spec.fingerprint) for spec in specs] == [False] * 3 + [True] + [False] * 2

    @pytest.mark.slow
    def test_a_fresh_process_makes_the_same_records_and_the_store_finds_them(self, tmp_path):
        specs = plan([self.RIPPLE, (math.exp, (0, 1))], [1, 2], [0], [SHORT])
        with Store(tmp_path / "runs.sqlite") as store:
            away = run_specs(specs, store=store, workers=1)
            assert away.records == here(specs).records
        again = plan(["sin( 5*x )on[-1,1] as ripple", "math:exp on [0, 1]"], [1, 2], [0], [SHORT])
        with Store(tmp_path / "runs.sqlite") as store:
            assert here(again, store=store).computed == 0

    def test_a_function_without_a_text_is_run_here_and_that_is_said(self):
        specs = plan(["line", (lambda x: x, (0, 1))], [1], [0], [SHORT])
        notes = []
        with Store() as store:
            result = here(specs, store=store, progress=lambda p: notes.append(p.note))
            assert len(store) == 1
        assert notes[0] == "function: known to this process only, so run here and not stored."
        assert result.here == 1
        assert "1 in this process" in repr(result)

    def test_a_function_that_changed_is_run_anew_and_that_is_said(self):
        specs = plan([(math.exp, (0, 1))], [1], [0], [SHORT])
        earlier = [replace(spec, fingerprint="0" * 64) for spec in specs]
        notes = []
        with Store() as store:
            (old,) = here(specs).records
            store.add([replace(old, spec=earlier[0])])
            assert here(specs, store=store, progress=lambda p: notes.append(p.note)).computed == 1
            assert notes[0] == "exp has changed since its runs were stored; computed anew."
            notes.clear()
            wider = plan([(math.exp, (0, 1))], [1, 2], [0], [SHORT])
            assert here(wider, store=store, progress=lambda p: notes.append(p.note)).computed == 1
            assert notes[0] == ""

    def test_a_worker_with_another_source_or_none_says_so(self):
        (spec,) = plan([(math.exp, (0, 1))], [1], [0], [SHORT])
        with pytest.raises(SweepError, match=r"the source of 'math:exp on .* is not the same"):
            run_batch([replace(spec, fingerprint="0" * 64)])
        missing = replace(spec, target="nowhere_at_all:f on [0, 1]")
        with pytest.raises(SweepError, match=r"a worker could not make .* no module now"):
            run_batch([missing])

    def test_a_target_can_be_shipped_with_its_runs(self):
        (spec,) = plan([(lambda x: 2.0 * x, (0, 1))], [1], [0], [SHORT])
        elsewhere = replace(spec, target=f"shipped {spec.target}")
        target = replace(target_of(spec.target), text=elsewhere.target)
        (record,) = run_batch([elsewhere], {elsewhere.target: target})
        assert record.network == here([spec]).records[0].network

    @pytest.mark.parametrize(
        ("targets", "said"),
        [
            (["sin(x)"], "a formula such as sin(x) needs to know where"),
            (["x on [0, 1]", "x on [0, 2]"], "two targets are called x, 'x on [0, 1]' and 'x on"),
            (
                ["x on [0, 1] as Wave", "x on [0, 2] as wave"],
                "name one of them, as in 'sin(5*x)",
            ),
            ([(lambda x: x, (0, 1)), (lambda x: -x, (0, 1))], "two targets are called function"),
            (["nowhere_at_all:f on [0, 1]"], "there is no module nowhere_at_all"),
            ([lambda x: x], "a function needs to know where"),
        ],
    )
    def test_what_is_no_target_is_refused_in_one_line(self, targets, said):
        with pytest.raises(UatError) as caught:
            plan(targets, [1], [0], [SHORT])
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)
