"""Queries of the definitions of packs kept under a name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.packs.packs import DefinedSection, PackDefinition
from csq_desktop.storage.records.bodies import from_body, to_body
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.packs import PackDefinitionRow

R = PackDefinitionRow


def everything(session: Session) -> tuple[PackDefinition, ...]:
    """Every definition, by name."""
    return tuple(map(_fact, session.scalars(select(R).order_by(R.name))))


def get(session: Session, name: str) -> PackDefinition | None:
    """The definition of that name."""
    row = _row(session, name)
    return _fact(row) if row else None


def put(session: Session, definition: PackDefinition) -> None:
    """Keep a definition in place of the one of its name."""
    row = _row(session, definition.name)
    if row is None:
        row = R(id=ids.reserve(session), name=definition.name)
        session.add(row)
    row.sections = [to_body(section) for section in definition.sections]
    row.saved_at = desk_of(session).now()
    session.flush()


def drop(session: Session, name: str) -> None:
    """Forget the definition of that name."""
    if row := _row(session, name):
        session.delete(row)
        session.flush()


def _row(session: Session, name: str) -> PackDefinitionRow | None:
    return session.scalar(select(R).where(R.name == name))


def _fact(row: PackDefinitionRow) -> PackDefinition:
    return PackDefinition(row.name, from_body(tuple[DefinedSection, ...], row.sections))
