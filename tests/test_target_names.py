"""Names of targets on figures: set as mathematics where there is room."""

from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from uat.core.domains import Box
from uat.figures.target_names import name_on_figure, set_page_title
from uat.targets.catalogue import TARGETS
from uat.targets.target import Target
from uat.targets.user_targets import as_target

UNIT = Box((0.0,), (1.0,))
LONG = "+".join(f"sin({k}*x)/{k}" for k in range(1, 30))


def target(name, formula="x"):
    return Target(name, lambda x: x, UNIT, formula, "")


def title(given, tall=0.5):
    figure = Figure(figsize=(12.8, 7.2))
    set_page_title(figure, given, 0.98, tall)
    return figure


def box_of(figure):
    (text,) = figure.texts
    return text.get_window_extent(FigureCanvasAgg(figure).get_renderer())


@pytest.mark.parametrize(
    ("given", "name", "heading"),
    [
        (TARGETS["two_tones"], "two tones", f"two tones:  ${TARGETS['two_tones'].formula}$"),
        ("sin(5*x) on [0, 1]", r"$\sin(5 \, x)$", r"$\sin(5 \, x)$"),
        ("sin(5*x) on [0, 1] as ripple", "ripple", r"ripple:  $\sin(5 \, x)$"),
        ("math:exp on [0, 1]", "exp", r"$\mathrm{exp}(x)$"),
        ("x on [0, 1]", "x", "$x$"),
        (target("costs", ""), "costs", "costs"),
        (target("3$ or 4$"), "$x$", "$x$"),
        (target("3$ or 4$", ""), r"3\$ or 4\$", r"3\$ or 4\$"),
        (target("broken", r"\begin{cases} x \end{cases}"), "broken", "broken"),
    ],
)
def test_what_a_target_is_called(given, name, heading):
    given = as_target(given) if isinstance(given, str) else given
    assert name_on_figure(given) == name
    assert title(given).get_suptitle() == heading
    title(given).draw_without_rendering()


@pytest.mark.slow
@pytest.mark.parametrize(
    "given",
    [f"{LONG} on [0, 1]", "1/(1+x^2/(1+y^2/(1+x))) on [0, 1]^2", f"{LONG} on [0, 1] as wave"],
)
@pytest.mark.parametrize("tall", [0.3, 0.6])
def test_a_title_stays_on_its_page(given, tall):
    figure = title(as_target(given), tall)
    box = box_of(figure)
    assert 0 <= box.x0 <= box.x1 <= 1280
    assert box.height <= 100.0 * tall + 15.0


@pytest.mark.slow
def test_a_long_name_is_cut_where_there_is_no_room():
    name = name_on_figure(as_target(f"{LONG} on [0, 1]"), 2.0, 14.0)
    assert name.startswith("sin(1*x)/1+")
    assert name.endswith("...")
    assert len(name) < 30
