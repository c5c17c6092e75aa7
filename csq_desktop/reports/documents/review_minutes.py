"""The minutes of a review: each request of a pack and what was decided on it; one page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from csq_desktop.domain.packs.asks import Ask
from csq_desktop.domain.packs.packs import IssuedPack
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import date_text, month_text, short_date_text, shortened
from csq_desktop.reports.paper.blocks import (
    Block,
    Facts,
    Heading,
    PaperBadge,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    SignBox,
    SignOff,
    Text,
    TextSpan,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.finishing import page_count
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import speaking, tr, trc, trn

LONGEST_TEXTS = (600, 160, 70)
"""Letters of each text, tried one after the other until the minutes stand on one page."""


@dataclass(frozen=True)
class ReviewMinutes:
    """The facts of the minutes: a pack, and what its review had to decide on; as of a day.

    `privacy` says with what their words were compared.
    """

    pack: IssuedPack
    asks: tuple[Ask, ...]
    shop: Shop
    today: date
    issued_on: date
    privacy: str


def pdf(minutes: ReviewMinutes, language: str) -> bytes:
    """The finished page; where there is much to say, long texts are cut."""
    file = b""
    for longest in LONGEST_TEXTS:
        file = document(minutes, language, longest).pdf()
        if page_count(file) == 1:
            break
    return file


def document(minutes: ReviewMinutes, language: str, longest: int = LONGEST_TEXTS[0]) -> Document:
    """The minutes in one language."""
    with speaking(language):
        title = tr("Minutes of the review, {month}", month=month_text(minutes.pack.month))
        return Document(
            title=title,
            language=language,
            author=minutes.shop.name,
            issued=minutes.today,
            subject=month_text(minutes.pack.month),
            furniture=Furniture(
                header_left=(tr("Minutes of the review"), month_text(minutes.pack.month)),
                header_right=(minutes.shop.name, minutes.shop.branch_code),
                footer=(
                    tr("Review pack {month}", month=str(minutes.pack.month)),
                    tr("version {version}", version=minutes.pack.version),
                    tr("printed on {day}", day=date_text(minutes.today)),
                ),
            ),
            blocks=tuple(_blocks(minutes, title, longest)),
        )


def _blocks(minutes: ReviewMinutes, title: str, longest: int) -> Iterator[Block]:
    yield Heading(title)
    yield Facts(tuple(_facts(minutes)))
    if minutes.asks:
        rows = (_row(minutes, number, ask, longest) for number, ask in enumerate(minutes.asks, 1))
        yield PaperTable(_columns(), tuple(rows))
    else:
        yield Paragraph(tr("This review pack requested no decision."))
    yield Paragraph(minutes.privacy, small=True)
    yield SignOff((SignBox(trc("sign-off", "Supervisor")), SignBox(trc("sign-off", "Management"))))


def _facts(minutes: ReviewMinutes) -> Iterator[tuple[str, str]]:
    pack = minutes.pack
    yield trc("pack", "Review pack"), tr(
        "{month}, version {version}, issued on {day} by {person}",
        month=month_text(pack.month), version=pack.version,
        day=date_text(minutes.issued_on), person=pack.issued_by)  # fmt: skip
    answers = [ask.answer for ask in minutes.asks]
    days = sorted({answer.answered_on for answer in answers if answer is not None})
    if days:
        yield tr("Decided on"), tr(", ").join(map(date_text, days))
    waiting = sum(answer is None for answer in answers)
    yield tr("Requests"), trn(
        "{n} request, {waiting} of them without an answer",
        "{n} requests, {waiting} of them without an answer",
        len(answers), waiting=waiting)  # fmt: skip


def _columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "No."), "right"),
        PaperColumn(trc("column", "Request")),
        PaperColumn(trc("column", "Decision"), width=92.0),
        PaperColumn(trc("column", "Owner, due date"), width=92.0),
        PaperColumn(trc("column", "Notes"), width=120.0),
    )


def _row(minutes: ReviewMinutes, number: int, ask: Ask, longest: int) -> PaperRow:
    state, answer = ask.state(minutes.today), ask.answer
    asked = tr("Requested in {months}", months=ask.asked_in)
    request = (
        TextSpan(shortened(ask.sentence, longest), bold=True),
        TextSpan(f"\n{asked}", tone=Tone.SOFT),
    )
    badge = PaperBadge(state.label, state.tone).span
    if answer is None:
        waited = TextSpan(f"\n{ask.waited(minutes.today)}", tone=Tone.SOFT)
        return PaperRow((str(number), request, (badge, waited), "", ""), highlight=True)
    by = "\n".join((answer.decided_by, date_text(answer.answered_on)))
    decision: Text = (badge, TextSpan(f"\n{by}", tone=Tone.SOFT))
    due = tr("due {day}", day=short_date_text(answer.due_on)) if answer.due_on else ""
    action = tr("Action {ref}.", ref=answer.action.ref) if answer.action else ""
    notes = "\n".join(filter(None, (action, shortened(answer.comment, longest))))
    owner = "\n".join(filter(None, (answer.owner, due)))
    return PaperRow((str(number), request, decision, owner, notes))
