"""Issued months as they stand now: what changed since, by cause, with the cases behind it.

The trail says what each row was before each change. Taken back to the entry a pack was issued at,
the changes give what they added to each figure, and add up to the difference. What does not add up
is said to have no known cause.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import NamedTuple

from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.parts import parts
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.clocks import ShopMonths
from csq_desktop.domain.indicators.earlier_rows import (
    CountedRow,
    EarlierRows,
    Facts,
    RowKey,
    RowStep,
)
from csq_desktop.domain.indicators.figures import Unit
from csq_desktop.domain.indicators.ids import FigureFamily
from csq_desktop.domain.indicators.replaced import ChangedFigure, changed_figures
from csq_desktop.domain.indicators.revisions import (
    CauseEffect,
    FigureParts,
    RevisedFigure,
    RevisedMonth,
    RevisionCause,
)
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.indicators import figures
from csq_desktop.services.indicators.gone import with_gone
from csq_desktop.services.indicators.ledger import open_ledger
from csq_desktop.services.packs.row_sums import MonthCounting, RowSums
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import merges as merge_records
from csq_desktop.storage.records.figures import revisions as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.packs import PackRow


class _RowRef(NamedTuple):
    """What people know a row by, and what it is ordered by, the same in every language."""

    order: str
    text: str


_Origin = tuple[RevisionCause, _RowRef]


@dataclass(frozen=True)
class _Changed:
    """A pack whose figures are others today, and those figures."""

    pack: PackRow
    figures: tuple[ChangedFigure, ...]


@dataclass(frozen=True)
class _History:
    """What was done to counted rows, the newest first, and the rows as they are."""

    steps: tuple[RowStep, ...]
    rows: Mapping[RowKey, Facts]

    def ref(self, key: RowKey, facts: Facts) -> _RowRef:
        """What people know a row by: a case or a check by its number, a count by its day."""
        kind = key[0]
        if kind in (CountedRow.ROUND, CountedRow.PROMISE):
            facts = self.rows.get((CountedRow.CASE, facts["complaint_id"]), {})
        if kind is CountedRow.DAY:
            return _RowRef(facts["day"], date_text(datetime.fromisoformat(facts["day"]).date()))
        ref = str(facts.get("ref", ""))
        return _RowRef(ref, ref)


def of_pack(session: Session, pack_id: int) -> RevisedMonth | None:
    """What changed since one pack was issued; None where nothing did."""
    require(session, Permission.PREVIEW_PACKS)
    pack = records.pack(session, pack_id)
    return next(iter(_revised(session, [pack] if pack is not None else [])), None)


def of_month(session: Session, month: Month) -> RevisedMonth | None:
    """What changed in a month since its newest pack was issued; None where nothing did."""
    return next(iter(of_months(session, [month])), None)


def of_months(session: Session, months: Collection[Month]) -> tuple[RevisedMonth, ...]:
    """The months, of these, whose newest issued pack says other figures than the store today."""
    return tuple(_revised(session, records.newest_packs(session, months)))


def issued_months(session: Session, months: Collection[Month]) -> int:
    """How many of some months were issued."""
    return records.issued_months(session, months)


def _revised(session: Session, packs: Iterable[PackRow]) -> Iterator[RevisedMonth]:
    changed = [each for each in (_changed(session, pack) for pack in packs) if each.figures]
    if not changed:
        return
    first = min(each.pack.chain_sequence for each in changed)
    history = _history(session, first, max(each.pack.month for each in changed))
    for each in changed:
        revision = _Revision(session, each.pack, history)
        revised = tuple(map(revision.figure, each.figures))
        yield RevisedMonth(each.pack.month, each.pack.version, revised)


def _changed(session: Session, pack: PackRow) -> _Changed:
    issued = pack.figures if isinstance(pack.figures, dict) else {}
    today = figures.month(session, pack.month).figures if issued else ()
    return _Changed(pack, changed_figures(issued, with_gone(issued, today) if issued else ()))


def _history(session: Session, sequence: int, last: Month) -> _History:
    changes = records.changes_since(session, sequence)
    rows = records.rows(session, changes, last)
    imported = records.imported(session, changes)
    months = ShopMonths(shop.calendar(session))
    for batch in imported.values():
        for (kind, _), before in batch.items():
            if kind is CountedRow.CASE and "received_at" in before:
                before["received_month"] = months.of(before["received_at"])
    earlier = EarlierRows(rows, imported, records.undone(session))
    steps = [step for change in changes for step in earlier.taken_back(change)]
    return _History(tuple(steps), rows)


class _Revision:
    """One pack set beside today: what each cause and case added to the sums of its month."""

    def __init__(self, session: Session, pack: PackRow, history: _History) -> None:
        self._month = pack.month
        self._ledger = open_ledger(session, pack.month, 1)
        zone = shop.calendar(session).timezone
        self._end = datetime.combine(pack.month.shift(1).first_day, time(0), zone)
        self._is_early = pack.issued_at < self._end
        self._went_on = {
            (CountedRow.CASE, facts.get("became_id"))
            for facts in history.rows.values()
            if facts.get("became_id")
        }
        self._merged = merge_records.cases_changed(session)
        self._split_off = merge_records.split_off(session)
        self._lost = records.undone_since(session, pack.issued_at)
        self._sums = {
            origin: sums
            for origin, sums in self._added(pack.chain_sequence, history).items()
            if sums
        }

    def figure(self, change: ChangedFigure) -> RevisedFigure:
        """A figure with what each cause did to it; what is left over has a cause of its own."""
        moved = self._with_denominators(change, tuple(self._effects(change)))
        effects = {effect.cause: effect for effect in moved}
        issued, now = FigureParts.of(change.before), FigureParts.of(change.after)
        rest = now.less(issued, *(effect.parts for effect in effects.values()))
        if any(rest) or not effects:
            cause = self._rest_cause
            there = effects.get(cause, CauseEffect(cause, FigureParts()))
            effects[cause] = replace(there, parts=FigureParts.sum((there.parts, rest)))
        return RevisedFigure(
            change, tuple(effects[each] for each in RevisionCause if each in effects)
        )

    def _effects(self, change: ChangedFigure) -> Iterator[CauseEffect]:
        for cause in dict.fromkeys(cause for cause, _ in self._sums):
            moved = {
                ref: added
                for (because, ref), sums in self._sums.items()
                if because is cause and (added := self._moved(change, sums)) is not None
            }
            if moved:
                refs = tuple(ref.text for ref in sorted(moved) if ref.text)
                yield CauseEffect(cause, FigureParts.sum(moved.values()), refs)

    def _with_denominators(
        self, change: ChangedFigure, effects: Sequence[CauseEffect]
    ) -> Iterator[CauseEffect]:
        """The effects on a maximum: of it is the larger of those judged and those beyond it.

        That does not add up row by row; taken away cause by cause, from today back, it does.
        """
        whole = parts(self._ledger, self._month, change.after.id)
        if not FigureFamily.PLEDGE_MAXIMUM.holds(change.after.id):
            yield from effects
            return
        level = whole._replace(amount=change.after.numerator or 0)
        for effect in effects:
            before = level.less(effect.parts)
            among = max(level.amount, level.among) - max(before.amount, before.among)
            yield replace(effect, parts=effect.parts._replace(among=among))
            level = before

    def _moved(self, change: ChangedFigure, sums: RowSums) -> FigureParts | None:
        """What rows added to a figure; None where they did not touch it."""
        figure = change.after
        added = parts(sums.ledger(self._ledger, self._month), self._month, figure.id)
        is_mean = figure.unit in (Unit.DAYS, Unit.SHARE) and figure.numerator is None
        return added if any(added) or (is_mean and sums.moves_mean(figure.unit)) else None

    def _added(self, sequence: int, history: _History) -> dict[_Origin, RowSums]:
        counting = MonthCounting(self._month, self._ledger, history.rows)
        added: dict[_Origin, RowSums] = {}
        for step in history.steps:
            if step.change.sequence > sequence:
                origin = (self._cause(step), history.ref(step.key, step.after or step.before or {}))
                sums = added.setdefault(origin, RowSums())
                sums.add(counting.counted(step.key, step.after), 1)
                sums.add(counting.counted(step.key, step.before), -1)
        return added

    def _cause(self, step: RowStep) -> RevisionCause:
        """The cause of a step; what was entered while the month ran is not late.

        Nor is what goes on as a record of another kind: that was there under its first number.
        """
        if step.before is None and step.key in self._went_on:
            return RevisionCause.KIND
        case = (step.after or {}).get("complaint_id", step.key[1])
        if (case, int(step.change.at.timestamp())) in self._merged:
            return RevisionCause.MERGED
        if step.before is None and step.key[0] is CountedRow.CASE and case in self._split_off:
            return RevisionCause.SPLIT
        is_usual = step.cause in (RevisionCause.LATE_ENTRY, RevisionCause.WORKED)
        return RevisionCause.RUNNING if is_usual and step.change.at < self._end else step.cause

    @property
    def _rest_cause(self) -> RevisionCause:
        """Why a rest differs: what nobody can say any more has no known cause.

        What an undone import had changed is forgotten; where nothing else was done, it was that.
        """
        if self._is_early:
            return RevisionCause.RUNNING
        is_alone = self._lost and not self._sums
        return RevisionCause.IMPORT_UNDONE if is_alone else RevisionCause.UNKNOWN
