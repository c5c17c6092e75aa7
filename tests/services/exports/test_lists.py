"""Every list as it is written: all of its rows or those shown, in order, with its codebook."""

import csv
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, text

from csq_desktop.demo import build as demo
from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.audit.entries import AuditAction, TrailFilter, TrailKind
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import RunFilter, RunState
from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.domain.customers.facts import CustomerFilter
from csq_desktop.domain.events import NewShopEvent, ShopEventKind
from csq_desktop.domain.exports.filters import Shown
from csq_desktop.domain.exports.lists import LISTS
from csq_desktop.domain.fields.listing import ListOrder
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.errors import StoreDamaged, UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.actions import actions, links
from csq_desktop.services.checklists import checklists
from csq_desktop.services.complaints import views
from csq_desktop.services.customers import customers
from csq_desktop.services.events import events
from csq_desktop.services.exports import exports
from csq_desktop.services.exports.exports import ExportOrder
from csq_desktop.services.packs import packs
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import speaking
from tests.factory import DEMO_NOW, FixedClock, by_hand
from tests.services.imports.import_case import PEOPLE, PEOPLE_ROWS, clock, store, taken
from tests.services.packs.pack_case import SHORT

__all__ = ["clock", "store"]
COUNTED = {
    "customers": "customer WHERE archived_at IS NULL AND merged_into IS NULL",
    "complaints": "complaint WHERE removed_at IS NULL AND feedback_month IS NULL",
    "pledge_counts": "pledge_count",
    "marketing": "customer WHERE archived_at IS NULL AND merged_into IS NULL "
    "AND marketing = 'agreed'",
    "actions": "action",
    "checks": "checklist_run WHERE removed_at IS NULL",
    "answers": "checklist_answer JOIN checklist_run r ON r.id = run_id WHERE r.removed_at IS NULL",
    "trail": "audit_entry",
    "imports": "import_batch",
    "packs": "pack",
    "requests": "pack_ask WHERE first_id IS NULL",
}


def sheets(path: Path) -> list[list[list[str]]]:
    book = CalamineWorkbook.from_path(path)
    return [
        [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    ]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def few(tmp_path: Path) -> Iterator[Store]:
    """A shop in its second month, with something in each list."""
    folder = tmp_path / "Few.csq"
    size = demo.DemoSize(months=2, customers=12, complaints=25, seed=8)
    demo.build(folder, size, now=DEMO_NOW)
    with demo.signed_in(folder, FixedClock(DEMO_NOW)) as opened:
        yield opened


def test_every_list_is_written_whole_with_its_codebook(few: Store, tmp_path: Path) -> None:
    with few.writing() as session:
        month, asked = Month(2026, 9), "Hire a second cashier"
        packs.issue(session, PackRequest(month, ("en",), asked=asked, definition=SHORT))
    for language, (key, each) in product(("en", "zh_HK"), LISTS.items()):
        path = tmp_path / f"{key} {language}.xlsx"
        if key in COUNTED:
            with few.reading() as session:
                counted = session.scalar(text(f"SELECT count(*) FROM {COUNTED[key]}"))
        with speaking(language):
            outcome = exports.write_list(few, ExportOrder(key, path, "Yearly review"))
            rows, codebook = sheets(path)
            titles = [field.title for field in each.fields]
        assert exports.permission(key) is each.permission
        assert rows[0] == titles
        assert len(rows) - 1 == outcome.rows
        assert outcome.rows == (counted if key in COUNTED else len(rows) - 1), key
        assert outcome.rows or key == "imports"
        explained = [line[0] for line in codebook if any(line)]
        assert explained[-len(titles) :] == titles
        assert all(line[2] for line in codebook[-len(titles) :])


def test_nonsense_in_the_place_of_a_packs_languages_is_a_sentence(
    store: Store, tmp_path: Path
) -> None:
    with store.writing() as session:
        packs.issue(session, PackRequest(Month(2026, 9), ("en",), definition=SHORT))
    by_hand(store, "UPDATE pack SET languages = '1.5'")
    with pytest.raises(StoreDamaged):
        exports.write_list(store, ExportOrder("packs", tmp_path / "a.csv"))


def test_what_is_shown_is_written_in_its_order(busy: Store, tmp_path: Path) -> None:
    overdue = Filter(ComplaintQueue.OPEN, order=ListOrder("severity", down=True))
    finished = RunFilter(state=RunState.FINISHED, with_failures=True, order=ListOrder("day"))
    found = CustomerFilter(text="Chan")
    output = TrailFilter(kind=TrailKind.CHANGES)
    with busy.reading(identities=True) as session:
        cases = [line.ref for line in views.lines(session, views.line_ids(session, overdue))]
        ids = checklists.run_ids(session, finished)
        by_id = {line.id: line.ref for line in checklists.run_lines(session, ids)}
        listed = customers.lines(session, customers.line_ids(session, found))
        people = [f"{line.ref}-SSP01" for line in listed]  # the branch stands in files
        entries = audit_trail.page(session, output).lines
    shown: dict[str, tuple[Shown, list[str]]] = {
        "trail": (output, [str(line.sequence) for line in entries]),  # an export adds to it
        "complaints": (overdue, cases),
        "checks": (finished, [by_id[each] for each in ids]),
        "customers": (found, people),
    }
    for key, (chosen, references) in shown.items():
        path = tmp_path / f"{key}.csv"
        exports.write_list(busy, ExportOrder(key, path, "Yearly review", chosen))
        firsts = [next(iter(row.values())) for row in rows_of(path)]
        assert len(references) > 1
        assert firsts[: len(references)] == references
    path = tmp_path / "answers.csv"
    exports.write_list(busy, ExportOrder("answers", path, "Yearly review", finished))
    answered = list(dict.fromkeys(row["Reference"] for row in rows_of(path)))
    assert answered == [by_id[each] for each in ids]
    codebook = (tmp_path / "complaints.codebook.csv").read_text("utf-8-sig")
    assert "Filter,Open" in codebook.splitlines()
    with busy.reading() as session:
        query = select(AuditEntryRow.detail).filter_by(action=AuditAction.EXPORTED.value)
        assert any('"filter":{"view":"open"}' in str(note) for note in session.scalars(query))
        newest = audit_trail.page(session, TrailFilter(kind=TrailKind.OUTPUT)).lines
    filters = {
        change.after for line in newest for change in line.changes if change.field == "Filter"
    }
    assert {"Open", "a search text", "Changes"} <= filters
    assert "Complaints" in {line.about for line in newest}


def test_an_answer_says_what_was_asked_and_what_it_is_worth(busy: Store, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    with busy.reading() as session:
        run = checklists.run(session, checklists.run_ids(session, RunFilter(last=date.max))[-1])
    exports.write_list(busy, ExportOrder("answers", path, "Review", RunFilter(first=run.for_day)))
    by_code = {row["Code"]: row for row in rows_of(path) if row["Reference"] == run.ref}
    for answer in run.answers:
        item, row = run.template.item(answer.item_code), by_code[answer.item_code]
        assert item is not None
        choice = run.template.choice(item, answer.choice_key)
        assert choice is not None
        assert (row["Item"], row["Answer"]) == (item.text.text, choice.label.text)
        assert row["Critical"] == ("Yes" if item.critical else "No")


def test_an_answer_to_an_item_that_is_not_in_the_checklist_stays_as_it_is(
    busy: Store, tmp_path: Path
) -> None:
    from tests.factory import by_hand

    by_hand(busy, "UPDATE checklist_answer SET item_code = 'gone' WHERE id = "
                  "(SELECT min(id) FROM checklist_answer)")  # fmt: skip
    path = tmp_path / "answers.csv"
    exports.write(busy, "answers", path, purpose="Review")
    (row,) = [row for row in rows_of(path) if row["Code"] == "gone"]
    assert (row["Item"], row["Section"], row["Weight"]) == ("", "", "")


def test_nobody_who_refused_offers_is_in_a_list_for_marketing(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, [*PEOPLE_ROWS, ["M4", "Ho Siu Ming", "9345 6789", "", "", "no"]], PEOPLE)
    path = tmp_path / "offers.csv"
    outcome = exports.write_list(store, ExportOrder("marketing", path, "Christmas offer"))
    assert outcome.rows == 1
    assert outcome.sentences == [
        "2 customers who refused direct marketing are not included.",
        "1 customer who was not asked about direct marketing is not included.",
    ]
    assert [row["Name"] for row in rows_of(path)] == ["Chan Tai Man"]
    codebook = (tmp_path / "offers.codebook.csv").read_text("utf-8-sig")
    assert all(sentence in codebook for sentence in outcome.sentences)
    with store.reading() as session:
        query = select(AuditEntryRow.detail).filter_by(action=AuditAction.EXPORTED.value)
        noted = str(list(session.scalars(query))[-1])
    assert '"left_out_not_asked":1' in noted
    assert '"left_out_refused":2' in noted

    order = ExportOrder("marketing", tmp_path / "few.csv", "Offer", CustomerFilter(text="Ho"))
    few = exports.write_list(store, order)
    assert (few.rows, few.sentences) == (
        0,
        ["1 customer who refused direct marketing is not included."],
    )


def test_a_codebook_of_another_list_is_not_replaced(store: Store, tmp_path: Path) -> None:
    beside = tmp_path / "a.codebook.csv"
    beside.write_text("mine", "utf-8")
    with pytest.raises(UserError, match="already a file a"):
        exports.write(store, "figures", tmp_path / "a.csv")
    assert beside.read_text("utf-8") == "mine"
    (tmp_path / "a.csv").touch()
    exports.write(store, "figures", tmp_path / "a.csv")
    assert beside.read_text("utf-8-sig").startswith("List,Figures of 24 months")


def test_the_event_book_is_written_with_what_other_records_say(
    store: Store, tmp_path: Path
) -> None:
    with store.writing() as session:
        sale = NewShopEvent(date(2020, 3, 1), date(2020, 3, 5), ShopEventKind.PROMOTION, "=1+1")
        events.record(session, sale)
    path = tmp_path / "events.csv"
    exports.write_list(store, ExportOrder("events", path, "Yearly review"))
    row = next(row for row in rows_of(path) if row["First day"] == "2020-03-01")
    assert (row["Number"], row["Last day"], row["Kind"]) == ("", "2020-03-05", "Promotion")
    assert row["Title"] == "'=1+1"


def test_an_action_says_how_many_complaints_it_serves(busy: Store, tmp_path: Path) -> None:
    path = tmp_path / "actions.csv"
    with busy.writing() as session:
        first, second = session.scalars(select(ComplaintRow.id).limit(2))
        due = shop.today(session)
        begun = NewAction("A second till", "Ka-ho", due, ActionSource.COMPLAINT, first)
        action = actions.promise(session, begun)
        links.link(session, action, second)
        links.promise_for(session, first, begun)
    exports.write_list(busy, ExportOrder("actions", path, "Review"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Title"] == "A second till"]
    assert sorted(row["Complaints served"] for row in rows) == ["1", "2"]
