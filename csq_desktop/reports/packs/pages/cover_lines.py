"""What a cover says of its own words and versions: who wrote its headline, what it replaces."""

from collections.abc import Iterator

from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import PackFacts
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.texts import tr, trc


def written(voices: Voices) -> Iterator[tuple[str, str]]:
    """That a person wrote the headline, with the one that the figures give."""
    if not voices.written or voices.written[0] == (headline := voices.say(words.headline)):
        return
    yield trc("pack", "Headline"), tr("Written by hand. From the figures: {headline}",
                                      headline=headline)  # fmt: skip


def replaced(facts: PackFacts) -> Iterator[tuple[str, str]]:
    """Which version of the month this one replaces, and what changed."""
    if facts.replaces is not None:
        yield trc("pack", "Version before"), facts.replaces.sentence(facts.zone)
