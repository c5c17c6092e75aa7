"""The program with an empty shop for a screen reader: `python -m tests.ui.bus.heard_program STORE`.

It says READY once a passphrase stands in its field, and ends when nobody listens any more.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from csq_desktop.domain.shop.shop import Shop
from csq_desktop.services import drafts
from csq_desktop.settings import Settings
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.drafts import Drafts
from csq_desktop.ui.kit import accessibility
from csq_desktop.ui.kit.forms.secret_field import PassphraseField
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme
from tests import factory
from tests.ui.finding import child

SECRET, READY = "harbour lantern", "READY"
_LONGEST_MS = 30_000


def main(folder: Path) -> None:
    """Show the user's own passphrase, half typed, and wait to be ended."""
    application = QApplication([])
    accessibility.install()
    theme.start(application, Settings())
    store = factory.open_store(folder, source=factory.FixedClock())
    tasks = Tasks(store)
    shop = Shop(name="Sham Shui Po", branch_code="SSP01")
    signed_in = SignedIn(store.folder, store.user, shop, store.clock.now)
    window = MainWindow(Context(tasks, signed_in, Settings(), Drafts(tasks, drafts)))
    window.show()
    window.show_page("settings", "passphrase")
    QTest.keyClicks(child(window.page, PassphraseField, "old_passphrase"), SECRET)
    QTimer.singleShot(_LONGEST_MS, application.quit)
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
