"""The collection statement that customers are given (PDPO, DPP1(3)), version by version."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from csq_desktop.domain.words.plain import JsonObject
from csq_desktop.domain.words.threefold import ThreeTexts, three_from, three_to
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

LONGEST_STATEMENT = 6_000
"""Characters of one language: it has to fit on a page of A5."""
_TEXTS = ("title", "law", "text", "marketing", "agree", "refuse", "stopping")


@dataclass(frozen=True)
class Statement:
    """One version: its title, its law, its paragraphs, and what is said of marketing.

    A paragraph of two lines begins with its heading; blank lines stand between paragraphs.
    `agree`, `refuse` and `stopping` are the answers about marketing, and how it is stopped.
    Without `effective_from` it is the text that comes with the program, which nobody needed yet.
    """

    version: str
    title: ThreeTexts
    law: ThreeTexts
    text: ThreeTexts
    marketing: ThreeTexts
    agree: ThreeTexts
    refuse: ThreeTexts
    stopping: ThreeTexts
    effective_from: date | None = None
    written_at: datetime | None = None
    written_by: str = ""

    @property
    def body(self) -> dict[str, object]:
        """The texts as they are stored."""
        return {key: three_to(getattr(self, key)) for key in _TEXTS}

    @classmethod
    def stored(cls, version: str, effective_from: date, body: object) -> "Statement":
        """A version as it was stored."""
        entry = JsonObject.of(body, "collection statement")
        texts = [three_from(entry.fields.get(key, {}), key) for key in _TEXTS]
        title, law, text, marketing, agree, refuse, stopping = texts
        return cls(version, title, law, text, marketing, agree, refuse, stopping, effective_from)

    def rewritten(
        self, text: ThreeTexts, marketing: ThreeTexts, effective_from: date
    ) -> "Statement":
        """The next version, with other words from a day on."""
        following = str(int(self.version) + 1) if self.version.isdecimal() else f"{self.version}.1"
        return replace(
            self,
            version=following,
            text=text,
            marketing=marketing,
            effective_from=effective_from,
            written_at=None,
            written_by="",
        )


def in_force(statements: Sequence[Statement], day: date) -> Statement:
    """The version in force on a day, of versions in the order they were written.

    Before the first it is the first: nobody knows of an earlier one.
    """
    current = statements[0]
    for statement in statements[1:]:
        begins = statement.effective_from
        if begins is not None and begins <= day and not _is_before(begins, current):
            current = statement
    return current


def check_statement(statement: Statement, today: date) -> None:
    """A UserError for a version that says nothing, is too long, or changes what was in force."""
    begins = statement.effective_from
    if begins is None or begins < today:
        raise UserError(
            tr("A new version begins today or later: earlier days keep the text they had."),
            field="effective_from",
        )
    for code, text in statement.text.by_language.items():
        if not text.strip():
            raise UserError(tr("Write the statement in all three languages."), field=f"text_{code}")
        if len(text) > LONGEST_STATEMENT:
            raise UserError(
                tr(
                    "The statement is too long. Use fewer than {n} characters.",
                    n=f"{LONGEST_STATEMENT:,}",
                ),
                field=f"text_{code}",
            )


def _is_before(day: date, statement: Statement) -> bool:
    return statement.effective_from is not None and day < statement.effective_from
