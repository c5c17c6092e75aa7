"""Who of a demo shop is away, and which case waits for somebody to take it over."""

from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.absences.facts import NewAbsence
from csq_desktop.domain.complaints.facts import Filter
from csq_desktop.domain.shop.people import Person
from csq_desktop.services import people
from csq_desktop.services.absences import absences
from csq_desktop.services.complaints import views
from csq_desktop.services.handovers import handovers
from csq_desktop.services.settings import shop
from csq_desktop.storage.sessions.desk import desk_of

_SINCE, _UNTIL = timedelta(days=1), timedelta(days=6)


def add_handing(session: Session) -> None:
    """Let one of the team be away, and ask a colleague to take a case over."""
    everyone = [person for person in people.everyone(session) if person.active]
    own = next(person for person in everyone if person.user_id == desk_of(session).user.id)
    team = [person for person in everyone if person.user_id is None]
    colleagues = [person for person in everyone if person.user_id not in (None, own.user_id)]
    _go_away(session, team, own)
    _ask(session, own, colleagues)


def _go_away(session: Session, team: list[Person], substitute: Person) -> None:
    """The first of the team is on leave since yesterday; the supervisor stands in."""
    today = shop.today(session)
    for person in team[:1]:
        second = team[1].id if len(team) > 1 else ""
        absences.enter(
            session,
            NewAbsence(person.id, today - _SINCE, today + _UNTIL, substitute.id, second),
        )


def _ask(session: Session, own: Person, colleagues: list[Person]) -> None:
    """The last open case of the supervisor waits for whoever of the colleagues can answer."""
    for line in views.first_lines(session, Filter(owner_id=own.id), 60)[-1:]:
        for colleague in colleagues:
            handovers.hand_over(session, line.id, colleague.id)
            if handovers.of_case(session, line.id) is not None:
                return
