"""The steps of a breach: containment, harm, decisions, follow-up, end."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox, QWidget

from csq_desktop.domain.actions import Action
from csq_desktop.domain.breaches import harm
from csq_desktop.domain.breaches.facts import (
    Breach,
    BreachDecision,
    BreachEnding,
    NewDecision,
)
from csq_desktop.domain.breaches.words import NotifyMethod, NotifyParty
from csq_desktop.domain.words.wording import labelled
from csq_desktop.services.actions import actions
from csq_desktop.services.breaches import breaches, decisions
from csq_desktop.texts import tr
from csq_desktop.ui.breaches.breach_dialog import BreachDialog, step, title
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import DateField, MomentField
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.step_dialog import StepJob

_YES, _NO, _NONE = "yes", "no", "0"
_CHOICES: Mapping[str, type[harm.Sensitivity | harm.ProtectionKind | harm.Exposure
                            | harm.ReachedBy | harm.Recovery | harm.Likelihood]] = {
    "sensitivity": harm.Sensitivity,
    "protection": harm.ProtectionKind,
    "exposure": harm.Exposure,
    "obtained": harm.ReachedBy,
    "recovery": harm.Recovery,
    "identity_theft": harm.Likelihood,
    "financial_harm": harm.Likelihood,
    "physical_harm": harm.Likelihood,
    "distress": harm.Likelihood,
}  # fmt: skip


class ContainDialog(BreachDialog):
    """Records what was done against further harm, and when."""

    kind: ClassVar[str] = "contain"
    help_heading: ClassVar[str] = "contain-it"

    def title_text(self) -> str:
        return tr("Containment")

    def action_text(self) -> str:
        return tr("Record the containment")

    def done_text(self) -> str:
        return tr("Containment recorded.")

    def fill(self) -> None:
        at = self.breach.contained_at or self.context.now()
        self.at = MomentField(at, self.context.zone, self.context.today)
        self.form.add("contained_at", title("contained_at"), self.at, wide=True)
        hint = tr("Such as: account locked, recipient asked to delete, lock changed.")
        self.add_words("breach_containment", hint=hint)

    def job(self) -> StepJob:
        at = self.at.moment or self.context.now()
        return step(breaches.contain, self.breach, at=at, text=self.text("breach_containment"))


class HarmDialog(BreachDialog):
    """Assesses the harm by the Commissioner's factors; the level is suggested, not decided."""

    kind: ClassVar[str] = "harm"
    help_heading: ClassVar[str] = "assess-the-harm"
    wide: ClassVar[int] = 720
    tall: ClassVar[int] = 690

    def title_text(self) -> str:
        return tr("Assess the harm")

    def action_text(self) -> str:
        return tr("Record the assessment")

    def done_text(self) -> str:
        return tr("Assessment recorded. Decide whether to notify.")

    def fill(self) -> None:
        before = self.breach.assessment
        self._boxes: dict[str, ChoiceBox] = {}
        for key, codes in _CHOICES.items():
            box = ChoiceBox([(code.value, code.label) for code in codes])
            box.setCurrentIndex(-1)  # what stands there unread would be the mildest answer
            box.choose(getattr(before.factors, key).value if before else "")
            box.value_changed.connect(lambda _value: self._suggest())
            self._boxes[key] = box
            self.form.add(key, title(key), box)
        self.level = ChoiceBox([(each.value, each.label) for each in harm.HarmLevel])
        self.suggestion = PlainLabel("", "hint", wrap=True)
        self.form.add("harm_level", title("harm_level"), self.level, wide=True)
        self.form.add_row(self.suggestion)
        self.add_words("harm_note")
        breach = self.breach
        sensitivity = harm.sensitivity_of(breach.detail_kinds, breach.people)
        self.level.setCurrentIndex(-1)
        if before is None:
            self._boxes["sensitivity"].choose(sensitivity.value)
        else:
            self._suggest()
            self.level.choose(before.level.value)

    def errors(self) -> Mapping[str, str]:
        missing = tr("Select an answer.")
        boxes = {**self._boxes, "harm_level": self.level}
        return {key: missing for key, box in boxes.items() if not box.value}

    def job(self) -> StepJob:
        level = harm.HarmLevel(self.level.value)
        assessment = harm.HarmAssessment(self._factors(), level, self.text("harm_note"))
        return step(breaches.assess, self.breach, assessment=assessment)

    def _factors(self) -> harm.HarmFactors:
        chosen = {key: _CHOICES[key](box.value) for key, box in self._boxes.items()}
        return harm.HarmFactors(**chosen)  # type: ignore[arg-type]  # each code is of its factor

    def _suggest(self) -> None:
        """Choose the level that follows from all factors; whoever assesses may choose another."""
        if not all(box.value for box in self._boxes.values()):
            return
        level = harm.suggested(self._factors(), self.breach.people_count)
        self.level.choose(level.value)
        self.suggestion.setText(tr("The factors suggest: {level}", level=level.label))


class NotifyingDialog(BreachDialog):
    """A form that asks when and how somebody was notified."""

    def add_notified(self) -> None:
        """The two fields."""
        context = self.context
        self.notified_at = MomentField(context.now(), context.zone, context.today)
        self.method = ChoiceBox([(each.value, each.label) for each in NotifyMethod])
        self.form.add("notified_at", title("notified_at"), self.notified_at)
        self.form.add("notify_method", title("notify_method"), self.method)


class NotifyDecisionDialog(NotifyingDialog):
    """Decides whether one party is notified, and why; and when, if that is done already."""

    kind: ClassVar[str] = "decide"
    help_heading: ClassVar[str] = "decide-whether-to-notify"

    def title_text(self) -> str:
        return tr("Decide whether to notify")

    def action_text(self) -> str:
        return tr("Record the decision")

    def done_text(self) -> str:
        return tr("Decision recorded.")

    def fill(self) -> None:
        self.party = ChoiceBox([(each.value, each.label) for each in NotifyParty])
        self.notify = ChoiceBox([(_YES, tr("Yes, notify")), (_NO, tr("No, do not notify"))])
        self.notify.setCurrentIndex(-1)  # nobody decides by leaving what stands there
        self.advice = PlainLabel("", "hint", wrap=True)
        self.form.add("party", title("party"), self.party)
        self.form.add("notify", title("notify"), self.notify)
        self.form.add_row(self.advice)
        self.reason = TextArea(lines=3, sealed=True)
        self.form.add("reason", tr("Reason for the decision"), self.reason, wide=True)
        self.is_done = QCheckBox(tr("They were notified already"))
        self.form.add("is_done", "", self.is_done, wide=True)
        self.add_notified()
        for parts in (self.party, self.notify):
            parts.value_changed.connect(lambda _value: self._show_fields())
        self.is_done.toggled.connect(lambda _on: self._show_fields())
        undecided = self.breach.undecided
        self.party.choose(undecided[0].value if undecided else "")
        self._show_fields()

    def errors(self) -> Mapping[str, str]:
        wrong = {} if self.notify.value else {"notify": tr("Select an answer.")}
        if not self.text("reason").strip():
            wrong["reason"] = tr("Enter the reason for the decision.")
        return wrong

    def job(self) -> StepJob:
        is_done = self.notify.value == _YES and self.is_done.isChecked()
        new = NewDecision(
            NotifyParty(self.party.value),
            self.notify.value == _YES,
            self.text("reason"),
            self.notified_at.moment if is_done else None,
            NotifyMethod(self.method.value) if is_done else None,
        )
        return step(decisions.decide, self.breach, new=new)

    def _show_fields(self) -> None:
        is_yes = self.notify.value == _YES
        self.form.set_shown("is_done", is_yes)
        for key in ("notified_at", "notify_method"):
            self.form.set_shown(key, is_yes and self.is_done.isChecked())
        self.advice.setText(_advice(self.breach, NotifyParty(self.party.value)))


class NotifiedDialog(NotifyingDialog):
    """Records when and how a party was notified."""

    kind: ClassVar[str] = "notified"
    help_heading: ClassVar[str] = "decide-whether-to-notify"

    def __init__(
        self, context: Context, breach: Breach, decision: BreachDecision, parent: QWidget
    ) -> None:
        self.decision = decision
        super().__init__(context, breach, parent)
        self.draft_key = f"{self.draft_key}.{decision.id}"

    def title_text(self) -> str:
        return labelled(tr("Notified"), self.decision.party.label)

    def action_text(self) -> str:
        return tr("Record")

    def done_text(self) -> str:
        return tr("Notification recorded.")

    def fill(self) -> None:
        self.add_notified()

    def job(self) -> StepJob:
        return partial(
            decisions.note_notified,
            decision_id=self.decision.id,
            at=self.notified_at.moment or self.context.now(),
            method=NotifyMethod(self.method.value),
        )


class BreachFollowUpDialog(BreachDialog):
    """Records what was done afterwards, and when somebody looks again."""

    kind: ClassVar[str] = "follow_up"
    help_heading: ClassVar[str] = "follow-up-and-end"

    def title_text(self) -> str:
        return tr("Follow-up")

    def action_text(self) -> str:
        return tr("Save the follow-up")

    def done_text(self) -> str:
        return tr("Follow-up saved.")

    def fill(self) -> None:
        self.add_words("breach_follow_up", lines=4)
        self.day = DateField(self.context.today, self.breach.review_on, ahead=True, optional=True)
        hint = tr("On this day Today shows the breach again.")
        self.form.add("review_on", title("review_on"), self.day, hint=hint)

    def job(self) -> StepJob:
        text = self.text("breach_follow_up")
        return step(breaches.follow_up, self.breach, text=text, review_on=self.day.day)


class EndBreachDialog(BreachDialog):
    """Ends a breach with its lessons, the preventive measure, and the action that does it."""

    kind: ClassVar[str] = "end"
    help_heading: ClassVar[str] = "follow-up-and-end"

    def title_text(self) -> str:
        return tr("End the breach")

    def action_text(self) -> str:
        return tr("End the breach")

    def done_text(self) -> str:
        return tr("{ref} has ended.", ref=self.breach.ref)

    def fill(self) -> None:
        self.add_words("lessons")
        self.add_words("prevention")
        self.action = ChoiceBox([(_NONE, tr("No action"))])
        hint = tr("An action is added on the page of checklists and actions.")
        self.form.add("action", tr("Action that does it"), self.action, wide=True, hint=hint)
        self.context.tasks.read(self, actions.waiting, self._offer)

    def errors(self) -> Mapping[str, str]:
        missing = {
            "lessons": tr("Enter what was learned."),
            "prevention": tr("Enter what prevents another breach."),
        }
        return {key: words for key, words in missing.items() if not self.text(key).strip()}

    def job(self) -> StepJob:
        action = int(self.action.value or _NONE) or None
        ending = BreachEnding(self.text("lessons"), self.text("prevention"), action)
        return step(breaches.end, self.breach, ending=ending)

    def _offer(self, waiting: Sequence[Action]) -> None:
        offered = [(str(action.id), labelled(action.ref, action.title)) for action in waiting]
        self.action.set_options([(_NONE, tr("No action")), *offered])
        self.action.choose(str(self.breach.action_id or _NONE))

    def _on_done(self, answer: object) -> None:
        undo = step(breaches.take_up_again, self.breach)
        self.context.toast_done(self.done_text(), undo)
        self.finish()
        self.taken.emit()


def _advice(breach: Breach, party: NotifyParty) -> str:
    """What the guidance recommends for the risk that was assessed."""
    if breach.assessment is None:
        return tr("The harm is not assessed yet. Where it may be real, do not wait for it.")
    if party is NotifyParty.POLICE:
        return tr("Notify the police if a crime may be behind it.")
    if harm.advises(breach.assessment.level, party):
        return tr("The guidance of the Commissioner recommends notifying, within five days.")
    return tr("At a low risk of harm the guidance leaves it to the shop.")
