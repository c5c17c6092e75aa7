"""Containment in the file of a case."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.case_files.chapters import CaseChapter, CaseSource
from csq_desktop.domain.containment.facts import CONTAINMENT
from csq_desktop.domain.users import Permission
from csq_desktop.services import described
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import trc


def chapters(session: Session, source: CaseSource) -> Iterator[CaseChapter]:
    """Each step against further harm."""
    require(session, Permission.WORK_COMPLAINTS)
    title = trc("case file", "Containment")
    yield described.chapter(session, CONTAINMENT, source, title=title, place=40)
