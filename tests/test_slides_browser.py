"""The deck in a browser: everything fits, keys move it, the notes follow."""

import re
import subprocess

import pytest
from tools import BROWSER_FLAGS, json_of, needs

from uat.slides.content import (
    Bullets,
    Columns,
    Deck,
    Equation,
    Listing,
    Output,
    Picture,
    Slide,
    TableBlock,
    Text,
)
from uat.slides.html import deck_html

# A formula of 14 pixels with an exponent, as matplotlib writes text.
SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
viewBox="0 0 900 300">
<text x="100" y="100" style="font: 14px sans-serif">a<tspan style="font-size: 9px">2</tspan>\
<tspan style="font-size: 14px">b</tspan></text></svg>"""
PROGRAM = "\n".join(["x = 1  # " + "word " * 8 + "end"] * 24)
SENTENCE = "Each step moves against the gradient, and the step is $\\eta$ times as long."
BULLETS = Bullets((SENTENCE, "The `code` of it", "It **ends** at $w_{1}^{(2)}$", SENTENCE))
ALIGNED = r"""\begin{aligned} a &= \frac{1}{n} \sum_{i=1}^{n} x_i \\
b &= \frac{\partial E}{\partial b} \end{aligned}"""
SLIDES = {
    "bullets": (Text(SENTENCE), BULLETS),
    "picture": (Columns(((BULLETS,), (Picture("p", "A picture"),)), (2, 3)),),
    "page": (Picture("p", "A picture"), Text(SENTENCE)),
    "code": (Columns(((Listing("a.R"),), (Listing("a.py"),))),),
    "output": (Output("a 1.25\nb 2.5"),),
    "formulas": (Text(SENTENCE), Equation(ALIGNED), Equation("y = x^{2^2}")),
    "table": (TableBlock(("", "$x_1$", "b"), (("one", "1", "2"), ("two", "3", "4")), "Numbers"),),
    "dense": (BULLETS, BULLETS, Text(" ".join([SENTENCE] * 7))),
}


@pytest.fixture(scope="module")
def page():
    needs("latex2mathml")
    needs("pygments")
    slides = [Slide(key, 1, f"On {key}", blocks, f"Say {key}.") for key, blocks in SLIDES.items()]
    deck = Deck("The deck", "Below it", "A. Teacher", "2024", "en", tuple(slides))
    return deck_html(deck, {"p": (SVG, SVG)}, lambda _: PROGRAM)


@pytest.fixture
def browse(tmp_path):
    """Return a function that opens a page in a browser and returns it as the scripts leave it."""
    chromium = needs("chromium")

    def dom(page, query="", script=""):
        file = tmp_path / "deck.html"
        file.write_text(page.replace("</body>", f"<script>{script}</script>\n</body>"), "utf-8")
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [chromium, *BROWSER_FLAGS, profile, "--dump-dom", f"{file.as_uri()}{query}"]
        done = subprocess.run(command, capture_output=True, timeout=120, check=True)
        return done.stdout.decode("utf-8")

    return dom


class TestLayout:
    def test_every_slide_fits_and_no_text_is_small(self, page, browse):
        slides = {one["key"]: one for one in json_of(browse(page, "?check"), "ui.report")["slides"]}
        assert list(slides) == ["title", *SLIDES]
        for slide in slides.values():
            assert slide["overflow"] == []
            assert slide["smallest"] >= 18
        assert slides["dense"]["fit"] > slides["bullets"]["fit"] == 0
        # 1200 of 900 units wide beside nothing; three fifths of it beside bullets
        assert slides["page"]["letters"] == pytest.approx(14 * 1200 / 900, abs=0.1)
        assert slides["picture"]["letters"] == pytest.approx(14 * 1176 * 0.6 / 900, abs=0.1)
        assert slides["table"]["letters"] is None

    def test_what_a_person_would_not_accept_is_found(self, page, browse):
        harm = """
        #code pre { font-size: 21px !important }
        #page p { height: 500px }
        #formulas math { padding-left: 1300px }
        #table caption { font-size: 17px }
        """
        found = json_of(
            browse(page.replace("</style>", f"{harm}</style>", 1), "?check"), "ui.report"
        )
        overflowing = [slide["key"] for slide in found["slides"] if slide["overflow"]]
        assert overflowing == ["page", "code", "formulas"]
        assert [slide["key"] for slide in found["slides"] if slide["smallest"] < 18] == ["table"]


# Runs in the page: does what a person would do, and tells what is to be seen after it.
TRY = """
const steps = [];
const shown = () => [...document.querySelectorAll(".slide")]
  .filter((slide) => slide.getClientRects().length).map((slide) => slide.id);
const look = (what) => steps.push({
  what, shown: shown(), hash: location.hash, focus: document.activeElement.id,
  live: document.getElementById("ui.live").textContent,
  theme: document.documentElement.dataset.theme || "", title: document.title,
  width: document.getElementById("ui.progress").style.width,
});
const press = (key, more = {}, place = document.activeElement) => {
  const all = {key, bubbles: true, cancelable: true, ...more};
  place.dispatchEvent(new KeyboardEvent("keydown", all));
  look((more.shiftKey ? "Shift+" : "") + (more.ctrlKey ? "Ctrl+" : "") + key);
};
const tell = () => {
  const place = document.createElement("script");
  place.type = "application/json";
  place.id = "steps";
  place.textContent = JSON.stringify(steps).replace(/</g, "\\\\u003c");
  document.body.append(place);
};
look("start");
"""


@pytest.fixture
def tried(page, browse):
    """Return a function that runs a script in the page and returns what was seen on the way."""
    return lambda script, query="": json_of(browse(page, query, f"{TRY}{script}tell();"), "steps")


class TestMoving:
    def test_keys_move_the_deck(self, tried):
        keys = ["ArrowRight", "ArrowDown", "PageDown", " ", "End", "ArrowRight", "ArrowLeft"]
        keys += ["ArrowUp", "PageUp", "Home", "ArrowLeft"]
        steps = tried(f"for (const key of {keys}) press(key);")
        pages = ["title", *SLIDES]
        order = [0, 1, 2, 3, 4, 8, 8, 7, 6, 5, 0, 0]
        assert [step["shown"] for step in steps] == [[pages[index]] for index in order]
        assert [step["hash"] for step in steps] == [f"#/{pages[index]}" for index in order]
        assert all(step["focus"] == step["shown"][0] for step in steps[1:])
        assert steps[2]["live"] == "Slide 3 of 9: On picture"
        assert steps[2]["title"] == "On picture · The deck"
        assert [steps[index]["width"] for index in (0, 4, 5)] == ["0%", "50%", "100%"]

    def test_keys_with_others_held_are_the_browsers(self, tried):
        steps = tried(
            'press("End"); press(" ", {shiftKey: true}); press("ArrowLeft", {ctrlKey: true});'
        )
        assert [step["shown"] for step in steps[1:]] == [["dense"], ["table"], ["table"]]

    def test_an_address_opens_its_slide(self, tried):
        addresses = ["#code", "#/3", "#/99", "#/x", "#/%"]
        steps = tried(
            f"for (const address of {addresses}) {{ location.hash = address;"
            "  dispatchEvent(new HashChangeEvent('hashchange')); look(address); }",
            "#/table",
        )
        shown = [step["shown"][0] for step in steps]
        assert shown == ["table", "code", "picture", "dense", "title", "title"]

    def test_a_swipe_moves_the_deck(self, tried):
        swipe = """
        const swipe = (x, y) => {
          const at = (clientX, clientY) =>
            new Touch({identifier: 1, target: document.body, clientX, clientY});
          const send = (name, touch, touches) => document.body.dispatchEvent(
            new TouchEvent(name, {bubbles: true, touches, changedTouches: [touch]}));
          send("touchstart", at(600, 300), [at(600, 300)]);
          send("touchend", at(600 + x, 300 + y), []);
          look("swipe");
        };
        swipe(-100, 10); swipe(-100, 10); swipe(100, -10); swipe(-20, 0); swipe(-100, 200);
        """
        shown = [step["shown"][0] for step in tried(swipe)[1:]]
        assert shown == ["bullets", "picture", "bullets", "bullets", "bullets"]

    def test_buttons_do_what_keys_do(self, tried):
        steps = tried("""
        const click = (place, command) => {
          document.querySelector(`${place} [data-do=${command}]`).click(); look(command);
        };
        click(".bar", "next"); click(".bar", "next"); click(".bar", "previous");
        click(".bar", "help"); click(".help", "last");
        """)
        shown = [step["shown"][0] for step in steps[1:]]
        assert shown == ["bullets", "picture", "bullets", "bullets", "dense"]


class TestViews:
    def test_the_overview_shows_all_and_opens_one(self, tried):
        steps = tried("""
        press("o"); press("ArrowRight"); press("ArrowDown"); press("ArrowUp"); press("Escape");
        press("o"); document.querySelector("#table .jump").click(); look("click");
        """)
        everything = ["title", *SLIDES]
        assert [step["shown"] for step in steps[1:5]] == [everything] * 4
        hashes = ["#/title", "#/bullets", "#/output", "#/bullets"]
        assert [step["hash"] for step in steps[1:5]] == hashes
        assert steps[5]["shown"] == ["bullets"]
        assert steps[6]["shown"] == everything
        assert (steps[7]["shown"], steps[7]["focus"]) == (["table"], "table")

    def test_dark_and_light_change_the_figures_too(self, tried):
        steps = tried("""
        const seen = () => steps.push([...document.querySelectorAll("#page svg")]
          .filter((svg) => svg.getClientRects().length).map((svg) => svg.classList[0]));
        location.hash = "#/page";
        document.documentElement.dataset.theme = "light";
        press("3"); press("PageDown"); press("PageDown"); press("PageDown");
        seen(); press("d"); seen(); press("d"); seen();
        """)
        assert [step for step in steps if isinstance(step, list)] == [
            ["light"],
            ["dark"],
            ["light"],
        ]
        assert [
            step["live"] for step in steps if isinstance(step, dict) and step["what"] == "d"
        ] == [
            "Dark",
            "Light",
        ]

    def test_help_lists_every_key_and_keeps_the_others_still(self, tried):
        steps = tried("""
        press("?"); steps.push(document.getElementById("ui.help").open);
        press("ArrowRight"); press("?"); steps.push(document.getElementById("ui.help").open);
        """)
        assert [step for step in steps if isinstance(step, bool)] == [True, False]
        assert steps[3]["shown"] == ["title"]

    def test_the_notes_follow_in_a_window_of_their_own(self, tried):
        steps = tried("""
        let notes = null;
        const open = window.open;
        window.open = (...all) => (notes = open.apply(window, all));
        press("ArrowRight"); press("s");
        const read = () => steps.push(["at", "title", "next", "notes", "clock", "spent"]
          .map((id) => notes.document.getElementById(id).textContent));
        read(); press("ArrowRight"); read();
        const end = new notes.KeyboardEvent("keydown", {key: "End", bubbles: true});
        notes.document.body.dispatchEvent(end); read(); look("end");
        """)
        first, second, last = (step for step in steps if isinstance(step, list))
        assert first[:4] == ["2 / 9", "On bullets", "Next: On picture", "Say bullets."]
        assert re.search(r"\d+:\d\d", first[4])
        assert first[5] == "00:00:00"
        assert second[:4] == ["3 / 9", "On picture", "Next: On page", "Say picture."]
        assert last[:4] == ["9 / 9", "On dense", "Next: End", "Say dense."]
        assert steps[-1]["shown"] == ["dense"]

    def test_a_blocked_window_is_told(self, tried):
        assert "blocked" in tried('window.open = () => null; press("s");')[-1]["live"]

    def test_without_scripts_every_slide_is_there(self, page, browse):
        page = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
        assert json_of(browse(page, "", f"{TRY}tell();"), "steps")[0]["shown"] == ["title", *SLIDES]
