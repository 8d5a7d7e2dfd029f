"""A gallery of several activations: ordinary pages of the first, and one where all stand."""

from __future__ import annotations

import re

import pytest
from tools import in_this_process

from uat.gallery import render_gallery
from uat.gallery.index import index_page
from uat.gallery.side_by_side import page_in_words, side_by_side_pages
from uat.sweeps.plan import plan
from uat.sweeps.selection import main_records, of_activation
from uat.sweeps.side_by_side import side_by_side, side_by_side_in_words
from uat.trainers import LevenbergMarquardt

pytestmark = pytest.mark.slow

QUICK = [LevenbergMarquardt(epochs=10)]
NAMES = ["tanh", "relu", "t*exp(-t^2)"]
TARGETS = ["line", "parabola", "sine", "franke"]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    specs = plan(TARGETS, [1, 2], [0, 1], QUICK, activations=NAMES)
    with in_this_process():
        return render_gallery(specs, tmp_path_factory.mktemp("gallery"), formats=["svg"])


def test_figures_hold_three_targets_each_by_rising_complexity(rendered):
    pages = side_by_side_pages(rendered.sweep.records)
    assert list(pages) == ["side-by-side", "side-by-side-2"]
    assert page_in_words(pages["side-by-side-2"]).startswith("franke: max error of levenberg")
    assert {f"{name}.svg" for name in pages} < {path.name for path in rendered.files}


def test_the_index_leads_there_and_says_what_the_numbers_say(rendered):
    text = rendered.files[0].read_text(encoding="utf-8")
    records = rendered.sweep.records
    assert "[Activations side by side](#activations-side-by-side)" in text
    assert "## Activations side by side\n" in text
    assert "networks of\ntanh units" in text
    said = side_by_side_in_words(side_by_side(records))
    assert said.replace("*", r"\*") in text
    for name in re.findall(r"\]\(([^)#]+)\)", text):
        assert (rendered.folder / name).is_file()
    one = next(one for one in side_by_side(records) if one.target == "franke")
    cells = " | ".join(f"{error:.2g}" for error in one.errors.values())
    assert f"| franke | levenberg marquardt | 2 | {cells} |" in text


def test_all_else_is_of_the_first_activation_as_if_it_were_alone(rendered):
    records = rendered.sweep.records
    assert main_records(records) == of_activation(records, "tanh")
    alone = index_page(main_records(records), ["svg"])
    assert "side by side" not in alone
    text = index_page(records, ["svg"])
    start, end = text.index("What relu and"), text.index("## How to read it")
    assert text[:start] + text[end:] == alone
    assert side_by_side_pages(main_records(records)) == {}
