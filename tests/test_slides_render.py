"""The folder of a deck: a deck of four slides and small figures stand in for the real ones."""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace

import pytest
from matplotlib.figure import Figure
from tools import needs

from uat.exceptions import (
    MissingPackageError,
    OutputError,
    SettingError,
    UatError,
    UnknownNameError,
)
from uat.figures.style import figure_style
from uat.slides import pdf, render
from uat.slides.content import Columns, Deck, Listing, Picture, Slide, Text
from uat.slides.facts import Effort
from uat.slides.programs import LISTINGS
from uat.slides.render import DEFAULT_FORMATS, FORMATS, render_slides, selected

MAGIC = {"svg": b"<?xml", "pdf": b"%PDF-", "png": b"\x89PNG"}


def _slide(key, part, *blocks):
    return Slide(key, part, f"About {key}", (Text(f"Text of {key}."), *blocks), "Notes.")


SLIDES = (
    _slide("hello", 1),
    _slide("line", 3, Columns(((Listing("linreg.R"),), (Listing("linreg.py"),)))),
    _slide("curve", 5, Picture("curve", "A curve")),
    _slide("dots", 5, Picture("dots", "Dots")),
)


def _deck_of(facts, *, title=None, author="", date=""):
    """Return the deck of a stand-in for facts, the words of it."""
    return Deck(title or facts.words, "", author, date, "en", SLIDES)


def _figure(mark):
    def draw(_):
        with figure_style():
            figure = Figure(figsize=(2.0, 1.0))
            figure.subplots().plot([0, 1], [1, 0], mark)
        return figure

    return draw


@pytest.fixture
def asked(monkeypatch):
    """Have the small deck rendered; return what the facts were asked for."""
    asked = {}

    def compute(targets, seed, data_seed, **others):
        asked.update(targets=tuple(targets), seed=seed, data_seed=data_seed, **others)
        return SimpleNamespace(words="A course", data_seed=data_seed)

    monkeypatch.setattr(render, "compute_facts", compute)
    monkeypatch.setattr(render, "LANGUAGES", {"en": _deck_of})
    monkeypatch.setattr(render, "OUTLINE", {1: ("hello",), 3: ("line",), 5: ("curve", "dots")})
    monkeypatch.setattr(
        render, "FIGURES", {"curve": _figure("-"), "dots": _figure("o"), "unseen": _figure("x")}
    )
    return asked


@pytest.fixture
def rendered(asked, tmp_path):  # noqa: ARG001 - it has the deck stood in for
    """Return what renders the small deck in this process."""
    for package in ("latex2mathml", "pygments"):
        needs(package)

    def run(*formats, folder="deck", **settings):
        return render_slides(tmp_path / folder, formats=formats, workers=1, **settings)

    return run


def names(made):
    """Return the names of the files within the folder."""
    return {path.relative_to(made.folder).as_posix() for path in made.files}


class TestFiles:
    def test_what_is_told_is_there(self, rendered):
        needs("pptx")
        made = rendered("html", "pptx", "qmd", "figures")
        there = {path for path in made.folder.rglob("*") if path.is_file()}
        assert set(made.files) == there - {made.folder / render.STORE_NAME}
        assert len(made.files) == len(set(made.files))
        assert made.missing == ()
        assert {"deck.html", "deck.pptx", "deck.qmd"} <= names(made)

    def test_a_figure_is_six_files(self, rendered):
        made = rendered("figures")
        every = {
            f"figures/{name}{dark}.{kind}"
            for name in ("curve", "dots", "unseen")
            for dark in ("", "-dark")
            for kind in MAGIC
        }
        assert names(made) == every
        assert all(path.read_bytes().startswith(MAGIC[path.suffix[1:]]) for path in made.files)
        light, dark = (made.folder / "figures" / f"dots{d}.svg" for d in ("", "-dark"))
        assert light.read_bytes() != dark.read_bytes()

    def test_a_page_needs_no_other_file(self, rendered):
        made = rendered("html")
        assert names(made) == {"deck.html"} | {f"listings/{name}" for name in LISTINGS}
        page = (made.folder / "deck.html").read_text(encoding="utf-8")
        assert page.count("<svg") >= 4  # two figures, light and dark
        assert not (made.folder / "figures").exists()

    def test_markdown_finds_its_figures(self, rendered):
        made = rendered("qmd")
        text = (made.folder / "deck.qmd").read_text(encoding="utf-8")
        for name in ("curve", "dots"):
            assert f"figures/{name}.svg" in text
            assert (made.folder / "figures" / f"{name}.svg").exists()

    def test_the_same_arguments_give_the_same_files(self, rendered):
        needs("pptx")
        one, two = (rendered("html", "pptx", "qmd", "figures", folder=name) for name in "ab")
        assert names(one) == names(two)
        for name in names(one):
            assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes()

    def test_the_pdf_is_the_page_printed(self, rendered, monkeypatch):
        def printed(page, path):
            path.write_bytes(page.read_bytes())

        monkeypatch.setattr(render, "print_pdf", printed)
        made = rendered("html", "pdf")
        assert (made.folder / "deck.pdf").read_bytes() == (made.folder / "deck.html").read_bytes()
        alone = rendered("pdf", folder="alone")
        assert not (alone.folder / "deck.html").exists()

    def test_notebooks_have_a_folder(self, rendered, monkeypatch):
        given = {}

        def deck_notebooks(deck, pictures, *, seed):
            given.update(deck=deck, pictures=pictures, seed=seed)
            assert all(path.exists() for path in pictures.values())
            return {"5-neuron": json.dumps({"cells": []})}

        monkeypatch.setattr(render, "deck_notebooks", deck_notebooks)
        made = rendered("ipynb", data_seed=7)
        assert "notebooks/5-neuron.ipynb" in names(made)
        assert set(given["pictures"]) == {"curve", "dots"}
        assert given["seed"] == 7


class TestAsked:
    def test_facts_are_asked_for_once_with_what_is_said(self, rendered, asked):
        effort = Effort(starts=1)
        rendered("qmd", targets=["runge"], seed=5, data_seed=6, effort=effort)
        asked = {key: asked[key] for key in ("targets", "seed", "data_seed", "effort", "workers")}
        assert asked == {
            "targets": ("runge",), "seed": 5, "data_seed": 6, "effort": effort, "workers": 1,
        }  # fmt: skip

    def test_a_teachers_own_opening_page(self, rendered):
        made = rendered("html", title="My title", author="A. Teacher", date="tomorrow")
        page = (made.folder / "deck.html").read_text(encoding="utf-8")
        assert all(text in page for text in ("My title", "A. Teacher", "tomorrow"))

    def test_without_a_title_it_is_the_decks(self, rendered):
        made = rendered("qmd")
        assert (made.deck.title, made.deck.author, made.deck.date) == ("A course", "", "")

    @pytest.mark.parametrize("name", ["deck.html", "deck.qmd", "listings/linreg.py"])
    def test_the_seed_of_the_data_is_in_every_program_shown(self, rendered, name):
        made = rendered("html", "qmd", data_seed=77)
        text = (made.folder / name).read_text(encoding="utf-8")
        assert "77" in text
        assert "123" not in text

    def test_progress_is_told_to_the_end(self, rendered):
        told = []
        rendered("figures", drawing=told.append)
        assert [(step.done, step.total) for step in told] == [(1, 3), (2, 3), (3, 3)]
        assert told[-1].share == 1.0


class TestOnly:
    def test_a_part_brings_its_figures_and_programs(self, rendered):
        needs("pptx")
        made = rendered("html", "figures", only=["3"])
        assert [slide.key for slide in made.deck.slides] == ["line"]
        assert names(made) == {
            "deck.html", "listings/linreg.R", "listings/linreg.py", "listings/rnorm.py",
        }  # fmt: skip
        made = rendered("figures", only=["dots"], folder="dots")
        assert {path.name.split(".")[0] for path in made.files} == {"dots", "dots-dark"}

    @pytest.mark.parametrize(
        ("only", "keys"),
        [
            ([5], ["curve", "dots"]),
            (["dots", 1], ["hello", "dots"]),
            (["dots", "5"], ["curve", "dots"]),
            (["line", "line"], ["line"]),
        ],
    )
    def test_slides_keep_their_order(self, only, keys):
        deck = selected(Deck("T", "", "", "", "en", SLIDES), only)
        assert [slide.key for slide in deck.slides] == keys

    @pytest.mark.parametrize(
        ("only", "kind", "said"),
        [
            (["4"], SettingError, "no part 4; the parts are 1, 3, 5"),
            (["lines"], UnknownNameError, "unknown slide 'lines': did you mean line"),
            ([], SettingError, "name a part or a slide"),
        ],
    )
    def test_what_is_not_there_is_named(self, only, kind, said):
        with pytest.raises(kind, match=said):
            selected(Deck("T", "", "", "", "en", SLIDES), only)


class TestMissing:
    @pytest.mark.parametrize(
        ("module", "what", "package"),
        [("pptx", "deck.pptx", "python-pptx"), ("nbclient", "notebooks", "nbclient")],
    )
    def test_a_missing_package_leaves_out_its_format_alone(
        self, rendered, monkeypatch, module, what, package
    ):
        for other in ("pptx", "nbformat", "ipykernel"):
            needs(other)
        monkeypatch.setitem(sys.modules, module, None)
        kind = {"pptx": "pptx", "nbclient": "ipynb"}[module]
        made = rendered("html", "qmd", kind)
        assert made.missing == (
            f"{what} is left out: this needs {package}: pip install 'uat-toolkit[slides]'.",
        )
        assert {"deck.html", "deck.qmd"} <= names(made)
        assert not (made.folder / what).exists()

    def test_without_a_browser_there_is_no_pdf(self, rendered, monkeypatch):
        monkeypatch.setattr(pdf, "find_browser", lambda: None)
        monkeypatch.delenv("CHROME", raising=False)
        made = rendered("html", "pdf")
        (said,) = made.missing
        assert said.startswith("deck.pdf is left out: ")
        assert "apt install chromium" in said
        assert "deck.html" in names(made)
        assert "deck.pdf" not in names(made)

    def test_figures_need_nothing(self, rendered, monkeypatch):
        def no_page(*_):
            raise MissingPackageError("latex2mathml", "slides")

        monkeypatch.setattr(render, "deck_html", no_page)
        made = rendered("html", "pdf", "figures")
        assert [said.split()[0] for said in made.missing] == ["deck.html", "deck.pdf"]
        assert {path.parent.name for path in made.files} == {"figures"}


class TestRefusals:
    @pytest.mark.parametrize(
        ("settings", "kind", "said"),
        [
            ({"formats": ["docx"]}, SettingError, "html, pdf, .*; 'docx' is none of them"),
            ({"formats": []}, SettingError, "none was given"),
            ({"language": "eo"}, UnknownNameError, "unknown language 'eo'"),
        ],
    )
    def test_a_slip_is_told_before_anything_is_computed(
        self, asked, tmp_path, settings, kind, said
    ):
        with pytest.raises(kind, match=said):
            render_slides(tmp_path / "deck", **settings)
        assert not asked
        assert not (tmp_path / "deck").exists()

    @pytest.mark.usefixtures("asked")
    def test_a_place_that_cannot_be_written_is_named(self, tmp_path):
        (tmp_path / "file").write_text("mine")
        with pytest.raises(OutputError, match="file"):
            render_slides(tmp_path / "file")
        assert (tmp_path / "file").read_text() == "mine"

    def test_a_file_that_cannot_be_written_is_no_missing_package(self, rendered, tmp_path):
        (tmp_path / "deck" / "deck.html").mkdir(parents=True)
        with pytest.raises(UatError, match=r"deck\.html cannot be written"):
            rendered("html")


def test_the_defaults_are_all_that_is_quick():
    assert set(FORMATS) - set(DEFAULT_FORMATS) == {"ipynb"}


@pytest.mark.slow
def test_worker_processes_draw_the_same(tmp_path):
    """These two show no facts; processes are not sent stand-ins."""
    figures = ("logistic", "ladder")
    ways = {"alone": 1, "together": 2}
    told = {
        name: render._draw(figures, None, tmp_path / name, (("svg", False), ("svg", True)), n, None)
        for name, n in ways.items()
    }
    alone, together = told.values()
    assert [path.name for path in alone] == [path.name for path in together]
    assert [path.read_bytes() for path in alone] == [path.read_bytes() for path in together]
