"""How a figure begins, and how a small panel stays readable.

Few ticks, short numbers, the legend beside the title.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, MaxNLocator, NullLocator

from uat.checks import check_list, check_number
from uat.exceptions import SettingError, shown
from uat.figures import style
from uat.io.wording import PLAIN_POWERS, short_maths

Drawn = TypeVar("Drawn")

# At 100 dots an inch no picture may be larger.
_MOST_INCHES = 600.0

# Neighbouring labels of a logarithmic axis of counts differ by this factor at least.
_APART = 1.35

# Ends of an axis that differ by less than this share of them are read as differences.
_FAR_DIGITS = 1e-3
# What is subtracted then has so many digits if the ticks need no more than so many others for it;
# else the first four, with the point, are told. From so much on it is written out.
_DIGITS, _DIGITS_LEFT, _FIRST_DIGITS, _LEAST_PLAIN = 6, 2, 5, 1e-4


def drawn(
    heading: str,
    draw: Callable[[Figure, Drawn], None],
    what: Drawn,
    figsize: Sequence[float] | None = None,
) -> Figure:
    """Return a new figure under a heading, on which `draw` draws something in the house's style.

    Parameters
    ----------
    figsize : width and height, inches; None takes `style.PAGE`

    Raises
    ------
    SettingError
        If `figsize` is no such pair.
    """
    size = None if figsize is None else _checked_size(figsize)
    with style.figure_style():
        figure = style.NotebookFigure(figsize=size)
        figure.suptitle(heading)
        draw(figure, what)
    return figure


def drawn_into(
    axes: Axes,
    draw: Callable[[Axes, Drawn], None],
    what: Drawn,
    figsize: Sequence[float] | None = None,
) -> Figure:
    """Draw a panel into axes that somebody else made, in their style; return their figure.

    The legend stands inside: above the axes there may be no room.

    Raises
    ------
    SettingError
        If these are no axes in the plane, or a `figsize` is given, which is their figure's matter.
    """
    if not isinstance(axes, Axes):
        raise SettingError(f"ax must be one Axes of matplotlib, not {shown(axes)}.")
    if axes.name != "rectilinear":
        raise SettingError(f"ax must be plain axes, not {axes.name} ones.")
    if figsize is not None:
        raise SettingError("give ax or figsize, not both: the axes' figure has its size.")
    draw(axes, what)
    if axes.get_legend_handles_labels()[0]:
        axes.legend()
    whole = axes.get_figure()
    while isinstance(whole, SubFigure):
        whole = whole.figure
    return cast(Figure, whole)


def _checked_size(figsize: Sequence[float]) -> tuple[float, float]:
    sides = check_list(figsize, "figsize")
    if len(sides) != 2:
        raise SettingError(f"figsize must be a width and a height, inches, not {shown(figsize)}.")
    width, height = (check_number(side, "each of figsize", 0.0, _MOST_INCHES) for side in sides)
    if not (width and height):
        raise SettingError(f"figsize must be positive, not {shown(figsize)}.")
    return width, height


def one_panel(figure: Figure) -> Axes:
    """Return the only panel of a figure, with room for a title and labels around it."""
    return figure.add_axes((0.1, 0.12, 0.87, 0.7))


def one_map(figure: Figure) -> Axes:
    """Return the only map of a figure, with room for a colour bar and its label, too."""
    return figure.add_axes((0.1, 0.12, 0.74, 0.7))


def read_plainly(axis: Axis, count: int) -> str:
    """Label an axis with at most about `count` short numbers, and return the unit they are in.

    The unit is the end of the axis's label: empty, a power of ten in brackets, or what was
    subtracted, where the ends of the axis differ in far digits only.
    """
    low, high = sorted(axis.get_view_interval())
    shift = 0.0
    if high - low < _FAR_DIGITS * max(abs(low), abs(high)):
        shift = _round_between(low, high)
    unit, words = _unit(max(abs(low - shift), abs(high - shift)))
    # A place far from zero is rounded itself.
    rounding = 4.0 * math.ulp(max(abs(low), abs(high))) / unit
    decimals = max(0, min(6, math.floor(-math.log10(rounding)))) if shift else 6

    def read(value: float, _: object) -> str:
        return f"{round((value - shift) / unit, decimals) + 0.0:g}".replace("-", "\N{MINUS SIGN}")

    axis.set_major_locator(few(count))
    axis.set_major_formatter(FuncFormatter(read))
    return (_subtracted(shift) if shift else "") + words


def draw_plain_ticks(axes: Axes, count: int = 4) -> None:
    """Label both axes as `read_plainly` does, units behind the labels that they have."""
    axes.set_xlabel(axes.get_xlabel() + read_plainly(axes.xaxis, count))
    axes.set_ylabel(axes.get_ylabel() + read_plainly(axes.yaxis, count))


def _round_between(low: float, high: float) -> float:
    """Return a number near the middle to subtract, of few digits if that leaves few, too."""
    power = math.floor(math.log10(high - low))
    near = [round((low + high) / 2.0, -power - k) for k in range(_DIGITS_LEFT + 1)]
    return next((shift for shift in near if _is_short(shift)), near[0])


def _is_short(shift: float) -> bool:
    return float(f"{shift:.{_DIGITS - 1}e}") == shift


def _subtracted(shift: float) -> str:
    """Return how it is said that `shift` was subtracted: in 6 digits, or the first 4 and dots."""
    sign = "+" if shift < 0.0 else "\N{MINUS SIGN}"
    size = abs(shift)
    if _is_short(size) and _LEAST_PLAIN <= size < 10**_DIGITS:
        return f" {sign} {size:.15g}"
    digits, power = f"{size:.14e}".split("e")
    mantissa = f"{float(digits):g}" if _is_short(size) else rf"{digits[:_FIRST_DIGITS]}\ldots"
    front = "" if mantissa == "1" else rf"{mantissa} \times "
    return rf" {sign} ${front}10^{{{int(power)}}}$"


def few(count: int, integer: bool = False, min_n_ticks: int = 2) -> MaxNLocator:
    """Return the locator of at most so many steps of 1, 2 or 5 times a power of ten.

    The least number of ticks goes before the steps, and `integer` leaves whole numbers only.
    """
    return MaxNLocator(count, steps=[1, 2, 5, 10], integer=integer, min_n_ticks=min_n_ticks)


def label_powers(axes: Axes, count: int = 6) -> None:
    """Label a logarithmic y axis in plain decimals or powers of ten, at most `count` of them.

    A linear one, of what has no logarithm, stays as it is.
    """
    if axes.get_yscale() == "linear":
        return
    low, high = axes.get_ylim()
    subs = (1.0,) if high / low > 1e2 else (1.0, 3.0) if high / low > 10.0 else (1.0, 2.0, 5.0)
    axes.yaxis.set_major_locator(LogLocator(subs=subs, numticks=count))
    axes.yaxis.set_major_formatter(FuncFormatter(_narrow))
    axes.yaxis.set_minor_locator(NullLocator())


def _narrow(value: float, _: object) -> str:
    """Return one digit of a number, its power of ten close behind."""
    return short_maths(value, 1).replace(r" \times ", r"{\cdot}")


def label_small_panels(panels: Sequence[Axes], columns: int) -> None:
    """Label panels that share both axes with few short numbers; say their units where they have.

    Parameters
    ----------
    panels : row by row, with their final limits
    columns : of the panels
    """
    for k, axes in enumerate(panels):
        if (unit := read_plainly(axes.xaxis, 4)) and k + columns >= len(panels):
            axes.set_xlabel(f"x{unit}")
        if (unit := read_plainly(axes.yaxis, 3)) and k % columns == 0:
            axes.set_ylabel(f"y{unit}")


def label_counts(axes: Axes, counts: Sequence[int], most: int | None = None) -> None:
    """Label a logarithmic x axis at these whole numbers, or at some of them if `most` are fewer."""
    every = 1 if most is None else math.ceil(len(counts) / most)
    axes.xaxis.set_major_locator(FixedLocator([float(n) for n in counts[::every]]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_locator(NullLocator())


def told_apart(counts: Sequence[int]) -> list[int]:
    """Return those of some whole numbers, rising, that have room on a logarithmic axis.

    All, if each is large enough beside the one before; else the powers of two among them, or, if
    these are few, every one that is.
    """
    chosen = list(counts[:1])
    for count in counts[1:]:
        if count >= _APART * chosen[-1]:
            chosen.append(count)
    doubling = [count for count in counts if count & (count - 1) == 0]
    if len(chosen) == len(counts) or 2 * len(doubling) < len(chosen):
        return chosen
    return doubling


def legend_beside_title(axes: Axes, columns: int = 2) -> None:
    """Draw the legend above the axes, at the right, where the title leaves room."""
    axes.legend(
        loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=columns, borderpad=0.0,
        borderaxespad=0.7, columnspacing=0.9, handlelength=1.1, handletextpad=0.5,
    )  # fmt: skip


def _unit(height: float) -> tuple[float, str]:
    """Return what to divide by so that an axis up to `height` has plain ticks, and how to say so.

    Between 0.01 and 10,000 nothing.
    """
    power = math.floor(math.log10(height)) if height > 0.0 else 0
    if power in PLAIN_POWERS:
        return 1.0, ""
    return 10.0**power, rf" [$\times 10^{{{power}}}$]"
