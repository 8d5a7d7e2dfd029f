"""The deck as a page: whole, safe, self-contained, the same bytes each time."""

import re
import sys
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from tools import needs

from uat.exceptions import MissingPackageError, OutputError, UnknownNameError
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
from uat.slides.html import WORDS, deck_html

HOSTILE = '<script>alert("x")</script> & \' </style>'
VOID = {"meta", "link", "br", "hr", "img", "input"}
# What matplotlib writes, and what it does not.
SVG = """<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="72pt" height="72pt" viewBox="0 0 72 72" version="1.1">
 <metadata><x xmlns="http://elsewhere.example/"/></metadata>
 <defs><style type="text/css">*{stroke-linejoin: round}</style></defs>
 <script>alert(1)</script>
 <g id="figure_1" onload="alert(2)"><defs><path id="m" d="M0 0"/>
 <clipPath id="c"><rect width="9" height="9"/></clipPath></defs>
 <use xlink:href="#m" style="fill: COLOUR; clip-path: url(#c)" clip-path="url(#c)"/>
 <image xlink:href="https://elsewhere.example/a.png"/>
 <image xlink:href="data:image/png;base64,AA=="/>
 </g></svg>"""
PICTURES = {"wave": (SVG.replace("COLOUR", "#fff"), SVG.replace("COLOUR", "#000"))}
PROGRAMS = {"a.R": "x <- 1  # <R>\n", "a.py": 'x = "<py>"\n'}
BLOCKS = (
    Text("Some **bold** and `code()` and $x_1$."),
    Bullets(("first", "second")),
    Equation("y = x^2", "y is x squared"),
    Columns(((Listing("a.R"),), (Listing("a.py"), Output("x 1\n"))), (2, 3)),
    TableBlock(("", "mean"), (("left", "-1.5e-3"), ("right", "20")), "A caption"),
    TableBlock(("x", "d"), (("0", "1"),)),
    Picture("wave", "A wave"),
    Picture("wave", "The same wave"),
)


@pytest.fixture(autouse=True)
def _readers():
    needs("latex2mathml")
    needs("pygments")


def deck_of(*blocks, title="A slide", notes="", language="en"):
    slides = (Slide("first", 1, title, blocks, notes), Slide("last", 2, "The end", (), ""))
    return Deck("The deck", "Below it", "A. Teacher", "2024", language, slides)


def page_of(*blocks, **words):
    return deck_html(deck_of(*blocks, **words), PICTURES, PROGRAMS.__getitem__)


class Page(HTMLParser):
    """What a parser sees: elements with their attributes, and text; tags must be balanced."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.text, self.open = [], "", []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


class TestThePage:
    def test_everything_of_the_deck_is_there(self):
        page = Page(page_of(*BLOCKS, notes="Say this.\n\nThen\nthat."))
        for text in ("The deck", "Below it", "A. Teacher", "2024", "A slide", "The end", "bold"):
            assert text in page.text
        for text in ("code()", "first", "second", "x <- 1  # <R>", 'x = "<py>"', "x 1", "a.py"):
            assert text in page.text
        for text in ("left", "-1.5e-3", "A caption", "Say this.", "Then that.", "2 / 3", "3 / 3"):
            assert text in page.text
        assert [one["aria-label"] for one in page.all("figure") if "role" in one] == [
            "A wave",
            "The same wave",
        ]
        assert [math["alttext"] for math in page.all("math")] == ["x₁", "y is x squared"]

    def test_slides_are_sections_named_by_their_headings(self):
        page = Page(page_of(*BLOCKS))
        sections = page.all("section")
        assert [section["id"] for section in sections] == ["title", "first", "last"]
        headings = [one["id"] for tag, one in page.elements if tag in ("h1", "h2")]
        assert [section["aria-labelledby"] for section in sections] == headings
        assert page.all("html")[0]["lang"] == "en"

    def test_ids_are_unique_and_lead_somewhere(self):
        page = Page(page_of(*BLOCKS))
        ids = [one["id"] for _, one in page.elements if "id" in one]
        assert len(ids) == len(set(ids))
        links = [one["href"] for tag, one in page.elements if tag == "use"]
        links += re.findall(r"url\((#[^)]*)\)", str(page.elements))
        assert len(links) == 4 * 3
        assert {link.removeprefix("#") for link in links} <= set(ids)

    def test_the_same_deck_is_the_same_bytes(self):
        assert page_of(*BLOCKS) == page_of(*BLOCKS)

    def test_a_language_without_words_speaks_english_and_says_its_own_name(self):
        page = page_of(language="xx")
        assert '<html lang="xx">' in page
        assert WORDS["en"]["help"] in page

    @pytest.mark.parametrize("language", WORDS)
    def test_every_language_has_every_word(self, language):
        assert WORDS[language].keys() == WORDS["en"].keys()
        assert set(re.findall(r"{\w+}", WORDS[language]["position"])) == {
            "{at}",
            "{all}",
            "{title}",
        }


class TestSafety:
    def test_hostile_text_stays_text(self):
        hostile = HOSTILE.replace('"', "'")
        blocks = (
            Text(HOSTILE),
            Bullets((HOSTILE, f"**{HOSTILE}**", f"`{HOSTILE}`")),
            Equation("x", HOSTILE),
            Output(HOSTILE),
            TableBlock((HOSTILE,), ((HOSTILE,),), HOSTILE),
            Picture("wave", HOSTILE),
            Listing("a.py"),
        )
        slide = Slide("key", 1, HOSTILE, blocks, HOSTILE)
        deck = Deck(HOSTILE, HOSTILE, HOSTILE, HOSTILE, '"><script>', (slide,))
        page = Page(deck_html(deck, PICTURES, lambda name: f"{name} = '''{hostile}'''\n"))
        assert len(page.all("script")) == 3
        assert len(page.all("style")) == 1
        assert page.text.count(HOSTILE) == 16
        assert not [one for _, one in page.elements if any(name.startswith("on") for name in one)]

    def test_nothing_is_fetched(self):
        page = page_of(*BLOCKS)
        assert "://" not in page
        assert "@import" not in page
        assert not re.search(r"url\((?!#)", page)
        links = [
            one[name] for _, one in Page(page).elements for name in ("href", "src") if name in one
        ]
        assert all(link.startswith(("#", "data:image/")) for link in links)

    def test_a_picture_brings_neither_scripts_nor_styles(self):
        page = page_of(Picture("wave", ""))
        assert "alert" not in page
        assert page.count("stroke-linejoin: round") == 2
        assert "metadata" not in page


class TestTables:
    def test_heads_say_what_they_head(self):
        page = page_of(*BLOCKS)
        assert '<th scope="row">left</th><td class="number">-1.5e-3</td>' in page
        assert '<th scope="col" class="number">mean</th>' in page
        assert '<td class="number">0</td><td class="number">1</td>' in page

    @pytest.mark.parametrize("cell", ["0", "-0.5", "\u22120.5", "1,000", "< 2e-16", "9%"])
    def test_numbers_are_flush_right(self, cell):
        assert f'"number">{cell.replace("<", "&lt;")}<' in page_of(TableBlock(("a",), ((cell,),)))

    @pytest.mark.parametrize("cell", ["", "x", "1 of 2", "1e", "-"])
    def test_words_are_not(self, cell):
        assert '"number"' not in page_of(TableBlock(("a",), ((cell,),)))


class TestPrograms:
    @pytest.mark.parametrize(
        ("lines", "letters", "size"),
        [(10, 40, 22), (22, 40, 20), (24, 40, 18), (10, 45, 20), (10, 52, 18), (40, 90, 18)],
    )
    def test_programs_are_as_large_as_fits(self, lines, letters, size):
        program = "\n".join(["x" * letters] * lines)
        columns = Columns(((Listing("a.R"),), (Listing("a.py"),)))
        page = deck_html(deck_of(columns), {}, lambda _: program)
        assert f'style="--code: {size}px"' in page

    def test_tokens_are_marked(self):
        page = page_of(Listing("a.py"), Listing("a.R"))
        assert '<code class="language-python"' in page
        assert 'class="t-c1"' in page


class TestWhatIsMissing:
    def test_an_unknown_picture_is_named(self):
        with pytest.raises(UnknownNameError, match="unknown picture 'wav': did you mean wave"):
            page_of(Picture("wav", ""))

    @pytest.mark.parametrize("text", ["", "no picture", "<svg>", "<html/>"])
    def test_what_is_no_picture_is_refused(self, text):
        with pytest.raises(OutputError, match="'wave' is not SVG"):
            deck_html(deck_of(Picture("wave", "")), {"wave": (text, text)})

    def test_a_program_in_another_language_is_refused(self):
        with pytest.raises(OutputError, match=r"a\.c: the deck shows R and py files only"):
            deck_html(deck_of(Listing("a.c")), {}, lambda _: "")

    def test_without_pygments_it_says_what_to_install(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "pygments", None)
        message = r"pygments: pip install 'uat-toolkit\[slides\]'"
        with pytest.raises(MissingPackageError, match=message):
            page_of(Listing("a.py"))


def themes():
    """Return the colours of the style sheet, light and then dark, by name."""
    style = files("uat.slides").joinpath("assets", "deck.css").read_text(encoding="utf-8")
    blocks = re.findall(r"color-scheme: (?:light|dark);\n((?: *--\w+: #\w{6};\n)+)", style)
    return [dict(re.findall(r"--(\w+): #(\w{6});", block)) for block in blocks]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_every_ink_can_be_read_on_every_ground_in_every_theme():
    light, dark, chosen = themes()
    assert dark == chosen
    assert light != dark
    for theme in (light, dark):
        for ground in ("ground", "panel"):
            for ink in theme.keys() - {"ground", "panel", "line"}:
                pair = sorted([luminance(theme[ground]), luminance(theme[ink])])
                assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (ground, ink)


def test_no_size_in_the_style_sheet_is_below_18():
    style = files("uat.slides").joinpath("assets", "deck.css").read_text(encoding="utf-8")
    sizes = re.findall(r"(?:font-size|--text):[^;]*?(\d+)px", style)
    assert len(sizes) > 15
    assert [size for size in map(int, sizes) if size < 18] == [14]  # the buttons of a small screen
