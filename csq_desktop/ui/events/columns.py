"""How events are shown in a table."""

from zoneinfo import ZoneInfo

from csq_desktop.domain.events import NumberedEvent
from csq_desktop.domain.words.wording import date_text
from csq_desktop.texts import tr, trc
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact, in_zone


def event_columns(zone: ZoneInfo) -> list[Column]:
    """Columns of events: what happened, its number on charts, its days, who wrote it down."""
    return [
        Column(
            "what",
            trc("column", "What happened"),
            _what,
            360,
            least=140,
            sort=lambda line: line.event.text,
            facts=(
                Fact(trc("column", "Kind"), lambda line: line.event.kind.label),
                Fact(tr("Title"), lambda line: line.event.title),
            ),
        ),
        Column(
            "number",
            trc("column", "No."),
            lambda line: Cell(_number(line), right=True),
            70,
            least=52,
            sort=lambda line: line.number,
            facts=(Fact(trc("column", "No."), _number),),
        ),
        Column(
            "when",
            trc("column", "When"),
            lambda line: Cell(line.event.when),
            210,
            least=130,
            sort=lambda line: (line.event.start, line.event.end),
            facts=(
                Fact(tr("First day"), lambda line: line.event.start),
                Fact(tr("Last day"), lambda line: line.event.end),
            ),
        ),
        Column(
            "written",
            trc("column", "Recorded by"),
            lambda line: Cell(*_written(line, zone)),
            150,
            rank=1,
            sort=lambda line: _written(line, zone)[0],
            facts=(
                Fact(trc("column", "Recorded by"), lambda line: line.event.written_by),
                Fact(tr("When"), lambda line: in_zone(line.event.written_at, zone)),
            ),
        ),
    ]


def _number(line: NumberedEvent) -> str:
    """The number on today's charts; none where no chart reaches back so far."""
    return str(line.number) if line.number else ""


def _what(line: NumberedEvent) -> Cell:
    event = line.event
    if not event.title:
        return Cell(event.kind.label, strong=True)
    return Cell(event.title, event.kind.label, strong=True)


def _written(line: NumberedEvent, zone: ZoneInfo) -> tuple[str, str]:
    moment = in_zone(line.event.written_at, zone)
    if moment is None:
        return tr("Automatic"), ""
    return line.event.written_by, date_text(moment.date())
