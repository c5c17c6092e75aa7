"""Mappings fit their kind and their file, and plans tell what becomes of each row."""

import pytest

from csq_desktop.domain.customers.facts import SpokenLanguage
from csq_desktop.domain.fields.fields import FieldKind, Privacy
from csq_desktop.domain.imports.fields import FIELDS, UNIQUE_BY, ImportKind, field_of, growing
from csq_desktop.domain.imports.plans import (
    DateOrder,
    ImportMapping,
    PlannedChunk,
    PlanSummary,
    RowVerdict,
    check,
    fitted,
    headings_of,
)
from csq_desktop.domain.imports.rows import Reason
from csq_desktop.errors import UserError
from csq_desktop.texts import LANGUAGES, mark, speaking

COLUMNS = ("No", "Date", "Phone", "Name", "Group")
CUSTOMERS = ImportMapping(ImportKind.CUSTOMERS, {"No": "reference", "Name": "name"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_a_user_chooses_from_has_a_label_of_its_own(language: str) -> None:
    with speaking(language):
        for kind in ImportKind:
            titles = [field.title for field in FIELDS[kind]]
            assert len(set(titles)) == len(titles)
        for words in (ImportKind, DateOrder, RowVerdict, SpokenLanguage):
            assert len({word.label for word in words}) == len(words)


def test_the_fields_of_a_kind_have_keys_of_their_own() -> None:
    for kind, fields in FIELDS.items():
        keys = [field.key for field in fields]
        assert len(set(keys)) == len(keys)
        assert all(key in keys for unique in UNIQUE_BY[kind] for key in unique.split("+"))


def test_fields_are_found_by_their_key() -> None:
    assert field_of(ImportKind.CUSTOMERS, "phone").kind is FieldKind.PHONE
    with pytest.raises(UserError, match="“shoe_size” is not a field"):
        field_of(ImportKind.CUSTOMERS, "shoe_size")


def test_values_stand_in_the_order_of_the_fields_whatever_the_columns_order() -> None:
    mapping = ImportMapping(
        ImportKind.CUSTOMERS,
        {"Name": "name", "No": "reference", "Group": "segment+note"},
        constants={"district": "Wan Chai"},
    )
    assert mapping.keys == ("reference", "name", "segment", "district", "note")
    assert ("note", "Group") in mapping.sources


def test_several_fields_may_tell_rows_apart_together() -> None:
    mapping = ImportMapping(ImportKind.PLEDGE_COUNTS, {}, unique_by="pledge_code+day")
    assert mapping.unique_keys == ("pledge_code", "day")
    assert CUSTOMERS.unique_keys == ()


def test_a_mapping_that_fits_is_accepted() -> None:
    check(CUSTOMERS, COLUMNS)
    complaints = ImportMapping(
        ImportKind.COMPLAINTS,
        {"Date": "received_at", "No": "their_reference", "Group": "category"},
        constants={"channel": "other", "severity": "low"},
        new_words=("category",),
        unique_by="their_reference",
    )
    check(complaints, COLUMNS)


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        (ImportMapping(ImportKind.CUSTOMERS, {}), "Match at least one column"),
        (ImportMapping(ImportKind.CUSTOMERS, {"No": "size"}), "“size” is not a field"),
        (
            ImportMapping(ImportKind.CUSTOMERS, {"No": "name"}, values={"size": {"a": "b"}}),
            "“size” is not a field",
        ),
        (ImportMapping(ImportKind.CUSTOMERS, {"Code": "name"}), "no column “Code”"),
        (
            ImportMapping(ImportKind.CUSTOMERS, {"No": "name", "Name": "name"}),
            "Two columns are matched to “Name”",
        ),
        (
            ImportMapping(ImportKind.CUSTOMERS, {"No": "name"}, constants={"name": "x"}),
            "“Name” has a column and a value for all rows",
        ),
        (ImportMapping(ImportKind.COMPLAINTS, {"No": "summary"}), "Match a column to “Received”"),
        (
            ImportMapping(ImportKind.CUSTOMERS, {"No": "name"}, unique_by="name"),
            "“name” cannot be used",
        ),
        (
            ImportMapping(ImportKind.CUSTOMERS, {"No": "name"}, unique_by="phone"),
            "Match the unique field",
        ),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_with_its_reason(
    mapping: ImportMapping, why: str
) -> None:
    with pytest.raises(UserError, match=why):
        check(mapping, COLUMNS)


def test_a_file_is_recognised_by_its_headings_in_any_order() -> None:
    assert headings_of(["Date", "NO "]) == headings_of(["no", " date"])
    assert headings_of(["Date"]) != headings_of(["Dates"])


def test_a_matching_takes_the_headings_of_the_file_in_any_spelling() -> None:
    columns = ("ＮＯ", "name ", "Name", "Date")
    assert fitted(CUSTOMERS, columns).columns == {"ＮＯ": "reference", "Name": "name"}
    assert fitted(CUSTOMERS, ("no", "x")).columns == {"no": "reference", "Name": "name"}
    twice = ImportMapping(ImportKind.CUSTOMERS, {"No": "reference", "NO": "name"})
    assert fitted(twice, ("no",)) is twice


def test_a_reason_names_field_and_cell_but_not_all_of_a_long_cell() -> None:
    field = field_of(ImportKind.CUSTOMERS, "phone")
    reason = Reason(mark("{field}: “{value}” is odd."), field, "9" * 100)
    assert reason.sentence == f"Telephone: “{'9' * 59}…” is odd."
    assert reason.in_general.sentence == "Telephone: “…” is odd."
    assert Reason(mark("Nobody: {value}."), value="x").sentence == "Nobody: x."


def test_a_chunk_without_verdicts_is_all_new() -> None:
    chunk = PlannedChunk([2, 3], [("a",), ("b",)], [["a"], ["b"]], None, {})
    assert [(row.number, row.verdict, row.reason) for row in chunk] == [
        (2, RowVerdict.NEW, ""),
        (3, RowVerdict.NEW, ""),
    ]
    assert chunk.of(RowVerdict.NEW) == [("a",), ("b",)]
    assert chunk.of(RowVerdict.UPDATE) == []
    assert len(chunk) == 2


def test_the_rows_of_one_verdict_are_given_together() -> None:
    odd = (Reason(mark("First.")), Reason(mark("Second.")))
    verdicts = [RowVerdict.NEW, RowVerdict.INVALID, RowVerdict.NEW]
    chunk = PlannedChunk([2, 3, 5], [("a",), ("b",), ("c",)], [[]] * 3, verdicts, {1: odd})
    assert chunk.of(RowVerdict.NEW) == [("a",), ("c",)]
    assert chunk.of(RowVerdict.INVALID) == [("b",)]
    assert [row.reason for row in chunk] == ["", "First. Second.", ""]
    assert [row.number for row in chunk] == [2, 3, 5]


def test_a_summary_counts_all_rows() -> None:
    summary = PlanSummary({RowVerdict.NEW: 3, RowVerdict.INVALID: 1}, (), "")
    assert summary.rows == 4


@pytest.mark.parametrize("kind", ImportKind)
def test_a_kind_declares_what_its_fields_bear_out(kind: ImportKind) -> None:
    declared = kind.declared
    keys = {field.key for field in FIELDS[kind]}
    assert declared.telling <= keys
    assert {*declared.twins} <= keys
    assert declared.usual.keys() <= keys
    assert kind.undoing.startswith("Undo")
    assert declared.identities == any(
        field.privacy is Privacy.IDENTITY for field in declared.fields
    )


def test_lists_grow_only_where_the_kind_says_so() -> None:
    assert growing(ImportKind.COMPLAINTS, {"category", "channel"}) == ("category",)
    assert growing(ImportKind.PLEDGE_COUNTS, {"pledge_code"}) == ()


def test_a_word_that_is_no_kind_is_none() -> None:
    with pytest.raises(ValueError, match="staff"):
        ImportKind("staff")
