"""A chart on a page: drawn from a spec beside the window's thread, redrawn with theme and size."""

from functools import partial

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QAccessible, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from csq_desktop.domain.paper.charts import ChartSpec
from csq_desktop.services import charts
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.accessibility import speak_as
from csq_desktop.ui.theme import theme

_PAUSE_MS = 60


class ChartView(QWidget):
    """Shows a chart; `say` is read out in place of the picture.

    The figure is drawn into a picture off the window's thread, so the window never waits for it.
    """

    def __init__(self, context: Context, *, worded: bool = True, height: int = 260) -> None:
        super().__init__()
        speak_as(self, QAccessible.Role.Chart)
        self._context = context
        self._worded = worded
        self._spec: ChartSpec | None = None
        self._picture: QImage | None = None
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._draw)
        self.setMinimumHeight(theme.current().px(height))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.current().changed.connect(self._later)

    def show_spec(self, spec: ChartSpec | None, say: str = "") -> None:
        """Show a chart, or nothing."""
        self._spec = spec
        if spec is None:
            self._picture = None
        heard = (spec.title, spec.subject, spec.event_words) if spec else ()
        self.setAccessibleName(say or " ".join(filter(None, heard)))
        self._draw()
        self.update()

    @property
    def is_drawn(self) -> bool:
        """Whether the picture of the spec is there."""
        return self._picture is not None

    def sizeHint(self) -> QSize:
        return QSize(480, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self._picture)

    def _later(self) -> None:
        self._pause.start()

    def _draw(self) -> None:
        if self._spec is None or self.width() < 40 or self.height() < 40:
            return
        ratio = self.devicePixelRatioF()
        size = (self.width(), self.height())
        job = partial(_picture, self._spec, size, ratio, self._worded)
        self._context.tasks.compute(self, job, partial(self._on_drawn, self._spec))

    def _on_drawn(self, spec: ChartSpec, picture: QImage) -> None:
        if spec is self._spec:
            self._picture = picture
            self.update()


def _picture(spec: ChartSpec, size: tuple[int, int], ratio: float, worded: bool) -> QImage:
    running = theme.current()
    screen = charts.Screen(running.dark, running.percent, ratio)
    drawn = charts.picture(spec, size, screen, worded=worded)
    image = QImage(
        drawn.rgba, drawn.width, drawn.height, drawn.width * 4, QImage.Format.Format_RGBA8888
    ).copy()
    image.setDevicePixelRatio(ratio)
    return image
