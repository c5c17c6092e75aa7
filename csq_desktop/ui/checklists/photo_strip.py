"""Photos beside an item: small pictures in a row, one of them large in a dialog."""

from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from csq_desktop.texts import tr
from csq_desktop.ui.checklists.view import clear
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.theme import theme

_SMALL, _LARGE = 64, 560


class PhotoStrip(QWidget):
    """Small pictures; `opened` carries the id of the one that was pressed."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[int, bool] = {}
        self._flow = FlowLayout(self)

    def show_photos(self, photos: Mapping[int, bytes | None]) -> None:
        """Show these photos, by id; None while the picture is being fetched."""
        fetched = {photo_id: jpeg is not None for photo_id, jpeg in photos.items()}
        if fetched == self._shown:
            return
        self._shown = fetched
        clear(self._flow)
        for number, (photo_id, jpeg) in enumerate(photos.items(), 1):
            self._flow.addWidget(self._button(number, photo_id, jpeg))

    def _button(self, number: int, photo_id: int, jpeg: bytes | None) -> QToolButton:
        side = theme.current().px(_SMALL)
        name = tr("Photo {n}", n=number)
        button = buttons.icon_only(name, "photo", name=f"photo_{number}")
        button.setIconSize(QSize(side, side))
        if jpeg is not None:
            button.setIcon(QIcon(_drawn(jpeg, side, button.devicePixelRatioF())))
        button.clicked.connect(lambda: self.opened.emit(photo_id))
        return button


@lru_cache(maxsize=64)
def _drawn(jpeg: bytes, seen: int, ratio: float) -> QPixmap:
    """The middle of a picture as a square, as sharp as a screen of this scale."""
    side = round(seen * ratio)
    picture = QPixmap()
    picture.loadFromData(jpeg, "JPG")
    filled = picture.scaled(
        side,
        side,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    left, top = (filled.width() - side) // 2, (filled.height() - side) // 2
    square = filled.copy(left, top, side, side)
    square.setDevicePixelRatio(ratio)
    return square


class PhotoDialog(Dialog):
    """One photo, large; `removed` is emitted when the user removes it."""

    removed = Signal()

    def __init__(self, context: Context, jpeg: bytes, parent: QWidget, *, fixed: bool) -> None:
        super().__init__(context, tr("Photo"), "", parent)
        picture = QPixmap()
        picture.loadFromData(jpeg, "JPG")
        side = theme.current().px(_LARGE)
        label = QLabel()
        label.setAccessibleName(tr("Photo"))
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        ratio = self.devicePixelRatioF()
        seen = picture.scaled(
            QSize(side - 60, side - 160) * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        seen.setDevicePixelRatio(ratio)
        label.setPixmap(seen)
        self.content.addWidget(label)
        self.remove_button = buttons.secondary(
            tr("Remove photo"), self._on_remove, icon="trash", name="remove_photo"
        )
        self.remove_button.setVisible(not fixed)
        self.foot.insertWidget(0, self.remove_button)

    def _on_remove(self) -> None:
        self.removed.emit()
        self.finish()
