"""The store keeps what it was given, and refuses what is not a store without touching it."""

import dataclasses
import sqlite3
import sys

import pytest
from tools import SPEC, needs, record_of, refusal, uat

from uat.exceptions import MissingPackageError, StoreError
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


@pytest.mark.slow
def test_more_keys_than_a_query_takes(store):
    records = records_of(1201)
    store.add(records)
    assert len(store.get([r.spec.key for r in records])) == 1201


def test_a_record_of_a_known_key_takes_its_place(store):
    store.add([record_of(max_error=0.5)])
    store.add([record_of(max_error=0.7)])
    assert len(store) == 1
    assert store.get([SPEC.key])[SPEC.key].max_error == 0.7


def test_records_can_be_looked_into_when_the_store_is_closed(tmp_path):
    with Store(tmp_path / "runs.sqlite") as store:
        store.add([record_of()])
    with Store(tmp_path / "runs.sqlite") as store:
        known = store.lookup([SPEC.key], {SPEC.key: SPEC}).records[SPEC.key]
    assert known.spec is SPEC
    assert (known.network, known.loss_curve) == (record_of().network, record_of().loss_curve)


def test_a_store_tells_which_targets_it_knows_by_another_fingerprint_only():
    specs = [
        dataclasses.replace(SPEC, target=f"math:{name} on [0, 1]", fingerprint=own)
        for name, own in [("exp", "a"), ("exp", "b"), ("erf", "a"), ("sin", "c")]
    ]
    with Store() as store:
        store.add([record_of(), *map(record_of, specs)])
        store._database.execute("INSERT INTO records VALUES ('no text', '', x'00FF')")
        asked = {spec.target: "b" for spec in specs} | {"math:cos on [0, 1]": "b"}
        assert sorted(store.knew_others(asked)) == [specs[2].target, specs[3].target]
        assert store.knew_others({}) == []


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


def store_without_its_table(path):
    with Store(path) as store:
        store._database.execute("DROP TABLE records")


def store_of_another_table(path):
    store_without_its_table(path)
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE records (key TEXT PRIMARY KEY, record TEXT NOT NULL)")
    database.close()


def truncated_store(path):
    with Store(path) as store:
        store.add(records_of(40))
    path.write_bytes(path.read_bytes()[:5000])


def beginning_of_a_store(path):
    with Store(path):
        pass
    path.write_bytes(path.read_bytes()[:50])


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
        store_without_its_table,
        store_of_another_table,
        truncated_store,
        beginning_of_a_store,
        lambda path: path.write_text("a list"),
        lambda path: path.write_text("a shopping list, not a database\n" * 50),
        lambda path: path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000),
    ],
    ids=[
        "foreign", "newer", "damaged", "no table", "another table", "truncated", "beginning only",
        "short text", "text", "header only",
    ],
)  # fmt: skip
def test_what_is_not_a_store_is_refused_and_left_as_it_was(spoil, tmp_path):
    path = tmp_path / "runs.sqlite"
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"runs\.sqlite.*another") as refused:
        Store(path)
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == before


def test_a_store_of_an_earlier_release_keeps_its_runs_and_takes_new_ones(tmp_path):
    path = tmp_path / "runs.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE runs (key TEXT PRIMARY KEY, record TEXT NOT NULL)")
        database.execute("INSERT INTO runs VALUES (?, ?)", (SPEC.key, record_of().to_json()))
        database.execute(f"PRAGMA application_id = {0x00756174}")
        database.execute("PRAGMA user_version = 1")
    database.close()
    for _ in range(2):
        with Store(path) as store:
            found = store.lookup([SPEC.key])
            assert (found.records, found.damaged) == ({}, frozenset())
            assert store._database.execute("SELECT count(*) FROM runs").fetchone() == (1,)
    with Store(path) as store:
        store.add([record_of()])
    with Store(path) as store:
        assert store.get([SPEC.key]) == {SPEC.key: record_of()}


def test_a_file_that_cannot_be_written_can_be_read_and_says_so(tmp_path):
    with Store(tmp_path / "runs.sqlite") as store:
        store.add([record_of()])
        store._database.execute("PRAGMA query_only = ON")
        assert len(store.get([SPEC.key])) == 1
        with pytest.raises(StoreError, match=r"readonly.*make it writable") as refused:
            store.add(records_of(2))
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize("beside", ["runs.sqlite-journal", "runs.sqlite-wal", "runs.sqlite-shm"])
@pytest.mark.parametrize(
    "content", [b"", b"no journal of SQLite" * 400, b"\xd9\xd5\x05\xf9" * 2000]
)
def test_what_lies_beside_a_store_does_not_change_what_it_holds(beside, content, tmp_path):
    path = tmp_path / "runs.sqlite"
    with Store(path) as store:
        store.add(records_of(3))
    (tmp_path / beside).write_bytes(content)
    with Store(path) as store:
        assert store.get([r.spec.key for r in records_of(3)]) == {
            r.spec.key: r for r in records_of(3)
        }


def test_a_folder_beside_a_store_where_its_journal_should_be_is_one_line(tmp_path):
    path = tmp_path / "runs.sqlite"
    with Store(path):
        pass
    (tmp_path / "runs.sqlite-journal").mkdir()
    with pytest.raises(StoreError, match=r"runs\.sqlite: .*; .*\."), Store(path) as store:
        store.add(records_of(1))


def test_a_path_that_can_be_none_is_one_line():
    with pytest.raises(StoreError, match="null"):
        Store("runs\0.sqlite")


def test_a_closed_store_says_so_in_one_line(store):
    store.close()
    for act in (lambda: store.get(["key"]), lambda: len(store), lambda: store.add(records_of(1))):
        with pytest.raises(StoreError, match="closed"):
            act()
    store.close()


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


def test_a_locked_store_can_be_neither_opened_nor_read_and_says_who_has_it(tmp_path, monkeypatch):
    monkeypatch.setattr("uat.sweeps.store._WAIT_SECONDS", 0.01)
    path = tmp_path / "runs.sqlite"
    with Store(path) as store:
        other = sqlite3.connect(path)
        other.execute("BEGIN EXCLUSIVE")
        for act in (lambda: Store(path), lambda: store.get([SPEC.key]), lambda: len(store)):
            with pytest.raises(StoreError, match=r"locked; another process is writing"):
                act()
        other.rollback()
        other.close()
        assert len(store) == 0


def test_an_empty_file_becomes_a_store(tmp_path):
    path = tmp_path / "runs.sqlite"
    path.touch()
    with Store(path) as store:
        assert len(store) == 0
    assert path.read_bytes().startswith(b"SQLite format 3")


def test_a_store_is_a_frame_and_a_parquet_file(tmp_path):
    needs("pandas")
    needs("pyarrow")
    import pandas as pd

    words = dataclasses.replace(SPEC, settings='{"momentum": "nesterov"}', seed=7)
    numbers = dataclasses.replace(SPEC, settings='{"momentum": 0.5}', seed=8)
    records = [record_of(spec, max_error=0.1 + 0.2) for spec in (words, numbers)]
    with Store() as store:
        store.add(records)
        frame = store.to_frame()
        store.to_parquet(tmp_path / "runs.parquet")
    assert sorted(frame["seed"]) == [7, 8]
    assert set(frame["max_error"]) == {0.1 + 0.2}
    again = pd.read_parquet(tmp_path / "runs.parquet").set_index("seed")
    assert list(again.columns) == [name for name in frame.columns if name != "seed"]
    assert again["max_error"][8] == 0.1 + 0.2
    assert (again["momentum"][7], again["momentum"][8]) == ("nesterov", "0.5")


def test_a_damaged_row_is_in_no_frame():
    needs("pandas")
    with Store() as store:
        store.add(records_of(3))
        store._database.execute("UPDATE records SET checksum = '' WHERE key = ?", (SPEC.key,))
        assert len(store.to_frame()) == 2


@pytest.mark.parametrize("package", ["pandas", "pyarrow"])
def test_what_parquet_needs_is_said_before_any_work(package, monkeypatch, tmp_path):
    needs("pandas")
    monkeypatch.setitem(sys.modules, package, None)
    with Store() as store, pytest.raises(MissingPackageError, match=r"uat-toolkit\[parquet\]"):
        store.to_parquet(tmp_path / "runs.parquet")
    options = ("--store", tmp_path / "runs.sqlite", "-o", tmp_path / "runs.parquet")
    assert f"this needs {package}" in refusal("sweep", *options)
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_writes_parquet(tmp_path):
    needs("pyarrow")
    import pandas as pd

    options = ("--targets", "line", "--widths", "1", "--seeds", "2", "--epochs", "3")
    path = tmp_path / "runs.parquet"
    done = uat("sweep", *options, "--store", tmp_path / "a.sqlite", "--workers", "1", "-o", path)
    assert done.exit_code == 0, done.output
    assert list(pd.read_parquet(path)["seed"]) == [0, 1]
