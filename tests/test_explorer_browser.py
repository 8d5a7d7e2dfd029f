"""The whole page as a student uses it: by mouse, touch and keys, on any screen, with any text."""

from __future__ import annotations

import itertools
import json

import pytest
from explorer_tools import axe_core
from tools import uat as command

import uat
from uat.explorer.page import page_html
from uat.explorer.scene import scene_of

TABS = {"build": "Build", "train": "Train", "compare": "Compare", "own": "Your own"}
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
SCREENS = ((360, "light"), (768, "dark"), (1280, "light"), (1920, "dark"))
MARGIN = 2  # pixels by which the boxes of two texts may meet

# What a person would not accept of the texts in sight, and of the width of the page.
LAYOUT = """() => {
  const root = document.getElementById("uat-explorer").shadowRoot;
  const hidden = "style, script, title, desc, option, textarea, .hidden-text, "
    + "details:not([open]) > :not(summary)";
  const problems = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) problems.push(`the page scrolls ${wide} px to the side`);
  const texts = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (parent === null || !node.textContent.trim() || parent.closest(hidden)) continue;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const size = parseFloat(getComputedStyle(parent).fontSize);
    const text = node.textContent.trim().slice(0, 40);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      texts.push({ node, text, box });
      if (size < 13.9 && !parent.closest("svg")) problems.push(`${text}: ${size} px`);
      if (box.left < -1 || box.right > innerWidth + 1) problems.push(`outside: ${text}`);
    }
  }
  for (const [i, one] of texts.entries()) {
    for (const other of texts.slice(i + 1)) {
      if (one.node === other.node) continue;
      const [a, b] = [one.box, other.box];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > MARGIN && down > 2 * MARGIN) problems.push(`${one.text} over ${other.text}`);
    }
  }
  return [texts.length, problems];
}""".replace("MARGIN", str(MARGIN))


@pytest.fixture(scope="module")
def html():
    return page_html(scene_of(["sine", "franke"]))


def tab(page, name):
    """Show a panel and wait for it."""
    page.get_by_role("tab", name=name, exact=True).click()
    page.get_by_role("tabpanel", name=name, exact=True).wait_for()


def settled(page):
    """Wait until what a change leads to is drawn and the address is written."""
    frames = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 250)))"
    page.evaluate(frames)


@pytest.mark.parametrize("panel", TABS)
def test_every_screen_is_in_order_and_open_to_everybody(panel, html, browser_page):
    axe = axe_core()
    page = browser_page(html, f"#panel={panel}")
    page.locator("[role=tab][aria-selected=true]", has_text=TABS[panel]).wait_for()
    page.evaluate(f"{axe}\n;0")
    for width, theme in SCREENS:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        count, problems = page.evaluate(LAYOUT)
        assert count > 20
        assert problems == [], (width, theme)
        if width in (360, 1920):
            found = page.evaluate(f"axe.run(document, {{ runOnly: {json.dumps(RULES)} }})")
            broken = [(one["id"], one["nodes"][0]["target"]) for one in found["violations"]]
            assert broken == [], (width, theme)


def test_what_a_person_would_not_accept_is_found(html, browser_page):
    page = browser_page(html)
    page.get_by_role("heading", level=1).wait_for()
    page.evaluate(
        """() => {
          const heading = document.getElementById("uat-explorer").shadowRoot.querySelector("h1");
          heading.style.marginRight = "-3000px";
          heading.style.fontSize = "12px";
        }"""
    )
    _, problems = page.evaluate(LAYOUT)
    assert any("12 px" in problem for problem in problems)


def test_a_handle_moves_by_mouse_keys_and_touch(html, browser_page):
    page = browser_page(html, "#panel=build", has_touch=True)
    chart = page.get_by_role("tabpanel", name="Build")
    handle = chart.locator("svg [role=slider][aria-label='Centre']")
    at = lambda: float(handle.get_attribute("aria-valuenow"))  # noqa: E731
    begun = at()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y, steps=4)
    page.mouse.up()
    dragged = at()
    assert dragged > begun + 0.1
    handle.press("ArrowLeft")
    small = dragged - at()
    assert 0 < small < 0.1
    handle.press("Shift+ArrowLeft")
    assert dragged - at() == pytest.approx(11 * small)
    handle.press("Home")
    assert at() == pytest.approx(float(handle.get_attribute("aria-valuemin")))
    settled(page)
    assert "buildCentre=-0.9" in page.url
    fingers = page.context.new_cdp_session(page)
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x + 60, "y": y}]),
        ("touchMove", [{"x": x + 120, "y": y}]),
        ("touchEnd", []),
    ):
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    settled(page)
    assert at() > -0.8


def test_a_link_brings_everything_back(html, browser_page):
    page = browser_page(html, "#panel=own")
    field = page.get_by_label("Function of x, or of x and y")
    field.fill("exp(-x^2)*sin(5*x)")
    field.press("Enter")
    end = page.get_by_role("textbox", name="x to")
    end.fill("pi/2")
    end.press("Enter")
    settled(page)
    tab(page, "Build")
    page.get_by_role("button", name="3. Staircase").click()
    page.get_by_label("Colours").select_option("dark")
    settled(page)
    address = page.url.split("#")[1]
    other = browser_page(html, f"#{address}")
    other.get_by_role("tabpanel", name="Build").wait_for()
    settled(other)
    assert other.url.split("#")[1] == address
    chosen = other.get_by_role("button", name="3. Staircase").get_attribute("aria-pressed")
    assert (chosen, other.get_by_label("Colours").input_value()) == ("true", "dark")
    tab(other, "Your own")
    assert other.get_by_label("Function of x, or of x and y").input_value() == "exp(-x^2)*sin(5*x)"


def test_a_wrong_formula_is_told_and_the_picture_stays(html, browser_page):
    page = browser_page(html, "#panel=own")
    field = page.get_by_label("Function of x, or of x and y")
    for wrong in ("sin(x", "sinus(x)", "x +* 2", "alert(1)", "x.constructor", "1/x"):
        field.fill(wrong)
        field.press("Enter")
        settled(page)
        assert field.get_attribute("aria-invalid") == "true", wrong
    field.fill("cos(x)")
    field.press("Enter")
    settled(page)
    assert field.get_attribute("aria-invalid") in (None, "false")


def test_a_network_leaves_the_page_and_is_read_in_python(html, browser_page, tmp_path):
    page = browser_page(html, "#panel=build&buildScene=staircase&buildSteps=12")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save model.json").click()
    file = tmp_path / "model.json"
    download.value.save_as(file)
    model = uat.Model.load(file)
    assert model.network.width == 12
    x = [k / 500 - 1 for k in range(1001)]
    assert abs(model(x) - uat.TARGETS["sine"](x)).max() < 0.5
    shown = command("show", file)
    assert shown.exit_code == 0
    assert "12" in shown.stdout


MARKUP = (
    "<script>window.harmed=1</script>", "<img src=x onerror=window.harmed=1>", "</script><b>a</b>",
    "<svg onload=window.harmed=1>", "javascript:window.harmed=1", "{{window.harmed=1}}",
    "<iframe srcdoc='<script>parent.harmed=1</script>'>", "\"><style>*{display:none}</style>",
    "' onfocus=window.harmed=1 autofocus '", "${window.harmed=1}", "<a href=javascript:harmed=1>a",
    "constructor.constructor('window.harmed=1')()", "__proto__", "<!--", "]]>",
    "\u202e\u0000\ufeff",
    "%3Cscript%3Ewindow.harmed=1%3C/script%3E", "&lt;img src=x onerror=harmed=1&gt;",
    "\\u003cb\\u003e",
    "eval('window.harmed=1')",
)  # fmt: skip
AROUND = (
    "{}",
    "x+{}",
    "1,{}",
    "{} on [0, 1]",
    "sin({})",
    '"{}"',
    "{}\t1",
    "1;2\n{};3",
    "[{}]",
    "{}=1",
)
FIELDS = ("target", "domain", "panel", "theme", "ownLow")
HOSTILE = [around.replace("{}", one) for one, around in itertools.product(MARKUP, AROUND)]


# Leaves a hostile text in an address or a field, and counts the nodes that no panel makes.
HARMLESS = """() => {
  const root = document.getElementById("uat-explorer").shadowRoot;
  const foreign = "script, img, iframe, b, object, embed, style, a[href^='javascript'], [onerror], "
    + "[onload], [onfocus]";
  window.strange = [];
  window.turn = () => new Promise((done) => setTimeout(done));
  addEventListener("securitypolicyviolation", (event) => window.strange.push(event.blockedURI));
  window.look = (text) => {
    const count = root.querySelectorAll(foreign).length
      + document.querySelectorAll("img, iframe, b").length;
    if (count > 0 || window.harmed) window.strange.push(text);
  };
}"""
BY_ADDRESS = """async ([texts, names]) => {
  for (const text of texts) {
    for (const name of names) {
      location.hash = `panel=own&${name}=${encodeURIComponent(text)}`;
      dispatchEvent(new HashChangeEvent("hashchange"));
    }
    await turn();
    look(text);
  }
  location.hash = "panel=own";
  dispatchEvent(new HashChangeEvent("hashchange"));
}"""
BY_FIELD = """async (place, texts) => {
  for (const text of texts) {
    place.value = text;
    place.dispatchEvent(new Event("input", { bubbles: true }));
    place.dispatchEvent(new Event("change", { bubbles: true }));
    await turn();
    look(text);
  }
}"""


def test_a_thousand_hostile_texts_are_only_texts(html, browser_page):
    """Two hundred texts in five places of the address, then as pasted tables and as formulas."""
    assert len(HOSTILE) * len(FIELDS) == 1000
    page = browser_page(html, "#panel=own")
    formula = page.get_by_label("Function of x, or of x and y")
    formula.wait_for()
    page.evaluate(HARMLESS)
    page.evaluate(BY_ADDRESS, [HOSTILE, FIELDS])
    formula.evaluate(BY_FIELD, HOSTILE)
    page.get_by_role("radio", name="Paste a table").check()
    page.get_by_role("tabpanel", name="Your own").locator("textarea:visible").evaluate(
        BY_FIELD, HOSTILE
    )
    assert page.evaluate("window.strange") == []
    assert page.title() == "Universal Approximation Explorer"


def test_training_leads_to_the_network_that_python_finds(html, browser_page, tmp_path):
    page = browser_page(html, "#panel=train&trainWidth=4&trainLength=500&trainSeed=3")
    panel = page.get_by_role("tabpanel", name="Train")
    for _ in range(5):
        panel.get_by_role("button", name="+100").click()
        settled(page)
    panel.locator("dd", has_text="500").first.wait_for()
    with page.expect_download() as download:
        panel.get_by_role("button", name="Save model.json").click()
    download.value.save_as(tmp_path / "model.json")
    here = uat.Model.load(tmp_path / "model.json")
    there = uat.fit("sine", 4, trainer=uat.GradientDescent(epochs=500), seed=3)
    x = [k / 50 - 1 for k in range(101)]
    assert here(x) == pytest.approx(there(x), rel=1e-7, abs=1e-9)


def test_too_large_a_rate_diverges_and_a_smaller_one_does_not(html, browser_page):
    page = browser_page(
        html,
        "#panel=train&trainRule=descent&trainMomentum=0&trainRate=500&trainLength=500&trainSpeed=max",
    )
    panel = page.get_by_role("tabpanel", name="Train")
    panel.get_by_role("button", name="Play").click()
    told = panel.get_by_text("Training diverged after")
    told.first.wait_for()
    settled(page)
    assert "trainRate=500" in page.url
    panel.get_by_role("button", name="Take the automatic rate").click()
    told.first.wait_for(state="hidden")
    panel.get_by_role("button", name="Again").wait_for()  # it went on by itself, to the end
    assert not told.first.is_visible()
    settled(page)
    assert "trainRate=500" not in page.url


@pytest.mark.slow
def test_runs_finish_and_a_point_shows_its_network(html, browser_page):
    page = browser_page(html, "#panel=compare&compareEpochs=200&compareSeeds=2&compareWidest=4")
    panel = page.get_by_role("tabpanel", name="Compare")
    panel.get_by_role("button", name="Run", exact=True).click()
    panel.get_by_text("6 of 6 runs done").wait_for()
    panel.get_by_role("button", name="near-best, width 4").click()
    panel.get_by_role("heading", name="near-best, width 4").wait_for()
    panel.get_by_label("Rule", exact=True).select_option("Nesterov's descent")
    panel.get_by_role("heading", name="Nesterov's descent, width 4").wait_for()
