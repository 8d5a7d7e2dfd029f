"""A plan is every combination once: of functions by seed, of tables by seed and fold."""

from __future__ import annotations

import numpy as np
import pytest
from tools import HereExecutor

import uat
from uat.exceptions import DataFileError, SettingError, SweepError, UnknownNameError
from uat.fits.table_target import Table, table_of
from uat.sweeps.plan import left_out, plan
from uat.sweeps.run import run_batch
from uat.sweeps.store import Store
from uat.sweeps.sweep import run_specs, sweep
from uat.targets.lookup import name_of
from uat.trainers import LevenbergMarquardt, VariableProjection

QUICK = LevenbergMarquardt(epochs=5)
RNG = np.random.default_rng(0)
X = RNG.uniform(-1.0, 1.0, 30)
T = np.sin(3.0 * X) + 0.1 * RNG.normal(size=30)


@pytest.fixture
def marks(tmp_path, monkeypatch):
    """Return the text of a table in the current folder."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "marks.csv", T)
    return "marks.csv#x->y"


def write(path, t):
    lines = [f"{x!r},{y!r}" for x, y in zip(X.tolist(), t.tolist(), strict=True)]
    path.write_text("\n".join(["x,y", *lines]))


def test_of_a_table_there_is_a_run_for_every_width_seed_and_fold(marks):
    specs = plan([marks, "sine"], [2, 4], [0, 1], [QUICK], folds=3)
    of_table = [spec for spec in specs if spec.target == marks]
    assert [(s.width, s.seed, s.fold) for s in of_table] == [
        (width, seed, fold) for width in (2, 4) for seed in (0, 1) for fold in (1, 2, 3)
    ]
    assert {(s.folds, s.points, len(s.fingerprint)) for s in of_table} == {(3, 30, 64)}
    assert {s.fold for s in specs if s.target == "sine"} == {0}
    assert len(specs) == 12 + 4


def test_each_kind_has_its_own_default_trainer_unless_one_is_named(marks):
    named = {(s.target, s.trainer) for s in plan([marks, "sine"], [2], [0])}
    assert named == {(marks, "bayesian_regularization"), ("sine", "gradient_descent")}
    assert {s.trainer for s in plan([marks, "sine"], [2], [0], ["adam"])} == {"adam"}
    split = plan([marks, "sine"], [2], [0], ["adam"], table_trainers=["lbfgs"])
    assert {(s.target, s.trainer) for s in split} == {(marks, "lbfgs"), ("sine", "adam")}


@pytest.mark.parametrize(
    ("targets", "trainers", "words"),
    [
        (["sine", "line"], None, ""),
        (["marks.csv"], None, ""),
        (
            ["marks.csv", "sine"], None,
            "Trainers: bayesian_regularization on marks; gradient_descent on sine.",
        ),
        (
            ["sine", "franke", "line", "runge", "absolute"], ["adam", "staircase"],
            "Trainers: adam and staircase on 4 targets; adam on franke.",
        ),
        (
            ["franke", "sine"], ["staircase"],
            "franke is left out: a staircase climbs along one input: choose a target of one input.",
        ),
        (
            ["franke"], ["adam", "staircase"],
            "staircase is left out: a staircase climbs along one input: choose a target of one "
            "input.",
        ),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("marks")
def test_which_trainers_do_which_targets_is_told_unless_all_do_all(targets, trainers, words):
    told = []
    plan(targets, [1], [0], trainers, tell=told.append)
    assert " ".join(told) == words


def test_a_sweep_notes_which_trainers_do_which_targets(marks):
    trainers = [QUICK, "staircase"]
    result = sweep(["franke", "line"], [1], [0], trainers, executor=HereExecutor())
    assert result.note == (
        "Trainers: levenberg_marquardt on franke; levenberg_marquardt and staircase on line."
    )
    assert sweep([marks], [1], [0], [QUICK], executor=HereExecutor()).note == ""


def test_other_columns_another_content_and_other_folds_are_other_runs(marks, tmp_path):
    def keys(text, **options):
        return {spec.key for spec in plan([text], [2], [0], [QUICK], **options)}

    before = keys(marks)
    assert not keys("marks.csv#y->x") & before
    assert not keys(marks, folds=4) & before
    write(tmp_path / "marks.csv", 2.0 * T)
    assert not keys(marks) & before
    np.testing.assert_array_equal(table_of(marks).t[:, 0], 2.0 * T)


def test_interrupted_and_resumed_is_as_if_uninterrupted(marks, tmp_path):
    specs = plan([marks], [1, 3], [0], [QUICK], folds=3)
    with Store(tmp_path / "runs.sqlite") as store:
        run_specs(specs[:4], store=store, executor=HereExecutor())
        resumed = run_specs(specs, store=store, executor=HereExecutor())
    assert resumed.computed == 2
    assert resumed.records == tuple(run_batch(specs))
    assert [record.fitted_rmse for record in resumed.records] != [None] * 6


def test_a_table_that_changes_under_the_workers_is_refused(marks, tmp_path):
    specs = plan([marks], [1], [0], [QUICK])
    write(tmp_path / "marks.csv", 2.0 * T)
    with pytest.raises(SweepError, match="marks"):
        run_batch(specs)


def test_rows_of_this_process_are_run_here_and_not_stored():
    with Store() as store:
        result = sweep([Table(X, T, "mine")], [1, 2], [0], [QUICK], folds=2, store=store)
        assert len(store) == 0
    assert result.here == 4
    assert {record.spec.target for record in result.records} == {"mine (of this process)"}
    again = sweep([Table(X, T, "mine")], [1, 2], [0], [QUICK], folds=2)
    assert again.records == result.records
    other = sweep([Table(X, 2.0 * T, "mine")], [1], [0], [QUICK], folds=2)
    assert not {r.spec.key for r in other.records} & {r.spec.key for r in result.records}


def test_a_pair_of_arrays_is_a_table():
    pair = sweep([(X, T)], [1], [0], [QUICK], folds=2)
    rows = sweep([uat.Table(X, T)], [1], [0], [QUICK], folds=2)
    assert pair.records == rows.records


def test_a_notebook_shows_folds_and_both_errors_of_a_table():
    shown = sweep([(X, T)], [1], [0], [QUICK], folds=2)._repr_html_()
    assert all(f">{name}<" in shown for name in ("fold", "rmse", "fitted rmse"))
    of_function = sweep(["line"], [1], [0], [QUICK], executor=HereExecutor())._repr_html_()
    assert "fold" not in of_function


@pytest.mark.parametrize(
    ("texts", "hint"),
    [
        (["marks.csv", "marks.csv#x->y"], "'marks.csv#x->y as other'"),
        (["marks.csv", "other/marks.csv"], "'other/marks.csv as other'"),
        (["marks.csv", "MARKS.csv"], "'MARKS.csv as other'"),
        (["sine.csv", "sine"], "'sine.csv as other'"),
        (["sine", "sine.csv"], "'sine.csv as other'"),
        (["marks.csv", Table(X, T, "Marks")], "uat.Table(x, t, 'other')"),
    ],
)
@pytest.mark.usefixtures("marks")
def test_two_tables_of_one_name_are_refused_with_a_way_out(texts, hint, tmp_path):
    (tmp_path / "other").mkdir()
    for path in ("other/marks.csv", "MARKS.csv", "sine.csv"):
        write(tmp_path / path, T)
    with pytest.raises(SettingError, match="two targets are called") as refused:
        plan(texts, [1], [0])
    assert str(refused.value).endswith(f"name one of them, as in {hint}.")
    if isinstance(texts[1], str) and "sine" not in texts:
        assert len({spec.target for spec in plan([texts[0], hint.strip("'")], [1], [0])}) == 2


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Größe 2024.CSV", "Größe 2024"),
        ("a.b.csv", "a.b"),
        ("UPPER.csv", "UPPER"),
        (".csv", ".csv"),
    ],
)
def test_a_table_is_called_by_the_stem_of_its_file(path, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / path, T)
    (spec,) = plan([f"{path}#x->y"], [1], [0], [QUICK], folds=2)[:1]
    assert name_of(spec.target) == table_of(spec.target).name == name


def test_a_frame_is_a_table():
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"hours": X, "score": T})
    result = sweep([frame], [1], [0], [QUICK], folds=2)
    rows = result.to_frame()
    assert list(rows["fold"]) == [1, 2]
    assert (rows["fitted_rmse"] > 0.0).all()


@pytest.mark.parametrize(
    ("content", "text", "words"),
    [
        (None, "marks.csv", "marks.csv"),
        ("", "marks.csv", "empty"),
        ("x,y\n", "marks.csv", "no rows"),
        ("x,y\n1,2\n2,3\n3,5\n", "marks.csv", "3 rows"),
        ("x,y\n1,2\n2,3\n3,5\n4,7\n", "marks.csv", "4 rows, fewer than the 5 folds"),
        ("x,y\n" + "1,2\n" * 9, "marks.csv", "nothing to predict"),
        ("x,y\n1,2\n2,ann\n", "marks.csv", "ann"),
        ("x\n" + "1\n2\n" * 9, "marks.csv", "beside the output"),
        ("x,y\n1,2\n2,3\n", "marks.csv#x->z", "no column 'z'"),
        ("x,y,z\n" + "1,2,3\n2,3,4\n" * 9, "marks.csv#x->y,z", "2 outputs"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path, monkeypatch, content, text, words):
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / "marks.csv").write_text(content)
    with pytest.raises((SettingError, DataFileError)) as refused:
        plan([text], [1], [0])
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_bound_of_the_norm_is_for_functions(marks):
    with pytest.raises(SettingError, match="max_norm is for functions"):
        plan([marks], [1], [0], [VariableProjection(max_norm=3.0)])


@pytest.mark.parametrize("folds", [1, 0, 2.0, "5", None])
def test_folds_are_two_at_least(folds, marks):
    with pytest.raises(SettingError, match="folds"):
        plan([marks], [1], [0], folds=folds)


def test_every_activation_is_run_with_all_the_rest_the_first_one_first(marks):
    names = ["relu", "sigmoid", "t**2*exp(-t^2)"]
    both = plan([marks, "sine"], [1, 2], [0, 1], [QUICK], folds=2, activations=names)
    alone = [plan([marks, "sine"], [1, 2], [0, 1], [QUICK], folds=2, activation=n) for n in names]
    assert both == [spec for specs in alone for spec in specs]
    assert both[0].activation == "relu"
    assert plan(["sine"], [1], [0]) == plan(["sine"], [1], [0], activations=["logistic"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"activations": []}, "at least one of activations"),
        ({"activations": "relu"}, "activations must be a list"),
        ({"activations": ["logistic", "tanh", "sigmoid"]}, "twice, as logistic and as sigmoid"),
        ({"activations": ["relu", "relu"]}, "relu is named twice."),
        ({"activations": ["relu"], "activation": "tanh"}, "not both"),
        ({"activations": [3]}, "each of activations must be text"),
        ({"activations": ["heaviside"]}, "no gradient passes through heaviside"),
    ],
)
def test_activations_that_cannot_be(options, said):
    with pytest.raises(SettingError, match=said):
        plan(["sine"], [1], [0], **options)


def test_an_unknown_activation_among_several_has_near_names():
    with pytest.raises(UnknownNameError, match="did you mean tanh"):
        sweep(["sine"], [1], [0], activations=["relu", "tanhh"])


def test_who_does_not_take_an_activation_leaves_it_out_and_it_is_said():
    names = ["logistic", "heaviside", "relu"]
    trainers = ["levenberg_marquardt", "variable_projection", "staircase"]
    specs = plan(["sine", "franke"], [1], [0], trainers, activations=names)
    assert left_out(specs, names) == (
        "Left out, because they do not go together: levenberg_marquardt with heaviside; "
        "variable_projection with heaviside (on franke); staircase with relu."
    )
    assert left_out(plan(["franke"], [1], [0], trainers), ["logistic"]) == ""


def test_a_sweep_says_what_it_leaves_out_and_stores_the_rest(tmp_path):
    names = ["tanh", "heaviside"]
    with Store(tmp_path / "runs.sqlite") as store:
        first = sweep(["sine"], [1, 2], [0], [QUICK], activation="tanh", store=store)
        both = sweep(["sine"], [1, 2], [0], [QUICK], activations=names, store=store)
    assert both.computed == 0
    assert both.records == first.records
    assert "levenberg_marquardt with heaviside" in both.note
    assert "Left out" not in first.note
