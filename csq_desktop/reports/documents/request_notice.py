"""A written notice about a data request, to be signed and handed or sent to whoever asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.refusals.facts import Refusal
from csq_desktop.domain.requests.facts import PrivacyRequest
from csq_desktop.domain.requests.letters import NoticeKind
from csq_desktop.domain.requests.words import PrivacyRequestKind
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.words.wording import date_text, money_text
from csq_desktop.reports.paper.blocks import (
    Block,
    Bullets,
    Facts,
    Heading,
    Paragraph,
    SignBox,
    SignOff,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import tr, trc


@dataclass(frozen=True)
class RequestNotice:
    """What a notice is about: the request, to whom it goes, and what was refused of it."""

    kind: NoticeKind
    request: PrivacyRequest
    addressee: str
    refusals: Sequence[Refusal]
    shop: Shop
    today: date


def document(notice: RequestNotice, language: str) -> Document:
    """The notice in a language, which the caller speaks."""
    title = tr("{notice}: {kind}", notice=notice.kind.label, kind=notice.request.kind.label)
    return Document(
        title=title,
        language=language,
        author=notice.shop.name,
        issued=notice.today,
        subject=notice.request.ref,
        furniture=Furniture(
            header_left=(notice.request.ref,),
            header_right=(notice.shop.name, notice.shop.branch_code),
            footer=(date_text(notice.today),),
        ),
        blocks=tuple(_blocks(notice, title)),
    )


def _blocks(notice: RequestNotice, title: str) -> Iterator[Block]:
    request = notice.request
    yield Heading(title)
    yield Facts(
        (
            (trc("letter", "To"), notice.addressee),
            (trc("letter", "Date"), date_text(notice.today)),
            (trc("letter", "Your request"), request.ref),
            (trc("letter", "Received on"), date_text(request.received_on)),
        )
    )
    yield from _BODIES[notice.kind](notice)
    yield SignOff((SignBox(trc("letter", "For the shop")),))


def _received(notice: RequestNotice) -> Iterator[Block]:
    request = notice.request
    yield Paragraph(
        trc(
            "letter",
            "We have received your request. We will answer it by {day}, within 40 days.",
            day=date_text(request.last_day),
        )
    )
    yield Paragraph(
        trc("letter", "We first have to be sure of your identity, for your protection.")
    )
    if request.fee_cents:
        fee = money_text(request.fee_cents)
        yield Paragraph(trc("letter", "The fee for the copy is {fee}.", fee=fee))


def _delay(notice: RequestNotice) -> Iterator[Block]:
    yield Paragraph(
        trc(
            "letter",
            "We cannot comply with the whole of your request within 40 days. The reason:",
        )
    )
    yield Paragraph(notice.request.delay_reason)
    yield Paragraph(
        trc(
            "letter",
            "What we can give you now we give you now; the rest follows as soon as practicable.",
        )
    )


def _nothing_held(_notice: RequestNotice) -> Iterator[Block]:
    yield Paragraph(
        trc(
            "letter",
            "We searched our records with the particulars you gave us. We hold no personal data of "
            "which you are the data subject.",
        )
    )


def _refusal(notice: RequestNotice) -> Iterator[Block]:
    is_access = notice.request.kind is PrivacyRequestKind.ACCESS
    yield Paragraph(
        trc("letter", "We refuse your data access request, in whole or in part, for these reasons:")
        if is_access
        else trc("letter", "We refuse to make the correction you asked for, for these reasons:")
    )
    for refusal in notice.refusals:
        yield Bullets(tuple(ground.label for ground in refusal.grounds))
        yield Paragraph(refusal.particulars_text)
    yield Paragraph(
        trc(
            "letter",
            "You may complain to the Privacy Commissioner for Personal Data. The refusal is "
            "entered in our log book, which the Commissioner may inspect.",
        )
    )


def _answer(notice: RequestNotice) -> Iterator[Block]:
    request = notice.request
    if request.kind is PrivacyRequestKind.ACCESS:
        yield Paragraph(trc("letter", "Enclosed is a copy of the personal data we hold about you."))
    else:
        yield Paragraph(trc("letter", "We have corrected your data; a corrected copy is enclosed."))
        yield Paragraph(request.correction)
        yield Paragraph(
            trc(
                "letter",
                "Those who received the data from us in the 12 months before are being told.",
            )
        )
    if request.reasons:
        yield Paragraph(request.reasons)


_BODIES = {
    NoticeKind.RECEIVED: _received,
    NoticeKind.DELAY: _delay,
    NoticeKind.NOTHING_HELD: _nothing_held,
    NoticeKind.REFUSAL: _refusal,
    NoticeKind.ANSWER: _answer,
}
