"""Everything the page of a case shows of how it ends, read at once."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from csq_desktop.domain.closing.follow_ups import FollowUps
from csq_desktop.domain.closing.gates import ClosingStanding
from csq_desktop.domain.closing.involved import Involved
from csq_desktop.domain.closing.remedies import RemedyRequest
from csq_desktop.domain.closing.responses import ResponseLine
from csq_desktop.domain.closing.satisfaction import SatisfactionAsk
from csq_desktop.domain.closing.signatures import CaseSignature
from csq_desktop.services.closing import (
    gates,
    involved,
    remedies,
    reopening,
    responses,
    satisfaction,
    signatures,
)
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.cases import closing as records
from csq_desktop.storage.sessions.desk import desk_of


@dataclass(frozen=True)
class CaseEnding:
    """How a case stands before its closing, and what was recorded of its end.

    `late_after` are the shop's days for reopening where they are over. `user_id` is who looks.
    """

    user_id: int
    standing: ClosingStanding
    follow_ups: FollowUps
    involved: tuple[Involved, ...] = ()
    requests: tuple[RemedyRequest, ...] = ()
    responses: tuple[ResponseLine, ...] = ()
    signatures: tuple[CaseSignature, ...] = ()
    asks: tuple[SatisfactionAsk, ...] = ()
    late_after: int | None = None


def of_case(session: Session, complaint_id: int) -> CaseEnding:
    """How a case ends or ended; Refused for those whom it is about."""
    return CaseEnding(
        user_id=desk_of(session).user.id,
        standing=gates.standing(session, complaint_id),
        involved=involved.of_case(session, complaint_id),
        requests=remedies.of_case(session, complaint_id),
        responses=responses.of_case(session, complaint_id),
        signatures=signatures.signatures(session, complaint_id),
        asks=satisfaction.of_case(session, complaint_id),
        late_after=reopening.past_days(session, complaint_id),
        follow_ups=records.follow_ups(session, complaint_id),
    )


def alternatives() -> tuple[tuple[str, str], ...]:
    """What a customer can do next who rejects a decision: code and words of the shop's list."""
    return tuple((entry.code, entry.label) for entry in lists.choices(lists.REFERRAL_BODIES))
