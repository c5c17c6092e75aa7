"""Escalated complaints: which levels they have reached, and the line of the history for each."""

from collections.abc import Collection, Mapping
from functools import partial

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints import escalation
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.escalation import Escalation
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.records.complaints import escalations as escalation_records
from csq_desktop.storage.records.figures.figures import remembered
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.row import seconds
from csq_desktop.texts import tr


def reached(
    session: Session, complaint_ids: Collection[int] | None = None
) -> dict[int, Escalation]:
    """The level each open complaint has reached, those without one left out; of some, or all."""
    steps, calendar = shop.escalation(session), shop.calendar(session)
    now = case_rows.now(session)
    levels = {}
    for row in escalation_records.running(session, case_rows.FACTS, complaint_ids):
        level = escalation.reached(case_rows.case_of(session, row), steps, calendar, now)
        if level is not None:
            levels[row.id] = level
    return levels


def text(session: Session, case: Case) -> str:
    """The level of a complaint whose facts were read, with since when; empty where it has none."""
    steps, calendar = shop.escalation(session), shop.calendar(session)
    level = escalation.reached(case, steps, calendar, case_rows.now(session))
    return "" if level is None else texts(session, {0: level})[0]


def queue(session: Session) -> dict[int, Escalation]:
    """Those of all open complaints, worked out once a minute while nothing is written."""
    key = ("escalated", case_rows.now(session) // 60)
    return remembered(session, key, partial(reached, session))


def texts(session: Session, levels: Mapping[int, Escalation]) -> dict[int, str]:
    """The levels of some complaints in words, with since when."""
    zone = shop.zone(session)
    return {
        key: tr("{level}, since {when}", level=level.text, when=moment_text(level.since, zone))
        for key, level in levels.items()
    }


def unwritten(session: Session) -> dict[int, Escalation]:
    """The complaints whose level has no line in their history yet."""
    levels = reached(session)
    written = escalation_records.written(session, levels)
    return {key: level for key, level in levels.items() if _mark(level) not in written.get(key, ())}


def write_down(session: Session) -> int:
    """Write each level that was reached into the history of its complaint, once; how many."""
    require(session, Permission.NOTE_COMPLAINTS)
    levels = unwritten(session)
    for complaint_id, level in levels.items():
        facts = StepFacts(
            after=level.to.value,
            clock=level.clock,
            level=level.level,
            due_at=seconds(level.due_at),
        )
        records.add_event(session, complaint_id, EventKind.ESCALATED, facts=facts)
    return len(levels)


def _mark(level: Escalation) -> tuple[str, int, int]:
    """What tells one line from another: a deadline that moved escalates anew."""
    return level.clock.value, level.level, seconds(level.due_at)
