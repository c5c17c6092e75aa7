"""Matchings: guessed, kept under a name, found again by headings, their words shown."""

from dataclasses import replace
from pathlib import Path

import pytest

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping
from csq_desktop.domain.imports.tables import Table
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.exchange.matching.proposals import Proposal
from csq_desktop.services.imports import lookups as import_lookups
from csq_desktop.services.imports import matching as import_matching
from csq_desktop.services.imports.matching import FileWord
from csq_desktop.storage.store import Store
from tests.exchange.made_files import Rows
from tests.factory import FixedClock, open_store
from tests.services.imports.import_case import (
    CASE_ROWS,
    CASES,
    COUNT_ROWS,
    PEOPLE_ROWS,
    clock,
    shop_of,
    store,
    table_of,
)

__all__ = ["clock", "store"]
HEAD = ["Case No", "Received", "Source", "Nature", "Result"]
ROWS = [
    HEAD,
    ["1", "13/08/2026", "Phone", "Waited too long to pay", "Upheld"],
    ["2", "14/08/2026", "Carrier pigeon", "Parking", ""],
    ["3", "15/08/2026", "phone", "Parking", ""],
]


def proposed(store: Store, table: Table, kind: ImportKind = ImportKind.COMPLAINTS) -> Proposal:
    with store.reading(identities=True) as session:
        return import_matching.propose(session, table, kind)


def keep(store: Store, table: Table, mapping: ImportMapping, name: str = "Weekly") -> None:
    with store.writing() as session:
        import_matching.save(session, table, mapping, name)


def test_a_matching_is_guessed_from_headings_and_cells(store: Store, tmp_path: Path) -> None:
    proposal = proposed(store, table_of(tmp_path, ROWS))
    assert proposal.mapping.columns == {
        "Case No": "their_reference", "Received": "received_at", "Source": "channel",
        "Nature": "category", "Result": "finding",
    }  # fmt: skip
    assert proposal.mapping.values["category"] == {"Waited too long to pay": "till.waiting"}
    assert (proposal.mapping.date_order, proposal.order.because) == (DateOrder.DMY, "13/08/2026")


def test_a_kept_matching_is_found_again_by_the_headings(store: Store, tmp_path: Path) -> None:
    table = table_of(tmp_path, ROWS)
    mapping = replace(
        proposed(store, table).mapping,
        values={"channel": {"Carrier pigeon": "letter"}},
        constants={"severity": "high"},
        encoding="utf-8",
    )
    keep(store, table, mapping)
    other = [[HEAD[1], HEAD[0], *HEAD[2:]], ["16/09/2026", "4", "Fax", "Parking", ""]]
    found = proposed(store, table_of(tmp_path, other, "next.csv"))
    assert found.notes[0] == "Your saved column mapping for this kind of file is applied."
    assert found.mapping.constants == {"severity": "high"}
    assert found.mapping.values["channel"] == {"Fax": "letter", "Carrier pigeon": "letter"}
    assert found.mapping.encoding == "utf-8"


def test_the_dates_of_the_file_overrule_the_order_that_was_kept(
    store: Store, tmp_path: Path
) -> None:
    table = table_of(tmp_path, ROWS)
    keep(store, table, proposed(store, table).mapping)
    doubtful = table_of(tmp_path, [HEAD, ["4", "05/06/2026", "Fax", "Parking", ""]], "a.csv")
    assert proposed(store, doubtful).mapping.date_order is DateOrder.DMY
    american = table_of(tmp_path, [HEAD, ["4", "06/25/2026", "Fax", "Parking", ""]], "b.csv")
    found = proposed(store, american)
    assert (found.mapping.date_order, found.order.because) == (DateOrder.MDY, "06/25/2026")


def test_a_matching_kept_for_another_encoding_lets_the_file_tell_its_own(
    store: Store, tmp_path: Path
) -> None:
    table = table_of(tmp_path, ROWS)
    keep(store, table, replace(proposed(store, table).mapping, encoding="big5hkscs"))
    assert proposed(store, table).mapping.encoding is None


def test_the_newest_of_two_matchings_for_the_same_headings_is_found(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    table = table_of(tmp_path, ROWS)
    mapping = proposed(store, table).mapping
    keep(store, table, replace(mapping, constants={"severity": "low"}), "One")
    clock.move(hours=1)
    keep(store, table, replace(mapping, constants={"severity": "high"}), "Two")
    clock.move(hours=1)
    keep(store, table, replace(mapping, constants={"severity": "critical"}), "One")
    assert proposed(store, table).mapping.constants == {"severity": "critical"}
    with store.reading() as session:
        kept = import_matching.saved(session, table, ImportKind.COMPLAINTS)
    assert [(one.name, one.mapping.constants["severity"]) for one in kept] == [
        ("One", "critical"),
        ("Two", "high"),
    ]


def test_a_kept_matching_that_fits_the_file_no_longer_is_left_aside(
    store: Store, tmp_path: Path
) -> None:
    table = table_of(tmp_path, ROWS)
    keep(store, table, replace(proposed(store, table).mapping, columns={"Gone": "received_at"}))
    assert proposed(store, table).notes == ()
    with store.reading() as session:
        assert import_matching.saved(session, table, ImportKind.COMPLAINTS) == ()


def test_a_matching_needs_a_name(store: Store, tmp_path: Path) -> None:
    table = table_of(tmp_path, ROWS)
    with pytest.raises(UserError, match="Name the column mapping"):
        keep(store, table, CASES, "  ")


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (CASE_ROWS, ImportKind.COMPLAINTS),
        (ROWS, ImportKind.COMPLAINTS),
        (PEOPLE_ROWS, ImportKind.CUSTOMERS),
        (COUNT_ROWS, ImportKind.PLEDGE_COUNTS),
        ([["甲", "乙"], ["1", "2"]], ImportKind.CUSTOMERS),
    ],
)
def test_what_the_rows_are_is_guessed(
    store: Store, tmp_path: Path, rows: Rows, kind: ImportKind
) -> None:
    with store.reading() as session:
        assert import_matching.likeliest_kind(session, table_of(tmp_path, rows)) is kind


def test_what_the_rows_were_last_time_is_what_they_are(store: Store, tmp_path: Path) -> None:
    table = table_of(tmp_path, PEOPLE_ROWS)
    keep(store, table, replace(CASES, columns={"No": "received_at"}))
    with store.reading() as session:
        assert import_matching.likeliest_kind(session, table) is ImportKind.COMPLAINTS


def test_every_word_of_a_list_is_shown_with_what_it_is_read_as(
    store: Store, tmp_path: Path
) -> None:
    table = table_of(tmp_path, ROWS)
    mapping = proposed(store, table).mapping
    heard = []
    with store.reading() as session:
        channel, category, finding = import_matching.words(
            session, table, mapping, lambda *progress: heard.append(progress)
        )
    assert (channel.key, channel.more) == ("channel", 0)
    assert channel.words == (
        FileWord("Carrier pigeon", 1, None),
        FileWord("Phone", 1, "telephone"),
        FileWord("phone", 1, "telephone"),
    )
    assert category.words == (
        FileWord("Parking", 2, "Parking"),
        FileWord("Waited too long to pay", 1, "till.waiting"),
    )
    assert finding.words == (FileWord("Upheld", 1, "upheld"),)
    assert heard == [(3, 3)]


@pytest.mark.no_cover
def test_only_the_most_frequent_words_of_a_long_list_are_shown(
    store: Store, tmp_path: Path
) -> None:
    rows = [HEAD, *([str(n), "13/08/2026", "Phone", f"Word {n}", ""] for n in range(250))]
    table = table_of(tmp_path, [*rows, ["251", "13/08/2026", "Phone", "Word 249", ""]])
    mapping = proposed(store, table).mapping
    with store.reading() as session:
        category = import_matching.words(session, table, mapping)[1]
    assert (len(category.words), category.more) == (200, 50)
    assert category.words[0] == FileWord("Word 249", 2, "Word 249")


def test_a_column_without_any_word_has_none(store: Store, tmp_path: Path) -> None:
    rows = [[*HEAD], ["1", "13/08/2026", "", "", ""]]
    table = table_of(tmp_path, rows)
    mapping = ImportMapping(ImportKind.COMPLAINTS, {"Source": "channel", "Case No": "words"})
    with store.reading() as session:
        (channel,) = import_matching.words(session, table, mapping)
        assert (channel.words, channel.more) == ((), 0)
        assert import_matching.words(session, table, replace(mapping, columns={})) == ()


def test_what_a_field_may_hold_is_listed_with_labels(store: Store) -> None:
    with store.reading() as session:
        channels = dict(import_lookups.options(session, ImportKind.COMPLAINTS, "channel"))
        categories = dict(import_lookups.options(session, ImportKind.COMPLAINTS, "category"))
        codes = import_lookups.options(session, ImportKind.PLEDGE_COUNTS, "pledge_code")
    assert channels["telephone"] == "Telephone"
    assert categories["till.waiting"].endswith("Waited too long to pay")
    assert codes == (("TILL", "TILL · TILL promise"),)


def test_a_first_look_has_everything_a_person_needs(store: Store, tmp_path: Path) -> None:
    table = table_of(tmp_path, ROWS)
    keep(
        store,
        table,
        replace(
            CASES,
            columns={"Received": "received_at"},
            unique_by="",
            constants={"channel": "email", "category": "a", "severity": "low"},
            new_words=("category",),
        ),
    )
    with store.reading() as session:
        look = import_matching.look(session, table)
        other = import_matching.look(session, table, ImportKind.CUSTOMERS)
    assert (look.kind, [one.name for one in look.saved]) == (ImportKind.COMPLAINTS, ["Weekly"])
    assert look.proposal.mapping.columns == {"Received": "received_at"}
    assert ("low", "Low") in look.options["severity"]
    assert set(other.options) == {"preferred_language"}


def test_the_order_of_dates_follows_the_matched_columns(store: Store, tmp_path: Path) -> None:
    head, row = ["In", "Out", "Now"], ["05/06/2026", "25/06/2026", "x"]
    table = table_of(tmp_path, [head, row])
    columns = {"In": "received_at+entered_at"}
    mapping = ImportMapping(ImportKind.COMPLAINTS, columns)
    order = import_matching.date_order(table, mapping)
    assert import_matching.ambiguous_without(order, None)
    assert not import_matching.ambiguous_without(order, DateOrder.DMY)
    both = replace(mapping, columns={**columns, "Out": "closed_at"})
    assert import_matching.date_order(table, both).order is DateOrder.DMY
    none = replace(mapping, columns={"Now": "words"})
    assert not import_matching.date_order(table, none).needed


def test_only_those_who_may_import_see_matchings(tmp_path: Path, clock: FixedClock) -> None:
    store = shop_of(tmp_path, clock)
    table = table_of(tmp_path, ROWS)
    store.close()
    staff = open_store(tmp_path, Role.STAFF)
    with staff.writing() as session:
        for job in (
            lambda: import_matching.look(session, table),
            lambda: import_matching.propose(session, table, ImportKind.COMPLAINTS),
            lambda: import_matching.save(session, table, CASES, "x"),
            lambda: import_matching.saved(session, table, ImportKind.COMPLAINTS),
            lambda: import_matching.words(session, table, CASES),
        ):
            with pytest.raises(Refused):
                job()
    staff.close()
