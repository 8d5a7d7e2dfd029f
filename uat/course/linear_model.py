"""The straight line of least squares, with the table that R's `summary(lm(y ~ x))` prints.

This is the yardstick beside gradient descent: the minimum that descent walks to, known in closed
form.

    y_i = alpha + beta x_i + e_i,    beta = S_xy / S_xx,    alpha = mean y - beta mean x
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from uat.arrays import Array, as_numbers, frozen
from uat.course.r_print import (
    STARS_LEGEND,
    format_number,
    format_numbers,
    format_p_values,
    round_small_away,
    stars,
)
from uat.exceptions import SettingError, ShapeError
from uat.io.wording import one_line

# Residuals this small against the fitted values are rounding, as R's summary.lm judges it.
_PERFECT_FIT = 1e-30
_DIGITS = 4  # significant digits in R's summaries


@dataclass(frozen=True, slots=True, eq=False)
class LinearModelSummary:
    """What is known about the line y = alpha + beta x after fitting it by least squares.

    Pairs are ordered (alpha, beta): intercept, then slope.

    Parameters
    ----------
    residual_quantiles : shape (5,), units of y: minimum, quartiles and maximum of y - prediction
        (R's type 7)
    estimates : shape (2,), alpha in units of y, beta in units of y per unit of x
    standard_errors : shape (2,), units of the estimates
    t_values : shape (2,), estimates / standard_errors
    p_values : shape (2,), two-sided
    residual_standard_error : sqrt(sum residual^2 / degrees_of_freedom), units of y
    degrees_of_freedom : points - 2
    r_squared : share of the variance of y that the line explains, 0 to 1
    adjusted_r_squared : the same per degree of freedom; may be negative
    f_statistic : explained over residual variance, on 1 and degrees_of_freedom
    f_p_value : probability of a larger f_statistic if beta = 0
    """

    residual_quantiles: Array
    estimates: Array
    standard_errors: Array
    t_values: Array
    p_values: Array
    residual_standard_error: float
    degrees_of_freedom: int
    r_squared: float
    adjusted_r_squared: float
    f_statistic: float
    f_p_value: float

    def __repr__(self) -> str:
        return one_line(
            "LinearModelSummary", alpha=self.alpha, beta=self.beta, r_squared=self.r_squared
        )

    @property
    def alpha(self) -> float:
        """The intercept, in units of y."""
        return float(self.estimates[0])

    @property
    def beta(self) -> float:
        """The slope, in units of y per unit of x."""
        return float(self.estimates[1])

    def to_text(self) -> str:
        """Return the summary as R prints it, without spaces at the ends of lines."""
        return "\n".join(
            [
                "Call:",
                "lm(formula = y ~ x)",
                "",
                "Residuals:",
                *self._residual_lines(),
                "",
                "Coefficients:",
                *self._coefficient_lines(),
                "",
                *self._quality_lines(),
            ]
        )

    def _residual_lines(self) -> list[str]:
        quantiles = round_small_away(self.residual_quantiles.tolist(), _DIGITS + 1)
        entries = format_numbers(quantiles, _DIGITS)
        names = ("Min", "1Q", "Median", "3Q", "Max")
        width = max(map(len, [*entries, *names]))
        return [" ".join(cell.rjust(width) for cell in row) for row in (names, entries)]

    def _coefficient_lines(self) -> list[str]:
        rows = [
            ("", "Estimate", "Std. Error", "t value", "Pr(>|t|)", ""),
            *zip(("(Intercept)", "x"), *self._coefficient_columns(), strict=True),
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(6)]
        lines = [_aligned(row, widths) for row in rows]
        return [*lines, "---", STARS_LEGEND] if widths[-1] else lines

    def _coefficient_columns(self) -> list[list[str]]:
        both = [*self.estimates.tolist(), *self.standard_errors.tolist()]
        smallest = min(abs(value) for value in both if value != 0.0)
        decimals = max(1, _DIGITS - 1 - math.floor(math.log10(smallest)))
        texts = format_numbers([round(value, decimals) for value in both], _DIGITS)
        t_texts = format_numbers([round(t, _DIGITS - 1) for t in self.t_values.tolist()], _DIGITS)
        p_values = self.p_values.tolist()
        p_texts = format_p_values(p_values, _DIGITS - 1)
        return [texts[:2], texts[2:], t_texts, p_texts, [stars(p) for p in p_values]]

    def _quality_lines(self) -> list[str]:
        error = float(f"{self.residual_standard_error:.{_DIGITS}g}")
        freedom = self.degrees_of_freedom
        return [
            f"Residual standard error: {format_numbers([error], 7)[0]} "
            f"on {freedom} degrees of freedom",
            f"Multiple R-squared:  {format_number(self.r_squared, _DIGITS)},\t"
            f"Adjusted R-squared:  {format_number(self.adjusted_r_squared, _DIGITS)}",
            f"F-statistic: {format_number(self.f_statistic, _DIGITS)} on 1 and {freedom} DF,  "
            f"p-value: {format_p_values([self.f_p_value], _DIGITS)[0]}",
        ]


def fit_linear_model(x: npt.ArrayLike, y: npt.ArrayLike) -> LinearModelSummary:
    """Return the summary of the least-squares line through the points (x, y).

    Parameters
    ----------
    x : shape (points,), not all equal
    y : shape (points,)

    Raises
    ------
    ShapeError
        If x and y are not two vectors of one length, at least 3.
    SettingError
        If all x are equal, or the points lie on a line exactly: no error is left to estimate.

    References
    ----------
    R 4.2.2, `stats:::summary.lm`.
    """
    x, y = as_numbers(x), as_numbers(y)
    if x.ndim != 1 or x.shape != y.shape or len(x) < 3:
        raise ShapeError(f"a line needs 3 or more pairs (x, y), not x {x.shape} and y {y.shape}.")
    x_deviation = x - x.mean()
    s_xx = float(x_deviation @ x_deviation)
    if s_xx == 0.0:
        raise SettingError("all x are equal: no line goes through such points.")
    beta = float(x_deviation @ (y - y.mean())) / s_xx
    alpha = float(y.mean()) - beta * float(x.mean())
    return _summary(x, y, alpha, beta, s_xx)


def _summary(x: Array, y: Array, alpha: float, beta: float, s_xx: float) -> LinearModelSummary:
    """Return the summary of a line whose estimates are known."""
    freedom = len(x) - 2
    fitted = alpha + beta * x
    residuals = y - fitted
    unexplained = float(residuals @ residuals)
    explained = float(np.sum(np.square(fitted - fitted.mean())))
    variance = unexplained / freedom
    if variance <= _PERFECT_FIT * (float(fitted.mean()) ** 2 + float(fitted.var())):
        raise SettingError("the points lie on a line exactly: no error is left to estimate.")
    estimates = np.array([alpha, beta])
    errors = np.sqrt(variance * np.array([1.0 / len(x) + float(x.mean()) ** 2 / s_xx, 1.0 / s_xx]))
    r_squared = explained / (explained + unexplained)
    return LinearModelSummary(
        residual_quantiles=frozen(np.quantile(residuals, [0.0, 0.25, 0.5, 0.75, 1.0])),
        estimates=frozen(estimates),
        standard_errors=frozen(errors),
        t_values=frozen(estimates / errors),
        p_values=frozen(2.0 * special.stdtr(freedom, -np.abs(estimates / errors))),
        residual_standard_error=math.sqrt(variance),
        degrees_of_freedom=freedom,
        r_squared=r_squared,
        adjusted_r_squared=1.0 - (1.0 - r_squared) * (len(x) - 1) / freedom,
        f_statistic=explained / variance,
        f_p_value=float(special.fdtrc(1, freedom, explained / variance)),
    )


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return a row of the table: its name and its stars to the left, the numbers to the right."""
    name, *numbers, marks = cells
    right = [number.rjust(width) for number, width in zip(numbers, widths[1:-1], strict=True)]
    return " ".join([name.ljust(widths[0]), *right, marks]).rstrip()
