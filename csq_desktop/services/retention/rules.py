"""The retention rules of the shop: how many months each kind of record stays."""

from datetime import date

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.dated import Dated, Version
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.rules import RetentionRules
from csq_desktop.domain.users import Permission
from csq_desktop.services.retention.sources import sources
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.shop import shop as records
from csq_desktop.storage.sessions.desk import require

NAME = "retention"


def history(session: Session) -> Dated[RetentionRules]:
    """Every version of the rules; the usual ones where none was ever written."""
    require(session, Permission.SIGN_IN)
    written = records.versions(session, NAME, RetentionRules)
    return Dated(written or (Version(1, date.min, RetentionRules()),))


def rules(session: Session) -> RetentionRules:
    """The rules as they are now."""
    return history(session).newest.value


def kinds(session: Session) -> tuple[RecordKind, ...]:
    """The kinds of records the program holds, each with a rule."""
    require(session, Permission.SIGN_IN)
    return tuple(sources())


def change(session: Session, changed: RetentionRules) -> None:
    """Set the rules from today on."""
    require(session, Permission.ADMINISTER)
    changed.check()
    if changed != rules(session):
        records.add_setting(session, NAME, shop.today(session), changed)
