"""What is recorded whenever personal data leave the program (PDPO, DPP3), and who they went to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from csq_desktop.domain.calendar.plausible_days import check_day
from csq_desktop.domain.disclosures.fields import DISCLOSURE, field_label
from csq_desktop.domain.disclosures.words import DisclosureAuthority, DisclosureForm, RecipientKind
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

MONTHS_TO_NOTIFY = 12
"""Whoever got data in so many months before a correction is told of it (PDPO, s.23(1)(c))."""


@dataclass(frozen=True)
class NewDisclosure:
    """What leaves: about whom, to whom, which fields, why, on what authority, in what form.

    `fields` are keys of described records, alone or with the record's name before a full stop;
    `day` is the shop's day it left on, today where nothing stands there. Without customers it is a
    line about all of them, such as a backup.
    """

    customer_ids: Sequence[int]
    recipient: str
    recipient_kind: RecipientKind
    purpose: str
    fields: Sequence[str] = ()
    authority: DisclosureAuthority = DisclosureAuthority.ORIGINAL_PURPOSE
    form: DisclosureForm = DisclosureForm.OTHER
    day: date | None = None


@dataclass(frozen=True)
class Disclosure:
    """One line of the log; `ref` is its number, `customers` how many people it was about.

    The words of one whose customers were erased are gone, which `blanked` says.
    """

    id: int
    ref: str
    at: datetime
    day: date
    user: str
    recipient: str
    recipient_kind: RecipientKind
    purpose: str
    fields: tuple[str, ...]
    authority: DisclosureAuthority
    form: DisclosureForm
    customers: int
    by_hand: bool = False
    blanked: bool = False

    @property
    def whom(self) -> str:
        """Who received it, in words: by name where there is one."""
        kind = self.recipient_kind.label
        if not self.recipient:
            return kind
        return tr("{recipient} ({kind})", recipient=self.recipient, kind=kind)

    @property
    def what(self) -> str:
        """Which fields left, in words."""
        return fields_text(self.fields)


class DisclosureView(StrEnum):
    """Which part of the log is shown."""

    ALL = "all"
    OUTSIDE = "outside"
    EXPORTS = "exports"
    BY_HAND = "by_hand"

    @property
    def label(self) -> str:
        """The part in the user's language."""
        return trc("disclosures", _VIEWS[self])


@dataclass(frozen=True)
class DisclosureFilter:
    """By what the log is narrowed: a part, days (both included), a kind of recipient, a word."""

    part: DisclosureView = DisclosureView.ALL
    first: date | None = None
    last: date | None = None
    recipient_kind: RecipientKind | None = None
    text: str = ""

    def lets_through(self, line: Disclosure) -> bool:
        """Whether a line is asked for."""
        if self.first is not None and line.day < self.first:
            return False
        if self.last is not None and line.day > self.last:
            return False
        if self.recipient_kind not in (None, line.recipient_kind):
            return False
        words = f"{line.ref} {line.recipient} {line.purpose}".casefold()
        return self.text.strip().casefold() in words and self._shows(line)

    def _shows(self, line: Disclosure) -> bool:
        match self.part:
            case DisclosureView.OUTSIDE:
                return line.recipient_kind is not RecipientKind.SHOP
            case DisclosureView.EXPORTS:
                return line.form is DisclosureForm.EXPORT
            case DisclosureView.BY_HAND:
                return line.by_hand
        return True


def check(new: NewDisclosure, today: date) -> None:
    """A UserError for a disclosure that does not say to whom, why or which fields."""
    if new.recipient_kind.is_named and not new.recipient.strip():
        raise UserError(tr("Enter who received the data."), field="recipient")
    if not new.purpose.strip():
        raise UserError(tr("Enter what the data are needed for."), field="purpose")
    if new.customer_ids and not new.fields:
        raise UserError(tr("Select at least one field."), field="fields")
    for key in ("recipient", "purpose"):
        DISCLOSURE.field(key).check(getattr(new, key))
    if new.day is not None:
        check_day(new.day, "day")
        if new.day > today:
            raise UserError(tr("The day is still to come."), field="day")


def fields_text(fields: Iterable[str]) -> str:
    """Fields in words, each once."""
    return tr(", ").join(dict.fromkeys(map(field_label, fields)))


_VIEWS = {
    DisclosureView.ALL: mark("All"),
    DisclosureView.OUTSIDE: mark("Outside the shop"),
    DisclosureView.EXPORTS: mark("Exports"),
    DisclosureView.BY_HAND: mark("Recorded by hand"),
}
