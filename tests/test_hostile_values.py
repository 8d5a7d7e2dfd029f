"""Whatever is handed to whichever public function: it works, or one clear sentence says why not."""

import inspect
import math

import numpy as np
import pytest

import uat
from uat.exceptions import SettingError, UatError
from uat.reports.animation import Film
from uat.sweeps.plan import plan

HOSTILE = [
    None,
    True,
    False,
    0,
    -1,
    2.5,
    math.nan,
    math.inf,
    -math.inf,
    10**400,
    3j,
    "",
    "x",
    "8",
    "no\x00thing",
    b"8",
    [],
    [1, "a"],
    [[1], [1, 2]],
    ["a", None],
    [math.nan],
    (1, 0),
    ("a", 1),
    {},
    {"a": 1},
    {1},
    object(),
    int,
    uat.Adam,
    math.gcd,
    np.array([]),
    np.array("x"),
    np.zeros((2, 2, 2)),
    np.array([math.inf]),
    np.datetime64("2020-01-01"),
    np.ma.masked,
]

X = np.linspace(-1.0, 1.0, 12)[:, np.newaxis]
QUICK = uat.RandomFeatures()
NETWORK = uat.Network([[1.0, 2.0]], [0.0, 1.0], [[1.0], [1.0]], [0.0])
FIT = uat.fit("sine", 2, trainer=QUICK)
DATA_FIT = uat.fit_data(X, X**2, 2, trainer=QUICK)
DATASET = uat.Dataset(X, X**2)
START = uat.draw_start(1, 2, 1, 0)
BOX = uat.Box((-1.0,), (1.0,))

QUICKLY = {
    "gradient_descent": uat.GradientDescent(epochs=2),
    "lbfgs": uat.LBFGS(epochs=2),
}

# What is called, and arguments with which it works and is quick.
CALLS = {
    "fit": (uat.fit, {"target": "sine", "width": 2, "trainer": QUICK}),
    "fit to a tolerance": (
        lambda tolerance, max_width: uat.fit(
            "sine", tolerance=tolerance, max_width=max_width, trainer=QUICK
        ),
        {"tolerance": 0.5, "max_width": 4},
    ),
    "fit a function": (
        lambda target, domain: uat.fit(target, 2, domain=domain, trainer=QUICK),
        {"target": np.sin, "domain": (-1, 1)},
    ),
    "fit_data": (uat.fit_data, {"x": X, "t": X**2, "width": 2, "trainer": QUICK}),
    "fit_data auto": (
        lambda folds, max_width: uat.fit_data(
            X, X, folds=folds, max_width=max_width, trainer=QUICK
        ),
        {"folds": 2, "max_width": 2},
    ),
    "a fit called": (FIT, {"x": [0.5]}),
    "a fit of data called": (DATA_FIT, {"x": [0.5]}),
    "sweep": (uat.sweep, {"targets": ["sine"], "widths": [2], "seeds": [0], "trainers": [QUICK]}),
    "plan": (plan, {"targets": ["sine"], "widths": [2], "seeds": [0], "trainers": [QUICK]}),
    "draw_start": (uat.draw_start, {"inputs": 1, "width": 2, "outputs": 1, "seed": 0}),
    "Network": (
        uat.Network,
        {
            "hidden_weights": [[1.0]],
            "hidden_biases": [0.0],
            "output_weights": [[1.0]],
            "output_biases": [0.0],
        },
    ),
    "a network called": (NETWORK, {"x": [0.5]}),
    "Box": (uat.Box, {"lower": (0.0,), "upper": (1.0,)}),
    "Box.interval": (uat.Box.interval, {"lower": 0.0, "upper": 1.0}),
    "uniform_grid": (BOX.uniform_grid, {"points": 4}),
    "sobol_grid": (BOX.sobol_grid, {"points": 4}),
    "Dataset": (uat.Dataset, {"x": X, "t": X}),
    "Model": (uat.Model, {"network": NETWORK, "input_names": ["x"], "output_names": ["y"]}),
    "Model.load": (uat.Model.load, {"path": "no such file"}),
    "a model called": (FIT.model, {"x": [0.5]}),
    "Target": (
        uat.Target,
        {"name": "square", "function": np.square, "domain": BOX, "formula": "x^2", "source": "me"},
    ),
    "training_grid": (uat.TARGETS["sine"].training_grid, {"points": 4}),
    "a target called": (uat.TARGETS["sine"], {"x": [0.5]}),
    "Film": (Film, {"target": uat.TARGETS["sine"], "width": 2}),
    "register_activation": (
        uat.register_activation,
        {"name": "hostile", "function": np.tanh, "derivative": lambda z: 1 - np.tanh(z) ** 2},
    ),
    "plot_fit": (uat.plot_fit, {"fit": FIT}),
    "plot_data_fit": (uat.plot_data_fit, {"fit": DATA_FIT}),
    **{name: (kind, {}) for name, kind in uat.TRAINERS.items()},
    **{
        f"{name} trains": (QUICKLY.get(name, kind()).fit, {"dataset": DATASET, "start": START})
        for name, kind in uat.TRAINERS.items()
        if name in {"gradient_descent", "lbfgs", "random_features", "greedy", "staircase"}
    },
}
# A function that fails when it is called back is the caller's own; stores have files for paths.
LEFT_OUT = {
    ("sweep", "progress"),
    ("sweep", "store"),
    ("fit", "progress"),
    ("fit_data", "progress"),
    ("fit", "callback"),
    ("fit_data", "callback"),
}


def parameters(function):
    """Return the names of all that can be handed to it."""
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return [p.name for p in inspect.signature(function).parameters.values() if p.kind in kinds]


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize(
    ("call", "argument"),
    [
        pytest.param(name, argument, id=f"{name}: {argument}")
        for name, (function, _) in CALLS.items()
        for argument in parameters(function)
        if (name, argument) not in LEFT_OUT
    ],
)
def test_a_value_of_the_wrong_kind_is_one_sentence(call, argument, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(uat.ACTIVATIONS, "_rows", dict(uat.ACTIVATIONS._rows))
    function, usual = CALLS[call]
    raw = []
    for value in HOSTILE:
        try:
            with np.errstate(all="ignore"):  # a function may be called at infinity
                function(**{**usual, argument: value})
        except UatError as problem:
            if "\n" in str(problem) or not str(problem):
                raw.append(f"{value!r}: {problem}")
        except Exception as problem:
            raw.append(f"{value!r:.40}: {type(problem).__name__}: {problem}")
    assert not raw, "; ".join(raw[:3])


@pytest.mark.slow
@pytest.mark.parametrize("call", ["fit", "fit_data", "sweep"])
def test_progress_that_cannot_be_called_is_one_sentence(call):
    function, usual = CALLS[call]
    for value in [value for value in HOSTILE if value is not None and not callable(value)]:
        if not isinstance(value, bool):
            with pytest.raises(
                SettingError, match=r"^progress must be a function, or True for a bar, not "
            ):
                function(**usual, progress=value)
