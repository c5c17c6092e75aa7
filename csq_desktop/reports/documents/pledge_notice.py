"""The public notice of a pledge: promised, achieved, what happens when it is broken; one page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure, Status, Unit, target_text
from csq_desktop.domain.paper.charts import (
    ChartUnit,
    EventMark,
    Series,
    Target,
    TrendSpec,
    subject_text,
)
from csq_desktop.domain.pledges.months import PledgeDetail
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.domain.words.wording import (
    count_text,
    date_text,
    interval_text,
    month_text,
    months_text,
    paragraph,
    sentence,
    short_date_text,
    short_month_text,
)
from csq_desktop.reports.documents.languages import Languages
from csq_desktop.reports.paper.blocks import (
    Block,
    Cards,
    Chart,
    Facts,
    Heading,
    InLanguage,
    Lead,
    Note,
    PageBreak,
    PaperCard,
    Paragraph,
    Text,
    TextSpan,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.finishing import page_count
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import language, speaking, tr, trc, trn

CHART_HEIGHTS = (210.0, 150.0, 100.0, 60.0, 0.0)
"""Heights tried one after the other, in points, until the notice stands on one page."""
_TONES = {Status.MET: Tone.GOOD, Status.MISSED: Tone.BAD}


@dataclass(frozen=True)
class PledgeNotice:
    """The facts of a notice; `trend` has the share of each month, None where there is none.

    `events` are those that its chart numbers, in each of its languages.
    """

    detail: PledgeDetail
    shop: Shop
    trend: tuple[tuple[Month, float | None], ...]
    changed: ThreeTexts
    published: date
    by: str
    events: Mapping[str, tuple[EventMark, ...]] = field(default_factory=dict)


def pdf(notice: PledgeNotice, languages: Languages, paper: str = "A4") -> bytes:
    """The finished page, or a page for each language."""
    return fitted(notice, languages, paper)[1]


def fitted(notice: PledgeNotice, languages: Languages, paper: str = "A4") -> tuple[Document, bytes]:
    """The notice on one page, and its file; where the texts are long, the chart makes room.

    Two languages that do not go under one another on a page have a page each.
    """
    for is_apart in (False, True) if languages.has_two else (False,):
        for height in CHART_HEIGHTS:
            trial = document(notice, languages, height, paper, is_apart=is_apart)
            file = trial.pdf()
            if page_count(file) == 1 + is_apart:
                return trial, file
    return trial, file


def document(
    notice: PledgeNotice,
    languages: Languages,
    chart_height: float = CHART_HEIGHTS[0],
    paper: str = "A4",
    *,
    is_apart: bool = False,
) -> Document:
    """The notice in one language, or whole in two: the second under the first, or on a page."""
    with speaking(languages.first):
        return Document(
            title=notice.detail.version.terms.wording.text,
            language=languages.first,
            second=languages.second if languages.has_two else "",
            author=notice.shop.name,
            issued=notice.published,
            subject=month_text(notice.detail.month),
            furniture=Furniture(
                header_left=(tr("Our service pledge"), month_text(notice.detail.month)),
                header_right=(notice.shop.name, notice.shop.branch_code),
                footer=(
                    tr("Published on {day}", day=date_text(notice.published)),
                    tr("Pledge {code}, version {n}", code=notice.detail.pledge.code,
                       n=notice.detail.version.number),
                ),
            ),
            blocks=tuple(_in_each_language(notice, languages, chart_height, is_apart=is_apart)),
            paper=paper,
        )  # fmt: skip


def _in_each_language(
    notice: PledgeNotice, languages: Languages, chart_height: float, *, is_apart: bool
) -> Iterator[Block]:
    yield from _blocks(notice, chart_height)
    if languages.has_two:
        if is_apart:
            yield PageBreak()
        with speaking(languages.second):
            yield InLanguage(languages.second, tuple(_blocks(notice, chart_height)))


def _blocks(notice: PledgeNotice, chart_height: float) -> Iterator[Block]:
    detail = notice.detail
    yield Heading(detail.version.terms.wording.text)
    yield Lead(result_text(detail))
    if detail.running:
        yield Paragraph(counted_text(detail.month, notice.published))
    yield _cards(detail)
    if chart_height and any(share is not None for _, share in notice.trend):
        yield Chart(_trend(notice), chart_height)
    if detail.version.terms.remedy:
        yield Note(_remedy(detail))
    yield Facts(tuple(_facts(notice)), label_width=132.0)
    if detail.figure is not None and detail.figure.low is not None:
        yield Paragraph(_sure_text(detail.figure), small=True)


def counted_text(month: Month, until: date) -> str:
    """From which day to which was counted, and of a month that is not over, that it is not."""
    days = {"first": date_text(month.first_day), "last": date_text(until)}
    if until < month.last_day:
        return tr("Counted from {first} to {last}; the month is not over.", **days)
    return tr("Counted from {first} to {last}.", **days)


def result_text(detail: PledgeDetail) -> str:
    """How the promise was kept in the month, in a sentence or two."""
    month, figure = month_text(detail.month), detail.figure
    if figure is None or not figure.n:
        return tr("In {month} there were no counts for this pledge.", month=month)
    if figure.value is None:
        return trn(
            "In {month} we met this pledge in {counts} case: too few for a percentage.",
            "In {month} we met this pledge in {counts} cases: too few for a percentage.",
            figure.denominator or 0,
            month=month,
            counts=figure.counts,
        )
    values = {"month": month, "share": figure.text, "counts": figure.counts, "goal": figure.goal}
    if figure.status is Status.MISSED and not detail.running:
        return tr(
            "In {month} we met this pledge in {share} of cases ({counts}). Our pledge "
            "was {goal}. We did not achieve it.",
            **values,
        )
    if detail.maximum is not None and detail.maximum.status is Status.MISSED:
        return tr(
            "In {month} we met this pledge in {share} of cases ({counts}). But {late} "
            "exceeded the maximum time; our pledge was {most}.",
            **values,
            late=detail.maximum.text,
            most=detail.maximum.goal,
        )
    return tr(
        "In {month} we met this pledge in {share} of cases ({counts}). Our pledge was {goal}.",
        **values,
    )


def _cards(detail: PledgeDetail) -> Cards:
    terms, figure = detail.version.terms, detail.figure
    cards = [
        PaperCard(
            tr("Our pledge"),
            tr("≥ {share}", share=target_text(terms.standard_share, Unit.SHARE)),
            terms.standard.text,
        ),
        _achieved(figure),
    ]
    if terms.maximum_share is not None:
        cards.append(_longest(detail))
    left_out = sum(exclusion.count for exclusion in detail.left_out)
    cards.append(
        PaperCard(
            trc("notice", "Not included"), count_text(left_out), trc("notice", "not in the figures")
        )
    )
    return Cards(tuple(cards))


def _achieved(figure: Figure | None) -> PaperCard:
    if figure is None:
        return PaperCard(tr("We achieved"), "–")
    tone = _TONES.get(figure.status, Tone.PLAIN)
    note = figure.counts if figure.value is not None else figure.status.label
    return PaperCard(tr("We achieved"), figure.text, note, tone)


def _longest(detail: PledgeDetail) -> PaperCard:
    terms, figure = detail.version.terms, detail.maximum
    most = target_text(terms.maximum_share or 0.0, Unit.SHARE)
    note = tr("{time}; we pledge at most {share}", time=terms.maximum.text, share=most)
    if figure is None:
        return PaperCard(trc("notice", "Over the maximum time"), "–", note)
    return PaperCard(
        trc("notice", "Over the maximum time"),
        figure.text,
        note,
        _TONES.get(figure.status, Tone.PLAIN),
    )


def _trend(notice: PledgeNotice) -> TrendSpec:
    target = notice.detail.version.terms.standard_share
    promised = tr("pledge {share}", share=target_text(target, Unit.SHARE))
    period = months_text(notice.trend[0][0], notice.trend[-1][0])
    return TrendSpec(
        title=trn("The last month", "The last {n} months", len(notice.trend)),
        subject=subject_text(tr("Share of cases that met the pledge"), "%", period),
        labels=tuple(short_month_text(month) for month, _ in notice.trend),
        groups=tuple(str(month.year) for month, _ in notice.trend),
        series=(Series(trc("notice", "met"), tuple(share for _, share in notice.trend)),),
        unit=ChartUnit.SHARE,
        target=Target(target, promised),
        spans=tuple((month.first_day, month.last_day) for month, _ in notice.trend),
    ).with_events(notice.events.get(language(), ()))


def _facts(notice: PledgeNotice) -> Iterator[tuple[str, Text]]:
    terms = notice.detail.version.terms
    yield from (
        (label, words.text)
        for label, words in (
            (tr("Scope"), terms.limits),
            (tr("How we measure it"), terms.how_measured),
        )
        if words
    )
    left_out = tr("; ").join(_left_out(notice.detail))
    if left_out:
        yield trc("notice", "Not included"), left_out
    if notice.changed:
        yield tr("What we changed"), TextSpan(notice.changed.text, bold=True)
    if terms.published:
        yield tr("Where we publish it"), terms.published.text
    yield (
        trc("notice", "Responsible"),
        tr(" · ").join(part for part in (notice.by, notice.shop.name) if part),
    )


def _remedy(detail: PledgeDetail) -> Text:
    """What whoever was let down is owed, and how to claim it."""
    terms = detail.version.terms
    opening = TextSpan(tr("If we do not meet this pledge:"), bold=True)
    return (
        opening,
        " ",
        paragraph(sentence(text.text) for text in (terms.remedy, terms.how_to_claim) if text),
    )


def _left_out(detail: PledgeDetail) -> Iterator[str]:
    """Counts left out with their reasons; of complaints only how many, for the public."""
    if detail.pledge.source.is_by_hand:
        for exclusion in detail.left_out:
            yield tr("{n} on {day}: {reason}", n=count_text(exclusion.count),
                     day=short_date_text(exclusion.day), reason=exclusion.reason)  # fmt: skip
    elif detail.left_out:
        count = sum(exclusion.count for exclusion in detail.left_out)
        yield trn(
            "{n} complaint, for a recorded reason",
            "{n} complaints, each for a recorded reason",
            count,
        )


def _sure_text(figure: Figure) -> str:
    return tr(
        "Every figure has a margin of error: we are 95% confident that the true rate "
        "is within {span}.",
        span=interval_text(figure.low, figure.high),
    )
