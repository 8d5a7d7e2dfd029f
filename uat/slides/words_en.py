"""The deck in English: the eight parts of the session, in order.

The words of a part are in a module of their own: `words_en_line` has parts 1 to 4, `words_en_units`
5 and 6, `words_en_theorem` 7 and 8. All numbers come from the facts.
"""

from __future__ import annotations

from uat.slides.content import Deck
from uat.slides.facts import Facts
from uat.slides.words_en_line import line_slides, opening_slides
from uat.slides.words_en_theorem import closing_slides, theorem_slides
from uat.slides.words_en_units import neuron_slides, xor_slides

LANGUAGE = "en"
TITLE = "Basics of artificial neural networks"
SUBTITLE = (
    "Gradient descent, the universal approximation theorem, "
    "coding a vanilla network from scratch in R and Python"
)
PARTS = (
    "The session",
    "From linear models to networks",
    "Gradient descent for a line",
    "The line in code",
    "The neuron",
    "XOR and backpropagation",
    "The universal approximation theorem",
    "To take home",
)
"""Headings of the parts; the first is part 1."""


def deck_of(
    facts: Facts,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    author: str = "",
    date: str = "",
) -> Deck:
    """Return the session in English.

    Parameters
    ----------
    facts : what the slides quote
    title, subtitle : of the opening page; None takes the course's
    author, date : of the opening page, as they are to be read; may be empty
    """
    slides = (
        *opening_slides(facts),
        *line_slides(facts),
        *neuron_slides(facts),
        *xor_slides(facts),
        *theorem_slides(facts),
        *closing_slides(facts),
    )
    return Deck(
        TITLE if title is None else title,
        SUBTITLE if subtitle is None else subtitle,
        author,
        date,
        LANGUAGE,
        slides,
    )
