"""Templates of letters: their words in three languages by version, and who reviews them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from csq_desktop.domain.complaints.facts import Severity
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.placeholders import check_names
from csq_desktop.domain.words.plain import JsonObject
from csq_desktop.domain.words.threefold import ThreeTexts, three_from, three_to
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

LONGEST_SUBJECT, LONGEST_BODY = 200, 6_000


class ReviewRule(StrEnum):
    """Which letters a second person has to read before they go out."""

    NEVER = "never"
    CRITICAL = "critical"
    HIGH = "high"
    ALWAYS = "always"

    @property
    def label(self) -> str:
        """The rule in the user's language."""
        return trc("review", _RULES[self])

    def applies(self, severity: Severity) -> bool:
        """Whether a letter on a case of this severity is to be reviewed."""
        return self is ReviewRule.ALWAYS or severity in _REVIEWED[self]


_RULES = {
    ReviewRule.NEVER: mark("Nobody"),
    ReviewRule.CRITICAL: mark("A second person, where the case is critical"),
    ReviewRule.HIGH: mark("A second person, where the severity is high or critical"),
    ReviewRule.ALWAYS: mark("A second person, always"),
}
_REVIEWED: dict[ReviewRule, tuple[Severity, ...]] = {
    ReviewRule.NEVER: (),
    ReviewRule.CRITICAL: (Severity.CRITICAL,),
    ReviewRule.HIGH: (Severity.HIGH, Severity.CRITICAL),
    ReviewRule.ALWAYS: tuple(Severity),
}


@dataclass(frozen=True)
class LetterTemplate:
    """One version of a template; its text has blank lines between paragraphs.

    Version 1 is what came with the program; nobody wrote it, and it is stored once it is used.
    """

    kind: LetterKind
    version: int
    subject: ThreeTexts
    text: ThreeTexts
    review: ReviewRule = ReviewRule.NEVER
    written_at: datetime | None = None
    written_by: str = ""

    @property
    def body(self) -> dict[str, object]:
        """The texts as they are stored."""
        return {"subject": three_to(self.subject), "text": three_to(self.text)}

    @classmethod
    def stored(
        cls, kind: LetterKind, version: int, body: object, review: ReviewRule
    ) -> "LetterTemplate":
        """A version as it was stored."""
        entry = JsonObject.of(body, "letter template")
        subject, text = (three_from(entry.fields.get(key, {}), key) for key in ("subject", "text"))
        return cls(kind, version, subject, text, review)

    def rewritten(
        self, subject: ThreeTexts, text: ThreeTexts, review: ReviewRule
    ) -> "LetterTemplate":
        """The next version, with other words or another rule of review."""
        return replace(
            self,
            version=self.version + 1,
            subject=subject,
            text=text,
            review=review,
            written_at=None,
            written_by="",
        )

    def says_as_much_as(self, other: "LetterTemplate") -> bool:
        """Whether two versions differ in nothing but their number."""
        return (self.subject, self.text, self.review) == (other.subject, other.text, other.review)


def newest(templates: Sequence[LetterTemplate], kind: LetterKind) -> LetterTemplate:
    """The version of a kind that new letters are written from."""
    return max(
        (each for each in templates if each.kind is kind), key=lambda template: template.version
    )


def check_template(template: LetterTemplate) -> None:
    """A UserError for a version that misses words, is too long, or asks for what nobody knows."""
    for name, texts, longest in (
        ("subject", template.subject, LONGEST_SUBJECT),
        ("text", template.text, LONGEST_BODY),
    ):
        for code, text in texts.by_language.items():
            field = f"{name}_{code}"
            if not text.strip():
                raise UserError(tr("Write the letter in all three languages."), field=field)
            if len(text) > longest:
                raise UserError(
                    tr("This is too long. Use fewer than {n} characters.", n=f"{longest:,}"),
                    field=field,
                )
            check_names(text, field)
