"""The first pages: the cover with the month's message, and the figures on one page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import moment_text, month_text
from csq_desktop.reports.packs import request_details, words
from csq_desktop.reports.packs.facts import Edition, PackFacts
from csq_desktop.reports.packs.pages import asks, cover_lines
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import (
    Block,
    Cover,
    Facts,
    PageBreak,
    PaperBadge,
    Paragraph,
    Text,
    TextSpan,
)
from csq_desktop.texts import tr, trc, trn


def title(facts: PackFacts) -> str:
    """What the document is."""
    return tr("Service report, {month}", month=month_text(facts.month))


def first_page(voices: Voices, edition: Edition) -> Iterator[Block]:
    """Who, what and when, what became of what was asked before, and the month's message."""
    facts = voices.main
    headline, *sentences = voices.message
    message = _listed(tr("Key message"), sentences)
    message += _listed(tr("Requests to management"), tuple(_requests(voices)))
    remark = words.joined(
        _identities_text(edition),
        _pictures_text(voices),
        tr("Every figure shows its basis and its margin of error."),
    )
    cover = Cover(
        title=_broken(headline),
        over=title(facts),
        alone=False,
    )
    whose = tuple(_whose(voices, edition))
    if not facts.asked_before:
        yield replace(cover, facts=(*whose, *message), remark=remark, alone=True)
        return
    yield cover
    yield Facts(whose, 130.0)
    yield Paragraph(remark, small=True)  # not last: it would get a page of its own
    yield from asks.section(voices)
    yield Facts(tuple(message), 130.0)
    yield PageBreak(after_cover=True)


def _whose(voices: Voices, edition: Edition) -> Iterator[tuple[str, Text]]:
    facts = voices.main
    yield from cover_lines.written(voices)
    yield trc("pack", "Shop"), (facts.shop.name, tr(" · "), facts.shop.branch_code)
    if facts.up_to is not None or not facts.asked_before:  # the title names the month too
        yield trc("pack", "Period"), _period(facts)
    yield trc("pack", "Edition"), edition_text(facts, edition)
    yield from cover_lines.replaced(voices)
    yield from cover_lines.not_printed(voices)


def _pictures_text(voices: Voices) -> str:
    """Pictures show what no comparison reads."""
    count = voices.definition.pictures
    if not count:
        return ""
    return trn(
        "{n} picture by the shop was not compared.",
        "{n} pictures by the shop were not compared.",
        count,
    )


def _identities_text(edition: Edition) -> str:
    """Whose names may be in the document: said only of what was compared."""
    if edition.is_preview:
        return tr("This preview has not been compared with the customers’ names, telephones and "
                  "addresses yet: that is done before it is issued.")  # fmt: skip
    if not edition.left_in:
        return tr("Compared with the customers’ names, telephones and addresses: nothing was found "
                  "that may identify somebody.")  # fmt: skip
    return trn("Compared with the customers’ names, telephones and addresses: {n} place that may "
               "identify somebody was left in, on one page or several.",
               "Compared with the customers’ names, telephones and addresses: {n} places that may "
               "identify somebody were left in, each on one page or several.",
               edition.left_in)  # fmt: skip


def _requests(voices: Voices) -> Iterator[Text]:
    """What is asked, and in red where nobody has promised anything about it yet."""
    lines, asks_ = voices.asked, voices.asks
    if len(lines) != len(asks_):  # nothing is asked
        yield from lines
        return
    for line, ask in zip(lines, asks_, strict=True):
        if request_details.has_action(voices.main, ask):
            yield line
        else:
            badge = PaperBadge(tr("No action yet"), Tone.BAD).span
            unbroken = badge.text.replace(" ", "\N{NO-BREAK SPACE}")
            yield (TextSpan(f"{line} "), replace(badge, text=unbroken))


def _listed(label: str, sentences: Sequence[Text]) -> list[tuple[str, Text]]:
    """Sentences beneath each other, the label before the first."""
    return [("" if at else label, sentence) for at, sentence in enumerate(sentences)]


def _broken(headline: str) -> str:
    """The headline with each of its parts on a line of its own."""
    gap = tr("; ")
    return headline.replace(gap, f"{gap.rstrip()}\n")


def _period(facts: PackFacts) -> str:
    parts = (month_text(facts.month), words.day_text(facts))
    return tr(" · ").join(part for part in parts if part)


def edition_text(facts: PackFacts, edition: Edition) -> str:
    """Preview, or version, moment and person of the issue."""
    if edition.is_preview or edition.issued_at is None:
        return tr("Preview: not issued")
    return tr("Version {version}, issued {moment} by {person}",
              version=edition.version, moment=moment_text(edition.issued_at, facts.zone),
              person=edition.issued_by)  # fmt: skip
