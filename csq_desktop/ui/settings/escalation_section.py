"""Escalation: who is told of an open complaint, before and after each of its deadlines."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QGridLayout, QPushButton

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
_ALIKE = "alike"
_SHARED = ComplaintClock.RESOLVE
"""The deadline whose card holds the levels that are the same for all."""


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


class LevelsCard(Card):
    """The levels of one deadline, in the order in which they are reached."""

    changed = Signal()

    def __init__(self, title: str, prefix: str = "") -> None:
        super().__init__(title)
        self.levels = [
            LevelField(before=at < _BEFORE, accessible=tr("When level {n} is reached", n=at + 1))
            for at in range(_LEVELS)
        ]
        options = [(who.value, who.label) for who in EscalatesTo]
        self.recipients = [ChoiceBox(options) for _ in range(_LEVELS)]
        self._build(prefix)

    def steps(self, clock: ComplaintClock) -> tuple[EscalationStep, ...]:
        """The levels as the fields have them, for a clock."""
        return tuple(
            _step(clock, level, EscalatesTo(who.value))
            for level, who in zip(self.levels, self.recipients, strict=True)
            if level.value()
        )

    def show_steps(self, steps: Sequence[EscalationStep]) -> None:
        """Put the levels of a clock into the fields."""
        before = [step for step in steps if step.percent]
        after = [step for step in steps if not step.percent]
        places = [*_padded(before, _BEFORE), *_padded(after, _LEVELS - _BEFORE)]
        for field, who, step in zip(self.levels, self.recipients, places, strict=True):
            value = 0.0 if step is None else step.percent or step.minutes / _MINUTES
            field.setValue(value)
            if step is not None:
                who.choose(step.to.value)

    def collect(self) -> Mapping[str, str]:
        """What is typed, by the names of the fields."""
        whens = {field.objectName(): str(field.value()) for field in self.levels}
        return whens | {field.objectName(): field.value for field in self.recipients}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Put a draft back."""
        for level in self.levels:
            if level.objectName() in texts:
                level.setValue(float(texts[level.objectName()]))
        for who in self.recipients:
            if who.objectName() in texts:
                who.choose(texts[who.objectName()])

    def _build(self, prefix: str) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.GAP_LARGE)
        grid.setVerticalSpacing(tokens.GAP_SMALL)
        heads = (tr("Level"), tr("Reached at"), tr("Tell"))
        for column, head in enumerate(heads):
            grid.addWidget(PlainLabel(head, "field"), 0, column)
        for row, (level, who) in enumerate(zip(self.levels, self.recipients, strict=True), 1):
            side = tr("before the deadline") if level.before else tr("after the deadline")
            level.setObjectName(f"{prefix}level_{row}")
            level.setMinimumWidth(theme.current().px(120))
            level.valueChanged.connect(lambda _value: self.changed.emit())
            who.setObjectName(f"{prefix}told_{row}")
            who.setAccessibleName(tr("Who is told at level {n}", n=row))
            who.value_changed.connect(lambda _value: self.changed.emit())
            words = tr("{n}, {side}", n=row, side=side)
            grid.addWidget(PlainLabel(words, "strong"), row, 0)
            grid.addWidget(level, row, 1)
            grid.addWidget(who, row, 2)
        grid.setColumnStretch(3, 1)
        self.body.addLayout(grid)


class EscalationSection(SettingsSection):
    """The levels of the deadlines: the same for all of them, or for each its own."""

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
        self.alike = QCheckBox(tr("The same levels for every deadline"))
        self.alike.setObjectName("levels_alike")
        self.alike.setChecked(True)
        self.cards = {
            clock: LevelsCard(clock.label, "" if clock is _SHARED else f"{clock.value}_")
            for clock in ComplaintClock
        }
        self.submit = buttons.primary(tr("Save"), self._on_save, name="save_escalation")
        self._build()

    @property
    def typed(self) -> EscalationSteps:
        """The levels as the fields have them, for every clock."""
        steps: list[EscalationStep] = []
        for clock, card in self.cards.items():
            steps += (self.cards[_SHARED] if self.alike.isChecked() else card).steps(clock)
        return EscalationSteps(tuple(steps))

    def save_button(self) -> QPushButton:
        return self.submit

    def collect(self) -> Mapping[str, str]:
        texts = {_ALIKE: "yes" if self.alike.isChecked() else ""}
        for card in self.cards.values():
            texts |= card.collect()
        return texts

    def restore(self, texts: Mapping[str, str]) -> None:
        self.alike.setChecked(bool(texts.get(_ALIKE, "yes")))
        for card in self.cards.values():
            card.restore(texts)

    def reload(self) -> None:
        self.context.tasks.read(self, service.escalation, self._show)

    def _show(self, steps: EscalationSteps) -> None:
        if steps == self._shown:  # and so keep what is typed
            return
        self._shown = steps
        for clock, card in self.cards.items():
            card.show_steps(steps.of(clock))
        self.alike.setChecked(steps.are_alike)
        self._on_typed()
        self.draft.begin("settings.escalation")

    def _on_typed(self) -> None:
        alike = self.alike.isChecked()
        for clock, card in self.cards.items():
            card.setVisible(clock is _SHARED or not alike)
        title = tr("Levels") if alike else _SHARED.label
        self.cards[_SHARED].title.set_text(title)
        self.cards[_SHARED].setAccessibleName(title)
        allow(self.submit, unchanged(self._shown is not None and self.typed != self._shown))

    def _on_alike(self, alike: bool) -> None:
        """Levels of their own begin as the shared ones were."""
        if not alike:
            for clock, card in self.cards.items():
                card.show_steps(self.cards[_SHARED].steps(clock))
        self._on_typed()

    def _on_save(self) -> None:
        assert self._shown is not None
        self.save(
            partial(service.change_escalation, changed=self.typed),
            partial(service.change_escalation, changed=self._shown),
            draft=self.draft,
        )

    def _build(self) -> None:
        self.body.addWidget(self.alike)
        for card in self.cards.values():
            card.changed.connect(self._on_typed)
            self.body.addWidget(card)
        self.alike.clicked.connect(self._on_alike)
        self._on_typed()
        self.foot.addStretch(1)
        self.foot.addWidget(self.submit)
        self.body.addStretch(1)


def _step(clock: ComplaintClock, level: LevelField, to: EscalatesTo) -> EscalationStep:
    if level.before:
        return EscalationStep(clock, to, percent=round(level.value()))
    return EscalationStep(clock, to, minutes=round(level.value() * _MINUTES))


def _padded(steps: list[EscalationStep], length: int) -> list[EscalationStep | None]:
    """So many steps, None for those that are not there."""
    return [*steps[:length], *[None] * (length - len(steps))]
