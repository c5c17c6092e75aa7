"""People that records can be given to: users by themselves, and the other names of the list."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from csq_desktop.domain.shop.people import PersonLine
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.services import people
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.facts import KeyValueList
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import scrolled_to_read
from csq_desktop.ui.kit.layout.split import DetailPane, SplitView
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.settings.section import SettingsSection


class PeopleSection(SettingsSection):
    """Names are added, written differently and marked as left; users change under Users."""

    topics = frozenset({"people", "users", "complaints", "actions", "pledges"})
    wide = 0

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            tr(
                "These people can own complaints, actions and pledges. Every user is "
                "listed; add other owners who never sign in."
            ),
        )
        self._chosen: int | None = None
        self.model = RowsModel(_columns())
        self.table = TableView(context, self.model, name="people", two_lines=True)
        self.table.setAccessibleName(tr("People"))
        self.name = QLineEdit()
        self.form = FormGrid()
        self.form.add("person_name", tr("Name"), self.name)
        self.add = buttons.primary(
            tr("Add name"), self._on_add, icon="user-plus", name="add_person"
        )
        self.pane = DetailPane(EmptyState("users", tr("Select a person")))
        self.heading, self.state = PlainLabel("", "heading", wrap=True), Badge()
        self.facts, self.hint = KeyValueList(), PlainLabel("", "muted", wrap=True)
        self.rename = buttons.secondary(tr("Rename…"), self._on_rename, name="rename_person")
        self.leave = buttons.secondary(tr("Mark as left"), self._on_leave, name="person_left")
        self.back = buttons.secondary(tr("Mark as back"), self._on_back, name="person_back")
        self.users = buttons.link(tr("Open Users"), self._on_users, name="open_users")
        self._build()
        self.table.chosen.connect(self._on_chosen)
        self.name.returnPressed.connect(self._on_add)
        self.draft.begin("settings.person")

    def primary_button(self) -> QPushButton | None:
        return self.add

    def save_button(self) -> QPushButton:
        return self.add

    def collect(self) -> Mapping[str, str]:
        return self.form.collect()

    def restore(self, texts: Mapping[str, str]) -> None:
        self.form.restore(texts)

    def reload(self) -> None:
        self.context.tasks.read(self, people.lines, self._show)

    def _show(self, lines: tuple[PersonLine, ...]) -> None:
        chosen = self._chosen
        self.model.set_rows(lines)
        at = self.model.find(chosen, "person.id")
        if at >= 0:
            self.table.choose(at)
        else:
            self.pane.show_empty()

    def _on_chosen(self, row: int) -> None:
        if row < 0:
            return
        line: PersonLine = self.model.row_at(row)
        one, zone = line.person, self.context.zone
        self._chosen = one.id
        self.heading.setText(one.name)
        self.state.show_state(*_state(line))
        self.facts.show_pairs(
            [
                (tr("Listed since"), moment_text(one.since, zone)),
                (tr("Left"), moment_text(one.left_at, zone)),
                (tr("Open complaints"), str(line.complaints)),
                (tr("Open actions"), str(line.actions)),
                (tr("Pledges"), str(line.pledges)),
            ]
        )
        is_user = one.user_id is not None
        self.hint.setText(_hint(line))
        self.hint.setVisible(bool(self.hint.text()))
        self.users.setVisible(is_user)
        self.rename.setVisible(not is_user)
        self.leave.setVisible(not is_user and one.active)
        self.back.setVisible(not is_user and not one.active)
        self.pane.show_content()

    def _line(self) -> PersonLine:
        line: PersonLine = self.model.row_at(self.table.currentIndex().row())
        return line

    def _on_add(self) -> None:
        name = self.name.text().strip()
        self.form.show_errors({} if name else {"person_name": tr("Enter the name.")})
        if name:
            self.message.clear()
            job = partial(people.add, name=name)
            self.context.tasks.write(self, job, self._on_added, self.show_error)

    def _on_added(self, person_id: int) -> None:
        self._chosen = person_id
        self.name.clear()
        self.draft.finish()
        undo = partial(people.take_out, person_id=person_id)
        self.context.toast_done(tr("Name added."), undo)
        self.reload()

    def _on_rename(self) -> None:
        RenamePersonDialog(self.context, self._line(), self).open()

    def _on_leave(self) -> None:
        told = tr("{name} marked as left.", name=self._line().person.name)
        self._change(people.leave, people.come_back, told)

    def _on_back(self) -> None:
        told = tr("{name} marked as back.", name=self._line().person.name)
        self._change(people.come_back, people.leave, told)

    def _change(self, act: Callable[..., None], undo: Callable[..., None], words: str) -> None:
        one = self._line().person
        job, back = partial(act, person_id=one.id), partial(undo, person_id=one.id)
        self.save(job, back, words)

    def _on_users(self) -> None:
        self.context.navigate("settings", "users")

    def _build(self) -> None:
        listed = Card(tr("People"))
        row = QHBoxLayout()
        row.addWidget(self.form, 1)
        row.addWidget(self.add)
        listed.body.addLayout(row)
        listed.body.addWidget(self.table, 1)
        acts = FlowLayout()
        row_acts = (self.rename, self.leave, self.back, self.users)
        for button in row_acts:
            acts.addWidget(button)
        self.table.offer(RowOffers(lambda: reversed(row_acts)))
        detail = QWidget()
        column = QVBoxLayout(detail)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.heading, self.state, self.facts, self.hint):
            column.addWidget(part)
        column.addLayout(acts)
        column.addStretch(1)
        self.pane.content.addWidget(scrolled_to_read(detail))
        split = SplitView(listed, self.pane, (58, 42), name="people_split")
        self.table.keep_rows()
        self.body.addWidget(split, 1)


class RenamePersonDialog(Dialog):
    """Another name for the same person; every record of theirs follows."""

    def __init__(self, context: Context, line: PersonLine, parent: QWidget) -> None:
        super().__init__(context, tr("Rename"), tr("Rename"), parent)
        self.setObjectName("rename_person_dialog")
        self._person = line.person
        self.draft_key = f"person.{line.person.id}.name"
        self.form = self.add_form(FormGrid())
        self.name = QLineEdit(line.person.name)
        self.form.add("new_name", tr("Name"), self.name)
        self.name.selectAll()
        self.resize(self.width(), 240)
        self.take_draft()

    def submit(self) -> None:
        job = partial(people.rename, person_id=self._person.id, name=self.name.text())
        self.write(job, lambda _: self._on_renamed())

    def _on_renamed(self) -> None:
        back = partial(people.rename, person_id=self._person.id, name=self._person.name)
        self.context.toast_done(tr("Renamed."), back)
        self.finish()


def _columns() -> list[Column]:
    return [
        Column(
            "name",
            tr("Name"),
            lambda line: Cell(line.person.name, _kind(line), strong=True),
            240,
            sort=lambda line: line.person.name,
        ),
        Column(
            "state", tr("Status"), lambda line: Cell(_state(line)[0], tone=_state(line)[1]), 130
        ),
        Column(
            "open",
            tr("Open"),
            lambda line: Cell(str(line.open) if line.open else ""),
            90,
            sort=lambda line: line.open,
        ),
    ]


def _kind(line: PersonLine) -> str:
    return tr("User") if line.person.user_id is not None else tr("In the list only")


def _state(line: PersonLine) -> tuple[str, Tone]:
    if line.person.active:
        return tr("Active"), Tone.GOOD
    return tr("Left"), Tone.WARN if line.open else Tone.SOFT


def _hint(line: PersonLine) -> str:
    """What is to be done about somebody who left, or where a user is changed."""
    if line.person.active:
        return tr("Name and leaving follow the user.") if line.person.user_id is not None else ""
    if line.open:
        return trn(
            "{n} record is still theirs. Hand it over.",
            "{n} records are still theirs. Hand them over.",
            line.open,
        )
    return ""
