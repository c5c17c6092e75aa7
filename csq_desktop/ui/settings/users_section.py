"""Users of the store: who may sign in, what their key opens, and the recovery sheet."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from csq_desktop.domain.stores.backups import ChangedKeys
from csq_desktop.domain.stores.recovery import RecoverySheet, RecoveryState
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import UserLine
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.services import users
from csq_desktop.services.stores import recovery_sheets
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import question
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.facts import KeyValueList
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import scrolled_to_read
from csq_desktop.ui.kit.layout.split import DetailPane, SplitView
from csq_desktop.ui.kit.tables.row_menu import RowOffers
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact, in_zone
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.settings.leaving import ChangeKeysDialog, LeaverDialog
from csq_desktop.ui.settings.section import SettingsSection
from csq_desktop.ui.settings.user_dialogs import (
    AddUserDialog,
    GivePassphraseDialog,
    NewSheetDialog,
    RenameDialog,
    role_text,
)


class UsersSection(SettingsSection):
    """Lists the users; each role holds other keys."""

    topics = frozenset({"users", "settings", "audit"})
    wide = 0

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._chosen: int | None = None
        self.model = RowsModel(self._columns())
        self.table = TableView(context, self.model, name="users", two_lines=True)
        self.table.setAccessibleName(tr("Users"))
        self.add = buttons.primary(tr("Add user"), self._on_add, icon="user-plus", name="add_user")
        self.pane = DetailPane(EmptyState("users", tr("Select a user")))
        self.heading, self.state = PlainLabel("", "heading", wrap=True), Badge()
        self.facts = KeyValueList()
        self.give = buttons.secondary(tr("New passphrase…"), self._on_give, name="give_passphrase")
        self.vouch = buttons.secondary(
            tr("Confirm the key"), self._on_vouch, icon="check", name="confirm_key"
        )
        self.rename = buttons.secondary(tr("Rename…"), self._on_rename, name="rename")
        self.stop = buttons.secondary(tr("Deactivate…"), self._on_stop, name="deactivate")
        self.sheet_state = Badge()
        self.sheet_words = PlainLabel("", wrap=True)
        self.confirm = buttons.secondary(
            tr("It is safely stored"), self._on_confirm, icon="check", name="confirm_sheet"
        )
        self.renew = buttons.secondary(
            tr("Make a new sheet…"), self._on_renew, icon="printer", name="new_sheet"
        )
        self.change = buttons.secondary(
            tr("Change all keys…"), self._on_change_keys, icon="key", name="change_keys"
        )
        self._build()
        self.table.chosen.connect(self._on_chosen)

    def primary_button(self) -> QPushButton | None:
        return self.add

    def reload(self) -> None:
        self.context.tasks.read(self, users.everyone, self._show)
        self.context.tasks.read(self, recovery_sheets.state, self._show_sheet)

    def _show(self, lines: tuple[UserLine, ...]) -> None:
        chosen = self._chosen
        self.model.set_rows(lines)
        at = self.model.find(chosen, "user.id")
        if at >= 0:
            self.table.choose(at)
        else:
            self.pane.show_empty()

    def _on_chosen(self, row: int) -> None:
        if row < 0:
            return
        line: UserLine = self.model.row_at(row)
        self._chosen = line.user.id
        own = line.user.id == self.context.user.id
        self.heading.setText(line.user.name)
        self.state.show_state(*_state(line))
        self.facts.show_pairs(
            [
                (tr("Role"), line.user.role.label),
                (tr("Access"), role_text(line.user.role)),
                (tr("Since"), moment_text(line.since, self.context.zone)),
                (tr("Last signed in"), moment_text(line.last_signed_in, self.context.zone)),
                (tr("Signing key"), _key_text(line)),
            ]
        )
        self.vouch.setVisible(line.asks)
        self.give.setVisible(not own)
        self.give.setText(tr("New passphrase…") if line.active else tr("Reactivate…"))
        self.stop.setVisible(line.active and not own)
        self.pane.show_content()

    def _line(self) -> UserLine:
        line: UserLine = self.model.row_at(self.table.currentIndex().row())
        return line

    def _on_add(self) -> None:
        AddUserDialog(self.context, self).open()

    def _on_give(self) -> None:
        GivePassphraseDialog(self.context, self._line(), self).open()

    def _on_vouch(self) -> None:
        line = self._line()
        job = partial(users.confirm_key, user_id=line.user.id, fingerprint=line.fingerprint)
        words = tr("What {name} does is signed from now on.", name=line.user.name)
        question.ask(
            self.context,
            (
                tr("Confirm the key of {name}?", name=line.user.name),
                tr(
                    "First compare it with the key that {name} sees under Settings, My "
                    "passphrase. What is signed with it counts as done by {name}.",
                    name=line.user.name,
                ),
                tr("Confirm the key"),
            ),
            self,
            lambda: self.save(job, toast_text=words),
        )

    def _on_rename(self) -> None:
        RenameDialog(self.context, self._line(), self).open()

    def _on_stop(self) -> None:
        dialog = LeaverDialog(self.context, self._line().user, self)
        dialog.accepted.connect(lambda: self._on_left(changes_keys=dialog.changes_keys))
        dialog.open()

    def _on_left(self, *, changes_keys: bool) -> None:
        self.reload()
        if changes_keys:
            self._on_change_keys()

    def _on_change_keys(self) -> None:
        dialog = ChangeKeysDialog(self.context, self)
        dialog.accepted.connect(lambda: self._on_keys_changed(dialog.changed))
        dialog.open()

    def _on_keys_changed(self, changed: ChangedKeys | None) -> None:
        if changed is not None:
            self._offer(changed.sheet, partial(self._say_who, changed.without_passphrase))

    def _say_who(self, without_passphrase: tuple[str, ...]) -> None:
        if without_passphrase:
            names = tr(", ").join(without_passphrase)
            self.message.say(tr("These users need a new passphrase: {names}", names=names))

    def _show_sheet(self, state: RecoveryState) -> None:
        if state.made_at is None:
            self.sheet_state.show_state(tr("Created with the database"), Tone.SOFT)
        elif state.stored:
            self.sheet_state.show_state(tr("Stored"), Tone.GOOD)
        else:
            self.sheet_state.show_state(tr("Nobody has confirmed that it is stored"), Tone.WARN)
        when = moment_text(state.made_at, self.context.zone)
        self.sheet_words.setText(
            tr(
                "The current sheet was made {when}. It opens the database when every "
                "passphrase is forgotten, and restores backups.",
                when=when,
            )
        )
        self.confirm.setVisible(not state.stored)

    def _on_confirm(self) -> None:
        question.ask(
            self.context,
            (
                tr("Is the recovery sheet safely stored?"),
                tr("The audit trail records that you confirmed it. There is no way back."),
                tr("It is safely stored"),
            ),
            self,
            self._on_stored,
        )

    def _on_stored(self) -> None:
        self.save(recovery_sheets.stored)

    def _on_renew(self) -> None:
        dialog = NewSheetDialog(self.context, self)
        dialog.accepted.connect(lambda: self._offer(dialog.sheet))
        dialog.open()

    def _offer(
        self, sheet: RecoverySheet | None, then: Callable[[], object] = lambda: None
    ) -> None:
        from csq_desktop.ui.kit.recovery_sheet import RecoverySheetDialog

        if sheet is None:
            return
        self.reload()
        shown = RecoverySheetDialog(self.context.tasks, sheet, self)
        shown.accepted.connect(self._on_stored)
        self.context.locking.connect(shown.reject)
        shown.finished.connect(lambda _result: shown.deleteLater())
        shown.finished.connect(lambda _result: then())
        shown.open()

    def _columns(self) -> list[Column]:
        zone = self.context.zone
        return [
            Column(
                "name",
                tr("Name"),
                lambda line: Cell(line.user.name, line.user.role.label, strong=True),
                240,
                sort=lambda line: line.user.name,
                facts=(
                    Fact(tr("Name"), lambda line: line.user.name),
                    Fact(tr("Role"), lambda line: line.user.role.label),
                ),
            ),
            Column(
                "state",
                tr("Status"),
                lambda line: Cell(_state(line)[0], tone=_state(line)[1]),
                190,
                least=130,
            ),
            Column(
                "last",
                tr("Last signed in"),
                lambda line: Cell(moment_text(line.last_signed_in, zone)),
                170,
                least=165,
                rank=1,
                facts=(
                    Fact(tr("Last signed in"), lambda line: in_zone(line.last_signed_in, zone)),
                ),
            ),
        ]

    def _build(self) -> None:
        people = Card(tr("Users"), self.add)
        people.body.addWidget(self.table, 1)
        acts = FlowLayout()
        row_acts = (self.vouch, self.give, self.rename, self.stop)
        for button in row_acts:
            acts.addWidget(button)
        self.table.offer(RowOffers(lambda: reversed(row_acts)))
        detail = QWidget()
        column = QVBoxLayout(detail)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.heading, self.state, self.facts):
            column.addWidget(part)
        column.addLayout(acts)
        column.addStretch(1)
        self.pane.content.addWidget(scrolled_to_read(detail))
        split = SplitView(people, self.pane, (58, 42), name="users_split")
        self.table.keep_rows()
        self.body.addWidget(split, 1)
        sheet = Card(tr("Recovery sheet and keys"))
        sheet.body.addWidget(self.sheet_words)
        beneath: tuple[QWidget, ...] = (self.sheet_state, self.confirm, self.renew, self.change)
        row = FlowLayout()
        for each in beneath:
            row.addWidget(each)
        sheet.body.addLayout(row)
        self.body.addWidget(sheet)
        split.detail_alone.connect(sheet.setHidden)


def _state(line: UserLine) -> tuple[str, Tone]:
    if not line.active:
        return tr("Deactivated"), Tone.SOFT
    if not line.ready:
        return tr("Needs a new passphrase"), Tone.WARN
    if line.asks:
        return tr("Key to be confirmed"), Tone.WARN
    return tr("May sign in"), Tone.GOOD


def _key_text(line: UserLine) -> str:
    if not line.asks:
        return line.fingerprint
    return tr(
        "{key} – compare it with what {name} sees under My passphrase, then confirm it.",
        key=line.fingerprint,
        name=line.user.name,
    )
