"""The command line on what users bring: mathematics, functions, tables, and the models of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image
from tools import refusal, uat

from uat.cli import main
from uat.core.model import Model
from uat.export import LANGUAGES
from uat.io.csv_files import read_table

QUICK = ("--trainer", "levenberg_marquardt", "--width", "3")
LINE = ("--domain", "-1", "1")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Return the empty folder that the command works in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    return tmp_path


@pytest.fixture
def table(folder):
    """Return a table of a smooth function of two inputs, with a column that is no number."""
    rng = np.random.default_rng(5)
    a, b = rng.uniform(-1.0, 1.0, size=(2, 60))
    rows = [
        f'{x},"no {k}",{y},{np.sin(3 * x) + y}' for k, (x, y) in enumerate(zip(a, b, strict=True))
    ]
    (folder / "data.csv").write_text("\n".join(["a,name,b,y", *rows]))
    return "data.csv"


@pytest.fixture
def model(folder):  # noqa: ARG001 - it writes there
    """Return the file of a model of two inputs."""
    fitted = uat("fit", "x*y", *LINE, "--domain", "0", "2", *QUICK, "-o", "model.json")
    assert fitted.exit_code == 0
    return "model.json"


class TestMathematics:
    def test_one_input(self):
        result = uat("fit", "exp(-x^2) * sin(5*x)", "--domain", -3, 3, *QUICK, "--json")
        found = json.loads(result.stdout)
        assert (found["target"], found["lower"], found["upper"]) == (
            "exp(-x^2) * sin(5*x)", [-3.0], [3.0],
        )  # fmt: skip
        assert found["max_error"] < 0.9

    def test_the_ends_of_the_domain_are_mathematics_too(self):
        result = uat("fit", "cos(x)", "--domain", "-pi", "2*pi", *QUICK, "--json")
        found = json.loads(result.stdout)
        assert (found["lower"], found["upper"]) == ([-np.pi], [2.0 * np.pi])

    def test_three_inputs_take_three_domains(self):
        domains = [*LINE, "--domain", 0, 1, "--domain", 2, 3]
        result = uat("fit", "x + y*z", *domains, *QUICK, "--points", 200, "--json")
        assert json.loads(result.stdout)["upper"] == [1.0, 1.0, 3.0]

    @pytest.mark.slow
    def test_a_formula_may_be_longer_than_the_name_of_a_file(self):
        formula = " + ".join(["sin(x)"] * 100)
        result = uat("fit", formula, *LINE, *QUICK, "--json")
        assert json.loads(result.stdout)["target"] == formula

    @pytest.mark.slow
    @pytest.mark.parametrize("grid", ["uniform", "integrated", "sobol"])
    def test_on_every_grid(self, grid):
        result = uat("fit", "abs(x)", *LINE, *QUICK, "--grid", grid, "--kinks", "0")
        assert (result.exit_code, result.stderr) == (0, "")

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["sin(x", *LINE], "column 4"),
            (["sinn(x)", *LINE], "did you mean sin"),
            (["x.__class__", *LINE], "'.' at column 2"),
            (["1/x", "--domain", "0", "1"], "at x = 0.0"),
        ],
    )
    def test_what_is_wrong_is_one_line(self, arguments, words):
        assert words in refusal("fit", *arguments)

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["sin(x)"], "'sin(x)' needs to know where: give --domain LOW HIGH, once for each"),
            (["x*y", *LINE], "'y' at column 3 is input 2, but there is 1 domain"),
            (["sin(x)", "--domain", "1", "0"], "'--domain': [1, 0] is no interval"),
        ],
    )
    def test_a_wrong_domain_is_one_line(self, arguments, words):
        assert words in refusal("fit", *arguments, code=2)

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--domain", "one", "2"], "'--domain': unknown name 'one'"),
            ([*LINE, "--width", "auto"], "--width auto is for tables"),
            ([*LINE, "--inputs", "x"], "--inputs is for tables, not for functions"),
            ([*LINE, "--epochs", "5"], "--epochs needs a --trainer"),
            ([*LINE, "--grid", "hexagonal"], "'--grid': 'hexagonal' is not one of"),
            ([*LINE, "--kinks", "0,a"], "'--kinks': unknown name 'a'"),
        ],
    )
    def test_a_wrong_option_is_one_line(self, arguments, words):
        assert words in refusal("fit", "sin(x)", *arguments, code=2)


class TestFunctions:
    @pytest.mark.slow
    def test_a_function_of_the_folder_one_works_in(self, folder):
        (folder / "decay_of_mine.py").write_text("def half_life(t):\n    return 2.0 ** -t\n")
        result = subprocess.run(
            [sys.executable, "-m", "uat", "fit", "decay_of_mine:half_life", "--domain", "0", "3",
             *QUICK],
            capture_output=True, text=True, cwd=folder, check=True,
        )  # fmt: skip
        assert result.stdout.startswith("half_life on [0, 3], by 3 logistic units")

    @pytest.mark.slow
    def test_what_it_prints_is_no_part_of_the_result(self, folder):
        (folder / "loud.py").write_text("print('import')\ndef f(t):\n    print(t)\n    return t\n")
        command = [sys.executable, "-m", "uat", "fit", "loud:f", "--domain", "0", "1", *QUICK]
        done = subprocess.run(
            [*command, "--json"], capture_output=True, text=True, cwd=folder, check=True
        )
        assert json.loads(done.stdout)["target"] == "f"

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("nowhere_to_be_found:f", "no module"),
            ("math:sine", "did you mean sin"),
            ("math:pi", "is float, not a function"),
        ],
    )
    def test_what_is_wrong_is_one_line(self, name, words):
        assert words in refusal("fit", name, *LINE)


class TestTables:
    @pytest.mark.slow
    def test_the_width_is_chosen(self, table):
        result = uat("fit", table, "--inputs", "a,b", "--outputs", "y", "--max-width", 4, "--json")
        found = json.loads(result.stdout)
        assert found["model"]["network"]["format"] == "uat-network"
        assert [score["width"] for score in found["width_curve"]] == [0, 1, 2, 4]

    def test_the_last_column_is_predicted_from_the_others(self, folder):
        (folder / "plain.tsv").write_text("1\t2\t3\n2\t3\t5\n3\t1\t4\n4\t4\t8\n")
        result = uat("fit", "plain.tsv", *QUICK, "--json")
        found = json.loads(result.stdout)
        assert found["model"]["input_names"] == ["column1", "column2"]
        assert found["model"]["output_names"] == ["column3"]

    @pytest.mark.slow
    def test_a_slash_at_the_end_makes_it_a_folder(self, table, folder):
        result = uat("fit", table, "--inputs", "a,b", *QUICK, "-o", "fit.png/")
        assert (result.exit_code, result.stderr) == (0, "")
        assert (folder / "fit.png" / "model.json").exists()

    @pytest.mark.slow
    def test_a_folder_holds_everything(self, table, folder):
        result = uat("fit", table, "--inputs", "a,b", *QUICK, "-o", "fitted")
        assert (result.exit_code, result.stderr) == (0, "")
        files = {path.name for path in (folder / "fitted").iterdir()}
        assert files >= {"model.json", "report.txt", "report.json", "predictions.csv", "page.png"}
        assert (folder / "fitted" / "report.txt").read_text().strip() in result.stdout
        written = read_table(folder / "fitted" / "predictions.csv")
        assert written.names == (
            "a", "b", "y", "predicted y", "residual y", "lower y", "upper y", "held_out", "row",
        )  # fmt: skip
        assert written.values[:, -1].tolist() == [*range(1, 61)]
        np.testing.assert_array_equal(
            written.values[:, :3], read_table(folder / table, ["a", "b", "y"]).values
        )
        a, b, y, predicted, residual, held_out = written.values[:, [0, 1, 2, 3, 4, 7]].T
        model = Model.load(folder / "fitted" / "model.json")
        np.testing.assert_array_equal(model(np.column_stack([a, b])), predicted)
        np.testing.assert_allclose(predicted - y, residual, atol=1e-15)
        assert (len(a), held_out.sum()) == (60, 12)

    def test_the_outcome_is_told_before_a_file_can_fail(self, table, monkeypatch):
        def fail(*_, **__):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("uat.reports.fit_folder.write", fail)
        result = uat("fit", table, "--inputs", "a,b", *QUICK, "-o", "fitted")
        assert result.exit_code == 1
        assert result.stdout.startswith("y from a, b, by 3 logistic units")
        assert result.stderr.startswith("Error: No space left on device; what was finished")

    @pytest.mark.slow
    def test_a_name_with_a_comma_is_named_in_quotes(self, folder):
        rows = [f"{k},{k * k % 7},{k % 5}" for k in range(30)]
        (folder / "named.csv").write_text("\n".join(['"size, mm",b,y', *rows]))
        chosen = ("--inputs", '"size, mm"', "--outputs", "y", "--json")
        found = json.loads(uat("fit", "named.csv", *chosen, *QUICK).stdout)
        assert found["inputs"] == ["size, mm"]
        message = refusal("fit", "named.csv", "--inputs", "size", *QUICK, code=2)
        assert "by its number, or in double quotes" in message

    @pytest.mark.slow
    def test_standard_input_is_a_table(self):
        rows = [f"{k},{k * k % 7}" for k in range(30)]
        text = "\n".join(["a,y", *rows])
        result = CliRunner().invoke(main, ["fit", "-", *QUICK, "--json"], input=text)
        assert json.loads(result.stdout)["inputs"] == ["a"]
        refused = CliRunner().invoke(main, ["fit", "-", *QUICK], input=f"{text}\nx,1\n")
        assert "standard input, line 32, column 'a': 'x' is not a number" in refused.stderr

    @pytest.mark.slow
    def test_what_might_have_been_read_otherwise_is_in_the_report(self, folder):
        rows = [f"{k}.{100 + k};0,{1000 + k * k}" for k in range(1, 31)]
        (folder / "german.csv").write_text("x;y\n" + "\n".join(rows))
        result = uat("fit", "german.csv", *QUICK, "-o", "out")
        assert result.exit_code == 0
        note = "'1.101' (line 2, column 'x') is read as 1101: the file has decimal commas"
        assert note in result.stdout
        assert note in (folder / "out" / "report.txt").read_text()
        predicted = uat("predict", "out/model.json", "german.csv")
        assert note in predicted.stderr
        assert predicted.stdout.splitlines()[1].startswith("1101.0,")

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["nowhere.csv"], "nowhere.csv: No such file"),
            ([f".{os.sep}"], ".: Is a directory"),
            ([os.devnull], "is empty: there is no row"),
            (["nowhere.ods"], "nowhere.ods: No such file"),
            (["no/where.xlsx"], "no/where.xlsx: No such file"),
            (["data.csv"], "column 'name' holds texts of"),
        ],
    )
    @pytest.mark.usefixtures("table")
    def test_what_is_wrong_is_one_line(self, arguments, words):
        assert words in refusal("fit", *arguments)

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["--inputs", "a,y", "--outputs", "y"], "cannot be input and output"),
            (["--inputs", "a,b,name,y"], "--inputs leaves no column to predict"),
            (["--inputs", "a", "--tolerance", "1"], "--tolerance is for functions"),
            (["--inputs", "a", "--held-out", "2"], "'--held-out': 2.0 is not in the range"),
            (["--inputs", "a", "--folds", "0"], "'--folds': 0 is not in the range x>=2"),
            (["--inputs", "a", "--width", "few"], "'--width': 'few' is not a valid integer"),
            (["--inputs", "a", "-o", "a.xyz"], "is no folder, and ends neither"),
            (["--inputs", "a,c"], "'--inputs': data.csv has no column 'c'"),
        ],
    )
    def test_a_wrong_option_is_one_line(self, table, options, words):
        assert words in refusal("fit", table, *options, code=2)


class TestPredict:
    def test_badly_scaled_columns_survive_the_way_through_text(self, folder):
        u = np.random.default_rng(0).uniform(-1.0, 1.0, (200, 2))
        x, t = 1e6 + 0.5e-8 * u[:, 0], 1e12 * (np.sin(3.0 * u[:, 0]) + u[:, 1] ** 2)
        rows = [
            f"{a!r},{b!r},{c!r}"
            for a, b, c in zip(x.tolist(), u[:, 1].tolist(), t.tolist(), strict=True)
        ]
        for name, part in (("old", rows[:100]), ("new", rows[100:])):
            (folder / f"{name}.csv").write_text("\n".join(["a,b,y", *part]))
        assert uat("fit", "old.csv", *QUICK, "-o", "model.json").exit_code == 0
        lines = uat("predict", "model.json", "new.csv").stdout.splitlines()
        predicted = np.array([float(line.split(",")[2]) for line in lines[1:]])
        assert np.mean((predicted - t[100:]) ** 2) < 0.02 * np.var(t[100:])

    def test_points(self, model):
        result = uat("predict", model, "--at", "0.5, 1", "--at", "-1,2")
        expected = Model.load(model)([[0.5, 1.0], [-1.0, 2.0]])
        head, *lines = result.stdout.splitlines()
        assert head == "x,y,predicted f"
        assert [float(line.split(",")[-1]) for line in lines] == expected.tolist()
        assert result.stderr == ""

    def test_the_columns_of_a_table_by_name(self, model, folder):
        (folder / "new.csv").write_text("who;y;x\nme;1,5;0,5\nyou;0,25;-0,5\n")
        result = uat("predict", model, "new.csv", "-o", "out/predicted.csv")
        assert (result.stdout, result.stderr) == ("2 predictions in out/predicted.csv.\n", "")
        written = read_table(folder / "out" / "predicted.csv")
        np.testing.assert_array_equal(written.values[:, :2], [[0.5, 1.5], [-0.5, 0.25]])
        np.testing.assert_array_equal(
            written.values[:, 2], Model.load(model)(written.values[:, :2])
        )

    @pytest.mark.slow
    def test_a_dash_is_standard_input(self, model, folder):
        command = [sys.executable, "-m", "uat", "predict", model, "-"]
        done = subprocess.run(
            command, input="x,y\n0.5,1\n", capture_output=True, text=True, cwd=folder, check=True
        )
        assert done.stdout.splitlines()[0] == "x,y,predicted f"

    def test_it_warns_of_extrapolation(self, model):
        result = uat("predict", model, "--at", "0,1", "--at", "9,1")
        assert result.stderr == "Warning: 1 of 2 points outside the range of the fit.\n"

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["nowhere.csv"], "nowhere.csv"),
        ],
    )
    def test_what_is_wrong_is_one_line(self, model, arguments, words):
        assert words in refusal("predict", model, *arguments)

    def test_a_point_of_another_number_of_inputs_is_one_line(self, model):
        line = refusal("predict", model, "--at", "1", code=2)
        assert "--at 1: the network takes 2 numbers, x, y, not 1." in line

    def test_it_takes_a_table_or_points(self, model):
        assert "give a TABLE or points with --at" in refusal("predict", model, code=2)
        assert "and not both" in refusal("predict", model, "new.csv", "--at", "1,2", code=2)


class TestShowAndExport:
    def test_show_tells_what_is_in_a_model(self, model):
        assert uat("show", model).stdout == Model.load(model).describe() + "\n"

    def test_a_file_that_is_no_model_is_one_line(self, folder):
        (folder / "no.json").write_text("{}")
        for command in (["show"], ["predict", "--at", "1"], ["export", "--to", "c"]):
            assert "no.json" in refusal(command[0], "no.json", *command[1:])

    def test_an_exported_program_runs(self, model, folder):
        assert uat("export", model, "--to", "python", "-o", "program.py").exit_code == 0
        done = subprocess.run(
            [sys.executable, "program.py"],
            input="0.5,1.5\n", capture_output=True, text=True, cwd=folder, check=True,
        )  # fmt: skip
        assert float(done.stdout) == pytest.approx(Model.load(model)([[0.5, 1.5]])[0], abs=1e-9)

    def test_without_a_file_it_is_printed(self, model):
        assert r"\begin" in uat("export", model, "--to", "latex").stdout

    def test_another_language_is_one_line(self, model):
        assert "unknown language 'rust'" in refusal("export", model, "--to", "rust", code=2)


class TestMaxNorm:
    @pytest.mark.slow
    def test_a_tame_network_says_what_that_costs(self):
        printed = uat("fit", "sine", "--width", "2", "--points", "60", "--max-norm", "1.5").stdout
        assert "Its coefficients sum to 1.5 in size, at most 1.5" in printed
        assert "ithout a bound" in printed

    def test_json_holds_the_bound_and_both_errors(self):
        result = uat("fit", "x", *LINE, "--width", 1, "--points", 60, "--max-norm", 0.5, "--json")
        values = json.loads(result.stdout)
        assert values["max_norm"] == 0.5
        assert values["coefficient_norm"] <= 0.5
        assert values["unbounded_error"] < values["max_error"]

    def test_a_table_has_none(self, table):
        assert "--max-norm is for functions" in refusal("fit", table, "--max-norm", 3, code=2)

    def test_the_help_tells_of_it(self):
        assert "--max-norm X" in uat("fit", "--help").stdout


class TestAnimate:
    def test_a_film_of_a_typed_function(self, folder):
        result = uat(
            "animate", "abs(x)", *LINE, "--width", 2, "--epochs", 50, "--frames", 3, "-o", "f.gif"
        )
        assert (result.stdout, result.stderr) == ("3 frames in f.gif.\n", "")
        with Image.open(folder / "f.gif") as film:
            assert film.n_frames >= 3

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["sinus"], "did you mean sine"),
            (["data.csv"], "data.csv is a table"),
        ],
    )
    def test_what_is_wrong_is_one_line(self, arguments, words):
        assert words in refusal("animate", *arguments)

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["-o", "film.mov"], "film.mov ends in none of .gif, .mp4"),
            (["--frames", "1"], "'--frames': 1 is not in the range 2<=x<=1000"),
            (["--trainer", "slow"], "unknown trainer"),
            (["--trainer", "greedy", "--epochs", "5"], "greedy has no setting 'epochs'"),
        ],
    )
    def test_a_wrong_option_is_one_line(self, options, words):
        assert words in refusal("animate", "sine", *options, code=2)


def test_the_help_of_export_names_every_language():
    text = " ".join(uat("export", "--help").stdout.split())
    assert f"One of {', '.join(LANGUAGES)}." in text
