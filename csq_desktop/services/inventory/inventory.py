"""The data inventory: every record that may speak of a person, as the shop holds it now."""

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.register_periods import months_before
from csq_desktop.domain.disclosures.facts import MONTHS_TO_NOTIFY, Disclosure, DisclosureFilter
from csq_desktop.domain.inventory import facts as rule
from csq_desktop.domain.inventory.facts import InventoryEntry
from csq_desktop.domain.users import Permission
from csq_desktop.services.retention import rules
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.privacy import disclosures as disclosure_records
from csq_desktop.storage.records.privacy import inventory as records
from csq_desktop.storage.sessions.desk import require


def entries(session: Session) -> tuple[InventoryEntry, ...]:
    """One entry for each record, those about customers first."""
    require(session, Permission.READ_AUDIT_TRAIL)
    names = [record.name for record in rule.described()]
    vault, counts = records.in_vault(names), records.counts(session, names)
    months, lines = rules.rules(session), handed_over(session)
    return tuple(
        InventoryEntry(
            record,
            record.holding,
            rule.place_of(record, in_vault=record.name in vault),
            counts.get(record.name),
            rule.months_of(record.holding, months),
            rule.received(record, lines),
        )
        for record in rule.described()
        if record.holding is not None
    )


def handed_over(session: Session) -> tuple[Disclosure, ...]:
    """What left in the last twelve months, the newest first: counts are the same for everybody."""
    require(session, Permission.READ_AUDIT_TRAIL)
    today = shop.today(session)
    since = months_before(today, MONTHS_TO_NOTIFY)
    period = DisclosureFilter(first=since, last=today)
    return tuple(filter(period.lets_through, disclosure_records.everything(session)))
