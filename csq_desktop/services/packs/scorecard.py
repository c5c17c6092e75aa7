"""Gathering a pack's scorecard: a line for every target of the month."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.comparisons import month_before, year_before, year_to_date
from csq_desktop.analytics.indicators.register import SCORECARD
from csq_desktop.domain.actions import Action, ActionSource
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.verdicts import Verdict
from csq_desktop.domain.paper.charts import SparkSpec
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.reports.packs.facts import TargetLine
from csq_desktop.services.indicators import chart_words
from csq_desktop.services.indicators.verdicts import Verdicts
from csq_desktop.services.settings import shop

_YEAR = 12


def lines(
    session: Session,
    judged: Verdicts,
    promised: Sequence[Pledge],
    open_actions: Sequence[Action],
    critical: Sequence[Action],
) -> tuple[TargetLine, ...]:
    """The targets of a month: the pledges', then those of checklists and actions.

    `critical` are the actions about the critical items that failed, if there is one about each.
    """
    minimum = shop.criteria(session).of(judged.month).minimum_n
    served = {
        FigureId.CHECKLISTS_SCORE: [
            action for action in open_actions if action.source is ActionSource.CHECKLIST
        ],
        FigureId.CHECKLISTS_CRITICAL_FAILED: critical,
        FigureId.ACTIONS_OVERDUE: [
            action for action in open_actions if action.due_on <= judged.month.last_day
        ],
    }
    return (
        *_lines(judged, promised, open_actions, minimum),
        *(line(judged.get(name), minimum, actions=tuple(served[name])) for name in SCORECARD),
    )


def _lines(
    judged: Verdicts, promised: Sequence[Pledge], open_actions: Sequence[Action], minimum: int
) -> Iterator[TargetLine]:
    for pledge in promised:
        verdict = judged.get(pledge.figure_id)
        linked = tuple(
            action
            for action in open_actions
            if action.source is ActionSource.PLEDGE and action.source_id == pledge.id
        )
        name = pledge.wording_on(judged.month.last_day)
        yield line(verdict, minimum, name, pledge.owner, linked)


def line(
    verdict: Verdict,
    minimum: int,
    name: str = "",
    owner: str = "",
    actions: tuple[Action, ...] = (),
) -> TargetLine:
    """One target: its verdict beside other months; named as the figure unless it has a name."""
    return TargetLine(
        label=name or (verdict.figure.label if verdict.figure else ""),
        verdict=verdict,
        finding=chart_words.title(verdict),
        spark=_spark(verdict),
        month_before=month_before(verdict),
        year_before=year_before(verdict),
        year_to_date=year_to_date(verdict, minimum),
        owner=owner,
        actions=actions,
    )


def _spark(verdict: Verdict) -> SparkSpec:
    """The last twelve months, within the limits of the last one that has any, and the target."""
    shown = verdict.results[-_YEAR:]
    limited = [result for result in shown if result.lower is not None and verdict.has_history]
    last = limited[-1] if limited else None
    return SparkSpec(
        values=tuple(result.value for result in shown),
        low=last.lower if last else None,
        high=last.upper if last else None,
        target=verdict.target,
        signals=frozenset(at for at, result in enumerate(shown) if result.side),
        good=frozenset(at for at, result in enumerate(shown) if result.is_good(verdict.better)),
    )
