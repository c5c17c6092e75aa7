"""Printing a PDF: the pages chosen, on their paper, as PDF where the printer takes that."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from csq_desktop.ui.kit import accessibility
from csq_desktop.ui.kit.paper import printing
from csq_desktop.ui.kit.paper.preview import PrintPreview
from tests.ui.finding import child


@pytest.fixture
def preview(qtbot: QtBot) -> PrintPreview:
    """Four pages of A4, the third of them lying."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for number in range(4):
        canvas.setPageSize(landscape(A4) if number == 2 else A4)
        canvas.drawString(100, 300, f"page {number}")
        canvas.showPage()
    canvas.save()
    shown = PrintPreview("pack.pdf")
    qtbot.addWidget(shown)
    shown.resize(600, 700)
    shown.show()
    shown.show_pdf(target.getvalue())
    return shown


@pytest.fixture
def printer(tmp_path: Path) -> QPrinter:
    """One that writes a file."""
    chosen = QPrinter()
    chosen.setResolution(72)
    chosen.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    chosen.setOutputFileName(str(tmp_path / "printed.pdf"))
    return chosen


def choose(printer: QPrinter, pages: str) -> None:
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString(pages))


@pytest.mark.parametrize(
    ("pages", "expected"),
    [("2-3", (1, 2)), ("1,4", (0, 3)), ("3-9", (2, 3)), ("7-9", ())],
)
def test_only_the_pages_chosen_are_printed(
    printer: QPrinter, pages: str, expected: tuple[int, ...]
) -> None:
    assert printing.chosen_pages(printer, 4) == (0, 1, 2, 3)
    choose(printer, pages)
    assert printing.chosen_pages(printer, 4) == expected


def test_a_first_and_a_last_page_are_as_good_as_ranges(printer: QPrinter) -> None:
    printer.setFromTo(2, 3)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    assert printing.chosen_pages(printer, 4) == (1, 2)


def test_each_page_lies_as_it_does_on_screen(
    preview: PrintPreview, printer: QPrinter, tmp_path: Path
) -> None:
    choose(printer, "2-3")
    preview.print_with(printer)
    assert preview.message.text == "Printed"
    boxes = [page.mediabox for page in PdfReader(tmp_path / "printed.pdf").pages]
    assert [box.width > box.height for box in boxes] == [False, True]
    assert [round(max(box.width, box.height)) for box in boxes] == [842, 842]


def test_a_screen_reader_is_told_which_page_is_shown(preview: PrintPreview, qtbot: QtBot) -> None:
    accessibility.install()
    preview.show_pdf(preview.pdf)
    part = QAccessible.queryAccessibleInterface(preview.view)
    assert part.role() is QAccessible.Role.Document
    described = QAccessible.Text.Description
    assert part.text(described) == "Page 1 of 4"
    preview.page.setValue(3)
    qtbot.waitUntil(lambda: part.text(described) == "Page 3 of 4")


def test_no_page_of_the_document_is_no_print(preview: PrintPreview, printer: QPrinter) -> None:
    choose(printer, "7-9")
    preview.print_with(printer)
    assert preview.message.text == "It could not be printed."


def test_lp_is_asked_for_what_was_chosen(
    printer: QPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    both = QPrinter.DuplexMode.DuplexLongSide  # a file has no sides, so Qt forgets them
    monkeypatch.setattr(printer, "duplex", lambda: both)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    words = printing.lp_words(printer, "2026-10 v1", (0, 2), 4)
    sentence = " ".join(words)
    assert "-t 2026-10 v1" in sentence
    assert "-o media=A4 -o fit-to-page -o sides=two-sided-long-edge" in sentence
    assert "-o print-color-mode=monochrome -P 1,3 -- -" in sentence
    assert "-P" not in printing.lp_words(printer, "pack", (0, 1, 2, 3), 4)


@pytest.mark.parametrize(
    ("code", "sentence"), [(0, "Sent to Counter"), (1, "It could not be printed."), (None, None)]
)
def test_where_the_printer_takes_pdf_it_gets_the_very_bytes(
    preview: PrintPreview,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    code: int | None,
    sentence: str | None,
) -> None:
    """`lp` is a script here, which keeps what it is handed; without one, printing is refused."""
    taken = tmp_path / "taken.pdf"
    if code is not None:
        script = tmp_path / "lp"
        script.write_text(f'#!/bin/sh\ncat > "{taken}"\nexit {code}\n', "utf-8")
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    else:
        monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(printing, "takes_pdf", lambda _printer: True)
    printer = QPrinter()
    monkeypatch.setattr(printer, "printerName", lambda: "Counter")
    preview.print_with(printer)
    expected = sentence or "It could not be printed."
    qtbot.waitUntil(lambda: preview.message.text == expected)
    if code is not None:
        assert taken.read_bytes() == preview.pdf


def test_pages_are_made_larger_and_fitted_again(preview: PrintPreview) -> None:
    view = preview.view
    child(preview, QAbstractButton, "zoom_in").click()
    assert view.zoomMode() == view.ZoomMode.Custom
    larger = view.zoomFactor()
    child(preview, QAbstractButton, "zoom_out").click()
    assert view.zoomFactor() < larger
    preview.show_pdf(preview.pdf)
    assert preview.view.zoomFactor() < larger
    child(preview, QAbstractButton, "zoom_fit").click()
    assert preview.view.zoomMode() == view.ZoomMode.FitToWidth


def test_the_keyboard_reaches_the_pages_before_the_buttons_below_them(
    preview: PrintPreview,
) -> None:
    """Other pages are another view, which Qt puts last: after Print, far from what it shows."""
    preview.show_pdf(preview.pdf)
    widget = preview.view.nextInFocusChain()
    while widget is not None and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        widget = widget.nextInFocusChain()
    assert widget is not None
    assert widget.objectName() == "zoom_out"


def test_a_page_is_jumped_to_and_told_while_scrolling(preview: PrintPreview, qtbot: QtBot) -> None:
    preview.page.setValue(3)
    qtbot.waitUntil(lambda: preview.view.pageNavigator().currentPage() == 2)
    bar = preview.view.verticalScrollBar()
    bar.setValue(0)
    qtbot.waitUntil(lambda: preview.page.value() == 1)
