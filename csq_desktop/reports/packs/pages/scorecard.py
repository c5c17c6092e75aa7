"""The scorecard: every target of the month beside other months, its two signs and its owner."""

from collections.abc import Iterator

from csq_desktop.analytics.indicators.comparisons import ComparedFigure
from csq_desktop.analytics.spc.control import exclusion_text
from csq_desktop.domain.indicators.figures import Figure, Status
from csq_desktop.domain.indicators.signs import Assurance, Variation
from csq_desktop.domain.indicators.verdicts import Verdict
from csq_desktop.domain.packs.packs import PackSection
from csq_desktop.domain.paper.charts import SignSpec
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import (
    UNKNOWN,
    count_text,
    in_brackets,
    labelled,
    month_name,
    month_text,
    paragraph,
)
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import PackFacts, PledgeFacts, TargetLine
from csq_desktop.reports.packs.pages import revisions
from csq_desktop.reports.packs.pages.pledges import paged
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import (
    Block,
    Cell,
    PaperBadge,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    Text,
    TextSpan,
    labelled_sentences,
)
from csq_desktop.texts import mark, tr, trc, trn

_OTHER_TERMS = "†"
_SIGNS_A_ROW = 4
_SIGNS = (
    SignSpec(sign=Variation.USUAL),
    SignSpec(sign=Variation.BETTER, side=1),
    SignSpec(sign=Variation.WORSE, side=-1),
    SignSpec(sign=Assurance.ALWAYS),
    SignSpec(sign=Assurance.CHANCE),
    SignSpec(sign=Assurance.NEVER),
    SignSpec(sign=Variation.BOTH),
    SignSpec(sign=Variation.UNKNOWN),
)


def page(voices: Voices) -> Iterator[Block]:
    """All targets, what their signs mean, and which issued figures have changed since."""
    facts = voices.main
    yield voices.finding(title, mark("All targets: this month beside other months"))
    rows = tuple(_row(facts, line) for line in facts.targets)
    yield PaperTable(_columns(), rows, note=_note(facts), pad=3.0)
    yield PaperTable(_legend_columns(), tuple(_legend(facts)))
    yield from map(_in_words, filter(_is_unusual, facts.targets))
    yield from _outside_limits(voices)
    if facts.restated:
        yield Paragraph(TextSpan(voices.say(_restated), tone=Tone.WARN), small=True)


def title(facts: PackFacts) -> str:
    """Counted from the verdicts of the table beneath, so that a reader can count again."""
    statuses = [line.verdict.status for line in facts.targets]
    met, missed = statuses.count(Status.MET), statuses.count(Status.MISSED)
    month = month_name(facts.month)
    if not met + missed:
        return tr("No target in this table could be judged in {month}", month=month)
    return trn("{met} of {n} target in this table was met in {month}",
               "{met} of {n} targets in this table were met in {month}",
               met + missed, met=met, month=month)  # fmt: skip


def _is_unusual(line: TargetLine) -> bool:
    """Whether the work has changed of late, or cannot meet its target as it is done now."""
    return line.verdict.is_news or line.verdict.signs.assurance is Assurance.NEVER


def _in_words(line: TargetLine) -> Paragraph:
    """What both signs of a target say, and what was unusual of late if the month itself is not."""
    verdict, sentences = line.verdict, list(line.verdict.signs.sentences)
    if verdict.is_news and not verdict.signs.patterns:
        if verdict.signs.variation is not Variation.UNKNOWN:
            sentences[0] = labelled(trc("column", "Now"), sentences[0])
        sentences.insert(0, tr("{finding}.", finding=line.finding))
    return labelled_sentences((labelled(line.label, ""), paragraph(sentences)))


def _outside_limits(voices: Voices) -> Iterator[Paragraph]:
    """The months that enter no limits and signs, of pledges whose own page does not tell them."""
    facts = voices.main
    is_told = PackSection.PLEDGES in {each.section for each in voices.definition.sections}
    told = {pledge.pledge_id for pledge in paged(facts)} if is_told else set()
    for pledge in facts.pledges:
        left_out = [] if pledge.pledge_id in told else list(_left_out(facts, pledge))
        if left_out:
            yield labelled_sentences((labelled(pledge.name, ""), paragraph(left_out)))


def _left_out(facts: PackFacts, pledge: PledgeFacts) -> Iterator[str]:
    for result in pledge.verdict.results:
        is_running = facts.up_to is not None and result.month == facts.month
        if result.left_out is not None and not is_running:
            yield exclusion_text(month_text(result.month), result.left_out)


def _restated(facts: PackFacts) -> str:
    """Which figures that earlier packs issued are others in this one, month by month."""
    return words.joined(*(month.sentence for month in facts.restated))


def _columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Measure")),
        PaperColumn(trc("column", "This month"), "right"),
        PaperColumn(trc("column", "Target"), "right"),
        PaperColumn(trc("column", "Last month"), "right"),
        PaperColumn(trc("column", "A year ago"), "right"),
        PaperColumn(trc("column", "Year to date"), "right"),
        PaperColumn(trc("column", "12 months"), width=58.0),
        PaperColumn(trc("column", "Now"), "middle"),
        PaperColumn(trc("column", "Outlook"), "middle"),
        PaperColumn(trc("column", "Owner, action"), width=84.0),
    )


def _row(facts: PackFacts, line: TargetLine) -> PaperRow:
    figure, signs = line.figure, line.verdict.signs
    badge = PaperBadge(line.verdict.status.label, words.TONES[line.verdict.status])
    return PaperRow(
        (
            (
                TextSpan(line.label, bold=True),
                TextSpan(_beneath(_basis(figure)), tone=Tone.SOFT),
                TextSpan(_beneath(_over_maximum(line.verdict)), tone=Tone.BAD),
            ),
            (TextSpan(figure.text, bold=True), "\n", badge.span),
            figure.goal_sign,
            revisions.marked(facts, _compared(line.month_before), figure.id, 1),
            revisions.marked(facts, _compared(line.year_before), figure.id, 12),
            _compared(line.year_to_date),
            line.spark,
            SignSpec(sign=signs.variation, side=signs.side, title=signs.variation_text),
            SignSpec(sign=signs.assurance, title=signs.assurance_text),
            _owner(line),
        ),
        highlight=line.verdict.status is Status.MISSED,
    )


def _basis(figure: Figure) -> str:
    """What the figure rests on, and its interval; nothing for a plain count."""
    if not figure.n or figure.value == figure.n:
        return ""
    n = tr("n = {n}", n=count_text(figure.n or 0))
    return tr(" · ").join(part for part in (n, figure.interval) if part)


def _over_maximum(verdict: Verdict) -> str:
    """Why a target that was reached is not met all the same; empty elsewhere."""
    maximum = verdict.maximum
    if maximum is None or not verdict.result.misses_maximum_only:
        return ""
    return labelled(trc("column", "Over maximum"), in_brackets(maximum.text, maximum.goal_sign))


def _beneath(text: str) -> str:
    return f"\n{text}" if text else ""


def _compared(compared: ComparedFigure) -> str:
    if compared.figure is None:
        return _OTHER_TERMS if compared.has_other_terms else UNKNOWN
    text = compared.figure.text
    return f"{text} {_OTHER_TERMS}" if compared.has_other_terms else text


def _owner(line: TargetLine) -> Text:
    """Whose it is and which action serves it; a missed target without one says so."""
    refs = tr(", ").join(action.ref for action in line.actions[:1])
    owner = line.owner or next((action.owner for action in line.actions), "")
    if line.verdict.status is Status.MISSED and not refs:
        gap = "\n" if owner else ""
        return (owner, TextSpan(f"{gap}{tr('no action yet')}", bold=True, tone=Tone.BAD))
    return "\n".join(part for part in (owner, refs) if part)


def _note(facts: PackFacts) -> str:
    few = trn("With fewer than {n} case, only numbers are shown.",
              "With fewer than {n} cases, only numbers are shown.",
              facts.criteria.minimum_n)  # fmt: skip
    drawn = tr("Beside n: the 95% interval. 12 months: shaded, the range of normal variation; "
               "dashed, the target; diamond, unusual (hollow: better)."
               )  # fmt: skip
    other = tr("† other terms then: not comparable, or left out of the year to date.")
    has_other = any(
        compared.has_other_terms
        for line in facts.targets
        for compared in (line.month_before, line.year_before, line.year_to_date)
    )
    return words.joined(
        drawn,
        other if has_other else "",
        revisions.mark_note(facts),
        few,
        words.end_so_far(facts),
    )


def _legend_columns() -> tuple[PaperColumn, ...]:
    return (PaperColumn("", width=24.0), PaperColumn("")) * _SIGNS_A_ROW


def _legend(facts: PackFacts) -> Iterator[PaperRow]:
    """The signs that stand in the table, each once; “not assessed” is one for both columns."""
    signs = [line.verdict.signs for line in facts.targets]
    there = {sign for both in signs for sign in (both.variation, both.assurance)}
    explained = [(spec, spec.sign.label) for spec in _SIGNS if spec.sign in there]
    for start in range(0, len(explained), _SIGNS_A_ROW):
        row: list[Cell] = []
        for sign, label in explained[start : start + _SIGNS_A_ROW]:
            row += [sign, label]
        yield PaperRow((*row, *("",) * (2 * _SIGNS_A_ROW - len(row))))
