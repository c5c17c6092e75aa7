"""Reading printed pages back: text, fonts, pictures, pixels."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from csq_desktop.reports.paper.blocks import Block
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture

FURNITURE = Furniture(
    header_left=("Service report", "October 2026"),
    header_right=("Sham Shui Po", "SSP01"),
    footer=("Pack 2026-10", "version 1", "chain 8c41 90ef"),
)


def document(*content: Block, language: str = "en") -> Document:
    return Document(
        title="服務報告 Service report",
        language=language,
        author="Sham Shui Po",
        subject="Monthly review",
        furniture=FURNITURE,
        blocks=content,
    )


def printed(*content: Block, language: str = "en") -> PdfReader:
    return PdfReader(BytesIO(document(*content, language=language).pdf()))


def words(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def flat(reader: PdfReader) -> str:
    """All text without spaces and line ends, to find sentences that were broken to lines."""
    return "".join(words(reader).split())


def objects(reader: PdfReader) -> Iterator[Any]:
    for number in range(1, len(reader.xref[0]) + 1 if reader.xref else 1):
        found = reader.get_object(IndirectObject(number, 0, reader))
        if found is not None:
            yield found


def fonts(reader: PdfReader) -> list[DictionaryObject]:
    return [one for one in objects(reader) if isinstance(one, DictionaryObject)
            and one.get("/Type") == "/Font"]  # fmt: skip


def pictures(reader: PdfReader) -> list[Any]:
    return [one for one in objects(reader) if isinstance(one, DictionaryObject)
            and one.get("/Subtype") == "/Image"]  # fmt: skip


def rendered(pdf: bytes, page: int = 0, scale: float = 1.0) -> Any:
    """The page as a picture in grey."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        sheet = opened[page]
        bitmap = sheet.render(scale=scale)
        picture = bitmap.to_pil().convert("L").copy()
        bitmap.close()
        sheet.close()
        return picture
    finally:
        opened.close()
