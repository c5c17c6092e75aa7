"""What a file is by its content: its name may say anything."""

import io
import re
import zipfile
from collections.abc import Callable
from email.parser import BytesHeaderParser

from csq_desktop.domain.evidence.facts import FileKind
from csq_desktop.errors import UserError
from csq_desktop.exchange import photos
from csq_desktop.exchange.reading import encodings
from csq_desktop.texts import tr

_PICTURES = {
    re.compile(rb"\xff\xd8\xff"): FileKind.JPEG,
    re.compile(rb"\x89PNG\r\n\x1a\n"): FileKind.PNG,
    re.compile(rb"RIFF....WEBP", re.DOTALL): FileKind.WEBP,
}
_PARTS = {"word/document.xml": FileKind.WORD, "xl/workbook.xml": FileKind.EXCEL}
_MACROS = ("vbaProject.bin", "vbaData.xml")
_PDF_WITHIN = 1024  # of its beginning: readers allow that much before the mark
_BOX, _BRANDS = slice(4, 8), slice(8, 12)
_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIL_FIELDS = ("From", "Date")
_HEAD_BYTES = 64 << 10
_NO_TEXT = frozenset(map(chr, range(32))) - {*"\t\n\r\f\x1b"}


def looked_at(content: bytes) -> tuple[FileKind, int]:
    """What a file is, and how many pages it has; a UserError says what to do with any other.

    Pictures and PDFs are opened, so that what is damaged is found on the way in.
    """
    for look in _LOOKS:
        if (answer := look(content)) is not None:
            return answer
    raise UserError(
        tr(
            "Evidence can be a picture (JPEG, PNG or WebP), a PDF, an e-mail (.eml), plain text, "
            "or a Word or Excel file (.docx, .xlsx). By its content this file is none of them."
        )
    )


def _movie(content: bytes) -> None:
    """Refuse what telephones save beside plain pictures."""
    if content[_BOX] != b"ftyp":
        return
    if content[_BRANDS] in _HEIF:
        raise UserError(
            tr(
                "HEIC pictures cannot be read here. Save it as JPEG first, or set the telephone "
                "to “Most compatible”."
            )
        )
    raise UserError(tr("Videos are not stored. Add stills of what matters as pictures."))


def _picture(content: bytes) -> tuple[FileKind, int] | None:
    for mark, kind in _PICTURES.items():
        if mark.match(content):
            photos.pixels_of(content, longest_side=64)  # whole, and not of too many pixels
            return kind, 1
    return None


def _pdf(content: bytes) -> tuple[FileKind, int] | None:
    if b"%PDF-" not in content[:_PDF_WITHIN]:
        return None
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise UserError(
            tr("The PDF is protected by a password. Save it without one first.")
        ) from None
    except (pikepdf.PdfError, ValueError, RuntimeError) as fault:
        # Once other PDFs were read, qpdf refuses one without pages instead of opening it.
        if "no pages" not in str(fault):
            raise UserError(tr("The PDF is damaged.")) from None
        pages = 0
    if not pages:
        raise UserError(tr("The PDF has no pages."))
    return FileKind.PDF, pages


def _office(content: bytes) -> tuple[FileKind, int] | None:
    if content.startswith(_OLD_OFFICE):
        raise UserError(
            tr("This is an old or a protected Office file. Save it as .docx, .xlsx or PDF first.")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return None
    if any(name.endswith(_MACROS) for name in names):
        raise UserError(tr("The file holds macros. Save it without them, or as a PDF."))
    kinds = [kind for part, kind in _PARTS.items() if part in names]
    return (kinds[0], 1) if kinds and "[Content_Types].xml" in names else None


def _words(content: bytes) -> tuple[FileKind, int] | None:
    text = read_text(content)
    if text is None:
        return None
    head = BytesHeaderParser().parsebytes(content[:_HEAD_BYTES])
    is_mail = all(head.get(name) for name in _MAIL_FIELDS)
    return FileKind.EMAIL if is_mail else FileKind.TEXT, 1


def read_text(content: bytes) -> str | None:
    """A plain text in the encoding it is in; None for what is no text."""
    name = encodings.by_mark(content) or encodings.without_mark(content[:_HEAD_BYTES])
    if name is None:
        is_utf8 = encodings.is_utf8(content)
        name = "utf-8" if is_utf8 else encodings.legacy(content[:_HEAD_BYTES]).name
    text = content.decode(name, errors="replace")
    return None if _NO_TEXT.intersection(text) else text


_LOOKS: tuple[Callable[[bytes], tuple[FileKind, int] | None], ...] = (
    _movie, _picture, _pdf, _office, _words,
)  # fmt: skip
