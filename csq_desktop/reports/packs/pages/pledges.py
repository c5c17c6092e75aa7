"""The pledges: all on one page, and a page for each that needs to be talked about."""

from collections.abc import Iterator

from csq_desktop.domain.indicators.figures import Figure, Status
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.verdicts import Change, MonthResult, Verdict
from csq_desktop.domain.tones import SHAPES, Tone
from csq_desktop.domain.words.wording import (
    UNKNOWN,
    count_text,
    in_brackets,
    money_text,
    month_name,
    month_text,
    percent_text,
    sentence,
)
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import PackFacts, PledgeFacts
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import (
    Block,
    Cards,
    Chart,
    Lead,
    Note,
    PageBreak,
    PaperBadge,
    PaperCard,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    TextSpan,
    labelled_sentences,
)
from csq_desktop.texts import mark, tr, trc, trn

MOST_PAGES = 3
LEAST_PAGES = 2
_TABLE_MONTHS, _TABLE_MONTHS_NOTED = 6, 5


def everything(voices: Voices) -> Iterator[Block]:
    """All pledges: against their targets, then the table behind."""
    facts = voices.main
    yield PageBreak(spare=True)
    yield voices.finding(title, mark("Share of cases that met their pledge"), "%")
    if not facts.pledges:
        yield Lead(tr("No pledge was in force. Create one on the Pledges page."))
        return
    yield Lead(_lead(facts))
    if facts.charts.targets.rows:
        height = 44.0 + 27.0 * len(facts.charts.targets.rows)
        caption = tr(
            "Each pledge’s rate with its 95% interval; the line is the target. Where the "
            "interval includes the target, one month alone is not conclusive."
        )
        caption = words.joined(caption, _source())
        yield Chart(facts.charts.targets, height, caption)
    yield PaperTable(
        _columns(facts), tuple(_row(facts, pledge) for pledge in facts.pledges), note=_note()
    )


def title(facts: PackFacts) -> str:
    """How many pledges were kept."""
    missed, tally = facts.missed, facts.tally
    if not tally.judged:
        return tr("Pledges: none could be judged")
    if len(missed) == 1 and not tally.unjudged:
        return trn("{met} of {of} pledge was met; “{pledge}” was not met",
                   "{met} of {of} pledges were met; “{pledge}” was not met",
                   tally.judged, met=tally.met, of=tally.judged,
                   pledge=missed[0].name)  # fmt: skip
    return tally.text


def _lead(facts: PackFacts) -> str:
    share = facts.get(FigureId.PLEDGES_KEPT)
    if share.value is None:
        return tr("A pledge is met only if both its standard and its maximum time are met.")
    return words.joined(
        words.promises_sentence(share),
        tr("A pledge is met only if both its standard and its maximum time are met."),
    )


def _columns(facts: PackFacts) -> tuple[PaperColumn, ...]:
    return (
        PaperColumn("", "right", 20.0),
        PaperColumn(trc("column", "Pledge")),
        PaperColumn(trc("column", "Pledge level"), "right"),
        PaperColumn(month_name(facts.month), "right"),
        PaperColumn(trc("column", "n"), "right"),
        PaperColumn(trc("column", "Change"), "right"),
        PaperColumn(trc("column", "Over maximum"), "right"),
        PaperColumn(trc("column", "Result")),
    )


def _row(facts: PackFacts, pledge: PledgeFacts) -> PaperRow:
    figure = pledge.figure
    return PaperRow(
        (
            TextSpan(str(pledge.number), tone=Tone.SOFT),
            pledge.name,
            figure.goal_sign,
            figure.text,
            count_text(figure.n or 0),
            figure.change_number,
            _longest(pledge.maximum),
            PaperBadge(pledge.status.label, words.TONES[pledge.status]),
        ),
        highlight=pledge.status is Status.MISSED,
    )


def _longest(maximum: Figure | None) -> str | TextSpan:
    if maximum is None:
        return ""
    if maximum.value is None:
        return maximum.text
    late = maximum.status is Status.MISSED
    mark = f"{SHAPES[Tone.BAD]} " if late else ""
    text = mark + in_brackets(maximum.text, maximum.goal_sign)
    return TextSpan(text, bold=late, tone=Tone.BAD if late else Tone.PLAIN)


def _note() -> str:
    return tr(
        "Over maximum: over the maximum time pledged. Change: percentage points from the "
        "month before."
    )


def paged(facts: PackFacts) -> tuple[PledgeFacts, ...]:
    """The pledges that get a page: those that need one, the first ones when there are few."""
    needed = [pledge for pledge in facts.pledges if pledge.needs_a_page]
    needed.sort(key=lambda pledge: pledge.status is not Status.MISSED)
    others = [pledge for pledge in facts.pledges if not pledge.needs_a_page and pledge.figure.n]
    chosen = [*needed[:MOST_PAGES], *others[: max(0, LEAST_PAGES - len(needed))]]
    return tuple(chosen)


def page(voices: Voices, index: int) -> Iterator[Block]:
    """One pledge: its message, its cards, its chart, what happened and what is asked."""
    facts = voices.main
    pledge = paged(facts)[index]
    yield PageBreak(spare=True)
    yield voices.finding(
        lambda pack: page_title(paged(pack)[index]), mark("Share of cases that met the pledge"), "%"
    )
    yield Cards(tuple(_cards(facts, pledge)))
    if pledge.chart.is_empty:
        few = tr("Too few cases in these months for a percentage.")
        yield Paragraph(words.joined(few, _left_out(facts, pledge)))
    elif pledge.verdict.has_history:
        yield Chart(pledge.chart, 160.0, _caption(facts, pledge))
    parts = [
        (tr("What happened:"), _what_happened(facts, pledge)),
        (tr("Cause:"), pledge.cause),
        (tr("Improvement:"), pledge.changed),
        (tr("Requested:"), words.asked_of(pledge)),
    ]
    yield labelled_sentences(*((opening, said) for opening, said in parts if said))
    owed = _owed(pledge)
    if owed:
        yield Note(owed, Tone.WARN)
    most = _TABLE_MONTHS_NOTED if pledge.cause or pledge.changed else _TABLE_MONTHS
    rows = tuple(_month_row(pledge.verdict, at) for at in pledge.verdict.results[-most:])
    yield PaperTable(_month_columns(), rows, note=words.minimum_by_month(facts, most))


def _owed(pledge: PledgeFacts) -> str:
    """What those are owed whom the pledge let down, and how many of them had it."""
    missed = (pledge.figure.denominator or 0) - (pledge.figure.numerator or 0)
    if not missed or not pledge.remedy:
        return ""
    owed = trn("{n} customer did not get what we pledged. Remedy due: {remedy}",
               "{n} customers did not get what we pledged. Remedy due to each: {remedy}",
               missed, remedy=sentence(pledge.remedy))  # fmt: skip
    return words.joined(owed, _given(pledge), _still_owed(missed - pledge.made_good.count))


def _given(pledge: PledgeFacts) -> str:
    if not pledge.made_good.count:
        return tr("No remedy given yet.")
    return trn(
        "Remedies given: 1, cost {amount}.",
        "Remedies given: {n}, cost {amount}.",
        pledge.made_good.count,
        amount=money_text(pledge.made_good.cents),
    )


def _still_owed(number: int) -> str:
    """Owed is given and open together; one can also be given to who was not let down."""
    if number <= 0:
        return tr("No remedy is still owed.")
    return trn("{n} remedy is still owed.", "{n} remedies are still owed.", number)


def page_title(pledge: PledgeFacts) -> str:
    """The page's message."""
    values = {"pledge": pledge.name, "value": pledge.figure.text}
    months = pledge.verdict.streak.months
    if pledge.verdict.result.misses_maximum_only:
        return trn(
            "{pledge}: standard met, but {met} of {of} case exceeded the maximum time",
            "{pledge}: standard met, but {met} of {of} cases exceeded the maximum time",
            (pledge.maximum.denominator or 0) if pledge.maximum else 0,
            pledge=pledge.name,
            **words.numbers(pledge.maximum),
        )
    if pledge.status is Status.MISSED and months > 1:
        return tr("{pledge}: not met for {n} months in a row", **values, n=months)
    if pledge.status is Status.MISSED:
        return tr("{pledge}: not met, {value} (pledge: {goal})",
                  **values, goal=pledge.figure.goal)  # fmt: skip
    if pledge.status is Status.MET and months > 1:
        return tr("{pledge}: met, {n} months in a row", **values, n=months)
    if pledge.status is Status.MET:
        after_miss = pledge.verdict.judged_before is Status.MISSED
        again = mark("{pledge}: met again, with {value}")
        return tr(again if after_miss else mark("{pledge}: met, with {value}"), **values)
    if not pledge.figure.denominator:
        return tr("{pledge}: no counts", **values)
    return tr("{pledge}: too few cases to judge", **values)


def _cards(facts: PackFacts, pledge: PledgeFacts) -> Iterator[PaperCard]:
    figure, maximum = pledge.figure, pledge.maximum
    yield _promise_card(pledge.standard, figure)
    note = words.change_note(pledge.verdict)
    yield PaperCard(words.change_label(facts, figure), figure.change_text, note)
    if maximum is not None:
        yield _promise_card(pledge.longest, maximum)


def _promise_card(label: str, figure: Figure) -> PaperCard:
    parts = (figure.counts, figure.sure) if figure.value is not None else (figure.status.label,)
    note = tr(" · ").join((*parts, tr("pledge {goal}", goal=figure.goal)))
    return PaperCard(label, figure.text, note, words.TONES[figure.status])


def _caption(facts: PackFacts, pledge: PledgeFacts) -> str:
    drawn = tr("Rate by month. Shaded: range of normal variation, {chart}.",
               chart=pledge.chart.subtitle)  # fmt: skip
    return words.joined(drawn, *pledge.signals, _left_out(facts, pledge), _source())


def _source() -> str:
    return tr("Source: counts of the pledges and complaint records.")


def _left_out(facts: PackFacts, pledge: PledgeFacts) -> str:
    left = pledge.figure.excluded
    return trn("{n} case excluded in {month}, with a reason.",
               "{n} cases excluded in {month}, with reasons.",
               left, month=month_name(facts.month)) if left else ""  # fmt: skip


def _what_happened(facts: PackFacts, pledge: PledgeFacts) -> str:
    return words.joined(*_happenings(facts, pledge))


def _happenings(facts: PackFacts, pledge: PledgeFacts) -> Iterator[str]:
    figure = pledge.figure
    if not figure.denominator:
        yield tr("No counts in {month}.", month=month_name(facts.month))
        return
    counts = words.numbers(figure)
    if figure.value is None:
        yield trn("{met} of {of} case met it: too few cases for a percentage.",
                  "{met} of {of} cases met it: too few cases for a percentage.",
                  figure.denominator, **counts)  # fmt: skip
        return
    values = {**counts, "share": figure.text, "goal": figure.goal}
    if pledge.verdict.result.misses_maximum_only:  # how many were over it is said further on
        yield trn("{met} of {of} case met it: {share}. The standard is {goal} and was met.",
                  "{met} of {of} cases met it: {share}. The standard is {goal} and was met.",
                  figure.denominator, **values)  # fmt: skip
    elif figure.status is Status.MET:
        yield trn("{met} of {of} case met it: {share}. The pledge is {goal}, so it was met.",
                  "{met} of {of} cases met it: {share}. The pledge is {goal}, so it was met.",
                  figure.denominator, **values)  # fmt: skip
    else:
        yield trn("{met} of {of} case met it: {share}. The pledge is {goal}.",
                  "{met} of {of} cases met it: {share}. The pledge is {goal}.",
                  figure.denominator, **values)  # fmt: skip
    if pledge.verdict.is_unsettled:
        yield tr("The margin of error includes the target, so one month alone is not conclusive.")
    yield from _change(facts, pledge)
    yield tr("{finding}.", finding=pledge.finding)
    if pledge.verdict.signal is not None and pledge.verdict.has_newer_pattern:
        yield pledge.verdict.signs.variation_text
    yield from _too_long(pledge)


def _change(facts: PackFacts, pledge: PledgeFacts) -> Iterator[str]:
    """The change since the month before; of a month beyond its limits the chart alone speaks."""
    figure, change = pledge.figure, pledge.verdict.change
    if change in (Change.UNKNOWN, Change.BEYOND):
        return
    month = month_name(facts.month.shift(-1))
    if change is Change.CHANCE:
        yield tr("The difference from {month} may be normal variation.", month=month)
        return
    rose = (figure.change or 0) > 0
    values = {"n": percent_text(abs(figure.change or 0)).removesuffix("%"), "month": month}
    if change is Change.CLEAR:
        rise = mark("It rose by {n} points from {month}, a clear change.")
        yield tr(rise if rose else mark("It fell by {n} points from {month}, a clear change."),
                 **values)  # fmt: skip
        return
    if change is Change.EARLY:  # the chart's finding, the next sentence, says why no more is said
        rise = mark("It rose by {n} points from {month}.")
        yield tr(rise if rose else mark("It fell by {n} points from {month}."), **values)
        return
    rise = mark("It rose by {n} points from {month}, within normal variation.")
    fell = mark("It fell by {n} points from {month}, within normal variation.")
    yield tr(rise if rose else fell, **values)


def _too_long(pledge: PledgeFacts) -> Iterator[str]:
    maximum = pledge.maximum
    if maximum is None or not maximum.numerator:
        return
    values = {"longest": pledge.longest, "counts": maximum.counts, "goal": maximum.goal}
    if maximum.status is Status.MISSED:
        yield tr("Over the maximum ({longest}): {counts}. The pledge is {goal}.", **values)
    else:
        yield tr("Over the maximum ({longest}): {counts}, within the pledge ({goal}).", **values)


def _month_columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Month")),
        PaperColumn(trc("column", "Met"), "right"),
        PaperColumn(trc("column", "Count"), "right"),
        PaperColumn(trc("column", "Share"), "right"),
        PaperColumn(trc("column", "95% interval"), "right"),
        PaperColumn(trc("column", "Control limits"), "right"),
        PaperColumn(trc("column", "Excluded"), "right"),
        PaperColumn(trc("column", "Result")),
    )


def _month_row(verdict: Verdict, result: MonthResult) -> PaperRow:
    figure = result.figure
    if figure is None:
        return PaperRow((month_text(result.month), *("",) * 7))
    limits = ""  # of a few months there are none
    if (
        verdict.has_history
        and result.lower is not None
        and result.upper is not None
        and figure.value is not None
    ):
        limits = f"{percent_text(result.lower)}–{percent_text(result.upper)}".replace("%–", "–")
    tone, word = words.TONES[result.status], result.word
    if result.side:
        word = tr("{verdict}, unusual", verdict=word)
        tone = tone if result.is_good(figure.better) else Tone.BAD
    return PaperRow(
        (
            month_text(result.month),
            count_text(figure.numerator or 0),
            count_text(figure.denominator or 0),
            UNKNOWN if figure.value is None else figure.text,
            figure.interval,
            limits,
            count_text(figure.excluded) if figure.excluded else "",
            PaperBadge(word, tone),
        ),
        highlight=bool(result.side),
    )
