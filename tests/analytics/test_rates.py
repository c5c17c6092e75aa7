"""Complaint rates, pledge compliance, and the shares beside them."""

from datetime import UTC, datetime, timedelta

import pytest
from scipy.optimize import brentq

from csq_desktop.analytics import rates
from csq_desktop.analytics.proportions import Z95, Proportion
from csq_desktop.analytics.rates import (
    Compliance,
    DeadlineCase,
    DeadlineOutcome,
    Rate,
    complaint_rate,
    compliance,
    outcome,
)

DUE = datetime(2026, 10, 5, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_complaints_per_thousand_of_taylors_twenty_months() -> None:
    rate = complaint_rate(18_190, 3_640_000)  # Taylor, normalized individuals chart
    assert rate.value == pytest.approx(4.9973, abs=5e-5)


def test_a_rate_has_the_limits_at_which_its_score_is_z() -> None:
    interval = Rate(7, 3500).interval
    assert interval is not None

    def score(rate: float) -> float:
        expected = rate * 3.5
        return float((7 - expected) ** 2 - Z95**2 * expected)

    assert interval.low == pytest.approx(brentq(score, 0.01, 2))
    assert interval.high == pytest.approx(brentq(score, 2, 20))


def test_no_complaints_have_a_lower_limit_of_nothing() -> None:
    interval = Rate(0, 100).interval
    assert interval is not None
    assert interval.low == 0
    assert interval.high == pytest.approx(Z95**2 * 10)


def test_no_transactions_have_no_rate() -> None:
    assert complaint_rate(3, 0).value is None
    assert complaint_rate(3, 0).interval is None


@pytest.mark.parametrize(("events", "exposure"), [(-1, 5), (1, -5)])
def test_negative_counts_are_refused(events: int, exposure: int) -> None:
    with pytest.raises(ValueError, match="in"):
        Rate(events, exposure)


@pytest.mark.parametrize(
    ("stopped", "now", "expected"),
    [
        (DUE, DUE, DeadlineOutcome.MET),
        (DUE + SECOND, DUE + 2 * SECOND, DeadlineOutcome.MISSED),
        (None, DUE, DeadlineOutcome.NOT_DUE),
        (None, DUE + SECOND, DeadlineOutcome.OPEN_LATE),
    ],
)
def test_a_case_stands_against_its_deadline_to_the_second(
    stopped: datetime | None, now: datetime, expected: DeadlineOutcome
) -> None:
    assert outcome(DeadlineCase(DUE, stopped), now) is expected


def test_open_cases_past_their_deadline_are_missed_and_exclusions_counted_beside() -> None:
    now = DUE + SECOND
    cases = [
        DeadlineCase(DUE, DUE),
        DeadlineCase(DUE, DUE - SECOND),
        DeadlineCase(DUE, now),
        DeadlineCase(DUE),
        DeadlineCase(now + SECOND),
        DeadlineCase(DUE, excluded="Typhoon"),
        DeadlineCase(DUE, DUE, excluded="Duplicate"),
        DeadlineCase(DUE, excluded="Typhoon"),
    ]
    found = compliance(cases, now)
    assert found == Compliance(2, 1, 1, 1, (("Duplicate", 1), ("Typhoon", 2)))
    assert found.proportion == Proportion(2, 4)


def test_cases_none_of_which_is_due_have_no_compliance() -> None:
    assert compliance([DeadlineCase(DUE)], DUE).proportion.share is None


def test_the_shares_of_a_complaints_report() -> None:
    assert rates.first_contact_resolution(6, 8) == Proportion(6, 8)
    assert rates.recovery_rate(3, 4) == Proportion(3, 4)
    assert rates.response_rate(40, 120) == Proportion(40, 120)
    assert rates.upheld_rate(5, 2, 10) == Proportion(7, 10)
