"""What the benchmark times is the same training in every library, and its table is the README's."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def script():
    """Return scripts/benchmark.py as a module."""
    spec = importlib.util.spec_from_file_location("benchmark", ROOT / "scripts" / "benchmark.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_compiled_loop_and_the_numpy_loop_come_to_the_same_loss(script):
    script.check(["compiled", "numpy"])


def test_so_does_scikit_learn(script):
    pytest.importorskip("sklearn")
    script.check(["scikit-learn"])


def test_a_loop_that_trains_something_else_is_not_timed(script):
    script.LIBRARIES["slack"] = lambda *_: [lambda *_: 1.0]
    with pytest.raises(SystemExit, match="slack does something else"):
        script.check(["compiled", "slack"])


def test_the_fastest_form_is_taken(script):
    def slow(epochs):
        return float(sum(range(40_000 * epochs)))

    def fast(epochs):
        return float(sum(range(40 * epochs)))

    script.SECONDS = 0.005
    assert script.fastest([slow, fast]) is fast
    assert script.fastest([fast, slow]) is fast


def test_what_is_not_installed_is_left_out_and_said(script, capsys):
    script.PEERS["Slack"] = "no_such_module"
    assert script.installed(["Slack"]) == []
    assert "Slack is not installed" in capsys.readouterr().out


def test_only_the_table_is_written(script, tmp_path):
    script.README = tmp_path / "README.md"
    around = f"before\n\n{script.BEGIN}\n\n| old |\n\n{script.END}\n\nafter\n"
    script.README.write_text(around, encoding="utf-8")
    script.write(["| new |"])
    assert script.README.read_text(encoding="utf-8") == around.replace("old", "new")
    script.README.write_text("no marks", encoding="utf-8")
    with pytest.raises(SystemExit, match="the README has no lines"):
        script.write(["| new |"])


def test_the_readme_has_a_row_for_every_cell_and_the_compiled_loop_is_ahead_in_all(script):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition(script.BEGIN)[2].partition(script.END)[0]
    rows = re.findall(r"^\| ([\d,]+) points, (\d) inputs? \| ([\d,]+) \|", table, re.MULTILINE)
    cells = [(p, i, w) for i in script.INPUTS for p in script.POINTS for w in script.WIDTHS]
    assert [tuple(int(n.replace(",", "")) for n in row) for row in rows] == cells
    ratios = [float(ratio) for ratio in re.findall(r"([\d.]+) x", table)]
    assert len(ratios) == 4 * len(cells)
    assert min(ratios) > 1.0
