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
from csq_desktop.domain.words.wording import count_text, moment_text
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
    opened = moment_text(problem.opened_at, desk_of(session).zone)
    number = count_text(len(problem.members))
    facts = (
        (trc("case file", "Status"), Verbatim(problem.state.label)),
        (trc("case file", "Opened"), Verbatim(opened)),
        (tr("Cause"), lists.label(lists.ROOT_CAUSES, problem.cause)),
        (trc("case file", "Reply to all"), problem.reply_to_all),
        (trc("case file", "Complaints of this problem"), Verbatim(number)),
    )
    return (fact for fact in facts if fact[1])
