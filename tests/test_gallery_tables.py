"""A gallery shows tables beside functions, and says of them what their numbers say."""

from __future__ import annotations

import re

import numpy as np
import pytest

from uat.exceptions import DataFileError
from uat.fits.table_target import Table
from uat.gallery import render_gallery
from uat.gallery.tables import findings_of_table, table_in_words, table_studies
from uat.sweeps.plan import plan
from uat.sweeps.run import run_batch
from uat.sweeps.table_findings import where_wider_stops
from uat.trainers import GradientDescent, LevenbergMarquardt

QUICK = LevenbergMarquardt(epochs=10)
RNG = np.random.default_rng(0)
X = RNG.uniform(-1.0, 1.0, (40, 2))
T = np.sin(3.0 * X[:, 0]) + X[:, 1] + 0.2 * RNG.normal(size=40)
MARKS = Table(X, T, "marks", ("hours", "sleep"), ("score",))
LINE = Table(X[:, 0], T, "line")


def gallery(tables, folder, widths=(1, 2), functions=(), trainers=(QUICK,)):
    specs = plan(
        [*tables, *functions], widths, [0], [GradientDescent(epochs=20)], folds=3,
        table_trainers=trainers,
    )  # fmt: skip
    return render_gallery(specs, folder, formats=["svg"], workers=1)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    return gallery([MARKS, LINE], tmp_path_factory.mktemp("gallery"))


@pytest.mark.slow
def test_every_table_has_a_page_and_nothing_else_is_drawn(rendered):
    names = [path.name for path in rendered.files]
    assert sorted(names) == ["README.md", "line.svg", "marks.svg", "runs.csv", "runs.json"]


def test_the_index_says_what_the_numbers_say(rendered):
    text = rendered.files[0].read_text()
    studies = table_studies(rendered.sweep.records)
    for study in studies:
        assert f"![{table_in_words(study)}]({study.stem}.svg)" in text
        assert text.count(findings_of_table(study)) >= 2
        assert where_wider_stops(study.curves[0]) in findings_of_table(study)
    assert "40 rows: score from hours and sleep (2 inputs). They are dealt into 3 folds" in text
    assert "approximate the rows of a table, and" in text
    for name in re.findall(r'(?:src="|\]\()([\w.-]+)', text):
        assert (rendered.folder / name).exists()


@pytest.mark.slow
def test_tables_stand_beside_functions(tmp_path):
    both = gallery([LINE], tmp_path, functions=["sine"])
    text = both.files[0].read_text()
    assert "## sine\n" in text
    assert "## line\n" in text
    assert "approximate a function or the rows of a table, and" in text
    assert {path.name for path in both.files} >= {"line.svg", "sine.svg", "overview.svg"}


def test_of_several_trainers_each_has_its_say():
    records = run_batch(
        plan([LINE], [1, 2], [0], folds=3, trainers=[QUICK, GradientDescent(epochs=20)])
    )
    (study,) = table_studies(records)
    words = findings_of_table(study)
    assert len(study.curves) == 2
    assert words.startswith("By levenberg marquardt: ")
    assert "\n\nBy gradient descent" in words


def test_a_file_that_has_changed_is_no_longer_what_was_fitted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "marks.csv"
    rows = [f"{x!r},{t!r}" for x, t in zip(X[:, 0].tolist(), T.tolist(), strict=True)]
    file.write_text("\n".join(rows))
    records = run_batch(plan(["marks.csv"], [1], [0], [QUICK], folds=2))
    assert table_studies(records)[0].table.name == "marks"
    file.write_text("\n".join(rows[1:]))
    with pytest.raises(DataFileError, match="has changed since its runs were made"):
        table_studies(records)
