"""`uat course`: the rungs of the course."""

from __future__ import annotations

import json
from pathlib import Path

import click

from uat.cli.group import Command, NearestNames
from uat.cli.options import check_output, file_option, json_option, theme_option


@click.group(cls=NearestNames)
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
        cls=Command,
        help=f"{summary}\n\n\b\nExamples:\n  uat course {name}\n"
        f"  uat course {name} --json\n  uat course {name} -o {name}.svg",
    )
    @json_option
    @theme_option
    @file_option("Draw it, too, as .svg, .png or .pdf.", ".svg", ".png", ".pdf")
    def run(as_json: bool, theme: str, output: Path | None) -> None:
        from uat.course.report import report_dict, report_text
        from uat.course.rungs import rung_named
        from uat.io.files import prepare_folder

        if output is not None:
            check_output(output)
        result = rung_named(name).run()
        if output is not None:
            from uat.figures.course import RUNG_FIGURES
            from uat.figures.style import save_figure

            prepare_folder(output.parent)
            save_figure(RUNG_FIGURES[name](result), output, theme == "dark")
        if as_json:
            click.echo(json.dumps(report_dict(result), indent=1, allow_nan=False))
        else:
            click.echo(report_text(result))


_rung_command("linreg", "A regression line found by gradient descent, beside R's lm.")
_rung_command("neuron", "One neuron that learns its first input by heart.")
_rung_command("xor", "Two hidden units that solve XOR, which one neuron cannot.")
