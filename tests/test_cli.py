"""The command line as its users meet it: what it prints, what it writes, how it refuses."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import click
import numpy as np
import pytest
from tools import in_this_process, misuse, one_line, records_in, refusal, uat, wait_until

from uat.cli import main
from uat.cli.progress import TrainingLine, status
from uat.core.activations import ACTIVATIONS
from uat.core.model import Model
from uat.core.network import Network
from uat.core.watch import TrainingProgress
from uat.fits import function as fitting
from uat.gallery.render import Gallery
from uat.sweeps.proofs import Proved
from uat.sweeps.store import Store
from uat.sweeps.sweep import Sweep
from uat.targets.catalogue import TARGETS
from uat.trainers import TRAINERS, GradientDescent
from uat.version import __version__

SMALL = ("--targets", "sine", "--widths", "1,2", "--seeds", "2", "--epochs", "20", "--workers", "1")
MAGIC = {"svg": b"<?xml", "png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-"}
EXAMPLE = r"^ +uat (.+?)(?:  | >|$)"
PATIENCE = 60.0
"""Seconds after which a process that should have got somewhere is given up."""


def module(*arguments, flags=(), folder=None):
    """Return what `python -m uat` did."""
    return subprocess.run(
        [sys.executable, *flags, "-m", "uat", *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=PATIENCE,
    )


def commands(group=main, path=()):
    """Return the path of every command, groups too: (), ("course",), ("course", "xor"), ..."""
    found = [path]
    for name, command in group.commands.items():
        inner = isinstance(command, click.Group)
        found += commands(command, (*path, name)) if inner else [(*path, name)]
    return found


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Run every test in an empty folder, and return it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """Return the outcome of one small sweep, its store and its CSV."""
    folder = tmp_path_factory.mktemp("swept")
    store, table = folder / "runs.sqlite", folder / "made" / "sine.csv"
    with in_this_process():
        return uat("sweep", *SMALL, "--store", store, "-o", table), store, table


class TestHelp:
    def test_there_are_the_commands_there_should_be(self):
        paths = {" ".join(path) for path in commands()}
        assert paths >= {"", "targets", "fit", "sweep", "gallery", "course"}
        assert paths >= {"course linreg", "course neuron", "course xor"}

    @pytest.mark.parametrize("path", commands(), ids=" ".join)
    @pytest.mark.parametrize("flag", ["--help", "-h"])
    def test_every_command_explains_itself_with_examples_line_by_line(self, path, flag):
        result = uat(*path, flag)
        assert (result.exit_code, result.stderr) == (0, "")
        assert "Example" in result.stdout
        assert "\\b" not in result.stdout
        lines = [line.strip() for line in result.stdout.splitlines()]
        examples = [line for line in lines if line.startswith("uat ")]
        assert len(examples) >= 2
        assert any(line.startswith(" ".join(["uat", *path])) for line in examples)

    @pytest.mark.parametrize("path", [path for path in commands() if path], ids=" ".join)
    def test_every_option_has_a_help_text_and_shows_its_default(self, path):
        command = main
        for name in path:
            command = command.commands[name]
        for option in (one for one in command.params if isinstance(one, click.Option)):
            assert option.help, option.name
            if not option.is_flag and isinstance(option.default, str):
                assert option.show_default or "[default:" in option.help, option.name

    @pytest.mark.parametrize("command", ["sweep", "gallery"])
    def test_the_names_to_choose_from_are_said(self, command):
        text = " ".join(uat(command, "--help").stdout.split())
        trainable = [name for name, phi in ACTIVATIONS.items() if phi.trainable]
        assert all(name in text for name in (*trainable, *TRAINERS))

    @pytest.mark.parametrize("path", commands(), ids=" ".join)
    def test_every_example_is_accepted_by_its_command(self, path, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "course.toml").write_text('[bend]\nformula = "x^2"\ndomain = [0, 1]\n')
        (tmp_path / "proof.json").write_text("{}")
        text = uat(*path, "--help").stdout
        examples = re.findall(EXAMPLE, text, re.M)
        assert len(examples) >= 2
        for example in examples:
            command, words = main, shlex.split(example)
            while isinstance(command, click.Group):
                command = command.commands[words.pop(0)]
            command.make_context("uat", words)

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("path", "example"),
        [
            (("targets",), "targets"),
            (("targets",), "targets --json"),
            (("course",), "course linreg"),
            (("course", "linreg"), "course linreg --json"),
            (("course", "neuron"), "course neuron"),
            (("course", "xor"), "course xor -o xor.svg"),
            (("fit",), 'fit "-x^2" --domain -1 1 --width 4'),
            (("animate",), 'animate "-x^2" --domain -1 1 --width 2 --epochs 500 --frames 10'),
            (("predict",), "predict fitted/model.json --at 0.5,2 --at -0.5,3"),
            (("show",), "show sine/model.json"),
            (("export",), "export sine/model.json --to python -o sine.py"),
            (("export",), "export sine/model.json --to latex"),
            (("sweep",), "sweep --targets sine --widths 1-3 --seeds 2 --epochs 200"),
        ],
    )
    @pytest.mark.usefixtures("in_this_process")
    def test_an_example_of_every_command_works(self, path, example, folder):
        assert example in re.findall(EXAMPLE, uat(*path, "--help").stdout, re.M)
        for name, domains in (("sine", 1), ("fitted", 2)):
            (folder / name).mkdir()
            network = Network(np.ones((domains, 1)), [0.0], [[1.0]], [0.0])
            Model(network, ["a", "b"][:domains], ["y"]).save(folder / name / "model.json")
        result = uat(*shlex.split(example))
        assert result.exit_code == 0, result.stderr

    def test_the_version_is_that_of_the_package(self):
        assert __version__ in uat("--version").stdout

    @pytest.mark.parametrize("path", [(), ("course",)])
    def test_no_arguments_show_the_help_and_that_is_no_error(self, path):
        result = uat(*path)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == uat(*path, "--help").stdout


class TestTargets:
    def test_the_table_has_a_line_a_target_in_the_order_of_the_ladder(self):
        result = uat("targets")
        assert (result.exit_code, result.stderr) == (0, "")
        head, *lines = result.stdout.splitlines()
        assert head.split()[:4] == ["target", "inputs", "V", "domain"]
        assert [line.split()[0] for line in lines] == list(TARGETS)
        for line, target in zip(lines, TARGETS.values(), strict=True):
            _, inputs, complexity, *_ = line.split()
            assert int(inputs) == target.inputs
            assert float(complexity) == pytest.approx(target.complexity, rel=0.01)
            assert line.endswith(target.source)

    def test_json_holds_every_target_and_every_bit(self):
        listed = json.loads(uat("targets", "--json").stdout)
        assert [entry["name"] for entry in listed] == list(TARGETS)
        for entry, target in zip(listed, TARGETS.values(), strict=True):
            assert entry["complexity"] == target.complexity
            assert entry["trivial_error"] == target.trivial_error
            assert tuple(entry["kinks"]) == target.kinks
            assert (entry["inputs"], entry["formula"]) == (target.inputs, target.formula)


# The values of the course.
PUBLISHED = {
    "linreg": {"alpha": 2.89719694937354, "beta": 1.94752837381973},
    "neuron": {"w1": 6.11005755451743, "w2": 0.20363604212270},
    "xor": {"c1": -33.11408773, "c2": 26.33554427, "w11": 0.92638916, "w22": 7.72154075},
}


class TestCourse:
    @pytest.mark.parametrize("rung", PUBLISHED)
    def test_json_holds_the_numbers_of_the_course(self, rung):
        result = uat("course", rung, "--json")
        assert (result.exit_code, result.stderr) == (0, "")
        values = json.loads(result.stdout)
        assert values["rung"] == rung
        tolerance = 5e-9 if rung == "xor" else 1e-13
        for name, published in PUBLISHED[rung].items():
            assert values["parameters"][name] == pytest.approx(published, rel=0, abs=tolerance)

    @pytest.mark.parametrize(
        ("rung", "shown"),
        [
            ("linreg", ["2.89719694937354", "1.94752837381973", "lm(formula = y ~ x)", "0.09755"]),
            ("neuron", ["6.11005755451743", "0.20363604212270"]),
            ("xor", ["-33.11408773", "26.33554427", "0.92638916", "7.72066293"]),
        ],
    )
    def test_the_table_shows_them(self, rung, shown):
        result = uat("course", rung)
        assert (result.exit_code, result.stderr) == (0, "")
        assert [text for text in shown if text not in result.stdout] == []

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("rung", "kind"), [("linreg", "svg"), ("neuron", "png"), ("xor", "pdf")]
    )
    def test_a_figure_is_drawn_in_a_folder_that_need_not_exist(self, rung, kind, folder):
        path = folder / "new" / f"{rung}.{kind}"
        result = uat("course", rung, "-o", path)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == uat("course", rung).stdout
        assert path.read_bytes().startswith(MAGIC[kind])

    @pytest.mark.parametrize("name", ["xor.bmp", "xor", "xor.svgz"])
    def test_another_kind_of_figure_is_refused(self, name, folder):
        assert ".svg, .png, .pdf" in misuse("course", "neuron", "-o", name)
        assert not any(folder.iterdir())

    def test_a_place_that_cannot_be_written_is_refused(self, folder):
        (folder / "file").touch()
        assert "cannot be written" in misuse("course", "neuron", "-o", "file/neuron.svg")


FIT = ("fit", "sine", "--trainer", "gradient_descent", "--epochs", "20")


class TestFit:
    def test_it_prints_what_there_is_to_know(self):
        result = uat(*FIT, "--width", "3", "--seed", "2", "--activation", "tanh")
        assert (result.exit_code, result.stderr) == (0, "")
        trainer = GradientDescent(epochs=20)
        found = fitting.fit("sine", 3, trainer=trainer, seed=2, activation="tanh")
        lines = [line for line in result.stdout.splitlines() if "took" not in line]
        assert lines == [line for line in found.summary().splitlines() if "took" not in line]

    def test_json_holds_every_bit(self):
        values = json.loads(uat(*FIT, "--json", "--width", "3", "--momentum", "0").stdout)
        found = fitting.fit("sine", 3, trainer=GradientDescent(epochs=20, momentum=0.0))
        assert values["max_error"] == found.max_error
        assert Network.from_dict(values["parameters"]) == found.network
        assert values["settings"]["momentum"] == 0.0

    def test_without_a_width_it_takes_the_librarys(self):
        values = json.loads(uat(*FIT, "--json").stdout)
        assert values["width"] == fitting.DEFAULT_WIDTH
        assert values["settings"]["momentum"] == "nesterov"

    def test_to_a_tolerance(self):
        values = json.loads(uat(*FIT, "--tolerance", "1e-9", "--max-width", "5", "--json").stdout)
        assert values["stop_reason"] == "width_limit"
        assert [width for width, _ in values["history"]] == [1, 2, 4, 5]
        assert values["tolerance"] == 1e-9

    @pytest.mark.slow
    @pytest.mark.parametrize("kind", MAGIC)
    def test_a_figure_is_drawn_in_a_folder_that_need_not_exist(self, kind, folder):
        path = folder / "new" / f"fit.{kind}"
        result = uat(*FIT, "--width", "2", "-o", path)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("sine on [-1, 1], by 2 logistic units")
        assert path.read_bytes().startswith(MAGIC[kind])

    def test_the_network_is_saved(self, folder):
        printed = uat(*FIT, "--width", "2", "--json", "-o", "sine.JSON")
        model = Model.load(folder / "sine.JSON")
        assert (model.input_names, model.lower, model.upper) == (("x",), (-1.0,), (1.0,))
        assert model.network == Network.from_dict(json.loads(printed.stdout)["parameters"])

    def test_a_diverged_fit_is_an_outcome(self, monkeypatch):
        wild = GradientDescent(learning_rate=1e3, epochs=50, momentum=0.0)
        monkeypatch.setattr("uat.trainers.make_trainer", lambda *_, **__: wild)
        result = uat(*FIT, "--width", "4")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "training diverged" in result.stdout

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--width", "0"], "'--width': 0 is not in the range x>=1"),
            (["--width", "x"], "'--width': 'x' is not a valid integer"),
            (["--width", "9" * 30], "more than 1,000,000"),
            (["--tolerance", "0"], "'--tolerance': 0.0 is not in the range x>0"),
            (["--tolerance", "nan"], "'--tolerance': nan is not finite"),
            (["--tolerance", "inf"], "'--tolerance': inf is not finite"),
            (["--tolerance", "small"], "'--tolerance': 'small' is not a valid float"),
            (["--tolerance", "0.1", "--width", "3"], "a width or a tolerance, not both"),
            (["--max-width", "8"], "--max-width ends the search for a --tolerance: give one"),
            (
                ["--tolerance", "0.1", "--max-width", "0"],
                "'--max-width': 0 is not in the range x>=1",
            ),
            (["--seed", "-1"], "'--seed': -1 is not in the range x>=0"),
            (["--seed", "x"], "'--seed': 'x' is not a valid integer"),
            (["--trainer", "rmsprop"], "unknown trainer 'rmsprop': "),
            (["--trainer", "adam", "--momentum", "0.5"], "adam has no setting 'momentum'"),
            (
                ["--trainer", "adam", "--max-norm", "3"],
                "adam has no setting 'max_norm'; variable_p",
            ),
            (["--max-norm", "0"], "'--max-norm': 0.0 is not in the range x>0.0"),
            (["--max-norm", "-3"], "'--max-norm': -3.0 is not in the range x>0.0"),
            (["--max-norm", "inf"], "'--max-norm': inf is not finite"),
            (["--momentum", "1"], "'--momentum': 1.0 is not in the range 0.0<=x<1.0"),
            (["--epochs", "0"], "'--epochs': 0 is not in the range x>=1"),
            (["--activation", "relux"], "unknown activation 'relux': did you mean relu"),
            (["-o", "fit.bmp"], "ends neither in .json, for the model, nor in .svg, .png, .pdf"),
            (["--widths", "3"], "No such option '--widths'"),
            (["stray"], "unexpected extra argument (stray)"),
        ],
    )
    def test_a_wrong_option_is_one_line_and_no_file(self, options, said, folder):
        assert said in misuse(*FIT, *options)
        assert not any(folder.iterdir())

    def test_what_a_trainer_cannot_do_is_one_line(self):
        line = misuse(*FIT, "--activation", "heaviside")
        assert "no gradient passes through heaviside" in line

    def test_a_wrong_target_is_one_line(self):
        assert "unknown target 'sinus': did you mean sine" in refusal("fit", "sinus", *FIT[2:])
        assert "Missing argument 'SOURCE'" in misuse("fit")

    def test_a_place_that_cannot_be_written_is_found_out_before_training(self, folder, monkeypatch):
        (folder / "file").touch()
        monkeypatch.setattr("uat.fits.function.fit", lambda *_, **__: pytest.fail("it trained"))
        assert "cannot be written" in misuse(*FIT, "-o", "file/fit.svg")

    def test_an_interrupt_is_one_line(self, monkeypatch):
        def interrupt(*_, **__):
            raise KeyboardInterrupt

        monkeypatch.setattr("uat.fits.function.fit", interrupt)
        assert "interrupted; a fit is not stored" in refusal(*FIT, code=130)

    def test_a_terminal_shows_how_far_it_has_come_and_is_left_clean(self, monkeypatch):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        with status("sine") as show:
            show("width 3, max error 0.0125")
        shown = [part.rstrip() for part in terminal.getvalue().split("\r")]
        assert shown == ["", "sine: training", "sine: width 3, max error 0.0125", "", ""]
        assert terminal.getvalue().endswith("\r")

    def test_it_moves_within_one_training(self, monkeypatch):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        with status("sine") as show:
            line = TrainingLine(show)
            progress = TrainingProgress("epoch", 300, 5000, 0.0123, 2.3, "width 8")
            line.within(progress)
            line.between("width 8, max error 0.125", "max error 0.125")
            line.within(progress)
        shown = [part.rstrip() for part in terminal.getvalue().split("\r")]
        moving = "sine: 2 s, width 8, epoch 300 of 5000, loss 1.2e-02"
        assert shown[2:5] == [
            moving,
            "sine: width 8, max error 0.125",
            f"{moving}; max error 0.125",
        ]

    @pytest.mark.parametrize("source", ["sine", "t.csv"])
    def test_the_line_is_told_of_every_training(self, source, folder, monkeypatch):
        (folder / "t.csv").write_text("a,b\n1,2\n2,3\n3,5\n4,4\n", encoding="utf-8")
        told = []
        monkeypatch.setattr(TrainingLine, "within", lambda _, progress: told.append(progress))
        uat("fit", source, "--trainer", "adam", "--epochs", "4", "--width", "2")
        assert (told[-1].unit, told[-1].done, told[-1].total) == ("epoch", 4, 4)

    def test_the_names_to_choose_from_are_said(self):
        text = " ".join(uat("fit", "--help").stdout.split())
        trainable = [name for name, phi in ACTIVATIONS.items() if phi.trainable]
        assert [name for name in (*trainable, *TRAINERS) if name not in text] == []


@pytest.mark.usefixtures("in_this_process")
class TestSweep:
    def test_the_table_has_the_medians_by_width(self, swept):
        result, _, _ = swept
        assert result.exit_code == 0
        head, line = result.stdout.splitlines()
        assert head.split()[-6:] == ["n", "=", "1", "n", "=", "2"]
        name, trainer, *cells = line.split()
        assert (name, trainer) == ("sine", "gradient_descent")
        assert all(0.0 < float(cell) < 10.0 for cell in cells)
        assert len(cells) == 2

    def test_one_line_on_standard_error_says_what_was_computed(self, swept):
        result, store, _ = swept
        assert result.stderr == f"4 runs computed, 0 found in {store}.\n"

    @pytest.mark.slow
    @pytest.mark.parametrize("command", [["sweep"], ["gallery", "-o", "."]])
    def test_damaged_rows_are_said_in_one_line_and_computed_anew(
        self, command, folder, monkeypatch
    ):
        monkeypatch.setattr("uat.gallery.render._draw", lambda *_: ([], {}))
        options = [*command, "--targets", "line", "--widths", "1", "--seeds", "2", "--epochs", "2"]
        if command != ["sweep"]:
            options += ["--trainers", "adam", "--format", "svg"]
        assert "damaged" not in uat(*options).stderr
        with closing(sqlite3.connect(folder / "runs.sqlite")) as database, database:
            wrong = "replace(record, '\"max_error\": ', '\"max_error\": 9')"
            database.execute(f"UPDATE records SET record = {wrong}")
        again = uat(*options)
        assert again.exit_code == 0
        line = "runs.sqlite: 2 runs were damaged there; computed anew."
        assert again.stderr.splitlines().count(line) == 1
        assert "damaged" not in uat(*options).stderr

    def test_a_second_sweep_computes_what_is_missing(self, swept):
        first, store, _ = swept
        again = uat("sweep", *SMALL, "--store", store)
        assert again.stdout == first.stdout
        assert again.stderr == f"0 runs computed, 4 found in {store}.\n"

    def test_csv_and_json_say_the_same(self, swept, folder):
        _, store, table = swept
        printed = uat("sweep", *SMALL, "--store", store, "--json", "-o", "again.JSON")
        rows = json.loads(printed.stdout)
        assert (folder / "again.JSON").read_text(encoding="utf-8") == printed.stdout
        assert [(row["width"], row["seed"]) for row in rows] == [(1, 0), (1, 1), (2, 0), (2, 1)]
        from_csv = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
        assert [float(row["max_error"]) for row in from_csv] == [row["max_error"] for row in rows]
        assert {row["epochs"] for row in rows} == {20}
        assert {row["momentum"] for row in rows} == {"nesterov"}

    def test_fresh_computes_anew_and_finds_the_same(self, swept):
        first, store, _ = swept
        fresh = uat("sweep", *SMALL, "--store", store, "--fresh")
        assert fresh.stderr.startswith("4 runs computed, 0 found")
        assert fresh.stdout == first.stdout

    def test_lists_and_ranges_of_widths_may_be_mixed(self, folder):
        options = ("--targets", "sine", "--seeds", "1", "--epochs", "1", "--workers", "1")
        result = uat("sweep", *options, "--widths", " 1-3, 8,2,", "--json")
        assert [row["width"] for row in json.loads(result.stdout)] == [1, 2, 3, 8]
        assert (folder / "runs.sqlite").exists()

    def test_trainers_activation_and_momentum_reach_the_runs(self):
        result = uat(
            "sweep", "--targets", "sine", "--widths", "1", "--seeds", "1", "--epochs", "5",
            "--workers", "1", "--trainers", "gradient_descent,adam", "--momentum", "0",
            "--activation", "tanh", "--json",
        )  # fmt: skip
        rows = json.loads(result.stdout)
        assert [row["trainer"] for row in rows] == ["gradient_descent", "adam"]
        assert [row["momentum"] for row in rows] == [0.0, None]
        assert {row["activation"] for row in rows} == {"tanh"}


@pytest.mark.usefixtures("in_this_process")
class TestGallery:
    def test_a_tiny_gallery(self, folder):
        result = uat("gallery", *SMALL, "--format", "svg,pdf", "-o", "out")
        assert result.exit_code == 0
        assert result.stderr == "" or find_spec("flint") is None  # then it says what to install
        readme = folder / "out" / "README.md"
        assert result.stdout == (
            f"26 files in out, 12 runs computed. Open {readme.relative_to(folder)}.\n"
        )
        for stem in ("overview", "sine", "sine-loss", "proof", "units"):
            for kind in ("svg", "pdf"):
                assert (folder / "out" / f"{stem}.{kind}").read_bytes().startswith(MAGIC[kind])
        assert not list(folder.rglob("*.png"))
        assert not list(folder.rglob("*.part"))

    def test_one_line_says_what_proofs_need(self, monkeypatch):
        rendered = Gallery(
            Path("out"), (Path("out/README.md"),), Sweep((), 0), Proved({}, 0, "no.")
        )
        monkeypatch.setattr("uat.gallery.render_gallery", lambda *_, **__: rendered)
        result = uat("gallery", *SMALL, "-o", "out")
        assert (result.exit_code, result.stderr) == (0, "no.\n")

    def test_quick_is_a_default_for_what_is_not_said(self, monkeypatch):
        seen = []

        def stop(specs, *_, **__):
            seen.extend(specs)
            raise click.ClickException("enough seen")

        monkeypatch.setattr("uat.gallery.render_gallery", stop)
        assert "enough seen" in refusal("gallery", "--quick", "--seeds", "2")
        assert {spec.seed for spec in seen} == {0, 1}
        assert {spec.width for spec in seen} == {1, 2, 4, 8, 16, 32}
        assert {spec.target for spec in seen} < set(TARGETS)
        epochs = {json.loads(spec.settings).get("epochs") for spec in seen}
        assert epochs == {2000, None}
        near_best = [spec for spec in seen if spec.trainer == "variable_projection"]
        assert {(spec.width, spec.seed) for spec in near_best} == {(n, 0) for n in (1, 2, 4, 8)}

    def test_without_options_it_is_every_target_that_fits_a_page(self, monkeypatch):
        seen = []

        def stop(specs, *_, **__):
            seen.extend(specs)
            raise click.ClickException("enough seen")

        monkeypatch.setattr("uat.gallery.render_gallery", stop)
        refusal("gallery")
        flat = sum(target.inputs <= 2 for target in TARGETS.values())
        of_one_input = sum(target.inputs == 1 for target in TARGETS.values())
        assert Counter(spec.trainer for spec in seen) == {
            "gradient_descent": flat * 8 * 3,
            "adam": flat * 8 * 3,
            "variable_projection": flat * 6,
            "staircase": of_one_input * 8,
        }
        descents = [s for s in seen if s.trainer in ("gradient_descent", "adam")]
        assert {json.loads(spec.settings)["epochs"] for spec in descents} == {5000}


class TestRefusals:
    @pytest.mark.parametrize("command", ["sweep", "gallery"])
    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--targets", "sinus"], "unknown target 'sinus': did you mean sine"),
            (["--targets", "sine,qqqq"], "unknown target 'qqqq': choose from absolute, "),
            (["--targets", ""], "'--targets': the list is empty"),
            (["--widths", "0"], "'--widths': 0 is not in the range x>=1"),
            (["--widths", "-1"], "'--widths': -1 is not in the range x>=1"),
            (["--widths", "a"], "'--widths': 'a' is not a whole number; write for example 1,2,4"),
            (["--widths", "1.5"], "'1.5' is not a whole number"),
            (["--widths", "1-"], "'1-' is not a whole number"),
            (["--widths", "8-1"], "8-1 runs backwards"),
            (["--widths", ""], "'--widths': the list is empty"),
            (["--widths", ","], "'--widths': the list is empty"),
            (["--widths", "1-1000000000000000"], "more than 1,000,000"),
            (["--widths", "9" * 30], "more than 1,000,000"),
            (["--seeds", "0"], "'--seeds': 0 is not in the range x>=1"),
            (["--seeds", "-3"], "'--seeds': -3 is not in the range x>=1"),
            (["--seeds", "9" * 30], "more than 1,000,000"),
            (["--epochs", "x"], "'--epochs': 'x' is not a valid integer"),
            (["--epochs", "0"], "'--epochs': 0 is not in the range x>=1"),
            (["--epochs", "1e4"], "'--epochs': '1e4' is not a valid integer"),
            (["--momentum", "1.5"], "'--momentum': 1.5 is not in the range 0.0<=x<1.0"),
            (["--momentum", "-0.1"], "'--momentum': -0.1 is not in the range 0.0<=x<1.0"),
            (["--momentum", "nan"], "'--momentum': nan is not finite"),
            (["--momentum", "abc"], "'--momentum': 'abc' is not a valid float"),
            (["--trainers", "rmsprop"], "unknown trainer 'rmsprop'"),
            (["--trainers", ","], "'--trainers': the list is empty"),
            (["--activation", "relux"], "unknown activation 'relux': did you mean relu"),
            (["--workers", "0"], "'--workers': 0 is not in the range x>=1"),
            (["--workers", ""], "'--workers': '' is not a valid integer"),
            (["--workers", "two"], "'--workers': 'two' is not a valid integer"),
            (["--nonsense"], "No such option '--nonsense'"),
            (["--width", "3"], "Did you mean '--widths'?"),
            (["--targets"], "requires an argument"),
            (["stray"], "unexpected extra argument (stray)"),
        ],
    )
    def test_a_wrong_option_is_one_line_and_no_file(self, command, options, said, folder):
        assert said in misuse(command, *options)
        assert not any(folder.iterdir())

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["targts"], "No such command 'targts'. Did you mean 'targets'?"),
            (["--nonsense"], "No such option '--nonsense'"),
            (["course", "perceptron"], "No such command 'perceptron'"),
            (["course", "xor", "--jso"], "Did you mean '--json'?"),
            (["targets", "sine"], "unexpected extra argument"),
            (["gallery", "--format", "bmp"], "'--format': 'bmp' is not one of 'svg', 'png', 'pdf'"),
            (["gallery", "--format", ""], "'--format': the list is empty"),
            (["sweep", "-o", "runs.txt"], "runs.txt ends in none of .csv, .json"),
            (["sweep", "-o", "."], ". ends in none of .csv, .json"),
        ],
    )
    def test_a_wrong_command_or_format_is_one_line_and_no_file(self, arguments, said, folder):
        assert said in misuse(*arguments)
        assert not any(folder.iterdir())

    @pytest.mark.parametrize(
        "arguments",
        [
            ["gallery", "-o", "file"],
            ["gallery", "-o", "file/folder"],
            ["sweep", "-o", "file/runs.csv"],
            ["sweep", "--store", "file/runs.sqlite"],
            ["sweep", "--store", "missing/runs.sqlite"],
            ["sweep", "--store", "."],
        ],
    )
    def test_a_place_that_cannot_be_written_is_named(self, arguments, folder):
        (folder / "file").write_bytes(b"mine")
        option = "--store" if "--store" in arguments else "--output"
        assert misuse(*arguments, *SMALL).startswith(
            f"Error: Invalid value for '{option}': {arguments[-1].split('/runs.csv')[0]}"
        )
        assert (folder / "file").read_bytes() == b"mine"
        assert {path.name for path in folder.iterdir()} == {"file"}

    @pytest.mark.parametrize("content", [b"not a database" * 100, b"SQLite format 3\0" + b"?" * 99])
    def test_a_corrupt_store_is_refused_and_left_as_it_was(self, content, folder):
        (folder / "runs.sqlite").write_bytes(content)
        assert "runs.sqlite" in refusal("sweep", *SMALL)
        assert (folder / "runs.sqlite").read_bytes() == content

    def test_a_store_cut_short_is_refused_and_left_as_it_was(self, swept, folder):
        content = swept[1].read_bytes()
        (folder / "runs.sqlite").write_bytes(content[: len(content) // 2])
        assert "runs.sqlite" in refusal("sweep", *SMALL)
        assert (folder / "runs.sqlite").read_bytes() == content[: len(content) // 2]

    @pytest.mark.parametrize(
        "arguments", [["sweep", "--store", "runs.sqlite"], ["gallery", "-o", "."]]
    )
    def test_a_foreign_database_is_refused_and_left_as_it_was(self, arguments, folder):
        database = sqlite3.connect(folder / "runs.sqlite")
        database.execute("CREATE TABLE recipes (name TEXT)")
        database.close()
        before = (folder / "runs.sqlite").read_bytes()
        refuse = misuse if "--store" in arguments else refusal
        assert "not a store of runs" in refuse(*arguments, *SMALL)
        assert (folder / "runs.sqlite").read_bytes() == before
        assert [path.name for path in folder.iterdir()] == ["runs.sqlite"]

    def test_too_little_memory_is_one_line(self, monkeypatch):
        def starve(*_, **__):
            raise MemoryError("Unable to allocate 72.8 TiB")

        monkeypatch.setattr("uat.sweeps.sweep.run_specs", starve)
        assert "not enough memory" in refusal("sweep", *SMALL)


class TestAsAProcess:
    def test_no_arguments_show_the_help(self):
        done = module()
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("Usage: uat [OPTIONS] COMMAND")

    @pytest.mark.slow
    @pytest.mark.parametrize("arguments", [["--help"], ["targets"]])
    def test_a_quick_answer_waits_for_neither_numba_nor_matplotlib(self, arguments):
        done = module(*arguments, flags=("-X", "importtime"))
        assert done.returncode == 0
        imported = {line.rsplit("|")[-1].strip() for line in done.stderr.splitlines()}
        assert "uat.cli" in imported
        assert not {"numba", "matplotlib"} & imported

    def test_a_wrong_word_is_one_line(self, folder):
        done = module("sweep", "--targets", "sinus", folder=folder)
        assert "sinus" in one_line(done.stdout, done.stderr, done.returncode, 2)

    @pytest.mark.slow
    def test_what_a_worker_refuses_is_one_line_too(self, folder):
        done = module("sweep", *SMALL, "--activation", "heaviside", folder=folder)
        message = one_line(done.stdout, done.stderr, done.returncode, 2)
        assert "no gradient passes through heaviside" in message

    @pytest.mark.slow
    def test_a_piped_sweep_is_quiet_but_for_its_last_line(self, swept, folder):
        done = module("sweep", *SMALL, folder=folder)
        assert (done.returncode, done.stdout) == (0, swept[0].stdout)
        assert done.stderr == "4 runs computed, 0 found in runs.sqlite.\n"

    @pytest.mark.slow
    @pytest.mark.skipif(os.name == "nt", reason="sends an interrupt to a process group")
    def test_an_interrupted_sweep_keeps_what_it_has_and_goes_on_from_there(self, folder):
        command = ["sweep", "--targets", "sine", "--widths", "64", "--seeds", "8"]
        command += ["--epochs", "8000", "--workers", "1"]
        # Tests that run in the background may ignore interrupts, and the command would inherit it.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        process = subprocess.Popen(
            [sys.executable, "-m", "uat", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            start_new_session=True,
        )
        signal.signal(signal.SIGINT, before)
        try:
            wait_until(lambda: records_in(folder / "runs.sqlite"), process)
            os.killpg(process.pid, signal.SIGINT)
            stdout, stderr = process.communicate(timeout=PATIENCE)
        finally:
            if process.poll() is None:
                process.kill()
        assert process.returncode == 130
        assert stdout == ""
        # A terminal shows ^C first; the message begins on a line of its own.
        assert stderr.removeprefix("\n").count("\n") == 1, stderr
        assert stderr.lstrip().startswith("Error: interrupted; what was finished is stored.")
        with Store(folder / "runs.sqlite") as store:
            kept = len(store)
        assert 0 < kept < 8
        with in_this_process():
            again = uat(*command)
        assert again.exit_code == 0
        assert again.stderr == f"{8 - kept} runs computed, {kept} found in runs.sqlite.\n"
