"""What of a pack's words may identify somebody: to be decided before the pack is issued."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from csq_desktop.domain.packs import PrintedIdentity
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.masked import MaskedValue
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import tokens


class IdentitiesDialog(Dialog):
    """Each place with its page and its words; `decided` once all of them may stay in."""

    decided = Signal()
    wide: ClassVar[int] = 620

    def __init__(
        self, context: Context, places: Sequence[PrintedIdentity], parent: QWidget
    ) -> None:
        title, action = tr("Text that may identify somebody"), tr("Issue review pack")
        super().__init__(context, title, action, parent)
        self.choices: list[QCheckBox] = []
        self.content.addWidget(PlainLabel(_introduction(len(places)), wrap=True))
        self.all = buttons.secondary(tr("Leave all in"), self._on_all, name="leave_all_in")
        for printed in places:
            self.content.addWidget(self._place(printed))
        self.foot.insertWidget(0, self.all)
        self._show_decided()

    def submit(self) -> None:
        """Say that everything may stay in."""
        self.decided.emit()
        self.finish()

    def _place(self, printed: PrintedIdentity) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        what = MaskedValue(self.context, _what(printed), "strong")
        where = MaskedValue(self.context, _where(printed), "meta")
        choice = QCheckBox(tr("Leave it in"))
        choice.setAccessibleName(
            tr(
                "Leave place {number} in: {pages}",
                number=len(self.choices) + 1,
                pages=_pages(printed),
            )
        )
        choice.toggled.connect(lambda _on: self._show_decided())
        self.choices.append(choice)
        for part in (what, where, choice):
            column.addWidget(part)
        return place

    def _on_all(self) -> None:
        for choice in self.choices:
            choice.setChecked(True)

    def _show_decided(self) -> None:
        self.submit_button.setEnabled(all(choice.isChecked() for choice in self.choices))


def _introduction(count: int) -> str:
    return trn(
        "{n} place in this review pack names a customer or looks like an identity. "
        "Leave it in if every reader may know it. Otherwise go back and change the "
        "record or the cover text.",
        "{n} places in this review pack name a customer or look like an identity. "
        "Leave in what every reader may know. Otherwise go back and change the record "
        "or the cover text.",
        count,
    )


def _what(printed: PrintedIdentity) -> str:
    span = printed.span
    if not span.reference:
        return tr("“{text}”: {identity}", text=span.text, identity=span.kind.label)
    return tr(
        "“{text}”: {identity}, customer {ref}",
        text=span.text,
        identity=span.kind.label,
        ref=span.reference,
    )


def _where(printed: PrintedIdentity) -> str:
    return tr("{pages}: {words}", pages=_pages(printed), words=printed.excerpt)


def _pages(printed: PrintedIdentity) -> str:
    numbers = tr(", ").join(map(str, printed.pages))
    return trn("Page {pages}", "Pages {pages}", len(printed.pages), pages=numbers)
