"""What a rung found, as a table to read and as values for JSON.

Pure functions: a `RungResult` in, text or a dict out. The table rounds; the dict keeps every bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from uat.arrays import Array
from uat.core.network import BLOCKS
from uat.course.linear_model import LinearModelSummary
from uat.course.rungs import Rung, RungResult

_LOSS_FORMULAS = {
    "mse": "sum of (desired - predicted)^2 / N",
    "half_mse": "sum of (desired - predicted)^2 / (2 N)",
    "half_sse": "sum of (desired - predicted)^2 / 2",
}
_ROWS_SHOWN = 6  # of longer data only this many points are printed
_LAST_PASS_NOTE = (
    "y is the prediction after the last epoch. y before the last update is what the last forward\n"
    "pass computed, one update earlier; this is the y {source}."
)


def report_text(result: RungResult) -> str:
    """Return the result as a teacher would write it on the board: plain text, no final newline.

    Settings, start, what was found, predictions; for a line also R's table of the least-squares
    fit and how far gradient descent is from it.
    """
    sections = [
        _heading(result.rung.title),
        _settings_text(result.rung),
        _parameters_text(result),
        _loss_text(result),
        _predictions_text(result),
    ]
    model = result.linear_model()
    if model is not None:
        sections += [_heading("Least squares, as R prints it"), model.to_text()]
        sections.append(_comparison_text(result, model))
    return "\n\n".join(sections)


def report_dict(result: RungResult) -> dict[str, Any]:
    """Return the result as plain JSON values; floats keep every bit, nan becomes None.

    Returns
    -------
    A dict with the keys

    rung, title, formula, data_source : str
    data : course name of each input, and of the desired output -> list, one entry per point
    settings : trainer, learning_rate, epochs, loss, update, width, activation,
        output_activation, trained (names of blocks), frozen (block -> values)
    stop_reason : str
    start, parameters, published_parameters, r_parameters : course name -> float; the last two are
        what the course publishes and what R gives beside, and may be empty
    loss_at_start, loss : float, before the first and after the last epoch; the latter None if
        it is not finite
    predictions : list, one per point, after the last epoch
    predictions_of_last_forward_pass : list, one update earlier: the y the course's programs print
    published_predictions, r_predictions : list, empty if the course publishes none, or does
    path : epoch, loss and each parameter -> list along the run
    network : the network found, in the format `Network.from_dict` reads
    linear_model : for a line, least squares on the same data (see `LinearModelSummary`);
        otherwise None
    """
    rung = result.rung
    model = result.linear_model()
    return {
        "rung": rung.name,
        "title": rung.title,
        "formula": rung.formula,
        "data_source": rung.data_source,
        "data": {name: column.tolist() for name, column in _data_columns(rung).items()},
        "settings": _settings_dict(rung),
        "stop_reason": str(result.fit.stop_reason),
        "start": result.start_parameters,
        "parameters": result.parameters,
        "published_parameters": dict(rung.published),
        "r_parameters": dict(rung.r_parameters),
        "loss_at_start": float(result.loss_history[0]),
        "loss": _json_values(result.loss_history)[-1],
        "predictions": _json_values(result.predictions),
        "predictions_of_last_forward_pass": _json_values(result.predictions_of_last_forward_pass),
        "published_predictions": list(rung.published_predictions),
        "r_predictions": list(rung.r_predictions),
        "path": _path_dict(result),
        "network": result.fit.network.to_dict(),
        "linear_model": None if model is None else _linear_model_dict(model),
    }


def _data_columns(rung: Rung) -> dict[str, Array]:
    """Return the inputs and the desired output, each of shape (points,), by their course names."""
    names = (*rung.input_names, rung.desired_name)
    return dict(zip(names, [*rung.dataset.x.T, rung.dataset.t[:, 0]], strict=True))


def _json_values(values: Array) -> list[float | None]:
    """Return numbers JSON can hold: None stands for those that are not finite."""
    return [float(value) if np.isfinite(value) else None for value in values]


def _frozen_blocks(rung: Rung) -> dict[str, Any]:
    return {
        block: getattr(rung.start, block).tolist()
        for block in BLOCKS
        if block not in rung.trainer.trained
    }


def _settings_dict(rung: Rung) -> dict[str, Any]:
    trainer = rung.trainer
    return {
        "trainer": trainer.name,
        "learning_rate": trainer.learning_rate,
        "epochs": trainer.epochs,
        "loss": trainer.loss,
        "update": trainer.update,
        "width": rung.start.width,
        "activation": rung.start.activation,
        "output_activation": rung.start.output_activation,
        "trained": list(trainer.trained),
        "frozen": _frozen_blocks(rung),
    }


def _path_dict(result: RungResult) -> dict[str, list[Any]]:
    epochs = result.path_epochs.astype(int)
    return {
        "epoch": epochs.tolist(),
        "loss": _json_values(result.loss_history[epochs]),
        **{name: values.tolist() for name, values in result.path.items()},
    }


def _linear_model_dict(model: LinearModelSummary) -> dict[str, Any]:
    pairs = ("estimates", "standard_errors", "t_values", "p_values")
    scalars = (
        "residual_standard_error",
        "degrees_of_freedom",
        "r_squared",
        "adjusted_r_squared",
        "f_statistic",
        "f_p_value",
    )
    return {
        "residual_quantiles": model.residual_quantiles.tolist(),
        **{
            pair: dict(zip(("alpha", "beta"), getattr(model, pair).tolist(), strict=True))
            for pair in pairs
        },
        **{scalar: getattr(model, scalar) for scalar in scalars},
    }


def _heading(title: str) -> str:
    return f"{title}\n{'=' * len(title)}"


def _settings_text(rung: Rung) -> str:
    trainer = rung.trainer
    frozen = ", ".join(f"{block} = {_plain(v)}" for block, v in _frozen_blocks(rung).items())
    rows = {
        "model": rung.formula,
        "data": f"{rung.dataset.points} points; {rung.data_source}",
        "trained": ", ".join(trainer.trained),
        "frozen": frozen or "nothing",
        "loss": f"{trainer.loss} = {_LOSS_FORMULAS[trainer.loss]}",
        "trainer": f"gradient descent, learning rate {trainer.learning_rate:g}, "
        f"{trainer.epochs} epochs",
        "update": "output layer first, then the hidden layer"
        if trainer.update == "sequential"
        else "all parameters at once",
    }
    return "\n".join(f"{name:<9}{text}" for name, text in rows.items())


def _plain(values: list[Any] | float) -> str:
    """Return nested lists of numbers as one short text: 0, or (0, 0)."""
    numbers = np.ravel(values).tolist()
    text = ", ".join(f"{number:g}" for number in numbers)
    return text if len(numbers) == 1 else f"({text})"


def _parameters_text(result: RungResult) -> str:
    rung = result.rung
    names = list(result.parameters)
    columns: dict[str, Sequence[str]] = {
        "parameter": names,
        "start": [f"{value:g}" for value in result.start_parameters.values()],
        "found": [f"{value:.14f}" for value in result.parameters.values()],
    }
    for source, values in (("published", rung.published), ("R", rung.r_parameters)):
        if values:
            digits = max(len(repr(value).partition(".")[2]) for value in values.values())
            columns[source] = [f"{values[name]:.{digits}f}" for name in names]
    return _table(columns)


def _loss_text(result: RungResult) -> str:
    history = result.loss_history
    return (
        f"Loss: {history[0]:.8g} at the start, {history[-1]:.8g} after {len(history) - 1} epochs "
        f"({str(result.fit.stop_reason).replace('_', ' ')})."
    )


def _predictions_text(result: RungResult) -> str:
    rung = result.rung
    points = rung.dataset.points
    shown = points if points <= 2 * _ROWS_SHOWN else _ROWS_SHOWN
    digits = "g" if shown == points else ".8f"
    columns: dict[str, Sequence[str]] = {
        name: [f"{value:{digits}}" for value in values[:shown]]
        for name, values in _data_columns(rung).items()
    }
    fitted = "y" if rung.desired_name != "y" else "prediction"
    columns[fitted] = _decimals(result.predictions[:shown])
    known = rung.published_predictions or rung.r_predictions
    if not known:
        rest = f"\n... and {points - shown} more points" if shown < points else ""
        return _table(columns) + rest
    columns[f"{fitted} before the last update"] = _decimals(
        result.predictions_of_last_forward_pass[:shown]
    )
    columns["published" if rung.published_predictions else "R"] = _decimals(known[:shown])
    source = "the course publishes" if rung.published_predictions else "its program prints"
    return f"{_table(columns)}\n\n{_LAST_PASS_NOTE.format(source=source)}"


def _comparison_text(result: RungResult, model: LinearModelSummary) -> str:
    """Return gradient descent's parameters beside those of least squares."""
    exact = (model.alpha, model.beta)
    found = tuple(result.parameters.values())
    return "Gradient descent against least squares\n\n" + _table(
        {
            "parameter": list(result.parameters),
            "gradient descent": [f"{value:.14f}" for value in found],
            "least squares": [f"{value:.14f}" for value in exact],
            "difference": [f"{a - b:.2e}" for a, b in zip(found, exact, strict=True)],
        }
    )


def _decimals(values: Iterable[float]) -> list[str]:
    return [f"{value:.8f}" for value in values]


def _table(columns: dict[str, Sequence[str]]) -> str:
    """Return columns of text under their names, all flush right."""
    widths = [max(len(name), *map(len, cells)) for name, cells in columns.items()]
    rows = [tuple(columns), *zip(*columns.values(), strict=True)]
    rule = "  ".join("-" * width for width in widths)
    lines = ["  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([lines[0], rule, *lines[1:]])
