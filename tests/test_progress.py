"""A bar is drawn where somebody sees it, and nowhere else; a function is told instead."""

from __future__ import annotations

import io
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest
from tools import outputs_of

import uat
from uat.core import watch
from uat.exceptions import SettingError
from uat.io.progress import bar, reporting
from uat.trainers import LevenbergMarquardt

QUICK = LevenbergMarquardt(epochs=2)
X = np.arange(40.0)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    # Not sys.stderr itself: pytest puts its own there when the test begins.
    stream = Terminal()
    monkeypatch.setattr("uat.io.progress.sys", SimpleNamespace(stderr=stream))
    monkeypatch.setattr("uat.io.progress._PAUSE", 0.0)
    return stream


def sweep(progress):
    with ThreadPoolExecutor(1) as executor:
        trainers = [uat.Adam(epochs=5)]
        return uat.sweep(
            ["line"], [1], range(2), trainers, executor=executor, progress=progress
        )  # fmt: skip


WAYS = {
    "width": lambda progress: uat.fit("line", 3, trainer=QUICK, progress=progress),
    "tolerance": lambda progress: uat.fit("sine", tolerance=1e-3, progress=progress),
    "table": lambda progress: uat.fit_data(X, np.sin(X), 1, trainer=QUICK, progress=progress),
    "sweep": sweep,
}
every_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


class TestTheFrontDoors:
    @pytest.mark.slow
    @every_way
    def test_show_a_bar_on_a_terminal(self, way, terminal):
        way(True)
        lines = terminal.getvalue().split("\r")
        assert "0%" in lines[1]
        assert "100%" in lines[-1]
        assert "[################]" in lines[-1]
        assert terminal.getvalue().endswith("\n")
        assert terminal.getvalue().count("\n") == 1

    @pytest.mark.slow
    @every_way
    @pytest.mark.parametrize("progress", [False, None])
    def test_are_silent_otherwise(self, way, progress, terminal):
        way(progress)
        assert terminal.getvalue() == ""

    @pytest.mark.slow
    @every_way
    def test_are_silent_where_nobody_looks(self, way, capfd):
        way(True)
        assert capfd.readouterr() == ("", "")

    @pytest.mark.slow
    @every_way
    def test_tell_a_function(self, way, terminal):
        told = []
        way(lambda *values: told.append(values))
        assert told
        assert terminal.getvalue() == ""

    @every_way
    @pytest.mark.parametrize("wrong", [1, 0, "yes", [], {}])
    def test_refuse_anything_else(self, way, wrong):
        with pytest.raises(SettingError, match="progress must be a function, or True"):
            way(wrong)

    @pytest.mark.parametrize("way", ["width", "table"])
    def test_a_bar_moves_within_one_training(self, way, terminal, monkeypatch):
        monkeypatch.setattr(watch, "PAUSE", 0.0)
        WAYS[way](True)
        lines = terminal.getvalue().split("\r")
        moved = [line for line in lines if re.search(r"epoch \d of 2", line)]
        assert moved
        assert not any("100%" in line for line in moved)

    def test_a_fit_that_is_stopped_leaves_its_bar(self, terminal):
        stop = {"callback": lambda _: True}
        assert uat.fit("line", 3, trainer=QUICK, progress=True, **stop).stop_reason == "interrupted"
        assert "100%" not in terminal.getvalue()
        assert terminal.getvalue().endswith("\n")

    def test_a_bar_changes_no_result(self, terminal):  # noqa: ARG002
        assert WAYS["table"](True).network == WAYS["table"](False).network


class TestBar:
    def test_lines_are_written_over_by_lines_as_long(self, terminal):
        with bar("label") as update:
            update(0.25, "a word" * 40)
            update(0.5, "")
        first, second, last = terminal.getvalue().rstrip("\n").split("\r")[1:]
        assert len(first) == len(second) == len(last) < 80
        assert first.startswith("label  [####------------]   25%  0:00 left  a word")

    def test_a_full_bar_stands(self, terminal):
        with bar("label") as update:
            update(1.0, "done")
            update(1.0, "again")
            update(0.5, "again")
        assert terminal.getvalue().count("\r") == 1
        assert terminal.getvalue().endswith("\n")

    def test_one_that_is_never_called_is_not_drawn(self, terminal):
        with bar("label"):
            pass
        assert terminal.getvalue() == ""

    def test_a_failure_leaves_it_as_it_was_and_the_line_clean(self, terminal):
        def fail():
            with bar("label") as update:
                update(0.5, "")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            fail()
        assert "50%" in terminal.getvalue()
        assert "100%" not in terminal.getvalue()
        assert terminal.getvalue().endswith("\n")

    def test_shares_beyond_the_ends_are_at_the_ends(self, terminal):
        with bar("label") as update:
            update(-1.0, "")
            update(np.float64(2.0), "")
        assert "  0%" in terminal.getvalue()
        assert "100%" in terminal.getvalue()

    def test_it_is_not_redrawn_more_often_than_is_seen(self, terminal, monkeypatch):
        monkeypatch.setattr("uat.io.progress._PAUSE", 1e9)
        with bar("label") as update:
            for k in range(1000):
                update(k / 1000, "")
        assert terminal.getvalue().count("\r") == 2

    def test_a_share_that_is_none_of_time_foretells_nothing(self, terminal):
        with reporting(True, "label", lambda share: (share, ""), timed=False) as report:
            report(0.5)
        assert "left" not in terminal.getvalue()

    def test_without_a_standard_error_there_is_none(self, monkeypatch):
        monkeypatch.setattr(sys, "stderr", None)
        with bar("label") as update:
            update(0.5, "")


def test_a_notebook_shows_it():
    *_, outputs = outputs_of(
        "import uat",
        "fit = uat.fit('line', 2, trainer='levenberg_marquardt', progress=True)",
    )
    assert {output["name"] for output in outputs} == {"stderr"}
    assert "100%" in "".join(output["text"] for output in outputs)
