"""What people complain of: written stories, each with what was found and answered to it."""

import random
from dataclasses import dataclass
from functools import cache
from typing import Any

from csq_desktop import paths
from csq_desktop.demo.resources import resource
from csq_desktop.domain.complaints.facts import Channel, Finding, Outcome, RemedyKind, Severity
from csq_desktop.texts import LANGUAGES

Texts = dict[str, str]
"""One text by language, with places such as {item} to fill in."""
_WRITTEN = (Channel.EMAIL, Channel.WHATSAPP, Channel.WEB, Channel.SOCIAL, Channel.LETTER)
_BLAMED_ON_THE_BAD_MONTH = 0.75
_IN_ANOTHER_LANGUAGE = 0.25


@dataclass(frozen=True)
class Writer:
    """Who writes the demo's texts: in the shop's language, chosen by dice of their own.

    New texts so change neither the days of the cases nor their findings.
    """

    language: str
    dice: random.Random

    def pick(self, texts: list[Texts]) -> str:
        """One of several texts."""
        return self.dice.choice(texts)[self.language]

    def acknowledgement(self, channel: Channel) -> str:
        """What is written down when a complaint is acknowledged."""
        return self.pick(resource("handling")["acknowledged"][channel])

    def closing(self, remedy: RemedyKind) -> str:
        """Why a case is closed."""
        return self.pick(resource("handling")["closed"][remedy])


@dataclass(frozen=True)
class Scene:
    """What a story has to fit: a category, how much is at stake, and when; see `Year.bad`."""

    category: str
    severity: Severity
    month_number: int
    is_bad_month: bool


@dataclass(frozen=True)
class Telling:
    """A story with its goods and numbers drawn."""

    story: dict[str, Any]
    choices: dict[str, Texts]
    numbers: dict[str, int]

    def text(self, texts: Texts, language: str) -> str:
        """One of the story's texts in a language, with its places filled in."""
        words = {name: choice[language] for name, choice in self.choices.items()}
        amounts = {name: f"{number:,}" for name, number in self.numbers.items()}
        return texts[language].format(**words, **amounts)

    def optional(self, name: str, language: str) -> str:
        """A text that not every story has."""
        return self.text(self.story[name], language) if name in self.story else ""

    def product(self, language: str) -> str:
        """The goods that the story is about, where it is about goods."""
        return self.choices["item"][language] if "item" in self.choices else ""


@dataclass(frozen=True)
class Answered:
    """How a story ended: what was decided, and what the customer was telling."""

    outcome: Outcome
    reply: str


@cache
def categories() -> tuple[str, ...]:
    """The categories that stories were written for."""
    folder = paths.resources() / "demo" / "complaints"
    return tuple(sorted(source.stem for source in folder.glob("*.json")))


def of_category(category: str) -> dict[str, Any]:
    """What was written for a category: its stories, what is looked into and asked for."""
    return resource(f"complaints/{category}")


def fitting(scene: Scene) -> list[dict[str, Any]]:
    """The stories that may happen then; those of the bad month happen in no other."""
    return [
        story
        for story in of_category(scene.category)["stories"].values()
        if scene.severity in story["severities"]
        and scene.month_number in story.get("months", (scene.month_number,))
        and (scene.is_bad_month or "bad_month" not in story)
    ]


def drawn(writer: Writer, scene: Scene) -> Telling:
    """One of the stories that fit, with goods and numbers drawn."""
    dice, stories = writer.dice, fitting(scene)
    of_the_month = [story for story in stories if "bad_month" in story]
    if of_the_month and dice.random() < _BLAMED_ON_THE_BAD_MONTH:
        stories = of_the_month
    return with_goods(dice, dice.choice(stories))


def with_goods(dice: random.Random, story: dict[str, Any]) -> Telling:
    """A story with its goods and numbers drawn."""
    choices = {name: dice.choice(texts) for name, texts in story.get("choices", {}).items()}
    numbers = {name: _number(dice, span) for name, span in story.get("numbers", {}).items()}
    return Telling(story, choices, numbers)


def customers_language(writer: Writer, channel: Channel, *, is_anonymous: bool) -> str:
    """The language of the customer's words: now and then a stranger writes in another one.

    What is said at the counter or on the telephone is written down in the shop's.
    """
    if is_anonymous and channel in _WRITTEN and writer.dice.random() < _IN_ANOTHER_LANGUAGE:
        return writer.dice.choice([code for code in LANGUAGES if code != writer.language])
    return writer.language


def answered(writer: Writer, telling: Telling, finding: Finding) -> Answered:
    """The ending with that finding, or one that agrees on whether the complaint is upheld."""
    endings = telling.story["endings"]
    exact = [ending for ending in endings if ending["finding"] == finding]
    alike = [
        ending
        for ending in endings
        if Finding(ending["finding"]).counts_as_upheld == finding.counts_as_upheld
    ]
    ending = writer.dice.choice(exact or alike)
    paid = ending.get("pay", [0, 0, 1])
    hkd = telling.numbers[paid] if isinstance(paid, str) else _number(writer.dice, paid)
    filled = Telling(telling.story, telling.choices, telling.numbers | {"pay": hkd})
    outcome = Outcome(
        Finding(ending["finding"]),
        finding_note=filled.text(ending["note"], writer.language),
        cause=ending.get("cause", ""),
        remedy_kind=RemedyKind(ending["remedy"]),
        remedy_cents=hkd * 100,
    )
    return Answered(outcome, filled.text(ending["reply"], writer.language))


def _number(dice: random.Random, span: list[int]) -> int:
    """A number from the lowest to the highest of a span, in its steps."""
    lowest, highest, step = span
    return dice.randrange(lowest, highest + 1, step)
