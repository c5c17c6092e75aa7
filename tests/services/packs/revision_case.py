"""A month that was issued, and why its figures changed since."""

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators import issued_figures
from csq_desktop.domain.indicators.revisions import RevisedMonth, RevisionCause
from csq_desktop.services.indicators import figures
from csq_desktop.services.packs import revisions
from csq_desktop.storage.audit import chain
from csq_desktop.storage.records.packs import packs as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.packs import PackRow

OCTOBER = Month(2026, 10)


def mark_issued(store: Store, month: Month = OCTOBER) -> int:
    """A pack of a month with its figures, without its pages: they take a second to make."""
    with store.writing() as session:
        end = chain.head(session.connection(), store.keyring)
        row = PackRow(
            id=ids.reserve(session),
            month=month,
            version=records.latest_version(session, month) + 1,
            languages=["en"],
            message="",
            issued_at=desk_of(session).now(),
            issued_by=1,
            pages=1,
            sha256="",
            chain_sequence=end.sequence,
            chain_head=end.head,
            figures=issued_figures.plain(figures.month(session, month)),
            pdf=b"",
        )
        records.add(session, row)
        return row.id


def revised(store: Store, month: Month = OCTOBER) -> RevisedMonth | None:
    with store.reading() as session:
        return revisions.of_month(session, month)


def causes(month: RevisedMonth | None, figure_id: str) -> dict[RevisionCause, tuple[str, ...]]:
    """The causes of one figure's change, each with its cases."""
    assert month is not None
    figure = next(each for each in month.figures if each.change.after.id == figure_id)
    assert figure.reconciles
    return {effect.cause: effect.refs for effect in figure.effects}
