"""Photos from files: asking for them, reading them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from csq_desktop.errors import UserError
from csq_desktop.texts import tr

PATTERNS = "*.jpg *.jpeg *.png *.webp"


def ask(parent: QWidget, chosen: Callable[[list[str]], object]) -> QFileDialog:
    """Open a dialog for picture files; `chosen` hears their paths."""
    dialog = QFileDialog(parent, tr("Choose photos"))
    dialog.setObjectName("choose_photos")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(f"{tr('Pictures')} ({PATTERNS})")
    dialog.filesSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def read(path: Path) -> bytes:
    """The bytes of a picture file, no more than a photo may have; a UserError when unreadable."""
    from csq_desktop.exchange.photos import LARGEST_BYTES

    try:
        with path.open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise UserError(tr("“{name}” could not be read.", name=path.name)) from error
