"""What several commands share: options, each spelt out once, and one object of their values."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from uat.checks import check_name
from uat.cli import types
from uat.cli.group import was_given
from uat.exceptions import SettingError, about, shown

if TYPE_CHECKING:
    from uat.targets.user_targets import Given
    from uat.trainers import Trainer

_LINE_KEY = "uat.cli.line"
Values = TypeVar("Values")
Callback = Callable[..., None]


def as_object(kind: type[Values]) -> Callable[[Callable[[Values], None]], Callback]:
    """Return what hands a command the values of its options as one object of that class.

    Its fields are the names of the command's parameters.
    """

    def decorate(command: Callable[[Values], None]) -> Callback:
        @functools.wraps(command)
        def callback(**values: Any) -> None:
            command(kind(**values))

        return callback

    return decorate


domain_option = click.option(
    "--domain", metavar="LOW HIGH", nargs=2, multiple=True, type=types.Real(),
    help="Where a function is fitted; once for each input.  [default: of a name, its own]",
)  # fmt: skip
activation_option = click.option(
    "--activation", cls=types.NamedOption, metavar="NAME", type=types.ACTIVATION,
    default="logistic", show_default=True,
    help="Of the hidden units: {names}; or a formula of your own in t, such as \"t*exp(-t^2)\".",
)  # fmt: skip
activations_option = click.option(
    "--activations", metavar="LIST", type=types.ACTIVATIONS,
    help="In place of --activation, several of them side by side, separated by commas, such as "
    "'logistic,relu,t*exp(-t^2)'; the first is the main one.",
)  # fmt: skip
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON with all digits, for other programs."
)
certify_option = click.option(
    "--certify", is_flag=True,
    help="Prove the largest error of what is fitted to a function; with --tolerance, look for the "
    "smallest width for which the tolerance is proved. Needs the extra certify.",
)  # fmt: skip
theme_option = click.option(
    "--theme", type=click.Choice(("light", "dark")), default="light", show_default=True,
    help="Figures for white paper, or for a dark room.",
)  # fmt: skip
workers_option = click.option(
    "--workers", metavar="N", type=types.WORKERS,
    help="How many work side by side: processes, or threads for small sweeps.  "
    "[default: one per processor]",
)  # fmt: skip
scheduler_option = click.option(
    "--scheduler", metavar="ADDRESS", type=types.SCHEDULER,
    help="Have the workers of a Dask scheduler do the work, as tcp://host:8786; needs the extra "
    "dask.",
)  # fmt: skip


def width_option(default: int) -> Callable[[Callback], Callback]:
    """Return --width of a command that takes one number of hidden units."""
    return click.option(
        "--width", metavar="N", type=types.WIDTH, default=default, show_default=True,
        help="Number of hidden units.",
    )  # fmt: skip


def seed_option(help_text: str = "Random start.") -> Callable[[Callback], Callback]:
    """Return --seed; the text says of what."""
    return click.option(
        "--seed", metavar="N", type=types.SEED, default=0, show_default=True, help=help_text
    )


def trainer_option(help_text: str, default: str | None = None) -> Callable[[Callback], Callback]:
    """Return --trainer; the text says what it means to the command."""
    return click.option(
        "--trainer", cls=types.NamedOption, metavar="NAME", type=types.TRAINER, default=default,
        show_default=default is not None, help=help_text,
    )  # fmt: skip


def epochs_option(help_text: str) -> Callable[[Callback], Callback]:
    """Return --epochs; the text says of what, and the default."""
    return click.option("--epochs", metavar="N", type=types.COUNT, help=help_text)


momentum_option = click.option(
    "--momentum", metavar="X", type=types.MOMENTUM,
    help="Of gradient descent: nesterov, which rests where it would lead uphill, or a number from "
    "0 to below 1; 0 is the plain rule of the course.  [default: nesterov]",
)  # fmt: skip


targets_from_option = click.option(
    "--targets-from", metavar="FILE", type=types.TARGETS_FILE, is_eager=True,
    help="A catalogue of your own, in TOML: [name], then formula, function or table, domain, kinks "
    "and source. Its names are then known to the other options; without these all are taken.",
)  # fmt: skip


def targets_options(
    help_text: str, kind: click.ParamType[Any], default: str
) -> Callable[..., Callback]:
    """Return --targets, of which the text says what for, --target and --targets-from."""
    options = (
        click.option(
            "--targets", metavar="NAMES", type=kind, default=default, show_default=True,
            help=help_text,
        ),
        click.option(
            "--target", "lines", metavar="TEXT", type=types.TARGET_LINE, multiple=True,
            help="One more, in a line of text, as 'sin(5*x) on [-1, 1] as ripple', 'x*y on [0, pi] "
            "x [0, 1]', 'abs(x) on [-1, 1] with kinks 0' or 'module:function on [0, 1]'; may be "
            "given many times, and takes the place of the default.",
        ),
        targets_from_option,
    )  # fmt: skip

    def add(command: Callback) -> Callback:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def chosen_targets(
    named: tuple[Given, ...] | None, lines: tuple[Given, ...]
) -> tuple[Given, ...] | None:
    """Return the targets that --targets, --target and --targets-from choose together.

    Parameters
    ----------
    named : what --targets says, or its default; None for all
    lines : what --target says
    """
    ctx = click.get_current_context()
    if was_given(ctx, "targets"):
        from uat.sweeps.plan import DEFAULT_TARGETS

        return (*(DEFAULT_TARGETS if named is None else named), *lines) if lines else named
    return lines or tuple(types.targets_of_file(ctx).values()) or named


def source_argument(name: str) -> Callable[[Callback], Callback]:
    """Return the argument that says what is to be learned, which --target may say in its place."""

    def chosen(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
        line: str | None = ctx.meta.get(_LINE_KEY)
        if value is None and line is None:
            raise click.MissingParameter(ctx=ctx, param=param, param_hint=f"'{name.upper()}'")
        if value is not None and line is not None:
            raise click.BadParameter(
                f"{shown(line)} is a second target beside {shown(value)}: give one.",
                ctx=ctx, param_hint="'--target'",
            )  # fmt: skip
        return value or line or ""

    def keep(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        ctx.meta[_LINE_KEY] = value

    def add(command: Callback) -> Callback:
        option = click.option(
            "--target", "line", metavar="TEXT", is_eager=True, expose_value=False, callback=keep,
            help=f"Another way to give {name.upper()}, as `uat sweep` has it.",
        )  # fmt: skip
        return click.argument(name, required=False, callback=chosen)(option(command))

    return add


def file_option(help_text: str, *endings: str) -> Callable[[Callback], Callback]:
    """Return -o of a command that writes one file, whose name ends in one of `endings` if any."""
    kind = types.FileEndingIn(*endings) if endings else types.FILE
    return click.option("-o", "--output", metavar="FILE", type=kind, help=help_text)


def folder_option(help_text: str, default: str) -> Callable[[Callback], Callback]:
    """Return -o of a command that fills a folder."""
    return click.option(
        "-o", "--output", metavar="FOLDER", type=types.FOLDER, default=default, show_default=True,
        help=help_text,
    )  # fmt: skip


def trainer_with(name: str, **settings: float | str | None) -> Trainer:
    """Return the trainer of that name with those of the settings that are not None.

    Raises
    ------
    click.BadParameter
        If it does not have one of them; the message names the option and who has it.
    """
    from uat.trainers import TRAINERS, make_trainer
    from uat.trainers.registry import settings_of, who_has

    given = {key: value for key, value in settings.items() if value is not None}
    for setting in given:
        if setting not in settings_of(name):
            own = TRAINERS.canonical(name)
            raise click.BadParameter(
                f"{own} has no setting {setting!r}; {who_has(setting)}.",
                param_hint=f"'--{setting.replace('_', '-')}'",
            )
    return make_trainer(name, **given)


@contextmanager
def domain_if_needed(source: str, given: bool) -> Iterator[None]:
    """Say how a domain is given where the library misses one.

    Raises
    ------
    click.UsageError
        If none was given, and the source needs one.
    """
    try:
        yield
    except SettingError as problem:
        if given or "domain" not in problem.settings:
            raise
        raise click.UsageError(
            f"{shown(source)} needs to know where: give --domain LOW HIGH, once for each input."
        ) from None


def check_output(path: Path) -> None:
    """Refuse -o if nothing can be written there, a file or a folder; see `uat.io.files`."""
    from uat.io.files import check_place

    with about("output"):
        check_place(path)


def check_not_read(output: Path | None, *sources: Path | str | None) -> None:
    """Raise `click.BadParameter` if what a command would write is what it reads.

    Parameters
    ----------
    output : a file, or None
    sources : files that are read, None among them
    """
    for source in (path for path in sources if path is not None):
        if output is not None and output.resolve() == Path(source).resolve():
            raise click.BadParameter(
                f"{output} is read, too, and would be lost; name another file.",
                param_hint="'-o' / '--output'",
            )


def known_source(source: str) -> Given:
    """Return what an argument names: a target of the file that was given, or else the text.

    Raises
    ------
    UnknownNameError
        If there is a file, and what reads like a name is neither in it nor in the catalogue.
    """
    from uat.targets.catalogue import TARGETS

    own = types.targets_of_file(click.get_current_context())
    is_word = source.isidentifier() and not set(source) <= set("xyz")
    if own and is_word and source not in TARGETS and not Path(source).is_file():
        check_name("target", source, {**TARGETS, **own})
    given: Given = own.get(source, source)
    return given
