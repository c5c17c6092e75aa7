"""What can be said of an evidence file, and which may be printed."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.history import StepFacts, step_text
from csq_desktop.domain.evidence import facts
from csq_desktop.domain.evidence.facts import (
    ENDINGS,
    EvidenceFile,
    EvidenceTotals,
    FileAct,
    FileKind,
    FilePlace,
    NewEvidence,
)
from csq_desktop.errors import UserError
from tests.factory import START

ZONE = ZoneInfo("Asia/Hong_Kong")
TODAY = date(2026, 10, 5)
FILE = EvidenceFile(
    *(1, 2, 1, "receipt", "", None, FileKind.PDF, 2, 900, "ab", FilePlace.STORE, START, "May"),
)


def test_only_what_shows_nobody_and_is_valid_is_printed() -> None:
    printed = {
        (place, voided): replace(FILE, place=place, voided_at=voided).goes_on_paper
        for place in FilePlace
        for voided in (None, START)
    }
    assert [key for key, goes in printed.items() if goes] == [(FilePlace.STORE, None)]
    assert not replace(FILE, place=FilePlace.ERASED).is_readable
    assert replace(FILE, copy_of=3).is_copy
    assert not FILE.is_copy


def test_kinds_and_places_have_words_and_endings() -> None:
    assert len({kind.label for kind in FileKind}) == len(FileKind)
    assert {kind.ending for kind in FileKind} < {*ENDINGS}
    assert [kind for kind in FileKind if kind.has_pages] == [*FileKind][:4]
    assert [kind for kind in FileKind if kind.is_words] == [FileKind.EMAIL, FileKind.TEXT]
    assert [place for place in FilePlace if place.is_private] == [*FilePlace][1:3]
    assert len({place.label for place in FilePlace}) == len(FilePlace)


def test_the_history_says_what_was_done_with_which_file() -> None:
    lines = {
        act: step_text(EventKind.EVIDENCE, "", StepFacts(level=3, after=act.value), ZONE)
        for act in FileAct
    }
    assert lines[FileAct.VOIDED] == "File 3 voided."
    assert all("3" in line for line in lines.values())
    assert facts.act_text("copied by hand", 3) == "copied by hand"


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewEvidence("none"), "category"),
        (NewEvidence("receipt", "x" * 2_001), "note"),
        (NewEvidence("receipt", "", TODAY + timedelta(days=1)), "dated_on"),
    ],
)
def test_what_cannot_be_said_of_a_file_is_refused(new: NewEvidence, field: str) -> None:
    facts.check_new(NewEvidence("receipt", "x", TODAY), today=TODAY, is_category=True)
    with pytest.raises(UserError) as refusal:
        facts.check_new(new, today=TODAY, is_category=new.category == "receipt")
    assert refusal.value.field == field


def test_sizes_and_numbers_have_their_limits() -> None:
    facts.check_size(facts.LARGEST_BYTES)
    facts.check_room(facts.MOST_FILES - 2, 2)
    for size in (0, facts.LARGEST_BYTES + 1):
        with pytest.raises(UserError):
            facts.check_size(size)
    with pytest.raises(UserError, match="at most"):
        facts.check_room(facts.MOST_FILES, 1)
    totals = [EvidenceTotals(1, facts.WARN_BYTES + step).is_large for step in (-1, 0)]
    assert totals == [False, True]
