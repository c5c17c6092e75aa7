"""The signed-in user's own passphrase."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from csq_desktop.services import users
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.settings.section import Section
from csq_desktop.ui.widgets import buttons
from csq_desktop.ui.widgets.cards import Card
from csq_desktop.ui.widgets.fields import PassphraseField
from csq_desktop.ui.widgets.form import FormGrid
from csq_desktop.ui.widgets.new_passphrase import NewPassphrase


class PassphraseSection(Section):
    """A passphrase never expires; change it when somebody may have seen it."""

    wide = 560

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            tr("It never expires. Change it when somebody may have seen it or knows it."),
        )
        self.old = PassphraseField()
        self.new = NewPassphrase(self._names, tr("New passphrase"))
        self.submit = buttons.primary(
            tr("Change my passphrase"), self._on_save, name="change_passphrase"
        )
        form = FormGrid()
        form.add("old_passphrase", tr("Passphrase now"), self.old)
        form.add_row(self.new)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.submit)
        card = Card()
        card.body.addWidget(form)
        card.body.addLayout(foot)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.old.textChanged.connect(self._on_typed)
        self.new.changed.connect(self._on_typed)
        context.locking.connect(self._forget)
        self._on_typed()

    def _names(self) -> tuple[str, ...]:
        shop = self.context.shop
        return shop.name, shop.branch_code, self.context.user.name

    def _on_typed(self) -> None:
        self.submit.setEnabled(bool(self.old.text()) and self.new.ready)

    def _on_save(self) -> None:
        job = partial(users.change_own_passphrase, old=self.old.text(), new=self.new.passphrase)
        self._forget()
        self.save(job, told=tr("Your passphrase is changed."))

    def _forget(self) -> None:
        self.old.clear()
        self.new.clear()
