"""The page of a deck, printed by a browser; without one, by a stand-in or not at all."""

from __future__ import annotations

import os
import subprocess

import pytest
from tools import needs, wait_for_the_end

from uat.exceptions import OutputError
from uat.slides import pdf

PAGE = """<!doctype html><html lang="en"><head><title>Two pages</title><style>
@page { size: 1280px 720px; margin: 0 } body { margin: 0 }
section { height: 720px; overflow: hidden; break-after: page }
section:last-child { break-after: auto }
</style></head><body>
<section><h1>The first</h1><svg width="90" height="90"><circle r="40" cx="45" cy="45"/></svg>
</section><section><h1>The second</h1><math><mfrac><mi>a</mi><mi>b</mi></mfrac></math></section>
</body></html>"""


@pytest.fixture
def page(tmp_path):
    """Return the file of a page whose name has a blank."""
    path = tmp_path / "a page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """Return what makes a browser of a few lines of shell and has it found."""
    shell = needs("sh")

    def make(script):
        path = tmp_path / "browser"
        path.write_text(f"#!{shell}\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("CHROME", str(path))
        return path

    return make


class TestChromium:
    @pytest.fixture(autouse=True)
    def chromium(self, monkeypatch):
        """Ask for the real one."""
        monkeypatch.delenv("CHROME", raising=False)
        if pdf.find_browser() is None:
            needs("chromium")

    @pytest.mark.slow
    def test_text_and_pages_are_those_of_the_page(self, page, tmp_path):
        made = tmp_path / "made.pdf"
        pdf.print_pdf(page, made)
        told = subprocess.run(
            [needs("pdfinfo"), made], capture_output=True, text=True, check=True
        ).stdout
        lines = (line.partition(":") for line in told.splitlines())
        facts = {key: value.strip() for key, _, value in lines}
        assert (facts["Pages"], facts["Page size"]) == ("2", "960 x 540 pts")
        assert facts["Title"] == "Two pages"
        assert facts["Tagged"] == "yes"
        assert not any("Date" in key for key in facts)
        text = subprocess.run(
            [needs("pdftotext"), made, "-"], capture_output=True, text=True, check=True
        ).stdout
        first, second, _ = text.split("\f")
        assert "The first" in first
        assert "The second" in second
        images = subprocess.run(
            [needs("pdfimages"), "-list", made], capture_output=True, text=True, check=True
        ).stdout
        assert len(images.splitlines()) == 2  # the head of an empty table

    @pytest.mark.slow
    def test_the_same_page_is_the_same_file(self, page, tmp_path):
        for name in ("one.pdf", "two.pdf"):
            pdf.print_pdf(page, tmp_path / name)
        assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


class TestWithoutChromium:
    def test_it_says_what_to_install(self, page, tmp_path, monkeypatch):
        monkeypatch.delenv("CHROME", raising=False)
        monkeypatch.setenv("PATH", "")
        with pytest.raises(pdf.BrowserError, match="apt install chromium"):
            pdf.print_pdf(page, tmp_path / "made.pdf")
        assert os.listdir(tmp_path) == [page.name]  # noqa: PTH208

    def test_a_wrong_choice_is_named(self, page, tmp_path, monkeypatch):
        monkeypatch.setenv("CHROME", "no-such-browser")
        with pytest.raises(pdf.BrowserError, match="no program no-such-browser, which"):
            pdf.print_pdf(page, tmp_path / "made.pdf")


class TestAnyBrowser:
    def test_the_one_chosen_is_asked_for_the_page(self, page, tmp_path, browser):
        browser(
            'for a; do case "$a" in --print-to-pdf=*) out="${a#*=}";; esac; done\n'
            'printf "%%PDF-1.4 %s" "$a" > "$out"'
        )
        pdf.print_pdf(page, tmp_path / "made.pdf")
        content = (tmp_path / "made.pdf").read_text()
        assert content == f"%PDF-1.4 {page.as_uri()}"
        assert "a%20page" in content

    def test_dates_leave_blanks(self, page, tmp_path, browser):
        dated = "%PDF-1.4 <</CreationDate (D:20300102030405+00'00') /A (b)>>"
        browser(
            'for a; do case "$a" in --print-to-pdf=*) out="${a#*=}";; esac; done\n'
            f'printf "%s" "{dated}" > "$out"'
        )
        pdf.print_pdf(page, tmp_path / "made.pdf")
        content = (tmp_path / "made.pdf").read_text()
        assert len(content) == len(dated)
        assert content.split() == ["%PDF-1.4", "<<", "/A", "(b)>>"]

    @pytest.mark.parametrize(
        ("script", "said"),
        [
            ("exit 3", "ended with code 3 and no PDF"),
            ('for a; do case "$a" in --print-to-pdf=*) echo no > "${a#*=}";; esac; done', "no PDF"),
        ],
    )
    def test_a_failure_keeps_what_was_there(self, page, tmp_path, browser, script, said):
        browser(script)
        made = tmp_path / "made.pdf"
        made.write_text("before")
        with pytest.raises(pdf.BrowserError, match=said):
            pdf.print_pdf(page, made)
        assert made.read_text() == "before"

    def test_one_that_never_ends_is_ended_with_all_it_started(
        self, page, tmp_path, browser, monkeypatch
    ):
        mark = tmp_path / "child"
        browser(f'tail -f /dev/null & echo $! > "{mark}"; wait')
        monkeypatch.setattr(pdf, "_PATIENCE", 0.5)
        with pytest.raises(pdf.BrowserError, match=r"had not finished after 0\.5 seconds"):
            pdf.print_pdf(page, tmp_path / "made.pdf")
        wait_for_the_end([int(mark.read_text())])

    def test_one_that_cannot_be_run_is_one_line(self, page, tmp_path, browser):
        browser("").write_text("#!/no/such/shell\n")
        with pytest.raises(pdf.BrowserError, match="cannot be run"):
            pdf.print_pdf(page, tmp_path / "made.pdf")

    def test_a_folder_that_is_missing_is_one_line(self, page, tmp_path, browser):
        browser('for a; do case "$a" in --print-to-pdf=*) printf "%%PDF-" > "${a#*=}";; esac; done')
        with pytest.raises(OutputError, match="cannot be written"):
            pdf.print_pdf(page, tmp_path / "no" / "made.pdf")
