"""P5, P10, P11: tables on screen, the pack on paper, a chart."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.services.packs import packs
from csq_desktop.services.settings import shop
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme
from tests.benchmarks import ratios

ROOT = Path(__file__).parents[2]


@pytest.fixture
def context(qtbot: QtBot, qapp: QApplication, store: Store) -> Context:
    theme.start(qapp, Settings())
    tasks = Tasks(store)
    with store.reading() as session:
        signed = SignedIn(store.folder, store.user, shop.shop(session), store.clock.now)
    return Context(tasks, signed, Settings())


def test_table_repaint_against_qts_own_model(qtbot: QtBot, context: Context) -> None:
    from csq_desktop.ui.complaints.page import ComplaintsPage

    page = ComplaintsPage(context)
    qtbot.addWidget(page)
    page.resize(1150, 768)
    page.show()
    page.chips.choose("all")
    qtbot.waitUntil(lambda: not context.tasks.busy, timeout=60_000)
    table = page.table
    rows, columns = 20, table.model().columnCount()
    model = QStandardItemModel(rows, columns)
    for row in range(rows):
        for column in range(columns):
            text = table.model().index(row, column).data()
            model.setItem(row, column, QStandardItem(str(text)))
    plain = QTableView()
    qtbot.addWidget(plain)
    plain.setModel(model)
    plain.resize(table.size())
    plain.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
    plain.show()
    ratios.compare(
        "P5", "repaint of a table of the large store / Qt's own model",
        table.viewport().grab, plain.viewport().grab, budget=1.1,
    )  # fmt: skip
    context.tasks.close()


def test_pack_against_an_office_suite(store: Store, tmp_path: Path) -> None:
    with store.reading() as session:
        request = PackRequest(Month.of(shop.today(session)).shift(-1), ("en",))
        first = ratios.seconds(lambda: packs.make(session, request))
        pack = packs.make(session, request)
        warm = ratios.seconds(lambda: packs.make(session, request))
    office = shutil.which("soffice")
    size = f"{pack.pages} pages, {len(pack.pdf) / 1000:.0f} kB"
    ratios.remark(f"P10   {size}, first {first:.2f} s, again {warm:.2f} s")
    if office is None:
        ratios.remark("P10   no office suite on this machine: the ratio was not measured")
        return
    book = _workbook(tmp_path)
    begun = time.perf_counter()
    subprocess.run(
        [office, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, book],
        check=True, capture_output=True,
    )  # fmt: skip
    theirs = time.perf_counter() - begun
    ratios.keep("P10", "review pack, warm / office suite converting a workbook", warm, theirs,
                budget=0.25)  # fmt: skip


def _workbook(folder: Path) -> Path:
    import xlsxwriter

    target = folder / "pack.xlsx"
    book = xlsxwriter.Workbook(target)
    for page in range(14):
        sheet = book.add_worksheet(f"Page {page + 1}")
        for row in range(30):
            sheet.write_row(row, 0, [f"Row {row}", row, row * 1.5, "收銀"])
        if page < 10:
            chart = book.add_chart({"type": "line"})
            chart.add_series({"values": [sheet.name, 0, 1, 29, 1]})
            sheet.insert_chart("F2", chart)
    book.close()
    return target


PLAIN = """
import time
begun = time.perf_counter()
from PySide6.QtWidgets import QApplication
app = QApplication([])
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
figure = Figure(figsize=(8, 4), dpi=72)
axes = figure.subplots()
axes.plot(range(24), range(24), marker="o")
axes.axhline(10)
axes.set_title("Twelve months")
canvas = FigureCanvasQTAgg(figure)
canvas.resize(576, 288)
canvas.grab()
print(time.perf_counter() - begun)
"""
OURS = """
import time
begun = time.perf_counter()
from PySide6.QtWidgets import QApplication
app = QApplication([])
from csq_desktop.analytics.spc.control import control_chart
from csq_desktop.analytics.spc.samples import ChartKind, Sample
from csq_desktop.reports import charts, look
from csq_desktop.reports.charts.control import ControlWords, control_spec
chart = control_chart(ChartKind.P, [Sample(str(n), 90 + n % 7, 100) for n in range(24)])
spec = control_spec(chart, ControlWords(title="Twenty-four months"))
figure = charts.draw(spec, look.LIGHT, (576, 288))
from matplotlib.backends.backend_agg import FigureCanvasAgg
FigureCanvasAgg(figure).draw()
print(time.perf_counter() - begun)
"""


def test_first_chart_against_matplotlib_used_plainly() -> None:
    def once(source: str) -> float:
        done = subprocess.run(
            [sys.executable, "-c", source], capture_output=True, text=True, check=True, cwd=ROOT
        )
        return float(done.stdout.splitlines()[-1])

    once(OURS), once(PLAIN)
    pairs = [(once(OURS), once(PLAIN)) for _ in range(ratios.TIMES)]
    own, plain = (sorted(column)[len(column) // 2] for column in zip(*pairs, strict=True))
    ratios.keep("P11", "first chart in a fresh process / matplotlib plainly", own, plain, budget=1)
