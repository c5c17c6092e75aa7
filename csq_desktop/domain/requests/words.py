"""What a request is, who asks, how identity was checked, and what became of it."""

from enum import StrEnum

from csq_desktop.domain.tones import Tone
from csq_desktop.texts import mark, trc


class PrivacyRequestKind(StrEnum):
    """What is asked: a copy of the data, or their correction."""

    ACCESS = "access"
    CORRECTION = "correction"

    @property
    def label(self) -> str:
        """The kind in the user's language."""
        return trc("data request", _KINDS[self])


class RequesterKind(StrEnum):
    """Who asks (PDPO, s.17A and s.18): the person, or somebody with authority."""

    PERSON = "person"
    PARENT = "parent"
    COURT = "court"
    WRITTEN = "written"

    @property
    def label(self) -> str:
        """Who asks, in the user's language."""
        return trc("requester", _REQUESTERS[self])

    @property
    def is_person(self) -> bool:
        """Whether the data are the requester's own."""
        return self is RequesterKind.PERSON


class CheckMethod(StrEnum):
    """How the identity of whoever asks was checked, and the authority where it is somebody else."""

    DOCUMENT = "document"
    KNOWN = "known"
    DETAILS = "details"
    CALLED_BACK = "called_back"

    @property
    def label(self) -> str:
        """The method in the user's language."""
        return trc("identity check", _METHODS[self])


class RequestOutcome(StrEnum):
    """What became of a request."""

    COMPLIED = "complied"
    PARTLY = "partly"
    NOTHING_HELD = "nothing_held"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The outcome in the user's language."""
        return trc("request outcome", _OUTCOMES[self])

    @property
    def tone(self) -> Tone:
        """How it is marked."""
        return _TONES[self]

    @property
    def is_entered(self) -> bool:
        """Whether it is refused in whole or in part, and stands in the log book."""
        return self in (RequestOutcome.REFUSED, RequestOutcome.PARTLY)


class NoticeAnswer(StrEnum):
    """What became of telling a recipient of a correction."""

    TOLD = "told"
    NO_USE = "no_use"
    NOT_REACHED = "not_reached"

    @property
    def label(self) -> str:
        """The answer in the user's language."""
        return trc("correction notice", _NOTICES[self])


_KINDS = {
    PrivacyRequestKind.ACCESS: mark("Data access request", "data request"),
    PrivacyRequestKind.CORRECTION: mark("Data correction request", "data request"),
}
_REQUESTERS = {
    RequesterKind.PERSON: mark("The person", "requester"),
    RequesterKind.PARENT: mark("A parent or guardian of a minor", "requester"),
    RequesterKind.COURT: mark("Somebody appointed by a court", "requester"),
    RequesterKind.WRITTEN: mark("Somebody authorised in writing", "requester"),
}
_METHODS = {
    CheckMethod.DOCUMENT: mark("Identity document seen, no copy kept", "identity check"),
    CheckMethod.KNOWN: mark("Known to a supervisor in person", "identity check"),
    CheckMethod.DETAILS: mark("Answers agree with the record", "identity check"),
    CheckMethod.CALLED_BACK: mark("Called back on the number in the record", "identity check"),
}
_OUTCOMES = {
    RequestOutcome.COMPLIED: mark("Complied with", "request outcome"),
    RequestOutcome.PARTLY: mark("Complied with in part", "request outcome"),
    RequestOutcome.NOTHING_HELD: mark("Nothing held", "request outcome"),
    RequestOutcome.REFUSED: mark("Refused", "request outcome"),
    RequestOutcome.WITHDRAWN: mark("Not pursued by the requester", "request outcome"),
}
_TONES = {
    RequestOutcome.COMPLIED: Tone.GOOD,
    RequestOutcome.PARTLY: Tone.WARN,
    RequestOutcome.NOTHING_HELD: Tone.GOOD,
    RequestOutcome.REFUSED: Tone.WARN,
    RequestOutcome.WITHDRAWN: Tone.SOFT,
}
_NOTICES = {
    NoticeAnswer.TOLD: mark("Told of the correction", "correction notice"),
    NoticeAnswer.NO_USE: mark("Does not use the data any more", "correction notice"),
    NoticeAnswer.NOT_REACHED: mark("Could not be reached", "correction notice"),
}
