"""The list of people: whom complaints, actions and pledges can be given to.

Users of the store are in it by themselves. A supervisor keeps the rest of it in the settings;
whoever may give something to somebody may also add a name where it is first needed.
"""

from collections.abc import Collection

from sqlalchemy.orm import Session

from csq_desktop.domain.fields.fields import RecordField
from csq_desktop.domain.shop.people import (
    PERSON,
    Person,
    PersonChoice,
    PersonLine,
    by_key,
)
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.names import name_key, one_line
from csq_desktop.errors import UserError
from csq_desktop.storage.records.shop import people as records
from csq_desktop.storage.records.shop.people import Owned
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.shop.people import PersonRow
from csq_desktop.texts import tr

_NAME: RecordField = PERSON.field("name")


def everyone(session: Session) -> tuple[Person, ...]:
    """Everybody by name, those who left last."""
    return records.everyone(session)


def lines(session: Session) -> tuple[PersonLine, ...]:
    """Everybody with how much of theirs is still open, as the settings show them."""
    require(session, Permission.ADMINISTER)
    return records.lines(session)


def of_signed_in(session: Session) -> int | None:
    """The person the signed-in user is."""
    return records.of_user(session, desk_of(session).user.id)


def chosen(session: Session, choice: PersonChoice) -> int | None:
    """The id of the person meant; a name that is new is added. None where nobody is meant."""
    if isinstance(choice, int):
        return _row(session, choice).id
    if not one_line(choice):
        return None
    known = by_key(everyone(session)).get(name_key(choice))
    return known.id if known is not None else add(session, choice)


def shown(session: Session, row: Owned) -> str:
    """Whom a record shows as its owner."""
    return records.shown(row, records.names(session))


def add(session: Session, name: str) -> int:
    """Put a name into the list; returns the person's id."""
    require(session, Permission.ADD_PEOPLE)
    return records.add(session, _free_name(session, name))


def brought(session: Session, names: Collection[str], batch_id: int) -> dict[str, int]:
    """The people meant by the names in a file, by these names; those not known are added."""
    require(session, Permission.IMPORT_FILES)
    known = {key: one.id for key, one in by_key(everyone(session)).items()}
    new = {name_key(name): one_line(name) for name in sorted(names) if name_key(name) not in known}
    added = records.add_many(session, list(new.values()), batch_id=batch_id)
    known |= {key: added[name] for key, name in new.items()}
    return {name: known[name_key(name)] for name in names}


def rename(session: Session, person_id: int, name: str) -> None:
    """Write a name differently; every record of the person follows."""
    require(session, Permission.ADMINISTER)
    row = _listed(session, person_id)
    row.name = _free_name(session, name, besides=person_id)


def leave(session: Session, person_id: int) -> None:
    """Mark somebody as left: offered last, and still shown on every record."""
    require(session, Permission.ADMINISTER)
    row = _listed(session, person_id)
    if row.left_at is None:
        row.left_at = desk_of(session).now()


def come_back(session: Session, person_id: int) -> None:
    """Undo that somebody left."""
    require(session, Permission.ADMINISTER)
    _listed(session, person_id).left_at = None


def take_out(session: Session, person_id: int) -> None:
    """Undo the adding of a name that nothing was given to yet."""
    require(session, Permission.ADMINISTER)
    row = _listed(session, person_id)
    if records.is_used(session, person_id):
        raise UserError(tr("{name} owns records: mark them as left instead.", name=row.name))
    records.remove(session, row)


def _listed(session: Session, person_id: int) -> PersonRow:
    """A person who is no user: a user's name and leaving are the user's."""
    row = _row(session, person_id)
    if row.user_id is not None:
        raise UserError(tr("{name} is a user: change that under Users.", name=row.name))
    return row


def _row(session: Session, person_id: int) -> PersonRow:
    row = records.get(session, person_id)
    if row is None:
        raise UserError(tr("This person has been removed."))
    return row


def _free_name(session: Session, name: str, *, besides: int | None = None) -> str:
    written = one_line(name)
    if not written:
        raise UserError(tr("Enter the name."), field="name")
    _NAME.check(written)
    known = by_key(one for one in everyone(session) if one.id != besides).get(name_key(written))
    if known is not None:
        raise UserError(tr("{name} is already in the list.", name=known.name), field="name")
    return written
