"""The first pages: the cover with the month's message, and the figures on one page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from csq_desktop.analytics.indicators.register import AT_A_GLANCE, SHIPPED, Group
from csq_desktop.domain.indicators.figures import Figure, Status
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.wording import moment_text, month_name, month_text, short_date_text
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import Edition, PackFacts
from csq_desktop.reports.packs.pages import asks
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import (
    Block,
    Cards,
    Cover,
    Facts,
    PageBreak,
    PaperBadge,
    PaperCard,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    Text,
    TextSpan,
)
from csq_desktop.texts import tr, trc, trn


def title(facts: PackFacts) -> str:
    """What the document is."""
    return tr("Service report, {month}", month=month_text(facts.month))


def first_page(voices: Voices, edition: Edition) -> Iterator[Block]:
    """Who, what and when, what became of what was asked before, and the month's message."""
    facts = voices.main
    headline, *sentences = voices.message
    message = _listed(tr("Key message"), sentences)
    message += _listed(tr("Requests to management"), voices.asked)
    remark = words.joined(
        _identities_text(edition), tr("Every figure shows its basis and its margin of error.")
    )
    cover = Cover(
        title=_broken(headline),
        second=_second(voices),
        over=title(facts),
        alone=False,
    )
    whose = tuple(_whose(facts, edition))
    if not facts.asked_before:
        yield replace(cover, facts=(*whose, *message), remark=remark, alone=True)
        return
    yield cover
    yield Facts(whose, 130.0)
    yield from asks.section(voices)
    yield Facts(tuple(message), 130.0)
    yield Paragraph(remark, small=True)
    yield PageBreak()


def _whose(facts: PackFacts, edition: Edition) -> Iterator[tuple[str, Text]]:
    yield trc("pack", "Shop"), (facts.shop.name, tr(" · "), facts.shop.branch_code)
    yield trc("pack", "Period"), _period(facts)
    yield trc("pack", "Edition"), edition_text(facts, edition)


def _identities_text(edition: Edition) -> str:
    """Whose names may be in the document: said only of what was compared."""
    if edition.is_preview:
        return tr("This preview has not been compared with the customers’ names, telephones and "
                  "addresses yet: that is done before it is issued.")  # fmt: skip
    if not edition.left_in:
        return tr("Compared with the customers’ names, telephones and addresses: nothing was found "
                  "that may identify somebody.")  # fmt: skip
    return trn("Compared with the customers’ names, telephones and addresses: {n} place that may "
               "identify somebody was left in, on one page or several.",
               "Compared with the customers’ names, telephones and addresses: {n} places that may "
               "identify somebody were left in, each on one page or several.",
               edition.left_in)  # fmt: skip


def _listed(label: str, sentences: Sequence[str]) -> list[tuple[str, Text]]:
    """Sentences beneath each other, the label before the first."""
    return [("" if at else label, sentence) for at, sentence in enumerate(sentences)]


def _broken(headline: str) -> str:
    """The headline with each of its parts on a line of its own."""
    gap = tr("; ")
    return headline.replace(gap, f"{gap.rstrip()}\n")


def _second(voices: Voices) -> str:
    """The headline again, or only what the document is where somebody wrote the headline."""
    if voices.second is None:
        return ""
    return voices.again(title if voices.written else words.headline)


def _period(facts: PackFacts) -> str:
    parts = (month_text(facts.month), words.day_text(facts))
    return tr(" · ").join(part for part in parts if part)


def edition_text(facts: PackFacts, edition: Edition) -> str:
    """Preview, or version, moment and person of the issue."""
    if edition.is_preview or edition.issued_at is None:
        return tr("Preview: not issued")
    return tr("Version {version}, issued {moment} by {person}",
              version=edition.version, moment=moment_text(edition.issued_at, facts.zone),
              person=edition.issued_by)  # fmt: skip


def overview(voices: Voices) -> Iterator[Block]:
    """The month at a glance: four cards, then every figure of the work with its change."""
    facts = voices.main
    yield voices.heading(_overview_title)
    yield Cards(tuple(_cards(facts)))
    yield PaperTable(
        _columns(facts),
        tuple(_rows(facts)),
        note=words.joined(_table_note(facts), words.times_note(facts), words.end_so_far(facts)),
    )
    if facts.restated:
        yield Paragraph(TextSpan(voices.say(_restated), tone=Tone.WARN), small=True)
        yield from voices.echo(_restated)


def _restated(facts: PackFacts) -> str:
    """Which figures that earlier packs issued are others in this one, month by month."""
    return words.joined(*(month.sentence for month in facts.restated))


def _overview_title(facts: PackFacts) -> str:
    """Counted from the verdicts of the table beneath, so that a reader can count again."""
    statuses = [facts.status(figure.id) for figure in _listed_figures(facts)]
    met, missed = statuses.count(Status.MET), statuses.count(Status.MISSED)
    month = month_name(facts.month)
    if not met + missed:
        return tr("No target in this table could be judged in {month}", month=month)
    return trn("{met} of {n} target in this table was met in {month}",
               "{met} of {n} targets in this table were met in {month}",
               met + missed, met=met, month=month)  # fmt: skip


def _cards(facts: PackFacts) -> Iterator[PaperCard]:
    share, rate = (
        facts.get(FigureId.PLEDGES_KEPT),
        facts.figures.find(FigureId.COMPLAINTS_PER_1000),
    )
    yield PaperCard(
        share.label,
        share.text,
        tr(" · ").join((facts.tally.text, basis(share))),
    )
    received = facts.get(FigureId.COMPLAINTS_RECEIVED)
    note = words.since_before(facts, received)
    if rate is not None:
        note = tr(" · ").join((note, tr("{rate} per 1,000 sales", rate=rate.text)))
    yield PaperCard(received.label, received.text, note)
    balance, end = facts.figures.balance, facts.get(FigureId.COMPLAINTS_OUTSTANDING_END)
    label = tr("Open at the end")
    if facts.up_to is not None:
        label = tr("Open on {day}", day=short_date_text(facts.up_to))
    yield PaperCard(label, end.text, tr("{n} at the start", n=balance.start))
    score = facts.get(FigureId.CHECKLISTS_SCORE)
    note = tr(" · ").join((tr("n = {n}", n=score.n or 0), score.goal)) if score.n else ""
    yield PaperCard(score.label, score.text, note, words.TONES[score.status])


def basis(figure: Figure) -> str:
    """What a share rests on: its counts and its interval, or why nothing is said."""
    if figure.value is None:
        return figure.status.label
    return tr(" · ").join(part for part in (figure.counts, figure.sure) if part)


def _columns(facts: PackFacts) -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Measure")),
        PaperColumn(month_name(facts.month), "right"),
        PaperColumn(trc("column", "Basis"), "right"),
        PaperColumn(trc("column", "95% interval"), "right"),
        PaperColumn(trc("column", "Change"), "right"),
        PaperColumn(trc("column", "Target"), "right"),
        PaperColumn(trc("column", "Result")),
    )


def _rows(facts: PackFacts) -> Iterator[PaperRow]:
    group = Group.PLEDGES
    for figure in _listed_figures(facts):
        kind = SHIPPED.get(figure.id).group
        if kind != group:
            group = kind
            yield PaperRow((_GROUPS[kind](),))
        yield _row(facts, figure)


def _listed_figures(facts: PackFacts) -> list[Figure]:
    """The figures of the table, in its order."""
    figures = (facts.figures.find(figure_id) for figure_id in AT_A_GLANCE)
    return [figure for figure in figures if figure is not None and _is_said(figure)]


def _is_said(figure: Figure) -> bool:
    """A share of nothing that was expected says nothing."""
    return figure.id != FigureId.CHECKLISTS_IN_TIME or bool(figure.denominator)


_GROUPS = {
    Group.COMPLAINTS: lambda: trc("figures", "Complaints"),
    Group.CHECKLISTS: lambda: trc("figures", "Checklists"),
    Group.ACTIONS: lambda: trc("figures", "Actions"),
}


def _row(facts: PackFacts, figure: Figure) -> PaperRow:
    return PaperRow(
        (
            figure.label,
            figure.text,
            _from(figure),
            figure.interval,
            figure.change_number if figure.change is not None else "",
            figure.goal_sign,
            _verdict(facts, figure),
        )
    )


def _from(figure: Figure) -> str:
    """Numerator and denominator, or the n a mean or sum rests on; nothing for a plain count."""
    if figure.denominator is not None:
        few = figure.status in (Status.TOO_FEW, Status.NOTHING)
        return "" if few else figure.counts
    if not figure.n or figure.value == figure.n:
        return ""
    return tr("n = {n}", n=figure.n)


def _verdict(facts: PackFacts, figure: Figure) -> PaperBadge | str:
    status, judged = facts.status(figure.id), facts.verdicts.get(figure.id)
    if status is Status.NO_TARGET:
        return ""
    return PaperBadge(judged.result.word if judged else status.label, words.TONES[status])


def _table_note(facts: PackFacts) -> str:
    if all(figure.change is None for figure in _listed_figures(facts)):
        return _few_are_counts(facts)
    change = tr("Change: from {month}; percentages in percentage points.",
                month=month_text(facts.month.shift(-1)))  # fmt: skip
    return words.joined(change, _few_are_counts(facts))


def _few_are_counts(facts: PackFacts) -> str:
    return trn("With fewer than {n} case, only numbers are shown.",
               "With fewer than {n} cases, only numbers are shown.",
               facts.criteria.minimum_n)  # fmt: skip
