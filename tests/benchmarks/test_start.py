"""P1, P2: how soon a person can type, and how soon the first list stands."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from csq_desktop.services.stores import stores
from csq_desktop.storage.keys.kdf import KdfCost, stretch
from csq_desktop.storage.store import Store
from tests.benchmarks import ratios

ROOT = Path(__file__).parents[2]
BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from PySide6.QtGui import QStandardItemModel
app = QApplication([])
window = QMainWindow()
view = QTableView()
view.setModel(QStandardItemModel(20, 5))
window.setCentralWidget(view)
window.show()
app.processEvents()
window.grab()
import os; os._exit(0)
"""
SIGN_IN = """
import sys, os
from csq_desktop import settings, texts
texts.set_language("en")
from csq_desktop import app
chosen = settings.Settings()
program = app.Program(app.make_application(chosen), chosen)
program.begin([sys.argv[1]])
program.application.processEvents()
program.window.grab()
heavy = {"sqlalchemy", "numpy", "pandas", "matplotlib", "reportlab"} & set(sys.modules)
os._exit(1 if heavy else 0)
"""


@cache
def compiled() -> str:
    """Where the program's modules stay compiled between starts, as they do on a shop's machine."""
    return tempfile.mkdtemp(prefix="compiled")


def started(source: str, *words: str) -> float:
    env = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    env = env | {"PYTHONPYCACHEPREFIX": compiled()}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", source, *words], env=env, check=True, cwd=ROOT)
    return time.perf_counter() - begun


def test_sign_in_window_against_a_bare_one(large: Path) -> None:
    started(SIGN_IN, str(large)), started(BARE)
    pairs = [(started(SIGN_IN, str(large)), started(BARE)) for _ in range(ratios.TIMES)]
    own, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios.keep("P1", "process start to sign-in painted / bare Qt window", own, bare, budget=1.0)


def test_first_list_against_passphrase_and_bare_start(large: Path, store: Store) -> None:
    from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
    from csq_desktop.services.complaints import views as complaint_views

    def first_list() -> None:
        with store.reading() as session:
            ids = complaint_views.line_ids(session, Filter(view=ComplaintQueue.ALL), 500)
            complaint_views.lines(session, ids[:128])

    with store.key_file() as key_file:
        cost: KdfCost = key_file.slots()[0].cost
    del large
    bare = statistics.median(started(BARE) for _ in range(3))
    argon = ratios.seconds(lambda: stretch("a passphrase of some length", b"s" * 16, cost))
    ratios.keep(
        "P2", "first list of the store / Argon2id + half a bare start",
        argon + ratios.seconds(first_list), argon + 0.5 * bare, budget=1.0,
    )  # fmt: skip
    assert stores.people(store.folder)
