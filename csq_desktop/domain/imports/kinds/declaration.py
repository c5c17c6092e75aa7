"""What a kind of import declares of itself, and the day its rows are checked on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from csq_desktop.domain.calendar.calendar import last_second
from csq_desktop.domain.fields.fields import RecordField
from csq_desktop.domain.imports.rows import Check
from csq_desktop.domain.imports.targets import TargetField, exported, targets
from csq_desktop.texts import mark

SAME_KEY = mark("The same {field} as in row {value}.")


class CheckDay(NamedTuple):
    """The present moment, in seconds since 1970, and the shop's zone."""

    now: int
    zone: ZoneInfo

    @property
    def day(self) -> str:
        """Today in the shop, as ISO text."""
        return self.day_of(self.now).isoformat()

    def day_of(self, moment: int) -> date:
        """The shop's day of a moment."""
        return datetime.fromtimestamp(moment, self.zone).date()

    def ends_day(self, moment: int) -> bool:
        """Whether a moment is the last second of a day: it may stand for the day as a whole."""
        return moment == last_second(self.day_of(moment), self.zone)


@dataclass(frozen=True)
class KindDeclaration:
    """One kind of rows.

    `label` is marked in the context "import kind"; `undoing`, in "undo import", tells what undoing
    such an import does. `unique_by` are the fields, joined by + where it takes several, by which
    rows can be told apart, `same` is what is said of a row that has the key of an earlier one. By
    `telling` fields a file is recognised as one of this kind. `usual` is what stands in every row
    where no column says it. `grows`: the shop's own lists may grow by words of the file. `twins`
    are fields by which two rows under different keys may speak of one person. What a file changes
    in some of the fields `beside` one another is checked with what stays of the others in the
    store. A record found by its number here is the row's if it says the same in one of the fields
    it is `known_by`: other shops give the same numbers. `spared` are required fields that rows with
    some words in another field need not have. `identities`: the rows name people, so only
    who holds the vault's key can import and export them.
    """

    label: str
    undoing: str
    fields: tuple[RecordField, ...]
    unique_by: tuple[str, ...]
    telling: frozenset[str]
    checks: Callable[[CheckDay], tuple[Check, ...]]
    same: str = SAME_KEY
    usual: Mapping[str, str] = field(default_factory=dict)
    grows: bool = False
    twins: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    known_by: tuple[str, ...] = ()
    spared: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    identities: bool = False

    @property
    def targets(self) -> tuple[TargetField, ...]:
        """The fields a file may bring."""
        return targets(self.fields)

    @property
    def finding(self) -> str:
        """The field with the number given here, empty where there is none."""
        return next((target.key for target in self.targets if target.finds), "")

    @property
    def exported(self) -> tuple[TargetField, ...]:
        """The fields that are written to a file."""
        return exported(self.fields)
