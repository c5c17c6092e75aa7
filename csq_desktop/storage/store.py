"""A store somebody has opened: its two files, its keys, and the sessions that work with it."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from csq_desktop import log
from csq_desktop.domain.audit.entries import Anchor, AnchorPlace, AuditAction
from csq_desktop.errors import StoreBusy, StoreDamaged, UserError
from csq_desktop.storage import redo
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit import signatures
from csq_desktop.storage.audit.own_note import OwnNote
from csq_desktop.storage.audit.recorder import RecordedSession
from csq_desktop.storage.audit.signatures import SignatureLink
from csq_desktop.storage.files import engine, own_rules
from csq_desktop.storage.files.faults import user_errors
from csq_desktop.storage.files.in_place import FilesInPlace
from csq_desktop.storage.keys import contents
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.keys.signers import UserRegister
from csq_desktop.storage.schema import guard
from csq_desktop.storage.sessions import gate
from csq_desktop.storage.sessions.desk import DESK, SessionContext
from csq_desktop.storage.sessions.door import Door
from csq_desktop.storage.sessions.lists_in_force import ListsInForce, changes
from csq_desktop.storage.tables.shop.shop import ListEntryRow
from csq_desktop.storage.tables.store import KEY_FILE_COPY, KeyFileCopyRow
from csq_desktop.storage.unlocking import Unlocked
from csq_desktop.texts import tr

ANCHOR_SECONDS = 60.0
_STORE = "store"
_logger = log.logger("store")


class Store:
    """One open store; `findings` are sentences about what opening it brought to light.

    `losses` are those of them that say that something is missing.
    """

    def __init__(self, unlocked: Unlocked) -> None:
        self.losses: tuple[str, ...] = ()
        self.findings: tuple[str, ...] = ()
        self._lists = ListsInForce()
        self._door = Door()
        self._key_file_held = RLock()
        self._turn = RLock()  # without it, one who writes again and again would never let held() in
        self._commits = self._rested = 0  # so many, and how many of them an idle moment has seen
        self._checked = -1  # how many there were when quick_check last found nothing
        self.attach(unlocked)

    def attach(self, unlocked: Unlocked) -> None:
        """Open the files with these keys: the first ones, or those that away() has changed."""
        self.folder = unlocked.folder
        self.user = unlocked.user
        self.keyring = unlocked.keyring
        self.keys = unlocked.keys
        self.sees_identities = unlocked.keys.vault is not None
        self.clock = unlocked.clock
        self._lock = unlocked.lock
        self._open = True
        self._lists.open()
        self._register = UserRegister()
        self._in_place = FilesInPlace(unlocked.folder)
        self._own_note = OwnNote(unlocked.folder, unlocked.keyring.store_id)
        self._noted = Anchor()
        self._link = SignatureLink()
        self._anchored_at = time.monotonic()
        self._writer = engine.writer(self.folder, self.keys)
        self._reader = engine.reader(self.folder, self.keys)
        self._blind = engine.blind_reader(self.folder, self.keys)
        gate.watch(self._writer)
        guard.watch(self._writer, vault=self.sees_identities)
        if self.sees_identities:
            redo.watch(self._writer, self.keyring, lambda: self._register.edition)
        with self.key_file():  # from here on its register is known
            pass

    @contextmanager
    def away(self) -> Iterator[None]:
        """Close the files inside the block, for what needs them to itself; attach() ends it.

        Whoever wants a session meanwhile waits for one.
        """
        with self._door.shut():
            self.close()
            yield

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction that may change things: kept at the end of the block, or not at all."""
        with self._door.inside():
            carried = self._carried(sees_identities=self.sees_identities)
            with (
                user_errors(),
                self._lists.here(),
                RecordedSession(self._writer, expire_on_commit=False, info=carried) as session,
                session.begin(),
            ):
                self._in_place.require()
                with self._turn:
                    session.connection()  # takes the write lock: from here on nobody else writes
                self._note_clock(session)
                self._note_put_right(session)
                with own_rules.blamed(self._blind):
                    yield session
                    end = self._end_of_trail(session)
            self._note_commit(end)
        if ListEntryRow.__topic__ in carried[DESK].topics:
            self.load_lists()

    def load_lists(self) -> None:
        """Use the shop's lists as they are stored; those of the program where they are spoilt."""
        try:
            with self.reading() as session:
                self._lists.use(changes(session))
        except StoreDamaged:
            _logger.exception("the lists could not be read")

    @contextmanager
    def reading(self, *, identities: bool = False) -> Iterator[Session]:
        """A read-only look at one moment; without identities on a connection without the vault."""
        with self._door.inside():
            carried = self._carried(sees_identities=identities)
            if identities and not self.sees_identities:
                carried[DESK].sees_identities = False
                carried[DESK].require_identities()
            bound = self._reader if identities else self._blind
            with (
                user_errors(),
                self._lists.here(),
                own_rules.blamed(bound),
                Session(bound, autoflush=False, info=carried) as session,
            ):
                yield session

    @contextmanager
    def key_file(self) -> Iterator[KeyFile]:
        """keys.json as it is on disk, for this thread alone; StoreDamaged if others changed it."""
        with self._door.inside(), self._key_file_held:
            self._in_place.require()
            key_file = KeyFile.load(self.folder / KEY_FILE)
            key_file.require_sealed(self.keyring)
            try:
                yield key_file
            finally:
                self._register = key_file.register

    def keep_key_file_copy(self, session: Session) -> None:
        """Keep a copy of keys.json in store.db; StoreDamaged when keys.json is older than that."""
        with self.key_file() as key_file:
            copy = self._kept_copy(session)
            is_past = copy is not None and copy.edition <= key_file.edition
            if copy is not None and not is_past and self._is_key_file(copy):
                raise contents.older_than_copy()
            if not is_past:
                self._tell_put_right(session, ["key_file_copy"])
            if copy is None or copy.edition != key_file.edition:
                copy = copy or KeyFileCopyRow(id=KEY_FILE_COPY)
                copy.edition, copy.text = key_file.edition, key_file.text().decode()
                session.add(copy)

    def _kept_copy(self, session: Session) -> KeyFileCopyRow | None:
        """The copy of keys.json, of the edition 0 while there is none; None where it is none."""
        try:
            copy = session.get(KeyFileCopyRow, KEY_FILE_COPY)
        except StoreDamaged:
            copy = KeyFileCopyRow()
        if copy is None:
            return KeyFileCopyRow(id=KEY_FILE_COPY, edition=0)
        if None not in (copy.edition, copy.text):  # for SQLite a rule can be taken out
            return copy
        if copy in session:
            session.expunge(copy)
        session.execute(delete(KeyFileCopyRow))
        return None

    def _is_key_file(self, copy: KeyFileCopyRow) -> bool:
        """Whether the copy is what holders of these keys left, and of the edition it stands for."""
        try:
            copied = KeyFile.parse(self.folder / KEY_FILE, str(copy.text).encode())
            copied.require_sealed(self.keyring)
        except UserError:
            return False
        return copied.edition == copy.edition

    def register(self) -> UserRegister:
        """Who signs the trail, as keys.json had it when this program read or wrote it last."""
        return self._register

    def anchors(self) -> dict[AnchorPlace, Anchor]:
        """Where the audit trail was anchored last, in each place that this user's keys open."""
        with self.key_file() as key_file:
            anchors = {AnchorPlace.KEY_FILE: Anchor(*key_file.anchor(self.keyring))}
        if self.sees_identities:
            with self.reading(identities=True) as session:
                anchors[AnchorPlace.VAULT] = redo.anchored(session.connection())
        return anchors | {AnchorPlace.COMPUTER: self._own_note.read()}

    def keep_anchor(self) -> None:
        """Write the end of the trail into keys.json and the vault; at least every 60 s.

        A crash between a commit and its anchor leaves a trail longer than the anchor: no damage.
        """
        self._anchored_at = time.monotonic()
        self.anchor_in_vault()
        with self.key_file() as key_file, self.reading() as session:
            end = audit.head(session.connection(), self.keyring)
            if end.sequence > key_file.anchor(self.keyring)[0]:
                key_file.set_anchor(self.keyring, end.sequence, end.head)

    def anchor_anew(self) -> None:
        """Anchor the trail as it is in keys.json, now that it tells what an earlier anchor missed.

        Otherwise every opening would tell it again, until the trail is longer than it was.
        """
        with self.key_file() as key_file, self.reading() as session:
            end = audit.head(session.connection(), self.keyring)
            key_file.anchor_anew(self.keyring, end.sequence, end.head)

    def anchor_in_vault(self) -> None:
        """Write the end of the trail where staff cannot write; only supervisors can do it."""
        if self.sees_identities:
            with self._turn, self._driver() as connection:
                redo.anchor(connection, self._register.edition)

    def checkpoint(self) -> bool:
        """Move everything from the logs into the files; False while somebody still reads."""
        with self._turn, self._driver() as connection:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    @contextmanager
    def held(self) -> Iterator[None]:
        """Everything is in the files, and nobody writes, as long as the block lasts."""
        with self._turn:
            self._forget_redo()
            with self._still():
                yield

    @contextmanager
    def _still(self) -> Iterator[None]:
        with self._driver() as connection:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise StoreBusy(tr("The database is busy. Try again in a moment."))
            connection.execute("BEGIN IMMEDIATE")  # the only connection that writes: no gap between
            try:
                yield
            finally:
                connection.execute("ROLLBACK")

    def _forget_redo(self) -> None:
        """An empty transaction: what the last one keeps sealed must not go into a copy."""
        if self.sees_identities:
            with self.writing():
                pass

    def rest(self) -> None:
        """What an idle moment is good for: the anchor and a checkpoint, if anything was written."""
        commits = self._commits
        if commits != self._rested:
            self.keep_anchor()
            if self.checkpoint():  # else somebody reads: the next idle moment tries again
                self._rested = commits

    def compact(self) -> None:
        """Rewrite both files without what was deleted from them; needs as much room again."""
        with self._driver() as connection:
            connection.execute("VACUUM main")
            if self.sees_identities:
                connection.execute("VACUUM vault")
        self.checkpoint()

    def quick_check(self) -> tuple[str, ...]:
        """SQLite's own words on what is wrong inside the files; empty when all is well.

        About half a second per 100 MB, and none when nothing was written since the last one.
        """
        commits = self._commits
        if commits == self._checked:
            return ()
        with self.reading(identities=self.sees_identities) as session:
            rows = session.connection().exec_driver_sql("PRAGMA quick_check(20)")
            findings = tuple(row[0] for row in rows if row[0] != "ok")
        self._checked = -1 if findings else commits
        return findings

    def close(self) -> None:
        """Sign out, anchor, move the logs into the files, let go.

        Closing always ends with the store let go: what fails before is logged, not raised. A
        second time does nothing.
        """
        if not self._open:
            return
        try:
            with self.writing() as session:
                self.keep_key_file_copy(session)
                audit.note(session, AuditAction.SIGNED_OUT)
            self.keep_anchor()
            self._reader.dispose()
            self._blind.dispose()
            self.checkpoint()
        except UserError:
            _logger.exception("closing was not complete")
        finally:
            self.let_go()

    def let_go(self) -> None:
        """Close the files and release the lock, whatever state they are in."""
        self._open = False
        self._lists.let_go()
        for bound in (self._reader, self._blind, self._writer):
            bound.dispose()
        self._lock.release()

    def _carried(self, *, sees_identities: bool) -> dict[Any, Any]:
        if not self._open:  # the lock is gone: another program may be at the files
            raise RuntimeError("the store was closed")
        return {
            DESK: SessionContext(self.user, self.clock, sees_identities),
            audit.KEYRING: self.keyring,
            audit.ANCHORS: self.anchors,
            signatures.REGISTER: self.register,
            signatures.LINK: self._link,
            _STORE: self,
        }

    def _note_clock(self, session: Session) -> None:
        behind = self.clock.newly_behind()
        if behind:
            detail = {"seconds": int(behind.total_seconds())}
            audit.note(session, AuditAction.CLOCK_SET_BACK, detail=detail)

    def _note_put_right(self, session: Session) -> None:
        """Tell what somebody built into the files, before anything else is written."""
        self._tell_put_right(session, guard.taken(session))

    def _tell_put_right(self, session: Session, objects: Sequence[str]) -> None:
        if objects:
            guard.tell(session, objects)
            self.losses = (*self.losses, guard.put_right_text(objects))

    def _end_of_trail(self, session: Session) -> Anchor | None:
        """The end of the trail as the transaction leaves it; None when it was taken back."""
        if not session.in_transaction():
            return None
        session.flush()
        return audit.head(session.connection(), self.keyring)

    def _note_commit(self, end: Anchor | None) -> None:
        """Note how far the trail is, now that it is on the disk, in this user's folder and here."""
        if end is not None and end != self._noted:
            self._own_note.write(end)
            self._noted = end
        self._link.keep()
        self._commits += 1
        if time.monotonic() - self._anchored_at >= ANCHOR_SECONDS:
            self._keep_anchor_quietly()

    def _keep_anchor_quietly(self) -> None:
        try:
            self.keep_anchor()
        except UserError:
            _logger.exception("the anchor could not be kept")

    @contextmanager
    def _driver(self) -> Iterator[Any]:
        """The writing connection itself, outside any transaction."""
        with self._door.inside(), user_errors(disk=False):
            self._in_place.require()
            connection = self._writer.raw_connection()
            try:
                yield connection.driver_connection
            finally:
                connection.close()


def store_of(session: Session) -> Store:
    """The store a session works in."""
    store = session.info[_STORE]
    assert isinstance(store, Store)
    return store
