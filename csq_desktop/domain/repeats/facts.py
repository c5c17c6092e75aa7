"""Repeat alerts: cases of one series that come closer together than chance from its own rate."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from csq_desktop.domain.complaints.facts import ComplaintRef
from csq_desktop.domain.fields.fields import (
    LONGEST_TEXT,
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import ABOUT_A_CASE
from csq_desktop.domain.words.wording import count_text, days_text, number_text
from csq_desktop.texts import mark, tr, trc, trn


class AlertOf(StrEnum):
    """What the cases of a series have in common."""

    CUSTOMER = "customer"
    CATEGORY = "category"
    CAUSE = "cause"
    PRODUCT = "product"
    TOUCH_POINT = "touch_point"
    STAFF = "staff"

    @property
    def label(self) -> str:
        """What the series is of, in the user's language."""
        return trc("repeat", _LABELS[self])


_LABELS = {
    AlertOf.CUSTOMER: mark("Same customer"),
    AlertOf.CATEGORY: mark("Same category"),
    AlertOf.CAUSE: mark("Same cause"),
    AlertOf.PRODUCT: mark("Same product"),
    AlertOf.TOUCH_POINT: mark("Same touchpoint"),
    AlertOf.STAFF: mark("Same member of staff"),
}


@dataclass(frozen=True)
class Repeat:
    """A cluster of a series: `cases` in `days` (both ends counted), against its own rate.

    `expected` were to be expected in those days from the `history_days` before them; `chance` is
    that so many follow the first by themselves, for one series looked at once.
    """

    cases: int
    days: int
    expected: float
    chance: float
    history_days: int

    @property
    def one_in(self) -> int:
        """The chance as 1 in so many, rounded down."""
        return min(_LARGEST, max(1, int(1 / self.chance))) if self.chance else _LARGEST

    @property
    def sentence(self) -> str:
        """The whole alert in plain words."""
        within = trn("{count} in {n} day", "{count} in {n} days", self.days, count=self.cases)
        return tr(
            "{cases}. From the {history} before, {expected} was to be expected. Chance 1 in {n}.",
            cases=within,
            history=days_text(self.history_days),
            expected=number_text(self.expected),
            n=count_text(self.one_in),
        )


@dataclass(frozen=True)
class Dismissed:
    """What an alert said when it was set aside, by whom and why."""

    id: int
    one_in: int
    last_case_id: int
    reason: str
    at: datetime
    by: str

    def holds(self, repeat: Repeat, case_ids: Collection[int]) -> bool:
        """Whether an alert stays aside: it is of the same cases, and no twice as unlikely."""
        is_same = self.last_case_id in case_ids
        return is_same and repeat.one_in < WORSE * self.one_in


@dataclass(frozen=True)
class RepeatAlert:
    """An alert with the series it is of and its cases, the newest last.

    `value` is the code or number the series goes by, `label` what people call it: of a customer
    the reference alone.
    """

    series: AlertOf
    value: str
    label: str
    repeat: Repeat
    cases: tuple[ComplaintRef, ...]
    last_on: date
    dismissed: Dismissed | None = None

    @property
    def key(self) -> tuple[AlertOf, str]:
        """Which series it is of."""
        return self.series, self.value

    @property
    def title(self) -> str:
        """What the cases have in common."""
        return tr("{what}: {which}", what=self.series.label, which=self.label)


WORSE = 2
"""An alert that was set aside comes back when it is so many times as unlikely."""
_LARGEST = 1 << 53
DISMISSAL = RecordDescription(
    "repeat_dismissal",
    (
        RecordField("alert_of", mark("Repeat alert of", "field")),
        RecordField(
            "alert_value",
            mark("Which", "field"),
            privacy=Privacy.FREE_TEXT,
            meaning=mark(
                "The customer, product or cause that several complaints share.", "codebook"
            ),
        ),
        RecordField("dismissed_at", mark("Set aside", "field"), FieldKind.MOMENT),
        RecordField("dismissed_by", mark("Set aside by", "field"), FieldKind.USER),
        RecordField(
            "dismissal_reason",
            mark("Why it was set aside", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=LONGEST_TEXT,
            meaning=mark("Why several like complaints were judged a coincidence.", "codebook"),
        ),
        RecordField("alerted_cases", mark("Cases of the alert", "field"), FieldKind.NUMBER),
        RecordField("one_in", mark("Chance, 1 in", "field"), FieldKind.NUMBER),
        RecordField("withdrawn_at", mark("Shown again", "field"), FieldKind.MOMENT),
    ),
    own=("id", "last_case_id"),
    holding=ABOUT_A_CASE,
)
