"""Pledges: defining one, changing its terms, counting whether it was kept."""

import json
import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop import paths
from csq_desktop.domain.pledges import DayCount, NewPledge, Pledge, PledgeTerms, Source
from csq_desktop.domain.threefold import ThreeTexts, three_from
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import shop
from csq_desktop.storage.desk import require
from csq_desktop.storage.records import pledges as records
from csq_desktop.texts import tr

LARGEST_COUNT = 1_000_000
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def define(session: Session, new: NewPledge) -> int:
    """Define a pledge; returns its id."""
    require(session, Permission.DEFINE_PLEDGES)
    if not _CODE.fullmatch(new.code):
        raise UserError(tr("A pledge's code has letters, digits, - and _ only."))
    if records.code_taken(session, new.code):
        raise UserError(tr("There is a pledge with the code “{code}” already.", code=new.code))
    _check_terms(new.terms)
    return records.add(session, new)


def change_terms(session: Session, pledge_id: int, terms: PledgeTerms) -> int:
    """Give a pledge new terms from a day on; what was promised before stays as it was."""
    require(session, Permission.DEFINE_PLEDGES)
    _check_terms(terms)
    if terms.effective_from <= _known(session, pledge_id).current.terms.effective_from:
        raise UserError(tr("New terms have to begin after the terms they replace."))
    return records.add_version(session, pledge_id, terms)


def retire(session: Session, pledge_id: int, last_day: date) -> None:
    """Stop a pledge after a day; its counts and versions stay."""
    require(session, Permission.DEFINE_PLEDGES)
    row = records.get(session, pledge_id)
    if row is not None:
        row.retired_on = last_day


def take_up_again(session: Session, pledge_id: int) -> None:
    """Undo the retirement of a pledge."""
    require(session, Permission.DEFINE_PLEDGES)
    row = records.get(session, pledge_id)
    if row is not None:
        row.retired_on = None


def everything(session: Session) -> tuple[Pledge, ...]:
    """Every pledge with its versions, in the order of their numbers."""
    return records.everything(session)


def count_day(session: Session, count: DayCount) -> DayCount | None:
    """Enter or correct a day's count; returns the count it replaced, for undo."""
    require(session, Permission.ENTER_COUNTS)
    pledge = _known(session, count.pledge_id)
    if pledge.source is not Source.MANUAL:
        raise UserError(tr("This pledge is counted from the complaints, not by hand."))
    if count.day > shop.today(session):
        raise UserError(tr("A day in the future cannot be counted."))
    _check_count(count)
    return records.put_count(session, count)


def take_back_count(session: Session, pledge_id: int, day: date) -> None:
    """Take a day's count away."""
    require(session, Permission.ENTER_COUNTS)
    records.remove_count(session, pledge_id, day)


def counts(session: Session, pledge_id: int, first: date, last: date) -> tuple[DayCount, ...]:
    """The day counts of a pledge between two days, newest first."""
    return records.counts(session, pledge_id, first, last)


def exclusions(
    session: Session, pledge_id: int, first: date, last: date
) -> tuple[tuple[date, int, str], ...]:
    """Day, number and reason of what was left out of a pledge's counts."""
    return records.exclusions(session, pledge_id, first, last)


def uncounted(session: Session, days_back: int = 7) -> tuple[tuple[Pledge, date], ...]:
    """Pledges counted by hand and the open days, today included, that have no count yet."""
    today = shop.today(session)
    first = today - timedelta(days=days_back - 1)
    counted = records.counted_days(session, first, today)
    calendar = shop.calendar(session)
    days = [first + timedelta(days=step) for step in range(days_back)]
    return tuple(
        (pledge, day)
        for pledge in records.everything(session)
        if pledge.source is Source.MANUAL
        for day in days
        if calendar.hours(day) and _in_force(pledge, day) and (pledge.id, day) not in counted
    )


def shipped(effective_from: date) -> tuple[NewPledge, ...]:
    """The pledges the product proposes, as if they began on a day."""
    source = paths.resources() / "pledges" / "templates.json"
    stored = json.loads(source.read_text("utf-8"))
    return tuple(_proposed(body, effective_from) for body in stored["pledges"])


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
        remedy=three_from(body["remedy"], "remedy"),
        how_to_claim=three_from(body["how_to_claim"], "how_to_claim"),
    )
    return NewPledge(body["code"], Source(body["source"]), "", terms)


def _in_force(pledge: Pledge, day: date) -> bool:
    begun = pledge.versions[0].terms.effective_from <= day
    return begun and (pledge.retired_on is None or day <= pledge.retired_on)


def _known(session: Session, pledge_id: int) -> Pledge:
    for pledge in records.everything(session):
        if pledge.id == pledge_id:
            return pledge
    raise UserError(tr("This pledge is not in the store any more."))


def _check_terms(terms: PledgeTerms) -> None:
    if not terms.wording or not terms.standard:
        raise UserError(tr("Write the pledge and its standard time."))
    if not 0 < terms.standard_share <= 1:
        raise UserError(tr("The standard has to be kept in more than 0 % and at most 100 %."))
    if terms.maximum_share is not None and not 0 <= terms.maximum_share < 1:
        raise UserError(tr("Beyond the maximum may be 0 % to under 100 %."))


def _check_count(count: DayCount) -> None:
    numbers = (count.met, count.missed, count.over_maximum, count.excluded)
    if not all(0 <= number <= LARGEST_COUNT for number in numbers):
        raise UserError(tr("Counts are whole numbers from 0."))
    if count.over_maximum > count.missed:
        raise UserError(tr("Those beyond the maximum are part of those missed."))
    if count.excluded and not count.reason.strip():
        raise UserError(tr("Say why some were left out."))
