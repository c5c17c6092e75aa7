"""What a record held at an earlier point of the audit trail: one rule for every field of any row.

Every write of a field has an entry in the trail. The entry tells what the field held before and
after; or it has a digest of it, which proves a value that is found elsewhere: in the row as it
stands today, or in the words that were kept when it was corrected. What is neither told nor proved
is not known, and today's value never takes its place.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

Proof = Callable[[object], bool]
"""Whether a value, as its column stores it, is the one that was written."""


class Untold(StrEnum):
    """Stands where an entry says nothing of a value, which is not the same as an empty one."""

    UNTOLD = "untold"


UNTOLD = Untold.UNTOLD


class Knowledge(StrEnum):
    """How far a past value is known.

    It was ERASED; it was REPLACED, and nothing kept it; the program UNRECORDED it then; it is
    SEALED to the reader; or today's value was ALTERED past the program, and shows nothing.
    """

    KNOWN = "known"
    ERASED = "erased"
    REPLACED = "replaced"
    UNRECORDED = "unrecorded"
    SEALED = "sealed"
    ALTERED = "altered"


class PastValue(NamedTuple):
    """A field as it was: `words` as entries tell them, or why they are not known.

    `until` is when a value that is not known was replaced or erased.
    """

    knowledge: Knowledge
    words: object = None
    until: datetime | None = None

    @property
    def is_known(self) -> bool:
        """Whether the value is known."""
        return self.knowledge is Knowledge.KNOWN


Past = Mapping[str, PastValue]
"""The fields of a row as they were, by name."""


class Candidate(NamedTuple):
    """A value that may have stood in a field: as its column stores it, and as entries tell it.

    Words that a correction kept carry the `sequence` of their entry: they stood until then.
    """

    stored: object
    words: object
    sequence: int = 0


NOTHINGS = (Candidate("", None), Candidate(None, None), Candidate("null", None))
"""The stored forms of a field that says nothing: a text, any other value, a document."""


class FieldWrite(NamedTuple):
    """What one entry says of one field.

    A `cover` is no change: it is a digest that was made of what stood there already. One that
    `erases` took words out for good.
    """

    sequence: int
    at: datetime
    after: object = UNTOLD
    before: object = UNTOLD
    proof: Proof | None = None
    cover: bool = False
    erases: bool = False


@dataclass
class FieldTrail:
    """All there is to tell what a field held: its writes in order, and what digests may prove.

    `today` is None where the row is gone. Where the reader may not see words that were kept at
    corrections, they are not among `earlier` and `sees_earlier` is false.
    """

    writes: list[FieldWrite] = field(default_factory=list)
    today: Candidate | None = None
    earlier: Sequence[Candidate] = ()
    sees_earlier: bool = True

    def at(self, sequence: int) -> PastValue:
        """The field as it was once the entry of that sequence was written."""
        if len(self.writes) == 1 and self.writes[0].after is not UNTOLD:  # by far the most
            return PastValue(Knowledge.KNOWN, self.writes[0].after)
        changes = [write for write in self.writes if not write.cover]
        last = next((write for write in reversed(changes) if write.sequence <= sequence), None)
        if last is not None and last.after is not UNTOLD:
            return PastValue(Knowledge.KNOWN, last.after)
        later = [write for write in changes if write.sequence > sequence]
        if later and later[0].before is not UNTOLD:
            return PastValue(Knowledge.KNOWN, later[0].before)
        proof = self._proof(last, later)
        for candidate in self._candidates(sequence, later, is_proved=proof is not None):
            if proof is None or proof(candidate.stored):
                return PastValue(Knowledge.KNOWN, candidate.words)
        return self._unknown(later, is_proved=proof is not None)

    def _proof(self, last: FieldWrite | None, later: Sequence[FieldWrite]) -> Proof | None:
        """The digest of what stood there: of its own write, else of a cover before the next."""
        if last is not None and last.proof is not None:
            return last.proof
        first = last.sequence if last is not None else 0
        ends = later[0].sequence if later else None
        covers = (write for write in self.writes if write.cover and write.sequence > first)
        cover = next(covers, None)
        return cover.proof if cover and (ends is None or cover.sequence < ends) else None

    def _candidates(
        self, sequence: int, later: Sequence[FieldWrite], *, is_proved: bool
    ) -> Iterator[Candidate]:
        """What may have stood there; where nothing was written since, that is today's alone.

        Without a proof only the words that the next correction kept can be relied on.
        """
        if not later:
            yield from () if self.today is None else (self.today,)
        elif is_proved:
            yield from chain(self.earlier, NOTHINGS, () if self.today is None else (self.today,))
        else:
            yield from [words for words in self.earlier if words.sequence > sequence][:1]

    def _unknown(self, later: Sequence[FieldWrite], *, is_proved: bool) -> PastValue:
        erasing = next((write for write in later if write.erases), None)
        if erasing is not None:
            return PastValue(Knowledge.ERASED, until=erasing.at)
        if not later:
            is_altered = is_proved and self.today is not None
            return PastValue(Knowledge.ALTERED if is_altered else Knowledge.UNRECORDED)
        if not self.sees_earlier:
            return PastValue(Knowledge.SEALED, until=later[0].at)
        unknown = Knowledge.REPLACED if is_proved else Knowledge.UNRECORDED
        return PastValue(unknown, until=later[0].at)


@dataclass(frozen=True)
class TrailStep:
    """An entry about a row: when, by whom (the id of a user), and which fields it wrote.

    One that `makes` the row wrote all of them, which tells nothing; one `of_many` wrote other rows
    too. `is_intact` says whether the entry is the one that was written there, by the chain.
    """

    sequence: int
    at: datetime
    user_id: int
    fields: tuple[str, ...] = ()
    makes: bool = False
    of_many: bool = False
    is_intact: bool = True


@dataclass
class RowTrail:
    """One row by the trail: its steps, whether it was there from a step on, and its fields."""

    key: int
    steps: list[TrailStep] = field(default_factory=list)
    presence: list[tuple[int, bool]] = field(default_factory=list)
    fields: dict[str, FieldTrail] = field(default_factory=dict)

    def was_there(self, sequence: int) -> bool:
        """Whether the row was there; one whose making is not in the trail was until it went."""
        before = [there for each, there in self.presence if each <= sequence]
        if before:
            return before[-1]
        return not any(there for _each, there in self.presence)

    def changes_after(self, sequence: int) -> bool:
        """Whether a row that was there was changed later: only then words of before are needed."""
        is_late = bool(self.steps) and self.steps[-1].sequence > sequence
        return is_late and self.was_there(sequence)

    def at(self, sequence: int) -> Past:
        """Every field as it was once the entry of that sequence was written."""
        return {name: trail.at(sequence) for name, trail in self.fields.items()}


def sequence_at(steps: Sequence[TrailStep], moment: datetime) -> int | None:
    """The last of some steps that was written by a moment, as an entry's sequence.

    None where the first came later. Times in a trail only grow, but for a clock that was put right.
    """
    before = [step.sequence for step in steps if step.at <= moment]
    return max(before, default=None)
