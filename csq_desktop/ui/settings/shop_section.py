"""The shop: its name, its branch, and the limits its figures keep to."""

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from csq_desktop.domain.shop import Shop
from csq_desktop.services.settings import shop as service
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.forms.fields import NumberField, PercentField
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.settings.section import Section

LONGEST_BAND = 365  # days


class ShopSection(Section):
    """Changes hold from today on; earlier months keep what they were counted with."""

    topics = frozenset({"shop"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown = context.shop
        self.name, self.code = QLineEdit(), QLineEdit()
        self.minimum = NumberField(lowest=1, highest=1000)
        self.band_1 = NumberField(lowest=1, highest=LONGEST_BAND)
        self.band_2 = NumberField(lowest=2, highest=LONGEST_BAND)
        self.target = PercentField(digits=0)
        self.submit = buttons.primary(tr("Save"), self._on_save, name="save_shop")
        self._build()
        self._fill(self._shown)
        for line in (self.name, self.code):
            line.textChanged.connect(self._on_typed)
        for field in (self.minimum, self.band_1, self.band_2, self.target):
            field.valueChanged.connect(self._on_typed)
        self._on_typed()

    @property
    def typed(self) -> Shop:
        """The shop as the fields have it."""
        return replace(
            self._shown,
            name=self.name.text().strip(),
            branch_code=self.code.text().strip(),
            minimum_n=self.minimum.value(),
            closed_bands=(self.band_1.value(), self.band_2.value()),
            checklist_target=self.target.share,
        )

    def reload(self) -> None:
        self.context.tasks.read(self, service.shop, self._show)

    def _show(self, found: Shop) -> None:
        if found != self.context.shop:
            self.context.show_shop(found)
        if found == self._shown:  # and what is typed stays
            return
        self._shown = found
        self._fill(found)
        self._on_typed()

    def _fill(self, found: Shop) -> None:
        self.name.setText(found.name)
        self.code.setText(found.branch_code)
        self.minimum.setValue(found.minimum_n)
        self.band_1.setValue(found.closed_bands[0])
        self.band_2.setValue(found.closed_bands[1])
        self.target.set_share(found.checklist_target)

    def _on_typed(self) -> None:
        self.submit.setEnabled(self.typed != self._shown)

    def _on_save(self) -> None:
        change = partial(service.change_shop, changed=self.typed)
        self.save(change, partial(service.change_shop, changed=self._shown))

    def _build(self) -> None:
        form = FormGrid(columns=2)
        form.add("shop_name", tr("Name of the shop"), self.name)
        form.add("branch_code", tr("Branch code"), self.code)
        form.add(
            "minimum_n",
            tr("Smallest number of cases for a percentage"),
            self.minimum,
            hint=tr("Below it reports show counts alone: a percentage of few cases misleads."),
        )
        form.add(
            "checklist_target",
            tr("Target score of checklists"),
            self.target,
            hint=tr("A checklist that scores less is told on Today and in the review pack."),
        )
        form.add("band_1", tr("Closed quickly: within so many days"), self.band_1)
        form.add(
            "band_2",
            tr("Closed in time: within so many days"),
            self.band_2,
            hint=tr("The two bands closing times are counted in."),
        )
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.submit)
        card = Card(tr("Shop and figures"))
        card.body.addWidget(form)
        card.body.addLayout(foot)
        self.body.addWidget(card)
        self.body.addStretch(1)
