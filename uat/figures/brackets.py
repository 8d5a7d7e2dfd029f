"""What is proved of an error: a bracket about its dot, from the lower end to the upper one."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.path import Path

from uat.figures import style
from uat.sweeps.proofs import Proofs
from uat.sweeps.record import Record

PROVED = "proved"
"""What legends call a bracket."""

# Points: how wide its ends are, and how thick its lines. Wider than the dots it stands about.
_WIDE, _THICK = 6.0, 1.7
# Of the key: both ends and what joins them.
_SHAPE = Path(
    [(-1, 1), (1, 1), (0, 1), (0, -1), (-1, -1), (1, -1)],
    [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO],
)


class BracketKey(Line2D):
    """A line that is not there, for a legend: its key is a bracket."""

    def __init__(self) -> None:
        super().__init__(
            [], [], linestyle="", marker=_SHAPE, markersize=2.0 * _WIDE, color=style.BLACK,
            markerfacecolor="none", mew=_THICK, label=PROVED,
        )  # fmt: skip


def draw_brackets(axes: Axes, records: Sequence[Record], proofs: Proofs) -> None:
    """Draw what is proved of the runs, and let legends say what it is.

    Parameters
    ----------
    axes : with a logarithmic axis of max errors
    records : those that are drawn
    proofs : of some of them; of an error that is proved to be 0, or that has no lower bound, none
        is drawn
    """
    known = [(r.spec.width, p) for r in records if (p := proofs.get(r.spec)) and p.low > 0.0]
    if not known:
        return
    widths = [width for width, _ in known]
    lows = [proof.low for _, proof in known]
    axes.errorbar(
        widths, lows, yerr=[[0.0] * len(known), [p.high - p.low for _, p in known]], fmt="none",
        ecolor=style.BLACK, elinewidth=_THICK, capsize=_WIDE, capthick=_THICK, zorder=4,
        label="_proved",
    )  # fmt: skip
    axes.add_line(BracketKey())
