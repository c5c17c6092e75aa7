"""The list of keys: those of the page that is shown, and those of the window."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.shell.commands.command import Command, CommandGroup, keys_text
from csq_desktop.ui.shell.help import FIRST


class ShortcutsDialog(Dialog):
    """Made from the actions themselves: what is not of use now is not in it."""

    wide: ClassVar[int] = 520
    tall: ClassVar[int] = 600
    fills: ClassVar[bool] = True

    def __init__(
        self, context: Context, commands: Sequence[Command], page: Page, parent: QWidget
    ) -> None:
        super().__init__(context, tr("Keyboard shortcuts"), "", parent)
        self.setObjectName("shortcuts_dialog")
        self.list = QTreeWidget()
        self.list.setObjectName("shortcut_list")
        self.list.setAccessibleName(tr("Keyboard shortcuts"))
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([tr("What it does"), tr("Key")])
        self.list.setRootIsDecorated(False)
        self.list.setItemsExpandable(False)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        head = self.list.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for group in CommandGroup:
            of_group = [command for command in commands if command.entry.group is group]
            rows = [(command.words, _all_keys(command)) for command in of_group if command.keys]
            if group is CommandGroup.PAGE:
                rows += [(action.text(), keys_text(action)) for action in page.actions()]
            self._add(group.label, rows)
        self.list.expandAll()
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.content.addWidget(self.list, 1)
        more = buttons.link(tr("More keys: in tables, dates and checklists"), self._on_more)
        more.setObjectName("more_keys")
        self.content.addWidget(more)

    def _add(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        head = QTreeWidgetItem(self.list, [title])
        head.setFirstColumnSpanned(True)
        font = head.font(0)
        font.setBold(True)
        head.setFont(0, font)
        for words in rows:
            QTreeWidgetItem(head, words)

    def _on_more(self) -> None:
        self.reject()
        self.context.help_requested.emit(FIRST, "")


def _all_keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return tr(", ").join(keys.toString(native) for keys in action.shortcuts())
