"""Ticks of very large, very small and hardly differing numbers are short, and say what they are."""

import pytest
from matplotlib.figure import Figure

from uat.figures.axis_units import draw_short_ticks
from uat.figures.style import figure_style


def drawn(low, high, label="x"):
    """Return axes over an interval of x, with its visible tick labels."""
    with figure_style():
        figure = Figure(figsize=(4.0, 3.0))
        axes = figure.subplots()
        axes.set(xlim=(low, high), xlabel=label)
        draw_short_ticks(axes)
        figure.draw_without_rendering()
        ticks = zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
        return axes, {tick: text.get_text() for tick, text in ticks if low <= tick <= high}


@pytest.mark.parametrize(
    ("low", "high", "power"), [(0, 1e-3, -3), (1e12, 1.005e12, 12), (-1, 4e7, 7)]
)
def test_the_power_stands_in_the_label(low, high, power):
    axes, ticks = drawn(low, high)
    assert axes.get_xlabel() == f"x, in $10^{{{power}}}$"
    assert not axes.xaxis.get_offset_text().get_text()
    assert len(set(ticks.values())) == len(ticks) >= 2
    for value, text in ticks.items():
        assert float(text.replace("\N{MINUS SIGN}", "-")) * 10.0**power == pytest.approx(value)


def test_without_a_name_the_label_is_the_power_alone():
    assert drawn(0, 1e6, "")[0].get_xlabel() == "in $10^{6}$"


def test_numbers_that_hardly_differ_are_written_out_and_few():
    axes, ticks = drawn(1000.0, 1000.01)
    assert axes.get_xlabel() == "x"
    assert not axes.xaxis.get_offset_text().get_text()
    assert 2 <= len(ticks) <= 4
    for value, text in ticks.items():
        assert float(text) == pytest.approx(value, rel=1e-9)


def test_ordinary_axes_stay_as_they_are():
    with figure_style():
        axes = Figure().subplots()
        axes.set(xlim=(-3, 3), ylim=(0, 900))
        before = axes.xaxis.get_major_formatter(), axes.yaxis.get_major_formatter()
        draw_short_ticks(axes)
        assert before == (axes.xaxis.get_major_formatter(), axes.yaxis.get_major_formatter())
