from __future__ import annotations

import dataclasses
import json
import pickle

import numpy as np
import pytest
from tools import assume, given
from tools import strategies as st

from uat.core.activations import ACTIVATIONS
from uat.core.model import Model, numbered
from uat.core.network import Network
from uat.exceptions import ModelFileError, OutputError, SettingError, ShapeError

finite = st.floats(allow_nan=False, allow_infinity=False)
names = st.text(min_size=1, max_size=8).filter(str.strip)


@pytest.fixture(name="model")
def _model(network_of):
    return Model(network_of(2, 3, 1), ("price", "size"), ("sales",), (0.0, 1.0), (10.0, 1.0), "me")


def changed(model, **values):
    """Return the model's JSON text with other values."""
    return json.dumps({**model.to_dict(), **values})


class TestWhatAModelIs:
    def test_it_predicts_what_its_network_predicts(self, model):
        x = np.random.default_rng(1).normal(size=(7, 2))
        assert np.array_equal(model(x), model.network(x)[:, 0])
        assert model(x).shape == (7,)

    def test_lists_become_tuples_and_numbers_floats(self, network_of):
        model = Model(network_of(), ["x"], ["y"], [0], [np.float64(1)])
        assert (model.input_names, model.output_names) == (("x",), ("y",))
        assert (model.lower, model.upper) == ((0.0,), (1.0,))
        assert type(model.lower[0]) is type(model.upper[0]) is float

    def test_it_stays_as_it_is(self, model):
        with pytest.raises(dataclasses.FrozenInstanceError):
            model.about = "other"

    def test_models_are_equal_if_everything_is(self, model, network_of):
        assert model == dataclasses.replace(model)
        assert model != dataclasses.replace(model, about="other")
        assert model != dataclasses.replace(model, network=network_of(2, 3, 1, seed=1))

    def test_it_crosses_to_another_process(self, model):
        assert pickle.loads(pickle.dumps(model)) == model

    @pytest.mark.parametrize(("count", "made"), [(1, ("y",)), (3, ("y1", "y2", "y3"))])
    def test_names_for_what_has_none(self, count, made):
        assert numbered("y", count) == made


class TestOutside:
    def test_the_bounds_are_inside(self, model):
        assert model.outside([[0.0, 1.0], [10.0, 1.0], [5.0, 1.0]]) == 0

    def test_one_input_out_of_its_range_is_enough(self, model):
        assert model.outside([[-1.0, 1.0], [5.0, 2.0], [11.0, 0.0], [5.0, 1.0]]) == 3

    def test_nan_is_nowhere(self, model):
        assert model.outside([[np.nan, 1.0]]) == 1

    def test_without_ranges_nothing_is_outside(self, model):
        free = dataclasses.replace(model, lower=None, upper=None)
        assert free.outside([[1e300, -1e300]]) == 0

    def test_a_vector_is_one_column(self, network_of):
        model = Model(network_of(), ("x",), ("y",), (0.0,), (1.0,))
        assert model.outside([-1.0, 0.5, 2.0]) == 2

    @pytest.mark.parametrize("known", [True, False])
    def test_other_columns_are_refused(self, model, known):
        model = model if known else dataclasses.replace(model, lower=None, upper=None)
        with pytest.raises(ShapeError, match="x has 3 columns, but the model has 2 inputs"):
            model.outside(np.zeros((4, 3)))


class TestWhatIsRefused:
    def test_a_stack(self, network_of):
        with pytest.raises(ShapeError, match="not a stack"):
            Model(network_of(members=2), ("x",), ("y",))

    @pytest.mark.parametrize(
        ("values", "failure", "message"),
        [
            ({"input_names": ("a",)}, ShapeError, "2 inputs, but there are 1 names"),
            ({"output_names": ("a", "b")}, ShapeError, "1 outputs, but there are 2 names"),
            ({"input_names": ("a", "a")}, SettingError, "two inputs have the name 'a'"),
            ({"output_names": ("size",)}, SettingError, "an input and an output have the name"),
            ({"input_names": ("a", " ")}, SettingError, "' ' is no name for an input"),
            ({"input_names": ("a", 3)}, SettingError, "3 is no name for an input"),
            ({"input_names": "ab"}, SettingError, "input_names must be a list"),
            ({"output_names": None}, SettingError, "output_names must be a list"),
            ({"lower": None}, SettingError, "lower and upper bounds, or neither"),
            ({"lower": (0.0,)}, SettingError, "lists of numbers"),
            ({"lower": (0.0,), "upper": (1.0,)}, ShapeError, "give each a lower and an upper"),
            ({"lower": ("a", "b")}, SettingError, "lists of numbers"),
            ({"lower": (0.0, 2.0)}, SettingError, "from 2 to 1"),
            ({"lower": (-np.inf, 0.0)}, SettingError, "finite"),
            ({"upper": (np.nan, 1.0)}, SettingError, "finite"),
            ({"about": None}, SettingError, "about must be text"),
        ],
    )
    def test_what_does_not_fit_the_network(self, model, values, failure, message):
        with pytest.raises(failure, match=message):
            dataclasses.replace(model, **values)


class TestFiles:
    @pytest.mark.slow
    @given(
        inputs=st.lists(st.tuples(names, finite, finite), min_size=1, unique_by=lambda i: i[0]),
        outputs=st.lists(names, min_size=1, max_size=3, unique=True),
        about=st.text(),
        known=st.booleans(),
    )
    def test_json_keeps_everything(self, inputs, outputs, about, known):
        input_names, one, other = zip(*inputs, strict=True)
        assume(not set(input_names) & set(outputs))
        network = Network(
            np.full((len(inputs), 1), 0.1),
            [5e-324],
            [np.arange(len(outputs)) / 3],
            [-0.0] * len(outputs),
        )
        bounds = (np.minimum(one, other), np.maximum(one, other)) if known else (None, None)
        model = Model(network, input_names, outputs, *bounds, about)
        assert Model.from_json(model.to_json()) == model

    def test_a_file_gives_back_what_was_saved(self, model, tmp_path):
        model.save(tmp_path / "model.json")
        assert Model.load(str(tmp_path / "model.json")) == model
        values = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
        assert (values["format"], values["version"]) == ("uat-model", 1)

    @pytest.mark.parametrize(
        ("inputs", "outputs", "input_names", "output_names"),
        [(1, 1, ("x",), ("y",)), (2, 3, ("x1", "x2"), ("y1", "y2", "y3"))],
    )
    def test_a_bare_network_is_a_model(
        self, network_of, tmp_path, inputs, outputs, input_names, output_names
    ):
        network = network_of(inputs, 4, outputs)
        network.save(tmp_path / "network.json")
        model = Model.load(tmp_path / "network.json")
        assert model == Model(network, input_names, output_names)
        assert (model.lower, model.upper, model.about) == (None, None, "")

    def test_a_stack_is_none(self, network_of, tmp_path):
        network_of(members=3).save(tmp_path / "stack.json")
        with pytest.raises(ModelFileError, match=r"stack\.json: this is a stack of 3 networks"):
            Model.load(tmp_path / "stack.json")

    def test_what_is_not_finite_is_not_saved(self, tmp_path):
        model = Model(Network([[np.inf]], [0], [[0]], [0]), ("x",), ("y",))
        with pytest.raises(ModelFileError, match="not finite"):
            model.save(tmp_path / "model.json")
        assert not list(tmp_path.iterdir())

    def test_a_place_that_cannot_be_written_is_named(self, model, tmp_path):
        with pytest.raises(OutputError, match=r"missing.model\.json cannot be written"):
            model.save(tmp_path / "missing" / "model.json")

    @pytest.mark.parametrize("path", ["absent.json", ".", "a\0b"])
    def test_what_cannot_be_read_is_named(self, path):
        with pytest.raises(ModelFileError) as caught:
            Model.load(path)
        assert str(caught.value).startswith(f"{path}: ")

    @pytest.mark.parametrize(
        "content",
        [b"", b"a,b\n1,2\n", b"{", b"\xff\xfe", b"[" * 100_000, b"[1]", b"null", b"{}", b"{\n\n,}"],
        ids=lambda content: repr(content[:12]),
    )
    def test_a_foreign_file_is_refused_in_one_line(self, tmp_path, content):
        path = tmp_path / "model.json"
        path.write_bytes(content)
        with pytest.raises(ModelFileError, match=r"model\.json: ") as caught:
            Model.load(path)
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"version": 3}, "format version 3; this release reads versions up to 2"),
            ({"network": None}, "damaged: this is not a network"),
            ({"network": {"format": "uat-network", "version": 1}}, "damaged"),
            ({"input_names": ["a"]}, "damaged: the network has 2 inputs"),
            ({"input_names": None}, "damaged"),
            ({"input_names": [["a"], ["b"]]}, "damaged"),
            ({"lower": [0.0, float("nan")]}, "damaged.*finite"),
            ({"lower": 3}, "damaged"),
            ({"lower": [10**400, 0]}, "damaged"),
            ({"about": 3}, "damaged: about"),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_a_damaged_file_is_refused_in_one_line(self, model, tmp_path, values, message):
        path = tmp_path / "model.json"
        path.write_text(changed(model, **values), encoding="utf-8")
        with pytest.raises(ModelFileError, match=rf"model\.json: .*{message}") as caught:
            Model.load(path)
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize("field", ["input_names", "lower", "about", "network"])
    def test_what_is_missing_is_named(self, model, field):
        values = model.to_dict()
        del values[field]
        with pytest.raises(ModelFileError, match=f"it has no '{field}'"):
            Model.from_dict(values)


def test_a_file_of_an_earlier_release_is_read(tmp_path):
    text = """
        {"format": "uat-model", "version": 1, "about": "old", "input_names": ["x"],
         "output_names": ["y"], "lower": [0.0], "upper": [2.0],
         "network": {"format": "uat-network", "version": 1, "activation": "relu",
                     "output_activation": "identity", "hidden_weights": [[2.0]],
                     "hidden_biases": [-1.0], "output_weights": [[3.0]], "output_biases": [0.5]}}
    """
    (tmp_path / "old.json").write_text(text)
    model = Model.load(tmp_path / "old.json")
    assert model([0.0, 1.0]).tolist() == [0.5, 3.5]
    assert model.network.input_centre.tolist() == [0.0]
    assert Model.from_json(model.to_json()) == model


class TestDescribe:
    def test_the_facts(self, model):
        text = model.describe()
        assert text.startswith("sales from price, size\n")
        assert "price in [0, 10]" in text
        assert "size in [1, 1]" in text
        assert "logistic: phi(z) = 1 / (1 + exp(-z))" in text
        assert "parameters   13" in text
        assert f"|c|          {model.network.coefficient_norm:.4g};" in text

    def test_the_table_has_a_line_a_unit(self):
        network = Network([[2.0, 0.0]], [-1.0, 5.0], [[3.0], [-4.0]], [0.5])
        *_, head, first, second = Model(network, ("x",), ("y",)).describe().splitlines()
        assert head.split() == ["unit", "w", "b", "c", "centre"]
        assert first.split() == ["1", "2", "-1", "3", "0.5"]
        assert second.split() == ["2", "0", "5", "-4", "none"]

    def test_rounding_is_that_of_where_it_was_fitted(self):
        network = Network([[1e6]], [-1e9], [[1.0]], [0.0])
        said = [
            Model(network, ("x",), ("y",), *bounds).describe().split("error of ")[1].split("\n")[0]
            for bounds in ((), ((999.0,), (1001.0,)), ((-1.0,), (1.0,)))
        ]
        # |z| = |1e6 (x - 1000)| is small near 1000 alone, between two numbers of size 1e9.
        assert float(said[0]) == pytest.approx(2.2e-16)
        assert 1e-8 < float(said[1]) < 3e-7
        assert float(said[2]) < 1e-15

    def test_centres_far_from_zero_are_told_apart(self):
        network = Network([[2.0, 1.0]], [-0.25, 0.0], [[3.0], [4.0]], [0.5], input_centre=[1e9])
        model = Model(network, ("x",), ("y",), (1e9 - 0.5,), (1e9 + 0.5,))
        text = model.describe()
        assert "x in [999999999.5, 1000000000.5], m = 1000000000\n" in text
        assert "y = sum_j c_j phi(w_j . (x - m) + b_j) + d\n" in text
        assert text.splitlines()[-2].split()[-1] == "1000000000.125"
        lines = text.splitlines()[-3:]
        assert len({len(line) for line in lines}) == 1

    def test_several_inputs_have_no_centre(self, model):
        head = next(line for line in model.describe().splitlines() if line.startswith("unit"))
        assert head.split() == ["unit", "w1", "w2", "b", "c"]

    def test_the_activation_of_the_outputs_is_said(self, network_of):
        model = Model(network_of(output_activation="tanh"), ("x",), ("y",))
        assert "y = psi( sum_j" in model.describe()
        assert "psi(z) = tanh(z)" in model.describe()

    @pytest.mark.parametrize(("width", "left_out"), [(32, 0), (33, 1), (500, 468)])
    def test_a_wide_network_is_cut(self, network_of, width, left_out):
        text = Model(network_of(1, width), ("x",), ("y",)).describe()
        assert "\n  32  " in text
        assert "\n  33  " not in text
        assert ("more units" in text) == bool(left_out)
        assert not left_out or f"and {left_out} more units" in text

    def test_many_columns_are_cut(self, network_of):
        model = Model(network_of(9, 3, 7), numbered("a", 9), numbered("b", 7))
        text = model.describe()
        assert "columns are shown for 5 of 9 inputs" in text
        assert "columns are shown for 5 of 7 outputs" in text
        assert "w6" not in text

    def test_a_name_does_nothing_to_the_terminal(self, network_of):
        model = Model(network_of(), ("\x1b[2Jx\n",), ("\ud800",), about="\x07")
        assert all(line.isprintable() for line in model.describe().splitlines())

    def test_every_activation_has_a_formula(self):
        assert all(row.texts.plain for row in ACTIVATIONS.values())

    @pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
    def test_every_activation_is_described(self, network_of, activation):
        text = Model(network_of(activation=activation), ("x",), ("y",)).describe()
        assert f"{activation}: phi(z) = {ACTIVATIONS[activation].plain_formula}" in text
