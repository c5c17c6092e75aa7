"""A short form for an action: what, who, by when."""

from datetime import timedelta

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from csq_desktop.domain.actions import ActionSource, NewAction, Priority
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import keyboard
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.form_draft import FormDraft
from csq_desktop.ui.kit.forms.person_field import PersonField
from csq_desktop.ui.kit.layout.scrolled import bring_into_view
from csq_desktop.ui.theme import tokens

DUE_AFTER = timedelta(days=7)


class ActionForm(QFrame):
    """Asks for one action; `promised` carries it, `closed` is emitted when the user gives up.

    form = ActionForm(context)
    form.ask(ActionSource.CHECKLIST, run_id, item_code="3.3", title=tr("…"))
    """

    promised = Signal(object)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        today = context.today
        self.setProperty("role", "well")
        self.setObjectName("action_form")
        self._today = today
        self._origin: tuple[ActionSource, int | None, str] = (ActionSource.REVIEW, None, "")
        self.title, self.owner = WordsLine(), PersonField()
        self.due = DateField(today, today() + DUE_AFTER, ahead=True)
        self.urgent = QCheckBox(tr("Urgent"))
        self.add_button = buttons.primary(tr("Add action"), self._on_submitted, name="action_add")
        self.form = FormGrid(columns=3)
        self.form.add("action_title", tr("What is to be done"), self.title, wide=True)
        self.form.add("action_owner", tr("Owner"), self.owner)
        self.form.add("action_due", tr("Due date"), self.due)
        self.form.add("action_urgent", "", self.urgent)
        self.message = InlineMessage()
        self._build()
        self.draft = FormDraft(self, context, self.message, (self.form.collect, self.form.restore))

    def ask(
        self, source: ActionSource, source_id: int | None, *, item_code: str = "", title: str = ""
    ) -> None:
        """Begin an action that came from something."""
        if self.isVisible():
            self.draft.leave()
        self._origin = (source, source_id, item_code)
        self.title.setText(title)
        self.owner.clear()
        self.due.set_day(self._today() + DUE_AFTER)
        self.urgent.setChecked(False)
        self.form.show_errors({})
        self.message.clear()
        self.draft.begin(f"action.{source.value}.{source_id or ''}.{item_code}")
        self.show()
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.title.selectAll()
        bring_into_view(self)

    def finish(self) -> None:
        """The action is stored: close the form and forget its draft."""
        self.draft.finish()
        self.hide()

    def save_button(self) -> QPushButton:
        """What Ctrl+Enter presses."""
        return self.add_button

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_closed()
        elif buttons.answers_enter(event, self.focusWidget()):
            event.accept()
        elif keyboard.is_enter(event):
            keyboard.go_on(self, self.add_button)
        else:
            event.accept()  # letters typed here must not act as shortcuts of the widgets around

    def _build(self) -> None:
        row = QHBoxLayout()
        row.addWidget(keyboard.SaveHint(self.add_button.text()), 1)
        row.addWidget(buttons.secondary(tr("Cancel"), self._on_closed, name="action_cancel"))
        row.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(tokens.GAP_SMALL)
        column.addWidget(self.message)
        column.addWidget(self.form)
        column.addLayout(row)

    def _on_submitted(self) -> None:
        errors = {}
        if not self.title.text().strip():
            errors["action_title"] = tr("Describe the action.")
        if not self.owner.choice:
            errors["action_owner"] = tr("Enter who is responsible.")
        due = self.due.day
        if not self.form.accepts(errors) or due is None:
            return
        source, source_id, code = self._origin
        priority = Priority.URGENT if self.urgent.isChecked() else Priority.NORMAL
        title = self.title.text().strip()
        new = NewAction(title, self.owner.choice, due, source, source_id, code, priority)
        self.promised.emit(new)

    def _on_closed(self) -> None:
        self.hide()
        self.closed.emit()
