"""Pledges on paper: the public notice of a month, and the trail's note that it was printed."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.audit import Action
from csq_desktop.domain.months import Month
from csq_desktop.domain.pledge_months import TREND_MONTHS
from csq_desktop.domain.threefold import ThreeTexts
from csq_desktop.services import figures, pledge_views, shop
from csq_desktop.storage import audit
from csq_desktop.storage.desk import desk_of
from csq_desktop.texts import language

PLEDGE = "pledge"


def notice(
    session: Session,
    pledge_id: int,
    month: Month,
    *,
    languages: Sequence[str] = (),
    changed: ThreeTexts | None = None,
) -> bytes:
    """A pledge's notice of a month as a PDF of one page; one language, or two.

    `changed` tells what was improved; without it, what was written down for the month is told.
    """
    from csq_desktop.reports import pledge_notice as paper

    told = pledge_views.detail(session, pledge_id, month)
    own = pledge_views.figure_id(told.pledge)
    past = figures.history(session, month, TREND_MONTHS, only={own})
    shares = tuple((one.month, found.value) for one in past if (found := one.find(own)))
    made = paper.PledgeNotice(
        told=told,
        shop=shop.shop(session),
        trend=shares,
        changed=told.noted.changed if changed is None else changed,
        published=shop.today(session),
        by=told.pledge.owner or desk_of(session).user.name,
    )
    return paper.pdf(made, paper.Languages(*(languages or (language(),))))


def note_printed(session: Session, pledge_id: int, month: Month) -> None:
    """Write into the trail that a pledge's notice was printed or saved."""
    audit.note(session, Action.PRINTED, PLEDGE, pledge_id, {"month": str(month)})
