"""What records said before they were corrected: kept in the vault, read by supervisors."""

import json
from collections.abc import Mapping

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.wording import field_text
from csq_desktop.domain.privacy.private_words import (
    LINK_REASON,
    EarlierValue,
    PrivateWords,
    changed_words,
)
from csq_desktop.domain.records import RECORDS
from csq_desktop.domain.words.names import is_whole_text
from csq_desktop.errors import UserError
from csq_desktop.services.settings import lists
from csq_desktop.storage.creation import INTAKE_SECRET
from csq_desktop.storage.keys import sealing
from csq_desktop.storage.records import private_words
from csq_desktop.storage.records.customers import customers
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.store import store_of
from csq_desktop.storage.tables.row import Audited
from csq_desktop.texts import trn

_RECORDS = {record.name: record for record in RECORDS}


def keep(
    session: Session,
    kind: type[Audited],
    object_id: int,
    before: Mapping[str, object],
    event_id: int | None = None,
) -> None:
    """Keep what corrected fields said; one that was empty said nothing.

    Who holds no key to the vault, such as staff who replace the reason of a day's count, seals it:
    it moves into the vault when a supervisor signs in.
    """
    words = {field: str(value) for field, value in before.items() if value}
    if not words:
        return
    if desk_of(session).sees_identities:
        private_words.add(session, kind, object_id, words, event_id)
        return
    with store_of(session).key_file() as key_file:
        recipient = key_file.intake_recipient
    for field, text in words.items():
        content = {"about": [kind.__audit__, object_id, event_id], "field": field, "text": text}
        sealed = sealing.seal(json.dumps(content).encode(), recipient)
        private_words.add_sealed(session, kind, object_id, sealed, event_id)


def take_in(session: Session) -> str:
    """Move sealed words into the vault; gives a sentence about those that nobody can read.

    What opens and is no such words is set aside; what does not open waits on, for its key may
    come back.
    """
    if not desk_of(session).sees_identities:
        return ""
    secret, unread = customers.intake_secret(session, INTAKE_SECRET), 0
    waiting = private_words.sealed_waiting(session)
    taken = private_words.texts(session, [words.id for words in waiting])
    for words in waiting:
        try:
            content = sealing.open_sealed(words.sealed, secret)
        except UserError:
            unread += 1
            continue
        typed = None if words.id in taken else _typed(content, words)
        if typed is None:
            private_words.set_aside(session, words.id)
            unread += 1
        else:
            private_words.move_to_vault(session, words, *typed)
    return _unread_text(unread)


def _typed(content: bytes, words: private_words.SealedWords) -> tuple[str, str] | None:
    """The field and what it said; None for what was not sealed about this record by the program."""
    try:
        stored = json.loads(content)
        about, field, text = stored["about"], stored["field"], stored["text"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    is_whole = is_whole_text(field) and is_whole_text(text)
    is_own = about == [words.object_type, words.object_id, words.event_id]
    return (field, text) if is_whole and is_own else None


def _unread_text(count: int) -> str:
    if not count:
        return ""
    return trn(
        "An earlier text that staff replaced cannot be read. It is damaged or was not put in "
        "by this program.",
        "{n} earlier texts that staff replaced cannot be read. They are damaged or were not "
        "put in by this program.",
        count,
    )


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
        text = lists.words(field.shop_list, text)
    labels = {choice.value: choice.label for choice in field.choices}
    return EarlierValue(words.at, words.user, field.title, labels.get(text, text))
