"""Customers are recognised by whole words, and what would stand in every text is no name."""

import unicodedata
from functools import cache

import pytest

from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.customers.recognition import KnownIdentities
from csq_desktop.domain.privacy.free_text import IdentityKind

NAME, PHONE, EMAIL = IdentityKind.NAME, IdentityKind.PHONE, IdentityKind.EMAIL
ADDRESS = IdentityKind.ADDRESS
CUSTOMERS = (
    Identity("CHAN Tai Man", "陳大文", "+85291234567", "May@example.com"),
    Identity("Ms Amy Wong", "李小明先生", "+8613812345678"),
    Identity("Peter CHEUNG Siu Lung", phone="12 34", address="Flat 12A, 3/F, 123 Nathan Road"),
    Identity("May Long", "高興", address="九龍彌敦道123號A座"),
    Identity("May", "陳"),
    Identity("J. Smith", "P Q R"),
    Identity("Lam Ka Yan", address="Nathan Road, Kowloon"),
    Identity("LAM Ka Yan", phone="+85391234567"),
)


def even(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def customers() -> KnownIdentities:
    index = KnownIdentities(even)
    for number, customer in enumerate(CUSTOMERS, 1):
        index.add(customer, f"CU-{number}")
    return index


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chan Tai-man waited", [(NAME, "Chan Tai-man", "CU-1")]),
        ("Tai Man CHAN waited", [(NAME, "Tai Man CHAN", "CU-1")]),
        ("ｃｈａｎ tai man", [(NAME, "ｃｈａｎ tai man", "CU-1")]),
        ("請覆陳大文：", [(NAME, "陳大文", "CU-1")]),
        ("李小明投訴", [(NAME, "李小明", "CU-2")]),
        ("amy wong called", [(NAME, "amy wong", "CU-2")]),
        ("Cheung Siu Lung came", [(NAME, "Cheung Siu Lung", "CU-3")]),
        ("May Long came", [(NAME, "May Long", "CU-4")]),
        ("高興, 來電", [(NAME, "高興", "CU-4")]),
        ("Lam Ka Yan", [(NAME, "Lam Ka Yan", "")]),
        ("ring 9123-4567", [(PHONE, "9123-4567", "")]),
        ("ring 138 1234 5678", [(PHONE, "138 1234 5678", "CU-2")]),
        ("to MAY@EXAMPLE.COM", [(EMAIL, "MAY@EXAMPLE.COM", "CU-1")]),
        ("at 123 Nathan Road", [(ADDRESS, "123 Nathan Road", "CU-3")]),
        ("九龍彌敦道123號A座", [(ADDRESS, "九龍彌敦道123號A座", "CU-4")]),
    ],
)
def test_customers_are_recognised(text: str, expected: list[tuple[IdentityKind, str, str]]) -> None:
    spans = list(customers().spans(text))
    assert [(span.kind, span.text, span.reference) for span in spans] == expected
    assert [text[span.start : span.end] for span in spans] == [span.text for span in spans]


@pytest.mark.parametrize(
    "text",
    [
        "May came, and Smith, and 陳",
        "Chan Tai Manfred, Tai Man",
        "it may long be so",
        "他很高興",
        "高興得很",
        "P Q R",
        "12 34",
        "no. 1591234567, 12345678901234567890",
        "Flat 12A, 3/F of Nathan Road, Kowloon",
        "",
    ],
)
def test_what_stands_in_every_text_is_left_alone(text: str) -> None:
    assert list(customers().spans(text)) == []


def test_a_number_with_its_code_is_the_same_number() -> None:
    spans = [span.text for span in customers().spans("+852 9123 4567, 00852 91234567")]
    assert {"852 9123 4567", "00852 91234567"} <= set(spans)


def test_only_the_kinds_asked_for_are_known() -> None:
    index = KnownIdentities(even, (NAME,))
    index.add(CUSTOMERS[0], "CU-1")
    assert [span.kind for span in index.spans("Chan Tai Man, 9123 4567, may@example.com")] == [NAME]


def test_an_index_for_some_texts_recognises_the_same_in_them() -> None:
    texts = ("Tai Man CHAN, may@example.com", "ring 9123 4567")
    index = KnownIdentities(even, within=texts)
    for number, customer in enumerate(CUSTOMERS, 1):
        index.add(customer, f"CU-{number}")
    for text in texts:
        assert list(index.spans(text)) == list(customers().spans(text))
    assert list(index.spans("李小明")) == []


def test_nobody_is_recognised_by_an_empty_index() -> None:
    assert list(KnownIdentities(even).spans("Chan Tai Man")) == []


def test_a_name_that_a_text_was_cut_off_in_is_recognised_on_paper() -> None:
    texts = ("Oct: Ring Chan Tai… (1)", "請覆陳大…", "Lam Ka…", "Chan Tai came…", "Chan…")
    index = KnownIdentities(even, within=texts)
    for number, customer in enumerate(CUSTOMERS, 1):
        index.add(customer, f"CU-{number}")
    spans = [(span.text, span.reference) for text in texts for span in index.spans(text)]
    assert spans == [("Chan Tai", "CU-1"), ("陳大", "CU-1"), ("Lam Ka", "")]
