"""From targets and widths to a folder of figures: sweep, draw, index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from uat.exceptions import OutputError
from uat.figures.loss_curves import loss_figure
from uat.figures.needed_widths import needed_widths_figure
from uat.figures.overview import overview_figure
from uat.figures.style import FORMATS, save_figure
from uat.figures.table_sweep import table_figure
from uat.figures.target_page import target_figure
from uat.fits.table_target import table_as_run
from uat.gallery.index import TITLE, index_page
from uat.gallery.lessons import LESSONS, lessons_in
from uat.gallery.pages import NEEDED_WIDTHS, OVERVIEW, page_stems
from uat.gallery.reading import BaselineErrors
from uat.gallery.side_by_side import side_by_side_page, side_by_side_pages
from uat.gallery.site import site_pages
from uat.io.files import prepare_folder, write_text
from uat.sweeps.executors import ThisProcess, worker_processes
from uat.sweeps.needed_widths import worth_comparing
from uat.sweeps.proofs import Proofs, Proved, proofs_of, prove_runs
from uat.sweeps.record import Record
from uat.sweeps.selection import grouped_by_target, main_records, with_losses
from uat.sweeps.spec import RunSpec
from uat.sweeps.store import Store
from uat.sweeps.sweep import Progress, Sweep, run_specs
from uat.sweeps.tables import runs_csv, runs_json
from uat.targets.lookup import target_of
from uat.theory.baselines import baselines

DEFAULT_FORMATS = ("svg", "png")
STORE_NAME = "runs.sqlite"
INDEX_NAME = "README.md"
WIDEST_BASELINE = 32
"""Largest width with other families beside it: they cost the cube of it."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """A rendered gallery.

    Parameters
    ----------
    folder : where it is
    files : every file written, index first
    sweep : the records it shows
    proved : what is proved of some of them
    """

    folder: Path
    files: tuple[Path, ...]
    sweep: Sweep
    proved: Proved


@dataclass(frozen=True, slots=True)
class _Files:
    """Where figures go, in which formats, and on which ground."""

    folder: Path
    formats: tuple[str, ...]
    dark: bool

    def save(self, figure: Figure, name: str) -> list[Path]:
        """Write the figure once in each format and return the files."""
        paths = [self.folder / f"{name}.{kind}" for kind in self.formats]
        for path in paths:
            save_figure(figure, path, self.dark)
        return paths


def render_gallery(
    specs: Sequence[RunSpec],
    folder: str | Path = "gallery",
    *,
    formats: Sequence[str] = DEFAULT_FORMATS,
    dark: bool = False,
    executor: Executor | None = None,
    workers: int | None = None,
    fresh: bool = False,
    training: Callable[[Progress], None] | None = None,
    proving: Callable[[Progress], None] | None = None,
    drawing: Callable[[Progress], None] | None = None,
) -> Gallery:
    """Render the gallery of `specs` into a folder, training what its store does not hold yet.

    The largest errors of near-best networks and of those that a proof builds are proved, too, as
    far as `uat.sweeps.proofs` does it and python-flint is there.

    The same specs give the same files, byte for byte, but for the page of seconds.

    Parameters
    ----------
    specs : what to show, as `uat.sweeps.plan.plan` makes them
    folder : created if missing; also holds the store, so that a second call only draws
    formats : out of svg, png, pdf
    dark : draw on the dark ground of `uat.figures.style.on_dark`
    executor : what runs the training; see `uat.sweeps.sweep.sweep`. Figures are drawn here
    workers : number of processes; None takes one per processor
    fresh : train anew what the store knows of these specs
    training, proving, drawing : called with the progress of the three parts

    Raises
    ------
    OutputError
        If the folder or a file in it cannot be written, a format is unknown, or the folder holds
        a README.md that no gallery wrote.
    StoreError, SweepError
        As `uat.sweeps.sweep.sweep` does.
    """
    folder = Path(folder)
    _check_formats(formats)
    check_index(folder)
    prepare_folder(folder)
    with (
        Store(folder / STORE_NAME) as store,
        worker_processes(workers) as processes,
    ):
        runners = executor or processes
        sweep = run_specs(specs, store=store, fresh=fresh, executor=runners, progress=training)
        known = all(spec.portable for spec in specs)
        drawers = processes if known else ThisProcess()
        functions = [r for r in main_records(sweep.records) if not r.spec.of_table]
        studies = {
            lesson.name: run_specs(runs, store=store, executor=runners).records
            for lesson, _ in lessons_in(functions)
            if (runs := lesson.runs(functions))
        }
        proved = prove_runs(main_records(sweep.records), store, drawers, _counted(proving))
        figures, others = _draw(
            sweep.records, _Files(folder, tuple(formats), dark), studies, proved.proofs, drawers,
            _counted(drawing),
        )  # fmt: skip
    index = _write_tables(sweep.records, others, studies, proved.proofs, folder, formats)
    return Gallery(folder, (*index, *figures), sweep, proved)


def _counted(
    report: Callable[[Progress], None] | None,
) -> Callable[[int, int], None] | None:
    """Return what reports progress when it is told how many are done, of how many."""
    if report is None:
        return None
    return lambda done, total: report(Progress(done, total, done / total))


def _check_formats(formats: Sequence[str]) -> None:
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        named = f"{unknown[0]!r} is none of them" if unknown else "none was given"
        raise OutputError(f"figures are written as {', '.join(FORMATS)}; {named}.")


def check_index(folder: Path) -> None:
    """Raise `OutputError` if the folder holds an index that no gallery wrote."""
    path = folder / INDEX_NAME
    if path.exists() and not path.read_text(encoding="utf-8", errors="replace").startswith(TITLE):
        raise OutputError(f"{path} is not a gallery's and would be lost; name another folder.")


def _draw(
    records: Sequence[Record],
    place: _Files,
    studies: Mapping[str, Sequence[Record]],
    proofs: Proofs,
    executor: Executor,
    report: Callable[[int, int], None] | None,
) -> tuple[list[Path], dict[str, BaselineErrors]]:
    """Draw every figure in the executor; return the files, and the baselines by target.

    `studies` are the records of lessons that have runs of their own.
    """
    stems = page_stems(record.spec.target for record in records)
    beside = side_by_side_pages(records)
    records = main_records(records)
    functions = [record for record in records if not record.spec.of_table]
    own = grouped_by_target(functions)
    tables = grouped_by_target(record for record in records if record.spec.of_table)
    pages = [executor.submit(_draw_table, tables[name], stems[name], place) for name in tables]
    if functions:
        pages.append(executor.submit(_draw_overview, functions, place))
    if worth_comparing(functions):
        pages.append(executor.submit(_draw_needed_widths, functions, place))
    pages += [executor.submit(_draw_beside, shown, name, place) for name, shown in beside.items()]
    for lesson, name in lessons_in(functions):
        shown = studies.get(lesson.name, own.get(name, functions[:1]))
        pages.append(executor.submit(_draw_lesson, lesson.name, name, shown, place))
    targets = {
        name: executor.submit(_draw_target, runs, stems[name], place, proofs_of(runs, proofs))
        for name, runs in own.items()
    }
    jobs: list[Future[Any]] = [*pages, *targets.values()]
    for done, job in enumerate(as_completed(jobs), start=1):
        job.result()
        if report is not None:
            report(done, len(jobs))
    files = [path for page in pages for path in page.result()]
    files += [path for job in targets.values() for path in job.result()[0]]
    return files, {name: job.result()[1] for name, job in targets.items()}


def _draw_table(records: Sequence[Record], stem: str, place: _Files) -> list[Path]:
    """Draw the page of a table."""
    spec = records[0].spec
    table = table_as_run(spec.target, spec.fingerprint)
    return place.save(table_figure(table, records), stem)


def _draw_overview(records: Sequence[Record], place: _Files) -> list[Path]:
    return place.save(overview_figure(records), OVERVIEW)


def _draw_needed_widths(records: Sequence[Record], place: _Files) -> list[Path]:
    return place.save(needed_widths_figure(records), NEEDED_WIDTHS)


def _draw_beside(records: Sequence[Record], name: str, place: _Files) -> list[Path]:
    return place.save(side_by_side_page(records), name)


def _draw_lesson(lesson: str, target: str, records: Sequence[Record], place: _Files) -> list[Path]:
    """Draw a lesson, which is named because a process is not sent functions."""
    draw = next(one.draw for one in LESSONS if one.name == lesson)
    return place.save(draw(target_of(target), records), lesson)


def _draw_target(
    records: Sequence[Record], stem: str, place: _Files, proofs: Proofs
) -> tuple[list[Path], BaselineErrors]:
    """Draw a target's pages; return the files and the errors of the baselines drawn."""
    target = target_of(records[0].spec.target)
    widths = {r.spec.width for r in records if r.spec.width <= WIDEST_BASELINE}
    others = baselines(target, widths) if target.inputs == 1 else ()
    files = place.save(target_figure(target, records, others, proofs), stem)
    if with_losses(records):
        files += place.save(loss_figure(target, records), f"{stem}-loss")
    return files, {(b.family, b.width): b.max_error for b in others}


def _write_tables(
    records: Sequence[Record],
    others: Mapping[str, BaselineErrors],
    studies: Mapping[str, Sequence[Record]],
    proofs: Proofs,
    folder: Path,
    formats: Sequence[str],
) -> list[Path]:
    texts = {
        INDEX_NAME: index_page(records, formats, others, studies, proofs),
        "runs.csv": runs_csv(records, proofs),
        "runs.json": runs_json(records, proofs),
        **site_pages(records, formats, proofs),
    }
    for name, text in texts.items():
        write_text(folder / name, text)
    return [folder / name for name in texts]
