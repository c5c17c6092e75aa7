"""Recomputing the deadlines of every open complaint at once."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction, TrailFilter
from csq_desktop.domain.complaints.facts import Channel, ComplaintClock, NewComplaint, Severity
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused
from csq_desktop.services import audit_trail
from csq_desktop.services.complaints import complaints, deadlines
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, open_store

T = TypeVar("T")


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    opened = open_store(tmp_path, source=clock)
    with opened.writing() as session:
        shop.set_up(session, NewShop("Ming Kee", "01", "May"))
    yield opened
    opened.let_go()


def do(store: Store, job: Callable[[Session], T]) -> T:
    with store.writing() as session:
        return job(session)


def logged(store: Store, severity: Severity = Severity.MEDIUM) -> int:
    new = NewComplaint(Channel.COUNTER, store.clock.now(), "till.waiting", severity, "It broke.")
    return do(store, partial(complaints.log, new=new)).id


def due(store: Store, complaint_id: int) -> datetime:
    with store.reading() as session:
        at = complaint_views.read(session, complaint_id).clocks[1].due_at
    assert at is not None
    return at


def test_open_complaints_follow_and_the_trail_tells(store: Store) -> None:
    one, other = logged(store), logged(store, Severity.HIGH)
    before = due(store, one), due(store, other)
    shorter = {(clock, severity): 60 for clock in ComplaintClock for severity in Severity}
    do(store, partial(shop.change_policy, minutes=shorter))
    with store.reading() as session:
        assert deadlines.open_complaints(session) == 2
    assert (due(store, one), due(store, other)) == before
    assert do(store, deadlines.recompute) == 2
    assert due(store, one) == due(store, other) < min(before)
    with store.reading() as session:
        line = audit_trail.page(session, TrailFilter()).lines[0]
        history = complaint_views.read(session, one).events
    assert (line.what, line.about) == ("Deadlines recalculated", "Shop settings")
    assert {change.field: change.after for change in line.changes} == {
        "Number of records": "2",
        "Version": "2",
    }
    assert "version 2" in history[-1].text
    assert AuditAction.DEADLINES_RECOMPUTED.label == line.what


def test_without_open_complaints_there_is_nothing_to_do(store: Store) -> None:
    assert do(store, deadlines.recompute) == 0


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_only_supervisors_recompute(tmp_path: Path, clock: FixedClock, role: Role) -> None:
    store = open_store(tmp_path, role, source=clock)
    with pytest.raises(Refused):
        do(store, deadlines.recompute)
    store.close()
