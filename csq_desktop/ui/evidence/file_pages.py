"""The pages of a file in pixels, one at a time, with zoom; where it draws, with its boxes."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from csq_desktop.domain.evidence.blacking import Areas
from csq_desktop.domain.evidence.facts import OpenedFile
from csq_desktop.errors import UserError
from csq_desktop.services.evidence import blacking
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.evidence.canvas import PixelPage
from csq_desktop.ui.evidence.drawing import draw_page, image_of
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import NumberField
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.theme import theme, tokens

_STEP = 1.25
_LOWEST = 150
"""Pixels at 100 % text: on a low screen the dialog scrolls rather than show a strip of a page."""


class FilePages(QWidget):
    """Draws each page beside the window when it is turned to; `refused` where it cannot."""

    changed = Signal()
    shown = Signal()
    refused = Signal(object)

    def __init__(self, context: Context, *, draws: bool = False) -> None:
        super().__init__()
        self._context, self._draws = context, draws
        self._opened: OpenedFile | None = None
        self._fits = True
        self.areas: Areas = {}
        self.canvas = PixelPage(draws=draws)
        self.canvas.changed.connect(self._on_changed)
        self.canvas.reached.connect(self._bring_into_view)
        self.area = QScrollArea()
        self.area.setWidget(self.canvas)
        self.area.setMinimumHeight(theme.current().px(_LOWEST))
        self.area.setAccessibleName(tr("Pages of the file"))
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area.viewport().installEventFilter(self)
        self.page = NumberField(1, lowest=1, highest=1)
        self.page.setObjectName("page_shown")
        self.page.setAccessibleName(tr("Page"))
        self.page.setKeyboardTracking(False)
        self.page.valueChanged.connect(lambda _page: self._load())
        self.pages = PlainLabel("", "label")
        self.boxes = PlainLabel("", "label")
        self._build()

    @property
    def number(self) -> int:
        """The page shown, from 0."""
        return self.page.value() - 1

    def show_file(self, opened: OpenedFile, areas: Areas | None = None) -> None:
        """Show the first page of a file."""
        self._opened, self.areas = opened, dict(areas or {})
        count = opened.file.pages
        with QSignalBlocker(self.page):
            self.page.setRange(1, count)
            self.page.setValue(1)
        self.page.setVisible(count > 1)
        self.pages.setText(trn("{n} page", "{n} pages", count) if count > 1 else "")
        self._describe()
        self._load()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl and the wheel zoom; the page fits the width until somebody does."""
        if isinstance(event, QWheelEvent):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._scale(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
                return True
        elif event.type() is QEvent.Type.Resize and self._fits:
            self._fit()
        return False

    def _build(self) -> None:
        tools = QWidget()
        row = FlowLayout(tools)
        zoom_in, zoom_out = partial(self._scale, _STEP), partial(self._scale, 1 / _STEP)
        row.addWidget(buttons.icon_only(tr("Zoom out"), "zoom-out", zoom_out, name="zoom_out"))
        row.addWidget(buttons.icon_only(tr("Zoom in"), "zoom-in", zoom_in, name="zoom_in"))
        fit = buttons.icon_only(
            tr("Fit the width"), "switch-horizontal", self._fit, name="zoom_fit"
        )
        row.addWidget(fit)
        row.addWidget(self.page)
        row.addWidget(self.pages)
        if self._draws:
            for label, icon, act, name in (
                (tr("Add a box"), "plus", self.canvas.add_area, "add_box"),
                (tr("Remove the box"), "trash", self.canvas.remove_area, "remove_box"),
                (tr("Undo"), "arrow-back-up", self.canvas.undo, "undo_box"),
            ):
                row.addWidget(buttons.secondary(label, act, icon=icon, name=name))
            row.addWidget(self.boxes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        column.addWidget(tools)
        column.addWidget(self.area, 1)

    def _load(self) -> None:
        if self._opened is None:
            return
        job = partial(_drawn, self._opened, self.number)
        shown = partial(self._on_drawn, self.number)
        self._context.tasks.compute(self, job, shown, self._on_refused)

    def _on_drawn(self, number: int, image: QImage) -> None:
        if number != self.number:
            return  # turned on meanwhile
        self.canvas.show_page(image, self.areas.get(number, ()))
        if self._fits:
            self._fit()
        self.shown.emit()

    def _on_refused(self, error: UserError) -> None:
        self.refused.emit(error)

    def _on_changed(self) -> None:
        self.areas[self.number] = self.canvas.areas
        self._describe()
        self.changed.emit()

    def _bring_into_view(self, box: QRect) -> None:
        middle = box.center()
        self.area.ensureVisible(middle.x(), middle.y(), box.width() // 2, box.height() // 2)

    def _describe(self) -> None:
        count = sum(map(len, self.areas.values()))
        self.boxes.setText(trn("{n} box", "{n} boxes", count) if count else "")

    def _scale(self, factor: float) -> None:
        self._fits = False
        self.canvas.set_zoom(self.canvas.zoom * factor)

    def _fit(self) -> None:
        self._fits = True
        width, _ = self.canvas.page
        if width:
            room = (self.area.viewport().width() - 2) / width
            self.canvas.set_zoom(min(room, 1.0))  # no sharper for being larger than it is


def _drawn(opened: OpenedFile, number: int) -> QImage:
    return image_of(blacking.page_of(opened, number, draw_page))
