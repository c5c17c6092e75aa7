"""A program with a half-filled form that only a kill ends: `python -m tests.ui.kit.killed_form`."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from csq_desktop.domain.shop.shop import Shop
from csq_desktop.services import drafts
from csq_desktop.services.stores import stores
from csq_desktop.settings import Settings
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.drafts import Drafts
from csq_desktop.ui.kit import dialog
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme
from tests import factory

KEY, WORDS = "note.killed", "half a sentence"
SAVED = "saved"
_SOON_MS, _LONGEST_MS = 20, 60_000


class KilledDialog(dialog.Dialog):
    draft_key = KEY

    def __init__(self, context: Context) -> None:
        super().__init__(context, "A note", "Save", None)
        self.words = QLineEdit()
        self.add_form(FormGrid()).add("words", "Words", self.words)
        self.take_draft()


def main(folder: Path) -> None:
    """Type half a sentence, say when it is saved, and wait for the end."""
    application = QApplication([])
    theme.start(application, Settings())
    first = stores.people(folder)[0]
    passphrase = factory.PASSPHRASES[first.role]
    store = stores.open(folder, first.id, passphrase, source=factory.FixedClock())
    tasks = Tasks(store)
    shop = Shop(name="Sham Shui Po", branch_code="SSP01")
    signed_in = SignedIn(store.folder, store.user, shop, store.clock.now)
    context = Context(tasks, signed_in, Settings(), Drafts(tasks, drafts))
    form = KilledDialog(context)
    for timer in form.findChildren(QTimer):
        timer.setInterval(_SOON_MS)
    form.show()
    form.words.setText(WORDS)
    tasks.settled.connect(_say_saved)
    QTimer.singleShot(_LONGEST_MS, application.quit)
    application.exec()


def _say_saved() -> None:
    sys.stdout.write(f"{SAVED}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
