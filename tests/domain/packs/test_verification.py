"""What a file says of itself is found or not; each verdict has its word and its tone."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import IssuedPack
from csq_desktop.domain.packs.verification import PackMark, PackOrigin, VerifiedPack
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import HONG_KONG

OCTOBER = Month(2026, 10)
CODE = "0f" * 32
PACK = IssuedPack(
    1, OCTOBER, 1, ("en",), datetime(2026, 11, 2, tzinfo=UTC), "May", "", 9, "", 1234, ""
)
NEWER = replace(PACK, id=2, version=2)


@pytest.mark.parametrize(
    "mark",
    [
        PackMark.of_store("ABCDEF01-2345", OCTOBER),
        PackMark.of_store("abcdef012345", OCTOBER, 12, CODE),
    ],
)
def test_a_mark_is_found_in_what_a_file_says(mark: PackMark) -> None:
    assert mark.store == "abcdef01"
    assert PackMark.find(f"Version 1 · {mark.text}") == mark


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CSQ-PACK abcdef0 2026-10 v1",
        "CSQ-PACK abcdef01 2026-13 v1",
        f"CSQ-PACK abcdef01 2026-10 v1 {CODE}0",
    ],
)
def test_what_is_no_mark_is_none(text: str) -> None:
    assert PackMark.find(text) is None


@pytest.mark.parametrize(
    ("facts", "state", "tone"),
    [
        ({"origin": PackOrigin.ISSUED}, "Issued file", Tone.GOOD),
        (
            {"origin": PackOrigin.ISSUED, "newer": (NEWER,)},
            "Issued file, replaced by version 2",
            Tone.WARN,
        ),
        ({"origin": PackOrigin.ISSUED, "figures_match": False}, "Issued file", Tone.BAD),
        ({"origin": PackOrigin.ISSUED, "trail_matches": False}, "Issued file", Tone.BAD),
        ({"origin": PackOrigin.CHANGED}, "Changed", Tone.BAD),
        ({"origin": PackOrigin.PREVIEW}, "Preview", Tone.WARN),
        ({"origin": PackOrigin.ANOTHER_STORE}, "Another database", Tone.WARN),
        ({"origin": PackOrigin.NOT_ISSUED}, "Not issued here", Tone.WARN),
    ],
)
def test_each_verdict_has_its_word_and_tone(facts: dict[str, Any], state: str, tone: Tone) -> None:
    answer = VerifiedPack(file="a.pdf", sha256="", zone=HONG_KONG, pack=PACK, **facts)
    assert (answer.state, answer.tone) == (state, tone)
    broken = any("no longer has the printed audit code" in words for words in answer.sentences)
    assert broken == (answer.origin is PackOrigin.ISSUED and not answer.trail_matches)
