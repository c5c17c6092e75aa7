"""The shop: its name, its branch, and what its figures are judged by."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from csq_desktop.domain.criteria import Criteria, CriteriaHistory
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.words.wording import date_text, days_text
from csq_desktop.services.settings import shop as service
from csq_desktop.services.settings.shop import ShopSettings
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow, unchanged
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import NumberField, PercentField
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.settings.section import SettingsSection

LONGEST_BAND = 365  # days
_DRAFT = "settings.shop"


class ShopSection(SettingsSection):
    """Names are printed as they are now; figures are judged by what held in their month."""

    topics = frozenset({"shop"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shop = context.shop
        self._criteria = Criteria()
        self.name, self.code = QLineEdit(), QLineEdit()
        self.minimum = NumberField(lowest=1, highest=1000)
        self.band_1 = NumberField(lowest=1, highest=LONGEST_BAND)
        self.band_2 = NumberField(lowest=2, highest=LONGEST_BAND)
        self.target = PercentField(digits=0)
        self.coming = PlainLabel("", "hint", wrap=True)
        self.submit = buttons.primary(tr("Save"), self._on_save, name="save_shop")
        self.form = FormGrid(columns=2)
        self._build()
        self._fill()
        for line in (self.name, self.code):
            line.textChanged.connect(self._on_typed)
        for field in (self.minimum, self.band_1, self.band_2, self.target):
            field.valueChanged.connect(self._on_typed)
        self._on_typed()
        self.draft.begin(_DRAFT)

    @property
    def typed_shop(self) -> Shop:
        """The shop as the fields have it."""
        name, code = self.name.text().strip(), self.code.text().strip()
        return replace(self._shop, name=name, branch_code=code)

    @property
    def typed_criteria(self) -> Criteria:
        """What months are judged by, as the fields have it."""
        return Criteria(
            minimum_n=self.minimum.value(),
            closed_bands=(self.band_1.value(), self.band_2.value()),
            checklist_target=self.target.share,
        )

    def save_button(self) -> QPushButton:
        return self.submit

    def collect(self) -> Mapping[str, str]:
        return self.form.collect()

    def restore(self, texts: Mapping[str, str]) -> None:
        self.form.restore(texts)

    def reload(self) -> None:
        self.context.tasks.read(self, service.settings, self._show)

    def _show(self, settings: ShopSettings) -> None:
        if settings.shop != self.context.shop:
            self.context.show_shop(settings.shop)
        self._show_coming(settings.criteria)
        newest = settings.criteria.newest
        if (settings.shop, newest) == (self._shop, self._criteria):  # and so keep what is typed
            return
        self._shop, self._criteria = settings.shop, newest
        self._fill()
        self._on_typed()
        self.draft.begin(_DRAFT)

    def _show_coming(self, criteria: CriteriaHistory) -> None:
        """Show from when bands that are not in force yet will be, and which are until then."""
        first, second = criteria.on(self.context.today()).closed_bands
        waits = criteria.newest.closed_bands != (first, second)
        self.coming.setVisible(waits)
        if waits:
            day = criteria.by_name["closed_bands"].newest.since
            self.coming.setText(
                tr(
                    "The new limits apply from {day}. Until then: within {first} and {second}.",
                    day=date_text(day),
                    first=days_text(first),
                    second=days_text(second),
                )
            )

    def _fill(self) -> None:
        self.name.setText(self._shop.name)
        self.code.setText(self._shop.branch_code)
        self.minimum.setValue(self._criteria.minimum_n)
        self.band_1.setValue(self._criteria.closed_bands[0])
        self.band_2.setValue(self._criteria.closed_bands[1])
        self.target.set_share(self._criteria.checklist_target)

    def _on_typed(self) -> None:
        typed = (self.typed_shop, self.typed_criteria)
        allow(self.submit, unchanged(typed != (self._shop, self._criteria)))

    def _on_save(self) -> None:
        change = partial(service.change_shop, changed=self.typed_shop, criteria=self.typed_criteria)
        undo = partial(service.change_shop, changed=self._shop, criteria=self._criteria)
        self.save(change, undo, draft=self.draft)

    def _build(self) -> None:
        form = self.form
        form.add("shop_name", tr("Name of the shop"), self.name)
        form.add("branch_code", tr("Branch code"), self.code)
        form.add(
            "minimum_n",
            tr("Smallest number of cases for a percentage"),
            self.minimum,
            hint=tr("With fewer cases, reports show numbers only: a percentage would mislead."),
        )
        form.add(
            "checklist_target",
            tr("Target score of checklists"),
            self.target,
            hint=tr("Checklists below this score are flagged on Today and in the review pack."),
        )
        form.add("band_1", tr("Closed quickly: days allowed"), self.band_1)
        form.add(
            "band_2",
            tr("Closed on time: days allowed"),
            self.band_2,
            hint=tr(
                "Closing times are grouped by these two limits. Changes apply from the "
                "first day of next month."
            ),
        )
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.submit)
        card = Card(tr("Shop and figures"))
        card.body.addWidget(form)
        card.body.addWidget(self.coming)
        note = tr(
            "The smallest number and the target score apply from this month. Earlier "
            "results do not change."
        )
        card.body.addWidget(PlainLabel(note, "hint", wrap=True))
        card.body.addLayout(foot)
        self.body.addWidget(card)
        self.body.addWidget(self._privacy_card())
        self.body.addStretch(1)

    def _privacy_card(self) -> Card:
        """The rules about personal data stand on the page Privacy: a line that leads there."""
        card = Card(tr("Personal data"))
        hint = tr("How long each kind of record stays, and what the public is told of it.")
        card.body.addWidget(PlainLabel(hint, "hint", wrap=True))
        row = FlowLayout()
        for name, title, tab in (
            ("to_retention", tr("Retention rules…"), "retention"),
            ("to_statement", tr("Privacy policy statement…"), "statement"),
        ):
            lead = partial(self.context.navigate, "privacy", tab)
            row.addWidget(buttons.link(title, lead, name=name))
        card.body.addLayout(row)
        return card
