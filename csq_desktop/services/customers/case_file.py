"""Who complained, in the file of a case that says who the people in it are."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.case_files.chapters import CaseChapter, CaseSource, ChapterFacts
from csq_desktop.domain.customers.fields import IDENTITY
from csq_desktop.domain.users import Permission
from csq_desktop.services import described
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.customers.customers import IdentityRow
from csq_desktop.texts import trc


def chapters(session: Session, source: CaseSource) -> Iterator[CaseChapter]:
    """The customer's identity; without identities there is no such chapter."""
    if not source.is_identified:
        return
    require(session, Permission.REVEAL_IDENTITIES)
    desk_of(session).require_identities()
    who = session.get(IdentityRow, source.complaint.customer_id)
    facts = described.facts_of(session, IDENTITY.stored, IDENTITY.name, who) if who else ()
    parts = (ChapterFacts(facts),) if facts else ()
    yield CaseChapter(trc("case file", "The customer"), 12, parts)
