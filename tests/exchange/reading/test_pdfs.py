"""Reading a stranger's PDF: what is none, too large or locked is one sentence."""

from pathlib import Path

import pikepdf
import pytest

from csq_desktop.errors import Cancelled, UserError
from csq_desktop.exchange.reading.pdfs import read_pdf


def test_a_pdf_says_what_it_is_about_and_its_number(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Subject"], pdf.docinfo["/Author"] = "報告", "Nora"
        pdf.save(file, deterministic_id=True)
    read = read_pdf(file)
    assert (read.subject, read.author, len(read.number)) == ("報告", "Nora", 32)
    assert read.content == file.read_bytes()


def test_a_locked_or_broken_pdf_says_nothing(tmp_path: Path) -> None:
    locked, broken = tmp_path / "locked.pdf", tmp_path / "broken.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Subject"] = "Secret"
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u", R=6))
    broken.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 9)
    for file in (locked, broken):
        assert (read_pdf(file).subject, read_pdf(file).author) == ("", "")
        assert read_pdf(file).needs_password is (file == locked)


def test_what_is_too_large_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(500 << 20)
    with pytest.raises(
        UserError, match=r"“huge\.pdf” is too large for a review pack: more than 64"
    ):
        read_pdf(huge)


def test_reading_can_be_ended_between_its_parts(tmp_path: Path) -> None:
    def cancel(*_share: float) -> None:
        raise Cancelled("enough")

    (file := tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(Cancelled):
        read_pdf(file, cancel)


def test_a_file_that_may_not_be_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "denied")

    (file := tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UserError, match="another program has it open"):
        read_pdf(file)
