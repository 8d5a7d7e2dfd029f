from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tools import needs, shown, what_it_needs

TESTS = Path(__file__).parent
CORE = {"click", "matplotlib", "numba", "numpy", "PIL", "scipy", "threadpoolctl"}


@pytest.fixture
def folder_of_programs(monkeypatch, tmp_path):
    """Return a folder with two programs, the only one that is searched."""
    for name in ("gcc", "no_such_tool"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_a_program_is_found_by_its_name(folder_of_programs):
    assert needs("gcc") == str(folder_of_programs / "gcc")


@pytest.mark.usefixtures("folder_of_programs")
def test_a_program_stands_for_no_module(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="needs no_such_tool: pip install no_such_tool"):
        needs("no_such_tool")


def test_a_module_is_found_by_its_name():
    assert needs("numpy") == "numpy"


@pytest.mark.parametrize("setting", [None, "", "false"])
def test_what_is_missing_skips_the_test(monkeypatch, setting):
    monkeypatch.delenv("CI", raising=False)
    if setting is not None:
        monkeypatch.setenv("CI", setting)
    with pytest.raises(pytest.skip.Exception, match="needs no_such_tool: pip install no_such_tool"):
        needs("no_such_tool")


def test_where_everything_is_expected_it_fails_the_test(monkeypatch):
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.fail.Exception, match="needs Rscript: apt install r-base-core"):
        needs("Rscript")


def top_level_imports(path):
    """Return the packages that a module imports before any of its functions is called."""
    statements = ast.parse(path.read_text(encoding="utf-8")).body
    names = [name.name for s in statements if isinstance(s, ast.Import) for name in s.names]
    names += [s.module for s in statements if isinstance(s, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("path", sorted(TESTS.glob("test_*.py")), ids=lambda path: path.stem)
def test_a_module_can_be_collected_where_only_pytest_was_installed(path):
    """What modules share stands in modules of tools: no module of tests imports from another."""
    shared = {"certificate_cases", "engine_cases", "explorer_tools", "table_fits", "tools"}
    allowed = sys.stdlib_module_names | CORE | shared | {"pytest", "uat"}
    assert top_level_imports(path) <= allowed


@pytest.mark.parametrize("path", sorted(TESTS.glob("*.py")), ids=lambda path: path.stem)
def test_what_takes_time_is_waited_for_not_slept_through(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert "sleep" not in {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def tools_without_hypothesis():
    """Return the module of tools as it is where hypothesis is missing."""
    spec = importlib.util.spec_from_file_location("tools_alone", TESTS / "tools.py")
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "hypothesis", None)
        patch.setitem(sys.modules, spec.name, module)
        spec.loader.exec_module(module)
    return module


def test_without_hypothesis_a_law_is_skipped_and_says_what_it_needs(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    alone = tools_without_hypothesis()
    st = alone.strategies

    @st.composite
    def pairs(draw):
        return draw(st.integers()), draw(alone.arrays(float, 3) | st.none())

    @alone.settings(max_examples=5)
    @alone.given(st.lists(pairs(), min_size=1).map(len), rows=st.integers(1, 4))
    def law(rows):
        alone.assume(rows)

    (mark,) = law.pytestmark
    assert mark.name == "skip"
    assert mark.kwargs["reason"] == "this test needs hypothesis: pip install hypothesis"


def test_where_everything_is_expected_hypothesis_is_too(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(ModuleNotFoundError, match="hypothesis"):
        tools_without_hypothesis()


@pytest.mark.slow
@pytest.mark.parametrize(("ci", "failed"), [("true", 1), ("", 0)])
def test_where_everything_is_expected_a_skip_is_a_failure(tmp_path, ci, failed):
    if ci and importlib.util.find_spec("hypothesis") is None:
        pytest.skip(what_it_needs("hypothesis"))
    (tmp_path / "conftest.py").write_text((TESTS / "conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "test_it.py").write_text(
        "import pytest\n\n@pytest.mark.skip(reason='a reason')\ndef test_it():\n    pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path],
        env={**os.environ, "CI": ci, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
        capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == failed
    assert f"1 {'error' if failed else 'skipped'}" in done.stdout
    assert "a reason" in done.stdout or not failed


def test_a_name_has_no_address():
    assert shown(object()) == "<object object>"
    assert shown([1.5, "a at 0"]) == "[1.5, 'a at 0']"
