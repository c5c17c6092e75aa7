"""Figures and their verdicts as plain values, under the names scripts know them by."""

from dataclasses import asdict

from csq_desktop.domain.indicators.figures import Figure
from csq_desktop.domain.indicators.helped import HelpedMonth, HelpfulAct
from csq_desktop.domain.indicators.revisions import FigureParts, RevisedMonth
from csq_desktop.domain.indicators.verdicts import Verdict


def judged_figure(figure: Figure, verdict: Verdict | None) -> dict[str, object]:
    """A figure and its verdict: its limits, on which side of them it lies, and since when.

    `status` is against its own target alone, and is the verdict too of a figure that is compared
    with no other month; `side` is 1 above the control limits, −1 below.
    """
    plain = asdict(figure) | {
        "unit": figure.unit.value,
        "better": figure.better.value,
        "status": figure.status.value,
        "verdict": figure.status.value,
    }
    if verdict is None:
        return plain
    result = verdict.result
    return plain | {
        "verdict": verdict.status.value,
        "since": str(verdict.since),
        "centre": result.centre,
        "lower_limit": result.lower,
        "upper_limit": result.upper,
        "side": result.side,
        "variation": verdict.signs.variation.value,
        "assurance": verdict.signs.assurance.value,
        "signs": list(verdict.signs.sentences),
    }


def revised_figures(month: RevisedMonth) -> list[dict[str, object]]:
    """The figures of an issued month that are others today, and what each cause changed.

    Issued `amount`, `among` and `excluded` plus those of the causes are what they are now.
    """
    return [
        {
            "id": figure.change.after.id,
            "version": month.version,
            "issued": FigureParts.of(figure.change.before)._asdict()
            | {"value": figure.change.before.value},
            "now": FigureParts.of(figure.change.after)._asdict()
            | {"value": figure.change.after.value},
            "causes": [
                {"cause": effect.cause.value, **effect.parts._asdict(), "refs": list(effect.refs)}
                for effect in figure.effects
            ],
        }
        for figure in month.figures
    ]


def helped_figures(month: HelpedMonth) -> list[dict[str, object]]:
    """The figures of a month that acts after a miss improved, and these acts.

    `met` of `of` are what the figure is now, `met_without` of `of_without` what it would be without
    them; `missed` and `missed_without` say which of standard and maximum are not met; `misses` is
    how many misses of the figure an act took away, counts by day may have many.
    """
    return [
        {
            "id": figure.id,
            "met": figure.now.numerator,
            "of": figure.now.denominator,
            "met_without": figure.without.numerator,
            "of_without": figure.without.denominator,
            "missed": list(figure.limits.missed),
            "missed_without": list(figure.limits_without.missed),
            "acts": [_act(act) for act in month.acts if figure.id in act.figure_ids],
        }
        for figure in month.figures
    ]


def _act(act: HelpfulAct) -> dict[str, object]:
    return {
        "kind": act.kind.value,
        "refs": list(act.refs),
        "misses": act.misses,
        "first": act.first.isoformat(),
        "last": act.last.isoformat(),
        "person": act.person,
        "reason": act.why,
        "by_import": act.by_import,
    }
