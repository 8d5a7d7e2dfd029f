"""Fits of all NIST reference data sets beside the residual deviations that NIST has certified.

    python scripts/nist.py            # print the table
    python scripts/nist.py --write    # and write it into the README
    python scripts/nist.py Hahn1 ENSO # of these sets

The 27 sets for nonlinear regression (tests/nist_strd.json, public domain) each come with a model,
which a network does not know. What is compared is the residual deviation

    sqrt(sum of squared residuals / (rows - parameters used)),

NIST's with the parameters of its model, ours with as many as the rows determine: the trace of the
matrix that takes the values to the predictions, linearised at the fit, with the prior or the ridge
of its trainer. All rows are fitted, by the usual trainer or by those that compete with it.

References
----------
NIST/ITL, Statistical Reference Datasets, nonlinear regression.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from uat.arrays import Array
from uat.core.backprop import jacobian
from uat.fits.cross_validation import deviation_of
from uat.fits.table import fit_data
from uat.fits.table_fit import DataFit
from uat.io.markdown import table, with_part
from uat.io.wording import listed

ROOT = Path(__file__).parent.parent
BEGIN = "<!-- written by scripts/nist.py --write -->"
END = "<!-- end of nist -->"
WIDTH, WITHIN = 32, 1.05
HEAD = (
    "set, rows", "certified", "width chosen", "parameters", "on rows left out", "residual",
    f"parameters, {WIDTH} units", f"residual, {WIDTH} units",
)  # fmt: skip
# Directions shorter than this share of the longest are rounding.
_ROUNDING = 1e-10


class Reference(NamedTuple):
    """A data set: the inputs, shape (rows,) or (rows, 2), and the values its model is for.

    Parameters
    ----------
    deviation : certified residual standard deviation, units of y
    """

    name: str
    x: Array
    y: Array
    deviation: float

    @classmethod
    def of(cls, name: str, row: dict[str, Any]) -> Reference:
        """Return what the file has of a set; of one, the model is for the logarithm."""
        y = np.array(row["y"], dtype=np.float64)
        y = np.log(y) if row.get("log") else y
        return cls(name, np.array(row["x"], dtype=np.float64), y, row["deviation"])

    def fitted(self, **how: Any) -> DataFit:
        """Return the fit to all rows."""
        return fit_data(self.x, self.y, held_out=0.0, learning_curve=False, **how)


def references() -> dict[str, Reference]:
    """Return all sets, in NIST's order, from the easy ones to the hard ones."""
    text = (ROOT / "tests" / "nist_strd.json").read_text(encoding="utf-8")
    return {name: Reference.of(name, row) for name, row in json.loads(text).items()}


def determined(slopes: Array, ridges: Array) -> float:
    """Return how many parameters the rows determine: the trace of J (J'J + R)^-1 J'.

    Parameters
    ----------
    slopes : J, shape (rows, parameters)
    ridges : the diagonal R, shape (parameters,), at least 0
    """
    stacked = np.concatenate([slopes, np.diag(np.sqrt(ridges))])
    lengths = np.linalg.norm(stacked, axis=0)
    basis, sizes, _ = np.linalg.svd(stacked[:, lengths > 0.0] / lengths[lengths > 0.0], False)
    basis = basis[:, sizes > _ROUNDING * sizes[0]]
    return float(np.square(basis[: len(slopes)]).sum())


def used(fit: DataFit) -> float:
    """Return how many parameters of a fit of one output the rows determine."""
    if "effective_parameters" in fit.chosen:
        return fit.chosen["effective_parameters"]
    network, rows = fit.network, fit.dataset_training
    ridge = fit.chosen.get("ridge", getattr(fit.trainer, "ridge", 0.0))
    # What is lowered is the mean square and a ridge on the output weights.
    ridges = np.zeros(network.to_vector().size)
    ridges[-1 - network.width : -1] = ridge * rows.points
    return determined(jacobian(network, rows.x), ridges)


def ratio(fit: DataFit, reference: Reference) -> float:
    """Return the residual deviation over the certified one; nan if it passes through all rows."""
    residual = fit.residual(reference.x, reference.y)
    freedom = len(residual) - used(fit)
    if freedom < 0.5:
        return math.nan
    return math.sqrt(float(residual @ residual) / freedom) / reference.deviation


def left_out(fit: DataFit, reference: Reference) -> float:
    """Return the rmse on rows left out, in turn, over the certified deviation."""
    score = next(score for score in fit.width_curve if score.width == fit.width)
    return score.mean * float(deviation_of(fit.dataset_training)[0]) / reference.deviation


def row_of(reference: Reference) -> tuple[list[str], tuple[float, float]]:
    """Return a set's cells, and the ratios with the width chosen and with the one given."""
    chosen, wide = reference.fitted(), reference.fitted(width=WIDTH)
    ratios = ratio(chosen, reference), ratio(wide, reference)
    return [
        f"{reference.name}, {len(reference.y)}",
        f"{reference.deviation:.4g}",
        f"{chosen.width}{_unusual(chosen)}",
        f"{used(chosen):.1f}",
        _told(left_out(chosen, reference)),
        _told(ratios[0]),
        f"{used(wide):.1f}{_unusual(wide)}",
        _told(ratios[1]),
    ], ratios


def _unusual(fit: DataFit) -> str:
    usual = fit.trainer.name == "bayesian_regularization"
    return "" if usual else f" (`{fit.trainer.name}`)"


def _told(share: float) -> str:
    if math.isnan(share):
        return "0: through all rows"
    return f"{share:.2g}" if share >= 100.0 else f"{share:.3f}"


def verdict(ratios: dict[str, float], how: str) -> str:
    """Return of how many sets a network leaves as little as NIST's model, and of which more."""
    above = {name: value for name, value in ratios.items() if value > WITHIN}
    sets = f"{len(ratios) - len(above)} of {len(ratios)} sets"
    text = f"At most {WITHIN} times the certified deviation, with {how}: {sets}"
    if not above:
        return f"{text}."
    return f"{text}; not " + listed([f"{name} ({_told(r)})" for name, r in above.items()]) + "."


def compared(names: Sequence[str]) -> Iterator[str]:
    """Yield the table's lines, then what comes of it."""
    every = references()
    yield from table(HEAD, []).splitlines()
    ratios: dict[str, tuple[float, float]] = {}
    for name in names or every:
        cells, ratios[name] = row_of(every[name])
        yield f"| {' | '.join(cells)} |"
    yield ""
    for place, how in enumerate(("the width chosen", f"{WIDTH} units")):
        yield verdict({name: pair[place] for name, pair in ratios.items()}, how)


def main() -> None:
    """Print the table, and write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*references(), []], metavar="SET")
    parser.add_argument("--write", action="store_true", help="write the table into the README")
    given = parser.parse_args()
    lines = []
    for line in compared(given.names):
        print(line, flush=True)
        lines.append(line)
    if given.write:
        path, part = ROOT / "README.md", "\n".join(lines)
        new = with_part(path.read_text(encoding="utf-8"), BEGIN, END, f"\n{part}\n")
        if new is None:
            raise SystemExit(f"the README has no lines {BEGIN} and {END}")
        path.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
