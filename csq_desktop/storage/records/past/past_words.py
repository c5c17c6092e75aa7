"""The words that corrections and imports kept, as what may have stood in a field until then."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.audit.replay import Candidate
from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.records import private_words
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.tables.audit import AuditEntryRow as E
from csq_desktop.storage.tables.customers.customers import IdentityRow
from csq_desktop.storage.tables.imports import ImportChangeRow as C
from csq_desktop.storage.tables.imports import VaultImportChangeRow as V
from csq_desktop.storage.tables.privacy.private_words import PrivateWordsRow as P
from csq_desktop.storage.tables.privacy.private_words import SealedWordsRow as S

Kept = Mapping[tuple[int, str], list[Candidate]]


def of_rows(session: Session, kind: Kind, keys: Collection[int]) -> Kept:
    """The words that fields of some rows said before corrections, by row and field, oldest first.

    Words that somebody changed past the program are none. The session must see the vault.
    """
    kept: dict[tuple[int, str], list[Candidate]] = defaultdict(list)
    for some in in_parts(sorted(keys)):
        about = (P.object_type == kind.__audit__, P.object_id.in_(some))
        numbers = session.scalars(select(P.id).where(*about)).all()
        written = _written(session, numbers)
        for number, words in private_words.texts(session, numbers).items():
            if words.intact and number in written:
                place = (words.object_id, words.field)
                kept[place].append(Candidate(words.text, words.text, written[number]))
    for candidates in kept.values():
        candidates.sort(key=lambda each: each.sequence)
    return kept


def of_imports(session: Session, kind: Kind, keys: Collection[int]) -> Kept:
    """What fields of some rows said before and after imports; only a digest proves which it was."""
    kept: dict[tuple[int, str], list[Candidate]] = defaultdict(list)
    for some in in_parts(sorted(keys)):
        for key, sides in session.execute(_changes(kind, some)):
            for side in sides if isinstance(sides, list) else ():
                for name, text in side.items() if isinstance(side, dict) else ():
                    if isinstance(text, str):
                        kept[key, name].append(Candidate(text, text))
    return kept


def _changes(kind: Kind, keys: Sequence[int]) -> Select[int, object]:
    if kind is IdentityRow:
        return select(V.customer_id, V.before).where(V.customer_id.in_(keys))
    about = (C.object_type == kind.__audit__, C.object_id.in_(keys))
    return select(C.object_id, C.before).where(*about)


def _written(session: Session, numbers: Collection[int]) -> dict[int, int]:
    """The entry that says when words were put away: of those that came sealed, the sealing."""
    query = (
        select(E.object_id, func.min(E.sequence))
        .where(E.object_type.in_((P.__audit__, S.__audit__)), E.action == AuditAction.CREATED)
        .where(E.object_id.in_(numbers))
        .group_by(E.object_id)
    )
    return {number: first for number, first in session.execute(query) if number is not None}
