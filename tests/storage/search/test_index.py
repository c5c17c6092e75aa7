"""Search, against looking at every row."""

import random
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, String, text
from sqlalchemy.orm import Session

from csq_desktop.storage.audit import bulk
from csq_desktop.storage.search import index as search
from csq_desktop.storage.search.grams import (
    MOST_GRAMS,
    UNEVEN,
    folded,
    grams,
    pattern,
    required_grams,
)
from csq_desktop.storage.search.index import COMPLAINTS, CUSTOMERS, GramIndex
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.row import Worded, table_of

SEED = "search"
ROWS = 900
CHINESE = (
    "客人投訴店員態度惡劣拒絕退款貨品破損送貨延誤收銀錯誤排隊太久"
    "電話無人接聽價錢不符積分未入賬優惠券裏面温度為何衞生"
)
SIMPLIFIED = "客人投诉店员态度恶劣拒绝退款货品破损送货延误里面温度为何卫生"
ENGLISH = (
    *("refund", "late", "broken", "staff", "Rude", "queue", "price", "Wrong", "delivery"),
    *("phone", "Café", "kettle", "A-12", "no.7", "strasse", "Straße", "oﬃce", "①②"),
    *("ＡＢＣ", "１２３", "naïve", "×2", "ok!"),
)


def typed(chance: random.Random) -> str:
    """A text as people type them, in one of two languages or both."""
    parts = []
    for _ in range(chance.randint(1, 3)):
        source = chance.choice([CHINESE, SIMPLIFIED, ENGLISH])
        if source is ENGLISH:
            parts.append(" ".join(chance.choices(ENGLISH, k=chance.randint(1, 6))))
        else:
            parts.append("".join(chance.choices(source, k=chance.randint(1, 12))))
    return chance.choice(["", " ", "，", "\n"]).join(parts)


def fill(session: Session, texts: dict[int, str]) -> None:
    """Complaints with these words; everything else of them is empty."""
    columns = [column.name for column in table_of(ComplaintRow).columns]
    blank = [_blank(column) for column in table_of(ComplaintRow).columns]
    rows = []
    for number, words in texts.items():
        row = dict(zip(columns, blank, strict=True)) | {"id": number, "words": words}
        row |= {"ref": f"#{number:05}", "received_month": 202610}
        rows.append(tuple(row.values()))
    bulk.insert(session, ComplaintRow, columns, rows, detail={})


def _blank(column: Column[Any]) -> object:
    if column.nullable:
        return None
    if isinstance(column.type, Worded):
        words: type[StrEnum] = column.type.kind
        return next(iter(words)).value
    return "" if isinstance(column.type, String) else 0


def oracle(texts: dict[int, str], query: str) -> list[int]:
    """What looking through every text finds, newest first."""
    words = folded(query).split()
    held = {number: folded(f"#{number:05}\n{said}") for number, said in texts.items()}
    found = [number for number in held if all(word in held[number] for word in words)]
    return sorted(found, reverse=True)


@pytest.fixture
def texts() -> dict[int, str]:
    chance = random.Random(SEED)
    return {number: typed(chance) for number in range(1, ROWS + 1)}


def queries(texts: dict[int, str]) -> list[str]:
    """Parts of any length of the texts themselves, and things that are nowhere."""
    chance = random.Random(SEED)
    found = ["訴", "诉", "投訴", "退款 late", "a", "7", "straSSE", "ss", "ffi", "1", "café", "É"]
    found += [
        "-",
        "!",
        "×",
        "，",
        "a-1",
        "-12",
        "衛",
        "卫生",
        "何衞",
        "爲",
        "zz",
        "鑫",
        "#0012",
        "xq投",
    ]
    for _ in range(120):
        said = chance.choice(list(texts.values()))
        at = chance.randrange(len(said))
        part = said[at : at + chance.choice([1, 1, 2, 2, 3, 5, 12])]
        if part.strip():
            found.append(part)
    return found


@pytest.mark.parametrize("indexed", [ROWS, ROWS // 3, 0])
def test_everything_is_found_and_nothing_else(
    store: Store, texts: dict[int, str], indexed: int
) -> None:
    """Against looking at every row: all indexed, a part still marked, all marked."""
    with store.writing() as session:
        fill(session, texts)
        for number in range(1, indexed + 1):
            COMPLAINTS.index(session, number)
        COMPLAINTS.defer(session, indexed + 1, ROWS)
    # While a row is marked, GLOB alone judges it, and cannot where folding moves characters.
    unsure = {n for n in texts if n > indexed and UNEVEN in grams(texts[n]).split()}
    with store.reading() as session:
        for query in queries(texts):
            found = COMPLAINTS.find(session, query, limit=ROWS)
            there = oracle(texts, query)
            assert set(found) <= set(there), query
            assert [n for n in found if n not in unsure] == [n for n in there if n not in unsure]


def test_the_newest_come_first_and_no_more_than_asked_for(store: Store) -> None:
    with store.writing() as session:
        fill(session, dict.fromkeys(range(1, 201), "退款"))
        COMPLAINTS.defer(session, 1, 200)
        for number in (50, 150, 200):  # indexed and marked at once: found once
            COMPLAINTS.index(session, number)
        assert COMPLAINTS.find(session, "退款") == list(range(200, 150, -1))
        assert COMPLAINTS.find(session, "退款", limit=3) == [200, 199, 198]


def test_only_what_a_list_would_show_is_found(store: Store) -> None:
    shown: list[int] = []

    def even(candidates: Sequence[int]) -> list[int]:
        shown.extend(candidates)
        return [number for number in candidates if number % 2 == 0]

    with store.writing() as session:
        fill(session, dict.fromkeys(range(1, 301), "退款"))
        for number in range(1, 301):
            COMPLAINTS.index(session, number, "退款")
        assert COMPLAINTS.find(session, "退款", even, limit=100) == list(range(300, 100, -2))
        assert len(shown) < 300
        assert COMPLAINTS.find(session, "退款", lambda _: [], limit=100) == []


@pytest.mark.parametrize("query", ["", "   ", "\n"])
def test_nothing_typed_finds_nothing(store: Store, query: str) -> None:
    with store.writing() as session:
        fill(session, {1: "退款"})
        COMPLAINTS.index(session, 1)
        assert COMPLAINTS.find(session, query) == []


def test_a_corrected_text_is_found_by_its_new_words_alone(store: Store) -> None:
    with store.writing() as session:
        fill(session, {1: "退款"})
        COMPLAINTS.index(session, 1)
    with store.writing() as session:
        session.get_one(ComplaintRow, 1).words = "kettle"
        session.flush()
        COMPLAINTS.index(session, 1)
    with store.reading() as session:
        assert COMPLAINTS.find(session, "退款") == []
        assert COMPLAINTS.find(session, "ettl") == [1]
        assert grams_of(session, "退") == []


def grams_of(session: Session, gram: str) -> list[int]:
    query = text("SELECT rowid FROM complaint_grams WHERE complaint_grams MATCH :gram")
    return list(session.scalars(query, {"gram": f'"{gram}"'}))


def test_what_is_taken_out_of_the_index_is_not_found(store: Store) -> None:
    with store.writing() as session:
        fill(session, dict.fromkeys(range(1, 11), "退款"))
        COMPLAINTS.defer(session, 1, 4)
        for number in range(5, 11):
            COMPLAINTS.index(session, number)
        COMPLAINTS.unindex(session, 10)
        assert COMPLAINTS.find(session, "退款") == [9, 8, 7, 6, 5, 4, 3, 2, 1]
        COMPLAINTS.unindex_span(session, 1, 7)
        assert COMPLAINTS.find(session, "退款") == [9, 8]


def test_a_row_that_is_gone_is_not_found_although_the_index_still_has_it(store: Store) -> None:
    with store.writing() as session:
        fill(session, {1: "退款", 2: "Straße 退款"})
        COMPLAINTS.index(session, 1)
        COMPLAINTS.index(session, 2)
        bulk.delete(session, ComplaintRow, [1, 2], detail={})
        assert COMPLAINTS.find(session, "退款") == []
        COMPLAINTS.index(session, 2)


def test_a_bulk_import_is_indexed_chunk_by_chunk_and_found_all_along(store: Store) -> None:
    done = []
    with store.writing() as session:
        fill(session, dict.fromkeys(range(1, 26), "退款"))
        COMPLAINTS.defer(session, 1, 20)
        COMPLAINTS.defer(session, 21, 40)
    for _ in range(10):
        with store.writing() as session:
            done.append(COMPLAINTS.catch_up(session, limit=10))
            assert len(COMPLAINTS.find(session, "退款")) == 25
    assert done == [10, 10, 5, 0, 0, 0, 0, 0, 0, 0]
    with store.reading() as session:
        assert len(grams_of(session, "退款")) == 25
        assert session.scalar(text("SELECT count(*) FROM complaint_grams_pending")) == 0


def test_customers_are_found_in_the_vault_by_name_phone_and_reference(store: Store) -> None:
    with store.writing() as session:
        customer = CustomerRow(id=3, ref="K-0003", marketing="agreed", created_by=1)
        customer.created_at = store.clock.now()
        session.add(customer)
        identity = IdentityRow(customer_id=3, name="陳大文", phone="+85291234567")
        identity.email = "Tai.Man@example.com"
        session.add(identity)
        session.flush()
        CUSTOMERS.index(session, 3)
    with store.reading(identities=True) as session:
        for query in ("陳", "陈大", "大文", "9123", "34567", "tai.man", "K-0003", "文 9123"):
            assert CUSTOMERS.find(session, query) == [3], query
        assert CUSTOMERS.find(session, "陳大小") == []


def test_grams_of_identities_are_gone_from_the_file_after_an_erasure(store: Store) -> None:
    with store.writing() as session:
        for number in range(100):
            CUSTOMERS.index(session, number, f"Chan {number}")
        CUSTOMERS.index(session, 100, "龘")
    with store.writing() as session:
        CUSTOMERS.unindex(session, 100)
        assert CUSTOMERS.find(session, "龘") == []
    assert "龘".encode() in indexed_bytes(store)  # the control: found no more, but still there
    with store.writing() as session:
        CUSTOMERS.optimise(session)
    assert "龘".encode() not in indexed_bytes(store)
    assert len(indexed_bytes(store)) > 100


def indexed_bytes(store: Store) -> bytes:
    """Everything the customers' index holds, as its pages have it."""
    with store.reading(identities=True) as session:
        return b"".join(session.scalars(text("SELECT block FROM vault.customer_grams_data")))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("投訴", "投诉"),
        ("裏", "里"),
        ("衞生", "卫生"),
        ("臺灣", "台湾"),
        ("ＡＢＣ１", "abc1"),
        ("Straße", "STRASSE"),
        ("oﬃce", "office"),
        ("①", "1"),
        ("ｶﾞ", "ガ"),
        ("é", "é"),
        ("İstanbul", "i̇stanbul"),
        ("薴", "苧"),
    ],
)
def test_two_writings_of_one_text_are_folded_alike(text: str, other: str) -> None:
    assert folded(text) == folded(other)


def test_a_text_is_cut_into_every_part_a_query_can_ask_for() -> None:
    single, pairs, triple = (
        {*"refu", *"退货", *"ok"},
        {"re", "ef", "fu", "退货", "ok"},
        {"ref", "efu"},
    )
    assert set(grams("Refu 退貨ok").split()) == single | pairs | triple
    assert grams("!? ，") == ""
    assert UNEVEN in grams("Straße").split()
    assert UNEVEN not in grams("退貨 Café").split()


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("refund", ["ref", "efu", "fun", "und"]),
        ("re", ["re"]),
        ("r", ["r"]),
        ("a-12", ["12"]),
        ("a b", ["a", "b"]),
        ("退", ["退"]),
        ("退貨機", ["退货", "货机"]),
        ("退a", ["退"]),
        ("!", []),
    ],
)
def test_a_query_asks_for_the_fewest_telling_parts(query: str, asked: list[str]) -> None:
    assert required_grams(folded(query).split()) == asked


def test_a_pasted_page_asks_for_no_more_than_needed() -> None:
    assert len(required_grams(["".join(chr(0x4E00 + n) for n in range(500))])) == MOST_GRAMS


@given(st.text(max_size=30), st.text(max_size=30), st.text(min_size=1, max_size=8))
def test_whatever_holds_a_word_has_its_grams(before: str, after: str, word: str) -> None:
    said = unicodedata.normalize("NFKC", before + word + after)
    held = folded(said)
    for part in folded(word).split():
        if part in held:
            assert set(required_grams([part])) <= set(grams(said).split())


@given(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]))
def test_a_single_character_is_found_as_it_was_typed(character: str) -> None:
    even = folded(character)
    if len(even) != 1 or even.isspace() or UNEVEN in grams(character).split():
        return
    import sqlite3

    connection = sqlite3.connect(":memory:")
    row = connection.execute("SELECT ? GLOB ?", (f"x{character}y", pattern(even))).fetchone()
    connection.close()
    assert row == (1,)


def test_an_index_is_made_by_statements_a_migration_can_run() -> None:
    made = GramIndex("x_grams", "SELECT 1 AS id, 'a' AS text", schema="vault").statements()
    assert all("vault.x_grams" in statement for statement in made)
    assert search.COMPLAINTS.statements() != search.CUSTOMERS.statements()


def test_a_marked_span_whose_rows_are_gone_is_done_with(store: Store) -> None:
    with store.writing() as session:
        COMPLAINTS.defer(session, 5, 9)
        assert COMPLAINTS.catch_up(session) == 1
        assert COMPLAINTS.catch_up(session) == 0


def test_spans_marked_twice_keep_the_longer_end(store: Store) -> None:
    with store.writing() as session:
        fill(session, dict.fromkeys(range(1, 31), "退款"))
        COMPLAINTS.defer(session, 11, 30)
        COMPLAINTS.defer(session, 1, 20)
        for _ in range(10):
            COMPLAINTS.catch_up(session, limit=10)
        assert len(grams_of(session, "退款")) == 30
