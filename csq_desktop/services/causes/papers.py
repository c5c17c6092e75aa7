"""Causes on paper: the fishbone of one case or of many."""

from sqlalchemy.orm import Session

from csq_desktop.domain.causes.facts import CauseChain
from csq_desktop.services.causes import causes, fishbone
from csq_desktop.services.settings import lists, shop
from csq_desktop.texts import speaking


def drawn(session: Session, complaint_id: int | None, *, language: str) -> bytes:
    """The fishbone of a case with its chains of whys as a PDF; without a case, that of many."""
    from csq_desktop.reports.documents import fishbone as paper

    with speaking(language):
        chains: tuple[CauseChain, ...] = ()
        spec = fishbone.of_many(session)
        if complaint_id is not None:
            spec = fishbone.of_case(session, complaint_id)
            chains = causes.of_case(session, complaint_id).chains
        whys = [(lists.label(lists.ROOT_CAUSES, each.cause), each.whys) for each in chains]
        page = paper.FishbonePaper(spec, whys, shop.shop(session), shop.today(session))
        return paper.document(page, language).pdf()
