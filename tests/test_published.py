"""The table of published errors: how errors are integrated, what its rows say, what is written."""

import importlib.util
import math
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from uat import Box, Network, Target
from uat.trainers import RandomFeatures

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SQUARE = Box((-1.0, -1.0), (1.0, 1.0))


@pytest.fixture
def script(monkeypatch):
    """Return scripts/published.py as a module."""
    spec = importlib.util.spec_from_file_location("published", ROOT / "scripts" / "published.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "published", module)  # where its dataclasses look
    spec.loader.exec_module(module)
    return module


def relu(weights, biases, outputs, bias=0.0, **centre):
    """Return a relu network of one output: weights of shape (inputs, width)."""
    columns = np.array(outputs, dtype=float)[:, np.newaxis]
    return Network(np.array(weights, dtype=float), biases, columns, [bias], "relu", **centre)


def interpolant(pieces):
    """Return the relu network that interpolates x^2 on [0, 1] between equal pieces."""
    knots = np.arange(pieces) / pieces
    rises = [1.0 / pieces, *[2.0 / pieces] * (pieces - 1)]
    return relu([np.ones(pieces)], -knots, rises)


class TestTheIntegral:
    @pytest.mark.parametrize("pieces", [1, 2, 7])
    def test_kinks_end_panels(self, script, pieces):
        """On a piece (x - a)(b - x), whose square has the integral h^5 / 30."""
        square = Target("square", np.square, Box.interval(0.0, 1.0), "", "")
        error = script.l2_error(interpolant(pieces), square, panels=1)
        assert error == pytest.approx(pieces**-2 / math.sqrt(30.0), rel=1e-12)

    def test_kinks_are_where_the_centre_puts_them(self, script):
        network = relu([[2.0]], [0.5], [1.0], input_centre=[10.0])  # bends at 9.75
        nought = Target("nought", np.zeros_like, Box.interval(9.0, 10.0), "", "")
        error = script.l2_error(network, nought, panels=1)
        assert error == pytest.approx(math.sqrt(0.5**3 / 6.0), rel=1e-12)

    def test_it_is_an_integral_and_no_mean(self, script):
        sine = Target("sine", np.sin, Box.interval(0.0, 2.0 * math.pi), "", "")
        assert script.l2_error(relu([[1.0]], [0.0], [0.0]), sine) == pytest.approx(
            math.sqrt(math.pi), rel=1e-12
        )

    def test_of_two_inputs(self, script):
        waves = script.ROWS[4].target
        network = relu([[0.0], [0.0]], [0.0], [1.0])
        assert script.l2_error(network, waves, panels=8) == pytest.approx(0.5, rel=1e-6)

    def test_of_a_kink_across_two_inputs(self, script):
        """Half of the integral of (x + y)^2, which is 8 / 3."""
        nought = Target("nought", lambda x, y: 0.0 * (x + y), SQUARE, "", "")
        error = script.l2_error(relu([[1.0], [1.0]], [0.0], [1.0]), nought, panels=64)
        assert error == pytest.approx(math.sqrt(4.0 / 3.0), rel=1e-5)

    def test_the_inputs_are_not_mixed_up(self, script):
        slanted = Target("slanted", lambda x, y: 2.0 * x - y, Box((0.0, 2.0), (1.0, 5.0)), "", "")
        exact = relu([[2.0], [-1.0]], [9.0], [1.0], bias=-9.0)
        assert script.l2_error(exact, slanted, panels=2) == pytest.approx(0.0, abs=1e-13)


class TestTheRows:
    def test_there_are_a_dozen_at_least(self, script):
        assert sum(len(row.errors) for row in script.ROWS) >= 12

    def test_each_has_its_source_in_the_readme(self, script):
        for row in script.ROWS:
            assert re.search(rf"^- \*\*{row.source}\*\*: \S", README, flags=re.MULTILINE)

    def test_the_published_errors_of_the_readme_are_these(self, script):
        table = README.partition(script.BEGIN)[2].partition(script.END)[0]
        rows = [line.strip("| ").split(" | ") for line in table.strip().splitlines()[2:]]
        assert [row[:3] for row in rows] == [
            [f"{row.formula} on {row.domain}", f"{width}", f"{error:.2e} [{row.source}]"]
            for row in script.ROWS
            for width, error in row.errors.items()
        ]

    def test_bold_in_the_readme_is_what_reaches_the_published_error(self, script):
        table = README.partition(script.BEGIN)[2].partition(script.END)[0]
        for line in table.strip().splitlines()[2:]:
            _, _, published, *cells = line.strip("| ").split(" | ")
            for cell in filter("-".__ne__, cells):
                error = float(cell.split()[0].strip("*"))
                assert cell.startswith("**") == (error <= float(published.split()[0]))

    def test_published_errors_fall_with_the_width(self, script):
        for row in script.ROWS:
            assert list(row.errors) == sorted(row.errors)
            assert list(row.errors.values()) == sorted(row.errors.values(), reverse=True)


class TestTheTable:
    def test_a_trainer_is_measured_up_to_its_widest_network(self, script):
        row, column = script.ROWS[3], script.Column(RandomFeatures(), (128, 16))
        error, seconds = script.measured(row, 16, column)
        assert 0.0 < error < 1.0
        assert seconds >= 0.0
        assert script.measured(row, 64, column) is None

    @pytest.mark.parametrize(
        ("reached", "cell"),
        [
            (None, "-"),
            ((2.004e-3, 0.26), "**2.00e-03** (0.3)"),
            ((2.006e-3, 1.0), "2.01e-03 (1.0)"),
        ],
    )
    def test_cells(self, script, reached, cell):
        assert script._cell(reached, 2e-3) == cell

    def test_wide_networks_of_two_inputs_see_more_points(self, script):
        counts = [script.points_for(RandomFeatures(), 2, width) for width in (16, 64, 128, 512)]
        assert counts == sorted(counts)
        assert counts[-1] > counts[0]
        assert len({script.points_for(RandomFeatures(), 1, width) for width in (16, 512)}) == 1

    def test_a_quick_run_prints_narrow_rows(self, script, monkeypatch, capsys):
        monkeypatch.setattr(script, "COLUMNS", (script.Column(RandomFeatures(), (32, 16)),))
        monkeypatch.setattr(sys, "argv", ["published.py", "--quick"])
        script.main()
        printed, progress = capsys.readouterr()
        head, _, *rows = printed.splitlines()
        assert head == "| function | width | published | `random_features` |"
        assert all(int(row.split(" | ")[1]) <= script.QUICK for row in rows)
        assert len(rows) == len(progress.splitlines()) == 8
        assert rows[-1].endswith("| - |")

    def test_a_quick_table_is_not_written(self, script, monkeypatch, capsys):
        monkeypatch.setattr(sys, "argv", ["published.py", "--quick", "--write"])
        with pytest.raises(SystemExit):
            script.main()
        assert "leave --quick out" in capsys.readouterr().err

    def test_only_the_table_is_written(self, script):
        around = f"before\n\n{script.BEGIN}\n\n| old |\n\n{script.END}\n\nafter\n"
        assert script.with_table(around, ["| new |"]) == around.replace("old", "new")
        with pytest.raises(SystemExit, match="has no lines"):
            script.with_table("no marks", [])
