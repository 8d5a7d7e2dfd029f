"""Results show themselves in a notebook: tables that stand alone, with all text escaped."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import numpy as np
import pytest
from tools import given
from tools import strategies as st

from uat.core.datasets import Dataset
from uat.core.domains import Box
from uat.fits.function import fit
from uat.fits.table import fit_data
from uat.io.notebook import MOST_ROWS, Formula, facts_table, rows_table
from uat.sweeps.plan import plan
from uat.sweeps.sweep import run_specs
from uat.targets.catalogue import TARGETS
from uat.targets.target import Target
from uat.trainers import GradientDescent, draw_start

HOSTILE = """<script>alert("it's")</script> & $\\href{javascript:alert(1)}{x}$ </td></table>"""
text = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=20)


class Page(HTMLParser):
    """What a browser would see: the tags with their attributes, and the text of each cell."""

    def __init__(self, source):
        super().__init__()
        self.open, self.tags, self.cells, self.notes, self.captions = [], [], [], [], []
        self.feed(source)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.tags.append((tag, dict(attributes)))
        kinds = {"td": self.cells, "th": self.cells, "p": self.notes, "caption": self.captions}
        if tag in kinds:
            kinds[tag].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        kinds = {"td": self.cells, "th": self.cells, "p": self.notes, "caption": self.captions}
        kinds[self.open[-1]][-1] += data

    def attributes(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


KNOWN_TAGS = {"div", "table", "caption", "tr", "th", "td", "p"}


class TestFacts:
    def test_a_fact_is_a_row_under_a_header_of_its_own(self):
        page = Page(facts_table("A thing", [("width", 3), ("error", 0.123456)], ["Beware."]))
        assert page.captions == ["A thing"]
        assert page.cells == ["width", "3", "error", "0.123"]
        assert page.notes == ["Beware."]
        assert [header["scope"] for header in page.attributes("th")] == ["row", "row"]

    def test_numbers_of_numpy_are_numbers(self):
        page = Page(facts_table("", [("a", np.float64(2 / 3)), ("b", np.int64(4))]))
        assert page.cells == ["a", "0.667", "b", "4"]

    def test_what_is_not_known_is_not_shown(self):
        assert Page(facts_table("", [("a", None), ("b", 0)])).cells == ["b", "0"]

    def test_only_a_formula_is_mathematics(self):
        page = Page(facts_table("", [("formula", Formula(r"x < y \& 1")), ("price ($)", "$5")]))
        assert page.cells[1] == r"$x < y \& 1$"
        (outside,) = page.attributes("div")
        assert "mathjax_ignore" in outside["class"].split()
        formula, price = page.attributes("td")
        assert "mathjax_process" in formula["class"].split()
        assert "class" not in price

    @given(title=text, label=text, value=text, note=text)
    def test_all_text_comes_through_and_none_becomes_a_tag(self, title, label, value, note):
        facts = [(label + HOSTILE, value + HOSTILE), ("formula", Formula(HOSTILE + value))]
        page = Page(facts_table(title + HOSTILE, facts, [note + HOSTILE]))
        assert {tag for tag, _ in page.tags} == KNOWN_TAGS
        assert page.captions == [title + HOSTILE]
        assert page.notes == [note + HOSTILE]
        expected = [label + HOSTILE, value + HOSTILE, "formula", f"${HOSTILE}{value}$"]
        assert page.cells == expected


class TestRows:
    def test_the_columns_have_headers(self):
        page = Page(rows_table("Runs", ["width", "error"], [(1, 0.5), (2, None)]))
        assert page.captions == ["Runs"]
        assert page.cells == ["width", "error", "1", "0.5", "2", ""]
        assert [header["scope"] for header in page.attributes("th")] == ["col", "col"]
        assert page.notes == []

    @pytest.mark.parametrize("extra", [-1, 0, 1, 100])
    def test_a_long_table_is_cut_and_says_so(self, extra):
        number = MOST_ROWS + extra
        page = Page(rows_table("", ["n"], [(row,) for row in range(number)], ["Last."]))
        assert page.cells[1:] == [str(row) for row in range(min(number, MOST_ROWS))]
        cut = [f"These are the first {MOST_ROWS} of {number} rows."] if extra > 0 else []
        assert page.notes == [*cut, "Last."]

    def test_all_text_is_escaped(self):
        page = Page(rows_table(HOSTILE, [HOSTILE], [(HOSTILE,)], [HOSTILE]))
        assert {tag for tag, _ in page.tags} == KNOWN_TAGS
        assert [*page.captions, *page.cells, *page.notes] == [HOSTILE] * 4


LEFT = 'style="text-align: left"'


def fit_table(width, outputs=1, **settings):
    """Return a quick fit to 30 rows of two inputs."""
    x = np.random.default_rng(0).uniform(size=(30, 2))
    t = np.column_stack([np.sin(x.sum(axis=1) + k) for k in range(outputs)])
    return fit_data(x, t, width, trainer=GradientDescent(epochs=20, learning_rate=0.1), **settings)


def batched(cells, size):
    """Return the cells row by row."""
    return list(zip(*[iter(cells)] * size, strict=True))


def shown(result, tables=1):
    """Return what a notebook shows of a result, checked to be tables that stand alone."""
    page = Page(result._repr_html_())
    assert {tag for tag, _ in page.tags} <= KNOWN_TAGS
    assert len(page.captions) == len(page.attributes("table")) == tables
    assert all("scope" in header for header in page.attributes("th"))
    return page


def facts_of(page):
    """Return label -> value of a table of facts."""
    return dict(zip(page.cells[::2], page.cells[1::2], strict=True))


class TestResults:
    def test_a_network_shows_its_shape_and_not_its_numbers(self, network_of):
        network = network_of(2, 5, 1, activation="tanh")
        page = shown(network)
        assert page.captions == ["Network"]
        assert facts_of(page) == {
            "inputs": "2",
            "width": "5",
            "outputs": "1",
            "activation": "tanh",
            "output activation": "identity",
            "parameters": "21",
        }
        assert repr(network) == (
            "Network(inputs=2, width=5, outputs=1, activation='tanh', output_activation='identity')"
        )

    def test_a_stack_says_how_many_networks_it_is(self, network_of):
        stack = network_of(2, 5, 1, members=7)
        page = shown(stack)
        assert page.captions == ["Stack of networks"]
        assert facts_of(page)["members"] == "7"
        assert facts_of(page)["parameters"] == "21"
        assert repr(stack).startswith("Network(members=7, inputs=2, ")

    @pytest.mark.parametrize("name", TARGETS)
    def test_a_target_shows_its_formula(self, name):
        target = TARGETS[name]
        page = shown(target)
        facts = facts_of(page)
        assert page.captions == [f"Target {name}"]
        assert facts["formula"] == f"${target.formula}$"
        assert facts["domain"] == str(target.domain)
        assert facts["complexity"] == f"{target.complexity:.3g}"
        assert ("kinks" in facts) == bool(target.kinks)
        assert facts["source"] == target.source

    def test_a_fit_shows_its_summary(self):
        found = fit("step", 3, trainer=GradientDescent(epochs=20, learning_rate=0.1))
        page = shown(found)
        lines = [line.strip() for line in found.summary().splitlines()]
        told = [f"{label:<15}{value}" for label, value in facts_of(page).items()]
        assert [*page.captions, *told, *page.notes] == lines
        assert "jumps by 1" in page.notes[0]

    def test_a_training_shows_how_it_ended(self):
        x = np.linspace(-1.0, 1.0, 9)
        result = GradientDescent(epochs=20).fit(Dataset(x, x), draw_start(1, 2, 1, 0))
        assert result.chosen
        facts = facts_of(shown(result))
        assert facts["network"] == repr(result.network)
        assert facts["ended because"] == "epochs done"
        assert facts["steps"] == "20"
        assert facts["first loss"] == f"{result.loss_history[0]:.3g}"
        assert facts["last loss"] == f"{result.loss_history[-1]:.3g}"
        assert facts["learning rate"] == f"{result.chosen['learning_rate']:.3g}"

    def test_a_sweep_shows_its_runs(self):
        specs = plan(["line"], [1, 2], range(11), [GradientDescent(epochs=2)])
        with ThreadPoolExecutor(1) as executor:
            done = run_specs(specs, executor=executor)
        page = shown(done)
        assert page.captions == ["Sweep of 22 runs, 22 of them computed now"]
        row = done.rows()[0]
        assert page.cells[:7] == [
            "target", "trainer", "width", "seed", "max error", "rmse", "stop reason",
        ]  # fmt: skip
        assert page.cells[7:14] == [
            "line", "gradient_descent", "1", "0",
            f"{row['max_error']:.3g}", f"{row['rmse']:.3g}", "epochs_done",
        ]  # fmt: skip
        assert page.notes == ["These are the first 20 of 22 rows."]

    def test_a_fit_to_a_table_shows_every_output_on_both_kinds_of_rows(self):
        found = fit_table(width=2, outputs=2)
        page = shown(found, tables=2)
        assert page.captions[0] == found.summary().splitlines()[0]
        assert page.cells[:6] == ["output", "on rows", "number", "rmse", "of the mean", "R^2"]
        kinds = batched(page.cells[6:30], 6)
        assert [kind[:3] for kind in kinds] == [
            (name, *kind) for name in ("y1", "y2") for kind in (("fitted", "24"), ("held out", "6"))
        ]
        errors = np.ravel(np.column_stack([found.training_rmse, found.test_rmse]))
        assert [kind[3] for kind in kinds] == [f"{error:.3g}" for error in errors]
        shares = np.ravel(np.column_stack([found.training_r2, found.test_r2]))
        assert [kind[5] for kind in kinds] == [f"{share:.4g}" for share in shares]

    def test_a_fit_to_a_table_shows_which_columns_matter_for_every_output(self):
        found = fit_table(width=2, outputs=2).importance()
        page = shown(found)
        assert page.captions == ["R^2 lost without a column, on 6 rows held out"]
        rows = batched(page.cells[4:], 4)
        assert rows == [
            (output, column, f"{lost:.3g}", f"{error:.3g}")
            for output, column, lost, error in found.ranking()
        ]
        assert [row[0] for row in rows] == ["y1", "y1", "y2", "y2"]

    def test_without_rows_held_out_it_shows_those_fitted(self):
        page = shown(fit_table(width=2, held_out=0.0), tables=2)
        assert batched(page.cells[6:12], 6)[0][:3] == ("y", "fitted", "30")
        assert page.captions[1] == "R^2 lost without a column, on 30 rows fitted"
        assert page.cells[12] == "output"

    def test_a_width_that_was_chosen_shows_what_it_was_chosen_by(self):
        found = fit_table(width="auto", max_width=2)
        headline, title, columns = shown(found, tables=3).captions
        assert columns == f"R^2 lost without a column, on {found.importance().measured_on}"
        assert headline == found.summary().splitlines()[0]
        assert title == "Error by width, in output deviations"
        for score in found.width_curve:
            cells = f"<td {LEFT}>{score.width}</td><td {LEFT}>{score.mean:.3g}</td>"
            assert cells in found._repr_html_()

    def test_hostile_names_are_text(self):
        target = Target(HOSTILE, np.sin, Box.interval(0.0, 1.0), HOSTILE, HOSTILE)
        page = shown(target)
        assert page.captions == [f"Target {HOSTILE}"]
        assert facts_of(page)["source"] == HOSTILE
        found = fit(target, 2, trainer=GradientDescent(epochs=2, learning_rate=0.1))
        assert HOSTILE in shown(found).captions[0]
        names = {"input_names": ["a", HOSTILE], "output_names": [f"{HOSTILE} {HOSTILE}"]}
        page = shown(fit_table(width=2, **names), tables=2)
        assert HOSTILE in page.captions[0]
        assert HOSTILE in page.cells[-8:]
        assert page.cells[6] == f"{HOSTILE} {HOSTILE}"
