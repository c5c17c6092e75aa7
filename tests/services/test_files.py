"""Files written where the user chose."""

from pathlib import Path

import pikepdf
import pytest

from csq_desktop.errors import UserError
from csq_desktop.services import files


def test_a_file_is_written_whole_over_an_older_one(tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    target.write_bytes(b"old and longer")
    files.save(target, b"new")
    assert target.read_bytes() == b"new"
    assert [*tmp_path.iterdir()] == [target]


def test_a_place_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        files.save(tmp_path / "gone" / "sheet.pdf", b"new")


def test_a_protected_pdf_opens_with_its_password_however_it_is_typed(tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(target)
    files.save_protected(target, target.read_bytes(), "Ｃａｆe\u0301 十月")
    with pikepdf.open(target, password="Café 十月") as pdf:
        assert len(pdf.pages) == 1


def test_a_password_that_readers_would_cut_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="shorter"):
        files.save_protected(tmp_path / "sheet.pdf", b"", "十" * 43)
