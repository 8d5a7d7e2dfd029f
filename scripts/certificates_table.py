"""Measured and proved errors of near-best networks, side by side: a table of the README.

    python scripts/certificates_table.py [--widths 4,8,16] [--targets sine,runge]

For every target of one input that has a formula, and every width: the max error as it is measured,
the enclosure [low, high] of the largest error, and the pieces and seconds that the proof took. A
measured error is a largest value on points, evaluated in float64: it may be below `low` by what a
grid misses, and above `high` by what rounding adds. What is not so is marked.
"""

from __future__ import annotations

import argparse

import uat
from uat.exceptions import UatError
from uat.targets.catalogue import FORMULAS


def row(name: str, width: int) -> str:
    """Return one line of the table."""
    fit = uat.fit(name, width)
    try:
        proof = uat.certify(fit)
    except UatError as refusal:
        return f"| {name} | {width} | {fit.max_error:.4g} | {refusal} | | | |"
    off = "" if fit.max_error <= proof.high + proof.rounding else " (above high)"
    missed = fit.max_error / proof.low if proof.low else 1.0
    return (
        f"| {name} | {width} | {fit.max_error:.4g}{off} | {proof.low:.5g} | {proof.high:.5g} | "
        f"{missed:.4f} | {len(proof.pieces)} | {proof.seconds:.2f} |"
    )


def _listed(text: str) -> list[str]:
    return text.split(",")


def main() -> None:
    """Print the table, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--widths", type=_listed, default=["4", "8", "16"], metavar="LIST")
    one_input = [name for name in FORMULAS if uat.TARGETS[name].inputs == 1]
    parser.add_argument("--targets", type=_listed, default=one_input, metavar="LIST")
    given = parser.parse_args()
    print("| target | width | measured | low | high | measured / low | pieces | seconds |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    for name in given.targets:
        for width in map(int, given.widths):
            print(row(name, width), flush=True)


if __name__ == "__main__":
    main()
