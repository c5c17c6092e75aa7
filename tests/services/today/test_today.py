"""The first page: four figures, the chart with most to say, the day and its hours."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import NewRun
from csq_desktop.domain.indicators.figures import Status
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.pledges.facts import DayCount, NewPledge, PledgeSource, PledgeTerms
from csq_desktop.domain.shop.shop import OpeningHours
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services import people
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.complaints import complaints
from csq_desktop.services.handovers import handovers
from csq_desktop.services.packs import packs
from csq_desktop.services.pledges import charts as pledge_charts
from csq_desktop.services.pledges import pledges
from csq_desktop.services.pledges import views as pledge_views
from csq_desktop.services.settings import shop
from csq_desktop.services.today import today
from csq_desktop.services.today.today import Today, TodayCard
from csq_desktop.storage.store import Store
from csq_desktop.texts import speaking
from tests.factory import FixedClock
from tests.services.small_shop import ended, logged, set_up


@pytest.fixture
def store(store: Store) -> Store:
    set_up(store)
    return store


def shown(store: Store) -> Today:
    with store.reading() as session:
        return today.show(session)


def card(store: Store, page: str, at: int = 0) -> TodayCard:
    return [one for one in shown(store).cards if one.page == page][at]


def count(store: Store, month: Month, met: int, missed: int) -> None:
    with store.writing() as session:
        pledge = pledges.everything(session)[0].id
        pledges.count_day(session, DayCount(pledge, month.first_day, met, missed))


def test_an_empty_store_says_so_and_has_no_chart(store: Store) -> None:
    there = shown(store)
    assert [one.value for one in there.cards] == ["–", "0", "–", "–"]
    assert [one.note for one in there.cards] == [
        "no counts entered yet",
        "no complaint due today",
        "nothing fell due",
        "none planned",
    ]
    assert [one.basis for one in there.cards] == [
        "",
        "October: 0 received, 0 closed",
        "",
        "",
    ]
    assert there.chart is None


def test_what_is_due_of_ones_own_is_told_apart(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        own, other = logged(session, clock), logged(session, clock)
        handovers.hand_over(session, other, "Lam")
        mine = people.of_signed_in(session)
        assert mine is not None
        day = clock.at.date()
        lamp = actions.promise(session, NewAction("Lamp", mine, day))
        actions.promise(session, NewAction("Paint", "Lam", day))
        till = next(one for one in pledges.everything(session) if one.code == "TILL")
        pledges.hand_over(session, till.id, mine)
    there = shown(store)
    leads = {(item.page, item.object_id) for item in there.mine}
    assert leads >= {("complaints", own), ("checklists", lamp), ("pledges", till.id)}
    assert {("pledges", day)} <= leads  # today's counts of all pledges together
    assert ("complaints", other) not in leads
    assert "Paint" not in {item.text for item in there.mine}
    assert {item.text for item in there.due} >= {"Paint", "Lamp"}
    with store.writing() as session:
        pledges.hand_over(session, till.id, "")
    assert not [item for item in shown(store).mine if item.page == "pledges"]


def test_the_day_is_told_with_its_hours(store: Store) -> None:
    assert shown(store).greeting == "Monday 5 Oct 2026 · open 10:00–22:00"
    with speaking("zh_HK"):
        assert shown(store).greeting == "2026年10月5日星期一・營業時間 10:00–22:00"


def test_a_closed_day_says_why(store: Store) -> None:
    monday = date(2026, 10, 5)
    with store.writing() as session:
        hours = (time(14, 40), time(21, 10))
        typhoon = shop.close_shop(session, monday, monday, "Signal 8", between=hours)
    assert shown(store).opening == "open 10:00–22:00, closed: Signal 8 (14:40–21:10)"
    with store.writing() as session:
        shop.take_back_closure(session, typhoon)
        shop.change_hours(session, OpeningHours(weekly=((),) * 6 + (((time(10), time(14)),),)))
    assert shown(store).opening == "closed today"
    with store.writing() as session:
        shop.close_shop(session, date(2026, 10, 5), date(2026, 10, 5), "Typhoon signal no. 8")
    assert shown(store).opening == "closed today: Typhoon signal no. 8"


def test_several_openings_of_a_day_are_told_one_after_another(store: Store) -> None:
    day = ((time(10), time(13)), (time(14), time(22)))
    with store.writing() as session:
        shop.change_hours(session, OpeningHours(weekly=(day,) * 7))
    assert shown(store).opening == "open 10:00–13:00, 14:00–22:00"


def test_the_pledges_are_told_together_with_their_counts(store: Store) -> None:
    count(store, Month(2026, 10), 96, 4)
    kept = card(store, "pledges")
    assert (kept.label, kept.value) == ("Pledge performance, October", "96.0%")
    assert kept.note == "3 pledges: 1 met, 2 not judged"
    assert kept.basis == "96 of 100"
    assert kept.tone is Tone.PLAIN  # two pledges could not be judged: nothing to be green about


def test_a_missed_pledge_is_told_in_words_and_tone(store: Store) -> None:
    count(store, Month(2026, 10), 90, 10)
    kept = card(store, "pledges")
    assert (kept.note, kept.tone) == ("3 pledges: 1 not met, 2 not judged", Tone.BAD)


@pytest.mark.no_cover
def test_first_page_list_and_pack_judge_a_pledge_by_its_longest_time_too(
    store: Store, clock: FixedClock
) -> None:
    september = Month(2026, 9)
    with store.writing() as session:
        terms = PledgeTerms(
            *(ThreeTexts("Telephone"), ThreeTexts("soon"), 0.9, ThreeTexts("an hour"), 0.01),
            date(2026, 9, 1),
        )
        pledge = pledges.define(session, NewPledge("TEL", PledgeSource.MANUAL, "", terms))
        counted = DayCount(pledge, september.first_day, 96, 4, over_maximum=4)
        pledges.count_day(session, counted)
    count(store, september, 97, 3)
    tally = "4 pledges: 1 met, 1 not met, 2 not judged"
    assert card(store, "pledges").note == tally
    with store.reading() as session:
        lines = pledge_views.lines(session, september)
        told = packs.words(session, PackRequest(september, ("en",)))
    assert [line.status for line in lines].count(Status.MET) == 1
    assert told.message.startswith(tally)


def test_while_the_month_has_few_the_month_before_is_shown(store: Store) -> None:
    count(store, Month(2026, 9), 96, 4)
    count(store, Month(2026, 10), 5, 1)
    kept = card(store, "pledges")
    assert (kept.label, kept.value) == ("Pledge performance, September", "96.0%")


def test_few_in_both_months_are_told_as_counts(store: Store) -> None:
    count(store, Month(2026, 10), 5, 1)
    kept = card(store, "pledges")
    assert (kept.value, kept.basis, kept.tone) == ("5 of 6", "Too few cases", Tone.PLAIN)
    assert kept.note == "No pledge could be judged: too few cases"


@pytest.mark.no_cover
def test_open_complaints_tell_what_is_due_and_overdue(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        first, _ = logged(session, clock), logged(session, clock)
    there = card(store, "complaints")
    assert (there.value, there.note, there.tone) == ("2", "2 due today", Tone.WARN)
    clock.move(hours=5)
    there = card(store, "complaints")
    assert (there.note, there.tone) == ("2 overdue", Tone.BAD)
    with store.writing() as session:
        ended(session, first)
    assert card(store, "complaints").basis == "October: 2 received, 1 closed"


@pytest.mark.no_cover
def test_resolved_in_time_is_judged_by_its_pledge(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        for _ in range(10):
            case = logged(session, clock)
            complaints.acknowledge(session, case)
            ended(session, case)
        late = [logged(session, clock) for _ in range(5)]
    resolved = card(store, "complaints", 1)
    assert (resolved.label, resolved.value) == ("Resolved on time, October", "100.0%")
    assert (resolved.note, resolved.tone) == ("pledge at least 80%", Tone.GOOD)
    assert resolved.basis == "10 of 10"
    clock.move(days=8)
    assert card(store, "complaints", 1).tone is Tone.BAD
    assert late


def test_resolved_in_time_without_a_pledge_is_told_without_a_verdict(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        for pledge in pledges.everything(session):
            pledges.retire(session, pledge.id, date(2026, 9, 1))
        ended(session, logged(session, clock))
    resolved = card(store, "complaints", 1)
    assert (resolved.value, resolved.note, resolved.basis, resolved.tone) == (
        "1 of 1",
        "Too few cases",
        "",
        Tone.PLAIN,
    )


def test_several_checklists_due_today_are_counted(store: Store, clock: FixedClock) -> None:
    """On a Sunday, on which a week's checklists are due too."""
    with store.writing() as session:
        checklist_templates.install_shipped(session)
    clock.at = datetime(2026, 10, 11, 2, tzinfo=UTC)
    assert card(store, "checklists").note == "3 checklists due today"


def test_checklists_tell_how_many_are_done_and_what_is_due(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        checklist_templates.install_shipped(session)
        opening = checklist_templates.templates(session)[0]
    there = card(store, "checklists")
    assert there.value == "0 of 4"
    assert (there.note, there.tone) == ("Opening the shop: due today", Tone.WARN)
    with store.writing() as session:
        run = checklists.start(session, NewRun(opening.id))
        template = checklist_templates.template(session, opening.id)
        for item in template.items:
            choice = next(c for c in template.choices(item) if c.score == 1)
            checklists.answer(session, run, item.code, choice.key)
        checklists.finish(session, run)
    there = card(store, "checklists")
    assert (there.value, there.note, there.tone) == ("1 of 4", "no checklist due today", Tone.GOOD)
    assert there.basis == "average score in October: 100.0% (checks: 1)"
    clock.at = datetime(2026, 10, 12, 2, tzinfo=UTC)
    assert "due" in card(store, "checklists").note


def test_checklists_missed_of_late_are_told_when_nothing_else_is_due(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        checklist_templates.install_shipped(session)
    clock.move(days=1)
    with store.writing() as session:
        opening = checklist_templates.templates(session)[0]
        run = checklists.start(session, NewRun(opening.id))
        template = checklist_templates.template(session, opening.id)
        for item in template.items:
            choice = next(c for c in template.choices(item) if c.score == 1)
            checklists.answer(session, run, item.code, choice.key)
        checklists.finish(session, run)
    there = card(store, "checklists")
    assert (there.note, there.tone) == ("1 missed recently", Tone.WARN)


def test_as_many_checklists_are_missed_of_late_as_the_due_line_says(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        checklist_templates.install_shipped(session)
        lines = checklist_templates.templates(session)
        for line in lines:
            if line.key != "floor_weekly":
                checklist_templates.retire(session, line.id)
    clock.at = datetime(2026, 10, 27, 4, tzinfo=UTC)  # a Tuesday: this week's run is due on Sunday
    [late] = [item for item in shown(store).due if item.kind == "checklist"]
    assert late.under.endswith("3 missed recently")
    there = card(store, "checklists")
    assert (there.note, there.tone) == ("3 missed recently", Tone.WARN)


def test_the_chart_is_the_one_that_signals(store: Store, clock: FixedClock) -> None:
    clock.at = datetime(2026, 10, 31, 4, tzinfo=UTC)
    months = [Month(2026, 7).shift(at) for at in range(4)]
    with store.writing() as session:
        till = pledges.everything(session)[0]
        for at, month in enumerate(months):
            for day in (1, 2):
                when = month.first_day + timedelta(days=day)
                pledges.count_day(session, DayCount(till.id, when, 95 + at % 2, 5))
    there = shown(store)
    assert there.chart is not None
    assert (there.chart.pledge_id, there.chart.name) == (till.id, "TILL promise")
    assert there.chart.spec.title == "TILL promise: Too few months to show a pattern"


def test_of_two_charts_the_latest_signal_wins(store: Store, clock: FixedClock) -> None:
    clock.at = datetime(2027, 6, 10, 4, tzinfo=UTC)
    months = [Month(2026, 7).shift(at) for at in range(12)]
    with store.writing() as session:
        first = pledges.everything(session)[0]
        terms = PledgeTerms(
            ThreeTexts("Telephone"), ThreeTexts("soon"), 0.9, ThreeTexts(), None, date(2026, 7, 1)
        )
        second = pledges.define(session, NewPledge("TEL", PledgeSource.MANUAL, "", terms))
        for at, month in enumerate(months):
            even = 950 + at % 2 * 4
            pledges.count_day(session, DayCount(first.id, month.first_day, even, 50))
            bad = 100 if at == 9 else 0
            pledges.count_day(session, DayCount(second, month.first_day, even - bad, 50 + bad))
    there = shown(store)
    assert there.chart is not None
    assert there.chart.pledge_id == second
    assert there.chart.spec.title.startswith("Telephone: April was unusually low")


def test_an_unusual_month_is_named_by_its_pledge_and_for_three_months_on_the_cover(
    store: Store, clock: FixedClock
) -> None:
    clock.at = datetime(2027, 10, 10, 4, tzinfo=UTC)
    with store.writing() as session:
        pledge = pledges.everything(session)[0]
        for at in range(14):
            bad = 100 if at == 8 else at % 2 * 4
            month = Month(2026, 8).shift(at)
            pledges.count_day(session, DayCount(pledge.id, month.first_day, 970 - bad, 30 + bad))
    september = Month(2027, 9)
    with store.reading() as session:
        title = pledge_charts.chart(session, pledge.id, september, 24).spec.title
        told = packs.words(session, PackRequest(september, ("en",)))
        fresh = packs.words(session, PackRequest(Month(2027, 6), ("en",)))
    assert title.startswith("April was unusually low")
    assert "April" not in told.message  # no news any more: it stands on the pledge's own page
    assert "(April was unusually low" in fresh.message


def test_no_identity_can_be_read_for_the_first_page(store: Store) -> None:
    with store.reading() as session:
        today.show(session)
        attached = session.connection().exec_driver_sql("PRAGMA database_list").all()
    assert "vault" not in {row[1] for row in attached}
