"""`uat targets`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from uat.cli import types
from uat.cli.group import Command
from uat.cli.options import json_option, targets_from_option

if TYPE_CHECKING:
    from uat.targets.target import Target


@click.command(cls=Command)
@targets_from_option
@json_option
@click.pass_context
def targets(context: click.Context, targets_from: Path | None, as_json: bool) -> None:
    """List the target functions, by rising complexity.

    V, the complexity, is the total variation; with more than one input, the integral of |grad f|
    over the unit cube. `uat sweep`, `uat gallery` and `uat slides` take these names. With
    --targets-from those of a file of yours are listed instead.

    \b
    Examples:
      uat targets
      uat targets --json > targets.json
      uat targets --targets-from course.toml
    """  # noqa: D301  (click wants the character itself)
    from uat.targets.catalogue import TARGETS
    from uat.targets.target import Target

    given = TARGETS if targets_from is None else types.targets_of_file(context)
    functions = [target for target in given.values() if isinstance(target, Target)]
    tables = [(name, str(t)) for name, t in given.items() if not isinstance(t, Target)]
    if as_json:
        listed = [_facts(target) for target in functions]
        listed += [{"name": name, "table": table} for name, table in tables]
        click.echo(json.dumps(listed, indent=1, allow_nan=False))
        return
    click.echo(f"{'target':<18} {'inputs':>6} {'V':>6}  {'domain':<18} where it is from")
    for t in functions:
        domain = str(t.domain)
        click.echo(f"{t.name:<18} {t.inputs:>6} {t.complexity:>6.3g}  {domain:<18} {t.source}")
    for name, table in tables:
        click.echo(f"{name:<18} {'':>6} {'':>6}  {'a table':<18} {table}")


def _facts(target: Target) -> dict[str, Any]:
    """Return what there is to know of a target, as plain values."""
    facts = {
        "name": target.name,
        "inputs": target.inputs,
        "complexity": target.complexity,
        "trivial_error": target.trivial_error,
        "largest_jump": target.largest_jump,
        "lower": target.domain.lower,
        "upper": target.domain.upper,
        "kinks": target.kinks,
        "formula": target.formula,
        "source": target.source,
    }
    return facts if target.name == target.text else {**facts, "text": target.text}
