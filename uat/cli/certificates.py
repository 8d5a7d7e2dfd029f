"""`uat certify`: the largest error of a network, or of all, proved; what a proved fit prints."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from uat.cli import types
from uat.cli.group import Command, was_given
from uat.cli.options import (
    activation_option,
    as_object,
    check_not_read,
    check_output,
    domain_if_needed,
    domain_option,
    file_option,
    json_option,
    known_source,
    targets_from_option,
)
from uat.cli.progress import status

if TYPE_CHECKING:
    from uat.fits.function_fit import Fit
    from uat.targets.user_targets import Given
    from uat.theory.certificates.certificate import Certificate
    from uat.theory.certificates.edges import Edges

_WIDTH, _SECONDS = 0.01, 60.0
_WIDTHS = "1,2,4,8,16,32"
_OF_A_MODEL = ("relative_width", "seconds")
_OF_ALL_NETWORKS = ("activation", "widths")


@dataclass(frozen=True, slots=True)
class CertifyOptions:
    """What `uat certify` was given; None and () are what was left out."""

    model_path: Path | None
    target: str | None
    targets_from: Path | None
    domain: tuple[tuple[float, float], ...]
    check_path: Path | None
    activation: str
    widths: tuple[int, ...]
    relative_width: float
    seconds: float
    as_json: bool
    output: Path | None

    def check(self) -> None:
        """Raise `click.UsageError` if options do not go together, or -o cannot be written."""
        if self.check_path is not None:
            if self.model_path is not None or self.target is not None or self.output is not None:
                raise click.UsageError("--check FILE.json needs nothing else: all is in the file.")
            return
        if self.target is None:
            raise click.UsageError(
                "give a MODEL and a --target, or a --target alone for all networks, or a "
                "certificate to --check."
            )
        self._check_settings()
        if self.output is not None:
            if self.model_path is not None and self.output.suffix.lower() != ".json":
                raise click.BadParameter(
                    "the certificate of a MODEL is a .json; pictures are of all networks.",
                    param_hint="'-o' / '--output'",
                )
            check_not_read(self.output, *filter(None, [self.model_path]))
            check_output(self.output)

    def _check_settings(self) -> None:
        """Raise `click.UsageError` for an option of a model without one, or the other way round."""
        without = _OF_ALL_NETWORKS if self.model_path is not None else _OF_A_MODEL
        context = click.get_current_context()
        for name in without:
            if was_given(context, name):
                what = "for all networks" if name in _OF_ALL_NETWORKS else "for one network"
                raise click.UsageError(
                    f"--{name.replace('_', '-')} is {what}: "
                    + ("leave MODEL out." if name in _OF_ALL_NETWORKS else "give a MODEL.")
                )


@click.command(cls=Command)
@click.argument("model_path", metavar="[MODEL]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--target", metavar="TEXT",
    help="What the network approximates: a name from `uat targets`, or mathematics and where, as "
    "'sin(5*x) on [-1, 1]'.",
)  # fmt: skip
@domain_option
@targets_from_option
@click.option(
    "--check", "check_path", metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Prove a certificate once more, by another way and with twice the digits.",
)  # fmt: skip
@activation_option
@click.option(
    "--widths", metavar="LIST", type=types.Widths(), default=_WIDTHS, show_default=True,
    help="Numbers of hidden units, as 1,2,4 or 1-8, without a MODEL.",
)  # fmt: skip
@click.option(
    "--relative-width", metavar="X", type=types.Finite(0.0, 1.0), default=_WIDTH, show_default=True,
    help="How far apart the two ends of the enclosure may be, as a share of the upper one.",
)  # fmt: skip
@click.option(
    "--seconds", metavar="X", type=types.Finite(0.0), default=_SECONDS, show_default=True,
    help="When to stop; what is proved by then is told.",
)  # fmt: skip
@json_option
@file_option(
    "Write the certificate, with all that is needed to check it, to this .json; without a MODEL "
    "also the picture, to a .svg, .png or .pdf.",
    ".json", ".svg", ".png", ".pdf",
)  # fmt: skip
@as_object(CertifyOptions)
def certify(options: CertifyOptions) -> None:
    """Prove how large the largest error of the network in MODEL is.

    The largest error on the whole domain, not on points of it, is enclosed by ball arithmetic: of
    the mathematical function against the network with exactly these weights. The target is typed
    as mathematics or a name of the catalogue, of one to three inputs. Needs the extra certify.

    Without a MODEL it is proved, width by width, what no network of an activation can do, and what
    some network does (V / (2 (n + 1)), V being the total variation).

    \b
    Examples:
      uat fit sine --width 8 -o sine
      uat certify sine/model.json --target "sin(2*pi*x) on [-1, 1]" -o proof.json
      uat certify --check proof.json
      uat certify --target "sin(2*pi*x) on [-1, 1]" --activation relu --widths 1-4
      uat certify --target runge --activation relu -o edges.svg
    """  # noqa: D301  (click wants the character itself)
    options.check()
    if options.check_path is not None:
        _check(options.check_path)
    elif options.model_path is None:
        _prove_edges(options)
    else:
        _prove_error(options)
    if options.output is not None and not options.as_json:
        click.echo(f"  written to     {options.output}")


def _prove_error(options: CertifyOptions) -> None:
    """Print and write the certificate of a model."""
    from uat.io.files import prepare_folder

    certificate = _certificate(options)
    if options.as_json:
        click.echo(certificate.to_json())
    else:
        click.echo(_with_edges(certificate, known_source(options.target or ""), options.domain))
    if options.output is not None:
        prepare_folder(options.output.parent)
        certificate.save(options.output)


def _prove_edges(options: CertifyOptions) -> None:
    """Print what is proved of all networks, and write or draw it."""
    from uat.io.files import prepare_folder, write_text

    edges = _edges(options.target or "", options)
    text = json.dumps(edges.to_dict(), allow_nan=False)
    click.echo(text if options.as_json else edges.summary(options.widths))
    if options.output is None:
        return
    prepare_folder(options.output.parent)
    if options.output.suffix.lower() == ".json":
        write_text(options.output, text + "\n")
    else:
        from uat.figures.edges import edges_figure
        from uat.figures.style import save_figure

        save_figure(edges_figure(edges), options.output)


def _certificate(options: CertifyOptions) -> Certificate:
    from uat.core.model import Model
    from uat.theory.certificates.certify import certify

    text = options.target or ""
    model = Model.load(options.model_path or "")
    with status(text, "proving"), domain_if_needed(text, bool(options.domain)):
        return certify(
            model, known_source(text), options.domain or None,
            relative_width=options.relative_width, seconds=options.seconds,
        )  # fmt: skip


def _edges(text: str, options: CertifyOptions) -> Edges:
    from uat.theory.certificates.edges import prove_edges

    with status(text, "proving"), domain_if_needed(text, bool(options.domain)):
        return prove_edges(
            known_source(text), options.activation, options.widths, options.domain or None
        )


def _with_edges(
    certificate: Certificate, target: Given, domain: tuple[tuple[float, float], ...] = ()
) -> str:
    """Return what is proved of a network, and of all of its width and activation."""
    from uat.theory.certificates.edges import prove_edges

    network = certificate.network
    edges = prove_edges(target, network.activation, [network.width], domain or None)
    line = f"  at this width  {edges.sentence(network.width)}"
    return "\n".join([certificate.summary(), line])


def _check(path: Path) -> None:
    """Print whether a certificate was proved again.

    Raises
    ------
    click.ClickException
        If it was not.
    """
    from uat.theory.certificates.certificate import Certificate

    certificate = Certificate.load(path)
    with status(str(path), "checking"):
        check = certificate.check()
    if not check.proved:
        raise click.ClickException(f"{path} is not proved: {check.message}")
    click.echo(f"Proved again, piece by piece ({check.pieces}).")
    click.echo(certificate.summary())


def check_provable(source: Given, domain: tuple[tuple[float, float], ...], activation: str) -> None:
    """Raise if nothing could be proved of a fit, before it is made.

    Raises
    ------
    MissingPackageError
        If python-flint is not installed.
    SettingError
        If the target or the activation is no formula, or has too many inputs.
    """
    import numpy as np

    from uat.core.network import Network
    from uat.targets.user_targets import as_target
    from uat.theory.certificates.certify import certify

    target = as_target(source, domain or None)
    blocks = np.zeros((target.inputs, 1)), np.zeros(1), np.zeros((1, 1)), np.zeros(1)
    certify(Network(*blocks, activation), target, seconds=0.0)


def certified_summary(fit: Fit, certificate: Certificate, tolerance: float | None) -> str:
    """Return what is told of a fit and its proof."""
    lines = [fit.summary(), _with_edges(certificate, fit.target)]
    if tolerance is not None:
        is_proved = certificate.high <= tolerance
        lines.append(
            f"  The tolerance {tolerance:g} is {'proved' if is_proved else 'not proved'} at width "
            f"{fit.width}."
        )
    return "\n".join(lines)


def certified_json(fit: Fit, certificate: Certificate) -> str:
    """Return a fit and its proof as JSON."""
    return json.dumps(fit.to_dict() | {"certificate": certificate.to_dict()}, allow_nan=False)
