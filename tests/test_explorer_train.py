"""The panel Train: what settings do, what a training leaves behind, the course's rungs reached."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from explorer_tools import run_node

from uat.course.rungs import RUNGS
from uat.explorer.page import page_html
from uat.explorer.presets import course_presets
from uat.explorer.scene import scene_of


def test_settings_begin_anew_go_on_or_change_nothing():
    orders = run_node(
        """
        import { afterChange } from "./panels/train_state.js";
        const now = { epoch: 100, problem: {}, finished: false, playing: false };
        const of = (names, changes, wanted) =>
          afterChange(new Set(names), { ...now, ...changes }, wanted);
        give([
          of(["trainWidth"], {}, 100),
          of(["trainWidth", "trainEpoch"], {}, 50),
          of(["target"], {}, 100),
          of(["trainEpoch"], {}, 150),
          of(["trainEpoch"], {}, 50),
          of(["trainEpoch"], { finished: true }, 150),
          of(["trainEpoch"], {}, 100),
          of(["trainSpeed", "trainUnits"], {}, 100),
        ]);
        """
    )
    assert [one["order"] for one in orders] == [
        "anew", "anew", "anew", "go on", "anew", "anew", "nothing", "nothing",
    ]  # fmt: skip
    assert orders[0]["follow"] == {"trainEpoch": 0}  # else a link's epoch would be trained up to
    assert orders[1]["follow"] == {}
    assert orders[2]["follow"] == {"trainEpoch": 0, "trainRung": "none"}


def test_a_line_of_losses_is_short_and_loses_no_peak():
    losses = 1.0 / (1.0 + np.arange(100_001.0))
    losses[54_321] = 7.0
    losses[99_000] = 0.0
    line, log, few = run_node(
        """
        import { lossHistory, lossLine } from "./panels/train_history.js";
        const history = lossHistory();
        for (let i = 0; i < DATA.length; i += 999) history.append(DATA.slice(i, i + 999));
        const values = history.values();
        give([lossLine(values, "linear"), lossLine(values, "log"),
          lossLine(values.subarray(0, 3), "linear")]);
        """,
        losses.tolist(),
    )
    for one in (line, log):
        assert len(one["epochs"]) <= 600
        assert one["epochs"] == sorted(set(one["epochs"]))
        assert np.nanmax(one["losses"]) == 7.0
    assert 54_321 in line["epochs"]
    assert 54_321 in log["epochs"]
    assert log["epochs"][0] == 1
    assert math.isnan(line["losses"][line["epochs"].index(99_000)])
    assert few == {"epochs": [0, 1, 2], "losses": losses[:3].tolist()}


def test_the_range_of_losses_is_powers_of_ten():
    ranges = run_node(
        """
        import { lossRange } from "./panels/train_history.js";
        give(DATA.map((losses) => lossRange([{ losses }])));
        """,
        [[0.5, 0.02], [1.0, 1.0], [0.0, float("inf"), 3e-7], [0.0], []],
    )
    assert ranges[0] == pytest.approx([0.01, 1.0])
    assert ranges[1] == pytest.approx([1.0, 10.0])
    assert ranges[2] == pytest.approx([1e-7, 1e-6])
    assert ranges[3:] == [[0.1, 1], [0.1, 1]]


def test_a_trail_stays_short_and_ends_now():
    trail = run_node(
        """
        import { numberTrail } from "./panels/train_history.js";
        const trail = numberTrail();
        for (let epoch = 0; epoch <= 5000; epoch += 1) trail.add(epoch, [epoch, -epoch]);
        trail.add(4000, [1e9, 1e9]);
        give(trail.line(5003, [5003, -5003]));
        """
    )
    first, second = np.array_split(np.array(trail["ys"]), 2)
    assert 30 < np.isfinite(first).sum() <= 122
    assert (first[0], first[-2], second[-2]) == (0, 5003, 5003)
    assert np.isnan([first[-1], second[-1]]).all()  # a gap between units
    assert np.nanmax(np.abs(np.array(trail["xs"]))) == 5003
    assert np.all(np.diff(first[:-1]) > 0)


def test_digits_that_agree_are_counted_as_printed():
    digits = run_node(
        """
        import { agreeingDigits, printedDigits } from "./panels/train_rungs.js";
        give({ agreeing: DATA.map(([a, b]) => agreeingDigits(a, b)),
          printed: [0.05752359, 2.89719694937354, -33.11408773, 0.1].map(printedDigits) });
        """,
        [[1.0, 1.0], [1.234, 1.235], [0.0, 1.0], [float("nan"), 1.0], [-1.0, 1.0], [1e-9, 1e-9]],
    )
    assert digits["printed"] == [7, 15, 10, 1]
    same, close, *others = digits["agreeing"]
    assert same == others[-1] == 15
    assert close in (2, 3)
    assert others[:3] == [0, 0, 0]


_SURFACE = """
import { trainProblem } from "./panels/train_problem.js";
import { pathOfRung, surfaceDomain, surfaceErrors } from "./panels/train_surface.js";
const problem = trainProblem({ rung: DATA.name, rate: 0 }, null, DATA.presets);
const places = Object.values(problem.rung.names);
const [goal, start] = [DATA.goal, places.map((place) => problem.setup.parameters[place])];
const domain = surfaceDomain(start, goal);
give({ domain, path: pathOfRung(problem, places), errors: surfaceErrors(problem, places, domain) });
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["linreg", "neuron"])
def test_an_error_surface_holds_the_way_down(name):
    result = RUNGS[name]().run()
    goal = list(result.parameters.values())
    found = run_node(_SURFACE, {"name": name, "presets": course_presets(), "goal": goal})
    way = {step["epoch"]: step["values"] for step in found["path"]}
    there = np.array(list(result.path.values())).T
    for epoch, values in zip(result.path_epochs.tolist(), there, strict=True):
        if epoch in way:
            assert way[epoch] == pytest.approx(values, rel=1e-9, abs=1e-12)
    assert len(set(way) & set(result.path_epochs.tolist())) >= 100
    (left, right), (low, high) = found["domain"]
    assert np.all((there > [left, low]) & (there < [right, high]))
    errors = np.array(found["errors"]).reshape(61, 61)
    row = round((goal[1] - low) / (high - low) * 60)
    column = round((goal[0] - left) / (right - left) * 60)
    assert errors[row, column] == pytest.approx(result.loss_history[-1], rel=0.02, abs=2e-3)
    assert errors[0, 0] > 2 * errors[row, column]


@pytest.fixture(scope="module")
def html():
    return page_html(scene_of(["sine", "ridge"]))


@pytest.mark.parametrize(("rung", "digits"), [("linreg", 10), ("neuron", 8), ("xor", 8)])
def test_a_rung_of_the_course_reaches_its_numbers(html, browser_page, rung, digits):
    epochs = RUNGS[rung]().trainer.epochs
    page = browser_page(html, f"#panel=train&trainRung={rung}&trainEpoch={epochs}")
    verdict = page.get_by_role("status").filter(has_text="agree")
    verdict.wait_for()
    agreed = [int(text) for text in verdict.inner_text().split() if text.isdigit()]
    assert agreed[0] >= digits


def test_it_plays_pauses_steps_and_begins_anew(html, browser_page):
    page = browser_page(html, "#panel=train&trainWidth=3&trainLength=100000&trainSpeed=1000")
    panel = page.get_by_role("tabpanel", name="Train")
    epoch = panel.locator("dd").first

    def now():
        return int("".join(filter(str.isdigit, epoch.inner_text())))

    panel.get_by_role("button", name="+10", exact=True).click()
    epoch.filter(has_text=re.compile("^10$")).wait_for()
    panel.get_by_role("button", name="Play").click()
    pause = panel.get_by_role("button", name="Pause")
    epoch.filter(has_not_text=re.compile("^10$")).wait_for()
    pause.click()
    panel.get_by_role("button", name="Play").wait_for()
    stopped = now()
    assert stopped > 10
    page.wait_for_timeout(200)
    assert now() == stopped
    panel.get_by_role("button", name="Reset").click()
    epoch.filter(has_text=re.compile("^0$")).wait_for()


def test_two_inputs_are_maps(html, browser_page):
    page = browser_page(html, "#panel=train&target=ridge&trainWidth=4&trainEpoch=200")
    panel = page.get_by_role("tabpanel", name="Train")
    panel.locator("canvas").nth(2).wait_for()
    assert panel.locator("canvas").count() == 3
