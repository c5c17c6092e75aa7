"""Maintaining the shop's lists: what is added, reworded, moved, deactivated, adopted and undone."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintQueue, Correction, Filter
from csq_desktop.domain.shop.shop_lists import KINDS
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.indicators import figures
from csq_desktop.services.settings import list_changes, lists
from csq_desktop.services.settings.list_changes import EntryPlace
from csq_desktop.services.settings.lists import CATEGORIES, CLOSURE_REASONS, PRODUCTS, SEGMENTS
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish, by_hand, open_store
from tests.pledge_case import do, look
from tests.services.small_shop import founded, logged

VALET = ThreeTexts("Valet parking", "代客泊車")


@pytest.fixture
def furnish() -> Furnish:
    return founded


def offered(name: str) -> list[str]:
    return [entry.label for entry in lists.choices(name)]


def under(category: str) -> Filter:
    return Filter(view=ComplaintQueue.ALL, category=category)


def told(store: Store) -> dict[str, str]:
    page = look(store, audit_trail.page, TrailFilter())
    changes = (change for line in page.lines for change in line.changes)
    return {change.field: change.after for change in reversed([*changes])}


def test_an_own_category_is_used_renamed_and_found_wherever_it_stands(
    store: Store, clock: FixedClock
) -> None:
    code = do(store, list_changes.add, CATEGORIES, VALET, parent="till")
    assert lists.full_label(CATEGORIES, code) == "Queue & till · Valet parking"
    with store.writing() as session:
        case = logged(session, clock, category=code)
    do(store, list_changes.change, CATEGORIES, code, replace(VALET, en="Parking"))
    assert lists.label(CATEGORIES, code) == "Parking"
    assert lists.code_of(CATEGORIES, "valet parking") == code
    for category in (code, "till"):
        assert case in look(store, views.line_ids, under(category))
    # Moved to another one it is counted there in lists, and its undo puts it where it was.
    lines = look(store, list_changes.view, CATEGORIES).lines
    place = next(line.entry.position for line in lines if line.entry.code == code)
    do(store, list_changes.change, CATEGORIES, code, VALET, EntryPlace("staff"))
    assert case not in look(store, views.line_ids, under("till"))
    assert case in look(store, views.line_ids, under("staff"))
    do(store, list_changes.change, CATEGORIES, code, VALET, EntryPlace("till", place))
    assert case in look(store, views.line_ids, under("till"))
    do(store, list_changes.change, CATEGORIES, code, VALET, EntryPlace(""))
    line = look(store, list_changes.view, CATEGORIES).lines[-1]
    assert (line.entry.code, line.n, line.own, line.offered) == (code, 1, True, True)
    for _ in range(2):
        do(store, list_changes.deactivate, CATEGORIES, code)
    assert "Valet parking" not in offered(CATEGORIES)
    assert lists.label(CATEGORIES, code) == "Valet parking"
    assert not look(store, list_changes.view, CATEGORIES).lines[-1].offered
    with store.writing() as session:  # a case may go on having it
        complaints.correct(session, case, Correction(category=code))
    do(store, list_changes.reactivate, CATEGORIES, code)
    do(store, list_changes.reactivate, CATEGORIES, code)
    assert offered(CATEGORIES)[-1] == "Valet parking"
    assert lists.first_level(CATEGORIES)[-1].code == code
    words = told(store)
    assert (words["List"], words["English"], words["Under"]) == (
        *("Complaint categories", "Valet parking"), "",
    )  # fmt: skip


def test_nothing_is_kept_where_nothing_changed(store: Store) -> None:
    before = look(store, audit_trail.count, TrailFilter())
    entry = lists.choices(CATEGORIES)[0]
    do(store, list_changes.change, CATEGORIES, entry.code, entry.wording)
    do(store, list_changes.change, CATEGORIES, entry.code, entry.wording, EntryPlace(""))
    do(store, list_changes.move, CATEGORIES, entry.code, -1)
    assert look(store, audit_trail.count, TrailFilter()) == before


def test_every_list_can_be_looked_at_and_added_to(store: Store) -> None:
    for kind in KINDS:
        code = do(store, list_changes.add, kind.key, VALET)
        view = look(store, list_changes.view, kind.key)
        assert (view.kind, view.lines[-1].entry.code) == (kind, code)


def test_the_programs_entries_move_and_keep_its_words(store: Store) -> None:
    first, second, third = offered(CLOSURE_REASONS)
    do(store, list_changes.move, CLOSURE_REASONS, "typhoon", 1)
    assert offered(CLOSURE_REASONS) == [second, first, third]
    for code in ("typhoon", "rainstorm"):
        do(store, list_changes.deactivate, CLOSURE_REASONS, code)
    with pytest.raises(UserError, match="At least one entry"):
        do(store, list_changes.deactivate, CLOSURE_REASONS, "stock_taking")
    (line, *_) = look(store, list_changes.view, CLOSURE_REASONS).lines
    assert (line.entry.label, line.own) == (second, False)
    product = do(store, list_changes.add, PRODUCTS, ThreeTexts("Kettle"))
    do(store, list_changes.take_back, PRODUCTS, product)
    assert offered(PRODUCTS) == []
    assert lists.code_of(PRODUCTS, "kettle") == product


def test_words_of_records_are_adopted_and_set_apart(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        case, _ = logged(session, clock), logged(session, clock, category="till")
    by_hand(store, f"UPDATE complaint SET category = 'Parking row' WHERE id = {case}")
    received = partial(figures.received_by_category, last=Month(2026, 10))
    assert look(store, received) == (("Parking row", 1), ("till", 1))
    words = look(store, list_changes.view, CATEGORIES).unlisted
    assert [(each.words, each.n) for each in words] == [("Parking row", 1)]
    do(store, list_changes.adopt, CATEGORIES, "till", "Parking row")
    assert lists.label(CATEGORIES, "Parking row") == "Queue & till"
    assert look(store, received) == (("till", 2),)
    assert case in look(store, views.line_ids, under("till"))
    assert look(store, list_changes.view, CATEGORIES).unlisted == ()
    for adopted, reason in (
        ("Parking row", "in this list already"),
        ("Ms A, 91234567", "telephone"),
    ):
        with pytest.raises(UserError, match=reason):
            do(store, list_changes.adopt, CATEGORIES, "staff", adopted)
    do(store, list_changes.set_apart, CATEGORIES, "till", "Parking row")
    code = do(store, list_changes.add, CATEGORIES, VALET, means="Parking row")
    assert lists.code_of(CATEGORIES, "Parking row") == code
    do(store, list_changes.take_back, CATEGORIES, code)
    assert lists.code_of(CATEGORIES, "Parking row") == "Parking row"


@pytest.mark.parametrize(
    ("name", "wording", "parent", "field"),
    [
        (CATEGORIES, ThreeTexts(" "), "", "en"),
        (CATEGORIES, ThreeTexts("x" * 81), "", "en"),
        (CATEGORIES, ThreeTexts(zh_CN="电话 91234567"), "", "zh_cn"),
        (CATEGORIES, ThreeTexts(zh_HK="queue  &  TILL"), "", "zh_hk"),
        (CATEGORIES, ThreeTexts("till.waiting"), "", "en"),
        (CATEGORIES, ThreeTexts("Valet"), "till.waiting", "parent"),
        (SEGMENTS, ThreeTexts("Valet"), "member", "parent"),
        (CATEGORIES, ThreeTexts("Valet"), "nowhere", ""),
        ("remedies", ThreeTexts("Valet"), "", ""),
    ],
)
def test_what_is_no_entry_is_refused_at_its_field(
    store: Store, name: str, wording: ThreeTexts, parent: str, field: str
) -> None:
    with pytest.raises(UserError) as refused:
        do(store, list_changes.add, name, wording, parent=parent)
    assert (refused.value.field or "") == field


def test_an_entry_with_others_below_it_stays_on_the_first_level(store: Store) -> None:
    staff = next(entry for entry in lists.everything(CATEGORIES) if entry.code == "staff")
    with pytest.raises(UserError, match="at most two levels"):
        do(store, list_changes.change, CATEGORIES, "staff", staff.wording, EntryPlace("till"))
    with pytest.raises(UserError, match="in this list already"):
        do(store, list_changes.change, CATEGORIES, "staff", ThreeTexts("Queue & till"))


def test_only_supervisors_maintain_lists(tmp_path: Path) -> None:
    staff = open_store(tmp_path / "staff", Role.STAFF)
    with pytest.raises(Refused):
        do(staff, list_changes.add, CATEGORIES, VALET)
    staff.close()


def test_a_transaction_taken_back_changes_no_list(store: Store) -> None:
    def add(session: Session) -> None:
        list_changes.add(session, CATEGORIES, VALET)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        do(store, add)
    assert "Valet parking" not in offered(CATEGORIES)


def test_each_store_has_its_own_lists_and_has_them_again_when_opened(
    store: Store, tmp_path: Path
) -> None:
    code = do(store, list_changes.add, CATEGORIES, VALET)
    other = open_store(tmp_path / "other")
    assert not lists.has(CATEGORIES, code)
    with store.reading():
        assert lists.has(CATEGORIES, code)
        with other.reading():
            assert not lists.has(CATEGORIES, code)
    other.close()
    assert lists.has(CATEGORIES, code)
    store.close()
    assert not lists.has(CATEGORIES, code)
    again = open_store(tmp_path)
    assert lists.has(CATEGORIES, code)
    again.close()
