"""Earlier months whose issued figures are others today, for whatever shows such a month."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.restated import RestatedMonth, restated
from csq_desktop.domain.users import Permission
from csq_desktop.services.indicators import figures
from csq_desktop.services.indicators.gone import with_gone
from csq_desktop.storage.records.packs import packs as records
from csq_desktop.storage.sessions.desk import require


def of_month(session: Session, month: Month) -> RestatedMonth | None:
    """What changed in a month since its newest pack was issued; None where nothing did."""
    kept = records.newest_figures(session, month)
    return None if kept is None else _restated(session, kept, month)


def of_pack(session: Session, pack_id: int) -> RestatedMonth | None:
    """What changed since one pack was issued; None where nothing did."""
    require(session, Permission.PREVIEW_PACKS)
    pack, kept = records.get(session, pack_id), records.figures(session, pack_id)
    if pack is None or kept is None:
        return None
    return _restated(session, kept, pack.month)


def _restated(session: Session, issued: Mapping[str, object], month: Month) -> RestatedMonth | None:
    return restated(issued, month, with_gone(issued, figures.month(session, month).figures))
