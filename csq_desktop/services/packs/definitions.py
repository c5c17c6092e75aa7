"""Definitions of packs: which sections in which order, with notes, kept under a name."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.packs.packs import PackDefinition
from csq_desktop.domain.privacy.privacy import without_contacts
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.names import one_line
from csq_desktop.errors import UserError
from csq_desktop.services import free_words
from csq_desktop.services.checklists.checklists import read_picture
from csq_desktop.storage.records.packs import pack_definitions as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr

LONGEST_NAME, LONGEST_NOTE, LONGEST_SHOWS = 60, 600, 160
_PICTURE_SIDE = 1_200  # pixels: 300 dots an inch where a picture is printed 10 cm wide


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
    if free_words.for_paper(session, [name]).clean(name) != name:
        raise UserError(
            tr("The name may identify somebody, and stands in the log. Choose another name."),
            field="definition_name",
        )
    check(definition)
    records.put(session, definition)
    return definition


def remove(session: Session, name: str) -> PackDefinition:
    """Forget a definition; packs issued by it stay as they are. Gives it back for an undo."""
    require(session, Permission.ISSUE_PACKS)
    definition = get(session, name)
    records.drop(session, name)
    return definition


def picture_of(file: Path) -> str:
    """A picture of a section, made smaller and freed of its camera's notes, as it is kept."""
    from csq_desktop.exchange.photos import jpeg_of

    return b64encode(jpeg_of(read_picture(file), longest_side=_PICTURE_SIDE)).decode("ascii")


def without_contacts_in(definition: PackDefinition) -> PackDefinition:
    """The definition with its words as they can stand on paper: on one line, without contacts."""
    sections = (
        replace(
            each,
            note=one_line(without_contacts(each.note)),
            shows=one_line(without_contacts(each.shows)) if each.picture else "",
        )
        for each in definition.sections
    )
    name = one_line(without_contacts(definition.name))
    return replace(definition, name=name, sections=tuple(sections))


def check(definition: PackDefinition) -> None:
    """Refuse a definition without sections, with one twice, or with a remark that cannot stand."""
    sections = [each.section for each in definition.sections]
    if not sections or len(set(sections)) < len(sections):
        raise UserError(tr("Choose at least one section, and none twice."))
    if any(len(each.note) > LONGEST_NOTE for each in definition.sections):
        raise UserError(tr("A note is too long. Please shorten it."))
    pictured = [each for each in definition.sections if each.picture]
    if not all(0 < len(each.shows.strip()) <= LONGEST_SHOWS for each in pictured):
        raise UserError(tr("Say in a few words what the picture shows."), field="picture_shows")
    if pictured:
        from csq_desktop.exchange.photos import is_plain_jpeg

        if not all(is_plain_jpeg(each.jpeg) for each in pictured):
            raise UserError(tr("A picture is damaged. Choose it again."), field="picture_shows")
