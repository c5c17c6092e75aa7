"""Reading a stranger's PDF: its bytes, and what it says it is."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from csq_desktop import disk_refusals
from csq_desktop.domain.words.names import one_line
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

LARGEST_PDF = 4 << 20  # bytes; packs have less than one million
LONGEST_WORDS = 200  # letters; a pack's mark and a shop's name have fewer
# A file of one megabyte could fill the memory with what its streams unpack to. For all of the
# program, before it has threads: what it writes itself is far below.
pikepdf.settings.set_qpdf_limits(
    doc_max_warnings=1_000,
    max_stream_filters=1,  # each more could unpack what the one before it unpacked
    dct_max_memory=LARGEST_PDF,
    flate_max_memory=LARGEST_PDF,
    png_max_memory=LARGEST_PDF,
    tiff_max_memory=LARGEST_PDF,
)
# qpdf does not limit what these unpack; a filter that is named elsewhere could be one of them.
_UNLIMITED = re.compile(rb"/(?:LZW|A85|ASCII85|RunLength|RL[\s/>\]%])|/Filter(?!\s*\[?\s*/)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # a letter of a name, written by its number
_STEP = 1 << 20  # bytes; a network may take long for each
_HEAD = 1024  # a reader looks for the beginning in so many bytes
_NUMBER = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]{32})>")


@dataclass(frozen=True)
class PdfFile:
    """A PDF: its subject, its author, and the number it was given when it was first written.

    All three are empty where the file does not say, or is too damaged to be read. Of one that
    `needs_password` only the number can be read.
    """

    content: bytes
    subject: str = ""
    author: str = ""
    number: bytes = b""
    needs_password: bool = False


def read_pdf(
    path: Path, progress: Callable[..., None] | None = None, largest: int = LARGEST_PDF
) -> PdfFile:
    """Read a PDF; a UserError says why a file cannot be read or is none.

    `progress` is called after each part that was read, and may end the reading.
    """
    content = _content(path, progress or (lambda *_share: None), largest)
    if b"%PDF-" not in content[:_HEAD]:
        raise UserError(tr("“{name}” is not a PDF. Choose the PDF of a review pack.",
                           name=path.name))  # fmt: skip
    numbers = _NUMBER.findall(content)
    number = numbers[-1] if numbers else b""
    try:
        subject, author = _information(content)
    except pikepdf.PasswordError:
        return PdfFile(content, number=number, needs_password=True)
    return PdfFile(content, subject, author, number)


def _content(path: Path, progress: Callable[..., None], largest: int) -> bytes:
    if path.exists() and not path.is_file():
        raise UserError(tr("“{name}” is not a file. Choose a file.", name=path.name))
    content = bytearray()
    try:
        with path.open("rb") as file:  # not by its size: it may grow meanwhile
            while len(content) <= largest and (part := file.read(_STEP)):
                content += part
                progress(0.0)
    except OSError as error:
        raise UserError(
            tr("The file cannot be read: {reason}.", reason=disk_refusals.reason(error))
        ) from None
    if len(content) > largest:
        raise UserError(tr("“{name}” is too large for a review pack: more than {n} MB.",
                           name=path.name, n=largest >> 20))  # fmt: skip
    return bytes(content)


def _words(stated: object) -> str:
    """What a file says, as it can stand in a sentence: on one line, not too long."""
    text = str(stated)[: 2 * LONGEST_WORDS] if isinstance(stated, pikepdf.String) else ""
    return one_line(text)[:LONGEST_WORDS]


def _information(content: bytes) -> tuple[str, str]:
    if _UNLIMITED.search(_ESCAPED.sub(lambda number: bytes.fromhex(number[1].decode()), content)):
        return "", ""
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            about = pdf.docinfo
            return _words(about.get("/Subject")), _words(about.get("/Author"))
    except (
        pikepdf.PdfError,
        ValueError,
        TypeError,
        AttributeError,
        RuntimeError,
    ):
        return "", ""
