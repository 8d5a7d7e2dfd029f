"""The registry of trainers: every name, and what its row knows of it.

`TRAINERS` is read-only; `register_trainer` adds one of the user's own. What is in no registry is
refused by everything that stores a name, so that no record is one of another trainer.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterable
from typing import Any, TypeVar, cast

from uat.checks import check_choice, check_flag
from uat.core.colours import Colour
from uat.core.registry import Registry
from uat.exceptions import SettingError, shown
from uat.io.wording import in_words, listed
from uat.trainers.adam import Adam
from uat.trainers.base import GRIDS, Trainer, plain_settings
from uat.trainers.bayesian_regularization import BayesianRegularization
from uat.trainers.gradient_descent import GradientDescent
from uat.trainers.greedy import Greedy
from uat.trainers.lbfgs import LBFGS
from uat.trainers.levenberg_marquardt import LevenbergMarquardt
from uat.trainers.matching_pursuit import MatchingPursuit
from uat.trainers.quantile_units import QuantileUnits
from uat.trainers.random_features import RandomFeatures
from uat.trainers.row import Setting, TrainerRow
from uat.trainers.staircase import Staircase
from uat.trainers.variable_projection import VariableProjection

BUILT_IN: tuple[type[Any], ...] = (
    GradientDescent,
    Adam,
    LBFGS,
    LevenbergMarquardt,
    VariableProjection,
    BayesianRegularization,
    RandomFeatures,
    MatchingPursuit,
    QuantileUnits,
    Greedy,
    Staircase,
)

TRAINERS: Registry[Any] = Registry(
    "trainer", BUILT_IN, {alias: kind.name for kind in BUILT_IN for alias in kind.row.aliases}
)
"""The classes by name, in the order in which they are listed; read-only, see
`register_trainer`."""

# How trainers look that do not say.
_SPARE_COLOURS = (Colour.TEAL, Colour.ROSE, Colour.YELLOW)
_SPARE_MARKERS = ("*", "<", ">", "8")
_UNKNOWN = TrainerRow(colour=Colour.BLUE, marker="o")
# The arguments of the methods of a trainer, beside itself.
_METHODS = {"fit": 3, "refusal": 2, "seconds": 2}

Kind = TypeVar("Kind", bound=type[Any])


def register_trainer(kind: Kind, *, replace: bool = False) -> Kind:
    """Add a trainer of your own to `TRAINERS`, and return its class as it was.

    From then on its name is taken wherever a trainer's is, in this process. Worker processes do not
    know it, so sweeps with it run here, and no store keeps them: a store cannot know whether the
    name means the same the next time.

    Parameters
    ----------
    kind : a class that fulfils the protocol `uat.trainers.Trainer`: a frozen dataclass whose fields
        are its settings, each with a default of a type that `uat.trainers.Setting` names, with the
        attributes `name`, `grid` and `seeded` and the methods `fit`, `refusal` and `seconds`. If it
        has an attribute `row`, a `uat.trainers.TrainerRow`, this says how it is drawn and what its
        errors stand for; otherwise it is drawn under its name in a colour and with a marker of its
        own
    replace : whether to take the place of another trainer registered under this name

    Raises
    ------
    SettingError
        If the class does not fulfil the protocol, or a name of it is taken; the message says what
        is wrong.

    Examples
    --------
    >>> @register_trainer  # doctest: +SKIP
    ... @dataclass(frozen=True)
    ... class Patient(uat.LBFGS):
    ...     epochs: int = 50_000
    ...     name: ClassVar[str] = "patient"
    """
    check_flag(replace, "replace")
    _check_protocol(kind)
    row = _row_in(kind)
    TRAINERS.register(kind, replace=replace, aliases=row.aliases)
    others = [own for name, own in _rows.items() if name != kind.name]
    _rows[kind.name] = _completed(kind.name, row, others)
    return kind


def row_of(name: str) -> TrainerRow:
    """Return what is known of a trainer, by its name or an alias.

    Of one that is not registered nothing but its name is known.
    """
    row = _rows.get(TRAINERS.canonical(name))
    return row or dataclasses.replace(_UNKNOWN, label=in_words(name))


def note_on(name: str) -> str | None:
    """Return a sentence for who takes a trainer by this alias, or None if nothing is to be said."""
    own = TRAINERS.canonical(name)
    note = row_of(own).note
    return f"{name} is {own} here, {note}." if name != own and note else None


def make_trainer(name: str, **settings: Setting) -> Trainer:
    """Return the trainer of that name or alias; what is not set keeps its default.

    Raises
    ------
    UnknownNameError
        If there is no such trainer.
    SettingError
        If it has no such setting, or the setting is out of range.
    """
    known = settings_of(name)
    for setting in settings:
        if setting not in known:
            own = TRAINERS.canonical(name)
            raise SettingError(f"{own} has no setting {setting!r}; it has {', '.join(known)}.")
    trainer: Trainer = TRAINERS[name](**settings)
    return trainer


def settings_of(name: str) -> list[str]:
    """Return the names of a trainer's settings.

    Raises
    ------
    UnknownNameError
        If there is no such trainer.
    """
    return [field.name for field in dataclasses.fields(TRAINERS.named(name))]


def with_settings(trainer: Trainer, **settings: float) -> Trainer:
    """Return the trainer with some settings changed.

    Raises
    ------
    SettingError
        If it does not have one of them, or that is out of its range.
    """
    own = plain_settings(trainer)
    for setting in settings:
        if setting not in own:
            raise SettingError(
                f"{trainer.name} has no setting {setting!r}; {who_has(setting)}.", setting
            )
    return cast(Trainer, dataclasses.replace(cast(Any, trainer), **settings))


def who_has(setting: str) -> str:
    """Return which trainers have a setting, a sentence without its stop."""
    able = [name for name in TRAINERS if setting in settings_of(name)]
    return f"{listed(able)} {'has' if len(able) == 1 else 'have'} it"


def _check_protocol(kind: object) -> None:
    """Raise `SettingError` unless it is a class that fulfils `Trainer`."""
    frozen = getattr(getattr(kind, "__dataclass_params__", None), "frozen", False)
    if not (isinstance(kind, type) and frozen):
        raise SettingError(f"a trainer is a class with @dataclass(frozen=True), not {shown(kind)}.")
    if not isinstance(name := getattr(kind, "name", None), str):
        raise SettingError(f"{kind.__name__}: name must be a word, not {shown(name)}.")
    check_choice(getattr(kind, "grid", None), f"{name}: grid", GRIDS)
    check_flag(getattr(kind, "seeded", None), f"{name}: seeded")
    for method, arguments in _METHODS.items():
        _check_method(cast(Any, kind), method, arguments)
    _check_settings(cast(Any, kind))


def _check_method(kind: type[Any], method: str, arguments: int) -> None:
    """Raise `SettingError` unless the class has that method of so many arguments."""
    function = getattr(kind, method, None)
    if not callable(function):
        raise SettingError(f"{kind.name} has no method {method}; see uat.trainers.Trainer.")
    try:
        inspect.signature(function).bind(*[None] * (1 + arguments))
    except TypeError as problem:
        raise SettingError(f"{kind.name}.{method}: {problem}; see uat.trainers.Trainer.") from None


def _check_settings(kind: type[Any]) -> None:
    """Raise `SettingError` unless all settings have defaults, and JSON text brings them back."""
    try:
        trainer = kind()
    except TypeError as problem:
        raise SettingError(f"{kind.name}: every setting needs a default ({problem}).") from None
    try:
        stored = plain_settings(trainer)
        again = kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in stored.items()})
    except (AttributeError, TypeError, ValueError) as problem:
        raise SettingError(f"{kind.name}: a setting is no plain value ({problem}).") from None
    if again != trainer:
        raise SettingError(f"{kind.name}: its settings are others once they have been stored.")


def _row_in(kind: type[Any]) -> TrainerRow:
    """Return the row that stands in the class itself, or an empty one."""
    row = vars(kind).get("row", TrainerRow())
    if not isinstance(row, TrainerRow):
        raise SettingError(f"{kind.name}: row must be a TrainerRow, not {shown(row)}.")
    if row.colour is not None:
        check_choice(row.colour, f"{kind.name}: colour", [str(colour) for colour in Colour])
    return row


def _completed(name: str, row: TrainerRow, others: Iterable[TrainerRow]) -> TrainerRow:
    """Return the row with a label, and a colour and a marker that the fewest others have."""
    rows = list(others)
    colours, markers = [other.colour for other in rows], [other.marker for other in rows]
    return dataclasses.replace(
        row,
        label=row.label or in_words(name),
        colour=Colour(row.colour or min(_SPARE_COLOURS, key=colours.count)),
        marker=row.marker or min(_SPARE_MARKERS, key=markers.count),
    )


_rows: dict[str, TrainerRow] = {
    kind.name: _completed(kind.name, _row_in(kind), []) for kind in BUILT_IN
}
