"""A record as it stood at a moment, as people read it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from csq_desktop.domain.audit.replay import Knowledge, PastValue
from csq_desktop.domain.words.wording import date_text, moment_text, paragraph
from csq_desktop.texts import tr


class PastSubject(StrEnum):
    """The records that can be shown as they stood; the value is their name in the trail."""

    CUSTOMER = "customer"
    COMPLAINT = "complaint"
    LETTER = "letter"
    ACTION = "action"


@dataclass(frozen=True)
class PastPoint:
    """A point of the trail: the entry of a sequence, or else the last one by a moment, or now."""

    sequence: int | None = None
    moment: datetime | None = None


@dataclass(frozen=True)
class PastField:
    """One field as it was; `today` is what it says now, where that is something else.

    `is_new` says whether the change that led to this point wrote it. One that shows an identity
    `is_personal`.
    """

    label: str
    text: str
    today: str = ""
    is_changed: bool = False
    is_new: bool = False
    is_personal: bool = False


@dataclass(frozen=True)
class PastRow:
    """One record that belonged to it, such as a consent: when it came, and what it said."""

    at: datetime
    title: str
    note: str
    fields: tuple[PastField, ...]
    is_new: bool = False


@dataclass(frozen=True)
class PastPart:
    """The records of one kind that belonged to it, the oldest first."""

    title: str
    rows: tuple[PastRow, ...]


@dataclass(frozen=True)
class PastChange:
    """The change that led to the point shown: when and by whom; whether it made the record."""

    at: datetime
    user: str
    makes: bool = False


@dataclass(frozen=True)
class PastMoment:
    """A moment from which one can look at another record, such as when a letter was issued."""

    title: str
    subject: PastSubject
    record_id: int
    at: datetime


@dataclass(frozen=True)
class PastRecord:
    """A record as it stood at `sequence`, an entry of the trail.

    `before` and `after` are the points of the changes around it. Where it was not there yet, or
    not any more, it has no fields. `is_intact` says whether the entries it was made from are those
    that were written. Without the vault nothing is said of who a customer is.
    """

    subject: PastSubject
    record_id: int
    title: str
    at: datetime
    sequence: int
    is_there: bool
    change: PastChange | None = None
    before: int | None = None
    after: int | None = None
    fields: tuple[PastField, ...] = ()
    parts: tuple[PastPart, ...] = ()
    moments: tuple[PastMoment, ...] = ()
    hides_identity: bool = False
    is_intact: bool = True


def unknown_text(value: PastValue) -> str:
    """Why a value is not known, in the place of it."""
    if value.knowledge is Knowledge.SEALED:
        return tr("Only supervisors can read this.")
    if value.knowledge is Knowledge.ALTERED:
        return tr("Not known: changed outside the program since then.")
    if value.knowledge is Knowledge.UNRECORDED or value.until is None:
        return tr("Not known: the program did not record it then.")
    day = date_text(value.until)
    if value.knowledge is Knowledge.ERASED:
        return tr("Not known: erased on {day}.", day=day)
    return tr("Not known: replaced on {day}, and what it said before was not recorded.", day=day)


def holds_for(record: PastRecord, zone: ZoneInfo) -> str:
    """For which moment a record holds."""
    when = moment_text(record.at, zone)
    if record.after is None:
        return tr("As it has stood since {when}: nothing has changed since then.", when=when)
    return tr("As it stood on {when}, not as it is today.", when=when)


def band_text(record: PastRecord, zone: ZoneInfo) -> str:
    """For which moment a record holds, which change led to it, and whether it can be relied on."""
    sentences = [holds_for(record, zone)]
    if record.change is None:
        sentences.append(tr("It was not there at that moment."))
    else:
        name = record.change.user
        made, changed = tr("Entered by {name}.", name=name), tr("Changed by {name}.", name=name)
        sentences.append(made if record.change.makes else changed)
    if not record.is_intact:
        sentences.append(
            tr(
                "The audit trail is broken here: entries that this was made from were changed "
                "or removed. It cannot be relied on."
            )
        )
    return paragraph(sentences)
