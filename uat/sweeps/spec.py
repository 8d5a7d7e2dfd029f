"""What a run is: `RunSpec`, plain text and numbers, never functions.

A target travels as a line of text (`uat.targets.target_texts`). Where that only points at
something, at the source of a Python function, a fingerprint of that travels, too.

A record depends on its spec alone. The spec's key is a hash of everything that changes the
result, so that a store can tell what is already known; equal runs have equal keys, however their
settings were written.
"""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass, fields
from typing import Any, cast

from uat.checks import LARGEST_SEED, check_text, check_whole
from uat.core.activations import ACTIVATIONS
from uat.exceptions import SettingError
from uat.io.wording import one_line
from uat.targets.lookup import is_portable
from uat.targets.target_texts import canonical_text
from uat.trainers import TRAINERS, Trainer

RESULTS_VERSION = 5
"""Raised by hand whenever a run of some spec comes to another result than before; the golden
records of the tests say when. It is part of every key, so that no store mixes old with new."""


@dataclass(frozen=True, slots=True)
class RunSpec:
    """Everything that decides the outcome of one run.

    Parameters
    ----------
    target : the text that names it, in its one spelling: of the catalogue a name
    width : number of hidden units
    seed : the start's seed
    trainer : name in the registry
    settings : the trainer's settings as the text of a JSON object; kept with keys sorted
    activation : name of phi
    points : wanted size of the training grid; of a table the number of rows that are dealt
    fingerprint : hash of what the target's text points at, a function's source or a table's content
        (`uat.targets.lookup.fingerprint_of`); empty of what is all in the text, and then no part
        of the key
    fold, folds : of a table, which fold is left out, from 1 on, and how many there are; of a
        function 0, and then no part of the key

    Raises
    ------
    SettingError
        If a name is no text, a number not whole, or the settings are not the text of a JSON object.
    """

    target: str
    width: int
    seed: int
    trainer: str
    settings: str
    activation: str
    points: int
    fingerprint: str = ""
    fold: int = 0
    folds: int = 0

    def __post_init__(self) -> None:
        for name in ("target", "trainer", "activation", "fingerprint"):
            object.__setattr__(self, name, check_text(getattr(self, name), name))
        object.__setattr__(self, "target", canonical_text(self.target))
        object.__setattr__(self, "activation", ACTIVATIONS.canonical(self.activation))
        object.__setattr__(self, "trainer", TRAINERS.canonical(self.trainer))
        for name in ("width", "seed", "points", "fold", "folds"):
            object.__setattr__(self, name, check_whole(getattr(self, name), name, 0, LARGEST_SEED))
        if self.fold > self.folds or (self.folds and not self.fold):
            raise SettingError(f"there is no fold {self.fold} of {self.folds}.")
        object.__setattr__(self, "settings", _canonical(self.trainer, self.settings))

    def __repr__(self) -> str:
        return one_line("RunSpec", **self.to_dict())

    def to_dict(self) -> dict[str, str | int]:
        """Return the fields by name, in their order, without those that say nothing."""
        values = {name: getattr(self, name) for name in _FIELDS}
        if not self.fingerprint:
            del values["fingerprint"]
        if not self.of_table:
            del values["fold"], values["folds"]
        return values

    @property
    def of_table(self) -> bool:
        """Whether it is a run on a table, not on a function."""
        return self.folds > 0

    @property
    def portable(self) -> bool:
        """Whether a fresh process knows all that it names, and will tomorrow.

        What a user registered, or a function that no text names, is known to this process alone:
        such a run is made here, and is kept in no store, because its name may mean something else
        the next time.
        """
        return is_portable(self.target) and self.sendable

    @property
    def sendable(self) -> bool:
        """Whether a fresh process knows all that it names, if it is given the target."""
        return ACTIVATIONS.portable(self.activation) and TRAINERS.portable(self.trainer)

    @property
    def key(self) -> str:
        """Hash of the spec and of `RESULTS_VERSION`, 64 hexadecimal digits."""
        text = json.dumps({**self.to_dict(), "results": RESULTS_VERSION}, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


_FIELDS = tuple(own.name for own in fields(RunSpec))


def _canonical(trainer: str, settings: str) -> str:
    """Return settings with keys sorted and every real setting written as a real number."""
    if not isinstance(settings, str):
        raise SettingError("the settings of a run are the text of a JSON object.")
    return _sorted(settings, TRAINERS.get(trainer))


@functools.lru_cache(1024)  # sweeps have many runs of few settings
def _sorted(settings: str, trainer: type[Trainer] | None) -> str:
    """Return the text of a JSON object with keys sorted, as `_canonical` does."""
    try:
        values: Any = json.loads(settings)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise SettingError("the settings of a run are the text of a JSON object.")
    known = fields(cast(Any, trainer)) if trainer is not None else ()
    for name in {own.name for own in known if "float" in str(own.type)} & values.keys():
        if type(values[name]) is int:
            values[name] = float(values[name])
    return json.dumps(values, sort_keys=True)
