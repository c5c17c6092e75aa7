"""Nonsense in any whole number or document of store.db: a sentence or work as ever, no traceback.

Whoever holds the store's key can put it there. Each round spoils one column of every row of a
table, and has a supervisor go through a day of work.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Integer
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator
from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import Filter
from csq_desktop.domain.drafts import Draft
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreDamaged, UserError
from csq_desktop.services import drafts
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.complaints import views
from csq_desktop.services.packs import packs
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import checks, safety
from csq_desktop.services.today import today
from csq_desktop.storage import tables
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.engine import STORE_FILE
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.row import ROWS, Json, Row, table_of
from tests.factory import FOLDER, FixedClock, by_hand, open_store, opened, template
from tests.services.small_shop import Hand, logged, set_up
from tests.tally import Tally

VALUES = ("'x'", "'5'", "x'00'", "1.5", "-1", "9999", "9223372036854775807", "NULL",
          "'[]'", "'[[1]]'", "'{\"a\": 1}'")  # fmt: skip
OCTOBER = Month(2026, 10)
EVERY_PACK = 8  # a pack takes as long as many rounds without one
tables.import_all()


def cases() -> Iterator[str]:
    """A statement for every column of numbers or documents and every value."""
    for name, kind in sorted(ROWS.items()):
        if issubclass(kind, Row) and not name.startswith("audit_"):
            for column in table_of(kind).columns:
                plain: Any = column.type
                if isinstance(plain, TypeDecorator):
                    plain = plain.impl_instance
                if isinstance(column.type, Json) or isinstance(plain, Integer | Boolean):
                    yield from (f'UPDATE OR IGNORE {name} SET "{column.name}" = {value}'
                                for value in VALUES)  # fmt: skip


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FixedClock]:
    """A shop of some weeks, with checklists, a closing, a draft and a check behind it."""
    root, clock = tmp_path_factory.mktemp("nonsense"), FixedClock()
    store = open_store(root, source=clock)
    set_up(store)
    with store.writing() as session:
        checklist_templates.install_shipped(session)
        drafts.keep(session, Draft("complaint", (("words", "late"),), clock.at))
        safety.note_sound(session, whole=True)
        shop.enter_transactions(session, OCTOBER, 5_000)
        shop.close_shop(session, date(2026, 12, 24), date(2026, 12, 24), "staff_day")
    hand = Hand(store, clock, random.Random(3))
    hand.work(25)
    with store.writing() as session:
        hand.count(session, 0)
    store.close()
    return store.folder, clock


def spoilt(folder: Path, statement: str) -> bool:
    """Whether somebody with the store's key could do it, and it changed anything."""
    key = template().users[Role.STAFF].keyring.store_key
    driver = engine.connect(folder / STORE_FILE, key)
    with closing(driver), suppress(sqlcipher.IntegrityError):
        return bool(driver.execute(statement).rowcount)
    return False


def a_day(root: Path, clock: FixedClock, *, pack: bool) -> None:
    """What a supervisor does; each step ends, at worst, in a sentence."""
    with suppress(UserError):
        store = open_store(root, source=clock)
        with closing(store):
            look(store, today.show)
            look(store, lambda session: views.first_lines(session, Filter(), 50))
            look(store, read_the_first)
            look(store, drafts.read_all)
            look(store, lambda session: safety.safety(session).concerns)
            with suppress(UserError), store.writing() as session:
                logged(session, clock)
            if pack:
                look(store, lambda session: packs.make(session, PackRequest(OCTOBER, ("en",))))
                with suppress(UserError):
                    checks.check(store)


def read_the_first(session: Session) -> None:
    for case in views.line_ids(session, Filter(), 1):
        views.read(session, case)


def look(store: Store, at: Callable[[Session], object]) -> None:
    with suppress(UserError), store.reading() as session:
        at(session)


@pytest.mark.fault("T13")
def test_no_number_and_no_document_of_a_store_ends_in_a_traceback(
    worked: tuple[Path, FixedClock],
    tmp_path: Path,
    rounds: Callable[[int, int], int],
    tally: Tally,
) -> None:
    (shop_folder, clock), folder = worked, tmp_path / FOLDER
    statements = list(cases())
    random.Random("nonsense").shuffle(statements)
    for statement in statements[: rounds(24, len(statements))]:
        shutil.copytree(shop_folder, folder)
        if spoilt(folder, statement):
            tally.note = statement
            with tally.round("unopenable"):
                a_day(tmp_path, clock, pack=tally.rounds % EVERY_PACK == 0)
        shutil.rmtree(folder)
    tally.note = f"{tally.rounds} columns of a table filled with nonsense"


def spoil(root: Path, clock: FixedClock, statement: str) -> Path:
    store = open_store(root, source=clock)
    set_up(store)
    with store.writing() as session:
        shop.close_shop(session, date(2026, 12, 24), date(2026, 12, 24), "staff_day")
    by_hand(store, statement)
    store.close()
    return store.folder


def faults(store: Store) -> list[str]:
    """The lines of a check that name something wrong."""
    return [each.name for each in checks.check(store).lines if not each.sound]


@pytest.mark.parametrize("table", ["user_account", "person"])
def test_a_name_that_is_none_keeps_nobody_out_and_the_check_finds_it(
    tmp_path: Path, clock: FixedClock, table: str
) -> None:
    folder = spoil(tmp_path, clock, f"UPDATE {table} SET name = x'00'")
    for role in Role:
        with opened(folder, clock, role) as store:
            assert "A record contains a value that this program did not write" in store.losses[0]
            assert role is Role.STAFF or "records_and_trail" in faults(store)


@pytest.mark.parametrize("body", ["5", '"x"', "nonsense", "[[[]]]"])
def test_settings_that_are_none_are_named_by_the_check(
    tmp_path: Path, clock: FixedClock, body: str
) -> None:
    folder = spoil(tmp_path, clock, f"UPDATE shop_setting SET body = '{body}'")
    with opened(folder, clock) as store:
        with pytest.raises(StoreDamaged), store.reading() as session:
            today.show(session)
        assert "records_and_trail" in faults(store)


def nothing_where_something_must_be(folder: Path, table: str, column: str) -> None:
    """Put NULL into a column that may have none: the rule is taken out for as long as it takes."""
    key = template().users[Role.STAFF].keyring.store_key
    named = f"type = 'table' AND name = '{table}'"
    with closing(engine.connect(folder / STORE_FILE, key)) as driver:
        sql = driver.execute(f"SELECT sql FROM sqlite_master WHERE {named}").fetchone()[0]
        for text in (sql.replace(" NOT NULL", ""), sql):
            driver.execute("PRAGMA writable_schema = ON")
            driver.execute(f"UPDATE sqlite_master SET sql = ? WHERE {named}", (text,))
            driver.execute("PRAGMA writable_schema = RESET")
            if text != sql:
                driver.execute(f'UPDATE {table} SET "{column}" = NULL')


@pytest.mark.parametrize(
    ("table", "column"), [("closure", "end"), ("pledge", "source"), ("record_salt", "salts")]
)
def test_a_row_that_breaks_the_rules_of_its_table_is_a_sentence(
    worked: tuple[Path, FixedClock], tmp_path: Path, table: str, column: str
) -> None:
    shop_folder, clock = worked
    shutil.copytree(shop_folder, tmp_path / FOLDER)
    nothing_where_something_must_be(tmp_path / FOLDER, table, column)
    with opened(tmp_path / FOLDER, clock) as store:
        with pytest.raises(StoreDamaged, match="did not write"):
            figures_and_a_save(store, clock)
        assert "store.db" in faults(store)


def test_a_copy_of_the_key_file_without_its_edition_keeps_nobody_out(
    worked: tuple[Path, FixedClock], tmp_path: Path
) -> None:
    shop_folder, clock = worked
    shutil.copytree(shop_folder, tmp_path / FOLDER)
    nothing_where_something_must_be(tmp_path / FOLDER, "key_file_copy", "edition")
    with opened(tmp_path / FOLDER, clock, Role.STAFF) as store:
        assert "key_file_copy" in store.losses[0]


def test_an_error_that_comes_of_no_row_is_left_as_it_is(store: Store) -> None:
    with pytest.raises(TypeError), store.reading():
        raise TypeError
    with pytest.raises(KeyError), store.writing():
        raise KeyError


def figures_and_a_save(store: Store, clock: FixedClock) -> None:
    every_figure(store)
    with store.writing() as session:
        logged(session, clock)


def every_figure(store: Store) -> None:
    with store.reading() as session:
        today.show(session)
        packs.make(session, PackRequest(OCTOBER, ("en",)))


@pytest.mark.parametrize(
    "change",
    [
        *("pledge_count SET missed = -9", "complaint SET held_seconds = -1 << 60"),
        *("complaint SET resolve_due_at = NULL", "complaint SET closed_month = 202610"),
    ],
)
def test_figures_of_numbers_that_contradict_each_other_are_a_sentence(
    worked: tuple[Path, FixedClock], tmp_path: Path, change: str
) -> None:
    shop_folder, clock = worked
    shutil.copytree(shop_folder, tmp_path / FOLDER)
    assert spoilt(tmp_path / FOLDER, f"UPDATE {change}")
    with (
        opened(tmp_path / FOLDER, clock) as store,
        pytest.raises(StoreDamaged, match="did not write"),
    ):
        every_figure(store)


def test_a_pledge_without_any_version_is_a_sentence(
    worked: tuple[Path, FixedClock], tmp_path: Path
) -> None:
    shop_folder, clock = worked
    shutil.copytree(shop_folder, tmp_path / FOLDER)
    assert spoilt(tmp_path / FOLDER, "DELETE FROM pledge_version")
    with (
        opened(tmp_path / FOLDER, clock) as store,
        pytest.raises(StoreDamaged, match="did not write"),
    ):
        every_figure(store)
