"""What stands on a pack's pages, in every language: that it adds up and names nobody."""

import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pandas as pd
import pikepdf
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import NewRun
from csq_desktop.domain.complaints.facts import Finding, Outcome
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.paper.sheets import unwritable_text
from csq_desktop.domain.pledges.facts import DayCount, NewPledge, PledgeSource
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.reports.typography import fonts
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.complaints import complaints
from csq_desktop.services.indicators import figures
from csq_desktop.services.packs import packs
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.services.pledges import pledges
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import LANGUAGES
from tests.factory import FixedClock, Furnish
from tests.pdf_structure import faults
from tests.pdf_text import in_one_line, pages
from tests.services.packs.pack_case import last_month, make_pack, page_with
from tests.services.small_shop import ended, founded, logged

pytestmark = pytest.mark.no_cover  # slow, and takes no branch that other tests leave out


@pytest.fixture
def furnish() -> Furnish:
    return founded


PAGES_SAY = {
    "en": (
        "targets in this table were met in",
        "pledges were met",
        "open at start +",
        "Complaints open at the end of",
        "of complaints",
        "complaints resolved on time; half were closed within",
        "complaints upheld, at least in part;",
        "Checklists scored",
        "No case was excluded|left out, with",
        "[Ii]mproved by later changes",
        "How the figures are calculated",
        "Sign-off",
    ),
    "zh_HK": (
        "個目標中達到",
        "項承諾中",
        "期初未結",
        "底的未結投訴",
        "佔投訴的",
        "準時解決；半數在",
        "成立或部分成立；補償",
        "檢查表平均",
        "不計入",
        "因事後更改而改善",
        "計算方法",
        "簽署",
    ),
    "zh_CN": (
        "个目标中达到",
        "项承诺中",
        "期初未结",
        "底的未结投诉",
        "占投诉的",
        "按时解决；半数在",
        "成立或部分成立；补偿",
        "检查表平均",
        "不计入",
        "因事后更改而改善",
        "计算方法",
        "签字",
    ),
}


BAD_MONTH = {
    "en": (
        "Not met: You reach the till within five minutes (",
        "Unusual in the last three months: Complaints received (",
        "was unusually low",
        "Decide what to change, who is responsible and by when.",
        "Unusually many complaints in",
        "customers did not get what we pledged. Remedy due to each: ",
        "Not met, unusual",
        "a clear change.",
    ),
    "zh_HK": (
        "未達標：五分鐘內輪到付款（",
        "異常：",
        "異常偏低",
        "位顧客未獲履行承諾，應得補救：",
    ),
    "zh_CN": (
        "未达标：五分钟内轮到付款（",
        "异常：",
        "异常偏低",
        "位顾客未获履行承诺，应得补救：",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bad_month_says_what_went_wrong_and_what_is_asked(busy: Store, language: str) -> None:
    pack = make_pack(busy, language, month=last_month(busy).shift(-3))
    assert 10 <= pack.pages <= 16
    whole = in_one_line(pack.pdf)
    for words in BAD_MONTH[language]:
        assert words in whole or words in whole.replace(" ", ""), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pack_reads_back_in_every_language(busy: Store, language: str) -> None:
    pack = make_pack(busy, language)
    said = pages(pack.pdf)
    assert 10 <= len(said) <= 16
    assert pack.pages == len(said)
    assert pack.sha256 == hashlib.sha256(pack.pdf).hexdigest()
    assert faults(pack.pdf) == []
    assert len(pack.pdf) < 260_000
    for words in PAGES_SAY[language]:
        assert re.search(words, in_one_line(pack.pdf)), words
    assert fonts.UNKNOWN not in in_one_line(pack.pdf)
    assert unwritable_text(pack.pdf) == ""


@pytest.mark.parametrize(("first", "second"), [("zh_HK", "en"), ("en", "zh_CN")])
def test_two_languages_say_all_of_it_twice(busy: Store, first: str, second: str) -> None:
    pack = make_pack(busy, first, second)
    words = "".join(in_one_line(pack.pdf).split())
    for code in (first, second):
        for said in PAGES_SAY[code]:
            assert re.search("".join(said.split()), words), said
    assert faults(pack.pdf) == []
    assert len(pack.pdf) < 400_000
    assert "Sign-off" not in in_one_line(make_pack(busy, "zh_HK").pdf)


def test_the_balance_on_paper_is_the_figures_balance(busy: Store) -> None:
    month = last_month(busy)
    with busy.reading() as session:
        history = figures.history(session, month, 13)
    pdf = make_pack(busy).pdf
    page = page_with(pdf, "open at start +")
    flow = history[-1].balance
    assert (
        f"{flow.start} open at start + {flow.received} received + {flow.reopened} reopened "
        f"− {flow.closed} closed = {flow.end} open at end"
    ) in page
    for one in history:
        row = (one.balance.start, one.balance.received, one.balance.reopened, one.balance.closed)
        assert " ".join(map(str, (*row, one.balance.end))) in in_one_line(pdf)
        assert one.balance.holds


def test_the_counts_on_paper_are_a_recount_of_the_rows(busy: Store) -> None:
    month = last_month(busy)
    pdf = make_pack(busy).pdf
    with busy.reading() as session:
        cases = pd.read_sql(text("SELECT * FROM complaint"), session.connection())
    closed = cases[cases.closed_month == month.code]
    upheld = int(closed.finding.isin(["upheld", "partly"]).sum())
    page = page_with(pdf, "complaints upheld, at least in part;")
    assert f"{upheld} of {int(closed.finding.notna().sum())} complaints upheld" in page
    dollars = closed.remedy_cents.sum() / 100
    assert f"HK${dollars:,.2f}".removesuffix(".00") in page
    received = cases[cases.received_month == month.code]
    causes = page_with(pdf, "One complaint has one main category.")
    for _, count in received.category.value_counts().items():
        assert re.search(rf"\b{count}\b", causes)
    assert f"Total {len(received)}" in causes


def test_no_identity_and_no_words_are_on_paper(busy: Store) -> None:
    with busy.reading(identities=True) as session:
        people = session.execute(text("SELECT name, phone, email FROM vault.identity")).all()
        said = session.scalars(text("SELECT words FROM complaint LIMIT 400")).all()
    whole = in_one_line(make_pack(busy, "en", "zh_HK").pdf)
    known = {part for row in people for part in row if part and len(part) > 2}
    assert len(known) > 50
    assert not {part for part in known if part in whole}
    assert not {words for words in said if len(words) > 12 and words in whole}


def test_contacts_in_free_texts_are_blanked(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        asked = "Call 9123 4567 or may@example.com about C-2026-0412-SSP01"
        actions.promise(session, NewAction(asked, "May", date(2026, 10, 20)))
        case = logged(session, clock)
        complaints.exclude(session, case, "Same as")
        row = session.get_one(ComplaintRow, case)
        row.excluded_reason = "Same as 91234567"  # as one of an earlier year may say
        pledge = pledges.everything(session)[0].id
        pledges.count_day(session, DayCount(pledge, date(2026, 10, 2), 9, 0, 0, 3, "Fire drill"))
    whole = in_one_line(make_pack(store, month=Month(2026, 10), message="Ring 2345 6789").pdf)
    assert "4567" not in whole
    assert "6789" not in whole
    assert "may@example.com" not in whole
    assert "Call [telephone] or [e-mail] about C-2026-0412-SSP01" in whole
    left = page_with(make_pack(store, month=Month(2026, 10)).pdf, "excluded, with reasons")
    assert "4 cases excluded" in left
    assert "Deadline: Acknowledge, Resolve C-2026-0001-SSP01 1 Same as [telephone]" in left
    assert "TILL promise 2 Oct 2026 3 Fire drill" in left


def test_a_written_message_stands_on_the_cover(busy: Store) -> None:
    words = "We open a second till.\nIt works: wait and see."
    cover = " ".join(pages(make_pack(busy, message=words, asked="Keep it open.").pdf)[0].split())
    assert "We open a second till." in cover
    assert "It works: wait and see." in cover
    assert "Keep it open." in cover
    assert "counted met" not in cover


def test_a_written_message_is_not_contradicted_in_the_second_language(busy: Store) -> None:
    month = last_month(busy)
    cover = pages(make_pack(busy, "en", "zh_HK", message="All is well.").pdf)[0]
    assert f"{month.year}年{month.number}月服務報告" in cover
    assert cover.count("All is well.") == 1
    assert [line[:14] for line in cover.splitlines() if "項承諾中" in line] == [
        "由人手撰寫。按數字得出的標題："[:14]
    ]


def test_a_proposed_message_is_said_in_both_and_a_written_line_once(busy: Store) -> None:
    with busy.reading() as session:
        proposed = packs.words(session, PackRequest(last_month(busy), ("en", "zh_HK")))
    message, asked = proposed.message + "\nWe thank Ward 3.", proposed.asked
    pack = make_pack(busy, "en", "zh_HK", message=message, asked=asked)
    cover = pages(pack.pdf)[0]
    assert cover.count("We thank Ward 3.") == 1
    assert "由人手撰寫" not in cover
    assert "項承諾中" in cover


def test_the_figures_propose_the_words_to_edit(busy: Store) -> None:
    request = PackRequest(last_month(busy), ("zh_HK", "en"))
    with busy.reading() as session:
        proposed = packs.words(session, request)
    assert "項承諾" in proposed.message.splitlines()[0]
    assert proposed.asked
    assert make_pack(busy, "zh_HK", message=proposed.message, asked=proposed.asked) == make_pack(
        busy, "zh_HK"
    )


def test_a_running_month_says_up_to_when(busy: Store) -> None:
    month = last_month(busy).shift(1)
    cover = " ".join(pages(make_pack(busy, month=month).pdf)[0].split())
    assert "the month is not over: figures up to" in cover
    assert "So far: " in cover
    running = pages(make_pack(busy, month=month).pdf)
    assert all("Preview: not issued · the month is not over" in page for page in running)
    for title in ("pledges", "targets in this table", "Checklists scored"):
        assert re.search(f"So far: .*{title}", in_one_line(make_pack(busy, month=month).pdf))
    whole = in_one_line(make_pack(busy).pdf)
    assert "month is not over" not in whole
    assert "So far" not in whole


def test_each_chart_has_its_number_and_source_and_contents_lead_to_each_part(busy: Store) -> None:
    pdf = make_pack(busy).pdf
    whole = in_one_line(pdf)
    numbers = [int(number) for number in re.findall(r"Figure (\d+)\. ", whole)]
    assert numbers == list(range(1, 11))
    assert whole.count("Source: ") == len(numbers)
    with pikepdf.open(BytesIO(pdf)) as opened:
        places = {page.obj.objgen: number for number, page in enumerate(opened.pages, 1)}
        links = [places[link.Dest[0].objgen] for link in opened.pages[1].Annots]
    assert page_with(pdf, "Acknowledged on time 100").count("Events: ") == 1  # under two charts
    line = page_with(pdf, "Contents:")
    line = line[line.index("Contents:") : line.index("Measure ")]
    assert sorted(links) == links
    assert [int(number) for number in re.findall(r"\d+", line)] == links
    assert len(links) == 12


def test_an_empty_store_still_gives_a_pack(store: Store) -> None:
    pack = make_pack(store, month=Month(2026, 9))
    assert 6 <= pack.pages <= 8
    assert faults(pack.pdf) == []
    whole = in_one_line(pack.pdf)
    for words in (
        "No pledge could be judged: too few cases",
        "No complaint was received, and none is open",
        "No deadline fell due in these months.",
        "No complaint was closed in September",
        "No complaint had a finding in September",
        "No checklist was finished",
        "No action was open at the end of September 2026.",
        "No case was excluded",
        "Too few counts to judge this month.",
        "No target in this table could be judged in September",
    ):
        assert words in whole
    for words in ("were met in", "No decision is requested", "✓"):
        assert words not in whole
    before = in_one_line(make_pack(store, month=Month(2026, 1)).pdf)
    assert "No pledge was in force" in before


def test_few_cases_are_printed_as_counts(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        for _ in range(3):
            ended(session, logged(session, clock))
        pledge = pledges.everything(session)[0].id
        pledges.count_day(session, DayCount(pledge, date(2026, 10, 2), 4, 1))
    clock.move(days=1)
    with store.writing() as session:
        for _ in range(1):
            case = logged(session, clock)
            complaints.answer(session, case, Outcome(Finding.NOT_UPHELD))
            complaints.close(session, case)
    whole = in_one_line(make_pack(store, month=Month(2026, 10)).pdf)
    assert "4 of 5 cases met it: too few cases for a percentage." in whole
    assert "TILL promise: too few cases to judge" in whole
    assert "80.0%" not in whole


def test_actions_are_printed_as_they_stood_at_the_months_end(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        till = pledges.everything(session)[0]
        pledges.count_day(session, DayCount(till.id, date(2026, 10, 2), 60, 40))
        linked = NewAction(
            "Open a second till", "May", date(2026, 10, 20), ActionSource.PLEDGE, till.id
        )
        second = actions.promise(session, linked)
        done = actions.promise(session, NewAction("Fix the hooks", "Ka-ho", date(2026, 10, 9)))
        for at in range(16):
            actions.promise(session, NewAction(f"Later {at}", "May", date(2026, 11, 20)))
    clock.move(days=2)
    with store.writing() as session:
        actions.finish(session, done)
    clock.at = datetime(2026, 11, 3, 2, tzinfo=UTC)
    with store.writing() as session:
        actions.finish(session, second)
        actions.promise(session, NewAction("Not yet", "May", date(2026, 12, 1)))
    whole = in_one_line(make_pack(store, month=Month(2026, 10)).pdf)
    assert "1 of 17 open actions are overdue" in whole
    assert "A-2026-0001 Open a second till May Pledge 20 Oct 2026 ◆ 12 days overdue" in whole
    assert "A-2026-0002 Fix the hooks Ka-ho Review 7 Oct 2026 Done" in whole
    assert "3 more are in the program." in whole
    assert "Not yet" not in whole
    assert "17 actions are open. 1 of them is overdue. 1 of them has ended since." in whole
    assert "Complete A-2026-0001" not in whole  # nobody is asked for what has been done
    assert "by when. Done since: A-2026-0001 (May, 3 Nov)." in whole
    assert "No action yet" not in whole
    assert "40 customers did not get what we pledged" not in whole  # no remedy was promised


def test_a_pledge_that_rose_is_kept_again_and_needs_no_longest_time(
    store: Store, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 9, 1, 2, tzinfo=UTC)
    with store.writing() as session:
        pledge = pledges.everything(session)[0]
        pledges.retire(session, pledge.id, date(2026, 8, 31))
        terms = pledge.current.terms
        plain = replace(
            terms,
            wording=ThreeTexts("Telephone", "電話", "电话"),
            maximum=ThreeTexts(),
            maximum_share=None,
            effective_from=date(2026, 9, 1),
        )
        new = pledges.define(session, NewPledge("TEL", PledgeSource.MANUAL, "", plain))
    clock.at = datetime(2026, 10, 30, 2, tzinfo=UTC)
    with store.writing() as session:
        logged(session, clock, received_at=datetime(2026, 7, 10, 4, tzinfo=UTC))
        pledges.count_day(session, DayCount(new, date(2026, 9, 2), 800, 200))
        pledges.count_day(session, DayCount(new, date(2026, 10, 2), 970, 30))
    whole = in_one_line(make_pack(store, month=Month(2026, 10)).pdf)
    assert "Telephone: met again, with 97.0%" in whole
    rise = "It rose by 17.0 points from September. Too few months to show a pattern."
    assert rise in whole


def test_what_was_found_improved_and_made_good_stands_on_the_pledges_page(
    store: Store, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 10, 30, 2, tzinfo=UTC)
    with store.writing() as session:
        till = pledges.everything(session)[0]
        given = replace(
            till.current.terms,
            remedy=ThreeTexts("a coffee", "咖啡", "咖啡"),
            effective_from=date(2026, 10, 1),
        )
        pledges.change_terms(session, till.id, given)
        pledges.count_day(session, DayCount(till.id, date(2026, 9, 2), 960, 40))
        pledges.count_day(session, DayCount(till.id, date(2026, 10, 2), 900, 100))
        cause = "The second till was closed; ring 9123 4567. " + "Nobody was told. " * 30
        pledge_months.note_cause(session, till.id, Month(2026, 10), cause)
        better = ThreeTexts("A roster hangs at the till.", "收銀處掛上更表。", "收银处挂上班表。")
        pledge_months.note_change(session, till.id, Month(2026, 10), better)
        pledge_months.make_good(session, till.id, Month(2026, 10), 60, 150_000)
    page = page_with(make_pack(store, month=Month(2026, 10)).pdf, "Cause:")
    assert "Cause: The second till was closed; ring [telephone]." in page
    assert "Improvement: A roster hangs at the till." in page
    assert "100 customers did not get what we pledged. Remedy due to each: a coffee" in page
    assert "Remedies given: 60, cost HK$1,500. 40 remedies are still owed." in page
    assert "…" in page
    chinese = in_one_line(make_pack(store, "zh_HK", month=Month(2026, 10)).pdf)
    assert "收銀處掛上更表。" in chinese.replace(" ", "")


def test_what_waits_long_and_what_keeps_failing_is_asked_for(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        logged(session, clock, received_at=datetime(2026, 8, 10, 4, tzinfo=UTC))
        case = logged(session, clock)
        checklist_templates.install_shipped(session)
        line = checklist_templates.templates(session)[0]
    with store.writing() as session:
        row = session.get_one(ComplaintRow, case)
        row.closed_at, row.closed_month, row.closed_band = clock.at, Month(2026, 10), 1
    for _ in range(2):
        with store.writing() as session:
            _run_that_fails(session, line.id)
        clock.move(days=1)
    whole = in_one_line(make_pack(store, month=Month(2026, 10)).pdf)
    assert "Deal with the overdue complaint C-2026-0001-SSP01 (" in whole
    assert "open for more than 30 days." not in whole  # one case is one request
    named = re.search(r'2 critical items failed: [“"]([^”"]+)[”"] \(2 times\)\.', whole)
    assert named is not None
    assert whole.count(named[1]) == 3
    item = re.escape(named[1])
    asked = rf"Correct the failed critical item .{item}. \([^)]+\) and show that it is fixed"
    assert re.search(rf"{asked}\. ◆ No action yet", whole)
    assert "1 item failed more than once" in whole
    assert "◆ critical" in whole
    assert "due checks done on time" in whole
    assert "A check is due in the month in which its day, week or month ends" in whole
    assert whole.count("not a sample, so it is judged from the first one.") == 2
    assert "No finding recorded 1" in whole


def _run_that_fails(session: Session, template_id: int) -> None:
    """A run in which the first critical item fails and all others hold."""
    run = checklists.start(session, NewRun(template_id))
    template = checklist_templates.template(session, template_id)
    failing = next(item for item in template.items if item.critical)
    for item in template.items:
        fails = item is failing
        choice = next(c for c in template.choices(item) if c.fails is fails and c.score is not None)
        checklists.answer(session, run, item.code, choice.key)
    checklists.comment(session, run, failing.code, "Seen at the time.")
    checklists.finish(session, run)


def test_ever_so_many_causes_stand_on_one_page(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        for cause in range(90):
            for _ in range(1 + cause % 3):
                case = logged(session, clock)  # only a file may bring words of its own
                session.get_one(ComplaintRow, case).category = f"made.up.{cause}"
    clock.move(days=32)
    pack = make_pack(store)
    assert pack.pages <= 16
    page = page_with(pack.pdf, "other categories")
    assert "68 other categories" in page
    assert "Total 180" in page
