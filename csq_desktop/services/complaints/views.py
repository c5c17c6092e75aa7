"""Complaints as they are looked at: queues, lists, one case with its clocks and history."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints import readings
from csq_desktop.domain.complaints.clocks import UNDATED_BAND
from csq_desktop.domain.complaints.facts import (
    Complaint,
    ComplaintEvent,
    ComplaintLine,
    ComplaintQueue,
    EventKind,
    Filter,
)
from csq_desktop.domain.complaints.history import step_text
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.complaints.rounds import Round
from csq_desktop.domain.fields.listing import ListOrder
from csq_desktop.domain.finding import MOST_OF_EACH, FoundRecord
from csq_desktop.domain.imports.undated import rule_text
from csq_desktop.exchange.matching import mapping_files
from csq_desktop.services import earlier_words, people
from csq_desktop.services.complaints import case_rows, escalations
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.records.complaints.complaints import Times
from csq_desktop.storage.records.imports import batches as import_records
from csq_desktop.storage.records.shop import users as user_records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import tr

_AS_STORED = {field.name for field in fields(Complaint)} - {
    *("entered_by", "assessed_by", "owner", "customer_ref", "sealed_waiting", "closing_is_assumed"),
    *("clocks", "events", "recorded_as", "recorded_from", "escalated"),
}
"""The fields of `Complaint` that are copied from its row; the rest is looked up or computed."""


def line_ids(session: Session, shown: Filter, limit: int | None = None) -> "array[int]":
    """Ids of the complaints a list shows, in its order; all of them without a limit."""
    ranks = _category_ranks() if shown.order and shown.order.key == "category" else {}
    is_escalated = shown.view is ComplaintQueue.ESCALATED
    if is_escalated and shown.order is None:
        shown = replace(shown, order=ListOrder("due"))
    moments = times(session, escalated=is_escalated)
    return records.line_ids(session, shown, moments, ranks=ranks, limit=limit)


def lines(session: Session, complaint_ids: Sequence[int]) -> list[ComplaintLine]:
    """The complaints of some ids, in the order of the ids, open ones with their level."""
    levels = escalations.reached(session, complaint_ids)
    words = escalations.texts(session, levels)
    return [
        replace(line, level=levels[line.id].level, escalated=words[line.id])
        if line.id in levels
        else line
        for line in records.lines(session, complaint_ids)
    ]


def first_lines(session: Session, shown: Filter, limit: int) -> list[ComplaintLine]:
    """The first complaints of a list, in its order, at most `limit`."""
    return lines(session, line_ids(session, shown, limit))


def find(session: Session, text: str) -> tuple[FoundRecord, ...]:
    """Complaints and other feedback by reference or words, closed ones too."""
    everything = Filter(view=ComplaintQueue.ALL, kind=None, text=text)
    fitting = first_lines(session, everything, MOST_OF_EACH)
    return tuple(FoundRecord(f"{line.ref}  {line.summary}", line.id) for line in fitting)


def counts(
    session: Session, kind: FeedbackKind | None = FeedbackKind.COMPLAINT
) -> dict[ComplaintQueue, int]:
    """How much of a kind of feedback stands in each queue but All."""
    return records.counts(session, times(session, escalated=True), kind)


def open_of_each(session: Session) -> dict[FeedbackKind, int]:
    """How many are open of each kind of feedback; kinds without any are left out."""
    return records.open_of_each(session)


def read(session: Session, complaint_id: int) -> Complaint:
    """A complaint whole, with its clocks as they stand now and its history."""
    row = case_rows.row_of(session, complaint_id)
    finished = case_rows.rounds_of(session, row.id)
    case = case_rows.case_of(session, row, finished)
    return Complaint(
        **{key: getattr(row, key) for key in _AS_STORED},
        entered_by=user_records.name_of(session, row.entered_by),
        assessed_by=user_records.name_of(session, row.assessed_by),
        owner=people.shown(session, row),
        customer_ref=records.customer_ref(session, row.customer_id),
        sealed_waiting=records.sealed_waiting(session, row.id),
        recorded_as=records.became(session, row.became_id or row.merged_into_id),
        recorded_from=records.began_as(session, row.id),
        escalated=escalations.text(session, case),
        closing_is_assumed=case.has_vague_closing and case.closed_at is not None,
        clocks=readings.readings(case, finished, shop.calendar(session), case_rows.now(session))
        if row.kind.is_complaint
        else (),
        events=(*_imported(session, row, finished), *_events(session, row.id)),
    )


def _events(session: Session, complaint_id: int) -> Iterator[ComplaintEvent]:
    """The history; supervisors see beneath a correction what it replaced."""
    earlier = earlier_words.of_record(session, ComplaintRow, complaint_id)
    zone = shop.zone(session)
    for step in records.steps(session, complaint_id):
        text = step_text(step.kind, step.text, step.facts, zone)
        replaced = earlier.get(step.id, ())
        yield ComplaintEvent(step.at, step.user, step.kind, text, replaced)


def _imported(
    session: Session, row: ComplaintRow, finished: Sequence[Round]
) -> tuple[ComplaintEvent, ...]:
    """The first history line of an imported complaint, made from its batch: imports write none."""
    taken = import_records.taken_in(session, row.batch_id) if row.batch_id else None
    if taken is None:
        return ()
    return (ComplaintEvent(*taken, EventKind.IMPORTED, _closing_rule(session, row, finished)),)


def _closing_rule(session: Session, row: ComplaintRow, finished: Sequence[Round]) -> str:
    """By which rule an import dated the closing, be it of a round that was reopened since.

    Empty where the date is known or there is none.
    """
    bands = [each.closed_band for each in finished]
    is_assumed = UNDATED_BAND in (*bands, row.closed_band if row.closed_at else None)
    batch = import_records.batch(session, row.batch_id or 0)
    if batch is None or not is_assumed:
        return ""
    rule = mapping_files.closing_rule(str(batch.mapping))
    return tr("Closing date set by the rule: {rule}", rule=rule_text(rule))


def _category_ranks() -> dict[str, int]:
    labels = {choice.code: choice.label for choice in lists.everything(lists.CATEGORIES)}
    by_words = sorted(labels, key=lambda code: labels[code].casefold())
    return {code: place for place, code in enumerate(by_words)}


def times(session: Session, *, escalated: bool) -> Times:
    """What the queues are cut at now; the `escalated` cases only where their queue is asked for."""
    now = desk_of(session).now()
    zone = shop.zone(session)
    today = now.astimezone(zone).date()
    end = datetime.combine(today + timedelta(days=1), time(0), zone)
    begin = datetime.combine(today.replace(day=1), time(0), zone)
    queue = tuple(escalations.queue(session)) if escalated else ()
    return Times(now, end, Month.of(today), begin, queue)
