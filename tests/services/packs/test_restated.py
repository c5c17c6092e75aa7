"""A corrected date moves the figures of a month whose pack was issued: whoever shows it says so."""

from datetime import timedelta

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.redating import CaseMoments
from csq_desktop.services.complaints import complaints
from csq_desktop.services.packs import packs, replaced, restated
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish, by_hand
from tests.pdf_text import in_one_line
from tests.services.packs.pack_case import issued, make_pack
from tests.services.small_shop import ended, founded, logged

OCTOBER = Month(2026, 10)
CHANGED = "of October 2026 have changed since its review pack was issued: "


@pytest.fixture
def furnish() -> Furnish:
    return founded


def test_a_month_with_other_figures_than_its_pack_says_which(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        received_at = clock.at
        case = logged(session, clock)
    clock.move(days=1)
    with store.writing() as session:
        ended(session, case)
    clock.move(days=40)
    pack = issued(store, OCTOBER)
    with store.reading() as session:
        assert restated.of_pack(session, pack.id) is None
        assert restated.of_month(session, OCTOBER) is None
        assert restated.of_pack(session, pack.id + 1) is None
    assert CHANGED not in in_one_line(make_pack(store, month=OCTOBER.shift(1)).pdf)
    with store.writing() as session:
        earlier = CaseMoments(received_at=received_at - timedelta(days=3))
        complaints.redate(session, case, earlier, "The letter lay in the drawer")
    with store.reading() as session:
        changed = restated.of_month(session, OCTOBER)
        assert restated.of_pack(session, pack.id) == changed
    assert changed is not None
    assert CHANGED in changed.sentence
    assert changed.sentence.endswith("Closed within 3 days, Median days from receipt to closing.")
    later = in_one_line(make_pack(store, "en", "zh_HK", month=OCTOBER.shift(1)).pdf)
    assert changed.sentence in later
    assert "2026年10月有" in later
    again = in_one_line(make_pack(store, month=OCTOBER).pdf)
    assert "Replaces version 1 of 15 Nov 2026. 2 figures changed: Closed within 3 days 1" in again
    assert changed.sentence not in again  # that pack is the one with the new figures
    second = issued(store, OCTOBER)  # once more: the newest version is what is compared
    with store.reading() as session:
        versions = [(each.version, each.changed) for each in packs.issued(session)]
        changed_by_second = replaced.before(session, second)
        assert replaced.before(session, pack) is None
    assert versions == [(2, 2), (1, None)]
    assert changed_by_second is not None
    assert tuple(change.after.id for change in changed_by_second.changes) == changed.ids
    with store.reading() as session:
        assert restated.of_month(session, OCTOBER) is None
        assert restated.of_pack(session, pack.id) == changed
    by_hand(store, "UPDATE pack SET figures = '[]'")
    with store.reading() as session:
        assert restated.of_month(session, OCTOBER) is None
        assert restated.of_pack(session, pack.id) is None
