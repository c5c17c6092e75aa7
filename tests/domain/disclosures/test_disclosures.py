"""The disclosure log: what a line says, what it must say, and by what it is narrowed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from csq_desktop.domain.calendar.register_periods import RegisterPeriod, months_before
from csq_desktop.domain.disclosures import facts as rule
from csq_desktop.domain.disclosures.facts import (
    Disclosure,
    DisclosureFilter,
    DisclosureView,
    NewDisclosure,
)
from csq_desktop.domain.disclosures.fields import HAND_FIELDS, field_label
from csq_desktop.domain.disclosures.words import (
    DisclosureAuthority,
    DisclosureForm,
    RecipientKind,
)
from csq_desktop.errors import UserError

TODAY = date(2026, 10, 5)
NEW = NewDisclosure(
    (7,), "Mong Kok police", RecipientKind.POLICE, "Stolen goods", ("identity.name",), day=TODAY
)
LINE = Disclosure(
    id=1,
    ref="D-2026-0001",
    at=datetime(2026, 10, 5, 2, tzinfo=UTC),
    day=TODAY,
    user="May",
    recipient="Mong Kok police",
    recipient_kind=RecipientKind.POLICE,
    purpose="Stolen goods",
    fields=("identity.name", "phone", "history", "identity.name"),
    authority=DisclosureAuthority.CRIME,
    form=DisclosureForm.SPOKEN,
    customers=1,
    by_hand=True,
)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"recipient": "  "}, "recipient"),
        ({"recipient": "x" * 201}, "recipient"),
        ({"purpose": " "}, "purpose"),
        ({"fields": ()}, "fields"),
        ({"day": date(2026, 10, 6)}, "day"),
        ({"day": date(1800, 1, 1)}, "day"),
    ],
)
def test_a_line_says_to_whom_why_and_what(changed: dict[str, object], field: str) -> None:
    rule.check(NEW, TODAY)
    with pytest.raises(UserError) as refused:
        rule.check(replace(NEW, **changed), TODAY)  # type: ignore[arg-type]  # a table of cases
    assert refused.value.field == field


def test_who_needs_no_name_and_what_is_about_nobody_needs_no_fields() -> None:
    kind = RecipientKind.HEAD_OFFICE
    rule.check(replace(NEW, recipient="", recipient_kind=kind, day=None), TODAY)
    rule.check(replace(NEW, customer_ids=(), fields=()), TODAY)


def test_a_line_in_words() -> None:
    assert LINE.whom == "Mong Kok police (Police)"
    assert replace(LINE, recipient="").whom == "Police"
    assert LINE.what == "Name, Telephone, History of complaints"
    assert field_label("first_seen") == "Made"
    assert field_label("complaint.words") == "What the customer said"
    assert field_label("gone.with") == "gone.with"
    assert all(field_label(key) != key for key in HAND_FIELDS)
    for words in (RecipientKind, DisclosureForm, DisclosureAuthority, DisclosureView):
        assert len({each.label for each in words}) == len(words)


@pytest.mark.parametrize(
    ("shown", "passes"),
    [
        (DisclosureFilter(), True),
        (DisclosureFilter(first=TODAY, last=TODAY), True),
        (DisclosureFilter(first=date(2026, 10, 6)), False),
        (DisclosureFilter(last=date(2026, 10, 4)), False),
        (DisclosureFilter(recipient_kind=RecipientKind.POLICE), True),
        (DisclosureFilter(recipient_kind=RecipientKind.INSURER), False),
        (DisclosureFilter(text=" STOLEN "), True),
        (DisclosureFilter(text="2026-0001"), True),
        (DisclosureFilter(text="insurer"), False),
        (DisclosureFilter(DisclosureView.OUTSIDE), True),
        (DisclosureFilter(DisclosureView.EXPORTS), False),
        (DisclosureFilter(DisclosureView.BY_HAND), True),
    ],
)
def test_what_a_filter_lets_through(shown: DisclosureFilter, passes: bool) -> None:
    assert shown.lets_through(LINE) is passes


def test_what_stays_in_the_shop_is_not_outside() -> None:
    inside = replace(LINE, recipient_kind=RecipientKind.SHOP)
    assert not DisclosureFilter(DisclosureView.OUTSIDE).lets_through(inside)


@pytest.mark.parametrize(
    ("period", "days"),
    [
        (RegisterPeriod.EVER, (None, None)),
        (RegisterPeriod.MONTH, (date(2026, 10, 1), TODAY)),
        (RegisterPeriod.TWELVE_MONTHS, (date(2025, 10, 5), TODAY)),
        (RegisterPeriod.THIS_YEAR, (date(2026, 1, 1), TODAY)),
        (RegisterPeriod.LAST_YEAR, (date(2025, 1, 1), date(2025, 12, 31))),
    ],
)
def test_periods_as_days(period: RegisterPeriod, days: tuple[date | None, date | None]) -> None:
    assert period.days(TODAY) == days
    assert period.label


def test_twelve_months_before_the_29th_of_february() -> None:
    assert months_before(date(2028, 2, 29), 12) == date(2027, 2, 28)
