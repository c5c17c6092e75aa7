"""This computer: language, light or dark, size of text, minutes until it locks."""

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout

from csq_desktop.settings import TEXT_PERCENTS, THEMES
from csq_desktop.texts import LANGUAGE_NAMES, language, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.forms.fields import ChoiceBox, NumberField
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.relaunch import spawn
from csq_desktop.ui.settings.section import SettingsSection

LONGEST_IDLE = 60  # minutes


class ComputerSection(SettingsSection):
    """Settings of this computer: they apply at once, to every store."""

    wide = 640

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("These settings apply to this computer only."))
        chosen = context.settings
        modes = {"system": tr("Use system setting"), "light": tr("Light"), "dark": tr("Dark")}
        self.language = ChoiceBox(list(LANGUAGE_NAMES.items()))
        self.theme = ChoiceBox([(mode, modes[mode]) for mode in THEMES])
        self.percent = ChoiceBox([(str(percent), f"{percent}%") for percent in TEXT_PERCENTS])
        self.idle = NumberField(chosen.idle_minutes, lowest=1, highest=LONGEST_IDLE)
        self.idle.setSuffix(tr(" min"))
        self.language.choose(language())
        self.theme.choose(chosen.theme)
        self.percent.choose(str(chosen.text_percent))
        self._build()
        for field in (self.language, self.theme, self.percent):
            field.value_changed.connect(self._on_chosen)
        self.idle.editingFinished.connect(self._on_chosen)

    def _on_chosen(self, _value: str = "") -> None:
        changed = replace(
            self.context.settings,
            language=self.language.value,
            theme=self.theme.value,
            text_percent=int(self.percent.value),
            idle_minutes=self.idle.value(),
        )
        if changed != self.context.settings:
            self.context.change_settings(changed)

    def _on_another(self) -> None:
        spawn(["--welcome"])

    def _build(self) -> None:
        form = FormGrid(columns=2)
        form.add("language", tr("Language"), self.language)
        form.add("theme", tr("Appearance"), self.theme)
        form.add("text_percent", tr("Text size"), self.percent)
        form.add(
            "idle_minutes",
            tr("Lock when idle for"),
            self.idle,
            hint=tr("Unfinished forms are saved as encrypted drafts."),
        )
        card = Card(tr("Window"))
        card.body.addWidget(form)
        other = Card(tr("Another database"))
        row = QHBoxLayout()
        row.addWidget(
            buttons.secondary(
                tr("Open another window…"), self._on_another, icon="external-link", name="another"
            )
        )
        row.addStretch(1)
        other.body.addLayout(row)
        self.body.addWidget(card)
        self.body.addWidget(other)
        self.body.addStretch(1)
