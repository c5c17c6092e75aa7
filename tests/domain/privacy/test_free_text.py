"""Identities in free text: found in three languages, and nothing else is taken for one."""

import pytest

from csq_desktop.domain.privacy.free_text import (
    IdentityKind,
    IdentitySpan,
    identities,
    is_hkid,
    left_out,
    sentence,
)

NAME, PHONE, EMAIL, HKID, _ = IdentityKind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mrs Chan Siu Ming of 9876 5432 waited",
            [(NAME, "Mrs Chan Siu Ming"), (PHONE, "9876 5432")],
        ),
        ("Mr. K. Chan rang", [(NAME, "Mr. K. Chan")]),
        ("told mr chan to wait", [(NAME, "mr chan")]),
        ("Miss Wong-Lee was rude", [(NAME, "Miss Wong-Lee")]),
        ("MRS CHAN SIU MING", [(NAME, "MRS CHAN SIU MING")]),
        ("Ms 李 came back", [(NAME, "Ms 李")]),
        ("Chan 先生等了很久", [(NAME, "Chan 先生")]),
        ("陳先生投訴等候太久", [(NAME, "陳先生")]),
        ("陈先生投诉", [(NAME, "陈先生")]),
        ("請回覆陳小明先生", [(NAME, "陳小明先生")]),
        ("李女士、王太太和黃小姐", [(NAME, "李女士"), (NAME, "王太太"), (NAME, "黃小姐")]),
        ("歐陽女士", [(NAME, "歐陽女士")]),
        ("陳太話唔滿意", [(NAME, "陳太")]),
        ("陳生打嚟", [(NAME, "陳生")]),
        ("call 98765432", [(PHONE, "98765432")]),
        ("98 76 54 32", [(PHONE, "98 76 54 32")]),
        ("9876 – 5432", [(PHONE, "9876 – 5432")]),
        ("phone no. 9876-5432", [(PHONE, "9876-5432")]),
        ("TEL98765432", [(PHONE, "98765432")]),
        ("電話+852 9876 5432。", [(PHONE, "+852 9876 5432")]),
        ("内地电话13812345678", [(PHONE, "13812345678")]),
        ("電郵chan@mail.com.hk謝謝。a@b.co.", [(EMAIL, "chan@mail.com.hk"), (EMAIL, "a@b.co")]),
        ("HKID A123456(3)", [(HKID, "A123456(3)")]),
        ("98765432@mail.com.hk", [(EMAIL, "98765432@mail.com.hk")]),
        ("身份證a123456（3）", [(HKID, "a123456（3）")]),
        ("AB987654(3)", [(HKID, "AB987654(3)")]),
        ("G123456(A) and Z6833655", [(HKID, "G123456(A)")]),
    ],
)  # fmt: skip
def test_identities_are_found(text: str, expected: list[tuple[IdentityKind, str]]) -> None:
    spans = identities(text)
    assert [(span.kind, span.text) for span in spans] == expected
    assert [text[span.start : span.end] for span in spans] == [span.text for span in spans]


@pytest.mark.parametrize(
    "text",
    [
        "C-2026-0012 and CU-00007, CU-2026-0007",
        "closed on 2026-10-31, 20261031, in 2025-2026",
        "HK$23,456.00 or $98765432",
        "Order no. 98765432, receipt 23456789, policy number: 34567890",
        "Order A123456(3)",
        "PO98765432 and 9876-5432-1",
        "訂單98765432，收據編號：23456789，保单 34567890",
        "A123456(4)",
        "order 1234567, item 123456789012",
        "We miss the bus; Miss it; the ms word file",
        "一位先生同一位女士，任何小姐，老太太",
        "黃色衫女士，白髮先生，何時太太",
        "方太爐具，等到太遲，學生",
        "",
    ],
)
def test_what_only_looks_like_an_identity_is_left_alone(text: str) -> None:
    assert identities(text) == ()


@pytest.mark.parametrize(
    ("letters", "digits", "check", "right"),
    [
        ("A", "123456", "3", True),
        ("A", "123456", "4", False),
        ("AB", "987654", "3", True),
        ("G", "123456", "A", True),
    ],
)
def test_the_check_digit_of_an_identity_card(
    letters: str, digits: str, check: str, right: bool
) -> None:
    assert is_hkid(letters, digits, check) is right


def test_a_sentence_says_what_stands_in_a_text() -> None:
    assert sentence(identities("All was well")) == ""
    assert sentence(identities("Call 9876 5432 or 2345 6789")) == (
        "This contains a telephone number. Everybody who opens the database can read it."
    )
    address = IdentitySpan(0, 3, IdentityKind.ADDRESS, "123 Nathan Road")
    assert sentence([address]).startswith("This contains an address.")
    assert address.kind.gap == "[address]"
    assert sentence(identities("9876 5432, Mr Chan, a@b.co")).startswith(
        "This contains a name, a telephone number and an e-mail address."
    )


def test_gaps_stand_in_place_of_identities() -> None:
    assert left_out("Mrs Chan of 9876 5432 waited") == "[name] of [telephone] waited"
    assert left_out("All was well") == "All was well"


def test_customers_that_were_recognised_are_among_the_identities() -> None:
    text = "Mrs Chan Siu Ming of 9876 5432 waited"
    known = IdentitySpan(4, 17, NAME, "Chan Siu Ming", "CU-00007")
    assert [span.text for span in identities(text, [known])] == ["Mrs Chan Siu Ming", "9876 5432"]
    text = "Chan Siu Ming waited"
    known = IdentitySpan(0, 13, NAME, "Chan Siu Ming", "CU-00007")
    assert identities(text, [known]) == (known,)
