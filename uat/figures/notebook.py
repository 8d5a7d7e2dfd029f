"""How figures appear in a notebook: as pictures, without any magic command.

matplotlib's own `Figure` shows itself only where `%matplotlib inline` or pyplot was called. The
figures of this project are `NotebookFigure`s, which know how to become a PNG. Where the inline
backend is active its own PNG is taken instead, for an output cell has one picture of each kind.
"""

from __future__ import annotations

from matplotlib.figure import Figure

from uat.figures import style


class NotebookFigure(Figure):
    """A figure that a notebook displays. Every figure of this project is made as one."""

    def _repr_png_(self) -> bytes:
        """Return the figure as a PNG, as `uat.figures.style.save_figure` would write it."""
        return style.png_of(self)


class NotebookFigures(dict[str, Figure]):
    """Figures by their names, which a notebook displays one below the other."""

    def _ipython_display_(self) -> None:
        """Display every figure; only IPython calls this, so it is there."""
        from IPython.display import display

        for figure in self.values():
            display(figure)  # type: ignore[no-untyped-call]
