from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tools import needs


def test_a_program_is_found_by_its_name(monkeypatch):
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert needs(Path(sys.executable).name).endswith(Path(sys.executable).name)


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
