"""Logging a complaint: one form, by keyboard, in under half a minute."""

from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QWidget

from csq_desktop.domain.complaints import (
    CallerIdentity,
    Channel,
    ComplaintRef,
    NewComplaint,
    Severity,
)
from csq_desktop.domain.customers import CustomerFilter, CustomerLine
from csq_desktop.services import complaints, customers, lists
from csq_desktop.texts import tr
from csq_desktop.ui import theme
from csq_desktop.ui.context import Context
from csq_desktop.ui.dialog import Dialog
from csq_desktop.ui.widgets.fields import Choice, MomentField, TextArea
from csq_desktop.ui.widgets.form import FormGrid

_PAUSE_MS = 200


class LogComplaintDialog(Dialog):
    """Asks for words, category, severity, channel, time and who; the rest is optional."""

    draft_key = "complaint.new"
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    logged = Signal(object)

    def __init__(
        self, context: Context, parent: QWidget, customer: CustomerLine | None = None
    ) -> None:
        super().__init__(context, tr("Log a complaint"), tr("Log complaint"), parent)
        self.setObjectName("log_dialog")
        self._sees = context.user.role.sees_identities
        self._matches: list[CustomerLine] = []
        self.form = self.add_form(FormGrid(columns=2))
        self._build_words()
        self._build_who()
        self._build_more()
        self.words.setFocus()
        self.take_draft()
        if customer is not None:
            self._show_matches([customer])
            self.who.setCurrentIndex(1)

    def submit(self) -> None:
        """Check what was typed and log it."""
        errors = {}
        if not self.words.toPlainText().strip():
            errors["words"] = tr("Write what the customer said.")
        if not self.category_code():
            errors["category"] = tr("Choose what the complaint is about.")
        self.form.show_errors(errors)
        if errors:
            return
        job = partial(complaints.log, new=self._new(), caller=self._caller())
        self.write(job, self._on_logged)

    def category_code(self) -> str:
        """The code of the category typed or chosen; empty when it is none."""
        typed = self.category.currentText().strip().casefold()
        for choice in lists.leaves(lists.CATEGORIES):
            full = lists.full_label(lists.CATEGORIES, choice.code).casefold()
            if typed in (full, choice.label.casefold()):
                return choice.code
        return ""

    def collect(self) -> dict[str, str]:
        """What was typed; never an identity, which no draft outside the vault may hold."""
        kept = super().collect()
        for key in ("caller_name", "caller_phone", "caller_email", "find", "who", "received"):
            kept.pop(key, None)
        return kept

    def _build_words(self) -> None:
        form = self.form
        self.words = TextArea(lines=3)
        self.words.setMaximumHeight(theme.current().px(104))
        form.add("words", tr("What the customer said"), self.words, wide=True,
                 hint=tr("Leave names and numbers out of the words; they go below."))  # fmt: skip
        self.category = QComboBox()
        self.category.setEditable(True)
        self.category.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        fitting = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.category.setSizeAdjustPolicy(fitting)
        self.category.setMinimumContentsLength(16)
        labels = [
            lists.full_label(lists.CATEGORIES, choice.code)
            for choice in lists.leaves(lists.CATEGORIES)
        ]
        self.category.addItems(labels)
        self.category.setCurrentIndex(-1)
        completer = QCompleter(labels, self.category)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.category.setCompleter(completer)
        edit = self.category.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(tr("Type a word, such as queue or refund"))
        form.add("category", tr("About"), self.category)
        self.severity = Choice([(s.value, s.label) for s in Severity])
        self.severity.choose(Severity.MEDIUM.value)
        form.add("severity", tr("Severity"), self.severity)
        self.channel = Choice([(c.value, c.label) for c in Channel])
        form.add("channel", tr("Channel"), self.channel)
        self.received = MomentField(self.context.now(), self.context.zone)
        form.add("received", tr("Received"), self.received)

    def _build_who(self) -> None:
        form = self.form
        if self._sees:
            self.finder = QLineEdit()
            self.finder.setPlaceholderText(tr("Part of a name, telephone or e-mail"))
            form.add("find", tr("Find the customer"), self.finder)
            self.who = QComboBox()
            fitting = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            self.who.setSizeAdjustPolicy(fitting)
            self.who.setMinimumContentsLength(16)
            form.add("who", tr("Customer"), self.who)
            self._show_matches([])
            self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
            self._pause.timeout.connect(self._on_find)
            self.finder.textChanged.connect(lambda _text: self._pause.start())
            self.anonymous = QCheckBox()
            self.anonymous.hide()
            return
        self.anonymous = QCheckBox(tr("The caller wants to stay anonymous"))
        form.add("anonymous", "", self.anonymous, wide=True)
        self.caller_name, self.caller_phone, self.caller_email = (QLineEdit() for _ in range(3))
        form.add("caller_name", tr("Caller's name"), self.caller_name)
        form.add("caller_phone", tr("Telephone"), self.caller_phone)
        form.add("caller_email", tr("E-mail"), self.caller_email,
                 hint=tr("Sealed when you log it: only a supervisor can read it."))  # fmt: skip

    def _build_more(self) -> None:
        self.sought = QLineEdit()
        self.form.add("sought", tr("Remedy sought"), self.sought)
        self.product = QLineEdit()
        self.form.add("product", tr("Product"), self.product)
        self.touch_point = Choice(
            [("", "–"), *((c.code, c.label) for c in lists.choices(lists.TOUCH_POINTS))]
        )
        self.form.add("touch_point", tr("Touch-point"), self.touch_point)
        self.done_now = QLineEdit()
        self.form.add("done_now", tr("Done at once"), self.done_now)

    def _new(self) -> NewComplaint:
        return NewComplaint(
            channel=Channel(self.channel.value),
            received_at=self._received_at(),
            category=self.category_code(),
            severity=Severity(self.severity.value),
            words=self.words.toPlainText(),
            customer_id=self._customer_id(),
            remedy_sought=self.sought.text(),
            touch_point=self.touch_point.value,
            product=self.product.text(),
            immediate_action=self.done_now.text(),
        )

    def _received_at(self) -> datetime:
        """The moment shown; the present one while nobody changed it."""
        shown = self.received.moment
        now = self.context.now()
        return min(shown, now) if shown.date() == now.astimezone(shown.tzinfo).date() else shown

    def _customer_id(self) -> int | None:
        at = self.who.currentIndex() - 1 if self._sees else -1
        return self._matches[at].id if at >= 0 else None

    def _caller(self) -> CallerIdentity | None:
        if self._sees or self.anonymous.isChecked():
            return None
        caller = CallerIdentity(
            self.caller_name.text(), self.caller_phone.text(), self.caller_email.text()
        )
        return caller if any((caller.name, caller.phone, caller.email)) else None

    def _on_find(self) -> None:
        text = self.finder.text().strip()
        if text:
            job = partial(_found, shown=CustomerFilter(text=text))
            self.context.tasks.read(self, job, self._show_found, identities=True)
        else:
            self._show_matches([])

    def _show_found(self, found: list[CustomerLine]) -> None:
        self._show_matches(found)
        if found:
            self.who.setCurrentIndex(1)

    def _show_matches(self, found: list[CustomerLine]) -> None:
        self._matches = found
        self.who.clear()
        self.who.addItem(tr("Anonymous"))
        for line in found:
            known = line.masked
            words = (known.name, known.phone, known.email) if known else ()
            self.who.addItem("  ".join(part for part in (line.ref, *words) if part))

    def _on_logged(self, ref: ComplaintRef) -> None:
        self.context.toast(tr("{ref} is logged.", ref=ref.ref))
        self.finish()
        self.logged.emit(ref.id)


def _found(session: Any, *, shown: CustomerFilter) -> list[CustomerLine]:
    return customers.lines(session, customers.line_ids(session, shown, 8))
