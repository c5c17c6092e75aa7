"""The data page in the rail."""

from collections.abc import Callable

from csq_desktop.domain.users import Permission
from csq_desktop.texts import mark, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.imports.beginnings import EXPORT
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import PageCommand, PageEntry, RailGroup


def _load() -> Callable[[Context], Page]:
    from csq_desktop.ui.imports.page import ImportsPage

    return ImportsPage


ENTRY = PageEntry(
    key="imports",
    group=RailGroup.OUTPUT,
    place=20,
    title=mark("Data", "rail"),
    icon="database",
    needs=(
        Permission.IMPORT_FILES,
        Permission.EXPORT_FILES,
        Permission.EXPORT_FIGURES,
    ),
    load=_load,
    commands=(
        PageCommand(
            words=lambda: tr("Import a file…"), icon="upload", needs=Permission.IMPORT_FILES
        ),
        PageCommand(
            words=lambda: tr("Export…"),
            icon="download",
            needs=Permission.EXPORT_FIGURES,
            object_id=EXPORT,
        ),
    ),
)
