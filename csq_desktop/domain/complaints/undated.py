"""Cases that were closed at a time nobody knows: in which months they count."""

from dataclasses import replace

from csq_desktop.domain.complaints import clocks
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import Moment, ShopMonths


def closed_vaguely(case: Case, before: Case, months: ShopMonths, now: Moment) -> Case:
    """The case closed at a time nobody knows, and the months it counts in from now on.

    One that was open here until `now` counts as closed in the month that became known: it was
    counted as open at the end of those before. A deadline that had passed by then stays missed;
    of one still to come nobody can say whether it was met, so it counts in no month. `now` is
    None where what was settled before is put back.
    """
    ack_month, resolve_month, closed_month = case.ack_month, case.resolve_month, case.closed_month
    progress_month = case.progress_month
    if now is not None and not before.is_over:
        ran_out = clocks.has_run_out
        ack_month = months.of(case.ack_due_at) if ran_out(case.ack_due_at, now) else None
        out = ran_out(case.progress_due_at, now, held=before.progress_held)
        progress_month = months.of(case.progress_due_at) if out else None
        out = ran_out(case.resolve_due_at, now, held=before.held)
        resolve_month = months.of(case.resolve_due_at) if out else None
        closed_month = months.of(now)
    received_month = months.of(case.received_at)
    return replace(
        case,
        closed_band=clocks.UNDATED_BAND,
        ack_month=ack_month if case.acknowledged_at is None else months.of(case.ack_due_at),
        progress_month=(
            progress_month if case.progress_at is None else months.of(case.progress_due_at)
        ),
        resolve_month=resolve_month if case.resolved_at is None else months.of(case.resolve_due_at),
        closed_month=max(filter(None, (closed_month, received_month))),
    )


def dated_at_least(case: Case) -> Case:
    """What is no complaint, closed on an unknown date, as closed when it was last heard of.

    It is in no figure about time, so nothing is claimed by that.
    """
    if not case.is_closed_undated:
        return case
    last = clocks.last_known(case.received_at, case.acknowledged_at, case.resolved_at)
    return replace(case, closed_at=last)
