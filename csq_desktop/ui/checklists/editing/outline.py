"""The parts of a checklist being changed, as a tree: sections, and the items in them."""

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from csq_desktop.domain.checklists.facts import Item, Section, Template
from csq_desktop.texts import tr, trc
from csq_desktop.ui.theme import icons, theme

_CODE = Qt.ItemDataRole.UserRole
WHOLE = ""


class Outline(QTreeWidget):
    """Shows title, sections and items; `chosen` carries the code, empty for the whole checklist."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("outline")
        self.setAccessibleName(tr("Parts of the checklist"))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        side = theme.current().px(16)
        self.setIconSize(QSize(side, side))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(lambda now, _before: self._on_current(now))

    @property
    def code(self) -> str:
        """The code of the chosen part."""
        now = self.currentItem()
        return str(now.data(0, _CODE)) if now is not None else WHOLE

    def show_template(self, template: Template, code: str) -> None:
        """Show the parts anew and choose one of them."""
        self.blockSignals(True)
        self.clear()
        self._add(None, template.title.text or tr("New checklist"), WHOLE)
        for section in template.sections:
            branch = self._add(None, _section_words(section), section.code)
            for item in section.items:
                leaf = self._add(branch, _item_words(item), item.code)
                if item.critical:
                    leaf.setIcon(0, icons.icon("alert-triangle", "bad"))
            branch.setExpanded(True)
        self.blockSignals(False)
        self.choose(code)

    def choose(self, code: str) -> None:
        """Choose a part by its code."""
        part = self._find(code)
        if part is not None:
            self.setCurrentItem(part)

    def reword(self, template: Template) -> None:
        """Show changed words without choosing anew."""
        code = self.code
        now = self._find(code)
        item = template.item(code)
        section = next((part for part in template.sections if part.code == code), None)
        if now is None:
            return
        if item is not None:
            now.setText(0, _item_words(item))
            now.setIcon(0, icons.icon("alert-triangle", "bad") if item.critical else QIcon())
        elif section is not None:
            now.setText(0, _section_words(section))
        else:
            now.setText(0, template.title.text or tr("New checklist"))

    def _add(self, parent: QTreeWidgetItem | None, words: str, code: str) -> QTreeWidgetItem:
        row = QTreeWidgetItem([words])
        row.setData(0, _CODE, code)
        row.setToolTip(0, words)
        if parent is None:
            row.setFont(0, theme.current().font(bold=True))
            self.addTopLevelItem(row)
        else:
            parent.addChild(row)
        return row

    def _find(self, code: str) -> QTreeWidgetItem | None:
        rows = (row for top in self._tops() for row in (top, *_children(top)))
        return next((row for row in rows if row.data(0, _CODE) == code), None)

    def _tops(self) -> Iterator[QTreeWidgetItem]:
        for at in range(self.topLevelItemCount()):
            top = self.topLevelItem(at)
            if top is not None:
                yield top

    def _on_current(self, now: QTreeWidgetItem | None) -> None:
        if now is not None:
            self.chosen.emit(str(now.data(0, _CODE)))


def _children(top: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    for at in range(top.childCount()):
        child = top.child(at)
        if child is not None:
            yield child


def _section_words(section: Section) -> str:
    return f"{section.code}  {section.title.text or tr('Section without a title')}"


def _item_words(item: Item) -> str:
    words = item.text.text or trc("checklist", "Item without words")
    return f"{item.code}  {words}"
