"""Checklist templates: the shipped ones, saving a changed one as a new version, retiring."""

import json
from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop import paths
from csq_desktop.domain.checklists.facts import ResponseSet, Section, Template, TemplateLine
from csq_desktop.domain.checklists.templates import template_from, template_to, validate
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.checklists import templates as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.checklists import ChecklistTemplateRow
from csq_desktop.texts import tr

# In the order of the day: what is run most often comes first.
SHIPPED = (
    "opening_daily",
    "till_weekly",
    "floor_weekly",
    "after_sales_monthly",
    "mystery_visitor",
)
OWN_KEY = "own_{number}"


def shipped() -> tuple[Template, ...]:
    """The templates the product brings along, as written in resources/checklists."""
    folder = paths.resources() / "checklists"
    files = (folder / f"{key}.json" for key in SHIPPED)
    return tuple(template_from(json.loads(file.read_text("utf-8"))) for file in files)


def standard_sets() -> tuple[ResponseSet, ...]:
    """The sets of answers the shipped checklists use, each once."""
    sets: dict[str, ResponseSet] = {}
    for checklist in shipped():
        sets |= {offered.key: offered for offered in checklist.response_sets}
    return tuple(sets.values())


def empty_template() -> Template:
    """A new checklist: one section, and the first standard answers."""
    return Template(
        key="",
        title=ThreeTexts(),
        sections=(Section("1", ThreeTexts(), ()),),
        response_sets=standard_sets()[:1],
    )


def install_shipped(session: Session) -> int:
    """Put those shipped templates into the store that it does not have yet; returns how many."""
    require(session, Permission.EDIT_TEMPLATES)
    new = [
        checklist for checklist in shipped() if records.newest_id(session, checklist.key) is None
    ]
    for checklist in new:
        records.add_template(session, replace(checklist, version=1))
    return len(new)


def templates(session: Session, *, retired: bool = False) -> tuple[TemplateLine, ...]:
    """The newest version of each checklist in use, or of each retired one."""
    lines = records.newest_versions(session)
    return tuple(line for line in lines if (line.retired_at is not None) == retired)


def template(session: Session, template_id: int) -> Template:
    """One version of a checklist, as it was saved."""
    stored = records.template(session, template_id)
    if stored is None:
        raise UserError(tr("This checklist has been removed."))
    return stored


def save_template(session: Session, changed: Template) -> int:
    """Keep a new or changed checklist as a new version and return its id; old ones stay.

    Without a key it is a new checklist; without a change nothing is added.
    """
    require(session, Permission.EDIT_TEMPLATES)
    named = changed if changed.key else replace(changed, key=_free_key(session))
    before = records.newest_id(session, named.key)
    if before is None:
        return records.add_template(session, validate(replace(named, version=1)))
    current = template(session, before)
    if template_to(replace(named, version=current.version)) == template_to(current):
        return before
    return records.add_template(session, validate(replace(named, version=current.version + 1)))


def retire(session: Session, template_id: int) -> None:
    """Take a checklist out of use from now on; its runs stay."""
    require(session, Permission.EDIT_TEMPLATES)
    _newest_row(session, template_id).retired_at = desk_of(session).now()


def take_up_again(session: Session, template_id: int) -> int:
    """Use a retired checklist again from today on; returns the id of the version in use.

    On the day it was retired that is undone. Later a new version begins, so that the months in
    between are not expected to have had it.
    """
    require(session, Permission.EDIT_TEMPLATES)
    row = _newest_row(session, template_id)
    if row.retired_at is None or shop.day_of(session, row.retired_at) == shop.today(session):
        row.retired_at = None
        return row.id
    before = template(session, template_id)
    return records.add_template(session, replace(before, version=before.version + 1))


def _newest_row(session: Session, template_id: int) -> ChecklistTemplateRow:
    row = records.template_row(session, template_id)
    if row is None or records.newest_id(session, row.key) != row.id:
        raise UserError(tr("This checklist has a newer version. Open it again."))
    return row


def _free_key(session: Session) -> str:
    taken = {line.key for line in records.newest_versions(session)}
    numbers = range(1, len(taken) + 2)
    return next(key for n in numbers if (key := OWN_KEY.format(number=n)) not in taken)
