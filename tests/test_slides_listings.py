"""The programs on the slides run and print the numbers of the engine, in R and in Python."""

import ast
import functools
import math
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from tools import needs

import uat
from uat.core.network import Network
from uat.course.r_random import RRandom
from uat.course.rungs import linear_regression, rung_named
from uat.exceptions import UnknownNameError
from uat.slides.programs import (
    LISTINGS,
    imported_listings,
    language_of,
    listing_text,
)

FOLDER = Path(uat.__file__).parent / "slides" / "listings"
PROGRAMS = sorted({Path(name).stem for name in LISTINGS})
LONGEST_LINE = 52  # two programs side by side, 18 pixels high, on a page of 1280
MOST_LINES = {"rnorm.py": 30}  # this one stands alone
MOST_LINES_BESIDE_ANOTHER = 25
DIGITS = {"xor": 8}  # 100,000 epochs carry the last bit of an exponential far
PRINTED_TOGETHER = {
    "linreg": ["alpha", "beta"],
    "neuron": ["w1 w2"],
    "xor": ["w11 w12 w21 w22", "c1 c2"],
}
LEAST_SQUARES = ("(Intercept)", "x", "least squares")

every_listing = pytest.mark.parametrize("name", LISTINGS)
every_program = pytest.mark.parametrize("program", PROGRAMS)


def run(command, folder):
    """Return what a program prints; it must not warn."""
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=100
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def command_of(name):
    if language_of(name) == "r":
        return [needs("Rscript"), "--vanilla", name]
    return [sys.executable, "-W", "error", name]


def write_listings(folder, seed):
    for name in LISTINGS:
        (folder / name).write_text(listing_text(name, seed), encoding="utf-8")


def numbers_of(output):
    """Return what was printed as pairs of names and the values after them, in order."""
    pairs = []
    for line in output.splitlines():
        names = []
        for word in line.split():
            try:
                value = float(word)
            except ValueError:
                names.append(word)
                continue
            if names:
                pairs.append((" ".join(names), []))
                names = []
            pairs[-1][1].append(value)
    return pairs


def agree(found, expected, digits):
    """Return whether all numbers are the same to that many significant digits, half up or down."""
    return len(found) == len(expected) and all(
        abs(a - b) <= 0.5 * 10.0 ** (math.floor(math.log10(abs(b))) + 1 - digits)
        for a, b in zip(found, expected, strict=True)
    )


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Return a function: name of a listing -> the numbers it prints."""
    folder = tmp_path_factory.mktemp("listings")
    write_listings(folder, 123)
    return functools.cache(lambda name: numbers_of(run(command_of(name), folder)))


@functools.cache
def engine(program, seed=123):
    """Return what a program has to print, computed by the engine of any network."""
    rung = linear_regression(seed) if program == "linreg" else rung_named(program)
    result = rung.run()
    parameters, losses = result.parameters, result.loss_history.tolist()
    numbers = {
        group: [parameters[name] for name in group.split()] for group in PRINTED_TOGETHER[program]
    }
    numbers["error"] = [losses[0], losses[-2]]
    if program != "linreg":
        numbers["y"] = result.predictions_of_last_forward_pass.tolist()
    return numbers


def staircase_errors():
    """Return the largest error of three untrained staircases, as networks of the engine."""
    x, w = np.linspace(0.0, 1.0, 1001), 700.0
    errors = []
    for width in (1, 4, 9):
        stair = 1.0 / (width + 1)
        places = np.sqrt(np.arange(1, width + 1) * stair)
        network = Network(
            np.full((1, width), w), -w * places, np.full((width, 1), stair), np.array([stair / 2])
        )
        errors.append(float(np.max(np.abs(network(x)[:, 0] - x**2))))
    return errors


@pytest.mark.parametrize("suffix", [".R", ".py"])
class TestAProgramPrintsWhatTheEngineComputes:
    @pytest.mark.slow
    @pytest.mark.parametrize("program", ["linreg", "neuron", "xor"])
    def test_of_a_rung(self, printed, program, suffix):
        found = [pair for pair in printed(program + suffix) if pair[0] not in LEAST_SQUARES]
        expected = engine(program)
        assert [names for names, _ in found] == list(expected)
        for names, values in found:
            assert agree(values, expected[names], DIGITS.get(program, 14)), names

    def test_of_the_staircase(self, printed, suffix):
        found = printed(f"staircase{suffix}")
        assert [names for names, _ in found] == ["width", "error", "guarantee"] * 3
        values = np.array([value for _, (value,) in found]).reshape(3, 3)
        np.testing.assert_array_equal(values[:, 0], [1, 4, 9])
        # An error is a difference of outputs of order 1: those agree to 14 digits.
        np.testing.assert_allclose(values[:, 1], staircase_errors(), rtol=0.0, atol=1e-14)
        # So steep, the staircase keeps its guarantee: no more than half a stair.
        np.testing.assert_allclose(values[:, 1], values[:, 2], rtol=0.0, atol=1e-14)
        np.testing.assert_allclose(values[:, 2], [1 / 4, 1 / 10, 1 / 20], rtol=1e-14)

    def test_of_the_random_numbers(self, printed, suffix):
        assert [names for names, _ in printed(f"rnorm{suffix}")] == ["x"]
        assert agree(printed(f"rnorm{suffix}")[0][1], RRandom(123).normals(3), 14)

    @pytest.mark.slow
    def test_with_another_seed(self, tmp_path, suffix):
        write_listings(tmp_path, 42)
        name = f"linreg{suffix}"
        found = dict(numbers_of(run(command_of(name), tmp_path)))
        for parameter in ("alpha", "beta"):
            assert agree(found[parameter], engine("linreg", 42)[parameter], 14)
            assert not agree(found[parameter], engine("linreg")[parameter], 3)


@every_program
def test_both_languages_print_the_same(printed, program):
    in_r, in_python = (
        [pair for pair in printed(program + suffix) if pair[0] not in LEAST_SQUARES]
        for suffix in (".R", ".py")
    )
    assert [names for names, _ in in_r] == [names for names, _ in in_python]
    for (names, r_values), (_, python_values) in zip(in_r, in_python, strict=True):
        assert agree(python_values, r_values, DIGITS.get(program, 14)), names


def test_r_prints_the_table_of_least_squares(printed):
    model = linear_regression().run().linear_model()
    tables = [pair for pair in printed("linreg.R") if pair[0] in LEAST_SQUARES]
    rows = {name: [v for n, values in tables if n == name for v in values] for name, _ in tables}
    for place, name in enumerate(["(Intercept)", "x"]):
        columns = (model.estimates, model.standard_errors, model.t_values)
        assert agree(rows[name][:3], [column[place] for column in columns], 14)
        # A probability near 1e-50 makes a hundred times more of a rounding of t.
        assert agree(rows[name][3:], [model.p_values[place]], 12)


def test_python_prints_the_line_of_least_squares(printed):
    found = dict(printed("linreg.py"))["least squares"]
    assert agree(found, linear_regression().run().linear_model().estimates, 14)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 123, -7, 2**31 - 1])
def test_the_random_numbers_are_those_of_r_for_any_seed(seed):
    program = (
        "from rnorm import rnorm, set_seed\n"
        f"set_seed({seed})\n"
        "print(*rnorm(3), *rnorm(500), sep='\\n')\n"
    )
    found = [float(line) for line in run([sys.executable, "-c", program], FOLDER).splitlines()]
    random = RRandom(seed)
    assert agree(found, [*random.normals(3), *random.normals(500)], 14)


@every_listing
def test_a_program_fits_beside_its_twin_on_a_page(name):
    lines = listing_text(name).splitlines()
    assert len(lines) <= MOST_LINES.get(name, MOST_LINES_BESIDE_ANOTHER)
    assert max(map(len, lines)) <= LONGEST_LINE
    assert all(line.isascii() and line == line.rstrip() for line in lines)


@every_listing
def test_a_program_says_what_it_shows(name):
    first = listing_text(name).splitlines()[0]
    title = first.removeprefix("# ") if name.endswith(".R") else first.strip('"').rstrip(".")
    assert title != first
    twin = Path(name).with_suffix(".py" if name.endswith(".R") else ".R").name
    if not name.startswith("rnorm"):
        assert title in listing_text(twin).splitlines()[0]


@every_listing
def test_a_program_stands_on_base_r_or_numpy_alone(name):
    text = listing_text(name)
    if name.endswith(".R"):
        assert not any(word in text for word in ("library(", "require(", "::", "source("))
        return
    nodes = list(ast.walk(ast.parse(text)))
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    assert modules <= {"numpy", "rnorm", "statistics"}


def test_every_file_is_a_listing_and_every_listing_is_there_in_both_languages():
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == set(LISTINGS)
    assert sorted(LISTINGS) == sorted(f"{p}{suffix}" for p in PROGRAMS for suffix in (".R", ".py"))
    assert {name: language_of(name) for name in ("xor.R", "xor.py")} == {
        "xor.R": "r",
        "xor.py": "python",
    }


def test_the_listings_are_installed_with_the_package():
    project = tomllib.loads((FOLDER.parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    (package,) = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    for name in LISTINGS:
        assert (FOLDER.parents[2] / package / "slides" / "listings" / name).is_file()


@every_listing
def test_the_text_is_that_of_the_file(name):
    assert listing_text(name) == (FOLDER / name).read_text(encoding="utf-8")


def test_another_seed_changes_the_seed_and_nothing_else():
    for name, seeding in {"linreg.R": "set.seed", "linreg.py": "set_seed"}.items():
        lines, others = listing_text(name).splitlines(), listing_text(name, -5).splitlines()
        changed = [pair for pair in zip(lines, others, strict=True) if pair[0] != pair[1]]
        assert changed == [(f"{seeding}(123)", f"{seeding}(-5)")]
    assert listing_text("xor.R", 5) == listing_text("xor.R")


def test_what_has_to_lie_beside_a_program():
    needing = {name: imported_listings(name) for name in LISTINGS if imported_listings(name)}
    assert needing == {"linreg.py": ("rnorm.py",)}


@pytest.mark.parametrize("function", [listing_text, language_of, imported_listings])
def test_an_unknown_program_is_refused(function):
    with pytest.raises(UnknownNameError, match="did you mean neuron"):
        function("neurone.R")


class TestTheTestsThemselves:
    """A comparison that cannot fail is none."""

    def test_what_is_printed_is_read(self):
        output = "a b 1 -2.5e-3\n  Estimate  t value\n(Intercept) 3 4\nn 1 e 0.5\n"
        assert numbers_of(output) == [
            ("a b", [1.0, -0.0025]), ("(Intercept)", [3.0, 4.0]), ("n", [1.0]), ("e", [0.5])
        ]  # fmt: skip

    def test_another_digit_is_found(self):
        assert agree([1.2345678901234], [1.23456789012344], 14)
        assert not agree([1.2345678901234], [1.2345678901235], 14)
        assert not agree([1.0], [1.0, 1.0], 14)
        assert not agree([math.nan], [1.0], 14)
