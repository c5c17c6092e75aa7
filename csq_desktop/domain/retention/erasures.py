"""Erasing and anonymising as facts: what is asked for, what is shown first, what was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from csq_desktop.domain.customers.facts import MaskedIdentity
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.privacy.free_text import IdentitySpan
from csq_desktop.domain.retention.rules import Obstacle, RetentionVerdict
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc, trn

NO_WORDS = "—"
"""What stands where words were blanked: files ask for some, and lists show a line."""
BLACKED_OUT = "▇▇▇"
"""What stands where somebody was named in words that stay."""


class ErasureMode(StrEnum):
    """What becomes of what is due."""

    ERASE = "erase"
    ANONYMISE = "anonymise"
    WORDS = "words"

    @property
    def label(self) -> str:
        """The mode in the user's language."""
        return trc("erasure", _MODES[self])


_MODES = {
    ErasureMode.ERASE: mark("Erased"),
    ErasureMode.ANONYMISE: mark("Anonymised"),
    ErasureMode.WORDS: mark("Words removed"),
}


class TextChoice(StrEnum):
    """What becomes of one text of a case."""

    BLANK = "blank"
    REWRITE = "rewrite"
    KEEP = "keep"

    @property
    def label(self) -> str:
        """The choice in the user's language."""
        return trc("erasure", _CHOICES[self])


_CHOICES = {
    TextChoice.BLANK: mark("Remove"),
    TextChoice.REWRITE: mark("Rewrite"),
    TextChoice.KEEP: mark("Keep: it names nobody"),
}


@dataclass(frozen=True)
class TextPlace:
    """Where a text stands: table, record and column."""

    table: str
    row_id: int
    column: str


@dataclass(frozen=True)
class ScrubbedText:
    """What somebody decided about one text; `words` are those of a rewriting."""

    place: TextPlace
    choice: TextChoice
    words: str = ""

    def check(self) -> None:
        """A UserError for a rewriting without words."""
        if self.choice is TextChoice.REWRITE and not self.words.strip():
            raise UserError(tr("Enter the words that are to stand there, or remove the text."))


@dataclass(frozen=True)
class ShownText:
    """One free text before it goes: of which record and field, and where it names the person."""

    place: TextPlace
    record: str
    field: str
    text: str
    spans: tuple[IdentitySpan, ...] = ()

    @property
    def blacked_out(self) -> str:
        """The text without what names the person."""
        parts, at = [], 0
        for span in sorted(self.spans, key=lambda each: each.start):
            if span.start >= at:
                parts += [self.text[at : span.start], BLACKED_OUT]
            at = max(at, span.end)
        return "".join([*parts, self.text[at:]])


@dataclass(frozen=True)
class DueRecord:
    """A line of the due list: what it is, when it was used last, by which rule it goes.

    `masked` is the customer's identity where it is one; `record_id` the record's number.
    """

    kind: RecordKind
    record_id: int
    ref: str
    last_used: date
    months: int
    verdict: RetentionVerdict
    masked: MaskedIdentity | None = None
    left_reason: str = ""


@dataclass(frozen=True)
class ErasureRequest:
    """What somebody approves: records of a kind, how, and what of their words stays.

    `by_rule` is false where a person asked for it before the records were due.
    """

    kind: RecordKind
    record_ids: tuple[int, ...]
    mode: ErasureMode
    texts: tuple[ScrubbedText, ...] = ()
    by_rule: bool = True


@dataclass(frozen=True)
class ErasurePreview:
    """What goes, before anybody approves it.

    `texts` are those of the cases, `mentions` other texts in which a person is named, `packs` the
    months of issued packs whose own words name one: those are never changed.
    """

    refs: tuple[str, ...]
    counts: Mapping[str, int]
    texts: tuple[ShownText, ...] = ()
    mentions: tuple[ShownText, ...] = ()
    packs: tuple[str, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True)
class Erasure:
    """An erasure that was carried out: its certificate, and its line in the ledger.

    It holds numbers of records alone. `code` tells it from every other one, of copies of the
    database too; `cases` are the complaints whose words went, `spared` the places left alone,
    `named` those elsewhere in which somebody was blacked out.
    """

    id: int
    code: str
    number: int
    at: datetime
    approver: str
    kind: RecordKind
    months: int
    by_rule: bool
    mode: ErasureMode
    records: tuple[int, ...]
    cases: tuple[int, ...] = ()
    spared: tuple[tuple[str, int, str], ...] = ()
    named: tuple[tuple[str, int, str], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    replayed: bool = False

    @property
    def ref(self) -> str:
        """The number on the certificate."""
        return f"ER-{self.number:04d}"

    @property
    def rule_text(self) -> str:
        """By which rule it was due, or that somebody asked for it earlier."""
        months = trn("{n} month", "{n} months", self.months)
        if self.by_rule:
            return tr("{months} after the last use", months=months)
        return tr("Before the rule of {months}, as was asked for", months=months)

    @property
    def count_texts(self) -> tuple[str, ...]:
        """What went, each kind with its number."""
        counts = ((name, self.counts.get(name, 0)) for name in _COUNTED)
        return tuple(_count_text(name, number) for name, number in counts if number)


_COUNTED = ("customers", "cases", "records", "mentions", "drafts")


def _count_text(name: str, number: int) -> str:
    match name:
        case "customers":
            return trn("{n} customer", "{n} customers", number)
        case "cases":
            return trn("the words of {n} case", "the words of {n} cases", number)
        case "mentions":
            return trn("{n} mention elsewhere", "{n} mentions elsewhere", number)
        case "drafts":
            return trn("{n} unsaved form", "{n} unsaved forms", number)
    return trn("{n} record", "{n} records", number)


@dataclass(frozen=True)
class LegalHold:
    """A hold: nothing of a customer is erased while it stands; `released_at` ends it."""

    id: int
    customer_id: int
    ref: str
    reason: str
    placed_at: datetime
    placed_by: str
    released_at: datetime | None = None
    released_by: str = ""
    release_reason: str = ""
