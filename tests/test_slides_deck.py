"""The deck as a class gets it: every number of the course in every format, and every slide fits.

It is the real one, of little training, and takes about ten seconds.
"""

from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser

import pytest
from tools import BROWSER_FLAGS, in_this_process, json_of, needs

from uat.course.rungs import RUNGS
from uat.slides.facts import Effort
from uat.slides.pdf import print_pdf
from uat.slides.render import render_slides

LM_TABLE = ("2.89720", "0.09755", "29.70", "1.94753", "0.10688", "18.22", "0.7721", "0.7698")
"""R 4.2, summary(lm(y ~ x)) on the data of set.seed(123)."""


def published():
    """Return the numbers the course publishes or R gives: with 14 digits or 8."""
    for rung in (make() for make in RUNGS.values()):
        digits = 8 if rung.name == "xor" else 14
        parameters = (*rung.published.values(), *rung.r_parameters.values())
        yield from (f"{abs(value):.{digits}f}" for value in parameters)
        yield from (f"{y:.8f}" for y in (*rung.published_predictions, *rung.r_predictions))


@pytest.fixture(scope="module")
def deck(tmp_path_factory):
    """Return a deck whose last part had little training, in all formats that need no browser."""
    for package in ("latex2mathml", "pygments", "pptx"):
        needs(package)
    folder = tmp_path_factory.mktemp("deck")
    effort = Effort(widths=(1, 4, 16), starts=1, epochs=300, near_best_width=4)
    with in_this_process():
        return render_slides(folder, formats=("html", "pptx", "qmd"), effort=effort, workers=1)


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words = []

    def handle_data(self, data):
        self.words.append(data)


def text_of_html(folder, _):
    parser = _Words()
    parser.feed((folder / "deck.html").read_text(encoding="utf-8"))
    return " ".join(parser.words)


def text_of_pdf(folder, scratch):
    needs("chromium")
    print_pdf(folder / "deck.html", scratch / "deck.pdf")
    command = [needs("pdftotext"), "-layout", scratch / "deck.pdf", "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def text_of_pptx(folder, _):
    import pptx

    found = []
    for slide in pptx.Presentation(folder / "deck.pptx").slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def test_every_part_and_slide_is_there_in_all_quick_formats(deck):
    assert deck.missing == ()
    assert {path.name for path in deck.folder.glob("deck.*")} == {
        "deck.html", "deck.pptx", "deck.qmd",
    }  # fmt: skip
    assert {slide.part for slide in deck.deck.slides} == set(range(1, 9))
    page = (deck.folder / "deck.html").read_text(encoding="utf-8")
    assert all(f'id="{slide.key}"' in page for slide in deck.deck.slides)


@pytest.mark.parametrize("text_of", [text_of_html, text_of_pdf, text_of_pptx])
def test_every_number_of_the_course_is_there(deck, text_of, tmp_path):
    numbers = set(re.findall(r"\d+\.\d+", text_of(deck.folder, tmp_path)))
    wanted = {*published(), *LM_TABLE}
    assert len(wanted) >= 24
    assert wanted - numbers == set()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_slide_fits_and_can_be_read_from_the_last_row(deck, tmp_path, width, height, scheme):
    page = (deck.folder / "deck.html").as_uri()
    flags = [flag for flag in BROWSER_FLAGS if not flag.startswith("--window-size")]
    command = [
        needs("chromium"), *flags, f"--window-size={width},{height}",
        f"--blink-settings=preferredColorScheme={int(scheme == 'light')}",
        f"--user-data-dir={tmp_path}", "--dump-dom", f"{page}?check",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    slides = json_of(done.stdout.decode("utf-8"), "ui.report")["slides"]
    assert len(slides) > 30
    assert {slide["key"]: slide["overflow"] for slide in slides if slide["overflow"]} == {}
    assert min(slide["smallest"] for slide in slides) >= 18
    assert min(slide["letters"] for slide in slides if slide["letters"]) >= 18
