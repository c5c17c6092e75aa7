"""Customers whose every word is one of a kind, so that any trace of them in any file is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.complaints.facts import CallerIdentity, Correction
from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.customers.facts import (
    Identity,
    NewCustomer,
    RevealReason,
)
from csq_desktop.domain.drafts import VAULT, Draft
from csq_desktop.domain.events import NewShopEvent, ShopEventKind
from csq_desktop.domain.evidence.facts import NewEvidence
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters.facts import NewLetter
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.services import drafts
from csq_desktop.services.actions import actions
from csq_desktop.services.complaints import complaints, promises
from csq_desktop.services.customers import customers, intake
from csq_desktop.services.events import events
from csq_desktop.services.evidence import evidence, picking
from csq_desktop.services.imports import commands
from csq_desktop.services.letters import letters
from csq_desktop.services.retention import due_list, holds
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.factory import FixedClock
from tests.services.small_shop import ended, logged

_SURNAMES = ("Wrenfield", "Kestrelton", "Ploverby", "Siskinow", "Heronade", "Dunlinsky")

_WORDS = (
    *("note", "secret", "before", "asked", "said", "summed", "noted", "ring", "shot", "seen"),
    *("Dear", "mend", "unsaved", "again", "court", "settled", "left", "draft"),
)
"""What is written of each, every word followed by letters of their own."""


@dataclass(frozen=True)
class Quarry:
    """A customer to be erased: the numbers of the records, and every word that is theirs alone."""

    customer_id: int
    complaint_id: int
    words: tuple[str, ...]


def name_of(number: int) -> str:
    """A name nobody else has."""
    return f"{_SURNAMES[number % len(_SURNAMES)]} Quax{_letters(number)}"


def shop_of(store: Store, clock: FixedClock, count: int, folder: Path) -> tuple[Quarry, ...]:
    """A shop with so many customers of one's own words, brought and changed by files, too."""
    with store.writing() as session:
        shop.set_up(session, NewShop("Kestrel Garden", "KG01", "May Wong"))
    brought = _imported(store, folder, count)
    quarries = tuple(
        _one(store, clock, number, brought[name_of(number)]) for number in range(count)
    )
    _elsewhere(store, clock, quarries)
    return quarries


def _imported(store: Store, folder: Path, count: int) -> dict[str, int]:
    """Bring them by one file, and change their addresses by another."""
    for at, street in enumerate(("Nestling Row", "Fledgling Row")):
        lines = ["Customer number,Name,Phone,Email,Address"]
        lines += [
            f"EX{number:05d},{name_of(number)},{_phone(number)},{_email(number)},"
            f"Flat {number} {street} {_letters(number)}"
            for number in range(count)
        ]
        listed = folder / f"people{at}.csv"
        listed.write_text("\n".join(lines) + "\n", "utf-8")
        commands.run(store, commands.Order(ImportKind.CUSTOMERS, listed), None)
        listed.unlink()
    with store.reading(identities=True) as session:
        rows = session.connection().exec_driver_sql("SELECT name, customer_id FROM vault.identity")
        return dict(rows.all())


def _one(store: Store, clock: FixedClock, number: int, customer_id: int) -> Quarry:
    with store.writing() as session:
        _person(session, number, customer_id)
        case = _case(session, clock, number, customer_id)
        _beside_case(session, clock, number, case)
        ended(session, case)
        _around(session, clock, number, customer_id)
    tag = _letters(number)
    whose = (name_of(number), _phone(number), _email(number), f"EX{number:05d}", f"Alias {tag}")
    streets = (f"Nestling Row {tag}", f"Fledgling Row {tag}")
    return Quarry(customer_id, case, (*whose, *streets, *(f"{word}{tag}" for word in _WORDS)))


def _person(session: Session, number: int, customer_id: int) -> None:
    tag = _letters(number)
    identity = Identity(
        name=name_of(number),
        phone=_phone(number),
        email=_email(number),
        address=f"Flat {number} Fledgling Row {tag}",
        note=f"note{tag} likes tea",
        their_reference=f"EX{number:05d}",
    )
    customers.correct(session, customer_id, identity)
    customers.correct(session, customer_id, replace(identity, other_name=f"Alias {tag}"))
    customers.reveal(session, customer_id, RevealReason.OTHER, f"secret{tag} rang twice")


def _case(session: Session, clock: FixedClock, number: int, customer_id: int) -> int:
    tag = _letters(number)
    case = logged(
        session,
        clock,
        customer_id=customer_id,
        words=f"before{tag} I am {name_of(number)}",
        remedy_sought=f"asked{tag} money back",
    )
    correction = Correction(words=f"said{tag} in the queue", summary=f"summed{tag} queue")
    complaints.correct(session, case, correction)
    complaints.note(session, case, f"noted{tag} on the telephone")
    return case


def _beside_case(session: Session, clock: FixedClock, number: int, case: int) -> None:
    tag = _letters(number)
    promise = NewPromise(f"ring{tag} back", clock.at + timedelta(days=1), "")
    promises.make(session, case, promise)
    file = picking.of_bytes(f"A chat: shot{tag} at the till".encode())
    note = NewEvidence("receipt", shows_people=number % 2 == 0, note=f"seen{tag} here")
    evidence.add(session, case, [file], note)
    letter = letters.draft(session, case, NewLetter(LetterKind.ANSWER, "en"))
    letters.save(session, letter.id, replace(letter.words, body=f"Dear{tag} we are sorry"))
    title = f"mend{tag} the till"
    action = NewAction(title, "May Wong", date(2026, 12, 1), ActionSource.COMPLAINT, case)
    actions.promise(session, action)
    drafts.keep(session, Draft(f"complaint.{case}.note", (("text", f"unsaved{tag}"),)))


def _around(session: Session, clock: FixedClock, number: int, customer_id: int) -> None:
    tag = _letters(number)
    sealed = logged(session, clock, customer_id=customer_id, words=f"again{tag} they came")
    intake.hand_in(session, sealed, CallerIdentity(name=f"Hidden {tag}"))
    ended(session, sealed)
    hold = holds.place(session, customer_id, f"court{tag} case")
    holds.release(session, hold, f"settled{tag} by now")
    until = date(2026, 12, 1)
    due_list.leave(session, RecordKind.CUSTOMERS, [customer_id], until, f"left{tag} so")
    drafts.keep(session, Draft(f"{VAULT}customer.{customer_id}", (("name", f"draft{tag}"),)))


def _elsewhere(store: Store, clock: FixedClock, quarries: Sequence[Quarry]) -> None:
    """Other people's records and forms that name every tenth of them."""
    with store.writing() as session:
        other = customers.add(session, NewCustomer(Identity(name="Mok Tsz Kit", phone="93330000")))
        for number in range(0, len(quarries), 10):
            name = name_of(number)
            case = logged(session, clock, customer_id=other, words=f"{name} pushed me")
            complaints.note(session, case, f"Witness {_phone(number)}")
            events.record(
                session,
                NewShopEvent(clock.at.date(), clock.at.date(), ShopEventKind.STAFF, f"{name} came"),
            )
            fields = (("text", f"Ask {name} about it"),)
            drafts.keep(session, Draft(f"note.{number}", fields))


def _phone(number: int) -> str:
    return f"+8526{number:07d}"


def _email(number: int) -> str:
    return f"bird{_letters(number).lower()}@nest.example"


def _letters(number: int) -> str:
    """A number in letters, so that no digits of anything else are like it."""
    letters = ""
    for _ in range(5):
        number, rest = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[rest]
    return letters
