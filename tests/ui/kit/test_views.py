"""Views that show what was made elsewhere: charts, printed pages, values that may be hidden."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from csq_desktop.domain.paper.charts import ControlPoint, ControlSpec
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import keyboard
from csq_desktop.ui.kit.charts.chart import ChartView
from csq_desktop.ui.kit.display.masked import BLANK, MaskedValue
from csq_desktop.ui.kit.paper.preview import PrintPreview
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme


@pytest.fixture
def pdf(tmp_path: Path) -> bytes:
    target = tmp_path / "three.pdf"
    canvas = Canvas(str(target))
    for number in range(3):
        canvas.drawString(100, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    return target.read_bytes()


@pytest.fixture
def preview(qtbot: QtBot) -> PrintPreview:
    made = PrintPreview("pack.pdf")
    qtbot.addWidget(made)
    made.resize(600, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_nothing_can_be_saved_before_there_is_something(preview: PrintPreview) -> None:
    assert not preview.save_as_pdf.isEnabled()
    assert not preview.print_button.isEnabled()
    assert preview.pages.text() == ""


def test_the_key_that_saves_a_form_does_nothing_in_a_preview(
    qtbot: QtBot, preview: PrintPreview, pdf: bytes
) -> None:
    """What saves its pages as a file is no form's button."""
    preview.show_pdf(pdf, "october.pdf")
    keyboard.save_by_key(preview)
    preview.activateWindow()
    qtbot.waitUntil(preview.isActiveWindow)
    preview.save_as_pdf.setFocus()
    with qtbot.captureExceptions() as faults:
        qtbot.keyClick(preview.save_as_pdf, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert faults == []


def test_a_preview_shows_the_very_bytes_it_saves(
    preview: PrintPreview, pdf: bytes, tmp_path: Path
) -> None:
    preview.show_pdf(pdf, "october.pdf")
    assert preview.pages.text() == "3 pages"
    assert preview.file_name == "october.pdf"
    preview.save_to(tmp_path / "saved.pdf")
    assert (tmp_path / "saved.pdf").read_bytes() == pdf
    assert preview.message.text == "Saved as “saved.pdf”."


def test_a_place_that_cannot_be_written_is_said_until_another_pdf_is_shown(
    preview: PrintPreview, pdf: bytes, tmp_path: Path
) -> None:
    preview.show_pdf(pdf)
    preview.save_to(tmp_path / "no such folder" / "saved.pdf")
    assert preview.message.text == "The folder of “saved.pdf” was not found. Choose another one."
    preview.show_pdf(pdf)
    assert preview.message.text == ""


def slow_pages(tmp_path: Path) -> bytes:
    """Dark pages that take long enough to draw that some are waited for."""
    target = tmp_path / "slow.pdf"
    canvas = Canvas(str(target))
    for _ in range(3):
        canvas.rect(0, 0, 600, 800, fill=1)
        for step in range(3000):
            canvas.line(0, step % 600, 600, 600 - step % 599)
        canvas.showPage()
    canvas.save()
    return target.read_bytes()


def is_drawn(preview: PrintPreview) -> bool:
    """Whether the three pages that have room are there, none of them white."""
    drawn = preview.view.viewport().grab().toImage()
    heights = (drawn.height() * part // 6 for part in (1, 3, 5))
    return all(drawn.pixelColor(drawn.width() // 2, y).lightness() < 60 for y in heights)


def test_a_preview_that_comes_while_another_is_drawn_shows_no_white_page(
    preview: PrintPreview, tmp_path: Path, qtbot: QtBot
) -> None:
    pdf = slow_pages(tmp_path)
    preview.resize(220, 900)
    for _ in range(4):
        preview.show_pdf(pdf)
        QApplication.processEvents()
        preview.view.viewport().repaint()  # asks for its pages
    qtbot.waitUntil(lambda: is_drawn(preview))


def test_another_preview_takes_the_place_of_the_first(preview: PrintPreview, pdf: bytes) -> None:
    preview.show_pdf(pdf)
    preview.show_pdf(pdf)
    assert preview.document.pageCount() == 3
    preview.show_pdf(b"")
    assert preview.pages.text() == ""


def test_every_page_is_printed(
    preview: PrintPreview, pdf: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    preview.show_pdf(pdf)
    printer = QPrinter()
    printer.setResolution(72)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    preview.print_with(printer)
    printed = PrintPreview()
    qtbot.addWidget(printed)
    printed.show_pdf((tmp_path / "printed.pdf").read_bytes())
    assert printed.document.pageCount() == 3


def test_it_tells_when_it_was_saved_or_printed_and_only_then(
    preview: PrintPreview, pdf: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    preview.saved.connect(lambda: told.append("saved"))
    preview.printed.connect(lambda: told.append("printed"))
    preview.show_pdf(pdf)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    preview.save_as_pdf.click()
    preview.save_to(tmp_path / "no such folder" / "saved.pdf")
    monkeypatch.setattr(QPrintDialog, "exec", lambda _self: QDialog.DialogCode.Rejected)
    preview.print_button.click()
    assert told == []
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    monkeypatch.setattr(printer, "newPage", lambda: False, raising=False)
    preview.print_with(printer)
    assert told == []
    assert preview.message.text == "It could not be printed."
    preview.save_to(tmp_path / "saved.pdf")
    monkeypatch.undo()
    preview.print_with(printer)
    assert told == ["saved", "printed"]
    assert preview.message.text == "Printed"


@pytest.fixture
def chart(context: Context, qtbot: QtBot) -> ChartView:
    made = ChartView(context)
    qtbot.addWidget(made)
    made.resize(480, 260)
    with qtbot.waitExposed(made):
        made.show()
    return made


def kept_chart(*shares: float) -> ControlSpec:
    points = tuple(
        ControlPoint(label=f"M{number}", value=share, centre=0.95, lower=0.9, upper=1.0)
        for number, share in enumerate(shares)
    )
    return ControlSpec(title="July fell below its limit", points=points)


def test_a_chart_is_drawn_beside_the_window(chart: ChartView, tasks: Tasks, qtbot: QtBot) -> None:
    assert not chart.is_drawn
    chart.show_spec(kept_chart(0.96, 0.94, 0.88), "July fell below its limit: 88%")
    assert not chart.is_drawn
    qtbot.waitUntil(lambda: chart.is_drawn, timeout=20_000)
    assert chart.accessibleName() == "July fell below its limit: 88%"
    colours = {chart.grab().toImage().pixelColor(x, 130).name() for x in range(480)}
    assert len(colours) > 1
    qtbot.waitUntil(lambda: not tasks.busy)


def test_a_chart_follows_the_theme(
    chart: ChartView, tasks: Tasks, dressed: theme.Theme, qtbot: QtBot
) -> None:
    chart.show_spec(kept_chart(0.96, 0.94))
    qtbot.waitUntil(lambda: chart.is_drawn, timeout=20_000)
    qtbot.waitUntil(lambda: not tasks.busy)
    light = chart.grab().toImage()
    dressed.switch(mode="dark")
    qtbot.waitUntil(lambda: chart.grab().toImage() != light, timeout=20_000)
    qtbot.waitUntil(lambda: not tasks.busy)


def test_a_chart_without_a_spec_shows_nothing(chart: ChartView, tasks: Tasks, qtbot: QtBot) -> None:
    chart.show_spec(kept_chart(0.96, 0.94))
    chart.show_spec(None)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert not chart.is_drawn


@pytest.fixture
def masked(context: Context, qtbot: QtBot) -> MaskedValue:
    made = MaskedValue(context, "Chan Tai Man")
    qtbot.addWidget(made)
    return made


def test_the_privacy_screen_blanks_a_name_at_once(masked: MaskedValue, context: Context) -> None:
    assert masked.text() == "Chan Tai Man"
    context.set_private(True)
    assert masked.text() == BLANK
    masked.show_value("Ho Wing Sze")
    assert masked.text() == BLANK
    context.set_private(False)
    assert masked.text() == "Ho Wing Sze"


def test_nothing_is_blanked_where_nothing_is(masked: MaskedValue, context: Context) -> None:
    masked.show_value("")
    context.set_private(True)
    assert masked.text() == ""


def test_a_name_shown_while_the_screen_is_on_is_blanked(context: Context, qtbot: QtBot) -> None:
    context.set_private(True)
    made = MaskedValue(context, "Chan Tai Man")
    qtbot.addWidget(made)
    assert made.text() == BLANK
    assert QApplication.clipboard().text() != "Chan Tai Man"


def test_the_name_that_is_read_out_is_blanked_too(masked: MaskedValue, context: Context) -> None:
    masked.setAccessibleName("Name: Chan Tai Man")
    context.set_private(True)
    assert masked.accessibleName() == f"Name: {BLANK}"
    context.set_private(False)
    assert masked.accessibleName() == "Name: Chan Tai Man"
