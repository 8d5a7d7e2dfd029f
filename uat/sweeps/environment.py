"""What a worker computes with: the releases that decide a record, and how they differ from ours.

A record depends on its spec, on the version of the results and, in its last digits, on the
libraries below. Workers on other machines may have others. Another version of the results is
refused, because records of both would stand under one key; other libraries are only told.
"""

from __future__ import annotations

import functools
import importlib.metadata
import platform
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from uat.exceptions import SweepError
from uat.io.wording import listed
from uat.sweeps.shipping import Parcel, opened
from uat.sweeps.spec import RESULTS_VERSION, RunSpec
from uat.version import __version__

Versions = Mapping[str, str]
"""Name -> release. The version of the results is among them."""

RESULTS = "results"
_LIBRARIES = ("numpy", "scipy", "numba")
T = TypeVar("T")


@functools.cache
def versions() -> dict[str, str]:
    """Return what records are computed with in this process."""
    libraries = {name: importlib.metadata.version(name) for name in _LIBRARIES}
    return {
        RESULTS: str(RESULTS_VERSION),
        "uat": __version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
        **libraries,
    }


def run_elsewhere(
    specs: Sequence[RunSpec],
    run: Callable[..., T],
    ours: Versions,
    parcels: Sequence[Parcel] = (),
) -> T:
    """Return what comes of `specs`, if it would be the same where they were sent from.

    Parameters
    ----------
    specs : a batch
    run : computes its records; is given the specs and, if there are parcels, what is in them
    ours : `versions` of the process that sends it
    parcels : what was sent along

    Raises
    ------
    SweepError
        If the results here are of another version, or this process cannot load what was sent.
    """
    check_results(platform.node(), versions(), ours)
    return run(specs, opened(parcels)) if parcels else run(specs)


def check_results(worker: str, theirs: Versions, ours: Versions) -> None:
    """Raise `SweepError` if a worker's results are of another version than ours."""
    if theirs[RESULTS] != ours[RESULTS]:
        raise SweepError(
            f"the worker {worker} has uat {theirs['uat']}, whose results are of version "
            f"{theirs[RESULTS]}, not {ours[RESULTS]}: install uat {ours['uat']} there."
        )


def differences(workers: Mapping[str, Versions], ours: Versions) -> str:
    """Return in one line which libraries of the workers differ from ours; empty if none do.

    Parameters
    ----------
    workers : address -> `versions` there
    ours : `versions` here
    """
    phrases = []
    for name in ours:
        others = sorted({theirs[name] for theirs in workers.values()} - {ours[name]})
        if others:
            phrases.append(f"{name} {listed(others)} instead of {ours[name]}")
    if not phrases:
        return ""
    return f"workers have {listed(phrases)}: records may differ from local ones in the last digits."
