"""How the page of a target is read: what its curves mean, as far as there are any in this run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from uat.core.activations import activation_named
from uat.io.wording import in_words, listed
from uat.sweeps.proofs import NO_PROOFS, Proofs
from uat.sweeps.record import Record
from uat.sweeps.selection import trainers_of
from uat.targets.lookup import target_of
from uat.theory.floors import FloorKind, floor_kind
from uat.theory.reference_curves import main_norm
from uat.trainers.registry import row_of
from uat.trainers.row import Role

BaselineErrors = Mapping[tuple[str, int], float]
"""(family, width) -> max_error, target units; infinite if the function has a pole in the domain."""

NUMBERS = "Every number is in [runs.csv](runs.csv) and [runs.json](runs.json).\n"

_READING = """\
## How to read it

{measures}

{meanings}

{numbers}"""

_MEASURES = """\
*max error* is the largest |network - target|, measured on a dense grid that is not the training
grid and refined around its peaks; *rmse* is the root of the mean square."""
_JUMPS = """\
Where the target jumps, no continuous network has a max error below half the jump, and the rmse has
the larger panel."""
_SEEDS = "A faint dot is one seed, the line joins the medians, the dotted one the best seeds."
_RATES = """\
A rate stands beside the name of a line, with the widths between which {errors} fall like one power:
of {powers}. The curves of a target's page are of these kinds:"""

_GUARANTEE = """\
**What is guaranteed** (dashed green): for a continuous target of one input and total variation V,
steep units placed by hand come as close as one likes to a max error of V / (2 (k + 1)) with k
steps, or to the bound of steps at equal distances where that is lower. {steps} Where a bound says
less than the best constant does, it is not drawn."""
_NO_GUARANTEE = """\
A discontinuous target has a floor instead: no continuous network gets below half the jump."""
_STAIRCASE = "The dark green line is the network of that proof, built and measured."
_FOUND = "**What training finds**: {names}."
_NEAR = """\
**What is possible**: near-best networks, from {names}, the closest this package comes to the best
network of a width. Which one the search finds follows, of smooth units, the last bits of its data:
another machine may find one a few times, rarely hundreds of times, closer or less close."""
_PROVED = """\
**What is proved** (small brackets): a max error is measured on points. Of {names}, up to width
{widest} and of one input, the largest error on all of the domain is proved to lie within the
bracket: that of the function against the network with exactly these weights, by ball arithmetic.
What is measured above a bracket is what rounding adds where the network is evaluated. Where a
picture says what the approximation error is at most, it is the upper end of near-best's bracket."""
_FLOOR = """\
**What no network can do** (the shaded region): no network of a width is below its *floor*, whatever
its weights. {proof}"""
_PROOFS = {
    FloorKind.BROKEN_LINES: """\
Of {activation} units and one input a network is a broken line, and how close one with so many knots
can come is proved, on finitely many values of the target.""",
    FloorKind.STAIRCASES: """\
Of {activation} units and one input a network is a staircase, and how close one with so many steps
can come is proved, on finitely many values of the target.""",
    FloorKind.POLYNOMIALS: """\
A network of {activation} units is a polynomial, whatever its width, and how close the best one of
that degree comes is proved, on finitely many values of the target.""",
    FloorKind.HALF_JUMP: """\
Of {activation} units one is known where the target jumps: half the jump. Elsewhere nothing is
proved, and nothing is drawn.""",
}
_OPTIMISATION = """\
From training down to near-best is the *optimisation error*, of which the arrow tells the factor:
there is a network that much closer."""
_BETWEEN = """\
The *approximation error*, that of the best network of the width, is at most what near-best leaves
and at least the floor, where there is one. Where it lies between them is not known; an arrow leads
down to the floor where that is near, or to what rounding alone may cause."""
_BELOW = """\
The *approximation error*, that of the best network of the width, is at most what near-best leaves.
How far below that it lies is not known; an arrow leads down to what rounding alone may cause where
that is near."""
_SLOPES = """\
Thin grey lines are for orientation: the slope of a rate of theory, such as Barron's n^(-1/2) of the
rmse, of which only the slope means anything{others}."""
_OTHERS = """\
; and polynomials and rational functions with as many parameters as the network; where they are
better than every network, they leave the picture"""
_CROSS = "A cross at the top is a rational with poles in the domain."


@dataclass(frozen=True, slots=True)
class Contents:
    """What there is in a gallery of functions to speak of.

    Parameters
    ----------
    activation : of the units of the first run
    trainers : in the order of their first run
    inputs : numbers of inputs that its targets have
    jumps, continuous : whether a target jumps, and whether one of one input does not
    seeds : whether there are several random starts
    families, poles : whether there are polynomials and rationals beside the networks, and whether
        one of these has a pole in its domain
    proved : the trainers of the networks of which something is proved
    widest : width of the widest of them
    """

    activation: str
    trainers: tuple[str, ...]
    inputs: frozenset[int]
    jumps: bool
    continuous: bool
    seeds: bool
    families: bool
    poles: bool
    proved: tuple[str, ...] = ()
    widest: int = 0

    def of_role(self, role: Role) -> list[str]:
        """Return the trainers of a role, in words."""
        return [in_words(name) for name in self.trainers if row_of(name).role is role]

    @property
    def floor(self) -> FloorKind | None:
        """Why there are floors, or None if there are none."""
        kind = floor_kind(self.activation)
        if kind is FloorKind.HALF_JUMP:
            return kind if self.jumps else None
        return kind if 1 in self.inputs or kind is FloorKind.POLYNOMIALS else None


def contents_of(
    records: Sequence[Record],
    others: Mapping[str, BaselineErrors] | None = None,
    proofs: Proofs = NO_PROOFS,
) -> Contents:
    """Return what there is among the runs of functions, at least one, baselines and proofs."""
    targets = [target_of(text) for text in dict.fromkeys(r.spec.target for r in records)]
    jumping = {target.text for target in targets if main_norm(target) == "rmse"}
    errors = [error for found in (others or {}).values() for error in found.values()]
    return Contents(
        activation=records[0].spec.activation,
        trainers=tuple(trainers_of(records)),
        inputs=frozenset(target.inputs for target in targets),
        jumps=bool(jumping),
        continuous=any(t.inputs == 1 and t.text not in jumping for t in targets),
        seeds=len({record.spec.seed for record in records}) > 1,
        families=bool(errors),
        poles=math.inf in errors,
        proved=tuple(trainers_of([record for record in records if record.spec in proofs])),
        widest=max((r.spec.width for r in records if r.spec in proofs), default=0),
    )


def how_to_read(contents: Contents) -> str:
    """Return the section of the index that explains the pages of targets."""
    return _READING.format(
        measures=_measures(contents), meanings=_meanings(contents), numbers=NUMBERS
    )


def _measures(contents: Contents) -> str:
    """Return what is measured, and what stands beside the lines."""
    powers = ["the width n"]
    if contents.of_role(Role.BUILT):
        powers.append("the intervals n + 1 for a staircase")
    if max(contents.inputs) > 1:
        powers.append("the units along a side for several inputs")
    errors = "the medians" if contents.seeds else "the errors"
    parts = [
        _MEASURES,
        _JUMPS * contents.jumps,
        _SEEDS * contents.seeds,
        _RATES.format(errors=errors, powers=", of ".join(powers)),
    ]
    return paragraph(*parts)


def _meanings(contents: Contents) -> str:
    """Return what the curves mean, as far as there are any."""
    trained, near = contents.of_role(Role.TRAINED), contents.of_role(Role.NEAR_BEST)
    items = [_guarantee(contents)]
    if trained:
        items.append(_FOUND.format(names=listed([f"**{name}**" for name in trained])))
    if near:
        items.append(_NEAR.format(names=listed(near)))
    if contents.proved:
        names = listed([in_words(name) for name in contents.proved])
        items.append(_PROVED.format(names=names, widest=contents.widest))
    if contents.floor:
        proof = _PROOFS[contents.floor].format(activation=in_words(contents.activation))
        items.append(_FLOOR.format(proof=proof))
    parts = ["\n".join(_item(words) for words in items if words)]
    if near:
        below = _BETWEEN if contents.floor else _BELOW
        parts.append(paragraph(_OPTIMISATION * bool(trained), below))
    others = _OTHERS * contents.families
    parts.append(paragraph(_SLOPES.format(others=others), _CROSS * contents.poles))
    return "\n\n".join(parts)


def _guarantee(contents: Contents) -> str:
    """Return what is guaranteed of these units; empty if nothing is of any target here."""
    units = activation_named(contents.activation).units_a_step
    if units is None or not contents.continuous:
        return ""
    steps = f"{units} {contents.activation} units make a step, so n units make k = n / {units} of "
    return paragraph(
        _GUARANTEE.format(steps="Here k = n." if units == 1 else f"{in_words(steps)}them."),
        _NO_GUARANTEE * contents.jumps,
        _STAIRCASE * bool(contents.of_role(Role.BUILT)),
    )


def paragraph(*sentences: str) -> str:
    """Return sentences as a paragraph, but for those that are empty."""
    return " ".join(filter(None, sentences))


def _item(words: str) -> str:
    """Return a paragraph as an item of a list."""
    return "- " + words.replace("\n", "\n  ")
