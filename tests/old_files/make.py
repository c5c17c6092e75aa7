"""Makes the stored file of the newest schema: `python -m tests.old_files.make` in a checkout.

One file for each released schema stays here for good. Make it again only while its schema is not
released; a released one is never replaced.
"""

import random
import shutil
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.complaints.facts import CallerIdentity
from csq_desktop.domain.customers.facts import Consent, Identity, NewCustomer
from csq_desktop.domain.drafts import VAULT, Draft
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.stores.backups import ENDING
from csq_desktop.services import drafts
from csq_desktop.services.actions import actions
from csq_desktop.services.customers import customers, intake
from csq_desktop.services.imports import commands
from csq_desktop.services.stores import backups, recovery_sheets, stores
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.schema import revisions as schema
from csq_desktop.storage.store import Store
from tests.factory import FixedClock
from tests.services.small_shop import Hand, logged, set_up

HERE = Path(__file__).parent
PASSPHRASE = "an old shop opens its shutters"
SHOP = NewShop("Old Street", "OLD01", "May Wong")


def name() -> str:
    """What the file of the newest schema is called."""
    return f"{schema.HEAD_STORE}-{schema.HEAD_VAULT}{ENDING}"


def make(target: Path) -> Path:
    """Make a small store with a little of everything, and keep it as a backup."""
    clock = FixedClock(datetime(2026, 10, 5, 2, 0, tzinfo=UTC))
    work = Path(tempfile.mkdtemp())
    try:
        store, _ = stores.create(
            work / "Old.csq", SHOP, PASSPHRASE, cost=KdfCost.FLOOR, source=clock
        )
        _fill(store, clock, work)
        backup = backups.make(store, work / name())
        store.close()
        return Path(shutil.move(backup.file, target / name()))
    finally:
        shutil.rmtree(work)


def _fill(store: Store, clock: FixedClock, work: Path) -> None:
    set_up(store)
    Hand(store, clock, random.Random(2026)).work(40)
    with store.writing() as session:
        recovery_sheets.stored(session)
        new = NewCustomer(
            Identity(name="Yau Pui Shan", phone="91234567"),
            marketing=Consent.AGREED,
            marketing_source="form 7",
        )
        number = customers.add(session, new)
        case = logged(session, clock, customer_id=number)
        intake.hand_in(session, case, CallerIdentity(name="Mok Tsz Kit"))
        actions.promise(session, NewAction("Mend the till", "May Wong", date(2026, 12, 1)))
        drafts.keep(session, Draft("complaint", (("words", "Ten minutes"),)))
        drafts.keep(session, Draft(f"{VAULT}customer", (("name", "Yau"),)))
    listed = work / "list.csv"
    listed.write_text("Name,Phone\nLau Ka Wing,93331234\n", "utf-8")
    commands.run(store, commands.Order(ImportKind.CUSTOMERS, listed), None)


if __name__ == "__main__":
    make(HERE)
