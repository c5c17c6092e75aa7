"""The packs of several months are written from the page, and its log says so."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from csq_desktop.domain.packs.pack_runs import PackRunKind
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.packs.page import PacksPage
from csq_desktop.ui.packs.runs_dialog import RunsDialog
from csq_desktop.ui.packs.series_dialog import SeriesDialog
from tests.ui.packs.test_packs import issue
from tests.ui.page_case import PageDriver


def test_several_months_are_written_and_stand_in_the_log(
    *, qtbot: QtBot, context: Context, store: Store, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    issue(store)
    driver = PageDriver(qtbot, context, store, PacksPage)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_words: str(tmp_path))
    driver.press("several_months")
    dialog = driver.dialog(SeriesDialog)
    dialog.first.choose("2026-09")
    dialog.last.choose("2026-08")
    driver.submit(dialog)
    assert "from one month to a later one" in dialog.form.error("series_last")
    dialog.first.choose("2026-08")
    dialog.last.choose("2026-09")
    driver.submit(dialog)
    assert driver.toasts[-1].text == "2 of 2 review packs written."
    assert len(list(tmp_path.glob("*.pdf"))) == 2
    gone = dialog_for(driver, tmp_path / "gone")
    assert "0 of 1 review pack written." in gone
    assert "September 2026: " in gone
    driver.page.pages.preview.save_to(tmp_path / "preview.pdf")
    driver.settle()
    driver.page.issued.log.click()
    driver.settle()
    log = driver.dialog(RunsDialog)
    lines = [log.model.row_at(row) for row in range(log.model.rowCount())]
    told = [(run.kind, run.pack, bool(run.failure)) for run in reversed(lines)]
    written, month = PackRunKind.EXPORTED, "September 2026"
    assert told == [
        (PackRunKind.ISSUED, f"{month}, version 1", False),
        (PackRunKind.PREVIEWED, month, False),
        (written, "August 2026", False),
        (written, f"{month}, version 1", False),
        (written, month, True),
        (PackRunKind.PRINTED, month, False),
    ]


def dialog_for(driver: PageDriver[PacksPage], folder: Path) -> str:
    """What the page says after September was to be written to a folder."""
    driver.press("several_months")
    dialog = driver.dialog(SeriesDialog)
    dialog.pages.choose("preview")
    months = (driver.page.making.request().month,)
    dialog.write_to(folder, months)
    driver.settle()
    return driver.page.message.text
