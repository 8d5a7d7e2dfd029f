"""A slip on the command line costs nothing: no training, no file, one line in the command's words.

Every command and every option is tried with values that it cannot take. No trainer may begin, no
worker process may start, nothing may be left on disk, and no message may name an option that its
command does not have.
"""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import click
import numpy as np
import pytest
from tools import misuse, needs, refusal, uat

import uat as package
from uat.cli import main
from uat.core.model import Model
from uat.core.network import Network
from uat.course import rungs
from uat.slides import facts, pdf, render
from uat.trainers import TRAINERS

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")

# What a command is given beside what is wrong, and the slips that are wrong in itself: the option
# that is named, the words, and what is said.
SLIPS = {
    "fit sine": [
        "--target line",
        "--width 0", "--width -3", "--width nope", "--width 2.5", "--width 99999999",
        "--tolerance 0", "--tolerance nan", "--tolerance inf", "--tolerance x", "--max-width 0",
        "--trainer nope", "--seed -1", "--seed x", "--activation nope",
        "--trainer adam --activation heaviside", "--trainer adam --epochs 0",
        "--trainer adam --epochs x", "--trainer greedy --epochs 5",
        "--trainer adam --momentum 0.5", "--trainer gradient_descent --momentum 1",
        "--trainer gradient_descent --momentum nan", "--trainer gradient_descent --momentum -0.1",
        "--points 1", "--points x", "--grid nope", "--trainer adam --grid integrated",
        "--kinks a", "--kinks ,", "--kinks 5", "--kinks nan", "--kinks inf",
        "--domain 1 0", "--domain 1 1", "--domain 0 nan", "--domain 0 inf", "--domain 0 a",
        "--domain 0 1e-320", "--domain 0 1e305", "--domain 1 1.0000000000001",
        "--domain 0 1 --domain 0 1", "--trainer staircase --activation relu",
        "--output ''", "--output a.xyz", "--output file/x.png", "--output file",
        "--output /proc/x.png", "--theme blue", "--max-norm 0", "--max-norm -1", "--max-norm nan",
        "--max-norm few", "--trainer adam --max-norm 3", "--targets-from nowhere.toml",
        "--targets-from bad.toml", "--targets-from ''",
    ],
    "fit 'x on [0, 1]'": ["--domain 0 1"],
    "fit franke": ["--kinks 0", "--domain 0 1", "--trainer staircase"],
    "fit gaussian10": ["--grid uniform --points 20"],
    "fit data.csv": [
        "--inputs nope", "--inputs a,c", "--inputs a,a", "--inputs ''", "--inputs 9",
        "--outputs nope", "--outputs y,y", "--outputs ,", "--folds 1", "--folds x",
        "--missing mean",
        "--held-out 0.95", "--held-out nan", "--held-out -0.1", "--width 0", "--width few",
        "--trainer staircase", "--activation heaviside", "--trainer adam --momentum 0.4",
    ],
    "fit notes/predictions.csv": ["--output notes", "--output notes/../notes/"],
    "fit notes/importance.csv": ["--output notes"],
    "fit notes/dependence.csv": ["--output notes"],
    "predict model.json": [
        "--at x", "--at nan", "--at inf", "--at ''", "--at 1,2", "--at 1 --output dir.csv",
        "--at 1 --output file/x.csv", "--at 1 --output ''", "--at 1 --output x.png",
        "--at 1 --output model.json",
    ],
    "predict model.json input.csv": ["--output input.csv"],
    "certify model.json": ["--target franke", "--target 'math:sin on [0, 1]'"],
    "certify": ["--check nowhere.json", "--check dir.csv"],
    "certify --target sine": [
        "--activation nope", "--widths 0", "--widths x", "--widths ''", "--widths 4-1",
    ],
    "certify model.json --target sine": [
        "--relative-width 2", "--relative-width -1", "--relative-width nan", "--relative-width x",
        "--seconds -1", "--seconds nan", "--seconds x", "--domain 1 0", "--domain 0 nan",
        "--output a.xyz", "--output ''", "--targets-from nowhere.toml",
    ],
    "export model.json": [
        "--to pyton", "--to c --output ''", "--to c --name ''", "--to c --name !",
        "--to c --output dir.csv", "--to c --output file/x.c", "--to c --output x.py",
        "--to onnx --output x.c", "--to c --output model.json",
    ],
    "animate sine": [
        "--target line",
        "--domain 1 0", "--width 0", "--trainer nope", "--trainer greedy --epochs 3",
        "--epochs 0", "--epochs x", "--seed -1", "--activation nope", "--activation heaviside",
        "--frames 1", "--frames 5000", "--frames x", "--output x.png", "--output dir.gif",
        "--targets-from nowhere.toml",
        "--output file/x.gif", "--output /proc/x.gif", "--output ''",
    ],
    "animate franke": ["--domain 0 1"],
    "sweep": [
        "--scheduler ''", "--scheduler nowhere",
        "--targets nope", "--targets ''", "--targets all,sine", "--widths 0", "--widths -3",
        "--targets 'sin(x) on [0, 1]'", "--target sin(x)", "--target math:sin", "--target nope",
        "--target '[0, 1]'", "--target 'x on 0'", "--target 'x on [0, 1] as sine'", "--target ''",
        "--target 'x on [0, 1]' --target 'x on [0, 2]'", "--target 'tan(x) on [0, pi/2]'",
        "--target 'nowhere:f on [0, 1]'", "--target nowhere.csv", "--targets-from bad.toml",
        "--targets-from file", "--scheduler nope", "--target data.csv --folds 1",
        "--target data.csv --folds x", "--target data.csv#a->y --epochs 4",
        "--target data.csv#a,b->y --output data.csv", "--target data.csv#a,b->y --store data.csv",
        "--widths 8-1", "--widths a", "--widths ''", "--widths 1.5", "--widths 1-99999999",
        "--seeds 0", "--seeds -1", "--seeds x", "--trainers nope", "--trainers ''",
        "--targets franke --trainers staircase", "--trainers adam --momentum 0.4",
        "--trainers staircase --epochs 4", "--epochs 0", "--epochs x", "--momentum 1",
        "--momentum nan", "--activation nope", "--activation heaviside", "--activations nope",
        "--activations relu,relu", "--activations ,", "--activations heaviside",
        "--activations 't^'", "--activation relu --activations tanh",
        "--workers 0", "--workers x", "--widths 1-1000000", "--seeds 1000000",
        "--store file", "--store dir.csv", "--store file/x.sqlite",
        "--store missing/x.sqlite", "--store model.json", "--output x.png", "--output dir.csv",
        "--output file/x.csv", "--output /proc/x.csv", "--store runs.csv --output runs.csv",
        "--store ''", "--output ''", "--momentum nestrov",
    ],
    "explore": [
        "--target 'sin(x)'", "--target nope", "--target ''", "--domain 0 1", "--activation nope",
        "--targets-from bad.toml", "--targets-from nowhere.toml", "--from ''",
        "--output ''", "--output a.png", "--output dir.html", "--output file/x.html",
        "--output /proc/x.html",
    ],
    "explore sine": ["--domain 1 0", "--domain 0 nan"],
    "gallery": [
        "--scheduler ''", "--scheduler nowhere",
        "--target 'sin(x)'", "--targets-from bad.toml",
        "--targets nope", "--widths 0", "--seeds 0", "--near-best 0", "--near-best x",
        "--trainers adam --near-best 8", "--target data.csv#a,b->y --near-best 8", "--folds 1",
        "--format nope", "--format ''", "--output ''",
        "--output file", "--output file/x", "--output /proc/x", "--quick --widths 0",
        "--trainers nope", "--trainers adam --activation heaviside", "--output notes",
        "--activations ,", "--activations relu --activation relu", "--activations relu,relux",
        "--workers 0", "--epochs 0", "--momentum 2", "--theme blue",
    ],
    "course linreg": ["--theme blue", "--output x.txt", "--output dir.svg", "--output file/x.svg"],
    "course neuron": ["--theme blue", "--output x", "--output ''"],
    "course xor": ["--theme blue", "--output /proc/x.svg"],
    "slides": [
        "--format nope", "--format ''", "--only nope", "--only linreg-modle", "--only 99",
        "--only 0", "--only -1", "--only ''", "--only 3.5", "--only 3,nope", "--lang de",
        "--targets nope", "--targets franke", "--targets sine,absolute,runge,chirp",
        "--targets ''", "--target 'x*y on [0, 1] x [0, 1]'", "--target 'x on [0, 1'",
        "--targets-from bad.toml", "--seed -1", f"--seed {2**128 - 1}", "--data-seed 99999999999",
        "--data-seed x", "--workers 0", "--workers 100000", "--output file", "--output file/x",
        "--output /proc/x", "--output ''",
    ],
    "targets": ["--targets-from nowhere.toml", "--targets-from bad.toml"],
}  # fmt: skip
# Options that do not go together, or lack another one: what is said names them all.
UNFIT = [
    ("fit sine --width auto", "--width auto is for tables"),
    ("fit sine --tolerance 1 --width 3", "--max-width"),
    ("fit sine --max-width 3", "--max-width ends the search for a --tolerance"),
    ("fit sine --epochs 5", "--epochs needs a --trainer"),
    ("fit sine --held-out 0.2", "--held-out is for tables"),
    ("fit sine --folds 3", "--folds is for tables"),
    ("fit sine --inputs a", "--inputs is for tables"),
    ("fit sine --outputs a", "--outputs is for tables"),
    ("fit sin(x)", "give --domain LOW HIGH, once for each input"),
    ("fit math:sin", "give --domain LOW HIGH, once for each input"),
    ("animate sin(x)", "give --domain LOW HIGH, once for each input"),
    ("fit data.csv --domain 0 1", "--domain is for functions"),
    ("fit data.csv --grid sobol", "--grid is for functions"),
    ("fit data.csv --max-norm 3", "--max-norm is for functions"),
    ("fit data.csv --kinks 1", "--kinks is for functions"),
    ("fit data.csv --points 5", "--points is for functions"),
    ("fit data.csv --tolerance 0.1", "--tolerance is for functions"),
    ("fit data.csv --width 4 --max-width 8", "--max-width is for --width auto"),
    ("fit data.csv --width 4 --folds 3", "--folds is for --width auto"),
    ("fit data.csv --inputs a,b,y", "--inputs leaves no column"),
    ("fit data.csv --inputs a --outputs a", "cannot be input and output"),
    ("fit data.csv#a->y --inputs b", "data.csv#a->y names its inputs: give no --inputs"),
    ("fit data.csv --epochs 4", "--epochs needs a --trainer"),
    ("sweep --targets sine --folds 3", "--folds is for tables, and none of the targets is one"),
    ("gallery --quick --folds 3", "--folds is for tables"),
    ("predict model.json", "give a TABLE or points with --at"),
    ("predict model.json data.csv --at 1", "give a TABLE or points with --at, and not both"),
    ("certify model.json", "give a MODEL and a --target"),
    ("certify model.json --check data.csv", "--check FILE.json needs nothing else"),
    ("fit data.csv --certify", "--certify is for functions, not for tables"),
    ("export model.json --to onnx", "say where to write it with -o"),
    ("export model.json", "Missing option '--to'"),
    ("fit", "Missing argument"),
    ("fit sine more", "unexpected extra argument"),
    ("targets sine", "unexpected extra argument"),
    ("fti sine", "No such command 'fti'. Did you mean 'fit'?"),
    ("zzz", "No such command 'zzz'. Choose from fit, predict,"),
    ("course linrge", "No such command 'linrge'. Did you mean 'linreg'?"),
    ("gallery --only nope", "No such option '--only'"),
]
# What an argument names is not there, or holds something else.
UNREADABLE = [
    "fit sinus", "fit 'sin(x' --domain 0 1", "fit '1/x' --domain -1 1",
    "fit 'tan(x) on [0, pi/2]'", "fit 'x on 0'", "fit 'data.csv#a,b'", "animate 'x on [0, 1'",
    "fit math:sine --domain 0 1", "fit nowhere:f --domain 0 1", "fit nowhere.csv",
    "fit empty.csv", "fit text.csv",
    "fit twins.csv", "animate sinus", "animate data.csv", "predict nowhere.json --at 1",
    "predict file --at 1", "predict model.json nowhere.csv", "predict model.json data.csv",
    "explore --from nowhere", "explore --from file", "show nowhere.json", "show file",
    "show dir.csv", "export nowhere.json --to c", "export file --to c",
]  # fmt: skip
EVERY = [f"{command} {slip}" for command, slips in SLIPS.items() for slip in slips]


def began(*_, **__):
    """Stand in for whatever takes long."""
    pytest.fail("the work began")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Return the folder that commands work in, where nothing is trained and no process starts."""
    monkeypatch.chdir(tmp_path)
    Model(Network([[1.0]], [0.0], [[1.0]], [0.0]), ["x"], ["y"]).save("model.json")
    rows = np.column_stack([np.arange(40), np.arange(40) ** 2 % 7, np.arange(40) % 3])
    texts = {
        "data.csv": "a,b,y\n" + "".join(f"{a},{b},{y}\n" for a, b, y in rows),
        "input.csv": "x\n1\n2\n",
        "text.csv": "a,b,y\n1,2,x\n3,4,5\n",
        "twins.csv": "a,a,y\n1,2,3\n3,4,5\n",
        "empty.csv": "",
        "file": "mine",
        "bad.toml": "[bend]\nformula = 'x^2'\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    for name in ("dir.csv", "dir.gif", "dir.html", "dir.svg", "notes"):
        (tmp_path / name).mkdir()
    (tmp_path / "notes" / "README.md").write_text("# Mine\n")
    for name in ("dependence.csv", "importance.csv", "predictions.csv"):
        (tmp_path / "notes" / name).write_text(texts["data.csv"])
    for trainer in TRAINERS.values():
        for method in ("fit", "grow"):
            if hasattr(trainer, method):
                monkeypatch.setattr(trainer, method, began)
    monkeypatch.setattr("uat.sweeps.sweep.run_batch", began)
    for module in ("sweeps.sweep", "gallery.render", "slides.render"):
        monkeypatch.setattr(f"uat.{module}.worker_processes", began)
    monkeypatch.setattr(rungs.Rung, "run", began)
    monkeypatch.setattr(facts, "run_specs", began)
    return tmp_path


def contents(folder):
    """Return every file below the folder with what is in it, and every folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def command_of(line):
    """Return the command that the words of a line name, or the group it would be in."""
    command = main
    for word in shlex.split(line):
        inner = command.commands.get(word) if isinstance(command, click.Group) else None
        if inner is None:
            break
        command = inner
    return command


def options_of(command):
    """Return the names of a command's options."""
    return {name for one in command.params for name in (*one.opts, *one.secondary_opts)}


def foreign_options(line, message):
    """Return the options that a message names, and its command lacks, but for those typed."""
    known = options_of(command_of(line)) | {"--help", *shlex.split(line)}
    return set(OPTION.findall(message)) - known


@pytest.mark.parametrize("line", EVERY)
def test_a_wrong_value_is_refused_at_once_and_its_option_named(line, folder):
    if "certify model.json --target" in line:
        needs("flint")
    before = contents(folder)
    message = misuse(*shlex.split(line))
    last = [word for word in shlex.split(line) if OPTION.fullmatch(word)][-1]
    named = re.match(r"Error: Invalid value for ('[^:]*'): ", message)
    assert named, message
    short = "'-o' / " if "'-o' / " in named[1] else ""
    assert f"{short}'{last}'" in named[1], message
    assert foreign_options(line, message) == set()
    assert contents(folder) == before


@pytest.mark.parametrize(("line", "said"), UNFIT)
def test_options_that_do_not_go_together_are_refused_at_once(line, said, folder):
    before = contents(folder)
    message = misuse(*shlex.split(line)) if "(" not in line else misuse(*line.split(" "))
    assert said in message
    assert foreign_options(line, message) == set()
    assert contents(folder) == before


@pytest.mark.parametrize("line", UNREADABLE)
def test_what_cannot_be_read_is_said_at_once(line, folder):
    before = contents(folder)
    message = refusal(*shlex.split(line))
    assert foreign_options(line, message) == set()
    assert contents(folder) == before


def leaves(command, path=()):
    """Return every command that is no group, by its words."""
    if not isinstance(command, click.Group):
        return {path: command}
    inner = [leaves(one, (*path, name)) for name, one in command.commands.items()]
    return {path: one for commands in inner for path, one in commands.items()}


@pytest.mark.parametrize("path", leaves(main), ids=" ".join)
def test_every_option_that_takes_a_value_is_tried(path):
    free = {"--title", "--author", "--date"}  # any text will do
    own = [line for line in EVERY if line.startswith(" ".join(path))]
    tried = set(OPTION.findall("\n".join(own)))
    takes = {
        name
        for one in leaves(main)[path].params
        if isinstance(one, click.Option) and not one.is_flag
        for name in one.opts
        if name.startswith("--")
    }
    assert takes <= tried | free


@pytest.mark.parametrize("path", leaves(main), ids=" ".join)
def test_the_help_of_a_command_names_its_own_options_only(path):
    text = uat(*path, "--help").stdout
    examples = [line.strip() for line in text.splitlines() if line.strip().startswith("uat ")]
    for example in examples:
        text = text.replace(example, "")
        words = example.removeprefix("uat ").split("  ")[0]
        assert set(OPTION.findall(words)) <= options_of(command_of(words)), example
    assert foreign_options(" ".join(path), text) == set()


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("fit sine --trainer ada", "did you mean adam?"),
        ("fit sine --activation tanx", "did you mean tanh"),
        ("sweep --targets sinee", "did you mean sine"),
        ("export model.json --to pyton", "did you mean python"),
        ("slides --only xor-outptu", "did you mean xor-output"),
        ("slides --only 9", "the parts are 1, 2, 3, 4, 5, 6, 7, 8"),
        ("fit data.csv --inputs aa", "did you mean a?"),
        ("fit data.csv --inputs qq", "it has a, b, y"),
        ("gallery --format jpg", "'svg', 'png', 'pdf'"),
        ("fit sine --trainer greedy --epochs 3", "adam"),
        ("fit sine --trainer adam --momentum nestrov", "is not a valid float, nor is it nesterov"),
        ("fit sine --width few", "is not a valid integer, nor is it auto"),
    ],
)
def test_what_may_have_been_meant_is_said(line, near):
    assert near in misuse(*shlex.split(line))


class TestMissingTools:
    def test_a_deck_that_nothing_here_can_print_is_not_computed(self, folder, monkeypatch):
        needs("latex2mathml")
        monkeypatch.setattr(pdf, "find_browser", lambda: None)
        monkeypatch.delenv("CHROME", raising=False)
        before = contents(folder)
        message = misuse("slides", "--format", "pdf")
        assert message.startswith("Error: Invalid value for '--format': deck.pdf is left out: ")
        assert "apt install chromium" in message
        assert contents(folder) == before

    @pytest.mark.parametrize(
        ("name", "module", "package"),
        [
            ("html", "pygments", "pygments"),
            ("pptx", "pptx", "python-pptx"),
            ("ipynb", "nbclient", "nbclient"),
        ],
    )
    def test_nor_one_that_takes_a_package(self, folder, monkeypatch, name, module, package):
        needs("latex2mathml")
        needs("nbformat")
        found = render.find_spec
        monkeypatch.setattr(render, "find_spec", lambda one: None if one == module else found(one))
        before = contents(folder)
        assert f"this needs {package}: pip install" in misuse("slides", "--format", name)
        assert contents(folder) == before

    def test_a_film_that_takes_ffmpeg_is_not_trained(self, folder, monkeypatch):
        monkeypatch.setattr("uat.reports.animation.FFMpegWriter.isAvailable", lambda: False)
        before = contents(folder)
        message = misuse("animate", "sine", "-o", "new/x.mp4")
        assert "'--output': new/x.mp4: an .mp4 is written by ffmpeg" in message
        assert contents(folder) == before


def literals_of(path):
    """Return the texts in a module that are no docstrings, joined pieces as one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documents
    ]


ROOT = Path(package.__file__).parent
FACES = sorted((ROOT / "cli").glob("*.py"))
ALL_OPTIONS = set().union(*map(options_of, leaves(main).values()))


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_what_a_module_of_commands_says_names_options_of_its_own_commands(path):
    module = f"uat.cli.{path.stem}"
    own = [one for one in leaves(main).values() if one.callback.__module__ == module]
    known = set().union(*map(options_of, own)) if own else ALL_OPTIONS
    named = {option for text in literals_of(path) for option in OPTION.findall(text)}
    assert named - known <= {"--help"}


@pytest.mark.slow
def test_the_library_knows_no_options():
    others = [path for path in ROOT.rglob("*.py") if path not in FACES]
    named = {
        (path.name, option)
        for path in others
        for text in literals_of(path)
        for option in OPTION.findall(text)
    }
    assert {one for one in named if one[1] in ALL_OPTIONS} == set()
