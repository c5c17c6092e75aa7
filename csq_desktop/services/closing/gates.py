"""What a case still lacks before it may be closed, by the shop's rules."""

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionState
from csq_desktop.domain.closing import gates as rules
from csq_desktop.domain.closing.gates import ClosingFacts, ClosingStanding
from csq_desktop.domain.closing.involved import users_named
from csq_desktop.domain.closing.policy import Gate
from csq_desktop.domain.closing.signatures import Signing
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.words.wording import paragraph
from csq_desktop.errors import UserError
from csq_desktop.services.closing import involved
from csq_desktop.services.settings import closing as settings
from csq_desktop.storage.records.cases import action_links as link_records
from csq_desktop.storage.records.cases import closing as records
from csq_desktop.storage.records.cases import letters as letter_records
from csq_desktop.storage.records.complaints import involved as involved_records
from csq_desktop.storage.records.complaints import promises as promise_records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import tr

_ANSWERING = (LetterKind.ANSWER, LetterKind.CLOSING)


def standing(session: Session, complaint_id: int) -> ClosingStanding:
    """How a case stands before its closing, for the signed-in user."""
    row = involved.complaint(session, complaint_id)
    if not row.kind.is_complaint:
        return ClosingStanding()
    policy = settings.policy(session).value
    return rules.standing(policy, _facts(session, row), desk_of(session).user.id)


def check(session: Session, complaint_id: int, signing: Signing | None) -> None:
    """A UserError where a case may not be closed yet, or not by this user, or not unsigned."""
    stands = standing(session, complaint_id)
    if stands.missing:
        raise UserError(paragraph(gate.missing for gate in stands.missing))
    if stands.refusal:
        raise UserError(stands.refusal)
    if stands.must_sign and signing is None:
        raise UserError(tr("Type your passphrase to sign."), field="own_passphrase")


def _facts(session: Session, row: ComplaintRow) -> ClosingFacts:
    return ClosingFacts(
        severity=row.severity,
        remedy_cents=row.remedy_cents,
        present=frozenset(gate for gate, is_met in _present(session, row).items() if is_met),
        answered_by=records.answered_by(session, row.id),
        named_users=users_named(involved.of_case(session, row.id)),
        closers=involved_records.closers(session),
    )


def _present(session: Session, row: ComplaintRow) -> dict[Gate, bool]:
    said = records.response(session, row.id, row.reopened_count + 1)
    waiting = link_records.of_complaint(session, row.id, ActionState.OPEN)
    return {
        Gate.FINDING: row.finding is not None,
        Gate.CAUSE: bool(row.cause),
        Gate.REMEDY: row.remedy_kind is not None,
        Gate.REPLY: row.resolved_at is not None,
        Gate.COMMUNICATED: said is not None and said.communicated_at is not None,
        Gate.RESPONSE: said is not None and said.response is not None,
        Gate.ACTIONS: not waiting,
        Gate.PROMISES: all(each.is_ended for each in promise_records.of_case(session, row.id)),
        Gate.LETTER: any(
            letter.kind in _ANSWERING and letter.sent_at is not None
            for letter in letter_records.of_case(session, row.id)
        ),
    }
