"""The deck's figures are asked what they show, and whether it can be read."""

import re
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.text import Text
from tools import line

from uat.figures import style
from uat.figures.style import figure_style, save_figure
from uat.io.wording import listed
from uat.slides.content import Picture, all_blocks
from uat.slides.facts import BUILT, DESCENT, NEAR_BEST, Effort, compute_facts
from uat.slides.figures import FIGURES
from uat.slides.words_en import deck_of

WIDTHS = (1, 2, 4, 8)
SMALL = Effort(widths=WIDTHS, starts=2, epochs=60, near_best_width=2)
SMALLEST = 18.0  # pixels, at 1280 x 720


@pytest.fixture(scope="module")
def facts(module_in_this_process):  # noqa: ARG001
    return compute_facts(("sine", "absolute", "step"), effort=SMALL, workers=1)


@pytest.fixture(scope="module")
def figures(facts):
    return {name: draw(facts) for name, draw in FIGURES.items()}


def shown_texts(figure):
    with figure_style():
        figure.draw_without_rendering()
    return [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_fits_a_slide_and_its_letters_are_read_from_the_last_row(figures, name):
    figure = figures[name]
    width, height = figure.get_size_inches()
    assert width in {style.SLIDE[0], style.HALF_SLIDE[0]}
    assert height <= style.SLIDE[1]
    pixels = [text.get_fontsize() / 72.0 * 100.0 for text in shown_texts(figure)]
    assert min(pixels) >= SMALLEST


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_nothing_is_cut_off_at_the_edge(figures, name):
    figure = figures[name]
    page = figure.bbox
    texts = shown_texts(figure)  # draws it first: only then are its ticks those that are seen
    ticks = {id(t) for axes in figure.axes for t in hidden_ticks(axes)}
    for text in texts:
        if id(text) not in ticks:
            box = text.get_window_extent()
            assert page.x0 - 1 <= box.x0, text
            assert page.y0 - 1 <= box.y0, text
            assert box.x1 <= page.x1 + 1, text
            assert box.y1 <= page.y1 + 1, text


def hidden_ticks(axes):
    """Return the labels of ticks beyond the limits, which are not drawn."""
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
            if not axes.axison or not low <= tick.get_loc() <= high:
                yield from (tick.label1, tick.label2)


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_no_figure_names_a_colour(figures, name):
    words = {word for text in shown_texts(figures[name]) for word in text.get_text().split()}
    assert not words & {"black", "white", "blue", "orange", "red", "green", "grey", "vermilion"}


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_the_same_file_light_and_dark(facts, name, tmp_path):
    once, twice = FIGURES[name](facts), FIGURES[name](facts)
    for dark in (False, True):
        save_figure(once, tmp_path / "once.svg", dark=dark)
        save_figure(twice, tmp_path / "twice.svg", dark=dark)
        content = (tmp_path / "once.svg").read_bytes()
        assert content == (tmp_path / "twice.svg").read_bytes()
        assert (style.DARK_GROUND.encode() in content.lower()) == dark


def test_fits_are_those_of_gradient_descent_at_the_shown_widths(figures, facts):
    row = figures["uat-fits"].axes
    assert len(row) == 3
    for axes, target in zip(row, facts.targets, strict=True):
        assert [d.get_label() for d in axes.lines][1:] == ["width 1", "width 4"]
        runs = [r for r in facts.records_of(target.name, DESCENT) if r.spec.width == 4]
        drawn = line(axes, "width 4")
        fits = [run.network(drawn.get_xdata())[:, 0] for run in runs]
        assert any(np.array_equal(drawn.get_ydata(), fit) for fit in fits)
        assert target.formula in axes.get_title(loc="left")


def test_errors_have_guarantee_descent_and_near_best(figures, facts):
    for axes, target in zip(figures["uat-errors"].axes, facts.targets, strict=True):
        near = line(axes, "near-best (variable projection)")
        expected = facts.errors(target.name, NEAR_BEST)
        assert dict(zip(near.get_xdata(), near.get_ydata(), strict=True)) == expected
        descent = next(d for d in axes.lines if d.get_label().startswith("gradient descent"))
        assert list(descent.get_ydata()) == list(facts.errors(target.name, DESCENT).values())
        if guarantees := facts.guarantees(target.name):
            promised = line(axes, "guarantee (steep steps)")
            assert list(promised.get_ydata()) == list(guarantees.values())
        assert facts.errors(target.name, BUILT)


def test_the_legend_of_the_row_has_every_entry_once_and_no_rate(figures):
    (legend,) = figures["uat-errors"].legends
    labels = [text.get_text() for text in legend.get_texts()]
    assert len(labels) == len(set(labels))
    assert not any("~" in label for label in labels)
    assert {"half the jump", "guarantee (steep steps)"} <= set(labels)


def test_findability_shows_two_networks_of_one_width(figures, facts):
    left, right = figures["findability"].axes
    gap = facts.widest_gap
    assert left.get_title(loc="left") == f"Two networks of width {gap.width}"
    x = left.lines[0].get_xdata()
    np.testing.assert_array_equal(left.lines[0].get_ydata(), gap.target(x))
    np.testing.assert_array_equal(left.lines[1].get_ydata(), gap.near_best.network(x)[:, 0])
    np.testing.assert_array_equal(left.lines[2].get_ydata(), gap.found.network(x)[:, 0])
    assert right.get_yscale() == "log"


def test_the_proof_is_about_a_continuous_example(facts):
    (discontinuous,) = (target for target in facts.targets if target.largest_jump > 0.0)
    assert discontinuous.name == "step"
    assert not FIGURES["proof"](facts).get_suptitle()
    assert len(FIGURES["proof"](facts).axes) == 4


def alternatives(facts):
    """Return name of a picture -> its alternative text."""
    return {one.name: one.alt for one in all_blocks(deck_of(facts)) if isinstance(one, Picture)}


class TestAlternativeTexts:
    """They say what is drawn, and only that."""

    @pytest.mark.parametrize("name", FIGURES)
    @pytest.mark.parametrize(("word", "style_of"), [("dashed", "--"), ("dotted", ":")])
    def test_what_is_said_to_be_dashed_is(self, figures, facts, name, word, style_of):
        drawn = [one for axes in figures[name].axes for one in axes.lines]
        said = alternatives(facts)[name].count(word)
        assert not said or sum(one.get_linestyle() == style_of for one in drawn) >= said

    @pytest.mark.parametrize("name", FIGURES)
    def test_angles_are_told_on_axes_of_equal_scale_only(self, figures, facts, name):
        equal = all(axes.get_aspect() in ("equal", 1.0) for axes in figures[name].axes)
        assert "angle" not in alternatives(facts)[name] or equal

    @pytest.mark.parametrize("name", FIGURES)
    def test_no_colour_is_named_for_there_are_two_of_each(self, facts, name):
        words = set(re.findall(r"\w+", alternatives(facts)[name].lower()))
        named = {"black", "white", "blue", "orange", "red", "green", "grey", "pale", "dark"}
        assert not words & named

    def test_the_colour_of_an_edge_is_the_sign_of_its_weight(self, figures, facts):
        (axes,) = figures["xor-diagram"].axes
        weights = facts.xor.parameters.values()
        colours = {edge.get_color() for edge in axes.lines}
        assert len(colours) == len({weight > 0.0 for weight in weights}) == 2
        assert "the edge of c1, negative, of another colour" in alternatives(facts)["xor-diagram"]
        heavy = sorted(map(abs, weights))
        thick = sorted(edge.get_linewidth() for edge in axes.lines)
        np.testing.assert_allclose(np.diff(thick) / np.ptp(thick), np.diff(heavy) / np.ptp(heavy))

    @pytest.mark.parametrize("name", ["neuron-points", "xor-boundary"])
    def test_the_plane_is_as_large_as_it_is_said_to_be(self, figures, facts, name):
        plane = figures[name].axes[0]
        assert (plane.get_xlim(), plane.get_ylim()) == ((-0.5, 1.5), (-0.5, 1.5))
        assert "from -1/2 to 3/2 in x1 and x2" in alternatives(facts)[name]

    def test_the_widths_told_are_those_drawn(self, figures, facts):
        labels = [one.get_label() for one in figures["uat-fits"].axes[0].lines]
        widths = [label.removeprefix("width ") for label in labels if label.startswith("width ")]
        assert f"at the widths {listed(widths)}, each" in alternatives(facts)["uat-fits"]

    def test_the_line_of_least_squares_is_told_where_it_lies(self, facts):
        assert "least squares, dashed, lies on it" in alternatives(facts)["linreg-line"]
        trainer = replace(facts.linreg.rung.trainer, epochs=40, snapshots=(0, 1))
        short = replace(facts, linreg=replace(facts.linreg.rung, trainer=trainer).run())
        assert "least squares, dashed, leaves it" in alternatives(short)["linreg-line"]
        assert "ends short of the least-squares point" in alternatives(short)["linreg-surface"]
        assert "ends at the least-squares point" in alternatives(facts)["linreg-surface"]


LONG = "sin(x)+0.5*sin(2*x)+0.25*sin(4*x)+0.125*sin(8*x)*exp(-x^2/3)+abs(x-1)/(1+x^2)"


@pytest.fixture(scope="module")
def own_figures(module_in_this_process):  # noqa: ARG001
    given = (f"{LONG} on [-3, 3]", "1e12*exp(5*x) on [0, 1e-3]", "math:erf on [0, 1]")
    own = compute_facts(given, effort=SMALL, workers=1)
    return {name: FIGURES[name](own) for name in ("proof", "uat-fits", "uat-errors", "findability")}


@pytest.mark.slow
class TestTargetsOfOnesOwn:
    """Their formulas, names and sizes may be any; what is drawn of them fits."""

    @pytest.mark.parametrize("name", ["proof", "uat-fits", "uat-errors", "findability"])
    def test_nothing_is_cut_off_and_letters_are_large(self, own_figures, name):
        test_nothing_is_cut_off_at_the_edge(own_figures, name)
        sizes = [text.get_fontsize() / 72.0 * 100.0 for text in shown_texts(own_figures[name])]
        assert min(sizes) >= SMALLEST

    def test_panels_are_headed_by_formulas_and_a_function_by_its_name_alone(self, own_figures):
        for name in ("uat-fits", "uat-errors"):
            long, huge, erf = (axes.get_title(loc="left") for axes in own_figures[name].axes)
            assert long.startswith(r"$\sin(x) + 0.5 \, \sin(2 \, x)")
            assert huge == r"$10^{12} \, e^{5 \, x}$"
            assert erf == "Erf"

    def test_large_numbers_are_read_in_powers_of_ten_beside_the_axis(self, own_figures):
        huge = own_figures["uat-fits"].axes[1]
        assert "10^{12}" in huge.get_ylabel()
        assert "10^{-3}" in huge.get_xlabel()
        assert not huge.yaxis.get_offset_text().get_text()
