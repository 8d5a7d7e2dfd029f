"""Numbers and tables are R 4.2.2's summary(lm(y ~ x)), spaces at the ends of lines left out."""

import numpy as np
import pytest
from scipy import stats

from uat.course.linear_model import fit_linear_model
from uat.course.r_print import format_number, format_numbers, format_p_values, stars
from uat.course.r_random import RRandom
from uat.exceptions import SettingError, ShapeError

# set.seed(123); x <- rnorm(100); y <- 3 + 2*x + rnorm(100)
COURSE_TABLE = """\
Call:
lm(formula = y ~ x)

Residuals:
    Min      1Q  Median      3Q     Max
-1.9073 -0.6835 -0.0875  0.5806  3.2904

Coefficients:
            Estimate Std. Error t value Pr(>|t|)
(Intercept)  2.89720    0.09755   29.70   <2e-16 ***
x            1.94753    0.10688   18.22   <2e-16 ***
---
Signif. codes:  0 '***' 0.001 '**' 0.01 '*' 0.05 '.' 0.1 ' ' 1

Residual standard error: 0.9707 on 98 degrees of freedom
Multiple R-squared:  0.7721,\tAdjusted R-squared:  0.7698
F-statistic:   332 on 1 and 98 DF,  p-value: < 2.2e-16"""

# x <- 1:10 * 1e6; y <- c(5, 3, 4, 6, 1, 2, 8, 5, 4, 7)
POWERS_TABLE = """\
Call:
lm(formula = y ~ x)

Residuals:
   Min     1Q Median     3Q    Max
-3.388 -1.142  0.000  1.504  3.164

Coefficients:
             Estimate Std. Error t value Pr(>|t|)
(Intercept) 3.267e+00  1.496e+00   2.184   0.0605 .
x           2.242e-07  2.411e-07   0.930   0.3795
---
Signif. codes:  0 '***' 0.001 '**' 0.01 '*' 0.05 '.' 0.1 ' ' 1

Residual standard error: 2.19 on 8 degrees of freedom
Multiple R-squared:  0.09761,\tAdjusted R-squared:  -0.01519
F-statistic: 0.8654 on 1 and 8 DF,  p-value: 0.3795"""


@pytest.fixture(scope="module")
def course():
    random = RRandom(123)
    x = random.normals(100)
    return fit_linear_model(x, 3.0 + 2.0 * x + random.normals(100))


def test_estimates_and_tests_agree_with_r(course):
    expected = {
        "estimates": [2.8971969459800091, 1.9475283855327803],
        "standard_errors": [0.09755118367278906, 0.10687861652803118],
        "t_values": [29.699249531383735, 18.221871210524135],
        "p_values": [8.4455752147245982e-51, 3.0790646231747338e-33],
    }
    for name, values in expected.items():
        np.testing.assert_allclose(getattr(course, name), values, rtol=2e-13)


def test_quality_of_fit_agrees_with_r(course):
    assert course.residual_standard_error == pytest.approx(0.97071470231156087, rel=1e-13)
    assert course.degrees_of_freedom == 98
    assert course.r_squared == pytest.approx(0.77211241511821405, rel=1e-13)
    assert course.adjusted_r_squared == pytest.approx(0.76978703159901218, rel=1e-13)
    assert course.f_statistic == pytest.approx(332.03659041292826, rel=1e-12)
    assert course.f_p_value == pytest.approx(3.0790646231747338e-33, rel=1e-11)


def test_residual_quantiles_agree_with_r(course):
    expected = [
        -1.907334481751280730,
        -0.683500477730286327,
        -0.087492162637278159,
        0.580635882788811952,
        3.290396694154199775,
    ]
    np.testing.assert_allclose(course.residual_quantiles, expected, rtol=1e-12)


def test_the_table_is_r_s_table(course):
    assert course.to_text() == COURSE_TABLE


def test_powers_of_ten_and_other_stars_are_printed_as_r_does():
    y = [5.0, 3.0, 4.0, 6.0, 1.0, 2.0, 8.0, 5.0, 4.0, 7.0]
    assert fit_linear_model(np.arange(1, 11) * 1e6, y).to_text() == POWERS_TABLE


def test_a_table_without_stars_has_no_legend():
    # R: x <- 1:8; y <- c(1, -1, -1, 1, 1, -1, -1, 1); no p-value below 0.1
    text = fit_linear_model(np.arange(1, 9), [1.0, -1, -1, 1, 1, -1, -1, 1.0]).to_text()
    assert "Signif. codes" not in text


def test_estimates_agree_with_scipy_and_move_with_the_units():
    rng = np.random.default_rng(3)
    x, noise = rng.normal(size=30), rng.normal(size=30)
    y = 1.0 - 0.3 * x + noise
    model, scaled = fit_linear_model(x, y), fit_linear_model(100.0 * x, y + 5.0)
    known = stats.linregress(x, y)
    assert model.beta == pytest.approx(known.slope, rel=1e-12)
    assert model.p_values[1] == pytest.approx(known.pvalue, rel=1e-10)
    assert scaled.beta == pytest.approx(model.beta / 100.0, rel=1e-12)
    assert scaled.alpha == pytest.approx(model.alpha + 5.0, rel=1e-12)
    assert scaled.t_values[1] == pytest.approx(model.t_values[1], rel=1e-10)
    # On one variable the F test is the slope's t test.
    assert model.f_statistic == pytest.approx(model.t_values[1] ** 2, rel=1e-10)


def test_what_no_line_can_be_fitted_to_is_refused():
    with pytest.raises(SettingError, match="all x are equal"):
        fit_linear_model([2.0, 2.0, 2.0], [1.0, 2.0, 3.0])
    with pytest.raises(SettingError, match="on a line exactly"):
        fit_linear_model([0.0, 1.0, 2.0, 3.0], [1.0, 3.0, 5.0, 7.0])
    with pytest.raises(ShapeError, match="3 or more pairs"):
        fit_linear_model([0.0, 1.0], [1.0, 3.0])
    with pytest.raises(ShapeError, match="3 or more pairs"):
        fit_linear_model([0.0, 1.0, 2.0], [1.0, 3.0])


# R: format(values, digits = 4)
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.0, 2.0, 3.0], ["1", "2", "3"]),
        ([1e-10, 1.0], ["1e-10", "1e+00"]),
        ([123456.0, 0.001], ["1.235e+05", "1.000e-03"]),
        ([-1.5, 1e15], ["-1.5e+00", " 1.0e+15"]),
        ([0.1 + 0.2, 1 / 3], ["0.3000", "0.3333"]),
        ([123456.7], ["123457"]),
        ([1e5], ["1e+05"]),
        ([0.0], ["0"]),
    ],
)
def test_numbers_share_one_layout_as_in_r(values, expected):
    assert format_numbers(values, 4) == expected


# R: formatC(value, digits = 4)
@pytest.mark.parametrize(
    ("value", "expected"), [(332.0366, "  332"), (1162.3, " 1162"), (11621.7, "1.162e+04")]
)
def test_a_single_number_is_padded_as_in_r(value, expected):
    assert format_number(value, 4) == expected


# R: format.pval(values, digits = 3)
@pytest.mark.parametrize(
    ("p_values", "expected"),
    [
        ([1e-17, 1e-18], ["<2e-16", "<2e-16"]),
        ([1e-20, 1e-3], ["<2e-16", "0.001"]),
        ([1e-20, 1.1e-7], ["< 2e-16", "1.1e-07"]),
        ([0.000223, 0.977829], ["0.000223", "0.977829"]),
        ([0.0000223, 0.977829], ["2.23e-05", "0.978"]),
        ([0.04, 0.2], ["0.04", "0.20"]),
    ],
)
def test_p_values_are_printed_as_in_r(p_values, expected):
    assert format_p_values(p_values, 3) == expected


def test_stars_change_at_r_s_cut_points():
    assert [stars(p) for p in (0.0, 0.001, 0.002, 0.05, 0.06, 0.11)] == [
        "***",
        "***",
        "**",
        "*",
        ".",
        "",
    ]
