"""The recovery sheet on screen: preview, print, save, and confirming that it is put away.

The key exists only in the preview and on paper: once this is left, it is gone.
"""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.domain.stores.recovery import RecoverySheet
from csq_desktop.errors import UserError
from csq_desktop.services.stores import recovery_sheets
from csq_desktop.texts import LANGUAGE_NAMES, language, tr
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.waiting import WaitingPlace
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.layout.scrolled import scrolled_to_read
from csq_desktop.ui.kit.layout.turning import is_roomy
from csq_desktop.ui.kit.paper.preview import PrintPreview
from csq_desktop.ui.tasks import Tasks, Waiting
from csq_desktop.ui.theme import theme, tokens

_BESIDE_FROM = 440


class RecoverySheetView(QWidget):
    """`stored` when the user says it is put away, `later` when they go on without."""

    stored = Signal()
    later = Signal()

    def __init__(self, tasks: Tasks, sheet: RecoverySheet) -> None:
        super().__init__()
        self.setObjectName("recovery_sheet")
        self._tasks, self._sheet = tasks, sheet
        self.message = InlineMessage()
        name = tr("recovery sheet {branch}.pdf", branch=sheet.branch_code)
        self.preview = PrintPreview(name, prints_first=True)
        self.tongue = ChoiceBox(list(LANGUAGE_NAMES.items()))
        self.store_button = buttons.secondary(
            tr("It is printed and safely stored"), self.stored.emit, name="stored"
        )
        self.later_button = buttons.link(
            tr("Continue without this sheet"), self.later.emit, name="later"
        )
        self.without = PlainLabel(
            tr(
                "This key will not be shown again. Until you make a new sheet under Settings, "
                "Users, a forgotten passphrase cannot be helped."
            ),
            "hint",
            wrap=True,
        )
        self._waiting = WaitingPlace(self.preview)
        self._build()
        self.tongue.choose(language())
        self.tongue.value_changed.connect(self._draw)
        self._draw()

    def show_error(self, error: UserError) -> None:
        """Say in place what went wrong."""
        self.message.show_error(error)

    def show_waiting(self, waiting: Waiting | None) -> None:
        """Show that the page is being drawn."""
        self._waiting.show(waiting)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand below the preview where the buttons would be cut beside it."""
        way = QBoxLayout.Direction
        beside = is_roomy(self, _BESIDE_FROM)
        self._row.setDirection(way.LeftToRight if beside else way.TopToBottom)
        super().resizeEvent(event)

    def _draw(self, _language: str = "") -> None:
        job = partial(recovery_sheets.pdf, self._sheet, self.tongue.value)
        self._tasks.compute(self, job, self._on_drawn)

    def _on_drawn(self, pdf: bytes) -> None:
        """Show the page; the keyboard begins at printing it, not at the button that leaves it."""
        first = not self.preview.pdf
        self.preview.show_pdf(pdf)
        if first:
            self.preview.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        words = QWidget()
        side = QVBoxLayout(words)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(tokens.GAP)
        side.addWidget(PlainLabel(tr("Print the recovery sheet"), "title", wrap=True))
        for text in (
            tr(
                "Nobody else knows your passphrase, and it cannot be looked up. If it "
                "is forgotten, this sheet is the only way back into the database."
            ),
            tr(
                "Print it now, seal it in an envelope and put it in the safe. The key "
                "is shown only this once and is not saved."
            ),
        ):
            side.addWidget(PlainLabel(text, "", wrap=True))
        label = PlainLabel(tr("Language of the sheet"), "field")
        label.setBuddy(self.tongue)
        self.tongue.setObjectName("sheet_language")
        self.tongue.setAccessibleName(tr("Language of the sheet"))
        side.addWidget(label)
        side.addWidget(self.tongue)
        side.addStretch(1)
        side.addWidget(self.without)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        column.addWidget(scrolled_to_read(words), 1)
        for part in (self.message, self.store_button, self.later_button):
            column.addWidget(part)
        held.setMaximumWidth(theme.current().px(300))
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(tokens.GAP_HUGE, tokens.GAP_HUGE, tokens.GAP_HUGE, tokens.GAP_HUGE)
        row.setSpacing(tokens.GAP_HUGE)
        row.addWidget(self.preview, 3)
        row.addWidget(held, 2)


class RecoverySheetDialog(QDialog):
    """The same over the window; `accepted` when it is put away."""

    def __init__(self, tasks: Tasks, sheet: RecoverySheet, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recovery_sheet_dialog")
        self.setWindowTitle(tr("Recovery sheet"))
        self.setModal(True)
        self.view = RecoverySheetView(tasks, sheet)
        self.view.stored.connect(self.accept)
        self.view.later.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.resize(QSize(900, 680).boundedTo(parent.window().size()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc only goes to the way out: the key is shown once, and is not lost by a slip."""
        if event.key() == Qt.Key.Key_Escape:
            self.view.later_button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)
