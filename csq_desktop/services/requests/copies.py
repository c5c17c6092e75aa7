"""The copy of an access request: what is held, others covered, as PDF and CSV."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from sqlalchemy.orm import Session

from csq_desktop import services
from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.requests import covering
from csq_desktop.domain.requests import facts as rule
from csq_desktop.domain.requests.covering import NamedPerson
from csq_desktop.domain.requests.facts import PrivacyRequest
from csq_desktop.domain.requests.held import HeldSection, as_at, reworded, texts_of
from csq_desktop.domain.requests.held_files import HeldFile, section
from csq_desktop.domain.requests.words import PrivacyRequestKind
from csq_desktop.errors import UserError
from csq_desktop.exchange.writing.archives import save_zip
from csq_desktop.exchange.writing.exports import ExportColumn, ExportSheet, write_csv
from csq_desktop.features import declared
from csq_desktop.services import files
from csq_desktop.services.requests.requests import row_of
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.customers import recognition
from csq_desktop.storage.records.shop import people as people_records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.store import Store
from csq_desktop.texts import speaking, tr, trc

FeatureHeld = Callable[[Session, int], Iterator[HeldSection]]


@dataclass(frozen=True)
class CopyDraft:
    """What a copy would hold, before it is made: its sections, and who else is named in them."""

    request: PrivacyRequest
    sections: tuple[HeldSection, ...]
    named: tuple[NamedPerson, ...]
    files: tuple[HeldFile, ...] = ()


@dataclass(frozen=True)
class CopyChoice:
    """What whoever makes a copy decided: words covered, and files that show nobody else."""

    covered: Sequence[str] = ()
    cleared: Collection[int] = ()


@cache
def features() -> tuple[FeatureHeld, ...]:
    """The `held` of every package of services that has a `held.py`.

    Whoever freezes the program names csq_desktop.services.*.held, since no import does.
    """
    return tuple(module.held for module in declared(services, "held"))


@cache
def _files_of_features() -> tuple[ModuleType, ...]:
    """Every `held_files.py` of a package of services."""
    return tuple(declared(services, "held_files"))


def draft(session: Session, request_id: int) -> CopyDraft:
    """What is held about the person as at receipt, in the language asked for; who else is named.

    Nothing is shown before the identity of whoever asks was checked.
    """
    request = _checked(session, request_id)
    assert request.customer_id is not None
    with speaking(request.language):
        sections = _sections(session, request)
        files_held = _files(session, request)
    texts = (*texts_of(sections), *(file.about for file in files_held))
    own = customer_records.identity(session, request.customer_id) or Identity()
    known = recognition.known_identities(session, within=texts)
    staff = [person.name for person in people_records.everyone(session)]
    named = covering.named(texts, own, known.spans, staff)
    return CopyDraft(request, sections, named, files_held)


def pdf(session: Session, request_id: int, choice: CopyChoice) -> bytes:
    """The copy as a PDF, with words covered wherever they stand; each file says if it is copied."""
    from csq_desktop.reports.documents import access_copy

    request = _checked(session, request_id)
    with speaking(request.language):
        sections = _with_files(session, request, choice)
        places = covering.counted(texts_of(sections), choice.covered)
        return access_copy.document(
            access_copy.AccessCopy(
                request,
                _without(sections, choice.covered),
                places,
                shop.shop(session),
                shop.today(session),
                desk_of(session).zone,
            )
        ).pdf()


def save(store: Store, request_id: int, target: Path, choice: CopyChoice) -> tuple[Path, ...]:
    """Write the copy as PDF and, beside it, as CSV; the request notes when, and the PDF's digest.

    The CSV has a row for each fact, with what its field means. Files that are copied stand in a ZIP
    archive beside them.
    """
    table, archive = target.with_suffix(".csv"), target.with_suffix(".zip")
    for beside in (table, archive):
        if beside.exists() and not target.exists():
            raise UserError(
                tr("There is already a file {name}. Choose another name.", name=beside.name)
            )
    with store.reading(identities=True) as session:
        request = _checked(session, request_id)
        made = pdf(session, request_id, choice)
        with speaking(request.language):
            sections = _without(_with_files(session, request, choice), choice.covered)
            sheet, contents = _sheet(sections), tuple(_contents(session, request, choice))
        now = desk_of(session).now().astimezone(shop.zone(session))
        files.save(target, made)
        write_csv(table, sheet, now=now)
        if contents:
            save_zip(archive, ((name, content()) for name, content in contents))
    with store.writing() as session:
        row, _ = row_of(session, request_id)
        row.copied_at, row.copy_sha256 = desk_of(session).now(), sha256(made).hexdigest()
    return (target, table, archive) if contents else (target, table)


def _checked(session: Session, request_id: int) -> PrivacyRequest:
    _, request = row_of(session, request_id)
    rule.check_ready(request)
    if request.kind is not PrivacyRequestKind.ACCESS:
        raise UserError(tr("Only a data access request has a copy."))
    if request.customer_id is None:
        raise UserError(tr("Nobody in the records belongs to this request: answer “nothing held”."))
    return request


def _sections(session: Session, request: PrivacyRequest) -> tuple[HeldSection, ...]:
    assert request.customer_id is not None
    sections = [part for held in features() for part in held(session, request.customer_id)]
    return as_at(sections, _end_of_minute(request.received_at))


def _files(session: Session, request: PrivacyRequest) -> tuple[HeldFile, ...]:
    return tuple(file for _, file in _by_feature(session, request))


def _by_feature(session: Session, request: PrivacyRequest) -> Iterator[tuple[ModuleType, HeldFile]]:
    """The files that were there at receipt, each with the module that can read it."""
    assert request.customer_id is not None
    end = _end_of_minute(request.received_at)
    for feature in _files_of_features():
        for file in feature.files(session, request.customer_id):
            if file.at <= end:
                yield feature, file


def _with_files(
    session: Session, request: PrivacyRequest, choice: CopyChoice
) -> tuple[HeldSection, ...]:
    sections = _sections(session, request)
    files_held = _files(session, request)
    if not files_held:
        return sections
    in_order = sorted((*sections, section(files_held, choice.cleared)), key=lambda each: each.place)
    return tuple(in_order)


def _contents(
    session: Session, request: PrivacyRequest, choice: CopyChoice
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The files that are copied by their names; each is read when it is written."""
    for feature, file in _by_feature(session, request):
        if file.is_copied(choice.cleared):
            yield file.name, partial(feature.content, session, file.key)


def _end_of_minute(moment: datetime) -> datetime:
    """A request is typed to the minute; what came within it was there."""
    return moment.replace(second=59)


def _without(sections: Sequence[HeldSection], covered: Sequence[str]) -> tuple[HeldSection, ...]:
    return reworded(sections, lambda text: covering.covered(text, covered))


def _sheet(sections: Sequence[HeldSection]) -> ExportSheet:
    titles = (
        trc("held", "Part"),
        trc("held", "Record"),
        tr("Field"),
        trc("held", "What we hold"),
        trc("held", "What the field means"),
    )
    rows = (
        (section.title, record.title, fact.label, fact.value, fact.meaning)
        for section in sections
        for record in section.records
        for fact in record.facts
    )
    columns = [ExportColumn(title, FieldKind.TEXT) for title in titles]
    return ExportSheet(columns, rows, trc("held", "Copy of your personal data"), ())
