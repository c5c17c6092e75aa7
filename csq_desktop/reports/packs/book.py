"""The whole pack: its pages in order, header and footer, and the document they make."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count

from csq_desktop.domain.audit.entries import grouped
from csq_desktop.domain.packs.packs import DefinedSection, PackSection
from csq_desktop.domain.words.wording import moment_text, month_text
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import Edition, PackFacts
from csq_desktop.reports.packs.pages import (
    checklists,
    closing,
    complaints,
    handling,
    helped,
    opening,
    pledges,
    revisions,
    scorecard,
)
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.bilingual import in_both
from csq_desktop.reports.paper.blocks import (
    Block,
    Chart,
    ContentsLine,
    Heading,
    Image,
    Note,
    PageBreak,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.reports.typography.typeset import plain
from csq_desktop.texts import mark, speaking, tr, trc

_HEAD_SHOWN = 12  # digits of the head in the footer
_PICTURE_WIDTH = 283.0  # points: 10 cm


def document(voices: Voices, edition: Edition) -> Document:
    """The pack as a document; the same facts and edition give the same bytes."""
    first, again = _in_one_language(voices, edition), voices.again
    return in_both(first, _in_one_language(again, edition)) if again else first


def _in_one_language(voices: Voices, edition: Edition) -> Document:
    facts = voices.main
    with speaking(facts.language):
        return Document(
            title=opening.title(facts),
            language=facts.language,
            author=facts.shop.name,
            subject=tr(" · ").join(
                filter(None, (opening.edition_text(facts, edition), edition.mark))
            ),
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
    names = [name for name, _ in _parts(voices, edition)]
    lines = tuple((name, anchor) for anchor, name in enumerate(names[1:], start=2))
    contents: ContentsLine | None = ContentsLine(tr("Contents:"), lines)
    for anchor, (_, blocks) in enumerate(_parts(voices, edition), start=1):
        yield from _anchored(anchor, blocks, contents)
        contents = None  # it stands once, on the page after the first


def _anchored(
    anchor: int, blocks: Iterable[Block], contents: ContentsLine | None
) -> Iterator[Block]:
    """A part whose first heading can be led to; the contents, if any, stand under it."""
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
    """The parts of the pack after its first page, each with its name in the contents."""
    sections = voices.definition.sections
    with_events = _with_events(sections)
    for at, defined in enumerate(sections):
        name, make = _SECTIONS[defined.section]
        blocks = chain(_break(at, defined), make(voices), _note(voices, defined))
        if at == with_events:
            blocks = chain(blocks, closing.events(voices))
        yield trc("contents", name), blocks
    if voices.main.issued_months:
        yield trc("contents", "Changed since issued"), revisions.section(voices)
    yield trc("contents", "Improved later"), helped.section(voices)
    yield trc("contents", "Excluded"), closing.left_out(voices)
    yield trc("contents", "Definitions and methods"), closing.method(voices)
    yield trc("contents", "Sign-off"), closing.signing(voices, edition)


def _with_events(sections: Sequence[DefinedSection]) -> int:
    """After which section the events stand: the actions, or the last."""
    names = [defined.section for defined in sections]
    return names.index(PackSection.ACTIONS) if PackSection.ACTIONS in names else len(names) - 1


def _break(at: int, defined: DefinedSection) -> Iterator[Block]:
    """All targets begin a page of their own; as the first section they follow the cover."""
    if at and defined.section is PackSection.TARGETS:
        yield PageBreak()


def _note(voices: Voices, defined: DefinedSection) -> Iterator[Block]:
    if defined.note:
        with speaking(voices.main.language):
            yield Note(tr("Note by the shop: {note}", note=defined.note))
    if defined.picture:
        with speaking(voices.main.language):
            caption = tr("Picture by the shop: {text}", text=defined.shows)
        yield Image(defined.jpeg, _PICTURE_WIDTH, caption)


def _pledges(voices: Voices) -> Iterator[Block]:
    paged = range(len(pledges.paged(voices.main)))
    yield from chain(pledges.everything(voices), *(pledges.page(voices, i) for i in paged))


_SECTIONS: Mapping[PackSection, tuple[str, Callable[[Voices], Iterator[Block]]]] = {
    PackSection.TARGETS: (mark("All targets", "contents"), scorecard.page),
    PackSection.PLEDGES: (mark("Pledges", "contents"), _pledges),
    PackSection.BALANCE: (mark("Open complaints", "contents"), complaints.balance),
    PackSection.RECEIVED: (mark("Received", "contents"), complaints.received),
    PackSection.CATEGORIES: (mark("Categories", "contents"), complaints.causes),
    PackSection.SPEED: (mark("Handling", "contents"), handling.speed),
    PackSection.OUTCOME: (mark("Outcome", "contents"), handling.outcome),
    PackSection.CHECKLISTS: (mark("Checklists", "contents"), checklists.pages),
    PackSection.ACTIONS: (mark("Actions", "contents"), closing.actions),
}
"""The sections that a definition may place, each with its name in the contents."""
