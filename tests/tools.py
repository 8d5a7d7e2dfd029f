"""What several test modules share: what a test needs, hypothesis or a stand-in, makers, readers.

Tests take `given`, `settings`, `assume`, `strategies` and `arrays` from here: without hypothesis,
laws are skipped one by one and say what they need, and the other tests of their module run.
"""

# ruff: noqa: ARG002  (fakes of a protocol)

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import json
import os
import re
import select
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self, TypeVar

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.legend import Legend
from matplotlib.text import Text

from uat.cli import main
from uat.core.domains import Box
from uat.core.magnitudes import root_mean_square
from uat.core.network import Network
from uat.figures import style
from uat.fits.table_target import Table, remember_table
from uat.sweeps.executors import ThisProcess
from uat.sweeps.held_out import held_out_curve
from uat.sweeps.record import Record
from uat.sweeps.spec import RunSpec
from uat.targets.catalogue import TARGETS
from uat.targets.target import Target
from uat.trainers import INTEGRATED, FitResult, GradientDescent, StopReason
from uat.trainers.elimination import with_solved_outputs

T = TypeVar("T")

PROGRAMS = {
    "Rscript": "r-base-core",
    "chromium": "chromium",
    "ffmpeg": "ffmpeg",
    "ffprobe": "ffmpeg",
    "gcc": "gcc libc6-dev",
    "node": "nodejs",
    "pdfimages": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdftotext": "poppler-utils",
    "sh": "dash",
}
"""What brings a program; every other tool is a module."""

PACKAGES = {"pptx": "python-pptx", "sklearn": "scikit-learn"}
"""What brings a module, where it has another name."""


def what_it_needs(tool: str) -> str:
    """Return the reason for which a test is skipped: what is missing, and how to get it."""
    if tool in PROGRAMS:
        return f"this test needs {tool}: apt install {PROGRAMS[tool]}"
    return f"this test needs {tool}: pip install {PACKAGES.get(tool, tool)}"


def all_is_expected() -> bool:
    """Return whether this machine should have every tool, so that none may be skipped."""
    return os.environ.get("CI") == "true"


def needs(tool: str) -> str:
    """Return the path of a program, or the name of a module that can be imported.

    What is missing skips the test; where everything is expected to be there, because the
    environment variable CI is "true", it fails the test. Either way it says what to install.
    """
    if tool in PROGRAMS:
        path = shutil.which(tool)
    else:
        path = tool if importlib.util.find_spec(tool) else None
    if path is not None:
        return path
    if all_is_expected():
        pytest.fail(what_it_needs(tool))
    pytest.skip(what_it_needs(tool))


try:
    from hypothesis import assume, given, settings, strategies
    from hypothesis.extra.numpy import arrays
except ModuleNotFoundError:
    if all_is_expected():
        raise

    class _Strategy:
        """Stands for any strategy, and for the module of them: nothing is ever drawn."""

        def __getattr__(self, _name: str) -> Self:
            return self

        def __call__(self, *_: Any, **__: Any) -> Self:
            return self

        def __or__(self, _other: Any) -> Self:
            return self

    def given(*_: Any, **__: Any) -> pytest.MarkDecorator:
        """Return what skips a law."""
        return pytest.mark.skip(reason=what_it_needs("hypothesis"))

    def settings(**_: Any) -> Callable[[T], T]:
        """Return what leaves a law as it is."""
        return lambda test: test

    assume = arrays = strategies = _Strategy()
else:
    # Derandomised: the same examples on every machine and in every run. Without a deadline: the
    # first example may compile the training loop.
    settings.register_profile(
        "uat", derandomize=True, deadline=None, database=None, max_examples=60
    )
    settings.load_profile("uat")


# Names of tests.


def shown(value):
    """Return the repr of a value without its address, which each process has its own."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))


# Records and trainers.

SPEC = RunSpec("sine", 2, 0, "gradient_descent", '{"epochs": 10}', "logistic", 256)


def record_of(spec=SPEC, max_error=0.5, rmse=0.25, weight=1.0, seconds=0.1):
    """Return a record of a network of two units."""
    network = Network([[weight, 2.0]], [0.0, -0.0], [[0.1], [0.2]], [3.0])
    curve = ((0, 1.0), (10, 0.5))
    chosen = {"learning_rate": 0.1}
    return Record(spec, max_error, rmse, "epochs_done", curve, network, chosen, seconds)


CURVE = ((0, 1.5), (9, 0.25), (99, 0.125))


def record(
    target="sine", width=1, seed=0, error=0.5, trainer="gradient_descent", curve=CURVE, size=1.0
):
    """Return a record as a sweep would make it, its network drawn from the seed."""
    rng = np.random.default_rng([width, seed])
    network = Network(
        rng.normal(size=(TARGETS[target].inputs, width)),
        rng.normal(size=width),
        size * rng.normal(size=(width, 1)),
        rng.normal(size=1),
    )
    return Record(
        RunSpec(target, width, seed, trainer, json.dumps({"epochs": 99}), "logistic", 256),
        error,
        error,
        "diverged" if error is None else "epochs_done",
        curve,
        network,
        {"learning_rate": 0.1},
        0.01,
    )


def _noisy_line():
    rng = np.random.default_rng(5)
    x = rng.uniform(-1.0, 1.0, 80)
    return Table(x, 100.0 * x + 3.0 * rng.normal(size=80), "line", text="line.csv")


TABLE = remember_table(_noisy_line())
"""Rows beside the line 100 x, known as line.csv."""


def slope(size, width=1):
    """Return a network of that width that is a line through the origin."""
    return Network(
        np.full((1, width), size / width), np.zeros(width), np.ones((width, 1)), [0.0], "identity"
    )


def curve_of(slopes, table=TABLE, **options):
    """Return the errors of lines through the origin, one a width, on rows held out."""
    networks = {w: None if s is None else slope(s, w) for w, s in slopes.items()}
    return held_out_curve(table, fold_records(table, networks, **options))


def fold_records(table, networks, trainer="levenberg_marquardt", folds=4, noise=None):
    """Return the records of networks, one a width, as if each had been found without every fold.

    A network that is None diverged. `noise` is what the evidence is to say, in deviations.
    """
    records = []
    for width, network in networks.items():
        for fold in range(1, folds + 1):
            spec = RunSpec(
                table.text, width, 0, trainer, "{}", "identity", table.rows_dealt, fold=fold,
                folds=folds,
            )  # fmt: skip
            errors = [None] * 3
            if network is not None:
                left = network(table.x)[:, 0] - table.t[:, 0]
                fitted, rest = (left[rows] for rows in table.split(fold, folds, 0))
                errors = [
                    np.abs(rest).max(),
                    *(float(root_mean_square(part)) for part in (rest, fitted)),
                ]
            chosen = {} if noise is None else {"noise": noise}
            reason = "diverged" if network is None else "converged"
            shape = network or Network(
                np.ones((1, width)), np.zeros(width), np.zeros((width, 1)), [0.0], "identity"
            )
            records.append(Record(spec, *errors[:2], reason, CURVE, shape, chosen, 0.1, errors[2]))
    return records


def runs_of_activations(errors, trainer="gradient_descent", target="sine"):
    """Return records of these errors by width, three seeds each, by activation."""
    records = []
    for activation, own in errors.items():
        for width, error in own.items():
            for seed, share in enumerate((1.0, 0.5, 4.0)):
                one = record(target, width, seed, error and share * error, trainer)
                records.append(replace(one, spec=replace(one.spec, activation=activation)))
    return records


def ladder(target="sine", rate=-1.0, trainer="gradient_descent", widths=(1, 2, 8), factor=1.0):
    """Return three seeds a width whose median max_error is factor * width ** rate."""
    return [
        record(target, width, seed, share * factor * width**rate, trainer)
        for width in widths
        for seed, share in enumerate((1.0, 0.5, 4.0))
    ]


def near_best(target="sine", error=1e-6, widths=(1, 2, 8), trainer="variable_projection"):
    """Return one run a width whose max_error is error / width."""
    return [record(target, width, 0, error / width, trainer) for width in widths]


QUICK = GradientDescent(epochs=40, momentum=0.9)


@dataclass(frozen=True)
class Spread:
    """A trainer that grows: equal units at equal distances, the output layer solved."""

    steepness: float = 1.0

    name: ClassVar[str] = "spread"
    grid: ClassVar[str] = INTEGRATED
    seeded: ClassVar[bool] = True

    def refusal(self, inputs, activation):
        return "spread is not for relu." if activation == "relu" else None

    def seconds(self, points, width):
        return 1e-3 * width

    def at(self, dataset, width, seed, activation):
        inputs = dataset.x.shape[1]
        rng = np.random.default_rng(seed)
        centres = rng.uniform(-1.0, 1.0, (inputs, width))
        directions = rng.normal(size=(inputs, width))
        if inputs == 1:
            centres, directions = (np.arange(width)[None] + 0.5) * 2.0 / width - 1.0, 1.0
        weights = self.steepness * max(2.0, width) * directions * np.ones((inputs, width))
        blank = np.zeros((width, 1)), np.zeros(1)
        start = Network(weights, -np.sum(weights * centres, axis=0), *blank, activation)
        network = with_solved_outputs(start, dataset)
        data = dataset.fitted()
        loss = float(data.shares @ np.square(network(data.x) - data.t)[:, 0])
        return FitResult(network, StopReason.BUILT, np.array([loss]), chosen={"width": width})

    def fit(self, dataset, start, seed=0):
        return self.at(dataset, start.width, seed, start.activation)

    def grow(self, dataset, seed, activation):
        for width in itertools.count(1):
            yield self.at(dataset, width, seed, activation)


@dataclass(frozen=True)
class Scripted:
    """A trainer whose network of width n errs by errors[n - 1], or diverges where that is None."""

    errors: tuple[float | None, ...]

    name: ClassVar[str] = "scripted"
    grid: ClassVar[str] = "uniform"
    seeded: ClassVar[bool] = False

    def refusal(self, inputs, activation):
        return None

    def seconds(self, points, width):
        return 0.0

    def fit(self, dataset, start, seed=0):
        error = self.errors[min(start.width, len(self.errors)) - 1]
        # A line of slope 1: tanh of next to nothing, and a bias that is the error.
        weights = np.full((1, start.width), 1e-8)
        network = Network(
            weights,
            np.zeros(start.width),
            np.full((start.width, 1), 1e8 / start.width * dataset.t[-1, 0]),
            np.array([(error or 0.0) * dataset.t[-1, 0]]),
            "tanh",
        )
        reason = StopReason.DIVERGED if error is None else StopReason.BUILT
        return FitResult(network, reason, np.array([1.0]))


class HereExecutor(ThreadPoolExecutor):
    """Runs what it is given at once, in this thread."""

    def __init__(self):
        super().__init__(max_workers=1)
        self.batches = []

    def submit(self, function, /, *args):
        self.batches.append(args[0])
        future = Future()
        try:
            future.set_result(function(*args))
        except BaseException as problem:
            future.set_exception(problem)
        return future


@contextlib.contextmanager
def in_this_process():
    """Have sweeps, galleries and decks work here, where other processes are not the point.

    A process of its own takes a second to begin, and draws its first letters slowly.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in ("sweeps.sweep", "gallery.render", "slides.render"):
            patch.setattr(f"uat.{module}.worker_processes", lambda _: ThisProcess())
        yield


STEEPNESS = 1e8


def steep(name, steps, levels):
    """Return the network of steep logistic units that climbs from level to level at the steps."""
    (length,) = TARGETS[name].domain.lengths
    slope = STEEPNESS / length
    return Network(
        np.full((1, len(steps)), slope),
        -slope * np.asarray(steps),
        np.diff(levels)[:, np.newaxis],
        levels[:1],
    )


# Targets and what figures show.


def cube(inputs, height=1.0, side=1.0):
    """Return a target that varies with its inputs the more the later they come."""

    def total(*x):
        return height * sum(np.sin((k + 1) * one / side) for k, one in enumerate(x))

    box = Box((0.0,) * inputs, (side,) * inputs)
    return Target("waves", total, box, r"\sum_k \sin k x_k", "a test")


def line(axes, label):
    """Return the line whose label begins so."""
    (found,) = [drawn for drawn in axes.lines if drawn.get_label().startswith(label)]
    return found


def has_line(axes, label):
    """Return whether a line has a label that begins so."""
    return any(drawn.get_label().startswith(label) for drawn in axes.lines)


def points_of(drawn):
    """Return the points of a line, as pairs."""
    return np.column_stack(drawn.get_data()).tolist()


def axes_titled(figure, title):
    """Return the axes whose title begins so."""
    (found,) = [axes for axes in figure.axes if axes.get_title("left").startswith(title)]
    return found


def panels(figure):
    """Return the axes that have a title."""
    return [axes for axes in figure.axes if axes.get_title("left")]


def panel(figure, title):
    """Return the panel of that title, which may go on with a space."""
    (found,) = [axes for axes in panels(figure) if f"{axes.get_title('left')}  ".startswith(title)]
    return found


def shown_texts(figure):
    """Return all text that is seen, with its box in pixels."""
    renderer = figure._get_renderer()
    texts = [
        text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()
    ]
    boxes = [(text, text.get_window_extent(renderer)) for text in texts]
    return [(text, box) for text, box in boxes if box.width > 0.0 and drawn(text, figure)]


def drawn(text, figure):
    """Return whether a tick's label is within its axis, others always."""
    bars = [bar for axes in figure.axes for bar in axes.child_axes]
    for axes in [*figure.axes, *bars]:
        for axis, ends in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                if text in (tick.label1, tick.label2):
                    slack = 1e-9 * abs(ends[1] - ends[0])
                    return min(ends) - slack <= tick.get_loc() <= max(ends) + slack
    return True


def assert_readable(figure, size=style.PAGE):
    """Check that a drawn figure has the page's size, and no text is small, cut off or hidden."""
    assert tuple(figure.get_size_inches()) == size
    texts = shown_texts(figure)
    words = [text.get_text() for text, _ in texts]
    assert [text.get_text() for text, _ in texts if text.get_fontsize() < 13] == []
    boxes = np.array([box.extents for _, box in texts])
    outside = (boxes < 0.0).any(axis=1) | (boxes[:, 2:] > figure.bbox.size).any(axis=1)
    assert [words[k] for k in np.flatnonzero(outside)] == []
    low, high = boxes[:, np.newaxis, :2], boxes[np.newaxis, :, 2:]
    begins_before = (low + 1.0 < high).all(axis=2)
    pairs = np.argwhere(np.triu(begins_before & begins_before.T, 1))
    assert [(words[i], words[j]) for i, j in pairs] == []
    assert titles_under_keys(figure) == []


def titles_under_keys(figure):
    """Return the titles of panels over which a key lies, its lines and dots included."""
    keys = [key.get_window_extent() for key in figure.findobj(Legend)]
    titles = [title for axes in figure.axes for title in (axes.title, axes._left_title)]
    seen = [(title.get_text(), title.get_window_extent()) for title in titles if title.get_text()]
    return [words for words, box in seen for key in keys if box.overlaps(key)]


# Pages in a browser.

BROWSER_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-popup-blocking",
    "--window-size=1280,720",
)


def json_of(dom, name):
    """Return the JSON that a script wrote into the page."""
    return json.loads(re.search(rf'id="{re.escape(name)}">(.*?)</script>', dom)[1])


# The command line.


def uat(*arguments):
    """Return what the command line did, run within this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="uat")


def one_line(stdout, stderr, code, expected=1):
    """Return the message of a refusal, or fail if it is not one line and nothing else."""
    assert (code, stdout) == (expected, "")
    assert stderr.startswith("Error: ")
    assert stderr.endswith("\n")
    assert stderr.count("\n") == 1
    assert "Traceback" not in stderr
    return stderr


def refusal(*arguments, code=1):
    """Return the one line with which a command of this process refuses."""
    result = uat(*arguments)
    assert isinstance(result.exception, SystemExit), result.exception
    return one_line(result.stdout, result.stderr, result.exit_code, code)


def misuse(*arguments):
    """Return the one line about a command line that cannot be read."""
    return refusal(*arguments, code=2)


# Other processes.

PATIENCE = 120.0
"""Seconds after which a test no longer waits."""


def records_in(path):
    """Return how many records a store holds that another process is writing to."""
    if not path.exists():
        return 0
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        try:
            return database.execute("SELECT count(*) FROM records").fetchone()[0]
        except sqlite3.OperationalError:  # not made yet, or locked
            return 0


def wait_until(condition, process):
    """Return as soon as the condition holds; fail if the process ends before or it takes long."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.02)
            pytest.fail(f"the process ended with code {process.returncode} before")


def wait_for_the_end(processes):
    """Return when the processes of these numbers, anybody's, have ended; fail if one goes on."""
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            handle = os.pidfd_open(process)
            try:
                assert select.select([handle], [], [], PATIENCE)[0]
            finally:
                os.close(handle)


def outputs_of(*cells):
    """Return the outputs of each cell of a notebook that is run."""
    for package in ("nbclient", "nbformat", "ipykernel"):
        needs(package)
    import nbclient
    import nbformat

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    return [cell["outputs"] for cell in notebook.cells]
