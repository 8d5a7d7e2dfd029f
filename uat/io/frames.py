"""Tables of results as pandas frames. pandas is optional: it is imported when a frame is asked for.

Everything else of the project does without pandas; a frame is where a result leaves it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from uat.arrays import Array
from uat.exceptions import MissingPackageError


def data_frame(columns: Mapping[str, Sequence[Any] | Array]) -> Any:
    """Return a `pandas.DataFrame` of these columns, in this order.

    Parameters
    ----------
    columns : name -> values, one per row; what is None among numbers becomes nan

    Raises
    ------
    MissingPackageError
        If pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingPackageError("pandas", "pandas") from None
    return pd.DataFrame(dict(columns))
