"""A gallery of the user's own targets has pages, lessons and words of its own, and no others."""

from __future__ import annotations

import re

import pytest
from tools import in_this_process, uat

from uat.gallery import render_gallery
from uat.sweeps.plan import plan
from uat.trainers import GradientDescent

pytestmark = pytest.mark.slow

QUICK = GradientDescent(epochs=10)
MIXED = (
    "sin(5*x) on [-1, 1]",
    "sin(5/x) on [1, 2]",
    "x*y on [0, 1]^2",
    "3 on [0, 1] as overview",
    "floor(2*x) on [0, 2] as stairs",
    "step",
)


def rendered(targets, folder, trainers=(QUICK,), widths=(1, 2)):
    with in_this_process():
        return render_gallery(
            plan(targets, widths, [0], trainers), folder, formats=["svg"], workers=1
        )


def page_of(gallery):
    return gallery.files[0].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    return rendered(MIXED, tmp_path_factory.mktemp("mixed"), (QUICK, "staircase"))


def test_every_target_has_files_of_its_own(mixed):
    drawn = {path.stem for path in mixed.files if path.suffix == ".svg"}
    own = {"sin_5_x", "sin_5_x_2", "x_y", "stairs", "step"}
    assert drawn >= {*own, *(f"{name}-loss" for name in own), "overview", "overview_target"}
    assert "overview_target-loss" not in drawn  # a constant is met from the first epoch on
    assert len({path.name.lower() for path in mixed.files}) == len(mixed.files)


def test_the_index_leads_to_every_file_and_section(mixed):
    page = page_of(mixed)
    links = {*re.findall(r"\]\(([^)#]+)\)", page), *re.findall(r'src="([^"]+)"', page)}
    site = {path.name for path in mixed.files if path.suffix in (".html", ".js")}
    assert links == {path.name for path in mixed.files} - site - {"README.md"} | {"index.html"}
    sections = re.findall(r'<a id="([^"]+)"></a>', page)
    assert set(re.findall(r"#(\w+)[\")]", page)) == set(sections)
    assert len(sections) == len(set(sections)) == len(MIXED)
    assert r"## sin(5\*x)" in page
    assert "sin(5*x)*" not in re.sub(r'alt="[^"]*"', "", page)


def test_lessons_are_about_what_is_there(mixed):
    page = page_of(mixed)
    assert "over sin(5\\*x) lie two staircases" in page
    assert "## What a discontinuity does" in page  # step, whose place no other target takes
    assert "near its jump" in page


def test_one_target_is_told_as_one(tmp_path):
    page = " ".join(page_of(rendered(["x^2*y on [0, 1]^2 as bowl"], tmp_path)).split())
    assert "## At a glance" in page
    assert "V is the complexity of the target, the integral of |grad f|" in page
    for absent in (
        "sine", "rising", "What is guaranteed", "jump", "The proof", "All targets", "one percent",
        "faint dot", "polynomials", "staircase", "median", "floor",
    ):  # fmt: skip
        assert absent not in page


def test_a_function_without_a_name_is_drawn_with_its_lessons(tmp_path):
    gallery = rendered([(lambda x: x * abs(x), (-1.0, 1.0))], tmp_path)
    assert {path.stem for path in gallery.files} >= {"function", "proof", "rules", "activations"}
    assert gallery.sweep.here == 2


def test_what_was_computed_is_found_again_and_a_changed_function_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    module = tmp_path / "own_decay.py"
    module.write_text("def decay(t):\n    return 2.0 ** -t\n")
    command = (
        "gallery", "--target", "own_decay:decay on [0, 9]", "--seeds", 1, "--epochs", 5,
        "--trainers", "adam", "--format", "svg", "-o", "out", "--workers", 1,
    )  # fmt: skip
    with in_this_process():
        assert " 1 runs computed. " in uat(*command, "--widths", 1).stdout
        again = uat(*command, "--widths", "1,2").stdout
    assert " 1 runs computed, 1 found in out" in again
