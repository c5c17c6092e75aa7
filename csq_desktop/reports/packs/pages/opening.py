"""The first pages: the cover with the month's message, and the figures on one page."""

from collections.abc import Sequence

from csq_desktop.domain.wording import moment_text, month_text
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import Edition, PackFacts
from csq_desktop.reports.packs.pages import cover_lines
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import (
    Cover,
    Text,
)
from csq_desktop.texts import tr, trc, trn


def title(facts: PackFacts) -> str:
    """What the document is."""
    return tr("Service report, {month}", month=month_text(facts.month))


def cover(voices: Voices, edition: Edition) -> Cover:
    """Who, what and when, and the month's message."""
    facts = voices.main
    headline, *sentences = voices.message
    shop = (facts.shop.name, tr(" · "), facts.shop.branch_code)
    lines: list[tuple[str, Text]] = [
        (trc("pack", "Shop"), shop),
        (trc("pack", "Period"), _period(facts)),
        (trc("pack", "Edition"), edition_text(facts, edition)),
    ]
    lines = [*cover_lines.written(voices), *lines, *cover_lines.replaced(facts)]
    if sentences:
        lines += _listed(tr("Key message"), sentences)
    lines += _listed(tr("Requests to management"), voices.asked)
    return Cover(
        title=_broken(headline),
        second=_second(voices),
        over=title(facts),
        facts=tuple(lines),
        remark=words.joined(
            _identities_text(edition),
            tr("Every figure shows its basis and its margin of error."),
        ),
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


def _listed(label: str, sentences: Sequence[str]) -> list[tuple[str, str]]:
    """Sentences beneath each other, the label before the first."""
    return [("" if at else label, sentence) for at, sentence in enumerate(sentences)]


def _broken(headline: str) -> str:
    """The headline with each of its parts on a line of its own."""
    gap = tr("; ")
    return headline.replace(gap, f"{gap.rstrip()}\n")


def _second(voices: Voices) -> str:
    """The headline again, or only what the document is where somebody wrote the headline."""
    if voices.second is None:
        return ""
    return voices.again(title if voices.written else words.headline)


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
