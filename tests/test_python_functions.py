"""Python functions are loaded by name, named if they can be, and told apart by their source."""

import functools
import hashlib
import math
import sys

import numpy as np
import pytest

from uat.exceptions import SettingError
from uat.targets.python_functions import fingerprint, load_function, name_of_function
from uat.targets.user_targets import as_target

UNIT = (0.0, 1.0)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Return an empty current folder; what is imported from it is forgotten."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_a_function_of_a_module_in_this_folder(here):
    (here / "my_shapes.py").write_text("def bump_of_mine(x):\n    return 1 / (1 + x * x)\n")
    path = list(sys.path)
    bump = load_function("my_shapes:bump_of_mine")
    assert sys.path == path
    assert as_target(bump, UNIT)([1.0]) == [0.5]
    assert as_target(bump, UNIT).name == "bump_of_mine"


def test_dots_lead_further_in(here):
    (here / "my_package" / "deep").mkdir(parents=True)
    (here / "my_package" / "deep" / "shapes.py").write_text(
        "from my_package.deep.slopes import two\n"
        "class Lines:\n    class Steep:\n        @staticmethod\n"
        "        def double(x):\n            return two * x\n"
    )
    (here / "my_package" / "deep" / "slopes.py").write_text("two = 2.0\n")
    assert load_function("my_package.deep.shapes:Lines.Steep.double")(3.0) == 6.0


def test_this_folder_comes_first(here):
    (here / "antigravity.py").write_text("def f(x):\n    return 7.0\n")
    assert load_function("antigravity:f")(0.0) == 7.0


def test_a_module_from_elsewhere():
    assert load_function("math:sin") is math.sin
    assert load_function("numpy:linalg.norm") is np.linalg.norm


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("my_shape:f", "there is no module my_shape in "),
        ("my_shape:f", " or installed; did you mean my_shapes?"),
        ("my_shapes.inner:f", "there is no module my_shapes.inner in "),
        ("nowhere_at_all:f", " or installed."),
        ("my_shapes:bmup", "my_shapes.py) has no bmup; did you mean bump?"),
        ("my_shapes:Thing.nothing", "my_shapes.py) has no Thing.nothing."),
        ("sys:pat", "sys (built in) has no pat; did you mean path?"),
        ("my_shapes:number", "my_shapes:number is int, not a function."),
        ("broken:f", "importing broken raised ZeroDivisionError: division by zero."),
        ("unreadable:f", "importing unreadable raised SyntaxError: "),
        ("unreadable:f", "(unreadable.py, line 2)."),
        ("leaving:f", "importing leaving raised SystemExit: 3."),
        ("missing:f", "importing missing raised ModuleNotFoundError: No module named 'no_su"),
        ("two_lines:f", "importing two_lines raised RuntimeError: one two."),
        ("my_shapes", "a Python function is given as module:function, for example "),
        ("my_shapes:", "not 'my_shapes:'."),
        (":f", "not ':f'."),
        ("my_shapes.py:f()", "not 'my_shapes.py:f()'."),
        ("./my_shapes:f", "not './my_shapes:f'."),
        ("..:f", "not '..:f'."),
        ("my_shapes:f\n", "not 'my_shapes:f\\n'."),
    ],
)
def test_what_is_wrong_is_said_in_one_line(here, name, said):
    files = {
        "my_shapes": "number = 3\ndef bump(x):\n    return x\nclass Thing:\n    size = 1\n",
        "broken": "1 / 0\n",
        "unreadable": "x = 1\ndef f(:\n",
        "leaving": "raise SystemExit(3)\n",
        "missing": "import no_such_package_anywhere\n",
        "two_lines": "raise RuntimeError('one\\ntwo')\n",
    }
    for file, text in files.items():
        (here / f"{file}.py").write_text(text)
    path = list(sys.path)
    with pytest.raises(SettingError) as caught:
        load_function(name)
    assert said in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert sys.path == path


def of_this_module(x):
    return x


class Line:
    def at(self, x):
        return x


def test_what_a_module_holds_under_its_name_has_one(here):
    (here / "my_shapes.py").write_text(
        "def bump(x):\n    return x\n\nclass Lines:\n    @staticmethod\n"
        "    def steep(x):\n        return x\n"
    )
    for name in ("my_shapes:bump", "my_shapes:Lines.steep", "math:sin"):
        assert name_of_function(load_function(name)) == name
    assert name_of_function(of_this_module) == f"{__name__}:of_this_module"


def test_what_no_other_process_could_load_has_none(monkeypatch):
    def within(x):
        return x

    unnamed = (lambda x: x, within, Line().at, functools.partial(math.pow, 2.0), Line())
    assert {name_of_function(function) for function in unnamed} == {""}
    monkeypatch.setattr(of_this_module, "__module__", "__main__")
    assert name_of_function(of_this_module) == ""


def test_a_fingerprint_is_that_of_the_source_when_it_was_loaded(here):
    file = here / "my_shapes.py"
    file.write_text("def bump(x):\n    return x\n")
    first = fingerprint("my_shapes:bump")
    assert first == hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_text("def bump(x):\n    return 2 * x\n")
    assert fingerprint("my_shapes:bump") == first  # here it is still the first function
    del sys.modules["my_shapes"]
    assert fingerprint("my_shapes:bump") != first
    assert load_function("my_shapes:bump")(1.0) == 2.0


@pytest.mark.parametrize("helper", ["my_helper.py", "my_folder/__init__.py", "my_folder/deep.py"])
def test_a_fingerprint_is_also_that_of_what_the_file_imports_of_its_folder(here, helper):
    (here / "my_folder").mkdir()
    (here / "my_shapes.py").write_text(
        "from my_helper import two\n\ndef f(x):\n    return two * x\n"
    )
    (here / "my_helper.py").write_text("def late():\n    import my_folder.deep\n\n\ntwo = 2.0\n")
    (here / "my_folder" / "__init__.py").touch()
    (here / "my_folder" / "deep.py").write_text("import my_shapes\n")
    first = fingerprint("my_shapes:f")
    for file, same in [("unrelated.py", True), (helper, False)]:
        with (here / file).open("a") as more:
            more.write("two = 2.0\n")
        del sys.modules["my_shapes"], sys.modules["my_helper"]
        assert (fingerprint("my_shapes:f") == first) is same


def test_what_is_built_in_has_a_fingerprint_too():
    assert len(fingerprint("math:sin")) == len(fingerprint("numpy:sin")) == 64
