"""Referrals outside in the file of a case."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.case_files.chapters import CaseChapter, CaseSource
from csq_desktop.domain.referrals.facts import REFERRAL
from csq_desktop.domain.users import Permission
from csq_desktop.services import described
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import trc


def chapters(session: Session, source: CaseSource) -> Iterator[CaseChapter]:
    """Each body the case went to, and what it decided."""
    require(session, Permission.WORK_COMPLAINTS)
    title = trc("case file", "Referrals outside the shop")
    yield described.chapter(session, REFERRAL, source, title=title, place=75)
