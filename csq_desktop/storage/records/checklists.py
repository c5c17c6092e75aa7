"""Queries of checklists: templates, runs, answers, photos and the sums of a month."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.months import Month
from csq_desktop.storage.tables.checklists import ChecklistRunRow


@dataclass(frozen=True)
class RunSums:
    """A month's finished runs: the mean of their scores, and what failed in them."""

    finished: int = 0
    scored: int = 0
    mean_score: float | None = None
    failed_items: int = 0
    critical: int = 0


def run_sums(session: Session, first: Month, last: Month) -> dict[Month, RunSums]:
    """The sums of each month that has a finished run."""
    r = ChecklistRunRow
    query = (
        select(
            r.month,
            func.count(),
            func.count(r.score),
            func.avg(r.score),
            func.sum(r.failed_items),
            func.sum(r.critical_failed),
        )
        .where(r.month.between(first, last), r.removed_at.is_(None))
        .group_by(r.month)
    )
    return {month: RunSums(*sums) for month, *sums in session.execute(query) if month}
