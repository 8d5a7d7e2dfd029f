"""What is installed is what the code, the README and the tests say."""

import ast
import re
import runpy
import tomllib
from pathlib import Path

import pytest

from uat.exceptions import MissingPackageError
from uat.version import __version__

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


def extras_offered():
    """Return the extras that the package tells its users to install."""
    for path in sorted((ROOT / "uat").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name("MissingPackageError"), [_, ast.Constant(extra)]):
                    yield extra


@pytest.mark.slow
def test_every_extra_that_a_message_offers_is_there():
    assert set(extras_offered()) <= set(EXTRAS)
    assert {"sklearn", "pandas", "onnx", "slides"} <= set(extras_offered())


def test_messages_name_the_distribution():
    assert str(MissingPackageError("x", "y")).endswith(f"pip install '{PROJECT['name']}[y]'.")


def test_what_is_complete_brings_every_extra_but_those_that_no_test_runs():
    name = PROJECT["name"]
    assert EXTRAS["all"] == [f"{name}[{','.join(e for e in EXTRAS if e not in DEVELOPERS)}]"]
    assert f"{name}[all,test,browser,engine]" in EXTRAS["complete"]


DEVELOPERS = {"all", "browser", "complete", "engine", "lint", "test"}


@pytest.mark.parametrize("path", PROJECT["license-files"])
def test_the_licence_is_part_of_the_package(path):
    assert path.startswith("uat/")
    assert (ROOT / path).read_text(encoding="utf-8").startswith(f"{PROJECT['license']} License\n")


def test_the_readme_knows_the_release():
    assert re.findall(r"version += \{(.*)\}", README) == [__version__]
    assert re.findall(r"^### (.*)$", README.partition("## Changelog")[2], re.M)[0] == __version__


def test_the_lowest_versions_are_those_of_every_requirement_but_those_of_lint():
    lowest = runpy.run_path(str(ROOT / "scripts" / "lowest_versions.py"))["lowest"]
    pins = lowest(PROJECT)
    lines = {*PROJECT["dependencies"], *(s for name in EXTRAS for s in EXTRAS[name])}
    own = {line for line in lines if line.startswith(PROJECT["name"])}
    bounds = lines - own - set(EXTRAS["lint"])
    assert {*pins} == {line.replace(">=", "==") for line in bounds}
    assert all(re.fullmatch(r"[\w-]+==[\d.]+", pin) for pin in pins)
