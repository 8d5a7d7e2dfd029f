"""Fits whose largest error is proved, and the narrowest network whose tolerance is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from uat.fits.function_fit import Fit

if TYPE_CHECKING:
    from uat.theory.certificates.certificate import Certificate

_CLOSER = 1e-4


def proved(
    fit: Fit, tolerance: float | None, refit: Callable[[int], Fit], max_width: int
) -> tuple[Fit, Certificate]:
    """Return the narrowest fit, from a first one on, whose error is proved to be small enough.

    Parameters
    ----------
    fit : the first; of a tolerance, the narrowest whose measured error is within it
    tolerance : of the largest error, target units; None for a proof of whatever it is
    refit : the fit of another width
    max_width : where the search ends

    Returns
    -------
    The fit and its certificate. If no tolerance is proved, those of the least proved error.

    Raises
    ------
    MissingPackageError
        If python-flint is not installed.
    SettingError
        If nothing can be proved of the target or the activation; see `uat.certify`.
    """
    best = fit, _certificate(fit, tolerance)
    if tolerance is None or fit.max_error > tolerance:
        return best
    while best[1].high > tolerance and fit.width < max_width:
        fit = refit(fit.width + 1)
        found = fit, _certificate(fit, tolerance)
        best = min(best, found, key=lambda pair: pair[1].high)
    return best


def _certificate(fit: Fit, tolerance: float | None) -> Certificate:
    """Return the certificate of a fit, closer if it does not decide about a tolerance."""
    from uat.theory.certificates.certify import certify

    found = certify(fit)
    if tolerance is not None and found.low <= tolerance < found.high:
        found = certify(fit, relative_width=_CLOSER)
    return found
