"""Axes of very large, very small or hardly differing numbers: ticks that are short enough to read.

Matplotlib writes the power of ten that ticks have in common above the axis, where the heading of a
panel is, and lets long labels run into each other. Here the power stands in the label of the axis.
"""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator

# Powers of ten of the largest number between which ticks are written out.
_PLAIN = range(-2, 4)
# Ticks of so many characters leave room for few.
_LONG, _FEW = 6, 3
_DIGITS = 12
_MINUS = "\N{MINUS SIGN}"


def draw_short_ticks(axes: Axes) -> None:
    """Write ticks of linear axes in powers of ten, which their labels name, where that is shorter.

    Call it when limits and labels are set.
    """
    _label(axes.xaxis)
    _label(axes.yaxis)


def _label(axis: Axis) -> None:
    largest = max(map(abs, axis.get_view_interval()))
    power = math.floor(math.log10(largest)) if largest > 0.0 else 0
    if power not in _PLAIN:
        unit = 10.0**power
        axis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value / unit)))
        name = axis.get_label_text()
        axis.set_label_text(f"{name}, in $10^{{{power}}}$" if name else f"in $10^{{{power}}}$")
    elif _differ_little(axis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value)))
    else:
        return
    _thin_out(axis)


def _differ_little(axis: Axis) -> bool:
    """Return whether matplotlib would write what the ticks have in common above the axis."""
    low, high = axis.get_view_interval()
    return abs(high - low) < 1e-3 * max(abs(low), abs(high))


def _thin_out(axis: Axis) -> None:
    """Leave few ticks on an axis whose labels are long."""
    ticks = [tick for tick in axis.get_majorticklocs() if math.isfinite(tick)]
    if len(ticks) > _FEW and max(len(axis.get_major_formatter()(tick)) for tick in ticks) > _LONG:
        axis.set_major_locator(MaxNLocator(_FEW))


def _tick(value: float) -> str:
    """Return a number without the rounding of its last digits."""
    return f"{value:.{_DIGITS}g}".replace("-", _MINUS)
