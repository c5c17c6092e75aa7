"""Forms about how a case ends: who was involved, what the customer was told and what they say."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from csq_desktop.domain.closing.involved import INVOLVED, InvolvedAs, NewInvolved
from csq_desktop.domain.closing.responses import (
    RESPONSE,
    Communicated,
    NewResponse,
    Response,
)
from csq_desktop.domain.closing.satisfaction import (
    HIGHEST,
    LOWEST,
    SATISFACTION,
    SatisfactionAsk,
)
from csq_desktop.domain.complaints.facts import Channel, Complaint
from csq_desktop.services import people
from csq_desktop.services.closing import involved, overview, responses, satisfaction
from csq_desktop.texts import mark, tr
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.dates import MomentField
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.person_field import PersonField
from csq_desktop.ui.theme import tokens

_NOBODY = "nobody"


class CheckList(QWidget):
    """Several choices that can be ticked, each by its code."""

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.boxes = {code: QCheckBox(label) for code, label in options}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_TINY)
        for code, box in self.boxes.items():
            box.setObjectName(f"option_{code}")
            column.addWidget(box)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """The boxes that are ticked."""
        return tuple(self.boxes.values())

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that are ticked."""
        return tuple(code for code, box in self.boxes.items() if box.isChecked())

    def draft_text(self) -> str:
        """The field as a draft keeps it."""
        return "\n".join(self.codes)

    def restore_text(self, text: str) -> None:
        """Tick what a draft kept."""
        ticked = text.split("\n")
        for code, box in self.boxes.items():
            box.setChecked(code in ticked)


class InvolvedDialog(WorkDialog):
    """Names somebody of the staff in the case."""

    kind: ClassVar[str] = "involved"
    toast: ClassVar[str] = mark("Staff involved in {ref} recorded.")
    help_heading: ClassVar[str] = "staff-involved"

    def title_text(self) -> str:
        return tr("Staff involved")

    def action_text(self) -> str:
        return tr("Name in the case")

    def fill(self) -> None:
        self.person = PersonField()
        self.form.add("person", INVOLVED.field("person_id").title, self.person)
        self.context.tasks.read(self, people.everyone, self.person.offer)
        self.part = ChoiceBox([(each.value, each.label) for each in InvolvedAs])
        self.form.add(
            "part",
            INVOLVED.field("part").title,
            self.part,
            hint=tr("Whoever is complained of does not see this complaint from then on."),
        )

    def errors(self) -> Mapping[str, str]:
        return {} if self.person.choice else {"person": tr("Enter who was involved.")}

    def job(self) -> Job:
        return partial(
            involved.name, new=NewInvolved(self.person.choice, InvolvedAs(self.part.value))
        )


class CommunicatedDialog(WorkDialog):
    """Records when and how the customer was told the decision."""

    kind: ClassVar[str] = "communicated"
    toast: ClassVar[str] = mark("Recorded that the customer knows the decision on {ref}.")
    help_heading: ClassVar[str] = "closing"

    def title_text(self) -> str:
        return tr("Decision communicated")

    def fill(self) -> None:
        self.at = MomentField(self.context.now(), self.context.zone, self.context.today)
        self._offered = self.at.draft_text()
        self.form.add("at", tr("When you told the customer"), self.at)
        self.how = ChoiceBox([(each.value, each.label) for each in Channel])
        self.how.choose(self.complaint.channel.value)
        self.form.add("how", RESPONSE.field("communicated_how").title, self.how)
        self.add_note(RESPONSE.field("communicated_note").title)

    def job(self) -> Job:
        changed = self.at.draft_text() != self._offered
        at = (self.at.moment if changed else None) or self.context.now()
        communicated = Communicated(at, Channel(self.how.value), self.text("note"))
        return partial(responses.communicate, communicated=communicated)


class ResponseDialog(WorkDialog):
    """Records whether the customer accepts the decision, and what they were told they can do."""

    kind: ClassVar[str] = "response"
    toast: ClassVar[str] = mark("Customer’s response to {ref} recorded.")
    help_heading: ClassVar[str] = "closing"

    def title_text(self) -> str:
        return tr("Customer’s response")

    def fill(self) -> None:
        options = [(each.value, each.label) for each in Response]
        self.response = ChoiceBox([("", tr("Choose")), *options])
        self.form.add("response", RESPONSE.field("response").title, self.response)
        self.at = MomentField(self.context.now(), self.context.zone, self.context.today)
        self._offered = self.at.draft_text()
        self.form.add("at", tr("When"), self.at)
        self.alternatives = CheckList(overview.alternatives())
        self.form.add(
            "alternatives",
            tr("What the customer was told they can do next"),
            self.alternatives,
            wide=True,
        )
        self.add_note(RESPONSE.field("response_note").title)
        self.response.value_changed.connect(self._on_response)
        self._on_response(self.response.value)

    def _on_response(self, value: str) -> None:
        self.form.set_shown("alternatives", shown=value == Response.REJECTED)

    def errors(self) -> Mapping[str, str]:
        return {} if self.response.value else {"response": tr("Choose what the customer said.")}

    def job(self) -> Job:
        changed = self.at.draft_text() != self._offered
        at = (self.at.moment if changed else None) or self.context.now()
        response = Response(self.response.value)
        codes = self.alternatives.codes if response is Response.REJECTED else ()
        return partial(responses.respond, new=NewResponse(response, at, codes, self.text("note")))


class ContentDialog(WorkDialog):
    """Records that the customer was asked about the handling, or that they are not asked."""

    kind: ClassVar[str] = "content"
    help_heading: ClassVar[str] = "satisfaction-with-the-handling"

    def title_text(self) -> str:
        return tr("Ask about the handling")

    def fill(self) -> None:
        options = [(each.value, each.label) for each in Channel]
        self.how = ChoiceBox([*options, (_NOBODY, tr("Not asked"))])
        self.how.choose(Channel.TELEPHONE.value)
        self.form.add(
            "how",
            SATISFACTION.field("inquired_how").title,
            self.how,
            hint=tr("“How satisfied are you, from 1 to 5, with the way we handled it?”"),
        )
        self.add_note(tr("Reason for not asking"))
        self.how.value_changed.connect(self._on_how)
        self._on_how(self.how.value)

    def _on_how(self, value: str) -> None:
        self.form.set_shown("note", shown=value == _NOBODY)

    def errors(self) -> Mapping[str, str]:
        lacks = self.how.value == _NOBODY and not self.text("note").strip()
        return {"note": tr("Enter the reason.")} if lacks else {}

    def job(self) -> Job:
        if self.how.value == _NOBODY:
            return partial(satisfaction.leave_unasked, reason=self.text("note"))
        return partial(satisfaction.ask, how=Channel(self.how.value))


class RatingDialog(WorkDialog):
    """Records what the customer answered."""

    kind: ClassVar[str] = "rating"
    help_heading: ClassVar[str] = "satisfaction-with-the-handling"

    def __init__(
        self, context: Context, complaint: Complaint, asked: SatisfactionAsk, parent: QWidget
    ) -> None:
        self.asked = asked
        super().__init__(context, complaint, parent)

    def title_text(self) -> str:
        return tr("Customer’s answer")

    def fill(self) -> None:
        scores = [("", "–"), *((str(n), str(n)) for n in range(LOWEST, HIGHEST + 1))]
        self.score = ChoiceBox(scores)
        self.score.choose(str(self.asked.score or ""))
        self.form.add(
            "score",
            SATISFACTION.field("rating").title,
            self.score,
            hint=tr("1 is not at all, 5 is very much."),
        )
        self.add_note(SATISFACTION.field("rating_words").title).setPlainText(self.asked.words)

    def errors(self) -> Mapping[str, str]:
        return {} if self.score.value else {"score": tr("Choose 1 to 5.")}

    def submit(self) -> None:
        if self.form.accepts(self.errors()):
            self.write(self.job(), self._on_done)

    def job(self) -> Job:
        score, words = int(self.score.value), self.text("note")
        return partial(satisfaction.answer, ask_id=self.asked.id, score=score, words=words)
