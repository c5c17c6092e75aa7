"""Checklists: templates with weighted items, the answers of a run, and what a run still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.fields.listing import ListOrder
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trn

MOST_CODES = 8  # named in one sentence


class Every(StrEnum):
    """How often a checklist is due."""

    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"

    @property
    def label(self) -> str:
        """How often, in the user's language."""
        return tr(_EVERY[self])

    def period(self, day: date) -> tuple[date, date] | None:
        """First and last day of the period a run on `day` counts for; None when never due.

        A week runs from Monday to Sunday.
        """
        monday = day - timedelta(days=day.weekday())
        month = Month.of(day)
        return {
            Every.DAILY: (day, day),
            Every.WEEKLY: (monday, monday + timedelta(days=6)),
            Every.MONTHLY: (month.first_day, month.last_day),
        }.get(self)


class RunState(StrEnum):
    """Whether a run may still change."""

    DRAFT = "draft"
    FINISHED = "finished"

    @property
    def label(self) -> str:
        """The state in the user's language."""
        return tr(_STATES[self])


_EVERY = {
    Every.NONE: mark("When needed"),
    Every.DAILY: mark("Every day"),
    Every.WEEKLY: mark("Every week"),
    Every.MONTHLY: mark("Every month"),
}
_STATES = {RunState.DRAFT: mark("In progress"), RunState.FINISHED: mark("Completed")}


@dataclass(frozen=True)
class AnswerChoice:
    """One answer an item offers; `score` 0..1, None for not applicable."""

    key: str
    label: ThreeTexts
    score: float | None
    fails: bool = False

    @property
    def counts(self) -> bool:
        """Whether the answer enters the score; not applicable does not."""
        return self.score is not None


@dataclass(frozen=True)
class ResponseSet:
    """The answers offered together, in the order of their number keys."""

    key: str
    choices: tuple[AnswerChoice, ...]

    def find(self, choice_key: str) -> AnswerChoice | None:
        """The choice of that key."""
        return next((choice for choice in self.choices if choice.key == choice_key), None)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One point to look at; `weight` ≥ 0, `response_set` and `touch_point` are keys."""

    code: str
    text: ThreeTexts
    response_set: str
    weight: float = 1
    critical: bool = False
    mandatory: bool = True
    needs_comment_on_fail: bool = False
    touch_point: str | None = None
    guidance: ThreeTexts = ThreeTexts()


@dataclass(frozen=True)
class Section:
    """Items looked at in one place or at one moment."""

    code: str
    title: ThreeTexts
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Template:
    """A checklist as it is given out; a run keeps the version it was started with.

    `critical_cap` is the share 0..1 a score cannot exceed once a critical item failed, None for
    no cap; `minutes` is the time a run usually takes.
    """

    key: str
    title: ThreeTexts
    sections: tuple[Section, ...]
    response_sets: tuple[ResponseSet, ...]
    version: int = 1
    critical_cap: float | None = None
    every: Every = Every.NONE
    minutes: int = 0

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in reading order."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def _items_by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def _sets_by_key(self) -> dict[str, ResponseSet]:
        return {answers.key: answers for answers in self.response_sets}

    def item(self, code: str) -> Item | None:
        """The item of that code."""
        return self._items_by_code.get(code)

    def choices(self, item: Item) -> tuple[AnswerChoice, ...]:
        """The answers an item offers."""
        answers = self._sets_by_key.get(item.response_set)
        return answers.choices if answers else ()

    def choice(self, item: Item, key: str) -> AnswerChoice | None:
        """The answer of that key among those the item offers."""
        answers = self._sets_by_key.get(item.response_set)
        return answers.find(key) if answers else None


@dataclass(frozen=True)
class Answer:
    """What was found at one item; `choice_key` is empty while only a comment or photo is there."""

    item_code: str
    choice_key: str = ""
    comment: str = ""
    photo_ids: tuple[int, ...] = ()

    @property
    def explained(self) -> bool:
        """Whether a comment or a photo stands beside the choice."""
        return bool(self.comment.strip() or self.photo_ids)


@dataclass(frozen=True)
class TemplateLine:
    """A template version in a list; `items` is a number, `minutes` how long a run takes."""

    id: int
    key: str
    title: ThreeTexts
    version: int
    every: Every
    minutes: int
    items: int
    retired_at: datetime | None = None


@dataclass(frozen=True)
class NewRun:
    """A run to start; without `for_day` it counts for today."""

    template_id: int
    for_day: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RunLine:
    """A run in a list; `score` is a share 0..1, None while nothing counts yet.

    `target` is the score to reach in the month of the run's day, as the services fill it in.
    """

    id: int
    ref: str
    template_key: str
    template_title: ThreeTexts
    template_version: int
    state: RunState
    for_day: date
    started_at: datetime
    finished_at: datetime | None
    by: str
    score: float | None
    answered: int
    of: int
    failed_items: int
    critical_failed: int
    late: bool = False
    target: float = 0.0


@dataclass(frozen=True)
class RunFilter:
    """Which runs a list shows; days are inclusive, what is left out does not narrow it."""

    template_key: str = ""
    state: RunState | None = None
    first: date | None = None
    last: date | None = None
    with_failures: bool = False
    order: ListOrder | None = None


@dataclass(frozen=True)
class RunCounts:
    """How many runs there are, discarded ones left out."""

    all: int
    unfinished: int
    with_failures: int


@dataclass(frozen=True)
class Photo:
    """A photo beside an answer, as JPEG bytes."""

    id: int
    item_code: str
    jpeg: bytes


@dataclass(frozen=True)
class RepeatFailure:
    """An item that failed in several runs of a month: in `failed` of the `answered` ones.

    `refs` are the numbers of those it failed in.
    """

    template_key: str
    template_title: ThreeTexts
    item_code: str
    text: ThreeTexts
    critical: bool
    failed: int
    answered: int
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemPast:
    """How one item came out in the latest finished runs, oldest first.

    True = it failed, False = it held, None = not applicable or not answered.
    """

    item_code: str
    outcomes: tuple[bool | None, ...]

    @property
    def failed(self) -> int:
        """In how many of the runs it failed."""
        return sum(1 for outcome in self.outcomes if outcome)


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run opened: the template version it was started with and the answers so far."""

    id: int
    ref: str
    template_id: int
    template: Template
    state: RunState
    for_day: date
    started_at: datetime
    finished_at: datetime | None
    by: str
    note: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class SectionProgress:
    """How many items of one section are answered, and how many of those failed."""

    code: str
    answered: int
    of: int
    failed: int = 0


@dataclass(frozen=True)
class Progress:
    """How many items of a run are answered, altogether and by section."""

    answered: int
    of: int
    sections: tuple[SectionProgress, ...] = ()

    @property
    def share(self) -> float:
        """Answered items as a share 0..1; 0 for a checklist without items."""
        return self.answered / self.of if self.of else 0.0


def chosen(template: Template, answers: Iterable[Answer]) -> tuple[tuple[Item, AnswerChoice], ...]:
    """Every answered item with its choice, in reading order.

    Of two answers to one item the later counts; answers the template does not know are left out.
    """
    by_item = {answer.item_code: answer for answer in answers}
    pairs = (
        (item, template.choice(item, by_item[item.code].choice_key))
        for item in template.items
        if item.code in by_item
    )
    return tuple((item, choice) for item, choice in pairs if choice)


def progress(template: Template, answers: Iterable[Answer]) -> Progress:
    """How far a run has come; not applicable is an answer."""
    fails = {item.code: choice.fails for item, choice in chosen(template, answers)}
    sections = tuple(
        SectionProgress(
            part.code,
            sum(item.code in fails for item in part.items),
            len(part.items),
            sum(fails.get(item.code, False) for item in part.items),
        )
        for part in template.sections
    )
    answered = sum(section.answered for section in sections)
    return Progress(answered, len(template.items), sections)


def missing_mandatory(template: Template, answers: Iterable[Answer]) -> tuple[Item, ...]:
    """The mandatory items without an answer, in reading order."""
    done = {item.code for item, _ in chosen(template, answers)}
    return tuple(item for item in template.items if item.mandatory and item.code not in done)


def failed_items(template: Template, answers: Iterable[Answer]) -> tuple[Item, ...]:
    """The items whose answer fails, in reading order."""
    return tuple(item for item, choice in chosen(template, answers) if choice.fails)


def critical_failed(template: Template, answers: Iterable[Answer]) -> tuple[Item, ...]:
    """The critical items whose answer fails, in reading order."""
    return tuple(item for item in failed_items(template, answers) if item.critical)


def unexplained(template: Template, answers: Iterable[Answer]) -> tuple[Item, ...]:
    """The failed items that still need a comment or a photo, in reading order."""
    by_item = {answer.item_code: answer for answer in answers}
    failed = failed_items(template, by_item.values())
    return tuple(
        item for item in failed if item.needs_comment_on_fail and not by_item[item.code].explained
    )


def check_answer(template: Template, answer: Answer) -> None:
    """Refuse, with a UserError, an answer to an unknown item or one the item does not offer."""
    item = template.item(answer.item_code)
    if item is None:
        raise UserError(tr("This checklist has no item {code}.", code=answer.item_code))
    if answer.choice_key and template.choice(item, answer.choice_key) is None:
        raise UserError(tr("This answer is not available for item {code}.", code=item.code))


def check_finished(template: Template, answers: Iterable[Answer]) -> None:
    """Refuse, with a UserError, to finish a run that lacks an answer or an explanation."""
    answered = tuple(answers)
    missing = missing_mandatory(template, answered)
    if missing:
        raise UserError(
            trn(
                "{n} item still needs an answer: {codes}.",
                "{n} items still need an answer: {codes}.",
                len(missing),
                codes=codes_text(missing),
            )
        )
    silent = unexplained(template, answered)
    if silent:
        raise UserError(
            trn(
                "Item {codes} failed: add a note or a photo, then finish.",
                "Items {codes} failed: add a note or a photo to each, then finish.",
                len(silent),
                codes=codes_text(silent),
            )
        )


def codes_text(items: Iterable[Item]) -> str:
    """The codes of items as a list to read; of many the first few and the last."""
    codes = [item.code for item in items]
    if len(codes) <= MOST_CODES:
        return tr(", ").join(codes)
    return f"{tr(', ').join(codes[: MOST_CODES - 1])} … {codes[-1]}"
