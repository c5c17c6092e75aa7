"""Imports of complaints: matched by their reference, linked to customers, withdrawn by undoing."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.complaints.clocks import UNDATED_BAND
from csq_desktop.domain.complaints.facts import EventKind, State
from csq_desktop.domain.complaints.field_groups.outcome import LARGEST_REMEDY
from csq_desktop.domain.complaints.history import StandardNote, StepFacts
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.domain.complaints.updates import ENDINGS, UNDER_WAY, is_of_earlier_round
from csq_desktop.domain.imports.fields import ImportKind, field_of
from csq_desktop.domain.imports.kinds.complaints import OF_COMPLAINTS
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.domain.imports.rows import Columns, Faults, Plain, Reason
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.domain.shop.people import by_key
from csq_desktop.domain.transfers.parts import FILED
from csq_desktop.domain.words.names import name_key
from csq_desktop.domain.words.numbers import filed
from csq_desktop.exchange.matching.sameness import Key
from csq_desktop.exchange.matching.verdicts import (
    AnySpelling,
    Earlier,
    Held,
    Outweighed,
    Repeatable,
    Unchangeable,
)
from csq_desktop.services import people
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.imports import filed_rounds, lasting_words
from csq_desktop.services.imports.cases import Cases
from csq_desktop.services.imports.changes import Changed, RowChanges
from csq_desktop.services.imports.kinds import case_parts
from csq_desktop.services.imports.kinds.kind import Answers, RowKind
from csq_desktop.services.imports.rows import COMPLAINT_COLUMNS as COLUMNS
from csq_desktop.services.imports.rows import ComplaintRows, ImportContext, Linked
from csq_desktop.services.imports.stored import (
    COMPLAINT_COLUMNS,
    StoredRow,
    by_any_number,
    numbers,
    texts,
    told_apart,
)
from csq_desktop.services.imports.undo import Undoing, Undone
from csq_desktop.services.imports.writing import ChunkWriter, Planned
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.complaints import involved as involved_records
from csq_desktop.storage.records.complaints.references import next_numbers, written
from csq_desktop.storage.records.customers.survivors import survivors
from csq_desktop.storage.records.exports import kinds as exports
from csq_desktop.storage.records.exports.reading import ExportSource
from csq_desktop.storage.records.imports import batches as records
from csq_desktop.storage.records.imports import facts as import_facts
from csq_desktop.storage.records.imports.facts import Facts
from csq_desktop.storage.records.shop import people as people_records
from csq_desktop.storage.search import index as search
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import seconds
from csq_desktop.texts import mark

TOO_MUCH = mark("{field} is more than HK$1,000,000.")
NAMED_IN_IT = mark("{field} stays as it is: the complaint is about whom the file names.")
NEW_PERSON = mark("{field}: “{value}” is new and is added to the list of people.")
_CUSTOMER, _OWNER = _LINKS = "customer_reference", "owner"
_NUMBER_OF_CUSTOMER = "customer_ref"
_ONCE = ("kind", "waiting_since", "held_seconds", "resolve_promised_at")
"""What a file says of a complaint that is new here; afterwards it is decided here."""
_CLOSED = State.CLOSED.value
_WORDS = frozenset(state.value for state in State)


class Complaints(RowKind):
    """Complaints out of another system."""

    kind: ClassVar[ImportKind] = ImportKind.COMPLAINTS
    source: ClassVar[ExportSource] = exports.COMPLAINTS

    def listed(self, session: Session) -> dict[str, dict[str, str]]:
        everyone = people.everyone(session)
        by_name = by_key(everyone)
        named = {person.name: by_name[name_key(person.name)].name for person in everyone}
        return {_OWNER: named} | {
            key: lists.file_words(name) for key, name in lists.OF_FIELDS.items()
        }

    def options(self, session: Session, key: str) -> tuple[tuple[str, str], ...]:
        if key == _OWNER:
            return tuple((person.name, person.name) for person in people.everyone(session))
        # A file may hold only a heading such as Refund & exchange, so headings are offered too.
        if key not in lists.OF_FIELDS:
            return super().options(session, key)
        name = lists.OF_FIELDS[key]
        return tuple(
            (choice.code, lists.full_label(name, choice.code)) for choice in lists.everything(name)
        )

    def written(self, session: Session, field: TargetField) -> Callable[[Any], Any]:
        if field.key == filed_rounds.KEY:
            return filed_rounds.written
        if field.key in FILED:
            return partial(case_parts.written, field.key)
        if field.key == _NUMBER_OF_CUSTOMER:
            return partial(_filed, branch=shop.branch_code(session))
        if field.key not in lists.OF_FIELDS:
            return super().written(session, field)
        name = lists.OF_FIELDS[field.key]
        return lambda code: lists.full_label(name, code) if code else ""

    def answers(self, session: Session) -> Answers:
        listed = {person.name for person in people.everyone(session)}
        checks = (_not_too_much, partial(_new_people, listed), filed_rounds.check)
        return Answers(
            existing=_existing_customers(session), checks=(*checks, *case_parts.checks(session))
        )

    def stored(
        self, session: Session, mapping: ImportMapping, keys: Iterable[Key]
    ) -> Mapping[Any, StoredRow]:
        del mapping
        return _complaints(session, [*keys])

    def writer(self, session: Session, keys: Sequence[str], rules: ImportContext) -> ChunkWriter:
        return ComplaintWriter(session, keys, rules)

    def change(self, work: RowChanges, changed: Changed) -> None:
        changed = lasting_words.of_changes(work.session, changed)
        linked = _linked(work.session, [row.values for row in changed], work.rules.batch_id)
        cases, new = Cases(work.rules.rules, work.rules.now, work.keys), {}
        for row in changed:
            new[row.stored.id] = cases.changed(row, _numbers(row.values, linked))
        before = {row.stored.id: row.stored.facts for row in changed}
        import_facts.rewrite_complaints(work.session, before, new, detail=work.audit_detail)
        work.remember(import_facts.COMPLAINTS, before, new)
        _tell(work, changed)
        _rounds_follow(work.session, new, work.rules.rules)
        for row_id in new:
            search.COMPLAINTS.index(work.session, row_id)

    def undo(self, work: Undoing) -> Undone:
        """Added complaints are withdrawn: their numbers stay given, they count nowhere."""
        rules = case_rows.rules(work.session)
        cases = Cases(rules, case_rows.now(work.session))
        facts = StepFacts(note=StandardNote.IMPORT_UNDONE)
        with complaint_records.summed_at_the_end(work.session):
            changed = work.put_back(import_facts.COMPLAINTS, cases.put_right)
            _refuse_owners(work, changed)
            complaint_records.follow_merges(work.session, changed.keys(), work.audit_detail)
        _tell_undone(work, changed, facts)
        _rounds_follow(work.session, changed, rules)
        for row_id in changed:
            search.COMPLAINTS.index(work.session, row_id)
        case_parts.take_back(work.session, work.batch, detail=work.audit_detail)
        gone = complaint_records.withdraw_many(work.session, work.batch.id, work.span, facts)
        people_records.take_out_many(work.session, work.batch.id, detail=work.audit_detail)
        records.forget_changes(work.session, work.batch.id, identities=False)
        return Undone(gone, len(changed), work.edited)


class ComplaintWriter(ChunkWriter):
    """Keeps complaints under this year's numbers."""

    def __init__(self, session: Session, keys: Sequence[str], rules: ImportContext) -> None:
        super().__init__(session, keys, rules)
        self._year = shop.today(session).year
        self._maker = ComplaintRows(self.keys, rules)

    @contextmanager
    def all_of_it(self) -> Iterator[None]:
        """The month sums are added up once, at the end."""
        with complaint_records.summed_at_the_end(self.session):
            yield

    def add(self, planned: Planned) -> None:
        """Keep some complaints."""
        if not planned:
            return
        first = self.reserve(len(planned))
        planned = lasting_words.of_rows(self.session, self.keys, planned)
        references = self._references(planned)
        named = [(first + n, reference) for n, reference in enumerate(references)]
        places = [(key, self.keys.index(key)) for key in _LINKS if key in self.keys]
        links = ({key: values[place] for key, place in places} for values in planned)
        linked = _linked(self.session, links, self.rules.batch_id)
        rows = self._maker.rows(named, planned, linked)
        complaint_records.add_many(self.session, COLUMNS, rows, detail=self.audit_detail)
        self._add_rounds(first, planned)
        columns = dict(zip(self.keys, zip(*planned, strict=True), strict=True))
        case_parts.keep(self.session, first, columns, self.rules, detail=self.audit_detail)

    def _add_rounds(self, first: int, planned: Planned) -> None:
        """The rounds before the one that a row tells of."""
        if filed_rounds.KEY not in self.keys:
            return
        place, received = self.keys.index(filed_rounds.KEY), self.keys.index("received_at")
        rules = self.rules.rules
        finished = [
            (first + n, each)
            for n, values in enumerate(planned)
            for each in filed_rounds.finished(values[place], values[received], rules)
        ]
        rounds = ((id, *each) for id, each in lasting_words.of_rounds(self.session, finished))
        case_rows.add_rounds(self.session, rounds, rules, detail=self.audit_detail)

    def _references(self, planned: Planned) -> Iterator[str]:
        """The next number of its own series for each row."""
        usual = FeedbackKind.COMPLAINT.value
        place = self.keys.index("kind") if "kind" in self.keys else None
        kinds = [
            FeedbackKind(str((place is not None and values[place]) or usual)) for values in planned
        ]
        year, branch = self._year, shop.branch_code(self.session)
        numbers = {
            kind: iter(next_numbers(self.session, kind.series, year, count))
            for kind, count in Counter(kinds).items()
        }
        for kind in kinds:
            yield written(kind.series, year, next(numbers[kind]), branch)


def _linked(session: Session, rows: Iterable[Mapping[str, Plain]], batch_id: int) -> Linked:
    """What the rows of a file refer to; people who are new are added, customers are not."""
    words: dict[str, set[str]] = {key: set() for key in _LINKS}
    for values in rows:
        for key in words.keys() & values.keys():
            words[key].add(str(values[key] or ""))
    customers = _customers(session, words[_CUSTOMER] - {""})
    leads = survivors(session, set(customers.values()))
    customers = {key: leads.get(row_id, row_id) for key, row_id in customers.items()}
    return Linked(customers, people.brought(session, words[_OWNER] - {""}, batch_id))


def _customers(session: Session, words: Collection[str]) -> dict[str, int]:
    """The customers that a file names by their own reference, or by a number of some store."""
    found = dict(by_any_number(session, import_facts.CUSTOMERS, words))
    return found | import_facts.customers_by(session, "their_reference", words)


def _filed(number: str | None, branch: str) -> str:
    return filed(number, branch) if number else ""


def _numbers(values: Mapping[str, Plain], linked: Linked) -> Facts:
    """The columns of other records' numbers that a row of a file changes."""
    numbers: Facts = {}
    if _CUSTOMER in values:
        numbers["customer_id"] = linked.customers.get(str(values[_CUSTOMER]))
    if _OWNER in values:
        numbers |= {"owner_id": linked.people[str(values[_OWNER])], "owner_text": ""}
    return numbers


def _complaints(session: Session, keys: Sequence[Key]) -> dict[Key, StoredRow]:
    stored, ids = told_apart(import_facts.complaints_by_reference(session, texts(keys)))
    own = numbers(keys)
    by_number = by_any_number(session, import_facts.COMPLAINTS, own)
    ids |= {own[ref]: row_id for ref, row_id in by_number.items()}
    facts = import_facts.facts(session, import_facts.COMPLAINTS, ids.values())
    rounds = import_facts.last_rounds(session, facts.keys())
    linked = {row["customer_id"] for row in facts.values() if row["customer_id"]}
    references = import_facts.references_of(session, linked)
    others = _known_as(session, linked)
    names, calendar = people_records.names(session), shop.calendar(session)
    kept_from = involved_records.kept_from(session, facts.keys())
    for key, row_id in ids.items():
        held, earlier = facts[row_id], rounds.get(row_id, {})
        is_complaint = held["kind"] == FeedbackKind.COMPLAINT
        case = _case(held, earlier, calendar) if is_complaint else _other_feedback(held)
        fields = case | {
            "their_reference": AnySpelling(held["their_reference"]),
            _CUSTOMER: _of_customer(
                references.get(held["customer_id"], ()), others.get(held["customer_id"], ())
            ),
            _OWNER: _owner(names, held["owner_id"], kept_from.get(row_id, ())),
        }
        stored[key] = StoredRow(row_id, held, fields, reopened_at=earlier.get("reopened_at"))
    return stored


def _owner(names: Mapping[int, str], owner_id: int | None, about: Collection[int]) -> Held:
    """Whose a complaint is: no file gives it to somebody whom it is about."""
    name = names.get(owner_id or 0, "")
    barred = frozenset(names[person_id] for person_id in about)
    return Outweighed(name, barred, NAMED_IN_IT) if barred else name


def _refuse_owners(work: Undoing, changed: dict[int, Facts]) -> None:
    """Let nobody own again what is about them by now: such a complaint has no owner then."""
    kept_from = involved_records.kept_from(work.session, changed.keys())
    wrong = {
        row_id: changed[row_id]
        for row_id, about in kept_from.items()
        if changed[row_id]["owner_id"] in about
    }
    right = {row_id: {**facts, "owner_id": None} for row_id, facts in wrong.items()}
    import_facts.rewrite_complaints(work.session, wrong, right, detail=work.audit_detail)
    changed |= right


def _of_customer(references: Sequence[str], others: Sequence[str]) -> AnySpelling:
    """Whose a complaint is: a file may name whoever was merged into the customer, or a number."""
    return AnySpelling(references[0] if references else "", (*references[1:], *others))


def _known_as(session: Session, customer_ids: Collection[int]) -> dict[int, list[str]]:
    """What files call customers beside their own reference: their numbers here and elsewhere."""
    branch = shop.branch_code(session)
    numbers_by_id: dict[int, list[str]] = {}
    for customer_id, ref, origin in import_facts.numbers_of(session, customer_ids):
        names = filter(None, (ref, filed(ref, branch), origin))
        numbers_by_id.setdefault(customer_id, []).extend(names)
    return numbers_by_id


def _case(facts: Facts, earlier: Facts, calendar: ShopCalendar) -> dict[str, Held]:
    """A complaint's fields, each with the values that a file may repeat without changing anything.

    After a reopening that is whatever was answered or closed before it, and the outcome of the
    round before, unless the file has another answer since; after a wait, the deadline as it was
    before the wait moved it.
    """
    if facts["closed_band"] == UNDATED_BAND:
        facts = facts | {"closed_at": None}  # a date that a rule set is no news and none to keep
    held: dict[str, Held] = {key: facts[column] for key, column in COMPLAINT_COLUMNS.items()}
    held |= {key: Unchangeable(facts[COMPLAINT_COLUMNS[key]]) for key in _ONCE}
    held[filed_rounds.KEY] = Unchangeable("")
    following = _following(facts)
    for key, column in COMPLAINT_COLUMNS.items():
        if column == "resolve_due_at":
            held[key] = _deadlines(facts, earlier)
        elif earlier.get(column):
            held[key] = Repeatable(facts[column], earlier[column])
        elif key in following:
            held[key] = frozenset((facts[column],))
    if "reopened_at" in earlier:
        is_earlier = partial(
            is_of_earlier_round, reopened_at=earlier["reopened_at"], calendar=calendar
        )
        for key, column in COMPLAINT_COLUMNS.items():
            if column in ENDINGS:
                held[key] = Earlier(facts[column], is_earlier, follows=key in following)
    if facts["closed_at"] is None:
        held["status"] = _statuses(facts["state"], was_reopened="reopened_at" in earlier)
    return held


def _other_feedback(facts: Facts) -> dict[str, Held]:
    """The fields of what is no complaint: no file gives it a finding, a remedy or a deadline."""
    held: dict[str, Held] = {key: facts[column] for key, column in COMPLAINT_COLUMNS.items()}
    fixed = (*_ONCE, *OF_COMPLAINTS, "ack_due_at", "progress_due_at", "resolve_due_at")
    held |= {key: Unchangeable(facts[COMPLAINT_COLUMNS[key]]) for key in fixed}
    if facts["closed_at"] is None:
        held["status"] = _statuses(facts["state"], was_reopened=False)
    return held


def _statuses(state: str, *, was_reopened: bool) -> frozenset[str]:
    """The words for the status of a case without a closing date that are no news.

    Of a case that was reopened an old file may still say that it is closed.
    """
    words = _WORDS if state == State.ANSWERED else _WORDS - UNDER_WAY
    return words - (frozenset() if was_reopened else {_CLOSED}) | {state}


def _deadlines(facts: Facts, earlier: Facts) -> Held:
    """The deadline, and those a file may repeat: before a wait moved it, before a reopening."""
    column = "resolve_due_at"
    others = [due for due in (facts["resolve_promised_at"], earlier.get(column)) if due]
    return frozenset((facts[column], *others)) if others else facts[column]


def _following(facts: Facts) -> set[str]:
    """The moments that follow from a closing or an answer, and move with it."""
    answered = facts["resolved_at"]
    pairs = {"answered_at": facts["closed_at"]}
    pairs |= dict.fromkeys(("acknowledged_at", "progress_at"), answered)
    own = {"answered_at": answered} | {
        key: facts[key] for key in ("acknowledged_at", "progress_at")
    }
    return {key for key, moment in pairs.items() if own[key] is not None and own[key] == moment}


def _rounds_follow(session: Session, cases: Mapping[int, Facts], rules: ShopRules) -> None:
    """Another receipt is one for the rounds too that a reopening ended."""
    for row_id, facts in cases.items():
        if facts["reopened_count"]:
            case_rows.rounds_follow(session, row_id, facts["received_at"], rules)


def _tell(work: RowChanges, changed: Changed) -> None:
    """A line in the history of each complaint: which fields the import changed."""
    first = ids.reserve(work.session, len(changed))
    lines = [
        (
            first + n,
            row.stored.id,
            work.rules.now,
            work.rules.user_id,
            EventKind.IMPORTED.value,
            "",
            StepFacts(fields=tuple(row.values)),
        )
        for n, row in enumerate(changed)
    ]
    complaint_records.add_events(work.session, lines, detail=work.audit_detail)


def _tell_undone(work: Undoing, changed: dict[int, Facts], facts: StepFacts) -> None:
    if changed:
        desk, first = desk_of(work.session), ids.reserve(work.session, len(changed))
        kind, at = EventKind.CORRECTED.value, seconds(desk.now())
        lines = (
            (first + n, row_id, at, desk.user.id, kind, "", facts)
            for n, row_id in enumerate(changed)
        )
        complaint_records.add_events(work.session, lines, detail=work.audit_detail)


def _existing_customers(
    session: Session,
) -> dict[str, Callable[[Collection[str]], Collection[str]]]:
    if not desk_of(session).sees_identities:
        return {}

    def existing(values: Collection[str]) -> Collection[str]:
        _, ids = told_apart(_customers(session, values))
        return texts(ids)

    return {"customer_reference": existing}


def _new_people(listed: Collection[str], columns: Columns) -> Faults:
    """Names that are not in the list yet: the person who imports looks whether they are typos."""
    for place, name in enumerate(columns.get(_OWNER, ())):
        if name and name not in listed:
            field = field_of(ImportKind.COMPLAINTS, _OWNER)
            yield place, Reason(NEW_PERSON, field, str(name), blocks=False)


def _not_too_much(columns: Columns) -> Faults:
    for place, cents in enumerate(columns.get("remedy_amount", ())):
        if isinstance(cents, int) and cents > LARGEST_REMEDY:
            yield place, Reason(TOO_MUCH, field_of(ImportKind.COMPLAINTS, "remedy_amount"))


KIND = Complaints()
