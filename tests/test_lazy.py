from __future__ import annotations

import subprocess
import sys

import pytest

import uat


def loaded_by(code):
    """Return the names of the modules a fresh interpreter holds after running the code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.slow
@pytest.mark.parametrize(
    "code", ["import uat", "import uat; uat.TARGETS", "from uat import Network"]
)
def test_a_quick_import_stays_quick(code):
    loaded = loaded_by(code)
    assert "uat" in loaded
    assert not loaded & {"numba", "matplotlib", "click"}


def test_import_alone_loads_no_numpy():
    assert "numpy" not in loaded_by("import uat")


@pytest.mark.parametrize("name", uat.__all__)
def test_every_public_name_resolves(name):
    value = getattr(uat, name)
    if isinstance(value, type):
        assert value.__name__ == name
        assert value.__module__.startswith("uat.")


def test_all_names_are_there_without_the_packages_that_some_need_and_say_so_when_called():
    code = """
import sys
sys.modules["flint"] = None
from uat import *
try:
    certify("model.json", "sine")
except ImportError as missing:
    print(missing, end="")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "this needs python-flint: pip install 'uat-toolkit[certify]'."


def test_public_names_are_said_once_and_listed():
    assert sorted(uat.__all__) == sorted(set(uat.__all__)) == sorted(uat._HOMES)
    assert set(uat.__all__) <= set(dir(uat))


@pytest.mark.slow
def test_the_front_door_is_a_function_and_does_not_load_its_figures():
    assert uat.fit("line", width=1, trainer=uat.Adam(epochs=1)).width == 1
    assert callable(uat.plot_fit)
    assert "matplotlib" not in loaded_by("import uat; uat.fit")


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'uat' has no attribute 'Netwrok'"):
        uat.Netwrok  # noqa: B018
