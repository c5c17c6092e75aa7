"""Readers of whole columns: made once per column, quick over a million cells."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple, cast

from csq_desktop.domain.fields.fields import LONGEST_LINE_OF_TEXT, FieldKind
from csq_desktop.domain.imports.date_styles import YearFirst
from csq_desktop.domain.imports.plans import ANY_OTHER, DateOrder
from csq_desktop.domain.imports.rows import Plain, Reason
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.domain.words.names import name_key
from csq_desktop.exchange.cells import dates, phones, values, year_first
from csq_desktop.exchange.cells.choices import folded, words_of
from csq_desktop.exchange.cells.columns import Read, ReadColumn
from csq_desktop.exchange.cells.identifiers import IDENTIFYING, Identifiers, note_points
from csq_desktop.exchange.cells.moments import MomentReader, MomentTables
from csq_desktop.exchange.cells.unreadable import Unreadable
from csq_desktop.texts import mark

MISSING = mark("{field} is missing.")
TOO_LONG = mark("{field} is too long: “{value}”.")
BROKEN = mark("{field} contains a character that could not be read: “{value}”.")
NEGATIVE = mark("{field} cannot be negative: “{value}”.")
NOT_LISTED = mark("{field}: “{value}” is not in the list.")
REMEMBERED = 50_000
_YEAR_LAST = (DateOrder.DMY, DateOrder.MDY)
_UNREADABLE_CHARACTER = "\ufffd"


class Reading(NamedTuple):
    """What readers need to know beyond their field.

    `year_first` is what the user said of dates with the year first; `mixed` are the fields in whose
    columns others stand beside them.
    """

    moments: MomentTables
    damaged: bool
    listed: Mapping[str, Mapping[str, str]]
    new_words: tuple[str, ...]
    words: Mapping[str, Mapping[str, str]]
    year_first: YearFirst | None = None
    mixed: Collection[str] = ()


def reader_of(field: TargetField, reading: Reading) -> Read:
    """The reader of one field's column."""
    words = reading.words.get(field.key)
    read = _reader_of(field, reading)
    if field.dated:
        read = _with_year_first(read, field, reading)
    if words and field.kind is not FieldKind.CHOICE:
        read = _translated(read, words)
    return _required(read, field) if field.required else read


def _reader_of(field: TargetField, reading: Reading) -> Read:
    match field.kind:
        case FieldKind.TEXT:
            return _text_reader(field, reading)
        case FieldKind.MOMENT:
            return _moment_reader(field, reading)
        case FieldKind.PERSON:
            return _People(field, reading)
        case FieldKind.CHOICE:
            return _Remembering(field, _word_reader(field, reading), empty="")
        case FieldKind.PHONE:
            return _Phones(field, phones.phone_of, empty="")
        case FieldKind.EMAIL:
            return _Remembering(field, values.email_of, empty="")
        case FieldKind.YES_NO:
            return _Remembering(field, values.yes_or_no)
        case FieldKind.DAY:
            return _Remembering(field, _day_reader(reading.moments.order))
        case FieldKind.NUMBER | FieldKind.MONEY:
            return _Remembering(field, _number_reader(field))
    raise ValueError(f"no file has cells of the kind {field.kind}")


def _text_reader(field: TargetField, reading: Reading) -> Read:
    texts = _Texts(field, damaged=reading.damaged)
    if field.key in reading.listed:
        return _coded(texts, reading.listed[field.key])
    return Identifiers(field, texts) if field.key in IDENTIFYING else texts


def _with_year_first(read: Read, field: TargetField, reading: Reading) -> Read:
    if reading.year_first is YearFirst.YDM:
        return year_first.with_day_before_month(read)
    if reading.year_first is None and reading.moments.order in _YEAR_LAST:
        return year_first.pointed_out(read, field, is_mixed=field.key in reading.mixed)
    return read


def _moment_reader(field: TargetField, reading: Reading) -> Read:
    reader = MomentReader(field, reading.moments)
    return lambda cells: ReadColumn(*reader.read(cells))


def _day_reader(order: DateOrder | None) -> Callable[[str], Plain]:
    return lambda text: dates.day_of(text, order).isoformat()


def _number_reader(field: TargetField) -> Callable[[str], Plain]:
    read = values.cents_of if field.kind is FieldKind.MONEY else values.count_of
    smallest = field.smallest

    def bounded(text: str) -> Plain:
        number = read(text)
        if smallest is not None and number < smallest:
            raise Unreadable(NEGATIVE)
        return number

    return bounded


def _word_reader(field: TargetField, reading: Reading) -> Callable[[str], Plain]:
    """Reads a word as a code: by the mapping's own words first, then by the list's."""
    mapped = {folded(word): code for word, code in reading.words.get(field.key, {}).items()}
    listed = words_of(field) | {
        folded(word): code for word, code in reading.listed.get(field.key, {}).items()
    }
    codes = frozenset(("", *listed.values()))
    free = field.key in reading.new_words or field.key not in reading.listed
    grows = free and not field.choices
    grown: dict[str, str] = {}

    def code_of(text: str) -> Plain:
        plain = folded(text)
        code = mapped.get(plain, listed.get(plain, mapped.get(ANY_OTHER)))
        if code is None and plain.endswith(".0"):
            code = mapped.get(plain[:-2], listed.get(plain[:-2]))
        if code is None and grows and not (values.is_nothing(text) or values.error_of(text)):
            # Other ways of writing a word that is new are the same word.
            code = grown.setdefault(plain, text)
        if code is None or not (code in codes or grows) or len(code) > LONGEST_LINE_OF_TEXT:
            raise Unreadable(NOT_LISTED)
        return code

    return code_of


def _translated(read: Read, words: Mapping[str, str]) -> Read:
    """A reader that first puts the mapping's own words in place of the file's."""
    other = words.get(ANY_OTHER)

    def translated(cells: Sequence[str]) -> ReadColumn:
        stripped = map(str.strip, cells)
        if other is None:
            return read([words.get(cell, cell) for cell in stripped])
        return read([words.get(cell, other) if cell else cell for cell in stripped])

    return translated


def _required(read: Read, field: TargetField) -> Read:
    empty = field.empty

    def required(cells: Sequence[str]) -> ReadColumn:
        column = read(cells)
        if empty in column.values:
            for place, value in enumerate(column.values):
                if value == empty and place not in column.reasons:
                    column.reasons[place] = Reason(MISSING, field)
        return column

    return required


class _Texts:
    """Reads text as it stands, but for spaces around it; a word for nothing is no text."""

    def __init__(self, field: TargetField, *, damaged: bool) -> None:
        self._field = field
        self._damaged = damaged

    def __call__(self, cells: Sequence[str]) -> ReadColumn:
        stripped = map(str.strip, cells)
        texts = ["" if values.is_no_text(text) else text for text in stripped]
        reasons: dict[int, Reason] = {}
        largest = self._field.largest
        if max(map(len, texts)) > largest:
            for place, text in enumerate(texts):
                if len(text) > largest:
                    reasons[place] = Reason(TOO_LONG, self._field, text[:largest])
        for place, text in enumerate(texts):
            if text[:1] in values.ERROR_SIGNS and (error := values.error_of(text)):
                reasons[place] = Reason(error, self._field, text)
        if self._damaged:
            for place, text in enumerate(texts):
                if _UNREADABLE_CHARACTER in text:
                    reasons[place] = Reason(BROKEN, self._field, text)
        return ReadColumn(texts, reasons)


def _coded(read: Read, listed: Mapping[str, str]) -> Read:
    """A reader of texts that gives those of a list by their codes; others stay as they are."""
    codes = {folded(word): code for word, code in listed.items()}

    def coded(cells: Sequence[str]) -> ReadColumn:
        column = read(cells)
        meant = {text: codes.get(folded(str(text)), text) for text in set(column.values)}
        return ReadColumn([meant[text] for text in column.values], column.reasons)

    return coded


class _People:
    """Reads whoever a name means, by the name in the list; a name that is not in it stays."""

    def __init__(self, field: TargetField, reading: Reading) -> None:
        self._texts = _Texts(field, damaged=reading.damaged)
        self._listed = {
            name_key(word): name for word, name in reading.listed.get(field.key, {}).items()
        }
        self._read: dict[str, str] = {}

    def __call__(self, cells: Sequence[str]) -> ReadColumn:
        texts, reasons = self._texts(cells)
        new = {str(text) for text in texts} - self._read.keys()
        self._read |= {text: self._name_of(text) for text in new}
        return ReadColumn([self._read[str(text)] for text in texts], reasons)

    def _name_of(self, text: str) -> str:
        return self._listed.get(name_key(text), text)


class _Remembering(dict[str, Plain | Reason]):
    """Reads each different cell once and remembers it."""

    def __init__(
        self, field: TargetField, read: Callable[[str], Plain], *, empty: Plain = None
    ) -> None:
        super().__init__()
        self._field = field
        self._read = read
        self._empty = empty
        self._some_bad = False

    def __missing__(self, cell: str) -> Plain | Reason:
        value = self._first(cell.strip())
        self[cell] = value
        return value

    def _first(self, text: str) -> Plain | Reason:
        try:
            return self._read(text) if text else self._empty
        except Unreadable as error:
            if values.is_nothing(text) or (self._field.dated and values.is_no_date(text)):
                return self._empty
            self._some_bad = True
            return Reason(values.error_of(text) or error.text, self._field, text)

    def __call__(self, cells: Sequence[str]) -> ReadColumn:
        if len(self) > REMEMBERED:
            self.clear()
        values_or_reasons = list(map(self.__getitem__, cells))
        if not self._some_bad:
            return ReadColumn(cast("list[Plain]", values_or_reasons), {})
        return self._sorted_out(values_or_reasons)

    def _sorted_out(self, values_or_reasons: list[Plain | Reason]) -> ReadColumn:
        reasons = {
            place: value
            for place, value in enumerate(values_or_reasons)
            if isinstance(value, Reason)
        }
        readable = [
            self._empty if isinstance(value, Reason) else value for value in values_or_reasons
        ]
        return ReadColumn(readable, reasons)


class _Phones(_Remembering):
    """Reads telephone numbers; warns of those nobody can have."""

    def __init__(
        self, field: TargetField, read: Callable[[str], Plain], *, empty: Plain = None
    ) -> None:
        super().__init__(field, read, empty=empty)
        self._unusual: set[Plain] = set()

    def _first(self, text: str) -> Plain | Reason:
        number = super()._first(text)
        if isinstance(number, str) and number and not phones.is_in_use(number):
            self._unusual.add(number)
        return number

    def __call__(self, cells: Sequence[str]) -> ReadColumn:
        column = super().__call__(cells)
        if self._unusual:
            for place, phone in enumerate(column.values):
                if phone in self._unusual:
                    text = cells[place].strip()
                    column.reasons[place] = Reason(
                        phones.UNUSUAL_PHONE, self._field, text, blocks=False
                    )
        note_points(column, self._field, cells)
        return column
