"""Packs of several months in one folder, and the log of what was done with packs."""

from dataclasses import replace
from pathlib import Path

import pytest

from csq_desktop.domain.audit.entries import AuditAction, TrailFilter, TrailKind
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.exports.lists import PACK_LOG
from csq_desktop.domain.packs.pack_runs import NewPackRun, PackRun, PackRunKind
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.users import Role
from csq_desktop.errors import Cancelled, UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.exports import exports
from csq_desktop.services.packs import packs, papers, recount, runs, series, verify
from csq_desktop.services.packs.series import PackOrder, PackSeries, SeriesOutcome
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.checklists import checks as check_records
from csq_desktop.storage.store import Store
from csq_desktop.texts import speaking
from tests.factory import FixedClock, open_store
from tests.pdf_text import in_one_line
from tests.services.packs.pack_case import issued
from tests.services.small_shop import logged

AUGUST, SEPTEMBER, NOVEMBER = Month(2026, 8), Month(2026, 9), Month(2026, 11)
ASKED = PackRequest(SEPTEMBER, ("en",), message="Of September alone")


def log(store: Store) -> tuple[PackRun, ...]:
    with store.reading() as session:
        return runs.lines(session)


def test_months_are_written_one_after_the_other_and_one_that_fails_is_named(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    with store.writing() as session:
        logged(session, clock)
    pack = issued(store, SEPTEMBER, "zh_HK")
    (folder := tmp_path / "out").mkdir()
    (folder / f"{store.folder.stem} 2026-08.pdf").touch()
    shares: list[tuple[float, float, str]] = []
    asked_months = (AUGUST, SEPTEMBER, NOVEMBER)
    outcome = series.write_all(
        store,
        PackSeries(asked_months, ASKED, folder, as_issued=True),
        lambda done, total, words: shares.append((done, total, words)),
    )
    assert outcome.sentence == "2 of 3 review packs written."
    assert outcome.troubles == ("November 2026: November 2026 has not begun yet.",)
    assert shares == [(0, 3, "August 2026"), (1, 3, "September 2026"), (2, 3, "November 2026")]
    august, september = outcome.written
    assert august.file.name == f"{store.folder.stem} 2026-08 (2).pdf"  # none replaces another
    assert "Of September alone" not in in_one_line(august.file.read_bytes())
    with store.reading() as session:
        assert september.file.read_bytes() == packs.pdf_of(session, pack.id)
    failed, kept, made, *_ = log(store)
    assert (made.kind, made.pack, made.sha256) == (
        PackRunKind.EXPORTED, "August 2026", august.sha256
    )  # fmt: skip
    assert (kept.pack, kept.sha256) == ("September 2026, version 1", pack.sha256)
    assert (failed.kind, failed.result) == (
        PackRunKind.EXPORTED,
        "November 2026 has not begun yet.",
    )
    with speaking("zh_HK"):
        assert log(store)[0].result == "2026年11月尚未開始。"


def test_cancelling_leaves_the_months_before(store: Store, tmp_path: Path) -> None:
    def stop(done: float, _total: float, _words: str) -> None:
        if done:
            raise Cancelled("stopped")

    assert series.write_all(store, PackSeries((NOVEMBER,), ASKED, tmp_path)).written == ()
    outcome = series.write_all(store, PackSeries((AUGUST, SEPTEMBER), ASKED, tmp_path), stop)
    assert [pack.file.name[-11:] for pack in outcome.written] == ["2026-08.pdf"]
    assert outcome.troubles == ("Cancelled: the later months were not begun.",)
    assert not list(tmp_path.glob("*2026-09*"))


def test_what_the_disk_refuses_and_what_may_identify_somebody_is_said(
    store: Store, tmp_path: Path
) -> None:
    with store.writing() as session:
        shop.change_shop(session, replace(shop.shop(session), name="Mrs Chan 😀", branch_code="S1"))
    too_long = tmp_path / f"{'x' * 300}.pdf"
    with pytest.raises(UserError, match="its name is too long"):
        series.write(store, PackOrder(ASKED, too_long))
    assert "its name is too long" in log(store)[0].result
    order = PackOrder(ASKED, tmp_path / "a.pdf", workbook=True)
    written = series.write(store, order)
    assert written.notes[0] == "These characters cannot be printed and appear as □: 😀"
    assert "may identify somebody" in written.notes[1]
    assert written.rows is not None
    assert (tmp_path / "a.xlsx").exists()
    (tmp_path / "b.xlsx").mkdir()
    chinese = replace(ASKED, languages=("zh_HK",))
    half = series.write(store, PackOrder(chinese, tmp_path / "b.pdf", workbook=True))
    reason = "“b.xlsx” is not a file that can be written."
    assert (
        half.failure == f"b.pdf is written, but b.xlsx is not: {reason}"
    )  # whoever asked reads it
    assert (tmp_path / "b.pdf").read_bytes()[:4] == b"%PDF"
    failed = log(store)[0]
    assert (failed.kind, failed.result) == (PackRunKind.WORKBOOK, reason)
    outcome = SeriesOutcome(3, (written, half), ("November 2026: …",), workbooks=True)
    assert outcome.sentence == "2 of 3 review packs written. 1 of 3 workbooks written."
    assert outcome.troubles[:2] == ("November 2026: …", half.failure)


def test_the_log_tells_everything_that_was_done_with_packs(store: Store, tmp_path: Path) -> None:
    with store.reading() as session:
        preview = packs.make(session, ASKED)
    with store.writing() as session, pytest.raises(UserError) as refused:
        packs.issue(session, replace(ASKED, month=NOVEMBER))
    pack = issued(store, SEPTEMBER)
    (file := tmp_path / "a.pdf").write_bytes(preview.pdf)
    recount.write(store, SEPTEMBER, tmp_path / "a.xlsx", pack_id=pack.id)
    with store.writing() as session:
        runs.note(session, NewPackRun.of(PackRunKind.PREVIEWED, ASKED, preview))
        failed = NewPackRun.of(PackRunKind.ISSUED, ASKED, failure=refused.value)
        runs.note(session, failed)
        packs.note_print(session, pack.id)
        papers.note_minutes(session, pack.id)
        verify.note(session, verify.verify(session, file))
        forged = {"what": "issued", "month": "soon", "failure": "Words", "seconds": 10**400}
        for detail in ({"what": "eaten"}, forged):
            audit.note(session, AuditAction.PACK_FAILED, runs.PACK, None, detail)
    told = [(run.kind, run.pack, run.result) for run in reversed(log(store))]
    version = "September 2026, version 1"
    assert told == [
        (PackRunKind.ISSUED, version, "Done"),
        (PackRunKind.WORKBOOK, version, "Done"),
        (PackRunKind.PREVIEWED, "September 2026", "Done"),
        (PackRunKind.ISSUED, "September 2026", "November 2026 has not begun yet."),
        (PackRunKind.PRINTED, version, "Done"),
        (PackRunKind.MINUTES, version, "Done"),
        (PackRunKind.VERIFIED, "", "Not an issued file"),
        (PackRunKind.ISSUED, "", "Words"),
    ]
    by_kind = {run.kind: run for run in log(store) if not run.failure}
    assert by_kind[PackRunKind.PREVIEWED].sha256 == preview.sha256
    assert by_kind[PackRunKind.PREVIEWED].who == by_kind[PackRunKind.ISSUED].who == pack.issued_by
    assert by_kind[PackRunKind.ISSUED].sha256 == pack.sha256
    assert by_kind[PackRunKind.ISSUED].took.endswith(" s")
    target = tmp_path / "log.csv"
    count = exports.write(store, PACK_LOG, target, purpose="Yearly review")
    lines = target.read_text("utf-8-sig").splitlines()
    assert count == len(told)
    assert lines[0].startswith("When,Who,What was done,Month,Version,Languages,Definition,Seconds")
    with store.reading() as session:
        trail = audit_trail.page(session, TrailFilter(kind=TrailKind.OUTPUT)).lines
    changes = [(change.field, change.after) for line in trail for change in line.changes]
    assert ("What", "Issued") in changes
    assert ("What", "eaten") in changes
    assert ("Why it failed", "November 2026 has not begun yet.") in changes


def test_an_auditor_writes_previews_without_the_customers_identities(tmp_path: Path) -> None:
    auditor = open_store(tmp_path, Role.AUDITOR)
    written = series.write(auditor, PackOrder(ASKED, tmp_path / "a.pdf", as_issued=True))
    assert written.notes == ()
    recount.write(auditor, SEPTEMBER, tmp_path / "b.xlsx")
    with pytest.raises(UserError):
        series.write(auditor, PackOrder(replace(ASKED, month=NOVEMBER), tmp_path / "c.pdf"))
    with auditor.writing() as session:
        runs.note(session, NewPackRun.of(PackRunKind.PREVIEWED, ASKED))
    with auditor.reading() as session:
        assert check_records.overreaching(session, 9) == []
    auditor.close()


def test_a_range_of_months_goes_forward_and_has_an_end() -> None:
    assert series.months_between(AUGUST, SEPTEMBER) == (AUGUST, SEPTEMBER)
    for last in (AUGUST.shift(-1), AUGUST.shift(series.MOST_MONTHS)):
        with pytest.raises(UserError, match="at most 60 months"):
            series.months_between(AUGUST, last)
