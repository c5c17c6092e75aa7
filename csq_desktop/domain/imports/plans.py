"""Imports: what may be read from a file, how its columns are matched, what becomes of each row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.imports.date_styles import DateWays, YearFirst
from csq_desktop.domain.imports.fields import FIELDS, UNIQUE_BY, ImportKind, field_of
from csq_desktop.domain.imports.rows import Plain, Reason
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.domain.imports.undated import check_rule
from csq_desktop.domain.words.names import name_key, one_line
from csq_desktop.domain.words.wording import count_text, paragraph
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc, trn

ANY_OTHER = "*"


class DateOrder(StrEnum):
    """Which part of a date such as 04/05/2026 comes first."""

    MDY = "mdy"
    DMY = "dmy"
    YMD = "ymd"

    @property
    def label(self) -> str:
        return trc("date order", _ORDERS[self])


@dataclass(frozen=True)
class OrderProof:
    """What a column says about its date order.

    `order` is None where the dates do not prove one. `needed` is false where none of them needs
    one (ISO dates, named months). `because` is a date that settles it, `against` one that fits
    no order the others allow, and `likely` a guess to be confirmed: the part with more different
    numbers is rather the day. `ways` are the columns whose dates are written in several ways.
    """

    needed: bool
    order: DateOrder | None = None
    because: str = ""
    against: str = ""
    likely: DateOrder = DateOrder.DMY
    ways: tuple[DateWays, ...] = ()

    @property
    def asks_year_first(self) -> bool:
        """Whether dates with the year first may have day and month swapped."""
        return any(ways.asks_year_first for ways in self.ways)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of the columns with several ways."""
        return tuple(ways.sentence for ways in self.ways)


class RowVerdict(StrEnum):
    """What the plan does with a row."""

    NEW = "new"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    INVALID = "invalid"

    @property
    def label(self) -> str:
        return trc("row verdict", _VERDICTS[self])


REJECTED = (RowVerdict.DUPLICATE, RowVerdict.INVALID)


@dataclass(frozen=True)
class ImportMapping:
    """How the columns of a file become fields; kept under a name and as a small JSON file.

    As JSON, with every part but `kind` and `columns` left out where it is empty:

        {"kind": "complaints",
         "columns": {"CreatedDate": "received_at", "SRType": "category", "Method": "channel"},
         "times": {"Time": "received_at"},  a column with the time, another has the date
         "date_order": "mdy",             mdy, dmy or ymd; settles dates such as 04/05/2026
         "year_first": "ymd",             ymd or ydm; what follows the year in a column that has
                                          both 2026-04-05 and 13/04/2026
         "encoding": "utf-8",             of a text file; the file's own is found when left out
         "sheet": "Sheet1",               of a spreadsheet; the first one when left out
         "values": {"channel": {"Phone": "telephone", "*": "other"}},
                                          words of the file -> codes; "*" stands for any other
         "constants": {"severity": "medium"},   fields that are the same in every row
         "new_words": ["category"],       lists that may grow by words they do not hold yet
         "unique_by": "their_reference",  the field that tells rows apart
         "undated_closing": "received+7"} when a complaint was closed whose row says that it is,
                                          and not when: answered, received, received+DAYS;
                                          on an unknown date when left out

    One column may feed two fields: `"Status": "status+excluded_reason"`.
    """

    kind: ImportKind
    columns: Mapping[str, str]
    date_order: DateOrder | None = None
    year_first: YearFirst | None = None
    encoding: str | None = None
    sheet: str | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    new_words: tuple[str, ...] = ()
    unique_by: str = ""
    times: Mapping[str, str] = field(default_factory=dict)
    undated_closing: str = ""

    @property
    def used_columns(self) -> frozenset[str]:
        """Every column of the file that is read."""
        return frozenset((*self.columns, *self.times))

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Every matched field with the column that feeds it."""
        return tuple(
            (key, column) for column, keys in self.columns.items() for key in keys.split("+")
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields a row gets, in the order of the kind's own list."""
        filled = {*(key for key, _ in self.sources), *self.constants}
        filled |= {"closed_at"} if self.undated_closing else set()
        return tuple(target.key for target in FIELDS[self.kind] if target.key in filled)

    @property
    def unique_keys(self) -> tuple[str, ...]:
        """The fields that together tell rows apart; empty when only whole rows can."""
        return tuple(self.unique_by.split("+")) if self.unique_by else ()


class PlannedRow(NamedTuple):
    """A row and what becomes of it; `number` counts from 1, the headings included.

    `values` stand in the order of the mapping's `keys`, in plain form.
    """

    number: int
    verdict: RowVerdict
    values: tuple[Plain, ...]
    reasons: tuple[Reason, ...] = ()

    @property
    def reason(self) -> str:
        """All its reasons as one text."""
        return paragraph(reason.sentence for reason in self.reasons)


@dataclass(frozen=True)
class PlannedChunk:
    """Some thousand rows planned together.

    `verdicts` None means every row is new, `reasons` holds only rows that have any, by place.
    `cells` are the rows as they stand in the file.
    """

    numbers: Sequence[int]
    values: list[tuple[Plain, ...]]
    cells: list[list[str]]
    verdicts: list[RowVerdict] | None
    reasons: Mapping[int, tuple[Reason, ...]]

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[PlannedRow]:
        for place, values in enumerate(self.values):
            verdict = self.verdicts[place] if self.verdicts else RowVerdict.NEW
            reasons = self.reasons.get(place, ())
            yield PlannedRow(self.numbers[place], verdict, values, reasons)

    def of(self, verdict: RowVerdict) -> list[tuple[Plain, ...]]:
        """The values of the rows with one verdict."""
        if self.verdicts is None:
            return self.values if verdict is RowVerdict.NEW else []
        pairs = zip(self.verdicts, self.values, strict=True)
        return [values for planned, values in pairs if planned is verdict]


@dataclass(frozen=True)
class ReasonCount:
    """How many rows share a reason, and the number of the first."""

    reason: Reason
    rows: int
    first_row: int

    @property
    def sentence(self) -> str:
        """The reason with its rows, so that the first can be looked up in the file."""
        return trn(
            "Row {row}: {why}",
            "{count} rows, the first is row {row}: {why}",
            self.rows,
            row=count_text(self.first_row),
            count=count_text(self.rows),
            why=self.reason.sentence,
        )


@dataclass(frozen=True)
class PlanSummary:
    """The plan in numbers; equal fingerprints mean the same plan for the same file."""

    counts: Mapping[RowVerdict, int]
    tally: tuple[ReasonCount, ...]
    fingerprint: str

    @property
    def rows(self) -> int:
        """All rows of the file."""
        return sum(self.counts.values())


def headings_of(columns: Iterable[str]) -> str:
    """The headings in a form by which a saved matching is found again, in whatever order."""
    return "\n".join(sorted(one_line(name).casefold() for name in columns))


def fitted(mapping: ImportMapping, columns: Sequence[str]) -> ImportMapping:
    """The matching with the headings of a file, which may differ in case, width and blanks."""
    alike = {name_key(name): name for name in columns}
    names = {
        name: name if name in columns else alike.get(name_key(name), name)
        for name in mapping.used_columns
    }
    if len(set(names.values())) < len(names):
        return mapping
    return replace(
        mapping,
        columns={names[name]: keys for name, keys in mapping.columns.items()},
        times={names[name]: key for name, key in mapping.times.items()},
    )


def check(mapping: ImportMapping, columns: Sequence[str]) -> None:
    """A UserError where the mapping does not fit itself or a file with these columns."""
    matched = [key for key, _ in mapping.sources]
    for key in (*matched, *mapping.constants, *mapping.values, *mapping.new_words):
        field_of(mapping.kind, key)
    if not matched:
        raise UserError(tr("Match at least one column to a field."))
    _check_columns(mapping, columns)
    _check_undated(mapping, matched)
    filled = set(mapping.keys)
    for target in FIELDS[mapping.kind]:
        if target.required and target.key not in filled:
            raise UserError(tr("Match a column to “{field}” first.", field=target.title))
    if mapping.unique_by and mapping.unique_by not in UNIQUE_BY[mapping.kind]:
        raise UserError(tr("“{key}” cannot be used to identify rows.", key=mapping.unique_by))
    if not filled.issuperset(mapping.unique_keys):
        raise UserError(tr("Match the unique field to a column, or choose another."))


def _check_undated(mapping: ImportMapping, matched: Sequence[str]) -> None:
    check_rule(mapping.undated_closing)
    if mapping.undated_closing and "status" not in matched:
        title = field_of(mapping.kind, "status").title
        raise UserError(tr("Match a column to “{field}” first.", field=title))


def _check_columns(mapping: ImportMapping, columns: Sequence[str]) -> None:
    missing = [name for name in (*mapping.columns, *mapping.times) if name not in columns]
    if missing:
        raise UserError(tr("The file has no column “{name}”.", name=missing[0]))
    taken = [*(key for key, _ in mapping.sources), *mapping.constants]
    twice = next((key for key in taken if taken.count(key) > 1), None)
    if twice is not None:
        target = field_of(mapping.kind, twice)
        if twice in mapping.constants:
            raise UserError(
                tr("“{field}” has a column and a value for all rows. Keep one.", field=target.title)
            )
        raise UserError(_twice(target))
    _check_times(mapping, taken)


def _twice(target: TargetField) -> str:
    lines = [tr("Two columns are matched to “{field}”. Keep one.", field=target.title)]
    if target.kind is FieldKind.MOMENT:
        time = tr("{field} (time of day)", field=target.title)
        lines.append(tr("If the other has the time, choose “{time}” for it.", time=time))
    return paragraph(lines)


def _check_times(mapping: ImportMapping, matched: Sequence[str]) -> None:
    keys = list(mapping.times.values())
    for column, key in mapping.times.items():
        if (key, column) in mapping.sources:
            raise UserError(
                tr(
                    "“{column}” cannot be both date and time of “{field}”. Its time of day is "
                    "read with its date.",
                    column=column,
                    field=field_of(mapping.kind, key).title,
                )
            )
    for key in keys:
        target = field_of(mapping.kind, key)
        if target.kind is not FieldKind.MOMENT:
            raise UserError(tr("“{field}” has no time.", field=target.title))
        if keys.count(key) > 1:
            raise UserError(
                tr(
                    "Two columns are matched to the time of “{field}”. Keep one.",
                    field=target.title,
                )
            )
        if key not in matched:
            raise UserError(tr("Match a column to the date of “{field}”, too.", field=target.title))


_ORDERS = {
    DateOrder.MDY: mark("Month, day, year"),
    DateOrder.DMY: mark("Day, month, year"),
    DateOrder.YMD: mark("Year, month, day"),
}
_VERDICTS = {
    RowVerdict.NEW: mark("New"),
    RowVerdict.UPDATE: mark("Update"),
    RowVerdict.UNCHANGED: mark("Unchanged"),
    RowVerdict.DUPLICATE: mark("Duplicate"),
    RowVerdict.INVALID: mark("Invalid"),
}
