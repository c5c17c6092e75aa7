"""The collection statement customers are given (PDPO, DPP1(3)): its versions, and who was told."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop import paths
from csq_desktop.domain.calendar.plausible_days import check_day
from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.customers import statements as rule
from csq_desktop.domain.customers.facts import StatementGiven
from csq_desktop.domain.customers.statements import Statement
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.threefold import ThreeTexts, three_from
from csq_desktop.errors import UserError
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.customers import consents as consent_records
from csq_desktop.storage.records.customers import customers as records
from csq_desktop.storage.records.shop import users as user_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.customers.customers import CollectionStatementRow, CustomerRow
from csq_desktop.texts import tr


@dataclass(frozen=True)
class StatementBefore:
    """What was written about a customer and the statement before, to be put back."""

    customer_id: int
    version: str
    day: date | None
    channel: Channel | None
    row_at: datetime | None
    row_by: int | None


def everything(session: Session) -> tuple[Statement, ...]:
    """Every version in the order they were written; the program's own text before the first."""
    require(session, Permission.READ_CUSTOMERS)
    stored = tuple(
        _with_author(session, row, Statement.stored(row.version, row.effective_from, row.body))
        for row in consent_records.statements(session)
    )
    return stored or (shipped(shop.shop(session).name),)


def in_force(session: Session, day: date | None = None) -> Statement:
    """The version in force on a day, today without one."""
    return rule.in_force(everything(session), day or shop.today(session))


def begin(session: Session) -> Statement:
    """Keep the program's own text as the first version, if there is none yet; the latest one."""
    require(session, Permission.EDIT_CUSTOMERS)
    return _kept(session)[-1]


def write(
    session: Session, text: ThreeTexts, marketing: ThreeTexts, effective_from: date
) -> Statement:
    """Add a version with other words from a day on; the versions before it stay as they are."""
    require(session, Permission.EDIT_TEMPLATES)
    check_day(effective_from, "effective_from")
    latest = _kept(session)[-1]
    following = latest.rewritten(text, marketing, effective_from)
    rule.check_statement(following, shop.today(session))
    _store(session, following, effective_from)
    return following


def tell(
    session: Session, customer_ids: Sequence[int], telling: StatementGiven
) -> tuple[StatementBefore, ...]:
    """Record that customers were given the statement in force on a day; gives what stood before.

    Those who have been removed meanwhile are passed over.
    """
    require(session, Permission.EDIT_CUSTOMERS)
    check_telling(session, telling)
    version = _version_on(session, telling.day)
    before = []
    for customer_id in customer_ids:
        row = records.get(session, customer_id)
        if row is not None:
            before.append(_before(row))
            write_telling(session, row, telling, version)
    if not before:
        raise UserError(tr("This customer has been removed."))
    return tuple(before)


def take_back(session: Session, before: Sequence[StatementBefore]) -> None:
    """Put back what stood before, of customers who are still there."""
    require(session, Permission.EDIT_CUSTOMERS)
    for earlier in before:
        row = records.get(session, earlier.customer_id)
        if row is not None:
            row.statement_version, row.statement_on = earlier.version, earlier.day
            row.statement_channel = earlier.channel
            row.statement_at, row.statement_by = earlier.row_at, earlier.row_by


def outstanding(session: Session) -> int:
    """How many customers have not been given the statement yet."""
    require(session, Permission.READ_CUSTOMERS)
    return records.count_outstanding(session)


def check_telling(session: Session, telling: StatementGiven) -> None:
    """A UserError for a day on which nobody can have been told."""
    check_day(telling.day, "statement_on")
    if telling.day > shop.today(session):
        raise UserError(tr("This is in the future."), field="statement_on")


def write_telling(
    session: Session, row: CustomerRow, telling: StatementGiven, version: str = ""
) -> CustomerRow:
    """Write into a customer's row that the statement was given, by whoever is signed in."""
    desk = desk_of(session)
    row.statement_version = version or _version_on(session, telling.day)
    row.statement_on, row.statement_channel = telling.day, telling.channel
    row.statement_at, row.statement_by = desk.now(), desk.user.id
    return row


@cache
def shipped(shop_name: str = "") -> Statement:
    """The statement that comes with the program, in the shop's own name."""
    stored = _shipped()
    values = {key: three_from(texts, key) for key, texts in stored["placeholders"].items()}
    title, law = three_from(stored["title"], "title"), three_from(stored["law"], "law")
    parts = [
        (three_from(part["title"], "title"), _filled(part["text"], values, shop_name))
        for part in stored["parts"]
    ]
    marketing = stored["marketing"]
    return Statement(
        version=stored["version"],
        title=title,
        law=law,
        text=ThreeTexts(
            **{
                code: "\n\n".join(
                    f"{heading.said_in(code)}\n{text.said_in(code)}" for heading, text in parts
                )
                for code in title.by_language
            }
        ),
        marketing=_filled(marketing["text"], values, shop_name),
        agree=_filled(marketing["agree"], values, shop_name),
        refuse=_filled(marketing["refuse"], values, shop_name),
        stopping=_filled(marketing["stop"], values, shop_name),
    )


def _version_on(session: Session, day: date) -> str:
    """The version in force on a day, kept from now on: somebody has been given it."""
    return rule.in_force(_kept(session), day).version


def _kept(session: Session) -> tuple[Statement, ...]:
    """Every version, the program's own text stored with the first that is needed."""
    versions = everything(session)
    if versions[0].effective_from is None:
        _store(session, versions[0], shop.today(session))
    return versions


def _store(session: Session, statement: Statement, effective_from: date) -> None:
    desk = desk_of(session)
    session.add(
        CollectionStatementRow(
            id=ids.reserve(session),
            version=statement.version,
            effective_from=effective_from,
            body=statement.body,
            written_at=desk.now(),
            written_by=desk.user.id,
        )
    )
    session.flush()


def _with_author(session: Session, row: CollectionStatementRow, statement: Statement) -> Statement:
    author = user_records.name_of(session, row.written_by)
    return replace(statement, written_at=row.written_at, written_by=author)


def _before(row: CustomerRow) -> StatementBefore:
    return StatementBefore(
        row.id,
        row.statement_version,
        row.statement_on,
        row.statement_channel,
        row.statement_at,
        row.statement_by,
    )


@cache
def _shipped() -> dict[str, Any]:
    source = paths.resources() / "statements" / "collection.json"
    stored: dict[str, Any] = json.loads(source.read_text("utf-8"))
    return stored


def _filled(texts: object, values: dict[str, ThreeTexts], shop_name: str) -> ThreeTexts:
    wording = three_from(texts, "text")
    filled = {}
    for code, text in wording.by_language.items():
        own = {key: value.said_in(code) for key, value in values.items()}
        if shop_name:
            own["shop"] = shop_name
        filled[code] = text.format_map(own)
    return ThreeTexts(**filled)
