"""What the shop's store and lists answer while an import is planned."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.exchange.matching.planning import Lookups
from csq_desktop.exchange.matching.sameness import Key
from csq_desktop.exchange.matching.verdicts import Stored
from csq_desktop.services.imports.kinds.register import kind_of


def lookups(session: Session, mapping: ImportMapping) -> Lookups:
    """The answers for one kind of rows; `session` sees the store as it is before the import."""
    kind = kind_of(mapping.kind)

    def stored_rows(keys: Collection[Key]) -> Stored:
        rows = kind.stored(session, mapping, keys)
        return {key: row.held for key, row in rows.items()}

    answers = kind.answers(session)
    return Lookups(
        stored=stored_rows,
        listed=kind.listed(session),
        existing=answers.existing,
        twins=answers.twins,
        checks=answers.checks,
    )


def listed(session: Session, kind: ImportKind) -> dict[str, dict[str, str]]:
    """The words of the shop's own lists with their codes, in every language, by field."""
    return kind_of(kind).listed(session)


def options(session: Session, kind: ImportKind, key: str) -> tuple[tuple[str, str], ...]:
    """Code and label of everything a field of a list may hold, in the order it is shown."""
    return kind_of(kind).options(session, key)
