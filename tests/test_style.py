from __future__ import annotations

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from uat import style
from uat.exceptions import OutputError
from uat.style import FORMATS, figure_style, save_figure
from uat.trainers import TRAINERS


def drawn():
    with figure_style():
        figure = Figure()
        axes = figure.add_subplot()
        axes.plot([1, 2, 4], [1.0, 0.25, 0.0625], label=r"$1 / n^2$")
        axes.fill_between([1, 2, 4], [0.0, 0.1, 0.2], alpha=0.4)
        axes.set(title="error", xlabel="width", xscale="log", yscale="log")
        axes.legend()
    return figure


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_figure_is_the_same_file(kind, tmp_path):
    for name in ("once", "twice"):
        save_figure(drawn(), tmp_path / f"{name}.{kind}")
    content = (tmp_path / f"once.{kind}").read_bytes()
    assert content == (tmp_path / f"twice.{kind}").read_bytes()
    assert content.startswith({"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[kind])


@pytest.mark.parametrize("kind", FORMATS)
def test_the_settings_of_the_user_change_no_file(kind, tmp_path):
    save_figure(drawn(), tmp_path / f"plain.{kind}")
    with mpl.rc_context(
        {"font.size": 40, "savefig.dpi": 30, "svg.hashsalt": "x", "axes.grid": False}
    ):
        save_figure(drawn(), tmp_path / f"fancy.{kind}")
        assert mpl.rcParams["font.size"] == 40
    assert (tmp_path / f"plain.{kind}").read_bytes() == (tmp_path / f"fancy.{kind}").read_bytes()


@pytest.mark.parametrize(
    ("kind", "word"), [("svg", b"dc:date"), ("pdf", b"CreationDate"), ("png", b"Software")]
)
def test_no_file_tells_when_or_by_what_it_was_made(kind, word, tmp_path):
    save_figure(drawn(), tmp_path / f"figure.{kind}")
    assert word not in (tmp_path / f"figure.{kind}").read_bytes()


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
    assert set(style.TRAINER_COLOURS) >= set(TRAINERS)
    colours = [*style.TRAINER_COLOURS.values(), style.TARGET, style.GUARANTEE, style.REFERENCE]
    assert len(set(colours)) == len(colours)
