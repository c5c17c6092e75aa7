"""What happened with a customer, line by line, whatever records it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from csq_desktop.texts import mark, trc


class TimelineKind(StrEnum):
    """What a line is about; the timeline can be narrowed to one of them."""

    FEEDBACK = "feedback"
    CONSENT = "consent"
    STATEMENT = "statement"
    LETTER = "letter"
    DISCLOSURE = "disclosure"
    REQUEST = "request"
    RECORD = "record"

    @property
    def label(self) -> str:
        return trc("timeline", _KINDS[self])


@dataclass(frozen=True)
class TimelineItem:
    """One line: when, about what, what happened, and by whom; the words noted with it.

    `page` and `object_id` say where a click leads, if anywhere. A line that is `of_day` has a day
    and no time that anybody knows.
    """

    at: datetime
    kind: TimelineKind
    what: str
    note: str = ""
    user: str = ""
    page: str = ""
    object_id: int | str | None = None
    of_day: bool = False


_KINDS = {
    TimelineKind.FEEDBACK: mark("Complaints and feedback"),
    TimelineKind.CONSENT: mark("Consents"),
    TimelineKind.STATEMENT: mark("Collection statement"),
    TimelineKind.LETTER: mark("Letters"),
    TimelineKind.DISCLOSURE: mark("Viewed and disclosed"),
    TimelineKind.REQUEST: mark("Data requests"),
    TimelineKind.RECORD: mark("The record"),
}
