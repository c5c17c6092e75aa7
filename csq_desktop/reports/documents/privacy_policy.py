"""The privacy policy statement as it is handed out: one language, A4."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.privacy_policy.facts import PolicyPart
from csq_desktop.domain.words.wording import date_text
from csq_desktop.reports.paper.blocks import (
    Block,
    Bullets,
    Heading,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    TextSpan,
    Together,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import speaking, tr, trc


@dataclass(frozen=True)
class PolicyPaper:
    """A statement's parts in one language, the shop as it was called, and its day."""

    parts: Sequence[PolicyPart]
    shop: str
    day: date
    version: int = 0


def document(paper: PolicyPaper, language: str) -> Document:
    """The statement as a document in the language of its parts."""
    with speaking(language):
        title = tr("Privacy policy statement")
        issued = tr("issued on {day}", day=date_text(paper.day))
        version = tr("version {version}", version=paper.version)
        foot = (version, issued) if paper.version else (tr("Draft, not issued"),)
        return Document(
            title=title,
            language=language,
            author=paper.shop,
            issued=paper.day,
            subject=foot[0],
            furniture=Furniture(header_left=(paper.shop,), header_right=(title,), footer=foot),
            blocks=(Heading(title), *_blocks(paper.parts)),
        )


def _blocks(parts: Sequence[PolicyPart]) -> Iterator[Block]:
    for part in parts:
        if part.lines:
            yield Heading(part.title, level=2)
            yield _table(part)
        else:
            yield Together((Heading(part.title, level=2), *_words(part)))


def _words(part: PolicyPart) -> Iterator[Block]:
    """The first paragraph, the list it leads to, and the others."""
    first, *rest = part.paragraphs
    yield Paragraph(first)
    if part.items:
        yield Bullets(part.items)
    yield from map(Paragraph, rest)


def _table(part: PolicyPart) -> PaperTable:
    return PaperTable(
        (
            PaperColumn(trc("column", "What we hold")),
            PaperColumn(trc("column", "What for"), width=124.0),
            PaperColumn(trc("column", "How long"), width=112.0),
        ),
        tuple(
            PaperRow(
                ((TextSpan(line.kind, bold=True), f"\n{line.holds}"), line.purposes, line.stays)
            )
            for line in part.lines
        ),
    )
