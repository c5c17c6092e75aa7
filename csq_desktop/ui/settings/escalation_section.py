"""Escalation: who is told of an open complaint, before and after each of its deadlines."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QPushButton

from csq_desktop.domain.complaints.escalation import (
    EscalatesTo,
    EscalationStep,
    EscalationSteps,
)
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.services.settings import shop as service
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow, unchanged
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms import wheel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, inset
from csq_desktop.ui.settings.section import SettingsSection
from csq_desktop.ui.theme import theme, tokens

_BEFORE, _LEVELS = 2, 5
_MINUTES = 60
_LONGEST = 2000.0  # hours


class LevelField(QDoubleSpinBox):
    """When a level is reached: a percentage of the time, or hours after the deadline; 0: never."""

    def __init__(self, *, before: bool, accessible: str) -> None:
        super().__init__()
        self.before = before
        self.setRange(0, 99 if before else _LONGEST)
        self.setDecimals(0 if before else 2)
        self.setSuffix("%" if before else tr(" h"))
        self.setSpecialValueText(tr("none"))
        self.setAccessibleName(accessible)
        wheel.leave_to_page(self)
        inset(self)

    def textFromValue(self, value: float) -> str:
        return f"{value:g}"


class EscalationSection(SettingsSection):
    """The same levels for every deadline, in the order in which they are reached."""

    topics = frozenset({"shop"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            tr(
                "Each deadline of an open complaint goes through these levels. Hours are "
                "opening hours. A level set to none is not used."
            ),
        )
        self._shown: EscalationSteps | None = None
        self.levels = [
            LevelField(before=at < _BEFORE, accessible=tr("When level {n} is reached", n=at + 1))
            for at in range(_LEVELS)
        ]
        options = [(who.value, who.label) for who in EscalatesTo]
        self.recipients = [ChoiceBox(options) for _ in range(_LEVELS)]
        self.submit = buttons.primary(tr("Save"), self._on_save, name="save_escalation")
        self._build()

    @property
    def typed(self) -> EscalationSteps:
        """The levels as the fields have them, for every clock."""
        return EscalationSteps(
            tuple(
                _step(clock, level, EscalatesTo(who.value))
                for clock in ComplaintClock
                for level, who in zip(self.levels, self.recipients, strict=True)
                if level.value()
            )
        )

    def save_button(self) -> QPushButton:
        return self.submit

    def collect(self) -> Mapping[str, str]:
        whens = {field.objectName(): str(field.value()) for field in self.levels}
        return whens | {field.objectName(): field.value for field in self.recipients}

    def restore(self, texts: Mapping[str, str]) -> None:
        for level in self.levels:
            if level.objectName() in texts:
                level.setValue(float(texts[level.objectName()]))
        for who in self.recipients:
            if who.objectName() in texts:
                who.choose(texts[who.objectName()])

    def reload(self) -> None:
        self.context.tasks.read(self, service.escalation, self._show)

    def _show(self, steps: EscalationSteps) -> None:
        if steps == self._shown:  # and so keep what is typed
            return
        self._shown = steps
        levels = steps.of(ComplaintClock.RESOLVE)
        before = [step for step in levels if step.percent]
        after = [step for step in levels if not step.percent]
        places = [*_padded(before, _BEFORE), *_padded(after, _LEVELS - _BEFORE)]
        for field, who, step in zip(self.levels, self.recipients, places, strict=True):
            value = 0.0 if step is None else step.percent or step.minutes / _MINUTES
            field.setValue(value)
            if step is not None:
                who.choose(step.to.value)
        self._on_typed()
        self.draft.begin("settings.escalation")

    def _on_typed(self) -> None:
        allow(self.submit, unchanged(self._shown is not None and self.typed != self._shown))

    def _on_save(self) -> None:
        assert self._shown is not None
        self.save(
            partial(service.change_escalation, changed=self.typed),
            partial(service.change_escalation, changed=self._shown),
            draft=self.draft,
        )

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.GAP_LARGE)
        grid.setVerticalSpacing(tokens.GAP_SMALL)
        heads = (tr("Level"), tr("Reached at"), tr("Tell"))
        for column, head in enumerate(heads):
            grid.addWidget(PlainLabel(head, "field"), 0, column)
        for row, (level, who) in enumerate(zip(self.levels, self.recipients, strict=True), 1):
            side = tr("before the deadline") if level.before else tr("after the deadline")
            level.setObjectName(f"level_{row}")
            level.setMinimumWidth(theme.current().px(120))
            level.valueChanged.connect(lambda _value: self._on_typed())
            who.setObjectName(f"told_{row}")
            who.setAccessibleName(tr("Who is told at level {n}", n=row))
            who.value_changed.connect(lambda _value: self._on_typed())
            words = tr("{n}, {side}", n=row, side=side)
            grid.addWidget(PlainLabel(words, "strong"), row, 0)
            grid.addWidget(level, row, 1)
            grid.addWidget(who, row, 2)
        grid.setColumnStretch(3, 1)
        card = Card(tr("Levels"))
        card.body.addLayout(grid)
        self.foot.addStretch(1)
        self.foot.addWidget(self.submit)
        self.body.addWidget(card)
        self.body.addStretch(1)


def _step(clock: ComplaintClock, level: LevelField, to: EscalatesTo) -> EscalationStep:
    if level.before:
        return EscalationStep(clock, to, percent=round(level.value()))
    return EscalationStep(clock, to, minutes=round(level.value() * _MINUTES))


def _padded(steps: list[EscalationStep], length: int) -> list[EscalationStep | None]:
    """So many steps, None for those that are not there."""
    return [*steps[:length], *[None] * (length - len(steps))]
