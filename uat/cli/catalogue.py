"""`uat targets`."""

from __future__ import annotations

import json

import click

from uat.cli.group import Command
from uat.cli.options import json_option


@click.command(cls=Command)
@json_option
def targets(as_json: bool) -> None:
    """List the target functions, by rising complexity.

    V, the complexity, is the total variation; with more than one input, the integral of |grad f|
    over the unit cube. `uat sweep`, `uat gallery` and `uat slides` take these names.

    \b
    Examples:
      uat targets
      uat targets --json > targets.json
    """  # noqa: D301  (click wants the character itself)
    from uat.targets.catalogue import TARGETS

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
    click.echo(f"{'target':<18} {'inputs':>6} {'V':>6}  {'domain':<18} where it is from")
    for t in TARGETS.values():
        domain = str(t.domain)
        click.echo(f"{t.name:<18} {t.inputs:>6} {t.complexity:>6.3g}  {domain:<18} {t.source}")
