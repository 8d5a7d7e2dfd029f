"""Every exported program is run, and says what the network says."""

from __future__ import annotations

import ast
import builtins
import dataclasses
import importlib
import json
import keyword
import re
import subprocess
import sys

import numpy as np
import pytest
from tools import given, needs
from tools import strategies as st

from uat.core.activations import ACTIVATIONS, activation_named
from uat.core.model import Model, numbered
from uat.core.network import BLOCKS, Network
from uat.exceptions import MissingPackageError, OutputError, SettingError, UnknownNameError
from uat.export import LANGUAGES, export, write
from uat.export.names import clean, function_name
from uat.export.words import TAKEN

PROGRAMS = ("python", "r", "c", "javascript")
GCC = ("-O2", "-Wall", "-Wextra", "-Werror", "-pedantic", "-std=c99")
HOSTILE = (
    "*/ int main(void) { return 1; } /*",
    '"""\nimport no_such_module\n"""',
    "\nstop('x')\r\nthrow 1; \u2028throw 2; \x0b",
    "</script><script>throw 3</script><!--",
    "ends in a backslash \\",
    "ends in its trigraph ??/",
    "$name ${name} {INPUTS} %s %d `id` $(id)",
    "100% \\input{x} #1 & a_b ^^M ~ | \\end{document}",
    "\u202e\u2066 turned around \x1b[2J \x00 \ud800",
    "größe 長さ 🙂",
    "'\"" * 300,
)

every_program = pytest.mark.parametrize("language", PROGRAMS)
every_language = pytest.mark.parametrize("language", LANGUAGES)
every_activation = pytest.mark.parametrize("activation", ACTIVATIONS)


def model_of(network, **facts):
    """Return a model with plain names and a known range."""
    inputs = {"lower": [-1.0] * network.inputs, "upper": [1.0] * network.inputs}
    names = numbered("in", network.inputs), numbered("out", network.outputs)
    return Model(network, *names, **{**inputs, **facts})


def saved(model, language, folder, name="network"):
    """Return the file of an export."""
    if language == "onnx":
        needs("onnx")
    path = folder / f"{name}{LANGUAGES[language]}"
    write(export(model, language, name), path)
    return path


def command(path):
    """Return the command that runs a program."""
    match path.suffix:
        case ".py":
            return [sys.executable, path]
        case ".R":
            return [needs("Rscript"), path]
        case ".js":
            return [needs("node"), path]
    run = path.with_suffix(".out")
    subprocess.run([needs("gcc"), *GCC, path, "-o", run, "-lm"], check=True)
    return [run]


def run(called, text=""):
    """Return what a command prints to whoever reads, having nothing to complain of."""
    done = subprocess.run(called, input=text, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def as_lines(x):
    """Return points as a program reads them."""
    return "".join(",".join(map(repr, point)) + "\n" for point in x.tolist())


def as_values(text):
    """Return what a program printed, shape (points, outputs)."""
    return np.array([[float(value) for value in line.split(",")] for line in text.splitlines()])


def predicted(path, x):
    """Return what the program or the ONNX file says at the points x."""
    if path.suffix != ".onnx":
        return as_values(run(command(path), as_lines(x)))
    runtime = importlib.import_module(needs("onnxruntime"))
    session = runtime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(["y"], {"x": x})[0]


def allowed(network, x):
    """Return how far rounding may take a program from the network, one number an output.

    1e-12 times what is summed up, |c_j phi_j| over the units, and at least 1e-12; and as much more
    as the activation of the outputs is steep.
    """
    features = np.abs(network.hidden_features(x))
    size = features @ np.abs(network.output_weights) + np.abs(network.output_biases)
    total = dataclasses.replace(network, output_activation="identity")(x)
    slope = np.abs(activation_named(network.output_activation).derivative(total))
    return 1e-12 * np.maximum(size, 1.0) * np.maximum(slope, 1.0)


def assert_agrees(path, network):
    """Compare a program with its network at points within the domain and far outside.

    Farthest outside every exponential overflows; but there nobody knows the sine of a number.
    """
    x = np.random.default_rng(5).uniform(-1.0, 1.0, size=(60, network.inputs))
    x[20:] *= 100.0
    x[40:] *= 1.0 if "sine" in (network.activation, network.output_activation) else 1e3
    difference = np.abs(predicted(path, x) - network(x))
    assert difference.shape == (60, network.outputs)
    assert (difference <= allowed(network, x)).all()


class TestAgreement:
    @pytest.mark.slow
    @pytest.mark.parametrize("language", [*PROGRAMS, "onnx"])
    @every_activation
    def test_every_activation_in_both_places(self, network_of, tmp_path, language, activation):
        network = network_of(3, 7, 2, activation=activation, output_activation=activation)
        assert_agrees(saved(model_of(network), language, tmp_path), network)

    @pytest.mark.slow
    @pytest.mark.parametrize("language", [*PROGRAMS, "onnx"])
    def test_a_formula_in_both_places(self, network_of, tmp_path, language):
        """All kinds of steps in one formula, bounded so that rounding far out tells nothing."""
        text = (
            "tanh(t)*exp(-t^2) + (2 if t > 1 else -min(abs(t),1/3)) - sign(logistic(t)-0.9)"
            "+ max(0, 0.5 < t/4 < 1, not t < 2 or t == 0) % 0.7"
        )
        network = network_of(2, 5, 2, activation=text, output_activation="t*exp(-t^2)+pi")
        x = np.random.default_rng(5).uniform(-2.0, 2.0, size=(60, 2))
        difference = np.abs(predicted(saved(model_of(network), language, tmp_path), x) - network(x))
        assert (difference <= allowed(network, x)).all()

    @pytest.mark.slow
    @pytest.mark.parametrize("language", [*PROGRAMS, "onnx"])
    def test_one_input_and_a_linear_output(self, network_of, tmp_path, language):
        network = network_of(1, 6, 1)
        assert_agrees(saved(model_of(network), language, tmp_path), network)

    @pytest.mark.slow
    @pytest.mark.parametrize("language", [*PROGRAMS, "onnx"])
    def test_a_wide_network_with_coefficients_that_cancel(self, tmp_path, language):
        rng = np.random.default_rng(2)
        half = rng.normal(size=(2, 100))
        weights = 1e6 * rng.normal(size=(100, 3))
        network = Network(
            np.hstack([half, half + 1e-6]), np.zeros(200), np.vstack([weights, -weights]), [0, 1, 2]
        )
        assert_agrees(saved(model_of(network), language, tmp_path), network)

    @pytest.mark.slow
    @pytest.mark.parametrize("language", [*PROGRAMS, "onnx"])
    def test_a_step_is_up_where_it_stands(self, tmp_path, language):
        network = Network([[1.0]], [-0.5], [[1.0]], [0.0], "heaviside")
        values = predicted(saved(model_of(network), language, tmp_path), np.array([[0.4], [0.5]]))
        assert values.tolist() == [[0.0], [1.0]]

    @pytest.mark.slow
    @pytest.mark.parametrize("language", [*PROGRAMS, "onnx"])
    def test_every_digit_of_a_parameter_arrives(self, tmp_path, language):
        hard = [
            0.1,
            1 / 3,
            -2 / 3,
            1e22,
            1e-5,
            123456789.0,
            5e-324,
            -2.5e-308,
            1.7976931348623157e308,
        ]
        network = Network([[0.0]], [1.0], [hard], [-0.0] * len(hard), "identity")
        values = predicted(saved(model_of(network), language, tmp_path), np.zeros((1, 1)))
        # R reads decimal numbers to the last bit or so.
        bits = 2 if language == "r" else 0
        np.testing.assert_array_max_ulp(values, np.array([hard]), maxulp=bits)

    @pytest.mark.slow
    @pytest.mark.parametrize("language", [*PROGRAMS, "onnx"])
    @pytest.mark.parametrize("centre", [[1e9 + 0.5], [1e12, 0.0], [-1e6, 3.0, 0.125]])
    def test_inputs_are_measured_from_the_centre(self, network_of, tmp_path, language, centre):
        network = dataclasses.replace(network_of(len(centre), 6, 2), input_centre=centre)
        x = centre + np.random.default_rng(5).uniform(-1.0, 1.0, size=(40, len(centre)))
        difference = np.abs(predicted(saved(model_of(network), language, tmp_path), x) - network(x))
        # Folded into the biases, the first centre alone would cost 1e-7.
        assert (difference <= allowed(network, x)).all()

    def test_the_comparison_finds_one_wrong_digit(self, network_of, tmp_path):
        network = network_of(1, 6, 1)
        weights = network.output_weights * (1.0 + 1e-11)
        wrong = dataclasses.replace(network, output_weights=weights)
        with pytest.raises(AssertionError):
            assert_agrees(saved(model_of(wrong), "python", tmp_path), network)


class TestRunning:
    """What every program does when it is run by itself."""

    @pytest.mark.slow
    @every_program
    def test_it_reads_what_a_table_holds(self, network_of, tmp_path, language):
        network = network_of(2, 3, 2)
        run_it = command(saved(model_of(network), language, tmp_path))
        text = "\ufeffa, größe\r\n1,2\r\n\n  -3e0 ,\t4.5\n  \n0.5 .25"
        expected = network([[1.0, 2.0], [-3.0, 4.5], [0.5, 0.25]])
        np.testing.assert_allclose(as_values(run(run_it, text)), expected, rtol=1e-12)
        (tmp_path / "points of mine.csv").write_text(text, encoding="utf-8")
        values = as_values(run([*run_it, tmp_path / "points of mine.csv"]))
        np.testing.assert_allclose(values, expected, rtol=1e-12)

    @pytest.mark.slow
    @every_program
    def test_a_mark_of_utf_8_hides_no_point(self, network_of, tmp_path, language):
        network = network_of(2, 3, 1)
        run_it = command(saved(model_of(network), language, tmp_path))
        points = [[1.0, 2.0], [3.0, 4.0]]
        values = as_values(run(run_it, "\ufeff1,2\n3,4\n"))
        np.testing.assert_allclose(values, network(points), rtol=1e-12)

    @pytest.mark.slow
    @every_program
    def test_what_it_cannot_read_ends_it_and_is_named(self, network_of, tmp_path, language):
        run_it = command(saved(model_of(network_of(2, 3, 1)), language, tmp_path))
        for text, line in [
            ("a,b\n1,2\n\n3,4x\n", 4),
            ("1,2,3\n", 1),
            ("1,2\n1e999,3\n", 2),
        ]:
            done = subprocess.run(run_it, input=text, capture_output=True, text=True, check=False)
            assert done.returncode == 1
            assert f"line {line}: expected 2 finite numbers." in done.stderr

    @pytest.mark.slow
    @every_program
    def test_nothing_in_is_nothing_out(self, network_of, tmp_path, language):
        run_it = command(saved(model_of(network_of(2, 3, 2)), language, tmp_path))
        assert run(run_it, "") == run(run_it, "a,b\n") == ""


class TestCalling:
    """What the head of each program says of how it is called from others, is so."""

    @pytest.fixture(name="network")
    def _network(self, network_of):
        return network_of(2, 3, 2, activation="tanh", output_activation="logistic")

    def check(self, text, network):
        np.testing.assert_allclose(as_values(text), network([[1.0, 2.0], [3.0, 4.0]]), rtol=1e-12)

    def test_from_python(self, network, tmp_path):
        saved(model_of(network), "python", tmp_path, "my_net")
        code = (
            "from my_net import my_net\n"
            "for y in my_net([[1, 2], [3, 4]]): print(*y.tolist(), sep=',')\n"
        )
        (tmp_path / "use.py").write_text(code)
        self.check(run([sys.executable, tmp_path / "use.py"]), network)

    def test_from_r(self, network, tmp_path):
        saved(model_of(network), "r", tmp_path, "my_net")
        code = (
            f"source('{tmp_path / 'my_net.R'}')\n"
            "x <- data.frame(a = c(1, 3), b = c(2, 4))\n"
            "stopifnot(identical(my_net(x), my_net(as.matrix(x))))\n"
            "write.table(format(my_net(x), digits = 17), '', sep = ',', quote = FALSE,\n"
            "  row.names = FALSE, col.names = FALSE)\n"
        )
        (tmp_path / "use.R").write_text(code)
        self.check(run([needs("Rscript"), tmp_path / "use.R"]), network)

    def test_from_c(self, network, tmp_path):
        path = saved(model_of(network), "c", tmp_path, "my_net")
        code = (
            "#include <stdio.h>\n"
            "void my_net(const double *x, double *y);\n"
            "int main(void) {\n"
            "  const double x[] = {1, 2, 3, 4};\n"
            "  for (int i = 0; i < 2; i++) {\n"
            "    double y[2];\n"
            "    my_net(x + 2 * i, y);\n"
            '    printf("%.17g,%.17g\\n", y[0], y[1]);\n'
            "  }\n"
            "  return 0;\n"
            "}\n"
        )
        (tmp_path / "use.c").write_text(code)
        built = tmp_path / "use"
        run(
            [
                needs("gcc"),
                *GCC,
                "-DNETWORK_WITHOUT_MAIN",
                path,
                tmp_path / "use.c",
                "-o",
                built,
                "-lm",
            ]
        )
        self.check(run([built]), network)

    def test_from_node(self, network, tmp_path):
        saved(model_of(network), "javascript", tmp_path, "my_net")
        code = (
            'const { my_net } = require("./my_net.js");\n'
            'console.log(my_net([[1, 2], [3, 4]]).join("\\n"));\n'
        )
        (tmp_path / "use.js").write_text(code)
        self.check(run([needs("node"), tmp_path / "use.js"]), network)

    def test_from_a_page(self, network, tmp_path):
        path = saved(model_of(network), "javascript", tmp_path, "my_net")
        code = (
            'const script = require("fs").readFileSync(process.argv[2], "utf8");\n'
            'const page = require("vm").createContext({});\n'  # a world without module and require
            'require("vm").runInContext(script, page);\n'
            "const call = 'my_net([[1, 2], [3, 4]]).join(\"\\\\n\")';\n"
            'console.log(require("vm").runInContext(call, page));\n'
        )
        (tmp_path / "use.js").write_text(code)
        self.check(run([needs("node"), tmp_path / "use.js", path]), network)

    @pytest.mark.slow
    @pytest.mark.parametrize("x", ["[[1, 2, 3]]", "[1, 2]", "[[[1, 2]]]", "3"])
    def test_other_shapes_are_refused(self, network, tmp_path, x):
        saved(model_of(network), "python", tmp_path)
        (tmp_path / "use.py").write_text(f"from network import network\nnetwork({x})\n")
        called = [sys.executable, tmp_path / "use.py"]
        done = subprocess.run(called, capture_output=True, text=True, check=False)
        assert "ValueError: x must have shape (points, 2), not (" in done.stderr


class TestReading:
    @every_language
    def test_the_same_model_is_the_same_file(self, network_of, language):
        if language == "onnx":
            needs("onnx")
        assert export(model_of(network_of()), language) == export(model_of(network_of()), language)

    @pytest.mark.parametrize("language", [*PROGRAMS, "latex"])
    @pytest.mark.parametrize("shape", [(1, 1, 1), (2, 70, 3)])
    def test_lines_are_short_and_end_clean(self, network_of, language, shape):
        text = export(model_of(network_of(*shape), about="Found in a file. " * 5), language)
        lines = text.splitlines()
        assert max(map(len, lines)) <= 100
        assert [line for line in lines if line != line.rstrip()] == []
        assert text.endswith("\n")
        assert "\t" not in text

    @every_program
    def test_the_head_says_what_goes_in_and_comes_out(self, network_of, language):
        model = Model(
            network_of(2, 3, 1, activation="sine"),
            ("price", "größe"),
            ("sales",),
            (0.0, 2.5),
            (1e6, 2.5),
            "fitted to houses.csv",
        )
        text = export(model, language, "houses")
        assert "sales from price, größe: a network with one hidden layer of 3 sine units." in text
        assert "1  price, from 0 to 1e+06" in text
        assert "2  größe, from 2.5 to 2.5" in text
        assert "1  sales" in text
        assert "fitted to houses.csv" in text
        assert f"houses{LANGUAGES[language]}" in text

    @every_program
    def test_ranges_that_nobody_knows_are_not_said(self, network_of, language):
        text = export(model_of(network_of(), lower=None, upper=None), language)
        assert "1  in\n" in text
        assert " from " not in "".join(line for line in text.splitlines() if "1  in" in line)


class TestCentre:
    """A centre is told where there is one, and is nowhere to be seen where it is 0."""

    @pytest.mark.parametrize("language", [*PROGRAMS, "latex"])
    @pytest.mark.parametrize("inputs", [1, 3])
    def test_of_0_is_not_told(self, network_of, language, inputs):
        text = export(model_of(network_of(inputs, 3, 1)), language)
        assert "CENTRE" not in text
        assert "(x" not in text.split("Written out")[-1] or language != "latex"
        assert " m)" not in text
        assert "m = " not in text

    @every_program
    def test_is_told_in_the_head(self, network_of, language):
        network = dataclasses.replace(network_of(2, 3, 1), input_centre=[1e9 + 0.5, -2.0])
        model = model_of(network, lower=[1e9, -3.0], upper=[1e9 + 1.0, -1.0])
        text = export(model, language)
        assert "y = sum_j c_j phi(w_j . (x - m) + b_j) + d" in text
        assert "; m is what each is measured from:" in text
        assert "1  in1, from 1000000000 to 1000000001, m = 1000000000.5" in text
        assert "2  in2, from -3 to -1, m = -2" in text
        assert "INPUT_CENTRE" in without_comments(text, language)

    def test_is_written_in_the_formula(self):
        network = Network([[3.2]], [-1.0], [[2.0]], [0.5], input_centre=[1e9 + 0.5])
        model = model_of(network, lower=[1e9], upper=[1e9 + 1.0])
        text = export(model, "latex")
        assert r"w_j (x - m) + b_j" in text
        assert r"\varphi( 3.2 (x - 1000000000.5) - 1 )" in text
        assert r"fitted on $[1000000000, 1000000001]$" in text
        assert r"1 & 1000000000.5 \\" in text

    def test_of_several_inputs_leaves_out_what_is_0(self):
        network = Network([[3.0], [2.0]], [1.0], [[2.0]], [0.5], input_centre=[0.0, -0.1])
        text = export(model_of(network), "latex")
        assert r"w_{ij} (x_i - m_i)" in text
        assert r"\varphi( 3 x_{1} + 2 (x_{2} + 0.1) + 1 )" in text


def without_comments(text, language):
    """Return a program without what only people read."""
    if language == "python":
        tree = ast.parse(text)
        del tree.body[0]  # the docstring
        return ast.unparse(tree)
    if language == "r":
        return "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


class TestHostileNames:
    @pytest.mark.slow
    @pytest.mark.parametrize("language", [*PROGRAMS, "onnx"])
    def test_they_change_nothing_that_runs(self, network_of, tmp_path, language):
        network = network_of(len(HOSTILE), 3, len(HOSTILE))
        outputs = [f"{name} out" for name in HOSTILE]
        model = Model(network, HOSTILE, outputs, about="\n".join(HOSTILE))
        assert_agrees(saved(model, language, tmp_path), network)

    @every_program
    @pytest.mark.parametrize("name", HOSTILE)
    def test_they_stay_in_the_comments(self, network_of, language, name):
        plain = model_of(network_of())
        names = {"input_names": (name,), "output_names": (f"{name} out",)}
        hostile = dataclasses.replace(plain, **names, about=name)
        one, other = (without_comments(export(m, language), language) for m in (plain, hostile))
        assert one == other

    @given(text=st.text(max_size=200))
    def test_what_is_left_of_any_text_is_harmless(self, text):
        left = clean(text)
        assert left.isprintable()
        assert not set(left) & set('\\"`<>?\n\r\u2028\u2029')
        assert "*/" not in left
        assert "/*" not in left
        assert len(left) <= 100
        assert left.encode("utf-8") is not None
        assert clean(left) == left

    @pytest.mark.parametrize("name", ["price", "CO2 (ppm)", "größe", "x_1", "100 %", "a/b", "長さ"])
    def test_what_is_harmless_stays(self, name):
        assert clean(name) == name


class TestFunctionNames:
    @pytest.mark.skipif(sys.version_info >= (3, 15), reason="the list goes up to Python 3.14")
    def test_the_words_of_the_python_that_runs_are_taken(self):
        # Compiled packages leave names of their own among the builtins.
        names = {name for name in dir(builtins) if not name.startswith("__pybind11")}
        assert {*keyword.kwlist, *keyword.softkwlist, *names} <= TAKEN

    @pytest.mark.parametrize(
        ("name", "made"),
        [
            ("network", "network"),
            ("My_Net2", "My_Net2"),
            ("my model", "my_model"),
            ("../a b\\c.json", "a_b_c_json"),
            ("größe", "gro_e"),
            ("3d", "network_3d"),
            ("_x_", "x_network"),
            ("exp", "exp_network"),
            ("class", "class_network"),
            ("sinf", "sinf_network"),
            ("x(){}; system('id'); //", "x_system_id"),
            ("a" * 99, "a" * 40),
        ],
    )
    def test_what_is_none_becomes_one(self, name, made):
        assert function_name(name) == made

    @pytest.mark.parametrize("name", ["", " ", "--", "\n", "長さ"])
    def test_nothing_left_is_refused(self, network_of, name):
        with pytest.raises(SettingError, match="give it a name with letters"):
            export(model_of(network_of()), "python", name)

    @given(name=st.text(max_size=60))
    def test_any_text_becomes_a_name_or_is_refused(self, name):
        try:
            made = function_name(name)
        except SettingError:
            return
        assert re.fullmatch("[A-Za-z][A-Za-z0-9_]*", made)
        assert made not in TAKEN
        assert function_name(made) == made or len(made) > 40

    @every_program
    def test_no_word_of_a_program_can_be_its_function(self, network_of, language):
        words = set()
        for kind in ACTIVATIONS:
            model = model_of(network_of(2, 3, 2, activation=kind, output_activation=kind))
            text = without_comments(export(model, language, "own_name"), language)
            text = re.sub(r'"[^"\n]*"|(//|#) .*', "", text)
            words |= set(re.findall(r"(?<![\w.])[A-Za-z_]\w*", text))
        assert {"phi", "numbers_in" if language in ("python", "c") else "points"} <= words
        assert {word for word in words if function_name(word) == word} == {"own_name"}

    def test_no_function_of_the_c_library_can_be(self):
        headers = "".join(f"#include <{h}.h>\n" for h in ("math", "stdio", "stdlib", "string"))
        declared = run([needs("gcc"), "-std=c99", "-E", "-P", "-"], headers)
        words = set(re.findall(r"\b([a-z]\w*) *\(", declared))
        assert {"exp", "strtod", "printf"} <= words
        assert {word for word in words if function_name(word) == word} == set()

    @pytest.mark.slow
    @every_program
    def test_a_made_name_runs(self, network_of, tmp_path, language):
        network = network_of()
        path = tmp_path / f"network{LANGUAGES[language]}"
        write(export(model_of(network), language, "c"), path)
        assert_agrees(path, network)


class TestLatex:
    NUMBER = r"(-?[0-9.]+)(?: \\cdot 10\^\{(-?\d+)\})?"

    def tables(self, text):
        """Return the tables as lists of rows, the head first."""
        arrays = re.findall(r"\\begin\{array\}\{r\|r+\}\n(.*?)\\end\{array\}", text, re.DOTALL)
        lines = ([line for line in array.splitlines() if "&" in line] for array in arrays)
        return [
            [[cell.strip() for cell in line.rstrip("\\ ").split("&")] for line in array]
            for array in lines
        ]

    def columns(self, text):
        """Return every column of the tables by its head, read back to numbers."""
        found = {}
        for head, *rows in self.tables(text):
            for k, symbol in enumerate(head[1:], start=1):
                matches = [re.fullmatch(self.NUMBER, row[k]) for row in rows]
                values = [float(f"{m[1]}e{m[2] or 0}") for m in matches]
                found.setdefault(symbol, []).extend(values)
        return found

    @pytest.mark.parametrize("shape", [(1, 1, 1), (1, 5, 1), (2, 3, 1), (1, 4, 2), (10, 95, 3)])
    def test_every_digit_of_every_parameter_can_be_read_back(self, network_of, shape):
        network = network_of(*shape)
        network = network.with_vector(
            network.to_vector()
            * 10.0 ** np.arange(-30, 30)[np.arange(network.to_vector().size) % 60]
        )
        found = self.columns(export(model_of(network), "latex"))
        one_in, one_out = shape[0] == 1, shape[2] == 1
        weights = ["w_j"] if one_in else [f"w_{{{i + 1}j}}" for i in range(shape[0])]
        outputs = ["c_j"] if one_out else [f"c_{{j{k + 1}}}" for k in range(shape[2])]
        assert [found[w] for w in weights] == network.hidden_weights.tolist()
        assert found["b_j"] == network.hidden_biases.tolist()
        assert [found[c] for c in outputs] == network.output_weights.T.tolist()
        assert found["d" if one_out else "d_k"] == network.output_biases.tolist()
        assert len(found) == shape[0] + 1 + shape[2] + 1

    def test_tables_fit_on_a_page(self, network_of):
        tables = self.tables(export(model_of(network_of(10, 95, 3)), "latex"))
        assert max(len(table) for table in tables) <= 41
        assert max(len(row) for table in tables for row in table) <= 4
        assert [row[0] for row in tables[-2]] == ["j", *map(str, range(81, 96))]

    def test_a_small_network_is_written_out(self):
        network = Network([[2.0], [-3.0]], [1e-7], [[-1.5]], [1 / 3], "sine", "tanh")
        text = export(model_of(network), "latex")
        assert r"y = \psi(u), \qquad u = \sum_{j=1}^{1} c_j \, \varphi" in text
        assert r"\varphi(z) = \sin z, \qquad \psi(z) = \tanh z" in text
        assert r"u \approx {} & 0.333333 \\" in text
        assert r"& - 1.5 \, \varphi( 2 x_{1} - 3 x_{2} + 1 \cdot 10^{-7} )" in text

    def test_a_wide_one_is_not(self, network_of):
        assert "Written out" not in export(model_of(network_of(1, 40, 1)), "latex")

    @every_activation
    def test_every_activation_has_its_formula(self, network_of, activation):
        text = export(model_of(network_of(activation=activation)), "latex")
        assert rf"\varphi(z) = {ACTIVATIONS[activation].formula}" in text

    @pytest.mark.parametrize("shape", [(1, 1, 1), (3, 4, 2), (2, 60, 1)])
    def test_what_is_opened_is_closed(self, network_of, shape):
        inputs, _, outputs = shape
        model = Model(network_of(*shape), HOSTILE[:inputs], HOSTILE[-outputs:])
        opened = []
        text = re.sub(r"(?<!\\)%.*", "", export(model, "latex"))
        for kind, name, brace in re.findall(r"\\(begin|end)\{([a-z*]+)\}|(?<!\\)([{}])", text):
            if kind == "begin" or brace == "{":
                opened.append(name or brace)
            else:
                assert opened.pop() == (name or "{")
        assert opened == []
        assert len(re.findall(r"(?<!\\)\$", text)) % 2 == 0

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("100% & more", r"100\% \& more"),
            ("x_1^2 {a} ~ # $", r"x\_1\textasciicircum{}2 \{a\} \textasciitilde{} \# \$"),
            (r"\input{secret}", r"\_input\{secret\}"),
            ("Größe", "Größe"),
            ("長さ", r"\_\_"),
        ],
    )
    def test_a_name_is_text(self, network_of, name, text):
        model = Model(network_of(), (name,), ("y",))
        assert f"takes $x$ ({text}) and returns" in export(model, "latex")


class TestOnnx:
    @pytest.fixture(name="file")
    def _file(self, network_of):
        onnx = importlib.import_module(needs("onnx"))
        model = Model(
            network_of(2, 3, 1, activation="softplus"), ("a", "größe"), ("c",), (0, 0), (1, 2), "me"
        )
        return onnx.load_from_string(export(model, "onnx", "my net"))

    def test_it_goes_from_x_to_y_in_double_precision(self, file):
        (x,), (y,) = file.graph.input, file.graph.output
        double = 11
        assert (x.name, y.name, file.graph.name) == ("x", "y", "my_net")
        assert x.type.tensor_type.elem_type == y.type.tensor_type.elem_type == double
        assert {constant.data_type for constant in file.graph.initializer} == {double}
        assert [d.dim_value or d.dim_param for d in x.type.tensor_type.shape.dim] == ["points", 2]

    def test_old_runtimes_read_it(self, file):
        assert [opset.version for opset in file.opset_import] == [12]
        assert file.ir_version == 7

    def test_it_knows_the_names_and_the_ranges(self, file):
        facts = {entry.key: json.loads(entry.value) for entry in file.metadata_props}
        assert facts == {
            "input_names": ["a", "größe"],
            "output_names": ["c"],
            "lower": [0.0, 0.0],
            "upper": [1.0, 2.0],
            "about": "me",
        }
        assert "c from a, größe" in file.doc_string

    def test_it_holds_the_parameters_and_no_other_constants_than_it_uses(self, network_of):
        onnx = importlib.import_module(needs("onnx"))
        network = network_of()
        file = onnx.load_from_string(export(model_of(network), "onnx"))
        constants = {c.name: onnx.numpy_helper.to_array(c) for c in file.graph.initializer}
        assert set(constants) == set(BLOCKS)
        assert all(np.array_equal(constants[block], getattr(network, block)) for block in BLOCKS)

    def test_without_the_package_it_says_what_to_install(self, network_of, monkeypatch):
        monkeypatch.setitem(sys.modules, "onnx", None)
        with pytest.raises(MissingPackageError, match=r"pip install 'uat-toolkit\[onnx\]'"):
            export(model_of(network_of()), "onnx")


class TestTheDoor:
    def test_an_unknown_language_is_answered_with_the_nearest(self, network_of):
        with pytest.raises(UnknownNameError, match="did you mean python"):
            export(model_of(network_of()), "pyton")

    @every_language
    def test_what_is_not_finite_is_refused(self, language):
        model = model_of(Network([[np.nan]], [0], [[0]], [0]))
        with pytest.raises(SettingError, match="not finite"):
            export(model, language)

    @pytest.mark.parametrize("content", ["größe\n", b"\x00\xff\r\n"])
    def test_text_and_bytes_are_written_as_they_are(self, tmp_path, content):
        write(content, tmp_path / "file")
        expected = content.encode("utf-8") if isinstance(content, str) else content
        assert (tmp_path / "file").read_bytes() == expected

    @pytest.mark.parametrize("content", ["text", b"bytes"])
    def test_a_place_that_cannot_be_written_is_named(self, tmp_path, content):
        with pytest.raises(OutputError, match="cannot be written"):
            write(content, tmp_path / "missing" / "file")
