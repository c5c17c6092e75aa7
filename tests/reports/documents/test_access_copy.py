"""The copy of what is held about a person: every record's number stands above its own facts."""

from datetime import UTC, date, datetime

import pytest

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.requests.facts import PrivacyRequest
from csq_desktop.domain.requests.held import HeldFact, HeldRecord, HeldSection
from csq_desktop.domain.requests.words import PrivacyRequestKind, RequesterKind
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.words.wording import HONG_KONG
from csq_desktop.reports.documents.access_copy import AccessCopy, document
from tests.pdf_text import pages

AT = datetime(2026, 10, 5, 2, tzinfo=UTC)
REQUEST = PrivacyRequest(
    id=1,
    ref="DR-2026-0001",
    kind=PrivacyRequestKind.ACCESS,
    customer_id=1,
    customer_ref="CU-00001",
    received_at=AT,
    received_on=date(2026, 10, 5),
    channel=Channel.LETTER,
    language="en",
    requester=RequesterKind.PERSON,
)


@pytest.mark.parametrize("facts", range(20, 34))
def test_no_record_begins_at_the_foot_of_a_page(facts: int) -> None:
    fact = HeldFact("Replied", "5 Oct 2026 10:00")
    first = HeldRecord("C-2026-0001", (fact,) * facts)
    second = HeldRecord("C-2026-0002", (fact,) * 3)
    section = HeldSection("complaints", "Your complaints", 1, (first, second))
    copy = AccessCopy(REQUEST, (section,), 0, Shop("Kwun Tong", "KT1"), AT.date(), HONG_KONG)
    (page,) = [words for words in pages(document(copy).pdf()) if second.title in words]
    assert "Replied" in page.partition(second.title)[2]
