"""The referrals of a case: to whom, since when, and what came of each."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.referrals.facts import Referral
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.referrals import referrals
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.referrals.dialogs import OutcomeDialog
from csq_desktop.ui.theme import tokens


class ReferralSection(CaseSection):
    """The referrals of the case that is shown; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Referred outside"))

    def query(self, complaint: Complaint) -> Callable[..., object]:
        return partial(referrals.of_case, complaint_id=complaint.id)

    def rows(self, listed: Sequence[Referral]) -> Iterator[QWidget]:
        for referral in listed:
            yield self._row(referral)

    def _row(self, referral: Referral) -> QWidget:
        row = QWidget()
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        state = referral.state(self._context.today())
        line.addWidget(PlainLabel(self._words(referral), wrap=True))
        line.addWidget(Badge(referral.result.label if referral.result else state.label, state.tone))
        if self._context.may(Permission.WORK_COMPLAINTS):
            ask = partial(self._ask, referral)
            line.addWidget(buttons.link(tr("Outcome…"), ask, name=f"outcome_{referral.id}"))
            remove = partial(self._on_remove, referral)
            name = f"remove_referral_{referral.id}"
            line.addWidget(buttons.link(tr("Remove"), remove, name=name))
        row.setAccessibleName(self._words(referral))
        return row

    def _words(self, referral: Referral) -> str:
        parts = [
            tr(
                "{day}: {body}",
                day=date_text(referral.referred_on),
                body=lists.label(lists.REFERRAL_BODIES, referral.referred_to),
            ),
            referral.body_reference,
        ]
        if referral.answered_on is not None:
            parts.append(tr("answered {day}", day=date_text(referral.answered_on)))
        elif referral.answer_due_on is not None:
            parts.append(tr("answer due {day}", day=date_text(referral.answer_due_on)))
        parts.append(referral.result_note or referral.referral_reason)
        return tr(" · ").join(filter(None, parts))

    def _ask(self, referral: Referral) -> None:
        if self._complaint is not None:
            OutcomeDialog(self._context, self._complaint, referral, self).open()

    def _on_remove(self, referral: Referral) -> None:
        """Take out one that was entered by mistake, with a way back."""
        job = partial(referrals.take_back, referral_id=referral.id)
        undo = partial(referrals.put_back, referral_id=referral.id)
        self._context.tasks.write(
            self, job, lambda _done: self._context.toast_done(tr("Referral removed."), undo)
        )
