"""The privacy policy statement on paper, in any of the three languages."""

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.privacy_policy.facts import NewPolicyStatement
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.privacy_policy import policies
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr

OBJECT = "privacy_statement"


def statement(session: Session, version: int, *, language: str) -> bytes:
    """An issued version as a PDF to hand out or hang up."""
    from csq_desktop.reports.documents import privacy_policy

    issued = {each.version: each for each in policies.everything(session)}
    if version not in issued:
        raise UserError(tr("There is no such version."))
    chosen = issued[version]
    paper = privacy_policy.PolicyPaper(
        chosen.body.texts[language], chosen.body.basis.shop, chosen.issued_on, chosen.version
    )
    return privacy_policy.document(paper, language).pdf()


def draft(session: Session, new: NewPolicyStatement, *, language: str) -> bytes:
    """The next version as it would be issued, as a PDF to look at."""
    from csq_desktop.reports.documents import privacy_policy

    require(session, Permission.READ_AUDIT_TRAIL)
    body = policies.made(session, new)
    paper = privacy_policy.PolicyPaper(body.texts[language], body.basis.shop, shop.today(session))
    return privacy_policy.document(paper, language).pdf()


def note_printed(session: Session, version: int) -> None:
    """Write into the trail that a version was printed or saved."""
    require(session, Permission.READ_CUSTOMERS)
    rows = {each.version: each.id for each in policies.everything(session)}
    detail = {"version": version}
    audit.note(session, AuditAction.PRINTED, OBJECT, rows.get(version, 0), detail)
