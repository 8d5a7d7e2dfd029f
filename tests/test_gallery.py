"""A gallery is rendered once, tiny, and then looked at: files, links, numbers, bytes."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3

import pytest
from tools import in_this_process

import uat.gallery.render
from uat.exceptions import OutputError, StoreError
from uat.figures.style import DARK_GROUND
from uat.fits.sampling import attainable_floor
from uat.gallery import render_gallery
from uat.gallery.index import TITLE, index_page
from uat.gallery.lessons import LESSONS
from uat.sweeps.findings import (
    course_of_error,
    error_lines,
    finding,
    outcomes,
    size_of_coefficients,
    trained_first,
)
from uat.sweeps.plan import plan
from uat.targets.catalogue import TARGETS
from uat.theory.baselines import baselines
from uat.trainers import GradientDescent, VariableProjection

pytestmark = pytest.mark.slow

SPECS = plan(["sine", "franke"], [1, 2], range(2), [GradientDescent(epochs=50, momentum=0.9)])
FIGURES = {
    "overview",
    "needed-widths",
    "activations",
    "proof",
    "rules",
    "units",
    "sine",
    "sine-loss",
    "franke",
    "franke-loss",
}
MAGIC = {".svg": b"<?xml", ".png": b"\x89PNG\r\n\x1a\n", ".pdf": b"%PDF-"}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """Return a gallery that nothing changes, and its progress reports."""
    reports = {"training": [], "drawing": []}
    gallery = render_gallery(
        SPECS,
        tmp_path_factory.mktemp("rendered") / "not" / "yet",
        workers=2,
        **{half: seen.append for half, seen in reports.items()},
    )
    return gallery, reports


@pytest.fixture
def untrained(monkeypatch):
    """Fail if anything is trained."""

    def train(*_, **__):
        pytest.fail("training began")

    monkeypatch.setattr(uat.gallery.render, "run_specs", train)


def table(page, heading):
    """Return the rows of the table under a heading that begin with a link."""
    (section,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    return [row for row in section.splitlines() if row.startswith("| [")]


def bytes_of(gallery):
    return {path.name: path.read_bytes() for path in gallery.files}


def test_every_file_listed_exists_and_none_is_unlisted(rendered):
    gallery, _ = rendered
    listed = [path.name for path in gallery.files]
    assert len(listed) == len(set(listed))
    assert {path.name for path in gallery.folder.iterdir()} == {*listed, "runs.sqlite"}
    drawn = {f"{stem}.{kind}" for stem in FIGURES for kind in ("svg", "png")}
    site = {name for name in listed if name.endswith((".html", ".js"))}
    assert {"index.html", "explorer.js"} < site
    assert set(listed) - site == {"README.md", "runs.csv", "runs.json", *drawn}
    assert gallery.files[0] == gallery.folder / "README.md"


def test_every_figure_is_a_picture_of_its_format(rendered):
    gallery, _ = rendered
    pictures = [path for path in gallery.files if path.suffix in MAGIC]
    assert len(pictures) == 2 * len(FIGURES)
    for path in pictures:
        assert path.read_bytes().startswith(MAGIC[path.suffix])
        assert path.stat().st_size > 5000


def test_the_index_shows_every_figure_and_links_to_no_missing_file(rendered):
    gallery, _ = rendered
    page = (gallery.folder / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^)#]+)\)", page)
    texts = {"index.html", "runs.csv", "runs.json"}
    assert {f"{stem}.png" for stem in FIGURES} | texts == set(linked)
    assert all((gallery.folder / name).is_file() for name in linked)


def test_every_link_within_the_index_has_its_heading(rendered):
    gallery, _ = rendered
    page = (gallery.folder / "README.md").read_text(encoding="utf-8")
    anchors = re.findall(r"\]\(#([^)]+)\)", page)
    headings = [h.lower().replace(" ", "-") for h in re.findall(r"^## (.+)$", page, re.M)]
    assert anchors == ["sine", "franke", "sine"]  # the ladder, and the other families
    assert set(anchors) <= set(headings)


def test_the_index_says_what_was_run(rendered):
    gallery, _ = rendered
    page = (gallery.folder / "README.md").read_text(encoding="utf-8")
    said = " ".join(page.split())
    assert "- **gradient descent (momentum 0.9)** at width 1 and 2, 2 random starts, " in said
    assert "networks of logistic units" in said
    assert "50 epochs" in said
    assert "## Near-best" not in page
    assert "The dark green line" not in said


def test_the_ladder_holds_the_medians(rendered):
    gallery, _ = rendered
    page = (gallery.folder / "README.md").read_text(encoding="utf-8")
    rows = {
        row[1]: row for row in (re.findall(r"[\w.+-]+", line) for line in table(page, "The ladder"))
    }
    assert list(rows) == ["sine", "franke"]
    for name, row in rows.items():
        for width, cell in zip((1, 2), row[-2:], strict=True):
            errors = [
                r.max_error
                for r in gallery.sweep.records
                if (r.spec.target, r.spec.width) == (name, width)
            ]
            assert cell == f"{sum(errors) / 2:.2g}"


def test_the_ladder_and_the_words_of_other_sweeps(rendered):
    gallery, _ = rendered
    one = [r for r in gallery.sweep.records if r.spec.seed == 0 and r.spec.width == 1]
    page = index_page(one, ["pdf"])
    assert "at width 1, 50 epochs\n" in page
    assert "(overview.pdf)" in page
    assert "(sine.svg)" in index_page(one, ["pdf", "svg"])
    assert "(sine.png)" in index_page(one, ["svg", "png"])


def test_csv_and_json_hold_the_rows_of_the_sweep_to_the_last_bit(rendered):
    gallery, _ = rendered
    rows = gallery.sweep.rows()
    assert [(row["target"], row["width"], row["seed"]) for row in rows] == [
        (spec.target, spec.width, spec.seed) for spec in SPECS
    ]
    assert json.loads((gallery.folder / "runs.json").read_text(encoding="utf-8")) == rows
    with (gallery.folder / "runs.csv").open(encoding="utf-8", newline="") as file:
        from_csv = list(csv.DictReader(file))
    for text, row in zip(from_csv, rows, strict=True):
        assert list(text) == list(row)
        for name, value in row.items():
            assert type(value)(text[name]) == value


def test_the_index_opens_with_what_was_found_and_a_small_picture_of_every_target(rendered):
    gallery, _ = rendered
    page = (gallery.folder / "README.md").read_text(encoding="utf-8")
    first = page.splitlines()[2]
    lines = error_lines(outcomes(gallery.sweep.records))
    assert first == finding(lines) != ""
    beginning = page[: page.index("\n## ")]
    thumbnails = re.findall(r'<a href="#(\w+)"><img src="(\w+).png" .* alt="(.+)"></a>', beginning)
    assert thumbnails == [(one.target, one.target, course_of_error(one)) for one in lines]
    assert "| ---" not in page[: page.index("## The ladder")]


def test_progress_runs_from_nothing_to_all_in_both_halves(rendered):
    _, reports = rendered
    for seen in reports.values():
        shares = [progress.share for progress in seen]
        assert shares == sorted(shares)
        assert seen[-1].share == pytest.approx(1.0)
        assert seen[-1].done == seen[-1].total
    assert reports["training"][0].done == 0
    assert reports["training"][-1].total == len(SPECS)


def test_a_gallery_made_anew_by_other_workers_is_the_same_byte_for_byte(rendered):
    gallery, _ = rendered
    before = bytes_of(gallery)
    fresh = render_gallery(SPECS, str(gallery.folder), workers=1, fresh=True)
    assert gallery.sweep.computed == fresh.sweep.computed == len(SPECS)
    assert fresh.files == gallery.files
    assert bytes_of(fresh) == before


@pytest.mark.usefixtures("in_this_process")
def test_a_second_call_trains_nothing_and_draws_the_same(rendered, tmp_path):
    gallery, _ = rendered
    shutil.copy(gallery.folder / "runs.sqlite", tmp_path)
    sines = [spec for spec in SPECS if spec.target == "sine"]
    again = render_gallery(sines, tmp_path, formats=["svg"], workers=1)
    assert again.sweep.computed == 0
    assert again.sweep.records == gallery.sweep.records[: len(sines)]
    for name in ("sine.svg", "sine-loss.svg"):
        assert (tmp_path / name).read_bytes() == (gallery.folder / name).read_bytes()


@pytest.mark.usefixtures("in_this_process")
def test_a_gallery_is_drawn_for_a_dark_room_if_told_so(rendered, tmp_path):
    gallery, _ = rendered
    shutil.copy(gallery.folder / "runs.sqlite", tmp_path)
    sines = [spec for spec in SPECS if spec.target == "sine"]
    render_gallery(sines, tmp_path, formats=["svg"], dark=True, workers=1)
    for name in ("sine.svg", "sine-loss.svg", "overview.svg"):
        ground = f"fill: {DARK_GROUND.lower()}"
        assert ground in (tmp_path / name).read_text(encoding="utf-8")
        assert ground not in (gallery.folder / name).read_text(encoding="utf-8")


@pytest.mark.usefixtures("in_this_process")
def test_formats_are_those_asked_for(tmp_path):
    gallery = render_gallery(SPECS[:1], tmp_path, formats=["pdf"], workers=1)
    drawn = [path for path in gallery.files if path.suffix in MAGIC]
    names = ["activations", "overview", "proof", "rules", "sine", "sine-loss", "units"]
    assert sorted(path.stem for path in drawn) == names
    assert all(path.read_bytes().startswith(b"%PDF-") for path in drawn)
    page = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert all(f"({path.name})" in page for path in drawn)


@pytest.mark.usefixtures("untrained")
@pytest.mark.parametrize("formats", [["bmp"], ["svg", "PNG"], []])
def test_an_unknown_format_is_refused_before_anything_happens(formats, tmp_path):
    with pytest.raises(OutputError, match="figures are written as svg, png, pdf; "):
        render_gallery(SPECS, tmp_path / "folder", formats=formats)
    assert not any(tmp_path.iterdir())


@pytest.mark.usefixtures("untrained")
@pytest.mark.parametrize("inside", ["", "folder"])
def test_a_file_in_place_of_the_folder_is_refused_before_training(inside, tmp_path):
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(OutputError, match="cannot be written"):
        render_gallery(SPECS, tmp_path / "file" / inside)
    assert (tmp_path / "file").read_bytes() == b"mine"


@pytest.mark.usefixtures("untrained")
def test_a_foreign_database_in_the_folder_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "runs.sqlite"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE recipes (name TEXT)")
    database.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a store of runs"):
        render_gallery(SPECS, tmp_path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["runs.sqlite"]


@pytest.mark.usefixtures("in_this_process")
def test_a_figure_that_cannot_be_written_leaves_the_index_as_it_was(tmp_path):
    old = f"{TITLE}\nold".encode()
    (tmp_path / "README.md").write_bytes(old)
    (tmp_path / "overview.svg").mkdir()
    with pytest.raises(OutputError, match=r"overview\.svg cannot be written"):
        render_gallery(SPECS[:1], tmp_path, formats=["svg"], workers=1)
    assert (tmp_path / "README.md").read_bytes() == old
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_a_readme_that_no_gallery_wrote_is_not_overwritten(tmp_path):
    (tmp_path / "README.md").write_text("# My project\n")
    with pytest.raises(OutputError, match="not a gallery's"):
        render_gallery(SPECS[:1], tmp_path, formats=["svg"], workers=1)
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


NEAR = VariableProjection(cold_starts=1, screening=5, kept=1, steps=10, polish=1)


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """Return a gallery with everything that the picture is made of, small."""
    specs = plan(["step", "sine"], [1, 4], range(2), [GradientDescent(epochs=50)])
    specs += plan(["sine"], [8], range(2), [GradientDescent(epochs=50)])
    specs += plan(["two_tones"], [4], [0], [GradientDescent(epochs=50)])
    specs += plan(["step", "sine"], [1, 4, 8], [0], ["staircase"])
    specs += plan(["sine"], [1, 2], [0], [NEAR])
    with in_this_process():
        return render_gallery(specs, tmp_path_factory.mktemp("honest"), formats=["svg"], workers=1)


def page_of(gallery):
    return (gallery.folder / "README.md").read_text(encoding="utf-8")


def test_a_jump_is_a_lesson_and_every_lesson_has_its_section(honest):
    page = page_of(honest)
    headings = re.findall(r"^## (.+)$", page, re.M)
    for lesson in LESSONS:
        assert (honest.folder / f"{lesson.name}.svg").is_file()
        assert f"({lesson.name}.svg)" in page
        assert lesson.heading in headings


def test_what_is_proved_is_drawn_said_and_written(honest):
    pytest.importorskip("flint")
    proofs = honest.proved.proofs
    assert {spec.trainer for spec in proofs} == {"staircase", "variable_projection"}
    page = page_of(honest)
    said = " ".join(page.split())
    assert "Of staircase and variable projection, up to width 8 and of one input, the" in said
    assert page.count("; brackets about max errors that are proved, of ") == 2  # of step and sine
    rows = json.loads((honest.folder / "runs.json").read_text(encoding="utf-8"))
    ends = {
        (row["target"], row["trainer"], row["width"]): (row["proved_low"], row["proved_high"])
        for row in rows
        if "proved_low" in row
    }
    assert ends == {
        (spec.target, spec.trainer, spec.width): (p.low, p.high) for spec, p in proofs.items()
    }
    header = (honest.folder / "runs.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert header.endswith(",proved_low,proved_high")


def test_what_lessons_and_sections_say_of_training_is_what_the_runs_show(honest):
    page = page_of(honest)
    records = honest.sweep.records
    told = {
        line.target: course_of_error(line) for line in trained_first(error_lines(outcomes(records)))
    }
    step = page[page.index("## What a discontinuity does") : page.index("## step")]
    assert told["step"] in step
    assert "the rmse of gradient descent" in told["step"]
    sine = page[page.index("## sine") :]
    assert told["sine"] in sine
    units = page[page.index("## The units of a fitted network") :]
    assert size_of_coefficients([r for r in records if r.spec.target == "sine"]) in units


def test_near_best_has_its_errors_norm_and_floor(honest):
    (row,) = table(page_of(honest), "Near-best")
    near = [r for r in honest.sweep.records if r.spec.trainer == "variable_projection"]
    widest = near[-1].network
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells == [
        "[sine](#sine)",
        *(f"{r.max_error:.2g}" for r in near),
        f"{widest.coefficient_norm:.2g}",
        f"{attainable_floor(widest, TARGETS['sine']):.0e}",
    ]


def test_other_families_stand_beside_the_best_network(honest):
    page = page_of(honest)
    assert "| width 8 | polynomial, 25 | rational, 25 |" in page
    step, sine, _ = table(page, "Other families at equal parameter count")
    assert "poles" in step
    polynomial, rational = baselines(TARGETS["sine"], [8])
    found = min(
        r.max_error for r in honest.sweep.records if (r.spec.target, r.spec.width) == ("sine", 8)
    )
    cells = [cell.strip() for cell in sine.strip("|").split("|")]
    assert cells[-3:] == [f"{e:.2g}" for e in (found, polynomial.max_error, rational.max_error)]


def test_the_index_explains_what_is_there(honest):
    page = " ".join(page_of(honest).split())
    for words in ("The dark green line", "*optimisation error*", "*approximation error*"):
        assert words in page
    assert "- **staircase** at width 1, 4 and 8 -" in page


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize(
    ("trainers", "activation", "lessons"),
    [
        (["staircase"], "tanh", {"proof", "units", "discontinuity"}),
        ([NEAR], "relu", {"units", "discontinuity"}),
        (
            [GradientDescent(epochs=5)],
            "gaussian",
            {"activations", "units", "discontinuity", "rules"},
        ),
    ],
)
def test_any_trainer_and_activation_makes_a_gallery(trainers, activation, lessons, tmp_path):
    specs = plan(["step", "runge"], [1, 2], [0], trainers, activation=activation)
    gallery = render_gallery(specs, tmp_path, formats=["svg"], workers=1)
    drawn = {path.stem for path in gallery.files if path.suffix == ".svg"}
    losses = {"step-loss", "runge-loss"} if trainers[0] == GradientDescent(epochs=5) else set()
    assert drawn == {"overview", "needed-widths", "step", "runge"} | lessons | losses
    page = page_of(gallery)
    linked = re.findall(r"\]\(([^)#]+)\)", page)
    texts = {"index.html", "runs.csv", "runs.json"}
    assert set(linked) == {f"{name}.svg" for name in drawn} | texts
    assert ("What is guaranteed" in page) == (activation != "gaussian")
    assert ("k = n / 2" in page) == (activation == "relu")


@pytest.mark.usefixtures("in_this_process")
def test_two_inputs_alone_have_no_units_and_no_other_families(tmp_path):
    gallery = render_gallery(SPECS[-1:], tmp_path, formats=["svg"], workers=1)
    drawn = {path.stem for path in gallery.files if path.suffix == ".svg"}
    assert drawn == {"overview", "franke", "franke-loss"}
    assert "Other families" not in page_of(gallery)
