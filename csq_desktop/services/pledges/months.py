"""What is written down about a pledge's month: causes, improvements, promises made good."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.pledges.fields import LARGEST_COUNT
from csq_desktop.domain.pledges.months import MonthNote
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.services import earlier_words
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.pledges import months as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.pledges import PledgeMonthRow
from csq_desktop.texts import tr

LONGEST_NOTE = 1_000
LARGEST_CENTS = 100_000_000


def note(session: Session, pledge_id: int, month: Month) -> MonthNote:
    """What was written down about a month of a pledge."""
    return records.note(session, pledge_id, month)


def note_cause(
    session: Session, pledge_id: int, month: Month, cause: str, *, left_out: bool = False
) -> MonthNote:
    """Write down what was behind a month's result; `left_out` keeps it out of the limits.

    Returns the earlier note, for undo.
    """
    require(session, Permission.DEFINE_PLEDGES)
    cause = cause.strip()
    _not_too_long(cause)
    if left_out and not cause:
        raise UserError(tr("Enter the reason for excluding the month."), field="cause")
    return _write(
        session, pledge_id, month, lambda was: replace(was, cause=cause, left_out=left_out)
    )


def note_change(session: Session, pledge_id: int, month: Month, changed: ThreeTexts) -> MonthNote:
    """Write down what was improved, as the public is told; returns the earlier note."""
    require(session, Permission.DEFINE_PLEDGES)
    for wording in changed.by_language.values():
        _not_too_long(wording)
    return _write(session, pledge_id, month, lambda was: replace(was, changed=changed))


def make_good(
    session: Session, pledge_id: int, month: Month, count: int, cents: int = 0
) -> MonthNote:
    """Enter how many of a month's broken promises were made good, and the cost in HKD cents.

    A pledge counted from complaints is made good there. Returns the earlier note, for undo.
    """
    require(session, Permission.ENTER_COUNTS)
    if not pledges.read(session, pledge_id).source.is_by_hand:
        raise UserError(tr("The remedies of this pledge are recorded with its complaints."))
    if not 0 <= count <= LARGEST_COUNT or not 0 <= cents <= LARGEST_CENTS:
        raise UserError(tr("Enter the number of remedies and their cost from 0."))
    return _write(
        session,
        pledge_id,
        month,
        lambda was: replace(was, remedied=count, remedied_cents=cents),
    )


def put_back(session: Session, pledge_id: int, month: Month, noted: MonthNote) -> None:
    """Undo one of the above."""
    require(session, Permission.ENTER_COUNTS)
    now = records.note(session, pledge_id, month)
    if replace(now, remedied=noted.remedied, remedied_cents=noted.remedied_cents) != noted:
        require(session, Permission.DEFINE_PLEDGES)
    _kept(session, pledge_id, month, noted)


def _write(
    session: Session, pledge_id: int, month: Month, change: Callable[[MonthNote], MonthNote]
) -> MonthNote:
    pledge = pledges.read(session, pledge_id)
    if month > Month.of(shop.today(session)) or not pledge.in_force_in(month):
        raise UserError(tr("There is nothing to record for this month."))
    return _kept(session, pledge_id, month, change(records.note(session, pledge_id, month)))


def _kept(session: Session, pledge_id: int, month: Month, noted: MonthNote) -> MonthNote:
    """Keep a note; supervisors read in the audit trail which words of a cause it replaced."""
    before = records.write(session, pledge_id, month, noted)
    if before.cause != noted.cause:
        note_id = records.note_id(session, pledge_id, month)
        earlier_words.keep(session, PledgeMonthRow, note_id, {"cause": before.cause})
    return before


def _not_too_long(words: str) -> None:
    if len(words) > LONGEST_NOTE:
        raise UserError(tr("The text is too long. Use fewer than {n} characters.", n=LONGEST_NOTE))
