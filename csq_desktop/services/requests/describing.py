"""A described record as facts of a copy: each field in words, with what its codes mean."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from csq_desktop.domain.fields.fields import FieldKind, Privacy, RecordDescription, RecordField
from csq_desktop.domain.requests.held import HeldFact
from csq_desktop.domain.words.wording import date_text, moment_text, money_text
from csq_desktop.services.settings import lists
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import LANGUAGE_NAMES, tr, trc

_OF_OTHERS = (FieldKind.USER, FieldKind.PERSON, FieldKind.LINK)
"""Staff, and numbers of other records: no facts of the customer."""
_WORDS_IN_THE_VAULT = ("note", "recipient", "salutation", "subject", "body")
"""Identities that somebody wrote freely, so that others may be named in them."""
_LANGUAGES = ("preferred_language", "asked_language")


def facts_of(
    session: Session, record: RecordDescription, row: object, without: Collection[str] = ()
) -> tuple[HeldFact, ...]:
    """What a row says of a customer, field by field in the order of its description."""
    return tuple(_facts(session, record, row, frozenset(without)))


def _facts(
    session: Session, record: RecordDescription, row: object, without: frozenset[str]
) -> Iterator[HeldFact]:
    zone = desk_of(session).zone
    for field in record.stored:
        if field.kind in _OF_OTHERS or field.key in without or not field.label:
            continue
        value = getattr(row, field.key)
        if value is None or value == "":
            continue
        words = field_text(record.name, field, value, zone)
        meaning = trc("codebook", field.meaning) if field.meaning else ""
        is_free = field.privacy is Privacy.FREE_TEXT or field.key in _WORDS_IN_THE_VAULT
        yield HeldFact(field.title, words, words=is_free, meaning=meaning)


def field_text(record: str, field: RecordField, value: object, zone: ZoneInfo) -> str:
    """What a field of a record holds, as people read it: a code by what it stands for."""
    match value:
        case bool():
            return tr("Yes") if value else tr("No")
        case datetime():
            return moment_text(value, zone)
        case date():
            return date_text(value)
        case int() if field.kind is FieldKind.MONEY:
            return money_text(value)
        case StrEnum():
            return str(getattr(value, "label", value))
    text = str(value)
    if field.key in _LANGUAGES:
        return LANGUAGE_NAMES.get(text, text)
    listed = lists.OF_RECORDS.get((record, field.key))
    if listed:
        return lists.words(listed, text)
    labels = {choice.value: choice.label for choice in field.choices}
    return labels.get(text, text)
