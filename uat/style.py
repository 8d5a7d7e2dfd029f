"""How figures look, and how they are saved so that the same figure is the same file.

Colours are those of Okabe & Ito (2008), and a few of Tol (2021), told apart by colour-blind
readers too; each has one meaning in every figure. Sizes are for a lecture hall: nothing below 13
points on a 16:9 page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from uat.exceptions import OutputError
from uat.files import replacing

BLACK = "#000000"
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"
GREY = "#6E6E6E"
WINE = "#882255"
INDIGO = "#332288"
DARK_GREEN = "#00513B"
OLIVE = "#999933"

TARGET = BLACK
GUARANTEE = GREEN
REFERENCE = GREY
TRAINER_COLOURS = {
    "gradient_descent": BLUE,
    "adam": PURPLE,
    "lbfgs": SKY,
    "levenberg_marquardt": WINE,
    "variable_projection": VERMILION,
    "bayesian_regularization": OLIVE,
    "random_features": ORANGE,
    "greedy": INDIGO,
    "staircase": DARK_GREEN,
}
"""One colour for each trainer; near-best stands out, and a built network is near its guarantee."""
FIT_COLOURS = ("#9CCBEC", "#4C9FD6", "#0B64A6", "#05294D")
"""Fits of rising width, ever darker: told apart by lightness alone."""
MARKED, OTHER = VERMILION, BLUE
"""Class 1 and class 0 of the course's examples."""

HEAT_MAP = "viridis"
"""Values of a function of two inputs."""
RESIDUAL_MAP = "RdBu_r"
"""Residuals, symmetric about zero."""

FORMATS = ("svg", "png", "pdf")
PAGE = (12.8, 7.2)
"""Figure size in inches; 1280 x 720 pixels at 100 dots an inch."""

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
    "font.family": "DejaVu Sans",
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
    "svg.fonttype": "path",
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


@contextmanager
def figure_style() -> Iterator[None]:
    """Draw and save figures in the project's style, whatever the user's settings are."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_RC)
        yield


def save_figure(figure: Figure, path: Path) -> None:
    """Write a figure to a file whose suffix names one of `FORMATS`; byte for byte reproducible.

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
    with replacing(path) as part, figure_style():
        _settle(figure)
        figure.savefig(part, format=kind, metadata=_METADATA[kind])


def _settle(figure: Figure) -> None:
    """Lay the figure out once, so that all its files look alike and none pays for it again."""
    if figure.get_layout_engine() is not None:
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
