"""The whole pack: its pages in order, header and footer, and the document they make."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, count

from csq_desktop.domain.audit.entries import grouped
from csq_desktop.domain.wording import moment_text, month_text
from csq_desktop.reports.packs import words
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
from csq_desktop.reports.paper.blocks import Block, Chart, ContentsLine, Heading
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.reports.typography.typeset import plain
from csq_desktop.texts import speaking, tr, trc

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
                band=_band(facts, edition),
            ),
            blocks=tuple(_numbered(_pages(voices, edition))),
        )


def _band(facts: PackFacts, edition: Edition) -> str:
    """What a reader has to know on every page: that it is a preview, or a month that still runs."""
    preview = tr("Preview: not issued") if edition.is_preview else ""
    return tr(" · ").join(part for part in (preview, words.day_text(facts)) if part)


def _footer(facts: PackFacts, edition: Edition) -> Iterator[str]:
    yield tr("Review pack {month}", month=str(facts.month))
    if edition.is_preview:
        yield tr("preview")
        return
    yield tr("version {version}", version=edition.version)
    moment = moment_text(edition.issued_at, facts.zone)
    yield tr("issued {moment} by {person}", moment=moment, person=edition.issued_by)
    yield tr("audit code {head}", head=grouped(edition.head[:_HEAD_SHOWN]))


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, each chart with its number before its caption."""
    numbers = count(1)
    for block in blocks:
        if isinstance(block, Chart):
            number = tr("Figure {n}.", n=next(numbers))
            yield replace(block, caption=words.joined(number, plain(block.caption)))
        else:
            yield block


def _pages(voices: Voices, edition: Edition) -> Iterator[Block]:
    yield from opening.first_page(voices, edition)
    yield from _anchored(1, scorecard.page(voices), _contents(voices, edition))
    for anchor, (_, blocks) in enumerate(_parts(voices, edition), start=2):
        yield from _anchored(anchor, blocks)


def _contents(voices: Voices, edition: Edition) -> ContentsLine:
    names = (name for name, _ in _parts(voices, edition))
    parts = tuple((name, anchor) for anchor, name in enumerate(names, start=2))
    return ContentsLine(tr("Contents:"), parts)


def _anchored(
    anchor: int, blocks: Iterable[Block], contents: ContentsLine | None = None
) -> Iterator[Block]:
    """A part whose first heading can be led to; the contents stand under that of the first."""
    is_open = True
    for block in blocks:
        if not is_open or not isinstance(block, Heading):
            yield block
            continue
        is_open = False
        yield replace(block, anchor=anchor)
        if contents is not None:
            yield contents


def _parts(voices: Voices, edition: Edition) -> Iterator[tuple[str, Iterable[Block]]]:
    """The parts of the pack after the scorecard, each with its name in the contents."""
    paged = range(len(pledges.paged(voices.main)))
    yield (
        trc("contents", "Pledges"),
        chain(pledges.everything(voices), *(pledges.page(voices, index) for index in paged)),
    )
    yield trc("contents", "Open complaints"), complaints.balance(voices)
    yield trc("contents", "Received"), complaints.received(voices)
    yield trc("contents", "Categories"), complaints.causes(voices)
    yield trc("contents", "Handling"), handling.speed(voices)
    yield trc("contents", "Outcome"), handling.outcome(voices)
    yield trc("contents", "Checklists"), checklists.pages(voices)
    yield trc("contents", "Actions"), chain(closing.actions(voices), closing.events(voices))
    yield trc("contents", "Excluded"), closing.left_out(voices)
    yield trc("contents", "Definitions and methods"), closing.method(voices)
    yield trc("contents", "Sign-off"), closing.signing(voices, edition)
