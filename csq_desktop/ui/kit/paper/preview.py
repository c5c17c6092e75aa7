"""A printed page on screen: the PDF itself, with Save and Print."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QEvent,
    QIODevice,
    QObject,
    QPointF,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QVBoxLayout, QWidget

from csq_desktop import paths
from csq_desktop.domain.paper.sheets import unwritable_text
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.services import files
from csq_desktop.texts import tr, trn
from csq_desktop.ui.kit.accessibility import speak_as
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import NumberField
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.paper import printing
from csq_desktop.ui.kit.paper.printing import PrintJob
from csq_desktop.ui.theme import tokens

_STEP, _SMALLEST, _LARGEST = 1.25, 0.25, 5.0


class PrintPreview(QWidget):
    """Shows a PDF; `file_name` is what Save proposes; signals when it was saved or printed.

    Characters that no typeface has are named above the pages.
    """

    saved = Signal()
    printed = Signal()

    def __init__(self, file_name: str = "pages.pdf", *, prints_first: bool = False) -> None:
        super().__init__()
        self.file_name = file_name
        self.pdf = b""
        self.document = QPdfDocument(self)
        self.view = _view_of(self.document)
        self._watch(self.view)
        self.message = InlineMessage()
        self.pages = PlainLabel("", "label")
        self.save_as_pdf = buttons.secondary(
            tr("Save as PDF…"), self._on_save, icon="download", name="save_pdf"
        )
        make = buttons.primary if prints_first else buttons.secondary
        self.print_button = make(tr("Print…"), self._on_print, icon="printer", name="print_pdf")
        self.page = NumberField(1, lowest=1, highest=1)
        self.page.setObjectName("page_shown")
        self.page.setAccessibleName(tr("Page"))
        self.page.setKeyboardTracking(False)
        self.page.valueChanged.connect(self._jump)
        self.foot = QWidget()
        foot = FlowLayout(self.foot)
        for part in (*self._zoom_buttons(), self.page, self.pages):
            foot.addWidget(part)
        foot.addWidget(self.save_as_pdf)
        foot.addWidget(self.print_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.GAP_SMALL)
        self._column.addWidget(self.message)
        self._column.addWidget(self.view, 1)
        self._column.addWidget(self.foot)
        self.show_pdf(b"")

    def show_pdf(self, pdf: bytes, file_name: str = "") -> None:
        """Show these bytes."""
        self.pdf = pdf
        self.file_name = file_name or self.file_name
        self.message.clear()
        if squares := unwritable_text(pdf):
            self.message.say(squares, Tone.WARN)
        self._renew()
        count = self.document.pageCount()
        self.pages.setText(trn("{n} page", "{n} pages", count) if pdf else "")
        self.page.setRange(1, max(1, count))
        self.page.setVisible(count > 1)
        self._describe()
        for part in self.foot.findChildren(QAbstractButton):
            allow(part, "" if pdf else tr("There are no pages yet."))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom; the wheel alone scrolls the pages."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        zooms = isinstance(event, QWheelEvent) and bool(
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if zooms and isinstance(event, QWheelEvent):
            self.wheelEvent(event)
        return zooms

    def _zoom_buttons(self) -> list[QAbstractButton]:
        return [
            buttons.icon_only(
                tr("Zoom out"), "zoom-out", lambda: self._zoom(1 / _STEP), name="zoom_out"
            ),
            buttons.icon_only(tr("Zoom in"), "zoom-in", lambda: self._zoom(_STEP), name="zoom_in"),
            buttons.icon_only(tr("Fit the width"), "switch-horizontal", self._fit, name="zoom_fit"),
        ]

    def save_to(self, target: Path) -> None:
        """Write the bytes to a file the user chose."""
        try:
            files.save(target, self.pdf)
        except UserError as error:
            self.message.show_error(error)
            return
        self.message.say(tr("Saved as “{name}”.", name=target.name))
        self.saved.emit()

    def _renew(self) -> None:
        """Make a new document and view for these bytes.

        A view given another document never requests pages again that it was still waiting for:
        they stayed white.
        """
        old_view, old_document = self.view, self.document
        self.document = _document_of(self.pdf, self)
        self.view = _view_of(self.document)
        self.view.setZoomFactor(old_view.zoomFactor())
        self.view.setZoomMode(old_view.zoomMode())
        self._watch(self.view)
        self._column.replaceWidget(old_view, self.view)
        QWidget.setTabOrder(old_view, self.view)  # else it comes after the buttons below it
        if old_view.hasFocus():
            self.view.setFocus()
        old_view.hide()
        old_view.deleteLater()
        old_document.deleteLater()

    def _watch(self, view: QPdfView) -> None:
        view.viewport().installEventFilter(self)
        view.pageNavigator().currentPageChanged.connect(self._on_turned)

    def _on_save(self) -> None:
        target = self.ask_for_target(self.file_name)
        if target is not None:
            self.save_to(target)

    def ask_for_target(self, name: str) -> Path | None:
        """The file chosen for the pages, whose name is proposed; None where none is chosen."""
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save as PDF"), str(paths.documents() / name), tr("PDF (*.pdf)")
        )
        return Path(chosen) if chosen else None

    def _on_print(self) -> None:
        printer = printing.asked(self.document, self._page(), self)
        if printer is not None:
            self.print_with(printer)

    def print_with(self, printer: QPrinter) -> None:
        """Print the pages chosen: as PDF where the printer takes that, else drawn."""
        count = self.document.pageCount()
        pages = printing.chosen_pages(printer, count)
        done = partial(self._on_printed, printer.printerName())
        if not pages:
            done(False)
        elif printing.takes_pdf(printer):
            words = printing.lp_words(printer, Path(self.file_name).stem, pages, count)
            PrintJob(words, self.pdf, done, self)
        else:
            done(printing.draw(self.document, pages, printer))

    def _on_printed(self, printer: str, taken: bool) -> None:
        if not taken:
            self.message.show_error(UserError(tr("It could not be printed.")))
            return
        self.message.say(tr("Sent to {printer}", printer=printer) if printer else tr("Printed"))
        self.printed.emit()

    def _page(self) -> int:
        """The page looked at, from 0."""
        return max(0, self.view.pageNavigator().currentPage())

    def _zoom(self, factor: float) -> None:
        """Make the pages larger or smaller, from the size they are seen in."""
        seen = self.view.zoomFactor()
        if self.view.zoomMode() == QPdfView.ZoomMode.FitToWidth:
            wide = self.document.pagePointSize(self._page()).width() * self.logicalDpiX() / 72
            seen = self.view.viewport().width() / wide if wide else 1.0
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(seen * factor, _SMALLEST), _LARGEST))

    def _fit(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def _jump(self, page: int) -> None:
        if page - 1 != self._page():
            self.view.pageNavigator().jump(page - 1, QPointF())

    def _on_turned(self, page: int) -> None:
        with QSignalBlocker(self.page):
            self.page.setValue(page + 1)
        self._describe()

    def _describe(self) -> None:
        """Say which page is shown: what Qt draws, no screen reader can read."""
        count = self.document.pageCount()
        words = tr("Page {n} of {count}", n=self._page() + 1, count=count) if count else ""
        self.view.setAccessibleDescription(words)


def _document_of(pdf: bytes, parent: QWidget) -> QPdfDocument:
    document = QPdfDocument(parent)
    if pdf:
        buffer = QBuffer(document)
        buffer.setData(pdf)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
    return document


def _view_of(document: QPdfDocument) -> QPdfView:
    view = QPdfView()
    speak_as(view, QAccessible.Role.Document)
    view.setPageMode(QPdfView.PageMode.MultiPage)
    view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
    view.setAccessibleName(tr("Preview"))
    view.setDocument(document)
    return view
