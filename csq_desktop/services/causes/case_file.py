"""Causes in the file of a case: the fishbone drawn, and the whys that led to each cause."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.case_files.chapters import (
    CaseChapter,
    CaseSource,
    ChapterChart,
    ChapterPart,
    ChapterTable,
    Verbatim,
)
from csq_desktop.domain.causes.facts import CauseChain
from csq_desktop.domain.users import Permission
from csq_desktop.services.causes import causes, fishbone
from csq_desktop.services.settings import lists
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import trc


def chapters(session: Session, source: CaseSource) -> Iterator[CaseChapter]:
    """Why the case arose."""
    require(session, Permission.WORK_COMPLAINTS)
    parts: list[ChapterPart] = []
    spec = fishbone.of_case(session, source.complaint.id)
    if not spec.is_empty:
        parts.append(ChapterChart(spec))
    chains = causes.of_case(session, source.complaint.id).chains
    parts += [_chain(chain) for chain in chains if chain.whys]
    yield CaseChapter(trc("case file", "Causes"), 55, tuple(parts))


def _chain(chain: CauseChain) -> ChapterTable:
    columns = (trc("column", "Step"), trc("column", "Why"), trc("column", "Evidence"))
    rows = tuple(
        (Verbatim(step), each.why, each.evidence) for step, each in enumerate(chain.whys, start=1)
    )
    return ChapterTable(columns, rows, lists.label(lists.ROOT_CAUSES, chain.cause))
