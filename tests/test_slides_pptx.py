"""The deck as a PowerPoint file, opened again and read."""

from __future__ import annotations

import sys
from itertools import pairwise
from zipfile import ZipFile

import pytest
from PIL import Image
from tools import needs

from uat.exceptions import MissingPackageError, OutputError, SettingError, UnknownNameError
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
from uat.slides.pptx import SMALLEST, write_pptx
from uat.slides.programs import LISTINGS, listing_text

TABLE = TableBlock(
    ("coefficient", "estimate", "$t$"),
    (("**intercept**", "2.8971", "29.7"), ("$x_1$", "\u22121.9475", "1.5e-33")),
    "What lm says",
)
DECK = Deck(
    "Networks & <co>",
    "From scratch",
    "A. Teacher",
    "2025-03-01",
    "en",
    (
        Slide(
            "line-model",
            1,
            "A line, $y = \\alpha + \\beta x$",
            (
                Text("The **slope** is `beta`, here $\\beta = 1.9475$, not $w_{ab}$."),
                Bullets(("first 0.0123", "second")),
                Equation(r"\begin{aligned} a &= \frac{1}{2} \\ b &= e^{-z} \end{aligned}"),
            ),
            "Say this\nslowly.\n\nThen that.",
        ),
        Slide(
            "line-code",
            1,
            "Code",
            (
                Columns(((Listing("linreg.R"),), (Listing("linreg.py"),))),
                Output("alpha 2.8971\n\nbeta  1.9475"),
            ),
            "",
        ),
        Slide(
            "line-picture",
            2,
            "A picture",
            (Columns(((Picture("fit", "a rising line"),), (TABLE,)), (2, 1)), Text("seen")),
            "",
        ),
    ),
)


def deck_of(*blocks):
    return Deck("t", "", "", "", "en", (Slide("only", 1, "One", blocks, ""),))


@pytest.fixture
def pictures(tmp_path):
    Image.new("RGB", (118, 56)).save(tmp_path / "fit.png")
    return {"fit": tmp_path / "fit.png"}


@pytest.fixture
def opened(tmp_path, pictures):
    needs("pptx")

    def write_and_open(deck=DECK, **settings):
        from pptx import Presentation

        write_pptx(deck, pictures, tmp_path / "deck.pptx", **settings)
        return Presentation(tmp_path / "deck.pptx")

    return write_and_open


def texts_of(shapes):
    """Return the text of every shape and cell of a slide."""
    texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    for shape in shapes:
        if shape.has_table:
            texts += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return texts


def pieces_of(page):
    """Return all runs of letters of a slide."""
    frames = [shape.text_frame for shape in page.shapes if shape.has_text_frame]
    for shape in page.shapes:
        if shape.has_table:
            frames += [cell.text_frame for row in shape.table.rows for cell in row.cells]
    return [run for frame in frames for line in frame.paragraphs for run in line.runs]


def shape_named(page, name):
    return next(shape for shape in page.shapes if shape.name == name)


def alt_of(shape):
    return shape._element.xpath(".//p:cNvPr")[0].get("descr")


def test_pages_are_wide_and_titles_are_placeholders(opened):
    file = opened()
    assert (file.slide_width / 914400, file.slide_height / 914400) == pytest.approx(
        (13.333, 7.5), 1e-4
    )
    titles = [page.shapes.title.text_frame.text for page in file.slides]
    assert titles == ["Networks & <co>", "A line, y = \u03b1 + \u03b2x", "Code", "A picture"]
    assert len(file.slide_layouts) == 2


def test_the_opening_page_says_who_and_when(opened):
    page = opened().slides[0]
    assert page.placeholders[1].text_frame.text == "From scratch\nA. Teacher\n2025-03-01"
    assert len(opened(deck_of()).slides[0].placeholders) == 1  # none is left empty


def test_every_number_can_be_read(opened):
    text = "\n".join(t for page in opened().slides for t in texts_of(page.shapes))
    for number in ("1.9475", "0.0123", "2.8971", "29.7", "\u22121.9475", "1.5e-33", "1/2"):
        assert number in text


def test_light_markup_becomes_runs(opened):
    pieces = {piece.text: piece for piece in pieces_of(opened().slides[1])}
    assert pieces["slope"].font.bold
    assert pieces["beta"].font.name == "Courier New"
    assert pieces["β"].font.italic
    assert not pieces[" = 1.9475"].font.italic
    assert pieces["ab"]._r.rPr.get("baseline") == "-25000"
    assert not any("*" in text or "$" in text or "`" in text for text in pieces)


def test_formulas_are_lines_of_text_that_say_how_they_are_read(opened):
    formula = shape_named(opened().slides[1], "Formula")
    assert formula.text_frame.text == "a = 1/2\nb = e⁻ᶻ"
    assert alt_of(formula) == "a = 1/2; b = e⁻ᶻ"
    spoken = opened(deck_of(Equation("x^2", "x squared"))).slides[1]
    assert alt_of(shape_named(spoken, "Formula")) == "x squared"


@pytest.mark.parametrize("name", LISTINGS)
def test_programs_are_those_of_their_files(opened, name):
    program = shape_named(opened(deck_of(Listing(name))).slides[1], name)
    assert program.text_frame.text + "\n" == listing_text(name)


def test_programs_have_colours_and_the_seed_asked_for(opened):
    page = opened(seed=7).slides[2]
    program = shape_named(page, "linreg.py")
    assert "set_seed(7)" in program.text_frame.text
    assert len({str(p.font.color.rgb) for p in pieces_of(page) if p.font.color.type}) >= 4


def test_programs_are_plain_without_pygments(opened, monkeypatch):
    monkeypatch.setitem(sys.modules, "pygments.lexers", None)
    page = opened().slides[2]
    assert shape_named(page, "linreg.R").text_frame.text + "\n" == listing_text("linreg.R")
    assert not any(piece.font.color.type for piece in pieces_of(page))


def test_what_was_printed_keeps_its_lines(opened):
    output = shape_named(opened().slides[2], "Output")
    assert output.text_frame.text == "alpha 2.8971\n\nbeta  1.9475"


def test_tables_are_tables(opened):
    page = opened().slides[3]
    shape = shape_named(page, "Table")
    rows = [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
    assert rows == [
        ["coefficient", "estimate", "t"],
        ["intercept", "2.8971", "29.7"],
        ["x₁", "\u22121.9475", "1.5e-33"],
    ]
    assert shape.table.first_row
    assert alt_of(shape) == "What lm says"
    assert "What lm says" in texts_of(page.shapes)
    first, second = shape.table.rows[1].cells[0], shape.table.rows[1].cells[1]
    assert first.text_frame.paragraphs[0].alignment is None
    assert "RIGHT" in str(second.text_frame.paragraphs[0].alignment)


def test_pictures_keep_their_shape_and_say_what_they_show(opened):
    picture = shape_named(opened().slides[3], "fit")
    assert alt_of(picture) == "a rising line"
    assert picture.width / picture.height == pytest.approx(118 / 56, rel=1e-3)


def test_notes_are_kept(opened):
    pages = opened().slides
    assert pages[1].notes_slide.notes_text_frame.text == "Say this slowly.\nThen that."
    assert not pages[2].has_notes_slide


def test_slides_have_page_numbers(opened):
    fields = [page._element.xpath(".//a:fld[@type='slidenum']") for page in opened().slides]
    assert [len(found) for found in fields] == [0, 1, 1, 1]
    for page in opened().slides:
        numbers = [shape.shape_id for shape in page.shapes]
        assert len(set(numbers)) == len(numbers)


LONG = "a sentence that is there to fill a page with words, and then some more of them; "
FULL = {
    "words": (Text(3 * LONG), Bullets((LONG,) * 6), Text(2 * LONG)),
    "programs": (Columns(((Listing("xor.R"),), (Listing("xor.py"),))),),
    "a program and a picture": (Columns(((Listing("xor.R"),), (Picture("fit", "a"),))),),
    "pictures": (Picture("fit", "a"), Picture("fit", "b"), Picture("fit", "c")),
    "a table": (TableBlock(("a", "b"), ((LONG, "0.123456789012345"),) * 6), Text(LONG)),
    "formulas": (Equation(r"\frac{\partial E}{\partial w} = 0"),) * 8,
    "printed lines": (Output("\n".join(["0.12345678901234 " * 5] * 12)), Picture("fit", "a")),
}


@pytest.mark.parametrize("blocks", FULL.values(), ids=FULL)
def test_nothing_leaves_the_page_or_overlaps_or_is_too_small(opened, blocks):
    file = opened(deck_of(*blocks))
    page = file.slides[1]
    shapes = sorted(page.shapes, key=lambda shape: shape.top)
    for shape in shapes:
        assert shape.left >= 0
        assert shape.top >= 0
        assert shape.left + shape.width <= file.slide_width
        assert shape.top + shape.height <= file.slide_height
    for upper, lower in pairwise(shapes):
        beside = upper.left + upper.width <= lower.left or lower.left + lower.width <= upper.left
        assert beside or upper.top + upper.height <= lower.top + 2
    assert min(piece.font.size.pt for piece in pieces_of(page)) >= SMALLEST


def test_an_overfull_slide_gets_small_letters_and_a_hopeless_one_is_refused(opened):
    page = opened(deck_of(Output("x\n" * 36))).slides[1]
    assert min(piece.font.size.pt for piece in pieces_of(page)) < SMALLEST
    with pytest.raises(SettingError, match="'only' has more than a page holds"):
        opened(deck_of(Output("x\n" * 80)))


def test_letters_shrink_with_the_text(opened):
    few, many = (
        min(piece.font.size.pt for piece in pieces_of(opened(deck_of(Text(n * LONG))).slides[1]))
        for n in (1, 20)
    )
    assert SMALLEST <= many < few


def test_a_long_title_stays_in_its_place(opened):
    slide = Slide("only", 1, 3 * LONG, (), "")
    page = opened(Deck(5 * LONG, "", "", "", "en", (slide,))).slides[1]
    assert max(piece.font.size.pt for piece in pieces_of(page)) < 24


def test_the_same_deck_is_the_same_file(tmp_path, pictures):
    needs("pptx")
    for name in ("one.pptx", "two.pptx"):
        write_pptx(DECK, pictures, tmp_path / name)
    assert (tmp_path / "one.pptx").read_bytes() == (tmp_path / "two.pptx").read_bytes()
    with ZipFile(tmp_path / "one.pptx") as file:
        assert {member.date_time for member in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_says_what_it_is(opened):
    said = opened().core_properties
    assert (said.title, said.author, said.language) == ("Networks & <co>", "A. Teacher", "en")
    assert str(said.modified.date()) == "2025-03-01"
    assert opened(deck_of()).core_properties.modified.year == 2000  # no date was given


def test_what_is_missing_is_named(tmp_path, pictures, monkeypatch):
    needs("pptx")
    with pytest.raises(UnknownNameError, match="unknown picture 'fat'"):
        write_pptx(deck_of(Picture("fat", "")), pictures, tmp_path / "deck.pptx")
    (tmp_path / "fit.png").write_text("no picture")
    with pytest.raises(OutputError, match="no picture"):
        write_pptx(DECK, pictures, tmp_path / "deck.pptx")
    monkeypatch.setitem(sys.modules, "pptx", None)
    message = r"python-pptx: pip install 'uat-toolkit\[slides\]'"
    with pytest.raises(MissingPackageError, match=message):
        write_pptx(DECK, pictures, tmp_path / "deck.pptx")
    assert not (tmp_path / "deck.pptx").exists()
