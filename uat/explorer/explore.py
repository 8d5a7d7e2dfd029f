"""The front door: a page about targets, written to a file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from uat.checks import check_path
from uat.core.activations import activation_named
from uat.exceptions import SettingError, StoreError, shown
from uat.explorer.page import page_html
from uat.explorer.scene import scene_of
from uat.fits.table_target import Table
from uat.io.files import check_place, prepare_folder, write_text
from uat.sweeps.plan import DEFAULT_ACTIVATION, DEFAULT_TARGETS
from uat.sweeps.record import Record
from uat.sweeps.store import Store
from uat.targets.user_targets import Given

OUTPUT = "explorer.html"
"""Where the page goes if nobody says so."""

FIRST_TARGETS = ("sine", *(name for name in DEFAULT_TARGETS if name != "sine"))
"""Those of the catalogue, one first that shows something at once."""

_STORE_NAME = "runs.sqlite"


def explore(
    *targets: Given | Table | Any,
    output: str | Path = OUTPUT,
    activation: str = DEFAULT_ACTIVATION,
    runs: str | Path | None = None,
    preset: Mapping[str, Any] | None = None,
) -> Path:
    """Write a page for the browser in which a reader moves everything by hand.

    One HTML file that needs no network: the proof by hand, training live, error against width, and
    functions of the reader's own.

    Parameters
    ----------
    targets : names, lines of text such as "sin(5*x) on [-1, 1]", targets, pairs of a function and
        its domain, tables of one input; of one or two inputs, the first is shown first. Without any
        they are those of the catalogue
    output : the HTML file; one that is there is replaced
    activation : of the curves that are stored in the page, by name
    runs : a store of runs, or the folder of a gallery, for these curves: near-best networks, and
        errors of training. Without one, targets of the catalogue have those of the package
    preset : what is shown first: names of the page's address, and their values, texts and numbers

    Returns
    -------
    The path of the page.

    Raises
    ------
    UatError
        If a target is none or cannot be shown, there is no such store, or the file cannot be
        written.

    Examples
    --------
    >>> uat.explore("sine", "exp(-x^2) * sin(5*x) on [-3, 3] as wave", output="wave.html")
    PosixPath('wave.html')
    """
    path = check_path(output)
    check_place(path)
    options = {} if preset is None else {"preset": checked_preset(preset)}
    phi = activation_named(activation).name
    records = () if runs is None else records_in(check_path(runs))
    page = page_html(scene_of(targets or FIRST_TARGETS, phi, records), options)
    prepare_folder(path.parent)
    write_text(path, page)
    return path


def checked_preset(preset: Mapping[str, Any]) -> dict[str, str | int | float]:
    """Return what a page shows first, as it may stand in it.

    Raises
    ------
    SettingError
        If it is no mapping of names to texts and finite numbers.
    """
    if isinstance(preset, Mapping) and all(
        isinstance(name, str)
        and (isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value)))
        for name, value in preset.items()
    ):
        return dict(preset)
    raise SettingError(
        f"a preset gives names texts and numbers, as in {{'target': 'sine'}}, not {shown(preset)}.",
        "preset",
    )


def records_in(path: Path) -> list[Record]:
    """Return the records of a store, or of the one in a gallery's folder.

    Raises
    ------
    StoreError
        If there is none.
    """
    file = path / _STORE_NAME if path.is_dir() else path
    if not file.is_file():
        raise StoreError(f"{file}: there is no such store of runs; `uat gallery` makes one.")
    with Store(file) as store:
        return list(store.records())
