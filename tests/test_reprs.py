"""Every object shows itself in one line or few: no array, no curve, no list of all its names."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import uat
from uat.core.datasets import Scaling
from uat.course.rungs import RUNGS
from uat.expressions import parse
from uat.io.csv_files import Table
from uat.io.wording import brief_list, one_line
from uat.sweeps.plan import plan
from uat.sweeps.sweep import run_specs

MOST, MOST_HTML = 360, 8000
RNG = np.random.default_rng(0)
X, T = RNG.normal(size=(40, 3)), RNG.normal(size=(40, 100))
NAMES = tuple(f"a rather long name of column {k}" for k in range(100))
QUICK = uat.LevenbergMarquardt(epochs=2)


def wide_fit():
    return uat.fit_data(X, T, 2, trainer=QUICK, output_names=NAMES, learning_curve=False)


def swept():
    with ThreadPoolExecutor(1) as executor:
        specs = plan(["line"], [1, 2], range(30), [uat.GradientDescent(epochs=200)])
        return run_specs(specs, executor=executor)


OBJECTS = {
    "Fit": lambda: uat.fit("sin(x)" + "+sin(2*x)" * 99, 2, domain=(0, 1), trainer=QUICK),
    "DataFit": wide_fit,
    "Quality": lambda: wide_fit().training,
    "Model": lambda: wide_fit().model,
    "Network": lambda: wide_fit().network,
    "Dataset": lambda: uat.Dataset(X, T, np.ones(40)),
    "Scaling": lambda: Scaling.of_data(uat.Dataset(X, T)),
    "Box": lambda: uat.Box((0.0,) * 200, (1.0,) * 200),
    "FitResult": lambda: QUICK.fit(uat.Dataset(X, T), uat.draw_start(3, 4, 100, 0)),
    "Sweep": swept,
    "Record": lambda: swept().records[0],
    "RunSpec": lambda: swept().records[0].spec,
    "Table": lambda: Table(NAMES, T),
    "Expression": lambda: parse("sin(x)" + "+sin(2*x)" * 99),
    "Rung": RUNGS["linreg"],
    "RungResult": lambda: RUNGS["linreg"]().run(),
    "LinearModelSummary": lambda: RUNGS["linreg"]().run().linear_model(),
    "ACTIVATIONS": lambda: uat.ACTIVATIONS,
    "Activation": lambda: uat.ACTIVATIONS["logistic"],
    "TARGETS": lambda: uat.TARGETS,
    "Target": lambda: uat.TARGETS["gaussian10"],
    "TRAINERS": lambda: uat.TRAINERS,
    "Store": uat.Store,
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", OBJECTS)
def test_the_short_form_is_short(kind):
    made = OBJECTS[kind]()
    assert len(repr(made)) <= MOST
    assert "array(" not in repr(made)
    assert "\n" not in repr(made)
    if hasattr(made, "_repr_html_"):
        assert len(made._repr_html_()) <= MOST_HTML


def test_it_says_what_a_reader_asks_first():
    assert repr(uat.Dataset([1, 2], [3, 4])) == "Dataset(points=2, inputs=1, outputs=1)"
    assert repr(uat.Dataset([1, 2], [3, 4], [1, 2])).endswith("weighted=True)")
    assert repr(uat.TARGETS["sine"]) == "Target('sine', domain='[-1, 1]')"
    assert repr(uat.Box((0.0,), (1.0,))) == "Box(lower=(0.0,), upper=(1.0,))"
    assert repr(uat.Box((0.0,) * 9, (1.0,) * 9)) == "Box(inputs=9, sides='[0, 1]^9')"
    result = QUICK.fit(uat.Dataset(X, T[:, :1]), uat.draw_start(3, 4, 1, 0))
    assert repr(result) == (
        f"FitResult(width=4, activation='logistic', "
        f"steps={len(result.loss_history) - 1}, loss={result.loss_history[-1]:.3g}, "
        "stop_reason='epochs_done')"
    )
    model = uat.fit_data(X, T[:, 0], 2, trainer=QUICK).model
    assert repr(model) == "Model('y', inputs='x1, x2, x3', width=2, activation='logistic')"


def test_one_line():
    assert one_line("Kind", "a", width=8, error=0.01234, note=None) == (
        "Kind('a', width=8, error=0.0123)"
    )
    assert len(one_line("Kind", "a" * 999, text="b" * 999)) < 150
    assert brief_list(["a", "b"]) == "a, b"
    assert brief_list(["abc"] * 99).endswith("...")
