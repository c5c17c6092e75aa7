"""Pledges on paper: the public notice of a month, and the trail's note that it was printed."""

from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.paper.charts import EventMark
from csq_desktop.domain.paper.sheets import PLAIN, PaperSheet
from csq_desktop.domain.pledges.months import TREND_MONTHS, PledgeDetail
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.domain.words.wording import month_text
from csq_desktop.errors import UserError
from csq_desktop.services import free_words
from csq_desktop.services.events import book
from csq_desktop.services.free_words import PaperWords
from csq_desktop.services.pledges import pledges, views
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import speaking, tr

PLEDGE = "pledge"


def notice(
    session: Session,
    pledge_id: int,
    month: Month,
    *,
    sheet: PaperSheet = PLAIN,
    changed: ThreeTexts | None = None,
) -> bytes:
    """A pledge's notice of a month as a PDF of one page; one language, or two.

    `changed` tells what was improved; without it, what was written down for the month is told.
    A notice hangs where everybody reads it: what may identify somebody is left out.
    """
    from csq_desktop.reports.documents import pledge_notice
    from csq_desktop.reports.documents.languages import Languages

    spoken = Languages.chosen(sheet.languages)
    detail = views.detail(session, pledge_id, month)
    improved = detail.noted.changed if changed is None else changed
    with speaking(spoken.first):
        reasons = (row.reason for row in detail.left_out)
        words = free_words.for_paper(session, [*improved.by_language.values(), *reasons])
        events = {code: _events(session, month, code) for code in (spoken.first, spoken.second)}
        public, improved = _fit_to_hang(detail, words), _cleaned(improved, words)
    past = public.verdict.results[-TREND_MONTHS:]
    shares = tuple((result.month, result.value) for result in past if result.figure is not None)
    contents = pledge_notice.PledgeNotice(
        detail=public,
        shop=shop.shop(session),
        trend=shares,
        events=events,
        changed=improved,
        published=shop.today(session),
        by=public.pledge.owner or desk_of(session).user.name,
    )
    return pledge_notice.pdf(contents, spoken, sheet.paper)


def _events(session: Session, month: Month, code: str) -> tuple[EventMark, ...]:
    """The events that customers may read of, in a language, as a notice's chart numbers them."""
    if not code:
        return ()
    with speaking(code):
        public = [each for each in book.of_month(session, month) if each.event.kind.is_public]
        words = free_words.for_paper(session, [each.event.title for each in public])
        return tuple(
            replace(each, event=replace(each.event, title=words.clean(each.event.title))).mark
            for each in public
        )


def poster(session: Session, month: Month, *, sheet: PaperSheet = PLAIN) -> bytes:
    """All pledges of a month as a PDF to hang up, on A4 or A3; one language, or two."""
    from csq_desktop.reports.documents import pledge_poster
    from csq_desktop.reports.documents.languages import Languages

    spoken, today = Languages.chosen(sheet.languages), shop.today(session)
    details = [
        views.detail(session, pledge.id, month)
        for pledge in pledges.everything(session)
        if pledge.in_force_in(month)
    ]
    if not details:
        raise UserError(tr("No pledge was in force in {month}.", month=month_text(month)))
    improved = [text for each in details for text in each.noted.changed.by_language.values()]
    with speaking(spoken.first):
        words = free_words.for_paper(session, improved)
        promised = tuple(
            pledge_poster.PosterPledge(detail, _cleaned(detail.noted.changed, words))
            for detail in details
        )
    contents = pledge_poster.PledgePoster(
        month=month,
        until=min(today, month.last_day),
        shop=shop.shop(session),
        pledges=promised,
        published=today,
    )
    return pledge_poster.pdf(contents, spoken, sheet.paper)


def _fit_to_hang(detail: PledgeDetail, words: PaperWords) -> PledgeDetail:
    left_out = (replace(row, reason=words.clean(row.reason)) for row in detail.left_out)
    return replace(detail, left_out=tuple(left_out))


def _cleaned(texts: ThreeTexts, words: PaperWords) -> ThreeTexts:
    return ThreeTexts(**{code: words.clean(text) for code, text in texts.by_language.items()})


def note_printed(session: Session, pledge_id: int, month: Month) -> None:
    """Write into the trail that a pledge's notice was printed or saved."""
    audit.note(session, AuditAction.PRINTED, PLEDGE, pledge_id, {"month": str(month)})


def note_poster_printed(session: Session, month: Month) -> None:
    """Write into the trail that the poster of a month was printed or saved: of each pledge."""
    for pledge in pledges.everything(session):
        if pledge.in_force_in(month):
            note_printed(session, pledge.id, month)
