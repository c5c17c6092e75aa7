"""The handover sheet: the open cases of one owner or of all, and what to do next with each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from csq_desktop.domain.handovers.sheet import SheetCase, SheetOwner, due_text, next_step
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.today import Now
from csq_desktop.domain.words.wording import count_text, date_text, moment_text
from csq_desktop.reports.paper.blocks import (
    Block,
    Heading,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    Text,
    TextSpan,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import tr, trc, trn

_NUMBER, _NEXT, _ELSE = 98.0, 120.0, 128.0  # points


@dataclass(frozen=True)
class HandoverSheet:
    """The sheet in the language spoken now; `privacy` says what it says of customers.

    `released` is the line of the disclosure log where the customers are named on it.
    """

    owners: Sequence[SheetOwner]
    now: Now
    shop: Shop
    privacy: str
    released: str = ""


def document(sheet: HandoverSheet, language: str) -> Document:
    """The sheet as a document; the caller speaks its language."""
    title = tr("Handover sheet")
    printed = tr("printed on {day}", day=date_text(sheet.now.day))
    return Document(
        title=title,
        language=language,
        author=sheet.shop.name,
        issued=sheet.now.day,
        subject=title,
        furniture=Furniture(
            header_left=(title,),
            header_right=(sheet.shop.name, sheet.shop.branch_code),
            footer=(printed, sheet.released) if sheet.released else (printed,),
            band=tr("Names customers: hand it to nobody else, and shred it.")
            if sheet.released
            else "",
        ),
        blocks=(Heading(title), *_blocks(sheet)),
    )


def _blocks(sheet: HandoverSheet) -> Iterator[Block]:
    yield Paragraph(
        tr("As it stands at {at}.", at=moment_text(sheet.now.moment, sheet.now.zone)), small=True
    )
    if not sheet.owners:
        yield Paragraph(tr("No open cases."))
    for owner in sheet.owners:
        yield Heading(_heading(owner), level=2)
        if owner.away:
            yield Paragraph(owner.away)
        rows = tuple(_row(case, sheet.now) for case in owner.cases)
        yield PaperTable(_columns(), rows)
    yield Paragraph(sheet.privacy, small=True)


def _heading(owner: SheetOwner) -> str:
    count = len(owner.cases)
    cases = trn("{count} open case", "{count} open cases", count, count=count_text(count))
    return tr("{name} · {cases}", name=owner.name, cases=cases)


def _columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Case"), width=_NUMBER),
        PaperColumn(trc("column", "What it is about")),
        PaperColumn(trc("column", "Next step"), width=_NEXT),
        PaperColumn(trc("column", "Commitments and waits"), width=_ELSE),
    )


def _row(case: SheetCase, now: Now) -> PaperRow:
    line = case.line
    received = tr("received {at}", at=moment_text(line.received_at, now.zone))
    about = [case.category]
    if line.kind.is_complaint:
        about.append(line.severity.label)
    about.append(line.state.label)
    under = "\n".join(filter(None, (tr(" · ").join(filter(None, about)), case.customer)))
    return PaperRow(
        (
            _cell(line.ref, received),
            _cell(case.summary, under),
            _cell(next_step(line), due_text(line.next_due_at, now)),
            "\n".join((*_promises(case, now), *filter(None, (case.waiting,)))),
        )
    )


def _promises(case: SheetCase, now: Now) -> Iterator[str]:
    for promise in case.promises:
        yield tr("{what} ({due})", what=promise.what, due=due_text(promise.due_at, now))


def _cell(text: str, under: str) -> Text:
    return (text, TextSpan(f"\n{under}")) if under else text
