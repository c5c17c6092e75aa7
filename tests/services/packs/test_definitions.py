"""Definitions choose sections, their order and notes; a month issued again has a reason."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.packs.pack_runs import NewPackRun, PackRunKind
from csq_desktop.domain.packs.packs import WHOLE_PACK, DefinedSection, PackDefinition, PackRequest
from csq_desktop.domain.packs.packs import PackSection as Section
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.customers import customers
from csq_desktop.services.packs import definitions, packs, runs
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.audit import AuditEntryRow
from tests.factory import FOLDER, FixedClock, Furnish, opened
from tests.pdf_text import in_one_line, pages
from tests.services.packs.pack_case import issued, last_month
from tests.services.packs.seven_stores import STORES
from tests.services.small_shop import founded

BOARD = PackDefinition(
    "Board",
    (
        DefinedSection(Section.ACTIONS, "Ask for the second till."),
        DefinedSection(Section.PLEDGES),
        DefinedSection(Section.TARGETS),
    ),
)


@pytest.fixture
def furnish() -> Furnish:
    return founded


def save(store: Store, definition: PackDefinition) -> PackDefinition:
    with store.writing() as session:
        return definitions.save(session, definition)


def test_definitions_are_kept_under_their_names(store: Store) -> None:
    one_section = (DefinedSection(Section.SPEED),)
    assert save(store, PackDefinition("  The \n board ", one_section)).name == "The board"
    save(store, BOARD)
    save(store, PackDefinition("The board", WHOLE_PACK.sections))
    with store.reading() as session:
        assert definitions.get(session, "The board").missing == ()
        assert [each.name for each in definitions.everything(session)] == ["Board", "The board"]
        assert definitions.get(session, "Board") == BOARD
    with store.writing() as session:
        assert definitions.remove(session, "Board") == BOARD
    with store.writing() as session, pytest.raises(UserError, match="no definition “Board”"):
        definitions.remove(session, "Board")


def test_a_name_that_may_identify_somebody_is_refused_and_blanked_in_the_log(
    store: Store,
) -> None:
    with store.writing() as session:
        customers.add(session, NewCustomer(Identity("Chan Tai Man", phone="9123 4567")))
    for name in ("For Mrs Lee", "Call 9123 4567", "Chan Tai Man and others"):
        with store.writing() as session, pytest.raises(UserError, match="may identify somebody"):
            definitions.save(session, replace(BOARD, name=name))
    older = PackRequest(
        Month(2026, 9), ("en",), definition=replace(BOARD, name="Mrs Lee, 9123 4567")
    )
    with store.writing() as session:  # earlier versions kept any name
        runs.note(session, NewPackRun.of(PackRunKind.PREVIEWED, older))
        (entry,) = session.scalars(select(AuditEntryRow).where(AuditEntryRow.object_type == "pack"))
        assert "Mrs Lee, [telephone]" in entry.detail
        assert [run.definition for run in runs.lines(session)] == ["[name], [telephone]"]


def test_a_note_is_kept_without_contacts(store: Store) -> None:
    note = "Ring 9123 4567\nabout the till"
    saved = save(store, PackDefinition("Calls", (DefinedSection(Section.SPEED, note),)))
    assert "9123" not in saved.sections[0].note
    assert saved.sections[0].note.endswith(" about the till")


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (PackDefinition(" ", BOARD.sections), "Enter a name"),
        (PackDefinition("Nothing", ()), "at least one section"),
        (PackDefinition("Twice", BOARD.sections * 2), "none twice"),
        (PackDefinition("Long", (DefinedSection(Section.SPEED, "x" * 601),)), "too long"),
    ],
)
def test_what_is_no_definition_is_refused(
    store: Store, definition: PackDefinition, words: str
) -> None:
    with store.writing() as session, pytest.raises(UserError, match=words):
        definitions.save(session, definition)


def test_auditors_use_definitions_and_do_not_change_them(store: Store, clock: FixedClock) -> None:
    save(store, BOARD)
    folder = store.folder.parent
    store.close()
    with opened(folder / FOLDER, clock, Role.AUDITOR) as auditor:
        with auditor.reading() as session:
            assert definitions.everything(session) == (BOARD,)
        with auditor.writing() as session, pytest.raises(Refused):
            definitions.save(session, BOARD)
        with auditor.writing() as session, pytest.raises(Refused):
            definitions.remove(session, "Board")


def test_a_pack_has_its_sections_in_order_and_names_the_others(store: Store) -> None:
    month = last_month(store)
    with store.reading() as session:
        whole = packs.make(session, PackRequest(month, ("en",)))
        made = packs.make(session, PackRequest(month, ("en",), definition=BOARD))
    printed, cover = in_one_line(made.pdf), " ".join(pages(made.pdf)[0].split())
    assert made.pages < whole.pages
    assert "Not printed Complaints in and out, Complaints received by month, Complaints" in cover
    assert "Not printed" not in in_one_line(whole.pdf)
    assert "Note by the shop: Ask for the second till." in printed
    order = [
        printed.rindex(words) for words in ("No action is open", "How the figures are", "Sign-off")
    ]
    assert order == sorted(order)


def test_a_month_issued_again_has_a_reason_and_keeps_its_definition(store: Store) -> None:
    month: Month = last_month(store)
    first = issued(store, month)
    with store.writing() as session, pytest.raises(UserError, match="why the month is issued"):
        packs.issue(session, PackRequest(month, ("en",), reason=" "))
    request = PackRequest(month, ("en",), reason="A letter was\nfound", definition=BOARD)
    with store.writing() as session:
        second = packs.issue(session, request)
    assert (first.reason, second.reason) == ("", "A letter was found")
    with store.reading() as session:
        assert "Reason A letter was found" in in_one_line(packs.pdf_of(session, second.id))
        bodies = session.execute(text("SELECT definition, figures FROM pack ORDER BY version"))
        rows = bodies.all()
    assert ["second till" in definition for definition, _ in rows] == [False, True]
    assert rows[0][1] == rows[1][1]


def test_a_month_in_no_limits_is_told_where_its_pledge_has_no_page(tmp_path: Path) -> None:
    hard = STORES["with exclusions"](tmp_path)
    targets = PackDefinition("Targets", (DefinedSection(Section.TARGETS),))
    with hard.store.reading() as session:
        made = packs.make(session, PackRequest(hard.month, ("en",), definition=targets))
    hard.store.close()
    told = "TILL promise: July 2026 is excluded from the control limits: Typhoon."
    assert told in in_one_line(made.pdf)
