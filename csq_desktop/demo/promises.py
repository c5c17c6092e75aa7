"""What a demo shop wrote down about its pledges: a cause, what was improved, promises made good."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.demo.resources import resource
from csq_desktop.demo.seasons import Year
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.pledges.months import MonthNote
from csq_desktop.domain.words.threefold import three_from
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.figures import figures as figure_records
from csq_desktop.storage.records.pledges import months as pledge_months
from csq_desktop.storage.records.pledges import pledges as pledge_records

TILL, _TELEPHONE = "TILL", "TEL"
_VOUCHER_CENTS = 2_500


def add_history(session: Session, year: Year, language: str) -> None:
    """Give the pledges a past."""
    by_code = {pledge.code: pledge for pledge in pledges.everything(session)}
    for pledge in by_code.values():
        if pledge.source.is_by_hand:
            _make_good(session, pledge, year)
    yesterday = shop.today(session) - timedelta(days=1)
    pledge_records.remove_count(session, by_code[_TELEPHONE].id, yesterday)
    if year.bad is not None:
        _write_down(session, by_code[TILL], year.bad, language)


def _make_good(session: Session, pledge: Pledge, year: Year) -> None:
    """Every broken promise of the finished months was made good, but a few of the last one."""
    sums = figure_records.pledge_sums(session, year.months)
    for month in year.months[:-1]:
        broken = sums[month, pledge.id].missed if (month, pledge.id) in sums else 0
        remedied = max(0, broken - 3) if month == year.months[-2] else broken
        note = MonthNote(remedied=remedied, remedied_cents=remedied * _VOUCHER_CENTS)
        pledge_months.write(session, pledge.id, month, note)


def _write_down(session: Session, till: Pledge, bad: Month, language: str) -> None:
    texts = resource("promises")["till"]
    after = bad.shift(2)
    noted = pledge_months.note(session, till.id, bad)
    pledge_months.write(session, till.id, bad, replace(noted, cause=texts["cause"][language]))
    noted = pledge_months.note(session, till.id, after)
    changed = three_from(texts["changed"], "changed")
    pledge_months.write(session, till.id, after, replace(noted, changed=changed))
    terms = till.current.terms
    first = replace(terms, remedy=three_from(texts["first_remedy"], "first_remedy"))
    pledge_records.rewrite_version(session, till.id, 1, first)
    second = replace(terms, effective_from=after.first_day)
    pledge_records.add_version(session, till.id, second)
