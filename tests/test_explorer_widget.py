"""The explorer in a notebook: what it shows of a fit, and that its module mounts the page."""

from __future__ import annotations

import json

import pytest
from tools import needs

import uat
from uat.exceptions import SettingError
from uat.explorer.fitted import preset_of_fit, scene_of_fit
from uat.explorer.widget import explorer_widget, widget_module

_NOTEBOOK = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Notebook</title>
<div id="cell"></div><script type="module">
const blob = new Blob([__MODULE__], { type: "text/javascript" });
const widget = (await import(URL.createObjectURL(blob))).default;
const values = __VALUES__;
window.leave = widget.render({ model: { get: (name) => values[name] },
  el: document.getElementById("cell") });
</script></html>"""


def in_page(value):
    return json.dumps(value).replace("</", "<\\/").replace("<!--", "<\\!--")


def notebook(widget):
    """Return a page that does with a widget what a notebook does."""
    values = {"scene": widget.scene, "options": widget.options}
    text = _NOTEBOOK.replace("__VALUES__", in_page(values))
    return text.replace("__MODULE__", in_page(widget_module()))


@pytest.fixture(scope="module")
def trained():
    return uat.fit("sine", width=4, trainer=uat.GradientDescent(epochs=300), seed=2)


def test_a_training_is_shown_as_the_page_trains_it(trained):
    assert preset_of_fit(trained, scene_of_fit(trained)) == {
        "target": "sine", "panel": "train", "trainWidth": 4, "trainActivation": "logistic",
        "trainSeed": 2, "trainRule": "nesterov", "trainRate": 0, "trainLength": 300,
        "trainEpoch": 300,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("trainer", "expected"),
    [
        (uat.Adam(epochs=10), {"trainRule": "adam", "trainRate": 0.1}),
        (
            uat.GradientDescent(momentum=0.5, learning_rate=0.2, epochs=10),
            {"trainRule": "descent", "trainMomentum": 0.5, "trainRate": 0.2},
        ),
    ],
)
def test_rules_of_other_trainings(trainer, expected):
    fit = uat.fit("sine", width=2, trainer=trainer)
    assert expected.items() <= preset_of_fit(fit, scene_of_fit(fit)).items()


@pytest.mark.slow
def test_a_near_best_network_is_among_the_stored_ones():
    fit = uat.fit("exp(sin(3*x)) on [0, 2]", width=3)
    scene = scene_of_fit(fit).to_dict()
    (target,) = scene["targets"]
    assert target["stored"]["nearBest"] == [[3, pytest.approx(fit.max_error, rel=1e-5)]]
    network = target["stored"]["networks"]["near-best"]["3"]
    assert network["outputWeights"] == fit.network.output_weights[:, 0].tolist()
    preset = preset_of_fit(fit, scene_of_fit(fit))
    assert preset["panel"] == "compare"
    assert preset["compareShown"] == "near-best.3"


def test_a_fit_is_alone(trained):
    with pytest.raises(SettingError, match="alone"):
        explorer_widget(trained, "sine")


def test_a_notebook_shows_the_networks_numbers(trained, browser_page):
    needs("anywidget")
    page = browser_page(notebook(explorer_widget(trained, panels=["train"])))
    shown = page.locator("#cell dd", has_text=f"{trained.max_error:.3g}")
    shown.first.wait_for()
    page.evaluate("leave()")
    assert page.locator("#cell section").count() == 0
