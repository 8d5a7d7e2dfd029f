"""Where -o writes: all folders on the way are made, and what cannot be written is said at once."""

from __future__ import annotations

import numpy as np
import pytest
from tools import misuse, uat

from uat.core.model import Model
from uat.core.network import Network
from uat.figures import style

FIT = ("fit", "sine", "--trainer", "random_features", "--width", "1")
TINY = ("--targets", "line", "--widths", "1", "--seeds", "1", "--epochs", "1", "--workers", "1")
# Each command that writes, and a name of what it writes.
FILES = {
    "fit a figure": (FIT, "x.png"),
    "fit a model": (FIT, "x.json"),
    "animate": (("animate", "sine", "--width", "1", "--epochs", "1", "--frames", "2"), "x.gif"),
    "predict": (("predict", "model.json", "--at", "0.5"), "x.csv"),
    "export": (("export", "model.json", "--to", "c"), "x.c"),
    "course": (("course", "neuron"), "x.svg"),
    "sweep": (("sweep", *TINY), "x.csv"),
}
FOLDERS = {
    "fit a folder": (FIT, "x"),
    "gallery": (("gallery", *TINY, "--trainers", "adam", "--format", "svg"), "x"),
}
every_output = pytest.mark.parametrize("name", [*FILES, *FOLDERS])


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Return the folder that commands work in; it holds a model."""
    monkeypatch.chdir(tmp_path)
    network = Network(np.ones((1, 1)), [0.0], [[1.0]], [0.0])
    Model(network, ["x"], ["y"]).save(tmp_path / "model.json")
    return tmp_path


def names_in(folder):
    """Return what is in a folder but the model, and the runs of a sweep."""
    return {path.name for path in folder.iterdir()} - {"model.json", "runs.sqlite"}


@pytest.mark.slow
@pytest.mark.usefixtures("in_this_process")
@every_output
def test_folders_are_made_however_deep(name, folder):
    words, file = {**FILES, **FOLDERS}[name]
    result = uat(*words, "-o", f"new/dir/deeper/{file}")
    assert result.exit_code == 0, result.stderr
    written = folder / "new" / "dir" / "deeper" / file
    assert any(written.iterdir()) if name in FOLDERS else written.stat().st_size
    assert names_in(folder) == {"new"}


@every_output
@pytest.mark.parametrize("deeper", ["", "a/b/"])
def test_a_file_in_the_way_is_said_in_one_line(name, deeper, folder):
    (folder / "file").write_bytes(b"mine")
    words, file = {**FILES, **FOLDERS}[name]
    line = misuse(*words, "-o", f"file/{deeper}{file}")
    assert line.startswith("Error: Invalid value for '--output': file")
    assert "cannot be written: " in line
    assert names_in(folder) == {"file"}


@every_output
def test_a_name_that_is_too_long_is_said_in_one_line(name, folder):
    words, file = {**FILES, **FOLDERS}[name]
    assert "File name too long" in misuse(*words, "-o", f"new/{'n' * 300}{file}")
    assert names_in(folder) == set()


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("fit")])
def test_a_folder_of_that_name_is_no_file(name, folder):
    words, file = FILES[name]
    (folder / file).mkdir()
    assert f"'{file}' is a directory" in misuse(*words, "-o", file)
    assert not any((folder / file).iterdir())


@pytest.mark.parametrize(
    "words",
    [
        ("fit", "sinus", "-o", "new/x.png"),
        ("fit", "sin(x", "-o", "new/x.png"),
        ("fit", "nowhere.csv", "-o", "new/"),
        ("fit", "sine", "--width", "0", "-o", "new/x.png"),
        ("animate", "sinus", "-o", "new/x.gif"),
        ("animate", "sine", "--trainer", "greedy", "--epochs", "1", "-o", "new/x.gif"),
        ("predict", "nowhere.json", "--at", "1", "-o", "new/x.csv"),
        ("export", "nowhere.json", "--to", "c", "-o", "new/x.c"),
        ("export", "model.json", "--to", "c", "--name", "!", "-o", "new/x.c"),
        ("course", "xor", "-o", "new/x.bmp"),
        ("sweep", "--targets", "sinus", "-o", "new/x.csv"),
        ("gallery", "--activation", "heaviside", "--trainers", "adam", "-o", "new"),
        ("slides", "--format", "docx", "-o", "new"),
    ],
    ids=" ".join,
)
def test_what_fails_for_another_reason_makes_no_folder(words, folder):
    assert uat(*words).exit_code in (1, 2)
    assert names_in(folder) == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ("course", "neuron"),
        ("fit", "sine", "--width", 2, "--trainer", "gradient_descent", "--epochs", 20),
    ],
)
def test_a_figure_is_drawn_for_a_dark_room_if_that_is_its_theme(command, tmp_path):
    for theme in ("light", "dark"):
        path = tmp_path / f"{theme}.svg"
        assert uat(*command, "--theme", theme, "-o", path).exit_code == 0
        text = path.read_text(encoding="utf-8").lower()
        assert (style.DARK_GROUND.lower() in text) == (theme == "dark")
    assert uat(*command, "--theme", "grey", "-o", tmp_path / "grey.svg").exit_code == 2
    assert not (tmp_path / "grey.svg").exists()
