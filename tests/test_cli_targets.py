"""Every command takes a target as a line of text, or by its name in a file of targets."""

import json

import pytest
from tools import refusal, uat

SHORT = ("--widths", "1,2", "--seeds", 1, "--epochs", 20, "--workers", 1)
COURSE = """
[ripple]
formula = "sin(5*x)"
domain = [-1, 1]
source = "lesson 3"

[growth]
function = "math:exp"
domain = [0, 1]

[marks]
table = "marks.csv#hours->score"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Return the folder that commands work in, with a file of targets."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "course.toml").write_text(COURSE)
    rows = "".join(f"{k},{k % 5},{0.1 * k}\n" for k in range(30))
    (tmp_path / "marks.csv").write_text(f"hours,sleep,score\n{rows}")
    return tmp_path


def swept(*arguments):
    """Return the targets of a sweep in their order, and what was said beside."""
    result = uat("sweep", *SHORT, "--json", *arguments)
    assert result.exit_code == 0, result.stderr
    return list(dict.fromkeys(row["target"] for row in json.loads(result.stdout))), result.stderr


@pytest.mark.slow
def test_a_sweep_of_lines_of_text_is_found_again():
    ripple, growth = "sin( 5*x ) on [-1, 1] as ripple", "math:exp on [0, 1]"
    targets, said = swept("--target", ripple, "--target", growth)
    assert targets == ["sin(5*x) on [-1, 1] as ripple", growth]
    assert "4 runs computed, 0 found" in said
    targets, said = swept("--targets-from", "course.toml", "--targets", "growth,ripple,line")
    assert targets == [growth.replace("]", "] as growth"), "sin(5*x) on [-1, 1] as ripple", "line"]
    assert "4 runs computed, 2 found" in said
    table = uat("sweep", *SHORT, "--target", ripple).stdout
    assert table.splitlines()[1].split()[:2] == ["ripple", "gradient_descent"]


def test_lines_stand_beside_names_that_are_given_and_instead_of_the_default():
    assert swept("--targets", "line", "--target", "x^2 on [0, 1]")[0] == ["line", "x^2 on [0, 1]"]
    targets, _ = swept("--targets-from", "course.toml", "--target", "ripple")
    assert targets == ["sin(5*x) on [-1, 1] as ripple"]


@pytest.mark.slow
def test_all_of_a_file_are_taken_if_none_is_named_tables_among_them():
    targets, _ = swept("--targets-from", "course.toml")
    assert [target.split(" ")[0] for target in targets] == [
        "sin(5*x)", "math:exp", "marks.csv#hours->score"
    ]  # fmt: skip


@pytest.mark.slow
def test_each_kind_has_its_own_trainers_and_tables_their_folds():
    marks = "marks.csv#hours,sleep->score"
    told = uat("sweep", *SHORT, "--target", marks, "--target", "line", "--folds", 3)
    assert told.exit_code == 0
    assert told.stderr.splitlines() == [
        "Trainers: bayesian_regularization on marks; gradient_descent on line.",
        "8 runs computed, 0 found in runs.sqlite.",
    ]
    assert "rows held out" in told.stdout
    named = ("--trainers", "gradient_descent,lbfgs")
    again = uat("sweep", *SHORT, *named, "--target", marks, "--target", "line", "--folds", 3)
    assert again.stderr == "14 runs computed, 2 found in runs.sqlite.\n"


def test_a_gallery_does_not_write_over_the_table_it_shows(folder):
    (folder / "marks.csv").rename(folder / "runs.csv")
    before = (folder / "runs.csv").read_bytes()
    told = refusal("gallery", *SHORT[:-4], "--target", "runs.csv", "-o", ".", code=2)
    assert "runs.csv is read, too, and would be lost" in told
    assert (folder / "runs.csv").read_bytes() == before


def test_a_file_of_targets_is_listed():
    lines = uat("targets", "--targets-from", "course.toml").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["target", "ripple", "growth", "marks"]
    assert lines[1].endswith("lesson 3")
    listed = json.loads(uat("targets", "--targets-from", "course.toml", "--json").stdout)
    assert listed[0]["text"] == "sin(5*x) on [-1, 1] as ripple"
    assert listed[2] == {"name": "marks", "table": "marks.csv#hours->score"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("-x^2 on [-1, 1] as hill", "hill on [-1, 1]"),
        ("math:exp on [0, pi]", "exp on [0, 3.14159]"),
        ("ripple", "ripple on [-1, 1]"),
        ("marks", "score from hours"),
        ("marks.csv#sleep,hours->score", "score from sleep, hours"),
    ],
)
def test_a_fit_takes_the_same(source, said):
    own = ("--targets-from", "course.toml") if source in ("ripple", "marks") else ()
    result = uat("fit", source, "--width", 1, *own)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(said)


def test_so_does_a_film_which_is_called_by_the_short_name(folder):
    line = ("x^2 on [0, 1] as bend", "--width", 1, "--epochs", 10, "--frames", 2)
    assert uat("animate", *line).exit_code == 0
    assert (folder / "bend.gif").is_file()


def test_activations_stand_side_by_side_commas_of_formulas_among_them():
    words = ("--targets", "sine", "--activations", "heaviside,max(t, 0), sigmoid")
    result = uat("sweep", *SHORT, *words)
    assert result.exit_code == 0, result.stderr
    head, *lines = result.stdout.splitlines()
    assert head.split()[3:] == ["n", "max(t,0)", "logistic"]
    assert [line.split()[2] for line in lines] == ["1", "2"]
    assert "gradient_descent with heaviside" in result.stderr
    assert uat("sweep", *SHORT, *words).stderr.endswith(
        "0 runs computed, 4 found in runs.sqlite.\n"
    )


def test_fit_and_animate_take_their_argument_by_target_too(folder):
    result = uat("fit", "--target", "-x^2 on [-1, 1] as hill", "--width", 1)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("hill on [-1, 1]")
    short = ("--width", 1, "--epochs", 10, "--frames", 2)
    own = ("--targets-from", "course.toml", "--target", "ripple")
    assert uat("animate", *own, *short).exit_code == 0
    assert (folder / "ripple.gif").is_file()


@pytest.mark.parametrize("command", ["fit", "animate"])
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Missing argument"),
        (("sine", "--target", "line"), "'line' is a second target beside 'sine': give one"),
        (("--target", "sin(5*x)"), "'sin(5*x)' needs to know where"),
    ],
)
def test_a_slip_of_theirs_is_one_line(command, arguments, said):
    assert said in refusal(command, *arguments, code=2)


@pytest.mark.parametrize("command", ["fit", "animate"])
def test_a_slip_in_a_name_of_the_file_is_told_the_names_in_it(command):
    assert "did you mean ripple" in refusal(command, "ripples", "--targets-from", "course.toml")
