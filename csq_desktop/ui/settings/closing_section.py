"""Closing: what a case has to have, who closes and signs it, and what follows after it."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QCheckBox, QPushButton

from csq_desktop.domain.calendar.dated import Version
from csq_desktop.domain.closing.policy import (
    LONGEST_WAIT,
    LONGEST_WINDOW,
    CaseScope,
    ClosingPolicy,
    Gate,
)
from csq_desktop.domain.complaints.facts import Severity
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.settings import closing as service
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow, unchanged
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, MoneyField, NumberField
from csq_desktop.ui.kit.forms.form import FormGrid, text_of
from csq_desktop.ui.settings.section import SettingsSection

_NEVER = -1


class ClosingRulesSection(SettingsSection):
    """A change holds from today on; what is closed stays closed."""

    topics = frozenset({"shop", "users"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            tr(
                "No rule applies until you switch it on. Imported cases stay closed as they were "
                "elsewhere, whatever the rules."
            ),
        )
        self._shown: ClosingPolicy | None = None
        self.gates = {gate: QCheckBox(gate.label) for gate in Gate}
        self.four_eyes, self.signing = FormGrid(columns=2), FormGrid(columns=2)
        self.after = FormGrid(columns=2)
        self.alone = PlainLabel("", "muted", wrap=True)
        self.since = PlainLabel("", "label")
        self.submit = buttons.primary(tr("Save"), self._on_save, name="save_closing")
        self._build()

    @property
    def typed(self) -> ClosingPolicy:
        """The rules as the fields have them."""
        return ClosingPolicy(
            tuple(gate for gate, box in self.gates.items() if box.isChecked()),
            self._scope(self.four_eyes),
            self._scope(self.signing),
            self._days("reopen_days"),
            self._days("ask_after_days"),
        )

    def save_button(self) -> QPushButton:
        return self.submit

    def collect(self) -> Mapping[str, str]:
        ticked = {f"gate_{gate}": text_of(box) for gate, box in self.gates.items()}
        own = ("four", self.four_eyes), ("sign", self.signing), ("after", self.after)
        grids = {f"{name}_{k}": text for name, grid in own for k, text in grid.collect().items()}
        return ticked | grids

    def restore(self, texts: Mapping[str, str]) -> None:
        for gate, box in self.gates.items():
            box.setChecked(bool(texts.get(f"gate_{gate}")))
        for name, grid in (("four", self.four_eyes), ("sign", self.signing), ("after", self.after)):
            own = {k.removeprefix(f"{name}_"): v for k, v in texts.items() if k.startswith(name)}
            grid.restore(own)

    def reload(self) -> None:
        self.context.tasks.read(self, service.policy, self._show)
        self.context.tasks.read(self, service.closers, self._show_closers)

    def _show(self, version: Version[ClosingPolicy]) -> None:
        day = date_text(version.since)
        in_force = tr("Version {n}, in force since {day}", n=version.number, day=day)
        self.since.setText(in_force if version.number else "")
        policy = version.value
        if policy == self._shown:  # and so keep what is typed
            return
        self._shown = policy
        for gate, box in self.gates.items():
            box.setChecked(gate in policy.gates)
        for grid, scope in ((self.four_eyes, policy.four_eyes), (self.signing, policy.signing)):
            cents = "" if scope.from_cents is None else f"{scope.from_cents / 100:.2f}"
            severity = scope.from_severity.value if scope.from_severity else ""
            grid.restore({"severity": severity or "never", "amount": cents.removesuffix(".00")})
        days = {"reopen_days": policy.reopen_days, "ask_after_days": policy.ask_after_days}
        texts = {key: str(_NEVER if value is None else value) for key, value in days.items()}
        self.after.restore(texts)
        self._on_typed()
        self.draft.begin("settings.closing")

    def _show_closers(self, count: int) -> None:
        self.alone.setText(
            ""
            if count > 1
            else tr(
                "Only one person here may close complaints. With four eyes on, they could not "
                "close what they replied to: add a supervisor first."
            )
        )
        self.alone.setVisible(count < 2)

    def _scope(self, grid: FormGrid) -> CaseScope:
        severity, amount = grid.field("severity"), grid.field("amount")
        assert isinstance(severity, ChoiceBox)
        assert isinstance(amount, MoneyField)
        chosen = None if severity.value == "never" else Severity(severity.value)
        return CaseScope(chosen, amount.cents)

    def _days(self, key: str) -> int | None:
        field = self.after.field(key)
        assert isinstance(field, NumberField)
        return None if field.value() == _NEVER else field.value()

    def _on_typed(self) -> None:
        allow(self.submit, unchanged(self._shown is not None and self.typed != self._shown))

    def _on_save(self) -> None:
        assert self._shown is not None
        self.save(
            partial(service.change_policy, changed=self.typed),
            partial(service.change_policy, changed=self._shown),
            draft=self.draft,
        )

    def _build(self) -> None:
        has_to = Card(tr("What a complaint needs before it is closed"))
        for gate, box in self.gates.items():
            box.setObjectName(f"gate_{gate.value}")
            box.toggled.connect(lambda _on: self._on_typed())
            has_to.body.addWidget(box)
        closed_by = Card(tr("Four eyes: closed by someone other than who replied"))
        self._fill_scope(self.four_eyes, "four_eyes")
        closed_by.body.addWidget(self.four_eyes)
        closed_by.body.addWidget(self.alone)
        signed = Card(tr("Signed with the passphrase when closed"))
        self._fill_scope(self.signing, "signing")
        signed.body.addWidget(self.signing)
        afterwards = Card(tr("After closing"))
        window = self._number("reopen_days", LONGEST_WINDOW, tr("no limit"))
        self.after.add("reopen_days", tr("Days in which a case is simply reopened"), window)
        wait = self._number("ask_after_days", LONGEST_WAIT, tr("never"))
        label = tr("Days until the customer is asked about the handling")
        hint = tr("Only customers who agreed to satisfaction surveys are proposed.")
        self.after.add("ask_after_days", label, wait, hint=hint)
        afterwards.body.addWidget(self.after)
        for card in (has_to, closed_by, signed, afterwards):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.foot.addWidget(self.since)
        self.foot.addStretch(1)
        self.foot.addWidget(self.submit)

    def _fill_scope(self, grid: FormGrid, name: str) -> None:
        """Which cases a rule holds for: by severity, or by what the remedy costs."""
        options = [("never", tr("never")), *((each.value, each.label) for each in Severity)]
        severity, amount = ChoiceBox(options), MoneyField()
        severity.setObjectName(f"{name}_severity")
        amount.setObjectName(f"{name}_amount")
        grid.add("severity", tr("From this severity on"), severity)
        grid.add("amount", tr("Or from a remedy of"), amount)
        severity.value_changed.connect(lambda _value: self._on_typed())
        amount.textChanged.connect(lambda _text: self._on_typed())

    def _number(self, name: str, highest: int, nothing: str) -> NumberField:
        field = NumberField(_NEVER, lowest=_NEVER, highest=highest)
        field.setSpecialValueText(nothing)
        field.setObjectName(name)
        field.valueChanged.connect(lambda _value: self._on_typed())
        return field
