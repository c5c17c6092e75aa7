"""The days within which a closed complaint is simply reopened."""

from sqlalchemy.orm import Session

from csq_desktop.domain.closing import reopening as rules
from csq_desktop.errors import UserError
from csq_desktop.services.closing import involved
from csq_desktop.services.settings import closing as settings
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import trn


def check(session: Session, row: ComplaintRow, *, late: bool) -> None:
    """A UserError for a reopening after the shop's days, unless it is called late."""
    days = past_days(session, row.id)
    if days is not None and not late:
        raise UserError(
            trn(
                "The {n} day for reopening is over. Log a new complaint, or reopen it late with "
                "the reason.",
                "The {n} days for reopening are over. Log a new complaint, or reopen it late with "
                "the reason.",
                days,
            ),
            field="late",
        )


def past_days(session: Session, complaint_id: int) -> int | None:
    """The shop's days for reopening where they are over for a case; None where they are not."""
    row, policy = involved.complaint(session, complaint_id), settings.policy(session).value
    is_within = rules.is_within_window(policy, row.closed_at, desk_of(session).now())
    return None if is_within else policy.reopen_days
