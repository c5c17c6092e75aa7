"""What a case's file consists of: the chapters of every feature, and the staff named in them."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from sqlalchemy.orm import Session

from csq_desktop import services
from csq_desktop.domain.case_files.chapters import CaseChapter, CaseSource
from csq_desktop.domain.requests.covering import in_place
from csq_desktop.domain.users import Permission
from csq_desktop.features import declared
from csq_desktop.storage.records.shop import people as people_records
from csq_desktop.storage.records.shop import users as user_records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr

FeatureChapters = Callable[[Session, CaseSource], Iterator[CaseChapter]]


@cache
def features() -> tuple[FeatureChapters, ...]:
    """The `chapters` of every package of services that has a `case_file.py`.

    Whoever freezes the program names csq_desktop.services.*.case_file, since no import does.
    """
    return tuple(module.chapters for module in declared(services, "case_file"))


def chapters(session: Session, source: CaseSource) -> tuple[CaseChapter, ...]:
    """Every chapter, as the features know the case."""
    require(session, Permission.WORK_COMPLAINTS)
    return tuple(chapter for of_case in features() for chapter in of_case(session, source))


def staff(session: Session) -> Mapping[str, str]:
    """What stands in place of each name of the shop's staff: the place in the list of people.

    Nobody is ever removed from it, so that the number means the same person in every file.
    """
    require(session, Permission.WORK_COMPLAINTS)
    users, people = user_records.names(session), people_records.names(session)
    return {
        **{users[key]: tr("user {n}", n=n) for n, key in enumerate(sorted(users), start=1)},
        **{people[key]: tr("staff {n}", n=n) for n, key in enumerate(sorted(people), start=1)},
    }


def without_staff(text: str, names: Mapping[str, str]) -> str:
    """A text with the number of each of the staff in place of the name."""
    return in_place(text, names)
