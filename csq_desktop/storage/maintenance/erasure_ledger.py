"""The ledger of erasures outside the store: a restore reads it, whatever backup is brought back.

A backup made before an erasure cannot know of it. So copies of the ledger lie in the store's own
folder, in every folder that backups go to, and in the user's own folder on this computer; one can
be exported and carried. It holds numbers of records alone, and is signed with the owner key, which
supervisors hold: nobody else can have a restore erase anything. A change of all keys gives another
owner key; each of the two then signs that the other is its own.
"""

import contextlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from csq_desktop import paths
from csq_desktop.domain.retention.erasures import Erasure
from csq_desktop.errors import StoreDamaged, UserError
from csq_desktop.storage.files import atomic
from csq_desktop.storage.keys import signing
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.records.bodies import from_body, to_body
from csq_desktop.texts import tr

ENDING = ".csqerasures"
_FORMAT, _ID_SHOWN = 1, 8
LARGEST_BYTES = 64 << 20


@dataclass(frozen=True)
class OwnerLink:
    """That two owner keys are one after the other, said by both of them."""

    before: str
    after: str
    by_before: str
    by_after: str

    def holds(self, store_id: str) -> bool:
        """Whether both keys signed it."""
        facts = _link_facts(store_id, self.before, self.after)
        signed = ((self.before, self.by_before), (self.after, self.by_after))
        return all(_is_signed(public, facts, signature) for public, signature in signed)


@dataclass(frozen=True)
class LedgerFile:
    """A ledger as it stands in a file: nothing of it is proved yet."""

    store_id: str
    owner: str
    signature: str
    facts: dict[str, object]
    links: tuple[OwnerLink, ...]
    entries: tuple[Erasure, ...]


@dataclass(frozen=True)
class FoundLedger:
    """What the copies that were found hold together; `foreign` were not signed by an owner."""

    entries: tuple[Erasure, ...] = ()
    files: int = 0
    foreign: int = 0


def link(before: Keyring, after: Keyring) -> OwnerLink | None:
    """That the owner keys of two keyrings follow each other; None where they are the same."""
    if before.owner is None or after.owner is None or before.owner.public == after.owner.public:
        return None
    facts = _link_facts(before.store_id, before.owner.public, after.owner.public)
    return OwnerLink(
        before.owner.public,
        after.owner.public,
        before.owner.sign(facts).hex(),
        after.owner.sign(facts).hex(),
    )


def content(entries: Sequence[Erasure], links: Sequence[OwnerLink], ring: Keyring) -> bytes:
    """The ledger as a file, signed by a supervisor's keys."""
    assert ring.owner is not None
    facts: dict[str, object] = {
        "format": _FORMAT,
        "store": ring.store_id,
        "owner": ring.owner.public,
        "links": [vars(each) for each in links],
        "entries": [to_body(entry) for entry in entries],
    }
    signature = ring.owner.sign(facts).hex()
    return json.dumps({**facts, "signature": signature}, indent=1).encode() + b"\n"


def parsed(text: bytes) -> LedgerFile:
    """A ledger out of a file; a UserError where it is none."""
    try:
        facts = json.loads(text)
        signature = facts.pop("signature")
        if facts["format"] != _FORMAT:
            raise ValueError(facts["format"])
        links = tuple(from_body(OwnerLink, each) for each in facts["links"])
        entries = tuple(from_body(Erasure, each) for each in facts["entries"])
        owner, store_id = str(facts["owner"]), str(facts["store"])
        return LedgerFile(store_id, owner, str(signature), facts, links, entries)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, StoreDamaged) as fault:
        raise UserError(tr("This file is not a list of erasures.")) from fault


def read(file: Path) -> LedgerFile:
    """A ledger out of a file; a UserError where it cannot be read or is none."""
    try:
        with file.open("rb") as opened:
            return parsed(opened.read(LARGEST_BYTES))
    except OSError as fault:
        raise atomic.unread(file, fault) from fault


def gather(store_id: str, ring: Keyring, folders: Iterable[Path]) -> FoundLedger:
    """Every erasure of a store in the copies that lie in some folders and on this computer."""
    ledgers = [each for each in _found(folders) if each.store_id == store_id]
    owners = _trusted(ring, [each for ledger in ledgers for each in ledger.links])
    genuine = [each for each in ledgers if is_genuine(each, owners)]
    entries = {entry.code: entry for ledger in genuine for entry in ledger.entries}
    in_order = sorted(entries.values(), key=lambda entry: (entry.at, entry.number))
    return FoundLedger(tuple(in_order), len(genuine), len(ledgers) - len(genuine))


def trusted_entries(
    ledger: LedgerFile, ring: Keyring, links: Sequence[OwnerLink] = ()
) -> tuple[Erasure, ...]:
    """The erasures of one ledger; a UserError unless an owner of this very store signed it.

    `links` are those that the store itself keeps: a ledger of before knows nothing of later keys.
    """
    owners = _trusted(ring, (*ledger.links, *links))
    if ledger.store_id != ring.store_id:
        raise UserError(tr("This list of erasures belongs to another database."))
    if not is_genuine(ledger, owners):
        raise UserError(
            tr("This list of erasures was not signed by a supervisor of this database.")
        )
    return ledger.entries


def is_genuine(ledger: LedgerFile, owners: Iterable[str]) -> bool:
    """Whether one of these owner keys signed the ledger."""
    return ledger.owner in owners and _is_signed(ledger.owner, ledger.facts, ledger.signature)


@dataclass(frozen=True)
class ErasureLedger:
    """The ledger of an open store: its erasures, the owner keys it had, the keys it has now."""

    entries: tuple[Erasure, ...]
    links: tuple[OwnerLink, ...]
    ring: Keyring

    @property
    def text(self) -> bytes:
        """The ledger as a signed file."""
        return content(self.entries, self.links, self.ring)

    def with_copies(self, folders: Iterable[Path]) -> "ErasureLedger":
        """The ledger with what only its copies know: of a store that was brought back meanwhile."""
        found = gather(self.ring.store_id, self.ring, folders)
        known = {entry.code for entry in self.entries}
        more = tuple(entry for entry in found.entries if entry.code not in known)
        return replace(self, entries=(*self.entries, *more))


def spread(ledger: ErasureLedger, folders: Sequence[Path], *, shop: str) -> tuple[Path, ...]:
    """Write copies into folders and on this computer; gives where it could not be written.

    What copies know already stays in them.
    """
    store_id = ledger.ring.store_id
    text, refused = ledger.with_copies(folders).text, []
    name = f"{shop} {store_id[:_ID_SHOWN]}{ENDING}"
    for place in (*(folder / name for folder in folders), _own_copy(store_id)):
        if not place.parent.is_dir():
            continue  # a stick that is not plugged in gets its copy with the next backup
        try:
            atomic.write(place, text)
        except UserError:
            refused.append(place)
    return tuple(refused)


def _found(folders: Iterable[Path]) -> Iterable[LedgerFile]:
    places = {file for folder in folders for file in _files(folder)}
    for file in sorted({*places, *_files(_own_folder())}):
        with contextlib.suppress(UserError):
            yield read(file)


def _files(folder: Path) -> list[Path]:
    try:
        return list(folder.glob(f"*{ENDING}"))
    except OSError:
        return []


def _own_folder() -> Path:
    return paths.user_state() / "erasures"


def _own_copy(store_id: str) -> Path:
    with contextlib.suppress(OSError):  # without this copy the others have to do
        _own_folder().mkdir(mode=0o700, exist_ok=True)
    return _own_folder() / f"{store_id}{ENDING}"


def _trusted(ring: Keyring, links: Iterable[OwnerLink]) -> frozenset[str]:
    """The owner key, and those that it follows or that follow it."""
    owners = {ring.owner_public}
    held = [each for each in links if each.holds(ring.store_id)]
    for _ in held:  # each pass adds one key at least, or nothing more
        for each in held:
            if owners & {each.before, each.after}:
                owners |= {each.before, each.after}
    return frozenset(owners)


def _link_facts(store_id: str, before: str, after: str) -> list[str]:
    return ["csq owner keys 1", store_id, before, after]


def _is_signed(public: str, facts: object, signature: str) -> bool:
    try:
        return signing.is_signed(public, facts, bytes.fromhex(signature))
    except ValueError:
        return False
