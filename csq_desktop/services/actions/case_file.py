"""Actions that serve a case, in its file."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import Action, ending_text
from csq_desktop.domain.case_files.chapters import (
    CaseChapter,
    CaseSource,
    ChapterTable,
    Verbatim,
)
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.actions import links
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import trc


def chapters(session: Session, source: CaseSource) -> Iterator[CaseChapter]:
    """What is to be done so that it does not happen again, with whom and until when."""
    require(session, Permission.WORK_COMPLAINTS)
    rows = tuple(map(_row, links.of_complaint(session, source.complaint.id)))
    columns = (
        trc("case file", "Number"),
        trc("case file", "Owner"),
        trc("case file", "Due"),
        trc("case file", "Status"),
        trc("case file", "Action"),
    )
    parts = (ChapterTable(columns, rows),) if rows else ()
    yield CaseChapter(trc("case file", "Actions"), 58, parts)


def _row(action: Action) -> tuple[str, ...]:
    done = ending_text(action.done_note)
    return (
        Verbatim(action.ref),
        action.owner or action.owner_text,
        Verbatim(date_text(action.due_on)),
        Verbatim(action.state.label),
        "\n".join(filter(None, (action.title, done))),
    )
