"""What a check of a receipt says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from csq_desktop.domain.audit.entries import Anchor
from csq_desktop.domain.receipts.facts import (
    Receipt,
    ReceiptVerdict,
    TrailHold,
    WordsNow,
    code_of,
    parse_code,
    words_digest,
)
from csq_desktop.domain.words.wording import HONG_KONG
from csq_desktop.errors import UserError

AT = datetime(2026, 10, 5, 2, tzinfo=UTC)
RECEIPT = Receipt("RC-1", 1, "C-1", AT, AT, "May Wong", AT, WordsNow.SAME)


def test_a_code_is_read_as_it_is_printed() -> None:
    place = Anchor(1234, "ab12cd34ef5678" + "0" * 50)
    assert code_of(place) == "1234:ab12 cd34 ef56"
    assert parse_code(code_of(place)) == Anchor(1234, "ab12cd34ef56")
    with pytest.raises(UserError, match="“RC-1” is not the code of a receipt") as error:
        parse_code(" RC-1 ")
    assert error.value.field == "code"


def test_words_are_told_apart_and_cannot_be_guessed_without_the_salt() -> None:
    digests = {words_digest(b"1" * 16, "a"), words_digest(b"1" * 16, "b"), words_digest(b"2", "a")}
    assert len(digests) == 3


@pytest.mark.parametrize(
    ("verdict", "parts"),
    [
        (ReceiptVerdict(TrailHold.MISSING), ["does not reach that far"]),
        (ReceiptVerdict(TrailHold.OTHER), ["not of a receipt"]),
        (ReceiptVerdict(TrailHold.CHANGED), ["was changed since"]),
        (
            ReceiptVerdict(TrailHold.HELD, RECEIPT),
            ["C-1, received 5 Oct 2026 10:00", "by May Wong", "holds it", "are those received"],
        ),
        (
            ReceiptVerdict(
                TrailHold.HELD,
                replace(
                    RECEIPT,
                    words=WordsNow.CORRECTED,
                    received_now=AT + timedelta(hours=1),
                    is_untouched=False,
                ),
            ),
            ["RC-1", "Confirmed", "holds it", "were corrected", "corrected since: 5 Oct 2026 11",
             "changed from outside"],
        ),
        (
            ReceiptVerdict(
                TrailHold.HELD, replace(RECEIPT, words=WordsNow.ERASED, received_now=None)
            ),
            ["RC-1", "Confirmed", "holds it", "were erased"],
        ),
    ],
)  # fmt: skip
def test_a_verdict_says_each_thing_once(verdict: ReceiptVerdict, parts: list[str]) -> None:
    sentences = verdict.sentences(HONG_KONG)
    assert len(sentences) == len(parts)
    for sentence, part in zip(sentences, parts, strict=True):
        assert part in sentence
    assert verdict.sound == (
        verdict.hold is TrailHold.HELD
        and verdict.receipt is not None
        and verdict.receipt.is_untouched
    )
