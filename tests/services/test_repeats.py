"""Repeat alerts of a shop: found, shown on Today and on the case, set aside until worse."""

from datetime import timedelta

import pytest

from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.repeats.facts import AlertOf, RepeatAlert
from csq_desktop.errors import UserError
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import customers
from csq_desktop.services.repeats import due, erasure, repeats
from csq_desktop.services.stores import checks
from csq_desktop.services.today import due as today
from csq_desktop.storage.records.complaints import repeats as records
from tests.factory import START
from tests.services.complaints.test_complaints import Opened, new, opened

assert opened
CATEGORIES = ("till.waiting", "product.defective")


def all_alerts(opened: Opened) -> dict[AlertOf, RepeatAlert]:
    with opened[0].reading() as session:
        return {alert.series: alert for alert in repeats.alerts(session)}


def a_quiet_year(opened: Opened) -> None:
    """A case every tenth day for a year, of two categories in turn, and none with a product."""
    with opened[0].writing() as session:
        for back in range(400, 20, -10):
            category = CATEGORIES[back // 10 % 2]
            at = START - timedelta(days=back)
            complaints.log(session, new(received_at=at, category=category))


def burst(opened: Opened, count: int = 5) -> tuple[int, list[int]]:
    """One customer's cases about one kettle and one member of staff, a day apart."""
    with opened[0].writing() as session:
        customer = customers.add(session, NewCustomer(identity=Identity(name="Chan Tai Man")))
        cases = []
        for day in range(count):
            at = START - timedelta(days=day)
            facts = {"category": CATEGORIES[1], "product": "Kettle K2", "customer_id": customer}
            cases.append(complaints.log(session, new(received_at=at, **facts)).id)
            person = NewInvolved("Wong Ka Fai", InvolvedAs.COMPLAINED_OF)
            involved.name(session, cases[-1], person)
    return customer, cases


def test_a_burst_is_told_on_today_and_on_the_case_and_names_nobody(opened: Opened) -> None:
    store, _ = opened
    assert all_alerts(opened) == {}
    a_quiet_year(opened)
    assert all_alerts(opened) == {}
    _, cases = burst(opened)
    alerts = all_alerts(opened)
    assert set(alerts) == {AlertOf.CUSTOMER, AlertOf.PRODUCT, AlertOf.STAFF, AlertOf.CATEGORY}
    kettle = alerts[AlertOf.PRODUCT]
    assert {case.id for case in kettle.cases} == {*cases}
    assert kettle.repeat.sentence.startswith("5 in 5 days. From the ")
    assert alerts[AlertOf.CUSTOMER].title == "Same customer: CU-00001"
    assert alerts[AlertOf.STAFF].label == "Wong Ka Fai"
    assert alerts[AlertOf.CATEGORY].label == "Product · Defective or does not work"
    with store.reading() as session:
        items = list(due.items(session, today.now(session)))
        assert len(repeats.of_case(session, cases[0])) == 4
    assert {item.under for item in items} >= {kettle.repeat.sentence}
    assert all(item.object_id in cases and "Chan" not in item.text for item in items)


def test_an_alert_is_set_aside_until_it_is_worse_shown_again_and_gone_by_itself(
    opened: Opened,
) -> None:
    store, clock = opened
    a_quiet_year(opened)
    customer, cases = burst(opened, 4)
    alert = all_alerts(opened)[AlertOf.PRODUCT]
    with store.writing() as session:
        with pytest.raises(UserError, match="Enter the reason"):
            repeats.dismiss(session, alert, " ")
        aside = repeats.dismiss(session, alert, "The delivery goes back")
    assert AlertOf.PRODUCT not in all_alerts(opened)
    with store.reading() as session:
        shown = {each.series: each for each in repeats.of_case(session, cases[0])}
    dismissed = shown[AlertOf.PRODUCT].dismissed
    assert dismissed is not None
    assert (dismissed.id, dismissed.reason) == (aside, "The delivery goes back")
    with store.writing() as session:
        for _ in range(2):
            complaints.log(session, new(received_at=START, product="Kettle K2"))
    worse = all_alerts(opened)[AlertOf.PRODUCT]
    assert worse.repeat.cases == 6
    with store.writing() as session:
        again = repeats.dismiss(session, worse, "Still the same delivery")
        repeats.show_again(session, again)
        repeats.show_again(session, 404)
    assert AlertOf.PRODUCT in all_alerts(opened)
    with store.writing() as session:
        of_customer = repeats.dismiss(session, all_alerts(opened)[AlertOf.CUSTOMER], "Known")
        erasure.erase(session, (customer,), cases)
    with store.reading() as session:
        reasons = {row.id: row.reason for row in records.dismissed(session).values()}
    assert reasons == {aside: "", of_customer: ""}
    assert checks.check(store).sound
    clock.move(days=repeats.FRESH_DAYS + 1)
    assert all_alerts(opened) == {}
