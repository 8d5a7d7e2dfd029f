"""What the boxes of the slide on proofs hold, and what follows from them."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from uat.figures.enclosures import enclosure_figure
from uat.theory.enclosures import LARGEST, SHOWN_PIECES, bound_of, enclosure_of, pieces_of


def error(x):
    return x * x - (x - LARGEST)


@pytest.mark.parametrize("count", [1, 4, 40])
def test_every_value_is_in_its_box(count):
    for low, high in pieces_of(count):
        least, most = enclosure_of(low, high)
        values = [error(low + (high - low) * Fraction(k, 16)) for k in range(17)]
        assert least <= min(values)
        assert max(values) <= most


@pytest.mark.parametrize("count", [1, 2, 4, 40, 1000])
def test_the_bound_comes_down_to_the_error_as_pieces_grow_smaller(count):
    assert bound_of(count) == LARGEST + Fraction(1, count)
    assert max(abs(error(Fraction(k, 8))) for k in range(9)) == LARGEST


def test_pieces_cover_the_domain():
    ends = pieces_of(7)
    assert (ends[0][0], ends[-1][1]) == (0, 1)
    assert all(one[1] == other[0] for one, other in itertools.pairwise(ends))


def test_the_figure_shows_a_box_a_piece_and_the_curve_within_them():
    for axes, count in zip(enclosure_figure().axes, SHOWN_PIECES, strict=True):
        boxes = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
        assert len(boxes) == count
        curve, *levels = axes.lines
        x, y = curve.get_data()
        for box in boxes:
            inside = (x >= box.get_x()) & (x <= box.get_x() + box.get_width())
            assert np.all(y[inside] >= box.get_y() - 1e-12)
            assert np.all(y[inside] <= box.get_y() + box.get_height() + 1e-12)
        bound = float(bound_of(count))
        assert sorted(float(level.get_ydata()[0]) for level in levels) == [-bound, bound]
        assert axes.get_title(loc="left") == f"{count} pieces: at most {bound:g}"
