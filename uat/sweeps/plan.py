"""The plan of a sweep: the specs of every target x width x seed x trainer x activation.

Of tables it is every fold besides.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, cast

from uat.checks import (
    LARGEST_SEED,
    LARGEST_WIDTH,
    check_list,
    check_text,
    check_whole,
    check_wholes,
)
from uat.core.activations import ACTIVATIONS, activation_named
from uat.exceptions import SettingError, about, shown
from uat.fits.defaults import default_points
from uat.fits.table_target import Table, is_table_like, known_table
from uat.io.wording import counted, listed
from uat.sweeps.spec import RunSpec
from uat.targets.catalogue import TARGETS
from uat.targets.lookup import described, fingerprint_of, is_portable, known_target, name_of
from uat.targets.target import Target
from uat.targets.target_texts import read_text
from uat.targets.user_targets import Given
from uat.trainers import TRAINERS, BayesianRegularization, GradientDescent, Trainer, make_trainer
from uat.trainers.base import plain_settings

DEFAULT_WIDTHS = (1, 2, 4, 8, 16, 32, 64, 128)
DEFAULT_SEEDS = 5
DEFAULT_TRAINERS: tuple[Trainer, ...] = (GradientDescent(),)
DEFAULT_TABLE_TRAINERS: tuple[Trainer, ...] = (BayesianRegularization(),)
DEFAULT_FOLDS = 5
DEFAULT_ACTIVATION = "logistic"
DEFAULT_TARGETS: tuple[str, ...] = tuple(
    n for n, target in TARGETS.items() if target.domain.gridded
)
"""Those of the catalogue of one or two inputs, which a page can draw whole."""
MOST_RUNS = 1_000_000
"""Of a plan; more is a slip of the finger, and would not fit in memory."""
_MOST_NAMED = 3  # targets


def plan(
    targets: Iterable[Given | Table] | None = None,
    widths: Iterable[int] = DEFAULT_WIDTHS,
    seeds: Iterable[int] = range(DEFAULT_SEEDS),
    trainers: Iterable[Trainer | str] | None = None,
    *,
    activation: str = DEFAULT_ACTIVATION,
    activations: Iterable[str] | None = None,
    points: int | None = None,
    folds: int = DEFAULT_FOLDS,
    table_trainers: Iterable[Trainer | str] | None = None,
    tell: Callable[[str], None] | None = None,
) -> list[RunSpec]:
    """Return the specs of every combination, each once, in the order given.

    Parameters
    ----------
    targets : whatever `uat.targets.user_targets.as_target` takes: names, lines of text such as
        "sin(5*x) on [-1, 1] as ripple" or "module:function on [0, 1]", targets, pairs of a function
        and its domain; or a table: "data.csv", "data.csv#inputs->outputs", a
        `uat.Table`, a pair of arrays (inputs, output), or a data frame whose last column is the
        output; None takes `DEFAULT_TARGETS`
    widths : numbers of hidden units, each at least 1
    seeds : each at least 0
    trainers : trainers, or names (see `uat.trainers.make_trainer`); None takes `DEFAULT_TRAINERS`,
        and of tables `DEFAULT_TABLE_TRAINERS`
    activation : name of phi, or its formula
    activations : in place of one activation several, each with all the rest; the first is the main
        one, of which the ordinary pages of a gallery are
    points : number of fitted points of a function; None takes `uat.fits.defaults.default_points`
    folds : parts the rows of a table are dealt into, each left out in turn, at least 2
    table_trainers : those of tables, if they are others
    tell : called with a line that says which trainers do which targets, if not all do all

    Raises
    ------
    UnknownNameError
        If a target, a trainer or an activation is unknown.
    SettingError
        If a list is empty, an activation is named twice or in both ways, a number out of range,
        there are more than a million runs, two targets have one name, one is no finite function,
        or no trainer can do any of the targets.

    Notes
    -----
    A trainer is left out where it cannot do target or activation (`left_out`). One whose outcome
    does not depend on the seed is run with the first seed only.
    """
    chosen = _chosen(_some(DEFAULT_TARGETS if targets is None else targets, "targets"), folds)
    widths = check_wholes(_some(widths, "widths"), "widths", 1, LARGEST_WIDTH)
    seeds = check_wholes(_some(seeds, "seeds"), "seeds", 0, LARGEST_SEED)
    own = DEFAULT_TRAINERS if trainers is None else trainers
    of_tables = DEFAULT_TABLE_TRAINERS if trainers is None else trainers
    named = _trainers(own), _trainers(of_tables if table_trainers is None else table_trainers)
    phis = _activations(activation, activations)
    pairs = [(target, trainer) for target in chosen for trainer in named[target.of_table]]
    runs = sum(len(target.folds) for target, _ in pairs) * len(widths) * len(seeds) * len(phis)
    if runs > MOST_RUNS:
        raise SettingError(
            f"{runs:,} runs are more than {MOST_RUNS:,}: choose fewer widths, seeds or targets.",
            "widths", "seeds", "targets", "activations",
        )  # fmt: skip
    if points is not None:
        points = check_whole(points, "points", 2)
    prints = {target.text: fingerprint_of(target.text) for target in chosen}
    settings = {trainer: json.dumps(plain_settings(trainer)) for _, trainer in pairs}
    able = _able(phis, pairs)
    words = _trainers_in_words(pairs, phis[0]) if len(phis) == 1 else ""
    if tell is not None and words:
        tell(words)
    specs = (
        RunSpec(
            target.text, width, seed, trainer.name, settings[trainer], phi,
            target.points(trainer, points), prints[target.text], *fold,
        )
        for phi, target, trainer in able
        for width, seed in itertools.product(widths, seeds if trainer.seeded else seeds[:1])
        for fold in target.folds
    )  # fmt: skip
    return list(dict.fromkeys(specs))


class _Planned(Protocol):
    """What a plan asks of a target, be it a function or a table."""

    of_table: ClassVar[bool]

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def text(self) -> str:
        """What runs name it by."""
        ...

    @property
    def renamed(self) -> str:
        """How it, or one of its kind, is handed in under another name, as a message quotes it."""
        ...

    @property
    def folds(self) -> list[tuple[int, int]]:
        """Which fold is left out, of how many, in turn: one run each."""
        ...

    def points(self, trainer: Trainer, wanted: int | None) -> int:
        """Return the number of points, those that are wanted if that is up to anybody."""
        ...

    def refusal(self, trainer: Trainer, activation: str) -> str | None:
        """Return why a trainer cannot do it, or None if it can."""
        ...


@dataclass(frozen=True, slots=True)
class _PlannedFunction:
    """A function: one run a width and seed."""

    target: Target

    of_table: ClassVar[bool] = False

    @property
    def name(self) -> str:
        return self.target.name

    @property
    def text(self) -> str:
        return self.target.text

    @property
    def renamed(self) -> str:
        if is_portable(self.text):
            return "'sin(5*x) on [-1, 1] as ripple'"
        return "uat.as_target(f, (-1, 1), name='ripple')"

    @property
    def folds(self) -> list[tuple[int, int]]:
        return [(0, 0)]

    def points(self, trainer: Trainer, wanted: int | None) -> int:
        return wanted or default_points(trainer, self.target.inputs)

    def refusal(self, trainer: Trainer, activation: str) -> str | None:
        return trainer.refusal(self.target.inputs, activation)


@dataclass(frozen=True, slots=True)
class _PlannedTable:
    """A table: one run a width, seed and fold."""

    table: Table
    count: int

    of_table: ClassVar[bool] = True

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def text(self) -> str:
        return self.table.text

    @property
    def renamed(self) -> str:
        if is_portable(self.text):
            return f"'{replace(read_text(self.text), name='other')}'"
        return "uat.Table(x, t, 'other')"

    @property
    def folds(self) -> list[tuple[int, int]]:
        return [(fold, self.count) for fold in range(1, self.count + 1)]

    def points(self, trainer: Trainer, wanted: int | None) -> int:  # noqa: ARG002
        return self.table.rows_dealt

    def refusal(self, trainer: Trainer, activation: str) -> str | None:
        if plain_settings(trainer).get("max_norm") is not None:
            return "max_norm is for functions, not for tables."
        return trainer.refusal(self.table.inputs, activation)


def _chosen(targets: Sequence[Given | Table], folds: int) -> list[_Planned]:
    """Return the targets, each once, known to this process by their texts.

    Raises
    ------
    SettingError
        If two have one name, or a table has fewer rows than there are to be folds.
    """
    check_whole(folds, "folds", 2)
    with about("targets"):
        chosen = {target.text: target for target in (_planned(one, folds) for one in targets)}
        named: dict[str, _Planned] = {}
        for target in chosen.values():
            if (other := named.setdefault(target.name.casefold(), target)) is not target:
                free = other if target.text in TARGETS else target
                raise SettingError(
                    f"two targets are called {target.name}, {described(other.text)} and "
                    f"{described(target.text)}: name one of them, as in {free.renamed}."
                )
    return list(chosen.values())


def _planned(given: Given | Table, folds: int) -> _Planned:
    """Return what is handed in, by whose text this process then knows it."""
    if not is_table_like(given):
        return _PlannedFunction(known_target(cast(Given, given)))
    table = known_table(given)
    table.check_folds(folds)
    return _PlannedTable(table, folds)


def _activations(one: str, several: Iterable[str] | None) -> list[str]:
    """Return the activations of a plan as they are stored, at least one, each once."""
    if several is None:
        return [activation_named(check_text(one, "activation")).name]
    if one != DEFAULT_ACTIVATION:
        raise SettingError("give activation or activations, not both.", "activation", "activations")
    named: dict[str, str] = {}
    with about("activations"):
        for given in _some(several, "activations"):
            name = activation_named(check_text(given, "each of activations")).name
            if name in named:
                also = "" if given == named[name] else f", as {named[name]} and as {given}"
                raise SettingError(f"{name} is named twice{also}.")
            named[name] = given
    return list(named)


def _able(
    activations: Sequence[str], pairs: Sequence[tuple[_Planned, Trainer]]
) -> list[tuple[str, _Planned, Trainer]]:
    """Return what can be run of every activation; there is something."""
    ways = [(phi, *pair) for phi in activations for pair in pairs]
    reasons = [target.refusal(trainer, phi) for phi, target, trainer in ways]
    able = [way for way, reason in zip(ways, reasons, strict=True) if reason is None]
    if not able:
        raise SettingError(str(reasons[0]), "targets", "trainers", "activation", "activations")
    return able


def left_out(specs: Sequence[RunSpec], activations: Iterable[str]) -> str:
    """Return which trainers do not take which of several activations, in a sentence, or nothing.

    Parameters
    ----------
    specs : a plan
    activations : those it was to be of; of a single one nothing is said
    """
    names = [ACTIVATIONS.canonical(name) for name in activations]
    targets: dict[tuple[str, str], list[str]] = {}
    for spec in specs:
        targets.setdefault((spec.trainer, spec.activation), []).append(spec.target)
    said = []
    for trainer in dict.fromkeys(spec.trainer for spec in specs):
        own = [dict.fromkeys(targets.get((trainer, name), ())) for name in names]
        every = dict.fromkeys(itertools.chain(*own))
        nowhere = [name for name, there in zip(names, own, strict=True) if not there]
        partly = [
            f"{name} (on {listed([name_of(t) for t in every if t not in there])})"
            for name, there in zip(names, own, strict=True)
            if 0 < len(there) < len(every)
        ]
        if nowhere or partly:
            said.append(f"{trainer} with {listed(nowhere + partly)}")
    return f"Left out, because they do not go together: {'; '.join(said)}." if said else ""


def _trainers_in_words(pairs: Sequence[tuple[_Planned, Trainer]], activation: str) -> str:
    """Return which trainers do which targets, and what is left out; empty if all do all."""
    doing: dict[str, list[str]] = {target.name: [] for target, _ in pairs}
    refused: dict[str, str] = {}
    for target, trainer in pairs:
        reason = target.refusal(trainer, activation)
        if reason is None:
            doing[target.name].append(trainer.name)
        else:
            refused |= dict.fromkeys((target.name, trainer.name), reason)
    alike: dict[str, list[str]] = {}
    for name, trainers in doing.items():
        if trainers:
            alike.setdefault(listed(list(dict.fromkeys(trainers))), []).append(name)
    run = {name for trainers in doing.values() for name in trainers}
    idle = [name for name in refused if not doing.get(name) and name not in run]
    words = [f"{trainers} on {_counted_names(names)}" for trainers, names in alike.items()]
    said = [f"Trainers: {'; '.join(words)}."] if len(words) > 1 else []
    return " ".join([*said, *(f"{name} is left out: {refused[name]}" for name in idle)])


def _counted_names(names: Sequence[str]) -> str:
    """Return names as a list in a sentence, of many how many there are."""
    return listed(names) if len(names) <= _MOST_NAMED else counted(len(names), "target")


def _trainers(given: Iterable[Trainer | str]) -> list[Trainer]:
    """Return the trainers of a list that has at least one."""
    return [_registered(trainer) for trainer in _some(given, "trainers")]


def _some(values: Iterable[Any], name: str) -> tuple[Any, ...]:
    """Return the entries of a list that has at least one."""
    entries = check_list(values, name)
    if not entries:
        raise SettingError(f"a sweep needs at least one of {name}.")
    return entries


def _registered(trainer: Trainer | str) -> Trainer:
    """Return the trainer, made if it is only named; a run must be able to make it again."""
    if isinstance(trainer, str):
        return make_trainer(trainer)
    if type(trainer) not in TRAINERS.values():
        raise SettingError(f"{shown(trainer)} is no trainer: choose from {', '.join(TRAINERS)}.")
    return trainer
