"""A field for somebody of the list of people, found by any letters of the name."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from csq_desktop.domain.shop.people import Person, PersonChoice, by_key, fitting
from csq_desktop.domain.words.names import name_key, one_line
from csq_desktop.texts import tr
from csq_desktop.ui.kit.forms.fields import SuggestionKeys
from csq_desktop.ui.theme import icons

_NAME, _ID = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class PersonField(QLineEdit):
    """A name; those in the list are offered while it is typed, the ones who left come last.

        field = PersonField()
        tasks.read(self, people.everyone, field.offer)
        job = partial(actions.hand_over, owner=field.choice)

    Enter, Tab and leaving the field complete some letters to the first name that has them. A name
    that nobody has stays, and so does one chosen as new: the service adds it to the list.
    """

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self._people: tuple[Person, ...] = ()
        self._shown: tuple[str, int | None] = ("", None)
        self._meant_as_new = ""
        self._offered = QStandardItemModel(self)
        suggestions = _Suggestions(self._offered, self)
        suggestions.setCompletionRole(_NAME)
        popup = suggestions.popup()
        assert popup is not None
        self._popup = popup
        self._popup.installEventFilter(SuggestionKeys(self, self._popup, self._take_first))
        suggestions.activated.connect(lambda _name: self._take(self._popup.currentIndex()))
        self.setCompleter(suggestions)
        end = QLineEdit.ActionPosition.TrailingPosition
        self._new = self.addAction(icons.icon("user-plus"), end)
        self._new.setText(tr("A new name: it is added to the list of people."))
        self._new.setToolTip(self._new.text())
        self._new.triggered.connect(self.offer_all)
        self._all = self.addAction(icons.icon("chevron-down"), end)
        self._all.setText(tr("Show everybody"))
        self._all.setToolTip(self._all.text())
        self._all.triggered.connect(self.offer_all)
        icons.scale_in(self)
        self.textEdited.connect(self._offer_fitting)
        self.textChanged.connect(lambda _text: self._mark_new())
        self.editingFinished.connect(self._complete)
        self._mark_new()

    @property
    def choice(self) -> PersonChoice:
        """The person meant, by id where the list has the name; "" is nobody."""
        name, person_id = self._shown
        typed = self.text()
        if person_id is not None and typed == name:
            return person_id
        known = by_key(self._people).get(name_key(typed))
        return known.id if known is not None else one_line(typed)

    @property
    def is_new(self) -> bool:
        """Whether the name is not in the list."""
        return bool(self._people) and isinstance(self.choice, str) and self.choice != ""

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What is offered for the letters typed, as it is shown."""
        rows = range(self._offered.rowCount())
        return tuple(self._offered.item(row).text() for row in rows)

    def offer(self, people: Sequence[Person]) -> None:
        """Offer these people, in the order they come."""
        self._people = tuple(people)
        self._mark_new()

    def show_person(self, name: str, person_id: int | None = None) -> None:
        """Show an owner as a record shows it, which may be written otherwise than in the list."""
        self._shown = (name, person_id)
        self.setText(name)

    def offer_all(self) -> None:
        """Show everybody, whatever is typed."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fill(self._people, "")
        self.completer().complete()

    def draft_text(self) -> str:
        """The field as a draft keeps it."""
        return self.text()

    def restore_text(self, text: str) -> None:
        """Show what a draft kept."""
        self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self.offer_all()
        else:
            super().keyPressEvent(event)

    def _offer_fitting(self, typed: str) -> None:
        self._fill(fitting(self._people, typed) if typed.strip() else (), one_line(typed))

    def _fill(self, people: Sequence[Person], typed: str) -> None:
        self._offered.clear()
        for one in people:
            self._offered.appendRow(_row(person_label(one), one.name, one.id))
        if typed and name_key(typed) not in by_key(self._people):
            self._offered.appendRow(_row(tr("Add “{name}” to the list", name=typed), typed, None))

    def _take_first(self) -> None:
        if self._offered.rowCount():
            self._take(self._offered.index(0, 0))

    def _take(self, index: QModelIndex) -> None:
        if index.isValid():
            name, person_id = str(index.data(_NAME)), index.data(_ID)
            self._meant_as_new = name if person_id is None else ""
            self.show_person(name, person_id)

    def _complete(self) -> None:
        if self.is_new and one_line(self.text()) != self._meant_as_new:
            for one in fitting(self._people, self.text())[:1]:
                self.show_person(one.name, one.id)

    def _mark_new(self) -> None:
        self._new.setVisible(self.is_new)


def person_label(person: Person) -> str:
    """A person's name as a list offers it, with who left marked so."""
    return person.name if person.active else tr("{name} (left)", name=person.name)


class _Suggestions(QCompleter):
    """Shows every row it has: the field chooses them itself, by the rule for names.

    A completer that does not filter would go to a row by itself, so that Enter takes that one.
    """

    def splitPath(self, _path: str) -> list[str]:
        return [""]


def _row(label: str, name: str, person_id: int | None) -> QStandardItem:
    item = QStandardItem(label)
    item.setData(name, _NAME)
    item.setData(person_id, _ID)
    return item
