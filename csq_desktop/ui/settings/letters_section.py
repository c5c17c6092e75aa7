"""Letters: the letterhead, and the templates with who reviews what is written from them."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton

from csq_desktop import paths
from csq_desktop.domain.letters.facts import Letterhead
from csq_desktop.services.letters import letterhead
from csq_desktop.services.packs import definitions
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow, unchanged
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import TextArea
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.settings.letter_templates import LetterTemplatesDialog
from csq_desktop.ui.settings.section import SettingsSection

_DRAFT = "settings.letterhead"
_ENDINGS = "*.png *.jpg *.jpeg"


class LetterheadSection(SettingsSection):
    """What stands at the top of every letter, and the way to the templates."""

    topics = frozenset({"shop"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._stored = Letterhead(shop=context.shop.name)
        self._logo = ""
        self.address, self.phone, self.email = TextArea(lines=3), QLineEdit(), QLineEdit()
        self.form = FormGrid(columns=2)
        self.logo_words = PlainLabel("", "muted", wrap=True)
        self.remove = buttons.link(tr("Remove the logo"), self._on_remove, name="remove_logo")
        self.submit = buttons.primary(tr("Save"), self._on_save, name="save_letterhead")
        self._build()
        self.address.textChanged.connect(self._on_typed)
        for line in (self.phone, self.email):
            line.textChanged.connect(self._on_typed)
        self._show_logo("")
        self.draft.begin(_DRAFT)

    @property
    def typed(self) -> Letterhead:
        """The letterhead as the fields have it."""
        return Letterhead(
            self._stored.shop,
            self.address.toPlainText(),
            self.phone.text(),
            self.email.text(),
            self._logo,
        )

    def save_button(self) -> QPushButton:
        return self.submit

    def collect(self) -> Mapping[str, str]:
        return self.form.collect()

    def restore(self, texts: Mapping[str, str]) -> None:
        self.form.restore(texts)

    def reload(self) -> None:
        self.context.tasks.read(self, letterhead.letterhead, self._show)

    def take_logo(self, file: Path) -> None:
        """Read a picture from a file, beside the window."""
        job = partial(definitions.picture_of, file)
        self.context.tasks.compute(self, job, self._show_logo, self.show_error)

    def _show(self, stored: Letterhead) -> None:
        if stored == self._stored and self._logo == stored.logo:  # and so keep what is typed
            return
        self._stored = stored
        self.address.setPlainText(stored.address)
        self.phone.setText(stored.phone)
        self.email.setText(stored.email)
        self._show_logo(stored.logo)
        self.draft.begin(_DRAFT)

    def _show_logo(self, logo: str) -> None:
        self._logo = logo
        words = tr("A logo stands beside the name.") if logo else tr("No logo chosen.")
        self.logo_words.setText(words)
        self.remove.setVisible(bool(logo))
        self._on_typed()

    def _on_typed(self) -> None:
        allow(self.submit, unchanged(self.typed != self._stored))

    def _on_choose(self) -> None:
        folder, kinds = str(paths.documents()), tr("Pictures ({endings})", endings=_ENDINGS)
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Choose a picture"), folder, kinds)
        if chosen:
            self.take_logo(Path(chosen))

    def _on_remove(self) -> None:
        self._show_logo("")

    def _on_save(self) -> None:
        change = partial(letterhead.change, changed=self.typed)
        undo = partial(letterhead.change, changed=self._stored)
        self.save(change, undo, draft=self.draft)

    def _on_templates(self) -> None:
        LetterTemplatesDialog(self.context, self).open()

    def _build(self) -> None:
        form = self.form
        form.add("address", tr("Address of the shop"), self.address, wide=True)
        form.add("phone", tr("Telephone"), self.phone)
        form.add("email", tr("E-mail"), self.email)
        logo = QHBoxLayout()
        logo.addWidget(self.logo_words, 1)
        logo.addWidget(buttons.link(tr("Choose a logo…"), self._on_choose, name="choose_logo"))
        logo.addWidget(self.remove)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.submit)
        card = Card(tr("Letterhead"))
        card.body.addWidget(form)
        card.body.addLayout(logo)
        note = tr("Letters that were issued keep the letterhead they were printed with.")
        card.body.addWidget(PlainLabel(note, "hint", wrap=True))
        card.body.addLayout(foot)
        self.body.addWidget(card)
        self.body.addWidget(self._templates_card())
        self.body.addStretch(1)

    def _templates_card(self) -> Card:
        card = Card(tr("Templates"))
        words = tr(
            "Each template has your words in three languages, and says whether a second person "
            "reads a letter before it goes out."
        )
        card.body.addWidget(PlainLabel(words, "muted", wrap=True))
        edit = buttons.secondary(tr("Templates…"), self._on_templates, name="letter_templates")
        card.body.addWidget(edit, 0, Qt.AlignmentFlag.AlignLeft)
        return card
