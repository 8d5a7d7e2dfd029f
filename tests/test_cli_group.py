"""Which words of a command line are options and which are mathematics; how a command line ends."""

from __future__ import annotations

import dataclasses
import json

import click
import pytest
from tools import misuse, refusal, uat

from uat.cli import animation, explorer, fits, main, models, runs, slides
from uat.cli.group import Command, FormulaCommand
from uat.course import r_random
from uat.figures.style import FORMATS
from uat.fits import table as table_fits
from uat.reports.animation import _MOST_FRAMES, FILM_FORMATS
from uat.trainers import GRIDS

QUICK = ("--trainer", "random_features", "--width", "2", "--json")
LINE = ("--domain", "-1", "1")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Run every test in an empty folder, and return it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


FORMULAS = [
    "-x^2", "-1", "-x", "-sin(x)*2 ", "-2*x", "-(x)", "-heaviside(x)", "-e", "-pi*x", "-x-1", "-x1",
    "-.5", "-1e-3", "- x", "--(x)", "--2", "---x", "-x*x-x", "-exp(-x)", "-abs(x)", "-0",
]  # fmt: skip


class TestFormulas:
    @pytest.mark.slow
    @pytest.mark.parametrize("formula", FORMULAS)
    def test_one_that_begins_with_a_minus_is_fitted(self, formula):
        for words in (
            [formula, *LINE, *QUICK],
            [*LINE, *QUICK, formula],
            [*LINE, formula, *QUICK],
            [*LINE, *QUICK, "--", formula],
        ):
            result = uat("fit", *words)
            assert (result.exit_code, result.stderr) == (0, "")
            found = json.loads(result.stdout)
            assert found["target"] == formula.strip()
            assert (found["lower"], found["upper"]) == ([-1.0], [1.0])

    def test_it_is_animated_and_named(self, folder):
        options = [*LINE, "--width", "1", "--epochs", "2", "--frames", "2"]
        result = uat("animate", "-x^2", *options)
        assert (result.stdout, result.stderr) == ("2 frames in x_2.gif.\n", "")
        assert (folder / "x_2.gif").exists()

    @pytest.mark.parametrize(
        ("formula", "words"),
        [
            ("-x^^2", "'^' at column 4"),
            ("-foo(x)", "unknown function 'foo'"),
            ("-2x", "write 2*x to multiply"),
            ("-sin(x", "column"),
            ("-x +", "column"),
        ],
    )
    def test_a_mistake_in_one_is_that_of_a_formula(self, formula, words):
        assert words in refusal("fit", formula, *LINE, code=1)

    def test_values_of_options_may_begin_with_a_minus(self):
        result = uat("fit", "-x", "--domain=-1", "-pi/4", "--kinks", "-0.9,-0.8", *QUICK)
        assert result.exit_code == 0
        assert json.loads(result.stdout)["lower"] == [-1.0]

    @pytest.mark.parametrize("command", ["fit", "animate"])
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["--widht", "8"], "No such option '--widht'. Did you mean '--width'"),
            (["--widht=8"], "No such option '--widht'. Did you mean '--width'"),
            (["-w", "8"], "No such option '-w'. Did you mean '--width'?"),
            (["-W"], "No such option '-W'. Did you mean '--width'?"),
            (["-width"], "No such option '-width'. Did you mean "),
            (["-w8"], "No such option '-w8'."),
            (["-max-width=8"], "No such option '-max-width'."),
            (["--qqqq"], "No such option '--qqqq'."),
            (["-q"], "No such option '-q'."),
            (["--width"], "'--width' requires an argument"),
            (["--domain", "-1"], "'--domain' requires 2 arguments"),
            (["-o"], "'-o' requires an argument"),
            (["-x"], "unexpected extra argument (-x)"),
            (["--", "--width"], "unexpected extra argument (--width)"),
        ],
    )
    @pytest.mark.parametrize("source", ["sine", "-x^2"])
    def test_a_mistyped_option_is_none(self, command, source, words, said):
        assert said in misuse(command, source, *words)
        if words[-1] not in ("--width", "-1", "-o"):
            assert said.split(" (")[0] in misuse(command, *words, source)

    def test_commands_without_formulas_know_none(self):
        assert "No such option '-1'" in misuse("predict", "model.json", "-1")
        assert "No such option '-x'" in misuse("sweep", "-x")


def test_every_command_suggests_options():
    def leaves(command):
        inner = command.commands.values() if isinstance(command, click.Group) else ()
        return [leaf for one in inner for leaf in leaves(one)] or [command]

    for command in leaves(main):
        assert isinstance(command, Command), command.name
        takes_formula = command.name in ("fit", "animate", "explore")
        assert isinstance(command, FormulaCommand) == takes_formula, command.name


def test_what_every_command_does_is_told_whole():
    commands = uat("--help").stdout.split("Commands:")[1]
    assert "certify" in commands
    assert "..." not in commands


def test_what_is_known_before_the_library_is_loaded_is_what_it_knows():
    assert set(fits._GRIDS) == set(GRIDS)
    assert tuple(f".{name}" for name in FORMATS) == fits._FIGURES
    assert runs._FORMATS == FORMATS
    assert animation._MOST_FRAMES == _MOST_FRAMES
    output = next(one for one in animation.animate.params if one.name == "output")
    assert output.type._endings == tuple(f".{name}" for name in FILM_FORMATS)
    assert fits._MOST_HELD_OUT == table_fits._MOST_HELD_OUT
    assert slides._LARGEST_DATA_SEED == r_random._LARGEST_SEED


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("fit", fits.FitOptions),
        ("animate", animation.AnimateOptions),
        ("predict", models.PredictOptions),
        ("export", models.ExportOptions),
        ("sweep", runs.SweepOptions),
        ("gallery", runs.GalleryOptions),
        ("explore", explorer.ExploreOptions),
        ("slides", slides.SlidesOptions),
    ],
)
def test_the_fields_of_an_options_object_are_the_parameters_of_its_command(name, kind):
    shown = {one.name for one in main.commands[name].params if one.expose_value}
    assert {field.name for field in dataclasses.fields(kind)} == shown
