"""Formulas in an SVG that need a font no reader's machine has.

Text of an SVG is set by the machine that shows it. High brackets, roots of fractions and the prime
of a derivative come from fonts that matplotlib brings along; elsewhere a prime would be read as 0,
and a high bracket be small and low. Formulas with such a sign are drawn as outlines.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from matplotlib.cbook import is_math_text
from matplotlib.figure import Figure
from matplotlib.mathtext import MathTextParser
from matplotlib.patheffects import Normal
from matplotlib.text import Text

_KNOWN_FONTS = ("DejaVu Sans", "DejaVu Sans Display")


@contextmanager
def outlined_formulas(figure: Figure) -> Iterator[None]:
    """Have the figure draw formulas with a sign of a rare font as outlines within the block."""
    rare = [text for text in figure.findobj(Text) if isinstance(text, Text) and _is_rare(text)]
    effects = [text.get_path_effects() for text in rare]
    try:
        for text in rare:
            text.set_path_effects([Normal()])
        yield
    finally:
        for text, old in zip(rare, effects, strict=True):
            text.set_path_effects(old or [])


def _is_rare(text: Text) -> bool:
    """Return whether a line of a text has a sign that the fonts of text do not have."""
    lines = (line for line in text.get_text().split("\n") if is_math_text(line))
    parse, font = MathTextParser("path").parse, text.get_fontproperties()
    glyphs = (glyph for line in lines for glyph in parse(line, 72.0, font).glyphs)
    return any(glyph[0].family_name not in _KNOWN_FONTS for glyph in glyphs)
