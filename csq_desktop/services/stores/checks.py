"""Checking a whole store: its files, its audit trail, and whether its records agree."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop import log
from csq_desktop.domain.audit.entries import Anchor, AuditVerdict, grouped
from csq_desktop.domain.audit.wording import field_text, object_text
from csq_desktop.domain.stores.checks import CheckLine, CheckReport
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import count_text, labelled, moment_text, month_text
from csq_desktop.errors import StoreDamaged, UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.evidence import checking as evidence_checks
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import sealed_ends
from csq_desktop.services.stores.progress import Progress, silent
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit import reconcile
from csq_desktop.storage.audit.reconcile import Differs, TrailDifference
from csq_desktop.storage.files import integrity
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.records.checklists import checks as records
from csq_desktop.storage.records.checklists.checks import KeptFile, References
from csq_desktop.storage.records.past import audit_trail as trail_records
from csq_desktop.storage.records.shop import users
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.rollups.sums import SumDifference
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.store import Store, store_of
from csq_desktop.texts import tr, trn

_logger = log.logger("checks")
MOST_DETAILS = 20


def check(
    store: Store, progress: Progress | None = None, *, paper: Anchor | None = None
) -> CheckReport:
    """Check everything; seconds per 100 MB, and nobody can write during the first part.

    Whoever may read the audit trail may do this; what their key does not open is said so. `paper`
    is a point of the trail from a printed page, to be found in the store again.
    """
    with store.reading() as session:
        require(session, Permission.READ_AUDIT_TRAIL)
    tell = progress or silent
    tell(0, 2, tr("Checking the files …"))
    lines = list(_files(store))
    tell(1, 2, tr("Comparing the records …"))
    if all(line.sound for line in lines):
        with store.reading(identities=store.sees_identities) as session:
            lines += _records(session, paper, identities=store.sees_identities)
    else:
        lines.append(_line("records", [tr("Records not compared. Repair the files first.")]))
    return CheckReport((*_tried("opening", lambda: [_opening(store)]), *lines))


def check_files(store: Store, progress: Progress | None = None) -> CheckReport:
    """Check the files alone, as far as the key opens them; for those who may not read the trail."""
    (progress or silent)(0, 1, tr("Checking the files …"))
    return CheckReport(tuple(_files(store)))


def _opening(store: Store) -> CheckLine:
    """What this opening missed, and what earlier ones did: a loss is told once and then noted."""
    with store.reading() as session:
        moments = records.losses(session)
        zone = shop.zone(session)
    if store.losses:
        return _line("opening", list(store.losses))
    if not moments:
        return _line("opening", [], tr("Nothing has been found missing, this time or earlier."))
    text = tr("Nothing is missing this time. Earlier, something was missing:")
    dates = (moment_text(moment, zone) for moment in moments[:MOST_DETAILS])
    return CheckLine("opening", True, text, tuple(dates))


def _files(store: Store) -> Iterator[CheckLine]:
    with store.held():
        verdict = integrity.check(store.folder, store.keys)
    for file in verdict.files:
        yield CheckLine(
            file.name, not file.findings, file.sentence, file.findings, looked_at=file.checked
        )


def _records(session: Session, paper: Anchor | None, *, identities: bool) -> Iterator[CheckLine]:
    trail = audit_trail.verify(session, paper)
    text = tr("Audit trail: {verdict}", verdict=trail.words)
    yield CheckLine("audit_trail", trail.sound, text, (_end_text(trail.verdict),))
    steps: list[tuple[str, Callable[[], Iterable[CheckLine]]]] = [
        ("printed_trail", lambda: [_printed_ends(session)]),
        ("sealed_trail", lambda: [_sealed_ends(session)] if identities else []),
        ("authors", lambda: [_authors(session)]),
        ("records_and_trail", lambda: _against_trail(session, identities=identities)),
        ("sums", lambda: [_sums(session)]),
        ("balance", lambda: [_balance(session)]),
        ("references", lambda: [_references(session)]),
        ("customers", lambda: _customers(session, identities=identities)),
        ("kept_files", lambda: [_kept_files(session)]),
        ("evidence", lambda: evidence_checks.lines(session, identities=identities)),
        ("key_file_copy", lambda: [_key_file_copy(session)]),
    ]
    for name, lines in steps:
        yield from _tried(name, lines)


def _tried(name: str, lines: Callable[[], Iterable[CheckLine]]) -> Iterator[CheckLine]:
    """The lines of one comparison; one that trips over what somebody put there is wrong itself."""
    try:
        yield from lines()
    except (StoreDamaged, ValueError, TypeError, KeyError, OverflowError, AttributeError):
        _logger.exception("comparing %s", name)
        text = tr(
            "This part of the database was not written by this program and cannot be "
            "compared ({name}).",
            name=name,
        )
        yield CheckLine(name, False, text)


def _end_text(verdict: AuditVerdict) -> str:
    """The end of the trail, to be written down outside the store and compared one day."""
    if not verdict.sound:
        head = grouped(verdict.head)
        return tr("Intact up to: {number}:{head}", number=verdict.rows, head=head)
    return tr("Audit code now: {number}:{head}", number=verdict.rows, head=grouped(verdict.head))


def _printed_ends(session: Session) -> CheckLine:
    """Each issued pack prints how far the trail was: the trail must still pass there."""
    wrong = [
        tr(
            "The audit code printed on review pack {name} no longer matches: entry "
            "{number} was changed or removed since.",
            name=pack.name,
            number=count_text(pack.sequence),
        )
        for pack in records.pack_anchors(session)
        if not audit.holds(session.connection(), Anchor(pack.sequence, pack.head))
    ]
    return _line(
        "printed_trail", wrong, tr("The audit codes of all issued review packs still match.")
    )


def _sealed_ends(session: Session) -> CheckLine:
    """Each backup holds how far the trail was: nobody but a supervisor can write there."""
    ends = sealed_ends.compared(session)
    wrong = [
        tr(
            "Backup {name} has a different audit trail: entry {number} was changed or "
            "removed since.",
            name=each.file,
            number=count_text(each.end.sequence),
        )
        for each in ends
        if not each.holds
    ]
    if not ends:
        text = tr("There is no backup to compare the audit trail with.")
        return CheckLine("sealed_trail", True, text, looked_at=False)
    sound = trn(
        "The audit trail still matches {n} backup.",
        "The audit trail still matches {n} backups.",
        len(ends),
    )
    return _line("sealed_trail", wrong, sound)


def _authors(session: Session) -> CheckLine:
    """Signatures prove who wrote an entry: some things are only a supervisor's to say."""
    names = users.names(session)
    wrong = [
        tr(
            "Entry {number} is something only a supervisor can do, but {name} wrote it.",
            number=count_text(each.sequence),
            name=names.get(each.user_id, str(each.user_id)),
        )
        for each in records.overreaching(session, MOST_DETAILS)
    ]
    return _line(
        "authors", wrong, tr("All entries that only supervisors can make were made by supervisors.")
    )


def _against_trail(session: Session, *, identities: bool) -> Iterator[CheckLine]:
    """Compare records with the trail: the chain alone misses changes made by another program."""
    comparison = reconcile.compare(session, MOST_DETAILS)
    details = tuple(_difference_texts(session, comparison.differences))
    if details:
        text = tr("Records were changed outside the program by someone who had the key.")
        yield CheckLine("records_and_trail", False, text, details)
    else:
        text = tr("All records that your key can open match the audit trail.")
        if identities:
            text = tr("All records match the audit trail.")
        yield CheckLine("records_and_trail", True, text)
    if comparison.uncovered:
        text = trn(
            "{n} record has fields that an earlier version of the program wrote and of which the "
            "audit trail keeps nothing: they were not compared.",
            "{n} records have fields that an earlier version of the program wrote and of which "
            "the audit trail keeps nothing: they were not compared.",
            comparison.uncovered,
        )
        yield CheckLine("uncovered", True, text, looked_at=False)


def _difference_texts(session: Session, differences: Sequence[TrailDifference]) -> Iterator[str]:
    """Each difference with its kind of record and, where it has one, the record's reference."""
    numbered = [
        (each.object_type, each.object_id)
        for each in differences
        if isinstance(each.object_id, int)
    ]
    refs: Mapping[Any, str] = trail_records.references(session, numbered)
    names = users.names(session)
    for each in differences:
        if each.differs in (Differs.ENTRY, Differs.AUTHOR):
            yield labelled(object_text(each.object_type), each.sentence(names))
        else:
            record = refs.get((each.object_type, each.object_id), each.object_id)
            words = object_text(each.object_type, str(record))
            yield labelled(f"{words} {record}", each.sentence(names))


def _sums(session: Session) -> CheckLine:
    wrong = rollups.disagreements(session)
    if not wrong:
        return _line("sums", [], tr("The sums of every month agree with the records."))
    text = trn(
        "{n} sum of a month differs from the records.",
        "{n} sums of months differ from the records.",
        len(wrong),
    )
    return CheckLine("sums", False, text, tuple(map(_sum_text, wrong[:MOST_DETAILS])))


def _sum_text(difference: SumDifference) -> str:
    return tr(
        "{name}, {month}: {field} {stored}, by the records {recounted}.",
        name=difference.name,
        month=month_text(difference.month),
        field=field_text(difference.field),
        stored=count_text(difference.stored),
        recounted=count_text(difference.recounted),
    )


def _balance(session: Session) -> CheckLine:
    """Outstanding + received + reopened − closed, month after month, has to end at what is open."""
    ends, open_now = records.outstanding(session), records.open_now(session)
    wrong = [
        tr("{month}: {n} open.", month=month_text(month), n=count_text(end))
        for month, end in ends
        if end < 0
    ]
    last = ends[-1][1] if ends else 0
    if last != open_now:
        wrong.append(
            trn(
                "The months end with {end} open, but {open} complaint is open.",
                "The months end with {end} open, but {open} complaints are open.",
                open_now,
                end=count_text(last),
                open=count_text(open_now),
            )
        )
    sound = trn(
        "The balance of {n} month ends with the complaints that are open.",
        "The balance of {n} months ends with the complaints that are open.",
        len(ends),
    )
    return _line("balance", wrong, sound)


def _references(session: Session) -> CheckLine:
    wrong = [
        _gap(references) for references in records.references(session) if not references.gap_free
    ]
    return _line("references", wrong, tr("No reference number is missing."))


def _gap(references: References) -> str:
    name = f"{references.kind}-{references.year}" if references.year else references.kind
    return tr(
        "{name}: numbers given out {last}, on records {carried}, the highest {highest}.",
        name=name,
        last=count_text(references.last),
        carried=count_text(references.carried),
        highest=count_text(references.highest),
    )


def _customers(session: Session, *, identities: bool) -> Iterator[CheckLine]:
    wrong = []
    if count := records.complaints_of_nobody(session):
        wrong.append(
            trn(
                "{n} complaint names a customer who is not in the database.",
                "{n} complaints name customers who are not in the database.",
                count,
            )
        )
    yield _line("customers", wrong, tr("Every complaint’s customer is in the database."))
    if identities:
        yield _identities(session)
    else:
        text = tr(
            "Customers and identities: not compared, your key does not open the identity vault."
        )
        yield CheckLine("identities", True, text, looked_at=False)


def _identities(session: Session) -> CheckLine:
    wrong = []
    if count := records.customers_without_identity(session):
        wrong.append(
            trn(
                "{n} customer has no identity in the vault.",
                "{n} customers have no identity in the vault.",
                count,
            )
        )
    if count := records.identities_without_customer(session):
        wrong.append(
            trn(
                "{n} identity belongs to no customer.",
                "{n} identities belong to no customer.",
                count,
            )
        )
    sound = tr("Every customer has an identity, and every identity a customer.")
    return _line("identities", wrong, sound)


def _kept_files(session: Session) -> CheckLine:
    packs, photos = list(records.packs(session)), list(records.photos(session))
    wrong = [tr("Review pack {name} was changed.", name=name) for name in _changed(packs)]
    wrong += [tr("Photo {name} was changed.", name=name) for name in _changed(photos)]
    sound = tr(
        "Review packs ({packs}) and photos ({photos}) are unchanged.",
        packs=count_text(len(packs)),
        photos=count_text(len(photos)),
    )
    return _line("kept_files", wrong, sound)


def _key_file_copy(session: Session) -> CheckLine:
    """The copy of keys.json inside the store: of the same edition it is sealed as the file is."""
    store, copy = store_of(session), records.key_file_copy(session)
    with store.key_file() as key_file:
        sound = copy is not None and copy[0] <= key_file.edition
        if copy is not None and sound:
            sound = _is_sealed(store, copy, current=copy[0] == key_file.edition)
    wrong = [] if sound else [tr("The copy of the key file in the database was changed.")]
    return _line("key_file_copy", wrong, tr("The copy of the key file is unchanged."))


def _is_sealed(store: Store, copy: tuple[int, str], *, current: bool) -> bool:
    edition, text = copy
    try:
        parsed = KeyFile.parse(store.folder / KEY_FILE, text.encode())
        if current:  # earlier ones may be sealed with keys from before a change of all keys
            parsed.anchor(store.keyring)
    except UserError:
        return False
    return parsed.edition == edition


def _changed(files: list[KeptFile]) -> list[str]:
    return [file.name for file in files if not file.unchanged]


def _line(name: str, wrong: list[str], sound: str = "") -> CheckLine:
    """One line of the report: the sentence for a sound store, or the first fault and the others."""
    if not wrong:
        return CheckLine(name, True, sound)
    return CheckLine(name, False, wrong[0], tuple(wrong[1 : MOST_DETAILS + 1]))
