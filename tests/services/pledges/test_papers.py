"""The public notice of a pledge, its text read back in every language."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.events import NewShopEvent, ShopEventKind
from csq_desktop.domain.paper.sheets import PaperSheet
from csq_desktop.domain.pledges.facts import DayCount, NewPledge, PledgeSource
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.events import events
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.services.pledges import papers as pledge_papers
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from csq_desktop.texts import LANGUAGES
from tests.factory import FixedClock, open_store
from tests.pdf_text import in_one_line, pages
from tests.pledge_case import LATE, TERMS, count, do, look, till

SEPTEMBER = Month(2026, 9)
CHANGED = ThreeTexts("A second till opens at 18:00.", "18:00 加開收銀處。", "18:00 加开收银台。")
SAID = {
    "en": (
        "You reach the till within five minutes",
        "96.0%",
        "96 of 100",
        "A coffee voucher.",
        "A second till opens at 18:00.",
        "From joining the queue.",
        "Power cut",
    ),
    "zh_HK": (
        "五分鐘內輪到付款",
        "96.0%",
        "承諾水平為",
        "送贈咖啡券一張。",
        "18:00 加開收銀處。",
        "由開始排隊計。",
        "我們的服務承諾",
    ),
    "zh_CN": (
        "五分钟内轮到付款",
        "96.0%",
        "承诺水平为",
        "赠送咖啡券一张。",
        "18:00 加开收银台。",
        "从开始排队计。",
        "我们的服务承诺",
    ),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, source=FixedClock())
    do(opened, shop.set_up, NewShop("Harbour Lights", "SSP01", "May"))
    yield opened
    opened.let_go()


@pytest.fixture
def pledge(store: Store) -> int:
    pledge_id = till(store)
    count(store, pledge_id, date(2026, 9, 3), 96, 4, 1, 2, "Power cut")
    return pledge_id


def text_of(pdf: bytes) -> str:
    (page,) = pages(pdf)
    return "".join(page.split())


def printed(store: Store, pledge_id: int, **asked: object) -> str:
    return text_of(look(store, pledge_papers.notice, pledge_id, SEPTEMBER, **asked))


@pytest.mark.no_cover
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_notice_tells_promise_result_remedy_and_change(
    store: Store, pledge: int, code: str
) -> None:
    do(store, pledge_months.note_change, pledge, SEPTEMBER, CHANGED)
    said = printed(store, pledge, sheet=PaperSheet((code,)))
    for words in (*SAID[code], "Harbour Lights", "SSP01", "May Wong"):
        assert "".join(words.split()) in said


def test_a_notice_in_two_languages_says_promise_and_result_twice(store: Store, pledge: int) -> None:
    for languages in (("en", "en"), ("en", "zh_HK", "zh_CN")):
        with pytest.raises(UserError, match="Choose one language, or two different ones"):
            printed(store, pledge, sheet=PaperSheet(languages))
    said = printed(store, pledge, sheet=PaperSheet(("zh_HK", "en")))
    assert "五分鐘內輪到付款" in said
    assert "Youreachthetillwithinfiveminutes" in said
    assert "InSeptember2026wemetthispledgein96.0%ofcases" in said


def test_a_notice_numbers_what_customers_may_read_of(store: Store, pledge: int) -> None:
    for day, kind, title in (
        (2, ShopEventKind.STAFF, "New cashier"),
        (9, ShopEventKind.PROMOTION, "Winter sale, call 9123 4567"),
        (16, ShopEventKind.TYPHOON, ""),
    ):
        at = date(2026, 9, day)
        do(store, events.record, NewShopEvent(at, at, kind, title))
    said = printed(store, pledge)
    assert "2Wintersale,call[telephone]" in said  # as on every other chart
    assert "3Typhoonsignalno.8" in said
    assert "Newcashier" not in said
    assert "3八號颱風信號" in printed(store, pledge, sheet=PaperSheet(("zh_HK",)))


def test_what_is_being_typed_is_told_in_place_of_what_was_kept(store: Store, pledge: int) -> None:
    do(store, pledge_months.note_change, pledge, SEPTEMBER, CHANGED)
    said = printed(store, pledge, changed=ThreeTexts("Nothing yet."))
    assert "Nothingyet." in said
    assert "Asecondtill" not in said


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("code", "blank"), [("en", "[telephone]"), ("zh_HK", "［電話］"), ("zh_CN", "［电话］")]
)
def test_no_contact_reaches_the_wall(store: Store, pledge: int, code: str, blank: str) -> None:
    count(store, pledge, date(2026, 9, 4), 9, 1, 0, 1, "Mrs Ho 9123 4567, ho@example.hk")
    do(store, pledge_months.note_change, pledge, SEPTEMBER, ThreeTexts("Call 2345 6789 first."))
    said = printed(store, pledge, sheet=PaperSheet((code,)))
    typed = ThreeTexts("Write to kwan@example.hk.")
    said_too = printed(store, pledge, sheet=PaperSheet((code,)), changed=typed)
    for contact in ("91234567", "23456789", "ho@example.hk", "kwan@example.hk"):
        assert contact not in said + said_too
    assert said.count(blank) == 2


def test_a_pledge_without_owner_is_signed_by_who_prints_it(store: Store) -> None:
    pledge_id = till(store)
    do(store, pledges.hand_over, pledge_id, "")
    assert "ChanSiuMing" in printed(store, pledge_id)


def test_the_trail_tells_that_a_notice_was_printed(store: Store, pledge: int) -> None:
    do(store, pledge_papers.note_printed, pledge, SEPTEMBER)
    last = look(store, audit_trail.page, TrailFilter()).lines[0]
    assert (last.what, last.about.startswith("Pledge")) == ("Printed", True)


def test_the_poster_has_every_pledge_of_the_month_and_what_was_changed(store: Store) -> None:
    do(store, pledges.define, NewPledge("LATE", PledgeSource.MANUAL, "May Wong", LATE))
    pledge = till(store)
    count(store, pledge, date(2026, 9, 3), 96, 4)
    do(store, pledge_months.note_change, pledge, SEPTEMBER, CHANGED)
    sheet = PaperSheet(("en", "zh_HK"), "A3")
    pdf = look(store, pledge_papers.poster, SEPTEMBER, sheet=sheet)
    said = in_one_line(pdf)
    for words in (
        "Our service pledges in September 2026: 2 pledges: 1 met",
        "Counted from 1 Sep 2026 to 30 Sep 2026.",
        *("You reach the till within five minutes", "Complaint acknowledged in time"),
        *("96.0%", "96 / 100", "≥ 95%", "五分鐘內輪到付款", "準時確認投訴"),
        *("What we changed: A second till opens at 18:00.", "18:00 加開收銀處。"),
    ):
        assert words in said, words
    with pypdfium2.PdfDocument(pdf) as document:
        assert [round(side) for side in document[0].get_size()] == [842, 1191]


def test_a_poster_of_a_running_month_says_until_when_it_counts(store: Store, pledge: int) -> None:
    said = in_one_line(look(store, pledge_papers.poster, Month(2026, 10)))
    assert "Counted from 1 Oct 2026 to 5 Oct 2026; the month is not over." in said


def test_many_pledges_stand_closer_and_on_one_page(store: Store) -> None:
    for at in range(7):
        do(store, pledges.define, NewPledge(f"T{at}", PledgeSource.MANUAL, "May Wong", TERMS))
    first = look(store, pledges.called, "T0").id
    do(store, pledges.count_day, DayCount(first, date(2026, 9, 3), 96, 4, 4))
    said = look(store, pledge_papers.poster, SEPTEMBER, sheet=PaperSheet(("en", "zh_HK")))
    assert "96.0% ◆ Not met: maximum time 未達標：最長時限" in in_one_line(said)
    assert len(pages(said)) == 1
    assert in_one_line(said).count("Our pledge: at least 95% 我們承諾：至少 95%") == 7


def test_a_poster_needs_a_pledge(store: Store, pledge: int) -> None:
    with pytest.raises(UserError, match="No pledge was in force in January 2020"):
        look(store, pledge_papers.poster, Month(2020, 1))


def test_the_trail_tells_of_each_pledge_on_a_poster(store: Store, pledge: int) -> None:
    do(store, pledge_papers.note_poster_printed, Month(2020, 1))
    do(store, pledge_papers.note_poster_printed, SEPTEMBER)
    lines = look(store, audit_trail.page, TrailFilter()).lines
    assert sum(line.what == "Printed" for line in lines) == 1


def test_a_pledge_is_called_by_its_code(store: Store, pledge: int) -> None:
    assert look(store, pledges.called, "till").id == pledge
    with pytest.raises(UserError, match="There is no pledge “NONE”"):
        look(store, pledges.called, "NONE")
