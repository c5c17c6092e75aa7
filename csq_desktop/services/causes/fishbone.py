"""The fishbone of one case or of many, and how often each main cause was found."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from csq_desktop.analytics.pareto import pareto
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.causes.coding import OWN_WORDS
from csq_desktop.domain.paper.charts import FishboneBranch, FishboneCause, FishboneSpec, ParetoSpec
from csq_desktop.domain.shop.shop_lists import ROOT_CAUSES
from csq_desktop.domain.words.wording import months_text
from csq_desktop.services.causes import causes
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records.cases import causes as records
from csq_desktop.texts import tr, trn

MONTHS = 12


@dataclass(frozen=True)
class _Listed:
    """A cause to be drawn: its code or words, how many cases had it, and whether it is the main."""

    cause: str
    count: int | None
    is_main: bool


def of_case(session: Session, complaint_id: int) -> FishboneSpec:
    """Why one case arose, the main cause marked."""
    row = case_rows.row_of(session, complaint_id)
    chains = causes.of_case(session, complaint_id).chains
    return FishboneSpec(
        title=tr("Why {ref} arose", ref=row.ref),
        effect=lists.public_label(lists.CATEGORIES, row.category) or row.ref,
        branches=_branches(_Listed(each.cause, None, each.id is None) for each in chains),
    )


def of_many(session: Session) -> FishboneSpec:
    """The main causes of the complaints closed in a year, with how many had each."""
    months = _months(session)
    counts = records.closed_by_cause(session, *months)
    analysed = {code: count for code, count in counts.items() if code}
    total, most = sum(counts.values()), max(analysed.values(), default=0)
    unknown = total - sum(analysed.values())
    note = trn("{n} not yet analysed", "{n} not yet analysed", unknown)
    return FishboneSpec(
        title=_title(counts),
        subject=_subject(months),
        effect=trn("{n} complaint closed", "{n} complaints closed", total),
        branches=_branches(_Listed(*each, each[1] == most) for each in analysed.items()),
        notes=(note,) if unknown else (),
    )


def by_count(session: Session) -> ParetoSpec:
    """The same by size, with what is not yet analysed as a bar of its own."""
    from csq_desktop.reports.charts.analysed import pareto_spec

    months = _months(session)
    counts = records.closed_by_cause(session, *months)
    ranked = pareto((cause_label(code), count) for code, count in counts.items())
    return replace(pareto_spec(ranked, _title(counts)), subject=_subject(months))


def _months(session: Session) -> tuple[Month, Month]:
    last = Month.of(shop.today(session))
    return last.shift(1 - MONTHS), last


def _subject(months: tuple[Month, Month]) -> str:
    return tr("Main causes of complaints closed, {period}", period=months_text(*months))


def _title(counts: dict[str, int]) -> str:
    """The cause that most had, of how many."""
    analysed = {code: count for code, count in counts.items() if code}
    if not analysed:
        return tr("No cause has been recorded yet")
    code = max(analysed, key=lambda each: (analysed[each], each))
    return tr(
        "Most frequent cause: {cause}, {n} of {all}",
        cause=cause_label(code),
        n=analysed[code],
        all=sum(counts.values()),
    )


def cause_label(code: str) -> str:
    """What a main cause is called; without a code it was not analysed yet."""
    return lists.public_label(lists.ROOT_CAUSES, code) if code else tr("Not yet analysed")


def _branches(listed: Iterable[_Listed]) -> tuple[FishboneBranch, ...]:
    """A bone for each entry of the list’s first level; words outside the list stand by other."""
    on: dict[str, list[FishboneCause]] = {}
    for each in listed:
        if each.cause:
            is_listed = lists.has(lists.ROOT_CAUSES, each.cause)
            kind = lists.above(ROOT_CAUSES, each.cause) if is_listed else OWN_WORDS
            drawn = FishboneCause(cause_label(each.cause), each.count, each.is_main)
            on.setdefault(kind, []).append(drawn)
    kinds = [
        entry
        for entry in lists.first_level(ROOT_CAUSES)
        if entry.code in on or (entry.active and lists.has_below(ROOT_CAUSES, entry.code))
    ]
    return tuple(FishboneBranch(kind.label, tuple(on.get(kind.code, ()))) for kind in kinds)
