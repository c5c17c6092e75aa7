"""The log book: which request was refused, on which grounds of the Ordinance, when it was entered.

An entry is made on or before the notice of refusal and stays for four years at least (s.27(2),
(3)); here it stays for good, since without the person it identifies nobody.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from csq_desktop.domain.fields.fields import (
    EXPORT_ONLY,
    LONGEST_TEXT,
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import OF_A_REFUSAL
from csq_desktop.domain.requests.words import PrivacyRequestKind
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc


class RefusalGround(StrEnum):
    """A ground of section 20 (access) or 24 (correction); the code names the paragraph."""

    S20_IDENTITY = "20(1)(a)"
    S20_OTHERS = "20(1)(b)"
    S20_PROHIBITED = "20(1)(c)"
    S20_WRITING = "20(3)(a)"
    S20_LOCATE = "20(3)(b)"
    S20_REPEATED = "20(3)(c)"
    S20_CONTROLLED = "20(3)(d)"
    S20_FORM = "20(3)(e)"
    S20_ENTITLED = "20(3)(ea)"
    S20_EXEMPT = "20(3)(f)"
    S24_IDENTITY = "24(1)"
    S24_WRITING = "24(3)(a)"
    S24_ACCURATE = "24(3)(b)"
    S24_INFORMATION = "24(3)(c)"
    S24_PROPOSAL = "24(3)(d)"
    S24_CONTROLLED = "24(3)(e)"

    @property
    def label(self) -> str:
        """The ground in words, behind its section."""
        return tr("s.{section}: {ground}", section=self.value, ground=trc("ground", _GROUNDS[self]))

    @property
    def kind(self) -> PrivacyRequestKind:
        """Which requests can be refused on it."""
        is_access = self.value.startswith("20")
        return PrivacyRequestKind.ACCESS if is_access else PrivacyRequestKind.CORRECTION


@dataclass(frozen=True)
class NewRefusal:
    """A refusal as typed in: the grounds, their particulars, and the day of the notice."""

    grounds: tuple[RefusalGround, ...]
    particulars: str
    notice_on: date


@dataclass(frozen=True)
class Refusal:
    """One entry of the log book; `ref` numbers them without a gap within a year."""

    id: int
    ref: str
    request_id: int
    request_ref: str
    kind: PrivacyRequestKind
    entered_at: datetime
    entered_by: str
    notice_on: date
    grounds: tuple[RefusalGround, ...]
    particulars: str
    customer_ref: str = ""
    erased: bool = False

    @property
    def grounds_text(self) -> str:
        """The grounds in words, each on its line."""
        return "\n".join(ground.label for ground in self.grounds)

    @property
    def particulars_text(self) -> str:
        """What was typed, or that it went with the person."""
        if self.erased:
            return tr("Erased with the person; the entry stays.")
        return self.particulars


def check(new: NewRefusal, kind: PrivacyRequestKind, today: date) -> None:
    """A UserError for an entry without a ground, of another section, or after its notice."""
    if not new.grounds:
        raise UserError(tr("Select at least one ground."), field="grounds")
    if any(ground.kind is not kind for ground in new.grounds):
        raise UserError(tr("This ground is not for this kind of request."), field="grounds")
    if not new.particulars.strip():
        raise UserError(tr("Enter the particulars: the notice has to give reasons."),
                        field="particulars")  # fmt: skip
    REFUSAL.field("particulars").check(new.particulars)
    if new.notice_on < today:
        raise UserError(
            tr("The entry must be made on or before the day of the notice."), field="notice_on"
        )


REFUSAL = RecordDescription(
    "refusal",
    (
        RecordField("ref", mark("Reference", "field"), file=EXPORT_ONLY),
        RecordField("request_id", kind=FieldKind.LINK),
        RecordField(
            "request_kind",
            mark("Kind of request", "field"),
            FieldKind.CHOICE,
            choices=tuple(PrivacyRequestKind),
            file=EXPORT_ONLY,
        ),
        RecordField("entered_at", mark("Entered", "field"), FieldKind.MOMENT, file=EXPORT_ONLY),
        RecordField("entered_by", mark("Entered by", "field"), FieldKind.USER, file=EXPORT_ONLY),
        RecordField(
            "notice_on", mark("Day of the notice", "field"), FieldKind.DAY, file=EXPORT_ONLY
        ),
        RecordField("grounds", mark("Grounds", "field"), file=EXPORT_ONLY),
        RecordField(
            "particulars",
            mark("Particulars", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=LONGEST_TEXT,
            file=EXPORT_ONLY,
            meaning=mark("The facts on which a request was refused.", "codebook"),
        ),
        RecordField("blanked_at", mark("Words erased", "field"), FieldKind.MOMENT),
    ),
    own=("id",),
    holding=OF_A_REFUSAL,
)
_GROUNDS = {
    RefusalGround.S20_IDENTITY: mark(
        "not given what is reasonably needed to be sure who asks, or of the authority", "ground"
    ),
    RefusalGround.S20_OTHERS: mark(
        "the copy would disclose personal data of somebody else who has not agreed", "ground"
    ),
    RefusalGround.S20_PROHIBITED: mark("complying is prohibited by an ordinance", "ground"),
    RefusalGround.S20_WRITING: mark("not in writing in Chinese or English", "ground"),
    RefusalGround.S20_LOCATE: mark(
        "not given what is reasonably needed to find the data", "ground"
    ),
    RefusalGround.S20_REPEATED: mark(
        "follows two or more similar requests, and complying is unreasonable", "ground"
    ),
    RefusalGround.S20_CONTROLLED: mark(
        "somebody else controls the use of the data and prohibits complying", "ground"
    ),
    RefusalGround.S20_FORM: mark("not in the form the Commissioner specifies", "ground"),
    RefusalGround.S20_ENTITLED: mark("an ordinance entitles the shop not to comply", "ground"),
    RefusalGround.S20_EXEMPT: mark("exempt under Part 8 of the Ordinance", "ground"),
    RefusalGround.S24_IDENTITY: mark(
        "not given what is reasonably needed to be sure who asks, or of the authority", "ground"
    ),
    RefusalGround.S24_WRITING: mark("not in writing in Chinese or English", "ground"),
    RefusalGround.S24_ACCURATE: mark("not satisfied that the data are inaccurate", "ground"),
    RefusalGround.S24_INFORMATION: mark(
        "not given what is reasonably needed to see how the data are inaccurate", "ground"
    ),
    RefusalGround.S24_PROPOSAL: mark(
        "not satisfied that the correction asked for is accurate", "ground"
    ),
    RefusalGround.S24_CONTROLLED: mark(
        "somebody else controls the processing of the data and prohibits complying", "ground"
    ),
}
