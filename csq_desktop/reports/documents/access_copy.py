"""The copy handed to whoever asks what is held about them (PDPO, s.19): plain, whole, explained."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from csq_desktop.domain.requests.facts import CorrectionNotice, PrivacyRequest
from csq_desktop.domain.requests.held import HeldFact, HeldRecord, HeldSection, count
from csq_desktop.domain.requests.words import PrivacyRequestKind
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.words.wording import count_text, date_text, moment_text
from csq_desktop.reports.paper.blocks import (
    Block,
    Facts,
    Heading,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import LANGUAGE_NAMES, tr, trc, trn

_LONG = 400  # characters; more are set as paragraphs, which go over to the next page


@dataclass(frozen=True)
class AccessCopy:
    """What is handed over: the request, the sections with others covered, in how many places."""

    request: PrivacyRequest
    sections: Sequence[HeldSection]
    places: int
    shop: Shop
    today: date
    zone: ZoneInfo
    notices: Sequence[CorrectionNotice] = ()

    @property
    def is_corrected(self) -> bool:
        """Whether it shows the data as corrected, and not what an access request asks for."""
        return self.request.kind is PrivacyRequestKind.CORRECTION

    @property
    def title(self) -> str:
        """What the paper is called."""
        if self.is_corrected:
            return trc("held", "Copy of your corrected personal data")
        return trc("held", "Copy of your personal data")

    @property
    def law(self) -> str:
        """By which section it is given."""
        if self.is_corrected:
            return trc("held", "Personal Data (Privacy) Ordinance, Cap. 486, section 23")
        return trc("held", "Personal Data (Privacy) Ordinance, Cap. 486, section 19")


def document(copy: AccessCopy) -> Document:
    """The copy in the language asked for, which the caller speaks."""
    title = copy.title
    return Document(
        title=title,
        language=copy.request.language,
        author=copy.shop.name,
        issued=copy.today,
        subject=copy.request.ref,
        furniture=Furniture(
            header_left=(title, copy.request.ref),
            header_right=(copy.shop.name, copy.shop.branch_code),
            footer=(
                copy.law,
                tr("printed on {day}", day=date_text(copy.today)),
            ),
        ),
        blocks=tuple(_blocks(copy, title)),
    )


def _blocks(copy: AccessCopy, title: str) -> Iterator[Block]:
    yield Heading(title)
    yield Facts(tuple(_about(copy)))
    yield Paragraph(_left_out(copy.places))
    if copy.is_corrected:
        yield from _correction(copy)
    for section in copy.sections:
        yield Heading(section.title, level=2)
        if not section.records:
            yield Paragraph(trc("held", "Nothing held."))
        for record in section.records:
            yield from _record(record)
    yield from _codebook(copy.sections)


def _about(copy: AccessCopy) -> Iterator[tuple[str, str]]:
    request = copy.request
    yield trc("held", "Your request"), request.ref
    yield trc("held", "Received"), moment_text(request.received_at, copy.zone)
    yield trc("held", "Held at that time"), trn(
        "{count} record", "{count} records", count(copy.sections),
        count=count_text(count(copy.sections)))  # fmt: skip
    yield trc("held", "Language"), LANGUAGE_NAMES.get(request.language, request.language)


def _correction(copy: AccessCopy) -> Iterator[Block]:
    """What was corrected, and who had the data in the year before (s.23(1)(c))."""
    request = copy.request
    yield Heading(trc("held", "The correction"), level=2)
    facts = (
        (trc("held", "Corrected on"), date_text(request.corrected_on)),
        (trc("held", "You said was wrong"), request.wrong),
        (trc("held", "You said it should be"), request.right),
        (trc("held", "What was corrected"), request.correction),
    )
    yield Facts(tuple(fact for fact in facts if fact[1]))
    yield Heading(trc("held", "Who had your data in the 12 months before"), level=2)
    if not copy.notices:
        yield Paragraph(trc("held", "Nobody outside the shop."))
        return
    columns = (
        trc("held", "Recipient"),
        trc("held", "Last received"),
        trc("held", "About the correction"),
    )
    rows = (
        PaperRow((each.recipient, date_text(each.disclosed_on), _told(each)))
        for each in copy.notices
    )
    yield PaperTable(tuple(map(PaperColumn, columns)), tuple(rows))


def _told(notice: CorrectionNotice) -> str:
    if notice.answer is None:
        return trc("held", "will be told")
    day = date_text(notice.answered_on)
    return tr("{answer} on {day}", answer=notice.answer.label, day=day)


def _left_out(places: int) -> str:
    if not places:
        return trc("held", "Nobody else is named in it. Names of staff are not included.")
    return trn(
        "Other people are not included: {count} place is blacked out. Names of staff are not "
        "included.",
        "Other people are not included: {count} places are blacked out. Names of staff are not "
        "included.",
        places,
        count=count_text(places),
    )


def _record(record: HeldRecord) -> Iterator[Block]:
    yield Heading(record.title, level=3)
    short = [fact for fact in record.facts if not _is_long(fact)]
    if short:
        yield Facts(tuple((fact.label, fact.value) for fact in short))
    for fact in filter(_is_long, record.facts):
        yield Heading(fact.label, level=3)
        for part in fact.value.splitlines():
            if part.strip():
                yield Paragraph(part)


def _is_long(fact: HeldFact) -> bool:
    return len(fact.value) > _LONG


def _codebook(sections: Sequence[HeldSection]) -> Iterator[Block]:
    """What the fields mean whose names do not say it."""
    meanings = {
        fact.label: fact.meaning
        for section in sections
        for record in section.records
        for fact in record.facts
        if fact.meaning
    }
    if meanings:
        yield Heading(trc("held", "What the fields mean"), level=2)
        yield Facts(tuple(meanings.items()))
