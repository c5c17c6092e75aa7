"""A receipt: which complaint it stands for, as it was received, and what a check of it found."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from csq_desktop.domain.audit.entries import FEWEST_DIGITS, Anchor, grouped
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr

SALT_BYTES = 16


def words_digest(salt: bytes, words: str) -> str:
    """The digest of a complaint's words, in hex; without the salt nobody can guess at them."""
    return hmac.new(salt, words.encode(), hashlib.sha256).hexdigest()


def code_of(place: Anchor) -> str:
    """The code printed on a receipt: its entry in the audit trail, and the first digits of it."""
    return f"{place.sequence}:{grouped(place.head[:FEWEST_DIGITS])}"


def parse_code(typed: str) -> Anchor:
    """The place in the audit trail that a typed code means; a UserError for what is no code."""
    try:
        return Anchor.parse(typed)
    except UserError as fault:
        raise UserError(
            tr(
                "“{typed}” is not the code of a receipt. Type it as printed on the "
                "acknowledgement: 1234:ab12 cd34 ef56.",
                typed=typed.strip(),
            ),
            field="code",
        ) from fault


class TrailHold(StrEnum):
    """Whether the audit trail still holds what a receipt was given for."""

    HELD = "held"
    CHANGED = "changed"
    MISSING = "missing"
    OTHER = "other"


class WordsNow(StrEnum):
    """How the words of a complaint stand to those it was received with."""

    SAME = "same"
    CORRECTED = "corrected"
    ERASED = "erased"


@dataclass(frozen=True)
class Receipt:
    """What was acknowledged: the case, when it was received, when and by whom that was confirmed.

    `received_now` is when the case was received as the database says it today.
    """

    number: str
    complaint_id: int
    case: str
    received_at: datetime
    confirmed_at: datetime
    confirmed_by: str
    received_now: datetime | None
    words: WordsNow
    is_untouched: bool = True


@dataclass(frozen=True)
class ReceiptVerdict:
    """What checking a receipt's code found; without a receipt the code stands for none here."""

    hold: TrailHold
    receipt: Receipt | None = None

    @property
    def sound(self) -> bool:
        """Whether the receipt stands here as it was printed."""
        return self.hold is TrailHold.HELD and (
            self.receipt is not None and self.receipt.is_untouched
        )

    def sentences(self, zone: ZoneInfo) -> tuple[str, ...]:
        """What was found, in words."""
        if self.receipt is None:
            return (_hold_text(self.hold),)
        receipt = self.receipt
        first = tr(
            "Receipt {number}: {case}, received {when}.",
            number=receipt.number,
            case=receipt.case,
            when=moment_text(receipt.received_at, zone),
        )
        confirmed = tr(
            "Confirmed {when} by {name}.",
            when=moment_text(receipt.confirmed_at, zone),
            name=receipt.confirmed_by,
        )
        lines = (first, confirmed, _hold_text(self.hold), *_changes(receipt, zone))
        if receipt.is_untouched:
            return lines
        return (*lines, tr("The stored receipt was changed from outside the program."))


def _hold_text(hold: TrailHold) -> str:
    match hold:
        case TrailHold.HELD:
            return tr("The audit trail holds it where it was printed.")
        case TrailHold.CHANGED:
            return tr("The audit trail has another entry there: it was changed since.")
        case TrailHold.MISSING:
            return tr("The audit trail does not reach that far: its end is missing, or an older "
                      "backup was restored.")  # fmt: skip
    return tr("The code is of the audit trail, and not of a receipt.")


def _changes(receipt: Receipt, zone: ZoneInfo) -> tuple[str, ...]:
    words = tr(_WORDS_NOW[receipt.words])
    if receipt.received_now is None or receipt.received_now == receipt.received_at:
        return (words,)
    when = moment_text(receipt.received_now, zone)
    return (words, tr("The time of receipt was corrected since: {when}.", when=when))


_WORDS_NOW = {
    WordsNow.SAME: mark("The customer’s words are those received."),
    WordsNow.CORRECTED: mark("The customer’s words were corrected since; the history says when."),
    WordsNow.ERASED: mark("The customer’s words were erased since."),
}
