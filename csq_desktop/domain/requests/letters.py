"""The written notices of a request, in the words of the Ordinance: delay, nothing held, answer."""

from enum import StrEnum

from csq_desktop.domain.requests.facts import PrivacyRequest
from csq_desktop.domain.requests.words import PrivacyRequestKind, RequestOutcome
from csq_desktop.texts import mark, trc


class NoticeKind(StrEnum):
    """What a notice says."""

    RECEIVED = "received"
    DELAY = "delay"
    NOTHING_HELD = "nothing_held"
    REFUSAL = "refusal"
    ANSWER = "answer"

    @property
    def label(self) -> str:
        """The notice in the user's language."""
        return trc("notice", _LABELS[self])


def offered(request: PrivacyRequest, *, refused: bool) -> tuple[NoticeKind, ...]:
    """The notices that say what is true of a request; the likeliest first."""
    kinds = []
    if refused:
        kinds.append(NoticeKind.REFUSAL)
    if request.outcome in (RequestOutcome.COMPLIED, RequestOutcome.PARTLY):
        kinds.append(NoticeKind.ANSWER)
    if request.outcome is RequestOutcome.NOTHING_HELD or (
        request.is_open
        and request.customer_id is None
        and request.kind is PrivacyRequestKind.ACCESS
    ):
        kinds.append(NoticeKind.NOTHING_HELD)
    if request.delay_on is not None:
        kinds.append(NoticeKind.DELAY)
    return (*kinds, NoticeKind.RECEIVED)


_LABELS = {
    NoticeKind.RECEIVED: mark("Receipt of the request", "notice"),
    NoticeKind.DELAY: mark("Notice of delay", "notice"),
    NoticeKind.NOTHING_HELD: mark("Nothing held", "notice"),
    NoticeKind.REFUSAL: mark("Notice of refusal", "notice"),
    NoticeKind.ANSWER: mark("Covering letter", "notice"),
}
