"""The landscape is asked for its heights, the path for its steps."""

from dataclasses import replace

import numpy as np
import pytest

from uat.course.rungs import RUNGS
from uat.exceptions import SettingError
from uat.figures import style
from uat.figures.loss_surface import error_surface, surface_figure


@pytest.fixture(scope="module")
def result():
    rung = RUNGS["linreg"]()
    every = tuple(range(rung.trainer.epochs + 1))
    return replace(rung, trainer=replace(rung.trainer, snapshots=every)).run()


@pytest.fixture(scope="module")
def axes(result):
    return surface_figure(result).axes[0]


def test_the_surface_is_the_mean_squared_residual(result):
    alpha, beta = np.array([0.0, 1.0, 3.0]), np.array([-1.0, 2.0])
    x, t = result.rung.dataset.x[:, 0], result.rung.dataset.t[:, 0]
    expected = [[np.mean((t - a - b * x) ** 2) for a in alpha] for b in beta]
    np.testing.assert_allclose(error_surface(result, alpha, beta), expected, rtol=1e-13)


def test_the_path_lies_on_the_surface(result):
    alpha, beta = (values[[0, 7, -1]] for values in result.path.values())
    heights = np.diag(error_surface(result, alpha, beta))
    np.testing.assert_allclose(heights, result.loss_history[[0, 7, -1]], rtol=1e-12)


def test_the_path_has_every_step_and_ends_at_least_squares(axes, result):
    path = next(line for line in axes.lines if line.get_label().startswith("gradient descent"))
    assert path.get_label() == "gradient descent, 1000 steps"
    assert len(path.get_xdata()) == 1001
    np.testing.assert_array_equal(path.get_xydata()[0], [1.0, 1.0])
    model = result.linear_model()
    star = next(line for line in axes.lines if line.get_label().startswith("least squares"))
    np.testing.assert_array_equal(star.get_xydata(), [[model.alpha, model.beta]])
    np.testing.assert_allclose(path.get_xydata()[-1], star.get_xydata()[0], rtol=1e-6)
    assert star.get_label() == "least squares: E = 0.923"


def test_contours_say_their_height(axes, result):
    lines = next(c for c in axes.collections if getattr(c, "filled", None) is False)
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        for alpha, beta in path.vertices[::40]:
            height = error_surface(result, np.array([alpha]), np.array([beta])).item()
            assert height == pytest.approx(level, rel=0.01)
    written = {text.get_text() for text in lines.labelTexts}
    assert len(written) > 3
    assert written <= {f"{level:g}" for level in lines.levels}


def test_the_figure_is_a_slide_with_letters_that_can_be_read(axes):
    figure = axes.figure
    assert tuple(figure.get_size_inches()) == style.SLIDE
    texts = [axes.title, axes.xaxis.label, *axes.texts, *axes.get_legend().get_texts()]
    assert min(text.get_fontsize() for text in texts) >= 13


def test_another_rung_has_no_surface():
    with pytest.raises(SettingError, match="no error surface"):
        surface_figure(RUNGS["xor"]().run())
