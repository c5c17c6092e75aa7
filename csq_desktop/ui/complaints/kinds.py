"""What the window calls each kind of feedback, and which lists, steps and fields it has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from csq_desktop.domain.complaints.facts import ComplaintQueue, Severity
from csq_desktop.domain.complaints.field_groups.assessment import JUDGED
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.fields.fields import RecordField
from csq_desktop.services.settings import lists
from csq_desktop.texts import mark, tr
from csq_desktop.ui.kit.saved_filters import ReadyFilter

_WITH_DEADLINES = (
    ComplaintQueue.DUE_TODAY,
    ComplaintQueue.OVERDUE,
    ComplaintQueue.ESCALATED,
    ComplaintQueue.WAITING,
)
OF_COMPLAINTS = ("second_category", "severity", "remedy_sought", "immediate_action")
"""The fields of the form that only a complaint is asked for."""
ONLY_OF_COMPLAINTS = frozenset(
    {
        *JUDGED,
        "second_category",
        "finding",
        "finding_note",
        "cause",
        "remedy_kind",
        "excluded_reason",
        *OF_COMPLAINTS,
    }
)
"""The facts that the page of other feedback leaves out."""


@dataclass(frozen=True)
class KindWords:
    """The sentences that name a kind."""

    log: str
    search: str
    none: str
    select: str


_WORDS = {
    FeedbackKind.COMPLAINT: KindWords(
        log=mark("Log complaint"),
        search=mark("Search complaints…"),
        none=mark("No complaints in this list"),
        select=mark("Select a complaint to see its details"),
    ),
    FeedbackKind.COMPLIMENT: KindWords(
        log=mark("Log compliment"),
        search=mark("Search compliments…"),
        none=mark("No compliments in this list"),
        select=mark("Select a compliment to see its details"),
    ),
    FeedbackKind.SUGGESTION: KindWords(
        log=mark("Log suggestion"),
        search=mark("Search suggestions…"),
        none=mark("No suggestions in this list"),
        select=mark("Select a suggestion to see its details"),
    ),
    FeedbackKind.ENQUIRY: KindWords(
        log=mark("Log enquiry"),
        search=mark("Search enquiries…"),
        none=mark("No enquiries in this list"),
        select=mark("Select an enquiry to see its details"),
    ),
}


def words(kind: FeedbackKind) -> KindWords:
    """The sentences that name a kind, in the user's language."""
    return KindWords(**{name: tr(text) for name, text in vars(_WORDS[kind]).items()})


def fields(kind: FeedbackKind, asked: Iterable[RecordField]) -> tuple[RecordField, ...]:
    """Those of some fields that a kind has."""
    return tuple(each for each in asked if kind.is_complaint or each.key not in ONLY_OF_COMPLAINTS)


def needs(kind: FeedbackKind, field: RecordField) -> bool:
    """Whether a field of a kind has to hold something: only complaints must have a category."""
    return field.required and (kind.is_complaint or field.key != "category")


def queues(kind: FeedbackKind) -> tuple[ComplaintQueue, ...]:
    """The lists of a kind: only complaints have deadlines to go by."""
    if kind.is_complaint:
        return tuple(ComplaintQueue)
    return tuple(queue for queue in ComplaintQueue if queue not in _WITH_DEADLINES)


def ready_filters(own_id: int | None, others: Iterable[tuple[str, int]]) -> Iterator[ReadyFilter]:
    """The filters of complaints that need not be saved: what is urgent, mine, and anybody's."""
    queues = (ComplaintQueue.OVERDUE, ComplaintQueue.DUE_TODAY, ComplaintQueue.WAITING)
    yield from (ReadyFilter(queue.label, _of_queue(queue)) for queue in queues)
    for severity in (Severity.CRITICAL, Severity.HIGH):
        words = tr("Severity: {level}", level=severity.label)
        yield ReadyFilter(words, _of_queue() | {"filter_severity": severity.value})
    if own_id is not None:
        yield ReadyFilter(tr("Mine"), _of_queue() | {"filter_owner": str(own_id)})
    for name, person_id in others:
        view = _of_queue() | {"filter_owner": str(person_id)}
        yield ReadyFilter(name, view, group=tr("Open complaints of"))


def _of_queue(queue: ComplaintQueue = ComplaintQueue.OPEN) -> dict[str, str]:
    """A list of complaints, narrowed by nothing else."""
    return {"feedback_kind": FeedbackKind.COMPLAINT.value, "complaint_views": queue.value}


def narrowing() -> dict[str, list[tuple[str, str]]]:
    """What a list is narrowed to by the shop's own lists, which may grow meanwhile."""
    return {
        "category": _listed(lists.CATEGORIES, tr("All categories")),
        "second": _listed(lists.CATEGORIES, tr("Any secondary concern")),
        "cause": _listed(lists.ROOT_CAUSES, tr("Any main cause")),
    }


def _listed(name: str, whole: str) -> list[tuple[str, str]]:
    """The first level of a list to choose from, after not narrowing by it."""
    return [("", whole), *((entry.code, entry.label) for entry in lists.first_level(name))]
