"""Photos from files: asking for them."""

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget

from csq_desktop import paths
from csq_desktop.texts import tr

PATTERNS = "*.jpg *.jpeg *.png *.webp"


def ask(parent: QWidget, chosen: Callable[[list[str]], object]) -> QFileDialog:
    """Open a dialog for picture files; `chosen` is called with their paths."""
    dialog = QFileDialog(parent, tr("Choose photos"))
    dialog.setObjectName("choose_photos")
    dialog.setDirectory(str(paths.pictures()))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(f"{tr('Pictures')} ({PATTERNS})")
    dialog.filesSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
