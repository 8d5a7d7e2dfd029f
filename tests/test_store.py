"""The store keeps what it was given, and refuses what is not a store without touching it."""

import dataclasses
import sqlite3

import pytest
from test_record import SPEC, record_of

from uat.exceptions import StoreError
from uat.sweeps.store import Store


def records_of(count, first=0):
    return [record_of(dataclasses.replace(SPEC, seed=first + i)) for i in range(count)]


@pytest.fixture(params=["file", "memory"])
def store(request, tmp_path):
    with Store(tmp_path / "runs.sqlite" if request.param == "file" else None) as opened:
        yield opened


def test_a_store_gives_back_what_it_was_given(store):
    records = records_of(3)
    store.add(records)
    assert len(store) == 3
    assert store.get([r.spec.key for r in records]) == {r.spec.key: r for r in records}


def test_unknown_keys_are_left_out(store):
    store.add(records_of(1))
    assert store.get(["nothing"]) == {}
    assert store.get([]) == {}


def test_more_keys_than_a_query_takes(store):
    records = records_of(1201)
    store.add(records)
    assert len(store.get([r.spec.key for r in records])) == 1201


def test_a_record_of_a_known_key_takes_its_place(store):
    store.add([record_of(max_error=0.5)])
    store.add([record_of(max_error=0.7)])
    assert len(store) == 1
    assert store.get([SPEC.key])[SPEC.key].max_error == 0.7


def test_a_diverged_run_is_stored(store):
    diverged = dataclasses.replace(record_of(max_error=None, rmse=None), stop_reason="diverged")
    store.add([diverged])
    assert store.get([SPEC.key])[SPEC.key] == diverged


def test_a_store_can_be_opened_again(tmp_path):
    path = tmp_path / "runs.sqlite"
    with Store(path) as first:
        first.add(records_of(2))
    with Store(path) as second:
        assert len(second) == 2


def test_a_batch_is_stored_whole_or_not_at_all(store):
    good, bad = records_of(2)
    broken = dataclasses.replace(bad, rmse=float("nan"))  # JSON has no number for it
    with pytest.raises(ValueError, match="Out of range float"):
        store.add([good, broken])
    assert len(store) == 0


def test_a_full_disk_is_one_clear_line_and_loses_nothing(tmp_path):
    with Store(tmp_path / "runs.sqlite") as store:
        store.add(records_of(2))
        pages = store._database.execute("PRAGMA page_count").fetchone()[0]
        store._database.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match=r"full.*kept"):
            store.add(records_of(500, first=10))
        assert len(store) == 2
    with Store(tmp_path / "runs.sqlite") as again:
        assert len(again) == 2


def foreign_database(path):
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE poems (line TEXT)")
    database.close()


def newer_store(path):
    with Store(path) as store:
        store._database.execute("PRAGMA user_version = 99")


def damaged_store(path):
    with Store(path) as store:
        store.add(records_of(400))
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 20000] = b"\xaa" * 20000
    path.write_bytes(content)


@pytest.mark.parametrize(
    "spoil",
    [
        foreign_database,
        newer_store,
        damaged_store,
        lambda path: path.write_text("a shopping list, not a database\n" * 50),
        lambda path: path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000),
    ],
    ids=["foreign", "newer", "damaged", "text", "header only"],
)
def test_what_is_not_a_store_is_refused_and_left_as_it_was(spoil, tmp_path):
    path = tmp_path / "runs.sqlite"
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"runs\.sqlite.*another") as refused:
        Store(path)
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == before


def test_a_damaged_record_is_refused(tmp_path):
    with Store(tmp_path / "runs.sqlite") as store:
        store.add([record_of()])
        with store._database:
            store._database.execute("UPDATE runs SET record = '{}'")
        with pytest.raises(StoreError, match="damaged"):
            store.get([SPEC.key])


@pytest.mark.parametrize("path", ["missing/runs.sqlite", "."])
def test_a_file_that_cannot_be_opened_is_refused(path, tmp_path):
    with pytest.raises(StoreError, match="name a file in a folder that exists"):
        Store(tmp_path / path)


def test_a_store_somebody_else_writes_to_is_waited_for_and_then_refused(tmp_path):
    path = tmp_path / "runs.sqlite"
    with Store(path) as store:
        store._database.execute("PRAGMA busy_timeout = 10")
        other = sqlite3.connect(path)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="another process"):
            store.add([record_of()])
        other.rollback()
        other.close()
        store.add([record_of()])
        assert len(store) == 1


def test_an_empty_file_becomes_a_store(tmp_path):
    path = tmp_path / "runs.sqlite"
    path.touch()
    with Store(path) as store:
        assert len(store) == 0
    assert path.read_bytes().startswith(b"SQLite format 3")
