"""The event book: what enters itself, how days are written, which number an event has."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from csq_desktop.domain import events
from csq_desktop.domain.actions import Action, ActionSource, ActionState, Priority
from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.calendar.dated import Dated, Version
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.events import ShopEvent, ShopEventKind
from csq_desktop.domain.paper.charts import (
    MOST_EXPLAINED,
    ControlSpec,
    EventMark,
    Series,
    TrendSpec,
)
from csq_desktop.domain.pledges.facts import Pledge, PledgeSource, PledgeTerms, PledgeVersion
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.texts import LANGUAGES, speaking
from tests.pledge_case import TERMS

DAY = date(2026, 10, 5)
ACTION = Action(
    id=1,
    ref="A-2026-0001",
    title="Open a second till",
    owner_id=None,
    owner="May",
    owner_text="",
    due_on=DAY,
    priority=Priority.NORMAL,
    state=ActionState.DONE,
    source=ActionSource.PLEDGE,
    source_id=1,
    item_code="",
    created_at=datetime(2026, 9, 1, tzinfo=UTC),
    done_at=datetime(2026, 10, 5, 17, tzinfo=UTC),
    done_note="",
)


def event(start: date, end: date | None = None, title: str = "Double points") -> ShopEvent:
    return ShopEvent(start, end or start, ShopEventKind.PROMOTION, title)


def pledge(*terms: PledgeTerms, retired_on: date | None = None) -> Pledge:
    versions = tuple(PledgeVersion(at, each, None) for at, each in enumerate(terms, 1))
    return Pledge(1, "TILL", 1, PledgeSource.MANUAL, None, "", versions, retired_on)


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (DAY, "5 Oct 2026"),
        (date(2026, 10, 9), "5 Oct – 9 Oct 2026"),
        (date(2027, 1, 2), "5 Oct 2026 – 2 Jan 2027"),
    ],
)
def test_the_days_of_an_event_have_the_years_they_need(end: date, words: str) -> None:
    assert event(DAY, end).when == words


def test_a_year_comes_first_in_chinese() -> None:
    with speaking("zh_HK"):
        assert event(DAY, date(2026, 10, 9)).when == "2026年10月5日至10月9日"
        assert event(DAY, date(2027, 1, 2)).when == "2026年10月5日至2027年1月2日"


def test_an_event_without_a_title_is_its_kind() -> None:
    assert event(DAY).text == "Promotion: Double points"
    assert event(DAY, title="").text == "Promotion"
    assert events.NumberedEvent(3, event(DAY)).mark == EventMark(
        3, DAY, DAY, "Double points (5 Oct 2026)"
    )


def test_every_kind_has_a_name_in_every_language() -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert len({kind.label for kind in ShopEventKind}) == len(ShopEventKind)


def test_a_wall_tells_neither_of_staff_nor_of_what_was_to_be_improved() -> None:
    inner = {kind for kind in ShopEventKind if not kind.is_public}
    assert inner == {ShopEventKind.STAFF, ShopEventKind.OTHER, ShopEventKind.ACTION}


def test_events_are_numbered_by_their_days_whatever_order_they_come_in() -> None:
    early, long, late = event(date(2026, 1, 1)), event(date(2026, 2, 1), DAY), event(DAY)
    lines = events.numbered([late, long, early], date(2026, 3, 1), date(2026, 12, 31))
    assert [(line.number, line.event) for line in lines] == [(0, early), (1, long), (2, late)]


def test_a_number_means_one_event_in_every_language() -> None:
    terms = [ShopEvent(DAY, DAY, ShopEventKind.TERMS, title) for title in ("Refund", "Delivery")]
    lines = events.numbered(terms, date(2026, 3, 1), date(2026, 12, 31))
    assert [line.event.title for line in lines] == ["Refund", "Delivery"]


def test_an_action_enters_itself_on_the_shops_day_it_was_done() -> None:
    calendar = ShopCalendar(((),) * 7)
    assert list(events.of_actions([ACTION, replace(ACTION, state=ActionState.OPEN)], calendar)) == [
        ShopEvent(date(2026, 10, 6), date(2026, 10, 6), ShopEventKind.ACTION, ACTION.title)
    ]


NEW_TIME = replace(
    TERMS, standard=ThreeTexts("Within 3 minutes", "三分鐘內", "三分钟内"), effective_from=DAY
)
NEW_SHARE = replace(TERMS, standard_share=0.97, effective_from=DAY)


@pytest.mark.parametrize(
    ("book", "kinds"),
    [
        (lambda: events.of_terms(pledge(TERMS)), []),
        (lambda: events.of_terms(pledge(TERMS, NEW_TIME)), ["New terms: {wording}"]),
        (lambda: events.of_terms(pledge(TERMS, NEW_SHARE)), ["New target: {wording}: 97%"]),
        (lambda: events.of_terms(pledge(TERMS, NEW_TIME, retired_on=date(2026, 10, 1))), []),
        (
            lambda: events.of_terms(pledge(TERMS, NEW_TIME, retired_on=DAY)),
            ["New terms: {wording}"],
        ),
        (
            lambda: events.of_checklist_target(
                Dated((Version(1, date(2026, 1, 1), 0.9), Version(2, DAY, 0.925)))
            ),
            ["New target: Average score of checklists: 92.5%"],
        ),
    ],
)
def test_new_terms_and_targets_enter_themselves(
    book: Callable[[], list[ShopEvent]], kinds: list[str]
) -> None:
    entered = list(book())
    wording = TERMS.wording.text
    assert [each.text for each in entered] == [kind.format(wording=wording) for kind in kinds]
    assert all(each.start == each.end == DAY for each in entered)


def months(*, last: Month, count: int) -> TrendSpec:
    shown = last.back(count)
    return TrendSpec(
        labels=tuple(map(str, shown)),
        series=(Series("score", (0.5,) * count),),
        spans=tuple((month.first_day, month.last_day) for month in shown),
    )


MARKS = tuple(
    EventMark(at, date(2026, at, 15), date(2026, at, 20), f"event {at}") for at in range(1, 9)
)


def test_a_chart_takes_the_events_of_its_own_months() -> None:
    chart = months(last=Month(2026, 5), count=3).with_events(MARKS)
    assert [mark.number for mark in chart.events] == [3, 4, 5]
    assert chart.event_words == "Events: 3 event 3; 4 event 4; 5 event 5."
    assert [[mark.number for mark in chart.events_at(at)] for at in range(3)] == [[3], [4], [5]]


def test_the_line_beneath_explains_the_latest_and_counts_the_others() -> None:
    chart = months(last=Month(2026, 12), count=12).with_events(MARKS)
    assert len(MARKS) - MOST_EXPLAINED == 4
    assert "5 event 5" in chart.event_words
    assert "4 event 4" not in chart.event_words
    assert chart.event_words.endswith("; 4 earlier ones are in the list of events.")


def test_a_chart_that_is_not_over_time_takes_none() -> None:
    chart = ControlSpec(points=()).with_events(MARKS)
    assert chart.events == chart.events_at(0) == ()
    assert chart.event_words == ""
