"""The picture of a section: chosen from a file, shown small, described, and taken away."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from csq_desktop import paths
from csq_desktop.domain.packs.packs import picture_bytes
from csq_desktop.errors import UserError
from csq_desktop.services.packs import definitions
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.theme import theme, tokens

_SIDE = 72
_ENDINGS = "*.jpg *.jpeg *.png *.webp"


class SectionPicture(QWidget):
    """`changed` when a picture was chosen or removed; `refused` carries why a file is none."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.picture = ""
        self.small = QLabel()
        self.small.setAccessibleName(tr("Picture"))
        self.choose = buttons.secondary(
            tr("Choose a picture…"), self._on_choose, icon="photo", name="choose_picture"
        )
        self.remove = buttons.quiet(
            tr("Remove picture"), partial(self._change, ""), icon="trash", name="remove_picture"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.GAP_SMALL)
        row.addWidget(self.small)
        tools = FlowLayout()
        tools.addWidget(self.choose)
        tools.addWidget(self.remove)
        column = QVBoxLayout()
        column.addLayout(tools)
        row.addLayout(column, 1)
        self.show_picture("")

    def show_picture(self, picture: str) -> None:
        """Show a picture as it is kept; nothing where there is none."""
        self.picture = picture
        pixels = QPixmap()
        if picture:
            pixels.loadFromData(picture_bytes(picture), "JPG")
            side = theme.current().px(_SIDE)
            ratio = Qt.AspectRatioMode.KeepAspectRatio
            smooth = Qt.TransformationMode.SmoothTransformation
            pixels = pixels.scaled(QSize(side, side), ratio, smooth)
        self.small.setPixmap(pixels)
        self.small.setVisible(bool(picture))
        self.remove.setVisible(bool(picture))

    def take(self, file: Path) -> None:
        """Read a picture from a file, beside the window."""
        job = partial(definitions.picture_of, file)
        self._context.tasks.compute(self, job, self._change, self._on_refused)

    def _on_choose(self) -> None:
        folder, kinds = str(paths.documents()), tr("Pictures ({endings})", endings=_ENDINGS)
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Choose a picture"), folder, kinds)
        if chosen:
            self.take(Path(chosen))

    def _change(self, picture: str) -> None:
        self.show_picture(picture)
        self.changed.emit()

    def _on_refused(self, error: UserError) -> None:
        self.refused.emit(error)
