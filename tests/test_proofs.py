"""What is proved of runs encloses what was measured, and is kept with the runs."""

import sqlite3
import sys
from concurrent.futures import Future
from dataclasses import replace

import pytest

pytest.importorskip("flint")

import uat
from uat.exceptions import SettingError
from uat.sweeps.executors import ThisProcess
from uat.sweeps.plan import plan
from uat.sweeps.proofs import (
    RELATIVE_WIDTH,
    WIDEST,
    Proof,
    certificate_of,
    proof_key,
    proofs_of,
    provable,
    prove_runs,
)
from uat.sweeps.run import run_batch
from uat.sweeps.store import Store
from uat.theory.certificates.certificate import Certificate
from uat.trainers import GradientDescent, VariableProjection

NEAR = VariableProjection(cold_starts=1, screening=5, kept=1, steps=10, polish=1)


@pytest.fixture(scope="module")
def records():
    trained = plan(["runge"], [2], [0], [GradientDescent(epochs=5)])
    built = plan(["runge"], [1, 4], [0], ["staircase"])
    return run_batch([*trained, *built, *plan(["runge"], [1, 2], [0], [NEAR])])


@pytest.fixture(scope="module")
def proved(records):
    with Store() as store:
        return prove_runs(records, store, ThisProcess())


def test_near_best_and_built_networks_are_proved_and_no_others(records, proved):
    assert [spec.trainer for spec in proved.proofs] == ["staircase"] * 2 + [NEAR.name] * 2
    assert (proved.computed, proved.note) == (4, "")
    assert [provable(record) for record in records] == [False] + [True] * 4
    assert proofs_of(records[:2], proved.proofs).keys() == {records[1].spec}


def test_those_of_two_inputs_wide_ones_and_those_of_python_are_not(records):
    near = records[-1]

    def with_(**changes):
        return replace(near, spec=replace(near.spec, **changes))

    assert provable(with_(target="sin(3*x) on [0, 1]"))
    assert not provable(with_(target="franke"))
    assert not provable(with_(target="math:cos on [0, 1]"))
    assert not provable(with_(width=WIDEST + 1))
    assert not provable(replace(near, max_error=None))
    assert not provable(with_(fold=1, folds=5))


def test_measured_errors_lie_within(records, proved):
    for record in records[1:]:
        proof = proved.proofs[record.spec]
        assert proof.low * (1 - 1e-6) <= record.max_error <= proof.high
        assert proof.high - proof.low <= RELATIVE_WIDTH * proof.high


def test_the_certificate_is_one_of_the_network_and_can_be_checked(records, proved):
    record = records[-1]
    proof = proved.proofs[record.spec]
    certificate = Certificate.from_json(proof.certificate)
    assert (certificate.low, certificate.high) == (proof.low, proof.high)
    assert certificate.network.to_dict() == record.network.to_dict()
    assert certificate.check().proved
    assert certificate_of(record).split('"seconds"')[0] == proof.certificate.split('"seconds"')[0]


def test_a_store_holds_them_and_nothing_is_proved_twice(records, proved, tmp_path, monkeypatch):
    with Store(tmp_path / "runs.sqlite") as store:
        first = prove_runs(records, store, ThisProcess())
    monkeypatch.setattr(uat.sweeps.proofs, "certificate_of", lambda _: pytest.fail("proved anew"))
    with Store(tmp_path / "runs.sqlite") as store:
        again = prove_runs(records, store, ThisProcess())
    assert (first.computed, again.computed) == (4, 0)
    assert again.proofs == first.proofs
    ends = {spec: (proof.low, proof.high) for spec, proof in proved.proofs.items()}
    assert {spec: (p.low, p.high) for spec, p in again.proofs.items()} == ends


def test_of_another_network_nothing_is_known(records):
    near, other = records[-1], records[-2]
    assert proof_key(near) != proof_key(replace(near, network=other.network))
    assert proof_key(near) == proof_key(replace(near, seconds=7.0))


def test_a_damaged_one_is_proved_anew(records, tmp_path):
    path = tmp_path / "runs.sqlite"
    with Store(path) as store:
        before = prove_runs(records[1:3], store, ThisProcess())
    database = sqlite3.connect(path)
    with database:
        database.execute("UPDATE certificates SET certificate = replace(certificate, '0x1', '0x0')")
    database.close()
    with Store(path) as store:
        again = prove_runs(records[1:3], store, ThisProcess())
    assert again.computed == 2
    assert [p.high for p in again.proofs.values()] == [p.high for p in before.proofs.values()]


def test_without_the_package_one_line_says_what_to_install(records, monkeypatch):
    with Store() as store:
        prove_runs(records[1:2], store, ThisProcess())
        monkeypatch.setitem(sys.modules, "flint", None)
        known = prove_runs(records[1:2], store, ThisProcess())
        more = prove_runs(records, store, ThisProcess())
    assert (len(known.proofs), known.note) == (1, "")
    assert (len(more.proofs), more.computed) == (1, 0)
    assert more.note == (
        "the errors are not proved: this needs python-flint: pip install 'uat-toolkit[certify]'."
    )


def test_where_nothing_can_be_proved_that_is_kept_too(records, monkeypatch):
    def refuse(*_, **__):
        raise SettingError("the target has no bound near 0.")

    monkeypatch.setattr("uat.theory.certificates.certify.certify", refuse)
    with Store() as store:
        first = prove_runs(records[1:2], store, ThisProcess())
        again = prove_runs(records[1:2], store, ThisProcess())
    assert (first.computed, again.computed) == (1, 0)
    assert first.proofs == again.proofs == {}


def test_an_interrupt_loses_nothing_that_is_proved(records):
    class Interrupted(ThisProcess):
        """Is interrupted by its second job."""

        jobs = 0

        def submit(self, fn, /, *args, **kwargs):
            self.jobs += 1
            if self.jobs == 2:
                future = Future()
                future.set_exception(KeyboardInterrupt())
                return future
            return super().submit(fn, *args, **kwargs)

    told = []
    with Store() as store:
        with pytest.raises(KeyboardInterrupt):
            prove_runs(records[1:3], store, Interrupted(), lambda *count: told.append(count))
        kept = store.certificates([proof_key(record) for record in records[1:3]])
    assert len(kept) == len(told) <= 1


def test_an_error_that_has_no_bound_yet_is_read_too():
    text = '{"low": "0x0.0p+0", "high": "inf"}'
    assert Proof.from_text(text) == Proof(0.0, float("inf"), text)
