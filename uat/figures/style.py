"""How figures look, and how they are saved so that the same figure is the same file.

Colours are those of Okabe & Ito (2008), and a few of Tol (2021), pale ones darkened until a line
stands out from white paper (contrast 3 to 1); each has one meaning in every figure. No line is told
from another by its colour alone: each trainer has a marker, each of several fits a dash of its own.
Sizes are for a lecture hall: nothing below 13 points on a 16:9 page.

Figures are drawn for white paper. For a dark room `save_figure` writes the same figure on a dark
ground, by one rule for all colours, those of a colour map too: lightness is turned around, hue is
kept. What stood out from the paper, such as the widest of several fits, stands out from the dark,
and colours that were told apart by lightness still are. A figure must not name its colours.
"""

from __future__ import annotations

import io
import itertools
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, TypedDict

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axis import Axis
from matplotlib.collections import Collection
from matplotlib.colors import Colormap, ListedColormap, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from uat.arrays import Array
from uat.core.activations import activation_named
from uat.core.colours import Colour
from uat.exceptions import OutputError
from uat.figures.outlines import outlined_formulas
from uat.io.files import replacing
from uat.trainers.registry import row_of

Dash = str | tuple[float, tuple[float, ...]]
"""The style of a line: one of matplotlib's, or where to begin and how long strokes and gaps are."""


class FitLook(TypedDict):
    """How the line of a fit looks, in keywords of matplotlib's `plot`."""

    color: str
    linestyle: Dash


BLACK = "#000000"
ORANGE = "#C58000"
SKY = "#3496C9"
GREEN = "#009E73"
YELLOW = "#A08F00"
BLUE = "#0072B2"
VERMILION = "#D55E00"
PURPLE = "#C573A1"
GREY = "#6E6E6E"
WINE = "#882255"
INDIGO = "#332288"
DARK_GREEN = "#00513B"
OLIVE = "#6F8030"
TEAL = "#339C8B"
ROSE = "#CC6677"
SAND = "#A3864A"
BROWN = "#8B5A3C"

TARGET = BLACK
GUARANTEE = GREEN
FLOOR = BLACK
REFERENCE = GREY
PALETTE: Mapping[Colour, str] = {
    Colour.BLACK: BLACK,
    Colour.ORANGE: ORANGE,
    Colour.SKY: SKY,
    Colour.GREEN: GREEN,
    Colour.YELLOW: YELLOW,
    Colour.BLUE: BLUE,
    Colour.VERMILION: VERMILION,
    Colour.PURPLE: PURPLE,
    Colour.GREY: GREY,
    Colour.WINE: WINE,
    Colour.INDIGO: INDIGO,
    Colour.DARK_GREEN: DARK_GREEN,
    Colour.OLIVE: OLIVE,
    Colour.TEAL: TEAL,
    Colour.ROSE: ROSE,
    Colour.SAND: SAND,
    Colour.BROWN: BROWN,
}
"""The colours by the names that a `TrainerRow` has for them."""
FIT_COLOURS = ("#4C93C9", "#2272B0", "#0F4C81", "#05294D")
"""Fits of rising width, ever darker."""
FIT_DASHES: tuple[Dash, ...] = (
    (0.0, (1.0, 1.4)),
    (0.0, (5.0, 1.6, 1.0, 1.6)),
    (0.0, (7.0, 2.0)),
    "-",
)
"""Their lines, from dotted to solid, as matplotlib writes them."""
TARGET_ALPHA = 0.45
"""Of a target's broad band: it stands out from paper, and a fit stands out from it."""
MARKED, OTHER = VERMILION, BLUE
"""Class 1 and class 0 of the course's examples."""

HEAT_MAP = "viridis"
"""Values of a function of two inputs."""
RESIDUAL_MAP = "RdBu_r"
"""Residuals, symmetric about zero."""

FORMATS = ("svg", "png", "pdf")
PAGE = (12.8, 7.2)
"""Figure size in inches; 1280 x 720 pixels at 100 dots an inch."""
SLIDE = (11.8, 5.6)
"""Size of a figure that has a slide to itself, below the slide's title."""
HALF_SLIDE = (5.8, 5.2)
"""Size of a figure that shares its slide with another, or with text."""

PAPER, DARK_GROUND = "#FFFFFF", "#111418"
"""What a figure stands on, in a light and in a dark room."""
DARK_INK = "#ECEFF4"
"""What black becomes on the dark ground."""

FONT = "DejaVu Sans"

_RC: Any = {
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.labelsize": 16,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.titlesize": 17,
    "figure.dpi": 100,
    "figure.facecolor": "white",
    "figure.figsize": PAGE,
    "figure.titlesize": 20,
    "font.family": FONT,
    "font.size": 15,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.8,
    "image.cmap": HEAT_MAP,
    "legend.fontsize": 14,
    "legend.frameon": False,
    "lines.linewidth": 2.2,
    "mathtext.fontset": "dejavusans",
    "pdf.fonttype": 42,
    "savefig.dpi": 100,
    "svg.fonttype": "none",
    "svg.hashsalt": "uat",
    "xtick.labelsize": 14,
    "ytick.labelsize": 14,
}

# What would differ from run to run or machine to machine is left out of each file.
_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


# Where text stays text the reader's machine draws it: with the font whose widths it was laid out
# for, or one as wide. (matplotlib names no other font beside a formula.)
_SVG_FONTS = re.compile(rb"'DejaVu Sans(?: Display)?'(?!,)")
_SVG_FALLBACK = b", Verdana, 'Bitstream Vera Sans', sans-serif"


def fit_looks(count: int) -> list[FitLook]:
    """Return how the lines of fits of rising width look, the widest dark and solid.

    Parameters
    ----------
    count : of fits, at most as many as `FIT_COLOURS`

    Returns
    -------
    Keywords of matplotlib's `plot`, one set a fit
    """
    looks: list[FitLook] = [
        {"color": colour, "linestyle": dash}
        for colour, dash in zip(FIT_COLOURS, FIT_DASHES, strict=True)
    ]
    return looks[-count:]


def trainer_look(trainer: str) -> FitLook:
    """Return how the line of one fit by a trainer looks."""
    return {"color": trainer_colour(trainer), "linestyle": "-"}


def trainer_colour(trainer: str) -> str:
    """Return the colour of a trainer; one that is not registered is drawn in blue."""
    return PALETTE[row_of(trainer).colour or Colour.BLUE]


class ActivationLook(TypedDict):
    """How the line of an activation looks, in keywords of matplotlib's `plot`."""

    color: str
    marker: str


# Of activations whose rows name none: formulas, and what a user registered.
_SPARE_COLOURS = (DARK_GREEN, ROSE, TEAL, SAND, YELLOW)
_SPARE_MARKERS = ("*", "h", "p", "8", "H")


def activation_looks(activations: Sequence[str]) -> dict[str, ActivationLook]:
    """Return how the lines of activations look that are compared in one figure.

    One that is built in looks alike in every figure; the others take turns.

    Parameters
    ----------
    activations : names or formulas, in the order of the figure
    """
    turns = itertools.cycle(zip(_SPARE_COLOURS, _SPARE_MARKERS, strict=True))
    looks: dict[str, ActivationLook] = {}
    for name in dict.fromkeys(activations):
        row = activation_named(name)
        colour, marker = (PALETTE[row.colour], row.marker) if row.colour else next(turns)
        looks[name] = {"color": colour, "marker": marker}
    return looks


class NotebookFigure(Figure):
    """A figure that a notebook displays. Every figure of this project is made as one.

    matplotlib's own shows itself only where `%matplotlib inline` or pyplot was called. Where the
    inline backend is active its PNG takes the place of this one: nothing is shown twice.
    """

    def _repr_png_(self) -> bytes:
        """Return the figure as the PNG that `save_figure` writes."""
        file = io.BytesIO()
        _write(self, file, "png")
        return file.getvalue()


class NotebookFigures(dict[str, Figure]):
    """Figures by their names, which a notebook displays one below the other."""

    def _ipython_display_(self) -> None:
        """Display every figure; only IPython calls this, so it is there."""
        from IPython.display import display

        for figure in self.values():
            display(figure)  # type: ignore[no-untyped-call]


@contextmanager
def figure_style() -> Iterator[None]:
    """Draw and save figures in the project's style, whatever the user's settings are."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_RC)
        yield


def save_figure(figure: Figure, path: Path, dark: bool = False, dpi: float | None = None) -> None:
    """Write a figure to a file whose suffix names one of `FORMATS`; byte for byte reproducible.

    Parameters
    ----------
    figure : is left as it is, so that it may be saved light and dark, in any order
    path : of the file
    dark : write it on the dark ground, see `on_dark_ground`
    dpi : dots an inch of a PNG; None takes 100

    Raises
    ------
    OutputError
        If the suffix is none of them, or the file cannot be written.
    """
    kind = path.suffix.removeprefix(".").lower()
    if kind not in FORMATS:
        raise OutputError(
            f"{path}: a figure is written as {', '.join(FORMATS)}; end the name in one."
        )
    with replacing(path) as part:
        _write(figure, part, kind, dark, dpi)


def _write(
    figure: Figure,
    file: Path | io.BytesIO,
    kind: str,
    dark: bool = False,
    dpi: float | None = None,
) -> None:
    drawing = io.BytesIO()
    with figure_style():
        _settle(figure)
        ground = on_dark_ground(figure) if dark else nullcontext()
        outlines = outlined_formulas(figure) if kind == "svg" else nullcontext()
        with ground, outlines, without_remarks("fontTools"):
            figure.savefig(drawing, format=kind, metadata=_METADATA[kind], dpi=dpi or "figure")
    content = drawing.getvalue()
    if kind == "svg":
        content = _SVG_FONTS.sub(lambda font: font[0] + _SVG_FALLBACK, content)
    if isinstance(file, Path):
        file.write_bytes(content)
    else:
        file.write(content)


@contextmanager
def without_remarks(name: str) -> Iterator[None]:
    """Keep a logger quiet within the block.

    fontTools remarks on every PDF that its fonts have no date, matplotlib's mathtext on every sign
    that its font lacks, which drawing says, too.
    """
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _settle(figure: Figure) -> None:
    """Lay the figure out once, so that all its files look alike and none pays for it again."""
    if figure.get_layout_engine() is not None:
        figure.draw_without_rendering()
        figure.set_layout_engine("none")


# From linear sRGB to the cone responses of OKLab, and from their cube roots to lightness and two
# axes of hue. Ottosson (2020), https://bottosson.github.io/posts/oklab/
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
# The middle of the scale is lifted: what is midway on paper would be too dim on a dark ground.
_LIFT = 3.0

_COLOURED: tuple[tuple[type[Artist], tuple[str, ...]], ...] = (
    (Text, ("color",)),
    (Line2D, ("color", "markerfacecolor", "markeredgecolor")),
    (Patch, ("facecolor", "edgecolor")),
    (Collection, ("facecolor", "edgecolor")),
)


def on_dark(colours: Any) -> Array:
    """Return colours as they are on the dark ground: white becomes the ground, black the ink.

    Parameters
    ----------
    colours : one or many, in any of matplotlib's notations

    Returns
    -------
    shape (colours, 4), red, green, blue and opacity in [0, 1]
        The hue is kept, the lightness turned around, the opacity as it was.
    """
    rgba = to_rgba_array(colours)
    lab = _lab(rgba[:, :3])
    ink, ground = _lab(to_rgba_array([DARK_INK, DARK_GROUND])[:, :3])
    share = np.clip(lab[:, :1], 0.0, 1.0) ** _LIFT
    turned = ink + (ground - ink) * share
    turned[:, 1:] += lab[:, 1:]
    return np.column_stack([_rgb(turned), rgba[:, 3]])


def _lab(rgb: Array) -> Array:
    """Return sRGB colours, shape (colours, 3), in OKLab."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T)


def _rgb(lab: Array) -> Array:
    """Return OKLab colours in sRGB, the nearest of each channel where it has none."""
    linear = (lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_CONES).T
    linear = np.clip(linear, 0.0, 1.0)
    return np.asarray(
        np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    )


@contextmanager
def on_dark_ground(figure: Figure) -> Iterator[None]:
    """Turn a figure's colours to those of `on_dark` within the block, and back after it.

    The map of heat maps stays: it reads on both grounds, and its colour bar says what it means.
    """
    with figure_style():
        # All is read before anything is set: artists borrow each other's colours.
        changes = [change for artist in _artists(figure) for change in _changes(artist)]
        changes += [change for axes in figure.axes for change in _tick_changes(axes.yaxis)]
        changes += [change for axes in figure.axes for change in _tick_changes(axes.xaxis)]
        try:
            for set_new, _ in changes:
                set_new()
            yield
        finally:
            for _, set_old in reversed(changes):
                set_old()


_Change = tuple[Callable[[], object], Callable[[], object]]


def _artists(figure: Figure) -> Iterable[Artist]:
    """Return all that is drawn but ticks, which are set by axis: more may come when it is drawn."""
    ticks = {
        id(part)
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
        for part in tick.findobj()
    }
    for artist in figure.findobj():
        if id(artist) not in ticks:
            yield artist
            if isinstance(artist, Text):  # an annotation's box and arrow are not its children
                attached = (artist.get_bbox_patch(), getattr(artist, "arrow_patch", None))
                yield from (patch for patch in attached if patch is not None)


def _changes(artist: Artist) -> Iterator[_Change]:
    """Give how to set each colour of an artist, new and old."""
    if isinstance(artist, (Collection, AxesImage)) and artist.get_array() is not None:
        colours = artist.get_cmap()
        if colours.name != HEAT_MAP:
            turned = ListedColormap(on_dark(colours(np.arange(colours.N))), name=colours.name)
            yield partial(_set_map, artist, turned), partial(_set_map, artist, colours)
        return
    for kind, names in _COLOURED:
        if isinstance(artist, kind):
            for name in names:
                old = getattr(artist, f"get_{name}")()
                new = on_dark(old)
                if new[:, 3].any():  # what is not seen stays so, whatever the artist's opacity
                    set_it = getattr(artist, f"set_{name}")
                    several = isinstance(artist, Collection)
                    yield partial(set_it, new if several else tuple(new[0])), partial(set_it, old)


def _set_map(artist: Collection | AxesImage, colours: Colormap) -> None:
    """Set a colour map; the colour bar, which then draws itself anew, keeps its ticks."""
    bar = artist.colorbar
    if bar is None:
        artist.set_cmap(colours)
        return
    axis = bar.ax.yaxis
    ticks = axis.get_major_locator(), axis.get_minor_locator(), axis.get_major_formatter()
    artist.set_cmap(colours)
    axis.set_major_locator(ticks[0])
    axis.set_minor_locator(ticks[1])
    axis.set_major_formatter(ticks[2])


def _tick_changes(axis: Axis) -> Iterator[_Change]:
    """Give how to set the colours of an axis's ticks, of those still to come, too."""
    for which in ("major", "minor"):
        set_them = partial(axis.set_tick_params, which=which)
        colour = mpl.rcParams["xtick.color"]  # the same for y
        plain = {"color": colour, "labelcolor": colour, "grid_color": mpl.rcParams["grid.color"]}
        known = axis.get_tick_params(which=which)
        old = {name: known.get(name, value) for name, value in plain.items()}
        new = {name: tuple(on_dark(value)[0]) for name, value in old.items()}
        yield partial(set_them, **new), partial(set_them, **old)
