"""How long the shop lets a hand-over wait for its answer."""

from sqlalchemy.orm import Session

from csq_desktop.domain.handovers.facts import USUAL_HOURS, check_hours
from csq_desktop.domain.users import Permission
from csq_desktop.services.settings import versions
from csq_desktop.storage.sessions.desk import require

ANSWER_HOURS = "handover_hours"


def answer_hours(session: Session) -> int:
    """Opening hours after which a hand-over that nobody answered is late."""
    return versions.newest(session, ANSWER_HOURS, USUAL_HOURS).value


def change_answer_hours(session: Session, hours: int) -> None:
    """Set it from now on, also for what waits already."""
    require(session, Permission.ADMINISTER)
    check_hours(hours)
    versions.append(session, ANSWER_HOURS, answer_hours(session), hours)
