"""Due items of letters: to be reviewed by somebody else, to be issued, to be sent."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.letter_kinds import LetterState
from csq_desktop.domain.letters.facts import LetterLine
from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.cases import letters as records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import mark, tr

MOST_LETTERS = 30
_TEXTS = {
    LetterState.DRAFT: mark("Finish the letter: {kind}"),
    LetterState.IN_REVIEW: mark("Review the letter: {kind}"),
    LetterState.APPROVED: mark("Issue the letter: {kind}"),
    LetterState.ISSUED: mark("Send the letter: {kind}"),
}


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """The letters that wait for somebody, for those who may write to customers."""
    if not desk_of(session).may(Permission.WORK_COMPLAINTS):
        return
    own_name = desk_of(session).user.name
    for line in records.unsent(session, MOST_LETTERS):
        if line.state is LetterState.IN_REVIEW and line.written_by == own_name:
            continue  # somebody else has to
        yield _item(line, now)


def _item(line: LetterLine, now: Now) -> DueItem:
    return DueItem(
        kind="letter",
        text=tr(_TEXTS[line.state], kind=line.kind.label),
        on=now.day,
        at=None,
        overdue=False,
        late_seconds=0,
        page="complaints",
        object_id=line.complaint_id,
        under=tr(" · ").join(filter(None, (line.case, line.ref, line.written_by))),
    )
