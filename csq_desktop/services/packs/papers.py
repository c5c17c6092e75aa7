"""Review packs on paper beside the pack itself: the minutes of a review."""

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.users import Permission
from csq_desktop.services import free_words
from csq_desktop.services.packs import asks
from csq_desktop.services.packs import packs as packs_service
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import language

MINUTES = "review_minutes"


def minutes(session: Session, pack_id: int) -> bytes:
    """The minutes of a pack's review as a PDF of one page, in the language of the reader.

    What may identify somebody in the words of decisions is left out; the minutes say whether
    the customers were compared, which takes a session that reads the vault.
    """
    require(session, Permission.PREVIEW_PACKS)
    from csq_desktop.reports.documents import review_minutes as paper

    pack, decided = packs_service.one_issued(session, pack_id), asks.of_pack(session, pack_id)
    words = free_words.for_paper(session, asks.words_of(decided))
    contents = paper.ReviewMinutes(
        pack=pack,
        asks=asks.reworded(decided, words.clean),
        privacy=words.sentence,
        shop=shop.shop(session),
        today=shop.today(session),
        issued_on=pack.issued_at.astimezone(desk_of(session).zone).date(),
    )
    return paper.pdf(contents, language())


def note_minutes(session: Session, pack_id: int) -> None:
    """Write into the trail that the minutes of a pack's review were printed or saved."""
    require(session, Permission.PREVIEW_PACKS)
    audit.note(session, AuditAction.PRINTED, MINUTES, pack_id)
