"""The log of review packs, read from the audit trail: there is no second record of it."""

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction, AuditEntry
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.restated import is_number
from csq_desktop.domain.packs.pack_runs import NewPackRun, PackRun, PackRunKind
from csq_desktop.domain.privacy.privacy import without_contacts
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.retelling import retold
from csq_desktop.errors import UserError
from csq_desktop.services import free_words
from csq_desktop.services.packs.papers import MINUTES
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.packs import packs as records
from csq_desktop.storage.records.past import audit_trail
from csq_desktop.storage.records.shop import users
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.tables.packs import PackRow

PACK = PackRow.__audit__
_KINDS: Mapping[tuple[str | None, str], PackRunKind] = {
    (PACK, AuditAction.PREVIEWED): PackRunKind.PREVIEWED,
    (PACK, AuditAction.CREATED): PackRunKind.ISSUED,
    (PACK, AuditAction.PRINTED): PackRunKind.PRINTED,
    (PACK, AuditAction.EXPORTED): PackRunKind.EXPORTED,
    (PACK, AuditAction.VERIFIED): PackRunKind.VERIFIED,
    (MINUTES, AuditAction.PRINTED): PackRunKind.MINUTES,
}
"""What an entry of the trail was to a pack; one about a failure says it itself."""
_BESIDE = (AuditAction.COMPARED, AuditAction.PACK_FAILED)
_NOTED_AS = {kind: action for (_, action), kind in _KINDS.items()}


def note(session: Session, run: NewPackRun) -> None:
    """Write a run into the audit trail: of an issued pack, of a preview, or one that failed."""
    require(session, Permission.PREVIEW_PACKS)
    facts: dict[str, object] = {
        "what": run.kind.value if run.failure else "",
        "month": str(run.month),
        "languages": list(run.languages),
        "definition": without_contacts(run.definition),
        "seconds": round(run.seconds, 1),
        "sha256": run.sha256,
        "failure": run.failure,
    }
    action = AuditAction.PACK_FAILED if run.failure else _NOTED_AS[run.kind]
    detail = {name: fact for name, fact in facts.items() if fact}
    audit.note(session, action, PACK, run.pack_id, detail)


def lines(session: Session) -> tuple[PackRun, ...]:
    """Every run, the newest first."""
    require(session, Permission.PREVIEW_PACKS)
    actions = (*dict.fromkeys(action for _, action in _KINDS), *_BESIDE)
    entries = audit_trail.entries_about(session, (PACK, MINUTES), actions)
    return tuple(_RunReading(session, entries).runs())


class _RunReading:
    """Entries of the trail as runs, with what else is needed to read them."""

    def __init__(self, session: Session, entries: tuple[AuditEntry, ...]) -> None:
        self._entries = entries
        self._people = users.names(session)
        self._packs = {pack.id: pack for pack in records.issued(session)}
        compared = (entry for entry in entries if entry.action == AuditAction.COMPARED)
        self._compared = {entry.object_id: entry.detail for entry in compared}
        names = (_text(entry.detail.get("definition")) for entry in entries)
        self._words = free_words.for_paper(session, names)

    def runs(self) -> Iterator[PackRun]:
        """Each run that was noted, in the order of the entries."""
        for entry in self._entries:
            kind = _kind(entry)
            if kind is not None:
                yield self._run(entry, kind)

    def _run(self, entry: AuditEntry, kind: PackRunKind) -> PackRun:
        pack = self._packs.get(entry.object_id or 0)
        detail = {**entry.detail}
        if kind is PackRunKind.ISSUED and not detail.get("failure"):
            detail |= self._compared.get(entry.object_id, {})
        return PackRun(
            id=entry.sequence,
            at=entry.at,
            who=self._people.get(entry.user_id, ""),
            kind=kind,
            month=pack.month if pack else _month(detail.get("month")),
            version=pack.version if pack else 0,
            languages=pack.languages if pack else _texts(detail.get("languages")),
            definition=self._words.clean(_text(detail.get("definition"))),
            seconds=_number(detail.get("seconds")),
            sha256=_text(detail.get("sha256")) or (pack.sha256 if pack else ""),
            as_issued=_answer(detail.get("unchanged")),
            failure=retold(detail.get("failure", "")),
        )


def _kind(entry: AuditEntry) -> PackRunKind | None:
    """What a run was; None for an entry that only says more of another, or that is not ours."""
    if entry.action == AuditAction.PACK_FAILED:
        said = _text(entry.detail.get("what"))
        return PackRunKind(said) if said in PackRunKind.__members__.values() else None
    if entry.action == AuditAction.EXPORTED and "sha256" not in entry.detail:
        return PackRunKind.WORKBOOK
    return _KINDS.get((entry.object_type, entry.action))


# What whoever holds the store's key wrote there past the program may be anything.


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_text, value)) if isinstance(value, list) else ()


def _number(value: object) -> float | None:
    return float(value) if is_number(value) else None


def _answer(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _month(value: object) -> Month | None:
    try:
        return Month.parse(_text(value)) if value else None
    except UserError:
        return None
