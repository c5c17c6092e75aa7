"""What a cover says of its own words and versions: who wrote its headline, what it replaces."""

from collections.abc import Iterator

from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.texts import tr, trc


def written(voices: Voices) -> Iterator[tuple[str, str]]:
    """That a person wrote the headline, with the one that the figures give."""
    if not voices.written or voices.written[0] == (headline := voices.say(words.headline)):
        return
    yield trc("pack", "Headline"), tr("Written by hand. From the figures: {headline}",
                                      headline=headline)  # fmt: skip


def replaced(voices: Voices) -> Iterator[tuple[str, str]]:
    """Which version of the month this one replaces, why, and what changed."""
    facts = voices.main
    if facts.replaces is None:
        return
    yield trc("pack", "Version before"), facts.replaces.sentence(facts.zone)
    if voices.reason:
        yield trc("pack", "Reason"), voices.reason


def not_printed(voices: Voices) -> Iterator[tuple[str, str]]:
    """Which sections the definition leaves out: nobody is to think that there is nothing."""
    definition = voices.definition
    if definition.missing:
        sections = tr(", ").join(section.label for section in definition.missing)
        yield trc("pack", "Not printed"), sections
