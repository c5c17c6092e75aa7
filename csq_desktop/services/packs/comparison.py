"""Comparing what a pack prints with the customers in the vault, before it is issued."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from csq_desktop.domain.packs.packs import PrintedIdentity
from csq_desktop.domain.privacy.free_text import IdentitySpan
from csq_desktop.services import free_words
from csq_desktop.storage.sessions.desk import desk_of

if TYPE_CHECKING:  # the page kit is loaded when the first pack is made
    from csq_desktop.reports.paper.document import Document


@dataclass(frozen=True)
class Compared:
    """How many texts were compared, and what in them may identify somebody."""

    texts: int
    places: tuple[PrintedIdentity, ...]


def compared(session: Session, document: "Document") -> Compared:
    """Compare every text of a document with all identities, and run the marks of forms over it.

    The printed texts are compared and not the fields they come from: no field can be forgotten,
    and what was blanked or cut off is not there.
    """
    desk_of(session).require_identities()
    texts = tuple(dict.fromkeys(document.texts()))
    spans = free_words.spans_in(session, texts)
    return Compared(len(texts), tuple(_placed(document, {t: s for t, s in spans.items() if s})))


def _placed(
    document: "Document", spans: dict[str, Sequence[IdentitySpan]]
) -> Iterator[PrintedIdentity]:
    if spans:  # else the pages need not be made
        pages = document.pages_of(spans)
        printed = [PrintedIdentity(pages[text], text, s) for text in spans for s in spans[text]]
        yield from sorted(printed, key=lambda place: place.pages)
