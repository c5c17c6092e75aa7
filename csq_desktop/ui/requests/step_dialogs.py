"""The steps of a request: the identity check, the fee, a notice of delay, the correction."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.requests.corrected import CHECKED, ELSEWHERE
from csq_desktop.domain.requests.facts import CorrectionNotice, IdentityCheck, PrivacyRequest
from csq_desktop.domain.requests.fields import PRIVACY_REQUEST
from csq_desktop.domain.requests.words import CheckMethod, NoticeAnswer
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.requests import corrections, requests
from csq_desktop.services.requests.corrections import CorrectionMade
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, MoneyField, TextArea
from csq_desktop.ui.kit.step_dialog import StepJob
from csq_desktop.ui.requests.request_dialog import RequestDialog, step


class IdentityCheckDialog(RequestDialog):
    """Records how it was made sure that whoever asks may have the data."""

    kind: ClassVar[str] = "check"
    help_heading: ClassVar[str] = "check-who-asks"

    def title_text(self) -> str:
        return tr("Identity check")

    def action_text(self) -> str:
        return tr("Record the check")

    def done_text(self) -> str:
        return tr("Identity check recorded.")

    def fill(self) -> None:
        methods = [(method.value, method.label) for method in CheckMethod]
        self.form.add("method", _title("check_method"), ChoiceBox(methods), wide=True)
        hint = tr("Keep no copy and no number of an identity document.")
        note = TextArea(self.request.check_note, lines=2)
        self.form.add("check_note", _title("check_note"), note, wide=True, hint=hint)

    def job(self) -> StepJob:
        check = IdentityCheck(CheckMethod(self.text("method")), self.text("check_note"))
        return step(requests.check_identity, self.request, check=check)


class FeeDialog(RequestDialog):
    """Records the fee asked for a copy."""

    kind: ClassVar[str] = "fee"
    help_heading: ClassVar[str] = "the-fee"

    def title_text(self) -> str:
        return tr("Fee for the copy")

    def action_text(self) -> str:
        return tr("Record the fee")

    def done_text(self) -> str:
        return tr("Fee recorded.")

    def fill(self) -> None:
        self.fee = MoneyField(self.request.fee_cents)
        hint = tr("What the copy costs and no more; 0 where it is free of charge.")
        self.form.add("fee", tr("Fee"), self.fee, hint=hint, wide=True)

    def errors(self) -> Mapping[str, str]:
        if self.fee.cents is None:
            return {"fee": tr("Enter an amount such as 50 or 50.00.")}
        return {}

    def job(self) -> StepJob:
        return step(requests.set_fee, self.request, cents=self.fee.cents)

    def _on_done(self, before: object) -> None:
        undo = step(requests.clear_fee, self.request, before=before)
        self.context.toast_done(self.done_text(), undo)
        self.finish()
        self.taken.emit()


class DelayDialog(RequestDialog):
    """Records the written notice that the 40 days are not enough."""

    kind: ClassVar[str] = "delay"
    help_heading: ClassVar[str] = "when-40-days-are-not-enough"

    def title_text(self) -> str:
        return tr("Notice of delay")

    def action_text(self) -> str:
        return tr("Record the notice")

    def done_text(self) -> str:
        return tr("Notice of delay recorded. Print it under Notices.")

    def fill(self) -> None:
        self.day = DateField(self.context.today, self.context.today())
        last = tr("The last day is {day}.", day=date_text(self.request.last_day))
        self.form.add("delay_on", tr("Given on"), self.day, hint=last)
        words = TextArea(self.request.delay_reason, lines=3)
        self.form.add("delay_reason", _title("delay_reason"), words, wide=True)

    def job(self) -> StepJob:
        return step(
            requests.give_delay_notice,
            self.request,
            day=self.day.day,
            reason=self.text("delay_reason"),
        )


class CorrectedDialog(RequestDialog):
    """Records that the data were corrected; who had them before is listed then."""

    kind: ClassVar[str] = "corrected"
    help_heading: ClassVar[str] = "a-correction"

    def title_text(self) -> str:
        return tr("Correction made")

    def action_text(self) -> str:
        return tr("Record the correction")

    def done_text(self) -> str:
        return tr("Correction recorded.")

    def fill(self) -> None:
        self.day = DateField(self.context.today, self.context.today())
        self.form.add("corrected_on", tr("Corrected on"), self.day)
        fields = [(field.key, field.title) for field in CHECKED]
        self.field = ChoiceBox([*fields, (ELSEWHERE, tr("Something else, such as a complaint"))])
        self.field.choose(ELSEWHERE)
        self.form.add("field", tr("Field"), self.field, wide=True)
        self.value = TextArea(self.request.right, lines=2)
        now = tr("It is compared with the record, and not stored here.")
        self.form.add("value", tr("What it says now"), self.value, wide=True, hint=now)
        self.field.value_changed.connect(lambda key: self.value.setEnabled(key != ELSEWHERE))
        self.value.setEnabled(False)
        hint = tr("Correct the data first, on the page of the customer or of the complaint.")
        words = TextArea(self.request.correction, lines=3)
        self.form.add("correction", _title("correction"), words, wide=True, hint=hint)

    def job(self) -> StepJob:
        return step(
            corrections.note_corrected,
            self.request,
            correction=CorrectionMade(
                self.day.day or self.context.today(),
                self.text("correction"),
                self.field.value,
                self.value.toPlainText(),
            ),
        )


class ToldDialog(RequestDialog):
    """Ticks off one recipient of the data: told, no use any more, or not reached."""

    kind: ClassVar[str] = "told"
    help_heading: ClassVar[str] = "a-correction"

    def __init__(
        self, context: Context, request: PrivacyRequest, notice: CorrectionNotice, parent: QWidget
    ) -> None:
        self.notice = notice
        super().__init__(context, request, parent)
        self.draft_key = f"{self.draft_key}.{notice.id}"

    def title_text(self) -> str:
        return tr("Tell a recipient of the correction")

    def action_text(self) -> str:
        return tr("Record")

    def done_text(self) -> str:
        return tr("Recipient ticked off.")

    def fill(self) -> None:
        self.answer = ChoiceBox([(answer.value, answer.label) for answer in NoticeAnswer])
        self.day = DateField(self.context.today, self.context.today())
        had = tr("{recipient}, last on {day}", recipient=self.notice.recipient,
                 day=date_text(self.notice.disclosed_on))  # fmt: skip
        self.form.add("notice_answer", self.notice.recipient, self.answer, wide=True, hint=had)
        self.form.add("told_on", tr("Day"), self.day)

    def job(self) -> StepJob:
        return partial(
            corrections.note_told,
            notice_id=self.notice.id,
            answer=NoticeAnswer(self.answer.value),
            day=self.day.day or self.context.today(),
        )


def _title(key: str) -> str:
    return PRIVACY_REQUEST.field(key).title
