"""Whatever happened to the bytes of a store: the right record, or a line and a run computed anew.

Single bits are flipped anywhere in the file, and rows are edited by hand. No number that comes out
may differ from what a sweep without a store gives.
"""

import random
import sqlite3

import pytest
from tools import HereExecutor

from uat.exceptions import StoreError
from uat.sweeps.plan import plan
from uat.sweeps.run import run_batch
from uat.sweeps.store import Store, _checksum
from uat.sweeps.sweep import run_specs
from uat.trainers import GradientDescent

FLIPS = 500
SPECS = plan(
    ["line", "sine", "runge", "cone"], [1], range(10), [GradientDescent(epochs=3)], points=16
)


@pytest.fixture(scope="module")
def truth():
    """Return spec -> record, as computed without a store."""
    return dict(zip(SPECS, run_batch(SPECS), strict=True))


@pytest.fixture(scope="module")
def content(truth, tmp_path_factory):
    """Return the bytes of a store that holds all of them."""
    path = tmp_path_factory.mktemp("store") / "runs.sqlite"
    with Store(path) as store:
        store.add(truth.values())
    return path.read_bytes()


@pytest.fixture
def path(content, truth, tmp_path, monkeypatch):
    """Return a file that holds the store; computing takes no time."""
    monkeypatch.setattr("uat.sweeps.sweep.run_batch", lambda batch: [truth[s] for s in batch])
    path = tmp_path / "runs.sqlite"
    path.write_bytes(content)
    return path


def swept(path, truth):
    """Sweep with the store, see that the numbers are right, and return the sweep and the note."""
    reports = []
    with Store(path) as store:
        sweep = run_specs(SPECS, store=store, executor=HereExecutor(), progress=reports.append)
        assert sweep.records == tuple(truth.values())
        assert [r.seconds for r in sweep.records] == [r.seconds for r in truth.values()]
        if sweep.computed:
            again = store.lookup([spec.key for spec in SPECS])
            assert (len(again.records), len(again.damaged)) == (len(SPECS), 0)
    assert not any(report.note for report in reports[1:])
    return sweep, reports[0].note


def test_a_sound_store_is_taken_as_it_is(path, truth):
    sweep, note = swept(path, truth)
    assert (sweep.computed, sweep.damaged, note) == (0, 0, "")


@pytest.mark.slow
def test_single_flipped_bits_never_change_a_number(path, content, truth):
    rng = random.Random(20)
    outcomes = {"as it was": 0, "computed anew": 0}
    messages = []
    for _ in range(FLIPS):
        bit = rng.randrange(8 * len(content))
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        try:
            sweep, note = swept(path, truth)
        except StoreError as refused:
            messages.append(str(refused))
        else:
            assert bool(note) == bool(sweep.damaged)
            outcomes["computed anew" if sweep.computed else "as it was"] += 1
    assert all(outcomes.values())
    assert messages
    for message in messages:
        assert "runs.sqlite" in message
        assert "another" in message
        assert "\n" not in message


def key_bits(content, spec):
    """Yield the bytes in which each bit of a key's first characters is flipped in turn."""
    first = content.index(spec.key.encode())
    for bit in range(8 * first, 8 * (first + 4)):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        yield bytes(flipped)


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 20, 39])
def test_a_key_out_of_order_hides_no_row_for_good(place, path, content, truth):
    for flipped in key_bits(content, sorted(SPECS, key=lambda spec: spec.key)[place]):
        path.write_bytes(flipped)
        assert swept(path, truth)[0].computed <= 1
        assert swept(path, truth)[0].computed == 0


def flips_of_the_header(content):
    for bit in range(8 * 108):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        yield bytes(flipped)


@pytest.mark.slow
def test_flipped_bits_of_the_header_never_change_a_number_nor_a_refused_file(path, content, truth):
    refused = 0
    for flipped in flips_of_the_header(content):
        path.write_bytes(flipped)
        try:
            swept(path, truth)
        except StoreError:
            refused += 1
            assert path.read_bytes() == flipped
    assert refused > 300


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9])
def test_a_truncated_file_is_refused_and_left_as_it_was(share, path, content, truth):
    rest = content[: int(share * len(content))]
    path.write_bytes(rest)
    with pytest.raises(StoreError, match="another file"):
        swept(path, truth)
    assert path.read_bytes() == rest


def row_of(spec):
    return f"WHERE key = '{spec.key}'"


ONE, TWO, *_ = SPECS


def edited(old, new):
    """Edit the text of one record, as an editor of databases would."""
    return lambda database: database.execute(
        f"UPDATE records SET record = replace(record, ?, ?) {row_of(ONE)}", (old, new)
    )


def set_to(column, value):
    return lambda database: database.execute(
        f"UPDATE records SET {column} = ? {row_of(ONE)}", (value,)
    )


def edited_knowingly(old, new):
    """Edit a record and put the right checksum beside it."""

    def edit(database):
        query = f"SELECT record FROM records {row_of(ONE)}"
        text = database.execute(query).fetchone()[0].replace(old, new, 1)
        database.execute(
            f"UPDATE records SET record = ?, checksum = ? {row_of(ONE)}",
            (text, _checksum(ONE.key, text)),
        )

    return edit


def swap_keys(database):
    for key, new in ((ONE.key, "between"), (TWO.key, ONE.key), ("between", TWO.key)):
        database.execute("UPDATE records SET key = ? WHERE key = ?", (new, key))


def swap_texts_and_checksums(database):
    query = "SELECT checksum, record FROM records WHERE key = ?"
    first, second = (database.execute(query, [s.key]).fetchone() for s in (ONE, TWO))
    update = "UPDATE records SET checksum = ?, record = ? WHERE key = ?"
    database.executemany(update, [(*second, ONE.key), (*first, TWO.key)])


def duplicate(database):
    database.execute(
        "INSERT OR REPLACE INTO records SELECT ?, checksum, record FROM records WHERE key = ?",
        (ONE.key, TWO.key),
    )


def record_of_another_run(database):
    """Put another run's record under a key, with a checksum that fits."""
    query = f"SELECT record FROM records {row_of(TWO)}"
    (text,) = database.execute(query).fetchone()
    database.execute(
        f"UPDATE records SET record = ?, checksum = ? {row_of(ONE)}",
        (text, _checksum(ONE.key, text)),
    )


DAMAGING = {
    "max_error": edited('"max_error": ', '"max_error": 1'),
    "stop_reason": edited("epochs_done", "converged"),
    "space": edited(", ", ","),
    "spec": edited('"width": 1', '"width": 2'),
    "seed": edited('"seed": 0', '"seed": 7'),
    "checksum": set_to("checksum", "0" * 64),
    "checksum empty": set_to("checksum", ""),
    "checksum number": set_to("checksum", 17),
    "checksum blob": set_to("checksum", b"\xff" * 32),
    "text empty": set_to("record", ""),
    "text number": set_to("record", 5),
    "text blob": set_to("record", b"\x80\xff\x00"),
    "text not unicode": lambda d: d.execute(
        f"UPDATE records SET record = CAST(x'80FF' AS TEXT) {row_of(ONE)}"
    ),
    "text as a blob": lambda d: d.execute(
        f"UPDATE records SET record = CAST(record AS BLOB) {row_of(ONE)}"
    ),
    "brackets": set_to("record", "[" * 200_000),
    "duplicate": duplicate,
    "other run's": record_of_another_run,
    "sealed spec": edited_knowingly('"width": 1', '"width": 2'),
    "sealed sign": edited_knowingly('"max_error": ', '"max_error": -'),
    "sealed type": edited_knowingly('"rmse": ', '"rmse": true, "other": '),
    "sealed words": edited_knowingly("epochs_done", "done"),
    "sealed brackets": edited_knowingly("{", "[" * 200_000),
}


def edit(path, change):
    database = sqlite3.connect(path)
    with database:
        change(database)
    database.close()


@pytest.mark.parametrize("change", DAMAGING.values(), ids=DAMAGING)
def test_a_row_edited_by_hand_is_computed_anew_and_said(change, path, truth):
    edit(path, change)
    sweep, note = swept(path, truth)
    assert (sweep.computed, sweep.damaged) == (1, 1)
    assert note == f"{path}: 1 run was damaged there; computed anew."
    assert repr(sweep) == (
        "Sweep(40 runs, 1 of them computed now, 1 because the store's were damaged)"
    )
    assert swept(path, truth)[0].computed == 0


@pytest.mark.parametrize("change", [swap_keys, swap_texts_and_checksums])
def test_rows_that_changed_places_are_computed_anew_and_said(change, path, truth):
    edit(path, change)
    sweep, note = swept(path, truth)
    assert (sweep.computed, sweep.damaged) == (2, 2)
    assert note == f"{path}: 2 runs were damaged there; computed anew."


def test_a_deleted_row_is_computed_anew(path, truth):
    edit(path, lambda database: database.execute(f"DELETE FROM records {row_of(ONE)}"))
    sweep, note = swept(path, truth)
    assert (sweep.computed, sweep.damaged, note) == (1, 0, "")


def test_a_row_without_a_text_is_computed_anew(path, truth):
    """The table has no place for NULL; a table that had one would be refused."""

    def without(database):
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute(f"UPDATE records SET record = NULL {row_of(ONE)}")

    with pytest.raises(sqlite3.IntegrityError, match="NOT NULL"):
        edit(path, without)
    assert swept(path, truth)[0].computed == 0


def test_fresh_runs_do_not_look_at_the_store(path, truth):
    edit(path, edited('"max_error": ', '"max_error": 1'))
    with Store(path) as store:
        sweep = run_specs(SPECS, store=store, fresh=True, executor=HereExecutor())
    assert (sweep.computed, sweep.damaged) == (len(SPECS), 0)
    assert swept(path, truth)[0].computed == 0
