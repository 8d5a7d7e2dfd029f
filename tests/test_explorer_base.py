"""The foundation of the page: numbers as text, scales, the state in the address, charts."""

# ruff: noqa: RUF001

from __future__ import annotations

import pytest
from explorer_tools import run_node, trial_page


def test_numbers_as_people_read_them():
    texts = run_node(
        """
        import { formatNumber, formatError, powerOfTen, plural } from "./base/format.js";
        give({
          numbers: DATA.map((value) => formatNumber(value)),
          six: formatNumber(1234567.891, 6),
          error: formatError(0.0123456),
          powers: [-12, 0, 1, 3].map(powerOfTen),
          units: [plural(1, "unit"), plural(8, "unit")],
        });
        """,
        [0, 0.00123456, 1.2e-7, -0.5, 12345.6, 3, 1e9, 999.99, float("inf"), float("nan")],
    )
    assert texts["numbers"] == [
        "0", "0.00123", "1.2 × 10⁻⁷", "−0.5", "12300", "3", "1 × 10⁹", "1000", "∞", "not a number",
    ]  # fmt: skip
    assert texts["six"] == "1234570"
    assert texts["error"] == "0.012"
    assert texts["powers"] == ["10⁻¹²", "1", "10", "10³"]
    assert texts["units"] == ["1 unit", "8 units"]


def test_scales_go_forth_and_back_and_ticks_are_round():
    found = run_node(
        """
        import { axisScale, ticksOf } from "./base/scales.js";
        const linear = axisScale("linear", [-1, 3], [50, 450]);
        const log = axisScale("log", [1e-6, 10], [400, 20]);
        const labels = (ticks) => ticks.map(({ label }) => label);
        give({
          back: [-1, 0.3, 3].map((value) => linear.toUnit(linear.toPixel(value))),
          pixel: linear.toPixel(1),
          logBack: [1e-6, 2e-3, 10].map((value) => log.toUnit(log.toPixel(value))),
          ticks: labels(ticksOf(linear, 4)),
          decades: labels(ticksOf(log, 4)),
          few: labels(ticksOf(axisScale("log", [0.5, 8], [0, 100]), 5)),
          widths: labels(ticksOf(axisScale("log", [1, 32], [0, 100]), 5, [1, 2, 4, 8, 16, 32])),
          two: labels(ticksOf(axisScale("linear", [0.6, 3.6], [0, 100]), 2)),
          close: labels(ticksOf(axisScale("linear", [1000, 1000.004], [0, 100]), 4)),
        });
        """
    )
    assert found["back"] == pytest.approx([-1, 0.3, 3], rel=1e-12)
    assert found["pixel"] == 250
    assert found["logBack"] == pytest.approx([1e-6, 2e-3, 10], rel=1e-12)
    assert found["ticks"] == ["−1", "0", "1", "2", "3"]
    assert found["decades"] == ["10⁻⁶", "10⁻⁴", "10⁻²", "1"]
    assert found["few"] == ["0.5", "1", "2", "5"]
    assert found["two"] == ["1", "2", "3"]
    assert found["widths"] == ["1", "2", "4", "8", "16", "32"]
    assert len(set(found["close"])) == len(found["close"]) >= 3


_FIELDS = """
import { choice, createState, flag, number, numbers, text, whole } from "./base/state.js";
const fields = {
  width: whole(1, 128, 8), rate: number(0, 10, 0.1), rule: choice(["plain", "adam"], "plain"),
  target: text(40, "sine"), units: flag(true), points: numbers(2, 4),
};
"""


def test_what_an_address_says_comes_back():
    found = run_node(
        _FIELDS
        + """
        const state = createState(fields);
        const heard = [];
        state.subscribe(["width", "rule"], (changed) => heard.push(changed.size));
        const empty = state.address();
        const target = "sin(2*pi*x) & <b>#%+";
        state.set({ width: 32, target, units: false, points: [1.5, -2e-7] });
        state.set({ width: 32 });
        const other = createState(fields);
        const wrong = other.readAddress(state.address());
        give({ empty, wrong, heard, address: state.address(), again: other.address(),
          values: ["width", "target", "units", "points"].map(other.get) });
        """
    )
    assert found["empty"] == "#"
    assert found["wrong"] == []
    assert found["heard"] == [4]
    assert found["again"] == found["address"]
    assert found["values"] == [32, "sin(2*pi*x) & <b>#%+", False, [1.5, -2e-7]]


def test_what_is_wrong_in_an_address_is_left_out_and_named():
    found = run_node(
        _FIELDS
        + """
        const state = createState(fields, { width: 16 });
        const wrong = DATA.map((hash) => state.readAddress(hash));
        give({ wrong, values: ["width", "rate", "rule", "points"].map(state.get) });
        """,
        [
            "#width=129", "#width=0x10", "#width=8.5", "#width=", "#rate=-1", "#rate=Infinity",
            "#rule=__proto__", "#rule=constructor", "#target=" + "x" * 41, "#units=1",
            "#points=1", "#points=1,NaN", "#points=1,2,3,4,5", "#constructor=1", "#__proto__=1",
        ],
    )  # fmt: skip
    names = ["width"] * 4 + ["rate"] * 2 + ["rule"] * 2 + ["target", "units"] + ["points"] * 3
    assert found["wrong"] == [[name] for name in [*names, "constructor", "__proto__"]]
    assert found["values"] == [16, 0.1, "plain", []]


_CHART = """
const place = document.getElementById("place");
place.style.width = "600px";
const chart = plot({
  title: "A trial", height: 300,
  x: { label: "x", domain: [0, 1] }, y: { label: "y", domain: [0, 1] },
});
window.moves = [];
chart.curve("line", [0, 0.5, 1], [0, NaN, 1], { colour: "target", label: "the line" });
const put = (x) => chart.handle("knob", {
  x, y: 0.5, name: "centre", axis: "x", min: 0, max: 1, step: 0.01,
  onMove: (at, _, done) => { put(at); window.moves.push([at, done]); },
});
put(0.5);
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE.replaceAll(":host", ":root"));
document.adoptedStyleSheets = [sheet];
place.append(chart.node);
window.chart = chart;
"""


@pytest.fixture
def chart_page(browser_page):
    """Return a page with one chart that has one handle."""
    entries = {"plot": "base/plot.js", "STYLE": "base/style.js"}
    page = browser_page(trial_page(_CHART, entries))
    page.wait_for_selector("[role=slider]")
    return page


def test_a_handle_moves_with_mouse_and_keys(chart_page):
    knob = chart_page.locator("[role=slider]")
    box = knob.locator(".knob").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    chart_page.mouse.move(x, y)
    chart_page.mouse.down()
    chart_page.mouse.move(x + 60, y + 40)
    chart_page.mouse.up()
    moves = chart_page.evaluate("window.moves")
    assert moves[-1][1] is True
    assert 0.55 < moves[-1][0] < 0.65
    before = float(knob.get_attribute("aria-valuenow"))
    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowLeft"):
        knob.press(key)
    assert float(knob.get_attribute("aria-valuenow")) == pytest.approx(before - 0.08)
    knob.press("End")
    assert knob.get_attribute("aria-valuenow") == "1"
    assert knob.get_attribute("aria-label") == "centre"


def test_a_chart_as_a_file_holds_its_colours(chart_page):
    chart_page.wait_for_timeout(50)
    text = chart_page.evaluate("window.chart.svgText()")
    assert text.startswith("<svg")
    assert "the line" in text
    assert 'stroke="rgb(22, 25, 29)"' in text
    for word in ("class=", "tabindex", "var(", "<script"):
        assert word not in text
