"""A register of the page Privacy on paper: its rows as a table, as of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.words.wording import date_text
from csq_desktop.reports.paper.blocks import (
    Heading,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    Text,
    TextSpan,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import tr


@dataclass(frozen=True)
class PrivacyRegister:
    """A register in the language spoken now: title, what of it is shown, headings, rows.

    A cell of two texts has the second in small beneath the first. Every page says `in_short` at its
    foot what is shown, where the whole of it takes more than a line.
    """

    title: str
    about: str
    headings: Sequence[tuple[str, float | None]]
    rows: Sequence[Sequence[tuple[str, str]]]
    shop: Shop
    today: date
    in_short: str = ""


def document(register: PrivacyRegister, language: str) -> Document:
    """The register as a document; the caller speaks its language."""
    columns = tuple(PaperColumn(title, width=width) for title, width in register.headings)
    rows = tuple(PaperRow(tuple(_cell(*cell) for cell in row)) for row in register.rows)
    return Document(
        title=register.title,
        language=language,
        author=register.shop.name,
        issued=register.today,
        subject=register.about,
        furniture=Furniture(
            header_left=(register.title,),
            header_right=(register.shop.name, register.shop.branch_code),
            footer=(
                register.in_short or register.about,
                tr("printed on {day}", day=date_text(register.today)),
            ),
        ),
        blocks=(
            Heading(register.title),
            Paragraph(register.about),
            PaperTable(columns, rows) if rows else Paragraph(tr("No entries.")),
        ),
    )


def _cell(text: str, under: str) -> Text:
    return (text, TextSpan(f"\n{under}")) if under else text
