r"""The deck in English, parts 7 and 8: the theorem, what it leaves open, and what to take home.

The examples of part 7 may be others, one to three of them, with jumps or without: sentences about
them are chosen by comparing their numbers, and one that would not be true is not said.
"""

from __future__ import annotations

import math

import numpy as np

from uat.io.wording import NOTHING, in_words, listed, short, spelt, times, whole
from uat.slides.content import (
    Bullets,
    Columns,
    Equation,
    Listing,
    Live,
    Picture,
    Slide,
    TableBlock,
    Text,
)
from uat.slides.examples import as_function, called, definition, in_a_cell
from uat.slides.facts import BUILT, DESCENT, NEAR_BEST, SHOWN_WIDTHS, Facts
from uat.slides.markup import escaped
from uat.slides.programs import listing_text
from uat.slides.words_en_line import epochs_of, noted
from uat.sweeps.findings import course_of_error, error_lines, outcomes
from uat.sweeps.selection import median_record, of_width
from uat.targets.catalogue import target_named
from uat.targets.target import Target
from uat.theory.enclosures import LARGEST, SHOWN_PIECES, bound_of
from uat.theory.guarantees import step_guarantee
from uat.theory.reference_curves import Norm, lowest_guarantee, reference_curves

PROOF_WIDTHS = (8, 32)
"""Of the two staircases in the figure of the proof."""
PROOF_FALLBACK = "sine"
"""The target of that figure where no example is continuous."""

# Errors within this factor of each other are the same in words.
_ALIKE = 1.2
# Parts of a target's half range: an error that is seen at a glance, and one that cannot be seen.
_SEEN, _UNSEEN = 0.03, 0.01
_SOURCES = (
    ("1805", "Legendre", "least squares, in a book on the orbits of comets"),
    ("1847", "Cauchy", "gradient descent, against systems of equations"),
    ("1943", "McCulloch, Pitts", "neurons as units of logic"),
    ("1958", "Rosenblatt", "the perceptron: a neuron that learns"),
    ("1969", "Minsky, Papert", "Perceptrons: what one layer cannot do"),
    ("1986", "Rumelhart, Hinton, Williams", "learning by back-propagating errors, in Nature"),
    ("1989", "Cybenko", "superpositions of a sigmoidal function are dense"),
    ("1991", "Hornik", "so are those of any bounded, non-constant activation"),
    ("1993", "Barron", "how many units, for functions with a finite norm"),
)


def theorem_slides(facts: Facts) -> tuple[Slide, ...]:
    """Return part 7: statement, proof, what training finds."""
    return (
        _statement(),
        _promises(),
        _proof(facts),
        _guarantee(facts),
        _staircase(),
        _fits(facts),
        _errors(facts),
        _numbers(facts),
        _certificate(),
        _findability(facts),
    )


def closing_slides(facts: Facts) -> tuple[Slide, ...]:
    """Return part 8: what to take home, and where it comes from."""
    return _take_home(facts), _sources()


def _statement() -> Slide:
    return Slide(
        "uat-statement",
        7,
        "The universal approximation theorem",
        (
            Text(
                r"Let $\varphi$ be continuous and **sigmoidal**: it tends to 0 on the left and to "
                r"1 on the right. Let $f$ be **continuous** on a closed, bounded set $K$ of "
                r"$\mathbb{R}^m$. For every $\varepsilon > 0$ there **are** a width $n$ and "
                "parameters such that"
            ),
            Equation(
                r"\left| f(x) - \sum_{j=1}^{n} c_j \varphi(w_j \cdot x + b_j) \right|"
                r" < \varepsilon \quad \text{for all } x \in K",
                "f of x minus the sum over j from one to n of c j phi of w j times x plus b j "
                "is less than epsilon in absolute value, for all x in K",
            ),
            Bullets(
                (
                    "**Cybenko (1989)**: continuous sigmoidal activations, $K$ the unit cube",
                    r"**Hornik (1991)**: every continuous, bounded, non-constant $\varphi$",
                )
            ),
        ),
        noted(
            5,
            "Read it slowly, it is one sentence. For every function and every tolerance there are "
            "a width and parameters. The bound holds at every point of K at once: it is about the "
            "largest error, not the mean one. Cybenko's proof is by contradiction, with the "
            "Hahn-Banach theorem, and builds nothing; Hornik, Stinchcombe and White (1989) and "
            "Funahashi (1989) had it in the same year by other roads. Leshno and others (1993) "
            "showed that what matters is only that phi is no polynomial.",
            "In which order do the words for every and there is stand? What would change if they "
            "were exchanged?",
        ),
    )


def _promises() -> Slide:
    return Slide(
        "uat-promises",
        7,
        "What it promises, and what it does not",
        (
            Columns(
                (
                    (
                        Text("**It does promise**"),
                        Bullets(
                            (
                                "one hidden layer is enough",
                                "for every continuous function",
                                "for every tolerance",
                                "in any number of inputs",
                                "with almost any activation",
                            )
                        ),
                    ),
                    (
                        Text("**It does not say**"),
                        Bullets(
                            (
                                "how many units that takes",
                                "how to find the parameters",
                                "anything outside of $K$",
                                "anything about jumps of $f$",
                                "what happens between your data",
                            )
                        ),
                        Text(
                            "**Barron (1993)** counts the units: if $f$ has a finite norm $C_f$, "
                            "some network of $n$ units has a root mean square error of at most a "
                            r"constant times $C_f / \sqrt{n}$."
                        ),
                    ),
                )
            ),
        ),
        noted(
            4,
            "The right column is the one that is forgotten in talks. The width may be enormous; "
            "the theorem is about existence; outside of K the network may do as it likes; at a "
            "jump no continuous network is closer than half the jump. Between the points of your "
            "data is the question of generalisation, and that is statistics. Barron's bound is "
            "remarkable because the rate does not get worse with the number of inputs; what may "
            "grow with it is the constant. His bound, too, is about existence.",
            "A weather service reads the theorem and wants to forecast next year. What do you "
            "answer?",
        ),
    )


def _proof(facts: Facts) -> Slide:
    target = _proof_target(facts)
    promised = lowest_guarantee(reference_curves(target, "logistic", PROOF_WIDTHS))
    bands = [
        f"{spelt(width)} steps, within a band of {short(promised.get(width))}"
        for width in PROOF_WIDTHS
    ]
    return Slide(
        "uat-proof",
        7,
        "The proof in pictures: step, bump, staircase",
        (
            Picture(
                "proof",
                "Four panels. First, one unit phi(w x) for ever larger w: the S becomes a step "
                "from 0 to 1. Second, a step up and a step down: a bump. Third and fourth, "
                f"staircases over {_called(facts, target)}: {listed(bands)} around the target. "
                "Nothing was trained.",
                Live("build"),
            ),
        ),
        noted(
            4,
            "For one input the theorem can be seen. Make w large and the S becomes a step; the "
            "place of the step is -b / w, its height is c. Subtract two steps and you have a bump; "
            "with bumps you can paint any bar chart, and a bar chart comes as close to a "
            "continuous function as its bars are narrow. Staircases do it with half as many "
            "units. This is a proof for one input that builds the network; for more inputs one "
            f"needs another idea. {_fallback_words(facts)}",
            "A continuous phi is never quite a step. Why does that not spoil the proof? (On the "
            "way up it only takes values between the two stairs.)",
        ),
    )


def _guarantee(facts: Facts) -> Slide:
    target = _proof_target(facts)
    variation = target.complexity
    shown = _widths(facts)[-2:]
    bounds = [
        f"{short(float(step_guarantee(variation, width)))} with {spelt(width)} {_units(width)}"
        for width in shown
    ]
    return Slide(
        "uat-guarantee",
        7,
        "A guarantee, without any training",
        (
            Bullets(
                (
                    "$V$: the **total variation** of $f$, all its ways up and down added",
                    "Cut the $x$-axis into $n + 1$ pieces on which $f$ varies by $V / (n + 1)$",
                    "On a piece, the middle of the values is off by at most half of that",
                    "One steep unit at each cut leads from middle to middle",
                )
            ),
            Equation(
                r"\max_x \left| f(x) - y(x) \right| \leq \frac{V}{2 (n + 1)} + \varepsilon",
                "the largest error is at most V, divided by two and by n plus one, plus epsilon",
            ),
            Text(
                f"For {as_function(target, facts.targets)}, with $V$ = {short(variation)}: "
                f"{listed(bounds)}. **Twice the units, about half of it.**"
            ),
            *(Text(words) for words in [_fallback_words(facts)] if words),
        ),
        noted(
            3,
            "This is the quantitative form of the picture. The cuts are not equally spaced: where "
            "the function is steep they are dense. It holds for every continuous function of one "
            "input whose variation is finite, and it costs no training at all. It is also a "
            "modest bound: smooth curves are a waste for staircases. Keep the formula in mind, it "
            "is a line in the pictures that follow.",
            "What is V for a function that only rises, from 0 to 1? And for a sine over one "
            "period?",
        ),
    )


def _staircase() -> Slide:
    return Slide(
        "uat-code",
        7,
        "The staircase in code: a network nobody trained",
        (
            Columns(((Listing("staircase.R"),), (Listing("staircase.py"),))),
            Text(
                "The target here is $x^2$ on [0, 1], whatever the examples are: it only rises, "
                "and its inverse, the root, says where the units go."
            ),
        ),
        noted(
            3,
            "A complete proof by program: the units are placed by hand, or rather by the inverse "
            "of the function, and nothing is learnt. It prints the largest error on a fine grid "
            "beside the guarantee. Compare it with the network code: the same forward pass, no "
            "backward pass.",
            "What do you have to change for another rising function? And for one that rises and "
            "falls?",
        ),
    )


def _fits(facts: Facts) -> Slide:
    widths = [width for width in SHOWN_WIDTHS if width in _widths(facts)] or _widths(facts)
    stories = " ".join(_fit_story(facts, target, widths) for target in facts.targets)
    return Slide(
        "uat-fits",
        7,
        f"What training finds: {_counted_targets(facts)}",
        (
            Picture(
                "uat-fits",
                f"{_panels(facts)}: the target as a broad line, and upon it what gradient "
                f"descent found at the widths {listed([whole(width) for width in widths])}, each "
                f"in a shade of its own. {stories}",
                Live("train", (("trainWidth", widths[-1]),), of_targets=True),
            ),
        ),
        noted(
            3,
            f"Now we train: {_epochs_words(facts)} of gradient descent from each of "
            f"{_starts_words(facts)}, and of each width the run in the middle is shown. A single "
            "unit is an S, so it can only be a slope. "
            f"{' '.join(_course_words(facts, target) for target in facts.targets)} "
            f"{_hardest_words(facts)} {_places_words(facts)} {_own_words(facts)}",
            "Where is it hardest to follow the target, and why there?",
        ),
    )


def _errors(facts: Facts) -> Slide:
    return Slide(
        "uat-errors",
        7,
        "Error against width",
        (
            Picture(
                "uat-errors",
                f"{_panels(facts)}: the largest error against the width, both on logarithmic "
                "scales, with that of the best constant, the guarantee of the staircase where "
                f"there is one, the staircase built, gradient descent from {_starts_words(facts)} "
                "at each width, a dot each, and near-best. "
                f"{' '.join(_error_story(facts, target) for target in facts.targets)}",
                Live("compare", of_targets=True),
            ),
        ),
        noted(
            4,
            "Explain the axes first: both are logarithmic, so a straight line is a power of n. "
            f"{_guarantee_words(facts)} Watch how far gradient descent falls, and "
            "whether more units always help. Near-best is the closest network we could find with "
            "a method made for this one problem, variable projection: it solves for c and searches "
            "for w and b only. From gradient descent down to near-best is the optimisation error, "
            "with its factor. The "
            "approximation error, that of the best network of a width, is at most what near-best "
            "leaves. The fourth line would be the floor, below which no network of that width is. "
            "For relu and for steps it is proved; for these units nobody knows one, but for half "
            f"the jump where the target jumps. {_overtaken_words(facts)}",
            "Which of the lines does the theorem speak of? (Of the approximation error, and only "
            "of it.)",
        ),
    )


def _numbers(facts: Facts) -> Slide:
    rows = tuple(_number_row(facts, target) for target in facts.targets)
    widths = {facts.gap(target.text).width for target in facts.targets}
    return Slide(
        "uat-numbers",
        7,
        "The same in numbers",
        (
            TableBlock(
                ("target", "guarantee", "gradient descent", "near-best", "gap, times"),
                rows,
                f"Largest errors at width {listed([whole(width) for width in sorted(widths)])}; "
                "of gradient descent the run in the middle.",
            ),
            Text(_gap_words(facts)),
            *(Text(words) for words in _jump_words(facts)),
        ),
        noted(
            3,
            "Three columns of errors, three different questions. What is sure without training, "
            "what does training find, what is there to be found? The last column divides the "
            f"second by the third. {_widest_words(facts)} These are facts about these targets and "
            "this trainer, not a law.",
            "Would you pay for a better optimiser or for more units?",
        ),
    )


def _certificate() -> Slide:
    bounds = [
        f"{spelt(count)} pieces prove {short(float(bound_of(count)), 3)}" for count in SHOWN_PIECES
    ]
    return Slide(
        "uat-certificate",
        7,
        "What a proof by computer is",
        (
            Columns(
                (
                    (
                        Text(
                            "Errors in these pictures are **measured**: the largest of many "
                            "points. Between two points anything may happen."
                        ),
                        Bullets(
                            (
                                r"Compute with **intervals**: from $a \leq x \leq b$ follows "
                                r"$a^2 - b \leq x^2 - x \leq b^2 - a$",
                                "Round the ends **outwards**: what comes out holds every value",
                                "That is one proof for **all** $x$ there",
                                "Too wide? **Cut** $[a, b]$ in two, again",
                            )
                        ),
                        Text(
                            f"The error of the line $x - 1/8$ to $x^2$: {listed(bounds)}; it is "
                            f"{short(float(LARGEST), 3)}. **For networks: `uat certify`.**"
                        ),
                    ),
                    (
                        Picture(
                            "certificate",
                            "Two panels of the error of the line x - 1/8 against x squared on 0 to "
                            "1, a curve, and of boxes that hold it, one for each piece of the x "
                            f"axis. {_boxes_in_words()}",
                        ),
                    ),
                ),
                (3.0, 2.6),
            ),
        ),
        noted(
            3,
            "The theorem speaks of all x, a measurement of some. A spike that is thinner than the "
            "grid is missed by every grid. The way out is sixty years old: compute with intervals "
            "(Moore, 1966). Every step of the formula keeps a lower and an upper end; rounding "
            "goes outwards, so that no error of the machine can spoil it. The result holds for all "
            "numbers of the interval at once, and that is a proof, by a computer, without a "
            "symbol. The price is that the interval is too wide, because the two x in the formula "
            "are treated as if they had nothing to do with each other; small pieces bring it "
            "down. With polynomials instead of numbers on each piece a few hundred pieces are "
            "enough for a network. That is what uat certify does, and what the brackets in the "
            "pictures of the gallery are.",
            "Why does the bound of one piece not shrink to the width of the curve? (The formula "
            "has x in two places, and each takes its own worst value.)",
        ),
    )


def _boxes_in_words() -> str:
    """Return what the boxes of both panels prove."""
    proved = [
        f"With {spelt(count)} pieces no error is above {short(float(bound_of(count)), 3)}"
        for count in SHOWN_PIECES
    ]
    return f"{'. '.join(proved)}. The largest there is: {short(float(LARGEST), 3)}."


def _findability(facts: Facts) -> Slide:
    gap = facts.widest_gap
    name = _called(facts, gap.target)
    found, best = gap.found.max_error, gap.near_best.max_error
    return Slide(
        "uat-findability",
        7,
        "Existence is not findability",
        (
            Picture(
                "findability",
                f"Left, {_as_target(name)} with two networks of width {gap.width}: gradient "
                f"descent, largest error {short(found)}, and near-best, largest error "
                f"{short(best)}. {_seen_words(facts)} Right, their errors against the "
                f"width, with the gap at width {gap.width}.",
            ),
        ),
        noted(
            4,
            f"Both networks have {spelt(gap.width)} hidden units. {_exists_words(facts)} The "
            "theorem is about what is on the shelf; training is about what you can reach, with "
            "this rule, this start and this many epochs. Another rule or start reaches another "
            "network. That is the honest reading of universal approximation, and the reason why "
            "so much work goes into optimisers, starts and architectures.",
            "If a network fails at a task, what are the two possible reasons? How could you tell "
            "them apart?",
        ),
    )


def _take_home(facts: Facts) -> Slide:
    return Slide(
        "takehome",
        8,
        "To take home",
        (
            Bullets(
                (
                    "**Derivatives**: backpropagation is the chain rule: how wrong, how movable, "
                    "whose fault",
                    "**Gradient descent**: a small step against the gradient, again and again; "
                    "for a line it gives what `lm` gives",
                    "**Universal approximation**: one hidden layer can be as close as you like; "
                    "finding it is another matter",
                )
            ),
            Text(
                f"You have seen a network trained from scratch in {_lines('xor.py')} lines. "
                "Everything larger is more of the same."
            ),
        ),
        noted(
            3,
            "Come back to the three words of the beginning. Let the class say the three factors "
            "of a gradient once more. Then give them something to do: change the seed, change "
            "the learning rate, give the XOR network a third unit, let it run for fewer than "
            f"{epochs_of(facts.xor)} epochs and see where it stands. The programs are in the "
            "folder listings.",
            "What is the one sentence you will tell somebody who was not here?",
        ),
    )


def _sources() -> Slide:
    return Slide(
        "sources",
        8,
        "Where this comes from",
        (TableBlock(("year", "who", "what"), _SOURCES),),
        noted(
            1,
            "Leave this page standing during the discussion. Nearly two centuries lie between the "
            "first row and the last, and every rung of today's ladder is in it. The papers of "
            "Cybenko and of Rumelhart, Hinton and Williams are short, and can be read with what "
            "was shown today.",
            "Which of these would you like to read?",
        ),
    )


def _lines(listing: str) -> int:
    return len(listing_text(listing).splitlines())


def _proof_target(facts: Facts) -> Target:
    """Return the target of the figure of the proof: the first continuous example."""
    continuous = (target for target in facts.targets if target.largest_jump == 0.0)
    return next(continuous, target_named(PROOF_FALLBACK))


def _widths(facts: Facts) -> list[int]:
    """Return the widths gradient descent was run at, rising."""
    return sorted({r.spec.width for r in facts.records if r.spec.trainer == DESCENT})


def _units(count: int) -> str:
    return "unit" if count == 1 else "units"


def _called(facts: Facts, target: Target) -> str:
    """Return how a target is read in a sentence; that of the proof may be no example."""
    examples = facts.targets
    return called(target, examples) if target in examples else in_words(target.name)


def _as_target(name: str) -> str:
    return name if name.startswith("the ") else f"the target {name}"


def _fallback_words(facts: Facts) -> str:
    """Return why the proof is not about an example, as inline text, if none is continuous."""
    target = _proof_target(facts)
    if target in facts.targets:
        return ""
    one = len(facts.targets) == 1
    jump = "the example jumps" if one else "all examples jump"
    return f"This is {in_words(target.name)}, because {jump} and no guarantee holds at a jump."


def _counted_targets(facts: Facts) -> str:
    count = len(facts.targets)
    return f"{spelt(count)} {'target' if count == 1 else 'targets'}"


def _panels(facts: Facts) -> str:
    names = [_called(facts, target) for target in facts.targets]
    if len(names) == 1:
        return f"One panel, {names[0]}"
    return f"{spelt(len(names)).capitalize()} panels, {listed(names)}"


def _epochs_words(facts: Facts) -> str:
    """Return how long gradient descent was trained."""
    runs = [record for record in facts.records if record.spec.trainer == DESCENT]
    return f"{whole(max(int(record.row()['epochs']) for record in runs))} epochs"


def _starts_words(facts: Facts) -> str:
    """Return how often gradient descent was started at each width."""
    runs = [record for record in facts.records if record.spec.trainer == DESCENT]
    starts = len({record.spec.seed for record in runs})
    return f"{spelt(starts)} random {'start' if starts == 1 else 'starts'}"


def _fit_story(facts: Facts, target: Target, widths: list[int]) -> str:
    """Return the errors of the fits that are shown."""
    found = facts.errors(target.text, DESCENT)
    errors = [short(found.get(width)) for width in widths]
    return f"Largest errors on {_called(facts, target)}: {listed(errors)}."


def _course_words(facts: Facts, target: Target) -> str:
    """Return how the error of gradient descent goes from the smallest width to the largest."""
    return _course(facts, target, "max_error")


def _course(facts: Facts, target: Target, norm: Norm) -> str:
    runs, name = facts.records_of(target.text, DESCENT), _called(facts, target)
    return " ".join(course_of_error(line, name) for line in error_lines(outcomes(runs, norm)))


def _hardest_words(facts: Facts) -> str:
    """Return which example gradient descent is farthest from at the end, and which it is nearest.

    Errors are held against that of the best constant: targets have different sizes.
    """
    width = _widths(facts)[-1]
    missed = {}
    for target in facts.targets:
        error = facts.errors(target.text, DESCENT).get(width)
        if error is not None:
            missed[_called(facts, target)] = error / target.trivial_error
    if len(missed) < 2:
        return ""
    hardest, easiest = max(missed, key=missed.__getitem__), min(missed, key=missed.__getitem__)
    if missed[hardest] <= _ALIKE * missed[easiest]:
        return f"At width {width} all are about equally hard, held against the best constant."
    return (
        f"At width {width} the hardest is {hardest}, with {short(missed[hardest])} times the error "
        f"of the best constant; the easiest is {easiest}, with {short(missed[easiest])} times."
    )


def _places_words(facts: Facts) -> str:
    """Return where the widest fit that is shown misses each example most."""
    places = []
    for target in facts.targets:
        run = median_record(of_width(facts.records_of(target.text, DESCENT), _widths(facts)[-1]))
        if run.max_error is not None:
            x = target.evaluation_grid()
            residual = np.abs(run.network(x)[:, 0] - target(x))
            places.append(f"{_called(facts, target)} near x = {short(x[np.argmax(residual), 0])}")
    return f"It misses most on {listed(places)}." if places else ""


def _own_words(facts: Facts) -> str:
    """Return what the examples are that the user brought, as they were typed."""
    own = [words for words in map(definition, facts.targets) if words]
    return f"Of your own: {listed(own)}." if own else ""


def _guarantee_words(facts: Facts) -> str:
    """Return how the guarantee falls, if one of the examples has one."""
    if any(facts.guarantees(target.text) for target in facts.targets):
        return "The guarantee falls like 1 / (n + 1)."
    return "There is no guarantee: it is for continuous targets."


def _error_story(facts: Facts, target: Target) -> str:
    """Return where the lines of a panel end."""
    text = target.text
    parts = []
    for trainer, label in ((DESCENT, "gradient descent"), (NEAR_BEST, "near-best")):
        errors = facts.errors(text, trainer)
        if errors:
            width = max(errors)
            parts.append(f"{label} is at {short(errors[width])} at width {width}")
    promised = facts.guarantees(text)
    if promised:
        parts.append(f"the guarantee is {short(promised[max(promised)])} at width {max(promised)}")
    return f"On {_called(facts, target)} {listed(parts)}." if parts else ""


def _overtaken_words(facts: Facts) -> str:
    """Return on which examples a built staircase ends below gradient descent, and on which not."""
    ends = {}
    for target in facts.targets:
        found, built = (facts.errors(target.text, name) for name in (DESCENT, BUILT))
        shared = set(found) & set(built)
        if shared:
            width = max(shared)
            ends[_called(facts, target)] = (found[width], built[width], width)
    ahead = [name for name, (found, built, _) in ends.items() if built < found]
    if not ends:
        return ""
    name = next(iter(ahead or ends))
    trained, stepped, width = ends[name]
    errors = f"{short(stepped)} on {name}, gradient descent {short(trained)}"
    if not ahead:
        return (
            "The staircase, which nobody trained, stays above it: at width "
            f"{width} it has {errors}."
        )
    return (
        f"On {listed(ahead)} the staircase, which nobody trained, overtakes it: at width {width} "
        f"it has {errors}."
    )


def _number_row(facts: Facts, target: Target) -> tuple[str, ...]:
    gap = facts.gap(target.text)
    promised = facts.guarantees(target.text).get(gap.width)
    return (
        in_a_cell(target, facts.targets),
        "none" if promised is None else short(promised),
        short(gap.found.max_error),
        short(gap.near_best.max_error),
        _gap_cell(gap.factor),
    )


def _gap_cell(factor: float) -> str:
    if not math.isfinite(factor):
        return NOTHING
    return "none" if factor <= _ALIKE else times(factor).split(" ", 1)[1].removesuffix(" times")


def _gap_words(facts: Facts) -> str:
    """Return what the gaps of all examples have in common."""
    factors = sorted(facts.gap(target.text).factor for target in facts.targets)
    if not all(map(math.isfinite, factors)):
        return "Where a run diverged or is exact, there is nothing to divide by."
    if factors[0] <= _ALIKE:
        return (
            "Not everywhere is there a gap: on some of these targets gradient descent finds about "
            "as good a network as there is."
            if factors[-1] > _ALIKE
            else "Here gradient descent finds about as good a network as there is."
        )
    if len(factors) == 1:
        return f"There **is** a network {times(factors[0])} better than the one training found."
    return (
        f"On every one of them there **is** a network closer to the target than what training "
        f"found: {times(factors[0])} at least, {times(factors[-1])} at most."
    )


def _jump_words(facts: Facts) -> list[str]:
    """Return, as inline texts, what theory says of the examples that jump, and how they are met."""
    jumping = [target for target in facts.targets if target.largest_jump > 0.0]
    if not jumping:
        return []
    jumps = [
        f"{_called(facts, target)} (half its jump is {short(target.largest_jump / 2.0)})"
        for target in jumping
    ]
    met = " ".join(_course(facts, target, "rmse") for target in jumping)
    floor = f"No continuous network gets below half a jump: {listed(jumps)}."
    return [escaped(floor), escaped(met)]


def _widest_words(facts: Facts) -> str:
    gaps = [facts.gap(target.text) for target in facts.targets]
    gaps = [gap for gap in gaps if math.isfinite(gap.factor)]
    if len(gaps) < 2:
        return ""
    widest = max(gaps, key=lambda gap: gap.factor)
    return f"The gap is widest on {_called(facts, widest.target)}."


def _seen_words(facts: Facts) -> str:
    """Return what the eye sees of the two networks."""
    gap = facts.widest_gap
    if math.isfinite(gap.factor) and gap.factor <= _ALIKE:
        return "The two curves are about equally close to the target."
    scale = gap.target.trivial_error
    found, best = ((record.max_error or 0.0) / scale for record in (gap.found, gap.near_best))
    near = "lies on the target" if best < _UNSEEN else "leaves the target, too"
    far = "leaves it visibly" if found > _SEEN else "can hardly be told from it"
    return f"Near-best {near}; gradient descent {far}."


def _exists_words(facts: Facts) -> str:
    gap = facts.widest_gap
    if not math.isfinite(gap.factor) or gap.factor <= _ALIKE:
        return "Here gradient descent has found what there is to find."
    runs = facts.records_of(gap.target.text, DESCENT)
    errors = [r.max_error for r in runs if r.spec.width == gap.width and r.max_error is not None]
    if min(errors) <= _ALIKE * (gap.near_best.max_error or 0.0):
        return (
            f"One of them is {times(gap.factor)} closer to the target; of {_starts_words(facts)} "
            "gradient descent comes as close from the luckiest only."
        )
    return (
        f"One of them is {times(gap.factor)} closer to the target, so it exists; gradient "
        f"descent did not find it in {_epochs_words(facts)} from {_starts_words(facts)}."
    )
