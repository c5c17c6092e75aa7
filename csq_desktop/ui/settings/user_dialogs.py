"""Dialogs about users: letting somebody in, passphrases, names, a new recovery sheet."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QLineEdit, QWidget

from csq_desktop.domain.stores.recovery import RecoverySheet
from csq_desktop.domain.users import NewUser, Role, UserLine
from csq_desktop.services import users
from csq_desktop.services.stores import recovery_sheets
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.new_passphrase import NewPassphrase
from csq_desktop.ui.kit.passphrase_dialog import PassphraseDialog


def role_choice(context: Context) -> ChoiceBox:
    """Roles to choose from, the smallest first."""
    roles = (Role.STAFF, Role.AUDITOR, Role.SUPERVISOR)
    return ChoiceBox([(role.value, role.label) for role in roles])


def role_text(role: Role) -> str:
    """What a role opens, in a sentence."""
    return {
        Role.SUPERVISOR: tr("Everything, names included."),
        Role.STAFF: tr("The daily work. Cannot decrypt a name, not even with a copy of the files."),
        Role.AUDITOR: tr("Figures, checklists and the audit trail. Cannot decrypt a name."),
    }[role]


class _UserDialog(Dialog):
    """A form about one user with a role and a passphrase to tell them in person."""

    help_heading: ClassVar[str] = "people"

    def __init__(self, context: Context, title: str, action: str, parent: QWidget) -> None:
        super().__init__(context, title, action, parent)
        self.form = FormGrid()
        self.content.addWidget(self.form)  # not added by add_form: a draft never holds a passphrase
        self.role = role_choice(context)
        self.opens = PlainLabel("", "hint", wrap=True)
        self.role.value_changed.connect(self._on_role)
        self.passphrase = NewPassphrase(self._names, tr("First passphrase"))
        self.passphrase.changed.connect(self._on_typed)

    def _add_role_and_passphrase(self) -> None:
        self.form.add("role", tr("Role"), self.role)
        self.form.add_row(self.opens)
        self.form.add_row(self.passphrase)
        self.form.add_row(
            PlainLabel(
                tr("Tell them in person, and ask them to change it at once under My passphrase."),
                "hint",
                wrap=True,
            )
        )
        self._on_role(self.role.value)
        self._on_typed()

    def _names(self) -> tuple[str, ...]:
        return (self.context.shop.name, self.context.shop.branch_code)

    def _on_role(self, value: str) -> None:
        self.opens.setText(role_text(Role(value)))

    def _on_typed(self) -> None:
        missing = tr("Choose a passphrase, and type it twice.")
        self.allow("" if self.passphrase.ready else missing)


class AddUserDialog(_UserDialog):
    """Lets somebody in."""

    draft_key = "user.new"

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, tr("Add user"), tr("Add user"), parent)
        self.setObjectName("add_user_dialog")
        self.name = QLineEdit()
        self.form.add("user_name", tr("Name"), self.name)
        self._add_role_and_passphrase()
        self.name.textChanged.connect(self._on_typed)
        self.name.setFocus()
        self.take_draft()

    def collect(self) -> dict[str, str]:
        """The name and the role: a draft never holds a passphrase."""
        return self.form.collect()

    def restore(self, texts: Mapping[str, str]) -> None:
        self.form.restore(texts)

    def submit(self) -> None:
        new = NewUser(self.name.text(), Role(self.role.value), self.passphrase.passphrase)
        self.write(partial(users.add, new=new), lambda _user: self._on_added())

    def _names(self) -> tuple[str, ...]:
        return (*super()._names(), self.name.text())

    def _on_typed(self) -> None:
        if self.name.text().strip():
            super()._on_typed()
        else:
            self.allow(tr("Enter the name."))

    def _on_added(self) -> None:
        self.context.toast(tr("{name} can sign in now.", name=self.name.text().strip()))
        self.finish()


class GivePassphraseDialog(_UserDialog):
    """A new passphrase for somebody who forgot theirs, comes back, or changes roles."""

    def __init__(self, context: Context, line: UserLine, parent: QWidget) -> None:
        title = tr("New passphrase for {name}", name=line.user.name)
        super().__init__(context, title, tr("Set passphrase"), parent)
        self.setObjectName("give_passphrase_dialog")
        self._line = line
        self.role.choose(line.user.role.value)
        self._add_role_and_passphrase()

    def submit(self) -> None:
        give = users.set_passphrase if self._line.active else users.reactivate
        job = partial(
            give,
            user_id=self._line.user.id,
            passphrase=self.passphrase.passphrase,
            role=Role(self.role.value),
        )
        self.write(job, lambda _: self._on_given())

    def _names(self) -> tuple[str, ...]:
        return (*super()._names(), self._line.user.name)

    def _on_given(self) -> None:
        words = tr("New passphrase set for {name}.", name=self._line.user.name)
        self.context.toast(words)
        self.finish()


class RenameDialog(Dialog):
    """Another name for the same user."""

    help_heading: ClassVar[str] = "people"

    def __init__(self, context: Context, line: UserLine, parent: QWidget) -> None:
        super().__init__(context, tr("Rename"), tr("Rename"), parent)
        self.setObjectName("rename_dialog")
        self._line = line
        self.draft_key = f"user.{line.user.id}.name"
        self.form = self.add_form(FormGrid())
        self.name = QLineEdit(line.user.name)
        self.form.add("new_name", tr("Name"), self.name)
        self.name.selectAll()
        self.resize(self.width(), 240)
        self.take_draft()

    def submit(self) -> None:
        old = self._line.user
        job = partial(users.rename, user_id=old.id, name=self.name.text())
        self.write(job, lambda _: self._on_renamed())

    def _on_renamed(self) -> None:
        old = self._line.user
        back = partial(users.rename, user_id=old.id, name=old.name)
        self.context.toast_done(tr("Renamed."), back)
        self.finish()


class NewSheetDialog(PassphraseDialog):
    """Asks for the supervisor's own passphrase, then makes the new sheet."""

    holds_lock: ClassVar[bool] = True

    def __init__(self, context: Context, parent: QWidget) -> None:
        explanation = tr(
            "The new sheet replaces the old one, which stops working. Have the printer "
            "ready: the key is shown only once."
        )
        super().__init__(context, (tr("New recovery sheet"), explanation, tr("Make sheet")), parent)
        self.setObjectName("new_sheet_dialog")
        self.sheet: RecoverySheet | None = None

    def submit(self) -> None:
        job = partial(recovery_sheets.renew, passphrase=self.take_passphrase())
        self.write(job, self._on_made, alone=True)

    def _on_made(self, sheet: RecoverySheet) -> None:
        self.sheet = sheet
        self.finish()
