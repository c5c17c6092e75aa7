"""Pledges: defining one, changing its terms, counting whether it was kept."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, islice
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop import paths
from csq_desktop.domain.calendar.calendar import opens_on
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.calendar.plausible_days import check_day
from csq_desktop.domain.finding import MOST_OF_EACH, FoundRecord
from csq_desktop.domain.pledges.facts import (
    DayCount,
    NewPledge,
    Pledge,
    PledgeSource,
    PledgeTerms,
    ReplacedCount,
    TermsChange,
)
from csq_desktop.domain.pledges.fields import LARGEST_COUNT, PLEDGE_COUNT
from csq_desktop.domain.shop.people import PersonChoice
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.threefold import ThreeTexts, three_from
from csq_desktop.domain.words.wording import date_text
from csq_desktop.errors import UserError
from csq_desktop.exchange.cells.unreadable import Unreadable
from csq_desktop.exchange.cells.values import count_of
from csq_desktop.services import earlier_words, people
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.pledges import pledges as records
from csq_desktop.storage.records.shop import shop as shop_records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.pledges import PledgeCountRow, PledgeRow
from csq_desktop.texts import tr

DAYS_CHASED = 14
"""Only the days not counted among so many before today are asked for."""
_WORDED = ("remedy", "how_to_claim", "limits", "how_measured", "published")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def define(session: Session, new: NewPledge) -> int:
    """Define a pledge; returns its id."""
    require(session, Permission.DEFINE_PLEDGES)
    if not _CODE.fullmatch(new.code):
        raise UserError(tr("A pledge’s code has letters, digits, - and _ only."), field="code")
    if records.code_taken(session, new.code):
        raise UserError(
            tr("There is already a pledge with the code “{code}”.", code=new.code), field="code"
        )
    _check_terms(new.terms)
    check_day(new.terms.effective_from, "begins")
    _refuse_settled(session, new.terms.effective_from)
    return records.add(session, new, people.chosen(session, new.owner))


def define_all(session: Session, new: Sequence[NewPledge]) -> tuple[int, ...]:
    """Define several pledges at once, all or none; returns their ids."""
    return tuple(define(session, pledge) for pledge in new)


def take_back(session: Session, pledge_ids: Sequence[int]) -> None:
    """Undo the definition of pledges that no month was judged by and nothing was counted for."""
    require(session, Permission.DEFINE_PLEDGES)
    for pledge_id in pledge_ids:
        began = read(session, pledge_id).versions[0].terms.effective_from
        if records.is_used(session, pledge_id) or _is_settled(session, began):
            raise UserError(tr("This pledge is in use. Retire it instead."))
        records.remove(session, pledge_id)


def change_terms(session: Session, pledge_id: int, terms: PledgeTerms) -> TermsChange:
    """Give a pledge new terms from a day on; what was promised before stays as it was.

    Terms that are not in force yet are rewritten; others begin in this month or later, so that
    no earlier month is judged anew.
    """
    require(session, Permission.DEFINE_PLEDGES)
    _check_terms(terms)
    pledge, today = read(session, pledge_id), shop.today(session)
    current = pledge.current
    planned = current.terms.effective_from > today
    earlier = pledge.versions[-2:-1] if planned else (current,)
    if earlier and terms.effective_from <= earlier[0].terms.effective_from:
        raise UserError(tr("New terms must start after the terms they replace."), field="begins")
    if earlier and terms.effective_from < Month.of(today).first_day:
        raise UserError(
            tr("New terms must start this month or later. Earlier results do not change."),
            field="begins",
        )
    check_day(terms.effective_from, "begins")
    _refuse_settled(session, terms.effective_from)
    if planned:
        records.rewrite_version(session, pledge_id, current.number, terms)
        return TermsChange(pledge_id, current.number, current.terms)
    return TermsChange(pledge_id, records.add_version(session, pledge_id, terms))


def revise(
    session: Session, pledge_id: int, terms: PledgeTerms, owner: PersonChoice
) -> TermsChange | None:
    """Save an edited pledge: another owner is a hand-over, changed terms are a new version.

    A changed first day alone counts only while that day lies ahead. None without new terms.
    """
    pledge = read(session, pledge_id)
    if people.chosen(session, owner) != pledge.owner_id:
        hand_over(session, pledge_id, owner)
    current = pledge.current.terms
    moved = terms.effective_from != current.effective_from
    planned = moved and current.effective_from > shop.today(session)
    if replace(terms, effective_from=current.effective_from) == current and not planned:
        return None
    return change_terms(session, pledge_id, terms)


def take_back_terms(session: Session, change: TermsChange) -> None:
    """Undo the newest change of terms: a rewriting while no month was judged by either terms, a
    version of its own on the day it was made.
    """
    require(session, Permission.DEFINE_PLEDGES)
    current = read(session, change.pledge_id).current
    if current.number != change.version or not _may_be_undone(session, change, current.terms):
        raise UserError(
            tr("These terms are already in force. Create a new version with a later start date.")
        )
    if change.replaced is None:
        records.remove_version(session, change.pledge_id, change.version)
    else:
        records.rewrite_version(session, change.pledge_id, change.version, change.replaced)


def _may_be_undone(session: Session, change: TermsChange, terms: PledgeTerms) -> bool:
    if change.replaced is None:
        made_at = records.made_at(session, change.pledge_id, change.version)
        return shop.day_of(session, made_at) == shop.today(session)
    first_day = min(terms.effective_from, change.replaced.effective_from)
    return not _is_settled(session, first_day)


def hand_over(session: Session, pledge_id: int, owner: PersonChoice) -> None:
    """Give a pledge to another owner, or to nobody; the audit trail keeps who had it."""
    require(session, Permission.DEFINE_PLEDGES)
    row = _row(session, pledge_id)
    row.owner_id, row.owner_text = people.chosen(session, owner), ""


def retire(session: Session, pledge_id: int, last_day: date) -> None:
    """Stop a pledge after a day of this month or later; its counts and versions stay.

    No earlier month loses it, so the last day of the month before is the earliest.
    """
    require(session, Permission.DEFINE_PLEDGES)
    check_day(last_day)
    row = _row(session, pledge_id)
    sooner = last_day if row.retired_on is None else min(last_day, row.retired_on)
    if _is_settled(session, sooner + timedelta(days=1)) and last_day != row.retired_on:
        raise UserError(
            tr("A pledge can only be retired this month or later. Earlier results do not change.")
        )
    counted = records.last_counted(session, pledge_id)
    if counted is not None and counted > last_day:
        raise UserError(
            tr(
                "There is a count for this pledge on {day}. Retire it after that day, "
                "or delete that count first.",
                day=date_text(counted),
            )
        )
    row.retired_on = last_day


def take_up_again(session: Session, pledge_id: int) -> None:
    """Undo the retirement of a pledge, unless an earlier month was judged without it."""
    require(session, Permission.DEFINE_PLEDGES)
    row = _row(session, pledge_id)
    if row.retired_on is not None and _is_settled(session, row.retired_on + timedelta(days=1)):
        raise UserError(
            tr(
                "Earlier months were judged without this pledge, and their results do "
                "not change. Create a new pledge instead."
            )
        )
    row.retired_on = None


def everything(session: Session) -> tuple[Pledge, ...]:
    """Every pledge with its versions, in the order of their numbers."""
    return records.everything(session)


def find(session: Session, text: str) -> tuple[FoundRecord, ...]:
    """Pledges by code or by their wording in any language."""
    typed, today = text.casefold(), shop.today(session)
    fitting = (pledge for pledge in everything(session) if _says(pledge, typed))
    return tuple(
        FoundRecord(f"{pledge.code}  {pledge.wording_on(today)}", pledge.id)
        for pledge in islice(fitting, MOST_OF_EACH)
    )


def _says(pledge: Pledge, typed: str) -> bool:
    """Whether its code or a wording it has, had or will have contains what was typed."""
    wordings = (version.terms.wording.by_language.values() for version in pledge.versions)
    return any(typed in text.casefold() for text in (pledge.code, *chain.from_iterable(wordings)))


def read(session: Session, pledge_id: int) -> Pledge:
    """A pledge with its versions; a UserError when it is not in the store."""
    for pledge in records.everything(session):
        if pledge.id == pledge_id:
            return pledge
    raise UserError(_gone())


def called(session: Session, code: str) -> Pledge:
    """The pledge of that code, in any case."""
    named = (pledge for pledge in everything(session) if pledge.code.lower() == code.lower())
    pledge = next(named, None)
    if pledge is None:
        raise UserError(tr("There is no pledge “{code}”.", code=code))
    return pledge


def typed_count(text: str) -> int | None:
    """A number typed such as 1,234, from 0 to LARGEST_COUNT; 0 for nothing, None if it is none."""
    if not text.strip():
        return 0
    try:
        number = count_of(text)
    except Unreadable:
        return None
    return number if 0 <= number <= LARGEST_COUNT else None


def count_day(session: Session, count: DayCount) -> DayCount | None:
    """Enter or correct a day's count; returns the count it replaced, for undo."""
    require(session, Permission.ENTER_COUNTS)
    pledge = read(session, count.pledge_id)
    if not pledge.source.is_by_hand:
        raise UserError(tr("This pledge is counted from the complaints, not by hand."))
    if count.day > shop.today(session):
        raise UserError(tr("A day in the future cannot be counted."))
    _refuse_out_of_force(pledge, count.day)
    _check_count(count)
    return _put(session, count)


def count_days(
    session: Session, counts: Sequence[DayCount], emptied: Sequence[tuple[int, date]] = ()
) -> tuple[ReplacedCount, ...]:
    """Enter counts, and empty those of (pledge, day); returns what stood there, for undo."""
    replaced = [
        ReplacedCount(count.pledge_id, count.day, count_day(session, count), count)
        for count in counts
    ]
    for pledge_id, day in emptied:
        before = take_back_count(session, pledge_id, day)
        replaced.append(ReplacedCount(pledge_id, day, before, None))
    return tuple(replaced)


def put_back_counts(session: Session, replaced: Sequence[ReplacedCount]) -> None:
    """Undo `count_days`, all of it or, where a count was changed since, none."""
    require(session, Permission.ENTER_COUNTS)
    for entry in replaced:
        if records.counts(session, entry.pledge_id, entry.day, entry.day) != _stored(entry.after):
            day = date_text(entry.day)
            raise UserError(
                tr("The count for {day} was changed since. Nothing was undone.", day=day)
            )
    for entry in replaced:
        if entry.before is None:
            _remove(session, entry.pledge_id, entry.day)
        else:
            _refuse_out_of_force(read(session, entry.pledge_id), entry.day)
            _put(session, entry.before)


def _stored(count: DayCount | None) -> tuple[DayCount, ...]:
    return () if count is None else (count,)


def take_back_count(session: Session, pledge_id: int, day: date) -> DayCount | None:
    """Take a day's count away; returns what it was."""
    require(session, Permission.ENTER_COUNTS)
    return _remove(session, pledge_id, day)


def _put(session: Session, count: DayCount) -> DayCount | None:
    """Keep a count; supervisors read in the audit trail what another reason replaced."""
    before = records.put_count(session, count)
    if before is not None and before.reason != count.reason:
        _keep_reason(session, before, records.count_id(session, count.pledge_id, count.day))
    return before


def _remove(session: Session, pledge_id: int, day: date) -> DayCount | None:
    count_id = records.count_id(session, pledge_id, day)
    before = records.remove_count(session, pledge_id, day)
    if before is not None:
        _keep_reason(session, before, count_id)
    return before


def _keep_reason(session: Session, before: DayCount, count_id: int) -> None:
    earlier_words.keep(session, PledgeCountRow, count_id, {"reason": before.reason})


def counts(session: Session, pledge_id: int, first: date, last: date) -> tuple[DayCount, ...]:
    """The day counts of a pledge between two days, newest first."""
    return records.counts(session, pledge_id, first, last)


def counts_of_all(session: Session, first: date, last: date) -> tuple[DayCount, ...]:
    """The day counts of every pledge between two days, oldest first."""
    return records.counts_of_all(session, first, last)


def exclusions(
    session: Session, pledge_id: int, first: date, last: date
) -> tuple[tuple[date, int, str], ...]:
    """Day, number and reason of what was left out of a pledge's counts."""
    return records.exclusions(session, pledge_id, first, last)


def uncounted(session: Session) -> tuple[tuple[Pledge, date], ...]:
    """Pledges counted by hand and their open days without a count: today and those chased."""
    today = shop.today(session)
    first = today - timedelta(days=DAYS_CHASED)
    counted = records.counted_days(session, first, today)
    calendar = shop.calendar(session)
    days = [first + timedelta(days=step) for step in range(DAYS_CHASED + 1)]
    return tuple(
        (pledge, day)
        for pledge in records.everything(session)
        if pledge.source.is_by_hand
        for day in days
        if opens_on(calendar, day) and pledge.in_force_on(day) and (pledge.id, day) not in counted
    )


def shipped(effective_from: date) -> tuple[NewPledge, ...]:
    """The pledges the product proposes, as if they began on a day."""
    source = paths.resources() / "pledges" / "templates.json"
    stored = json.loads(source.read_text("utf-8"))
    return tuple(_proposed(body, effective_from) for body in stored["pledges"])


def proposals(session: Session) -> tuple[NewPledge, ...]:
    """The shipped pledges whose code is not taken yet, as if they began today."""
    taken = {pledge.code for pledge in records.everything(session)}
    return tuple(pledge for pledge in shipped(shop.today(session)) if pledge.code not in taken)


def _proposed(body: dict[str, Any], effective_from: date) -> NewPledge:
    standard, maximum = body["standard"], body.get("maximum")
    terms = PledgeTerms(
        wording=three_from(body["wording"], "wording"),
        standard=three_from(standard["text"], "standard"),
        standard_share=standard["at_least"],
        maximum=three_from(maximum["text"], "maximum") if maximum else ThreeTexts(),
        maximum_share=maximum["at_most"] if maximum else None,
        effective_from=effective_from,
        maximum_minutes=maximum.get("business_minutes") if maximum else None,
        **{name: three_from(body[name], name) for name in _WORDED},
    )
    return NewPledge(body["code"], PledgeSource(body["source"]), "", terms)


def _row(session: Session, pledge_id: int) -> PledgeRow:
    row = records.get(session, pledge_id)
    if row is None:
        raise UserError(_gone())
    return row


def _refuse_settled(session: Session, first_day: date) -> None:
    if _is_settled(session, first_day):
        raise UserError(
            tr("A pledge must start this month or later. Earlier results do not change."),
            field="begins",
        )


def _is_settled(session: Session, first_day: date) -> bool:
    """Whether a change that holds from a day on would judge an earlier month anew.

    A month in which nothing was counted has not been judged: a shop that begins may promise from
    a past day on, and import the counts of that time.
    """
    first, last = Month.of(first_day), Month.of(shop.today(session)).shift(-1)
    return first <= last and shop_records.anything_counted_between(session, first, last)


def _refuse_out_of_force(pledge: Pledge, day: date) -> None:
    if not pledge.in_force_on(day):
        raise UserError(tr("This pledge was not in force on {day}.", day=date_text(day)))


def _gone() -> str:
    return tr("This pledge has been removed.")


def _check_terms(terms: PledgeTerms) -> None:
    if not terms.wording or not terms.standard:
        raise UserError(tr("Enter the pledge and its standard time."))
    if not 0 < terms.standard_share <= 1:
        raise UserError(
            tr("The target must be more than 0% and at most 100%."),
            field="standard_share",
        )
    if terms.maximum_share is not None and not 0 <= terms.maximum_share < 1:
        raise UserError(
            tr("The share over the maximum must be from 0% to less than 100%."),
            field="maximum_share",
        )
    if terms.maximum_share is not None and not terms.maximum:
        raise UserError(tr("Enter what counts as over the maximum time."))


def _check_count(count: DayCount) -> None:
    numbers = (count.met, count.missed, count.over_maximum, count.excluded)
    if not all(0 <= number <= LARGEST_COUNT for number in numbers):
        raise UserError(tr("Counts must be whole numbers from 0."))
    if count.over_maximum > count.missed:
        raise UserError(tr("“Over the maximum” cannot be more than “Not met”."))
    PLEDGE_COUNT.field("reason").check(count.reason)
    if count.excluded and not count.reason.strip():
        raise UserError(tr("Enter the reason for excluding them."))
