"""The balance of complaints."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.analytics.balance import expected_end, faults, rolled, sum_text, unexplained
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Balance

OCTOBER = Month(2026, 10)
SOUND = Balance(OCTOBER, start=5, received=12, reopened=1, closed=10, end=8)
FLOW = st.tuples(st.integers(0, 99), st.integers(0, 9), st.integers(0, 99))


def test_reopened_cases_count_in_the_sum() -> None:
    assert expected_end(SOUND) == 8
    assert unexplained(SOUND) == 0
    assert unexplained(replace(SOUND, end=9)) == 1


def test_the_sum_is_written_out() -> None:
    assert sum_text(SOUND) == (
        "5 open at start + 12 received + 1 reopened − 10 closed = 8 open at end"
    )


def test_a_sum_that_does_not_hold_says_so() -> None:
    assert sum_text(SOUND, running=True).endswith("open so far")
    assert sum_text(replace(SOUND, end=9)).endswith("= 8 open at end, but there are 9.")


def test_months_that_do_not_add_up_are_named() -> None:
    november = Balance(OCTOBER.shift(1), start=7, received=1, reopened=0, closed=2, end=9)
    january = Balance(OCTOBER.shift(3), start=0, received=0, reopened=0, closed=0, end=0)
    found = faults([SOUND, november, january])
    assert len(found) == 2
    assert found[0].startswith("November 2026: 7 open")
    assert found[1] == "November 2026 starts with 7 open, but October 2026 ended with 8."


@given(st.integers(0, 500), st.lists(FLOW, max_size=12))
def test_months_rolled_forward_always_add_up(start: int, flows: list[tuple[int, int, int]]) -> None:
    balances = rolled(OCTOBER, start, flows)
    assert faults(balances) == ()
    assert all(balance.holds for balance in balances)
    end = balances[-1].end if balances else start
    assert end == start + sum(received + reopened - closed for received, reopened, closed in flows)
