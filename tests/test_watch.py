"""Whoever watches a training is told how far it is, stops it, and changes no bit of its result."""

from __future__ import annotations

import re
import signal
import threading
from dataclasses import dataclass

import numpy as np
import pytest

import uat
from uat.core import watch
from uat.core.watch import Stopped, TrainingProgress, Watch, watching
from uat.exceptions import SettingError
from uat.trainers import (
    TRAINERS,
    Best,
    GradientDescent,
    epoch_loop,
    make_trainer,
    poll,
    projection_kernel,
    report,
)

QUICK = {
    "adam": {"epochs": 30},
    "gradient_descent": {"epochs": 30},
    "lbfgs": {"epochs": 15},
    "levenberg_marquardt": {"epochs": 15},
    "bayesian_regularization": {"steps": 16, "restarts": 2},
    "variable_projection": {"cold_starts": 1, "screening": 4, "steps": 12, "polish": 3},
    "greedy": {"dictionary": 128, "looks": 5},
}
STEPS = [name for name in TRAINERS if name in QUICK]
X = np.linspace(-1.0, 1.0, 40)
T = np.sin(3.0 * X) + 0.1 * np.cos(40.0 * X)


def quick(name):
    return make_trainer(name, **QUICK.get(name, {}))


def fit(name, **options):
    return uat.fit("sine", 3, trainer=quick(name), **options)


def stop_at(call):
    """Return a callback that stops at that call, and the list of what it is told."""
    told = []

    def callback(progress):
        told.append(progress)
        return np.bool_(len(told) >= call)  # as a comparison of arrays makes it

    return callback, told


@pytest.fixture
def eager(monkeypatch):
    """Have every report and poll told, and compiled loops cut as finely as can be."""
    monkeypatch.setattr(watch, "PAUSE", 0.0)
    monkeypatch.setattr(epoch_loop, "_FIRST_WORK", 1)
    monkeypatch.setattr(epoch_loop, "_CALL_SECONDS", 1e-9)
    monkeypatch.setattr(projection_kernel, "_CALL_WORK", 1)


@pytest.mark.usefixtures("eager")
class TestEveryTrainer:
    @pytest.mark.slow
    @pytest.mark.parametrize("name", TRAINERS)
    def test_comes_to_the_same_bits(self, name, monkeypatch):
        told = []
        watched = fit(name, callback=told.append)
        monkeypatch.undo()
        plain = fit(name)
        assert watched.network == plain.network
        assert watched.stop_reason == plain.stop_reason
        np.testing.assert_array_equal(watched.loss_history, plain.loss_history)
        assert told

    @pytest.mark.parametrize("name", STEPS)
    def test_says_how_far_it_is(self, name):
        told = []
        fit(name, callback=told.append)
        assert {(progress.unit, progress.total) for progress in told} == {
            (told[0].unit, told[0].total)
        }
        done = [progress.done for progress in told]
        assert done == sorted(done)
        assert 0 < done[-1] <= told[-1].total
        assert len(set(done)) > 2
        assert np.isfinite(told[-1].loss)
        seconds = [progress.seconds for progress in told]
        assert seconds == sorted(seconds)

    @pytest.mark.slow
    @pytest.mark.parametrize("name", STEPS)
    def test_stops_with_the_best_so_far(self, name):
        everything = []
        whole = fit(name, callback=everything.append)
        callback, told = stop_at(len(everything) // 2)
        part = fit(name, callback=callback)
        assert part.stop_reason == "interrupted"
        assert part.reason == "it was interrupted; this is the best network so far"
        assert len(told) == len(everything) // 2
        assert part.network != whole.network
        assert np.isfinite(part.max_error)
        least = min(progress.loss for progress in told if progress.done)
        assert part.loss_history[-1] <= (1.0 + 1e-12) * least

    def test_is_a_constant_before_it_has_begun(self):
        callback, _ = stop_at(1)
        stopped = fit("variable_projection", callback=callback)
        assert stopped.network([-1.0, 0.3]).ravel() == pytest.approx([0.0, 0.0], abs=1e-12)
        assert stopped.max_error == pytest.approx(1.0)


@pytest.mark.usefixtures("eager")
class TestSearches:
    def test_a_growth_is_told_by_widths_and_keeps_the_widest(self):
        def callback(progress):
            return progress.unit == "width" and progress.done == 3

        stopped = uat.fit("sine", 5, trainer=quick("greedy"), callback=callback)
        assert (stopped.width, len(stopped.history)) == (3, 3)

    def test_broken_lines_are_kept_as_they_are_found(self):
        callback, told = stop_at(12)
        stopped = uat.fit("sine", 6, activation="relu", callback=callback)
        assert (stopped.width, stopped.stop_reason) == (6, "interrupted")
        assert np.isfinite(told[-1].loss)
        assert stopped.max_error < 0.5

    def test_a_search_for_a_tolerance_keeps_what_reaches_it_or_the_best(self):
        def callback(progress):
            return progress.task == "width 4" and progress.done > 2

        options = {"trainer": GradientDescent(epochs=20), "callback": callback}
        stopped = uat.fit("sine", tolerance=1e-9, **options)
        assert [width for width, _ in stopped.history] == [1, 2, 4]
        assert stopped.max_error == min(error for _, error in stopped.history)
        assert (stopped.tolerance, stopped.stop_reason) == (1e-9, "interrupted")

    def test_what_is_stopped_can_be_told_and_saved(self, tmp_path):
        callback, _ = stop_at(5)
        stopped = fit("adam", callback=callback)
        assert "ended because  it was interrupted" in stopped.summary()
        assert stopped.to_dict()["stop_reason"] == "interrupted"
        stopped.save(tmp_path / "model.json")
        assert uat.Model.load(tmp_path / "model.json").network == stopped.network


@pytest.mark.usefixtures("eager")
class TestTables:
    def test_the_choice_of_a_width_is_cut_short(self):
        def callback(progress):
            return progress.task == "width 2, 26 rows" and progress.done > 3

        stopped = uat.fit_data(X, T, trainer=quick("lbfgs"), callback=callback)
        assert stopped.stop_reason == "interrupted"
        assert stopped.width_curve == ()
        assert re.search(
            r"interrupted: this network was fitted to 2[56] of these", stopped.notes[0]
        )
        assert (stopped.training.rows, stopped.test.rows) == (32, 8)
        assert np.isfinite(stopped.training_rmse).all()
        best = uat.fit_data(X, T, 1, trainer=quick("lbfgs"), learning_curve=False)
        assert stopped.training_rmse <= 1.2 * best.training_rmse

    def test_a_network_of_all_rows_needs_no_note(self):
        def callback(progress):
            return progress.task == "width 3, 32 rows" and progress.done > 3

        options = {"trainer": quick("adam"), "learning_curve": False}
        stopped = uat.fit_data(X, T, 3, callback=callback, **options)
        assert (stopped.stop_reason, stopped.notes) == ("interrupted", ())
        assert stopped.network != uat.fit_data(X, T, 3, **options).network

    def test_a_growth_keeps_the_widest_that_was_reached(self):
        def callback(progress):
            return progress.unit == "width" and progress.done == 2

        options = {"trainer": quick("variable_projection"), "learning_curve": False}
        stopped = uat.fit_data(X, T, 4, callback=callback, **options)
        assert (stopped.width, stopped.stop_reason) == (2, "interrupted")

    @pytest.mark.slow
    def test_watched_it_comes_to_the_same_bits(self):
        told = []
        watched = uat.fit_data(X, T, trainer=quick("lbfgs"), callback=told.append)
        assert watched.network == uat.fit_data(X, T, trainer=quick("lbfgs")).network
        assert len({progress.task for progress in told}) > 4


def press(_=None):
    signal.raise_signal(signal.SIGINT)


@pytest.fixture
def interrupts():
    """Have interrupts raise KeyboardInterrupt, whoever started the tests."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("eager", "interrupts")
class TestInterrupts:
    @pytest.mark.parametrize("callback", [press, stop_at(3)[0]], ids=["pressed", "True"])
    def test_keep_best_takes_what_there_is(self, callback):
        assert fit("adam", callback=callback, keep_best=True).stop_reason == "interrupted"

    def test_one_that_a_callback_raises_counts_too(self):
        def callback(_):
            raise KeyboardInterrupt

        assert fit("adam", callback=callback, keep_best=True).stop_reason == "interrupted"
        with pytest.raises(KeyboardInterrupt):
            fit("adam", callback=callback)

    @pytest.mark.parametrize("table", [False, True])
    def test_one_that_nobody_sent_counts_too(self, table, monkeypatch):
        """As where something else than the terminal raises it."""

        def interrupt(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr(epoch_loop.TrainingRun, "best", interrupt)
        monkeypatch.setattr(epoch_loop.TrainingRun, "advance", interrupt)

        def run(**options):
            trainer = quick("adam")
            if table:
                return uat.fit_data(X, T, 2, trainer=trainer, learning_curve=False, **options)
            return uat.fit("sine", 2, trainer=trainer, **options)

        assert run(keep_best=True).stop_reason == "interrupted"
        with pytest.raises(KeyboardInterrupt):
            run()

    def test_otherwise_they_go_on(self):
        with pytest.raises(KeyboardInterrupt):
            fit("adam", callback=press)

    def test_a_table_keeps_it_too(self):
        options = {"trainer": quick("adam"), "learning_curve": False}
        stopped = uat.fit_data(X, T, 2, callback=press, keep_best=True, **options)
        assert stopped.stop_reason == "interrupted"

    def test_the_second_one_goes_on(self):
        one = Watch(keep_best=True)
        with watching(one):
            with pytest.raises(Stopped):
                press()
            assert one.cancelled
            with pytest.raises(KeyboardInterrupt):
                press()

    def test_one_that_python_drops_stops_at_the_next_report(self):
        with watching(Watch(keep_best=True)):
            with pytest.raises(Stopped):
                press()
            with pytest.raises(Stopped):
                poll()

    def test_where_they_are_ignored_they_stay_so(self):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            with watching(Watch(keep_best=True)):
                press()
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def test_another_thread_leaves_them_alone(self):
        done = []
        thread = threading.Thread(target=lambda: done.append(fit("adam", keep_best=True)))
        thread.start()
        thread.join()
        assert done[0].stop_reason == "epochs_done"


class TestTheWatch:
    def test_without_one_nothing_is_told(self):
        report("epoch", 1, 2, 0.5)
        poll()

    def test_it_tells_the_first_and_the_last_and_none_too_soon(self, monkeypatch):
        monkeypatch.setattr(watch, "PAUSE", 1e9)
        told = []
        with watching(Watch(told.append)):
            for epoch in range(50):
                report("epoch", epoch, 49, 1.0 / (1 + epoch))
                poll()
        assert [progress.done for progress in told] == [0, 49]

    def test_work_without_news_is_told_with_the_time(self, monkeypatch):
        monkeypatch.setattr(watch, "PAUSE", 0.0)
        told = []
        with watching(Watch(told.append)):
            report("epoch", 3, 9, 0.5)
            poll()
        first, second = told
        assert (first.done, second.done) == (3, 3)
        assert first.seconds < second.seconds

    def test_a_failing_callback_is_no_interrupt(self):
        def callback(_):
            raise ValueError("mine")

        with pytest.raises(ValueError, match="mine"):
            fit("adam", callback=callback, keep_best=True)

    def test_words(self):
        progress = TrainingProgress("epoch", 300, 5000, 0.0123, 2.5, "width 8")
        assert progress.words == "width 8, epoch 300 of 5000, loss 1.2e-02"
        assert str(progress) == f"2 s, {progress.words}"
        assert progress.share == 0.06
        begun = TrainingProgress("width", 0, 8, np.nan, 0.0)
        assert (begun.words, begun.share) == ("width 0 of 8", 0.0)

    @pytest.mark.parametrize("wrong", [1, "yes", True])
    def test_a_callback_is_a_function(self, wrong):
        with pytest.raises(SettingError, match="callback must be a function, not"):
            fit("adam", callback=wrong)
        with pytest.raises(SettingError, match="callback must be a function, not"):
            uat.fit_data(X, T, 1, callback=wrong)

    @pytest.mark.parametrize("wrong", [1, None, "yes"])
    def test_keep_best_is_a_flag(self, wrong):
        with pytest.raises(SettingError, match="keep_best must be True or False, not"):
            fit("adam", keep_best=wrong)
        with pytest.raises(SettingError, match="keep_best must be True or False, not"):
            uat.fit_data(X, T, 1, keep_best=wrong)

    @pytest.mark.usefixtures("eager")
    def test_a_trainer_of_ones_own_reports_as_ours_do(self):
        @dataclass(frozen=True)
        class Patient(GradientDescent):
            def fit(self, dataset, start, seed=0):  # noqa: ARG002
                report("epoch", 1, 9, 0.1, lambda: Best(start, np.ones(2)))
                return super().fit(dataset, start)

        callback, _ = stop_at(1)
        stopped = uat.fit("sine", 2, trainer=Patient(), callback=callback)
        assert (stopped.stop_reason, len(stopped.loss_history)) == ("interrupted", 2)
