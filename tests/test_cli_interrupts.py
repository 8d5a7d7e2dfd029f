"""Ctrl-C, whenever it comes and however often: one line, exit code 130, nothing left behind.

The interrupts are sent by the process to itself, at a place that the test names: no test waits.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import textwrap

import pytest
from tools import PATIENCE, one_line, records_in, refusal, wait_until

from uat.cli import interrupts, main
from uat.cli.interrupts import MESSAGE, CtrlC
from uat.core.model import Model
from uat.core.network import Network

pytestmark = pytest.mark.skipif(os.name == "nt", reason="sends interrupts to processes")

START = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)

def press():
    os.kill(os.getpid(), signal.SIGINT)

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == MODULE:
            press()

MODULE = None
"""
RUN = """
sys.meta_path.insert(0, Finder())
from uat.cli import run
run()
"""
FIT = ("fit", "sine", "--trainer", "adam", "--width", "2", "--epochs", "5")


def process(*arguments, before="", folder=None):
    """Return what the command line did as a process of its own that ran some code before."""
    code = START + textwrap.dedent(before) + RUN
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, cwd=folder, timeout=PATIENCE, check=False,
    )  # fmt: skip


def last_line(done):
    """Return the line that an interrupt ends with, or fail if that is not all."""
    line = one_line(done.stdout, done.stderr, done.returncode, 130)
    assert line.startswith("Error: interrupted; ")
    return line


@pytest.mark.slow
@pytest.mark.parametrize(
    "module",
    ["click", "uat.cli.commands", "uat.cli.fits", "numpy", "scipy", "numba", "uat.trainers.adam"],
)
def test_while_modules_are_loaded(module, tmp_path):
    done = process(*FIT, before=f"MODULE = {module!r}", folder=tmp_path)
    assert last_line(done) == f"Error: {MESSAGE}\n"


@pytest.mark.slow
def test_where_python_drops_exceptions(tmp_path):
    before = """
        class Dropping:
            def __del__(self):
                press()
        import uat.fits.function as fitting
        def fit(*_, **__):
            Dropping()
            raise SystemExit("it went on")
        fitting.fit = fit
    """
    assert last_line(process(*FIT, before=before, folder=tmp_path)) == f"Error: {MESSAGE}\n"


WORK = """
    from uat.trainers.adam import Adam
    def fit(self, *_):
        try:
            press()
        finally:
            {cleaning}
    Adam.fit = fit
"""


@pytest.mark.slow
def test_during_the_work_what_is_begun_is_left_in_order(tmp_path):
    before = WORK.format(cleaning="open('cleaned', 'w').close()")
    line = last_line(process(*FIT, before=before, folder=tmp_path))
    assert line == "Error: interrupted; a fit is not stored.\n"
    assert (tmp_path / "cleaned").exists()


PRESSED_AFTER_A_WHILE = """
    from uat.core import watch
    watch.PAUSE = 0.0
    report = watch.Watch.report
    def pressed(self, unit, done, *others):
        report(self, unit, done, *others)
        if done > 3:
            press()
    watch.Watch.report = pressed
"""


class TestKeepBest:
    @pytest.mark.slow
    def test_the_best_network_is_told_and_written(self, tmp_path):
        options = [*FIT[:-1], "1000000", "--keep-best", "-o", "kept"]
        done = process(*options, before=PRESSED_AFTER_A_WHILE, folder=tmp_path)
        assert done.returncode == 130
        assert done.stderr == "Error: interrupted; what is told is the best network so far.\n"
        assert "ended because  it was interrupted; this is the best network so far" in done.stdout
        assert "written to     kept" in done.stdout
        assert Model.load(tmp_path / "kept" / "model.json").network.width == 2

    @pytest.mark.slow
    def test_of_a_table_too(self, tmp_path):
        rows = "".join(f"{k},{k * k % 7}\n" for k in range(30))
        (tmp_path / "t.csv").write_text(f"a,b\n{rows}", encoding="utf-8")
        options = ["fit", "t.csv", "--keep-best", "--json"]
        done = process(*options, before=PRESSED_AFTER_A_WHILE, folder=tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (130, 1)
        assert json.loads(done.stdout)["stop_reason"] == "interrupted"

    @pytest.mark.slow
    def test_without_it_nothing_is_kept(self, tmp_path):
        options = [*FIT[:-1], "1000000", "-o", "kept"]
        line = last_line(process(*options, before=PRESSED_AFTER_A_WHILE, folder=tmp_path))
        assert line == "Error: interrupted; a fit is not stored.\n"
        assert not list(tmp_path.iterdir())

    @pytest.mark.slow
    def test_pressed_again_nothing_is_kept(self, tmp_path):
        again = """
            import uat.fits.function as fitting
            cut_short = fitting._cut_short
            def pressed(*given):
                press()
                return cut_short(*given)
            fitting._cut_short = pressed
        """
        before = PRESSED_AFTER_A_WHILE + textwrap.indent(textwrap.dedent(again), "    ")
        options = [*FIT[:-1], "1000000", "--keep-best", "-o", "kept"]
        line = last_line(process(*options, before=before, folder=tmp_path))
        assert line == "Error: interrupted; a fit is not stored.\n"
        assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_second_time_it_waits_for_nothing(tmp_path):
    before = WORK.format(cleaning="press(); open('cleaned', 'w').close()")
    assert last_line(process(*FIT, before=before, folder=tmp_path)) == f"Error: {MESSAGE}\n"
    assert not (tmp_path / "cleaned").exists()


@pytest.mark.slow
def test_a_file_that_is_being_written_leaves_no_trace(tmp_path):
    before = """
        import uat.figures.style
        from matplotlib.figure import Figure
        save = Figure.savefig
        def savefig(self, *arguments, **settings):
            save(self, *arguments, **settings)
            press()
        Figure.savefig = savefig
    """
    options = ["animate", "sine", "--width", "1", "--epochs", "2", "--frames", "2", "-o", "f.gif"]
    last_line(process(*options, before=before, folder=tmp_path))
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_when_all_is_done_there_is_nothing_to_interrupt(tmp_path):
    done = process(*FIT, before="import atexit; atexit.register(press)", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("sine on [-1, 1], by 2 logistic units")


@pytest.mark.slow
def test_a_command_in_the_background_of_a_shell_does_not_mind(tmp_path):
    before = """
        from uat.trainers.adam import Adam
        fit = Adam.fit
        def pressed(*given):
            press()
            return fit(*given)
        Adam.fit = pressed
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    """
    done = process(*FIT, before=before, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("presses", [1, 2])
def test_with_workers_none_is_left(presses, tmp_path):
    command = ["sweep", "--targets", "sine", "--widths", "64", "--seeds", "20", "--epochs", "8000"]
    # Tests that run in the background may ignore interrupts, and the command would inherit it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    sweep = subprocess.Popen(
        [sys.executable, "-m", "uat", *command, "--workers", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        start_new_session=True,
    )  # fmt: skip
    signal.signal(signal.SIGINT, before)
    try:
        wait_until(lambda: records_in(tmp_path / "runs.sqlite"), sweep)
        for _ in range(presses):
            os.killpg(sweep.pid, signal.SIGINT)
        # Its ends of the pipes are those of its workers, too: they close when the last is gone.
        stdout, stderr = sweep.communicate(timeout=PATIENCE)
    finally:
        if sweep.poll() is None:
            sweep.kill()
    last_line(subprocess.CompletedProcess(command, sweep.returncode, stdout, stderr))


class TestTheHandler:
    @pytest.fixture
    def ended(self, monkeypatch):
        """Return what is written and with which code the process ends, which goes on here."""
        seen = []

        def leave(code):
            seen.append(code)
            raise SystemExit(code)

        monkeypatch.setattr(interrupts.os, "_exit", leave)
        monkeypatch.setattr(interrupts.os, "write", lambda _, text: seen.append(text))
        return seen

    def test_the_first_is_pythons_own_and_the_second_ends(self, ended):
        handler = CtrlC()
        with pytest.raises(KeyboardInterrupt):
            handler(signal.SIGINT, None)
        assert ended == []
        with pytest.raises(SystemExit):
            handler(signal.SIGINT, None)
        assert ended == [f"Error: {MESSAGE}\n".encode(), 130]

    def test_what_was_said_is_not_said_again(self, ended):
        handler = CtrlC()
        with pytest.raises(KeyboardInterrupt):
            handler(signal.SIGINT, None)
        handler.said()
        with pytest.raises(SystemExit):
            handler(signal.SIGINT, None)
        assert ended == [130]

    def test_other_problems_that_python_drops_are_shown_as_ever(self, ended, monkeypatch):
        shown = []
        monkeypatch.setattr(sys, "__unraisablehook__", shown.append)
        problem = type("Problem", (), {"exc_type": ValueError})
        CtrlC().unraisable(problem)
        assert (shown, ended) == ([problem], [])


@pytest.mark.parametrize(
    ("words", "stub"),
    [
        (["fit", "sine"], "uat.fits.function.fit"),
        (["fit", "t.csv"], "uat.io.mixed_columns.read_table"),
        (["animate", "sine"], "uat.reports.animation.animate_training"),
        (["predict", "model.json", "t.csv"], "uat.io.csv_files.read_table"),
        (["sweep"], "uat.sweeps.sweep.run_specs"),
        (["gallery"], "uat.gallery.render_gallery"),
        (["slides"], "uat.slides.render.render_slides"),
        (["course", "xor"], "uat.course.rungs.rung_named"),
    ],
    ids=str,
)
def test_what_an_interrupt_says_names_no_option_that_the_command_lacks(
    words, stub, monkeypatch, tmp_path
):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    Model(Network([[1.0]], [0.0], [[1.0]], [0.0]), ["a"], ["b"]).save(tmp_path / "model.json")
    monkeypatch.setattr(stub, interrupt)
    line = refusal(*words, code=130)
    command = main
    for word in words[: 2 if words[0] == "course" else 1]:
        command = command.commands[word]
    known = {name for option in command.params for name in option.opts}
    assert set(re.findall(r"--[a-z-]+", line)) <= known
