"""Everything that is computed for the deck, once; slides and figures only quote it.

Three kinds of facts: what the three rungs of the course found, what R's `lm` says about the same
data, and a small sweep about the theorem. They depend on their seeds alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from uat.course.linear_model import LinearModelSummary
from uat.course.r_print import format_numbers
from uat.course.rungs import Rung, RungResult, linear_regression, neuron, xor
from uat.exceptions import SettingError, about, shown
from uat.fits.table_target import is_table_like
from uat.sweeps.plan import plan
from uat.sweeps.record import Record, errors_by_width
from uat.sweeps.selection import by_trainer, median_record, of_width
from uat.sweeps.spec import RunSpec
from uat.sweeps.store import Store
from uat.sweeps.sweep import Progress, run_specs
from uat.targets.lookup import is_portable, known_target, target_of
from uat.targets.target import Target
from uat.targets.target_texts import TargetText
from uat.targets.user_targets import Given
from uat.theory.reference_curves import lowest_guarantee, reference_curves
from uat.trainers import GradientDescent, Staircase, VariableProjection, make_trainer

DESCENT, NEAR_BEST, BUILT = GradientDescent.name, VariableProjection.name, Staircase.name
"""The trainers of the deck."""
DEFAULT_TARGETS = ("sine", "absolute", "two_tones")
"""Smooth, with a kink, and with ripples on a slow wave."""
MOST_TARGETS = 3
"""As many as stand side by side on a slide and can still be read."""
SHOWN_WIDTHS = (1, 4, 16, 64)
"""Widths whose fits are drawn."""
R_DIGITS = 15
"""Significant digits with which the course's programs print."""

_DATA_SEED = 123  # R's, of the published data
# The parameters that the listing of a rung prints, line by line.
_LINES = {"linreg": ("alpha", "beta"), "neuron": ("w1 w2",), "xor": ("w11 w12 w21 w22", "c1 c2")}


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is trained for the slides about the theorem.

    Parameters
    ----------
    widths : of all trainers
    starts : of gradient descent at every width
    epochs : of gradient descent
    near_best_width : the widest near-best network
    """

    widths: tuple[int, ...] = (1, 2, 4, 8, 16, 32, 64)
    starts: int = 3
    epochs: int = 10_000
    near_best_width: int = 16


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """How far what gradient descent finds is from what there is, at one width of one target.

    Parameters
    ----------
    target : which
    width : the largest that both were trained at
    found : the run of gradient descent whose max_error is the median one
    near_best : the run of variable projection
    """

    target: Target
    width: int
    found: Record
    near_best: Record

    @property
    def factor(self) -> float:
        """How many times the error found is that of near-best; nan if a run diverged."""
        found, best = self.found.max_error, self.near_best.max_error
        return found / best if found is not None and best else np.nan


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """All that the deck says, as it was computed.

    They are sent to another process with the texts of the targets, which it makes anew: a function
    of the user's own cannot be sent.

    Parameters
    ----------
    linreg, neuron, xor : the three rungs; of the first, every step of the path is known
    linear_model : what R's `lm` says about the data of the first
    targets : the examples of the theorem
    records : their runs; gradient descent, near-best and built, target by target
    seed : of the first start of gradient descent
    data_seed : R's seed of the data of the first rung
    """

    linreg: RungResult
    neuron: RungResult
    xor: RungResult
    linear_model: LinearModelSummary
    targets: tuple[Target, ...]
    records: tuple[Record, ...]
    seed: int
    data_seed: int

    def __reduce__(self) -> tuple[Callable[..., Facts], tuple[object, ...]]:
        """Return what makes the facts in another process."""
        texts = tuple(target.text for target in self.targets)
        return _facts_of_texts, (
            self.linreg, self.neuron, self.xor, self.linear_model, texts, self.records, self.seed,
            self.data_seed,
        )  # fmt: skip

    @property
    def portable(self) -> bool:
        """Whether another process, too, can make the targets."""
        return all(is_portable(target.text) for target in self.targets)

    @property
    def rungs(self) -> dict[str, RungResult]:
        """The three rungs by the names of their listings."""
        return {"linreg": self.linreg, "neuron": self.neuron, "xor": self.xor}

    def printed(self, name: str) -> dict[str, tuple[float, ...]]:
        """Return what the listing of a rung prints: label -> numbers, in the order of its lines.

        The error is that of the first and of the last forward pass, and so is y, one update
        before the parameters.
        """
        result = self.rungs[name]
        numbers: dict[str, tuple[float, ...]] = {}
        for names in _LINES[name]:
            numbers[names] = tuple(result.parameters[one] for one in names.split())
        epochs = result.rung.trainer.epochs
        numbers["error"] = tuple(result.loss_history[[0, epochs - 1]].tolist())
        if not result.rung.is_line:
            numbers["y"] = tuple(result.predictions_of_last_forward_pass.tolist())
        return numbers

    def r_output(self, name: str) -> str:
        """Return what R's `cat` makes of `printed`, without spaces at the ends of lines."""
        return "\n".join(
            " ".join([label, *(format_numbers([number], R_DIGITS)[0] for number in numbers)])
            for label, numbers in self.printed(name).items()
        )

    def records_of(self, target: str, trainer: str | None = None) -> list[Record]:
        """Return the runs of a target, of one trainer or of all."""
        own = [record for record in self.records if record.spec.target == target]
        return own if trainer is None else by_trainer(own, trainer)

    def errors(self, target: str, trainer: str) -> dict[int, float]:
        """Return width -> the median max_error of a trainer's runs that did not diverge."""
        found = errors_by_width(self.records_of(target, trainer))
        return {width: float(np.median(errors)) for width, errors in found.items() if errors.size}

    def guarantees(self, target: str) -> dict[int, float]:
        """Return width -> the max_error that is guaranteed; empty where theory promises none."""
        records = self.records_of(target)
        widths = sorted({record.spec.width for record in records})
        curves = reference_curves(target_of(target), records[0].spec.activation, widths)
        return {int(width): value for width, value in lowest_guarantee(curves).items()}

    def gap(self, target: str) -> Gap:
        """Return how far gradient descent stays from near-best on a target."""
        near, found = (self.records_of(target, name) for name in (NEAR_BEST, DESCENT))
        width = max({r.spec.width for r in near} & {r.spec.width for r in found})
        return Gap(
            target_of(target), width,
            median_record(of_width(found, width)), median_record(of_width(near, width)),
        )  # fmt: skip

    @property
    def widest_gap(self) -> Gap:
        """The gap that is seen best: where what is found misses most that near-best does not.

        Of a continuous target, if there is one: at a jump no max error falls.
        """
        continuous = [target for target in self.targets if target.largest_jump == 0.0]
        shown = continuous or self.targets
        return max((self.gap(target.text) for target in shown), key=_share_missed)


def _facts_of_texts(
    linreg: RungResult,
    neuron: RungResult,
    xor: RungResult,
    linear_model: LinearModelSummary,
    texts: Sequence[str],
    records: tuple[Record, ...],
    seed: int,
    data_seed: int,
) -> Facts:
    """Return facts that came from another process."""
    targets = tuple(map(target_of, texts))
    return Facts(linreg, neuron, xor, linear_model, targets, records, seed, data_seed)


def compute_facts(
    targets: Sequence[Given] = DEFAULT_TARGETS,
    seed: int = 0,
    data_seed: int = _DATA_SEED,
    *,
    effort: Effort | None = None,
    store: Store | None = None,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Facts:
    """Return the facts of a deck; the same arguments give the same facts.

    Parameters
    ----------
    targets : as `uat.sweep` takes them, one to `MOST_TARGETS`, functions of one input
    seed : of the first start of gradient descent, the others follow; at least 0
    data_seed : R's seed of the data of the regression; the published numbers are those of 123
    effort : how much is trained; None takes the deck's
    store : where runs are looked up and put; None keeps them in memory
    workers : number of processes; None takes one per processor
    progress : called with the progress of the sweep, which takes nearly all of the time

    Raises
    ------
    UnknownNameError, SettingError
        If a target is unknown, has more than one input, or their number or a seed is out of range.
    StoreError, SweepError
        As `uat.sweeps.sweep.sweep` does.

    Notes
    -----
    About half a minute on two processors.
    """
    chosen = _checked(targets)
    specs = theorem_specs(chosen, seed, effort or Effort())
    line = _every_step(linear_regression(data_seed)).run()
    model = line.linear_model()
    if model is None:
        raise SettingError("the first rung is not a line.")
    others = neuron().run(), xor().run()
    swept = run_specs(specs, store=store, workers=workers, progress=progress)
    return Facts(line, *others, model, chosen, swept.records, seed, data_seed)


def check_asked(
    targets: Sequence[Given], seed: int, data_seed: int, effort: Effort | None = None
) -> None:
    """Refuse at once what `compute_facts` would, before any of it is computed.

    Raises
    ------
    UnknownNameError, SettingError
        If a target is unknown, has more than one input, or their number or a seed is out of range.
    """
    with about("seed"):
        theorem_specs(DEFAULT_TARGETS[:1], seed, effort or Effort())
    with about("targets"):
        theorem_specs(_checked(targets), seed, effort or Effort())
    with about("data_seed"):
        linear_regression(data_seed)


def theorem_specs(targets: Sequence[Given], seed: int, effort: Effort) -> list[RunSpec]:
    """Return the runs behind the slides about the theorem, target by target.

    Raises
    ------
    SettingError
        If two targets have one name, or the seed or the effort is out of range.
    """
    descent = make_trainer(DESCENT, epochs=effort.epochs)
    near = [width for width in effort.widths if width <= effort.near_best_width]
    seeds = range(seed, seed + effort.starts)
    specs = plan(targets, effort.widths, seeds, [descent])
    specs += plan(targets, near, [seed], [NEAR_BEST])
    specs += plan(targets, effort.widths, [seed], [BUILT])
    places = {text: place for place, text in enumerate(dict.fromkeys(s.target for s in specs))}
    return sorted(specs, key=lambda spec: places[spec.target])


def _share_missed(gap: Gap) -> float:
    """Return what the error found is above near-best's, as a share of the best constant's."""
    error, best = gap.found.max_error, gap.near_best.max_error
    if error is None:
        return np.inf
    return (error - (best or 0.0)) / gap.target.trivial_error


def _checked(given: Sequence[Given]) -> tuple[Target, ...]:
    """Return the targets that are to be shown."""
    targets = tuple({target.text: target for target in map(_function, given)}.values())
    if not 1 <= len(targets) <= MOST_TARGETS:
        raise SettingError(
            f"a deck shows 1 to {MOST_TARGETS} targets, not {len(targets)}: name those to show."
        )
    for target in targets:
        if target.inputs != 1:
            raise SettingError(
                f"a deck shows targets of one input; {target.name} has {target.inputs}."
            )
        if target.trivial_error == 0.0:
            raise SettingError(
                f"{target.name} is constant on {target.domain}: there is nothing to learn from it."
            )
    return targets


def _function(given: Given) -> Target:
    """Return what is handed in as a target that this process knows; a table is none."""
    table = str(given) if isinstance(given, TargetText) else given
    if is_table_like(table):
        what = shown(table) if isinstance(table, str) else "a table"
        raise SettingError(
            f"a deck shows functions, and {what} holds rows: a sweep and a gallery show tables."
        )
    return known_target(given)


def _every_step(rung: Rung) -> Rung:
    """Return the rung with a snapshot at every step."""
    steps = tuple(range(rung.trainer.epochs + 1))
    return replace(rung, trainer=replace(rung.trainer, snapshots=steps))
