"""What a control chart found, as the title above it: one sentence, in plain words."""

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Better, Status, target_text
from csq_desktop.domain.indicators.verdicts import ChartSignal, MonthResult, SignalKind, Verdict
from csq_desktop.domain.words.wording import month_name, month_text
from csq_desktop.texts import mark, tr

_NEAR = 11  # months back within which a month's name needs no year


def title(verdict: Verdict) -> str:
    """The sentence above a chart of months: what matters most, and every other month it marks."""
    if not verdict.has_history:
        return tr("Too few months to show a pattern")
    signal = verdict.signal
    if signal is None:
        return verdict.signs.variation_clause if verdict.signs.patterns else _stable(verdict)
    finding = _finding(verdict, signal)
    others = [
        _other(result, verdict, signal) for result in verdict.beyond if not _is_in(signal, result)
    ]
    if not others:
        return finding
    return tr(
        "{finding}; also unusual: {months}",
        finding=finding,
        months=tr(", ").join(others),
    )


def _is_in(signal: ChartSignal, result: MonthResult) -> bool:
    """Whether a month is part of what the signal says already."""
    if signal.is_beyond:
        return result.month == signal.last
    return result.side == signal.side and signal.first <= result.month <= signal.last


def _finding(verdict: Verdict, signal: ChartSignal) -> str:
    if signal.kind is SignalKind.CROSSINGS:
        return tr("The average has shifted")
    if signal.is_beyond:
        return _beyond(verdict, signal)
    if signal.last < verdict.month:
        # What ended the run may be chance: only the run itself is sure.
        return tr(
            _LONG_HIGHER if signal.side > 0 else _LONG_LOWER,
            first=named(signal.first, verdict.month),
            last=named(signal.last, verdict.month),
        )
    words = _HIGHER if signal.side > 0 else _LOWER
    return tr(words[verdict.better], month=named(signal.first, verdict.month))


def _other(result: MonthResult, verdict: Verdict, signal: ChartSignal) -> str:
    """Another unusual month, and on which side it lies unless the finding before it says so."""
    month = named(result.month, verdict.month)
    if signal.is_beyond and result.side == signal.side:
        return month
    if result.side > 0:
        return tr("{month} (high)", month=month)
    return tr("{month} (low)", month=month)


def named(month: Month, last: Month) -> str:
    """A month's name, with its year where the name alone could be another year's."""
    return month_name(month) if month.shift(_NEAR) >= last else month_text(month)


def _stable(verdict: Verdict) -> str:
    if verdict.better is not Better.HIGHER:
        return tr("No unusual month")
    if verdict.stable_below:
        return tr("Stable but below target: only a different way of working will raise it")
    return tr("Stable: no unusual month")


def _beyond(verdict: Verdict, signal: ChartSignal) -> str:
    better, name = verdict.better, named(signal.last, verdict.month)
    if signal.side > 0:
        return tr(_ABOVE[better], month=name)
    if better is not Better.HIGHER or signal.last == verdict.month:
        return tr(_BELOW, month=name)
    if verdict.target is None:
        return _back(verdict, name)
    if verdict.met_again is None:
        return _not_yet(verdict, name)
    return tr(
        "{month} was unusually low; back on target since {since}",
        month=name,
        since=named(verdict.met_again, verdict.month),
    )


def _back(verdict: Verdict, name: str) -> str:
    since = verdict.within_again
    if since is None:
        return tr(_BELOW, month=name)
    return tr(
        "{month} was unusually low; normal again since {since}",
        month=name,
        since=named(since, verdict.month),
    )


def _not_yet(verdict: Verdict, name: str) -> str:
    figure = verdict.figure
    if figure is None or figure.target is None or figure.status is not Status.MISSED:
        return tr("{month} was unusually low; not yet met again", month=name)
    return tr(
        "{month} was unusually low; not yet back at {target}",
        month=name,
        target=target_text(figure.target, figure.unit),
    )


_BELOW = mark("{month} was unusually low")
_ABOVE = {
    Better.HIGHER: mark("{month} was unusually good"),
    Better.LOWER: mark("{month} was unusually high"),
    Better.NEITHER: mark("{month} was unusually high"),
}
_HIGHER = {
    Better.HIGHER: mark("Real improvement since {month}"),
    Better.LOWER: mark("Real increase since {month}"),
    Better.NEITHER: mark("Real increase since {month}"),
}
_LOWER = {
    Better.HIGHER: mark("Real decline since {month}"),
    Better.LOWER: mark("Real decrease since {month}"),
    Better.NEITHER: mark("Real decrease since {month}"),
}
_LONG_HIGHER = mark("Higher than usual from {first} to {last}")
_LONG_LOWER = mark("Lower than usual from {first} to {last}")
