"""Customers on paper: the slip with the collection statement, and that it was printed."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.paper.sheets import check_languages
from csq_desktop.errors import UserError
from csq_desktop.services.customers import statements
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.customers import consents as records
from csq_desktop.texts import LANGUAGES, language, tr

STATEMENT = "collection_statement"


def slip(session: Session, version: str, *, languages: Sequence[str] = ()) -> bytes:
    """A version of the statement as a PDF to hand to customers, in one language or in up to three.

    Without any it is the one spoken now.
    """
    from csq_desktop.reports.documents import collection_slip

    printed_in = tuple(languages) or (language(),)
    check_languages(printed_in, most=len(LANGUAGES))
    versions = {each.version: each for each in statements.everything(session)}
    if version not in versions:
        raise UserError(tr("There is no such version."))
    contents = collection_slip.CollectionSlip(
        versions[version], shop.shop(session), shop.today(session)
    )
    return collection_slip.pdf(contents, printed_in)


def note_printed(session: Session, version: str) -> None:
    """Write into the trail that a version of the statement was printed or saved."""
    rows = {row.version: row.id for row in records.statements(session)}
    audit.note(session, AuditAction.PRINTED, STATEMENT, rows.get(version, 0), {"version": version})
