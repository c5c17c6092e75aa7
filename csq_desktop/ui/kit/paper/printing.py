"""Prints a PDF: the pages chosen, as they are where the printer takes PDF, else drawn.

CUPS takes PDF, so that text stays text and lines stay sharp: there the bytes go to its `lp` through
a pipe, and no copy of them lies on a disk. Qt itself can only print pictures of a PDF's pages.
"""

import shutil
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QProcess, QSize, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

_DPI = 300
_BROKEN_OFF = (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)
_SIDES = {
    QPrinter.DuplexMode.DuplexNone: "one-sided",
    QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
}


def asked(document: QPdfDocument, current: int, parent: QWidget) -> QPrinter | None:
    """The printer, pages and paper that somebody chose; None where they went back.

    The paper is that of the document to begin with, and `current` the page looked at, from 0.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(_DPI)
    size = document.pagePointSize(0)
    _set_paper(printer, size)
    dialog = QPrintDialog(printer, parent)
    options = QAbstractPrintDialog.PrintDialogOption
    dialog.setOption(options.PrintPageRange, True)
    dialog.setOption(options.PrintCurrentPage, True)
    dialog.setMinMax(1, document.pageCount())
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return None
    if printer.printRange() == QPrinter.PrintRange.CurrentPage:
        printer.setFromTo(current + 1, current + 1)
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
    return printer


def chosen_pages(printer: QPrinter, count: int) -> tuple[int, ...]:
    """The pages to print of so many, from 0, in their order."""
    if printer.printRange() != QPrinter.PrintRange.PageRange:
        return tuple(range(count))
    ranges = printer.pageRanges()
    if ranges.isEmpty():
        first, last = printer.fromPage() or 1, printer.toPage() or count
        return tuple(range(first - 1, min(last, count)))
    return tuple(page for page in range(count) if ranges.contains(page + 1))


def takes_pdf(printer: QPrinter) -> bool:
    """Whether the printer is one of CUPS's, whose `lp` can be called."""
    is_native = printer.outputFormat() == QPrinter.OutputFormat.NativeFormat
    return is_native and bool(printer.printerName()) and shutil.which("lp") is not None


def lp_words(printer: QPrinter, title: str, pages: Sequence[int], count: int) -> list[str]:
    """What `lp` is asked for: printer, copies, pages, paper, sides and colour."""
    words = ["-d", printer.printerName(), "-n", str(printer.copyCount()), "-t", title]
    options = [f"media={printer.pageLayout().pageSize().key()}", "fit-to-page"]
    if printer.duplex() in _SIDES:
        options.append(f"sides={_SIDES[printer.duplex()]}")
    if printer.colorMode() == QPrinter.ColorMode.GrayScale:
        options.append("print-color-mode=monochrome")
    for option in options:
        words += ["-o", option]
    if len(pages) < count:
        words += ["-P", ",".join(str(page + 1) for page in pages)]
    return [*words, "--", "-"]


class PrintJob(QObject):
    """Hands a PDF to `lp`; `done` learns whether it was taken."""

    def __init__(
        self, words: Sequence[str], pdf: bytes, done: Callable[[bool], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._done, self._is_over = done, False
        self._lp = QProcess(self)
        self._lp.finished.connect(lambda code, _status: self._end(code == 0))
        self._lp.errorOccurred.connect(lambda _error: self._end(False))
        self._lp.start("lp", [*words])
        self._lp.write(pdf)
        self._lp.closeWriteChannel()

    def _end(self, taken: bool) -> None:
        if not self._is_over:
            self._is_over = True
            self._done(taken)


def draw(document: QPdfDocument, pages: Sequence[int], printer: QPrinter) -> bool:
    """Draw the pages, each on paper that lies as it does; whether that worked."""
    _set_paper(printer, document.pagePointSize(pages[0]))
    painter = QPainter()
    whole = painter.begin(printer) and _draw_all(document, pages, painter, printer)
    if painter.isActive():
        whole = painter.end() and whole
    return whole and printer.printerState() not in _BROKEN_OFF


def _draw_all(
    document: QPdfDocument, pages: Sequence[int], painter: QPainter, printer: QPrinter
) -> bool:
    for at, page in enumerate(pages):
        _turn(printer, document.pagePointSize(page))
        if at and not printer.newPage():
            return False
        _draw_page(document, page, painter, printer)
    return True


def _draw_page(document: QPdfDocument, page: int, painter: QPainter, printer: QPrinter) -> None:
    """Draw a page in the middle of what the printer can reach."""
    room = printer.pageRect(QPrinter.Unit.DevicePixel).size()
    points = document.pagePointSize(page)
    fitted = points.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    size = QSize(int(fitted.width()), int(fitted.height()))
    corner = QPoint(int(room.width()) - size.width(), int(room.height()) - size.height()) / 2
    painter.drawImage(corner, document.render(page, size, QPdfDocumentRenderOptions()))


def _set_paper(printer: QPrinter, points: QSizeF) -> None:
    """Choose the paper of a page where the printer has it, and turn it as the page lies."""
    upright = points if points.width() <= points.height() else points.transposed()
    match = QPageSize.SizeMatchPolicy.FuzzyMatch
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point, "", match))
    _turn(printer, points)


def _turn(printer: QPrinter, points: QSizeF) -> None:
    lies = points.width() > points.height()
    way = QPageLayout.Orientation
    printer.setPageOrientation(way.Landscape if lies else way.Portrait)
