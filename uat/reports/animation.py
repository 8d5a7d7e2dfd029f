"""From a target to a film of a network learning it: train, keep what was on the way, write.

A trainer that takes snapshots is followed epoch by epoch, at epochs evenly spread in their
logarithm, because descent does most of its work early. Any other one is shown width by width, one
unit more in every picture.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import numpy as np
from matplotlib.animation import AbstractMovieWriter, FFMpegWriter, FuncAnimation
from matplotlib.figure import Figure
from PIL import Image

from uat.checks import check_kind, check_seed, check_whole, check_width
from uat.core.threads import one_thread
from uat.core.watch import Callback, Watch, watching
from uat.exceptions import OutputError
from uat.figures.animation import EPOCH, WIDTH, Frame, animate
from uat.figures.style import figure_style
from uat.fits.defaults import able_trainer, default_points
from uat.fits.function import fit_widths
from uat.fits.sampling import measure, scaled_data
from uat.io.files import prepare_folder, replacing
from uat.targets.target import Target
from uat.trainers import Trainer, draw_start

DEFAULT_FRAMES = 80
FILM_FORMATS = ("gif", "mp4")

Progress = Callable[[float, str], None]
"""Called with the share that is done, from 0 to 1, and with what is under way."""

_MOST_FRAMES = 1000
# How long a film runs if nobody says how fast, and how long its last picture stays, seconds.
_SECONDS, _HELD = 8.0, 2.0
_SLOWEST, _FASTEST = 2, 25
# Dots an inch: 960 x 540 pixels, enough for a projector and small enough to send.
_DPI = 75
_COLOURS = 256
_NEAR_WHITE = 240


@dataclass(frozen=True, slots=True)
class Film:
    """What a film is to show.

    Parameters
    ----------
    target : of any number of inputs
    width : number of hidden units at the end, at least 1
    trainer : a name, or a trainer with its settings
    seed : at least 0; all that is random comes from it
    activation : name of phi
    frames : wanted number of pictures, from 2 to 1000; there are fewer if there are fewer epochs,
        or widths
    fps : pictures a second; None makes the film about 8 seconds long, and the last picture stays
        for two more

    Raises
    ------
    SettingError, UnknownNameError
        If a setting is out of range, or the trainer cannot do this.
    """

    target: Target
    width: int
    trainer: str | Trainer = "gradient_descent"
    seed: int = 0
    activation: str = "logistic"
    frames: int = DEFAULT_FRAMES
    fps: int | None = None

    def __post_init__(self) -> None:
        check_kind(self.target, Target, "target")
        check_width(self.width)
        check_seed(self.seed)
        check_whole(self.frames, "frames", 2, _MOST_FRAMES)
        if self.fps is not None:
            check_whole(self.fps, "fps")
        able_trainer(self.trainer, self.target.inputs, self.activation)

    @property
    def able(self) -> Trainer:
        """The trainer, made if it is only named."""
        return able_trainer(self.trainer, self.target.inputs, self.activation)

    def pace(self, shown: int) -> int:
        """Return how many of so many pictures are shown a second."""
        return self.fps or int(np.clip(round(shown / _SECONDS), _SLOWEST, _FASTEST))


def animate_training(
    film: Film,
    path: str | Path,
    progress: Progress | None = None,
    callback: Callback | None = None,
) -> list[Frame]:
    """Train a network and write the film of it; return what its pictures show.

    Parameters
    ----------
    film : what it is to show
    path : ends in .gif, or in .mp4 if ffmpeg is installed; replaced if it is there, and its folder
        is made if that is not
    progress : told what is under way
    callback : told how far the training is, see `uat.fit`

    Raises
    ------
    OutputError
        If the suffix is none of the two, ffmpeg is missing or refuses, or the file cannot be
        written.

    Notes
    -----
    Drawing takes about a tenth of a second a picture, heat maps three times that.
    """
    path = Path(path)
    kind = checked_kind(path)
    prepare_folder(path.parent)
    report = progress or (lambda *_: None)
    report(0.0, "training")
    with watching(Watch(callback)):
        counted, shown = _trained(film)
    pace = film.pace(len(shown))
    drawn = animate(film.target, shown, counted=counted, trainer=film.able.name, fps=pace)
    _save(drawn, path, kind, pace, report)
    return shown


def follows_epochs(trainer: Trainer) -> bool:
    """Return whether a trainer is shown epoch by epoch, not width by width."""
    return is_dataclass(trainer) and "snapshots" in {field.name for field in fields(trainer)}


def checked_kind(path: Path) -> str:
    """Return which of `FILM_FORMATS` a file is to have.

    Raises
    ------
    OutputError
        If its name ends in neither, or ffmpeg is missing where it has to write.
    """
    kind = path.suffix.removeprefix(".").lower()
    if kind not in FILM_FORMATS:
        raise OutputError(
            f"{path}: a film is written as {' or '.join(FILM_FORMATS)}; end the name in one."
        )
    if kind == "mp4" and not FFMpegWriter.isAvailable():
        raise OutputError(
            f"{path}: an .mp4 is written by ffmpeg, which is not installed: install it, or end "
            "the name in .gif."
        )
    return kind


def _trained(film: Film) -> tuple[str, list[Frame]]:
    """Return what is counted, and the frames."""
    with one_thread():
        if follows_epochs(film.able):
            return EPOCH, _epochs(film)
        return WIDTH, _widths(film)


def _epochs(film: Film) -> list[Frame]:
    """Return the networks after some of the epochs, as far as a training comes."""
    descent, target = cast(Any, film.able), film.target
    snapshots = tuple(spread_counts(0, descent.epochs, film.frames))
    points = default_points(film.able, target.inputs)
    dataset, scaling = scaled_data(target, points, film.able.grid)
    start = draw_start(target.inputs, film.width, 1, film.seed, film.activation)
    result = replace(descent, snapshots=snapshots).fit(dataset, start, film.seed)
    networks = {epoch: scaling.undo(network) for epoch, network in result.snapshots.items()}
    return [
        Frame(epoch, network, measure(network, target)[0])
        for epoch, network in sorted(networks.items())
    ]


def _widths(film: Film) -> list[Frame]:
    """Return the networks of some of the widths."""
    widths = spread_counts(1, film.width, film.frames)
    points = default_points(film.able, film.target.inputs)
    fits = fit_widths(film.target, widths, film.able, film.seed, film.activation, points)
    return [Frame(fit.width, fit.network, fit.max_error) for fit in fits]


def spread_counts(first: int, last: int, wanted: int) -> list[int]:
    """Return rising whole numbers from `first` to `last`, evenly spread in their logarithm.

    As many as wanted, or all there are; at least the two ends, if they are two.
    """
    if last - first + 1 <= wanted:
        return list(range(first, last + 1))
    # Low numbers coincide when they are rounded: the more are drawn, the more of them.
    for drawn in range(wanted, 50 * wanted):
        ladder = np.geomspace(1.0, last - first + 1.0, drawn)
        counts = np.unique(np.round(ladder)).astype(int) - 1 + first
        if len(counts) >= wanted:
            break
    return [int(count) for count in counts]


def _save(film: FuncAnimation, path: Path, kind: str, fps: int, report: Progress) -> None:
    """Write a film; what is not finished leaves no trace."""

    def report_frame(frame: int, frames: int | None) -> None:
        report(frame / (frames or frame + 1), f"drawing frame {frame + 1} of {frames}")

    writer = _GifWriter(fps) if kind == "gif" else _mp4_writer(fps)
    with replacing(path) as part, figure_style():
        try:
            film.save(str(part), writer=writer, dpi=_DPI, progress_callback=report_frame)
        except subprocess.CalledProcessError as problem:
            words = str(problem.stderr or problem).strip().splitlines()[-1]
            raise OutputError(
                f"{path}: ffmpeg refuses ({words}); end the name in .gif."
            ) from problem
    report(1.0, "done")


def _mp4_writer(fps: int) -> FFMpegWriter:
    """Return ffmpeg's writer; the suffix of a file that is not finished tells it nothing."""
    held = f"tpad=stop_mode=clone:stop_duration={_HELD}"
    return FFMpegWriter(fps, codec="h264", extra_args=["-vf", held, "-f", "mp4"])


class _GifWriter(AbstractMovieWriter):
    """Writes a GIF whose pictures share one palette, and whose last one stays.

    The palette is that of the first picture: it has all colours, since target and colour bars do
    not change, and one that does not change flickers nowhere and takes little room.
    """

    def setup(self, fig: Figure, outfile: Any, dpi: float | None = None) -> None:
        """Begin a file."""
        super().setup(fig, outfile, dpi=dpi)
        self._pictures: list[Image.Image] = []

    def grab_frame(self, **savefig_kwargs: Any) -> None:
        """Add the figure as it is now."""
        raw = BytesIO()
        self.fig.savefig(raw, **{**savefig_kwargs, "format": "rgba", "dpi": self.dpi})
        size = self.frame_size
        picture = Image.frombuffer("RGBA", size, raw.getvalue(), "raw", "RGBA", 0, 1)
        picture = picture.convert("RGB")
        if not self._pictures:
            self._palette = _palette_of(picture)
        self._pictures.append(picture.quantize(palette=self._palette, dither=Image.Dither.NONE))

    def finish(self) -> None:
        """Write the file."""
        if not self._pictures:
            return
        first, *others = self._pictures
        pace = round(1000.0 / self.fps)
        times = [*[pace] * len(others), pace + round(1000.0 * _HELD)]
        first.save(
            self.outfile, format="GIF", save_all=True, append_images=others, duration=times, loop=0
        )


def _palette_of(picture: Image.Image) -> Image.Image:
    """Return a picture of one dot whose palette is white and the colours that cover another.

    Nothing but white is near white: the search for the nearest colour is not exact, and the ground
    would be tinted.
    """
    found = picture.quantize(_COLOURS - 1, method=Image.Quantize.MAXCOVERAGE)
    colours = np.reshape(found.getpalette() or [], (-1, 3)).astype(int)
    kept = colours[colours.min(axis=1) < _NEAR_WHITE]
    holder = Image.new("P", (1, 1))
    holder.putpalette([255, 255, 255, *kept.ravel().tolist()])
    return holder
