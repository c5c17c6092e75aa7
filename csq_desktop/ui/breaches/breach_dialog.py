"""The form of one step of a breach: what every such form does."""

from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.breaches.facts import Breach
from csq_desktop.domain.breaches.fields import BREACH_DECISION, BREACH_WORDS, PRIVACY_BREACH
from csq_desktop.domain.words.wording import labelled
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.forms.fields import TextArea
from csq_desktop.ui.kit.step_dialog import StepDialog, StepJob


class BreachDialog(StepDialog):
    """Asks for what one step of a breach needs and takes it."""

    def __init__(self, context: Context, breach: Breach, parent: QWidget) -> None:
        self.breach = breach
        about = labelled(breach.ref, breach.kind.label)
        super().__init__(context, f"breach.{breach.id}", about, parent)
        self.setObjectName(f"breach_{self.kind}_dialog")

    def add_words(self, key: str, *, lines: int = 3, hint: str = "") -> None:
        """A field for words about the breach, with what they say now; they go into the vault."""
        area = TextArea(getattr(self.breach.words, key), lines=lines, sealed=True)
        self.form.add(key, BREACH_WORDS.field(key).title, area, wide=True, hint=hint)


def step(service: StepJob, breach: Breach, **named: object) -> StepJob:
    """A service called for a breach."""
    return partial(service, breach_id=breach.id, **named)


def title(key: str) -> str:
    """What a field of a breach or of a decision on it is called."""
    described = (
        PRIVACY_BREACH if any(f.key == key for f in PRIVACY_BREACH.fields) else BREACH_DECISION
    )
    return described.field(key).title
