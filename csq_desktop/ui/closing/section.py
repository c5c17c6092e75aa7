"""The end of the case that is shown: what it still lacks, who was involved, what was recorded."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from csq_desktop.domain.closing.follow_ups import FollowUps
from csq_desktop.domain.closing.involved import Involved
from csq_desktop.domain.closing.policy import Gate
from csq_desktop.domain.closing.remedies import RemedyRequest
from csq_desktop.domain.closing.responses import ResponseLine
from csq_desktop.domain.closing.satisfaction import SatisfactionAsk
from csq_desktop.domain.closing.signatures import CaseSignature
from csq_desktop.domain.complaints.facts import Complaint, State
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import money_text, short_moment_text
from csq_desktop.services.closing import involved, overview
from csq_desktop.services.closing.overview import CaseEnding
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import form_called
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.closing.approval_dialog import ApprovalDialog
from csq_desktop.ui.closing.dialogs import RatingDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.labels import this_moment
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import bring_into_view
from csq_desktop.ui.theme import tokens

_LEADS_TO = {
    Gate.FINDING: "answer",
    Gate.CAUSE: "main_cause",
    Gate.REMEDY: "answer",
    Gate.REPLY: "answer",
    Gate.COMMUNICATED: "communicated",
    Gate.RESPONSE: "response",
}
"""The form in which what a case lacks is recorded."""
_OF_DECISION = (Gate.COMMUNICATED, Gate.RESPONSE)
"""What can be recorded once there is a decision."""
_BUTTONS = {Gate.ACTIONS: "open_action_", Gate.PROMISES: "kept_"}
"""How the names of the buttons begin, elsewhere on the page, that end what is not ended yet."""


class ClosingSection(CaseSection):
    """What stands about the end of a case; hidden where that is nothing."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Closing"))

    def query(self, complaint: Complaint) -> Callable[..., object]:
        return partial(overview.of_case, complaint_id=complaint.id)

    def show_case(self, complaint: Complaint) -> None:
        if complaint.kind.is_complaint:
            super().show_case(complaint)
        else:  # nothing is decided about other feedback
            self._complaint = complaint
            self.hide()

    def rows(self, ending: CaseEnding) -> Iterator[QWidget]:
        yield from self._follow_ups(ending.follow_ups)
        yield from self._gates(ending)
        yield from map(self._person, ending.involved)
        for request in ending.requests:
            yield self._request(request, ending.user_id)
        for response in ending.responses:
            yield from self._responses(response)
        yield from map(self._signature, ending.signatures)
        yield from map(self._asked, ending.asks)

    def _follow_ups(self, follow_ups: FollowUps) -> Iterator[QWidget]:
        """The complaint that this one follows, and those that follow it."""
        pairs = [(tr("Follows"), follow_ups.follows)]
        pairs += [(tr("Followed by"), each) for each in follow_ups.followed_by]
        for label, other in pairs:
            if other is not None:
                go = partial(self._context.navigate, "complaints", other.id)
                link = buttons.link(other.ref, go, name=f"follow_up_{other.id}")
                yield self._row(PlainLabel(label), link)

    def _gates(self, ending: CaseEnding) -> Iterator[QWidget]:
        """What a case has to have before its closing, with the way to what it lacks."""
        case = self._complaint
        if case is None or case.is_closed or case.removed_at is not None:
            return
        for gate in ending.standing.gates:
            state = (
                Badge(tr("In place"), Tone.GOOD) if gate.is_met else Badge(tr("Missing"), Tone.WARN)
            )
            parts_of_row: list[QWidget] = [PlainLabel(gate.gate.label), state]
            if not gate.is_met and self._may_lead_to(gate.gate):
                go = partial(self._lead_to, gate.gate)
                name = f"missing_{gate.gate.value}"
                parts_of_row.append(buttons.link(gate.gate.missing, go, name=name))
            elif not gate.is_met:
                parts_of_row.append(PlainLabel(gate.gate.missing, "muted", wrap=True))
            yield self._row(*parts_of_row)
        if ending.standing.refusal and case.state is State.ANSWERED:
            yield PlainLabel(ending.standing.refusal, "muted", wrap=True)

    def _person(self, person: Involved) -> QWidget:
        words = tr("{name}: {part}", name=person.name, part=person.part.label)
        if not person.is_named:
            return PlainLabel(tr("{words} (removed)", words=words), "muted", wrap=True)
        row = [PlainLabel(words, wrap=True)]
        links: list[QWidget] = []
        if self.may(Permission.WORK_COMPLAINTS):
            act = partial(self._on_take_out, person)
            links.append(buttons.link(tr("Remove"), act, name=f"take_out_{person.id}"))
        return self._row(*row, *links)

    def _request(self, request: RemedyRequest, user_id: int) -> QWidget:
        words = tr(
            "{remedy}, {amount}: asked for by {name}, above the limit of {limit}",
            remedy=request.outcome.remedy_kind.label,
            amount=money_text(request.outcome.remedy_cents),
            name=request.requested_by,
            limit=money_text(request.limit_cents),
        )
        row: list[QWidget] = [
            PlainLabel(words, wrap=True),
            Badge(request.state.label, request.state.tone),
        ]
        if request.approval_by:
            row.append(PlainLabel(self._by(request.approval_by, request.approval_note), "muted"))
        may = self.may(Permission.CLOSE_COMPLAINTS)
        if request.approved is None and may and request.requested_by_id != user_id:
            act = partial(self._on_approve, request)
            label = tr("Approve or refuse…")
            row.append(buttons.link(label, act, name=f"approve_{request.id}"))
        return self._row(*row)

    def _responses(self, line: ResponseLine) -> Iterator[QWidget]:
        if line.communicated_at is not None and line.communicated_how is not None:
            yield PlainLabel(
                tr(
                    "Decision communicated {when}, {how}, by {name}",
                    when=self._when(line.communicated_at),
                    how=line.communicated_how.label,
                    name=line.communicated_by,
                ),
                wrap=True,
            )
        if line.response is not None and line.responded_at is not None:
            words = tr(
                "Customer’s response {when}: {response}",
                when=self._when(line.responded_at),
                response=line.response.label,
            )
            yield PlainLabel(words, wrap=True)
        if line.alternatives:
            bodies = (lists.label(lists.REFERRAL_BODIES, code) for code in line.alternatives)
            named = tr(", ").join(bodies)
            yield PlainLabel(tr("Alternatives named: {names}", names=named), "muted", wrap=True)

    def _signature(self, signature: CaseSignature) -> QWidget:
        words = tr(
            "Signed {when} by {name}: {meaning}",
            when=self._when(signature.signed_at),
            name=signature.signer_name,
            meaning=signature.meaning.label,
        )
        badge = (
            Badge(tr("As signed"), Tone.GOOD)
            if signature.holds
            else Badge(tr("Changed since"), Tone.WARN)
        )
        return self._row(PlainLabel(words, wrap=True), badge)

    def _asked(self, asked: SatisfactionAsk) -> QWidget:
        when = self._when(asked.asked_at)
        if asked.how is None:
            words = tr("Not asked about the handling: {reason}", reason=asked.words)
            return PlainLabel(words, "muted", wrap=True)
        words = tr("Asked about the handling {when}, {how}", when=when, how=asked.how.label)
        row: list[QWidget] = [PlainLabel(words, wrap=True)]
        if asked.score is None:
            row.append(Badge(tr("No answer yet"), Tone.SOFT))
        else:
            row.append(Badge(tr("{n} of 5", n=asked.score), Tone.ACCENT))
        if self._context.may(Permission.NOTE_COMPLAINTS):
            act = partial(self._on_rate, asked)
            label = tr("Record the answer…")
            row.append(buttons.link(label, act, name=f"rate_{asked.id}"))
        return self._row(*row)

    def _row(self, *widgets: QWidget) -> QWidget:
        row = QWidget()
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        for widget in widgets:
            line.addWidget(widget)
        return row

    def _when(self, at: datetime) -> str:
        now = this_moment(self._context)
        return short_moment_text(at, now.day, now.zone)

    def _by(self, name: str, note: str) -> str:
        return tr("by {name}: {note}", name=name, note=note) if note else tr("by {name}", name=name)

    def _may_lead_to(self, gate: Gate) -> bool:
        """Whether what is missing can be recorded now, by who looks at the case."""
        if gate in _BUTTONS:
            return True
        if gate in _OF_DECISION:
            decided = self._complaint is not None and self._complaint.finding is not None
            return decided and self._context.may(Permission.NOTE_COMPLAINTS)
        return gate in _LEADS_TO and self._context.may(Permission.WORK_COMPLAINTS)

    def _lead_to(self, gate: Gate) -> None:
        """Open the form in which what is missing is recorded."""
        if self._complaint is None:
            return
        if gate in _BUTTONS:
            self._show_button(_BUTTONS[gate])
            return
        is_answered = self._complaint.state is State.ANSWERED
        kind = "decide" if is_answered and _LEADS_TO[gate] == "answer" else _LEADS_TO[gate]
        form = form_called(kind)
        if form is not None:
            form(self._context, self._complaint, self).open()

    def _show_button(self, beginning: str) -> None:
        """Put the keyboard on the first button of that name on the page of the case."""
        page = self.parentWidget()
        found = page.findChildren(QPushButton) if page is not None else []
        for button in [each for each in found if each.objectName().startswith(beginning)][:1]:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            bring_into_view(button)

    def _on_take_out(self, person: Involved) -> None:
        """Take out somebody who was named by mistake, with a way back."""
        job = partial(involved.take_out, involved_id=person.id)
        undo = partial(involved.put_back, involved_id=person.id)
        words = tr("{name} removed from the case.", name=person.name)
        self._context.tasks.write(self, job, lambda _done: self._context.toast_done(words, undo))

    def _on_approve(self, request: RemedyRequest) -> None:
        if self._complaint is not None:
            ApprovalDialog(self._context, self._complaint, request, self).open()

    def _on_rate(self, asked: SatisfactionAsk) -> None:
        if self._complaint is not None:
            RatingDialog(self._context, self._complaint, asked, self).open()
