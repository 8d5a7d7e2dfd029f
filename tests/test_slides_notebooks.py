"""Notebooks: what is in them, and that they run; a kernel is started only where that is asked."""

from __future__ import annotations

import json
import sys

import pytest
from PIL import Image
from tools import needs

from uat.exceptions import MissingPackageError
from uat.slides import notebooks
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
from uat.slides.notebooks import PLAYED, NotebookError, deck_notebooks, notebook_of

SLIDES = (
    Slide("first", 1, "Not played", (Text("hidden"),), ""),
    Slide("descent", 3, "Down, $E$ and `eta`", (Text("**Small** steps_"), Equation("E = r^2")), ""),
    Slide(
        "code",
        4,
        "In code",
        (
            Columns(((Listing("linreg.R"),), (Listing("linreg.py"), Output("alpha 1.25")))),
            TableBlock(("name", "value"), (("`a|b`", "$|x|$"),), "A table"),
        ),
        "said aloud",
    ),
    Slide("again", 4, "Again", (Listing("linreg.py"), Bullets(("one", "two"))), ""),
    Slide("proof", 7, "Seen", (Picture("stairs", "A [stair] of steps"),), ""),
)
DECK = Deck("Course", "", "", "", "en", SLIDES)


def sources(notebook, kind):
    """Return what the cells of one kind hold."""
    return [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == kind]


def cell_of(source):
    """Return a notebook of one cell of code."""
    code = {"cell_type": "code", "id": "cell-1", "metadata": {}, "source": source}
    code |= {"outputs": [], "execution_count": None}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [code]}


@pytest.fixture
def kernel():
    """Skip where notebooks cannot be run."""
    for package in ("nbformat", "nbclient", "ipykernel"):
        needs(package)


class TestContent:
    def test_it_tells_the_slides_of_its_part_and_no_others(self):
        told = "\n".join(sources(notebook_of(3, DECK, {}), "markdown"))
        assert "## Down, $E$ and `eta`" in told
        assert "**Small** steps\\_" in told
        assert "$$\nE = r^2\n$$" in told
        assert "hidden" not in told
        assert "In code" not in told

    def test_python_programs_are_cells_once_each_after_what_they_import(self):
        code = sources(notebook_of(4, DECK, {}), "code")
        assert [text.splitlines()[0] for text in code[:2]] == [
            '"""R\'s random numbers: same seed, same numbers."""',
            '"""Gradient descent for y = alpha + beta x."""',
        ]
        assert "from rnorm" not in code[1]
        assert len(code) == 2 + len(PLAYED[4].experiments)

    def test_a_table_is_markdown_whose_cells_hold_no_bars(self):
        told = "\n".join(sources(notebook_of(4, DECK, {}), "markdown"))
        row = r"| `a\|b` | $\vert x\vert $ |"
        assert f"*A table*\n\n| name | value |\n| --- | --- |\n{row}" in told
        assert "- one\n- two" in told

    def test_what_programs_print_and_notes_are_left_to_running_and_to_the_deck(self):
        told = json.dumps(notebook_of(4, DECK, {}))
        assert "alpha 1.25" not in told
        assert "said aloud" not in told

    def test_a_picture_is_a_part_of_the_file_or_told(self, tmp_path):
        path = tmp_path / "stairs.png"
        Image.new("RGB", (3, 2)).save(path)
        (shown,) = (
            c for c in notebook_of(7, DECK, {"stairs": path})["cells"] if "attachments" in c
        )
        assert r"![A \[stair\] of steps](attachment:stairs.png)" in shown["source"]
        assert shown["attachments"]["stairs.png"]["image/png"].startswith("iVBOR")
        told = "\n".join(sources(notebook_of(7, DECK, {}), "markdown"))
        assert r"*A \[stair\] of steps*" in told

    @pytest.mark.parametrize("part", PLAYED)
    def test_every_experiment_follows_its_question(self, part):
        cells = notebook_of(part, DECK, {})["cells"][-2 * len(PLAYED[part].experiments) :]
        for question, code, experiment in zip(
            cells[::2], cells[1::2], PLAYED[part].experiments, strict=True
        ):
            assert question["source"] == experiment.question
            assert code["source"] == experiment.code

    def test_the_seed_of_the_data_is_that_of_the_deck(self):
        code = "\n".join(sources(notebook_of(4, DECK, {}, seed=77), "code"))
        assert "set_seed(77)" in code
        assert "seed=77" in code
        assert "set_seed(123)\nx = rnorm(100)" not in code
        assert "seed=123" not in code

    def test_names_of_cells_are_fixed_and_distinct(self):
        names = [cell["id"] for cell in notebook_of(4, DECK, {})["cells"]]
        assert names == [f"cell-{number}" for number in range(1, len(names) + 1)]

    @pytest.mark.parametrize("part", PLAYED)
    def test_the_file_is_a_valid_notebook(self, part):
        needs("nbformat")
        import nbformat

        nbformat.validate(nbformat.from_dict(notebook_of(part, DECK, {})))


class TestRunning:
    def test_there_is_one_for_each_part_that_the_deck_has(self, monkeypatch):
        for name in ("nbformat", "nbclient", "ipykernel"):
            needs(name)
        monkeypatch.setattr(notebooks, "_executed", lambda key, notebook: f"{key} {len(notebook)}")
        assert list(deck_notebooks(DECK)) == [PLAYED[part].key for part in (3, 4, 7)]

    @pytest.mark.slow
    @pytest.mark.usefixtures("kernel")
    @pytest.mark.parametrize("part", PLAYED)
    def test_every_experiment_runs_and_shows_something(self, part):
        """The slowest, about the theorem, takes ten seconds."""
        empty = Deck("Course", "", "", "", "en", ())
        text = notebooks._executed(PLAYED[part].key, notebook_of(part, empty, {}))
        cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
        assert len(cells) == len(PLAYED[part].experiments)
        for cell in cells:
            (output,) = cell["outputs"]
            if output["output_type"] == "stream":
                assert output["name"] == "stdout"
                assert "nan" not in "".join(output["text"])
            else:
                assert set(output["data"]) == {"image/png", "text/plain"}
            assert not cell["metadata"]

    @pytest.mark.usefixtures("kernel")
    def test_the_same_notebook_is_the_same_file(self):
        cell = cell_of("import time\nfor k in range(3):\n    print(k, flush=True)\nk")
        one, two = (notebooks._executed("same", cell) for _ in range(2))
        assert one == two
        (ran,) = json.loads(one)["cells"]
        assert [output["output_type"] for output in ran["outputs"]] == ["stream", "execute_result"]
        assert ran["outputs"][0]["text"] == ["0\n", "1\n", "2\n"]

    @pytest.mark.usefixtures("kernel")
    def test_a_cell_that_fails_is_one_line(self, capfd):
        with pytest.raises(NotebookError) as refused:
            notebooks._executed("mine", cell_of("import sys\nprint(1)\n1 / 0"))
        said = str(refused.value)
        assert said == "the notebook mine cannot be run: ZeroDivisionError: division by zero."
        assert capfd.readouterr().err == ""

    @pytest.mark.usefixtures("kernel")
    def test_a_cell_without_end_is_given_up(self, monkeypatch):
        monkeypatch.setattr(notebooks, "_PATIENCE", 1)
        with pytest.raises(
            NotebookError, match="the notebook mine cannot be run: A cell timed out"
        ):
            notebooks._executed("mine", cell_of("while True: pass"))

    @pytest.mark.parametrize("package", ["nbformat", "nbclient", "ipykernel"])
    def test_a_missing_package_is_named(self, package, monkeypatch):
        for other in ("nbformat", "nbclient", "ipykernel"):
            if other != package:
                needs(other)
        monkeypatch.setitem(sys.modules, package, None)
        message = rf"{package}: pip install 'uat-toolkit\[slides\]'"
        with pytest.raises(MissingPackageError, match=message):
            deck_notebooks(DECK)
