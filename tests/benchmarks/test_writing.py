"""P7, P12: saving one complaint, and a file of them."""

import csv
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.services.complaints import complaints
from csq_desktop.services.imports import imports
from csq_desktop.services.stores import stores
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.store import Store
from tests.benchmarks import ratios
from tests.benchmarks.conftest import ROWS
from tests.factory import FixedClock

PASSPHRASE = "seven lanterns over the harbour"
IMPORTED = min(ROWS, 1_000_000)


def test_saving_one_complaint_against_a_bare_row(store: Store, tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "plain.db", isolation_level=None)
    plain.execute("PRAGMA journal_mode=WAL")
    plain.execute("PRAGMA synchronous=FULL")
    plain.execute("CREATE TABLE c (id INTEGER PRIMARY KEY, ref, words, at)")
    words = "等候收銀超過十五分鐘，只開一個收銀機。 Waited fifteen minutes at the till."

    def save() -> None:
        with store.writing() as session:
            new = NewComplaint(
                Channel.COUNTER, store.clock.now(), "till.waiting", Severity.MEDIUM, words
            )
            complaints.log(session, new)

    def bare() -> None:
        plain.execute("INSERT INTO c (ref, words, at) VALUES (?, ?, ?)", ("C", words, 1))

    ratios.compare("P7", "log one complaint, all included / bare row", save, bare, budget=8)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("file") / "complaints.csv"
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Ref", "Received", "Due", "Closed", "Category", "Words"])
        for n in range(IMPORTED):
            day = f"{n // 28 % 12 + 1:02d}/{n % 28 + 1:02d}/2025"
            writer.writerow([
                f"X-{n}", f"{day} 10:15:00", f"{day} 18:00:00", f"{day} {11 + n % 9}:30:00",
                "till.waiting", f"等候收銀 {n % 30} 分鐘, only one till open",
            ])  # fmt: skip
    return target


def test_a_file_against_the_bare_import(file: Path, tmp_path: Path) -> None:
    shell = shutil.which("sqlite3")
    if shell is None:
        pytest.fail("the yardstick needs the sqlite3 command")
    begun = time.perf_counter()
    subprocess.run([shell, tmp_path / "bare.db", ".mode csv", f".import {file} c"], check=True)
    bare = time.perf_counter() - begun
    new = NewShop("Bench", "B1", "May")
    store, _ = stores.create(
        tmp_path / "S.csq", new, PASSPHRASE, cost=KdfCost.FLOOR, source=FixedClock()
    )
    mapping = ImportMapping(
        kind=ImportKind.COMPLAINTS,
        columns={
            "Ref": "their_reference", "Received": "received_at", "Due": "resolve_due_at",
            "Closed": "closed_at", "Category": "category", "Words": "words",
        },
        date_order=DateOrder.MDY,
        constants={"channel": "counter", "severity": "medium"},
        unique_by="their_reference",
    )  # fmt: skip
    begun = time.perf_counter()
    table = imports.open_file(file)
    with store.reading() as session:
        tried = imports.dry_run(session, table, mapping)
    planned = time.perf_counter() - begun
    with store.writing() as session:
        batch = imports.take_in(session, table, mapping, tried.summary.fingerprint)
    own = time.perf_counter() - begun
    store.close()
    assert batch.added == IMPORTED
    ratios.remark(f"P12   of which the dry run {planned:.1f} s")
    ratios.keep("P12", f"{IMPORTED:,} rows of CSV / bare .import", own, bare, budget=2)
