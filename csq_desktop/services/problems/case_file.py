"""The problems a case belongs to, in its file."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.case_files.chapters import (
    CaseChapter,
    CaseSource,
    ChapterFacts,
    Verbatim,
)
from csq_desktop.domain.problems.facts import Problem
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import count_text, moment_text
from csq_desktop.services.problems import problems
from csq_desktop.services.settings import lists
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import tr, trc


def chapters(session: Session, source: CaseSource) -> Iterator[CaseChapter]:
    """What the case has in common with others, without what those are."""
    require(session, Permission.WORK_COMPLAINTS)
    parts = tuple(
        ChapterFacts(tuple(_facts(session, problem)), problem.problem_title)
        for problem in problems.of_case(session, source.complaint.id)
    )
    yield CaseChapter(trc("case file", "Problem"), 78, parts)


def _facts(session: Session, problem: Problem) -> Iterator[tuple[str, str]]:
    zone = desk_of(session).zone
    yield trc("case file", "Status"), Verbatim(problem.state.label)
    yield trc("case file", "Opened"), Verbatim(moment_text(problem.opened_at, zone))
    if problem.cause:
        yield tr("Cause"), lists.label(lists.ROOT_CAUSES, problem.cause)
    if problem.reply_to_all:
        yield trc("case file", "Reply to all"), problem.reply_to_all
    number = len(problem.members)
    yield trc("case file", "Complaints of this problem"), Verbatim(count_text(number))
