"""Whole roads of an import: every format, hostile files, a kill in the middle, the shell."""

import csv
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, RowVerdict
from csq_desktop.errors import UserError
from csq_desktop.exchange.matching import mapping_files
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.imports import commands, imports
from csq_desktop.services.imports import matching as import_matching
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from tests.exchange.made_files import Rows, csv_file, csv_text, ods_file, xls_file, xlsx_file
from tests.factory import FixedClock, open_store
from tests.services.imports.import_case import (
    CASE_HEAD,
    CASE_ROWS,
    CASES,
    PEOPLE,
    PEOPLE_HEAD,
    case,
    clock,
    everything,
    shop_of,
    store,
    table_of,
    take_in,
    taken,
    tried,
)
from tests.tally import Tally

__all__ = ["clock", "store"]
HEAD = ["No", "In", "By", "About", "Level", "Words"]
MAPPING = replace(CASES, columns={name: CASES.columns[name] for name in HEAD})
MOMENT = datetime.fromisoformat("2026-09-02T11:30")


def rows_with(moment: object) -> Rows:
    return [HEAD, ["T1", moment, "Phone", "till.waiting", "low", "店員態度欠佳，啲嘢都冇人執"]]


FORMATS: dict[str, Callable[[Path], Path]] = {
    "utf-8": lambda path: csv_file(path, rows_with("02/09/2026 11:30")),
    "utf-8-sig": lambda path: csv_file(path, rows_with("02/09/2026 11:30"), "utf-8-sig"),
    "big5hkscs": lambda path: csv_file(path, rows_with("02/09/2026 11:30"), "big5hkscs"),
    "gb18030": lambda path: csv_file(path, rows_with("02/09/2026 11:30"), "gb18030"),
    "utf-16": lambda path: csv_file(path, rows_with("02/09/2026 11:30"), "utf-16", "\t"),
    "xlsx": lambda path: xlsx_file(path, {"Sheet1": rows_with(MOMENT)}),
    "xls": lambda path: xls_file(path, rows_with(MOMENT)),
    "ods": lambda path: ods_file(path, rows_with(MOMENT)),
}


@pytest.mark.no_cover
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_becomes_the_same_complaint(store: Store, tmp_path: Path, name: str) -> None:
    take_in(store, imports.open_file(FORMATS[name](tmp_path / "file.dat")), MAPPING)
    with store.reading() as session:
        row = case(session, "T1")
        assert row.received_at.isoformat() == "2026-09-02T03:30:00+00:00"
        assert row.words == "店員態度欠佳，啲嘢都冇人執"
        found = complaint_views.line_ids(session, Filter(ComplaintQueue.ALL, text="嘢"))
        assert list(found) == [row.id]


def test_a_sheet_or_an_encoding_can_be_named(store: Store, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", {"Note": [["x"], ["y"]], "Cases": rows_with(MOMENT)})
    assert imports.open_file(path, sheet="Cases").columns == tuple(HEAD)
    path = csv_file(tmp_path / "b.csv", rows_with("02/09/2026"), "big5hkscs")
    table = imports.open_file(path, encoding="gb18030")
    assert "店員" not in str(table.sample())


def test_rows_left_out_are_written_with_their_reasons_and_come_back_mended(
    store: Store, tmp_path: Path
) -> None:
    rows = [*CASE_ROWS, ["T1", *CASE_ROWS[1][1:]], ["T5", "31/02/2026", *CASE_ROWS[2][2:]],
            ["=1+1", "no date", *CASE_ROWS[2][2:]]]  # fmt: skip
    table = table_of(tmp_path, rows)
    batch = take_in(store, table, CASES)
    assert (batch.added, batch.duplicates, batch.invalid) == (3, 1, 2)
    target = tmp_path / "skipped.csv"
    heard = []
    with store.reading(identities=True) as session:
        count = imports.write_rejects(
            session,
            table_of(tmp_path, rows),
            CASES,
            target,
            lambda *progress: heard.append(progress),
        )
    assert (count, heard[-2][:2]) == (3, (6, 6))  # the last one asks whether to stop
    with target.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file))
    assert found[0][2:] == CASE_HEAD
    reasons = {row[2]: row[1] for row in found[1:]}
    assert reasons["T5"] == "Received: “31/02/2026” is not a date."
    assert "'=1+1" in reasons
    mended = [
        found[0],
        *([*row[:3], "05/09/2026", *row[4:]] for row in found[1:] if row[2] == "T5"),
    ]
    table = table_of(tmp_path, mended, "mended.csv")
    assert tried(store, table, CASES).summary.counts == {RowVerdict.NEW: 1}


def test_the_command_line_does_the_same(store: Store, tmp_path: Path) -> None:
    people = [["Member No", "Name", "Phone"], ["M1", "May", ""], ["M2", "Jun", ""], ["M1", "", ""]]
    path = csv_file(tmp_path / "people.csv", people)
    order = commands.Order(ImportKind.CUSTOMERS, path, rejects=tmp_path / "r.csv", dry_run=True)
    heard: list[tuple[str, int, int]] = []
    dry = commands.run(store, order, lambda *progress: heard.append(progress))
    assert (dry.batch_id, dry.counts["new"], dry.counts["duplicate"]) == (None, 2, 1)
    assert dry.sentences[-1] == "Row 4: The same Customer number as in row …."
    assert heard == [("3 rows", 3, 3)]
    assert (tmp_path / "r.csv").exists()
    assert everything(store)["customer"] == []
    done = commands.run(store, replace(order, dry_run=False, rejects=None), None)
    assert done.batch_id is not None
    assert done.as_json()["sentences"][-1] == done.sentences[-1]
    assert len(everything(store)["customer"]) == 2


def test_nothing_is_written_over_a_file_that_is_read(store: Store, tmp_path: Path) -> None:
    """Neither rejects nor a suggestion, over the file or its mapping, by any of their names."""
    path = csv_file(tmp_path / "people.csv", [["Member No", "Name"], ["M1", "May"]])
    mapping, link = tmp_path / "mapping.json", tmp_path / "link.csv"
    mapping_files.save(PEOPLE, mapping)
    link.symlink_to(path)
    before = path.read_bytes(), mapping.read_bytes()
    order = commands.Order(ImportKind.CUSTOMERS, path, mapping)
    for target in (path, mapping, link):
        for written in (replace(order, rejects=target), replace(order, suggestion=target)):
            with pytest.raises(UserError, match=f"“{target.name}” is read by this import"):
                commands.run(store, written, None)
    with (
        store.reading(identities=True) as session,
        pytest.raises(UserError, match="is read by this import"),
    ):
        imports.write_rejects(session, imports.open_file(path), PEOPLE, link)
    assert (path.read_bytes(), mapping.read_bytes()) == before


def test_the_command_line_refuses_an_order_of_dates_that_the_file_disproves(
    store: Store, tmp_path: Path
) -> None:
    head = list(MAPPING.columns)
    path = csv_file(tmp_path / "cases.csv", [head, ["T1", "25/06/2026", *CASE_ROWS[1][2:6]]])
    mapping_files.save(replace(MAPPING, date_order=DateOrder.MDY), tmp_path / "m.json")
    order = commands.Order(ImportKind.COMPLAINTS, path, mapping_file=tmp_path / "m.json")
    with pytest.raises(UserError, match="“25/06/2026” fits only"):
        commands.run(store, order, None)
    mapping_files.save(replace(MAPPING, date_order=None), tmp_path / "m.json")
    assert commands.run(store, order, None).counts["new"] == 1


def test_the_command_line_uses_a_mapping_file(store: Store, tmp_path: Path) -> None:
    head = ["Case No", "Received", "Channel", "Category", "Severity", "Details"]
    path = csv_file(tmp_path / "cases.csv", [head, ["T1", "05/06/2026", *CASE_ROWS[1][2:6]]])
    order = commands.Order(ImportKind.COMPLAINTS, path)
    with pytest.raises(UserError, match="Give a mapping with date_order"):
        commands.run(store, order, None)
    columns = dict(zip(head, MAPPING.columns.values(), strict=True))
    mapping_files.save(replace(MAPPING, columns=columns), tmp_path / "m.json")
    done = commands.run(store, replace(order, mapping_file=tmp_path / "m.json"), None)
    assert done.counts["new"] == 1
    with store.reading() as session:
        assert case(session, "T1").received_at.month == 6
    wrong = replace(order, kind=ImportKind.CUSTOMERS, mapping_file=tmp_path / "m.json")
    with pytest.raises(UserError, match="The column mapping is for another kind of data"):
        commands.run(store, wrong, None)


_KILLED = """
import os, sys
from pathlib import Path
from csq_desktop.services.imports import imports
from csq_desktop.domain.users import Role
from csq_desktop.storage import opening
from tests.factory import FOLDER, PASSPHRASES, FixedClock
from tests.services.imports.import_case import FILES
from csq_desktop.domain.imports.plans import ImportKind

folder, kind = Path(sys.argv[1]), ImportKind(sys.argv[2])
passphrase = PASSPHRASES[Role.SUPERVISOR]
store = opening.open_store(folder / FOLDER, int(sys.argv[3]), passphrase, source=FixedClock())
mapping = FILES[kind][1]
table = imports.open_file(folder / "rows.csv")
with store.reading(identities=True) as session:
    shown = imports.dry_run(session, table, mapping).summary.fingerprint
def die(done, total, words):
    if done >= 4_000:
        os.kill(os.getpid(), 9)
with store.writing() as session:
    imports.take_in(session, table, mapping, shown, die)
"""


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", [ImportKind.COMPLAINTS, ImportKind.CUSTOMERS])
def test_nothing_is_left_of_an_import_that_is_killed(
    tmp_path: Path, clock: FixedClock, kind: ImportKind
) -> None:
    store = shop_of(tmp_path, clock)
    taken(store, tmp_path, CASE_ROWS, CASES)
    before = everything(store)
    head, row, mapping = (CASE_HEAD, CASE_ROWS[2][1:], CASES)
    if kind is ImportKind.CUSTOMERS:
        head, row, mapping = PEOPLE_HEAD, ["May", "", "", "", ""], PEOPLE
    table = table_of(tmp_path, [head, *([f"K{n}", *row] for n in range(6_000))])
    user = str(store.user.id)
    store.close()
    root = Path(__file__).parents[3]
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path), kind.value, user],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert ended.returncode == -9
    again = open_store(tmp_path, source=clock)
    assert everything(again) == before
    with again.reading() as session:
        assert rollups.disagreements(session) == []
        triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
        there = session.connection().exec_driver_sql(triggers).scalar_one()
    assert take_in(again, table, mapping).added == 6_000
    with again.reading() as session:
        assert session.connection().exec_driver_sql(triggers).scalar_one() == there
    again.close()


@pytest.mark.no_cover
@pytest.mark.fault("T15")
def test_fuzzed_files_are_taken_whole_or_not_at_all(
    store: Store, tmp_path: Path, rounds: Callable[[int, int], int], tally: Tally
) -> None:
    dice = random.Random(15)
    seeds = [csv_text(CASE_ROWS), csv_text(CASE_ROWS, "\t"), csv_text(CASE_ROWS, ";", "\r\n")]
    total = 0
    for turn in range(rounds(60, 3_000)):
        raw = bytearray(dice.choice(seeds).encode(dice.choice(("utf-8", "utf-16", "big5hkscs"))))
        for _ in range(dice.randrange(1, 12)):
            at = dice.randrange(len(raw))
            if dice.random() < 0.5:
                raw[at] = dice.randrange(256)
            else:
                raw[at:at] = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 4)))
        path = tmp_path / f"{turn}.csv"
        path.write_bytes(raw)
        tally.rounds += 1
        total += _fed(store, path)
        path.unlink()
    with store.reading() as session:
        query = select(func.count()).select_from(ComplaintRow)
        tally.partial += session.scalar(query) != total
        assert sum(one.added for one in imports.batches(session)) >= min(total, 1)


def _fed(store: Store, path: Path) -> int:
    """How many complaints a file added; a UserError added none."""
    try:
        table = imports.open_file(path)
        with store.reading(identities=True) as session:
            mapping = import_matching.propose(session, table, ImportKind.COMPLAINTS).mapping
            dry = imports.dry_run(session, table, mapping)
        with store.writing() as session:
            return imports.take_in(session, table, mapping, dry.summary.fingerprint).added
    except UserError:
        return 0
