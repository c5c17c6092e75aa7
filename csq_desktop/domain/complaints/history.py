"""What the lines of a complaint's history say: codes and values, put into words when they are read.

A line is written once and read in three languages, so it keeps what happened as facts, and as text
only what somebody typed. Lines of before s0017 have finished words in their text, and no facts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from csq_desktop.domain.complaints.clocks import Moment, as_datetime
from csq_desktop.domain.complaints.escalation import EscalatesTo
from csq_desktop.domain.complaints.facts import (
    ComplaintClock,
    EventKind,
    Finding,
    Outcome,
    RemedyKind,
)
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.evidence.facts import act_text
from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.impossible import ImpossibleNumbers
from csq_desktop.domain.letter_kinds import letter_step
from csq_desktop.domain.referrals.facts import ReferralResult
from csq_desktop.domain.words.wording import (
    business_text,
    labelled,
    moment_text,
    money_text,
    paragraph,
    sentence,
)
from csq_desktop.texts import mark, tr, trc


class StandardNote(StrEnum):
    """What the program notes itself, where a person would have typed why."""

    UNDONE = "undone"
    IMPORT_UNDONE = "import_undone"
    MERGED = "merged"
    UNMERGED = "unmerged"

    @property
    def text(self) -> str:
        """The note in the reader's language."""
        return tr(_NOTES[self])


_NOTES = {
    StandardNote.UNDONE: mark("Undone"),
    StandardNote.IMPORT_UNDONE: mark("Import undone."),
    StandardNote.MERGED: mark("The two customers were merged."),
    StandardNote.UNMERGED: mark("The merged customers are two again."),
}


_MOMENTS = frozenset(field.key for field in COMPLAINT.fields if field.kind is FieldKind.MOMENT)
_LARGEST = 1 << 53  # what every number of SQLite, JSON and money holds exactly
_EARLIEST, _LATEST = -62_000_000_000, 253_000_000_000  # of the years that the calendar has


@dataclass(frozen=True)
class MovedMoment:
    """A moment of a case, by its column, that was put right: seconds since 1970, UTC.

    ImpossibleNumbers for one that no case has: whoever holds the store's key may write anything.
    """

    field: str
    before: Moment
    after: Moment

    def __post_init__(self) -> None:
        moments = (moment for moment in (self.before, self.after) if moment is not None)
        if self.field not in _MOMENTS or not all(_EARLIEST < at < _LATEST for at in moments):
            raise ImpossibleNumbers(self.field)


@dataclass(frozen=True)
class StepFacts:
    """What a line of the history says beside its text; which facts there are goes by its kind.

    `before` and `after` are an owner's names or a customer's references as they were then, empty
    for nobody. `fields` are keys of corrected fields, of files where a line is of an import. Of a
    letter, `before` is its kind, `after` its number, and `fields` how it was sent.
    `level` was reached by a `clock` whose deadline was `due_at`, and `after` is who is told.
    Of an evidence file `level` is its number, and `after` what was done with it.
    `held_seconds` is business time, counted in business days of `business_day` seconds.
    ImpossibleNumbers for amounts that cannot be.
    """

    finding: Finding | None = None
    remedy_kind: RemedyKind | None = None
    remedy_cents: int = 0
    before: str = ""
    after: str = ""
    fields: tuple[str, ...] = ()
    moments: tuple[MovedMoment, ...] = ()
    held_seconds: int = 0
    business_day: int = 12 * 3600
    policy_version: int | None = None
    clock: ComplaintClock | None = None
    level: int = 0
    due_at: Moment = None
    note: StandardNote | None = None

    def __post_init__(self) -> None:
        amounts = (self.remedy_cents, self.held_seconds, self.business_day - 1, self.level)
        if not all(0 <= amount < _LARGEST for amount in amounts):
            raise ImpossibleNumbers(amounts)


def decision(outcome: Outcome) -> StepFacts:
    """What was decided: a reopened case shows its earlier answers so."""
    return StepFacts(
        finding=outcome.finding,
        remedy_kind=outcome.remedy_kind,
        remedy_cents=outcome.remedy_cents,
    )


def step_text(kind: EventKind, text: str, facts: StepFacts | None, zone: ZoneInfo) -> str:
    """What a line of the history says, in the reader's language."""
    if facts is None:
        is_back = kind is EventKind.EXCLUDED and not text
        return tr("Included in the figures again.") if is_back else text
    if kind in (EventKind.ANSWERED, EventKind.FINDING):
        return "\n".join(filter(None, (_decision_text(facts), text)))
    if facts.moments:
        lines = (_moved_text(moved, zone) for moved in facts.moments)
        return "\n".join(filter(None, (*lines, text)))
    words = _WORDS[kind](facts) if kind in _WORDS else ""
    note = facts.note.text if facts.note else ""
    if text or note:  # what the program says may be a label, which typed words do not run on from
        words = sentence(words)
    return paragraph((words, text, note))


def _decision_text(facts: StepFacts) -> str:
    parts = [part.label for part in (facts.finding, facts.remedy_kind) if part is not None]
    if facts.remedy_cents:
        parts.append(money_text(facts.remedy_cents))
    return tr(" · ").join(parts)


def _moved_text(moved: MovedMoment, zone: ZoneInfo) -> str:
    before, after = (
        moment_text(None if moment is None else as_datetime(moment), zone)
        for moment in (moved.before, moved.after)
    )
    change = tr("{before} → {after}", before=before, after=after)
    return labelled(COMPLAINT.field(moved.field).title, change)


def _owner_text(facts: StepFacts) -> str:
    return tr("From {before} to {after}.", before=facts.before, after=facts.after)


def _handover_text(facts: StepFacts) -> str:
    if not facts.before:
        return tr("{after} is asked.", after=facts.after)
    return tr(
        "{after} is asked. Until then {before} is responsible.",
        before=facts.before,
        after=facts.after,
    )


def _declined_text(facts: StepFacts) -> str:
    return tr("{after} declined.", after=facts.after)


def _customer_text(facts: StepFacts) -> str:
    before, after = facts.before, facts.after
    if not after:
        return tr("No longer linked to {before}.", before=before)
    if not before:
        return tr("Linked to {after}.", after=after)
    return tr("Linked to {after} instead of {before}.", after=after, before=before)


def _recorded_text(facts: StepFacts) -> str:
    return tr("{before} goes on as {after}.", before=facts.before, after=facts.after)


def _merged_text(facts: StepFacts) -> str:
    return tr("{before} goes on in {after}.", before=facts.before, after=facts.after)


def _unmerged_text(facts: StepFacts) -> str:
    return tr("{before} stands by itself again.", before=facts.before)


def _split_text(facts: StepFacts) -> str:
    return tr(
        "{after} holds the second matter of {before}.", before=facts.before, after=facts.after
    )


def _problem_text(facts: StepFacts) -> str:
    return tr("Joined to a problem.") if facts.after else tr("No longer part of a problem.")


def _referred_text(facts: StepFacts) -> str:
    is_result = facts.after in {*ReferralResult}
    return ReferralResult(facts.after).label if is_result else ""


def _resumed_text(facts: StepFacts) -> str:
    if not facts.held_seconds:
        return tr("The deadline did not change.")
    span = business_text(facts.held_seconds, facts.business_day)
    return tr("Paused for {span} of opening hours.", span=span)


def _deadlines_text(facts: StepFacts) -> str:
    if facts.policy_version is None:
        return tr("All deadlines had already been met or missed. None was recalculated.")
    return tr("Under deadline rules, version {version}.", version=facts.policy_version)


def _escalated_text(facts: StepFacts) -> str:
    who = EscalatesTo(facts.after).label if facts.after in {*EscalatesTo} else facts.after
    level = tr("Level {n}: {who}", n=facts.level, who=who)
    return labelled(facts.clock.label, level) if facts.clock else level


def _letter_text(facts: StepFacts) -> str:
    return letter_step(facts.before, facts.after, "".join(facts.fields))


def _corrected_text(facts: StepFacts) -> str:
    titles = {field.key: field.title for field in COMPLAINT.fields if field.key in facts.fields}
    return _listed(facts, titles)


def _imported_text(facts: StepFacts) -> str:
    titles = {
        field.file.key or field.key: trc("import field", field.file.title)
        for field in COMPLAINT.fields
        if field.file is not None
    }
    return _listed(facts, titles)


def _evidence_text(facts: StepFacts) -> str:
    return act_text(facts.after, facts.level)


def _listed(facts: StepFacts, titles: dict[str, str]) -> str:
    return tr(", ").join(titles.get(key, key) for key in facts.fields)


_WORDS: dict[EventKind, Callable[[StepFacts], str]] = {
    EventKind.OWNER: _owner_text,
    EventKind.HANDOVER: _handover_text,
    EventKind.HANDOVER_DECLINED: _declined_text,
    EventKind.HANDOVER_TAKEN_BACK: _owner_text,
    EventKind.CUSTOMER: _customer_text,
    EventKind.RESUMED: _resumed_text,
    EventKind.DEADLINES: _deadlines_text,
    EventKind.ESCALATED: _escalated_text,
    EventKind.LETTER: _letter_text,
    EventKind.CORRECTED: _corrected_text,
    EventKind.IMPORTED: _imported_text,
    EventKind.RECORDED_AS: _recorded_text,
    EventKind.MERGED: _merged_text,
    EventKind.UNMERGED: _unmerged_text,
    EventKind.SPLIT: _split_text,
    EventKind.PROBLEM: _problem_text,
    EventKind.REFERRED: _referred_text,
    EventKind.EVIDENCE: _evidence_text,
}
