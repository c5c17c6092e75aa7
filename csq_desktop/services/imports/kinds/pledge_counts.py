"""Imports of pledges' day counts: matched by pledge and day, deleted by undoing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.imports.fields import ImportKind, field_of
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.domain.imports.rows import Check, Columns, Faults, Reason
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.pledges.fields import COUNTED, LARGEST_COUNT, PLEDGE_COUNT
from csq_desktop.exchange.matching.sameness import Key
from csq_desktop.services.imports.changes import Changed, RowChanges
from csq_desktop.services.imports.kinds.kind import Answers, RowKind
from csq_desktop.services.imports.rows import ImportContext
from csq_desktop.services.imports.stored import StoredRow, as_they_come
from csq_desktop.services.imports.undo import Undoing, Undone
from csq_desktop.services.imports.writing import ChunkWriter, Planned
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.exports import kinds as exports
from csq_desktop.storage.records.exports.reading import ExportSource
from csq_desktop.storage.records.imports import batches as records
from csq_desktop.storage.records.imports import facts as import_facts
from csq_desktop.storage.records.pledges import pledges as pledge_records
from csq_desktop.texts import mark

NOT_IN_FORCE = mark("{field}: the pledge “{value}” was not in force that day.")
TOO_MANY = mark("{field} is more than a million.")
_COLUMNS = (
    "id", "pledge_id", "day", "month", "met", "missed", "over_maximum", "excluded", "reason",
    "entered_at", "entered_by", "batch_id",
)  # fmt: skip
_STORED = tuple(as_they_come(PLEDGE_COUNT.fields, but="day"))
Fields = Mapping[str, Any]


class PledgeCounts(RowKind):
    """What was counted for the pledges that are counted by hand."""

    kind: ClassVar[ImportKind] = ImportKind.PLEDGE_COUNTS
    source: ClassVar[ExportSource] = exports.PLEDGE_COUNTS

    def listed(self, session: Session) -> dict[str, dict[str, str]]:
        words: dict[str, str] = {}
        by_hand = _counted_by_hand(session)
        for pledge in by_hand:
            # A file may be older than today's wording, or newer: every version counts as a name.
            for version in pledge.versions:
                wordings = version.terms.wording.by_language.values()
                words |= {text: pledge.code for text in wordings if text}
        return {"pledge_code": words | {pledge.code: pledge.code for pledge in by_hand}}

    def options(self, session: Session, key: str) -> tuple[tuple[str, str], ...]:
        if key != "pledge_code":
            return super().options(session, key)
        today = shop.today(session)
        return tuple(
            (pledge.code, f"{pledge.code} · {pledge.wording_on(today)}")
            for pledge in _counted_by_hand(session)
        )

    def answers(self, session: Session) -> Answers:
        return Answers(checks=(_in_force(pledges.everything(session)), _not_too_many))

    def stored(
        self, session: Session, mapping: ImportMapping, keys: Iterable[Key]
    ) -> Mapping[Any, StoredRow]:
        del mapping
        return _counts(session, _pairs(keys))

    def writer(self, session: Session, keys: Sequence[str], rules: ImportContext) -> ChunkWriter:
        return CountWriter(session, keys, rules)

    def change(self, work: RowChanges, changed: Changed) -> None:
        new = {}
        for row, values, _ in changed:
            facts = row.facts | {name: values[name] for name in _STORED if name in values}
            new[row.id] = facts | {
                # A file without this column may bring fewer missed than were over the maximum.
                "over_maximum": min(facts["over_maximum"], facts["missed"]),
                "entered_at": work.rules.now,
                "entered_by": work.rules.user_id,
            }
        work.keep(import_facts.PLEDGE_COUNTS, {row.id: row.facts for row, *_ in changed}, new)

    def undo(self, work: Undoing) -> Undone:
        """Added counts are deleted, unless somebody has entered another number since."""
        changed = work.put_back(import_facts.PLEDGE_COUNTS)
        gone = pledge_records.remove_many(work.session, work.batch.id, work.span)
        records.forget_changes(work.session, work.batch.id, identities=False)
        edited = work.edited + work.batch.added - gone
        return Undone(gone, len(changed), edited)


class CountWriter(ChunkWriter):
    """Keeps day counts of pledges."""

    def add(self, planned: Planned) -> None:
        """Keep some counts."""
        if not planned:
            return
        first = self.reserve(len(planned))
        pledge_ids = {pledge.code: pledge.id for pledge in pledges.everything(self.session)}
        rows = [
            count_row(first + n, values, self.rules, pledge_ids)
            for n, values in enumerate(self.fields(planned))
        ]
        pledge_records.add_many(self.session, _COLUMNS, rows, detail=self.audit_detail)


def _counts(
    session: Session, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], StoredRow]:
    ids = import_facts.counts_by_day(session, keys)
    facts = import_facts.facts(session, import_facts.PLEDGE_COUNTS, ids.values())
    return {
        key: StoredRow(row_id, facts[row_id], {name: facts[row_id][name] for name in _STORED})
        for key, row_id in ids.items()
    }


def count_row(
    row_id: int, values: Fields, setting: ImportContext, pledges: Mapping[str, int]
) -> tuple[Any, ...]:
    """A new day count out of planned fields."""
    day = str(values["day"])
    month = Month.of(date.fromisoformat(day)).code
    return (
        row_id, pledges[values["pledge_code"]], day, month, values["met"], values["missed"],
        values.get("over_maximum") or 0, values.get("excluded") or 0, values.get("reason") or "",
        setting.now, setting.user_id, setting.batch_id,
    )  # fmt: skip


def _counted_by_hand(session: Session) -> list[Pledge]:
    return [pledge for pledge in pledges.everything(session) if pledge.source.is_by_hand]


def _in_force(hand_counted: Iterable[Pledge]) -> Check:
    """Days are counted only while their pledge is in force."""
    by_code = {pledge.code: pledge for pledge in hand_counted}

    def check(columns: Columns) -> Iterable[tuple[int, Reason]]:
        field = field_of(ImportKind.PLEDGE_COUNTS, "day")
        pairs = zip(columns["pledge_code"], columns["day"], strict=True)
        for place, (code, day) in enumerate(pairs):
            pledge = by_code.get(str(code))
            if pledge and isinstance(day, str) and not pledge.in_force_on(date.fromisoformat(day)):
                yield place, Reason(NOT_IN_FORCE, field, pledge.code)

    return check


def _not_too_many(columns: Columns) -> Faults:
    for key in COUNTED:
        for place, count in enumerate(columns.get(key, ())):
            if isinstance(count, int) and count > LARGEST_COUNT:
                yield place, Reason(TOO_MANY, field_of(ImportKind.PLEDGE_COUNTS, key))


def _pairs(keys: Iterable[Key]) -> list[tuple[str, str]]:
    return [(str(key[0]), str(key[1])) for key in keys if isinstance(key, tuple) and all(key)]


KIND = PledgeCounts()
