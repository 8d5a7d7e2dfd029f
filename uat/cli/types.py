"""What the values of options may be, in click's terms: each type reads, refuses and completes.

What takes a registry loads it when a value is read, not before: `uat --help` waits for nothing.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, cast

import click
from click.shell_completion import CompletionItem

from uat.checks import LARGEST_COUNT, LARGEST_SEED, LARGEST_WIDTH, check_name
from uat.exceptions import ExpressionError, UatError, UnknownNameError

if TYPE_CHECKING:
    _Type = click.ParamType[Any]
else:
    _Type = click.ParamType  # of its first versions it is not generic
Entry = TypeVar("Entry")


class Place(click.Path):
    """A file or a folder that may be made later.

    Parameters
    ----------
    what : "file" or "folder"
    dir_okay : whether a folder that is there is left to the library to refuse or to fill
    """

    def __init__(self, what: str, dir_okay: bool = False) -> None:
        super().__init__(path_type=Path, dir_okay=dir_okay)
        self._what = what

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, as click asks."""
        if not str(value):
            self.fail(f"name a {self._what}.", param, ctx)
        return super().convert(value, param, ctx)


FILE, FOLDER, STORE = Place("file"), Place("folder", dir_okay=True), Place("file", dir_okay=True)


class Whole(click.IntRange):
    """A whole number of a range."""

    name = "integer"  # as a message calls it


class Count(Whole):
    """A whole number from `least` on; more than `most` is a slip of the finger."""

    def __init__(self, least: int = 1, most: int = LARGEST_COUNT) -> None:
        super().__init__(least)
        self._most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, as click asks."""
        number = super().convert(value, param, ctx)
        if number > self._most:
            self.fail(f"{number} is more than {self._most:,}.", param, ctx)
        return number


COUNT, WIDTH, SEED = Count(), Count(most=LARGEST_WIDTH), Count(0, LARGEST_SEED)
WORKERS = Count(most=1024)  # each is a process of its own


class Finite(click.FloatRange):
    """A number of a range, neither infinite nor nan."""

    name = "float"  # as a message calls it

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, as click asks."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not finite.", param, ctx)
        return number


class Momentum(Finite):
    """A share of the velocity that is kept, or the name of a rule for it."""

    name = "float, nor is it nesterov"

    def __init__(self) -> None:
        super().__init__(0.0, 1.0, max_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number or the name, as click asks."""
        word = str(value).lower()
        return word if word == "nesterov" else super().convert(value, param, ctx)


MOMENTUM = Momentum()


class WidthOrAuto(Count):
    """A number of hidden units, or the word auto."""

    name = "integer, nor is it auto"

    def __init__(self) -> None:
        super().__init__(most=LARGEST_WIDTH)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number or the word, as click asks."""
        return value if value == "auto" else super().convert(value, param, ctx)


class Real(_Type):
    """A finite number that may be typed as mathematics: 0.5, 1e-3, 2*pi."""

    name = "number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number, as click asks."""
        try:
            number = float(value)
        except ValueError:
            from uat.expressions import constant

            try:
                number = constant(value)
            except ExpressionError as problem:
                self.fail(str(problem), param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not finite.", param, ctx)
        return number


class Listed(_Type, Generic[Entry]):
    """Values separated by commas, at least one.

    Parameters
    ----------
    entry : what each of them is
    """

    name = "list"

    def __init__(self, entry: _Type) -> None:
        self._entry = entry

    @property
    def choices(self) -> Collection[str]:
        """All there is to choose each of them from, if there is such a list."""
        return getattr(self._entry, "choices", ())

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Entry, ...] | None:
        """Return the values, as click asks."""
        if not isinstance(value, str):
            return tuple(value)
        pieces = [piece.strip() for piece in self._pieces(value) if piece.strip()]
        if not pieces:
            self.fail("the list is empty.", param, ctx)
        return tuple(self._entry.convert(piece, param, ctx) for piece in pieces)

    def _pieces(self, value: str) -> list[str]:
        return value.split(",")

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return how the last value may go on."""
        before, comma, last = incomplete.rpartition(",")
        return [
            CompletionItem(f"{before}{comma}{item.value}")
            for item in self._entry.shell_complete(ctx, param, last)
        ]


class ColumnsList(Listed[str]):
    """Names of columns, separated by commas; one with a comma stands in double quotes."""

    def __init__(self) -> None:
        super().__init__(click.STRING)

    def _pieces(self, value: str) -> list[str]:
        from uat.io.columns import names_in

        return names_in(value)


class Widths(_Type):
    """Numbers of hidden units, as 1,2,4 or 1-8."""

    name = "list"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Return the numbers, as click asks."""
        if not isinstance(value, str):
            return tuple(value)
        pieces = [piece.strip() for piece in value.split(",") if piece.strip()]
        if not pieces:
            self.fail("the list is empty; write for example 1,2,4 or 1-8.", param, ctx)
        return tuple(width for piece in pieces for width in self._span(piece, param, ctx))

    def _span(self, piece: str, param: click.Parameter | None, ctx: click.Context | None) -> range:
        first, dash, last = piece.partition("-")
        low, high = (first, last) if dash and first else (piece, piece)
        try:
            span = range(int(low), int(high) + 1)
        except ValueError:
            self.fail(
                f"{piece!r} is not a whole number; write for example 1,2,4 or 1-8.", param, ctx
            )
        if not span:
            self.fail(f"{piece} runs backwards; write the smaller number first.", param, ctx)
        for width in (span[0], span[-1]):
            WIDTH.convert(width, param, ctx)
        return span


class NameOf(_Type):
    """A name out of a registry.

    Parameters
    ----------
    kind : what it names, for example "target"
    load : returns the registry
    """

    name = "name"

    def __init__(self, kind: str, load: Callable[[], Mapping[str, Any]]) -> None:
        self._kind, self._load = kind, load

    @property
    def choices(self) -> Collection[str]:
        """All names there are to choose from."""
        return tuple(self._load())

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or the alias, as click asks."""
        registry = self._load()
        name = value if value in registry else str(value).lower()
        try:
            if name not in registry:  # it knows aliases, which are not listed
                check_name(self._kind, name, {**registry, **self._more_names(ctx)})
        except UnknownNameError as problem:
            self.fail(str(problem), param, ctx)
        return name

    def _more_names(self, ctx: click.Context | None) -> Mapping[str, Any]:  # noqa: ARG002
        """Return what else the value may have been meant to be."""
        return {}

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the names that begin so."""
        return [CompletionItem(name) for name in self.choices if name.startswith(incomplete)]


class _ActivationName(NameOf):
    """The name of an activation, or its formula in t."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, the alias or the formula as it is stored, as click asks."""
        from uat.core.activations.naming import is_formula

        text = str(value)
        if not is_formula(text):
            return super().convert(text, param, ctx)
        try:
            return str(self._load()[text].name)
        except UatError as problem:
            self.fail(str(problem), param, ctx)


class _Activations(Listed[str]):
    """Activations, separated by commas that are in no bracket of a formula."""

    def _pieces(self, value: str) -> list[str]:
        from uat.expressions import between_commas

        return between_commas(value)


class SlideOrPart(NameOf):
    """The name of a slide of the session, or the number of a part."""

    def __init__(self) -> None:
        super().__init__("slide", _slides)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name or the number, as click asks."""
        from uat.slides.outline import OUTLINE, keys_of

        try:
            keys_of([value], OUTLINE)
        except UatError as problem:
            self.fail(str(problem), param, ctx)
        return str(value)


_FILE_KEY = "uat.cli.targets_of_file"


def targets_of_file(ctx: click.Context | None) -> dict[str, Any]:
    """Return the targets of the file that a command was given, by name; none without one."""
    return {} if ctx is None else ctx.meta.setdefault(_FILE_KEY, {})


class TargetsFile(Place):
    """A file of targets; the names in it are then known to the other options of the command."""

    def __init__(self) -> None:
        super().__init__("file")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, as click asks."""
        from uat.targets.lookup import name_of
        from uat.targets.target_files import read_targets

        path = super().convert(value, param, ctx)
        try:
            own = read_targets(path)
        except UatError as problem:
            self.fail(str(problem), param, ctx)
        texts = [getattr(target, "text", None) or str(target) for target in own]
        targets_of_file(ctx).update(zip(map(name_of, texts), own, strict=True))
        return path


class TargetName(NameOf):
    """A name of the catalogue, or of the file of targets that the command was given."""

    def __init__(self) -> None:
        super().__init__("target", _targets)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name, or the target of the file, as click asks."""
        own = targets_of_file(ctx)
        if not isinstance(value, str) or value in own:
            return own.get(value, value)
        if "[" in value or ":" in value:
            self.fail(f"{value!r} is no name; give what is no name by --target TEXT.", param, ctx)
        return super().convert(value, param, ctx)

    def _more_names(self, ctx: click.Context | None) -> Mapping[str, Any]:
        return targets_of_file(ctx)


class TargetLine(TargetName):
    """A target in a line of text."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text, or the target of the file, as click asks."""
        from uat.targets.target_texts import read_text

        own = targets_of_file(ctx)
        if not isinstance(value, str) or value in own:
            return own.get(value, value)
        try:
            text = read_text(value)
        except UatError as problem:
            self.fail(str(problem), param, ctx)
        if text.needs_domain:
            self.fail(f"{value!r} needs to know where: write '{value} on [-1, 1]'.", param, ctx)
        return value


class FileEndingIn(Place):
    """A file whose name says, by its end, what to write.

    Parameters
    ----------
    endings : such as .csv
    """

    def __init__(self, *endings: str) -> None:
        super().__init__("file")
        self._endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, as click asks."""
        if str(value) and Path(value).suffix.lower() not in self._endings:
            self.fail(f"{value} ends in none of {', '.join(self._endings)}.", param, ctx)
        return super().convert(value, param, ctx)


class _TrainerName(NameOf):
    """The name of a trainer; who takes it by an alias that may mislead is told so."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or the alias, as click asks."""
        from uat.trainers.registry import note_on

        name = super().convert(value, param, ctx)
        if note := note_on(name):
            click.echo(note, err=True)
        return name


class _Scheduler(_Type):
    """The address of a Dask scheduler."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address, as click asks."""
        from uat.sweeps.cluster import check_address

        try:
            return check_address(value)
        except UatError as problem:
            self.fail(str(problem), param, ctx)


def _activations() -> Mapping[str, Any]:
    from uat.core.activations import ACTIVATIONS

    return ACTIVATIONS


def _trainers() -> Mapping[str, Any]:
    from uat.trainers import TRAINERS

    return TRAINERS


def _targets() -> Mapping[str, Any]:
    from uat.targets.catalogue import TARGETS

    return TARGETS


def _languages() -> Mapping[str, Any]:
    from uat.export import LANGUAGES

    return LANGUAGES


def _slides() -> Mapping[str, Any]:
    from uat.slides.outline import OUTLINE

    return {key: part for part, keys in OUTLINE.items() for key in keys}


def _deck_languages() -> Mapping[str, Any]:
    from uat.slides.render import LANGUAGES

    return LANGUAGES


ACTIVATION = _ActivationName("activation", _activations)
ACTIVATIONS = _Activations(ACTIVATION)
TRAINER = _TrainerName("trainer", _trainers)
TARGET, TARGET_LINE, TARGETS_FILE = TargetName(), TargetLine(), TargetsFile()
SCHEDULER = _Scheduler()
LANGUAGE = NameOf("language", _languages)
DECK_LANGUAGE = NameOf("language", _deck_languages)

Width = int | Literal["auto"] | None


class NamedOption(click.Option):
    """An option whose help names all there is to choose from, where it says {names}."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help, as click asks."""
        complete = copy.copy(self)
        names = ", ".join(cast(NameOf, self.type).choices)
        complete.help = (self.help or "").replace("{names}", names)
        return click.Option.get_help_record(complete, ctx)
