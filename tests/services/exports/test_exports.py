"""Exports: rows and figures in a file, each one told in the audit trail, formulas always text."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.domain.customers.facts import CustomerFilter
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.imports.fields import EXPORTED, FIELDS, ImportKind, field_of
from csq_desktop.domain.users import Role
from csq_desktop.errors import Cancelled, NoSpace, Refused, UserError
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import customers
from csq_desktop.services.exports import exports
from csq_desktop.services.exports.exports import ExportOrder
from csq_desktop.services.imports import imports, matching
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.texts import speaking
from tests.exchange.matching.plans import HONG_KONG
from tests.factory import FixedClock, open_store
from tests.services import small_shop
from tests.services.imports.import_case import (
    CASE_HEAD,
    CASE_ROWS,
    CASES,
    COUNT_ROWS,
    COUNTS,
    FILES,
    PEOPLE,
    PEOPLE_ROWS,
    case,
    clock,
    shop_of,
    store,
    take_in,
    taken,
    verdicts,
)

__all__ = ["clock", "store"]
PLACES = {field.key: at for at, field in enumerate(EXPORTED[ImportKind.COMPLAINTS])}
"""Where the columns of complaints stand in an export."""
READ_BACK = ("their_reference", "received_at", "channel", "category", "severity", "words")
FORMULAS = ["=1+1", "+852 2345", "-1", "@SUM(A1)", "\t=1", "'=1+1", "＝1+1", '=HYPERLINK("x")']


def written(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def exports_noted(store: Store) -> list[object]:
    with store.reading() as session:
        query = select(AuditEntryRow.detail).filter_by(action=AuditAction.EXPORTED.value)
        return list(session.scalars(query))


def test_complaints_are_written_with_words_for_codes(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    linked = replace(CASES, columns={**CASES.columns, "Who": "customer_reference"})
    rows = [[*CASE_HEAD, "Who"], [*CASE_ROWS[1], "M2"], [*CASE_ROWS[2], ""], [*CASE_ROWS[3], ""]]
    taken(store, tmp_path, rows, linked)
    with store.writing() as session:
        complaints.withdraw(session, case(session, "T2").id, "Twice")
    path = tmp_path / "out.csv"
    assert exports.write(store, "complaints", path, purpose="Yearly review") == 2
    head, first, third = written(path)
    seen = dict(zip(head, first, strict=True))
    assert seen["Number here"] == "C-2026-0001-SSP01"
    assert seen["Received"] == "2026-09-01 10:00:00"
    assert (seen["Channel"], seen["Finding"]) == ("Telephone", "Upheld")
    assert seen["Category"].endswith("· Waited too long to pay")
    assert seen["Number of the customer here"] == "CU-00002-SSP01"
    assert dict(zip(head, third, strict=True))["Category"] == "Parking"
    assert '"rows":2' in str(exports_noted(store))


def test_words_come_in_the_language_of_the_user_and_are_understood_again(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    path = tmp_path / "out.csv"
    with speaking("zh_HK"):
        exports.write(store, "complaints", path, purpose="Yearly review")
    head, *rows = written(path)
    back = replace(
        CASES,
        columns={head[PLACES[key]]: key for key in (*READ_BACK, "resolve_due_at")},
    )
    assert rows[0][PLACES["channel"]] != "Telephone"
    assert verdicts(store, tmp_path, [head, *rows], back) == ["unchanged"] * 3


@pytest.mark.parametrize("kind", ImportKind)
def test_a_file_written_of_a_kind_is_recognised_and_changes_nothing(
    store: Store, tmp_path: Path, kind: ImportKind
) -> None:
    taken(store, tmp_path, *FILES[kind])
    path = tmp_path / "out.csv"
    assert exports.write(store, kind, path, purpose="Recall of a kettle") > 0
    with store.reading(identities=True) as session:
        look = matching.look(session, imports.open_file(path))
    assert look.kind is kind
    back = look.proposal.mapping
    assert {*EXPORTED[kind]} & {*FIELDS[kind]} <= {field_of(kind, key) for key in back.keys}
    assert {*verdicts(store, tmp_path, written(path), back)} == {"unchanged"}


@pytest.mark.parametrize("kind", ImportKind)
def test_what_was_written_here_comes_back_without_anything_new(
    busy: Store, tmp_path: Path, kind: ImportKind
) -> None:
    """The whole demo shop: most of its complaints were logged here, under its own numbers."""
    path = tmp_path / "out.xlsx"
    rows = exports.write(busy, kind, path, purpose="Recall of a kettle")
    table = imports.open_file(path)
    with busy.reading(identities=True) as session:
        mapping = matching.look(session, table).proposal.mapping
        assert imports.dry_run(session, table, mapping).summary.counts == {"unchanged": rows}


@pytest.mark.parametrize(
    ("number", "moment", "verdict"),
    [
        ("C-2026-0001-SSP01", "now", "update"),
        ("ｃ-2026-0001-SSP01", "now", "update"),
        ("C-2026-0001-SSP01", "2026-09-01 10:00", "invalid"),
        ("C-2026-0009-SSP01", "now", "new"),
        ("", "now", "new"),
    ],
)
@pytest.mark.parametrize("unique_by", ["their_reference", ""])
def test_a_complaint_is_found_by_its_number_here_where_it_is_the_same(
    *, store: Store, tmp_path: Path, clock: FixedClock, unique_by: str, number: str,
    moment: str, verdict: str,
) -> None:  # fmt: skip
    """Other shops give the same numbers: only a receipt at the same moment makes it the case."""
    with store.writing() as session:
        small_shop.logged(session, clock)
    here = f"{clock.at.astimezone(HONG_KONG):%Y-%m-%d %H:%M:%S}"
    columns = {"No": "number_here", "Ref": "their_reference", "In": "received_at"}
    mapping = replace(
        CASES, columns=columns | {"Level": "severity"}, unique_by=unique_by, new_words=(),
        constants={"channel": "counter", "category": "till.waiting"},
    )  # fmt: skip
    rows = [["No", "Ref", "In", "Level"], [number, "", here if moment == "now" else moment, "high"]]
    assert verdicts(store, tmp_path, rows, mapping) == [verdict]
    if verdict == "update":
        taken(store, tmp_path, rows, mapping)
        assert verdicts(store, tmp_path, rows, mapping) == ["unchanged"]


@pytest.mark.parametrize("moment", ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M"])
def test_a_reference_that_was_filled_in_after_the_export_comes_back_to_its_own_complaint(
    store: Store, tmp_path: Path, clock: FixedClock, moment: str
) -> None:
    """A spreadsheet that saves a file drops the seconds, which are no news."""
    clock.move(seconds=37)
    with store.writing() as session:
        small_shop.logged(session, clock)
    seen = f"{clock.at.astimezone(HONG_KONG):{moment}}"
    columns = {"No": "number_here", "Ref": "their_reference", "In": "received_at"}
    mapping = replace(
        CASES, columns=columns, new_words=(),
        constants={"channel": "counter", "category": "till.waiting", "severity": "medium"},
    )  # fmt: skip
    head, ours = ["No", "Ref", "In"], ["C-2026-0001-SSP01", "", seen]
    assert verdicts(store, tmp_path, [head, ours], mapping) == ["unchanged"]
    rows = [
        head,
        ["C-2026-0001-SSP01", "T7", seen],
        ["C-2026-0001-SSP01", "T8", "2026-09-01 10:00:00"],
    ]
    assert verdicts(store, tmp_path, rows, mapping) == ["update", "new"]
    taken(store, tmp_path, rows, mapping)
    assert verdicts(store, tmp_path, rows, mapping) == ["unchanged"] * 2
    with store.writing() as session:
        small_shop.logged(session, clock)
        small_shop.logged(session, clock)
    twice = [head, ["C-2026-0003-SSP01", "T9", seen], ["C-2026-0004-SSP01", "T9", seen]]
    assert verdicts(store, tmp_path, twice, mapping) == ["update", "duplicate"]
    with store.reading() as session:
        assert case(session, "T7").ref == "C-2026-0001-SSP01"


@pytest.mark.parametrize(
    ("name", "verdict"), [("Chan Tai Man", "update"), ("", "invalid"), ("Au Yeung", "invalid")]
)
def test_a_number_here_alone_shows_not_whose_record_it_is(
    store: Store, tmp_path: Path, name: str, verdict: str
) -> None:
    taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    columns = {"No": "number_here", "Name": "name", "Where": "district"}
    mapping = replace(PEOPLE, columns=columns, unique_by="", constants={})
    rows = [["No", "Name", "Where"], ["CU-00001", name, "Kwai Tsing"]]
    assert verdicts(store, tmp_path, rows, mapping) == [verdict]


def test_customers_need_a_purpose_and_go_out_in_full(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    path = tmp_path / "out.csv"
    with pytest.raises(UserError, match="Enter what the customer data is needed for"):
        exports.write(store, "customers", path, purpose="  ")
    assert not path.exists()
    with store.writing() as session:
        customers.archive(session, customers.line_ids(session, CustomerFilter())[0])
    assert exports.write(store, "customers", path, purpose="Recall of a kettle") == 2
    head, first, second = written(path)
    seen = dict(zip(head, first, strict=True))
    assert (seen["Number here"], seen["Customer number"]) == ("CU-00001-SSP01", "M1")
    assert (seen["Telephone"], seen["Agreed to direct marketing"]) == ("+85291234567", "Yes")
    assert dict(zip(head, second, strict=True))["Agreed to direct marketing"] == "No"
    assert "Recall of a kettle" in str(exports_noted(store))


@pytest.mark.parametrize("kind", ["complaints", "pledge_counts"])
def test_a_list_with_words_in_it_needs_a_purpose_kept_in_the_audit_trail_alone(
    store: Store, tmp_path: Path, kind: str
) -> None:
    taken(store, tmp_path, *FILES[ImportKind(kind)])
    path = tmp_path / "out.csv"
    with pytest.raises(UserError, match="its text may name people"):
        exports.write(store, kind, path, purpose=" ")
    assert not path.exists()
    assert exports_noted(store) == []
    assert exports.write(store, kind, path, purpose="Yearly review") > 0
    assert "Yearly review" in str(exports_noted(store))
    assert "Yearly review" not in path.read_text("utf-8-sig")


def test_counts_are_written_day_by_day(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, COUNT_ROWS, COUNTS)
    path = tmp_path / "out.csv"
    assert exports.write(store, "pledge_counts", path, purpose="Yearly review") == 2
    assert written(path)[1:] == [
        ["TILL", "2026-09-01", "40", "2", "1", "0", ""],
        ["TILL", "2026-09-02", "38", "0", "0", "3", "Fire drill"],
    ]


def test_imports_are_written_with_the_words_for_their_kind(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, COUNT_ROWS, COUNTS)
    path = tmp_path / "imports.csv"
    assert exports.write(store, "imports", path) == 1
    head, only = written(path)
    assert ImportKind.PLEDGE_COUNTS.label in only
    assert len(only) == len(head)


def test_figures_of_two_years_are_written(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    path = tmp_path / "out.xlsx"
    count = exports.write(store, "figures", path)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert len(rows) == count + 1
    found = [row for row in rows if row[:2] == ["2026-09", "complaints.received"]]
    assert [row[3] for row in found] == [3.0]
    assert len({row[0] for row in rows[1:]}) == 24


@pytest.mark.no_cover
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_formulas_stay_text_in_and_out(store: Store, tmp_path: Path, ending: str) -> None:
    rows = [CASE_HEAD]
    rows += [
        [f"T{n}", *CASE_ROWS[2][1:5], text, *CASE_ROWS[2][6:]] for n, text in enumerate(FORMULAS)
    ]
    taken(store, tmp_path, rows, CASES)
    path = tmp_path / f"out.{ending}"
    exports.write(store, "complaints", path, purpose="Yearly review")
    words = words_of(store)
    if ending == "csv":
        assert [row[PLACES["words"]] for row in written(path)[1:]] == [f"'{text}" for text in words]
    else:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        assert [row[PLACES["words"]] for row in sheet[1:]] == words
    back = tmp_path / "back"
    back.mkdir()
    other = shop_of(back, FixedClock())
    table = imports.open_file(path)
    columns = {table.columns[PLACES[key]]: key for key in READ_BACK}
    take_in(other, table, replace(CASES, columns=columns))
    assert words_of(other) == words
    other.close()


def words_of(store: Store) -> list[str]:
    with store.reading() as session:
        ids = sorted(complaint_views.line_ids(session, Filter(ComplaintQueue.ALL)))
        return [complaint_views.read(session, one).words for one in ids]


def test_a_kind_nobody_knows_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="“users” cannot be exported"):
        exports.write(store, "users", tmp_path / "x.csv")


def test_progress_is_told_and_cancelling_leaves_no_file(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    heard = []
    exports.write(
        store,
        "complaints",
        tmp_path / "a.csv",
        purpose="Yearly review",
        progress=lambda *progress: heard.append(progress),
    )
    assert heard == [(0, 3, "0 rows"), (1, 1, "")]

    def stop(*_progress: object) -> None:
        raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        exports.write(
            store, "complaints", tmp_path / "b.csv", purpose="Yearly review", progress=stop
        )
    assert sorted(one.name for one in tmp_path.glob("*.csv")) == [
        "a.codebook.csv",
        "a.csv",
        "rows.csv",
    ]
    assert ['"failed":true' in str(one) for one in exports_noted(store)] == [False, False, True]


def test_a_file_that_fails_leaves_the_one_before_it_and_a_trace(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    target = tmp_path / "out.csv"
    target.write_text("last year's", "utf-8")
    seen: list[object] = []

    def stop(*_progress: object) -> None:
        seen.extend(exports_noted(store))
        raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        exports.write(store, "customers", target, purpose="Recall of a kettle", progress=stop)
    assert target.read_text("utf-8") == "last year's"
    assert ['"rows":3' in str(one) and "Recall" in str(one) for one in seen] == [True]
    assert '"failed":true' in str(exports_noted(store)[-1])


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_cancelling_at_the_last_moment_leaves_what_was_there(
    store: Store, tmp_path: Path, ending: str
) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    target = tmp_path / f"a.{ending}"
    target.write_text("last year's")

    def stop(done: int, total: int, _words: str) -> None:
        if done == total:
            raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled):
        exports.write(store, "complaints", target, purpose="Yearly review", progress=stop)
    assert target.read_text() == "last year's"
    assert '"failed":true' in str(exports_noted(store)[-1])


def test_a_file_that_cannot_be_told_of_is_not_written(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise NoSpace("The disk is full.")

    (tmp_path / "old.csv").write_text("last year's", "utf-8")
    monkeypatch.setattr(audit, "note", full)
    for name in ("new.csv", "old.csv"):
        with pytest.raises(NoSpace):
            exports.write(store, "figures", tmp_path / name)
    assert not (tmp_path / "new.csv").exists()
    assert (tmp_path / "old.csv").read_text("utf-8") == "last year's"


def test_an_auditor_exports_what_names_nobody_and_the_trail(
    tmp_path: Path, clock: FixedClock
) -> None:
    shop_of(tmp_path, clock).close()
    auditor = open_store(tmp_path, Role.AUDITOR, source=clock)
    assert exports.write(auditor, "figures", tmp_path / "f.csv") > 0
    assert exports.write(auditor, "packs", tmp_path / "p.csv") == 0
    assert exports.write(auditor, "trail", tmp_path / "t.csv", purpose="Audit") > 0
    for kind in (*ImportKind, "marketing", "actions", "checks", "answers", "imports"):
        with pytest.raises(Refused):
            exports.write(auditor, kind, tmp_path / "x.csv", purpose="Audit")
    auditor.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with pytest.raises(Refused):
        exports.write(staff, "figures", tmp_path / "x.csv")
    staff.close()


def test_chosen_complaints_are_written_alone_for_a_purpose(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    path = tmp_path / "out.csv"
    with store.reading() as session:
        chosen = [case(session, name).id for name in ("T3", "T1")]
    with pytest.raises(UserError, match="what the list is needed for"):
        exports.write_list(store, ExportOrder("complaints", path, " ", chosen))
    order = ExportOrder("complaints", path, "For the union\udcff", chosen)
    assert exports.write_list(store, order).rows == 2
    assert len(written(path)) == 1 + 2
    assert "For the union?" in str(exports_noted(store)[-1])


def test_who_receives_customers_is_asked_for_by_name_where_they_have_one() -> None:
    assert exports.holds_customers("complaints")
    assert not exports.holds_customers("pledge_counts")
    nobody = ExportOrder("customers", Path("out.csv"), recipient_kind=RecipientKind.CONTRACTOR)
    assert "who receives" in exports.recipient_missing(nobody)
    assert exports.recipient_missing(replace(nobody, recipient="Courier Ltd")) == ""
