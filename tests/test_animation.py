"""Films are written and opened again: pictures, times, and what is left behind when it fails."""

from __future__ import annotations

import itertools
import subprocess

import numpy as np
import pytest
from matplotlib.animation import FFMpegWriter
from PIL import Image
from tools import given, needs
from tools import strategies as st

from uat.exceptions import OutputError, SettingError, UnknownNameError
from uat.figures.animation import Frame
from uat.fits.function import fit_width
from uat.reports.animation import Film, animate_training, follows_epochs, spread_counts
from uat.targets.catalogue import TARGETS
from uat.trainers import TRAINERS, Adam, GradientDescent, Greedy

SINE = TARGETS["sine"]
QUICK = GradientDescent(epochs=20, momentum=0.9)


@pytest.fixture(scope="module")
def gif(tmp_path_factory):
    """Return a small film's file, its frames, and what was told on the way."""
    path = tmp_path_factory.mktemp("film") / "sine.gif"
    told = []
    film = Film(SINE, 3, trainer=QUICK, frames=5, fps=10)
    frames = animate_training(film, path, lambda *said: told.append(said))
    return path, frames, told


class TestGif:
    def test_it_has_a_picture_for_each_frame_and_the_last_one_stays(self, gif):
        path, frames, _ = gif
        with Image.open(path) as film:
            times = []
            for k in range(film.n_frames):
                film.seek(k)
                times.append(film.info["duration"])
            assert film.size == (960, 540)
            assert film.info["loop"] == 0
        assert len(times) == len(frames) == 5
        assert times == [100, 100, 100, 100, 2100]

    def test_its_ground_is_white_in_every_picture(self, gif):
        with Image.open(gif[0]) as film:
            for k in range(film.n_frames):
                film.seek(k)
                assert film.convert("RGB").getpixel((2, 2)) == (255, 255, 255)

    def test_pictures_differ(self, gif):
        with Image.open(gif[0]) as film:
            shown = []
            for k in range(film.n_frames):
                film.seek(k)
                shown.append(np.asarray(film.convert("RGB")).copy())
        assert all((one != other).any() for one, other in itertools.pairwise(shown))

    def test_nothing_else_is_left_in_the_folder(self, gif):
        assert [path.name for path in gif[0].parent.iterdir()] == ["sine.gif"]

    def test_the_training_is_watched(self, gif, tmp_path):
        told = []
        film = Film(SINE, 3, trainer=QUICK, frames=5, fps=10)
        animate_training(film, tmp_path / "watched.gif", callback=told.append)
        assert told[-1].unit == "epoch"
        assert told[-1].done == told[-1].total == QUICK.epochs
        assert (tmp_path / "watched.gif").read_bytes() == gif[0].read_bytes()

    def test_what_is_under_way_is_told(self, gif):
        shares = [share for share, _ in gif[2]]
        assert shares == sorted(shares)
        assert gif[2][0] == (0.0, "training")
        assert gif[2][1] == (0.0, "drawing frame 1 of 5")
        assert gif[2][-1] == (1.0, "done")

    def test_the_same_training_is_the_same_file(self, gif, tmp_path):
        again = tmp_path / "again.GIF"
        animate_training(Film(SINE, 3, trainer=QUICK, frames=5, fps=10), again)
        assert again.read_bytes() == gif[0].read_bytes()


class TestFrames:
    def test_epochs_run_from_the_start_to_the_network_that_is_fitted(self, gif):
        _, frames, _ = gif
        counts = [frame.count for frame in frames]
        assert (counts[0], counts[-1]) == (0, 20)
        fitted = fit_width(SINE, 3, QUICK, 0, "logistic", 256)
        assert frames[-1].network == fitted.network
        assert frames[-1].max_error == fitted.max_error

    def test_without_epochs_they_are_widths(self, tmp_path):
        trainer = Greedy(dictionary=64, looks=1)
        frames = animate_training(Film(SINE, 3, trainer=trainer, frames=10), tmp_path / "w.gif")
        assert [frame.count for frame in frames] == [1, 2, 3]
        assert [frame.network.width for frame in frames] == [1, 2, 3]
        assert frames[1].network == fit_width(SINE, 2, trainer, 0, "logistic", 448).network

    def test_a_training_that_diverges_ends_there(self, tmp_path):
        wild = GradientDescent(learning_rate=1e3, epochs=200, momentum=0.0)
        frames = animate_training(Film(SINE, 2, trainer=wild, frames=4), tmp_path / "d.gif")
        assert frames[0].count == 0
        assert frames[-1].count < 200
        assert all(isinstance(frame, Frame) for frame in frames)

    def test_two_inputs_are_maps(self, tmp_path):
        path = tmp_path / "maps.gif"
        frames = animate_training(Film(TARGETS["cone"], 2, trainer=Adam(epochs=3), frames=2), path)
        with Image.open(path) as film:
            assert film.n_frames == len(frames) == 2

    def test_trainers_that_take_snapshots_are_followed_epoch_by_epoch(self):
        followed = {name for name, kind in TRAINERS.items() if follows_epochs(kind())}
        assert followed == {"gradient_descent", "adam"}


@given(st.integers(0, 50), st.integers(0, 20_000), st.integers(2, 120))
def test_counts_rise_from_end_to_end_and_are_as_many_as_wanted_or_hardly_more(first, more, wanted):
    counts = spread_counts(first, first + more, wanted)
    assert (counts[0], counts[-1]) == (first, first + more)
    assert counts == sorted(set(counts))
    assert min(wanted, more + 1) <= len(counts) <= wanted + 1


def test_counts_are_evenly_spread_in_their_logarithm():
    counts = np.array(spread_counts(0, 10_000, 81))
    tenfold = [np.sum((counts >= low) & (counts < 10 * low)) for low in (100, 1000)]
    assert abs(tenfold[0] - tenfold[1]) <= 1


class TestMp4:
    @pytest.mark.slow
    def test_it_lasts_as_long_as_its_pictures_and_two_seconds_more(self, tmp_path):
        needs("ffmpeg")
        path = tmp_path / "film.mp4"
        frames = animate_training(Film(SINE, 2, trainer=QUICK, frames=4, fps=4), path)
        probe = [needs("ffprobe"), "-v", "error", "-count_frames", "-select_streams", "v"]
        probe += ["-show_entries", "stream=nb_read_frames,width,height", "-of", "csv=p=0", path]
        found = subprocess.run(probe, capture_output=True, text=True, check=True).stdout
        assert found.strip() == f"960,540,{len(frames) + 2 * 4}"
        assert [one.name for one in tmp_path.iterdir()] == ["film.mp4"]

    def test_without_ffmpeg_it_says_what_to_do(self, tmp_path, monkeypatch):
        monkeypatch.setattr(FFMpegWriter, "isAvailable", classmethod(lambda _: False))
        with pytest.raises(OutputError, match=r"ffmpeg.*install it, or end.*\.gif"):
            animate_training(Film(SINE, 2, trainer=QUICK), tmp_path / "film.mp4")

    def test_what_ffmpeg_refuses_is_one_line_and_leaves_nothing(self, tmp_path, monkeypatch):
        needs("ffmpeg")
        monkeypatch.setattr(
            "uat.reports.animation._mp4_writer",
            lambda fps: FFMpegWriter(fps, codec="no_such_codec", extra_args=["-f", "mp4"]),
        )
        with pytest.raises(OutputError, match=r"ffmpeg refuses.*\.gif"):
            animate_training(Film(SINE, 2, trainer=QUICK, frames=2), tmp_path / "film.mp4")
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("how", "problem", "words"),
    [
        ({"path": "film.avi"}, OutputError, "gif or mp4"),
        ({"path": "film"}, OutputError, "gif or mp4"),
        ({"width": 0}, SettingError, "width must be a whole number from 1"),
        ({"seed": -1}, SettingError, "seed must be"),
        ({"frames": 1}, SettingError, "frames must be a whole number from 2"),
        ({"frames": 10**6}, SettingError, "frames must be at most 1,000, not 1000000"),
        ({"fps": 0}, SettingError, "fps must be"),
        ({"trainer": "magic"}, UnknownNameError, "magic"),
        ({"activation": "magic"}, UnknownNameError, "magic"),
        ({"activation": "heaviside"}, SettingError, "no gradient"),
    ],
)
def test_what_cannot_be_filmed_is_turned_away_before_training(how, problem, words, tmp_path):
    asked = {"width": 2, "path": "film.gif", **how}
    path = tmp_path / asked.pop("path")
    with pytest.raises(problem, match=words):
        animate_training(Film(SINE, asked.pop("width"), **asked), path)
    assert list(tmp_path.iterdir()) == []
