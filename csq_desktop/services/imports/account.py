"""How a file was read and matched, in words and for scripts: what the window shows step by step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.imports.fields import field_of
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.domain.imports.tables import FileEncoding, Table
from csq_desktop.domain.imports.undated import rule_text
from csq_desktop.domain.words.wording import count_text, labelled
from csq_desktop.exchange.cells.choices import folded
from csq_desktop.services.imports.lookups import options
from csq_desktop.texts import tr, trn

_WORDS_SHOWN = 20


@dataclass(frozen=True)
class FileAccount:
    """What was read of a file and as what.

    `guessed` says that no column mapping was given. `labels` are what codes are called, by field;
    `notes` are sentences about what looks wrong in the file.
    """

    mapping: ImportMapping
    guessed: bool
    sheet: str | None
    encoding: str | None
    encoding_sure: bool
    skipped: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The account for scripts; `columns`, `constants` and `values` are as in a mapping."""
        mapping = self.mapping
        return {
            "guessed": self.guessed,
            "sheet": self.sheet,
            "encoding": self.encoding,
            "encoding_sure": self.encoding_sure,
            "columns": dict(mapping.columns),
            "times": dict(mapping.times),
            "skipped_columns": list(self.skipped),
            "constants": dict(mapping.constants),
            "values": {key: dict(words) for key, words in mapping.values.items()},
            "date_order": mapping.date_order,
            "year_first": mapping.year_first,
            "unique_by": mapping.unique_by,
            "undated_closing": mapping.undated_closing,
            "notes": list(self.notes),
        }

    @property
    def sentences(self) -> tuple[str, ...]:
        """The account for people, a line each."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        mapping = self.mapping
        if self.sheet is not None:
            yield labelled(tr("Sheet"), self.sheet)
        if self.encoding is not None:
            yield from self._about_encoding(FileEncoding.family_of(self.encoding))
        yield from self._about_columns()
        for key in mapping.values:
            yield from self._about_words(key)
        if mapping.undated_closing:
            rule = rule_text(mapping.undated_closing)
            yield labelled(tr("Closed without a date"), rule)
        if self.skipped:
            yield labelled(tr("Skipped columns"), tr(", ").join(self.skipped))
        if mapping.date_order is not None:
            yield labelled(tr("Date format"), mapping.date_order.label)
        if mapping.unique_by:
            yield labelled(tr("Unique field"), self._titles(mapping.unique_by))
        yield from self.notes

    def _about_columns(self) -> Iterator[str]:
        if self.guessed:
            yield tr("No column mapping was given. The columns were matched as follows:")
        for column, keys in self.mapping.columns.items():
            yield f"{column} → {self._titles(keys)}"
        for column, key in self.mapping.times.items():
            yield f"{column} → {tr('{field} (time of day)', field=self._titles(key))}"
        for key, value in self.mapping.constants.items():
            label = self.labels.get(key, {}).get(value, value)
            yield tr("{field}: “{value}” in every row", field=self._titles(key), value=label)

    def _about_encoding(self, name: str) -> Iterator[str]:
        label = FileEncoding(name).label if name in set(FileEncoding) else name
        yield labelled(tr("Encoding"), label)
        if not self.encoding_sure:
            yield tr("The encoding is a guess. If letters are wrong, name another in the mapping.")

    def _about_words(self, key: str) -> Iterator[str]:
        """The words of the file that mean something else than they say."""
        labels = self.labels.get(key, {})
        pairs = [
            f"“{word}” → {labels.get(code, code)}"
            for word, code in self.mapping.values[key].items()
            if folded(word) not in (folded(code), folded(labels.get(code, code)))
        ]
        more = len(pairs) - _WORDS_SHOWN
        if more > 0:
            rest = trn("{count} other word", "{count} other words", more, count=count_text(more))
            pairs[_WORDS_SHOWN:] = [rest]
        if pairs:
            yield labelled(self._titles(key), tr(", ").join(pairs))

    def _titles(self, keys: str) -> str:
        return " + ".join(field_of(self.mapping.kind, key).title for key in keys.split("+"))


def account_of(
    session: Session,
    table: Table,
    mapping: ImportMapping,
    *,
    guessed: bool,
    notes: tuple[str, ...],
) -> FileAccount:
    """The account of a table under a mapping; `session` knows what codes are called."""
    listed = (*mapping.constants, *mapping.values)
    kind = mapping.kind
    return FileAccount(
        mapping=mapping,
        guessed=guessed,
        sheet=table.sheet,
        encoding=table.encoding,
        encoding_sure=table.encoding_sure,
        skipped=tuple(name for name in table.columns if name not in mapping.used_columns),
        labels={
            key: dict(options(session, kind, key))
            for key in listed
            if field_of(kind, key).kind is FieldKind.CHOICE
        },
        notes=notes,
    )
