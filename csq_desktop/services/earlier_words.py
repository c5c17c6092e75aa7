"""What records said before they were corrected: kept in the vault, read by supervisors."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.wording import field_text
from csq_desktop.domain.private_words import (
    LINK_REASON,
    EarlierValue,
    PrivateWords,
    changed_words,
)
from csq_desktop.domain.records import RECORDS
from csq_desktop.services.settings import lists
from csq_desktop.storage.records import private_words
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import Audited

_RECORDS = {record.name: record for record in RECORDS}


def keep(
    session: Session,
    kind: type[Audited],
    object_id: int,
    before: Mapping[str, object],
    event_id: int | None = None,
) -> None:
    """Keep what corrected fields said; one that was empty said nothing.

    It is kept by those alone who hold the vault's key. What staff replace, such as the reason of a
    day's count, is gone: the trail tells that it was changed, and by whom.
    """
    words = {field: str(value) for field, value in before.items() if value}
    if words and desk_of(session).sees_identities:
        private_words.add(session, kind, object_id, words, event_id)


def of_record(
    session: Session, kind: type[Audited], object_id: int
) -> dict[int | None, tuple[EarlierValue, ...]]:
    """What a record said before, by the line of its history; nothing without the vault."""
    if not desk_of(session).sees_identities:
        return {}
    by_event = private_words.of_events(session, kind, object_id)
    return {
        event_id: tuple(in_words(words) for words in words_then)
        for event_id, words_then in by_event.items()
    }


def in_words(words: PrivateWords) -> EarlierValue:
    """A field by its title, and a code by what its list calls it."""
    if not words.intact:
        return EarlierValue(words.at, words.user, field_text("text"), changed_words())
    if words.field == LINK_REASON:
        return EarlierValue(words.at, words.user, field_text(LINK_REASON), words.text, True)
    record = _RECORDS.get(words.record)
    fields = {described.key: described for described in (record.fields if record else ())}
    field, text = fields.get(words.field), words.text
    if field is None:  # its record is described nowhere, or no program wrote it so
        return EarlierValue(words.at, words.user, field_text(words.field), text)
    if field.shop_list:
        text = lists.full_label(field.shop_list, text)
    labels = {choice.value: choice.label for choice in field.choices}
    return EarlierValue(words.at, words.user, field.title, labels.get(text, text))
