"""Who stands in for whom today: on Today, on a case, and in the list of cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from csq_desktop.domain.absences.facts import Absence, stand_in
from csq_desktop.domain.shop.people import Person
from csq_desktop.domain.today import DueItem, Now
from csq_desktop.services import people
from csq_desktop.services.closing import involved
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import absences as records
from csq_desktop.texts import tr

_CASES = "complaints"


@dataclass(frozen=True)
class CaseStandIn:
    """The owner of a case is away: until when, and who works on it meanwhile.

    `substitute` is empty for nobody; `passed_over` are substitutes whom the case must not go to.
    """

    owner: str
    until: date
    substitute: str
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfferedOwners:
    """The people whose cases a list can show, and for whom the signed-in user stands in today."""

    people: tuple[Person, ...]
    stood_in_for: frozenset[int] = frozenset()


def owners(session: Session) -> OfferedOwners:
    """Everybody by name, those who left last, and for whom the signed-in user stands in."""
    return OfferedOwners(people.everyone(session), frozenset(stands_in_for(session)))


def of_case(session: Session, complaint_id: int) -> CaseStandIn | None:
    """Who stands in for the owner of a case today; None while the owner is there."""
    row, day = involved.complaint(session, complaint_id), shop.today(session)
    away = {absence.person_id: absence for absence in records.on(session, day)}
    absence = away.get(row.owner_id or 0)
    if absence is None:
        return None
    barred = records.barred(session, (row.id,))[row.id]
    acting = stand_in(absence.person_id, day, away.values(), barred)
    names = {person.id: person.name for person in people.everyone(session)}
    return CaseStandIn(
        names[absence.person_id],
        absence.last_day,
        names.get(acting or 0, ""),
        tuple(names[each] for each in absence.substitutes if each in barred),
    )


def stands_in_for(session: Session) -> tuple[int, ...]:
    """The people for whom the signed-in user stands in today, but on cases they must not see."""
    own, day = people.of_signed_in(session), shop.today(session)
    away = records.on(session, day)
    return tuple(
        absence.person_id
        for absence in away
        if own is not None and own in _may_come_to(absence.person_id, away, day)
    )


def may_act_for(session: Session, person_id: int, complaint_id: int) -> bool:
    """Whether the signed-in user stands in today for somebody, on a case."""
    day = shop.today(session)
    barred = records.barred(session, (complaint_id,))[complaint_id]
    acting = stand_in(person_id, day, records.on(session, day), barred)
    return acting is not None and acting == people.of_signed_in(session)


def widen(session: Session, now: Now, items: Sequence[DueItem]) -> list[DueItem]:
    """Due items with whoever stands in for their owners beside them, and for whom it is said."""
    away = {absence.person_id: absence for absence in records.on(session, now.day)}
    if not away:
        return list(items)
    theirs = {item.object_id for item in items if item.owners & away.keys()}
    cases = [each for each in theirs if isinstance(each, int)]
    barred, gone = records.barred(session, cases), records.left(session)
    names = {person.id: person.name for person in people.everyone(session)}
    widened = []
    for item in items:
        of_case = item.page == _CASES and isinstance(item.object_id, int)
        out = barred[item.object_id] if of_case and isinstance(item.object_id, int) else gone
        for owner in sorted(item.owners & away.keys()):
            item = _for(item, names[owner], stand_in(owner, now.day, away.values(), out))
        widened.append(item)
    return widened


def _for(item: DueItem, name: str, acting: int | None) -> DueItem:
    if acting is None:
        words = tr("{name} is away, nobody stands in", name=name)
        return replace(item, under=_joined(words, item.under))
    under = _joined(tr("for {name}", name=name), item.under)
    return replace(item, under=under, owners=item.owners | {acting})


def _joined(*words: str) -> str:
    return tr(" · ").join(filter(None, words))


def _may_come_to(person_id: int, away: Iterable[Absence], day: date) -> frozenset[int]:
    """Everybody to whom something of a person can come, on one case or another."""
    absences, reached = tuple(away), set[int]()
    while (acting := stand_in(person_id, day, absences, reached)) is not None:
        reached.add(acting)
    return frozenset(reached)
