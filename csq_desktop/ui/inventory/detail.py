"""What is held of one record: why, how long, who sees it, who received it, and each field."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.inventory.facts import InventoryEntry
from csq_desktop.texts import tr
from csq_desktop.ui.kit.display.facts import KeyValueList
from csq_desktop.ui.kit.display.words import PlainLabel, SectionTitle
from csq_desktop.ui.kit.layout.scrolled import scrolled_to_read


class InventoryDetail(QWidget):
    """The facts of a record, and below them its fields with what each holds."""

    def __init__(self) -> None:
        super().__init__()
        self.title = PlainLabel("", "heading", wrap=True)
        self.facts, self.fields = KeyValueList(), KeyValueList()
        self.fields.line_up_with(self.facts)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.title)
        column.addWidget(self.facts)
        column.addWidget(SectionTitle(tr("What it holds")))
        column.addWidget(self.fields)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled_to_read(inside), 1)

    def show_entry(self, entry: InventoryEntry) -> None:
        """Show a record of the inventory."""
        self.title.setText(entry.title)
        self.facts.show_pairs(
            [
                (tr("Held to"), entry.purposes_text),
                (tr("How long"), entry.kept_text),
                (tr("From when"), entry.kept_words if entry.months is not None else ""),
                (tr("Stored in"), entry.place.label),
                (tr("Seen by"), entry.seen_by),
                (tr("Handed over in 12 months"), entry.received_text or tr("to nobody")),
            ]
        )
        self.fields.show_pairs(
            [
                *((field.title, field.explained) for field in entry.fields),
                (tr("Dates, codes, figures"), entry.codes_text),
            ]
        )
