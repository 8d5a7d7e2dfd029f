"""A model as an ONNX graph in double precision, for onnxruntime and whatever else reads ONNX.

One input x of shape (points, inputs) and one output y of shape (points, outputs). The names of the
columns and the ranges of the fit are in the metadata, as JSON. The operators are those of opset 12
(2020), so that runtimes of the last years have them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from uat.core.activations import activation_named
from uat.core.model import Model
from uat.core.network import ARRAYS
from uat.exceptions import MissingPackageError
from uat.export.heads import title

_OPSET, _IR_VERSION = 12, 7

# What an operator is told beside its operands; 11 is the code of double precision.
_SETTINGS: Mapping[str, dict[str, Any]] = {"Cast": {"to": 11}}


def graph(model: Model, name: str) -> bytes:
    """Return the file, its graph called `name`.

    Raises
    ------
    MissingPackageError
        If the package onnx is not installed.
    """
    try:
        import onnx
    except ImportError:
        raise MissingPackageError("onnx", "onnx") from None
    network = model.network
    double = onnx.TensorProto.DOUBLE
    constants = {name: getattr(network, name) for name in ARRAYS}
    constants |= {"zero": np.array(0.0), "one": np.array(1.0)}
    used = {operand for node in _nodes(model) for operand in node[2:]}
    constants |= {text: np.array(float(text)) for text in sorted(used) if _is_number(text)}
    drawn = onnx.helper.make_graph(
        [
            onnx.helper.make_node(operator, operands, [result], **_SETTINGS.get(operator, {}))
            for result, operator, *operands in _nodes(model)
        ],
        name,
        [onnx.helper.make_tensor_value_info("x", double, ["points", network.inputs])],
        [onnx.helper.make_tensor_value_info("y", double, ["points", network.outputs])],
        # A copy, because onnx asks for arrays that may be written to.
        [
            onnx.numpy_helper.from_array(np.array(values), constant)
            for constant, values in constants.items()
            if constant in used
        ],
    )
    file = onnx.helper.make_model(
        drawn,
        opset_imports=[onnx.helper.make_opsetid("", _OPSET)],
        ir_version=_IR_VERSION,
        producer_name="uat",
        doc_string=title(model),
    )
    onnx.helper.set_model_props(file, _metadata(model))
    onnx.checker.check_model(file)
    return bytes(file.SerializeToString(deterministic=True))


def _nodes(model: Model) -> Iterator[tuple[str, ...]]:
    """Yield the graph from x to y as (result, operator, operands...)."""
    centred = bool(model.network.input_centre.any())
    if centred:
        yield "centred", "Sub", "x", "input_centre"
    yield "sums", "MatMul", "centred" if centred else "x", "hidden_weights"
    yield "pre_activations", "Add", "sums", "hidden_biases"
    yield from _activation(model.network.activation, "pre_activations", "hidden_features")
    yield "combined", "MatMul", "hidden_features", "output_weights"
    yield "total", "Add", "combined", "output_biases"
    yield from _activation(model.network.output_activation, "total", "y")


def _activation(name: str, given: str, result: str) -> Iterator[tuple[str, ...]]:
    """Yield the operators of an activation from `given` to `result`."""
    steps = activation_named(name).onnx_steps()
    known = {"z": given, "zero": "zero", "one": "one", steps[-1][0]: result}
    known |= {step[0]: f"{result}_{step[0]}" for step in steps[:-1]}
    for made, operator, *operands in steps:
        yield known[made], operator, *(known.get(operand, operand) for operand in operands)


def _is_number(operand: str) -> bool:
    """Return whether an operand is a number of a formula; names begin with letters."""
    return operand[0].isdigit()


def _metadata(model: Model) -> dict[str, str]:
    """Return what the model knows beside its network, as JSON texts."""
    facts: dict[str, Any] = {
        "input_names": model.input_names,
        "output_names": model.output_names,
        "lower": model.lower,
        "upper": model.upper,
        "about": model.about,
    }
    return {key: json.dumps(value) for key, value in facts.items()}
