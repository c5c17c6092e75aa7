"""Progress replies: telling the customer on the way how the complaint stands.

A complaint whose policy promises them has a clock that runs from the receipt. It is kept by a
progress reply, or by the answer where that comes first, within the business minutes of its
severity; each reply kept in time begins the same span anew, until the answer. A wait for the
customer holds it as it holds the resolve clock. A complaint is counted once: as kept, in the month
of the last deadline, where every reply came in time, and as missed, in the month of that deadline,
from the first one that was missed. That miss stays, and later replies are no longer judged. As
with the acknowledgement, reopening begins no new one. A file names one progress reply, which stops
the clock: nobody knows the others.
"""

from dataclasses import replace

from csq_desktop.domain.complaints import clocks
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.domain.complaints.lifecycle import (
    is_in_future,
    promised_anew,
    refuse_unless_complaint,
    refuse_unless_open,
)
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.errors import UserError
from csq_desktop.texts import tr


def reply(case: Case, rules: ShopRules, at: int, now: int) -> Case:
    """The customer was told how the complaint stands, now or earlier; the next reply is due anew.

    A complaint without such a clock, or whose miss was counted, may be replied to like any other.
    """
    refuse_unless_complaint(case)
    refuse_unless_open(case)
    if case.resolved_at is not None:
        raise UserError(tr("The customer has had the reply to this complaint."))
    last = max(case.received_at, case.progress_since or case.received_at)
    if at < last or is_in_future(at, now):
        raise UserError(
            tr("The time must be after the last progress reply and not in the future."), field="at"
        )
    if case.progress_due_at is None or case.progress_at is not None:
        return case
    if clocks.has_run_out(case.progress_due_at, at, held=case.progress_held):
        return replace(case, progress_at=at)
    begun = replace(case, progress_since=at)
    return promised_anew(begun, rules, at, {ComplaintClock.PROGRESS: at})
