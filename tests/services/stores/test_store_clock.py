"""The store's clock against the computer's."""

from datetime import timedelta
from pathlib import Path

import pytest

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused
from csq_desktop.services.stores import store_clock
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, open_store


def test_an_hour_behind_is_not_worth_a_word_and_more_is_set_right(
    store: Store, clock: FixedClock
) -> None:
    clock.move(days=10)
    with store.writing() as session:
        audit.note(session, AuditAction.BACKED_UP)
    clock.move(minutes=-60)
    with store.reading() as session:
        assert store_clock.behind(session) == timedelta(0)
    clock.move(days=-9)
    with store.reading() as session:
        assert store_clock.behind(session) == timedelta(days=9, hours=1)
    with store.writing() as session:
        store_clock.set_right(session)
    with store.reading() as session:
        assert store_clock.behind(session) == timedelta(0)


def test_only_whoever_runs_the_shop_sets_the_clock(tmp_path: Path) -> None:
    staff = open_store(tmp_path, Role.STAFF)
    with staff.writing() as session, pytest.raises(Refused):
        store_clock.set_right(session)
    staff.close()
