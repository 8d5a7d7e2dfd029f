from __future__ import annotations

import re
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import same_color, to_rgb
from matplotlib.figure import Figure
from tools import ladder, near_best

from uat.core.activations import ACTIVATIONS
from uat.exceptions import OutputError
from uat.figures import style
from uat.figures.end_labels import readable
from uat.figures.loss_curves import loss_figure
from uat.figures.panels import label_powers
from uat.figures.proof import proof_figure
from uat.figures.style import FORMATS, figure_style, on_dark, on_dark_ground, save_figure
from uat.figures.target_page import target_figure
from uat.figures.target_units import units_figure
from uat.targets.catalogue import TARGETS
from uat.theory.baselines import baselines
from uat.trainers import TRAINERS
from uat.trainers.registry import row_of


def test_an_activation_looks_alike_in_every_figure_and_like_no_other():
    every = style.activation_looks([*ACTIVATIONS, "t^2", "t*exp(-t^2)"])
    assert style.activation_looks(["t^2", "relu"]) == {n: every[n] for n in ("t^2", "relu")}
    for key in ("color", "marker"):
        assert len({look[key] for look in every.values()}) == len(every)


def drawn():
    with figure_style():
        figure = Figure()
        axes = figure.add_subplot()
        axes.plot([1, 2, 4], [1.0, 0.25, 0.0625], label=r"$1 / n^2$")
        axes.fill_between([1, 2, 4], [0.0, 0.1, 0.2], alpha=0.4)
        axes.set(title="error", xlabel="width", xscale="log", yscale="log")
        axes.legend()
    return figure


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_figure_is_the_same_file(kind, tmp_path):
    for name in ("once", "twice"):
        save_figure(drawn(), tmp_path / f"{name}.{kind}")
    content = (tmp_path / f"once.{kind}").read_bytes()
    assert content == (tmp_path / f"twice.{kind}").read_bytes()
    assert content.startswith({"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[kind])


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
def test_the_settings_of_the_user_change_no_file(kind, tmp_path):
    save_figure(drawn(), tmp_path / f"plain.{kind}")
    with mpl.rc_context(
        {"font.size": 40, "savefig.dpi": 30, "svg.hashsalt": "x", "axes.grid": False}
    ):
        save_figure(drawn(), tmp_path / f"fancy.{kind}")
        assert mpl.rcParams["font.size"] == 40
    assert (tmp_path / f"plain.{kind}").read_bytes() == (tmp_path / f"fancy.{kind}").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "word"), [("svg", b"dc:date"), ("pdf", b"CreationDate"), ("png", b"Software")]
)
def test_no_file_tells_when_or_by_what_it_was_made(kind, word, tmp_path):
    save_figure(drawn(), tmp_path / f"figure.{kind}")
    assert word not in (tmp_path / f"figure.{kind}").read_bytes()


@pytest.mark.slow
def test_a_figure_replaces_the_one_before(tmp_path):
    path = tmp_path / "figure.svg"
    path.write_bytes(b"x" * 10**7)
    save_figure(drawn(), path)
    save_figure(drawn(), tmp_path / "fresh.SVG")
    assert path.read_bytes() == (tmp_path / "fresh.SVG").read_bytes()


@pytest.mark.parametrize("name", ["figure.jpg", "figure", "figure.svg.txt", ".svg"])
def test_another_format_is_refused(name, tmp_path):
    with pytest.raises(OutputError, match="a figure is written as svg, png, pdf") as caught:
        save_figure(drawn(), tmp_path / name)
    assert "\n" not in str(caught.value)
    assert not any(tmp_path.iterdir())


def missing_directory(tmp_path):
    return tmp_path / "missing" / "figure.png"


def file_as_directory(tmp_path):
    (tmp_path / "file").touch()
    return tmp_path / "file" / "figure.png"


def directory_as_file(tmp_path):
    (tmp_path / "figure.png").mkdir()
    return tmp_path / "figure.png"


@pytest.mark.slow
@pytest.mark.parametrize("place", [missing_directory, file_as_directory, directory_as_file])
def test_a_place_that_cannot_be_written_is_named_in_one_line(place, tmp_path):
    path = place(tmp_path)
    with pytest.raises(OutputError, match=r"figure\.png cannot be written: ") as caught:
        save_figure(drawn(), path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_the_style_ends_with_its_block():
    before = dict(mpl.rcParams)
    with figure_style():
        assert mpl.rcParams["font.size"] == 15
    assert dict(mpl.rcParams) == before


def test_every_trainer_has_a_colour_of_its_own():
    colours = [*map(style.trainer_colour, TRAINERS), style.TARGET, style.GUARANTEE, style.REFERENCE]
    assert len(set(colours)) == len(colours)


PALETTE = sorted(
    {value for value in vars(style).values() if isinstance(value, str) and value.startswith("#")}
    - {style.PAPER, style.DARK_GROUND, style.DARK_INK}
)


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def busy():
    """A figure with every kind of artist that has a colour."""
    with figure_style():
        figure = Figure()
        plain, maps = figure.subplots(1, 2)
        plain.plot([0, 1], [0, 1], "o-", color=style.BLACK, mec="white", label="line")
        plain.fill_between([0, 1], [1, 2], color=style.GREEN, alpha=0.3, label="band")
        plain.bar([0.5], [0.2], color=style.BLUE)
        box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8}
        arrow = {"arrowstyle": "->", "color": style.BLACK}
        plain.annotate("here", (0, 0), (0.5, 1.5), bbox=box, arrowprops=arrow)
        plain.set(title="title", xlabel="x")
        plain.legend()
        image = maps.imshow([[0.0, 1.0]], cmap=style.RESIDUAL_MAP)
        maps.contour([[0.0, 1.0], [1.0, 2.0]], levels=[0.5], colors=style.BLACK)
        maps.imshow([[0.0, 1.0]], cmap=style.HEAT_MAP)
        figure.colorbar(image, ax=maps)
    return figure


def test_white_becomes_the_ground_and_black_the_ink():
    np.testing.assert_allclose(on_dark("white")[0, :3], to_rgb(style.DARK_GROUND), atol=1e-4)
    np.testing.assert_allclose(on_dark("black")[0, :3], to_rgb(style.DARK_INK), atol=1e-4)
    assert on_dark(("white", 0.25))[0, 3] == 0.25
    assert len(on_dark("none")) == 0


LINES = sorted({*style.PALETTE.values(), *style.FIT_COLOURS})


@pytest.mark.parametrize("colour", LINES)
def test_every_line_is_seen_on_paper_and_on_the_dark_ground(colour):
    assert contrast(colour, style.PAPER) > 3.0
    assert contrast(on_dark(colour)[0, :3], style.DARK_GROUND) > 3.0


def test_the_band_of_a_target_is_seen_on_both_grounds():
    alpha = style.TARGET_ALPHA
    for ink, ground in [
        (np.array(to_rgb(style.TARGET)), np.array(to_rgb(style.PAPER))),
        (on_dark(style.TARGET)[0, :3], np.array(to_rgb(style.DARK_GROUND))),
    ]:
        assert contrast(alpha * ink + (1.0 - alpha) * ground, ground) > 3.0


@pytest.mark.parametrize("colour", LINES)
def test_names_of_lines_are_read_on_both_grounds(colour):
    assert contrast(readable(colour), style.PAPER) > 4.5
    assert contrast(on_dark(readable(colour))[0, :3], style.DARK_GROUND) > 4.5


# Of linear sRGB, for one who has no cones for green: Machado, Oliveira & Fernandes (2009),
# IEEE Trans. Vis. Comput. Graph. 15, 1291-1298, severity 1.
_DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)


def as_seen_without_green(colour):
    """Return a colour as a deuteranope sees it, in red, green and blue."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(_DEUTERANOPIA @ linear, 0.0, 1.0)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def apart(one, other):
    """Whether a deuteranope tells two colours apart."""
    return np.abs(as_seen_without_green(one) - as_seen_without_green(other)).max() > 0.1


def test_red_and_a_dull_green_are_one_colour_without_cones_for_green():
    red = [0.8, 0.2, 0.1]
    green = as_seen_without_green(red)
    assert np.abs(np.array(red) - green).max() > 0.25
    assert not apart(red, green)
    assert apart(style.BLUE, style.VERMILION)


def shape_of(line):
    """Return how a line looks beside its colour."""
    return line.get_marker(), str(line.get_linestyle()), str(line._unscaled_dash_pattern)


def told_by_colour(figure):
    """Return the pairs of named lines in one panel that differ by their colour alone."""
    return [
        (one.get_label(), other.get_label())
        for axes in figure.axes
        for one, other in combinations([at for at in axes.lines if at.get_label()[0] != "_"], 2)
        if shape_of(one) == shape_of(other) and max(ratio(one, other), ratio(other, one)) < 1.5
    ]


def ratio(one, other):
    return one.get_linewidth() / other.get_linewidth()


def test_lines_that_are_alike_are_found():
    figure = Figure()
    axes = figure.add_subplot()
    for label, look in {"one": "r-", "two": "g-", "three": "b--", "_four": "k-"}.items():
        axes.plot([0, 1], [0, 1], look, label=label)
    assert told_by_colour(figure) == [("one", "two")]


def everything():
    """Return runs of every trainer on one target, several seeds each."""
    return [run for name in TRAINERS for run in ladder(trainer=name, widths=(1, 2, 4, 8))]


@pytest.mark.slow
@pytest.mark.parametrize(
    "draw",
    [
        lambda: target_figure(TARGETS["sine"], everything(), baselines(TARGETS["sine"], [1, 2, 4])),
        lambda: target_figure(TARGETS["step"], ladder(target="step"), []),
        lambda: target_figure(TARGETS["sine"], ladder(widths=(1, 2, 4, 8, 16)) + near_best()),
        lambda: loss_figure(TARGETS["sine"], ladder(widths=(1, 2, 4, 8, 16))),
        lambda: proof_figure(TARGETS["sine"]),
        lambda: units_figure(TARGETS["sine"], ladder(widths=(4, 8)) + near_best(widths=(4, 8))),
    ],
    ids=["all trainers", "step", "fits", "losses", "proof", "units"],
)
def test_no_two_lines_are_told_apart_by_their_colour_alone(draw):
    assert told_by_colour(draw()) == []


@pytest.mark.parametrize(("one", "other"), [*combinations(TRAINERS, 2)])
def test_trainers_are_told_apart_without_cones_for_green(one, other):
    colours = style.trainer_colour(one), style.trainer_colour(other)
    assert apart(*colours) or row_of(one).marker != row_of(other).marker


def test_words_of_a_drawing_stay_words(tmp_path):
    save_figure(drawn(), tmp_path / "figure.svg")
    text = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert ">width</text>" in text
    fonts = set(re.findall("'DejaVu Sans[^;\"]*", text))
    assert fonts == {"'DejaVu Sans', Verdana, 'Bitstream Vera Sans', sans-serif"}


@pytest.mark.parametrize(
    "formula", [r"\varphi'(z)", r"\left(\frac{1}{x}\right)", r"\sqrt{\frac{1}{x}}"]
)
def test_signs_that_no_font_of_a_reader_has_are_outlines(formula, tmp_path):
    with figure_style():
        figure = Figure()
        figure.text(0.1, 0.5, f"${formula}$")
        figure.text(0.1, 0.2, r"$\sum_j x_j$")
    save_figure(figure, tmp_path / "figure.svg")
    text = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert {*re.findall("font-family: '([^']*)", text)} == {"DejaVu Sans", "DejaVu Sans Display"}
    assert text.count("<text>") == 1  # that of the sum
    assert all(not words.get_path_effects() for words in figure.texts)


@pytest.mark.parametrize("colours", [style.FIT_COLOURS, ("white", style.SKY, style.BLUE, "black")])
def test_what_stands_out_from_paper_stands_out_from_the_dark(colours):
    assert np.all(np.diff([luminance(colour) for colour in colours]) < 0)
    assert np.all(np.diff([luminance(colour[:3]) for colour in on_dark(list(colours))]) > 0)


def test_colours_stay_apart_on_the_dark_ground():
    turned = on_dark(PALETTE)[:, :3]
    distances = np.abs(turned[:, np.newaxis] - turned).max(axis=-1)
    assert distances[~np.eye(len(turned), dtype=bool)].min() > 0.05


def test_all_that_is_drawn_turns_dark_and_back():
    figure = busy()
    plain, maps, bar = figure.axes
    (line,), (band,), (note,) = plain.lines, plain.collections, plain.texts
    residuals, heat = maps.images
    with on_dark_ground(figure):
        figure.draw_without_rendering()
        for ground in (figure, plain):
            assert same_color(ground.get_facecolor(), (*on_dark("white")[0, :3], 1.0))
        texts = [plain.title, plain.xaxis.label, *plain.get_xticklabels(), *bar.get_yticklabels()]
        for text in (*texts, note, *plain.get_legend().get_texts()):
            assert contrast(text.get_color(), style.DARK_GROUND) > 12.0
        assert contrast(line.get_color(), style.DARK_GROUND) > 12.0
        assert contrast(note.arrow_patch.get_edgecolor(), style.DARK_GROUND) > 12.0
        assert contrast(line.get_markeredgecolor(), style.DARK_GROUND) < 1.1
        assert contrast(note.get_bbox_patch().get_facecolor(), style.DARK_GROUND) < 1.1
        assert note.get_bbox_patch().get_edgecolor()[3] == 0.0
        assert band.get_facecolor()[0, 3] == 0.3
        np.testing.assert_allclose(residuals.cmap(0.5), on_dark(mpl.colormaps["RdBu_r"](0.5))[0])
        assert heat.cmap.name == style.HEAT_MAP
        assert contrast(maps.collections[0].get_edgecolor()[0], style.DARK_GROUND) > 12.0
    assert same_color(line.get_color(), style.BLACK)
    assert residuals.cmap == mpl.colormaps[style.RESIDUAL_MAP]


def test_ticks_that_come_later_are_seen_too():
    figure = drawn()
    with on_dark_ground(figure):
        figure.axes[0].set_xlim(1, 1e6)
        for tick in figure.axes[0].xaxis.get_major_ticks(12):
            assert contrast(tick.label1.get_color(), style.DARK_GROUND) > 12.0
            assert contrast(tick.gridline.get_color(), style.DARK_GROUND) < 3.0


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
def test_a_figure_is_saved_light_and_dark_in_any_order(kind, tmp_path):
    figure = busy()
    for number, dark in enumerate([False, True, False, True]):
        save_figure(figure, tmp_path / f"{number}.{kind}", dark=dark)
    light, dark, light_again, dark_again = (
        (tmp_path / f"{number}.{kind}").read_bytes() for number in range(4)
    )
    assert light == light_again
    assert dark == dark_again
    assert light != dark
    save_figure(busy(), tmp_path / f"other.{kind}", dark=True)
    assert dark == (tmp_path / f"other.{kind}").read_bytes()


def test_a_figure_is_light_again_after_a_failure(tmp_path):
    figure = busy()
    with pytest.raises(OutputError):
        save_figure(figure, tmp_path / "missing" / "figure.png", dark=True)
    assert same_color(figure.axes[0].lines[0].get_color(), style.BLACK)
    with pytest.raises(KeyError), on_dark_ground(figure):
        raise KeyError
    assert same_color(figure.axes[0].lines[0].get_color(), style.BLACK)


def test_the_ticks_of_a_colour_bar_stay_on_the_dark_ground():
    with figure_style():
        figure = Figure()
        axes = figure.add_subplot()
        image = axes.imshow([[0.04, 0.7]], cmap="viridis_r", norm="log")
        bar = figure.colorbar(image, ax=axes).ax
        label_powers(bar)
    figure.draw_without_rendering()
    before = [tick.get_text() for tick in bar.get_yticklabels(which="both")]
    with on_dark_ground(figure):
        figure.draw_without_rendering()
        assert [tick.get_text() for tick in bar.get_yticklabels(which="both")] == before
