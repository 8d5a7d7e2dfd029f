"""Diagrams are asked what they show: circles, edges, what is written on them."""

import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.patches import Circle

from uat.course.rungs import RUNGS
from uat.exceptions import SettingError
from uat.figures import style
from uat.figures.diagrams import (
    CONSTANT,
    MORE,
    Diagram,
    diagram_of,
    ladder_diagrams,
    ladder_figure,
    network_figure,
)


@pytest.fixture(scope="module")
def xor():
    return RUNGS["xor"]().run()


def circles(axes):
    return [patch for patch in axes.patches if isinstance(patch, Circle)]


def texts_of(axes):
    return [text.get_text() for text in axes.texts]


def test_every_node_is_joined_to_every_node_of_the_next_layer():
    diagram = Diagram((("a", "b"), ("c", "d", "e"), ("f",)))
    assert len(diagram.edges) == 2 * 3 + 3 * 1


def test_nothing_leads_to_a_constant_or_to_what_is_left_out():
    diagram = Diagram((("a", MORE, CONSTANT), ("b", MORE, CONSTANT)))
    assert diagram.edges == [(0, 0, 0), (0, 2, 0)]


def test_a_diagram_is_centred_and_as_large_as_its_circles():
    diagram = Diagram((("a", "b"), ("c",)), steps=(3.0, 2.0))
    places = np.array([diagram.place(0, 0), diagram.place(0, 1), diagram.place(1, 0)])
    np.testing.assert_allclose(places, [[-1.5, 1.0], [-1.5, -1.0], [1.5, 0.0]])
    assert diagram.size[0] > 3.0 + 0.6
    assert diagram.size[1] > 2.0 + 0.6


def test_the_ladder_has_four_rungs_side_by_side():
    axes = ladder_figure().axes[0]
    diagrams = ladder_diagrams()
    assert len(diagrams) == 4
    places = {text.get_text(): text.xy[0] for text in axes.texts}
    assert list(diagrams) == sorted(diagrams, key=places.get)
    nodes = [label for d, _ in diagrams.values() for layer in d.layers for label in layer]
    assert len(circles(axes)) == sum(label != MORE for label in nodes)
    assert len(axes.lines) == sum(len(diagram.edges) for diagram, _ in diagrams.values())
    for diagram, formula in diagrams.values():
        assert set(diagram.labels.values()) | {f"${formula}$"} <= set(texts_of(axes))


def test_the_ladder_fits_its_page_and_nothing_overlaps():
    figure = ladder_figure()
    with style.figure_style():
        figure.draw_without_rendering()
    page = figure.bbox
    drawn = [text for text in figure.axes[0].texts if len(text.get_text()) > 4]
    boxes = [text.get_window_extent() for text in drawn]
    for box in boxes:
        assert page.x0 <= box.x0
        assert page.y0 <= box.y0
        assert box.x1 <= page.x1
        assert box.y1 <= page.y1
    for k, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:k])


def test_every_weight_of_the_xor_network_is_on_its_edge(xor):
    diagram = diagram_of(xor)
    assert sorted(diagram.labels) == diagram.edges == sorted(diagram.weights)
    found = xor.parameters
    assert diagram.weights[0, 0, 1] == found["w12"]
    assert diagram.labels[0, 0, 1] == f"$w_{{12}}$ = {found['w12']:.2f}"
    assert diagram.labels[1, 0, 0] == "$c_{1}$ = \N{MINUS SIGN}33.11"


def test_thickness_is_size_and_colour_is_sign(xor):
    axes = network_figure(xor).axes[0]
    weights = [diagram_of(xor).weights[edge] for edge in diagram_of(xor).edges]
    widths = [line.get_linewidth() for line in axes.lines]
    assert np.argsort(widths).tolist() == np.argsort(np.abs(weights)).tolist()
    for line, weight in zip(axes.lines, weights, strict=True):
        assert same_color(line.get_color(), style.MARKED if weight > 0 else style.OTHER)


def test_the_labels_of_edges_touch_no_circle_and_no_other_label(xor):
    figure = network_figure(xor)
    with style.figure_style():
        figure.draw_without_rendering()
    axes = figure.axes[0]
    labels = [text for text in axes.texts if "=" in text.get_text()]
    assert len(labels) == 6
    centres = axes.transData.transform([text.xy for text in labels])
    gaps = np.linalg.norm(centres[:, np.newaxis] - centres, axis=-1)[np.triu_indices(6, 1)]
    assert gaps.min() > 40.0
    assert min(text.get_fontsize() for text in axes.texts) >= 13


@pytest.mark.parametrize("name", ["linreg", "neuron"])
def test_weights_only_or_no_diagram(name):
    result = RUNGS[name]().run()
    if name == "linreg":
        with pytest.raises(SettingError, match="not weights of units"):
            network_figure(result)
    else:
        assert set(diagram_of(result).labels) == {(0, 0, 0), (0, 1, 0)}
