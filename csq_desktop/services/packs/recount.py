"""A workbook that recounts a pack: single rows without identities, and each figure as a formula."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.ledger import CLOCK_OF, MEASURE_OF, end_of, last_moment_of
from csq_desktop.analytics.indicators.live_formulas import (
    BROUGHT_FORWARD,
    LiveFigure,
    RowRange,
    live,
)
from csq_desktop.analytics.indicators.register import SHIPPED
from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.categories import figure_key, listed
from csq_desktop.domain.indicators.figures import Figure, MonthFigures
from csq_desktop.domain.indicators.ids import FigureFamily, FigureId
from csq_desktop.domain.indicators.measures import DeadlineBucket, HandlingBucket, MeasureId
from csq_desktop.domain.indicators.unsaid import keyed
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.users import Permission
from csq_desktop.exchange.writing.recounts import (
    RecountBook,
    RecountLine,
    RecountRow,
    write_recount,
)
from csq_desktop.services.checklists import schedule
from csq_desktop.services.closing import involved
from csq_desktop.services.indicators import breaches, details, figures
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.files.faults import unreadable
from csq_desktop.storage.records.cases import actions as action_records
from csq_desktop.storage.records.cases import closing as closing_records
from csq_desktop.storage.records.cases.closing import ContentSums
from csq_desktop.storage.records.complaints import open_cases
from csq_desktop.storage.records.complaints import promises as promise_records
from csq_desktop.storage.records.complaints.promises import PromiseSums
from csq_desktop.storage.records.figures import figures as figure_records
from csq_desktop.storage.records.figures import recount as records
from csq_desktop.storage.records.packs import packs as pack_records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.store import Store

MONTHS = 13
"""The month and twelve before it, as the pack's tables show them."""
Progress = Callable[..., None]
_UNPRINTED = "category-unprinted"
_OPEN, _REMEDY, _OVER, _MADE_GOOD = "open_case", "remedy", "over_maximum", "made_good"
_OF_PLEDGES = (
    FigureFamily.PLEDGE_MAXIMUM,
    FigureFamily.PLEDGE_MADE_GOOD,
    FigureFamily.PLEDGE_MADE_GOOD_COST,
)
_COUNTED = ("pledge_met", "pledge_missed", "pledge_over_maximum", "pledge_excluded")


def write(
    store: Store,
    month: Month,
    target: Path,
    progress: Progress | None = None,
    *,
    pack_id: int | None = None,
) -> int:
    """Write the workbook of a month's pack as it would be issued now; how many rows it counts.

    Of an issued pack the figures it printed stand beside what the rows give today. It is made on
    a connection without the vault, and noted in the audit trail before the file is begun.
    """
    with store.reading() as session:
        require(session, Permission.PREVIEW_PACKS)
        recount = _Recount.of(session, month, pack_id)
        with store.writing() as noting:
            detail = {"month": str(month)}
            audit.note(noting, AuditAction.EXPORTED, "pack", pack_id, detail)
        now, zone = desk_of(session).now(), shop.zone(session)
        book = RecountBook(
            shop.shop(session).name, month, recount.rows(), recount.lines, target, now, zone
        )
        ask = None if progress is None else partial(progress, 1, 1, "")
        return write_recount(book, progress, ask)


_ENDED = (DeadlineBucket.MET, DeadlineBucket.MISSED)


@dataclass(frozen=True)
class _Recount:
    """What a workbook is made from: the months' figures as printed, and who counts what."""

    session: Session
    months: tuple[MonthFigures, ...]
    pledges: tuple[Pledge, ...]
    keys: Mapping[str, str]

    @classmethod
    def of(cls, session: Session, month: Month, pack_id: int | None) -> "_Recount":
        """What there is of a month and of those before it that anything was counted in."""
        there = figures.month(session, month)
        printed = () if pack_id is None else pack_records.printed_figures(session, pack_id)
        there = replace(
            there,
            figures=tuple(replace(each, id=keyed(each.id)) for each in printed or there.figures),
        )
        earlier = figures.judged_history(session, month.shift(-1), MONTHS - 1)
        first = figure_records.first_counted(session) or month
        counted = (each for each in earlier if each.month >= first)
        category = FigureFamily.CATEGORY
        names = [category.key_of(each.id) for each in there.below(category)]
        return cls(session, (*counted, there), pledges.everything(session), _keys(names))

    @property
    def last(self) -> Month:
        """The month of the pack."""
        return self.months[-1].month

    def rows(self) -> Iterator[RecountRow]:
        """All rows that the formulas count."""
        months = [each.month for each in self.months]
        hidden = involved.hidden_refs(self.session)
        for row in self._cases(months):
            yield replace(row, reference="") if row.reference in hidden else row
        yield from self._pledges(months)
        yield from self._checks(months)
        yield from self._actions(months)
        yield from self._customers(months)
        sales = figure_records.inputs(self.session, shop.TRANSACTIONS, months)
        for month, number in sales.items():
            yield RecountRow(MeasureId.SALES, month.code, number=number)

    def _cases(self, months: Sequence[Month]) -> Iterator[RecountRow]:
        session, now = self.session, desk_of(self.session).now()
        for ref, number in records.brought_forward(session, months[0]):
            yield RecountRow(BROUGHT_FORWARD, months[0].code, number=number, reference=ref)
        overdue = records.overdue_deadlines(session, months, now)
        for row in records.case_rows(session, months, overdue):
            is_received = row.measure == MeasureId.RECEIVED
            bucket = self._category(row.bucket) if is_received else row.bucket
            amount = row.cents / 100 if row.cents else None
            yield RecountRow(row.measure, row.month, bucket, 1, amount, row.days, row.ref)
        for ref, kind, cents in records.remedies(session, self.last):
            yield RecountRow(_REMEDY, self.last.code, kind, 1, cents / 100, None, ref)
        as_of = end_of(shop.calendar(session), now, self.last)
        for case in open_cases.open_cases(session, self.last):
            yield RecountRow(_OPEN, self.last.code, "", 1, None, case.age(as_of), case.ref)

    def _customers(self, months: Sequence[Month]) -> Iterator[RecountRow]:
        """What became of promises to customers, and what they say of the handling."""
        session = self.session
        now, calendar = desk_of(session).now(), shop.calendar(session)
        promised = promise_records.sums(session, months, now)
        asked = closing_records.content_sums(session, months, calendar)
        for month in months:
            became = promised.get(month, PromiseSums())
            for deadline, number in zip(_ENDED, became, strict=True):
                yield RecountRow(MeasureId.CUSTOMER_PROMISES, month.code, deadline, number)
            sums = asked.get(month, ContentSums())
            answers = (sums.asked, sums.content, sums.answered - sums.content)
            for bucket, number in zip(HandlingBucket, answers, strict=True):
                yield RecountRow(MeasureId.HANDLING, month.code, bucket, number)

    def _pledges(self, months: Sequence[Month]) -> Iterator[RecountRow]:
        by_id = {pledge.id: pledge for pledge in self.pledges}
        for count in records.counts(self.session, months):
            key = _pledge_key(by_id[count.pledge_id])
            for measure, number in zip(_COUNTED, count[3:], strict=True):
                if number:
                    yield RecountRow(measure, count.month.code, key, number, reference=count.day)
        for month, pledge, number in details.cases_over(self.session, months):
            yield RecountRow(_OVER, month.code, _pledge_key(pledge), number)
        for pledge in self.pledges:
            given = breaches.made_good(self.session, pledge, self.last)
            if pledge.in_force_in(self.last) and (given.count or given.cents):
                key = _pledge_key(pledge)
                yield RecountRow(_MADE_GOOD, self.last.code, key, given.count, given.cents / 100)

    def _checks(self, months: Sequence[Month]) -> Iterator[RecountRow]:
        for check in records.checks(self.session, months):
            code, key, ref = check.month.code, check.template_key, check.ref
            score = check.score
            yield RecountRow(MeasureId.CHECKLISTS_FINISHED, code, key, 1, None, score, ref)
            for measure, number in (
                (MeasureId.CHECKLIST_ITEMS_FAILED, check.failed_items),
                (MeasureId.CRITICAL_ITEMS_FAILED, check.critical_failed),
            ):
                if number:
                    yield RecountRow(measure, code, key, number, reference=ref)
        calendar, now = shop.calendar(self.session), desk_of(self.session).now()
        until = calendar.day_of(end_of(calendar, now, self.last))
        for due, in_time in schedule.expected(self.session, self.last, until):
            code, day = self.last.code, due.last.isoformat()
            key = due.template_key
            yield RecountRow(MeasureId.CHECKLISTS_EXPECTED, code, key, 1, reference=day)
            if in_time:
                yield RecountRow(MeasureId.CHECKLISTS_IN_TIME, code, key, 1, reference=day)

    def _actions(self, months: Sequence[Month]) -> Iterator[RecountRow]:
        calendar, now = shop.calendar(self.session), desk_of(self.session).now()
        spans = action_records.open_spans(self.session, end_of(calendar, now, months[0]))
        refs = {action.id: action.ref for action in action_records.everything(self.session)}
        for month in months:
            day = calendar.day_of(end_of(calendar, now, month))
            last = last_moment_of(calendar, now, month)
            for span in spans:
                if span.holds_at(last):
                    ref = refs[span.action_id]
                    yield RecountRow(MeasureId.ACTIONS_OPEN, month.code, number=1, reference=ref)
                    if span.due_on < day:
                        measure = MeasureId.ACTIONS_OVERDUE
                        yield RecountRow(measure, month.code, number=1, reference=ref)

    def lines(self, rows: RowRange, first: int) -> Iterator[RecountLine]:
        """Each figure with its formulas over the rows, on lines of the sheet from the first on."""
        line = first
        criteria = shop.criteria(self.session)
        for each in reversed(self.months):
            shares = {pledge.figure_id for pledge in self.pledges}
            promised = [at for at, figure in enumerate(each.figures, line) if figure.id in shares]
            for figure in each.figures:
                formulas = self._live(figure, rows, f"$C{line}", promised)
                minimum = criteria.of(each.month).minimum_n
                yield RecountLine(self._public(figure), each.month, formulas, minimum)
                line += 1

    def _live(
        self, figure: Figure, rows: RowRange, month: str, promised: Sequence[int]
    ) -> LiveFigure:
        """The formulas of one figure; those of a family by what its id says."""
        if figure.id == FigureId.PLEDGES_KEPT:
            parts = ("+".join(f"{column}{at}" for at in promised) or "0" for column in "DEF")
            numerator, denominator, excluded = parts
            return LiveFigure("", numerator, denominator, excluded)
        if (pledge := self._pledge(figure.id)) is not None:
            return self._pledge_figure(figure.id, pledge, rows, month)
        for family, of in _FAMILIES.items():
            if family.holds(figure.id):
                return LiveFigure(of(rows, month, self._key(family.key_of(figure.id))))
        try:
            return live(SHIPPED.get(figure.id).formula, rows, month)
        except KeyError as fault:  # kept figures may be of anybody's making
            raise unreadable() from fault

    def _public(self, figure: Figure) -> Figure:
        """The figure under an id without words of the shop's own."""
        category = FigureFamily.CATEGORY
        if not category.holds(figure.id):
            return figure
        return replace(figure, id=category.of(self._key(category.key_of(figure.id))))

    def _pledge(self, figure_id: str) -> Pledge | None:
        """The pledge a figure is of: its share, those over its maximum, what was made good."""
        for pledge in self.pledges:
            ids = (family.of(pledge.code) for family in _OF_PLEDGES)
            if figure_id == pledge.figure_id or figure_id in ids:
                return pledge
        return None

    def _pledge_figure(
        self, figure_id: str, pledge: Pledge, rows: RowRange, month: str
    ) -> LiveFigure:
        key, clock = _pledge_key(pledge), CLOCK_OF.get(pledge.source)
        if FigureFamily.PLEDGE_MADE_GOOD.holds(figure_id):
            return LiveFigure(rows.number(_MADE_GOOD, month, key))
        if FigureFamily.PLEDGE_MADE_GOOD_COST.holds(figure_id):
            return LiveFigure(rows.amount(_MADE_GOOD, month, key))
        if clock is None:
            met, missed, over, excluded = (rows.number(name, month, key) for name in _COUNTED)
        else:
            of_clock = partial(rows.number, MEASURE_OF[clock], month)
            met = of_clock(DeadlineBucket.MET)
            missed = of_clock(DeadlineBucket.MISSED, DeadlineBucket.OVERDUE)
            excluded = of_clock(DeadlineBucket.EXCLUDED)
            over = rows.number(_OVER, month, key)
        if figure_id == pledge.figure_id:
            return LiveFigure("", met, f"{met}+{missed}", excluded)
        return LiveFigure("", over, f"MAX({met}+{missed},{over})", excluded)

    def _category(self, code: str) -> str:
        """What a category is called in the rows; one that the month does not print is no word."""
        return self.keys.get(figure_key(code)) or (code if code in listed() else _UNPRINTED)

    def _key(self, code: str) -> str:
        return self.keys.get(code, code)


def _keys(codes: Sequence[str]) -> dict[str, str]:
    """Words of the shop's own, which formulas might take for others: a number instead.

    Spreadsheets compare words without regard to case, some signs stand for others, and 007, 7.0
    and 1-2 are numbers and days to them.
    """
    own = sorted({*codes} - listed())
    return {code: f"category-{number}" for number, code in enumerate(own, start=1)}


def _pledge_key(pledge: Pledge) -> str:
    return f"pledge-{pledge.number}"


def _age(rows: RowRange, month: str, low: str) -> str:
    limits = details.AGE_LIMITS
    return rows.between(
        _OPEN, month, int(low), next((limit for limit in limits if limit >= int(low)), None)
    )


_FAMILIES: Mapping[FigureFamily, Callable[[RowRange, str, str], str]] = {
    FigureFamily.CATEGORY: lambda rows, month, key: rows.number(MeasureId.RECEIVED, month, key),
    FigureFamily.FINDING: lambda rows, month, key: rows.number(MeasureId.FINDING, month, key),
    FigureFamily.REMEDY: lambda rows, month, key: rows.number(_REMEDY, month, key),
    FigureFamily.REDRESS: lambda rows, month, key: rows.amount(_REMEDY, month, key),
    FigureFamily.AGE: _age,
    FigureFamily.CHECKLIST_SCORE: lambda rows, month, key: rows.mean(
        MeasureId.CHECKLISTS_FINISHED, month, key
    ),
    FigureFamily.CHECKLIST_FINISHED: lambda rows, month, key: rows.number(
        MeasureId.CHECKLISTS_FINISHED, month, key
    ),
    FigureFamily.CHECKLIST_FAILED_ITEMS: lambda rows, month, key: rows.number(
        MeasureId.CHECKLIST_ITEMS_FAILED, month, key
    ),
}
