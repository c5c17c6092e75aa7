"""Earlier rounds of a reopened case as files carry them from one store to another.

A file has one row for a case, so that its rounds stand together in one cell: they come and go with
the case, and no second file can be missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from csq_desktop.domain.calendar.plausible_days import is_plausible
from csq_desktop.domain.complaints.clocks import UNDATED_BAND, Moment
from csq_desktop.domain.complaints.facts import Finding, RemedyKind
from csq_desktop.domain.complaints.field_groups.outcome import LARGEST_REMEDY
from csq_desktop.domain.complaints.rounds import Round
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.domain.fields.fields import LONGEST_LINE_OF_TEXT

MOST_ROUNDS = 50


class FinishedRound(NamedTuple):
    """A round of a file as the rules count it, why the case was reopened, and its cause."""

    round: Round
    reason: str
    cause: str


@dataclass(frozen=True)
class FiledRound:
    """One finished round of a file; `is_assumed` says that a rule dated its closing.

    `cause` is the main cause that the round closed with, in words or as its code.
    """

    closed_at: datetime
    reopened_at: datetime
    resolve_due_at: datetime | None = None
    resolved_at: datetime | None = None
    is_assumed: bool = False
    finding: Finding | None = None
    remedy_kind: RemedyKind | None = None
    remedy_cents: int = 0
    held_seconds: int = 0
    excluded_reason: str = ""
    reason: str = ""
    cause: str = ""


def are_sound(rounds: Sequence[FiledRound], received_at: int, ended: Sequence[Moment]) -> bool:
    """Whether rounds can have been a case's: in their order, none before the receipt.

    `ended` are the moments of the round that came after them.
    """
    order = [received_at]
    for each in rounds:
        moments = (each.resolved_at, each.closed_at, each.reopened_at)
        order += [int(moment.timestamp()) for moment in moments if moment is not None]
    order += [moment for moment in ended if moment is not None]
    amounts = [(each.remedy_cents, each.held_seconds) for each in rounds]
    return (
        len(rounds) <= MOST_ROUNDS
        and all(is_plausible(moment.date()) for each in rounds for moment in _moments(each))
        and all(len(each.cause) <= LONGEST_LINE_OF_TEXT for each in rounds)
        and all(0 <= cents <= LARGEST_REMEDY and held >= 0 for cents, held in amounts)
        and order == sorted(order)
    )


def _moments(each: FiledRound) -> Iterator[datetime]:
    dated = (each.resolve_due_at, each.resolved_at, each.closed_at, each.reopened_at)
    return (moment for moment in dated if moment is not None)


def finished(
    rounds: Sequence[FiledRound], received_at: int, rules: ShopRules
) -> Iterator[FinishedRound]:
    """The rounds as the rules count them."""
    for number, each in enumerate(rounds, 1):
        closed_at = int(each.closed_at.timestamp())
        dated = UNDATED_BAND if each.is_assumed else rules.band(received_at, closed_at)
        yield FinishedRound(
            Round(
                round=number,
                policy_version=0,
                resolve_due_at=_seconds(each.resolve_due_at),
                resolved_at=_seconds(each.resolved_at),
                closed_at=closed_at,
                closed_band=dated,
                finding=each.finding,
                remedy_kind=each.remedy_kind,
                remedy_cents=each.remedy_cents,
                held_seconds=each.held_seconds,
                excluded_reason=each.excluded_reason,
                reopened_at=int(each.reopened_at.timestamp()),
            ),
            each.reason,
            each.cause,
        )


def _seconds(moment: datetime | None) -> Moment:
    return None if moment is None else int(moment.timestamp())
