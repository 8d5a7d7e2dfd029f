"""From seeds and targets to a folder that a teacher can stand in front of a class with.

The facts are computed once, the deck is written from them, every figure is drawn once and saved
light and dark. The formats then know nothing of each other, so that one which lacks a package or a
program is left out, with a sentence that says what to install, and the others are written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path

from uat.exceptions import (
    MissingPackageError,
    OutputError,
    SettingError,
    UnknownNameError,
    about,
)
from uat.explorer.page import embedding
from uat.explorer.scene import scene_of
from uat.figures.style import save_figure
from uat.io.files import prepare_folder, write_text
from uat.slides.content import Deck, has_live_figures, listing_names, picture_names
from uat.slides.facts import DEFAULT_TARGETS, Effort, Facts, check_asked, compute_facts
from uat.slides.figures import FIGURES
from uat.slides.html import deck_html
from uat.slides.notebooks import NotebookError, deck_notebooks
from uat.slides.outline import OUTLINE, keys_of
from uat.slides.pdf import BrowserError, lack_of_browser, print_pdf
from uat.slides.pptx import write_pptx
from uat.slides.programs import LISTINGS, SEED_OF_FILES, imported_listings, listing_text
from uat.slides.qmd import deck_qmd
from uat.slides.words_en import deck_of as deck_in_english
from uat.sweeps.executors import worker_processes
from uat.sweeps.store import Store
from uat.sweeps.sweep import Progress
from uat.targets.user_targets import Given

FORMATS = ("html", "pdf", "pptx", "qmd", "figures", "ipynb")
DEFAULT_FORMATS = FORMATS[:-1]
LANGUAGES: Mapping[str, Callable[..., Deck]] = {"en": deck_in_english}
"""Language -> what writes the deck in it."""
STORE_NAME = "runs.sqlite"
# What a format cannot be written without, as it is imported, and as it is installed if otherwise.
_MODULES: Mapping[str, tuple[str, ...]] = {
    "html": ("latex2mathml", "pygments"),
    "pdf": ("latex2mathml", "pygments"),
    "pptx": ("pptx", "latex2mathml"),
    "ipynb": ("nbformat", "nbclient", "ipykernel"),
}
_PACKAGES = {"pptx": "python-pptx"}

Save = tuple[str, bool]
"""How a figure is saved: its format, and whether on the dark ground."""

# Twice as many as elsewhere: a projector shows a slide 1920 dots wide.
_DOTS_AN_INCH = 200.0
_VECTORS: tuple[Save, ...] = (("svg", False), ("svg", True))
_ALL: tuple[Save, ...] = tuple(
    (kind, dark) for kind in ("svg", "pdf", "png") for dark in (False, True)
)
_SAVES: Mapping[str, tuple[Save, ...]] = {
    "html": _VECTORS,
    "pdf": _VECTORS,
    "pptx": (("png", False),),
    "qmd": (("svg", False),),
    "figures": _ALL,
    "ipynb": (("png", False),),
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered deck.

    Parameters
    ----------
    folder : where it is
    files : every file written
    missing : a sentence for each format that was left out, which says what to install
    deck : what they show
    """

    folder: Path
    files: tuple[Path, ...]
    missing: tuple[str, ...]
    deck: Deck


def render_slides(
    folder: str | Path = "slides",
    *,
    formats: Sequence[str] = DEFAULT_FORMATS,
    only: Sequence[str | int] | None = None,
    language: str = "en",
    title: str | None = None,
    author: str = "",
    date: str = "",
    targets: Sequence[Given] | None = None,
    seed: int = 0,
    data_seed: int = SEED_OF_FILES,
    effort: Effort | None = None,
    workers: int | None = None,
    computing: Callable[[Progress], None] | None = None,
    drawing: Callable[[Progress], None] | None = None,
) -> Rendered:
    """Render the session into a folder.

    The same arguments give the same files, byte for byte; the store alone knows of times.

    Parameters
    ----------
    folder : created if missing; also holds the runs, so that a second call only draws
    formats : out of `FORMATS`
    only : numbers of parts and keys of slides that are shown, with their figures and programs;
        None shows all
    language : of `LANGUAGES`
    title, author, date : plain, of the opening page; None takes the deck's own title
    targets : the examples of the theorem, as `uat.sweep` takes them; None takes
        `uat.slides.facts.DEFAULT_TARGETS`
    seed : of the first start of gradient descent on these, at least 0
    data_seed : R's seed of the data of the regression; the published numbers are those of 123
    effort : how much is trained; None takes the deck's
    workers : number of processes; None takes one per processor
    computing, drawing : called with the progress of the two halves

    Raises
    ------
    SettingError, UnknownNameError
        If a format, a part, a slide, the language, a target or a seed is none. This is known, and
        said, before anything is computed.
    OutputError
        If nothing that is asked for can be written here, for want of a package or a program; if
        the folder or a file in it cannot be written.
    StoreError, SweepError
        As `uat.sweeps.sweep.sweep` does.

    Notes
    -----
    About a minute on two processors, half a minute more with notebooks.
    """
    folder = Path(folder)
    examples = DEFAULT_TARGETS if targets is None else tuple(targets)
    with about("formats"):
        wanted = _checked_formats(formats)
    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    if only is not None:
        with about("only"):
            keys_of(only, OUTLINE)
    check_asked(examples, seed, data_seed, effort)
    prepare_folder(folder)
    with Store(folder / STORE_NAME) as store:
        facts = compute_facts(
            examples, seed, data_seed,
            effort=effort, store=store, workers=workers, progress=computing,
        )  # fmt: skip
    deck = LANGUAGES[language](facts, title=title, author=author, date=date)
    if only is not None:
        deck = selected(deck, only)
    names = tuple(FIGURES) if only is None else picture_names(deck)
    saves = tuple(dict.fromkeys(save for name in wanted for save in _SAVES[name]))
    with _folder_of_figures(folder, wanted) as kept:
        # What this process alone knows is drawn in it.
        apart = workers if workers == 1 or facts.portable else 1
        drawn = _draw(names, facts, kept, saves, apart, drawing)
        job = _Job(folder, deck, facts.data_seed, kept, facts)
        files, missing = _write(job, wanted)
    if files:
        files += _write_listings(job, LISTINGS if only is None else listing_names(deck))
    if kept.parent == folder:
        files += drawn
    return Rendered(folder, tuple(files), tuple(missing), deck)


@contextmanager
def _folder_of_figures(folder: Path, formats: Sequence[str]) -> Iterator[Path]:
    """Yield where figures are kept: beside the deck if a format needs them, else for a while."""
    if {"figures", "qmd"} & set(formats):
        yield folder / "figures"
    else:
        with tempfile.TemporaryDirectory(prefix="uat-") as scratch:
            yield Path(scratch)


def selected(deck: Deck, only: Sequence[str | int]) -> Deck:
    """Return the deck with those slides alone, in its own order.

    Parameters
    ----------
    deck : the whole one
    only : numbers of parts, also as text, and keys of slides

    Raises
    ------
    SettingError, UnknownNameError
        If there is no such part or slide, or none is named.
    """
    outline: dict[int, tuple[str, ...]] = {}
    for slide in deck.slides:
        outline[slide.part] = (*outline.get(slide.part, ()), slide.key)
    keys = keys_of(only, outline)
    return replace(deck, slides=tuple(slide for slide in deck.slides if slide.key in keys))


def figure_path(folder: Path, name: str, kind: str, dark: bool = False) -> Path:
    """Return where a figure is, such as xor-error-dark.svg."""
    return folder / f"{name}{'-dark' if dark else ''}.{kind}"


@dataclass(frozen=True)
class _Job:
    """What the writers of the formats are given.

    Parameters
    ----------
    folder : to write to
    deck : to write
    seed : R's seed of the data, for the programs
    figures : folder in which the figures are
    facts : what the deck was made of, for its live figures
    """

    folder: Path
    deck: Deck
    seed: int
    figures: Path
    facts: Facts

    @cached_property
    def page(self) -> str:
        """The deck as HTML, which is printed, too."""
        pictures = {name: (self._svg(name, False), self._svg(name, True)) for name in self._names}
        program = partial(listing_text, seed=self.seed)
        return deck_html(self.deck, pictures, program, self._explorer)

    @property
    def images(self) -> dict[str, Path]:
        """The figures as PNG files."""
        return {name: figure_path(self.figures, name, "png") for name in self._names}

    @property
    def links(self) -> dict[str, str]:
        """The figures as files beside the deck."""
        return {name: f"figures/{name}.svg" for name in self._names}

    @property
    def _names(self) -> tuple[str, ...]:
        return picture_names(self.deck)

    @property
    def _explorer(self) -> str:
        """What the page needs of the explorer; nothing if none of its figures is live."""
        if not has_live_figures(self.deck):
            return ""
        return embedding(scene_of(self.facts.targets, records=self.facts.records), program=True)

    def _svg(self, name: str, dark: bool) -> str:
        return figure_path(self.figures, name, "svg", dark).read_text(encoding="utf-8")


def _checked_formats(formats: Sequence[str]) -> list[str]:
    """Return the formats in the order in which they are written."""
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        named = f"{unknown[0]!r} is none of them" if unknown else "none was given"
        raise SettingError(f"slides are written as {', '.join(FORMATS)}; {named}.")
    wanted = [name for name in FORMATS if name in formats]
    missing = [_lacking(name) for name in wanted]
    if all(missing):
        raise OutputError(" ".join(filter(None, missing)))
    return wanted


def _lacking(name: str) -> str | None:
    """Return a sentence about a format that cannot be written here, or None."""
    for module in _MODULES.get(name, ()):
        if find_spec(module) is None:
            package = _PACKAGES.get(module, module)
            return _left_out(name, MissingPackageError(package, "slides"))
    no_browser = lack_of_browser() if name == "pdf" else None
    return _left_out(name, no_browser) if no_browser else None


def _left_out(name: str, why: object) -> str:
    return f"{_WRITERS[name][0]} is left out: {why}"


def _draw(
    names: Sequence[str],
    facts: Facts,
    folder: Path,
    saves: Sequence[Save],
    workers: int | None,
    report: Callable[[Progress], None] | None,
) -> list[Path]:
    """Draw the figures and save each in all these ways; return the files."""
    prepare_folder(folder)
    drawn = _in_turn if workers == 1 else partial(_side_by_side, workers=workers)
    files: list[Path] = []
    for number, paths in enumerate(drawn(names, facts, folder, saves), start=1):
        files += paths
        if report is not None:
            report(Progress(number, len(names), number / len(names)))
    return files


def _in_turn(
    names: Sequence[str], facts: Facts, folder: Path, saves: Sequence[Save]
) -> Iterator[list[Path]]:
    """Yield the files of one figure after the other, drawn in this process."""
    for name in names:
        yield _draw_one(name, facts, folder, saves)


def _side_by_side(
    names: Sequence[str], facts: Facts, folder: Path, saves: Sequence[Save], workers: int | None
) -> Iterator[list[Path]]:
    """Yield the files of one figure after the other, drawn in worker processes."""
    with worker_processes(workers) as executor:
        jobs = [executor.submit(_draw_one, name, facts, folder, saves) for name in names]
        for job in jobs:
            yield job.result()


def _draw_one(name: str, facts: Facts, folder: Path, saves: Sequence[Save]) -> list[Path]:
    """Draw a figure, which is named because a process is not sent functions; return its files."""
    figure = FIGURES[name](facts)
    paths = [figure_path(folder, name, kind, dark) for kind, dark in saves]
    for path, (kind, dark) in zip(paths, saves, strict=True):
        save_figure(figure, path, dark=dark, dpi=_DOTS_AN_INCH if kind == "png" else None)
    return paths


def _write(job: _Job, formats: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Write all formats but the figures; return the files, and a sentence for each left out."""
    files: list[Path] = []
    missing: list[str] = []
    for name in formats:
        if name in _WRITERS:
            what, write = _WRITERS[name]
            try:
                files += write(job, job.folder / what)
            except (MissingPackageError, BrowserError, NotebookError) as problem:
                missing.append(_left_out(name, problem))
    return files, missing


def _html(job: _Job, path: Path) -> list[Path]:
    write_text(path, job.page)
    return [path]


def _pdf(job: _Job, path: Path) -> list[Path]:
    with tempfile.TemporaryDirectory(prefix="uat-") as scratch:
        page = Path(scratch, "deck.html")
        write_text(page, job.page)
        print_pdf(page, path)
    return [path]


def _pptx(job: _Job, path: Path) -> list[Path]:
    write_pptx(job.deck, job.images, path, seed=job.seed)
    return [path]


def _qmd(job: _Job, path: Path) -> list[Path]:
    write_text(path, deck_qmd(job.deck, job.links, seed=job.seed))
    return [path]


def _ipynb(job: _Job, path: Path) -> list[Path]:
    texts = deck_notebooks(job.deck, job.images, seed=job.seed)
    prepare_folder(path)
    return _write_texts(path, {f"{key}.ipynb": text for key, text in texts.items()})


_WRITERS: Mapping[str, tuple[str, Callable[[_Job, Path], list[Path]]]] = {
    "html": ("deck.html", _html),
    "pdf": ("deck.pdf", _pdf),
    "pptx": ("deck.pptx", _pptx),
    "qmd": ("deck.qmd", _qmd),
    "ipynb": ("notebooks", _ipynb),
}
"""Format -> the name of its file or folder, and what writes it."""


def _write_listings(job: _Job, names: Iterable[str]) -> list[Path]:
    """Write the programs, and those they import, into a folder of their own."""
    every = dict.fromkeys(one for name in names for one in (name, *imported_listings(name)))
    folder = job.folder / "listings"
    if every:
        prepare_folder(folder)
    return _write_texts(folder, {name: listing_text(name, job.seed) for name in every})


def _write_texts(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    for name, text in texts.items():
        write_text(folder / name, text)
    return [folder / name for name in texts]
