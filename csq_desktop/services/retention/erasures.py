"""Erasing and anonymising: what goes is shown, approved with the passphrase, and gone for good."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.erasures import (
    Erasure,
    ErasureMode,
    ErasurePreview,
    ErasureRequest,
    TextChoice,
    TextPlace,
)
from csq_desktop.domain.retention.rules import Obstacle
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import kept_cases
from csq_desktop.services.retention import due_list, erasers, mentions
from csq_desktop.services.retention import rules as rules_in_force
from csq_desktop.services.retention.sources import sources
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.privacy import erasing, forgetting
from csq_desktop.storage.records.privacy import retention as records
from csq_desktop.storage.records.privacy.retention import LastUse
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import tr, trn

_CODE_BYTES = 12


@dataclass(frozen=True)
class _Scope:
    """Whom and what an erasure is about: customers, and the cases whose words go."""

    customers: tuple[int, ...]
    cases: tuple[int, ...]


def preview(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> ErasurePreview:
    """What would go, with every text of the cases and every other text that names the people."""
    require(session, Permission.ADMINISTER)
    desk_of(session).require_identities()
    scope = _scope(session, kind, record_ids)
    kept_cases.refuse(session, scope.cases)
    counts = {"records": len(record_ids), "cases": len(scope.cases)}
    if kind not in (RecordKind.CUSTOMERS, RecordKind.COMPLAINTS):
        return ErasurePreview((), counts)
    recognises = mentions.recogniser(session, scope.customers)
    elsewhere = tuple(mentions.elsewhere(session, scope.customers, scope.cases, recognises))
    return ErasurePreview(
        refs=tuple(records.references(session, scope.customers)),
        counts=counts,
        texts=mentions.of_cases(session, scope.cases, recognises),
        mentions=mentions.shown(elsewhere),
        packs=mentions.packs_naming(session, recognises),
        obstacles=_obstacles(session, kind, record_ids),
    )


def carry_out(session: Session, request: ErasureRequest) -> Erasure:
    """Erase what was approved, within a transaction; the files still hold it afterwards."""
    require(session, Permission.ADMINISTER)
    desk = desk_of(session)
    desk.require_identities()
    for text in request.texts:
        text.check()
    _refuse(session, request)
    scope = _scope(session, request.kind, request.record_ids)
    kept_cases.refuse(session, scope.cases)
    if request.kind is RecordKind.CUSTOMERS and not scope.customers:
        raise UserError(tr("This customer has been removed."))
    spared = {
        text.place: None if text.choice is TextChoice.KEEP else text.words.strip()
        for text in request.texts
        if text.choice is not TextChoice.BLANK
    }
    erasure = Erasure(
        id=0,
        code=secrets.token_hex(_CODE_BYTES),
        number=records.next_number(session),
        at=desk.now(),
        approver=desk.user.name,
        kind=request.kind,
        months=rules_in_force.rules(session).of(request.kind),
        by_rule=request.by_rule,
        mode=request.mode,
        records=tuple(request.record_ids),
        cases=scope.cases,
        spared=tuple(_plain(place) for place, words in spared.items() if words is None),
    )
    erasing.spare(session, spared)
    return _written(session, erasure, scope)


def replay(session: Session, ledger: Sequence[Erasure]) -> int:
    """Repeat erasures that a restored store does not have; gives how many there were.

    What was kept stays; what was rewritten goes, for the ledger holds no words.
    """
    require(session, Permission.ADMINISTER)
    done = {erasure.code for erasure in records.erasures(session)}
    missing = [erasure for erasure in ledger if erasure.code not in done]
    for erasure in missing:
        erasing.spare(session, {TextPlace(*place): None for place in erasure.spared})
        scope = _scope(session, erasure.kind, erasure.records)
        cases = tuple(sorted({*scope.cases, *erasure.cases}))
        _written(session, replace(erasure, replayed=True), replace(scope, cases=cases))
    return len(missing)


def ledger(session: Session) -> tuple[Erasure, ...]:
    """Every erasure, the oldest first."""
    require(session, Permission.READ_AUDIT_TRAIL)
    return records.erasures(session)


@dataclass(frozen=True)
class _Gone:
    """What went: how much of what, and where elsewhere somebody was blacked out."""

    counts: dict[str, int]
    named: tuple[TextPlace, ...] = ()


def _written(session: Session, erasure: Erasure, scope: _Scope) -> Erasure:
    """Erase by the kind, and keep the erasure with what went."""
    gone = _erased(session, erasure, scope)
    named = dict.fromkeys((*erasure.named, *(_plain(place) for place in gone.named)))
    counts = {name: number for name, number in gone.counts.items() if number}
    counted = replace(erasure, counts=counts, named=tuple(named))
    stored = replace(counted, id=records.add_erasure(session, counted))
    detail: dict[str, object] = {"number": stored.number, "count": len(stored.records)}
    audit.note(session, AuditAction.ERASED, "erasure", stored.id, detail)
    return stored


def _erased(session: Session, erasure: Erasure, scope: _Scope) -> _Gone:
    source = sources().get(erasure.kind)
    if source is None:
        return _Gone({})
    if source.erase is not None:
        return _Gone({"records": source.erase(session, erasure.records)})
    if erasure.kind is RecordKind.CUSTOMERS:
        return _people_erased(session, erasure, scope)
    drafts = forgetting.drop_drafts(session, scope.cases, lambda _text: False)
    erasers.erase(session, (), scope.cases)
    return _Gone({"cases": len(scope.cases), "drafts": drafts})


def _people_erased(session: Session, erasure: Erasure, scope: _Scope) -> _Gone:
    recognises = mentions.recogniser(session, scope.customers)
    named = tuple(mentions.elsewhere(session, scope.customers, scope.cases, recognises))
    mentions.black_out(session, named)
    places = tuple(mention.place for mention in named)
    before = (TextPlace(*place) for place in erasure.named)
    mentions.blank(session, [place for place in before if place not in places])
    numbers = {*scope.customers, *scope.cases}
    # A backup without identities tells nobody which unsaved form names whom: all of them go.
    names = (lambda _text: True) if erasure.replayed else recognises.names_somebody
    drafts = forgetting.drop_drafts(session, numbers, names)
    erasers.erase(session, scope.customers, scope.cases)
    if erasure.mode is ErasureMode.ERASE:
        forgetting.remove(session, scope.customers)
    else:
        forgetting.anonymise(session, scope.customers, erasure.at)
    counts = {
        "customers": len(scope.customers),
        "cases": len(scope.cases),
        "mentions": len(places),
        "drafts": drafts,
    }
    return _Gone(counts, places)


def _plain(place: TextPlace) -> tuple[str, int, str]:
    return place.table, place.row_id, place.column


def _scope(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> _Scope:
    """The customers of an erasure and the cases whose words go with it.

    The words of a complaint name its customer, whose record stays.
    """
    if kind is RecordKind.CUSTOMERS:
        people = forgetting.existing(session, record_ids)
        return _Scope(tuple(people), tuple(sorted(forgetting.cases_of(session, people))))
    if kind is RecordKind.COMPLAINTS:
        theirs = records.customers_of(session, record_ids)
        return _Scope(tuple(sorted({*theirs.values()})), tuple(sorted(record_ids)))
    return _Scope((), ())


def _refuse(session: Session, request: ErasureRequest) -> None:
    if not request.record_ids:
        raise UserError(tr("Choose what is to be erased."))
    obstacles = _obstacles(session, request.kind, request.record_ids)
    if obstacles:
        reasons = tr(", ").join(obstacle.label for obstacle in obstacles)
        raise UserError(
            trn(
                "This record must stay: {reasons}. Nothing was erased.",
                "Some of these records must stay: {reasons}. Nothing was erased.",
                len(request.record_ids),
                reasons=reasons,
            )
        )


def _obstacles(
    session: Session, kind: RecordKind, record_ids: Sequence[int]
) -> tuple[Obstacle, ...]:
    """What forbids erasing some records now, whatever their rule says."""
    theirs = (
        dict(zip(record_ids, record_ids, strict=True))
        if kind is RecordKind.CUSTOMERS
        else records.customers_of(session, record_ids)
    )
    now = desk_of(session).now()
    uses = [LastUse(number, "", now, theirs.get(number)) for number in record_ids]
    verdicts = due_list.verdicts(session, kind, uses).values()
    found = {each for verdict in verdicts for each in verdict.obstacles if each.forbids}
    return tuple(obstacle for obstacle in Obstacle if obstacle in found)
