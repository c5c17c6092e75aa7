"""The case itself in its file: what it is, its clocks, the words, decision, rounds and history."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.case_files.chapters import (
    CaseChapter,
    CaseSource,
    ChapterFacts,
    ChapterPart,
    ChapterTable,
    ChapterText,
    Verbatim,
)
from csq_desktop.domain.case_files.waits import waits
from csq_desktop.domain.complaints.facts import ClockReading, ComplaintEvent, ComplaintRef
from csq_desktop.domain.complaints.field_groups.assessment import ASSESSMENT
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.promises import PROMISE
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import moment_text, money_text
from csq_desktop.services import described
from csq_desktop.services.complaints import case_rows
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.complaints.complaints import ComplaintRoundRow, ComplaintRow
from csq_desktop.texts import tr, trc

WORDS = ("summary", "words")
DECISION = (
    *("finding", "finding_note", "cause", "remedy_kind", "remedy_cents", "goodwill"),
    *("resolved_at", "closed_at"),
)
LEFT_OUT = (
    *("ref", "policy_version", "ack_policy_version", "progress_since", "progress_policy_version"),
    *("resolve_promised_at", "held_seconds", "closed_band", "cause_code"),
    *("acknowledged_at", "ack_due_at", "resolve_due_at", "progress_due_at", "progress_at"),
    "waiting_since",
)
"""What the clocks' chapter shows in another form, or only the program reckons with."""


def chapters(session: Session, source: CaseSource) -> Iterator[CaseChapter]:
    """What every case has, whatever features add to it."""
    require(session, Permission.WORK_COMPLAINTS)
    case, row = source.complaint, case_rows.row_of(session, source.complaint.id)
    yield CaseChapter(trc("case file", "The case"), 10, (_head(session, source, row),))
    yield CaseChapter(trc("case file", "Clocks"), 15, tuple(_clocks(session, case.clocks)))
    yield CaseChapter(trc("case file", "What the customer said"), 20, _words(source))
    title = tr("Promises to the customer")
    yield described.chapter(session, PROMISE, source, title=title, place=45)
    yield CaseChapter(
        trc("case file", "Waiting for the customer"), 48, tuple(_waits(session, source))
    )
    yield CaseChapter(trc("case file", "Decision"), 60, tuple(_decision(session, row)))
    yield CaseChapter(trc("case file", "Earlier rounds"), 85, tuple(_rounds(session, case.id)))
    yield CaseChapter(trc("case file", "History"), 200, tuple(_history(session, source)))


def _head(session: Session, source: CaseSource, row: ComplaintRow) -> ChapterFacts:
    case, zone = source.complaint, desk_of(session).zone
    without = {*WORDS, *DECISION, *LEFT_OUT, *(field.key for field in ASSESSMENT)}
    without |= {"assessed_at", "assessed_by", "state"}
    begun = (
        (trc("case file", "Status"), case.state.label),
        (tr("Customer"), case.customer_ref),
        (trc("case file", "Goes on as"), _ref(case.recorded_as)),
        (trc("case file", "Recorded before as"), _ref(case.recorded_from)),
        (trc("case file", "Voided"), moment_text(case.removed_at, zone) if case.removed_at else ""),
    )
    stored = (field for field in COMPLAINT.stored if field.key != "removed_at")
    return ChapterFacts(
        (
            *((label, Verbatim(value)) for label, value in begun if value),
            *described.facts_of(session, stored, COMPLAINT.name, row, without),
        )
    )


def _ref(other: ComplaintRef | None) -> str:
    return other.ref if other else ""


def _clocks(session: Session, clocks: tuple[ClockReading, ...]) -> Iterator[ChapterTable]:
    zone = desk_of(session).zone
    if not clocks:
        return
    columns = (
        trc("case file", "Clock"),
        trc("case file", "Due"),
        trc("case file", "Done"),
        trc("case file", "Result"),
    )
    yield ChapterTable(columns, tuple(
        tuple(map(Verbatim, (
            _clock_name(clock),
            moment_text(clock.due_at, zone) if clock.due_at else "–",
            moment_text(clock.done_at, zone) if clock.done_at else "–",
            _verdict(clock),
        )))
        for clock in clocks
    ))  # fmt: skip


def _clock_name(clock: ClockReading) -> str:
    if clock.round == 1:
        return clock.clock.label
    return tr("{clock}, round {n}", clock=clock.clock.label, n=clock.round)


def _verdict(clock: ClockReading) -> str:
    if not clock.lateness:
        return clock.state.label
    return tr("{state}, by {lateness}", state=clock.state.label, lateness=clock.lateness)


def _words(source: CaseSource) -> tuple[ChapterText, ...]:
    """The summary only where it says something else than the words."""
    case = source.complaint
    summary = "" if case.summary.strip() == case.words.strip() else case.summary
    texts = (ChapterText(summary, tr("Summary")), ChapterText(case.words))
    return tuple(text for text in texts if text.text.strip())


def _waits(session: Session, source: CaseSource) -> Iterator[ChapterTable]:
    zone, going_on = desk_of(session).zone, trc("case file", "still waiting")
    rows = tuple(
        (
            Verbatim(moment_text(wait.since, zone)),
            Verbatim(moment_text(wait.until, zone) if wait.until else going_on),
            wait.why,
        )
        for wait in waits(source.complaint.events)
    )
    if rows:
        columns = (trc("case file", "From"), trc("case file", "Until"), trc("case file", "Why"))
        yield ChapterTable(columns, rows)


def _decision(session: Session, row: ComplaintRow) -> Iterator[ChapterPart]:
    fields = [COMPLAINT.field(key) for key in DECISION]
    facts = described.facts_of(session, fields, COMPLAINT.name, row)
    if row.resolved_at is not None or row.finding is not None or row.closed_at is not None:
        yield ChapterFacts(facts)


def _rounds(session: Session, complaint_id: int) -> Iterator[ChapterFacts]:
    for finished in records.rounds(session, complaint_id):
        yield ChapterFacts(tuple(_round(session, finished)), tr("Round {n}", n=finished.round))


def _round(session: Session, finished: ComplaintRoundRow) -> Iterator[tuple[str, str]]:
    zone = desk_of(session).zone
    moments = (
        (trc("case file", "Resolve by"), finished.resolve_due_at),
        (trc("case file", "Resolved"), finished.resolved_at),
        (trc("case file", "Closed"), finished.closed_at),
        (trc("case file", "Reopened"), finished.reopened_at),
    )
    yield from ((label, Verbatim(moment_text(at, zone))) for label, at in moments if at)
    yield trc("case file", "Why it was reopened"), finished.reason
    outcome = (
        (tr("Finding"), finished.finding.label if finished.finding else ""),
        (tr("Remedy"), finished.remedy_kind.label if finished.remedy_kind else ""),
        (trc("case file", "Amount"), _amount(finished.remedy_cents)),
    )
    yield from ((label, Verbatim(value)) for label, value in outcome if value)


def _amount(cents: int) -> str:
    return money_text(cents) if cents else ""


def _history(session: Session, source: CaseSource) -> Iterator[ChapterTable]:
    zone = desk_of(session).zone
    columns = (
        trc("case file", "When"),
        trc("case file", "What"),
        trc("case file", "By"),
        trc("case file", "Words"),
    )
    yield ChapterTable(
        columns,
        tuple(
            (
                Verbatim(moment_text(event.at, zone)),
                Verbatim(event.kind.label),
                event.user,
                _event_text(event, is_identified=source.is_identified),
            )
            for event in source.complaint.events
        ),
    )


def _event_text(event: ComplaintEvent, *, is_identified: bool) -> str:
    """What a line says; what a correction replaced is for those who may know everything."""
    earlier = (value.sentence for value in event.earlier) if is_identified else ()
    return "\n".join(filter(None, (event.text, *earlier)))
