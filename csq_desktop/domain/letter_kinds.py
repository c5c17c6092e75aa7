"""What a letter is for, how far it is, and how it was sent."""

from enum import StrEnum

from csq_desktop.texts import mark, tr, trc


class LetterKind(StrEnum):
    """What a letter on a case is for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    PROGRESS = "progress"
    ANSWER = "answer"
    CLOSING = "closing"
    INVITATION = "invitation"

    @property
    def label(self) -> str:
        """The kind in the user's language."""
        return trc("letter", _KINDS[self])

    @property
    def is_marketing(self) -> bool:
        """Whether it offers something: only customers who agreed to that may get it."""
        return self is LetterKind.INVITATION

    @property
    def has_receipt(self) -> bool:
        """Whether a receipt is printed on it."""
        return self is LetterKind.ACKNOWLEDGEMENT


class LetterState(StrEnum):
    """How far a letter is."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    ISSUED = "issued"
    SENT = "sent"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        """The state in the user's language."""
        return trc("letter", _STATES[self])

    @property
    def is_final(self) -> bool:
        """Whether its words can never change again."""
        return self in (LetterState.ISSUED, LetterState.SENT)


class LetterDelivery(StrEnum):
    """How a letter went to the customer."""

    POST = "post"
    EMAIL = "email"
    HANDED_OVER = "handed_over"

    @property
    def label(self) -> str:
        """The way in the user's language."""
        return trc("letter", _DELIVERIES[self])


def letter_step(kind: str, reference: str, delivery: str) -> str:
    """What a case's history says of a letter: that it was issued, or how it went out."""
    what = LetterKind(kind).label if kind in {*LetterKind} else kind
    if delivery in {*LetterDelivery}:
        way = LetterDelivery(delivery).label
        return tr("{ref}, {kind}, sent: {way}", ref=reference, kind=what, way=way)
    return tr("{ref}, {kind}, issued", ref=reference, kind=what)


_KINDS = {
    LetterKind.ACKNOWLEDGEMENT: mark("Acknowledgement"),
    LetterKind.PROGRESS: mark("Progress letter"),
    LetterKind.ANSWER: mark("Reply with the decision"),
    LetterKind.CLOSING: mark("Closing letter"),
    LetterKind.INVITATION: mark("Invitation or offer"),
}
_STATES = {
    LetterState.DRAFT: mark("Draft"),
    LetterState.IN_REVIEW: mark("Waiting for review"),
    LetterState.APPROVED: mark("Approved"),
    LetterState.ISSUED: mark("Issued"),
    LetterState.SENT: mark("Sent"),
    LetterState.DISCARDED: mark("Discarded"),
}
_DELIVERIES = {
    LetterDelivery.POST: mark("By post"),
    LetterDelivery.EMAIL: mark("By e-mail"),
    LetterDelivery.HANDED_OVER: mark("Handed over"),
}
