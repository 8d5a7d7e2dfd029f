"""Who is told of a fit: the caller's function, the bar, or nobody."""

from __future__ import annotations

from collections.abc import Callable

from uat.core.watch import Callback, TrainingProgress
from uat.exceptions import SettingError, shown
from uat.io.progress import Update


def told(
    callback: Callback | None,
    within: Update | None,
    as_bar: Callable[[TrainingProgress], tuple[float, str]],
) -> Callback | None:
    """Return what is called while a training is under way, or None if nobody wants to know.

    Parameters
    ----------
    callback : the caller's function, or None
    within : redraws the bar, or None
    as_bar : the share that is done of everything, and what is under way

    Raises
    ------
    SettingError
        If the callback is no function.
    """
    if callback is not None and not callable(callback):
        raise SettingError(f"callback must be a function, not {shown(callback)}.")
    if within is None:
        return callback
    redraw, also = within, callback

    def tell(progress: TrainingProgress) -> object:
        redraw(*as_bar(progress))
        return None if also is None else also(progress)

    return tell
