"""`uat slides` as its users meet it: what it asks for, what it says, how it refuses."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tools import refusal, uat

from uat.cli import main
from uat.cli.slides import _DATA_SEED, _FORMATS
from uat.exceptions import MissingPackageError
from uat.slides import render
from uat.slides.content import Deck, Slide, Text
from uat.slides.facts import DEFAULT_TARGETS
from uat.slides.programs import SEED_OF_FILES
from uat.slides.render import DEFAULT_FORMATS, FORMATS, LANGUAGES, Rendered

DECK = Deck("T", "", "", "", "en", (Slide("hello", 1, "Hello", (Text("Hello."),), ""),))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Return the empty folder that the command works in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def asked(monkeypatch):
    """Return what the library was asked for, in place of a deck; `files`, `missing` answer."""
    asked = {"files": ["deck.html", "listings/a.R", "listings/a.py"], "missing": ()}

    def render_slides(folder, **settings):
        asked.update(folder=folder, **settings)
        return Rendered(
            folder, tuple(folder / name for name in asked["files"]), asked["missing"], DECK
        )

    monkeypatch.setattr(render, "render_slides", render_slides)
    return asked


class TestWhatIsAsked:
    def test_the_defaults_are_the_librarys(self, asked):
        assert uat("slides").exit_code == 0
        assert asked["formats"] == DEFAULT_FORMATS
        assert asked["targets"] == DEFAULT_TARGETS
        assert _FORMATS == FORMATS
        assert asked["data_seed"] == SEED_OF_FILES == _DATA_SEED
        assert (str(asked["folder"]), asked["only"], asked["title"]) == ("slides", None, None)
        assert (asked["author"], asked["date"], asked["seed"]) == ("", "", 0)
        assert (asked["workers"], asked["language"]) == (None, "en")

    def test_every_option_arrives(self, asked):
        uat(
            "slides", "-o", "made", "--format", "html, ipynb", "--only", "3,linreg-model", "--lang",
            "en", "--title", "Mine", "--author", "A. Teacher", "--date", "May", "--targets",
            "runge", "--seed", 3, "--data-seed", 4, "--workers", 2,
        )  # fmt: skip
        told = {key: asked[key] for key in ("formats", "only", "title", "author", "date")}
        assert told == {
            "formats": ("html", "ipynb"), "only": ("3", "linreg-model"),
            "title": "Mine", "author": "A. Teacher", "date": "May",
        }  # fmt: skip
        assert (str(asked["folder"]), asked["targets"]) == ("made", ("runge",))
        assert (asked["seed"], asked["data_seed"], asked["workers"]) == (3, 4, 2)

    def test_the_help_names_all_there_is_to_choose_from(self):
        text = " ".join(uat("slides", "--help").stdout.split())
        assert all(name in text for name in (*FORMATS, *LANGUAGES))


class TestWhatIsSaid:
    def test_what_was_written(self, asked):
        result = uat("slides", "-o", "made")
        assert result.stdout == "deck.html, 2 listings in made; 1 slide.\n"
        assert result.stderr == ""
        assert asked["files"]

    def test_what_was_left_out_with_what_to_install(self, asked):
        asked["missing"] = ("deck.pptx is left out: this needs x.", "deck.pdf is left out: y.")
        result = uat("slides")
        assert result.exit_code == 0
        assert result.stderr.splitlines() == list(asked["missing"])
        assert "deck.html" in result.stdout

    def test_if_nothing_was_written_it_failed(self, asked):
        asked |= {"files": [], "missing": (f"deck.pptx: {MissingPackageError('pptx', 'slides')}",)}
        assert "pip install 'uat-toolkit[slides]'" in refusal("slides", "--format", "pptx")


class TestRefusals:
    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (
                ["--format", "docx"],
                "'docx' is not one of 'html', 'pdf', 'pptx', 'qmd', 'figures', 'ipynb'",
            ),
            (["--format", ","], "'--format': the list is empty"),
            (["--only", ""], "'--only': the list is empty"),
            (["--lang", "xx"], "unknown language 'xx'"),
            (["--workers", "0"], "'--workers': 0 is not in the range x>=1"),
            (["--seed", "x"], "'x' is not a valid integer"),
            (["--targets", ""], "'--targets': the list is empty"),
            (["--targets", "sinus"], "unknown target 'sinus': did you mean sine"),
            (["--seed", "-1"], "'--seed': -1 is not in the range x>=0"),
            (["stray"], "unexpected extra argument"),
        ],
    )
    def test_a_slip_is_one_line_and_no_file(self, options, said, folder):
        assert said in refusal("slides", *options, code=2)
        assert not any(folder.iterdir())

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--targets", "franke"], "targets of one input; franke has 2"),
            (["--targets", "sine,absolute,runge,chirp"], "1 to 3 targets, not 4"),
            (["--target", "x*y on [0, 1]^2"], "'--target': a deck shows targets of one input"),
            (["--target", "rows.csv#x->y"], "'--target': a deck shows functions"),
            (["--target", "3 on [0, 1]"], "'--target': 3 is constant on [0, 1]"),
            (
                ["--target", "x on [0, 1]", "--target", "x on [0, 2]"],
                "'--target': two targets are called x",
            ),
        ],
    )
    def test_what_the_facts_refuse_is_one_line(self, options, said):
        assert said in refusal("slides", *options, code=2)

    def test_a_slip_in_a_name_of_the_file_is_told_the_names_in_it(self, folder):
        (folder / "mine.toml").write_text('[sawtooth]\nformula = "x"\ndomain = [0, 1]\n')
        said = refusal("slides", "--targets-from", "mine.toml", "--targets", "sawtoot", code=2)
        assert "did you mean sawtooth" in said

    def test_a_place_that_cannot_be_written_is_named(self, folder):
        (folder / "file").write_text("mine")
        assert "file" in refusal("slides", "-o", "file", code=2)
        assert (folder / "file").read_text() == "mine"


def test_the_help_waits_for_neither_numba_nor_matplotlib():
    code = (
        "import sys; from click.testing import CliRunner; from uat.cli import main; "
        "CliRunner().invoke(main, ['slides', '--help']); "
        "assert not {'numba', 'matplotlib', 'numpy'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_names_of_slides_are_completed_after_a_comma():
    only = next(one for one in main.commands["slides"].params if one.name == "only")
    ctx = main.commands["slides"].make_context("slides", [])
    found = [item.value for item in only.shell_complete(ctx, "3,xor-out")]
    assert found == ["3,xor-output-layer", "3,xor-output"]
