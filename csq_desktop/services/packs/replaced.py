"""What each version of an issued month replaced: compared from the figures kept with both."""

from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.indicators.figures import MonthFigures
from csq_desktop.domain.indicators.replaced import ReplacedVersion, changed_figures
from csq_desktop.domain.packs.packs import IssuedPack
from csq_desktop.services.indicators.gone import with_gone
from csq_desktop.storage.records.packs import packs as records


def by_figures(session: Session, today: MonthFigures) -> ReplacedVersion | None:
    """What a pack of these figures would replace; None where its month was never issued."""
    version = records.latest_version(session, today.month)
    newest = records.of_version(session, today.month, version)
    if newest is None:
        return None
    issued = records.figures(session, newest.id) or {}
    changes = changed_figures(issued, with_gone(issued, today.figures))
    return ReplacedVersion(version, newest.issued_at, changes)


def by_version(session: Session, before: IssuedPack, newer: IssuedPack) -> ReplacedVersion:
    """What one issued version changed of an earlier one of its month."""
    issued = records.figures(session, before.id) or {}
    printed = records.printed_figures(session, newer.id)
    changes = changed_figures(issued, with_gone(issued, printed) if printed else ())
    return ReplacedVersion(before.version, before.issued_at, changes)


def before(session: Session, pack: IssuedPack) -> ReplacedVersion | None:
    """What an issued pack replaced; None for the first version of its month."""
    earlier = records.of_version(session, pack.month, pack.version - 1)
    return by_version(session, earlier, pack) if earlier else None


def with_changes(session: Session, pack: IssuedPack) -> IssuedPack:
    """The pack, and how many figures it changed of the version before."""
    replaced = before(session, pack)
    return replace(pack, changed=len(replaced.changes)) if replaced else pack
