"""A wrong date of a case is put right with a reason; what was issued before stays as it was."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from csq_desktop.domain.audit.entries import TrailChange, TrailFilter
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ClockState, EventKind
from csq_desktop.domain.complaints.redating import CaseMoments
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.errors import UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.complaints import complaints
from csq_desktop.services.indicators import figures
from csq_desktop.services.packs import packs
from csq_desktop.services.stores import checks
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.tables.packs import PackRow
from csq_desktop.texts import speaking
from tests.factory import START, by_hand
from tests.services.complaints.test_complaints import UPHELD, Opened, do, logged, opened, seen
from tests.services.packs.pack_case import issued

__all__ = ["opened"]
EARLIER = CaseMoments(received_at=START - timedelta(days=31))


def received(opened: Opened) -> list[float | None]:
    """How many complaints September and October received."""
    with opened[0].reading() as session:
        months = (figures.month(session, Month(2026, month)) for month in (9, 10))
        return [month.get(FigureId.COMPLAINTS_RECEIVED).value for month in months]


def test_a_wrong_receipt_is_put_right_and_an_issued_pack_stays(opened: Opened) -> None:
    case = logged(opened)
    opened[1].move(hours=2)
    do(opened, complaints.answer, case, UPHELD)
    opened[1].move(hours=2)
    do(opened, complaints.close, case)
    opened[1].move(days=31)
    month = Month.of(START.date())
    pack = issued(opened[0], month)
    with opened[0].reading() as session:
        before = packs.pdf_of(session, pack.id), session.scalar(select(PackRow.figures))
    was = seen(opened, case)
    do(opened, complaints.redate, case, EARLIER, " Typed a month late ")
    now = seen(opened, case)
    assert now.received_at == EARLIER.received_at
    assert [clock.state for clock in was.clocks] == [ClockState.MET] * 2
    assert [clock.state for clock in now.clocks] == [ClockState.MISSED] * 2
    assert received(opened) == [1, 0]
    line = now.events[-1]
    moved, *deadlines, reason = line.text.splitlines()
    assert (line.kind, moved, reason) == (
        EventKind.CORRECTED,
        "Received: 5 Oct 2026 10:00 → 4 Sep 2026 10:00",
        "Typed a month late",
    )
    assert [words.partition(":")[0] for words in deadlines] == ["Acknowledge by", "Resolve by"]
    with speaking("zh_CN"):
        assert seen(opened, case).events[-1].text.startswith("收到时间：2026年10月5日 10:00 → ")
    with opened[0].reading() as session:
        assert rollups.disagreements(session) == []
        assert (packs.pdf_of(session, pack.id), session.scalar(select(PackRow.figures))) == before
        lines = audit_trail.page(session, TrailFilter()).lines
    changes = [change for line in lines for change in line.changes]
    assert TrailChange("Received", "5 Oct 2026 10:00", "4 Sep 2026 10:00") in changes
    assert checks.check(opened[0]).sound


def test_moments_fit_the_logging_and_the_rounds_of_a_case(opened: Opened) -> None:
    case, other = logged(opened), logged(opened)
    do(opened, complaints.answer, case, UPHELD)
    do(opened, complaints.close, case)
    opened[1].move(days=3)
    do(opened, complaints.reopen, case, "It broke again")
    later = START + timedelta(days=1)
    with pytest.raises(UserError, match="“Received” cannot be after “Logged”"):
        do(opened, complaints.redate, other, CaseMoments(received_at=later), "Wrong")
    with pytest.raises(UserError, match="“Acknowledged” cannot be after “Replied”"):
        do(opened, complaints.redate, case, CaseMoments(acknowledged_at=later), "Wrong")


def test_how_long_an_earlier_round_took_follows_the_receipt(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.answer, case, UPHELD)
    do(opened, complaints.close, case)
    do(opened, complaints.reopen, case, "It broke again")
    do(opened, complaints.redate, case, EARLIER, "Typed a month late")
    with opened[0].reading() as session:
        october = figures.month(session, Month.of(START.date()))
        quick = october.get(FigureId.COMPLAINTS_WITHIN_BAND2)
        assert october.get(FigureId.COMPLAINTS_MEDIAN_DAYS).value == 31.0
        assert (quick.numerator, quick.denominator) == (0, 1)
        assert rollups.disagreements(session) == []


@pytest.mark.parametrize(
    ("moments", "reason", "field"),
    [(EARLIER, " ", "note"), (CaseMoments(received_at=START), "Wrong", "received_at")],
)
def test_a_moment_is_put_right_for_a_reason(
    opened: Opened, moments: CaseMoments, reason: str, field: str
) -> None:
    case = logged(opened)
    with pytest.raises(UserError) as refusal:
        do(opened, complaints.redate, case, moments, reason)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "forged",
    [
        *(
            '{"moments":[{"field":"ref","before":1,"after":2}]}',
            '{"held_seconds":5,"business_day":0}',
        ),
        *(
            f'{{"moments":[{{"field":"closed_at","before":{at},"after":2}}]}}'
            for at in (10**12, 1e18)
        ),
    ],
)
def test_a_line_whose_facts_no_program_wrote_keeps_what_was_typed(
    opened: Opened, forged: str
) -> None:
    """Whoever holds the store's key can write them; nobody is kept from the case."""
    case = logged(opened)
    do(opened, complaints.redate, case, EARLIER, "Typed a month late")
    by_hand(opened[0], f"UPDATE complaint_event SET facts = '{forged}', kind = 'resumed'")
    assert seen(opened, case).events[-1].text == "Typed a month late"
    assert not checks.check(opened[0]).sound
