"""The group of commands, and how a command line is read and ends.

Whatever went wrong is one line on standard error. The exit code is 2 if the command line cannot be
read (an unknown option, a wrong value, options that do not go together), 1 if it was read and
failed (a file that is not there or holds something else, a place that cannot be written), 130 after
Ctrl-C.

The library says which of its arguments a refusal is about (`UatError.settings`); a command says
which of its options that is, and names no other.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import click
from click.core import ParameterSource

from uat.cli.interrupts import CTRL_C, INTERRUPTED, MESSAGE
from uat.exceptions import ExpressionError, UatError, nearest_names

# -x.png, --width, --width=8: words, and not the mathematics -x^2, -2, -(x), --x*y.
_LONG = re.compile(r"--[A-Za-z][\w-]*(=.*)?", re.DOTALL)
# Options that give an argument of the library which another option is named for.
_SPEAKS_FOR = {"lines": "targets", "targets_from": "targets"}
_SHORT = re.compile(r"-[A-Za-z_][\w-]*(=.*)?", re.DOTALL)


class Interrupted(click.ClickException):
    """The user pressed Ctrl-C; the message says what became of the work."""

    exit_code = INTERRUPTED


class NearestNames(click.Group):
    """A group that knows what a mistyped command may have meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names, and the words after it."""
        name = args[0]
        if name not in self.commands and not name.startswith("-") and not ctx.resilient_parsing:
            near = " or ".join(map(repr, nearest_names(name, self.commands, alike=0.5)))
            hint = f"Did you mean {near}?" if near else f"Choose from {', '.join(self.commands)}."
            ctx.fail(f"No such command {name!r}. {hint}")
        return super().resolve_command(ctx, args)


class OneLineErrors(NearestNames):
    """A group whose failures are one line and an exit code, however it is called."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command; end the process as a command line should."""
        kwargs["standalone_mode"] = False
        with one_line():
            code = super().main(*args, **kwargs)
            if sys.stdout is not None:  # it may be closed
                sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command of the group."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Interrupted(MESSAGE) from None


@contextmanager
def one_line() -> Iterator[None]:
    """End the process with one line, and the exit code that belongs to it, if something fails."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError as no_arguments:
        click.echo(no_arguments.format_message())
        sys.exit(0)
    except click.ClickException as problem:
        _fail(problem.format_message(), problem.exit_code)
    except click.Abort:
        _fail(MESSAGE, INTERRUPTED)
    except UatError as problem:
        _fail(str(problem))
    except OSError as problem:
        _fail(f"{problem.strerror or problem}; what was finished before is kept.")
    except MemoryError:
        _fail("not enough memory; ask for less at once.")


def _fail(message: str, code: int = 1) -> NoReturn:
    if code == INTERRUPTED:
        CTRL_C.said()
    if code == INTERRUPTED and sys.stderr.isatty():
        click.echo(err=True)  # the terminal has shown ^C
    click.echo(f"Error: {' '.join(message.split())}", err=True)
    sys.exit(code)


class Command(click.Command):
    """A command that knows what a mistyped option may have meant, and which one was refused."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it is refused for the sake of an option names that option."""
        try:
            return super().invoke(ctx)
        except UatError as problem:
            blamed = [
                option
                for option in self._options(ctx)
                if option.name is not None
                and _SPEAKS_FOR.get(option.name, option.name) in problem.settings
                and was_given(ctx, option.name)
            ]
            if not blamed:
                raise
            hint = [option.opts[-1] for option in blamed]
            raise click.BadParameter(str(problem), ctx=ctx, param_hint=hint) from None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line."""
        return super().parse_args(ctx, args if ctx.resilient_parsing else self._sorted(ctx, args))

    def is_argument(self, token: str) -> bool:
        """Return whether what is no option of the command is an argument."""
        return token == "-" or not token.startswith("-")

    def _sorted(self, ctx: click.Context, args: Sequence[str]) -> list[str]:
        """Return the options with their values first, then the arguments behind --.

        There, an argument that begins with a minus is one. An option whose value is missing stays
        the last, for click to say so.
        """
        options = {name: option for option in self._options(ctx) for name in _names(option)}
        rest, first, last = list(args), [], []
        while rest:
            token = rest.pop(0)
            if token == "--":
                last += rest
                break
            name = _option_in(token, options)
            if name is None and self.is_argument(token):
                last.append(token)
                continue
            if name is None:
                raise _no_such_option(ctx, token, options)
            first.append(token)
            wanted = 0 if _takes_no_value(options[name]) else options[name].nargs
            wanted -= token != name  # --width=8 and -o8 bring one with them
            if wanted > len(rest):
                return first
            first += rest[: max(wanted, 0)]
            del rest[: max(wanted, 0)]
        return [*first, "--", *last]

    def _options(self, ctx: click.Context) -> list[click.Option]:
        return [one for one in self.get_params(ctx) if isinstance(one, click.Option)]


class FormulaCommand(Command):
    """A command whose argument may be mathematics, which may begin with a minus."""

    def is_argument(self, token: str) -> bool:
        """Return whether it is mathematics: it reads as such, or looks like nothing else."""
        if super().is_argument(token):
            return True
        if _LONG.fullmatch(token):
            return False
        return not _SHORT.fullmatch(token) or _reads(token)


def _reads(text: str) -> bool:
    """Return whether it is mathematics without a mistake."""
    from uat.expressions import parse

    try:
        parse(text)
    except ExpressionError:
        return False
    return True


def was_given(ctx: click.Context, name: str) -> bool:
    """Return whether an option stands on the command line."""
    return ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE


def _names(option: click.Option) -> list[str]:
    return [*option.opts, *option.secondary_opts]


def _takes_no_value(option: click.Option) -> bool:
    return option.is_flag or option.count


def _option_in(token: str, options: dict[str, click.Option]) -> str | None:
    """Return the option that a word of the command line names, if it names one."""
    name = token.partition("=")[0] if token.startswith("--") else token
    if name in options:
        return name
    short = token[:2]
    joined = short in options and short != "--" and not _takes_no_value(options[short])
    return short if joined else None


def _no_such_option(
    ctx: click.Context, token: str, options: dict[str, click.Option]
) -> click.NoSuchOption:
    """Return the refusal of an unknown option, with those it may have meant."""
    name = token.partition("=")[0]
    word = name.lstrip("-")
    known = sorted(one.removeprefix("--") for one in options if one.startswith("--"))
    if len(word) == 1:
        near = [one for one in known if one.startswith(word.lower())]
    else:
        near = nearest_names(word, known, alike=0.6)
    hint = f" Did you mean {' or '.join(repr(f'--{one}') for one in near)}?" if near else ""
    return click.NoSuchOption(name, f"No such option {name!r}.{hint}", ctx=ctx)
