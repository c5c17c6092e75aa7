"""What a field held at a point of the trail: told, proved, or not known and why."""

from datetime import UTC, datetime, timedelta

import pytest

from csq_desktop.domain.audit.replay import (
    UNTOLD,
    Candidate,
    FieldTrail,
    FieldWrite,
    Knowledge,
    PastValue,
    Proof,
    RowTrail,
    TrailStep,
    sequence_at,
)

START = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
TODAY = Candidate("new", "new")


def at(sequence: int) -> datetime:
    return START + timedelta(minutes=sequence)


def write(
    sequence: int,
    after: object = UNTOLD,
    before: object = UNTOLD,
    proof: Proof | None = None,
    **kind: bool,
) -> FieldWrite:
    return FieldWrite(sequence, at(sequence), after, before, proof, **kind)


def holds(*stored: object) -> Proof:
    return lambda value: value in stored


def kept(text: str, sequence: int = 0) -> Candidate:
    return Candidate(text, text, sequence)


def known(words: object) -> PastValue:
    return PastValue(Knowledge.KNOWN, words)


TOLD = [write(1, None), write(3, "a", None), write(5, "b", "a")]
HIDDEN = [write(1, proof=holds("one")), write(4, proof=holds("two")), write(7, proof=holds("new"))]
OLD = [write(1), write(4), write(7)]
ERASING = [write(1, proof=holds("one")), write(4, proof=holds("two")), write(9, erases=True)]
COVERED = [write(1), write(3, proof=holds("new"), cover=True)]


@pytest.mark.parametrize(
    ("trail", "sequence", "value"),
    [
        (FieldTrail(TOLD, TODAY), 1, known(None)),
        (FieldTrail(TOLD, TODAY), 4, known("a")),
        (FieldTrail(TOLD, TODAY), 99, known("b")),
        (FieldTrail([write(2), write(5, "b", "a")], TODAY), 3, known("a")),
        (FieldTrail(HIDDEN, TODAY), 8, known("new")),
        (FieldTrail(HIDDEN, TODAY, [kept("two", 5), kept("one", 3)]), 2, known("one")),
        (FieldTrail([write(1, proof=holds("")), write(2)], TODAY), 1, known(None)),
        (FieldTrail([write(1, proof=holds("new")), write(2)], TODAY), 1, known("new")),
        (FieldTrail(OLD, TODAY, [kept("one", 4), kept("two", 7)]), 5, known("two")),
        (FieldTrail(OLD, TODAY), 7, known("new")),
        (FieldTrail(COVERED, TODAY), 1, known("new")),
        (FieldTrail([], TODAY), 1, known("new")),
        (FieldTrail(HIDDEN, TODAY), 2, PastValue(Knowledge.REPLACED, until=at(4))),
        (FieldTrail(HIDDEN, TODAY, (), False), 2, PastValue(Knowledge.SEALED, until=at(4))),
        (FieldTrail(OLD, TODAY), 2, PastValue(Knowledge.UNRECORDED, until=at(4))),
        (FieldTrail(ERASING, TODAY), 2, PastValue(Knowledge.ERASED, until=at(9))),
        (FieldTrail(HIDDEN, Candidate("x", "x")), 8, PastValue(Knowledge.ALTERED)),
        (FieldTrail(COVERED, Candidate("x", "x")), 1, PastValue(Knowledge.ALTERED)),
        (FieldTrail(HIDDEN, None), 8, PastValue(Knowledge.UNRECORDED)),
        (
            FieldTrail([*COVERED, write(2)], TODAY, [kept("one", 2)]),
            1,
            known("one"),  # the cover came after the next change, and proves nothing of before
        ),
    ],
)
def test_a_field_is_told_or_proved_or_not_known_and_says_why(
    trail: FieldTrail, sequence: int, value: PastValue
) -> None:
    trail.writes = sorted(trail.writes, key=lambda each: each.sequence)
    assert trail.at(sequence) == value
    assert trail.at(sequence).is_known == (value.knowledge is Knowledge.KNOWN)


def test_a_row_is_there_between_its_making_and_its_end() -> None:
    row = RowTrail(1, presence=[(3, True), (6, False), (8, True)])
    assert [row.was_there(each) for each in (2, 3, 5, 6, 7, 8)] == [
        *(False, True, True),
        *(False, False, True),
    ]
    assert RowTrail(1, presence=[(6, False)]).was_there(2)  # its making is in no entry
    assert RowTrail(1).was_there(0)
    row.fields["name"] = FieldTrail(TOLD, TODAY)
    assert row.at(4) == {"name": known("a")}


def test_a_moment_stands_for_the_last_step_by_then() -> None:
    steps = [TrailStep(number, at(number), 1) for number in (2, 5)]
    assert sequence_at(steps, at(1)) is None
    assert sequence_at(steps, at(4)) == 2
    assert sequence_at(steps, at(5)) == 5
