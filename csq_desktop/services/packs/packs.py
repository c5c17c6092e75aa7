"""Review packs: looking at one, issuing one for good, and printing an issued one again."""

import hashlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from csq_desktop.clock import running_seconds
from csq_desktop.domain.audit.entries import Anchor, AuditAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators import issued_figures
from csq_desktop.domain.packs.packs import (
    IssuedPack,
    MadePack,
    PackRequest,
    PrintedIdentity,
)
from csq_desktop.domain.packs.verification import PackMark
from csq_desktop.domain.paper.sheets import check_languages
from csq_desktop.domain.privacy.privacy import without_contacts
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.retelling import account_kept
from csq_desktop.domain.words.wording import month_text
from csq_desktop.errors import StoreDamaged, UserError
from csq_desktop.reports.packs.facts import Edition
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.services.packs import asks, comparison, definitions, replaced
from csq_desktop.services.packs import facts as pack_facts
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.bodies import to_body
from csq_desktop.storage.records.packs import packs as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.store import store_of
from csq_desktop.storage.tables.packs import PackRow
from csq_desktop.texts import tr, trn

if TYPE_CHECKING:  # the page kit is loaded when the first pack is made
    from csq_desktop.reports.paper.document import Document

Progress = Callable[..., None]
LONGEST_MESSAGE, LONGEST_ASKED, LONGEST_REASON = 2_000, 2_500, 300


@dataclass(frozen=True)
class PackWords:
    """The month's message and what is asked, as the figures would write them: one line each.

    Only a person knows the `reason` why a month is issued again.
    """

    message: str
    asked: str
    reason: str = ""


def make(session: Session, request: PackRequest, progress: Progress | None = None) -> MadePack:
    """The pack as it would be issued now, marked as a preview; nothing is kept."""
    require(session, Permission.PREVIEW_PACKS)
    if progress is not None:
        progress(0.0)  # a job with `progress` gets the worker of long reads
    begun = running_seconds()
    with account_kept():
        _check(session, request)
        pack = _make(_voices(session, request), Edition(mark=_mark(session, request.month)))
    return replace(pack, seconds=running_seconds() - begun)


def words(session: Session, request: PackRequest) -> PackWords:
    """What the figures would write on the cover, to be edited; in the main language."""
    require(session, Permission.PREVIEW_PACKS)
    _check(session, request)
    voices = _voices(session, PackRequest(request.month, request.languages[:1]))
    return PackWords("\n".join(voices.message), "\n".join(voices.asked))


def identities_in(
    session: Session, request: PackRequest, progress: Progress | None = None
) -> tuple[PrintedIdentity, ...]:
    """What of a pack's words may identify somebody, for whoever can read identities."""
    require(session, Permission.ISSUE_PACKS)
    if progress is not None:
        progress(0.0)  # a job with `progress` gets the worker of long reads
    _check(session, request)
    return comparison.compared(session, _document(_voices(session, request), Edition())).places


def places_text(places: Collection[PrintedIdentity]) -> str:
    """Where a preview may identify somebody, not whom: a terminal keeps what it shows."""
    pages = sorted({page for printed in places for page in printed.pages})
    return trn(
        "{n} place may identify somebody: page {pages}. Decide on it when the review "
        "pack is issued.",
        "{n} places may identify somebody: pages {pages}. Decide on them when the "
        "review pack is issued.",
        len(places),
        pages=tr(", ").join(map(str, pages)),
    )


def issue(
    session: Session, request: PackRequest, left_in: Collection[PrintedIdentity] = ()
) -> IssuedPack:
    """Make the pack for good: its bytes, its hash and its figures are kept.

    Refused while its words may identify somebody, except for what was looked at and `left_in`.
    It is made on a connection without the vault, so what this very transaction changed before is
    not in it. A month may be issued again, as its next version.
    """
    require(session, Permission.ISSUE_PACKS)
    with account_kept():
        return _issue(session, request, left_in)


def _issue(
    session: Session, request: PackRequest, left_in: Collection[PrintedIdentity]
) -> IssuedPack:
    begun = running_seconds()
    _check(session, request)
    desk, end = desk_of(session), _end_of_trail(session)
    version = records.latest_version(session, request.month) + 1
    if version > 1 and not request.reason.strip():
        raise UserError(tr("Enter why the month is issued again."))
    voices = _voices(session, request)
    compared = comparison.compared(session, _document(voices, Edition()))
    if not set(compared.places) <= set(left_in):
        raise UserError(
            tr("Some text in this review pack may identify somebody. Check it before you issue it.")
        )
    edition = Edition(
        version, desk.now(), desk.user.name, end.sequence, end.head, len(compared.places)
    )
    printed = issued_figures.plain(voices.main.figures)
    edition = _proved(session, edition, printed, request.month)
    pack = _make(voices, edition)
    row = PackRow(
        id=ids.reserve(session),
        month=request.month,
        version=version,
        languages=list(request.languages),
        message="\n".join(voices.message),
        asked="\n".join(voices.asked),
        issued_at=edition.issued_at,
        issued_by=desk.user.id,
        pages=pack.pages,
        sha256=pack.sha256,
        chain_sequence=end.sequence,
        chain_head=end.head,
        figures=printed,
        pdf=bytes(pack.pdf),
        reason=voices.reason if version > 1 else "",
        definition=to_body(voices.definition),
    )
    records.add(session, row)
    asks.keep(session, (row.id, request.month), voices.asks)
    detail: dict[str, object] = {
        "texts": compared.texts,
        "left_in": edition.left_in,
        "seconds": round(running_seconds() - begun, 1),
        "definition": voices.definition.name,
    }
    audit.note(session, AuditAction.COMPARED, PackRow.__audit__, row.id, detail)
    return replaced.with_changes(session, one_issued(session, row.id))


def issued(session: Session) -> tuple[IssuedPack, ...]:
    """Every issued pack, the newest month and version first, and what each changed."""
    require(session, Permission.PREVIEW_PACKS)
    return tuple(replaced.with_changes(session, pack) for pack in records.issued(session))


def newest(session: Session, month: Month) -> IssuedPack:
    """The newest version of a month's pack; refused where none was issued."""
    pack = next((pack for pack in issued(session) if pack.month == month), None)
    if pack is None:
        raise UserError(tr("{month} has not been issued", month=month_text(month)))
    return pack


def pdf_of(session: Session, pack_id: int) -> bytes:
    """An issued pack exactly as it was issued; refused when its bytes no longer fit its hash."""
    require(session, Permission.PREVIEW_PACKS)
    pack, pdf = one_issued(session, pack_id), records.pdf(session, pack_id) or b""
    if hashlib.sha256(pdf).hexdigest() != pack.sha256:
        raise StoreDamaged(
            tr("This review pack was changed after it was issued. Restore it from a backup.")
        )
    return pdf


def note_print(session: Session, pack_id: int) -> None:
    """Write into the audit trail that an issued pack was printed or saved."""
    require(session, Permission.PREVIEW_PACKS)
    audit.note(session, AuditAction.PRINTED, PackRow.__audit__, one_issued(session, pack_id).id)


def one_issued(session: Session, pack_id: int) -> IssuedPack:
    """An issued pack by its id."""
    require(session, Permission.PREVIEW_PACKS)
    pack = records.get(session, pack_id)
    if pack is None:
        raise UserError(tr("This review pack has been removed."))
    return pack


def _check(session: Session, request: PackRequest) -> None:
    check_languages(request.languages)
    if request.month > Month.of(shop.today(session)):
        raise UserError(tr("{month} has not begun yet.", month=month_text(request.month)))
    definitions.check(request.definition)
    if (
        len(request.message) > LONGEST_MESSAGE
        or len(request.asked) > LONGEST_ASKED
        or len(request.reason) > LONGEST_REASON
    ):
        raise UserError(tr("The key message does not fit on the cover. Please shorten it."))


@contextmanager
def _blind(session: Session) -> Iterator[Session]:
    """A session without the vault: this one if it has none, else another beside it."""
    if not desk_of(session).sees_identities:
        yield session
        return
    with store_of(session).reading() as blind:
        yield blind


def _voices(session: Session, request: PackRequest) -> Voices:
    with _blind(session) as blind:
        facts = [pack_facts.gather(blind, request.month, code) for code in request.languages]
    return Voices(
        facts[0],
        facts[1] if len(facts) > 1 else None,
        _lines(request.message),
        _lines(request.asked),
        " ".join(_lines(request.reason)),
        definitions.without_contacts_in(request.definition),
    )


def _lines(text: str) -> tuple[str, ...]:
    lines = (without_contacts(line.strip()) for line in text.splitlines())
    return tuple(line for line in lines if line)


def _document(voices: Voices, edition: Edition) -> "Document":
    from csq_desktop.reports.packs import book

    return book.document(voices, edition)


def _make(voices: Voices, edition: Edition) -> MadePack:
    pdf = _document(voices, edition).pdf()
    from csq_desktop.reports.paper.finishing import page_count

    return MadePack(pdf, page_count(pdf), hashlib.sha256(pdf).hexdigest())


def _end_of_trail(session: Session) -> Anchor:
    """The end of the audit trail before this transaction writes into it."""
    with store_of(session).reading() as before:
        return audit.head(before.connection(), store_of(session).keyring)


def _proved(
    session: Session, edition: Edition, printed: dict[str, object], month: Month
) -> Edition:
    """The edition with the code of its figures, and with its mark."""
    code = issued_figures.figures_code(printed, edition.sequence, edition.head)
    return replace(edition, code=code, mark=_mark(session, month, edition.version, code))


def _mark(session: Session, month: Month, version: int = 0, code: str = "") -> str:
    return PackMark.of_store(store_of(session).keyring.store_id, month, version, code).text
