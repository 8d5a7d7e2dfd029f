"""`uat explore`: what it takes, what it says, what it refuses in one line."""

import json
import re
import webbrowser
from pathlib import Path

import pytest
from tools import misuse, near_best, refusal, uat

from uat.sweeps.store import Store


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Return the folder that commands work in, with a table and a file of targets."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "marks.csv").write_text("hours,score\n1,2\n2,4\n3,5\n4,9\n")
    (tmp_path / "course.toml").write_text(
        '[ripple]\nformula = "sin(5*x)"\ndomain = [-1, 1]\n\n[marks]\ntable = "marks.csv"\n'
    )
    return tmp_path


def explored(*arguments, page="explorer.html"):
    """Return the targets of a page, by their keys, and what was said."""
    result = uat("explore", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    pattern = r'<script type="application/json" id="uat-data">(.*?)</script>'
    text = Path(page).read_text(encoding="utf-8")
    targets = json.loads(re.findall(pattern, text)[0])["scene"]["targets"]
    return {target["key"]: target for target in targets}, result.stdout


@pytest.mark.slow
def test_names_lines_and_tables_in_the_order_given():
    targets, said = explored(
        "runge", "sin(5*x) on [-1, 1] as ripple", "marks.csv#1->2", "--target", "-x on [0, 1]"
    )  # fmt: skip
    assert list(targets) == ["runge", "ripple", "marks", "-x"]
    assert re.fullmatch(r"explorer\.html, \d+ kB\. Open it in a browser\.\n", said)


def test_a_domain_beside_it():
    targets, _ = explored("-x^2", "--domain", 0, "2", "-o", "own.htm", page="own.htm")
    assert targets["-x^2"]["domain"] == [[0, 2]]


@pytest.mark.slow
def test_a_file_of_targets_is_taken_whole_or_by_name():
    assert list(explored("--targets-from", "course.toml")[0]) == ["ripple", "marks"]
    targets, _ = explored("--targets-from", "course.toml", "ripple", "sine")
    assert list(targets) == ["ripple", "sine"]


def test_runs_of_a_gallery(folder):
    with Store(folder / "runs.sqlite") as store:
        store.add(near_best())
    targets, _ = explored("sine", "--from", ".", "--activation", "logistic")
    assert targets["sine"]["stored"]["nearBest"] == [[1, 1e-6], [2, 5e-7], [8, 1.25e-7]]


def test_it_opens_the_page_if_there_is_a_browser(folder, monkeypatch):
    opened = []
    monkeypatch.setattr(webbrowser, "open", lambda url: opened.append(url) is None)
    explored("sine", "--open")
    assert opened == [(folder / "explorer.html").as_uri()]
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    assert "no browser" in uat("explore", "sine", "--open").stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sined"], "sine"),
        (["sin(5*x)"], "write 'sin(5*x) on [-1, 1]'"),
        (["sine", "runge", "--domain", "0", "1"], "--domain"),
        (["--domain", "0", "1"], "--domain"),
        (["sine", "-o", "page.pdf"], ".html"),
        (["sine", "--form", "."], "--from"),
        (["sine", "--activation", "logit"], "logistic"),
    ],
)
def test_what_cannot_be_read_is_refused(folder, arguments, said):
    assert said in misuse("explore", *arguments)
    assert not (folder / "explorer.html").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["genz_gaussian"], "5 inputs"),
        (["nothing.csv"], "nothing.csv"),
        (["x on [0, 1]", "x on [0, 1]"], "two targets are called x"),
        (["math:nothing on [0, 1]"], "nothing"),
        (["sine", "--from", "."], "no such store of runs"),
        (["1/x on [-1, 1]"], "1/x"),
    ],
)
def test_what_cannot_be_shown_is_refused(folder, arguments, said):
    assert said in refusal("explore", *arguments)
    assert not (folder / "explorer.html").exists()
