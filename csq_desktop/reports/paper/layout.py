"""From blocks to flowables: the one place that knows how each block is set."""

from collections.abc import Sequence
from dataclasses import replace
from functools import singledispatch

from reportlab import platypus
from reportlab.platypus import Flowable

from csq_desktop.domain.tones import SHAPES, Tone
from csq_desktop.reports.paper import blocks, style
from csq_desktop.reports.paper.flowables.chart_flow import CaptionedChart, ChartFlowable, chart_text
from csq_desktop.reports.paper.flowables.compound import BesideFlow, fact_flows
from csq_desktop.reports.paper.flowables.contents import ContentsFlow
from csq_desktop.reports.paper.flowables.cover import CoverFlow
from csq_desktop.reports.paper.flowables.panels import CardsFlow, NoteFlow, SignFlow
from csq_desktop.reports.paper.flowables.pictures import ImageFlow, QrFlow
from csq_desktop.reports.paper.flowables.room import CoverRoom, HeadingRoom, SectionRoom, announce
from csq_desktop.reports.paper.flowables.table_flow import TableFlow
from csq_desktop.reports.paper.flowables.text_flow import (
    HeadingFlow,
    PartBegins,
    SecondHeadingFlow,
    TextFlow,
    TextStyle,
)
from csq_desktop.reports.paper.structure import Element
from csq_desktop.reports.typography import typeset
from csq_desktop.texts import speaking, trc

_ACROSS = 3  # boxes to sign in one row
_HEADINGS = {
    1: TextStyle(size=style.TITLE, leading=1.3, before=10, after=8),
    2: TextStyle(size=style.HEADING, leading=1.36, before=14, after=5),
    3: TextStyle(size=style.TEXT, leading=1.4, before=8, after=3),
}
_SUBJECT = TextStyle(size=style.SMALL, tone=Tone.SOFT, before=2, after=0)
_CAPTION = TextStyle(size=style.SMALL, tone=Tone.SOFT, before=2, after=12)


def flowables(page_blocks: Sequence[blocks.Block], width: float = style.WIDTH) -> list[Flowable]:
    """All blocks set for a width, each heading on the page of what follows it."""
    flows: list[Flowable] = []
    heading: HeadingFlow | None = None
    for block in page_blocks:
        if isinstance(block, blocks.Heading):
            flows.append(HeadingRoom())
        for flow in _headed(block, heading, width) or _set(block, width):
            flow.block = block  # for who asks on which page it comes to stand
            flows.append(flow)
            heading = flow if isinstance(flow, HeadingFlow) else heading
    announce(flows)
    return flows


def _headed(block: blocks.Block, heading: HeadingFlow | None, width: float) -> list[Flowable]:
    """A table or a chart, which repeat their heading on other pages; nothing for others."""
    if isinstance(block, blocks.PaperTable):
        return [_table(block, heading)]
    return [_chart(block, width, heading)] if isinstance(block, blocks.Chart) else []


@singledispatch
def _set(block: blocks.Block, width: float) -> list[Flowable]:
    """One block as flowables."""
    raise TypeError(f"no layout for {type(block).__name__}")


@_set.register
def _(block: blocks.Cover, width: float) -> list[Flowable]:
    following = [CoverRoom()] if block.alone else []
    return [CoverFlow(block), platypus.NextPageTemplate("page"), *following]


@_set.register
def _(block: blocks.Heading, width: float) -> list[Flowable]:
    setting = _HEADINGS[block.level]
    size = max(setting.size * 0.76, style.SMALL)
    under = TextStyle(size=size, tone=Tone.SOFT, leading=1.4, after=1)
    small = replace(under, size=style.SMALL)
    first = HeadingFlow(block, replace(setting, after=1))
    flows: list[TextFlow] = [first]
    if block.second and not first.is_in_both:
        flows.append(SecondHeadingFlow(block.second, under))
    if block.subject:
        flows.append(SecondHeadingFlow(block.subject, small))
    flows[-1].spaceAfter = setting.after
    return flows


@_set.register
def _(block: blocks.ContentsLine, width: float) -> list[Flowable]:
    return [ContentsFlow(block)]


@_set.register
def _(block: blocks.Lead, width: float) -> list[Flowable]:
    return [TextFlow(block.text, TextStyle(size=style.LEAD, after=8))]


@_set.register
def _(block: blocks.Paragraph, width: float) -> list[Flowable]:
    setting = _CAPTION if block.small else TextStyle(before=2, after=7)
    return [TextFlow(block.text, setting)]


@_set.register
def _(block: blocks.Bullets, width: float) -> list[Flowable]:
    flows, whole = [], Element("L")
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}." if block.mark == "1" else block.mark
        path = (whole, Element("LI"), Element("LBody"))
        flows.append(TextFlow(item, TextStyle(indent=16, after=3.5, mark=mark), path))
    return [*flows, platypus.Spacer(0, 4)]


@_set.register
def _(block: blocks.Cards, width: float) -> list[Flowable]:
    return [CardsFlow(block.cards)]


@_set.register
def _(block: blocks.Chart, width: float) -> list[Flowable]:
    return [_chart(block, width)]


def _chart(block: blocks.Chart, width: float, heading: HeadingFlow | None = None) -> CaptionedChart:
    happened = block.spec.event_words
    said = (block.spec.title, block.spec.subject, block.caption)
    words = said if block.caption else (chart_text(block.spec),)
    spoken = map(typeset.plain, (*words, happened, block.again))
    figure = Element("Figure", alt="\n".join(filter(None, spoken)))
    above = "" if block.worded else block.above or block.spec.subject
    subject = [TextFlow(above, _SUBJECT, (figure, Element("Caption")))] if above else []
    room = block.height - sum(flow.wrap(width, block.height)[1] for flow in subject)
    chart = ChartFlowable(block.spec, (width, room), figure, worded=block.worded)
    events: typeset.Text = happened if block.explained else ""
    if events and block.again:
        events = (happened, "\n", *typeset.spans(block.again))
    under = _captions((block.caption, events), figure)
    return CaptionedChart(chart, (subject, under), heading)


def _captions(captions: Sequence[typeset.Text], figure: Element) -> list[TextFlow]:
    path = (figure, Element("Caption"))
    return [TextFlow(words, _CAPTION, path) for words in captions if typeset.plain(words)]


def _captioned(
    flow: Flowable, caption: typeset.Text, width: float, figure: Element
) -> list[Flowable]:
    """A picture with its caption under it; they are never parted."""
    under = _captions((caption,), figure)
    return [BesideFlow([[flow, *under]], [width])] if under else [flow]


@_set.register
def _(block: blocks.PaperTable, width: float) -> list[Flowable]:
    return [_table(block)]


def _table(block: blocks.PaperTable, heading: HeadingFlow | None = None) -> TableFlow:
    note = TextFlow(block.note, _CAPTION) if typeset.plain(block.note) else None
    return TableFlow(block, heading=heading, note=note)


@_set.register
def _(block: blocks.Checks, width: float) -> list[Flowable]:
    widest = max((typeset.width(answer, style.SMALL) for answer in block.answers), default=0)
    answer_width = max(26.0, widest * 1.1 + 2 * style.PAD)
    columns = [
        blocks.PaperColumn("", "right", 24.0),
        blocks.PaperColumn(block.title),
        *(blocks.PaperColumn(answer, "middle", answer_width) for answer in block.answers),
        blocks.PaperColumn(block.remarks, width=width * 0.24),
    ]
    rows = tuple(_check_row(check, number, block) for number, check in _numbered(block))
    return [TableFlow(blocks.PaperTable(tuple(columns), rows, least=25.0))]


def _numbered(block: blocks.Checks) -> list[tuple[int, blocks.Check]]:
    return list(enumerate(block.checks, start=block.first))


def _check_row(check: blocks.Check, number: int, block: blocks.Checks) -> blocks.PaperRow:
    question: list[blocks.TextSpan | str] = [check.text]
    if check.critical:
        word = f"  {SHAPES[Tone.BAD]}\u00a0{trc('checklist item', 'critical')}"
        question.append(blocks.TextSpan(word, bold=True, tone=Tone.BAD))
    if check.hint:
        question.append(blocks.TextSpan(f"\n{check.hint}", tone=Tone.SOFT))
    boxes = (blocks.Tick() for _ in block.answers)
    return blocks.PaperRow(
        (blocks.TextSpan(str(number), tone=Tone.SOFT), tuple(question), *boxes, "")
    )


@_set.register
def _(block: blocks.Facts, width: float) -> list[Flowable]:
    whole = Element("L")
    flows = fact_flows(block.facts, block.label_width, whole)
    for flow in flows[-1:]:
        flow.spaceAfter = 4.0  # no flowable of its own: it would go over to the next page
    return list(flows)


@_set.register
def _(block: blocks.Note, width: float) -> list[Flowable]:
    return [NoteFlow.shaped(block.text, block.tone)]


@_set.register
def _(block: blocks.SignOff, width: float) -> list[Flowable]:
    across = min(_ACROSS, len(block.boxes))
    rows = range(0, len(block.boxes), _ACROSS)
    return [SignFlow(block.boxes[i : i + _ACROSS], across, block.second) for i in rows]


@_set.register
def _(block: blocks.Image, width: float) -> list[Flowable]:
    figure = Element("Figure", alt=typeset.plain(block.caption))
    flow = ImageFlow(block.picture, (block.width, block.highest), figure)
    return _captioned(flow, block.caption, width, figure)


@_set.register
def _(block: blocks.QrCode, width: float) -> list[Flowable]:
    figure = Element("Figure", alt=typeset.plain(block.caption) or block.content)
    return _captioned(QrFlow(block.content, block.side, figure), block.caption, width, figure)


@_set.register
def _(block: blocks.Spacer, width: float) -> list[Flowable]:
    return [platypus.Spacer(0, block.height)]


@_set.register
def _(block: blocks.PageBreak, width: float) -> list[Flowable]:
    if block.after_cover:
        return [CoverRoom()]
    return [SectionRoom() if block.spare else platypus.PageBreak()]


@_set.register
def _(block: blocks.InLanguage, width: float) -> list[Flowable]:
    part = Element("Sect", language=block.language)
    with speaking(block.language):  # what the kit itself writes, such as where to sign
        flows = flowables(block.blocks, width)
    return [PartBegins(part), *flows, PartBegins(None)]


@_set.register
def _(block: blocks.Together, width: float) -> list[Flowable]:
    return [platypus.KeepTogether(flowables(block.blocks, width))]


@_set.register
def _(block: blocks.Beside, width: float) -> list[Flowable]:
    count = len(block.columns)
    shares = block.shares or tuple(1 / count for _ in block.columns)
    room = width - style.GAP * (count - 1)
    widths = [room * share / sum(shares) for share in shares]
    columns = [
        [flow for part in column for flow in _set(part, wide)]
        for column, wide in zip(block.columns, widths, strict=True)
    ]
    return [BesideFlow(columns, widths)]
