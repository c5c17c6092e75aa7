"""The notice of a data breach: to the Privacy Commissioner, or to a person concerned.

The one for the Commissioner follows the parts of the data breach notification form of the Office
of the Privacy Commissioner for Personal Data, so that it can be copied into it or sent along.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from csq_desktop.domain.breaches.facts import Breach
from csq_desktop.domain.breaches.fields import PRIVACY_BREACH
from csq_desktop.domain.breaches.notices import NoticeAudience, NoticeOrder
from csq_desktop.domain.breaches.words import NotifyParty
from csq_desktop.domain.letters.facts import Letterhead
from csq_desktop.domain.words.wording import date_text, moment_text
from csq_desktop.reports.paper.blocks import (
    Block,
    Facts,
    Heading,
    Paragraph,
    SignBox,
    SignOff,
    Spacer,
    TextSpan,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import tr, trc


@dataclass(frozen=True)
class BreachNotice:
    """What a notice is made of; `addressee` is empty for one to all persons concerned."""

    order: NoticeOrder
    breach: Breach
    addressee: str
    head: Letterhead
    today: date
    zone: ZoneInfo
    is_draft: bool = True


def document(notice: BreachNotice) -> Document:
    """The notice in its language, which the caller speaks."""
    is_official = notice.order.audience is NoticeAudience.COMMISSIONER
    title = _official_title() if is_official else _personal_title()
    return Document(
        title=title,
        language=notice.order.language,
        author=notice.head.shop,
        issued=notice.today,
        subject=notice.breach.ref,
        furniture=Furniture(
            header_left=(notice.head.shop,),
            header_right=(notice.breach.ref,),
            footer=(date_text(notice.today),),
            band=tr("Draft: not printed yet.") if notice.is_draft else "",
        ),
        blocks=tuple(_official(notice) if is_official else _personal(notice)),
    )


def _official_title() -> str:
    return trc("breach letter", "Data breach notification")


def _personal_title() -> str:
    return trc("breach letter", "Notice of a data breach")


def _official(notice: BreachNotice) -> Iterator[Block]:
    breach, text = notice.breach, notice.order.text
    yield Heading(_official_title())
    yield Paragraph(trc("breach letter", "To the Privacy Commissioner for Personal Data"))
    yield Heading(trc("breach letter", "The shop"), level=2)
    yield from _lines(text.contact)
    yield Heading(trc("breach letter", "The breach"), level=2)
    yield Facts(tuple(_particulars(notice)))
    yield Heading(trc("breach letter", "What happened"), level=2)
    yield from _lines(text.happened)
    yield Heading(trc("breach letter", "Risk of harm"), level=2)
    yield Facts(tuple(_risks(breach)))
    yield Heading(trc("breach letter", "Action taken"), level=2)
    yield from _lines(text.measures)
    yield Heading(trc("breach letter", "Further action, and what prevents another breach"), level=2)
    yield from _lines(text.advice)
    yield Heading(trc("breach letter", "Who else was notified"), level=2)
    yield Facts(tuple(_notified(notice)))
    yield SignOff((SignBox(trc("letter", "For the shop")),))


def _personal(notice: BreachNotice) -> Iterator[Block]:
    breach, text = notice.breach, notice.order.text
    yield Paragraph((TextSpan(notice.head.shop, bold=True),))
    yield Spacer(8)
    if notice.addressee:
        yield from _lines(notice.addressee)
    else:
        yield Paragraph(trc("breach letter", "To the persons concerned"))
    yield Spacer(8)
    yield Paragraph(date_text(notice.today))
    yield Heading(_personal_title())
    yield Paragraph(
        trc("breach letter", "We are sorry: personal data that we hold about you are affected by "
                             "a breach. This notice says what happened and what you can do.")
    )  # fmt: skip
    yield Heading(trc("breach letter", "What happened"), level=2)
    yield from _lines(text.happened)
    yield Facts(
        (
            (trc("breach letter", "When"), _when(notice)),
            (trc("breach letter", "Found on"), date_text(breach.found_on)),
            (trc("breach letter", "Your data affected"), breach.detail_text),
        )
    )
    yield Heading(trc("breach letter", "What we did"), level=2)
    yield from _lines(text.measures)
    yield Heading(trc("breach letter", "What you can do"), level=2)
    yield from _lines(text.advice)
    yield Heading(trc("breach letter", "Whom to ask"), level=2)
    yield from _lines(text.contact)
    yield Paragraph(
        trc("breach letter", "You may also complain to the Privacy Commissioner for Personal Data "
                             "(www.pcpd.org.hk).")
    )  # fmt: skip
    yield SignOff((SignBox(trc("letter", "For the shop")),))


def _particulars(notice: BreachNotice) -> Iterator[tuple[str, str]]:
    breach = notice.breach
    yield trc("breach letter", "Our number"), breach.ref
    yield PRIVACY_BREACH.field("breach_kind").title, breach.kind.label
    yield trc("breach letter", "When"), _when(notice)
    yield PRIVACY_BREACH.field("found_at").title, moment_text(breach.found_at, notice.zone)
    yield PRIVACY_BREACH.field("found_through").title, breach.found_through.label
    yield PRIVACY_BREACH.field("detail_kinds").title, breach.detail_text
    yield PRIVACY_BREACH.field("people_count").title, breach.people_text
    yield PRIVACY_BREACH.field("contained_at").title, _moment(notice, breach.contained_at)


def _risks(breach: Breach) -> Iterator[tuple[str, str]]:
    assessment = breach.assessment
    if assessment is None:
        yield PRIVACY_BREACH.field("harm_level").title, trc("breach letter", "not assessed yet")
        return
    yield PRIVACY_BREACH.field("harm_level").title, assessment.level.label
    for key, factor in vars(assessment.factors).items():
        yield PRIVACY_BREACH.field(key).title, factor.label


def _notified(notice: BreachNotice) -> Iterator[tuple[str, str]]:
    """What became of each but the Commissioner, whose notice it is."""
    standing = notice.breach.standing
    for party in (each for each in NotifyParty if each is not NotifyParty.COMMISSIONER):
        if (decision := standing.get(party)) is None:
            yield party.label, trc("breach letter", "not decided yet")
            continue
        when = _moment(notice, decision.notified_at) if decision.notified_at else ""
        how = decision.method.label if decision.method else ""
        yield party.label, tr(" · ").join(filter(None, (decision.text, when, how)))


def _when(notice: BreachNotice) -> str:
    start, end = notice.breach.happened_from, notice.breach.happened_to
    if start is None:
        return trc("breach letter", "not known")
    begun = moment_text(start, notice.zone)
    if end is None:
        return begun
    return tr("{start} to {end}", start=begun, end=moment_text(end, notice.zone))


def _moment(notice: BreachNotice, moment: datetime | None) -> str:
    return moment_text(moment, notice.zone) if moment else trc("breach letter", "not yet")


def _lines(text: str) -> Iterator[Block]:
    return (Paragraph(line) for line in text.splitlines() if line.strip())
