"""Definitions of packs: which sections in which order, with notes, kept under a name."""

from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.names import one_line
from csq_desktop.domain.packs import PackDefinition
from csq_desktop.domain.privacy import without_contacts
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.storage.records import pack_definitions as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr

LONGEST_NAME, LONGEST_NOTE = 60, 600


def everything(session: Session) -> tuple[PackDefinition, ...]:
    """Every definition, by name."""
    require(session, Permission.PREVIEW_PACKS)
    return records.everything(session)


def get(session: Session, name: str) -> PackDefinition:
    """The definition of that name; refused where there is none."""
    require(session, Permission.PREVIEW_PACKS)
    definition = records.get(session, name)
    if definition is None:
        raise UserError(tr("There is no definition “{name}”.", name=name))
    return definition


def save(session: Session, definition: PackDefinition) -> PackDefinition:
    """Keep a definition in place of the one of its name; as it is kept now."""
    require(session, Permission.ISSUE_PACKS)
    name = one_line(definition.name)[:LONGEST_NAME].strip()
    definition = replace(without_contacts_in(definition), name=name)
    if not definition.name:
        raise UserError(tr("Enter a name."), field="definition_name")
    check(definition)
    records.put(session, definition)
    return definition


def remove(session: Session, name: str) -> PackDefinition:
    """Forget a definition; packs issued by it stay as they are. Gives it back for an undo."""
    require(session, Permission.ISSUE_PACKS)
    definition = get(session, name)
    records.drop(session, name)
    return definition


def without_contacts_in(definition: PackDefinition) -> PackDefinition:
    """The definition with its notes as they can stand on paper: on one line, without contacts."""
    sections = (
        replace(each, note=one_line(without_contacts(each.note))) for each in definition.sections
    )
    return replace(definition, sections=tuple(sections))


def check(definition: PackDefinition) -> None:
    """Refuse a definition without sections, with one twice, or with a note that is too long."""
    sections = [each.section for each in definition.sections]
    if not sections or len(set(sections)) < len(sections):
        raise UserError(tr("Choose at least one section, and none twice."))
    if any(len(each.note) > LONGEST_NOTE for each in definition.sections):
        raise UserError(tr("A note is too long. Please shorten it."))
