"""Survey scores: CSAT, NPS and CES; a skipped answer (None) is in no denominator."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from csq_desktop.analytics.proportions import Z95, Interval, Proportion
from csq_desktop.analytics.surveys.means import Mean, mean_of

Answers = Iterable[int | None]


@dataclass(frozen=True)
class Csat:
    """Satisfaction on a 1–5 scale: top-2-box share, mean beside it, answers counted 1 to 5."""

    satisfied: Proportion
    mean: Mean | None
    counts: tuple[int, ...]
    skipped: int


@dataclass(frozen=True)
class Nps:
    """Answers to a true 0–10 "would you recommend" question, in their three groups."""

    promoters: int
    passives: int
    detractors: int
    skipped: int = 0

    @property
    def n(self) -> int:
        """How many answered."""
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> float | None:
        """Promoters minus detractors, in points −100..100; None when nobody answered."""
        return 100 * (self.promoters - self.detractors) / self.n if self.n else None

    @property
    def error(self) -> float | None:
        """The standard error of the score in points: 100·√((p + d − (p − d)²)/n)."""
        if not self.n:
            return None
        p, d = self.promoters / self.n, self.detractors / self.n
        return 100 * sqrt(max(0.0, p + d - (p - d) ** 2) / self.n)

    @property
    def interval(self) -> Interval | None:
        """The 95% interval of the score (normal), kept within −100..100."""
        if self.score is None or self.error is None:
            return None
        margin = Z95 * self.error
        return Interval(max(-100.0, self.score - margin), min(100.0, self.score + margin))


@dataclass(frozen=True)
class Ces:
    """Agreement 1–7 with "made it easy": the mean, and the share answering 5 to 7."""

    mean: Mean | None
    easy: Proportion
    skipped: int


def csat(answers: Answers) -> Csat:
    """The satisfaction score of answers 1 to 5; ValueError for any other number."""
    answered, skipped = _answered(answers, 1, 5)
    counts = Counter(answered)
    return Csat(
        satisfied=Proportion(counts[4] + counts[5], len(answered)),
        mean=mean_of(answered),
        counts=tuple(counts[step] for step in range(1, 6)),
        skipped=skipped,
    )


def nps(answers: Answers) -> Nps:
    """The net promoter score of answers 0 to 10; ValueError for any other number."""
    answered, skipped = _answered(answers, 0, 10)
    promoters = sum(answer >= 9 for answer in answered)
    detractors = sum(answer <= 6 for answer in answered)
    return Nps(promoters, len(answered) - promoters - detractors, detractors, skipped)


def ces(answers: Answers) -> Ces:
    """The customer effort score of answers 1 to 7; ValueError for any other number."""
    answered, skipped = _answered(answers, 1, 7)
    easy = sum(answer >= 5 for answer in answered)
    return Ces(mean_of(answered), Proportion(easy, len(answered)), skipped)


def _answered(answers: Answers, low: int, high: int) -> tuple[list[int], int]:
    """The answers that were given, and how many were skipped."""
    every = list(answers)
    answered = [answer for answer in every if answer is not None]
    strange = [answer for answer in answered if not low <= answer <= high]
    if strange:
        raise ValueError(f"answers {strange} are not on the scale {low} to {high}")
    return answered, len(every) - len(answered)
