"""Service investments: payback and present value."""

import pytest

from csq_desktop.analytics.investment import Investment, present_value


def investment(*, outlay: int, monthly: int, months: int, rate: float = 0.0) -> Investment:
    costs = (outlay, *(0,) * months)
    return Investment(costs, (0, *(monthly,) * months), rate)


def test_a_gain_in_a_year_is_discounted_by_the_yearly_rate() -> None:
    assert present_value([-100_000, *[0] * 11, 110_000], 0.10) == 0
    assert present_value([], 0.10) == 0


def test_short_term_ends_with_the_twelfth_month() -> None:
    training = investment(outlay=100_000, monthly=5_000, months=24)
    assert training.short_term_value == -40_000
    assert training.long_term_value == 20_000


def test_payback_is_the_month_the_money_is_back() -> None:
    assert investment(outlay=100_000, monthly=5_000, months=24).payback_months == 20
    assert investment(outlay=100_000, monthly=5_000, months=19).payback_months is None
    assert investment(outlay=0, monthly=5_000, months=2).payback_months == 0


def test_payback_waits_for_a_later_cost() -> None:
    twice = Investment((100, 0, 200, 0), (0, 150, 0, 200), 0.05)
    assert twice.flows == (-100, 150, -200, 200)
    assert twice.payback_months == 3


@pytest.mark.parametrize(
    ("costs", "benefits", "rate"),
    [
        ((), (), 0.0),
        ((1,), (1, 2), 0.0),
        ((1,), (1,), -1.0),
        ((-1,), (1,), 0.0),
        ((1,), (-1,), 0.0),
    ],
)
def test_an_investment_that_makes_no_sense_is_refused(
    costs: tuple[int, ...], benefits: tuple[int, ...], rate: float
) -> None:
    with pytest.raises(ValueError, match=r"amounts|months"):
        Investment(costs, benefits, rate)
