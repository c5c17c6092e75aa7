"""The rows of each list as they are written, in the words of the reader."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionFilter
from csq_desktop.domain.audit.entries import TrailFilter, TrailLine
from csq_desktop.domain.breaches.facts import Breach
from csq_desktop.domain.breaches.harm import HarmFactors
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import RunFilter, RunState
from csq_desktop.domain.complaints.facts import Filter
from csq_desktop.domain.customers.facts import CustomerFilter
from csq_desktop.domain.disclosures.facts import DisclosureFilter
from csq_desktop.domain.events import EventFilter
from csq_desktop.domain.exports import lists
from csq_desktop.domain.exports.filters import Shown
from csq_desktop.domain.exports.lists import ExportedList
from csq_desktop.domain.imports.fields import EXPORTED, ImportKind
from csq_desktop.domain.packs.asks import AskAnswer
from csq_desktop.domain.pledges.facts import CountFilter
from csq_desktop.domain.words.wording import labelled
from csq_desktop.services import audit_trail, free_words
from csq_desktop.services.actions import actions, links
from csq_desktop.services.breaches import breaches
from csq_desktop.services.checklists import checklists
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import customers
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.events import book
from csq_desktop.services.imports.kinds.register import kind_of
from csq_desktop.services.indicators import figures
from csq_desktop.services.inventory import inventory
from csq_desktop.services.packs import asks, runs
from csq_desktop.services.refusals import refusals
from csq_desktop.services.requests import requests
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.bodies import from_body
from csq_desktop.storage.records.cases import evidence as evidence_records
from csq_desktop.storage.records.complaints import involved as involved_records
from csq_desktop.storage.records.exports import lists as records
from csq_desktop.storage.records.exports import reading
from csq_desktop.storage.records.exports.reading import ExportRow, ExportSource
from csq_desktop.storage.records.pledges import pledges as pledge_records
from csq_desktop.texts import LANGUAGE_NAMES, tr

_FIGURE_MONTHS = 24
Rows = Iterator[ExportRow]
_Codes = tuple[str, ...]


@dataclass(frozen=True)
class ExportContent:
    """The rows of a list, how many there are, and how many people were left out, and why.

    `customers` are those the rows are about.
    """

    rows: Rows
    total: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    customers: Callable[[], Sequence[int]] = tuple


def content(session: Session, exported: ExportedList, shown: Shown) -> ExportContent:
    """What is written of a list, in its order on the page where it is narrowed to what is shown."""
    if exported.imported:
        return _of_kind(session, ImportKind(exported.key), shown)
    return _CONTENTS[exported.key](session, shown)


def _ids(session: Session, shown: Shown) -> Sequence[int] | None:
    """The ids of what is shown, in the order of the page; None for everything."""
    match shown:
        case Filter():
            return complaint_views.line_ids(session, shown)
        case CustomerFilter():
            return customers.line_ids(session, shown)
        case RunFilter():
            return checklists.run_ids(session, shown)
        case ActionFilter():
            return [a.id for a in actions.everything(session) if shown.lets_through(a)]
        case CountFilter():
            days = (shown.first or date.min, shown.last or date.max)
            return pledge_records.count_ids(session, shown.pledge_id, *days)
        case None | TrailFilter() | EventFilter() | DisclosureFilter():
            return None
    return shown


def _of_kind(session: Session, kind: ImportKind, shown: Shown) -> ExportContent:
    rows_of, ids = kind_of(kind), _ids(session, shown)
    words = [rows_of.written(session, each) for each in EXPORTED[kind]]
    rows = (
        tuple(say(cell) for say, cell in zip(words, row, strict=True))
        for row in reading.rows(session, rows_of.source, ids)
    )
    return ExportContent(
        rows,
        reading.count(session, rows_of.source, ids),
        _files_left_out(session, kind, ids),
        customers=_customers(session, rows_of.source, ids),
    )


def _files_left_out(
    session: Session, kind: ImportKind, ids: Sequence[int] | None
) -> Mapping[str, int]:
    """How many evidence files of the cases stay behind: no file of rows takes them."""
    if kind is not ImportKind.COMPLAINTS:
        return {}
    return {"evidence": evidence_records.count(session, ids)}


def _customers(
    session: Session, source: ExportSource, ids: Sequence[int] | None
) -> Callable[[], Sequence[int]]:
    return tuple if source.customer is None else partial(reading.customers, session, source, ids)


def _plain(
    exported: ExportedList, source: ExportSource, session: Session, shown: Shown
) -> ExportContent:
    """Rows as they stand, but for codes of the program's own lists."""
    ids = _ids(session, shown)
    labels = [{choice.value: choice.label for choice in each.choices} for each in exported.fields]
    rows = (
        tuple(words.get(cell, cell) for words, cell in zip(labels, row, strict=True))
        for row in reading.rows(session, source, ids)
    )
    return ExportContent(
        rows,
        reading.count(session, source, ids),
        customers=_customers(session, source, ids),
    )


def _marketing(session: Session, shown: Shown) -> ExportContent:
    """Those who agreed; how many refused, or were never asked, is told beside it."""
    plain = _plain(lists.list_of(lists.MARKETING), records.MARKETING, session, shown)
    left_out = records.left_out_of_marketing(session, _ids(session, shown))
    return ExportContent(plain.rows, plain.total, left_out._asdict(), plain.customers)


def _actions(session: Session, shown: Shown) -> ExportContent:
    """Without the numbers, and the number, of cases that are about the signed-in user."""
    exported = lists.list_of(lists.ACTIONS)
    plain = _plain(exported, records.ACTIONS, session, shown)
    if not (hidden := involved_records.hidden_refs(session)):
        return plain
    keys = [field.key for field in exported.fields]
    ref, source, serves = (keys.index(key) for key in ("ref", "source_ref", "complaints_served"))
    counts = links.counts(session)
    served = {action.ref: counts.get(action.id, 0) for action in actions.everything(session)}

    def seen(row: ExportRow) -> ExportRow:
        cells = list(row)
        cells[source] = "" if cells[source] in hidden else cells[source]
        cells[serves] = served.get(str(cells[ref]), 0)
        return tuple(cells)

    return replace(plain, rows=map(seen, plain.rows))


def _events(session: Session, shown: Shown) -> ExportContent:
    """The book, the newest first: what was written down and what other records say."""
    asked = shown if isinstance(shown, EventFilter) else EventFilter()
    lines = [line for line in book.everything(session) if asked.lets_through(line.event)]
    rows = (
        (
            *(line.number or None, line.event.start, line.event.end, line.event.kind.label),
            *(line.event.title, line.event.written_at, line.event.written_by),
        )
        for line in lines
    )
    return ExportContent(rows, len(lines))


def _checks(session: Session, shown: Shown) -> ExportContent:
    ids, templates = _ids(session, shown), records.templates(session)

    def rows() -> Rows:
        for ref, template_id, for_day, started_at, started_by, finished_at, *rest in reading.rows(
            session, records.CHECKS, ids
        ):
            template = templates[template_id]
            state = RunState.FINISHED if finished_at else RunState.DRAFT
            about = (ref, template.title.text, template.version, for_day, state.label)
            yield (*about, started_at, started_by, finished_at, *rest)

    return ExportContent(rows(), reading.count(session, records.CHECKS, ids))


def _answers(session: Session, shown: Shown) -> ExportContent:
    checks, templates = _ids(session, shown), records.templates(session)
    ids = None if checks is None else [*records.answer_ids(session, checks)]
    sections = {
        (key, item.code): section.title.text
        for key, template in templates.items()
        for section in template.sections
        for item in section.items
    }

    def rows() -> Rows:
        for ref, template_id, for_day, code, choice_key, *rest in reading.rows(
            session, records.ANSWERS, ids
        ):
            template = templates[template_id]
            about = (ref, template.title.text, for_day, sections.get((template_id, code), ""), code)
            item = template.item(code)
            choice = template.choice(item, choice_key) if item else None
            described = (item.text.text, item.critical, item.weight) if item else ("", None, None)
            answer = (choice.label.text, choice.score) if choice else (choice_key, None)
            yield (*about, *described, *answer, *rest)

    return ExportContent(rows(), reading.count(session, records.ANSWERS, ids))


def _trail(session: Session, shown: Shown) -> ExportContent:
    """The newest entries first, as the trail shows them to those without the vault's key."""
    wanted_entries = shown if isinstance(shown, TrailFilter) else TrailFilter()

    def rows() -> Rows:
        before, more = None, True
        while more:
            page = audit_trail.page(session, wanted_entries, before=before)
            for line in page.lines:
                yield (line.sequence, line.at, line.who, line.what, line.about, _changes(line))
                before = line.sequence
            more = page.more

    return ExportContent(rows(), audit_trail.count(session, wanted_entries))


def _changes(line: TrailLine) -> str:
    changes = (
        labelled(change.field, _change(change.before, change.after))
        if change.shows_values
        else tr("{field} changed", field=change.field)
        for change in line.changes
    )
    return "\n".join(changes)


def _change(before: str, after: str) -> str:
    return f"{before} → {after}" if before else after


def _imports(session: Session, _shown: Shown) -> ExportContent:
    rows = (
        (number, ImportKind(kind).label, *rest)
        for number, kind, *rest in reading.rows(session, records.IMPORTS)
    )
    return ExportContent(rows, reading.count(session, records.IMPORTS))


def _disclosures(session: Session, shown: Shown) -> ExportContent:
    """The log as its page shows it, the newest first."""
    asked = shown if isinstance(shown, DisclosureFilter) else DisclosureFilter()
    lines = disclosures.everything(session, asked)
    rows = (
        (
            *(line.ref, line.day, line.at, line.user, line.recipient_kind.label, line.recipient),
            *(line.purpose, line.what, line.authority.label, line.form.label, line.customers),
        )
        for line in lines
    )
    return ExportContent(rows, len(lines))


def _privacy_requests(session: Session, _shown: Shown) -> ExportContent:
    """Every request without anybody's words: what was asked, when, and how it was answered."""
    lines = requests.everything(session)
    rows = (
        (
            *(line.ref, line.kind.label, line.received_on, line.channel.label),
            *(LANGUAGE_NAMES.get(line.language, line.language), line.requester.label),
            *(line.checked_at, line.method.label if line.method else "", line.fee_cents),
            *(line.delay_on, line.copied_at, line.corrected_on),
            *(line.outcome.label if line.outcome else "", line.answered_on),
        )
        for line in lines
    )
    return ExportContent(rows, len(lines))


def _refusals(session: Session, _shown: Shown) -> ExportContent:
    entries = refusals.everything(session)
    rows = (
        (
            *(entry.ref, entry.kind.label, entry.entered_at, entry.entered_by, entry.notice_on),
            *(entry.grounds_text, entry.particulars_text),
        )
        for entry in entries
    )
    return ExportContent(rows, len(entries))


def _breaches(session: Session, _shown: Shown) -> ExportContent:
    """The register without anybody's words, which stand in the vault."""
    lines = breaches.everything(session)
    return ExportContent(map(_breach, lines), len(lines))


def _breach(line: Breach) -> ExportRow:
    people = tr(", ").join(kind.label for kind in line.people)
    found = (line.happened_from, line.happened_to, line.found_at, line.found_through.label)
    concerned = (people, line.people_count, line.count_basis.label, line.detail_text)
    factors: Sequence[object] = ("",) * (len(fields(HarmFactors)) + 1)
    if line.assessment is not None:
        codes = (*vars(line.assessment.factors).values(), line.assessment.level)
        factors = tuple(code.label for code in codes)
    ending = (line.assessed_at, line.review_on, line.ended_at, line.logged_at, line.decided_text)
    return (line.ref, line.kind.label, *found, *concerned, line.contained_at, *factors, *ending)


def _inventory(session: Session, _shown: Shown) -> ExportContent:
    rows = [
        (
            *(entry.title, field.title, field.explained, field.privacy_label, entry.place.label),
            *(entry.seen_by, entry.purposes_text, entry.months, entry.kept_words),
            *(entry.received_text, entry.count),
        )
        for entry in inventory.entries(session)
        for field in entry.fields
    ]
    return ExportContent(iter(rows), len(rows))


def _packs(session: Session, _shown: Shown) -> ExportContent:
    rows = (
        (
            str(month),
            version,
            tr(", ").join(LANGUAGE_NAMES.get(code, code) for code in from_body(_Codes, languages)),
            *rest,
            f"{sequence}:{head}",
        )
        for month, version, languages, *rest, sequence, head in reading.rows(session, records.PACKS)
    )
    return ExportContent(rows, reading.count(session, records.PACKS))


def _pack_log(session: Session, _shown: Shown) -> ExportContent:
    lines = runs.lines(session)
    rows = (
        (
            *(run.at, run.who, run.kind.label, str(run.month or ""), run.version or None),
            tr(", ").join(LANGUAGE_NAMES.get(code, code) for code in run.languages),
            *(run.definition, run.seconds, run.sha256, run.result),
        )
        for run in lines
    )
    return ExportContent(rows, len(lines))


def _requests(session: Session, _shown: Shown) -> ExportContent:
    """As the page lists them; what may identify somebody in their words is left out."""
    everything, today = asks.everything(session), shop.today(session)
    words = free_words.for_paper(session, asks.words_of(everything))
    rows = (
        (
            tr(", ").join(map(str, ask.months)),
            *(ask.asked_on, ask.sentence, ask.state(today).label),
            *_answer(ask.answer),
        )
        for ask in asks.reworded(everything, words.clean)
    )
    return ExportContent(rows, len(everything))


def _answer(answer: AskAnswer | None) -> Sequence[object]:
    if answer is None:
        return ("", "", None, "", None, "", "")
    action = answer.action.ref if answer.action else ""
    decided = (answer.decision.label, answer.decided_by, answer.answered_on)
    return (*decided, answer.owner, answer.due_on, action, answer.comment)


def _figures(session: Session, _shown: Shown) -> ExportContent:
    last = Month.of(shop.today(session))
    rows = [
        (
            *(str(month.month), figure.id, figure.label, figure.value, figure.numerator),
            *(figure.denominator, figure.low, figure.high, figure.target),
        )
        for month in figures.history(session, last, _FIGURE_MONTHS)
        for figure in month.figures
    ]
    return ExportContent(iter(rows), len(rows))


_CONTENTS: Mapping[str, Callable[[Session, Shown], ExportContent]] = {
    lists.MARKETING: _marketing,
    lists.ACTIONS: _actions,
    lists.EVENTS: _events,
    lists.CHECKS: _checks,
    lists.ANSWERS: _answers,
    lists.DISCLOSURES: _disclosures,
    lists.PRIVACY_REQUESTS: _privacy_requests,
    lists.REFUSALS: _refusals,
    lists.BREACHES: _breaches,
    lists.INVENTORY: _inventory,
    lists.TRAIL: _trail,
    lists.IMPORTS: _imports,
    lists.PACKS: _packs,
    lists.PACK_LOG: _pack_log,
    lists.REQUESTS: _requests,
    lists.FIGURES: _figures,
}
