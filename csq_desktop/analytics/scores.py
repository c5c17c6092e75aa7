"""Checklist scores: weighted, N/A out of the maximum, capped by a failed critical item."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from csq_desktop.domain.checklists.facts import (
    Answer,
    AnswerChoice,
    Item,
    Template,
    chosen,
    critical_failed,
)


@dataclass(frozen=True)
class Points:
    """Weighted points reached and the most that could be reached by what was answered."""

    reached: float
    maximum: float

    @property
    def share(self) -> float | None:
        """Reached of maximum, 0..1; None, not 0, when nothing that counts was answered."""
        return self.reached / self.maximum if self.maximum else None


@dataclass(frozen=True)
class SectionScore:
    """One section's score; no cap applies to a section."""

    code: str
    points: Points

    @property
    def share(self) -> float | None:
        """The section's share 0..1, or None."""
        return self.points.share


@dataclass(frozen=True)
class ChecklistScore:
    """A run's score: `share` 0..1 after the cap, None when nothing that counts was answered.

    `cap` is the template's cap when a failed critical item made it apply, otherwise None;
    `critical` are the codes of the critical items that failed.
    """

    points: Points
    sections: tuple[SectionScore, ...]
    critical: tuple[str, ...] = ()
    cap: float | None = None

    @property
    def share(self) -> float | None:
        """The score as printed."""
        raw = self.points.share
        return raw if raw is None or self.cap is None else min(raw, self.cap)

    @property
    def is_capped(self) -> bool:
        """Whether the cap took points away."""
        return self.share != self.points.share


def checklist_score(template: Template, answers: Iterable[Answer]) -> ChecklistScore:
    """Σ w·score ÷ Σ w·max over the answered items that are not N/A."""
    answered = tuple(answers)
    pairs = chosen(template, answered)
    failed = tuple(item.code for item in critical_failed(template, answered))
    return ChecklistScore(
        points=_points(template, pairs),
        sections=tuple(_section(template, code, pairs) for code in _section_codes(template)),
        critical=failed,
        cap=template.critical_cap if failed else None,
    )


def _section_codes(template: Template) -> list[str]:
    return [section.code for section in template.sections]


def _section(
    template: Template, code: str, pairs: Iterable[tuple[Item, AnswerChoice]]
) -> SectionScore:
    own = {
        item.code for section in template.sections if section.code == code for item in section.items
    }
    return SectionScore(code, _points(template, [pair for pair in pairs if pair[0].code in own]))


def _points(template: Template, pairs: Iterable[tuple[Item, AnswerChoice]]) -> Points:
    counted = [(item, choice.score) for item, choice in pairs if choice.score is not None]
    return Points(
        reached=fsum(item.weight * score for item, score in counted),
        maximum=fsum(item.weight * _best(template, item) for item, _ in counted),
    )


def _best(template: Template, item: Item) -> float:
    return max(choice.score for choice in template.choices(item) if choice.score is not None)
