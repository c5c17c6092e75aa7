"""Invented checklist runs and pledge counts of a demo store."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from csq_desktop.analytics.scores import checklist_score
from csq_desktop.demo.resources import resource
from csq_desktop.demo.seasons import Year, open_days
from csq_desktop.demo.stories import Writer
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import (
    Answer,
    AnswerChoice,
    Every,
    Item,
    Template,
    critical_failed,
    failed_items,
)
from csq_desktop.domain.pledges.facts import Pledge

RUN_COLUMNS = (
    "id", "ref", "template_id", "template_key", "for_day", "started_at", "started_by",
    "finished_at", "finished_by", "month", "gained", "possible", "score", "failed_items",
    "critical_failed", "late", "note",
)  # fmt: skip
ANSWER_COLUMNS = (
    "id", "run_id", "item_code", "choice", "fails", "comment", "answered_at", "answered_by",
)  # fmt: skip
COUNT_COLUMNS = (
    "id", "pledge_id", "day", "month", "met", "missed", "over_maximum", "excluded", "reason",
    "entered_at", "entered_by",
)  # fmt: skip
_USUAL = {"TILL": (30, 62, 0.962), "TEL": (10, 22, 0.945)}
_OTHER = (2, 9, 0.975)


@dataclass(frozen=True)
class InventedRun:
    """One invented run: the template version it used, its day and its answers."""

    template: Template
    day: date
    answers: tuple[Answer, ...]

    @property
    def marked(self) -> Iterator[tuple[str, str, bool, str]]:
        """Each answer as item, choice, whether it fails, and comment."""
        failed = {item.code for item in failed_items(self.template, self.answers)}
        for answer in self.answers:
            yield answer.item_code, answer.choice_key, answer.item_code in failed, answer.comment


def rounds(
    dice: random.Random, year: Year, writer: Writer, templates: tuple[Template, ...]
) -> Iterator[InventedRun]:
    """The runs of every month, in order of days; a few occurrences are missed."""
    for month in year.months:
        days = open_days(year, month)
        planned = [(day, template) for template in templates for day in _days(template, days)]
        for day, template in sorted(planned, key=lambda pair: pair[0]):
            if dice.random() > 0.06:
                yield InventedRun(
                    template, day, _answers(dice, template, year.trouble(month), writer)
                )


def _days(template: Template, days: list[date]) -> list[date]:
    if template.every is Every.DAILY:
        return days
    if template.every is Every.WEEKLY:
        return [day for day in days if day.weekday() == 2]
    return [day for day in days if day.day == 18]


def _answers(
    dice: random.Random, template: Template, trouble: float, writer: Writer
) -> tuple[Answer, ...]:
    weakness = 0.05 + 0.12 * trouble
    comments = resource("checklists")[template.key]
    answers = []
    for item in template.items:
        choice = _choice(dice, template, item, weakness)
        comment = comments[item.code][writer.language] if choice.fails else ""
        answers.append(Answer(item.code, choice.key, comment))
    return tuple(answers)


def _choice(dice: random.Random, template: Template, item: Item, weakness: float) -> AnswerChoice:
    choices = template.choices(item)
    scored = sorted((c for c in choices if c.score is not None), key=lambda c: c.score or 0)
    not_applicable = [c for c in choices if c.score is None]
    if not_applicable and dice.random() < 0.04:
        return not_applicable[0]
    likely = weakness / 4 if item.critical else weakness
    if dice.random() < likely:
        return scored[0]
    if len(scored) > 2:
        return scored[-1] if dice.random() < 0.62 else scored[-2]
    return scored[-1]


def run_row(
    run: InventedRun, ids: tuple[int, int], ref: str, user_id: int
) -> tuple[tuple[Any, ...], datetime]:
    """A run as a row in the order of RUN_COLUMNS, and when it was finished; ids: run, template."""
    score = checklist_score(run.template, run.answers)
    began = datetime.combine(run.day, time(2, 10), UTC)  # 10:10 in Hong Kong: just opened
    ended = began + timedelta(minutes=max(5, run.template.minutes))
    row = (
        ids[0], ref, ids[1], run.template.key, run.day.isoformat(), int(began.timestamp()),
        user_id, int(ended.timestamp()), user_id, Month.of(run.day).code,
        score.points.reached, score.points.maximum, score.share,
        len(failed_items(run.template, run.answers)),
        len(critical_failed(run.template, run.answers)), False, "",
    )  # fmt: skip
    return row, ended


def day_counts(
    dice: random.Random, year: Year, writer: Writer, pledge: Pledge, user_id: int
) -> Iterator[tuple[Any, ...]]:
    """A pledge's counts of every open day, in the order of COUNT_COLUMNS without the id."""
    low, high, share = _USUAL.get(pledge.code, _OTHER)
    has_maximum = pledge.current.terms.maximum_share is not None
    for month in year.months:
        met_share = share - (0.085 * year.trouble(month) if pledge.code == "TILL" else 0)
        for day in open_days(year, month):
            of = dice.randint(low, high)
            missed = sum(dice.random() > met_share for _ in range(of))
            over = sum(dice.random() < 0.09 for _ in range(missed)) if has_maximum else 0
            excluded, reason = _excluded(dice, pledge, writer)
            at = int(datetime.combine(day, time(14), UTC).timestamp())  # 22:00: just closed
            yield (
                pledge.id, day.isoformat(), month.code, of - missed, missed, over, excluded,
                reason, at, user_id,
            )  # fmt: skip


def _excluded(dice: random.Random, pledge: Pledge, writer: Writer) -> tuple[int, str]:
    if pledge.code == "TILL" and dice.random() < 0.012:
        return dice.randint(4, 12), writer.pick(resource("promises")["excluded"])
    return 0, ""
