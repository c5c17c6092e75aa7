"""What the children do that are killed: window-like work, and the long steps that change files."""

import functools
import itertools
import random
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import (
    CallerIdentity,
    Channel,
    ComplaintQueue,
    Filter,
    Finding,
    NewComplaint,
    Outcome,
    RemedyKind,
    Severity,
)
from csq_desktop.domain.customers.facts import CustomerFilter, Identity, NewCustomer
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.domain.users import Role, User
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import customers, intake
from csq_desktop.services.indicators import figures
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import backups
from csq_desktop.storage import opening, records, unlocking
from csq_desktop.storage.creation import CreatedStore
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.storage.keys import kdf
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.keys.signing import SigningKey
from csq_desktop.storage.maintenance import rekeying, restore
from csq_desktop.storage.schema import upgrade
from csq_desktop.storage.search.grams import grams
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.storage.store import Store
from tests.factory import START, FixedClock
from tests.storage.faults.fork_server import tell

records.import_all()
grams("字")  # loads the table of variants, which takes longer than a child lives


def open_by_sheet(folder: Path, user_id: int, keys: list[str]) -> Store:
    """The store, opened by its first supervisor without the slow passphrase.

    `keys` are the recovery key and, in hex, the supervisor's own to sign with.
    """
    code, seed = keys
    ring = KeyFile.load(folder / KEY_FILE).unlock_with_recovery(code)
    ring = replace(ring, signer=SigningKey(user_id, bytes.fromhex(seed)))
    made = CreatedStore(User(user_id, "May Wong", Role.SUPERVISOR), ring, code)
    return opening.begin(unlocking.unlock_new(folder, made, Clock(FixedClock())))


def work_like_a_window(folder: str, user_id: int, keys: list[str], seed: int) -> None:
    """Save without end, while two others read; tell of each save once it is kept."""
    store = open_by_sheet(Path(folder), user_id, keys)
    for look in (_look_at_lists, _look_at_figures):
        threading.Thread(target=look, args=[store], daemon=True).start()
    dice, cases = random.Random(seed), list[int]()
    tell("working")
    for number in itertools.count():
        save = dice.choice(SAVES)
        with store.writing() as session:
            done = save(session, dice, cases)
        tell(done)
        if number % 7 == 6:
            store.rest()


def _log(session: Session, dice: random.Random, cases: list[int]) -> str:
    new = NewComplaint(
        channel=Channel.TELEPHONE,
        received_at=START - timedelta(hours=dice.randrange(3000)),
        category=dice.choice(["till.waiting", "staff.rude"]),
        severity=dice.choice(list(Severity)),
        words="Ten minutes in the queue. " * dice.randint(1, 40),
    )
    made = complaints.log(session, new)
    cases.append(made.id)
    return f"complaint {made.id}"


def _add(session: Session, dice: random.Random, cases: list[int]) -> str:
    identity = Identity(name=f"Yau {dice.random()}", phone=f"9{dice.randrange(10**7):07}")
    return f"customer {customers.add(session, NewCustomer(identity))}"


def _hand_in(session: Session, dice: random.Random, cases: list[int]) -> str:
    _log(session, dice, cases)
    intake.hand_in(session, cases[-1], CallerIdentity(name=f"Mok {dice.random()}"))
    return f"caller {cases[-1]}"


def _take_in(session: Session, dice: random.Random, cases: list[int]) -> str:
    return f"opened {intake.take_in(session).count}"


def _close(session: Session, dice: random.Random, cases: list[int]) -> str:
    if not cases:
        return _log(session, dice, cases)
    case = cases.pop(dice.randrange(len(cases)))
    outcome = Outcome(
        dice.choice(list(Finding)), remedy_kind=RemedyKind.REFUND, remedy_cents=dice.randrange(9999)
    )
    complaints.acknowledge(session, case)
    complaints.answer(session, case, outcome)
    complaints.close(session, case)
    return f"closed {case}"


def _count(session: Session, dice: random.Random, cases: list[int]) -> str:
    pledge = pledges.everything(session)[0]
    day = shop.today(session) - timedelta(days=dice.randrange(30))
    pledges.count_day(session, DayCount(pledge.id, day, dice.randrange(40), dice.randrange(3)))
    return f"counted {day}"


SAVES: list[Callable[..., str]] = [_log, _log, _add, _close, _count, _hand_in, _take_in]
DAY: list[Callable[..., str]] = [_log, _add, _close, _count, _hand_in, _take_in, _log, _close]


_NEVER = threading.Event()


def _look_at_lists(store: Store) -> None:
    while not _NEVER.wait(0.01):
        with store.reading(identities=True) as session:
            found = complaint_views.line_ids(session, Filter(view=ComplaintQueue.ALL), 100)
            complaint_views.lines(session, found[:20])
            customers.lines(session, customers.line_ids(session, CustomerFilter(text="yau"), 20))


def _look_at_figures(store: Store) -> None:
    while not _NEVER.wait(0.01):
        with store.reading() as session:
            figures.history(session, Month.of(shop.today(session)), 3)


def change_keys(folder: str, user_id: int, passphrase: str) -> None:
    """Change all keys of a closed store; begins once the passphrase was stretched."""
    kdf.stretch = functools.cache(kdf.stretch)
    KeyFile.load(Path(folder) / KEY_FILE).unlock(user_id, passphrase)
    tell("changing")
    rekeying.rekey(Path(folder), user_id, passphrase, clock=Clock(FixedClock()))


def upgrade_files(folder: str, code: str) -> None:
    """Bring both files of a closed store to their newest schema."""
    from alembic import command

    assert command
    ring = KeyFile.load(Path(folder) / KEY_FILE).unlock_with_recovery(code)
    tell("upgrading")
    keys = {STORE_FILE: ring.store_key, VAULT_FILE: ring.vault_key or ""}
    upgrade.to_head({Path(folder) / name: key for name, key in keys.items()}, ring)


def back_up(folder: str, user_id: int, keys: list[str], target: str) -> None:
    """Make a backup into a folder."""
    store = open_by_sheet(Path(folder), user_id, keys)
    tell("backing up")
    backups.make(store, Path(target))


def bring_back(file: str, folder: str, code: str) -> None:
    """Restore a backup as a new store."""
    tell("restoring")
    restore.restore(Path(file), Path(folder), restore.by_recovery(code), Clock(FixedClock()))


def write_key_file(folder: str, user_id: int, code: str) -> None:
    """Write keys.json without end, and tell of each edition that is on the disk."""
    key_file = KeyFile.load(Path(folder) / KEY_FILE)
    ring = key_file.unlock_with_recovery(code)
    tell("writing")
    for number in itertools.count():
        key_file.rename(ring, user_id, f"May Wong {number}")
        tell(key_file.edition)
