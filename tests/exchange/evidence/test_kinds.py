"""A file is what its content says, whatever it is called; anything else is refused in words."""

from contextlib import suppress
from random import Random

import pytest

from csq_desktop.domain.evidence.facts import FileKind
from csq_desktop.errors import UserError
from csq_desktop.exchange.evidence import copies, kinds
from tests.evidence_files import MAIL, locked_pdf, office, pdf, picture

TYPES = "[Content_Types].xml"
TAKEN = {
    "a JPEG": (picture("JPEG"), FileKind.JPEG, 1),
    "a PNG": (picture("PNG"), FileKind.PNG, 1),
    "a WebP": (picture("WEBP"), FileKind.WEBP, 1),
    "a PDF": (pdf(3), FileKind.PDF, 3),
    "a PDF after other bytes": (b"junk\n" + pdf(1), FileKind.PDF, 1),
    "an e-mail": (MAIL, FileKind.EMAIL, 1),
    "a text": ("退款收據".encode("utf-16"), FileKind.TEXT, 1),
    "a text in Big5": ("退款收據未收到".encode("big5"), FileKind.TEXT, 1),
    "a letter that begins as an e-mail": (b"From: me\n\nHello", FileKind.TEXT, 1),
    "a Word file": (office(TYPES, "word/document.xml"), FileKind.WORD, 1),
    "an Excel file": (office(TYPES, "xl/workbook.xml"), FileKind.EXCEL, 1),
}
REFUSED = {
    "a program": (b"MZ\x90\x00\x03\x00\x00\x00", "By its content"),
    "a HEIC picture": (b"\x00\x00\x00\x18ftypheic....", "HEIC"),
    "a video": (b"\x00\x00\x00\x18ftypisom....", "Videos"),
    "half of a picture": (picture("JPEG")[:400], "damaged"),
    "a PDF with a password": (locked_pdf(), "password"),
    "half of a PDF": (b"%PDF-1.7\nnothing", "damaged"),
    "a PDF without pages": (pdf(0), "no pages"),
    "a Word file with macros": (
        office(TYPES, "word/document.xml", "word/vbaProject.bin"),
        "macros",
    ),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old or a protected"),
    "another zip": (office("a.txt"), "By its content"),
    "half of a zip": (office(TYPES)[:40], "By its content"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_what_its_content_says(name: str) -> None:
    content, kind, pages = TAKEN[name]
    assert kinds.looked_at(content) == (kind, pages)


@pytest.mark.parametrize("name", REFUSED)
def test_anything_else_is_refused_with_what_to_do(name: str) -> None:
    content, reason = REFUSED[name]
    with pytest.raises(UserError, match=reason):
        kinds.looked_at(content)


def test_damaged_bytes_are_an_answer_or_a_refusal_in_words() -> None:
    """Of 70,000 such files none did anything else; here some of each kind."""
    dice = Random(7)
    for content, _kind, _pages in TAKEN.values():
        for _ in range(15):
            damaged = bytearray(content)
            for _ in range(dice.randint(1, 5)):
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
            for look in (kinds.looked_at, copies.pictures_of):
                with suppress(UserError):
                    look(bytes(damaged))
