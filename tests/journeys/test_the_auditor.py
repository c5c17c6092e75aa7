"""The auditor: signs in, looks at every page, runs a checklist, prints; meets nobody's identity."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import inspect, text
from sqlcipher3.dbapi2 import DatabaseError

from csq_desktop.demo import build as demo
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.customers.facts import CustomerFilter, Identity
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused
from csq_desktop.services.customers import customers
from csq_desktop.services.packs import packs
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import stores
from csq_desktop.storage.files import engine
from csq_desktop.storage.records.customers import customers as records
from csq_desktop.storage.store import Store
from csq_desktop.ui.shell import pages
from csq_desktop.ui.shell.main_window import MainWindow
from tests.factory import DEMO_NOW, FixedClock
from tests.pdf_text import in_one_line
from tests.ui.start.start_case import Begin, Running

AUDITOR = 2


@pytest.fixture
def people(demo_store: Path) -> list[Identity]:
    """Everybody in the vault, as only a supervisor can list them."""
    with (
        demo.signed_in(demo_store, FixedClock(DEMO_NOW)) as store,
        store.reading(identities=True) as session,
    ):
        known = [
            records.identity(session, one) for one in customers.line_ids(session, CustomerFilter())
        ]
    return [one for one in known if one is not None]


def secrets(people: list[Identity]) -> set[str]:
    """What must be met nowhere: whole names, telephones, e-mails."""
    found = set()
    for one in people:
        found |= {one.name, one.other_name, one.email, one.phone, one.phone.removeprefix("+852")}
    return {secret for secret in found if len(secret) >= 3}


def met(people: list[Identity], words: str) -> set[str]:
    """Who of them is in the words; digits within a longer number are part of that number."""
    found = {secret for secret in secrets(people) if secret in words}
    numbers = set(re.findall(r"\+?\d+", words))
    return {secret for secret in found if not secret.lstrip("+").isdecimal() or secret in numbers}


def shown(running: Running) -> str:
    """Every word on the screen: labels, fields, and all rows of tables."""
    labels = [one.text() for one in running.window.findChildren(QLabel) if one.isVisible()]
    fields = [one.text() for one in running.window.findChildren(QLineEdit) if one.isVisible()]
    words = [*labels, *fields]
    words += [one.toPlainText() for one in running.window.findChildren(QPlainTextEdit)]
    for view in running.window.findChildren(QAbstractItemView):
        model = view.model()
        for row in range(min(model.rowCount() if model else 0, 200)):
            for column in range(model.columnCount()):
                words.append(str(model.index(row, column).data()))
    return "\n".join(words)


def signed_in(begin: Begin, folder: Path) -> Running:
    running = begin(str(folder))
    running.sign_in(AUDITOR, demo.DEMO_PASSPHRASES[Role.AUDITOR])
    assert isinstance(running.window, MainWindow)
    return running


def test_no_page_shows_an_identity(
    begin: Begin, demo_store: Path, people: list[Identity], qtbot: QtBot
) -> None:
    running = signed_in(begin, demo_store)
    assert isinstance(running.window, MainWindow)
    for entry in pages.PAGES:
        running.window.show_page(entry.key)
        running.settle()
        QApplication.processEvents()
        assert met(people, shown(running)) == set(), entry.key


def opened(folder: Path) -> Store:
    who = next(user for user in stores.people(folder) if user.role is Role.AUDITOR)
    return stores.open(
        folder, who.id, demo.DEMO_PASSPHRASES[Role.AUDITOR], source=FixedClock(DEMO_NOW)
    )


def test_no_table_an_auditor_can_decrypt_holds_an_identity(
    demo_store: Path, people: list[Identity]
) -> None:
    store = opened(demo_store)
    with store.reading() as session:
        tables = inspect(session.connection()).get_table_names()
        for table in tables:
            rows = session.execute(text(f'SELECT * FROM "{table}"')).all()
            assert met(people, "\n".join(map(str, rows))) == set(), table
    assert store.keyring.vault is None
    store.close()


def test_the_vault_opens_with_none_of_an_auditors_keys(demo_store: Path) -> None:
    store = opened(demo_store)
    for key in (store.keyring.store_key, store.keyring.audit_key.hex(), store.keyring.master.hex()):
        with pytest.raises(DatabaseError):
            engine.connect(demo_store / engine.VAULT_FILE, key)
    with pytest.raises(Refused), store.reading(identities=True):
        pytest.fail("an auditor read the vault")
    store.close()


def test_the_files_themselves_hold_no_plain_identity(
    demo_store: Path, people: list[Identity]
) -> None:
    opened(demo_store).close()
    for file in demo_store.rglob("*"):
        if file.is_file():
            raw = file.read_bytes()
            for secret in secrets(people):
                assert secret.encode() not in raw, file.name


def test_a_printed_pack_names_nobody(demo_store: Path, people: list[Identity]) -> None:
    store = opened(demo_store)
    with store.reading() as session:
        month = Month.of(shop.today(session)).shift(-1)
        made = packs.make(session, PackRequest(month, ("en", "zh_HK")))
        with pytest.raises(Refused):
            packs.issue(session, PackRequest(month, ("en",)))
    store.close()
    read = in_one_line(made.pdf)
    assert met(people, read) == set()
    assert not re.search(r"\+852\d{8}", read)
