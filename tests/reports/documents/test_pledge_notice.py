"""The public notice: what it says of every result, and that it stays on one page."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Better, Figure, Status, Unit
from csq_desktop.domain.indicators.verdicts import MonthResult, Verdict
from csq_desktop.domain.pledges.facts import Pledge, PledgeSource, PledgeTerms, PledgeVersion
from csq_desktop.domain.pledges.months import MonthNote, PledgeDetail, PledgeExclusion
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.reports.documents import pledge_notice
from csq_desktop.reports.documents.languages import Languages
from csq_desktop.reports.documents.pledge_notice import PledgeNotice, result_text
from csq_desktop.texts import LANGUAGES
from tests.pdf_structure import faults
from tests.pdf_text import in_one_line, pages
from tests.pledge_case import TERMS

OCTOBER = Month(2026, 10)
STANDARD = Figure(
    "pledge.TILL", "", Unit.SHARE, Better.HIGHER, 0.96, 96, 100, 100, 0.90, 0.98, 0.95, Status.MET
)
LONGEST = Figure(
    "pledge.TILL.maximum", "", Unit.SHARE, Better.LOWER, 0.0, 0, 100, 100, 0.0, 0.04, 0.01,
    Status.MET,
)  # fmt: skip


def detail_of(
    figure: Figure | None = STANDARD,
    longest: Figure | None = LONGEST,
    *,
    terms: PledgeTerms = TERMS,
    source: PledgeSource = PledgeSource.MANUAL,
    left_out: tuple[PledgeExclusion, ...] = (),
) -> PledgeDetail:
    version = PledgeVersion(1, terms, None)
    pledge = Pledge(1, "TILL", 1, source, 7, "May Wong", (version,), None)
    result = MonthResult(month=OCTOBER, figure=figure, maximum=longest)
    verdict = Verdict(measure="pledge.TILL", results=(result,))
    return PledgeDetail(pledge, OCTOBER, False, verdict, left_out, (), (), (), MonthNote(), ())


def notice(detail: PledgeDetail, **changed: Any) -> PledgeNotice:
    trend = tuple((month, 0.9 + 0.01 * at) for at, month in enumerate(OCTOBER.back(8)))
    shop = Shop("Sham Shui Po", "SSP01")
    plain = PledgeNotice(detail, shop, trend, ThreeTexts(), date(2026, 11, 2), "May Wong")
    return replace(plain, **changed)


def printed(page: PledgeNotice, first: str = "en", second: str = "") -> str:
    pdf = pledge_notice.pdf(page, Languages(first, second))
    assert faults(pdf) == []
    assert len(pages(pdf)) == 1
    return in_one_line(pdf)


def test_a_kept_promise_is_told_with_its_goal() -> None:
    assert result_text(detail_of()) == (
        "In October 2026 we met this pledge in 96.0% of cases (96 of 100). Our pledge "
        "was at least 95%."
    )


def test_a_broken_promise_is_owned_up_to() -> None:
    missed = replace(STANDARD, value=0.9, numerator=90, status=Status.MISSED)
    assert result_text(detail_of(missed)).endswith("at least 95%. We did not achieve it.")


def test_too_many_beyond_the_longest_time_are_owned_up_to() -> None:
    late = replace(LONGEST, value=0.03, numerator=3, status=Status.MISSED)
    assert result_text(detail_of(longest=late)) == (
        "In October 2026 we met this pledge in 96.0% of cases (96 of 100). But 3.0% "
        "exceeded the maximum time; our pledge was at most 1%."
    )


def test_a_maximum_that_is_met_is_no_fault_of_a_month_that_still_runs() -> None:
    missed = replace(STANDARD, value=0.9, numerator=90, status=Status.MISSED)
    running = replace(detail_of(missed), running=True)
    assert result_text(running).endswith("(90 of 100). Our pledge was at least 95%.")


def test_few_cases_are_told_without_a_percentage() -> None:
    few = replace(STANDARD, value=None, low=None, high=None, numerator=7, denominator=8, n=8)
    said = result_text(detail_of(replace(few, status=Status.TOO_FEW)))
    assert said == ("In October 2026 we met this pledge in 7 of 8 cases: too few for a percentage.")


@pytest.mark.parametrize("figure", [None, replace(STANDARD, value=None, n=0)])
def test_a_month_without_counts_is_told(figure: Figure | None) -> None:
    expected = "In October 2026 there were no counts for this pledge."
    assert result_text(detail_of(figure)) == expected
    assert expected in printed(notice(detail_of(figure, None)))


def test_the_page_tells_all_parts_of_the_promise() -> None:
    changed = ThreeTexts("A second till opens at 18:00.")
    said = printed(notice(detail_of(), changed=changed))
    for words in (
        *("You reach the till within five minutes", "within 5 minutes", "over 10 minutes"),
        *("≥ 95%", "96.0%", "96 of 100", "we pledge at most 1%", "pledge 95%"),
        *("If we do not meet this pledge: A coffee voucher. Tell the cashier.",),
        *("From joining the queue.", "Ten customers a day.", "At the entrance."),
        *("A second till opens at 18:00.", "May Wong · Sham Shui Po", "90.0–98.0%"),
        *("Published on 2 Nov 2026", "Pledge TILL, version 1", "October 2026", "page 1 of 1"),
    ):
        assert words in said, words


def test_what_is_not_promised_takes_no_room() -> None:
    bare = PledgeTerms(
        ThreeTexts("Quick"), ThreeTexts("soon"), 0.9, ThreeTexts(), None, date(2026, 7, 1)
    )
    said = printed(notice(detail_of(terms=bare), trend=((OCTOBER, None),), by=""))
    for words in (
        "Over the maximum time",
        "If we do not meet",
        "How we measure",
        "Where we publish",
        "met 9",
    ):
        assert words not in said
    assert "Responsible Sham Shui Po" in said


def test_counts_left_out_are_told_with_their_reasons() -> None:
    left_out = (
        PledgeExclusion(date(2026, 10, 2), 4, "Fire drill"),
        PledgeExclusion(date(2026, 10, 9), 1, "Power cut"),
    )
    said = printed(notice(detail_of(left_out=left_out)))
    assert "4 on 2 Oct: Fire drill; 1 on 9 Oct: Power cut" in said


def test_complaints_left_out_are_only_counted_for_the_public() -> None:
    left_out = (PledgeExclusion(date(2026, 10, 2), 1, "Mrs Lee is in court", "C-2026-0007", 7),)
    said = printed(notice(detail_of(source=PledgeSource.ACKNOWLEDGE, left_out=left_out)))
    assert "1 complaint, for a recorded reason" in said
    assert "Lee" not in said
    assert "C-2026" not in said


@pytest.mark.parametrize("first", LANGUAGES)
@pytest.mark.parametrize("second", ["", *LANGUAGES])
def test_long_texts_still_stand_on_one_page_for_each_language(first: str, second: str) -> None:
    long = ThreeTexts(*(("A long sentence about the till. " * 14,) + ("很長的句子。" * 60,) * 2))
    wordy = replace(TERMS, limits=long, remedy=long, how_measured=long)
    made = notice(
        detail_of(terms=wordy), changed=ThreeTexts("Much. " * 60, "改善。" * 60, "改进。" * 60)
    )
    pdf = pledge_notice.pdf(made, Languages(first, second))
    assert len(pages(pdf)) == len({first, second or first})
    assert all("96.0%" in page for page in pages(pdf))


def test_two_languages_say_all_of_it_twice() -> None:
    changed = ThreeTexts("A second till opens at 18:00.", "18:00 加開收銀處。")
    said = printed(notice(detail_of(), changed=changed), "en", "zh_HK")
    for words in (
        *("You reach the till within five minutes", "五分鐘內輪到付款"),
        *("within 5 minutes", "5 分鐘內", "A coffee voucher.", "送贈咖啡券一張。"),
        *("We achieved", "我們做到", "How we measure it", "量度方法"),
        *("A second till opens at 18:00.", "18:00 加開收銀處。", "margin of error", "誤差範圍"),
    ):
        assert words in said, words


def test_a_second_language_that_is_the_first_is_said_once() -> None:
    said = printed(notice(detail_of()), "en", "en")
    assert said.count("You reach the till within five minutes") == 1
