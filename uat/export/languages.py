"""The door: a model and a language in, a text or a file's bytes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from uat.checks import check_name, check_text
from uat.core.model import Model
from uat.exceptions import SettingError
from uat.export import c, javascript, latex, onnx_file, python, r
from uat.export.names import function_name
from uat.export.reading import check_written
from uat.io.files import replacing, write_text

LANGUAGES: Mapping[str, str] = {
    "latex": ".tex",
    "python": ".py",
    "r": ".R",
    "c": ".c",
    "javascript": ".js",
    "onnx": ".onnx",
}
"""Every language, and how the names of its files end."""

_WRITERS: Mapping[str, Callable[[Model, str], str | bytes]] = {
    "latex": latex.formula,
    "python": python.program,
    "r": r.program,
    "c": c.program,
    "javascript": javascript.program,
    "onnx": onnx_file.graph,
}


def export(model: Model, language: str, name: str = "network") -> str | bytes:
    """Return the model as a program, a formula or a file of another tool.

    Parameters
    ----------
    model : what is exported, in the units of its names
    language : one of `LANGUAGES`
    name : what the function is to be called; what is not a name in every language becomes one:
        "my model" is called my_model, and "exp" exp_network

    Returns
    -------
    Text, or bytes for onnx; the same ones for the same model.

    Raises
    ------
    UnknownNameError
        If there is no such language.
    SettingError
        If the name has no letter or digit, or a parameter is not finite; if what was written would
        not be the network, see `uat.export.reading`.
    MissingPackageError
        If the language is onnx and the package onnx is not installed.

    Notes
    -----
    Parameters are written with all digits, and read back before anything is returned. A program
    differs from the network by rounding only, at most about 1e-12 times the largest contribution
    |c_j phi_j| of its units. The formula that LaTeX writes out for small networks has six digits,
    or as many more as bring it within 1e-4 of an output's range, and says how far off it is.
    """
    check_name("language", language, _WRITERS)
    if not model.network.finite:
        raise SettingError("a network with parameters that are not finite cannot be exported.")
    exported = _WRITERS[language](model, function_name(check_text(name, "name")))
    check_written(exported, language, model)
    return exported


def needs_file(language: str) -> bool:
    """Return whether what `export` makes of a model is bytes, which cannot be printed.

    Raises
    ------
    UnknownNameError
        If there is no such language.
    """
    return check_name("language", language, _WRITERS) is onnx_file.graph


def write(exported: str | bytes, path: str | Path) -> None:
    """Write what `export` returned to a file.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    if isinstance(exported, str):
        write_text(Path(path), exported)
        return
    with replacing(Path(path)) as part:
        part.write_bytes(exported)
