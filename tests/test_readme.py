"""What the README says is true: its commands parse, its Python runs, its tables are the code's."""

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tools import needs

from uat.cli import main
from uat.expressions import FUNCTIONS
from uat.targets.catalogue import TARGETS
from uat.trainers import TRAINERS, Adam, GradientDescent

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def code_blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def uat_commands():
    lines = [line for block in code_blocks("sh") for line in block.splitlines()]
    commands = [re.sub(r"^.*?\.venv/bin/uat ", "uat ", line) for line in lines]
    return [shlex.split(c, comments=True)[1:] for c in commands if c.startswith("uat ")]


@pytest.fixture(scope="module")
def folder_of_the_reader(tmp_path_factory):
    """Return a folder in which the README's lines that write a file have been run."""
    folder = tmp_path_factory.mktemp("reader")
    for line in "".join(code_blocks("sh")).splitlines():
        if line.startswith("printf "):
            subprocess.run(["sh", "-c", line], cwd=folder, check=True)
    return folder


@pytest.mark.parametrize("arguments", uat_commands(), ids=" ".join)
def test_every_command_parses(arguments, folder_of_the_reader, monkeypatch):
    """Walk down to the command and let it parse its options without running it."""
    monkeypatch.chdir(folder_of_the_reader)
    command, context = main, main.make_context("uat", list(arguments))
    while hasattr(command, "commands"):
        words = [*context._protected_args, *context.args]
        name, command, rest = command.resolve_command(context, words)
        context = command.make_context(name, list(rest), parent=context)
    assert context.command.callback is not None


def test_the_commands_are_found():
    assert len(uat_commands()) >= 6


@pytest.mark.slow
@pytest.mark.usefixtures("own_activations", "own_trainers")
@pytest.mark.parametrize("code", code_blocks("python"))
def test_the_python_runs(code, tmp_path, monkeypatch, capsys):
    if "uat.estimator" in code:
        needs("sklearn")
    if "uat.certify" in code:
        needs("flint")
    monkeypatch.chdir(tmp_path)
    namespace = {"__name__": "__main__"}
    exec(compile(code, "README.md", "exec"), namespace)
    assert capsys.readouterr().out.count("\n") >= 4
    assert SOUND[type(namespace["result"]).__name__](namespace["result"])


SOUND = {
    "Fit": lambda result: result.max_error <= 1e-3,
    "DataFit": lambda result: result.test_r2[0] > 0.8,
    "Sweep": lambda result: len(result.records) == 4,
    "ndarray": lambda result: result.shape == (5,),
    "Certificate": lambda proof: proof.reached and proof.low <= proof.high,
}
"""What the results in the README's Python are, and what must be true of them."""


def ways_in():
    """Return the shell blocks that show how to bring a function or a table of one's own."""
    section = README.partition("## Three ways in")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, flags=re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("block", ways_in(), ids=["formula", "function", "table", "line"])
def test_every_way_in_runs_as_it_is_printed(block, tmp_path):
    """Run the lines in an empty folder, `uat` and `python` being those of this environment."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block],
        cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    folders = re.findall(r"-o (\w+)$", block, flags=re.MULTILINE)
    for folder in folders:
        written = {file.name for file in (tmp_path / folder).iterdir()}
        assert written >= {"model.json", "report.txt", "report.json", "predictions.csv", "page.png"}


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_every_link_leads_somewhere(link):
    assert (ROOT / link).exists()


def test_every_trainer_is_in_the_table_that_compares_them():
    rows = re.findall(r"^\| `(\w+)` \| [\d.]", README, flags=re.MULTILINE)
    assert rows[: len(TRAINERS)] == list(TRAINERS)
    assert set(rows) == set(TRAINERS)


def test_the_numbers_are_those_of_the_code():
    assert f"{len(TARGETS)} functions to approximate" in README
    many = [t.inputs for t in TARGETS.values() if t.inputs > 2]
    assert (len(many), min(many), max(many)) == (8, 3, 10)
    assert "eight targets of 3 to 10 inputs" in README
    assert "sixty functions" in README
    assert len({id(function) for function in FUNCTIONS.values()}) == 60
    assert GradientDescent().momentum == "nesterov"
    assert "| momentum | Nesterov with rests |" in README
    assert f"| epochs | {GradientDescent().epochs:,} |" in README
    assert f"| learning rate of Adam | {Adam().learning_rate} |" in README


def readme_findings():
    """Return the script that writes what the gallery shows."""
    spec = importlib.util.spec_from_file_location(
        "readme_findings", ROOT / "scripts" / "readme_findings.py"
    )
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def test_what_it_says_of_training_is_what_the_gallery_shows():
    script, runs = readme_findings(), (ROOT / "gallery" / "runs.json").read_text(encoding="utf-8")
    assert script.with_findings(README, runs) == README, "run python scripts/readme_findings.py"
    assert "near-best" in script.findings(runs)
    assert all(len(line) <= 110 for line in script.findings(runs).splitlines())


def test_a_readme_without_the_marks_is_not_written():
    with pytest.raises(SystemExit, match="has no lines"):
        readme_findings().with_findings("# A readme", "[]")
