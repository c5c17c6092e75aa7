"""The collection statement as it is handed to a customer, with the answer about marketing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.customers.statements import Statement
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.domain.words.wording import date_text
from csq_desktop.reports.paper.blocks import (
    Block,
    Bullets,
    Heading,
    InLanguage,
    PageBreak,
    Paragraph,
    SignBox,
    SignOff,
    TextSpan,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.finishing import page_count
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import speaking, tr


@dataclass(frozen=True)
class CollectionSlip:
    """A version of the statement, the shop whose customers are given it, and when it was made."""

    statement: Statement
    shop: Shop
    today: date


def pdf(slip: CollectionSlip, languages: Sequence[str]) -> bytes:
    """All languages on one page where they have room, or each on a page of its own."""
    for is_apart in (False, True) if len(languages) > 1 else (False,):
        file = document(slip, languages, is_apart=is_apart).pdf()
        if page_count(file) == 1:
            break
    return file


def document(slip: CollectionSlip, languages: Sequence[str], *, is_apart: bool = False) -> Document:
    """The statement whole in each language, each under the one before it, or apart."""
    first, *others = languages
    statement, shop = slip.statement, slip.shop
    with speaking(first):
        version = tr("version {version}", version=statement.version)
        begins = statement.effective_from
        since = tr("in force from {day}", day=date_text(begins)) if begins else ""
        return Document(
            title=statement.title.text,
            language=first,
            second=others[0] if others else "",
            author=shop.name,
            issued=slip.today,
            subject=version,
            furniture=Furniture(
                header_left=(shop.name, shop.branch_code),
                header_right=(statement.title.text,),
                footer=tuple(filter(None, (version, since))),
            ),
            blocks=tuple(_in_each_language(slip, others, is_apart=is_apart)),
        )


def _in_each_language(
    slip: CollectionSlip, others: Sequence[str], *, is_apart: bool
) -> Iterator[Block]:
    """In the language spoken now, then in the others."""
    yield from _blocks(slip.statement)
    for code in others:
        if is_apart:
            yield PageBreak()
        with speaking(code):
            yield InLanguage(code, tuple(_blocks(slip.statement)))


def _blocks(statement: Statement) -> Iterator[Block]:
    yield Heading(statement.title.text)
    yield Paragraph(statement.law.text, small=True)
    for part in paragraphs(statement.text):
        heading, _, words = part.partition("\n")
        if words:
            yield Paragraph((TextSpan(heading, bold=True), " ", " ".join(words.split("\n"))))
        else:
            yield Paragraph(heading)
    yield Heading(tr("Marketing"), level=2)
    yield Paragraph(statement.marketing.text)
    yield Bullets((statement.agree.text, statement.refuse.text), mark="□")
    yield Paragraph(statement.stopping.text, small=True)
    yield SignOff((SignBox(tr("Customer")), SignBox(tr("For the shop"))))


def paragraphs(text: ThreeTexts) -> list[str]:
    """The paragraphs of a text in the language spoken; each may begin with a heading."""
    parts = (part.strip() for part in text.text.replace("\r", "").split("\n\n"))
    return [part for part in parts if part]
