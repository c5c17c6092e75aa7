"""The kinds of feedback that one log holds (ISO 10002, 3.2 and 3.5).

Only complaints have deadlines, findings and remedies, and only they count in the sums of
complaints. The others are recorded, owned, replied to and closed like them, and counted by
themselves in the month they were received in.
"""

from enum import StrEnum

from csq_desktop.texts import mark, trc


class FeedbackKind(StrEnum):
    """What a customer said: each kind has its own series of references and its own queues."""

    COMPLAINT = "complaint"
    COMPLIMENT = "compliment"
    SUGGESTION = "suggestion"
    ENQUIRY = "enquiry"

    @property
    def label(self) -> str:
        """The kind in the user's language."""
        return trc("feedback", _LABELS[self])

    @property
    def plural(self) -> str:
        """Several of the kind, as a list of them is headed."""
        return trc("feedback", _PLURALS[self])

    @property
    def series(self) -> str:
        """What its references begin with."""
        return SERIES[self]

    @property
    def is_complaint(self) -> bool:
        """Whether it is counted and judged as a complaint."""
        return self is FeedbackKind.COMPLAINT


SERIES = {
    FeedbackKind.COMPLAINT: "C",
    FeedbackKind.COMPLIMENT: "CP",
    FeedbackKind.SUGGESTION: "S",
    FeedbackKind.ENQUIRY: "E",
}
OTHER_KINDS = tuple(kind for kind in FeedbackKind if not kind.is_complaint)
"""Every kind but complaints."""
_LABELS = {
    FeedbackKind.COMPLAINT: mark("Complaint"),
    FeedbackKind.COMPLIMENT: mark("Compliment"),
    FeedbackKind.SUGGESTION: mark("Suggestion"),
    FeedbackKind.ENQUIRY: mark("Enquiry"),
}
_PLURALS = {
    FeedbackKind.COMPLAINT: mark("Complaints"),
    FeedbackKind.COMPLIMENT: mark("Compliments"),
    FeedbackKind.SUGGESTION: mark("Suggestions"),
    FeedbackKind.ENQUIRY: mark("Enquiries"),
}


def of_reference(ref: str) -> FeedbackKind | None:
    """The kind whose series a reference is of; None for one of no such series."""
    series, _, rest = ref.partition("-")
    return next((kind for kind in FeedbackKind if rest and kind.series == series), None)
