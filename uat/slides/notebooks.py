"""A notebook for each part of the session that can be played with, run before it is handed out.

It says what the slides of the part say, has their Python programs as cells, and goes on with
experiments: cells with one or two numbers that are worth changing. What they print is in the file,
so that it can be read without being run. The same deck gives the same file: cells have fixed
names, and no clock is in it.
"""

from __future__ import annotations

import base64
import importlib
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import uat
from uat.exceptions import MissingPackageError, OutputError
from uat.slides.content import (
    Block,
    Bullets,
    Deck,
    Equation,
    Listing,
    Picture,
    Slide,
    TableBlock,
    Text,
    walk,
)
from uat.slides.markup import Run, runs
from uat.slides.programs import SEED_OF_FILES, imported_listings, language_of, listing_text

Node: TypeAlias = dict[str, Any]
"""A notebook, or a cell of one, as in its file."""

_KERNEL = "python3"
_PATIENCE = 120  # seconds a cell may take; the longest takes a few
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|$~])")
_HOW = (
    "Run a cell with Shift + Enter; change a number and run it again. The programs of the slides "
    "need numpy alone, the experiments after them `uat`."
)


class NotebookError(OutputError):
    """A notebook could not be run; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """Something to try.

    Parameters
    ----------
    question : Markdown, asked before the cell
    code : of the cell
    """

    question: str
    code: str


@dataclass(frozen=True, slots=True)
class Played:
    """A part of the session with a notebook.

    Parameters
    ----------
    key : name of the file, without its suffix
    title : plain
    experiments : in order
    """

    key: str
    title: str
    experiments: tuple[Experiment, ...]


PLAYED: Mapping[int, Played] = {
    3: Played(
        "3-gradient-descent",
        "Gradient descent",
        (
            Experiment(
                "How large may a step be? Below some learning rate the descent crawls, above "
                "another it leaves the valley. Find both.",
                """\
from dataclasses import replace

from uat.course.rungs import linear_regression

line = linear_regression(seed=123)
for eta in [0.001, 0.01, 0.1, 0.5, 1.0]:
    result = replace(line, trainer=replace(line.trainer, learning_rate=eta)).run()
    alpha, beta = result.parameters.values()
    print(f"eta {eta:<6} alpha {alpha:9.4g}  beta {beta:9.4g}  {result.fit.stop_reason}")""",
            ),
            Experiment(
                "How many steps does it take until alpha and beta agree with least squares to six "
                "digits? Does it depend on the learning rate?",
                """\
exact = line.run().linear_model()
for steps in [10, 100, 1000, 10000]:
    result = replace(line, trainer=replace(line.trainer, epochs=steps)).run()
    alpha, beta = result.parameters.values()
    print(f"{steps:6} steps: off by {alpha - exact.alpha:9.2e} and {beta - exact.beta:9.2e}")""",
            ),
            Experiment(
                "The whole run as a picture. Try another learning rate here, too.",
                """\
%matplotlib inline
from uat.figures.course import linreg_figure

linreg_figure(replace(line, trainer=replace(line.trainer, learning_rate=0.01)).run())""",
            ),
        ),
    ),
    4: Played(
        "4-line-in-code",
        "The line, in code",
        (
            Experiment(
                "Other data of the same law: the line found is another one each time, but always "
                "that of least squares. How far is it from the line the data were made with?",
                """\
from uat.course.rungs import linear_regression

for seed in [1, 2, 3, 123]:
    result = linear_regression(seed).run()
    exact = result.linear_model()
    alpha, beta = result.parameters.values()
    print(f"seed {seed:3}: alpha {alpha:.6f} ({exact.alpha:.6f} by least squares)", end=", ")
    print(f"beta {beta:.6f} ({exact.beta:.6f})")""",
            ),
            Experiment(
                "All there is to know of one run, with the table of R's `lm`.",
                """\
from uat.course.report import report_text

print(report_text(linear_regression(seed=123).run()))""",
            ),
        ),
    ),
    5: Played(
        "5-neuron",
        "A single neuron",
        (
            Experiment(
                "What does the learning rate do to the predictions after as many epochs?",
                """\
from dataclasses import replace

import numpy as np

from uat.course.rungs import neuron

rung = neuron()
for eta in [0.01, 0.1, 1.0, 10.0]:
    result = replace(rung, trainer=replace(rung.trainer, learning_rate=eta)).run()
    print(f"eta {eta:<5} E {result.loss_history[-1]:.2e}  y {result.predictions.round(3)}")""",
            ),
            Experiment(
                "Which tasks can one neuron learn, its bias fixed at -3? Write down other desired "
                "outputs of the four points. For which of them is there no line that separates "
                "zeros from ones?",
                """\
from uat.core.datasets import Dataset

tasks = {"x1": [0, 0, 1, 1], "or": [0, 1, 1, 1], "and": [0, 0, 0, 1], "xor": [0, 1, 1, 0]}
for name, d in tasks.items():
    task = Dataset(rung.dataset.x, np.array(d, float))
    result = replace(rung, dataset=task).run()
    print(f"{name:4} {d}  E {result.loss_history[-1]:.4f}  y {result.predictions.round(2)}")""",
            ),
            Experiment(
                "Does the bias stand in the way? Train it, too.",
                """\
trained = ("hidden_weights", "hidden_biases")
for name, d in tasks.items():
    task = Dataset(rung.dataset.x, np.array(d, float))
    trainer = replace(rung.trainer, trained=trained, learning_rate=1.0)
    result = replace(rung, dataset=task, trainer=trainer).run()
    print(f"{name:4} {d}  E {result.loss_history[-1]:.4f}  y {result.predictions.round(2)}")""",
            ),
        ),
    ),
    6: Played(
        "6-xor",
        "XOR and backpropagation",
        (
            Experiment(
                "The course starts where the descent succeeds. Start elsewhere: does it always?",
                """\
from dataclasses import replace

import numpy as np

from uat.course.rungs import xor

rung = xor()
for seed in range(8):
    rng = np.random.default_rng(seed)
    start = replace(
        rung.start, hidden_weights=rng.normal(size=(2, 2)), output_weights=rng.normal(size=(2, 1))
    )
    result = replace(rung, start=start).run()
    print(f"start {seed}: E {result.loss_history[-1]:.4f}  y {result.predictions.round(2)}")""",
            ),
            Experiment(
                "Does a wider network find it more often? Count the starts that end near zero.",
                """\
for width in [1, 2, 3, 4]:
    errors = []
    for seed in range(8):
        rng = np.random.default_rng(seed)
        start = replace(
            rung.start,
            hidden_weights=rng.normal(size=(2, width)),
            hidden_biases=np.zeros(width),
            output_weights=rng.normal(size=(width, 1)),
        )
        result = replace(rung, start=start, places={}).run()
        errors.append(result.loss_history[-1])
    solved = sum(error < 0.01 for error in errors)
    print(f"width {width}: {solved} of {len(errors)} solved, errors {np.round(errors, 3)}")""",
            ),
            Experiment(
                "What the network of the course answers over the whole plane. Train it for fewer "
                "epochs and watch the boundary bend.",
                """\
%matplotlib inline
from uat.figures.course import xor_figure

xor_figure(replace(rung, trainer=replace(rung.trainer, epochs=100000)).run())""",
            ),
        ),
    ),
    7: Played(
        "7-theorem",
        "Universal approximation",
        (
            Experiment(
                "How does the error fall as the network grows wider? Gradient descent finds one "
                "network, variable projection a nearly best one. Try other targets: absolute, "
                'runge, chirp, or mathematics of your own such as `"exp(-x^2)"` with '
                "`domain=(-2, 2)`.",
                """\
import uat

for width in [1, 2, 4, 8]:
    found = uat.fit("sine", width, trainer="gradient_descent")
    best = uat.fit("sine", width, trainer="variable_projection")
    print(f"width {width}: error {found.max_error:.1e} found, {best.max_error:.1e} near-best")""",
            ),
            Experiment(
                "Another start finds another network. How much is luck?",
                """\
for seed in range(6):
    found = uat.fit("sine", width=8, trainer="gradient_descent", seed=seed)
    print(f"start {seed}: error {found.max_error:.1e}")""",
            ),
            Experiment(
                "The unit matters, too: other activations, as wide and trained as long.",
                """\
for activation in ["logistic", "tanh", "relu", "sine"]:
    found = uat.fit("sine", width=8, trainer="gradient_descent", activation=activation)
    print(f"{activation:8} error {found.max_error:.1e}")""",
            ),
            Experiment(
                "Look at one: the fit, its residual, and what every unit adds.",
                """\
%matplotlib inline
uat.plot_fit(uat.fit("sine", width=4))""",
            ),
        ),
    ),
}
"""Part of the session -> its notebook."""


def deck_notebooks(
    deck: Deck, pictures: Mapping[str, Path] | None = None, *, seed: int = SEED_OF_FILES
) -> dict[str, str]:
    """Return the notebooks of the parts that a deck has, run: key -> text of the .ipynb file.

    Parameters
    ----------
    deck : whose slides are told in them
    pictures : figures by name, as PNG files, which become parts of the notebooks; those that are
        missing are told by their alternative texts
    seed : R's seed of the data of the regression

    Raises
    ------
    MissingPackageError
        If nbformat, nbclient or ipykernel is not installed.
    NotebookError
        If a notebook cannot be run.

    Notes
    -----
    About twenty seconds for all.
    """
    for name in ("nbformat", "nbclient", "ipykernel"):
        _package(name)
    notebooks = {
        played.key: notebook_of(part, deck, pictures or {}, seed)
        for part, played in PLAYED.items()
        if any(slide.part == part for slide in deck.slides)
    }
    return {key: _executed(key, notebook) for key, notebook in notebooks.items()}


def notebook_of(
    part: int, deck: Deck, pictures: Mapping[str, Path], seed: int = SEED_OF_FILES
) -> Node:
    """Return the notebook of a part, one of `PLAYED`, not yet run."""
    played = PLAYED[part]
    cells = [_markdown_cell(f"# {_escaped(played.title)}\n\n{_HOW}")]
    shown: set[str] = set()
    for slide in deck.slides:
        if slide.part == part:
            cells += _slide_cells(slide, pictures, seed, shown)
    cells.append(_markdown_cell("## Try it"))
    for experiment in played.experiments:
        code = experiment.code.replace(f"seed={SEED_OF_FILES}", f"seed={seed}")
        cells += [_markdown_cell(experiment.question), _code_cell(code)]
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number}"
    kernel = {"name": _KERNEL, "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def _package(name: str) -> Any:
    """Return an optional package; it is not typed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingPackageError(name.partition(".")[0], "slides") from None


def _executed(key: str, notebook: Node) -> str:
    """Return the text of the file of a notebook, with what its cells put out."""
    nbformat, nbclient = _package("nbformat"), _package("nbclient")
    run = nbformat.from_dict(notebook)
    with tempfile.TemporaryDirectory(prefix="uat-", ignore_cleanup_errors=True) as scratch:
        client = nbclient.NotebookClient(
            run,
            timeout=_PATIENCE,
            kernel_name=_KERNEL,
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": scratch}},
        )
        try:
            client.execute(env=_environment(scratch), stderr=subprocess.DEVNULL)
        except nbclient.exceptions.CellExecutionError as problem:
            raise _cannot_run(key, f"{problem.ename}: {problem.evalue}") from problem
        # A cell without end is a TimeoutError, which is an OSError; a kernel that cannot be found,
        # does not start or dies is one of the others.
        except (nbclient.exceptions.CellControlSignal, RuntimeError, KeyError, OSError) as problem:
            raise _cannot_run(key, str(problem)) from problem
    return f"{nbformat.writes(run)}\n"


def _cannot_run(key: str, reason: str) -> NotebookError:
    return NotebookError(f"the notebook {key} cannot be run: {' '.join(reason.split())}.")


def _environment(scratch: str) -> dict[str, str]:
    """Return what the cells run in: this package, and nobody's settings."""
    home = str(Path(uat.__file__).parents[1])
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "IPYTHONDIR": scratch,
        "OPENBLAS_NUM_THREADS": "1",  # matrices this small are not worth a second one
    }


def _markdown_cell(source: str) -> Node:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code_cell(source: str) -> Node:
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def _slide_cells(
    slide: Slide, pictures: Mapping[str, Path], seed: int, shown: set[str]
) -> Iterator[Node]:
    """Yield a slide: what it says as Markdown, its Python programs as code; once each."""
    blocks = list(walk(slide.blocks))
    drawn = [block for block in blocks if isinstance(block, Picture) and block.name in pictures]
    text = (_attached(one) if one in drawn else _block_markdown(one) for one in blocks)
    cell = _markdown_cell("\n\n".join([f"## {_markdown(slide.title)}", *filter(None, text)]))
    if drawn:
        cell["attachments"] = {f"{one.name}.png": _image(pictures[one.name]) for one in drawn}
    yield cell
    for name in _python_programs(blocks):
        yield from _program_cells(name, seed, shown)


def _python_programs(blocks: Iterable[Block]) -> Iterator[str]:
    names = (block.name for block in blocks if isinstance(block, Listing))
    return (name for name in names if language_of(name) == "python")


def _attached(picture: Picture) -> str:
    return f"![{_escaped(picture.alt)}](attachment:{picture.name}.png)"


def _image(path: Path) -> Node:
    return {"image/png": base64.b64encode(path.read_bytes()).decode("ascii")}


def _program_cells(name: str, seed: int, shown: set[str]) -> Iterator[Node]:
    """Yield a program after those it imports from, but for those that are `shown` already."""
    for needed in (*imported_listings(name), name):
        if needed not in shown:
            shown.add(needed)
            yield _code_cell(_code(needed, seed))


def _code(name: str, seed: int) -> str:
    """Return a program as a cell; what it imports of the others is in a cell above."""
    text = listing_text(name, seed).rstrip()
    for needed in imported_listings(name):
        text = re.sub(rf"^from {Path(needed).stem} import .*\n", "", text, flags=re.MULTILINE)
    return text


def _block_markdown(block: Block) -> str:
    """Return a block as Markdown; nothing of what its cells, or the blocks within it, tell."""
    match block:
        case Text(text):
            return _markdown(text)
        case Bullets(items):
            return "\n".join(f"- {_markdown(item)}" for item in items)
        case Equation(latex):
            return f"$$\n{latex}\n$$"
        case TableBlock(header, rows, caption):
            return _table(header, rows, caption)
        case Picture(_, alt):
            return f"*{_escaped(alt)}*"
        case _:
            return ""


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> str:
    cells = [[_markdown(cell, in_table=True) for cell in line] for line in (header, *rows)]
    cells.insert(1, ["---"] * len(header))
    lines = [f"| {' | '.join(line)} |" for line in cells]
    return "\n".join([*([f"*{_escaped(caption)}*", ""] if caption else []), *lines])


def _markdown(inline: str, in_table: bool = False) -> str:
    """Return inline text as Markdown; a bar must not end a cell."""
    return "".join(_run(run, in_table) for run in runs(inline))


def _run(run: Run, in_table: bool) -> str:
    match run.kind:
        case "bold":
            return f"**{_escaped(run.text)}**"
        case "code":
            text = run.text.replace("|", "\\|") if in_table else run.text
            return f"`{text}`"
        case "formula":
            latex = run.text.replace("|", r"\vert ") if in_table else run.text
            return f"${latex}$"
        case _:
            return _escaped(run.text)


def _escaped(plain: str) -> str:
    return _SPECIAL.sub(r"\\\1", plain)
