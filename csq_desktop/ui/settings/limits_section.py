"""Limits: the most that staff and supervisors may grant alone, for each remedy that costs."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QGridLayout, QPushButton

from csq_desktop.domain.closing.remedies import GRANTING, PAID, RemedyLimits
from csq_desktop.domain.complaints.facts import RemedyKind
from csq_desktop.domain.users import Role
from csq_desktop.services.settings import closing as service
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow, unchanged
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import MoneyField
from csq_desktop.ui.settings.section import SettingsSection
from csq_desktop.ui.theme import theme, tokens


class LimitsSection(SettingsSection):
    """A change holds from today on; what was granted stays."""

    topics = frozenset({"shop"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            tr(
                "Above a limit a reply is kept until another person approves the remedy. An empty "
                "field is no limit."
            ),
        )
        self._shown: RemedyLimits | None = None
        self.fields: dict[tuple[RemedyKind, Role], MoneyField] = {}
        self.since = PlainLabel("", "label")
        self.submit = buttons.primary(tr("Save"), self._on_save, name="save_limits")
        self._build()

    @property
    def typed(self) -> RemedyLimits:
        """The limits as the fields have them."""
        return RemedyLimits(
            tuple(
                (kind, role, field.cents)
                for (kind, role), field in self.fields.items()
                if field.cents is not None
            )
        )

    def save_button(self) -> QPushButton:
        return self.submit

    def collect(self) -> Mapping[str, str]:
        return {field.objectName(): field.text() for field in self.fields.values()}

    def restore(self, texts: Mapping[str, str]) -> None:
        for field in self.fields.values():
            field.setText(texts.get(field.objectName(), ""))

    def reload(self) -> None:
        self.context.tasks.read(self, service.limits, self._show)

    def _show(self, limits: RemedyLimits) -> None:
        self.since.setText(tr("Version {n}", n=limits.version) if limits.version else "")
        plain = RemedyLimits(limits.limits)
        if plain == self._shown:  # and so keep what is typed
            return
        self._shown = plain
        for (kind, role), field in self.fields.items():
            field.set_cents(limits.of(kind, role))
        self._on_typed()
        self.draft.begin("settings.limits")

    def _on_typed(self) -> None:
        wrong = any(field.is_wrong for field in self.fields.values())
        changed = self._shown is not None and self.typed != self._shown
        sentence = tr("Enter the amount as 459 or 1,234.50.") if wrong else unchanged(changed)
        allow(self.submit, sentence)

    def _on_save(self) -> None:
        assert self._shown is not None
        self.save(
            partial(service.change_limits, changed=self.typed),
            partial(service.change_limits, changed=self._shown),
            draft=self.draft,
        )

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.GAP)
        grid.setVerticalSpacing(tokens.GAP_SMALL)
        for column, role in enumerate(GRANTING, 1):
            grid.addWidget(PlainLabel(role.label, "field"), 0, column)
            for row, kind in enumerate(PAID, 1):
                field = MoneyField()
                field.setObjectName(f"limit_{kind.value}_{role.value}")
                field.setAccessibleName(tr(", ").join((kind.label, role.label)))
                field.setMaximumWidth(theme.current().px(160))
                field.textChanged.connect(lambda _text: self._on_typed())
                self.fields[kind, role] = field
                grid.addWidget(field, row, column)
        for row, kind in enumerate(PAID, 1):
            grid.addWidget(PlainLabel(kind.label, "strong"), row, 0)
        grid.setColumnStretch(len(GRANTING) + 1, 1)
        card = Card(tr("The most that can be granted alone"))
        card.body.addLayout(grid)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.foot.addWidget(self.since)
        self.foot.addStretch(1)
        self.foot.addWidget(self.submit)
