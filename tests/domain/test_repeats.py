"""What a repeat alert says, and when it comes back after it was set aside."""

import pytest

from csq_desktop.domain.complaints.facts import ComplaintRef
from csq_desktop.domain.repeats.facts import AlertOf, Dismissed, Repeat, RepeatAlert
from tests.factory import START

REPEAT = Repeat(5, 9, 1.04, 1 / 81, 365)


def test_an_alert_says_counts_rate_and_chance() -> None:
    assert REPEAT.sentence == (
        "5 in 9 days. From the 365 days before, 1.0 was to be expected. Chance 1 in 81."
    )
    alert = RepeatAlert(
        AlertOf.PRODUCT, "k2", "Kettle", REPEAT, (ComplaintRef(1, "C-1"),), START.date()
    )
    assert (alert.title, alert.key) == ("Same product: Kettle", (AlertOf.PRODUCT, "k2"))
    assert len({series.label for series in AlertOf}) == len(AlertOf)


@pytest.mark.parametrize(("chance", "one_in"), [(0.0, 1 << 53), (1.0, 1), (1 / 80.5, 80)])
def test_a_chance_is_one_in_so_many(chance: float, one_in: int) -> None:
    assert Repeat(3, 1, 0.0, chance, 365).one_in == one_in


def test_what_was_set_aside_comes_back_when_it_is_twice_as_unlikely_or_another_cluster() -> None:
    aside = Dismissed(1, 50, 7, "Known", START, "May")
    assert aside.holds(REPEAT, {5, 6, 7, 8})
    assert not aside.holds(REPEAT, {8, 9, 10})
    assert not aside.holds(Repeat(6, 9, 1.0, 1 / 101, 365), {7, 8})
