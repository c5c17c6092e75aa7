"""T18: identities that sing like canaries go through every flow, and are heard in no file."""

import io
import logging
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from csq_desktop import log, paths
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import CallerIdentity
from csq_desktop.domain.customers.facts import CustomerFilter, Identity, NewCustomer, RevealReason
from csq_desktop.domain.drafts import VAULT, Draft
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.stores.backups import BackupOpener
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services import drafts, earlier_words
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import customers, intake
from csq_desktop.services.duplicates import alike
from csq_desktop.services.exports import exports
from csq_desktop.services.imports import commands
from csq_desktop.services.packs import packs
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import backups, checks
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.storage.search import index as search
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import IdentityRow
from tests.factory import FixedClock, open_store, template
from tests.pdf_text import pages
from tests.services.small_shop import logged, set_up
from tests.storage.backup.backup_case import supervisor
from tests.tally import Tally

CANARY = Identity(
    name="Quetzal Featherstonehaugh",
    other_name="鸚鵡學舌",
    phone="96427731",
    email="quetzal@plumage.example",
    address="Flat 7713, Aviary Mansions",
    note="Prefers to be called Quetzi",
    their_reference="QF-771342",
)
CALLER = CallerIdentity(name="Budgerigar Wellington-Smythe", phone="97731642", email="")
SONGS = (
    "Quetzal",
    "Featherstonehaugh",
    "鸚鵡學舌",
    "96427731",
    "plumage.example",
    "Aviary Mansions",
    "Quetzi",
    "QF-771342",
    "Budgerigar",
    "97731642",
)
SPELLINGS = ("utf-8", "utf-16-le", "utf-16-be", "big5", "gb18030")


def heard(content: bytes) -> set[str]:
    """The songs in these bytes, in any spelling a file may have, in capitals or not."""
    low = content.lower()
    return {song for song in SONGS for written in _spelled(song) if written.lower() in low}


def _spelled(song: str) -> Iterator[bytes]:
    for spelling in SPELLINGS:
        with suppress(UnicodeEncodeError):
            yield song.encode(spelling)


def layers(path: Path) -> Iterator[bytes]:
    """A file's bytes, and what is packed inside: a workbook's parts, a document's texts."""
    content = path.read_bytes()
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    if content.startswith(b"%PDF"):
        yield texts(content)


def texts(pdf: bytes) -> bytes:
    return "\n".join(pages(pdf)).encode()


@pytest.fixture
def sung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every folder the program may write to is below this one."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    log.start(paths.user_state())
    return tmp_path


@pytest.mark.fault("T18")
def test_an_identity_is_heard_in_no_file_but_the_vault(sung: Path, tally: Tally) -> None:
    clock = FixedClock()
    staff = open_store(sung, Role.STAFF, source=clock)
    hand_in(staff, clock)
    staff.close()
    store = open_store(sung, source=clock)
    sing(store, clock)
    take_in_a_file(store, sung)
    break_down(store)
    outside = give_out(store, sung)
    store.rest()
    left = [store.folder / name for name in os.listdir(store.folder)]
    assert heard(plain(store, VAULT_FILE)) == set(SONGS)
    assert heard(plain(store, STORE_FILE)) == set()
    store.close()
    files = [path for path in sung.rglob("*") if path.is_file() and path.name != "list.csv"]
    assert {path.name for path in files} >= {"csq.log", "keys.json", *outside}
    assert {path.name for path in left} >= {STORE_FILE, VAULT_FILE}
    for path in files:
        with tally.round("undetected"):
            assert not [songs for part in layers(path) if (songs := heard(part))], path


def hand_in(staff: Store, clock: FixedClock) -> None:
    """Staff at the counter seal a caller's identity."""
    with staff.writing() as session:
        number = logged(session, clock)
        intake.hand_in(session, number, CALLER)
        earlier_words.keep(session, ComplaintRow, number, {"words": CANARY.name})
        assert not drafts.keep(session, Draft(f"{VAULT}customer", (("name", CANARY.name),)))


def sing(store: Store, clock: FixedClock) -> None:
    """A supervisor's day with customers."""
    set_up(store)
    with store.writing() as session:
        assert intake.take_in(session) == intake.TakenIn(1)
        number = customers.add(session, NewCustomer(CANARY))
        case = logged(session, clock, customer_id=number)
    with store.writing() as session:
        drafts.keep(session, Draft(f"{VAULT}customer", (("name", CANARY.name),)))
        customers.correct(session, number, CANARY)
        customers.reveal(session, number, RevealReason.OTHER, f"To ring {CANARY.name}")
        complaints.acknowledge(session, case)
    with store.reading(identities=True) as session:
        shown = customers.line_ids(session, CustomerFilter(text="quetzal"))
        assert len(customers.lines(session, shown)) == 1
        assert alike.matches(session, CANARY)


def take_in_a_file(store: Store, folder: Path) -> None:
    """A list of customers, one of them the canary's twin, one that cannot be read."""
    file = folder / "list.csv"
    lines = ["Name,Phone,E-mail", f"{CANARY.name},{CANARY.phone},", f"{CALLER.name},93331234,"]
    file.write_text("\n".join(lines), "utf-8")
    commands.run(store, commands.Order(ImportKind.CUSTOMERS, file), None)


def break_down(store: Store) -> None:
    """Errors of the database and of the program while identities are at hand."""
    logger = log.logger("canary")
    with store.reading(identities=True) as session:
        (row,) = session.connection().exec_driver_sql("SELECT min(customer_id) FROM vault.identity")
    for break_ in (_twice, _stumble):
        try:
            with store.writing() as session:
                break_(session, row[0])
        except (IntegrityError, UserError, RuntimeError):
            logger.exception("it broke")
    logger.error("could not reach %s at %s (%s)", CANARY.email, CANARY.phone, CANARY.other_name)
    logging.getLogger("csq").error("rang %s", CALLER.phone)


def _twice(session: Session, number: int) -> None:
    session.add(IdentityRow(customer_id=number, name=CANARY.name))
    session.flush()


def _stumble(session: Session, number: int) -> None:
    search.CUSTOMERS.index(session, number, f"{CANARY.name} {CANARY.phone}")
    raise RuntimeError(f"no such customer: {CANARY}")


def give_out(store: Store, folder: Path) -> set[str]:
    """Everything that leaves the store and holds no identity; gives the names of the files."""
    with store.writing() as session:
        issued = packs.issue(session, PackRequest(Month.of(shop.today(session)), ("en", "zh_HK")))
        pdf = packs.pdf_of(session, issued.id)
    (folder / "pack.pdf").write_bytes(pdf)
    assert len(texts(pdf)) > 1000
    for kind in ("complaints", "pledge_counts", "figures"):
        for ending in (".csv", ".xlsx"):
            exports.write(store, kind, folder / f"{kind}{ending}", purpose="Yearly review")
    (folder / "report.txt").write_text("\n".join(checks.check(store).sentences), "utf-8")
    made = backups.make(store, folder)
    code = supervisor().recovery_code
    backups.restore(
        made.file, folder / "Back.csq", BackupOpener(recovery_key=code), source=FixedClock()
    )
    return {"pack.pdf", "complaints.xlsx", "figures.csv", "report.txt", made.file.name}


def plain(store: Store, name: str) -> bytes:
    """Every row of a file of the store, decrypted; what is sealed in it stays so."""
    ring = template().users[Role.SUPERVISOR].keyring
    key = {STORE_FILE: ring.store_key, VAULT_FILE: ring.vault_key or ""}[name]
    with closing(engine.connect(store.folder / name, key)) as driver:
        tables = driver.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        ).fetchall()
        rows = [row for (table,) in tables for row in driver.execute(f'SELECT * FROM "{table}"')]
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
    )


def test_a_song_is_heard_in_every_spelling() -> None:
    for spelling in SPELLINGS:
        assert "96427731" in heard("Ring 96427731.".encode(spelling))
    assert heard("請致電鸚鵡學舌".encode("big5")) == {"鸚鵡學舌"}
    assert heard(b"nothing at all") == set()
