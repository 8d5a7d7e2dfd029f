"""What a page holds: targets with all that is known of them, the course's rungs, the engine.

A `Scene` is plain data; `Scene.to_dict` is what the page's modules read:

    { version, language, targets: [...], presets: { linreg, neuron, xor }, engine }

with, of each target,

    key, title      what the address and the reader call it; no two targets share a key
    text            the line that names it to `uat fit` and to other processes; may be empty
    source          { kind: "formula" | "function" | "table", text }
    domain          [[a, b]] or [[a, b], [c, d]]
    formula         in the language of `--target`, or null
    kinks           inputs at which it or its derivative jumps
    samples         null of a formula; of a function { x: [axis, ...], y: values }, the first input
                    slowest; of a table { x: [column], y: column }, x rising
    stored          `uat.explorer.curves.StoredCurves`, or null

A function that is no formula is known by its values at equally spaced points, between which the
page interpolates, and says so.
"""

from __future__ import annotations

import base64
import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from uat.arrays import Array
from uat.core.domains import Box
from uat.exceptions import SettingError
from uat.explorer.curves import (
    FoundCurves,
    StoredCurves,
    found_curves,
    rounded,
    stored_curves,
)
from uat.explorer.presets import course_presets
from uat.fits.table_target import Table, is_table_like, known_table
from uat.sweeps.record import Record
from uat.targets.catalogue import FORMULAS
from uat.targets.lookup import is_portable, known_target
from uat.targets.target import Target
from uat.targets.target_texts import TargetKind, read_text
from uat.targets.user_targets import Given
from uat.version import __version__

SAMPLES = {1: 2049, 2: 129}
"""Points along each input at which a function that is no formula is sampled."""

PACKAGED = "gallery_runs.json"
"""What runs of the gallery came to, in the package."""

_SAMPLE_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Samples:
    """Values of a function on a grid, or the rows of a table.

    Parameters
    ----------
    axes : of each input, its places, rising
    values : at all combinations, the first input slowest; target units
    """

    axes: tuple[Array, ...]
    values: Array

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "x": [axis.tolist() for axis in self.axes],
            "y": [rounded(value, _SAMPLE_DIGITS) for value in self.values.tolist()],
        }


@dataclass(frozen=True, slots=True)
class SceneTarget:
    """A target as the page has it; see the module's first lines."""

    key: str
    title: str
    text: str
    kind: str
    domain: Box
    formula: str | None = None
    kinks: tuple[float, ...] = ()
    samples: Samples | None = None
    stored: StoredCurves | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "key": self.key,
            "title": self.title,
            "text": self.text,
            "source": {"kind": self.kind, "text": self.formula or self.text or self.title},
            "domain": [
                list(side) for side in zip(self.domain.lower, self.domain.upper, strict=True)
            ],
            "formula": self.formula,
            "kinks": list(self.kinks),
            "samples": None if self.samples is None else self.samples.to_dict(),
            "stored": None if self.stored is None else self.stored.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a page holds beside its program.

    Parameters
    ----------
    targets : at least one; the first is shown first
    language : of the words, as in `<html lang>`
    """

    targets: tuple[SceneTarget, ...]
    language: str = "en"

    def to_dict(self, *, engine: bool = True) -> dict[str, Any]:
        """Return plain JSON values, with the compiled engine or without it."""
        return {
            "version": __version__,
            "language": self.language,
            "targets": [target.to_dict() for target in self.targets],
            "presets": course_presets(),
            "engine": engine_text() if engine else None,
        }


def engine_text() -> str | None:
    """Return the compiled engine in base64, or None where there is none."""
    file = files("uat.explorer").joinpath("engine", "engine.wasm")
    return base64.b64encode(file.read_bytes()).decode("ascii") if file.is_file() else None


def scene_of(
    targets: Iterable[Given | Table | Any],
    activation: str = "logistic",
    records: Sequence[Record] = (),
) -> Scene:
    """Return the scene of these targets.

    Parameters
    ----------
    targets : as `uat.sweeps.plan.plan` takes them: names, lines of text, targets, pairs of a
        function and its domain, tables
    activation : of the stored curves
    records : of runs, for the stored curves; of a target of the catalogue without any there are
        those that come with the package (`gallery_runs.json`)

    Raises
    ------
    SettingError
        If there is no target, two have one name, or one has more than two inputs, or of a table
        more than one.
    UatError
        As `uat.targets.user_targets.as_target` and `uat.fits.table_target.known_table` do.
    """
    shown = [_scene_target(given, activation, records) for given in targets]
    if not shown:
        raise SettingError("there is no target to explore.", "targets")
    keys = [target.key for target in shown]
    for key in keys:
        if keys.count(key) > 1:
            raise SettingError(
                f"two targets are called {key}: give them names with 'as', as in "
                "'sin(x) on [0, 1] as ripple'.",
                "targets",
            )
    return Scene(tuple(shown))


def _scene_target(given: Any, activation: str, records: Sequence[Record]) -> SceneTarget:
    if is_table_like(given):
        return _table(known_table(given))
    target = known_target(given)
    if target.inputs > max(SAMPLES):
        raise SettingError(
            f"{target.name} has {target.inputs} inputs: the explorer shows functions of one or two."
        )
    formula = _formula_of(target)
    return SceneTarget(
        target.name,
        target.name,
        target.text if is_portable(target.text) else "",
        "function" if formula is None else "formula",
        target.domain,
        formula,
        target.kinks,
        None if formula is not None else _sampled(target),
        stored_curves(target, activation, _found(target, activation, records)),
    )


def _found(target: Target, activation: str, records: Sequence[Record]) -> FoundCurves:
    """Return what runs came to: those given, else those that come with the package."""
    text = target.text or target.name
    found = found_curves(text, activation, records)
    return found if found != FoundCurves() else packaged_runs(activation).get(text, found)


@functools.cache
def packaged_runs(activation: str) -> Mapping[str, FoundCurves]:
    """Return by target what comes with the package: runs of the gallery of logistic units.

    scripts/explorer_runs.py writes them, with the version of results that they are of.
    """
    values = json.loads(files("uat.explorer").joinpath(PACKAGED).read_text(encoding="utf-8"))
    if values["activation"] != activation:
        return {}
    return {name: FoundCurves.from_dict(one) for name, one in values["targets"].items()}


def _formula_of(target: Target) -> str | None:
    """Return a target as a formula in the language of `--target`, None if it is none."""
    text = target.text or target.name
    if not is_portable(text):
        return None
    spoken = read_text(text)
    if spoken.kind is TargetKind.FORMULA:
        return spoken.what
    return FORMULAS[spoken.what] if spoken.kind is TargetKind.NAME else None


def _sampled(target: Target) -> Samples:
    """Return a function's values on a grid; of one input also beside its kinks."""
    domain = target.domain
    axes = [
        np.linspace(low, high, SAMPLES[target.inputs])
        for low, high in zip(domain.lower, domain.upper, strict=True)
    ]
    if target.inputs == 1:
        beside = [kink + side for kink in target.kinks for side in _sides(domain)]
        axes = [np.unique([*axes[0], *beside])]
    grid = np.stack([column.ravel() for column in np.meshgrid(*axes, indexing="ij")], axis=1)
    return Samples(tuple(axes), target(grid))


def _sides(domain: Box) -> tuple[float, float]:
    step = domain.step(1e-12)
    return -step, step


def _table(table: Table) -> SceneTarget:
    """Return a table of one input as the page has it: rows in the order of that input."""
    if table.inputs > 1:
        raise SettingError(
            f"{table.name} has {table.inputs} input columns: the explorer shows tables of one; "
            f"name it, as in data.csv#{table.columns[0][0]}->{table.columns[1]}."
        )
    order = np.argsort(table.x[:, 0], kind="stable")
    x, t = table.x[order, 0], table.t[order, 0]
    domain = Box((float(x[0]),), (float(x[-1]),))
    text = table.text if is_portable(table.text) else ""
    return SceneTarget(table.name, table.name, text, "table", domain, samples=Samples((x,), t))
