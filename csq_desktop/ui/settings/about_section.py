"""About the program: its version, what it is made of and under which licences."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import csq_desktop
from csq_desktop import paths
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.facts import KeyValueList
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.settings.section import Section


@dataclass(frozen=True)
class Part:
    """A part made by others; `package` is its name among the installed ones, if it is one."""

    name: str
    licence: str
    package: str = ""
    version: str = ""


PARTS = (
    Part("Qt, PySide6", "LGPL-3.0", "pyside6-essentials"),
    Part("SQLCipher, SQLite", "BSD-3-Clause, public domain", "sqlcipher3"),
    Part("SQLAlchemy", "MIT", "sqlalchemy"),
    Part("Alembic", "MIT", "alembic"),
    Part("cryptography", "Apache-2.0, BSD-3-Clause", "cryptography"),
    Part("argon2-cffi", "MIT", "argon2-cffi"),
    Part("pyrage (age)", "MIT", "pyrage"),
    Part("filelock", "MIT", "filelock"),
    Part("platformdirs", "MIT", "platformdirs"),
    Part("pydantic", "MIT", "pydantic"),
    Part("phonenumbers", "Apache-2.0", "phonenumbers"),
    Part("email-validator", "Unlicense", "email-validator"),
    Part("holidays", "MIT", "holidays"),
    Part("OpenCC", "Apache-2.0", "opencc"),
    Part("charset-normalizer", "MIT", "charset-normalizer"),
    Part("python-calamine", "MIT", "python-calamine"),
    Part("XlsxWriter", "BSD-2-Clause", "xlsxwriter"),
    Part("RapidFuzz", "MIT", "rapidfuzz"),
    Part("pandas", "BSD-3-Clause", "pandas"),
    Part("matplotlib", "PSF", "matplotlib"),
    Part("ReportLab", "BSD-3-Clause", "reportlab"),
    Part("pikepdf, qpdf", "MPL-2.0, Apache-2.0", "pikepdf"),
    Part("Pillow", "MIT-CMU", "pillow"),
    Part("segno", "BSD-3-Clause", "segno"),
    Part("Babel", "BSD-3-Clause", "babel"),
    Part("Noto Sans HK, Noto Sans SC", "SIL OFL 1.1"),
    Part("Tabler Icons", "MIT"),
)


class AboutSection(Section):
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
                (tr("Store"), str(self.context.signed_in.folder)),
                (tr("Log without personal details"), str(paths.user_state())),
            ]
        )
        self.context.tasks.compute(self, parts_here, self.model.set_rows)


def parts_here() -> tuple[Part, ...]:
    """The parts with the versions installed here."""
    return tuple(Part(p.name, p.licence, p.package, _version(p.package)) for p in PARTS)


def _version(package: str) -> str:
    try:
        return version(package) if package else ""
    except PackageNotFoundError:  # bundles carry the code without its papers
        return ""
