"""The versions of the privacy policy statement: made, issued, and compared with what holds."""

from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.register_periods import months_before
from csq_desktop.domain.disclosures.facts import MONTHS_TO_NOTIFY
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.privacy_policy import changes as rule
from csq_desktop.domain.privacy_policy import contents
from csq_desktop.domain.privacy_policy.contents import PolicySubject
from csq_desktop.domain.privacy_policy.facts import (
    OUTSIDE,
    NewPolicyStatement,
    PolicyBasis,
    PolicyBody,
    PolicyContact,
    PolicyStatement,
)
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.names import one_line
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.letters import letterhead
from csq_desktop.services.retention import rules
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.bodies import from_body, to_body
from csq_desktop.storage.records.privacy import disclosures as disclosure_records
from csq_desktop.storage.records.privacy import privacy_policy as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.privacy.privacy_policy import PolicyStatementRow


def everything(session: Session) -> tuple[PolicyStatement, ...]:
    """Every issued version, the newest first; the public may have any of them."""
    require(session, Permission.READ_CUSTOMERS)
    return tuple(
        PolicyStatement(
            row.id,
            row.version,
            shop.day_of(session, row.issued_at),
            user,
            from_body(PolicyBody, row.body),
        )
        for row, user in records.everything(session)
    )


def suggestion(session: Session) -> NewPolicyStatement:
    """What a next version begins with: what the last one had, and who has received data since."""
    require(session, Permission.READ_AUDIT_TRAIL)
    last = records.newest(session)
    new = from_body(PolicyBody, last.body).new if last else _first(session)
    used = _recipients(session)
    named = tuple(kind for kind in OUTSIDE if kind in new.recipients or kind in used)
    return replace(new, recipients=named)


def made(session: Session, new: NewPolicyStatement) -> PolicyBody:
    """The statement as it would be issued now."""
    require(session, Permission.READ_AUDIT_TRAIL)
    return contents.body(PolicySubject(shop.shop(session), _months(session), new))


def issue(session: Session, new: NewPolicyStatement) -> PolicyStatement:
    """Issue the next version; nobody changes it afterwards."""
    require(session, Permission.ADMINISTER)
    typed = _tidy(new)
    typed.check()
    desk, body = desk_of(session), made(session, typed)
    row = PolicyStatementRow(
        id=ids.reserve(session),
        version=records.next_version(session),
        body=to_body(body),
        issued_at=desk.now(),
        issued_by=desk.user.id,
    )
    records.add(session, row)
    return PolicyStatement(row.id, row.version, shop.today(session), desk.user.name, body)


def differences(session: Session) -> tuple[str, ...]:
    """What has changed since the version issued last; empty where none was issued."""
    require(session, Permission.READ_CUSTOMERS)
    last = records.newest(session)
    if last is None:
        return ()
    return rule.changes(from_body(PolicyBody, last.body).basis, _basis(session))


def _first(session: Session) -> NewPolicyStatement:
    """What the first version begins with: the shop as its letters have it."""
    head = letterhead.letterhead(session)
    return NewPolicyStatement(PolicyContact("", one_line(head.address), head.phone, head.email))


def _basis(session: Session) -> PolicyBasis:
    basis = contents.basis(shop.shop(session), _months(session))
    return replace(basis, recipients=_recipients(session))


def _months(session: Session) -> dict[RecordKind, int]:
    months = rules.rules(session)
    return {kind: months.of(kind) for kind in rules.kinds(session)}


def _recipients(session: Session) -> tuple[RecipientKind, ...]:
    """The classes outside the shop that received data in the last twelve months."""
    since = months_before(shop.today(session), MONTHS_TO_NOTIFY)
    used = disclosure_records.kinds_since(session, since)
    return tuple(kind for kind in OUTSIDE if kind in used)


def _tidy(new: NewPolicyStatement) -> NewPolicyStatement:
    contact = PolicyContact(**{key: one_line(text) for key, text in vars(new.contact).items()})
    own = ThreeTexts(**{code: text.strip() for code, text in new.own.by_language.items()})
    named = tuple(kind for kind in OUTSIDE if kind in new.recipients)
    return NewPolicyStatement(contact, named, own)
