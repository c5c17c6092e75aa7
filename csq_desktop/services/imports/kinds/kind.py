"""What every kind of import can do with its rows."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from csq_desktop.domain.imports.fields import ImportKind, field_of
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.domain.imports.rows import Check
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.exchange.matching.sameness import Ask, Key
from csq_desktop.services.imports.changes import Changed, RowChanges
from csq_desktop.services.imports.rows import ImportContext
from csq_desktop.services.imports.stored import StoredRow
from csq_desktop.services.imports.undo import Undoing, Undone
from csq_desktop.services.imports.writing import ChunkWriter
from csq_desktop.storage.records.exports.reading import ExportSource


@dataclass(frozen=True)
class Answers:
    """Look-ups in the store other than its rows; see `Lookups`."""

    existing: Mapping[str, Callable[[Collection[str]], Collection[str]]] = field(
        default_factory=dict
    )
    twins: Ask | None = None
    checks: tuple[Check, ...] = ()


class RowKind(ABC):
    """One kind of rows: what is in the store of them, and how they are kept, changed and undone."""

    kind: ClassVar[ImportKind]
    source: ClassVar[ExportSource]

    @abstractmethod
    def listed(self, session: Session) -> dict[str, dict[str, str]]:
        """The words of the shop's own lists with their codes, in every language, by field."""

    def options(self, session: Session, key: str) -> tuple[tuple[str, str], ...]:
        """Code and label of everything a field of a list may hold, in the order it is shown."""
        del session
        return tuple((choice.value, choice.label) for choice in field_of(self.kind, key).choices)

    def written(self, session: Session, field: TargetField) -> Callable[[Any], Any]:
        """How an export says what a column holds; an import understands these words again."""
        del session
        labels = {choice.value: choice.label for choice in field.choices}
        return (lambda code: labels.get(code, code)) if labels else _as_it_is

    @abstractmethod
    def answers(self, session: Session) -> Answers:
        """What the store answers while rows are planned."""

    @abstractmethod
    def stored(
        self, session: Session, mapping: ImportMapping, keys: Iterable[Key]
    ) -> Mapping[Any, StoredRow]:
        """The rows of the store that have one of these keys."""

    @abstractmethod
    def writer(self, session: Session, keys: Sequence[str], rules: ImportContext) -> ChunkWriter:
        """What keeps new rows with these fields."""

    @abstractmethod
    def change(self, work: RowChanges, changed: Changed) -> None:
        """Take over what differs in the file."""

    @abstractmethod
    def undo(self, work: Undoing) -> Undone:
        """Take out what an import added, put back what it changed."""


def _as_it_is(cell: Any) -> Any:
    return cell
