"""Queries of receipts: giving one its place in the audit trail, and finding it by that place."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import Anchor, AuditAction
from csq_desktop.domain.receipts.facts import SALT_BYTES, TrailHold, words_digest
from csq_desktop.storage.audit import chain, details
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.cases.letters import ReceiptRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow

R, E = ReceiptRow, AuditEntryRow
_PROVED = ("ref", "complaint_id", "letter_id", "received_at", "words_digest", "confirmed_at")


@dataclass(frozen=True)
class PlacedReceipt:
    """A receipt at its place in the trail; no row where the entry there is of something else.

    `is_untouched` tells whether the stored receipt says what the trail says of it.
    """

    hold: TrailHold
    row: ReceiptRow | None = None
    is_untouched: bool = True


def add(
    session: Session, complaint: ComplaintRow, letter_id: int, ref: str
) -> tuple[ReceiptRow, Anchor]:
    """Keep a receipt for a complaint as it stands now; with its place in the trail."""
    desk, salt = desk_of(session), secrets.token_bytes(SALT_BYTES)
    row = R(
        id=ids.reserve(session),
        ref=ref,
        complaint_id=complaint.id,
        letter_id=letter_id,
        received_at=complaint.received_at,
        words_digest=words_digest(salt, complaint.words),
        salt=salt,
        confirmed_at=desk.now(),
        confirmed_by=desk.user.id,
    )
    session.add(row)
    session.flush()
    return row, place_of(session, row)


def place_of(session: Session, row: ReceiptRow) -> Anchor:
    """Where the trail tells of a receipt."""
    entry = select(E.sequence, E.mac).where(
        E.object_type == R.__audit__, E.object_id == row.id, E.action == AuditAction.CREATED
    )
    sequence, mac = session.execute(entry).one()
    return Anchor(sequence, mac.hex())


def placed(session: Session, place: Anchor) -> PlacedReceipt:
    """The receipt whose entry of the trail is meant by a code."""
    entry = session.get(E, place.sequence)
    if entry is None:
        return PlacedReceipt(TrailHold.MISSING)
    connection = session.connection()
    keyring = session.info[chain.KEYRING]
    is_held = chain.holds(connection, place) and (
        chain.head_after(connection, keyring, place.sequence, place.sequence) == entry.mac
    )
    is_receipt = entry.object_type == R.__audit__ and entry.action == AuditAction.CREATED
    if not is_receipt:
        return PlacedReceipt(TrailHold.OTHER if is_held else TrailHold.CHANGED)
    row = session.get(R, entry.object_id)
    hold = TrailHold.HELD if is_held else TrailHold.CHANGED
    return PlacedReceipt(hold, row, row is not None and _says_what_the_trail_says(row, entry))


def of_case(session: Session, complaint_id: int) -> tuple[ReceiptRow, ...]:
    """The receipts given for a case, the oldest first."""
    return tuple(session.scalars(select(R).where(R.complaint_id == complaint_id).order_by(R.id)))


def received(session: Session, complaint_id: int) -> tuple[str, datetime | None, str]:
    """A case's reference, when it was received and its words, as they stand now."""
    row = session.get(ComplaintRow, complaint_id)
    return (row.ref, row.received_at, row.words) if row is not None else ("", None, "")


def blank(session: Session, complaint_ids: Sequence[int]) -> None:
    """Forget the salt of the receipts of some cases: nobody can tell any more what was said."""
    for row in session.scalars(select(R).where(R.complaint_id.in_(complaint_ids))):
        row.salt = b""


def _says_what_the_trail_says(row: ReceiptRow, entry: AuditEntryRow) -> bool:
    said = (details.read(entry.detail) or {}).get("to", {})
    return all(json.loads(chain.in_words(getattr(row, name))) == said.get(name) for name in _PROVED)
