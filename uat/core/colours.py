"""The names of the colours that trainers and activations have in every figure.

They are named in the rows of what they stand for, and mixed where figures are drawn
(`uat.figures.style.PALETTE`).
"""

from __future__ import annotations

from enum import StrEnum


class Colour(StrEnum):
    """The names of the palette."""

    BLACK = "black"
    ORANGE = "orange"
    SKY = "sky"
    GREEN = "green"
    YELLOW = "yellow"
    BLUE = "blue"
    VERMILION = "vermilion"
    PURPLE = "purple"
    GREY = "grey"
    WINE = "wine"
    INDIGO = "indigo"
    DARK_GREEN = "dark green"
    OLIVE = "olive"
    TEAL = "teal"
    ROSE = "rose"
    SAND = "sand"
    BROWN = "brown"
