"""The shop's lists as they were at a point of the trail, where they have changed since."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.replay import Past
from csq_desktop.domain.shop.shop_lists import BY_KEY, EntryChange, ShopList, in_force
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.storage.records.past import past
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.shop.shop import ListEntryRow


def at(session: Session, sequence: int) -> dict[str, ShopList]:
    """Every list that the shop has changed since, as it was then; none where it changed nothing."""
    entry = AuditEntryRow
    later = select(entry.sequence).where(
        entry.object_type == ListEntryRow.__audit__, entry.sequence > sequence
    )
    if session.scalar(later.limit(1)) is None:
        return {}
    rows = session.execute(select(ListEntryRow.id, ListEntryRow.list_name)).all()
    trails = past.trails(session, ListEntryRow, [number for number, _name in rows])
    changes: dict[str, list[EntryChange]] = {name: [] for _, name in rows if name in BY_KEY}
    for number, name in rows:
        if name in changes and trails[number].was_there(sequence):
            changes[name].append(_change(name, trails[number].at(sequence)))
    return {name: in_force(name, changed) for name, changed in changes.items()}


def _change(name: str, row: Past) -> EntryChange:
    text = {key: str(value.words or "") for key, value in row.items()}
    position = row["position"].words
    return EntryChange(
        list_name=name,
        code=text["code"],
        wording=ThreeTexts(text["en"], text["zh_hk"], text["zh_cn"]),
        parent=text["parent_code"],
        position=position if isinstance(position, int) else 0,
        active=not text["retired_at"],
        aliases=tuple(filter(None, text["earlier_words"].split("\n"))),
    )
