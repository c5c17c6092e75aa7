"""Small forms of retention: the rules, leaving records for now, placing and releasing a hold."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.drafts import VAULT
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.erasures import LegalHold
from csq_desktop.domain.retention.rules import LONGEST, RetentionRules
from csq_desktop.services.retention import due_list, holds, rules
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import NumberField, TextArea
from csq_desktop.ui.kit.forms.form import FormGrid

_LEFT_FOR = timedelta(days=92)


class RulesDialog(Dialog):
    """Sets how many months each kind of record stays."""

    draft_key = "retention.rules"
    help_heading: ClassVar[str] = "retention"
    wide: ClassVar[int] = 620
    tall: ClassVar[int] = 560

    def __init__(
        self, context: Context, stored: RetentionRules, kinds: Sequence[RecordKind], parent: QWidget
    ) -> None:
        super().__init__(context, tr("Retention rules"), tr("Save"), parent)
        self.setObjectName("retention_rules_dialog")
        self._stored = stored
        hint = tr("In months. What is older comes onto the due list; nothing is erased by itself.")
        self.content.addWidget(PlainLabel(hint, "muted", wrap=True))
        self.form = self.add_form(FormGrid())
        self.months: dict[RecordKind, NumberField] = {}
        for kind in kinds:
            field = NumberField(stored.of(kind), lowest=kind.shortest, highest=LONGEST)
            self.months[kind] = field
            self.form.add(kind.value, kind.label, field, hint=kind.meaning)
        self.take_draft()

    def submit(self) -> None:
        """Write a new version of the rules."""
        months = {kind: field.value() for kind, field in self.months.items()}
        changed = RetentionRules({**self._stored.months, **months})
        self.write(partial(rules.change, changed=changed), self._on_saved)

    def _on_saved(self, _answer: object) -> None:
        undo = partial(rules.change, changed=self._stored)
        self.context.toast_done(tr("Retention rules saved."), undo)
        self.finish()


class LeaveDialog(Dialog):
    """Leaves records that are due until a day, with the reason."""

    tall: ClassVar[int] = 380

    def __init__(
        self, context: Context, kind: RecordKind, record_ids: tuple[int, ...], parent: QWidget
    ) -> None:
        super().__init__(context, tr("Leave for now"), tr("Leave"), parent)
        self.setObjectName("leave_dialog")
        self._kind, self._ids = kind, record_ids
        self.draft_key = f"retention.leave.{kind.value}"
        self.until = DateField(context.today, context.today() + _LEFT_FOR, ahead=True)
        self.reason = TextArea(lines=3)
        self.form = self.add_form(FormGrid())
        self.form.add("until", tr("Until"), self.until)
        self.form.add("reason", tr("Reason"), self.reason)
        self.take_draft()

    def submit(self) -> None:
        """Keep that they stay."""
        if self.until.day is None:
            return
        job = partial(
            due_list.leave,
            kind=self._kind,
            record_ids=self._ids,
            until=self.until.day,
            reason=self.reason.toPlainText(),
        )
        self.write(job, self._on_left)

    def _on_left(self, _answer: object) -> None:
        self.context.toast(trn("{n} record left.", "{n} records left.", len(self._ids)))
        self.finish()


class HoldDialog(Dialog):
    """Holds everything of a customer, for a claim or an investigation."""

    help_heading: ClassVar[str] = "legal-holds"
    tall: ClassVar[int] = 360

    def __init__(self, context: Context, customer_id: int, parent: QWidget) -> None:
        super().__init__(context, tr("Place a legal hold"), tr("Place hold"), parent)
        self.setObjectName("hold_dialog")
        self._customer_id = customer_id
        self.draft_key = f"{VAULT}hold.{customer_id}"
        hint = tr("Nothing of this customer is erased until the hold is released.")
        self.content.addWidget(PlainLabel(hint, "muted", wrap=True))
        self.reason = TextArea(lines=3)
        self.form = self.add_form(FormGrid())
        self.form.add("reason", tr("Reason"), self.reason)
        self.take_draft()

    def submit(self) -> None:
        """Place the hold."""
        reason = self.reason.toPlainText()
        job = partial(holds.place, customer_id=self._customer_id, reason=reason)
        self.write(job, self._on_placed)

    def _on_placed(self, hold_id: int) -> None:
        undo = partial(holds.take_back, hold_id=hold_id)
        self.context.toast_done(tr("Legal hold placed."), undo)
        self.finish()


class ReleaseDialog(Dialog):
    """Ends a hold, with the reason; it stays on record."""

    tall: ClassVar[int] = 360

    def __init__(self, context: Context, hold: LegalHold, parent: QWidget) -> None:
        title = tr("Release the hold on {ref}", ref=hold.ref)
        super().__init__(context, title, tr("Release"), parent)
        self.setObjectName("release_dialog")
        self._hold_id = hold.id
        self.draft_key = f"{VAULT}release.{hold.customer_id}"
        self.content.addWidget(PlainLabel(hold.reason, "muted", wrap=True))
        self.reason = TextArea(lines=3)
        self.form = self.add_form(FormGrid())
        self.form.add("reason", tr("Reason"), self.reason)
        self.take_draft()

    def submit(self) -> None:
        """End it."""
        reason = self.reason.toPlainText()
        self.write(partial(holds.release, hold_id=self._hold_id, reason=reason), self._on_released)

    def _on_released(self, _answer: object) -> None:
        self.context.toast(tr("Legal hold released."))
        self.finish()
