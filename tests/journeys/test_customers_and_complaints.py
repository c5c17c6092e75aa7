"""Customers and complaints through the window, each story ending in something read back."""

from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from csq_desktop.demo import build as demo
from csq_desktop.domain.customers.facts import CustomerFilter
from csq_desktop.domain.retention.erasures import ErasureMode
from csq_desktop.domain.stores.backups import BackupOpener
from csq_desktop.domain.users import Role
from csq_desktop.services.stores import backups
from csq_desktop.storage.records import customers as customer_records
from csq_desktop.storage.records import forgetting
from csq_desktop.storage.store import Store
from csq_desktop.ui.retention.erase_dialog import EraseDialog
from csq_desktop.ui.retention.tab import ERASED, RetentionTab
from tests import raw_bytes
from tests.factory import DEMO_NOW, FixedClock
from tests.ui.finding import child
from tests.ui.start.start_case import Begin

MINE = demo.DEMO_PASSPHRASES[Role.SUPERVISOR]


def test_an_erasure_survives_a_restore_proved_by_raw_bytes(
    begin: Begin, demo_store: Path, tmp_path: Path
) -> None:
    running = begin(str(demo_store))
    running.sign_in(0, MINE)
    who, words = somebody(running.store)
    backup = backups.make(running.store, tmp_path / "before.csqbackup").file
    assert found(demo_store, running.store, words) == set(words)

    running.main.show_page("customers", who)
    running.settle()
    child(running.main.page, QAction, "erase").trigger()
    running.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, EraseDialog)
    dialog.mode.choose(ErasureMode.ERASE.value)
    dialog.passphrase.setText(MINE)
    dialog.submit_button.click()
    running.settle()
    assert found(demo_store, running.store, words) == set()

    keys = running.store
    opener = BackupOpener(user="May Wong", passphrase=MINE)
    back = backups.restore(backup, tmp_path / "Back.csq", opener, source=FixedClock(DEMO_NOW))
    assert back.erasures_text == "1 erasure made after this backup was repeated."
    assert found(back.folder, keys, words) == set()
    again = begin(str(back.folder))
    again.sign_in(0, MINE)
    with again.store.reading(identities=True) as session:
        shown = CustomerFilter(text=words[1])
        assert not customer_records.line_ids(session, shown)
    again.main.show_page("privacy", "retention")
    again.settle()
    tab = child(again.main.page, RetentionTab)
    tab.view.choose(ERASED)
    assert tab.erased.row_at(0).replayed


def somebody(store: Store) -> tuple[int, list[str]]:
    """A customer with no open case, and words that are theirs alone."""
    with store.reading(identities=True) as session:
        ids = customer_records.line_ids(session, CustomerFilter())
        busy = forgetting.open_cases(session, ids)
        for number, who in customer_records.identities(session, ids).items():
            if number not in busy and who.name and who.phone and who.email:
                return number, [who.email, who.phone]
    raise AssertionError


def found(folder: Path, store: Store, words: list[str]) -> set[str]:
    """Which of the words stand anywhere in the files of a database, decrypted."""
    store.checkpoint()
    return {word for _, word in raw_bytes.hits(raw_bytes.files_of(folder, store.keys), words)}
