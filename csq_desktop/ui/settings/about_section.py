"""About the program: its version, what it is made of and under which licences."""

import csq_desktop
from csq_desktop import paths
from csq_desktop.services.settings.licences import shipped_parts
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.facts import KeyValueList
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.settings.section import SettingsSection


class AboutSection(SettingsSection):
    """Which program this is; the licences' texts lie beside the program."""

    wide = 720

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.facts = KeyValueList()
        self.model = RowsModel(
            [
                Column("name", tr("Part"), lambda part: Cell(part.name, strong=True), 240),
                Column("version", tr("Version"), lambda part: Cell(part.version), 110),
                Column("licence", tr("Licence"), lambda part: Cell(part.licence), 230),
            ]
        )
        self.table = TableView(context, self.model, name="licences")
        self.table.setAccessibleName(tr("Made with"))
        self.table.keep_rows()
        card = Card("CSQ Desktop")
        card.body.addWidget(self.facts)
        parts = Card(tr("Made with"))
        parts.body.addWidget(self.table, 1)
        self.body.addWidget(card)
        self.body.addWidget(parts, 1)

    def reload(self) -> None:
        self.facts.show_pairs(
            [
                (tr("Version"), csq_desktop.__version__),
                (tr("Database"), str(self.context.signed_in.folder)),
                (tr("Log without personal details"), str(paths.user_state())),
            ]
        )
        self.context.tasks.compute(self, shipped_parts, self.model.set_rows)
