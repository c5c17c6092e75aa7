"""A pack saved as a PDF that opens with a password alone."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.services.packs import packs
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.packs.page import PacksPage
from csq_desktop.ui.packs.protect_dialog import ProtectDialog
from tests.ui.finding import shown
from tests.ui.page_case import PageDriver

GOOD = "vier Züge 十月 lantern ferry"
PRINTED = "SELECT count(*) FROM audit_entry WHERE action = 'printed'"


def test_the_password_alone_opens_the_file(
    *, qtbot: QtBot, context: Context, store: Store, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with store.writing() as session:
        issued = packs.issue(session, PackRequest(Month(2026, 8), ("en",)))
        pdf = packs.pdf_of(session, issued.id)
    driver = PageDriver(qtbot, context, store, PacksPage)
    driver.page.show_object(issued.id)
    driver.settle()
    driver.press("save_protected")
    dialog = shown(driver.page, ProtectDialog)[0]
    assert not dialog.submit_button.isEnabled()
    dialog.password.first.setText(GOOD)
    dialog.password.second.setText(GOOD)
    files = ["", str(tmp_path / "gone" / "a.pdf"), str(tmp_path / "a.pdf")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (files.pop(0), ""))
    for _ in range(3):  # no file, one that cannot be written, one that can
        assert dialog.submit_button.isEnabled()
        dialog.submit_button.click()
        driver.settle()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(tmp_path / "a.pdf")
    saved = (tmp_path / "a.pdf").read_bytes()
    with pikepdf.open(BytesIO(saved), password=GOOD) as read, pikepdf.open(BytesIO(pdf)) as plain:
        assert read.encryption.bits == 256
        assert read.encryption.R == 6
        assert len(read.pages) == len(plain.pages)
        assert b"/Title" not in saved
    assert driver.toasts[-1].text == "Saved. The password alone opens it."
    with store.reading() as session:
        assert session.execute(text(PRINTED)).scalar() == 1
