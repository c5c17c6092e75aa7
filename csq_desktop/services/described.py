"""Described records as parts of a case's file: each field in words, staff by their names."""

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.case_files.chapters import (
    CaseChapter,
    CaseSource,
    ChapterFacts,
    Verbatim,
)
from csq_desktop.domain.fields.fields import FieldKind, RecordDescription, RecordField
from csq_desktop.services.requests import describing
from csq_desktop.storage.records.privacy import requests as records
from csq_desktop.storage.records.shop import people as people_records
from csq_desktop.storage.records.shop import users as user_records
from csq_desktop.storage.sessions.desk import desk_of

_TAKEN_OUT = ("removed_at", "ended_at", "left_at", "discarded_at")
"""What was entered by mistake is no part of the case."""
_NAMES_NOBODY = (
    *(FieldKind.MOMENT, FieldKind.DAY, FieldKind.MONTH, FieldKind.NUMBER, FieldKind.MONEY),
    FieldKind.YES_NO,
)
"""Neither do the program's own choices; the entries of a list are what somebody typed."""


def chapter(
    session: Session,
    record: RecordDescription,
    source: CaseSource,
    *,
    title: str,
    place: int,
) -> CaseChapter:
    """A chapter with the facts of every record of a kind that hangs on the case."""
    rows = records.rows_about(session, record.name, 0, (source.complaint.id,))
    valid = (row for row in rows if not _is_taken_out(row))
    parts = (ChapterFacts(facts_of(session, record.stored, record.name, row)) for row in valid)
    return CaseChapter(title, place, tuple(part for part in parts if part.facts))


def facts_of(
    session: Session,
    fields: Iterable[RecordField],
    record: str,
    row: object,
    without: Collection[str] = (),
) -> tuple[tuple[str, str], ...]:
    """What a row says, field by field; without what is empty and numbers of other records."""
    return tuple(_facts(session, fields, record, row, without))


def _facts(
    session: Session,
    fields: Iterable[RecordField],
    record: str,
    row: object,
    without: Collection[str],
) -> Iterator[tuple[str, str]]:
    for field in fields:
        if field.kind is FieldKind.LINK or field.key in without or not field.label:
            continue
        value = getattr(row, field.key)
        if value is not None and value != "":
            yield field.title, _value(session, record, field, value)


def _value(session: Session, record: str, field: RecordField, value: Any) -> str:
    if field.kind is FieldKind.USER:
        return user_records.name_of(session, value)
    if field.kind is FieldKind.PERSON:
        return people_records.names(session).get(value, "")
    text = describing.field_text(record, field, value, desk_of(session).zone)
    is_ours = field.kind in _NAMES_NOBODY or isinstance(value, StrEnum)
    return Verbatim(text) if is_ours else text


def _is_taken_out(row: object) -> bool:
    return any(getattr(row, name, None) is not None for name in _TAKEN_OUT)
