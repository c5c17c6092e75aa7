"""What is decided about texts before an erasure, and what an erasure is called."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.privacy.free_text import IdentityKind, IdentitySpan
from csq_desktop.domain.retention.erasures import (
    Erasure,
    ErasureMode,
    ScrubbedText,
    ShownText,
    TextChoice,
    TextPlace,
)
from csq_desktop.errors import UserError

PLACE = TextPlace("complaint", 7, "words")


def test_a_name_is_blacked_out_and_the_rest_stays() -> None:
    text = "Chan Tai Man rang, 9123 4567, again Chan Tai Man."
    spans = [
        IdentitySpan(36, 48, IdentityKind.NAME, "Chan Tai Man"),
        IdentitySpan(0, 12, IdentityKind.NAME, "Chan Tai Man"),
        IdentitySpan(19, 28, IdentityKind.PHONE, "9123 4567"),
        IdentitySpan(24, 28, IdentityKind.PHONE, "4567"),
    ]
    shown = ShownText(PLACE, "Complaint", "Words", text, tuple(spans))
    assert shown.blacked_out == "▇▇▇ rang, ▇▇▇, again ▇▇▇."
    assert ShownText(PLACE, "Complaint", "Words", text).blacked_out == text


def test_a_rewriting_needs_words() -> None:
    ScrubbedText(PLACE, TextChoice.BLANK).check()
    ScrubbedText(PLACE, TextChoice.REWRITE, "A customer rang.").check()
    with pytest.raises(UserError, match="Enter the words"):
        ScrubbedText(PLACE, TextChoice.REWRITE, " ").check()


def test_an_erasure_has_a_number_and_words() -> None:
    at = datetime(2026, 11, 30, tzinfo=UTC)
    erasure = Erasure(
        1, "c0de", 12, at, "May Wong", RecordKind.CUSTOMERS, 36, True, ErasureMode.ERASE, (1,)
    )
    assert erasure.ref == "ER-0012"
    assert erasure.rule_text == "36 months after the last use"
    assert replace(erasure, by_rule=False).rule_text.startswith("Before the rule of 36 months")
    counts = {"customers": 2, "cases": 1, "records": 3, "mentions": 1, "drafts": 1, "other": 5}
    assert replace(erasure, counts=counts).count_texts == (
        *("2 customers", "the words of 1 case", "3 records", "1 mention elsewhere"),
        "1 unsaved form",
    )
    assert all(each.label for each in (*ErasureMode, *TextChoice))
