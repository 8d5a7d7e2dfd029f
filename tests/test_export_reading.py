"""An export that would not be the network is refused before it is written."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tools import needs

from uat.core.activations import ACTIVATIONS
from uat.core.model import Model, numbered
from uat.core.network import Network
from uat.exceptions import SettingError
from uat.export import LANGUAGES, export, languages
from uat.export.reading import check_written

TEXTS = tuple(language for language in LANGUAGES if language != "onnx")


def model_of(network):
    return Model(network, numbered("in", network.inputs), numbered("out", network.outputs))


def hard(inputs, width, outputs, centred=True):
    """Return a network of numbers of every size, far from 0 and nearly cancelling."""
    rng = np.random.default_rng(width)

    def draw(*shape):
        return rng.normal(size=shape) * 10.0 ** rng.integers(-300, 300, size=shape)

    centre = 1e12 + draw(inputs) if centred else np.zeros(inputs)
    return Network(
        draw(inputs, width), draw(width), 1e9 * rng.normal(size=(width, outputs)), draw(outputs),
        input_centre=centre,
    )  # fmt: skip


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 32, 2), (3, 5, 4), (2, 90, 1)])
@pytest.mark.parametrize("centred", [True, False])
def test_every_text_is_read_back_to_the_last_bit(language, shape, centred):
    model = model_of(hard(*shape, centred))
    text = export(model, language)
    for block in ("hidden_weights", "hidden_biases", "output_weights", "output_biases"):
        values = getattr(model.network, block).copy()
        values.flat[-1] = np.nextafter(values.flat[-1], np.inf)
        other = dataclasses.replace(model.network, **{block: values})
        with pytest.raises(SettingError, match=f"the {language} text would not hold"):
            check_written(text, language, dataclasses.replace(model, network=other))


@pytest.mark.parametrize("language", TEXTS)
def test_a_lost_centre_is_seen(language):
    model = model_of(hard(2, 3, 1))
    about_0 = dataclasses.replace(model.network, input_centre=np.zeros(2))
    text = export(dataclasses.replace(model, network=about_0), language)
    with pytest.raises(SettingError, match="would not hold"):
        check_written(text, language, model)


@pytest.mark.parametrize("language", TEXTS)
def test_a_name_that_looks_like_a_constant_is_not_read(language):
    names = "HIDDEN_WEIGHTS = [", "double HIDDEN_BIASES[WIDTH] = {", "\\begin{array}{r|r}\n1 & 2"
    model = Model(hard(3, 4, 1), names, ("INPUT_CENTRE",), about="OUTPUT_WEIGHTS = np.array([")
    check_written(export(model, language), language, model)


def test_a_writer_that_rounds_is_refused(monkeypatch):
    def rounding(model, name):
        few = np.vectorize(lambda value: float(f"{value:.6g}"))(model.network.to_vector())
        rounded = dataclasses.replace(model, network=model.network.with_vector(few))
        return languages.c.program(rounded, name)

    monkeypatch.setattr(languages, "_WRITERS", {**languages._WRITERS, "c": rounding})
    with pytest.raises(SettingError, match="the c text would not hold"):
        export(model_of(hard(1, 3, 1)), "c")


class TestOnnx:
    @pytest.fixture(autouse=True)
    def _onnx(self):
        needs("onnx")

    @pytest.mark.parametrize("activation", ACTIVATIONS)
    def test_a_graph_is_evaluated(self, network_of, activation):
        model = model_of(network_of(2, 5, 2, activation=activation, output_activation=activation))
        check_written(export(model, "onnx"), "onnx", model)

    def test_a_changed_parameter_is_seen(self, network_of):
        model = model_of(network_of(1, 3, 1))
        biases = np.nextafter(model.network.output_biases, 9.0)
        other = dataclasses.replace(model.network, output_biases=biases)
        with pytest.raises(SettingError, match="would not compute"):
            check_written(export(model, "onnx"), "onnx", model_of(other))

    def test_a_wrong_operator_is_seen(self, network_of):
        wave, bend = (model_of(network_of(1, 3, 1, activation=a)) for a in ("sine", "tanh"))
        with pytest.raises(SettingError, match="see how tanh is written in onnx"):
            check_written(export(wave, "onnx"), "onnx", bend)


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 32, 2), (3, 8, 2)])
@pytest.mark.parametrize(("centre", "spread"), [(1e12, 0.25), (1.7e12, 2.6e9), (-1e6, 1e-8)])
def test_the_python_program_computes_the_network_far_from_0(shape, centre, spread):
    rng = np.random.default_rng(shape[1])
    inputs, width, outputs = shape
    weights = 1e9 * rng.normal(size=(width, outputs))
    weights[width // 2 :] *= -1.0
    network = Network(
        rng.normal(size=(inputs, width)) / spread, rng.normal(size=width), weights,
        rng.normal(size=outputs), input_centre=np.full(inputs, centre),
    )  # fmt: skip
    x = centre + spread * rng.uniform(-1.0, 1.0, size=(200, inputs))
    scope = {"__name__": "network"}
    exec(export(model_of(network), "python"), scope)
    assert (np.abs(scope["network"](x) - network(x)) <= network.rounding_error(x)).all()
