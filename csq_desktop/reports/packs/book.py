"""The whole pack: its pages in order, header and footer, and the document they make."""

from collections.abc import Callable, Iterator, Mapping

from csq_desktop.domain.audit.entries import grouped
from csq_desktop.domain.packs import PackSection
from csq_desktop.domain.wording import moment_text, month_text
from csq_desktop.reports.packs.facts import Edition, PackFacts
from csq_desktop.reports.packs.pages import (
    checklists,
    closing,
    complaints,
    handling,
    opening,
    pledges,
    scorecard,
)
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import Block, Note, PageBreak
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


def _pledges(voices: Voices) -> Iterator[Block]:
    yield from pledges.everything(voices)
    for index in range(len(pledges.paged(voices.main))):
        yield from pledges.page(voices, index)


_SECTIONS: Mapping[PackSection, Callable[[Voices], Iterator[Block]]] = {
    PackSection.TARGETS: scorecard.page,
    PackSection.PLEDGES: _pledges,
    PackSection.BALANCE: complaints.balance,
    PackSection.RECEIVED: complaints.received,
    PackSection.CATEGORIES: complaints.causes,
    PackSection.SPEED: handling.speed,
    PackSection.OUTCOME: handling.outcome,
    PackSection.CHECKLISTS: checklists.pages,
    PackSection.ACTIONS: closing.actions,
}


def _pages(voices: Voices, edition: Edition) -> Iterator[Block]:
    yield from opening.first_page(voices, edition)
    for at, defined in enumerate(voices.definition.sections):
        if at and defined.section is PackSection.TARGETS:
            yield PageBreak()  # it begins none: it follows the cover
        yield from _SECTIONS[defined.section](voices)
        if defined.note:
            with speaking(voices.main.language):
                yield Note(tr("Note by the shop: {note}", note=defined.note))
    yield from closing.events(voices)
    yield from closing.left_out(voices)
    yield from closing.method(voices)
    yield from closing.signing(voices, edition)
