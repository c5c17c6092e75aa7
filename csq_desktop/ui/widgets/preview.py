"""A printed page on screen: the very PDF, with Save and Print; nothing is written by itself."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.errors import UserError
from csq_desktop.texts import tr, trn
from csq_desktop.ui import tokens
from csq_desktop.ui.widgets import buttons
from csq_desktop.ui.widgets.messages import InlineMessage
from csq_desktop.ui.widgets.words import Words

_PRINT_DPI = 200
_BROKEN_OFF = (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)


class PrintPreview(QWidget):
    """Shows PDF bytes; `file_name` is what Save proposes; tells when it was saved or printed."""

    saved = Signal()
    printed = Signal()

    def __init__(self, file_name: str = "pages.pdf") -> None:
        super().__init__()
        self.file_name = file_name
        self.pdf = b""
        self._bytes = QByteArray()
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(tr("Preview"))
        self.message = InlineMessage()
        self.pages = Words("", "label")
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        column.addWidget(self.message)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        self.show_pdf(b"")

    def show_pdf(self, pdf: bytes, file_name: str = "") -> None:
        """Show these bytes."""
        self.pdf = pdf
        self.file_name = file_name or self.file_name
        self.document.close()
        self._buffer.close()
        self._bytes = QByteArray(pdf)
        self._buffer.setData(self._bytes)
        if pdf:
            self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self.document.load(self._buffer)
        count = self.document.pageCount() if pdf else 0
        self.pages.setText(trn("{n} page", "{n} pages", count) if pdf else "")
        for button in (self.save_button, self.print_button):
            button.setEnabled(bool(pdf))

    def save_to(self, target: Path) -> None:
        """Write the bytes to a file the user chose."""
        try:
            target.write_bytes(self.pdf)
        except OSError as error:
            reason = error.strerror or ""
            self.message.show_error(
                UserError(tr("It could not be saved: {reason}.", reason=reason))
            )
            return
        self.message.clear()
        self.saved.emit()

    def _on_save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save as PDF"), self.file_name, tr("PDF (*.pdf)")
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
