"""How a demo shop's cases ended: who was involved, what customers said, how satisfied they were."""

import random
from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.closing.responses import Communicated, NewResponse, Response
from csq_desktop.domain.complaints.facts import (
    Channel,
    ComplaintLine,
    ComplaintQueue,
    Filter,
    State,
)
from csq_desktop.services import people
from csq_desktop.services.closing import involved, responses
from csq_desktop.services.complaints import views
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.cases import closing as records
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.cases.closing import SatisfactionRow

_ASKED = 40
_AFTER = timedelta(days=5)
_SCORES = (5, 4, 4, 5, 3, 2, 4, None, None)
"""What customers answer; None is silence."""


def add_endings(session: Session, seed: int) -> None:
    """Name who was involved, record a rejection, and ask the customers of closed cases."""
    still_open = views.first_lines(session, Filter(), 60)
    for line in still_open[:1]:
        _name(session, line)
    for line in (each for each in still_open if each.state is State.ANSWERED):
        _reject(session, line)
        break
    dice = random.Random(f"endings {seed}")
    closed = views.first_lines(session, Filter(ComplaintQueue.ALL, state=State.CLOSED), 200)
    for line in [each for each in closed if each.customer_id is not None][:_ASKED]:
        _ask(session, line.id, dice)


def _name(session: Session, line: ComplaintLine) -> None:
    """One served the customer, another is complained of: none of them signs in or owns it."""
    team = [
        person
        for person in people.everyone(session)
        if person.active and person.user_id is None and person.id != line.owner_id
    ]
    for person, part in zip(team, (InvolvedAs.COMPLAINED_OF, InvolvedAs.WITNESS), strict=False):
        involved.name(session, line.id, NewInvolved(person.id, part))


def _reject(session: Session, line: ComplaintLine) -> None:
    now = desk_of(session).now()
    responses.communicate(session, line.id, Communicated(now, Channel.TELEPHONE))
    named = ("head_office", "consumer_council")
    responses.respond(session, line.id, NewResponse(Response.REJECTED, now, named))


def _ask(session: Session, complaint_id: int, dice: random.Random) -> None:
    """Ask some days after the closing; who answers does so within two days."""
    row = complaint_records.get(session, complaint_id)
    closed_at = None if row is None else row.closed_at
    now = desk_of(session).now()
    if closed_at is None or closed_at + 2 * _AFTER > now:
        return
    asked_at, score = closed_at + _AFTER, dice.choice(_SCORES)
    ask = SatisfactionRow(
        id=ids.reserve(session),
        complaint_id=complaint_id,
        inquired_at=asked_at,
        inquired_month=Month.of(shop.day_of(session, asked_at)),
        inquired_by=desk_of(session).user.id,
        inquired_how=Channel.TELEPHONE,
        rated_at=None if score is None else asked_at + timedelta(hours=dice.randrange(1, 48)),
        rating=score,
    )
    records.add(session, ask)
