"""The register of data breaches: recording one, and each step until it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from csq_desktop.domain.breaches import facts as rule
from csq_desktop.domain.breaches.facts import (
    Breach,
    BreachEnding,
    BreachFacts,
    ConcernedCustomer,
    PrintedNotice,
    coded,
)
from csq_desktop.domain.breaches.harm import HarmAssessment
from csq_desktop.domain.privacy.private_words import EarlierValue
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import earlier_words
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints.references import next_number, written
from csq_desktop.storage.records.privacy import breaches as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.privacy.breaches import BreachWordsRow, PrivacyBreachRow
from csq_desktop.texts import tr

SERIES = "DB"


@dataclass(frozen=True)
class BreachFile:
    """Everything about one breach: itself, who is concerned, what was printed, earlier words."""

    breach: Breach
    people: tuple[ConcernedCustomer, ...]
    notices: tuple[PrintedNotice, ...]
    earlier: tuple[EarlierValue, ...]


def log(session: Session, facts: BreachFacts) -> int:
    """Record a breach as soon as it is found; gives the id. Nothing of it can be deleted."""
    require(session, Permission.EDIT_CUSTOMERS)
    desk = desk_of(session)
    desk.require_identities()
    found_on = shop.calendar(session).day_of(facts.found_at)
    rule.check(facts, found_on, desk.now())
    year = shop.today(session).year
    branch = shop.branch_code(session)
    row = PrivacyBreachRow(
        id=ids.reserve(session),
        ref=written(SERIES, year, next_number(session, SERIES, year), branch),
        logged_at=desk.now(),
        logged_by=desk.user.id,
    )
    _put(row, facts, found_on)
    words = BreachWordsRow(
        breach_id=row.id, account=facts.account.strip(), finder=facts.finder.strip()
    )
    records.add(session, row, words)
    return row.id


def correct(session: Session, breach_id: int, facts: BreachFacts) -> None:
    """Put right what happened; the trail has the earlier codes, the vault the earlier words."""
    row, breach = row_of(session, breach_id)
    rule.check_open(breach)
    found_on = shop.calendar(session).day_of(facts.found_at)
    rule.check(facts, found_on, desk_of(session).now())
    _put(row, facts, found_on)
    write_words(session, breach_id, {"account": facts.account, "finder": facts.finder})


def contain(session: Session, breach_id: int, at: datetime, text: str) -> None:
    """Record what was done against further harm, and when."""
    row, breach = row_of(session, breach_id)
    rule.check_containment(breach, at, text, desk_of(session).now())
    row.contained_at = at
    write_words(session, breach_id, {"breach_containment": text})


def assess(session: Session, breach_id: int, assessment: HarmAssessment) -> None:
    """Record the factors of harm and what a supervisor concludes; a later one replaces it."""
    row, breach = row_of(session, breach_id)
    rule.check_assessment(breach, assessment)
    desk = desk_of(session)
    for name, value in vars(assessment.factors).items():
        setattr(row, name, value)
    row.harm_level, row.harm_at, row.harm_by = assessment.level, desk.now(), desk.user.id
    write_words(session, breach_id, {"harm_note": assessment.note})


def follow_up(session: Session, breach_id: int, text: str, review_on: date | None) -> None:
    """Record what was done or is still to be done, and when somebody looks again."""
    row, breach = row_of(session, breach_id)
    rule.check_follow_up(breach, text, review_on, shop.today(session))
    row.review_on = review_on
    write_words(session, breach_id, {"breach_follow_up": text})


def end(session: Session, breach_id: int, ending: BreachEnding) -> None:
    """End a breach with what was learned and what prevents another."""
    row, breach = row_of(session, breach_id)
    rule.check_end(breach, ending)
    desk = desk_of(session)
    row.breach_ended_at, row.breach_ended_by = desk.now(), desk.user.id
    row.action_id, row.review_on = ending.action_id, None
    write_words(session, breach_id, {"lessons": ending.lessons, "prevention": ending.prevention})


def take_up_again(session: Session, breach_id: int) -> None:
    """Undo the end of a breach, for whatever comes to light later."""
    row, breach = row_of(session, breach_id)
    if breach.is_open:
        raise UserError(tr("This breach has not ended."))
    if breach.erased:
        raise UserError(tr("The words of this breach were erased. Record a new one."))
    row.breach_ended_at = row.breach_ended_by = None


def everything(session: Session) -> tuple[Breach, ...]:
    """Every breach, the one found last first; without words for who cannot see identities."""
    require(session, Permission.READ_AUDIT_TRAIL)
    return records.everything(session)


def read(session: Session, breach_id: int) -> BreachFile:
    """One breach with all there is about it."""
    require(session, Permission.READ_AUDIT_TRAIL)
    breach = records.by_id(session, breach_id)
    if breach is None:
        raise UserError(tr("This breach is not in the register."))
    by_event = earlier_words.of_record(session, BreachWordsRow, breach_id)
    return BreachFile(
        breach,
        records.concerned(session, breach_id),
        records.notices(session, breach_id),
        tuple(value for values in by_event.values() for value in values),
    )


def row_of(session: Session, breach_id: int) -> tuple[PrivacyBreachRow, Breach]:
    """A breach's row beside its facts, for whoever may work on the register."""
    require(session, Permission.EDIT_CUSTOMERS)
    desk_of(session).require_identities()
    row, breach = records.get(session, breach_id), records.by_id(session, breach_id)
    if row is None or breach is None:
        raise UserError(tr("This breach is not in the register."))
    return row, breach


def write_words(session: Session, breach_id: int, words: Mapping[str, str]) -> None:
    """Write words about a breach, and keep what they said before."""
    require(session, Permission.EDIT_CUSTOMERS)
    row = records.words_of(session, breach_id)
    changed = {
        key: text.strip() for key, text in words.items() if text.strip() != getattr(row, key)
    }
    before = {key: getattr(row, key) for key in changed}
    earlier_words.keep(session, BreachWordsRow, breach_id, before)
    for key, text in changed.items():
        setattr(row, key, text)


def _put(row: PrivacyBreachRow, facts: BreachFacts, found_on: date) -> None:
    row.breach_kind, row.found_through = facts.kind, facts.found_through
    row.happened_from, row.happened_to = facts.happened_from, facts.happened_to
    row.found_at, row.found_on = facts.found_at, found_on
    row.people_kinds, row.detail_kinds = coded(facts.people), coded(facts.detail_kinds)
    row.people_count, row.count_basis = facts.people_count, facts.count_basis
