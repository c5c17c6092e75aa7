"""Logging a complaint: one form, by keyboard, in under half a minute."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from csq_desktop.domain.complaints.facts import Channel, ComplaintRef, NewComplaint, Severity
from csq_desktop.domain.complaints.fields import COMPLAINT, TYPED
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.customers.facts import CustomerLine
from csq_desktop.domain.words.wording import paragraph
from csq_desktop.services.complaints import complaints
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr
from csq_desktop.ui.complaints import kinds
from csq_desktop.ui.complaints.caller import UNKEPT, caller_fields
from csq_desktop.ui.complaints.fields import editor
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms import wheel
from csq_desktop.ui.kit.forms.dates import MomentField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.forms.form import FormGrid, text_of
from csq_desktop.ui.theme import theme

_CALLER = "caller"  # in a draft: whether a caller was entered, never who


class LogComplaintDialog(Dialog):
    """Asks for words, category, severity, channel, time and who; the rest is optional."""

    help_heading: ClassVar[str] = "log-a-complaint"
    draft_key = "complaint.new"
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    logged = Signal(object)

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        customer: CustomerLine | None = None,
        *,
        kind: FeedbackKind = FeedbackKind.COMPLAINT,
    ) -> None:
        super().__init__(context, tr("Log complaint"), tr("Log complaint"), parent)
        self.setObjectName("log_dialog")
        self.draft_key = _draft_key(kind)
        self.form = self.add_form(FormGrid(columns=2))
        self.feedback = ChoiceBox([(each.value, each.label) for each in FeedbackKind])
        self.feedback.choose(kind.value)
        self.form.add("kind", COMPLAINT.field("kind").title, self.feedback, wide=True)
        self._build_words()
        self.caller = caller_fields(context, self.form, self.show_error)
        notice = self.form.notice("words")
        caller = self.caller
        notice.offer_move(tr("Move to contact details"), caller.take, lambda: caller.can_take)
        caller.changed.connect(notice.refresh)
        self._build_more()
        self.feedback.value_changed.connect(lambda _kind: self._on_kind())
        self._show_kind()
        self.words.setFocus()
        if customer is not None:
            self.caller.show_known(customer)
        self.take_draft()

    @property
    def kind(self) -> FeedbackKind:
        """The kind of feedback that is logged."""
        return FeedbackKind(self.feedback.value)

    def _on_kind(self) -> None:
        self.move_draft(_draft_key(self.kind))
        self._show_kind()

    def _show_kind(self) -> None:
        """Ask for what the kind has: only complaints are assessed and remedied."""
        words = kinds.words(self.kind)
        self.name_title(words.log)
        self.name_action(words.log)
        for key in kinds.OF_COMPLAINTS:
            self.form.set_shown(key, self.kind.is_complaint)

    def submit(self) -> None:
        """Check what was typed and log it, once it is known who called."""
        if self.caller.is_sought:
            self.caller.seek_then(self.submit)
            return
        errors = self.caller.errors()
        if not self.words.toPlainText().strip():
            errors["words"] = tr("Enter what the customer said.")
        if not self.category_code() and (self.kind.is_complaint or self.category.currentText()):
            errors["category"] = tr("Choose a category.")
        if self._received_at() > self.context.now():
            errors["received"] = tr("The time of receipt cannot be in the future.")
        if not self.form.accepts(errors):
            return
        job = partial(complaints.log, new=self._new(), caller=self.caller.identity())
        self.write(job, self._on_logged)

    def category_code(self) -> str:
        """The code of the category typed or chosen; empty when it is none."""
        typed = self.category.currentText().strip().casefold()
        for choice in lists.leaves(lists.CATEGORIES):
            full = lists.full_label(lists.CATEGORIES, choice.code).casefold()
            if typed in (full, choice.label.casefold()):
                return choice.code
        code = lists.code_of(lists.CATEGORIES, typed)  # in another language, or by its old words
        return code if code in {choice.code for choice in lists.leaves(lists.CATEGORIES)} else ""

    def collect(self) -> dict[str, str]:
        """What was typed; never an identity, which no draft outside the vault may hold."""
        texts = super().collect()
        # The draft of each kind has its own key: who logs a complaint gets no half-typed enquiry.
        for key in ("kind", *UNKEPT, *(() if self._received_is_said else ("received",))):
            texts.pop(key, None)
        return texts | {_CALLER: "1" if self.caller.is_told else ""}

    def back_text(self, draft: Mapping[str, str], refused: str) -> str:
        text = super().back_text(draft, refused)
        if draft.get(_CALLER) and not self.caller.is_told:
            return paragraph(
                (text, tr("Contact details are never kept in a draft. Please enter them again."))
            )
        return text

    def kept_text(self) -> str:
        if self.caller.is_told:
            return tr("Draft kept, without the contact details.")
        return super().kept_text()

    def _build_words(self) -> None:
        form = self.form
        self.words = TextArea(lines=3)
        self.words.setMaximumHeight(theme.current().px(104))
        form.add(
            "words",
            tr("What the customer said"),
            self.words,
            wide=True,
            hint=tr("Do not write names or telephone numbers here. Enter them below."),
        )
        self.category = QComboBox()
        wheel.leave_to_page(self.category)
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
        form.add("category", tr("Category"), self.category)
        self.severity = ChoiceBox([(s.value, s.label) for s in Severity])
        self.severity.choose(Severity.MEDIUM.value)
        form.add("severity", tr("Severity"), self.severity)
        self.channel = ChoiceBox([(c.value, c.label) for c in Channel])
        form.add("channel", tr("Channel"), self.channel)
        self.received = MomentField(self.context.now(), self.context.zone, self.context.today)
        self._offered = self.received.moment
        form.add("received", tr("Received"), self.received)

    def _build_more(self) -> None:
        for key in TYPED:
            field = COMPLAINT.field(key)
            self.form.add(key, field.title, editor(field))

    def _new(self) -> NewComplaint:
        return NewComplaint(
            channel=Channel(self.channel.value),
            received_at=self._received_at(),
            category=self.category_code(),
            severity=Severity(self.severity.value) if self.kind.is_complaint else Severity.LOW,
            words=self.words.toPlainText(),
            customer_id=self.caller.customer_id,
            kind=self.kind,
            **{key: text_of(self.form.field(key)) for key in TYPED if self._asks(key)},
        )

    def _asks(self, key: str) -> bool:
        return self.kind.is_complaint or key not in kinds.OF_COMPLAINTS

    def _received_at(self) -> datetime:
        """The moment shown; the present one while nobody changed it."""
        typed = self.received.moment if self._received_is_said else None
        return typed or self.context.now()

    @property
    def _received_is_said(self) -> bool:
        """Whether the user changed the time: the default would be wrong in a draft read later."""
        return self.received.moment != self._offered

    def _on_logged(self, ref: ComplaintRef) -> None:
        self.context.toast(tr("{ref} logged.", ref=ref.ref))
        self.finish()
        self.logged.emit(ref.id)


def _draft_key(kind: FeedbackKind) -> str:
    begins = LogComplaintDialog.draft_key
    return begins if kind.is_complaint else f"{begins}.{kind}"


def kind_of_draft(key: str) -> FeedbackKind | None:
    """The kind of feedback that was being logged under a key; None where nothing was."""
    return next((kind for kind in FeedbackKind if _draft_key(kind) == key), None)
