"""What is held about a person, as it goes into the copy: sections of records of facts.

Each feature declares its own in `services/<noun>/held.py`, a function `held(session, customer_id)`
that gives `HeldSection`s in the language spoken when it is called. Names of staff are no facts of
the customer and are left out; what people wrote is `words`, in which others may be named.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class HeldFact:
    """One fact: what it is called, what is held, and what the field means where that needs words.

    `words` says that somebody wrote it freely, so that other people may be named in it.
    """

    label: str
    value: str
    words: bool = False
    meaning: str = ""


@dataclass(frozen=True)
class HeldRecord:
    """One record with its facts; `at` is when it came to be, None where it always was there."""

    title: str
    facts: tuple[HeldFact, ...]
    at: datetime | None = None


@dataclass(frozen=True)
class HeldSection:
    """The records of one kind; `place` orders the sections of the copy."""

    key: str
    title: str
    place: int
    records: tuple[HeldRecord, ...] = ()


def as_at(sections: Iterable[HeldSection], moment: datetime) -> tuple[HeldSection, ...]:
    """What was held at a moment: records that came later are left out (PDPO, s.19(3)(a)).

    What was processed in the ordinary way since may be shown as it is now (the same section).
    """
    there = (
        replace(
            section,
            records=tuple(
                record for record in section.records if record.at is None or record.at <= moment
            ),
        )
        for section in sections
    )
    return tuple(sorted(there, key=lambda section: section.place))


def texts_of(sections: Iterable[HeldSection]) -> Iterator[str]:
    """Every freely written text, in which other people may be named."""
    for section in sections:
        for record in section.records:
            yield from (fact.value for fact in record.facts if fact.words)


def reworded(
    sections: Iterable[HeldSection], change: Callable[[str], str]
) -> tuple[HeldSection, ...]:
    """The sections with each freely written text changed."""
    return tuple(
        replace(
            section,
            records=tuple(
                replace(
                    record,
                    facts=tuple(
                        replace(fact, value=change(fact.value)) if fact.words else fact
                        for fact in record.facts
                    ),
                )
                for record in section.records
            ),
        )
        for section in sections
    )


def count(sections: Iterable[HeldSection]) -> int:
    """How many records there are."""
    return sum(len(section.records) for section in sections)
