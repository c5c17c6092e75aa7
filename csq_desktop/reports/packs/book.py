"""The whole pack: its pages in order, header and footer, and the document they make."""

from collections.abc import Iterator

from csq_desktop.domain.audit.entries import grouped
from csq_desktop.domain.wording import moment_text, month_text
from csq_desktop.reports.packs.facts import Edition, PackFacts
from csq_desktop.reports.packs.pages import (
    checklists,
    closing,
    complaints,
    handling,
    opening,
    pledges,
    revisions,
    scorecard,
)
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import Block
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import speaking, tr

_HEAD_SHOWN = 12  # digits of the head in the footer


def document(voices: Voices, edition: Edition) -> Document:
    """The pack as a document; the same facts and edition give the same bytes."""
    facts = voices.main
    with speaking(facts.language):
        return Document(
            title=opening.title(facts),
            language=facts.language,
            second=voices.second.language if voices.second else "",
            author=facts.shop.name,
            subject=" · ".join(filter(None, (opening.edition_text(facts, edition), edition.mark))),
            issued=edition.issued_at,
            furniture=Furniture(
                header_left=(tr("Service report"), month_text(facts.month)),
                header_right=(facts.shop.name, facts.shop.branch_code),
                footer=tuple(_footer(facts, edition)),
            ),
            blocks=tuple(_pages(voices, edition)),
        )


def _footer(facts: PackFacts, edition: Edition) -> Iterator[str]:
    yield tr("Review pack {month}", month=str(facts.month))
    if edition.is_preview:
        yield tr("preview")
        return
    yield tr("version {version}", version=edition.version)
    moment = moment_text(edition.issued_at, facts.zone)
    yield tr("issued {moment} by {person}", moment=moment, person=edition.issued_by)
    yield tr("audit code {head}", head=grouped(edition.head[:_HEAD_SHOWN]))


def _pages(voices: Voices, edition: Edition) -> Iterator[Block]:
    yield from opening.first_page(voices, edition)
    yield from scorecard.page(voices)
    yield from pledges.everything(voices)
    for index in range(len(pledges.paged(voices.main))):
        yield from pledges.page(voices, index)
    yield from complaints.balance(voices)
    yield from complaints.received(voices)
    yield from complaints.causes(voices)
    yield from handling.speed(voices)
    yield from handling.outcome(voices)
    yield from checklists.pages(voices)
    yield from closing.actions(voices)
    yield from closing.events(voices)
    yield from revisions.section(voices)
    yield from closing.left_out(voices)
    yield from closing.method(voices)
    yield from closing.signing(voices, edition)
