"""The line beneath a table of counts that says which identities stand among its reasons."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.privacy.free_text import identities, left_out, sentence
from csq_desktop.texts import tr
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.pledges.counting.counts_model import REASON, CountsModel


class ReasonsNotice(QWidget):
    """Looks at the reasons of all rows; a cell that is typed into counts once it is left.

    A field in a cell has no room for a sentence, and is gone before a button could be pressed.
    """

    def __init__(self, model: CountsModel) -> None:
        super().__init__()
        self._model = model
        self.words = PlainLabel("", "hint", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.words)
        column.addWidget(
            buttons.link(tr("Remove them"), self._on_leave_out, name="reasons_leave_out")
        )
        for changed in (model.dataChanged, model.modelReset):
            changed.connect(lambda *_: self._look())
        self._look()

    def _look(self) -> None:
        reasons = (entry.typed[REASON] for entry in self._model.entries)
        self.words.setText(sentence(span for reason in reasons for span in identities(reason)))
        self.setVisible(bool(self.words.text()))

    def _on_leave_out(self) -> None:
        for row, entry in enumerate(self._model.entries):
            self._model.type_in(row, REASON, left_out(entry.typed[REASON]))
