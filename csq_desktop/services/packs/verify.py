"""Verifying a PDF: whether it is a pack issued here, still true, and not replaced."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import Anchor, AuditAction
from csq_desktop.domain.indicators.issued_figures import figures_code
from csq_desktop.domain.packs.packs import IssuedPack
from csq_desktop.domain.packs.verification import PackMark, PackOrigin, VerifiedPack
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import shortened
from csq_desktop.exchange.reading.pdfs import PdfFile, read_pdf
from csq_desktop.services.packs import replaced
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.packs import packs as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.store import store_of
from csq_desktop.storage.tables.packs import PackRow

_LONGEST_NAME = 80  # letters of a file's name: a longer one could say whole sentences


def verify(
    session: Session, file: Path, progress: Callable[..., None] | None = None
) -> VerifiedPack:
    """What a file is to this store; a UserError where it cannot be read or is no PDF."""
    require(session, Permission.PREVIEW_PACKS)
    pdf = read_pdf(file, progress)
    sha256, mark = hashlib.sha256(pdf.content).hexdigest(), PackMark.find(pdf.subject)
    origin, pack = _origin(session, pdf, sha256, mark)
    code = mark.code if mark else ""
    is_issued = origin is PackOrigin.ISSUED
    kept = records.get(session, pack.id) if pack else None
    newer = records.newer_versions(session, pack) if pack else ()
    return VerifiedPack(
        file=shortened(file.name.replace('"', "'"), _LONGEST_NAME),
        sha256=sha256,
        origin=origin,
        zone=shop.zone(session),
        pack=pack,
        author=pdf.author,
        code=code,
        figures_match=_figures_match(session, pack, code) if pack and is_issued else None,
        trail_matches=_trail_matches(session, pack) if pack and is_issued else None,
        record_matches=records.is_recorded(session, pack.id) if pack and is_issued else None,
        removed=pack is not None and kept is None,
        figures=records.printed_figures(session, pack.id) if pack else (),
        newer=newer,
        replaced=replaced.before(session, kept) if kept else None,
        since=replaced.by_version(session, kept, newer[-1]) if kept and newer else None,
    )


def note(session: Session, verified: VerifiedPack) -> None:
    """Write into the audit trail that a file was verified, and what came of it."""
    require(session, Permission.PREVIEW_PACKS)
    detail: dict[str, object] = {
        "sha256": verified.sha256,
        "unchanged": verified.origin is PackOrigin.ISSUED,
    }
    pack_id = verified.pack.id if verified.pack else None
    audit.note(session, AuditAction.VERIFIED, PackRow.__audit__, pack_id, detail)


def _origin(
    session: Session, pdf: PdfFile, sha256: str, mark: PackMark | None
) -> tuple[PackOrigin, IssuedPack | None]:
    """Its bytes prove a file; what it says of itself only tells which one it wants to be."""
    if pack := records.with_hash(session, sha256):
        return PackOrigin.ISSUED, pack
    if pack := records.removed(session, sha256=sha256):
        return PackOrigin.REMOVED, pack
    if pdf.needs_password:
        return PackOrigin.PROTECTED, records.with_number(session, pdf.number)
    if mark is not None:
        if mark.store != PackMark.of_store(store_of(session).keyring.store_id, mark.month).store:
            return PackOrigin.ANOTHER_STORE, None
        if not mark.version:
            return PackOrigin.PREVIEW, None
        version = (session, mark.month, mark.version)
        pack = records.of_version(*version) or records.removed(*version)
    else:
        pack = records.with_number(session, pdf.number)
    return (PackOrigin.CHANGED, pack) if pack else (PackOrigin.NOT_ISSUED, None)


def _figures_match(session: Session, pack: IssuedPack, code: str) -> bool | None:
    if not code:
        return None
    printed = records.figures(session, pack.id) or {}
    return figures_code(printed, pack.chain_sequence, pack.chain_head) == code


def _trail_matches(session: Session, pack: IssuedPack) -> bool:
    end = Anchor(pack.chain_sequence, pack.chain_head)
    return audit.holds(session.connection(), end)
