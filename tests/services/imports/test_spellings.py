"""The same key, customer or word in another case or width is no other one."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from csq_desktop.services.imports import matching
from csq_desktop.storage.records.customers.spellings import by_key, spellings
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from tests.factory import FixedClock
from tests.services.imports.import_case import (
    CASE_HEAD,
    CASES,
    PEOPLE,
    PEOPLE_HEAD,
    clock,
    store,
    table_of,
    taken,
    tried,
    verdicts,
)

__all__ = ["clock", "store"]


def case_of(number: str, about: str, words: str = "x") -> list[str]:
    return [number, "01/09/2026", "Phone", about, "low", words, "", "", "", ""]


def test_a_key_is_found_in_the_store_in_any_spelling(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    taken(store, tmp_path, [PEOPLE_HEAD, ["M1A", "May", "", "", "", ""]], PEOPLE)
    for number in ("M1A", "Ｍ１ａ", "m1a", "M1a"):
        again = [PEOPLE_HEAD, [number, "May", "", "", "", ""]]
        assert verdicts(store, tmp_path, again, PEOPLE) == ["unchanged"], number
    linked = replace(CASES, columns={**CASES.columns, "Who": "customer_reference"})
    head = [*CASE_HEAD, "Who"]
    taken(store, tmp_path, [head, [*case_of("T1", "till.waiting"), "M1A"]], linked)
    again = [head, [*case_of("t1", "till.waiting"), "m1a"]]
    assert verdicts(store, tmp_path, again, linked) == ["unchanged"]


def test_a_key_stored_in_any_spelling_is_found_and_none_is_taken_for_another(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    """An older release stored what was typed, also two keys that say the same."""
    stored = [("Ｃ７", "Ann"), ("MixEd9", "Bob"), ("Zz", "Cat"), ("ZZ", "Dan")]
    rows = [PEOPLE_HEAD, *([number, name, "", "", "", ""] for number, name in stored)]
    taken(store, tmp_path, rows, replace(PEOPLE, unique_by=""))
    asked = [["c7", "Ann"], ["mIXED9", "Bob"], ["ZZ", "Dan"], ["new", "Eve"]]
    again = [PEOPLE_HEAD, *([number, name, "", "", "", ""] for number, name in asked)]
    assert verdicts(store, tmp_path, again, PEOPLE) == ["unchanged"] * 3 + ["new"]
    unclear = tried(store, table_of(tmp_path, [PEOPLE_HEAD, ["zz", "Cat", "", "", "", ""]]), PEOPLE)
    (row,) = unclear.rows
    assert row.verdict.value == "invalid"
    assert "several records have “zz” here" in row.reason
    cases = replace(CASES, columns={**CASES.columns, "Who": "customer_reference"})
    head = [*CASE_HEAD, "Who"]
    taken(store, tmp_path, [head, *([*case_of(n, "till.waiting"), "c7"] for n in ("Tt", "TT"))],
          replace(cases, unique_by=""))  # fmt: skip
    again = [head, [*case_of("tt", "till.waiting"), "C7"], [*case_of("T9", "till.waiting"), "zZ"]]
    reasons = [row.reason for row in tried(store, table_of(tmp_path, again), cases).rows]
    assert "several records have “tt” here" in reasons[0]
    assert "zZ" in reasons[1]


def test_the_very_spelling_comes_first() -> None:
    stored = [("a1", 3), ("A1", 2), ("b2", 1)]
    assert by_key(["A1", "a1", "Ｂ２", "c3"], iter(stored)) == {"A1": 2, "a1": 3, "Ｂ２": 1}
    assert by_key(["ａ1", "b2", "B2"], iter(stored), unclear=0) == {"ａ1": 0, "b2": 1, "B2": 1}
    assert spellings(["a1", "Ｂ２"], {"b2": {"ｂ2"}}) == {"a1", "A1", "Ｂ２", "B2", "b2", "ｂ2"}


def test_a_list_grows_by_one_word_whatever_its_spelling(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    abouts = ["Parking", "PARKING", "park\u200bing", "Ｐａｒｋｉｎｇ", "NULL", "Till.Waiting"]
    rows = [CASE_HEAD, *(case_of(f"T{n}", about) for n, about in enumerate(abouts))]
    taken(store, tmp_path, rows, CASES)
    with store.reading() as session:
        kept = session.scalars(select(ComplaintRow.category).order_by(ComplaintRow.id)).all()
        assert kept == ["Parking"] * 4 + ["till.waiting"]  # NULL: the category is missing
        (words,) = (
            words
            for words in matching.words(session, table_of(tmp_path, rows), CASES)
            if words.key == "category"
        )
        assert {word.word for word in words.words} == {*abouts[:2], "parking", *abouts[3:4],
                                                       "Till.Waiting"}  # fmt: skip
        mapped = replace(CASES, values={"category": {"NULL": "till.waiting"}})
        (words,) = (
            words
            for words in matching.words(session, table_of(tmp_path, rows), mapped)
            if words.key == "category"
        )
        assert {word.code for word in words.words if word.word == "NULL"} == {"till.waiting"}
