"""Specs have keys that change with everything that changes a result, and with nothing else."""

import dataclasses
import pickle

import numpy as np
import pytest

from uat.exceptions import SettingError
from uat.sweeps.spec import RunSpec

SPEC = RunSpec("sine", 2, 0, "gradient_descent", '{"epochs": 10}', "logistic", 256)
OTHER = {
    "target": "runge",
    "width": 3,
    "seed": 1,
    "trainer": "adam",
    "settings": '{"epochs": 11}',
    "activation": "tanh",
    "fingerprint": "abc",
    "points": 257,
}


def with_settings(text):
    return dataclasses.replace(SPEC, settings=text)


@pytest.mark.parametrize("field", list(OTHER))
def test_the_key_changes_with_every_field(field):
    assert dataclasses.replace(SPEC, **{field: OTHER[field]}).key != SPEC.key


def test_the_key_of_a_fold_is_its_own_and_that_of_a_function_says_nothing_of_folds():
    keys = {
        dataclasses.replace(SPEC, fold=fold, folds=folds).key
        for fold, folds in [(0, 0), (1, 5), (2, 5), (1, 4)]
    }
    assert len(keys) == 4
    assert "fold" not in SPEC.to_dict()


@pytest.mark.parametrize(("fold", "folds"), [(6, 5), (0, 5), (1, 0), (-1, 5), (1.0, 5)])
def test_a_fold_is_one_of_those_there_are(fold, folds):
    with pytest.raises(SettingError, match="fold"):
        dataclasses.replace(SPEC, fold=fold, folds=folds)


def test_the_key_changes_with_the_version_of_the_results(monkeypatch):
    before = SPEC.key
    monkeypatch.setattr("uat.sweeps.spec.RESULTS_VERSION", 10**6)
    assert SPEC.key != before


def test_the_key_does_not_change_with_the_release(monkeypatch):
    before = SPEC.key
    monkeypatch.setattr("uat.version.__version__", "99.0.0")
    assert SPEC.key == before


def test_equal_specs_have_equal_keys():
    assert dataclasses.replace(SPEC).key == SPEC.key
    assert pickle.loads(pickle.dumps(SPEC)).key == SPEC.key


def test_an_alias_is_the_name_that_it_stands_for():
    aliased = dataclasses.replace(SPEC, trainer="sgd", activation="sigmoid")
    assert aliased == SPEC
    assert aliased.key == SPEC.key


def test_numbers_of_numpy_are_numbers():
    numbers = {"width": np.int64(2), "seed": np.uint8(0), "points": np.int32(256)}
    same = dataclasses.replace(SPEC, **numbers)
    assert same == SPEC
    assert same.key == SPEC.key
    assert type(same.width) is int


def test_neither_the_order_nor_the_spacing_of_settings_matters():
    one = with_settings('{"momentum": 0.9, "epochs": 10}')
    two = with_settings('{"epochs":10,\n "momentum":0.90}')
    assert one == two
    assert one.key == two.key


def test_a_whole_number_for_a_real_setting_is_that_real_number():
    one, two = with_settings('{"learning_rate": 1}'), with_settings('{"learning_rate": 1.0}')
    assert one.key == two.key
    assert one.settings == '{"learning_rate": 1.0}'
    assert with_settings('{"epochs": 10}').settings == '{"epochs": 10}'


@pytest.mark.parametrize("text", ["", "epochs=10", "[]", "null", '"{}"', None, "[" * 200_000])
def test_settings_that_are_no_object_are_refused(text):
    with pytest.raises(SettingError, match="settings of a run"):
        with_settings(text)


@pytest.mark.parametrize("value", [2.0, "2", None, True, -1])
@pytest.mark.parametrize("field", ["width", "seed", "points"])
def test_numbers_that_are_not_whole_are_refused(field, value):
    with pytest.raises(SettingError, match=f"{field} must be a whole number"):
        dataclasses.replace(SPEC, **{field: value})


@pytest.mark.parametrize("value", [3, None, ["sine"]])
@pytest.mark.parametrize("field", ["target", "trainer", "activation"])
def test_names_that_are_no_text_are_refused(field, value):
    with pytest.raises(SettingError, match=f"{field} must be text"):
        dataclasses.replace(SPEC, **{field: value})


def test_a_target_is_kept_in_its_one_spelling():
    typed = dataclasses.replace(SPEC, target="sin( 5*x )  on [-1,1]")
    assert typed.target == "sin(5*x) on [-1, 1]"
    assert typed.key == dataclasses.replace(SPEC, target=typed.target).key
    assert dataclasses.replace(SPEC, target="never heard of").target == "never heard of"


def test_what_has_no_fingerprint_has_the_key_that_it_had_before_there_were_any():
    assert SPEC.fingerprint == ""
    assert "fingerprint" not in SPEC.to_dict()
    assert dataclasses.replace(SPEC, fingerprint="abc").to_dict()["fingerprint"] == "abc"


def test_what_one_process_knows_is_not_portable():
    assert SPEC.portable
    assert not dataclasses.replace(SPEC, target="f on [0, 1] (of this process)").portable
