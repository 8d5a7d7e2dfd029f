"""The front door: `uat.certify`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from uat.checks import check_number, check_whole
from uat.core.domains import Box
from uat.core.model import Model
from uat.core.network import Network
from uat.exceptions import SettingError, shown
from uat.targets.formulas import expression_of
from uat.targets.target import Target
from uat.targets.user_targets import Given, as_target
from uat.theory.certificates.balls import working_with
from uat.theory.certificates.certificate import Certificate, Proved, write_point
from uat.theory.certificates.differences import rounding_bound
from uat.theory.certificates.errors import ErrorOf
from uat.theory.certificates.search import MOST_BITS, MOST_PIECES, enclose

MOST_INPUTS = 3
"""Of functions that certificates are made for."""


def certify(
    fit_or_network: Any,
    target: Given | None = None,
    domain: Box | Sequence[Any] | None = None,
    *,
    relative_width: float = 0.01,
    seconds: float = 60.0,
    most_pieces: int = MOST_PIECES,
) -> Certificate:
    """Return a proved enclosure of the largest error of a network.

    Parameters
    ----------
    fit_or_network : a `uat.Fit`, a `uat.Model` or a `uat.Network`, of one linear output
    target : f, as `uat.as_target` takes it: mathematics that is typed, or a name of the catalogue
        that has a formula; a fit has its own
    domain : where, if the target does not say; up to three inputs
    relative_width : how far apart low and high may be, as a share of high
    seconds : when to stop; what is proved by then is returned
    most_pieces : when to stop, too: a bound of the work that does not depend on the machine

    Returns
    -------
    A certificate. Whether the wanted width was reached is its `reached`.

    Raises
    ------
    MissingPackageError
        If python-flint is not installed.
    SettingError
        If f is not known by a formula, has more than three inputs or no bound on the domain, or
        the network has more outputs, one that is not linear, or an activation that is no formula.

    Notes
    -----
    It takes a fraction of a second for a smooth function of one input and 16 units, seconds for
    one of two.

    Examples
    --------
    >>> network = uat.fit("sine", 8).network                               # doctest: +SKIP
    >>> uat.certify(network, "sin(2*pi*x) on [-1, 1]").high                # doctest: +SKIP
    """
    start = time.perf_counter()
    check_number(relative_width, "relative_width", 0.0)
    check_number(seconds, "seconds", 0.0)
    check_whole(most_pieces, "most_pieces")
    network = _network_of(fit_or_network)
    function = _target_of(fit_or_network, target, domain)
    if function.inputs != network.inputs:
        raise SettingError(
            f"the target has {function.inputs} inputs, the network {network.inputs}.", "target"
        )
    if function.inputs > MOST_INPUTS:
        raise SettingError(
            f"certificates are offered for up to {MOST_INPUTS} inputs, not for {function.inputs}.",
            "target",
        )
    formula = expression_of(function)
    error = ErrorOf(formula.program, network)
    rounding = rounding_bound(network)
    found = enclose(error, function.domain, relative_width, seconds, rounding, most_pieces)
    with working_with(2 * MOST_BITS):
        pieces = tuple(
            Proved(write_point(leaf.low), write_point(leaf.high), min(found.high, leaf.bound.error))
            for leaf in found.leaves
        )
        point = write_point(found.point)
    return Certificate(
        low=found.low, high=found.high, point=point, relative_width=relative_width,
        formula=formula.text, domain=function.domain, network=network, pieces=pieces,
        bits=found.bits, seconds=time.perf_counter() - start,
    )  # fmt: skip


def _network_of(given: Any) -> Network:
    if isinstance(given, Network):
        return given
    network = given.network if isinstance(given, Model) else getattr(given, "network", None)
    if not isinstance(network, Network):
        raise SettingError(f"{shown(given)} is no fit, model or network.", "fit_or_network")
    return network


def _target_of(given: Any, target: Given | None, domain: Box | Sequence[Any] | None) -> Target:
    chosen: Given | None = getattr(given, "target", None) if target is None else target
    if chosen is None:
        raise SettingError("say which target the network is to approximate.", "target")
    return as_target(chosen, domain)
