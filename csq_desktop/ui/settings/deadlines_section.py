"""Deadlines: business time allowed to acknowledge, report progress and resolve, by severity."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QPushButton

from csq_desktop.domain.complaints.deadlines import DeadlinePolicy
from csq_desktop.domain.complaints.facts import ComplaintClock, Severity
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.complaints import deadlines
from csq_desktop.services.settings import shop as service
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import question
from csq_desktop.ui.kit.allowing import allow, unchanged
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms import wheel
from csq_desktop.ui.kit.forms.fields import inset
from csq_desktop.ui.settings.section import SettingsSection
from csq_desktop.ui.theme import theme, tokens

Minutes = dict[tuple[ComplaintClock, Severity], int]
_MINUTES = 60
_SHORTEST, _LONGEST = 0.25, 2000.0  # hours


class HoursField(QDoubleSpinBox):
    """Business hours, in quarters; 0 for no deadline where there may be none."""

    def __init__(self, accessible: str, *, optional: bool = False) -> None:
        super().__init__()
        self.setRange(0 if optional else _SHORTEST, _LONGEST)
        if optional:
            self.setSpecialValueText(tr("none"))
        self.setSingleStep(0.5)
        self.setDecimals(2)
        self.setSuffix(tr(" h"))
        self.setAccessibleName(accessible)
        wheel.leave_to_page(self)
        inset(self)

    def textFromValue(self, value: float) -> str:
        return f"{value:g}"


class DeadlinesSection(SettingsSection):
    """A change holds from today on; open complaints follow when they are recomputed."""

    topics = frozenset({"shop", "complaints"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            tr(
                "In opening hours: a shop open from 10:00 to 22:00 has 12 a day. "
                "Changes apply to complaints received from today."
            ),
        )
        self._shown: Minutes = {}
        self.fields: dict[tuple[ComplaintClock, Severity], HoursField] = {}
        self.since = PlainLabel("", "label")
        self.submit = buttons.primary(tr("Save"), self._on_save, name="save_deadlines")
        self.open_now = PlainLabel("", wrap=True)
        self.recompute = buttons.secondary(
            tr("Recalculate deadlines"), self._on_recompute, icon="refresh", name="recompute"
        )
        self._build()

    @property
    def typed(self) -> Minutes:
        """Minutes as the fields have them."""
        minutes = {key: round(field.value() * _MINUTES) for key, field in self.fields.items()}
        return {key: allowed for key, allowed in minutes.items() if allowed}

    def save_button(self) -> QPushButton:
        return self.submit

    def collect(self) -> Mapping[str, str]:
        return {field.objectName(): str(field.value()) for field in self.fields.values()}

    def restore(self, texts: Mapping[str, str]) -> None:
        for field in self.fields.values():
            if field.objectName() in texts:
                field.setValue(float(texts[field.objectName()]))

    def reload(self) -> None:
        self.context.tasks.read(self, service.policy, self._show)
        self.context.tasks.read(self, deadlines.open_complaints, self._show_open)

    def _show(self, policy: DeadlinePolicy) -> None:
        self.since.setText(
            tr(
                "Version {n}, in force since {day}",
                n=policy.version,
                day=date_text(policy.effective_from),
            )
        )
        minutes = {(clock, severity): m for clock, severity, m in policy.minutes}
        if minutes == self._shown:  # and so keep what is typed
            return
        self._shown = minutes
        for key, field in self.fields.items():
            field.setValue(minutes.get(key, 0) / _MINUTES)
        self._on_typed()
        self.draft.begin("settings.deadlines")

    def _show_open(self, count: int) -> None:
        allow(self.recompute, "" if count else tr("There is no open complaint."))
        self.open_now.setText(
            trn(
                "{n} open complaint keeps its original deadlines. Recalculate them "
                "after opening hours, closures or deadlines change; its history shows "
                "it.",
                "{n} open complaints keep their original deadlines. Recalculate them "
                "after opening hours, closures or deadlines change; their history "
                "shows it.",
                count,
            )
        )

    def _on_typed(self) -> None:
        allow(self.submit, unchanged(bool(self._shown) and self.typed != self._shown))

    def _on_save(self) -> None:
        self.save(
            partial(service.change_policy, minutes=self.typed),
            partial(service.change_policy, minutes=self._shown),
            draft=self.draft,
        )

    def _on_recompute(self) -> None:
        question.ask(
            self.context,
            (
                tr("Recalculate the deadlines of every open complaint?"),
                tr("The old deadlines stay in the histories. This cannot be undone."),
                tr("Recalculate deadlines"),
            ),
            self,
            self._recompute,
        )

    def _recompute(self) -> None:
        self.recompute.setEnabled(False)
        self.context.tasks.write(self, deadlines.recompute, self._on_recomputed, self.show_error)

    def _on_recomputed(self, count: int) -> None:
        self.context.toast(
            trn("{n} complaint has new deadlines.", "{n} complaints have new deadlines.", count)
        )

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.GAP)
        grid.setVerticalSpacing(tokens.GAP_SMALL)
        for column, clock in enumerate(ComplaintClock, 1):
            grid.addWidget(PlainLabel(clock.label, "field"), 0, column)
            for row, severity in enumerate(Severity, 1):
                field = HoursField(
                    tr(", ").join((clock.label, severity.label)),
                    optional=clock is ComplaintClock.PROGRESS,
                )
                field.setObjectName(f"{clock.value}_{severity.value}")
                field.setMinimumWidth(theme.current().px(96))
                field.valueChanged.connect(self._on_typed)
                self.fields[clock, severity] = field
                grid.addWidget(field, row, column)
        for row, severity in enumerate(Severity, 1):
            grid.addWidget(PlainLabel(severity.label, "strong"), row, 0)
        grid.setColumnStretch(len(ComplaintClock) + 1, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.since)
        foot.addStretch(1)
        foot.addWidget(self.submit)
        card = Card(tr("Time allowed"))
        card.body.addLayout(grid)
        card.body.addLayout(foot)
        running = Card(tr("Open complaints"))
        running.body.addWidget(self.open_now)
        act = QHBoxLayout()
        act.addWidget(self.recompute)
        act.addStretch(1)
        running.body.addLayout(act)
        self.body.addWidget(card)
        self.body.addWidget(running)
        self.body.addStretch(1)
