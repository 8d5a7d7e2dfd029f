"""The command line: every command parses, calls one function of the library, and prints.

What a command needs is imported inside it, so that `uat --help` waits for neither numba nor
matplotlib. Whatever the user got wrong is one line on standard error and exit code 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import uat
from uat.exceptions import SettingError, UatError

if TYPE_CHECKING:
    from uat.fitting import Fit
    from uat.records import RunSpec
    from uat.sweeping import Progress
    from uat.trainers import Trainer

_WIDTHS = "1,2,4,8,16,32,64,128"
_QUICK = {
    "targets": "logistic,absolute,runge,sine,chirp,franke",
    "widths": "1,2,4,8,16,32",
    "seeds": "3",
    "epochs": "2000",
    "near_best": "8",
}
_DESCENTS = ("gradient_descent", "adam")
_SWEEP_EPOCHS, _GALLERY_EPOCHS = 10_000, 5_000
_NEAR_BEST_WIDTH = 16
_ACTIVATIONS = (
    "logistic, tanh, relu, relu_squared, relu_cubed, softplus, gaussian, sine, identity or "
    "heaviside"
)
_QUICK_FOLDER = Path("gallery-quick")
"""So that a try does not overwrite a gallery that took minutes."""
_BAR_LENGTH = 1000
_MOST = 1_000_000
"""Of anything that is counted out one by one; more is a slip of the finger."""


class OneLineErrors(click.Group):
    """A group whose failures are one line and exit code 1, however it is called."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command; end the process as a command line should."""
        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs)
            sys.stdout.flush()
        except click.exceptions.NoArgsIsHelpError as no_arguments:
            click.echo(no_arguments.format_message())
            sys.exit(0)
        except click.ClickException as problem:
            _fail(problem.format_message())
        except UatError as problem:
            _fail(str(problem))
        except OSError as problem:
            _fail(f"{problem.strerror or problem}; what was finished before is kept.")
        except MemoryError:
            _fail("not enough memory; ask for smaller widths or fewer epochs.")
        except click.Abort:
            _fail(
                "interrupted; what was finished is stored. "
                "Run the command again, without --fresh, to go on."
            )
        sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> None:
    click.echo(f"Error: {' '.join(message.split())}", err=True)
    sys.exit(1)


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(uat.__version__, prog_name="uat")
def main() -> None:
    """Explore the Universal Approximation Theorem.

    Train networks with one hidden layer by full backpropagation and see how their error falls as
    they grow wider.

    \b
    Examples to start with:
      uat fit sine --width 8     a network of 8 units that approximates a sine
      uat gallery --quick        a small gallery of figures, in half a minute
      uat course xor             the network of the course, step by step
      uat targets                the functions to approximate
    """  # noqa: D301  (click wants the character itself)


def _numbers(text: str, option: str) -> list[int]:
    """Return the whole numbers in a list such as 1,2,4 or 1-8."""
    numbers: list[int] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        first, dash, last = part.partition("-")
        low, high = (first, last) if dash and first else (part, part)
        try:
            span = range(int(low), int(high) + 1)
        except ValueError:
            raise SettingError(
                f"{option}: {part!r} is not a whole number; write for example 1,2,4 or 1-8."
            ) from None
        if not span:
            raise SettingError(f"{option}: {part} runs backwards; write the smaller number first.")
        if span[-1] > _MOST:
            raise SettingError(f"{option}: {span[-1]} is more than {_MOST:,}.")
        numbers += span
    if not numbers:
        raise SettingError(f"{option}: the list is empty; write for example 1,2,4 or 1-8.")
    return numbers


def _count(text: str, option: str, most: int = _MOST) -> int:
    """Return one whole number from 1 to `most`."""
    try:
        number = int(text)
    except ValueError:
        raise SettingError(f"{option}: {text!r} is not a whole number.") from None
    if number < 1:
        raise SettingError(f"{option} must be at least 1, not {number}.")
    if number > most:
        raise SettingError(f"{option}: {number} is more than {most:,}.")
    return number


def _names(text: str, option: str) -> list[str]:
    names = [piece.strip() for piece in text.split(",") if piece.strip()]
    if not names:
        raise SettingError(f"{option}: the list is empty.")
    return names


def _what_to_run(
    *, trainers: str, seeds: str, epochs: int
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return what adds the options that say which runs a sweep or a gallery is made of.

    The arguments are defaults; `epochs` is that of gradient_descent and adam.
    """
    options = (
        click.option(
            "--targets", metavar="NAMES", default="all", show_default=True,
            help="Functions to approximate: names from `uat targets`, separated by commas.",
        ),
        click.option(
            "--widths", metavar="LIST", default=_WIDTHS, show_default=True,
            help="Numbers of hidden units, as 1,2,4 or 1-8.",
        ),
        click.option(
            "--seeds", metavar="N", default=seeds, show_default=True,
            help="Random starts at each width.",
        ),
        click.option(
            "--trainers", metavar="NAMES", default=trainers, show_default=True,
            help="Separated by commas, out of gradient_descent, adam, lbfgs, levenberg_marquardt, "
            "variable_projection, random_features, greedy, staircase.",
        ),
        click.option(
            "--epochs", metavar="N",
            help="Full-batch steps of each run, of every trainer that has epochs.  "
            f"[default: {epochs} of gradient_descent and adam, less of the others]",
        ),
        click.option(
            "--momentum", metavar="X", type=float, default=0.9, show_default=True,
            help="Of gradient descent, from 0 to below 1; 0 is the plain rule of the course, about "
            "ten times slower.",
        ),
        click.option(
            "--activation", metavar="NAME", default="logistic", show_default=True,
            help=f"Of the hidden units: {_ACTIVATIONS}.",
        ),
        click.option(
            "--workers", metavar="N",
            help="Processes that train side by side.  [default: one per processor]",
        ),
        click.option(
            "--fresh", is_flag=True, help="Compute these runs anew even if they are stored."
        ),
    )  # fmt: skip

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def _specs(
    descent_epochs: int,
    *,
    targets: str,
    widths: str,
    seeds: str,
    trainers: str,
    epochs: str | None,
    momentum: float,
    activation: str,
) -> list[RunSpec]:
    """Return the plan that the options of `_what_to_run` ask for."""
    from uat.sweeping import plan

    number = None if epochs is None else _count(epochs, "--epochs", most=1000 * _MOST)
    return plan(
        None if targets == "all" else _names(targets, "--targets"),
        _numbers(widths, "--widths"),
        range(_count(seeds, "--seeds")),
        [
            _trainer(name, number, descent_epochs, momentum)
            for name in _names(trainers, "--trainers")
        ],
        activation=activation,
    )


def _trainer(name: str, epochs: int | None, descent_epochs: int, momentum: float) -> Trainer:
    """Return the trainer of that name with those of the settings that it has."""
    from uat.trainers import make_trainer, settings_of

    wanted: dict[str, Any] = {"epochs": epochs, "momentum": momentum}
    if name in _DESCENTS and epochs is None:
        wanted["epochs"] = descent_epochs
    has = settings_of(name)
    return make_trainer(name, **{k: v for k, v in wanted.items() if k in has and v is not None})


@contextmanager
def _bar(label: str) -> Iterator[Callable[[Progress], None]]:
    """Give a callback that shows progress and the time left on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    bar: Any
    with click.progressbar(
        length=_BAR_LENGTH,
        label=label,
        file=sys.stderr,
        item_show_func=lambda p: f"{p.done}/{p.total}" if p else "starting",
    ) as bar:
        yield lambda p: bar.update(int(p.share * _BAR_LENGTH) - bar.pos, p)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
def targets(as_json: bool) -> None:
    """List the target functions, by rising complexity.

    V, the complexity, is the total variation; with two inputs, the integral of |grad f| over the
    unit square. A command's --targets takes these names.

    \b
    Examples:
      uat targets
      uat targets --json > targets.json
    """  # noqa: D301  (click wants the character itself)
    from uat.targets import TARGETS

    if as_json:
        listed = [
            {
                "name": t.name,
                "inputs": t.inputs,
                "complexity": t.complexity,
                "trivial_error": t.trivial_error,
                "largest_jump": t.largest_jump,
                "lower": t.domain.lower,
                "upper": t.domain.upper,
                "kinks": t.kinks,
                "formula": t.formula,
                "source": t.source,
            }
            for t in TARGETS.values()
        ]
        click.echo(json.dumps(listed, indent=1, allow_nan=False))
        return
    click.echo(f"{'target':<12} {'inputs':>6} {'V':>6}  {'domain':<18} where it is from")
    for t in TARGETS.values():
        domain = str(t.domain)
        click.echo(f"{t.name:<12} {t.inputs:>6} {t.complexity:>6.3g}  {domain:<18} {t.source}")


@contextmanager
def _trying(target: str) -> Iterator[Callable[[int, float], None]]:
    """Give a callback that shows on a terminal how far a fit has come; nothing elsewhere."""

    def show(text: str, end: str = "") -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{text:<60}{end}", nl=False, err=True)

    show(f"{target}: training")
    try:
        yield lambda width, error: show(f"{target}: width {width}, max error {error:.3g}")
    except KeyboardInterrupt:
        raise click.ClickException("interrupted; a fit is not stored.") from None
    finally:
        show("", end="\r")


@main.command()
@click.argument("target")
@click.option("--width", metavar="N", help="Number of hidden units.  [default: 16]")
@click.option(
    "--tolerance", metavar="X", type=float,
    help="Look for the smallest width whose max error is at most this, instead of --width.",
)  # fmt: skip
@click.option(
    "--max-width", metavar="N", help="Where the search for a tolerance ends.  [default: 64]"
)
@click.option(
    "--trainer", metavar="NAME", default="variable_projection", show_default=True,
    help="What finds the network: variable_projection comes near the best there is; "
    "levenberg_marquardt, lbfgs, gradient_descent and adam descend from a random start; "
    "random_features, greedy and staircase build.",
)  # fmt: skip
@click.option("--seed", metavar="N", type=int, default=0, show_default=True, help="Random start.")
@click.option(
    "--activation", metavar="NAME", default="logistic", show_default=True,
    help=f"Of the hidden units: {_ACTIVATIONS}.",
)  # fmt: skip
@click.option(
    "--epochs", metavar="N",
    help="Full-batch steps of a trainer that has epochs.  "
    "[default: 10000 of gradient_descent and adam, less of the others]",
)  # fmt: skip
@click.option(
    "--momentum", metavar="X", type=float,
    help="Of gradient_descent, from 0 to below 1; 0 is the plain rule of the course.  "
    "[default: 0.9]",
)  # fmt: skip
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON with all digits and the parameters."
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path),
    help="Draw the fit as .svg, .png or .pdf, or save the network as .json.",
)  # fmt: skip
def fit(
    target: str,
    width: str | None,
    tolerance: float | None,
    max_width: str | None,
    trainer: str,
    seed: int,
    activation: str,
    epochs: str | None,
    momentum: float | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Fit one network to TARGET, a name from `uat targets`.

    With --width, the best network of that width that the trainer finds. With --tolerance, the
    smallest width it finds whose max error, the largest |network - target|, is within it; if there
    is none, the best network found, and why.

    \b
    Examples:
      uat fit sine --width 8
      uat fit sine --tolerance 1e-6
      uat fit runge --width 16 --trainer gradient_descent -o lesson.png
      uat fit absolute --tolerance 1e-3 --json > absolute.json
    """  # noqa: D301  (click wants the character itself)
    from uat import fitting
    from uat.files import prepare_folder

    if max_width is not None and tolerance is None:
        raise SettingError("--max-width ends the search for a --tolerance: give one.")
    settings = {
        "epochs": None if epochs is None else _count(epochs, "--epochs", most=1000 * _MOST),
        "momentum": momentum,
    }
    given = {name: value for name, value in settings.items() if value is not None}
    most = fitting.DEFAULT_MAX_WIDTH if max_width is None else _count(max_width, "--max-width")
    if output is not None:
        _check_fit_output(output)
        prepare_folder(output.parent)
    with _trying(target) as report:
        found = fitting.fit(
            target,
            None if width is None else _count(width, "--width"),
            tolerance=tolerance,
            trainer=fitting.named_trainer(trainer, **given),
            seed=seed,
            activation=activation,
            max_width=most,
            progress=report,
        )
    if output is not None:
        _write_fit(found, output)
    click.echo(found.to_json() if as_json else found.summary())


def _check_fit_output(output: Path) -> None:
    """Raise `SettingError` unless the file's suffix says what to write."""
    from uat.style import FORMATS

    suffix = output.suffix.lower()
    if suffix != ".json" and suffix.removeprefix(".") not in FORMATS:
        raise SettingError(
            f"--output: {output} ends neither in .json, for the network, nor in "
            f"{', '.join('.' + name for name in FORMATS)}, for its figure."
        )


def _write_fit(found: Fit, output: Path) -> None:
    """Save the network or draw the fit, whichever the suffix says."""
    if output.suffix.lower() == ".json":
        found.network.save(output)
        return
    from uat.figures.fit import plot_fit
    from uat.style import save_figure

    save_figure(plot_fit(found), output)


@main.command()
@_what_to_run(trainers="gradient_descent", seeds="5", epochs=_SWEEP_EPOCHS)
@click.option(
    "--store", "store_path", metavar="FILE", type=click.Path(path_type=Path), default="runs.sqlite",
    show_default=True, help="Where runs are kept; a second sweep computes only what it lacks.",
)  # fmt: skip
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path),
    help="Write one row a run to this .csv or .json.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the runs, not the table, as JSON.")
def sweep(
    workers: str | None,
    fresh: bool,
    store_path: Path,
    output: Path | None,
    as_json: bool,
    **what: Any,
) -> None:
    """Train every target x width x seed x trainer and keep the results.

    A run is one network, trained from one seed. Runs are stored as they finish: after Ctrl-C, or
    worse, the same command goes on where it was. The table shows the median error of the seeds.

    \b
    Examples:
      uat sweep --targets sine,absolute --widths 1-8 --seeds 3
      uat sweep --targets sine --trainers gradient_descent,adam -o sine.csv
    """  # noqa: D301  (click wants the character itself)
    from uat.files import prepare_folder, write_text
    from uat.store import Store
    from uat.sweeping import run_specs
    from uat.tables import error_table, runs_csv, runs_json

    specs = _specs(_SWEEP_EPOCHS, **what)
    number = _count(workers, "--workers") if workers is not None else None
    writers = {".csv": runs_csv, ".json": runs_json}
    if output is not None:
        if output.suffix.lower() not in writers:
            raise SettingError(f"--output: {output} ends in neither .csv nor .json.")
        prepare_folder(output.parent)
    with Store(store_path) as store, _bar("training") as report:
        result = run_specs(specs, store=store, fresh=fresh, workers=number, progress=report)
    if output is not None:
        write_text(output, writers[output.suffix.lower()](result.records))
    click.echo(runs_json(result.records) if as_json else error_table(result.records), nl=False)
    kept = len(specs) - result.computed
    click.echo(f"{result.computed} runs computed, {kept} found in {store_path}.", err=True)


@main.command()
@_what_to_run(
    trainers="gradient_descent,adam,variable_projection,staircase",
    seeds="3",
    epochs=_GALLERY_EPOCHS,
)
@click.option(
    "--near-best", metavar="N", default=str(_NEAR_BEST_WIDTH), show_default=True,
    help="Widest near-best network, by variable_projection from one seed; twice the width takes "
    "four times as long.",
)  # fmt: skip
@click.option(
    "--format", "formats", metavar="NAMES", default="svg,png", show_default=True,
    help="Out of svg, png, pdf, separated by commas.",
)  # fmt: skip
@click.option(
    "-o", "--output", metavar="FOLDER", type=click.Path(path_type=Path), default="gallery",
    show_default=True,
    help="Folder for the figures, the tables and README.md; gallery-quick with --quick.",
)  # fmt: skip
@click.option(
    "--quick", is_flag=True,
    help="Six targets, widths 1 to 32, 2000 epochs, near-best to 8, unless other options say "
    "otherwise.",
)  # fmt: skip
@click.pass_context
def gallery(
    context: click.Context,
    /,
    workers: str | None,
    fresh: bool,
    near_best: str,
    formats: str,
    output: Path,
    quick: bool,
    **what: Any,
) -> None:
    """Render the width-versus-error gallery.

    For every target: the fits, error against width, loss against epoch; an overview of all; the
    numbers; and a README.md that shows it. The folder keeps the runs, so a second call only draws.

    \b
    Examples:
      uat gallery
      uat gallery --quick
      uat gallery --targets sine,franke --widths 1-16 --format svg,pdf
    """  # noqa: D301  (click wants the character itself)
    from uat.gallery import affordable, render_gallery

    if quick:
        default = click.core.ParameterSource.DEFAULT
        quickly = {k: v for k, v in _QUICK.items() if context.get_parameter_source(k) == default}
        near_best = quickly.pop("near_best", near_best)
        what |= quickly
        if context.get_parameter_source("output") == default:
            output = _QUICK_FOLDER
    specs = affordable(_specs(_GALLERY_EPOCHS, **what), _count(near_best, "--near-best"))
    number = _count(workers, "--workers") if workers is not None else None
    with _bar("training") as training, _bar("drawing ") as drawing:
        made = render_gallery(
            specs,
            output,
            formats=_names(formats, "--format"),
            workers=number,
            fresh=fresh,
            training=training,
            drawing=drawing,
        )
    click.echo(
        f"{len(made.files)} files in {made.folder}, {made.sweep.computed} runs computed. "
        f"Open {made.files[0]}."
    )


@main.group()
def course() -> None:
    """Run a rung of the course: regression, neuron, XOR network.

    \b
    Examples:
      uat course linreg
      uat course neuron --json
      uat course xor -o xor.svg
    """  # noqa: D301  (click wants the character itself)


def _rung_command(name: str, summary: str) -> None:
    """Add `uat course NAME`."""

    @course.command(
        name,
        help=f"{summary}\n\n\b\nExamples:\n  uat course {name}\n"
        f"  uat course {name} --json\n  uat course {name} -o {name}.svg",
    )
    @click.option(
        "--json", "as_json", is_flag=True, help="Print JSON with all digits and the path."
    )
    @click.option(
        "-o", "--output", metavar="FILE", type=click.Path(path_type=Path),
        help="Draw it, too, as .svg, .png or .pdf.",
    )  # fmt: skip
    def run(as_json: bool, output: Path | None) -> None:
        from uat.course.report import report_dict, report_text
        from uat.course.rungs import rung_named
        from uat.files import prepare_folder

        if output is not None:
            prepare_folder(output.parent)
        result = rung_named(name).run()
        if output is not None:
            from uat.figures.course import RUNG_FIGURES
            from uat.style import save_figure

            save_figure(RUNG_FIGURES[name](result), output)
        if as_json:
            click.echo(json.dumps(report_dict(result), indent=1, allow_nan=False))
        else:
            click.echo(report_text(result))


_rung_command("linreg", "A regression line found by gradient descent, beside R's lm.")
_rung_command("neuron", "One neuron that learns its first input by heart.")
_rung_command("xor", "Two hidden units that solve XOR, which one neuron cannot.")
