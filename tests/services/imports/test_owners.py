"""Owners in files: matched by name as older texts were, shown as new before they are added."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.shop.people import by_key
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services import people
from csq_desktop.services.actions import actions
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.exports import exports
from csq_desktop.services.handovers import handovers
from csq_desktop.services.imports import imports, matching
from csq_desktop.storage.audit import reconcile
from csq_desktop.storage.store import Store
from csq_desktop.texts import speaking
from tests.exchange.made_files import Rows
from tests.factory import NAMES, FixedClock
from tests.services.imports.import_case import (
    CASE_HEAD,
    CASE_ROWS,
    CASES,
    case,
    clock,
    store,
    table_of,
    take_in,
    taken,
    tried,
    undone,
    verdicts,
)
from tests.services.small_shop import logged

__all__ = ["clock", "store"]
OWNED = replace(CASES, columns={**CASES.columns, "Owner": "owner"})
STAFF = NAMES[Role.STAFF]


def owned_by(*owners: str) -> Rows:
    """The three complaints, each with its owner."""
    cases = zip(CASE_ROWS[1:], owners, strict=True)
    return [[*CASE_HEAD, "Owner"], *([*row, owner] for row, owner in cases)]


def owners(store: Store) -> list[str]:
    with store.reading() as session:
        return [views.read(session, complaint_id).owner for complaint_id in cases(session)]


def cases(session: Session) -> list[int]:
    return [case(session, reference).id for reference in ("T1", "T2", "T3")]


def everyone(store: Store) -> list[str]:
    """The names of the list but those of users and of the shop's founder."""
    with store.reading() as session:
        names = [one.name for one in people.everyone(session) if one.user_id is None]
    return [name for name in names if name != "May Wong"]


def test_a_name_of_the_list_is_found_in_any_case_and_width(store: Store, tmp_path: Path) -> None:
    rows = owned_by(f" {STAFF.upper()} ", "Ｍａｙ　ｗｏｎｇ", "n/a")
    assert tried(store, table_of(tmp_path, rows), OWNED).summary.tally == ()
    taken(store, tmp_path, rows, OWNED)
    assert owners(store) == [STAFF, "May Wong", store.user.name]
    assert everyone(store) == []


def test_an_unknown_name_is_shown_as_new_and_added_once(store: Store, tmp_path: Path) -> None:
    rows = owned_by("Ka-ho Lam", "KA-HO  LAM", "Landlord")
    dry = tried(store, table_of(tmp_path, rows), OWNED)
    assert everyone(store) == []
    assert [row.reason for row in dry.rows] == [
        "Owner: “Ka-ho Lam” is new and is added to the list of people.",
        "Owner: “KA-HO  LAM” is new and is added to the list of people.",
        "Owner: “Landlord” is new and is added to the list of people.",
    ]
    assert {row.verdict.value for row in dry.rows} == {"new"}
    take_in(store, table_of(tmp_path, rows), OWNED)
    assert everyone(store) == ["Ka-ho Lam", "Landlord"]
    assert owners(store) == ["Ka-ho Lam", "Ka-ho Lam", "Landlord"]


def test_a_row_that_is_left_out_announces_no_new_person(store: Store, tmp_path: Path) -> None:
    first, second, third = (list(row) for row in owned_by("Lam", "Lam", "Landlord")[1:])
    second[CASE_HEAD.index("In")] = "01/09/2099 10:00"
    rows: Rows = [[*CASE_HEAD, "Owner"], first, second, third, [*first[:-1], "Caretaker"]]
    dry = tried(store, table_of(tmp_path, rows), OWNED)
    assert [row.verdict.value for row in dry.rows] == ["new", "invalid", "new", "duplicate"]
    assert sum("list of people" in row.reason for row in dry.rows) == 2
    notes = {entry.reason.sentence: entry.rows for entry in dry.summary.tally}
    assert notes["Owner: “…” is new and is added to the list of people."] == 2
    take_in(store, table_of(tmp_path, rows), OWNED)
    assert everyone(store) == ["Lam", "Landlord"]


def test_the_words_of_an_owners_column_are_shown_with_whom_they_mean(
    store: Store, tmp_path: Path
) -> None:
    rows = owned_by(STAFF.upper(), "Lam", "Lam")
    table = table_of(tmp_path, rows)
    with store.reading(identities=True) as session:
        (found,) = (one for one in matching.words(session, table, OWNED) if one.key == "owner")
        offered = matching.look(session, table, ImportKind.COMPLAINTS).options["owner"]
    assert [(one.word, one.rows, one.code) for one in found.words] == [
        ("Lam", 2, "Lam"),
        (STAFF.upper(), 1, STAFF),
    ]
    assert (STAFF, STAFF) in offered


def test_a_word_can_be_said_to_mean_somebody(store: Store, tmp_path: Path) -> None:
    said = replace(OWNED, values={"owner": {"Lam": STAFF, "*": "May Wong"}})
    taken(store, tmp_path, owned_by("Lam", "whoever", ""), said)
    assert owners(store) == [STAFF, "May Wong", store.user.name]
    assert everyone(store) == []


@pytest.mark.no_cover
@pytest.mark.parametrize("heading", ["Owner", "Assigned to", "負責人", "负责人", "case_owner"])
def test_a_column_of_owners_is_found_by_its_heading(
    store: Store, tmp_path: Path, heading: str
) -> None:
    head, *rows = owned_by("Lam", "Chan", "Au")
    table = table_of(tmp_path, [[*head[:-1], heading], *rows])
    with store.reading(identities=True) as session:
        proposal = matching.propose(session, table, ImportKind.COMPLAINTS)
    assert proposal.mapping.columns[heading] == "owner"


def test_a_name_too_long_for_the_list_is_refused(store: Store, tmp_path: Path) -> None:
    rows = owned_by("x" * 201, "Lam", "Lam")
    assert verdicts(store, tmp_path, rows, OWNED) == ["invalid", "new", "new"]


def test_the_same_file_again_changes_nothing_and_another_owner_is_an_update(
    store: Store, tmp_path: Path
) -> None:
    rows = owned_by("Lam", STAFF, "")
    taken(store, tmp_path, rows, OWNED)
    assert set(verdicts(store, tmp_path, rows, OWNED)) == {"unchanged"}
    again = owned_by(STAFF, "", "Chan")
    assert verdicts(store, tmp_path, again, OWNED) == ["update", "unchanged", "update"]
    batch = taken(store, tmp_path, again, OWNED)
    assert (batch.updated, owners(store)) == (2, [STAFF, STAFF, "Chan"])
    with store.reading() as session:
        events = views.read(session, case(session, "T1").id).events
    assert [(one.kind, one.text) for one in events][-1] == (EventKind.IMPORTED, "Owner")
    undone(store, batch)
    assert owners(store) == ["Lam", STAFF, store.user.name]
    assert everyone(store) == ["Lam"]


def test_an_import_undone_takes_its_names_out_but_for_owners_of_what_counts(
    store: Store, tmp_path: Path
) -> None:
    batch = taken(store, tmp_path, owned_by("Lam", "Chan", "Au"), OWNED)
    with store.writing() as session:
        first, second, _ = cases(session)
        actions.promise(session, NewAction("Lamp", "Chan", date(2026, 10, 9)))
    undone(store, batch)
    assert everyone(store) == ["Chan"]
    with store.writing() as session:
        complaints.restore(session, first, "Right after all")
        complaints.restore(session, second, "Right after all")
    with store.reading() as session:
        lam, chan = views.read(session, first), views.read(session, second)
        assert (lam.owner_id, lam.owner) == (None, "Lam")  # as a text: withdrawn with the import
        assert (chan.owner_id is None, chan.owner) == (False, "Chan")
        assert reconcile.compare(session).differences == []


def test_a_name_another_import_uses_too_stays(store: Store, tmp_path: Path) -> None:
    batch = taken(store, tmp_path, owned_by("Lam", "", ""), OWNED)
    more = [[*CASE_HEAD, "Owner"], ["T9", *CASE_ROWS[1][1:], "lam"]]
    taken(store, tmp_path, more, OWNED)
    undone(store, batch)
    assert everyone(store) == ["Lam"]


def test_whom_an_undo_makes_an_owner_again_is_not_taken_out(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    first = taken(store, tmp_path, owned_by("Lam", "", ""), OWNED)
    rows = [[*CASE_HEAD, "Owner"], ["T9", *CASE_ROWS[1][1:], "Chan"]]
    with store.writing() as session:
        by_hand = logged(session, clock, their_reference="T9")
        handovers.hand_over(session, by_hand, "Lam")
    second = taken(store, tmp_path, rows, OWNED)
    undone(store, first)
    with store.writing() as session:
        lam = by_key(people.everyone(session))["lam"].id
        with pytest.raises(UserError, match="Lam owns records"):
            people.take_out(session, lam)
    undone(store, second)
    with store.reading() as session:
        assert views.read(session, by_hand).owner == "Lam"
    assert everyone(store) == ["Lam"]


def test_an_export_tells_the_owner_and_is_understood_again(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, owned_by("Lam", STAFF, ""), OWNED)
    with store.writing() as session:
        lam = next(one for one in people.everyone(session) if one.name == "Lam")
        people.leave(session, lam.id)
    path = tmp_path / "out.csv"
    with speaking("zh_CN"):
        exports.write(store, "complaints", path, purpose="Yearly review")
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    place = head.index("负责人")
    assert [row[place] for row in rows] == ["Lam", STAFF, store.user.name]
    table = table_of(tmp_path, [head, *rows], "again.csv")
    with store.reading(identities=True) as session:
        mapping = matching.propose(session, table, ImportKind.COMPLAINTS).mapping
        assert mapping.columns["负责人"] == "owner"
        chunks = imports.dry_run(session, table, mapping)
    assert {row.verdict.value for row in chunks.rows} == {"unchanged"}


def test_no_import_and_no_undo_gives_a_case_to_whom_it_is_about(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, owned_by("Lam", "Lam", ""), OWNED)
    again = taken(store, tmp_path, owned_by("Chan", "Chan", ""), OWNED)
    with store.writing() as session:
        for name in ("Lam", "Wong"):
            new = NewInvolved(name, InvolvedAs.COMPLAINED_OF)
            involved.name(session, cases(session)[0], new)
    assert verdicts(store, tmp_path, owned_by("Wong", "Wong", ""), OWNED) == [
        *("unchanged", "update", "unchanged"),
    ]
    taken(store, tmp_path, owned_by("Wong", "Chan", ""), OWNED)
    assert owners(store)[:2] == ["Chan", "Chan"]
    undone(store, again)
    assert owners(store)[:2] == ["", "Lam"]
    with store.reading() as session:
        assert reconcile.compare(session).differences == []
