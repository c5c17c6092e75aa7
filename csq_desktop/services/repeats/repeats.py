"""Repeat alerts: which series have more cases than their own rate allows, and setting one aside."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy.orm import Session

from csq_desktop.analytics import repeats as rules
from csq_desktop.analytics.repeats import Watch
from csq_desktop.domain.complaints.facts import ComplaintRef
from csq_desktop.domain.fields.fields import LONGEST_TEXT
from csq_desktop.domain.repeats.facts import AlertOf, Repeat, RepeatAlert
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records.complaints import repeats as records
from csq_desktop.storage.records.complaints.repeats import SeriesCase
from csq_desktop.storage.records.figures.figures import remembered
from csq_desktop.storage.records.shop import people
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.complaints.ties import RepeatDismissalRow
from csq_desktop.texts import tr

FRESH_DAYS = 14
"""An alert goes by itself when no case has come for so long."""
_READ_DAYS = rules.HISTORY_DAYS + rules.LONGEST_DAYS + FRESH_DAYS
_LISTS = {
    AlertOf.CATEGORY: lists.CATEGORIES,
    AlertOf.CAUSE: lists.ROOT_CAUSES,
    AlertOf.PRODUCT: lists.PRODUCTS,
    AlertOf.TOUCH_POINT: lists.TOUCH_POINTS,
}
_Key = tuple[AlertOf, object]


def alerts(session: Session) -> tuple[RepeatAlert, ...]:
    """The alerts that nobody set aside, the least likely first."""
    return tuple(alert for alert in everything(session) if alert.dismissed is None)


def everything(session: Session) -> tuple[RepeatAlert, ...]:
    """All alerts, with what was set aside until it gets worse; worked out once until a write."""
    found = remembered(session, ("repeats", shop.today(session)), partial(_found, session))
    aside = records.dismissed(session)
    return tuple(
        replace(alert, dismissed=dismissed)
        if (dismissed := aside.get(alert.key)) is not None
        and dismissed.holds(alert.repeat, {case.id for case in alert.cases})
        else alert
        for alert in found
    )


def of_case(session: Session, complaint_id: int) -> tuple[RepeatAlert, ...]:
    """The alerts that a case is part of, those set aside too."""
    return tuple(
        alert
        for alert in everything(session)
        if any(case.id == complaint_id for case in alert.cases)
    )


def dismiss(session: Session, alert: RepeatAlert, reason: str) -> int:
    """Set an alert aside until it gets worse; returns the id of that."""
    require(session, Permission.WORK_COMPLAINTS)
    if not reason.strip():
        raise UserError(tr("Enter the reason."), field="note")
    row = RepeatDismissalRow(
        id=ids.reserve(session),
        alert_of=alert.series.value,
        alert_value=alert.value,
        dismissed_at=desk_of(session).now(),
        dismissed_by=desk_of(session).user.id,
        dismissal_reason=reason.strip()[:LONGEST_TEXT],
        alerted_cases=alert.repeat.cases,
        one_in=alert.repeat.one_in,
        last_case_id=alert.cases[-1].id,
    )
    records.add(session, row)
    return row.id


def show_again(session: Session, dismissal_id: int) -> None:
    """Take back that an alert was set aside."""
    require(session, Permission.WORK_COMPLAINTS)
    row = records.get(session, dismissal_id)
    if row is not None:
        row.withdrawn_at = desk_of(session).now()


@dataclass(frozen=True)
class _DatedCase:
    """A case with the number of its day."""

    day: int
    case: SeriesCase


def _found(session: Session) -> tuple[RepeatAlert, ...]:
    today, calendar = shop.today(session), shop.calendar(session)
    begin = datetime.combine(today - timedelta(days=_READ_DAYS), time(0), calendar.timezone)
    dated = [
        _DatedCase(calendar.day_of(case.received_at).toordinal(), case)
        for case in records.cases(session, begin)
    ]
    first = records.first_received(session)
    if first is None:
        return ()
    since = max(calendar.day_of(first), begin.date()).toordinal()
    clusters = list(_clusters(dated, since, today.toordinal()))
    labels = _labels(session, [key for key, _, _ in clusters])
    found = (
        RepeatAlert(
            series=key[0],
            value=str(key[1]),
            label=labels[key],
            repeat=repeat,
            cases=tuple(ComplaintRef(each.case.id, each.case.ref) for each in members),
            last_on=date.fromordinal(members[-1].day),
        )
        for key, repeat, members in clusters
    )
    return tuple(sorted(found, key=lambda alert: (alert.repeat.chance, alert.title)))


def _clusters(
    dated: list[_DatedCase], since: int, today: int
) -> Iterator[tuple[_Key, Repeat, list[_DatedCase]]]:
    """The least likely cluster of each series that has a new case, where it is told."""
    series: dict[_Key, list[_DatedCase]] = defaultdict(list)
    for each in dated:
        for key in _keys(each.case):
            series[key].append(each)
    newest = today - FRESH_DAYS
    looks = sum(each.day > today - rules.HISTORY_DAYS for own in series.values() for each in own)
    watch = Watch(since, [each.day for each in dated], rules.bound(looks))
    for key, own in series.items():
        days = [each.day for each in own]
        ends = [n for n in range(rules.FEWEST, len(own) + 1) if newest < days[n - 1] <= today]
        looked = [(rules.closest(days[:end], watch), end) for end in ends]
        told = [(repeat, end) for repeat, end in looked if repeat is not None]
        if told:
            repeat, end = min(told, key=lambda each: each[0].chance)
            yield key, repeat, own[end - repeat.cases : end]


def _keys(case: SeriesCase) -> Iterator[_Key]:
    """The series that a case belongs to."""
    for series, value in zip(records.COLUMNS, case.values, strict=True):
        if value:
            yield series, value
    for person in case.staff:
        yield AlertOf.STAFF, person


def _labels(session: Session, keys: Iterable[_Key]) -> dict[_Key, str]:
    """What people call the series; a customer by the reference alone, never by a name."""
    keys = list(keys)
    customers = [int(str(value)) for series, value in keys if series is AlertOf.CUSTOMER]
    refs, names = records.customer_refs(session, customers), people.names(session)
    labels = {}
    for key in keys:
        series, value = key
        if series is AlertOf.CUSTOMER:
            labels[key] = refs.get(int(str(value)), "")
        elif series is AlertOf.STAFF:
            labels[key] = names.get(int(str(value)), "")
        else:
            labels[key] = lists.full_label(_LISTS[series], str(value))
    return labels
