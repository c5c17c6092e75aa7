"""Where a file is dropped or rows are pasted to be imported."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from csq_desktop.texts import tr
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.picture import Picture
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import tokens


class DropZone(QFrame):
    """Says what can be brought in, and how; lights up while a file hovers over the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "drop")
        self.paste = buttons.secondary(tr("Paste rows"), icon="table", name="paste_rows")
        self.paste.setToolTip(tr("Rows copied from a spreadsheet, with their headings (Ctrl+V)"))
        self.folder = buttons.secondary(
            tr("Import a folder…"), icon="database-import", name="import_folder"
        )
        self.folder.setToolTip(tr("What another database exported as everything"))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(tr("Drop a file here"), "section"))
        words.addWidget(
            PlainLabel(
                tr(
                    "Customers, complaints or pledge counts in CSV, XLSX, XLS or ODS. "
                    "You see the result of every row before anything is saved."
                ),
                "muted",
                wrap=True,
            )
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 14, 16, 14)
        row.setSpacing(tokens.GAP_LARGE)
        picture = Picture("database-import", "muted", 34)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        ways = QVBoxLayout()
        ways.setSpacing(tokens.GAP_SMALL)
        ways.addStretch(1)
        for button in (self.paste, self.folder):
            ways.addWidget(button)
        ways.addStretch(1)
        row.addLayout(ways)

    def show_over(self, over: bool) -> None:
        """Light up, or go out."""
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)
