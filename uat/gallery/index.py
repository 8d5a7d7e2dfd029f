"""The gallery's index: a page of Markdown that reads well where repositories are read."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from uat.figures.widths import in_words
from uat.records import Record, errors_by_width
from uat.targets import TARGETS, Target

TITLE = "# Gallery: error against width"

_HEAD = """\
{title}

How well does a network with one hidden layer approximate a function, and how does that change
as the layer grows? Each target below was fitted by {trainers} at width {widths}, each from
{seeds}, {epochs} epochs.

![all targets](overview.{picture})

**How to read it.** *max error* is the largest |network - target|, measured on a dense grid that
is not the training grid and refined around its peaks. A dot is one seed; the line joins the
medians, and its legend holds their convergence rate as far as they fall. The dashed green line is
a *guarantee* for a continuous target of one input and total variation V: steep sigmoidal units,
placed by hand, come as close as one likes to an error of V / (2 (n + 1)). Where the dots lie above
it, training has not found a network that is known to exist. A discontinuous target has a floor
instead: no continuous network gets below half the jump.

Every number is in [runs.csv](runs.csv) and [runs.json](runs.json).

## The ladder

Targets by rising complexity V: total variation with one input, the integral of |grad f| over the
unit square with two. Errors are those of the median seed of {first_trainer}.

{ladder}
"""

_SECTION = """\
## {title}

$`{formula}`$ on {domain}; {source}. V = {complexity:.4g}.

![{title}: fits and error against width]({name}.{picture})

![{title}: loss against epoch]({name}-loss.{picture})
"""


def index_page(records: Sequence[Record], formats: Sequence[str]) -> str:
    """Return the index of a gallery with these records and figure formats, as Markdown."""
    picture = next((f for f in ("png", "svg") if f in formats), formats[0])
    names = [n for n in TARGETS if any(r.spec.target == n for r in records)]
    trainers = list(dict.fromkeys(r.spec.trainer for r in records))
    widths = sorted({r.spec.width for r in records})
    seeds = len({r.spec.seed for r in records})
    epochs = sorted({json.loads(r.spec.settings).get("epochs", 0) for r in records})
    head = _HEAD.format(
        trainers=_listed([_described(t, records) for t in trainers]),
        widths=_listed([str(w) for w in widths]),
        seeds="one random start" if seeds == 1 else f"{seeds} random starts",
        epochs=_listed([f"{e:,}" for e in epochs]),
        first_trainer=in_words(trainers[0]),
        title=TITLE,
        picture=picture,
        ladder=_ladder(names, widths, [r for r in records if r.spec.trainer == trainers[0]]),
    )
    return "\n".join([head, *(_section(TARGETS[name], picture) for name in names)])


def _described(trainer: str, records: Sequence[Record]) -> str:
    settings = json.loads(next(r.spec.settings for r in records if r.spec.trainer == trainer))
    momentum = settings.get("momentum", 0.0)
    return in_words(trainer) + (f" with momentum {momentum:g}" if momentum else "")


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _ladder(names: Sequence[str], widths: Sequence[int], records: Sequence[Record]) -> str:
    head = ["target", "V", "best constant", *(f"width {width}" for width in widths)]
    lines = [head, ["---"] + ["---:"] * (len(head) - 1)]
    for name in names:
        target = TARGETS[name]
        errors = errors_by_width([r for r in records if r.spec.target == name])
        cells = [f"{np.median(errors[w]):.2g}" if errors[w].size else "diverged" for w in widths]
        link = f"[{in_words(target.name)}](#{in_words(target.name).replace(' ', '-')})"
        lines.append([link, f"{target.complexity:.3g}", f"{target.trivial_error:.3g}", *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _section(target: Target, picture: str) -> str:
    return _SECTION.format(
        title=in_words(target.name),
        name=target.name,
        formula=target.formula,
        domain=target.domain,
        source=target.source,
        complexity=target.complexity,
        picture=picture,
    )
