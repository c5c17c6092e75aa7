"""A letter: its words, its course from draft to sent, and what is refused on the way."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from csq_desktop.domain.letter_kinds import LetterDelivery, LetterKind, LetterState
from csq_desktop.domain.letters.placeholders import check_filled
from csq_desktop.domain.letters.templates import LONGEST_BODY, LONGEST_SUBJECT
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

LONGEST_RECIPIENT = 600
LARGEST_LOGO = 300_000
"""Bytes; it goes into every letter."""
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class NewLetter:
    """Which letter is to be written: its kind and language, and the letter that it corrects."""

    kind: LetterKind
    language: str
    corrects_id: int | None = None


@dataclass(frozen=True)
class LetterWords:
    """What a letter says, as it is typed: to whom, how it begins, about what, and its text."""

    recipient: str = ""
    salutation: str = ""
    subject: str = ""
    body: str = ""


@dataclass(frozen=True)
class Letterhead:
    """Who writes: the shop as it stands at the top of its letters; the logo is PNG or JPEG."""

    shop: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    logo: str = ""

    @property
    def contact(self) -> str:
        """How the shop is reached, in a sentence."""
        return " / ".join(filter(None, (self.phone, self.email)))


@dataclass(frozen=True)
class PrintedReceipt:
    """The receipt on an acknowledgement, as it was printed; the code is typed to check it."""

    number: str
    received: str
    code: str


@dataclass(frozen=True)
class LetterFrame:
    """What stands around the words of an issued letter, and never changes again."""

    letterhead: Letterhead
    day: date
    reference: str
    case: str
    signed_by: str
    receipt: PrintedReceipt | None = None
    corrects: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter whole, for those who may read whom it names; `frame` is there once it was issued.

    `review` is what the reviewer asked to be changed. `needs_review` goes by the template and the
    severity of the case.
    """

    id: int
    ref: str
    complaint_id: int
    kind: LetterKind
    language: str
    template_version: int
    words: LetterWords
    state: LetterState
    written_at: datetime
    written_by: str
    needs_review: bool
    may_review: bool = False
    reviewed_by: str = ""
    review: str = ""
    issued_at: datetime | None = None
    delivery: LetterDelivery | None = None
    sent_at: datetime | None = None
    sha256: str = ""
    frame: LetterFrame | None = None
    corrects: str = ""


@dataclass(frozen=True)
class LetterLine:
    """A letter in a list, without whom it names."""

    id: int
    ref: str
    complaint_id: int
    case: str
    kind: LetterKind
    language: str
    state: LetterState
    written_at: datetime
    written_by: str
    issued_at: datetime | None = None
    delivery: LetterDelivery | None = None
    sent_at: datetime | None = None

    @property
    def title(self) -> str:
        """The letter in a few words."""
        return (
            tr("{ref}: {kind}", ref=self.ref, kind=self.kind.label)
            if self.ref
            else (self.kind.label)
        )

    @property
    def at(self) -> datetime:
        """When it came to where it is."""
        return self.sent_at or self.issued_at or self.written_at


@dataclass(frozen=True)
class LetterMoments:
    """When a letter was taken a step further; which state it is in follows from these."""

    submitted_at: datetime | None = None
    approved_at: datetime | None = None
    issued_at: datetime | None = None
    sent_at: datetime | None = None
    discarded_at: datetime | None = None

    @property
    def state(self) -> LetterState:
        """How far the letter is."""
        for moment, state in (
            (self.discarded_at, LetterState.DISCARDED),
            (self.sent_at, LetterState.SENT),
            (self.issued_at, LetterState.ISSUED),
            (self.approved_at, LetterState.APPROVED),
            (self.submitted_at, LetterState.IN_REVIEW),
        ):
            if moment is not None:
                return state
        return LetterState.DRAFT


def check_letterhead(letterhead: Letterhead, logo: bytes) -> None:
    """A UserError for an address that has no room, or a logo that is too large or no picture."""
    for field, longest in (("address", LONGEST_RECIPIENT), ("phone", 100), ("email", 200)):
        if len(getattr(letterhead, field)) > longest:
            raise UserError(
                tr("This is too long. Use fewer than {n} characters.", n=f"{longest:,}"),
                field=field,
            )
    if len(logo) > LARGEST_LOGO:
        raise UserError(
            tr("The logo is too large. Use a picture of less than 300 KB."), field="logo"
        )
    if logo and not logo.startswith(_PICTURES):
        raise UserError(tr("The logo must be a PNG or JPEG picture."), field="logo")


def check_words(words: LetterWords) -> None:
    """A UserError for a text that is too long to be kept."""
    for field, longest in (
        ("recipient", LONGEST_RECIPIENT),
        ("salutation", LONGEST_SUBJECT),
        ("subject", LONGEST_SUBJECT),
        ("body", LONGEST_BODY),
    ):
        if len(getattr(words, field)) > longest:
            raise UserError(
                tr("This is too long. Use fewer than {n} characters.", n=f"{longest:,}"),
                field=field,
            )


def check_finished(words: LetterWords) -> None:
    """A UserError for a letter that says nothing, or still leaves something open."""
    check_words(words)
    for field, missing in (
        ("salutation", tr("Enter how the letter begins.")),
        ("subject", tr("Enter what the letter is about.")),
        ("body", tr("Write the letter first.")),
    ):
        if not getattr(words, field).strip():
            raise UserError(missing, field=field)
        check_filled(getattr(words, field), field)


def check_state(state: LetterState, *allowed: LetterState) -> None:
    """A UserError where a letter is too far for what is to be done, or not far enough."""
    if state in allowed:
        return
    if state.is_final:
        raise UserError(
            tr("This letter has been issued and never changes. Write a new one that corrects it.")
        )
    raise UserError(tr("This letter is “{state}”. This cannot be done now.", state=state.label))


def check_sent(sent_at: datetime, issued_at: datetime, now: datetime) -> None:
    """A UserError for a moment at which the letter cannot have been sent."""
    if not issued_at - _MINUTE <= sent_at <= now + _MINUTE:
        raise UserError(
            tr("The time must be after the letter was issued and not in the future."),
            field="sent_at",
        )


def digest(words: LetterWords, frame: LetterFrame) -> str:
    """The SHA-256 of everything an issued letter says, in hex."""
    content = {"words": asdict(words), "frame": asdict(frame)}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
