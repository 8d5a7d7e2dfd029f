"""Targets of the reader's own: typed, drawn, moved, pasted; their texts in the address."""

# ruff: noqa: RUF001

from __future__ import annotations

import json
import random
import re

import numpy as np
import pytest
from explorer_tools import run_node, trial_page
from scipy.interpolate import PchipInterpolator, RegularGridInterpolator

GRID = np.linspace(-1.0, 1.0, 33)
SCENE = {
    "targets": [
        {
            "key": "sine", "title": "sine", "text": "sine", "domain": [[-1, 1]],
            "source": {"kind": "formula", "text": "sin(2*pi*x)"}, "formula": "sin(2*pi*x)",
            "kinks": [], "samples": None, "stored": {"guarantee": [[1, 1]]},
        },
        {
            "key": "bell", "title": "bell", "text": "", "domain": [[-1, 1]],
            "source": {"kind": "function", "text": "bell"}, "formula": None, "kinks": [],
            "samples": {"x": [GRID.tolist()], "y": np.exp(-4 * GRID**2).tolist()}, "stored": None,
        },
        {
            "key": "rows", "title": "rows", "text": "rows.csv", "domain": [[0, 2]],
            "source": {"kind": "table", "text": "rows.csv"}, "formula": None, "kinks": [],
            "samples": {"x": [[0, 1, 1, 2]], "y": [0, 1, 3, 0]}, "stored": None,
        },
        {
            "key": "hill", "title": "hill", "text": "", "domain": [[0, 1], [0, 2]],
            "source": {"kind": "function", "text": "hill"}, "formula": None, "kinks": [],
            "samples": {"x": [[0, 0.5, 1], [0, 2]], "y": [0, 1, 2, 5, 4, 4]}, "stored": None,
        },
    ]
}  # fmt: skip

READ = """
import { targetFromAddress, rowsAddress } from "./targets/target.js";
const { scene, cases } = DATA;
const read = ([text, domain, xs]) => {
  try {
    const { title, domain: where, source, text: line, stored, rows, evaluate } =
      targetFromAddress(text, domain, scene);
    const values = evaluate(Float64Array.from(xs ?? []));
    return { title, domain: where, kind: source.kind, line, stored, rows, values };
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError) throw error;
    return { message: error.message };
  }
};
give(cases.map(read));
"""


def read_all(*cases):
    return run_node(READ, {"scene": SCENE, "cases": cases})


def test_targets_of_an_address():
    inside = np.linspace(-0.99, 0.97, 23)
    plane = np.array([[0.2, 0.5, 0.9], [0.3, 1.0, 1.9]])
    sine, moved, bell, part, rows, hill, typed, wide, lines = read_all(
        ["sine", "", [0.25]],
        ["sine", "[0, 2*pi]", [0.25]],
        ["bell", "", inside.tolist()],
        ["bell", "[0, 1]", [0.5]],
        ["rows", "", [0.5, 1.0, 1.75]],
        ["hill", "", plane.ravel().tolist()],
        ["x^2 on [-1, 2] with kinks 0 as dip", "", [3.0]],
        ["x*y", "[0, 1] x [0, pi]", [0.5, 3.0]],
        ["points*lines*-1_0*0_2.5*1_-1e-3", "", [-0.5, 0.0, 5.0]],
    )
    assert sine["values"] == moved["values"] == [1.0]
    assert sine["stored"] == {"guarantee": [[1, 1]]}
    assert moved["stored"] is None
    assert moved["domain"] == [[0.0, 2 * np.pi]]
    assert moved["line"] == f"sin(2*pi*x) on [0, {2 * np.pi!r}]"
    cubic = PchipInterpolator(GRID, np.exp(-4 * GRID**2))
    assert bell["values"] == pytest.approx(cubic(inside).tolist(), rel=1e-13, abs=1e-15)
    assert part["domain"] == [[0, 1]]
    assert rows["values"] == [1.0, 2.0, 0.5]
    grid = SCENE["targets"][3]["samples"]
    table = RegularGridInterpolator(grid["x"], np.reshape(grid["y"], (3, 2)))
    assert hill["values"] == pytest.approx(table(plane.T).tolist(), rel=1e-14)
    assert (typed["title"], typed["values"]) == ("dip", [9.0])
    assert typed["line"] == "x^2 on [-1, 2] with kinks 0 as dip"
    assert wide["values"] == [1.5]
    assert (lines["kind"], lines["title"]) == ("points", "a curve through 3 points")
    assert lines["values"] == [1.25, 2.5, -1e-3]
    assert lines["domain"] == [[-1, 1]]


@pytest.mark.parametrize(
    ("text", "domain", "message"),
    [
        ("1/x", "[-1, 1]", "without end near x ="),
        ("1/(x - 0.3)", "[0, 1]", "without end near x = 0.3"),
        ("1/(x - pi/7)^2", "[0, 1]", "without end near x = 0.448799"),
        ("tan(x)", "[0, 3]", "without end near x = 1.5708"),
        ("log(x)", "[0, 1]", "−∞ at x = 0"),
        ("sqrt(x)", "[-1, 1]", "not a number at x = −1"),
        ("exp(1000*x)", "[0, 1]", "at x ="),
        ("sin(x)", "", "domain such as"),
        ("sin(x)", "[1, 1]", "low < high"),
        ("sin(x)", "[1, nonsense]", "nonsense"),
        ("sin(x)", "[1, 1.0000000000001]", "few different numbers"),
        ("x1*x2*x3", "[0, 1]^3", "3 inputs"),
        ("sin(x", "[0, 1]", "'('"),
        ("bell", "[0, 2]", "known by its values on [-1, 1]"),
        ("points*constructor*0_0*1_1", "", "column"),
        ("points*smooth*0_0", "", "points that cannot be read"),
        ("points*smooth*0_0*0_1", "", "points that cannot be read"),
        ("points*smooth*0_0*1_1e999", "", "points that cannot be read"),
        ("points*smooth*0_0*1_0x10", "", "points that cannot be read"),
        ("table*lines*packed*0_1*0_1*AAA!!!", "", "points that cannot be read"),
        ("table*lines*packed*0_1*0_1*AAA*AAAAAA", "", "points that cannot be read"),
        ("points*smooth*0_0*1_1", "[0, 1]", "bring their domain"),
    ],
)
def test_what_is_no_target_is_told_in_one_line(text, domain, message):
    (found,) = READS[text, domain]
    assert message in found["message"]
    assert "\n" not in found["message"]


class _Reads(dict):
    """All cases above are read by one process."""

    def __missing__(self, key):
        (mark,) = test_what_is_no_target_is_told_in_one_line.pytestmark
        cases = [case[:2] for case in mark.args[1]]
        self.update({case: [one] for case, one in zip(cases, read_all(*cases), strict=True)})
        return self[key]


READS = _Reads()


def test_bounded_peaks_and_jumps_are_no_poles():
    tame = ["1/(1 + 1e8*(x-0.3)^2)", "sqrt(abs(x-0.3))", "1 if x > 0.3 else 0", "x*sin(1/(x+2))"]
    assert all("message" not in one for one in read_all(*[[text, "[-1, 1]"] for text in tame]))


def test_points_go_to_an_address_and_come_back():
    rng = np.random.default_rng(5)
    few = {"xs": [-1.0, 0.1, 0.30000000000000004, 1e300], "ys": [0.1, -2e-7, 3.0, 1 / 3]}
    even = {"xs": np.linspace(-2, 3, 600).tolist(), "ys": rng.normal(size=600).tolist()}
    odd = {"xs": np.sort(rng.random(320)).tolist(), "ys": rng.normal(size=320).tolist()}
    level = {"xs": np.linspace(0, 1, 300).tolist(), "ys": [1 / 3] * 300}
    many = {"xs": np.sort(rng.random(400)).tolist(), "ys": rng.normal(size=400).tolist()}
    found = run_node(
        """
        import { rowsText, readRowsText } from "./targets/rows_text.js";
        give(DATA.map((rows) => {
          const [xs, ys] = [rows.xs, rows.ys].map((column) => Float64Array.from(column));
          const text = rowsText({ xs, ys });
          if (text === null) return null;
          const back = readRowsText(text);
          return { text, back, again: rowsText(back) };
        }));
        """,
        [few, even, odd, level, many],
    )
    assert found[4] is None
    assert found[0]["back"] == few
    for rows, one in zip([few, even, odd, level], found[:4], strict=True):
        assert len(one["text"]) <= 2048
        assert re.fullmatch(r"[\w.*+-]+", one["text"])  # an address leaves these as they are
        for name in ("xs", "ys"):
            wanted, back = np.array(rows[name]), np.array(one["back"][name])
            assert np.max(np.abs(wanted - back)) <= 2e-6 * max(np.ptp(wanted), 1e-300)
        assert one["again"] == one["text"]


TABLES = {
    "-1\t0,5\n0\t1,25\n1\t-3e2\n": ([-1, 0, 1], [0.5, 1.25, -300]),
    "x;y\r\n0,5;1\r\n1,5;2\r\n": ([0.5, 1.5], [1, 2]),
    "0.5,1\n1.5,2": ([0.5, 1.5], [1, 2]),
    "0.5, 1\n1.5, 2": ([0.5, 1.5], [1, 2]),
    "  0.5   1 \n\n 1.5\u00a0\u22122 ": ([0.5, 1.5], [1, -2]),
    "0,5 1,5\n1,5 2,5": ([0.5, 1.5], [1.5, 2.5]),
    '"time","height"\n"0","1"\n"2","3"': ([0, 2], [1, 3]),
    "\ufeffa b\n1 2\n3 4": ([1, 3], [2, 4]),
    "3|1\n1|2|\n2|5\n3|1": ([1, 2, 3], [2, 5, 1]),
    "1;2;\n2;3;": ([1, 2], [2, 3]),
}

WRONG_TABLES = {
    "": ["Paste two columns"],
    "hello": ["Line 1"],
    "1 2": ["One x alone"],
    "1 2\n1 2": ["One x alone"],
    "1 2\n3\n5 six\n7 8": ["Line 2 has 1 column", "Line 3: “six”"],
    "1 2 3\n4 5 6": ["Line 1 has 3 columns", "Line 2 has 3 columns"],
    "1 2\n3 4\n1 5": ["Lines 1 and 3 give x = 1"],
    "1.5;2\n2,5;3": ["Line 1 has a decimal point and line 2 a decimal comma"],
    "1 2\n3 nan\n4 1e999": ["Line 2: “nan”", "Line 3: “1e999”"],
    "1,2,3,4\n5,6,7,8": ["Line 1 has 4 columns", "Line 2 has 4 columns"],
    "1 2\n" + "x y\n" * 9: ["Line 2", "Line 3", "Line 4", "And 6 more lines"],
    "1 0x10\n2 3": ["Line 1: “0x10”"],
    "1 1_000\n2 3": ["Line 1: “1_000”"],
}


def test_pasted_tables():
    found = run_node(
        """
        import { readPastedTable } from "./targets/pasted_table.js";
        give(DATA.map(readPastedTable));
        """,
        [*TABLES, *WRONG_TABLES],
    )
    for (text, (xs, ys)), one in zip(TABLES.items(), found, strict=False):
        assert (one["problems"], one["xs"], one["ys"]) == ([], xs, ys), text
    for (text, starts), one in zip(WRONG_TABLES.items(), found[len(TABLES) :], strict=True):
        assert len(one["problems"]) == len(starts), (text, one["problems"])
        assert all(map(str.startswith, one["problems"], starts)), (text, one["problems"])
        assert one["xs"] == []
    notes = found[list(TABLES).index("3|1\n1|2|\n2|5\n3|1")]["notes"]
    assert notes == ["The rows were put in the order of x.", "1 row says the same as another."]


def test_a_stroke_is_a_function():
    found = run_node(
        """
        import { afterPush, afterStroke, DRAWN_POINTS } from "./targets/drawing.js";
        const box = { domain: [0, 2], low: -1, high: 1 };
        const line = (from, to, n) => Array.from({ length: n }, (_, k) => ({
          x: from.x + k / (n - 1) * (to.x - from.x), y: from.y + k / (n - 1) * (to.y - from.y) }));
        const whole = afterStroke(box, line({ x: -1, y: -1 }, { x: 3, y: 1 }, 9), null);
        const part = afterStroke(box, line({ x: 1.5, y: 5 }, { x: 1, y: 5 }, 2), whole);
        const there = line({ x: 0, y: 0 }, { x: 2, y: 0 }, 5);
        const back = [...there, ...line({ x: 2, y: 1 }, { x: 1, y: 1 }, 5)];
        give({
          count: DRAWN_POINTS, whole, part,
          turned: afterStroke(box, back, null),
          nearly: afterStroke(box, line({ x: 0.05, y: 0 }, { x: 1.95, y: 0.95 }, 3), null),
          half: afterStroke(box, line({ x: 0.5, y: 0.25 }, { x: 1, y: 0.75 }, 3), null),
          dot: afterStroke(box, [{ x: 0.501, y: 0 }], null),
          pushed: afterPush(whole, 0.5, 0.5, 0.125),
        });
        """
    )
    n = found["count"]
    x = np.linspace(0, 2, n)
    inner = slice(8, -8)
    assert found["whole"][inner] == pytest.approx(((x - 1) / 2)[inner].tolist(), abs=0.02)
    assert found["part"][: n // 2 - 4] == found["whole"][: n // 2 - 4]
    assert found["part"][round(0.6 * n)] == 1.0  # kept in the box
    assert found["turned"][n // 4] == 0.0
    assert found["turned"][3 * n // 4] == 1.0
    assert found["half"][0] == pytest.approx(0.25, abs=0.01)
    assert found["half"][-1] == pytest.approx(0.75, abs=0.01)
    assert found["nearly"] == pytest.approx(((x - 0.05) / 2).tolist(), abs=1e-9)
    assert found["dot"] is None
    change = np.array(found["pushed"]) - np.array(found["whole"])
    assert change[n // 2] == pytest.approx(0.5)
    assert np.flatnonzero(change > 1e-12).tolist() == list(range(n // 2 - 15, n // 2 + 16))


def hostile_texts(count):
    """Return texts that try to be markup, scripts, other numbers; a few are targets."""
    rng = random.Random(7)
    pieces = [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)",
        "&#x3C;b&#x3E;", "points*smooth*", "drawn*", "table*lines*packed*", "0_1*1_2", "sin(x)",
        " on [0, 1]", "*new", "__proto__", "constructor", "toString", "\u0000", "\u202e", "${x}",
        "`", "'\"", "]]>", "--><svg/onload=alert(1)>", "%3Cscript%3E", "1e999", "NaN_NaN",
        "eval(1)", "x", "([{", "\n", "x if x > 0 else 0", "A" * 50,
    ]  # fmt: skip
    return ["".join(rng.choices(pieces, k=rng.randint(1, 4))) for _ in range(count)]


def test_hostile_texts_are_targets_or_one_line():
    texts = hostile_texts(1000)
    domains = ["", "[0, 1]", "<b>", "[0, 1] x [0, 1]"]
    found = read_all(*[[text, domains[k % 4], [0.5]] for k, text in enumerate(texts)])
    assert sum("message" in one for one in found) > 800
    for one in found:
        if "message" not in one:
            assert np.isfinite(np.array(one["domain"])).all()
        else:
            assert one["message"]
            assert "undefined" not in one["message"]


MOUNT = """
const shown = mount(document.getElementById("place"), SCENE, { address: true, only: ["own"] });
window.shown = shown;
"""


@pytest.fixture
def own_page(browser_page):
    """Return a function that opens a page with this panel alone."""
    script = f"const SCENE = {json.dumps({**SCENE, 'language': 'en', 'presets': {}})};{MOUNT}"
    html = trial_page(script, {"mount": "mount.js"})
    return lambda address="", **options: browser_page(html, address, **options)


def target_of(page):
    return page.evaluate("shown.state.get('target')")


def rows_of(page):
    """Return the points of the target of a page, from its address."""
    text = target_of(page)
    script = """
    import { targetFromAddress } from "./targets/target.js";
    const { rows, domain } = targetFromAddress(DATA, "", { targets: [] });
    give({ ...rows, domain });
    """
    return run_node(script, text)


def drawn_stroke(page, points):
    """Draw with the mouse through points, shares of the chart from its left and its top."""
    box = page.locator(".surface").bounding_box()
    place = [(box["x"] + a * box["width"], box["y"] + b * box["height"]) for a, b in points]
    page.mouse.move(*place[0])
    page.mouse.down()
    for where in place[1:]:
        page.mouse.move(*where, steps=8)
    page.mouse.up()


def test_a_student_types_draws_moves_and_pastes(own_page):
    page = own_page()
    # Types, wrong and right.
    field = page.get_by_label("Function of x")
    assert field.input_value() == "sin(2*pi*x)"
    field.fill("sin(5*x) + foo(x)")
    assert field.get_attribute("aria-invalid") == "true"
    assert page.locator("mark").inner_text() == "foo"
    assert "floor" in page.locator(".message", has_text="column 12").inner_text()
    assert target_of(page) == "sine"
    field.fill("<img src=x onerror=alert(1)>")
    assert page.locator(".message", has_text="at column").count() == 1
    assert page.locator("img").count() == 0
    field.fill("exp(-x^2)")
    page.get_by_role("textbox", name="x to").fill("2*pi")
    page.get_by_role("textbox", name="x to").press("Enter")
    assert page.evaluate("shown.state.get('domain')") == "[-1, 2*pi]"
    command = f'uat fit "exp(-x^2) on [-1, {2 * np.pi!r}]" --width 8'
    assert page.locator("pre").inner_text() == command
    # Draws with the mouse, over grid lines too, and takes a stroke back.
    page.get_by_label("Draw it").check()
    page.get_by_role("button", name="Undo").first.wait_for()
    drawn_stroke(page, [(0.01, 0.5), (0.5, 0.2), (0.99, 0.5)])
    whole = target_of(page)
    assert whole.startswith("drawn*smooth*")
    assert len(whole) < 600
    drawn_stroke(page, [(0.4, 0.9), (0.6, 0.9)])
    dented = rows_of(page)["ys"]
    assert dented[64] == pytest.approx(min(dented))
    page.get_by_role("button", name="Undo").locator("visible=true").click()
    assert target_of(page) == whole
    # By keys: the middle height, ten steps up.
    page.get_by_role("button", name="Points for the keys").click()
    before = rows_of(page)["ys"]
    middle = page.get_by_role("slider", name="Height 5 of 9")
    middle.press("Shift+ArrowDown")
    assert before[64] - rows_of(page)["ys"][64] > 0.1
    assert before[0] == pytest.approx(rows_of(page)["ys"][0], abs=1e-4)
    # Pastes a table: what is wrong is told by line, then it counts.
    page.get_by_label("Paste a table").check()
    table = page.get_by_label("Two columns")
    table.fill("x;y\n0;1\n1,5;zwei\n3;4")
    assert page.locator(".message", has_text="Line 3").count() == 1
    assert target_of(page).startswith("drawn*")
    table.fill("x;y\n3;4\n0;1\n1,5;-2,25")
    assert target_of(page) == "table*lines*0_1*1.5_-2.25*3_4"
    assert "3 rows read" in page.get_by_role("status").all_inner_texts()[-1]
    with page.expect_download() as download:
        page.get_by_role("button", name="Save table.csv").click()
    assert download.value.path().read_text() == "x,y\n0,1\n1.5,-2.25\n3,4\n"
    # All of it comes back from the address.
    shared = own_page(page.evaluate("shown.state.address()"))
    assert target_of(shared) == target_of(page)
    assert shared.get_by_label("Paste a table").is_checked()
    assert shared.locator("h2").inner_text() == "a table of 3 rows"


def test_points_by_touch_and_keys_on_a_small_screen(own_page):
    start = "#ownWay=points&target=points*lines*0_0*1_1*2_0"
    page = own_page(start, width=360, height=740, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    point = page.get_by_role("slider", name="Point 2 of 3")
    point.scroll_into_view_if_needed()
    box = point.locator(".knob").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    for kind, dy in [("Start", 0), ("Move", 20), ("Move", 60), ("End", None)]:
        points = [] if dy is None else [{"x": x + dy / 4, "y": y + dy}]
        touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    moved = rows_of(page)
    assert moved["xs"][1] > 1.02
    assert moved["ys"][1] < 0.8
    assert moved["ys"][::2] == [0, 0]
    point.press("ArrowUp")
    assert rows_of(page)["ys"][1] > moved["ys"][1]
    page.get_by_role("button", name="Add a point").click()
    assert len(rows_of(page)["xs"]) == 4
    focused = page.evaluate("place.shadowRoot.activeElement.getAttribute('aria-label')")
    assert re.fullmatch("Point [23] of 4", focused)
    page.keyboard.press("Delete")
    assert len(rows_of(page)["xs"]) == 3
    page.get_by_role("slider", name="Point 1 of 3").press("Delete")
    assert len(rows_of(page)["xs"]) == 3
    page.keyboard.press("Control+z")
    assert len(rows_of(page)["xs"]) == 4
    page.get_by_role("radio", name="a smooth curve").check()
    assert target_of(page).startswith("points*smooth*")


def test_hostile_addresses_and_tables_stay_text(own_page):
    page = own_page()
    for text in hostile_texts(60):
        page.evaluate("text => shown.state.set({ target: text })", text)
        page.evaluate("text => shown.state.set({ ownWay: 'table', ownLow: text })", text[:60])
        page.get_by_label("Two columns").fill(f"{text}\n1 2\n{text} {text}")
    markup = "'script, img, iframe, a, [onerror], [onload]'"
    assert page.evaluate(f"place.shadowRoot.querySelectorAll({markup}).length") == 0
