"""What a role may grant as a remedy, and remedies asked for above that, which another approves."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from csq_desktop.domain.complaints.facts import Finding, Outcome, RemedyKind
from csq_desktop.domain.fields.fields import (
    LONGEST_WORDS,
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import ABOUT_AN_ANSWER
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

PAID = (
    *(RemedyKind.REFUND, RemedyKind.VOUCHER, RemedyKind.COMPENSATION),
    *(RemedyKind.GOODWILL, RemedyKind.WAIVER, RemedyKind.EXCHANGE, RemedyKind.REPAIR),
)
"""The remedies that cost something, in the order the settings show them."""
GRANTING = (Role.STAFF, Role.SUPERVISOR)


@dataclass(frozen=True)
class RemedyLimits:
    """The most each role may grant of a remedy, in HKD cents; what is not in it has no limit.

    `version` is counted from 1; 0 is a shop that never set any.
    """

    limits: tuple[tuple[RemedyKind, Role, int], ...] = ()
    version: int = 0

    def of(self, kind: RemedyKind, role: Role) -> int | None:
        """The most a role may grant of a remedy; None without a limit."""
        return next((cents for k, r, cents in self.limits if k is kind and r is role), None)

    def allows(self, kind: RemedyKind, cents: int, role: Role) -> bool:
        """Whether a role may grant it alone."""
        most = self.of(kind, role)
        return most is None or cents <= most

    def check(self) -> None:
        """A UserError for limits below zero, or staff who may grant more than supervisors."""
        if any(cents < 0 for _, _, cents in self.limits):
            raise UserError(tr("An amount cannot be less than zero."))
        for kind in PAID:
            staff, supervisor = (self.of(kind, role) for role in GRANTING)
            if supervisor is not None and (staff is None or staff > supervisor):
                raise UserError(
                    tr(
                        "{remedy}: staff cannot have a higher limit than supervisors.",
                        remedy=kind.label,
                    )
                )


class RequestState(StrEnum):
    """What became of a remedy that was asked for."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The state in the user's language."""
        return trc("remedy request", _STATES[self])

    @property
    def tone(self) -> Tone:
        """How it is marked."""
        return _TONES[self]


_STATES = {
    RequestState.WAITING: mark("Waiting for approval"),
    RequestState.APPROVED: mark("Approved"),
    RequestState.REFUSED: mark("Refused"),
}
_TONES = {
    RequestState.WAITING: Tone.WARN,
    RequestState.APPROVED: Tone.GOOD,
    RequestState.REFUSED: Tone.BAD,
}


@dataclass(frozen=True)
class RemedyRequest:
    """A reply as it was asked for, above its asker's limit, with the limit that was in force."""

    id: int
    complaint_id: int
    ref: str
    outcome: Outcome
    answer_note: str
    requested_at: datetime
    requested_by_id: int
    requested_by: str
    limit_cents: int
    limits_version: int
    approved: bool | None = None
    approval_at: datetime | None = None
    approval_by: str = ""
    approval_note: str = ""

    @property
    def state(self) -> RequestState:
        """What became of it."""
        if self.approved is None:
            return RequestState.WAITING
        return RequestState.APPROVED if self.approved else RequestState.REFUSED

    def covers(self, outcome: Outcome) -> bool:
        """Whether what was approved is enough for a remedy: of the kind, and no more of it."""
        return (
            bool(self.approved)
            and outcome.remedy_kind is self.outcome.remedy_kind
            and outcome.remedy_cents <= self.outcome.remedy_cents
        )


def check_approver(request: RemedyRequest, user_id: int, named_users: frozenset[int]) -> None:
    """A UserError where a user may not decide on a request: their own, or named in the case."""
    if request.approved is not None:
        raise UserError(tr("This has been decided already."))
    if request.requested_by_id == user_id:
        raise UserError(tr("You asked for this yourself. Another person has to approve it."))
    if user_id in named_users:
        raise UserError(tr("You are named in this complaint. Another person has to approve it."))


REMEDY_REQUEST = RecordDescription(
    "remedy_request",
    (
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField("requested_at", mark("Asked for", "field"), FieldKind.MOMENT),
        RecordField("requested_by", mark("Asked for by", "field"), FieldKind.USER),
        RecordField("finding", mark("Finding", "field"), FieldKind.CHOICE, choices=tuple(Finding)),
        RecordField(
            "finding_note",
            mark("Grounds of the finding", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=LONGEST_WORDS,
            meaning=mark("Why a remedy was asked for.", "codebook"),
        ),
        RecordField(
            "cause",
            mark("Cause", "field"),
            privacy=Privacy.FREE_TEXT,
            meaning=mark(
                "What led to the complaint, as noted when a remedy was asked for.", "codebook"
            ),
        ),
        RecordField(
            "remedy_kind",
            mark("Kind of remedy", "field"),
            FieldKind.CHOICE,
            choices=tuple(RemedyKind),
        ),
        RecordField("remedy_cents", mark("Redress", "field"), FieldKind.MONEY),
        RecordField("goodwill", mark("Goodwill gesture", "field"), FieldKind.YES_NO),
        RecordField(
            "answer_note",
            mark("Reply as drafted", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=LONGEST_WORDS,
            meaning=mark("The answer that was drafted for the customer.", "codebook"),
        ),
        RecordField("limit_cents", mark("Limit in force", "field"), FieldKind.MONEY),
        RecordField("limits_version", mark("Version of the limits", "field"), FieldKind.NUMBER),
        RecordField("approved", mark("Approved", "field"), FieldKind.YES_NO),
        RecordField("approval_at", mark("Decided on", "field"), FieldKind.MOMENT),
        RecordField("approval_by", mark("Decided by", "field"), FieldKind.USER),
        RecordField(
            "approval_note",
            mark("Reason", "field"),
            privacy=Privacy.FREE_TEXT,
            meaning=mark("Why a remedy was approved or not.", "codebook"),
        ),
    ),
    own=("id",),
    holding=ABOUT_AN_ANSWER,
)
