"""Due items of problems: those that are not solved, with how many complaints are still open."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.today import DueItem, Now, owners_of
from csq_desktop.domain.words.wording import count_text
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import problems as records
from csq_desktop.texts import tr, trn

MOST_PROBLEMS = 20


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """The problems that are still open; a click leads to the newest of their complaints."""
    calendar = shop.calendar(session)
    for problem in records.open_problems(session, MOST_PROBLEMS):
        if not problem.members:
            continue
        waiting = len(problem.open_members)
        counted = trn(
            "{count} complaint",
            "{count} complaints",
            len(problem.members),
            count=count_text(len(problem.members)),
        )
        still = trn("{count} still open", "{count} still open", waiting, count=count_text(waiting))
        yield DueItem(
            kind="problem",
            text=tr("Solve the problem: {title}", title=problem.problem_title),
            on=max(now.day, calendar.day_of(problem.opened_at)),
            at=None,
            overdue=False,
            late_seconds=0,
            page="complaints",
            object_id=problem.members[-1].id,
            under=tr(" · ").join((counted, still)),
            owners=owners_of(problem.owner_id),
        )
