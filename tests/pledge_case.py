"""Pledges for tests: full terms in three languages, and short ways to count and look."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from csq_desktop.domain.pledges.facts import DayCount, NewPledge, PledgeSource, PledgeTerms
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.pledges import pledges
from csq_desktop.storage.store import Store

T = TypeVar("T")
BEGAN = date(2026, 7, 1)
TERMS = PledgeTerms(
    wording=ThreeTexts(
        "You reach the till within five minutes", "五分鐘內輪到付款", "五分钟内轮到付款"
    ),
    standard=ThreeTexts("within 5 minutes", "5 分鐘內", "5 分钟内"),
    standard_share=0.95,
    maximum=ThreeTexts("over 10 minutes", "超過 10 分鐘", "超过 10 分钟"),
    maximum_share=0.01,
    effective_from=BEGAN,
    remedy=ThreeTexts("A coffee voucher.", "送贈咖啡券一張。", "赠送咖啡券一张。"),
    how_to_claim=ThreeTexts("Tell the cashier.", "告訴收銀員。", "告诉收银员。"),
    limits=ThreeTexts("From joining the queue.", "由開始排隊計。", "从开始排队计。"),
    how_measured=ThreeTexts("Ten customers a day.", "每天十位顧客。", "每天十位顾客。"),
    published=ThreeTexts("At the entrance.", "店舖入口。", "店铺入口。"),
)
LATE = replace(
    TERMS,
    wording=ThreeTexts("Complaint acknowledged in time", "準時確認投訴", "准时确认投诉"),
    maximum_minutes=24 * 60,
)


def do(store: Store, job: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run a service in a transaction."""
    with store.writing() as session:
        return job(session, *args, **kwargs)


def look(store: Store, query: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run a service that only reads."""
    with store.reading() as session:
        return query(session, *args, **kwargs)


def till(store: Store, **changed: Any) -> int:
    """Define the pledge counted by hand; returns its id."""
    new = NewPledge("TILL", PledgeSource.MANUAL, "May Wong", replace(TERMS, **changed))
    return do(store, pledges.define, new)


def acknowledging(store: Store, source: PledgeSource = PledgeSource.ACKNOWLEDGE) -> int:
    """Define a pledge counted from complaints; returns its id."""
    code = "ACK" if source is PledgeSource.ACKNOWLEDGE else "RES"
    return do(store, pledges.define, NewPledge(code, source, "May Wong", LATE))


def count(store: Store, pledge_id: int, day: date, *numbers: Any) -> DayCount | None:
    """Enter a day's count: met, missed, beyond the maximum, left out, why."""
    return do(store, pledges.count_day, DayCount(pledge_id, day, *numbers))


def retired(store: Store, pledge_id: int, last_day: date) -> None:
    """Retire a pledge after a day, the counts of later days taken away."""
    with store.writing() as session:
        for counted in pledges.counts(session, pledge_id, last_day + timedelta(days=1), date.max):
            pledges.take_back_count(session, pledge_id, counted.day)
        pledges.retire(session, pledge_id, last_day)
