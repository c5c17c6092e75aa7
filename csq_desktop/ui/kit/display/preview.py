"""A printed page on screen: the PDF itself, with Save and Print."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop import paths
from csq_desktop.errors import UserError
from csq_desktop.services import files
from csq_desktop.texts import tr, trn
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import tokens

_PRINT_DPI = 200
_BROKEN_OFF = (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)


class PrintPreview(QWidget):
    """Shows a PDF; `file_name` is what Save proposes; signals when it was saved or printed."""

    saved = Signal()
    printed = Signal()

    def __init__(self, file_name: str = "pages.pdf") -> None:
        super().__init__()
        self.file_name = file_name
        self.pdf = b""
        self.document = QPdfDocument(self)
        self.view = _view_of(self.document)
        self.message = InlineMessage()
        self.pages = PlainLabel("", "label")
        self.save_button = buttons.secondary(
            tr("Save as PDF…"), self._on_save, icon="download", name="save_pdf"
        )
        self.print_button = buttons.secondary(
            tr("Print…"), self._on_print, icon="printer", name="print_pdf"
        )
        foot = QHBoxLayout()
        foot.setSpacing(tokens.GAP_SMALL)
        foot.addWidget(self.pages)
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        foot.addWidget(self.print_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.GAP_SMALL)
        self._column.addWidget(self.message)
        self._column.addWidget(self.view, 1)
        self._column.addLayout(foot)
        self.show_pdf(b"")

    def show_pdf(self, pdf: bytes, file_name: str = "") -> None:
        """Show these bytes."""
        self.pdf = pdf
        self.file_name = file_name or self.file_name
        self.message.clear()
        self._renew()
        count = self.document.pageCount()
        self.pages.setText(trn("{n} page", "{n} pages", count) if pdf else "")
        for button in (self.save_button, self.print_button):
            button.setEnabled(bool(pdf))

    def save_to(self, target: Path) -> None:
        """Write the bytes to a file the user chose."""
        try:
            files.save(target, self.pdf)
        except UserError as error:
            self.message.show_error(error)
            return
        self.message.clear()
        self.saved.emit()

    def _renew(self) -> None:
        """Make a new document and view for these bytes.

        A view given another document never requests pages again that it was still waiting for:
        they stayed white.
        """
        old_view, old_document = self.view, self.document
        self.document = _document_of(self.pdf, self)
        self.view = _view_of(self.document)
        self._column.replaceWidget(old_view, self.view)
        if old_view.hasFocus():
            self.view.setFocus()
        old_view.hide()
        old_view.deleteLater()
        old_document.deleteLater()

    def _on_save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save as PDF"), str(paths.documents() / self.file_name), tr("PDF (*.pdf)")
        )
        if chosen:
            self.save_to(Path(chosen))

    def _on_print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(_PRINT_DPI)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_with(printer)

    def print_with(self, printer: QPrinter) -> None:
        """Print every page, fitted to the paper."""
        painter = QPainter()
        whole = painter.begin(printer) and self._print_pages(painter, printer)
        if painter.isActive():
            whole = painter.end() and whole
        if not whole or printer.printerState() in _BROKEN_OFF:
            self.message.show_error(UserError(tr("It could not be printed.")))
            return
        self.message.clear()
        self.printed.emit()

    def _print_pages(self, painter: QPainter, printer: QPrinter) -> bool:
        for page in range(self.document.pageCount()):
            if page and not printer.newPage():
                return False
            self._print_page(painter, printer, page)
        return True

    def _print_page(self, painter: QPainter, printer: QPrinter, page: int) -> None:
        paper = printer.pageRect(QPrinter.Unit.DevicePixel)
        points: QSizeF = self.document.pagePointSize(page)
        fitted = points.scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
        size = QSize(int(fitted.width()), int(fitted.height()))
        painter.drawImage(0, 0, self.document.render(page, size, QPdfDocumentRenderOptions()))


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
    view.setPageMode(QPdfView.PageMode.MultiPage)
    view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
    view.setAccessibleName(tr("Preview"))
    view.setDocument(document)
    return view
