"""The gallery's pages that teach one thing each, with a target chosen for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from uat.core.activations import activation_named
from uat.figures.activations import activations_figure
from uat.figures.discontinuity import discontinuity_figure
from uat.figures.loss_slices import loss_slices_figure
from uat.figures.norms import norms_figure
from uat.figures.polynomial_units import polynomial_units_figure
from uat.figures.proof import proof_figure
from uat.figures.rules import rules_figure
from uat.figures.seconds import seconds_figure
from uat.figures.target_units import units_figure
from uat.figures.tones import tones_figure
from uat.gallery.alternatives import (
    activations_in_words,
    discontinuity_in_words,
    norms_in_words,
    polynomials_in_words,
    proof_in_words,
    rules_in_words,
    seconds_in_words,
    slices_in_words,
    tones_in_words,
    units_in_words,
)
from uat.io.markdown import plain
from uat.io.wording import in_words
from uat.sweeps.findings import (
    course_of_error,
    error_lines,
    least_and_greatest,
    of_role,
    outcomes,
    size_of_coefficients,
)
from uat.sweeps.needed_widths import complexity_in_ranges
from uat.sweeps.norms import bounded_by_design, norm_runs, norms_compared
from uat.sweeps.plan import plan
from uat.sweeps.record import Record
from uat.sweeps.rules import rule_runs, rules_compared
from uat.sweeps.selection import by_role, with_epochs
from uat.sweeps.slices import loss_slice, slice_runs, way_in_words
from uat.sweeps.spec import RunSpec
from uat.sweeps.tones import has_tones, order_of_tones, tones_of, tones_run
from uat.targets.catalogue import TARGETS
from uat.targets.lookup import by_complexity, target_of
from uat.targets.target import Target
from uat.theory.floors import error_of_polynomials
from uat.theory.reference_curves import main_norm
from uat.trainers.registry import BUILT_IN
from uat.trainers.row import Role

_SMOOTH = ("sine", "runge")
# Between its two jumps the first is smooth, so that the rmse falls far; one step alone is solved
# by one unit.
_JUMPING = ("heavisine", "blocks", "step")
_TONAL = ("two_tones", "weierstrass")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page that teaches.

    Parameters
    ----------
    name : of its files
    heading : of its section in the index
    text : Markdown, a few sentences that hold whatever was found
    measured : takes the records of that target; returns what they show, or nothing
    runs : takes all records; returns what is to be run beside them for this page, whose records
        then take their place, in the page and in what is said of it
    target_in : takes all records; returns the name of the target to show, or None if they do not
        have what the lesson needs
    draw : takes that target and all records
    in_words : takes that target and its records; returns what is drawn, for who cannot see it
    """

    name: str
    heading: str
    text: str
    target_in: Callable[[Sequence[Record]], str | None]
    draw: Callable[[Target, Sequence[Record]], Figure]
    measured: Callable[[Sequence[Record]], str] = lambda _: ""
    in_words: Callable[[Target, Sequence[Record]], str] = lambda target, _: in_words(target.name)
    runs: Callable[[Sequence[Record]], list[RunSpec]] = lambda _: []

    def words(self, target: str, records: Sequence[Record]) -> str:
        """Return the text, and after it what the records of the target show."""
        own = [record for record in records if record.spec.target == target]
        said = self.measured(own) if own else ""
        return f"{self.text} {plain(said)}" if said else self.text


def lessons_in(records: Sequence[Record]) -> list[tuple[Lesson, str]]:
    """Return the lessons that the records allow, each with the name of its target.

    Parameters
    ----------
    records : of functions; there may be none
    """
    if not records:
        return []
    chosen = [(lesson, lesson.target_in(records)) for lesson in LESSONS]
    return [(lesson, name) for lesson, name in chosen if name is not None]


def _chosen(
    names: Sequence[str],
    records: Sequence[Record],
    fits: Callable[[Target], bool] | None = None,
) -> str | None:
    """Return a target for a lesson: one of the catalogue chosen for it, or the user's own.

    Parameters
    ----------
    names : of the catalogue, the best first
    records : whose targets there are
    fits : takes a target; returns whether it has what the lesson needs. Of the user's own the first
        one is taken that does; None asks for `_varies`
    """
    here = dict.fromkeys(record.spec.target for record in records)
    own = (text for text in here if text not in TARGETS and (fits or _varies)(target_of(text)))
    return next((name for name in names if name in here), None) or next(own, None)


def _varies(target: Target) -> bool:
    """Return whether a target of one input is continuous and no constant."""
    smooth = target.inputs == 1 and main_norm(target) == "max_error"
    return smooth and complexity_in_ranges(target) > 0.0


def _jumps(target: Target) -> bool:
    return target.inputs == 1 and main_norm(target) == "rmse"


def _no_polynomial(target: Target) -> bool:
    """Return whether no polynomial of degree four is close to a target."""
    far = _LEAST_OF_POLYNOMIALS * target.trivial_error
    return _varies(target) and error_of_polynomials(target, _POLYNOMIAL_UNITS[1]) > far


def _smooth_for_steps(records: Sequence[Record]) -> str | None:
    if activation_named(records[0].spec.activation).units_a_step != 1:
        return None
    return _chosen(_SMOOTH, records)


def _one_input(records: Sequence[Record]) -> str | None:
    targets = by_complexity(record.spec.target for record in records)
    simple = [t.text for t in targets if t.inputs == 1 and complexity_in_ranges(t) > 0.0]
    return _chosen((*_SMOOTH, *simple), records)


def _with_jump(records: Sequence[Record]) -> str | None:
    return _chosen(_JUMPING, records, _jumps)


def _draw_proof(target: Target, records: Sequence[Record]) -> Figure:
    return proof_figure(target, records[0].spec.activation)


def _draw_units(target: Target, records: Sequence[Record]) -> Figure:
    return units_figure(target, _of(target, records))


def _courses(records: Sequence[Record]) -> str:
    """Return how the error of each trainer that trains goes with the width."""
    lines = of_role(error_lines(outcomes(records)), Role.TRAINED)
    return " ".join(course_of_error(line) for line in lines)


def _draw_discontinuity(target: Target, records: Sequence[Record]) -> Figure:
    return discontinuity_figure(target, _of(target, records))


def _of(target: Target, records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record.spec.target == target.text]


_ACTIVATIONS = ("logistic", "tanh", "relu", "softplus", "gaussian", "sine")
_WIDEST_OF_ACTIVATIONS, _SEEDS_OF_ACTIVATIONS = 32, 3


def _target_of_activations(records: Sequence[Record]) -> str | None:
    """Return the target that every activation is to fit, if the first trainer trains by epochs."""
    return _chosen(("absolute", "sine", "runge"), with_epochs(records[:1]) and records)


def activation_runs(records: Sequence[Record]) -> list[RunSpec]:
    """Return the runs of the first trainer on that target by every activation."""
    first, name = records[0].spec, _target_of_activations(records)
    own = [r.spec for r in records if (r.spec.target, r.spec.trainer) == (name, first.trainer)]
    seeds = sorted({spec.seed for spec in own})[:_SEEDS_OF_ACTIVATIONS]
    few = [s for s in own if s.seed in seeds and s.width <= _WIDEST_OF_ACTIVATIONS] or own[:1]
    return [replace(spec, activation=name) for name in _ACTIVATIONS for spec in few]


_POLYNOMIAL_UNITS = ("t^2", "t^4", "t^2*exp(-t^2)")
_WIDEST_OF_POLYNOMIALS = 8
_LEAST_OF_POLYNOMIALS = 0.05  # of the best constant's error, is left by one of degree four


def _target_of_polynomials(records: Sequence[Record]) -> str | None:
    """Return a target that is no polynomial, of which near-best networks are searched here.

    Where their units are homogeneous the best are known, and nothing says how long a search takes.
    """
    if activation_named(records[0].spec.activation).homogeneity is not None:
        return None
    names = ("absolute", "runge", "sine")
    return _chosen(names, by_role(records, Role.NEAR_BEST), _no_polynomial)


def runs_of_polynomial_units(records: Sequence[Record]) -> list[RunSpec]:
    """Return near-best runs of that target by polynomial units, and by such that are none."""
    name = _target_of_polynomials(records)
    own = [r.spec for r in by_role(records, Role.NEAR_BEST) if r.spec.target == name]
    few = [s for s in own if s.seed == own[0].seed and s.width <= _WIDEST_OF_POLYNOMIALS] or own[:1]
    return [replace(spec, activation=unit) for unit in _POLYNOMIAL_UNITS for spec in few]


_LONGEST_SECONDS = 3.0


def _target_of_seconds(records: Sequence[Record]) -> str | None:
    """Return the target that every trainer is to fit, if trainers are compared here at all."""
    compared = by_role(records, Role.TRAINED) and by_role(records, Role.NEAR_BEST)
    return _chosen(_SMOOTH, compared and records)


def runs_of_all_trainers(records: Sequence[Record]) -> list[RunSpec]:
    """Return the runs of that target that are here, of one seed, and those of other trainers."""
    name, first = _target_of_seconds(records), records[0].spec
    phi = first.activation
    own = [r.spec for r in records if (r.spec.target, r.spec.seed) == (name, first.seed)]
    here = {spec.trainer for spec in own}
    widths = sorted({spec.width for spec in own})
    others = [
        spec
        for trainer in BUILT_IN
        if trainer.name not in here and not trainer().refusal(1, phi)
        for spec in plan(
            [str(name)], widths, [first.seed], [trainer()], activation=first.activation
        )
        if trainer().seconds(spec.points, spec.width) <= _LONGEST_SECONDS
    ]
    return own + others


def _target_of_rules(records: Sequence[Record]) -> str | None:
    """Return the target on which rules of descent are compared, if something here descends."""
    return _chosen(_SMOOTH, with_epochs(records) and records)


def _runs_of_rules(records: Sequence[Record]) -> list[RunSpec]:
    name = _target_of_rules(records)
    return [] if name is None else rule_runs(records, name)


def _target_of_tones(records: Sequence[Record]) -> str | None:
    """Return the target of several tones on which something here descends."""
    return _chosen(_TONAL, with_epochs(records), has_tones)


def _draw_tones(target: Target, records: Sequence[Record]) -> Figure:
    run = tones_run(_of(target, records))
    return tones_figure(target, run, tones_of(target, run))


def _order_of_tones(records: Sequence[Record]) -> str:
    run = tones_run(records)
    return order_of_tones(tones_of(target_of(run.spec.target), run))


def _target_of_slices(records: Sequence[Record]) -> str | None:
    """Return a smooth target on which something here descends at a small and at a large width."""
    name = _chosen(_SMOOTH, with_epochs(records))
    own = [record for record in records if record.spec.target == name]
    return name if name is not None and len(slice_runs(own)) > 1 else None


def _draw_slices(target: Target, records: Sequence[Record]) -> Figure:
    return loss_slices_figure(target, [loss_slice(r) for r in slice_runs(_of(target, records))])


def _ways(records: Sequence[Record]) -> str:
    return way_in_words([loss_slice(record) for record in slice_runs(records)])


def _target_of_norms(records: Sequence[Record]) -> str | None:
    """Return a smooth target of near-best networks whose norm can be bounded."""
    return _chosen(_SMOOTH, bounded_by_design(records))


def _runs_of_norms(records: Sequence[Record]) -> list[RunSpec]:
    name = _target_of_norms(records)
    return [] if name is None else norm_runs(records, name)


LESSONS = (
    Lesson(
        "proof",
        "The proof in pictures",
        """\
Why can one hidden layer approximate every continuous function of one input? A sigmoidal unit with
a large weight w is a step (1); a step up and a step down make a bump (2); enough steps of the right
heights make a staircase that stays within a band around the target (3). With n steps placed where
the target has varied by V / (n + 1) since the last one, the band is V / (2 (n + 1)) wide on either
side, and four times the steps give about a quarter of the error (4). Nothing was trained.""",
        _smooth_for_steps,
        _draw_proof,
        in_words=proof_in_words,
    ),
    Lesson(
        "units",
        "The units of a fitted network",
        """\
A network is a sum of terms c phi(w x + b), and the parameters decide how the terms share the work.
Where terms are far larger than the target and nearly cancel, the 1-norm |c| of the coefficients is
large, and rounding alone then costs about 2e-16 |c|.""",
        _one_input,
        _draw_units,
        size_of_coefficients,
        units_in_words,
    ),
    Lesson(
        "norms",
        "What large coefficients buy",
        """\
The theorem lets the coefficients be as large as they like, and near-best networks take what they
get: large terms that nearly cancel, which rounding, noise and short numbers spoil. Here |c|, the
sum of the sizes of the output weights, may be 3, 30 or 300 times half the range of the target, and
no more. Units that rise from 0 to 1 then make a sum that varies by no more than |c|: where the
target itself varies by more, no width helps.""",
        _target_of_norms,
        norms_figure,
        norms_compared,
        norms_in_words,
        _runs_of_norms,
    ),
    Lesson(
        "activations",
        "One target, six activations",
        """\
The theorem holds for every activation that is no polynomial. How many units it takes depends on
phi, on the target and on the training. The same target, trainer and random numbers for each; the
slopes of the start are those that were measured to suit the activation.""",
        _target_of_activations,
        activations_figure,
        least_and_greatest,
        activations_in_words,
        activation_runs,
    ),
    Lesson(
        "polynomials",
        "Polynomial units, for which no width will do",
        """\
A network of units t^2 is a sum of squares of lines, so a quadratic, at any width: it stops at the
best quadratic there is, which is computed (dotted), and units t^4 stop at the best polynomial of
degree four. Leshno, Lin, Pinkus & Schocken (1993) proved that nothing else stands in the way: with
every other continuous activation, of however odd a shape, wider networks come as close to a
continuous target as one likes. Times e^(-t^2), the same t^2 goes on falling.""",
        _target_of_polynomials,
        polynomial_units_figure,
        least_and_greatest,
        polynomials_in_words,
        runs_of_polynomial_units,
    ),
    Lesson(
        "rules",
        "Four rules of descent",
        """\
The same target, the same start and as many epochs, by four rules. The plain rule of the course
steps along the gradient, with one learning rate. Momentum 0.9 adds nine tenths of the last step;
it and the next centre the units and give either layer its own rate. Nesterov's momentum grows with
the steps and rests where it would lead uphill. Adam gives every parameter a step size of its own.
One seed.""",
        _target_of_rules,
        rules_figure,
        rules_compared,
        rules_in_words,
        _runs_of_rules,
    ),
    Lesson(
        "tones",
        "Which tones are learned when",
        """\
A function is a sum of tones, and so is what a network leaves of it. Followed over the epochs of
one training, the residual shows which of them go first. The left end and the right are taken as
neighbours, as a Fourier series does.""",
        _target_of_tones,
        _draw_tones,
        _order_of_tones,
        tones_in_words,
    ),
    Lesson(
        "slices",
        "The loss around the way of descent",
        """\
A slice through the space of all parameters, in the two directions in which training moved most.
The way is projected onto it; off the slice the loss is another, at the start above all.""",
        _target_of_slices,
        _draw_slices,
        _ways,
        slices_in_words,
    ),
    Lesson(
        "seconds",
        "What time buys",
        """\
Every trainer at every width that takes it a few seconds at most. The time is that of one fit on one
core while the gallery was made: it is the one thing here that differs from machine to machine.""",
        _target_of_seconds,
        seconds_figure,
        in_words=seconds_in_words,
        runs=runs_of_all_trainers,
    ),
    Lesson(
        "discontinuity",
        "What a discontinuity does",
        """\
The theorem is about continuous functions. Where the target jumps, a continuous network passes
through every value in between, so its max error is never below half the jump, at any width. The
mean square does not mind: the steeper the network is at the jump, the shorter the stretch on which
it is wrong, and the rmse (dashed) has no such floor. Two norms, two answers.""",
        _with_jump,
        _draw_discontinuity,
        _courses,
        discontinuity_in_words,
    ),
)
"""In the order of the index."""
