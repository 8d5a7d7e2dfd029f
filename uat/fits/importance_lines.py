"""Which columns matter, and where the predictions go along them: lines of a summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from uat.fits.dependence import PartialDependence
from uat.fits.importance import Importance
from uat.io.wording import counted, shortened

# Columns that are told of, of one output and of each of several.
_MOST, _MOST_OF_SEVERAL = 12, 5
_LONGEST_NAME = 24
_INDENT = " " * 17


def importance_lines(found: Importance, along: Callable[[str], PartialDependence]) -> Iterator[str]:
    """Yield what every column is worth, for each output the first ones.

    Parameters
    ----------
    found : of two columns at least; of outputs that are constant nothing is told
    along : returns the mean prediction along a column of that name
    """
    told = [k for k in range(len(found.output_names)) if not np.isnan(found.lost[:, k]).any()]
    if not told:
        return
    yield (
        f"  columns        R^2 lost on {found.measured_on} by values of other rows, and the mean "
        "prediction"
    )
    several = len(found.output_names) > 1
    shown = {k: found.ranked(k)[: _MOST_OF_SEVERAL if several else _MOST] for k in told}
    every = {
        name: along(name) for name in {found.columns[j] for row in shown.values() for j in row}
    }
    for output, first in shown.items():
        if several:
            yield f"  {found.output_names[output]}"
        names = [shortened(found.columns[j], _LONGEST_NAME) for j in first]
        for name, j in zip(names, first, strict=True):
            lost, error = found.lost[j, output], found.standard_error[j, output]
            course = every[found.columns[j]].course(output)
            number = f"{round(lost, 4) + 0.0:>8.4f} +-{error:<8.2g}"
            yield f"{_INDENT}{name:<{max(map(len, names))}} {number} {course}"
        rest = found.ranked(output)[len(first) :]
        if rest:
            most = round(found.lost[rest[0], output], 4) + 0.0
            yield f"{_INDENT}{counted(len(rest), 'column')} more, of {most:.4f} at most"
