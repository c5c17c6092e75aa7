"""Revision s0013: what held of an action is kept with its date, from what is kept of it now."""

from datetime import date
from pathlib import Path

import pytest

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure
from csq_desktop.domain.users import Role
from csq_desktop.services.actions import actions
from csq_desktop.services.indicators import figures
from csq_desktop.storage.audit import reconcile
from csq_desktop.storage.files.engine import STORE_FILE
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, copy_store, open_store, template
from tests.services.small_shop import set_up
from tests.storage.schema.test_migrations import by_history, changing, contents, move, objects
from tests.storage.schema.test_owners_revision import add

FIRST_NEW = 7 << 31 | 40
READ = "SELECT id, action_id, effective_from, state, due_on FROM action_version ORDER BY id"
VERSIONS = [
    (FIRST_NEW, 31, 500, "open", "2026-10-05"),
    (FIRST_NEW + 1, 32, 510, "open", "2026-10-06"),
    (FIRST_NEW + 2, 32, 900, "done", "2026-10-06"),
    (FIRST_NEW + 3, 33, 520, "open", "2026-10-05"),
    (FIRST_NEW + 4, 33, 520, "cancelled", "2026-10-05"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    before = by_history(tmp_path, STORE_FILE)
    move(before, "s0012", down=True)
    with changing(before) as connection:
        connection.exec_driver_sql("INSERT INTO sequence_counter VALUES ('id', 7, 40)")
        for number, created_at, state, done_at, due_on in (
            (31, 500, "open", None, "2026-10-05"),
            (32, 510, "done", 900, "2026-10-06"),
            (33, 520, "cancelled", 520, "2026-10-05"),
        ):
            add(connection, "action", id=number, ref=str(number), created_at=created_at,
                state=state, done_at=done_at, due_on=due_on)  # fmt: skip
    return before


def test_an_action_begins_with_what_is_kept_of_it(file: Path) -> None:
    move(file, "s0013")
    with changing(file) as connection:
        assert [tuple(row) for row in connection.exec_driver_sql(READ)] == VERSIONS
        counter = connection.exec_driver_sql("SELECT following FROM sequence_counter")
        assert counter.scalar() == 45
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None


def test_going_down_leaves_the_actions_and_going_up_begins_again(file: Path) -> None:
    with changing(file) as connection:
        before, shape = contents(connection), objects(connection)
    move(file, "s0013")
    move(file, "s0012", down=True)
    with changing(file) as connection:
        assert objects(connection) == shape
        assert contents(connection) | {"sequence_counter": []} == before | {"sequence_counter": []}
        assert connection.exec_driver_sql("SELECT count(*) FROM store_setting").scalar() == 0
    move(file, "s0013")
    with changing(file) as connection:
        again = [tuple(row)[1:] for row in connection.exec_driver_sql(READ)]
    assert again == [version[1:] for version in VERSIONS]


def test_a_store_without_actions_has_nothing_to_begin(tmp_path: Path) -> None:
    file = by_history(tmp_path, STORE_FILE)
    move(file, "s0012", down=True)
    move(file, "s0013")
    with changing(file) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM action_version").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM store_setting").scalar() == 0


def counted(store: Store) -> list[Figure]:
    with store.reading() as session:
        months = figures.history(
            session, Month(2026, 11), 2, only=("actions.open", "actions.overdue")
        )
    return [figure for month in months for figure in month.figures]


def test_an_older_store_has_its_figures_and_its_trail_as_before(
    tmp_path: Path, clock: FixedClock
) -> None:
    folder = copy_store(tmp_path)
    store = open_store(tmp_path, source=clock)
    set_up(store)
    with store.writing() as session:
        lamp = actions.promise(session, NewAction("Lamp", "May", date(2026, 10, 20)))
        actions.promise(session, NewAction("Door", "May", date(2026, 10, 9)))
    clock.move(minutes=40 * 24 * 60)
    with store.writing() as session:
        actions.finish(session, lamp)
    before = counted(store)
    assert [figure.value for figure in before] == [2, 2, 1, 1]
    store.close()
    key = template().users[Role.SUPERVISOR].keyring.store_key
    move(folder / STORE_FILE, "s0012", key=key, down=True)
    store = open_store(tmp_path, source=clock)
    assert counted(store) == before
    with store.reading() as session:
        entries = session.connection().exec_driver_sql(
            "SELECT action, object_type FROM audit_entry WHERE detail LIKE '%upgrade s0013%'"
        )
        assert [tuple(row) for row in entries] == [("created_many", "action_version")]
        # What was there before the way down is gone, the salts of digests too; of what came up
        # again the trail knows.
        differences = {
            (each.object_type, each.differs)
            for each in reconcile.compare(session).differences
            if each.object_type == "action_version" or not set(each.fields) <= {"title", "words"}
        }
    assert differences == {("action_version", reconcile.Differs.GONE)}
    store.close()
