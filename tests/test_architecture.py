"""The picture of the house, held against the code.

The README's table says on which floor every room of the package lives; a room imports only from
lower floors. A new room needs a place there before these tests pass.
"""

from __future__ import annotations

import ast
import graphlib
import re
from pathlib import Path

import pytest

import uat
from uat.explorer.bundle import bundle, check_names, read_module

ROOT = Path(uat.__file__).parent

README = ROOT.parent / "README.md"


def floors_of(text):
    """Return the rooms of each floor, as the README's table has them, from the ground up."""
    rows = re.findall(r"^\| (\d+) \| ([\w, ]+) \| .+ \|$", text, flags=re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(len(rows)))
    return tuple(set(rooms.split(", ")) for _, rooms in rows)


FLOORS = floors_of(README.read_text(encoding="utf-8"))
MOST_FLOORS, MOST_ROOMS = 12, 22
# Lines of a module, and of the body of a function without its docstring.
LONGEST_MODULE, LONGEST_BODY = 500, 60
# The words of the deck and its PowerPoint writer are to be redone, the others to be divided.
LONG_MODULES = {
    "uat.slides.pptx",
    "uat.slides.words_en_line",
    "uat.slides.words_en_theorem",
    "uat.slides.words_en_units",
}
# The floors inside a package; packages that are not listed only keep free of circles.
INNER_FLOORS = {
    "core": (
        {
            "__init__",
            "registry",
            "colours",
            "domains",
            "magnitudes",
            "compiled",
            "run_state",
            "loading",
            "threads",
        },
        {"activations"},
        {"network", "points", "update_rules"},
        {"backprop", "kernels", "datasets", "model", "readable_rules", "watch"},
        {"conditioning", "interpreter"},
        {"training"},
    ),
    "targets": (
        {
            "__init__",
            "jumps",
            "narrow_peaks",
            "neighbouring_floats",
            "plane_peaks",
            "quadrature",
            "source_files",
        },
        {"python_functions"},
        {"metrics", "user_functions"},
        {"target"},
        {"catalogue"},
        {"target_texts"},
        {"user_targets", "formulas"},
        {"lookup", "target_files"},
    ),
    "sweeps": (
        {"__init__", "movement", "spec"},
        {"executors"},
        {"plan", "record", "shipping"},
        {"environment", "run", "selection", "store"},
        {"cluster", "proofs"},
        {"findings", "held_out", "needed_widths", "snapshots", "sweep"},
        {"norms", "rules", "side_by_side", "slices", "table_findings", "tones"},
        {"tables"},
    ),
    "slides": (
        {"content", "facts", "markup", "outline", "pdf", "programs"},
        {"formulas", "notebooks", "words_en_line"},
        {"examples"},
        {"figures", "html", "pptx", "qmd", "words_en_theorem", "words_en_units"},
        {"words_en"},
        {"render"},
        {"__init__"},
    ),
    "expressions": (
        {"dialects", "names", "partials", "tokens"},
        {"steps"},
        {"derivatives", "graphs", "latex", "reading", "structure"},
        {"expression", "writing"},
        {"__init__"},
    ),
    "export": (
        {"words", "literals", "rounding"},
        {"names", "reading"},
        {"heads"},
        {"latex", "python", "r", "c", "javascript", "onnx_file"},
        {"languages"},
        {"__init__"},
    ),
    "trainers": (
        {"constants", "prior"},
        {
            "base",
            "row",
            "starts",
            "damped",
            "curvature",
            "pairs",
            "discontinuities",
            "plateaus",
            "linear_minimax",
        },
        {"elimination", "lapack_pieces", "polyline", "segments", "facings"},
        {"projection_kernel"},
        {
            "epoch_loop",
            "joint_steps",
            "evidence",
            "proposals",
            "projection",
            "merging",
            "stairs",
            "graded",
            "minimax",
        },
        {
            "local_minima",
            "sampled_layers",
            "steps",
            "broken_lines",
            "closing_lines",
            "free_knots",
            "norm_bound",
        },
        {"growth"},
        {"beam", "stabbed_graphs"},
        {"broken_line_search"},
        {"bounded_growth"},
        {
            "gradient_descent",
            "adam",
            "lbfgs",
            "levenberg_marquardt",
            "variable_projection",
            "bayesian_regularization",
            "random_features",
            "greedy",
            "matching_pursuit",
            "quantile_units",
            "staircase",
            "fixed_ridge",
        },
        {"early_stopping", "registry"},
        {"__init__"},
    ),
}
# How figures look, and what a film is made of, may be asked by whoever saves one.
LOOKS = {"style", "animation"}
DRAWS = re.compile(r"^(draw|plot)_|_figures?$", flags=re.IGNORECASE)
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_IMPORTS = {"pickle", "cloudpickle", "dill", "joblib", "marshal", "shelve"}
# What travels to workers that unpickle all they are sent anyway; nothing of it is ever stored.
ALLOWED = {"uat.sweeps.shipping": {"import cloudpickle"}}


def module_name(path):
    """Return for example "uat.trainers.adam", or "uat.trainers" for its __init__.py."""
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


# Listings are programs that are shown to a class, not modules.
MODULES = {
    module_name(path): path for path in sorted(ROOT.rglob("*.py")) if path.parent.name != "listings"
}
ROOMS = {name.split(".")[1] for name in MODULES if name != "uat"} - {"__main__"}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}

every_module = pytest.mark.parametrize("name", MODULES)


def floor_of(name, floors):
    """Return the floor a name lives on, or None."""
    return next((level for level, floor in enumerate(floors) if name in floor), None)


def imports_of(tree):
    """Return every imported module by its full name, wherever in the file the import stands."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written out in full"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = inner & set(MODULES)
            found |= modules
            if len(modules) < len(inner):
                found.add(node.module)
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "uat":
            # `import uat` and then `uat.TARGETS` imports uat.targets.target
            found |= {uat._HOMES[name] for name in {node.attr} & set(uat._HOMES)}
    return found


def at_run_time(statements):
    """Return the statements without those that only a type checker reads."""
    return [s for s in statements if "TYPE_CHECKING" not in ast.unparse(getattr(s, "test", s))]


def own_imports(name, tree):
    """Return the imported modules of this package; its lazy root counts for what it leads to."""
    return {m for m in imports_of(tree) if m.startswith("uat.")} - {name}


def too_high(name, tree):
    """Return the imports of a module that do not come from a lower floor."""
    package, _, inner = name.removeprefix("uat.").partition(".")
    wrong = set()
    for imported in own_imports(name, tree):
        other_package, _, other_inner = imported.removeprefix("uat.").partition(".")
        if other_package == package:
            floors = INNER_FLOORS.get(package)
            here, there = (part.partition(".")[0] or "__init__" for part in (inner, other_inner))
            if here == there and (ROOT / package / here).is_dir():
                continue  # within a small package of its own, which only keeps free of circles
            if floors and floor_of(there, floors) >= floor_of(here, floors):
                wrong.add(imported)
        elif floor_of(other_package, FLOORS) >= floor_of(package, FLOORS):
            wrong.add(imported)
    return wrong


def taken_from_figures(tree):
    """Return what a module imports of the figures that draws nothing: a number, a selection."""
    return {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module.startswith("uat.figures.")
        if node.module.split(".")[2] not in LOOKS
        for alias in node.names
        if not DRAWS.search(alias.name)
    }


def forbidden(tree):
    """Return what a module must not do."""
    wrong = set()
    for imported in imports_of(tree):
        if imported.split(".")[0] in FORBIDDEN_IMPORTS or imported == "matplotlib.pyplot":
            wrong.add(f"import {imported}")
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            wrong |= {f"import {name}" for name in full & {"matplotlib.pyplot"}}
        elif isinstance(node, ast.Global):
            wrong.add("global")
        elif isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            wrong.add("allow_pickle")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            wrong |= {f"{node.func.id}()"} & {f"{call}()" for call in FORBIDDEN_CALLS}
    return wrong


def prints(tree):
    """Return whether a module writes to the terminal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "print":
            return True
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"sys.stdout", "sys.stderr"}:
            return True
    return False


def long_bodies(tree):
    """Return the functions whose bodies are too long: name -> lines."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[ast.get_docstring(node, clean=False) is not None :]
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            if lines > LONGEST_BODY:
                found[node.name] = lines
    return found


def circle_in(graph):
    """Return modules that import each other in a circle, or none."""
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as circle:
        return circle.args[1]
    return []


def test_every_module_has_a_place_and_every_place_a_module():
    placed = [name for floor in FLOORS for name in floor]
    assert len(placed) == len(set(placed))
    assert set(placed) == ROOMS
    assert len(FLOORS) <= MOST_FLOORS
    assert len(ROOMS) <= MOST_ROOMS


@pytest.mark.parametrize("package", INNER_FLOORS)
def test_every_module_of_a_package_with_floors_has_a_place(package):
    files = {path.stem for path in (ROOT / package).glob("*.py")}
    files |= {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}
    assert files == set().union(*INNER_FLOORS[package])


@every_module
def test_a_module_imports_from_lower_floors_only(name):
    if name == "uat.__main__":
        assert own_imports(name, TREES[name]) <= {"uat.cli"}
    elif name == "uat":
        at_start = own_imports(name, ast.Module(at_run_time(TREES[name].body), []))
        assert at_start == {"uat.exceptions", "uat.version"}
    else:
        assert not too_high(name, TREES[name])


@pytest.mark.slow
def test_no_modules_import_each_other_in_a_circle():
    assert not circle_in({name: own_imports(name, tree) for name, tree in TREES.items()})


@every_module
def test_figures_are_asked_to_draw_and_for_nothing_else(name):
    assert name.startswith("uat.figures") or not taken_from_figures(TREES[name])


@every_module
def test_a_module_does_nothing_forbidden(name):
    assert forbidden(TREES[name]) == ALLOWED.get(name, set())


@every_module
def test_only_the_command_line_and_the_bar_print(name):
    assert name.startswith("uat.cli") or prints(TREES[name]) == (name == "uat.io.progress")


def loads_by_name(tree):
    """Return whether a module imports others by names, which no test of imports can follow."""
    return any(
        isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module")
        for node in ast.walk(tree)
    )


# The lazy root; modules of the user; a notebook's packages; and a fit, which shows itself: what
# draws it lies above, and is loaded when somebody asks for a figure.
LOADING_BY_NAME = {"uat", "uat.targets.python_functions", "uat.slides.notebooks", "uat.fits.fit"}


@pytest.mark.slow
def test_modules_are_loaded_by_name_in_few_places():
    assert {name for name, tree in TREES.items() if loads_by_name(tree)} == LOADING_BY_NAME


@pytest.mark.parametrize("kind", ["Fit", "DataFit"])
def test_a_fit_is_drawn_by_figures_that_are_there(kind):
    drawing = getattr(uat, kind).DRAWING
    assert drawing.module.startswith("uat.figures.")
    named = {node.name for node in TREES[drawing.module].body if isinstance(node, ast.FunctionDef)}
    assert {drawing.page, drawing.every} <= named


@every_module
def test_every_figure_shows_itself_in_a_notebook(name):
    calls = (node.func for node in ast.walk(TREES[name]) if isinstance(node, ast.Call))
    assert not any(ast.unparse(call).split(".")[-1] == "Figure" for call in calls)


@every_module
def test_no_module_is_a_drawer(name):
    assert not set(name.split(".")) & {"utils", "util", "helpers", "misc", "common"}


@every_module
def test_a_module_is_not_too_long_to_be_read_at_once(name):
    lines = len(MODULES[name].read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE or name in LONG_MODULES


@every_module
def test_no_function_is_too_long_to_be_seen_at_once(name):
    assert not long_bodies(TREES[name])


@every_module
def test_a_module_says_what_it_holds(name):
    assert ast.get_docstring(TREES[name])


@pytest.mark.slow
def test_the_modules_of_the_page_can_be_joined():
    """Each is written so, and no two, used yet or not, share a name."""
    folder = ROOT / "explorer" / "page"
    paths = [file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*.js"))]
    modules = {path: read_module(path, (folder / path).read_text("utf-8")) for path in paths}
    check_names(modules)
    assert bundle()


class TestTheTestsThemselves:
    """A check that cannot fail is none."""

    @pytest.mark.parametrize(
        ("name", "code", "wrong"),
        [
            ("uat.core.domains", "from uat.io.files import replacing", set()),
            ("uat.core.domains", "from uat.targets.metrics import rmse", {"uat.targets.metrics"}),
            ("uat.core.domains", "from uat.core import network", {"uat.core.network"}),
            ("uat.core.domains", "import uat.core.network", {"uat.core.network"}),
            ("uat.core.domains", "import uat\nx = uat.TARGETS", {"uat.targets.catalogue"}),
            ("uat.core.domains", "def f(): from uat.fits import table", {"uat.fits.table"}),
            ("uat.exceptions", "from uat.version import __version__", {"uat.version"}),
            ("uat.core.network", "from uat.exceptions import UatError", set()),
            ("uat.trainers.base", "from uat.core.network import Network", set()),
            ("uat.trainers.base", "from uat.trainers.adam import Adam", {"uat.trainers.adam"}),
            ("uat.trainers.base", "from uat.trainers import Adam", {"uat.trainers"}),
            ("uat.trainers.adam", "from uat.trainers.epoch_loop import EpochTrainer", set()),
            ("uat.trainers", "from uat.trainers.adam import Adam", set()),
            ("uat.cli", "from uat.gallery import render_gallery", set()),
        ],
    )
    def test_an_import_from_above_is_found(self, name, code, wrong):
        assert too_high(name, ast.parse(code)) == wrong

    @pytest.mark.parametrize(
        "code",
        [
            "import matplotlib.pyplot as plt",
            "from matplotlib import pyplot",
            "from matplotlib.pyplot import plot",
            "import pickle",
            "from joblib import dump",
            "eval('1')",
            "exec('1')",
            "compile('1', '', 'eval')",
            "def f():\n    global x",
            "np.load(path, allow_pickle=True)",
        ],
    )
    def test_what_is_forbidden_is_found(self, code):
        assert forbidden(ast.parse(code))

    @pytest.mark.parametrize(
        ("code", "taken"),
        [
            ("from uat.figures.widths import draw_error_against_width, in_short", {"in_short"}),
            ("def f(): from uat.figures.target_page import of_width", {"of_width"}),
            ("from uat.figures.course import RUNG_FIGURES, xor_figure", set()),
            ("from uat.figures.style import FORMATS", set()),
        ],
    )
    def test_what_figures_are_asked_for_is_found(self, code, taken):
        assert taken_from_figures(ast.parse(code)) == taken

    @pytest.mark.parametrize("code", ["re.compile('x')", "from matplotlib.figure import Figure"])
    def test_what_only_looks_like_it_is_not(self, code):
        assert not forbidden(ast.parse(code))

    @pytest.mark.parametrize("code", ["print(1)", "import sys\nsys.stdout.write('1')"])
    def test_printing_is_found(self, code):
        assert prints(ast.parse(code))

    @pytest.mark.parametrize(
        ("docstring", "lines", "found"),
        [(0, 60, {}), (0, 61, {"f": 61}), (99, 60, {}), (99, 61, {"f": 61})],
    )
    def test_a_long_body_is_found_and_its_docstring_is_not_counted(self, docstring, lines, found):
        told = [f'    """{"x" * 3}', *["    x"] * docstring, '    """'] if docstring else []
        code = ["class A:", "  def f():", *told, *["    x = 1"] * lines]
        assert long_bodies(ast.parse("\n".join(code))) == found

    def test_a_circle_is_found(self):
        assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}})
        assert not circle_in({"a": {"b", "c"}, "b": {"c"}})
