"""Ctrl+K: any page, command, record or piece of help, found by typing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from csq_desktop.domain.finding import FoundRecord
from csq_desktop.errors import UserError
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.accessibility import hide_icons
from csq_desktop.ui.kit.announcements import announce
from csq_desktop.ui.kit.page_entry import Find
from csq_desktop.ui.shell.commands.key_delegate import KEY, KeyDelegate
from csq_desktop.ui.theme import icons, theme, tokens

MOST_FOUND = 12
_MOST_COMMANDS, _MOST_HELP = 6, 3
"""How many of a kind stand there while there are others to show."""
_SHORTEST_IN_TEXT = 2
_PAUSE_MS = 120


@dataclass(frozen=True)
class PaletteEntry:
    """One thing the palette offers: its words, its icon, its key, and what choosing it does.

    It is found by its `text`, its words in `english` and its `synonyms` too, which are not shown.
    """

    words: str
    icon: str
    run: Callable[[], object]
    keys: str = ""
    text: str = ""
    english: str = ""
    synonyms: Sequence[str] = ()


@dataclass(frozen=True)
class Provider:
    """Finds records of one page: `find(session, text)` is a service, called by the worker."""

    find: Find
    page: str
    icon: str
    identities: bool = False


@dataclass(frozen=True)
class Offers:
    """What a palette can offer; `commands` are shown before anything is typed."""

    commands: Sequence[PaletteEntry]
    help: Sequence[PaletteEntry] = ()
    providers: Sequence[Provider] = ()


class CommandPalette(QDialog):
    """A search field and its matches; Enter opens one."""

    def __init__(self, context: Context, offers: Offers, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._context, self._offers, self._providers = context, offers, offers.providers
        self._matches: dict[int, Sequence[PaletteEntry]] = {}
        self._offered = 0
        self.setObjectName("command_palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = tr("Search for a page, command, record or help…")
        self.field = QLineEdit()
        self.field.setProperty("role", "search")
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self.field.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        hide_icons(self.field)
        icons.scale_in(self.field)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Search results"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(KeyDelegate(self.list))
        self.list.itemActivated.connect(self._on_chosen)
        self.list.itemClicked.connect(self._on_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(tokens.GAP_SMALL)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._search)
        self.field.textChanged.connect(self._on_typed)
        self.field.installEventFilter(self)
        self._show()
        self._place(parent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                self.list.setCurrentRow((self.list.currentRow() + step) % max(1, self.list.count()))
                announce(self.field, _spoken(self.list.currentItem()))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.currentItem():
                self._on_chosen(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _place(self, parent: QWidget) -> None:
        width = min(theme.current().px(560), parent.width() - 80)
        self.resize(width, theme.current().px(380))
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - width) // 2, corner.y() + 70)
        self.field.setFocus()

    def _on_typed(self, _text: str) -> None:
        self._matches = {}
        self._show()
        self._pause.start()

    def _search(self) -> None:
        text = self.field.text().strip()
        if not text:
            return
        for place, provider in enumerate(self._providers):
            self._context.tasks.read(
                self,
                partial(provider.find, text=text),
                partial(self._on_found, place, text),
                identities=provider.identities,
                failed=partial(self._on_refused, place, text),
            )
        self._say_count()

    def _on_found(self, place: int, text: str, records: Sequence[FoundRecord]) -> None:
        if text == self.field.text().strip():
            provider, go = self._providers[place], self._context.navigate
            self._matches[place] = [
                PaletteEntry(each.text, provider.icon, partial(go, provider.page, each.object_id))
                for each in records
            ]
            self._show()
            self._say_count()

    def _say_count(self) -> None:
        """Once everybody has answered, say what the list shows: the keyboard is in the field."""
        if len(self._matches) < len(self._providers):
            return
        first, count = _spoken(self.list.item(0)), self._offered
        if count:
            first = trn("{n} result: {first}", "{n} results: {first}", count, first=first)
        announce(self.field, first)

    def _on_refused(self, place: int, text: str, _error: UserError) -> None:
        self._on_found(place, text, ())

    def _show(self) -> None:
        typed = self.field.text().casefold().split()
        fitting = self._fitting(typed)
        self._offered = len(fitting)
        self.list.clear()
        for match in fitting:
            item = QListWidgetItem(icons.icon(match.icon), match.words)
            item.setData(Qt.ItemDataRole.UserRole, match)
            item.setData(KEY, match.keys)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{match.words} {match.keys}".strip())
            self.list.addItem(item)
        if fitting:
            self.list.setCurrentRow(0)
        elif typed and len(self._matches) == len(self._providers):
            nothing = QListWidgetItem(tr("No results"))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)

    def _fitting(self, typed: Sequence[str]) -> list[PaletteEntry]:
        """Commands, then records, then help; none of them crowds out the others.

        Before anything is typed every command stands there, for whoever looks what there is.
        """
        if not typed:
            return [*self._offers.commands]
        commands = _matching(self._offers.commands, typed)
        records = [match for _, matches in sorted(self._matches.items()) for match in matches]
        helping = _matching(self._offers.help, typed)
        others = len(records) + min(len(helping), _MOST_HELP)
        commands = commands[: max(_MOST_COMMANDS, MOST_FOUND - others)]
        room = MOST_FOUND - len(commands)
        records = records[: max(room - _MOST_HELP, room - len(helping))]
        return (commands + records + helping)[:MOST_FOUND]

    def _on_chosen(self, item: QListWidgetItem) -> None:
        match = item.data(Qt.ItemDataRole.UserRole)
        if match is None:  # the line that says that nothing was found
            return
        self.close()
        match.run()


def _matching(entries: Sequence[PaletteEntry], typed: Sequence[str]) -> list[PaletteEntry]:
    """The entries that hold every word typed: first those that begin so, last those by their text.

    “backup” finds “Back up now”, and “logout” finds “Lock”.
    """
    places = [(_place(entry, typed), entry) for entry in entries]
    ranked = sorted((each for each in places if each[0] is not None), key=itemgetter(0))
    return [entry for _, entry in ranked]


def _place(entry: PaletteEntry, typed: Sequence[str]) -> int | None:
    """How well an entry fits what was typed; None where it does not."""
    begins = " ".join(typed)
    words, english = entry.words.casefold(), entry.english.casefold()
    synonyms = entry.synonyms if len(begins) >= _SHORTEST_IN_TEXT else ()
    fits = (
        words.startswith(begins) or english.startswith(begins),
        begins in synonyms,
        any(_holds(each, typed) for each in (words, english)),
        any(synonym.startswith(begins) for synonym in synonyms),
        any(_holds(synonym, typed) for synonym in synonyms),
        len(begins) >= _SHORTEST_IN_TEXT and begins in entry.text.casefold(),
    )
    return fits.index(True) if True in fits else None


def _holds(words: str, typed: Sequence[str]) -> bool:
    return all(word in words for word in typed) or "".join(typed) in words.replace(" ", "")


def _spoken(item: QListWidgetItem) -> str:
    return str(item.data(Qt.ItemDataRole.AccessibleTextRole) or item.text())
