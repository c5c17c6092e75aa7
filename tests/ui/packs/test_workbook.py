"""The workbook that recounts a pack, saved beside its pages."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.services.packs import packs
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.packs.page import PacksPage
from csq_desktop.ui.tasks import ShowsWaiting
from tests.ui.page_case import PageDriver


def test_the_workbook_of_the_pack_shown_is_saved(
    *, qtbot: QtBot, context: Context, store: Store, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with store.writing() as session:
        issued = packs.issue(session, PackRequest(Month(2026, 8), ("en",))).id
    driver = PageDriver(qtbot, context, store, PacksPage)
    (tmp_path / "there.xlsx").write_text("another")
    files = [str(tmp_path / "v1.2"), str(tmp_path / "there"), ""]
    # What takes long is shown by the page: the tasks ask whoever has a method of that name.
    assert not isinstance(driver.page.pages, ShowsWaiting)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (files.pop(0), ""))
    driver.press("save_workbook")
    assert (tmp_path / "v1.2.xlsx").stat().st_size > 0
    assert driver.toasts[-1].text.endswith("exported.")
    driver.press("save_workbook")
    assert (tmp_path / "there.xlsx").read_text() == "another"
    driver.press("save_workbook")  # no file is chosen
    (tmp_path / "b 1.2.xlsx").write_text("another's")
    files.append(str(tmp_path / "b 1.2"))
    driver.press("save_workbook")
    assert (tmp_path / "b 1.2.xlsx").read_text() == "another's"
    assert "There is already a file b 1.2.xlsx" in driver.page.message.text
    driver.page.show_object(issued)
    driver.settle()
    driver.page.pages.save_workbook(tmp_path / "b.xlsx")
    driver.settle()
    assert (tmp_path / "b.xlsx").stat().st_size > 0
    driver.page.pages.show_nothing()
    assert not driver.page.pages.workbook.isVisible()
    driver.page.pages.save_workbook(tmp_path / "c.xlsx")
    assert not (tmp_path / "c.xlsx").exists()
