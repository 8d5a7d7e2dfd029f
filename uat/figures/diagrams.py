"""Networks as they are drawn on a board: circles in layers, a line for every weight.

A diagram is data, layers of labels and labels of edges, and one function draws it. Where weights
are known, an edge is as thick as its weight is large, in one colour where the weight adds and in
another where it subtracts.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from uat.arrays import Array
from uat.course.rungs import RungResult
from uat.exceptions import SettingError
from uat.figures import style

CONSTANT, MORE = "1", r"$\vdots$"
"""Labels with a look of their own: the input that is always 1, and units left out."""

Edge = tuple[int, int, int]
"""A weight: the layer it leaves, the node it leaves there, the node it comes to."""

_RADIUS = 0.3
_NARROW, _WIDE = (1.6, 1.0), (3.0, 2.7)  # between neighbours: without and with numbers on edges
_BEFORE_CROSSING = 0.28  # of an edge's length, where the label of a crossing edge is
_COLUMN = 4.2  # width of one rung of the ladder
_MARGIN = 0.12  # beside the outermost circles
_THIN, _THICK = 1.6, 5.0  # points
_COLOURS = ("#9CCBEC", "#F0E442", "#F5B48A")  # of inputs, hidden units and outputs


@dataclass(frozen=True, slots=True)
class Diagram:
    """A network to be drawn.

    Parameters
    ----------
    layers : labels of the nodes from the inputs to the output, each layer from top to bottom
    labels : edge -> what is written on it; edges that are not named have no label
    weights : edge -> its weight; edges that are not named are thin and grey
    steps : from one layer to the next, and from one node to the next; a circle's radius is 0.3
    """

    layers: tuple[tuple[str, ...], ...]
    labels: Mapping[Edge, str] = field(default_factory=dict)
    weights: Mapping[Edge, float] = field(default_factory=dict)
    steps: tuple[float, float] = _NARROW

    @property
    def edges(self) -> list[Edge]:
        """All edges that are drawn: no unit leads to the constant, and none to units left out."""
        return [
            (layer, i, j)
            for layer, (left, right) in enumerate(itertools.pairwise(self.layers))
            for i, j in itertools.product(range(len(left)), range(len(right)))
            if left[i] != MORE and right[j] not in (MORE, CONSTANT)
        ]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, circles and a margin included."""
        tallest = max(len(labels) for labels in self.layers)
        counts = (len(self.layers), tallest)
        width, height = (
            (count - 1) * step + 2.0 * (_RADIUS + _MARGIN)
            for count, step in zip(counts, self.steps, strict=True)
        )
        return width, height

    def place(self, layer: int, node: int) -> tuple[float, float]:
        """Return the centre of a node; the diagram is centred about zero."""
        across, down = self.steps
        middle = (len(self.layers) - 1) / 2.0, (len(self.layers[layer]) - 1) / 2.0
        return (layer - middle[0]) * across, (middle[1] - node) * down


def ladder_diagrams() -> dict[str, tuple[Diagram, str]]:
    """Return the four rungs of the ladder: title -> diagram, and formula as LaTeX."""
    phi = r"$\varphi$"
    return {
        "Linear regression": (
            Diagram(
                (("$x$", CONSTANT), ("$y$",)),
                {(0, 0, 0): r"$\beta$", (0, 1, 0): r"$\alpha$"},
            ),
            r"y = \alpha + \beta x",
        ),
        "Neuron": (
            Diagram(
                (("$x_1$", "$x_2$", CONSTANT), (phi,)),
                {(0, 0, 0): "$w_1$", (0, 1, 0): "$w_2$", (0, 2, 0): "$-3$"},
            ),
            r"y = \varphi(w_1 x_1 + w_2 x_2 - 3)",
        ),
        "XOR network": (
            Diagram((("$x_1$", "$x_2$"), (phi, phi), (phi,))),
            r"y = \varphi\left(\sum_j c_j \varphi(w_j \cdot x)\right)",
        ),
        "Wide network": (
            Diagram((("$x$",), (phi, phi, phi, MORE, phi), (r"$\Sigma$",))),
            r"y = \sum_j c_j \varphi(w_j x + b_j) + d",
        ),
    }


def ladder_figure() -> Figure:
    """Return the four rungs side by side: regression, neuron, XOR network, wide network."""
    diagrams = ladder_diagrams()
    height = max(diagram.size[1] for diagram, _ in diagrams.values())
    top, bottom = height / 2.0 + 0.25, -height / 2.0 - 0.35
    with style.figure_style():
        figure = style.NotebookFigure(figsize=(style.SLIDE[0], 4.6))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        for place, (title, (diagram, formula)) in enumerate(diagrams.items()):
            x = (place + 0.5) * _COLUMN
            draw_diagram(axes, diagram, x)
            axes.annotate(title, (x, top), ha="center", va="bottom", fontsize=17)
            axes.annotate(f"${formula}$", (x, bottom), ha="center", va="center", fontsize=16)
        axes.set_xlim(0.0, len(diagrams) * _COLUMN)
        axes.set_ylim(bottom - 0.5, top + 0.5)
    return figure


def network_figure(result: RungResult) -> Figure:
    """Return the network a rung found, every weight on its edge.

    Raises
    ------
    SettingError
        If the rung trains blocks a diagram has no edge for, or has more than one output.
    """
    diagram = diagram_of(result)
    width, height = diagram.size
    inches = style.HALF_SLIDE[0]
    with style.figure_style():
        figure = style.NotebookFigure(figsize=(inches, round(inches * height / width, 1)))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        draw_diagram(axes, diagram)
        axes.set_xlim(-width / 2.0, width / 2.0)
        axes.set_ylim(-height / 2.0, height / 2.0)
    return figure


def diagram_of(result: RungResult) -> Diagram:
    """Return the diagram of a network with the weights a rung found, by their course names.

    Raises
    ------
    SettingError
        If the rung trains biases, or its network has more than one output.
    """
    rung, network = result.rung, result.fit.network
    layer_of = {"hidden_weights": 0, "output_weights": 1}
    if network.outputs > 1 or any(block not in layer_of for block, _ in rung.places.values()):
        raise SettingError(f"the rung {rung.name} has parameters that are not weights of units.")
    labels: dict[Edge, str] = {}
    weights: dict[Edge, float] = {}
    for name, weight in result.parameters.items():
        block, (i, j) = rung.places[name]
        edge = (layer_of[block], i, j)
        weights[edge] = weight
        labels[edge] = f"{_as_latex(name)} = {weight:.2f}".replace("-", "\N{MINUS SIGN}")
    return Diagram(
        (
            tuple(_as_latex(name) for name in rung.input_names),
            tuple(f"$h_{j + 1}$" for j in range(network.width)),
            ("$y$",),
        ),
        labels,
        weights,
        _WIDE,
    )


def _as_latex(name: str) -> str:
    """Return a letter with its index: "w12" is read w with the index 12."""
    return f"${name[0]}_{{{name[1:]}}}$"


def draw_diagram(axes: Axes, diagram: Diagram, x: float = 0.0) -> None:
    """Draw a diagram centred about (x, 0), circles round; the limits are the caller's.

    Parameters
    ----------
    axes : without ticks and frame afterwards
    diagram : what to draw
    x : of its middle
    """
    axes.set_aspect("equal")
    axes.axis("off")
    shift = np.array([x, 0.0])
    for edge in diagram.edges:
        _draw_edge(axes, diagram, edge, shift)
    for layer, labels in enumerate(diagram.layers):
        colour = _COLOURS[-1] if layer == len(diagram.layers) - 1 else _COLOURS[min(layer, 1)]
        for node, label in enumerate(labels):
            centre = shift + diagram.place(layer, node)
            _draw_node(axes, (float(centre[0]), float(centre[1])), label, colour)


def _draw_node(axes: Axes, centre: tuple[float, float], label: str, colour: str) -> None:
    if label != MORE:
        constant = label == CONSTANT
        axes.add_patch(
            Circle(
                centre, _RADIUS, facecolor=style.PAPER if constant else colour,
                edgecolor=style.BLACK, linewidth=1.8, linestyle=":" if constant else "-", zorder=3,
            )
        )  # fmt: skip
    axes.annotate(label, centre, ha="center", va="center", fontsize=18, zorder=4)


def _draw_edge(axes: Axes, diagram: Diagram, edge: Edge, shift: Array) -> None:
    layer, i, j = edge
    start = shift + diagram.place(layer, i)
    end = shift + diagram.place(layer + 1, j)
    axes.plot(*np.column_stack([start, end]), zorder=1, **_look(diagram, edge))
    if edge in diagram.labels:
        across, up = end - start
        place = start + (_BEFORE_CROSSING if _is_crossed(diagram, edge) else 0.5) * (end - start)
        axes.annotate(
            diagram.labels[edge], (place[0], place[1]), ha="center", va="center", fontsize=16,
            rotation=math.degrees(math.atan2(up, across)), zorder=2,
            bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 2.0},
        )  # fmt: skip


def _is_crossed(diagram: Diagram, edge: Edge) -> bool:
    """Return whether another edge between the same layers crosses this one."""
    layer, i, j = edge
    return any((a - i) * (b - j) < 0 for other, a, b in diagram.edges if other == layer)


def _look(diagram: Diagram, edge: Edge) -> dict[str, Any]:
    """Return how an edge is drawn: sign by its colour, size by its thickness."""
    weight = diagram.weights.get(edge)
    if weight is None:
        return {"color": style.GREY, "linewidth": _THIN}
    heaviest = max(map(abs, diagram.weights.values())) or 1.0
    return {
        "color": style.MARKED if weight > 0 else style.OTHER,
        "linewidth": _THIN + (_THICK - _THIN) * abs(weight) / heaviest,
    }
