"""The columns of the lists of retention."""

from zoneinfo import ZoneInfo

from csq_desktop.domain.retention.erasures import DueRecord, Erasure, LegalHold
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import date_text, moment_text
from csq_desktop.texts import tr, trc, trn
from csq_desktop.ui.kit.tables.shown import DAY_WIDTH, Cell, Column, Fact, in_zone


def due_columns() -> list[Column]:
    """The due list: what, used last when, by which rule due, what keeps it."""
    return [
        Column(
            "what",
            trc("column", "Record"),
            lambda line: Cell(_who(line), line.kind.label, strong=True),
            250,
            least=150,
        ),
        Column(
            "used",
            trc("column", "Last used"),
            lambda line: Cell(date_text(line.last_used)),
            DAY_WIDTH,
            least=DAY_WIDTH,
            rank=1,
            sort=lambda line: line.last_used,
            facts=(Fact(trc("column", "Last used"), lambda line: line.last_used),),
        ),
        Column(
            "due",
            trc("column", "Due since"),
            lambda line: Cell(
                date_text(line.verdict.due_on), trn("{n} month", "{n} months", line.months)
            ),
            DAY_WIDTH,
            least=DAY_WIDTH,
            sort=lambda line: line.verdict.due_on,
            facts=(Fact(trc("column", "Due since"), lambda line: line.verdict.due_on),),
        ),
        Column("state", trc("column", "Status"), _state, 230, least=120),
    ]


def _who(line: DueRecord) -> str:
    name = line.masked.name if line.masked else ""
    return "  ".join(filter(None, (line.ref, name))) or str(line.record_id)


def _state(line: DueRecord) -> Cell:
    if not line.verdict.obstacles:
        return Cell(tr("To be erased"), tone=Tone.WARN)
    words = tr(", ").join(obstacle.label for obstacle in line.verdict.obstacles)
    return Cell(words, line.left_reason, tone=Tone.SOFT)


def erasure_columns(zone: ZoneInfo) -> list[Column]:
    """The ledger: number and day, what went, who approved it."""

    def when(line: Erasure) -> Cell:
        return Cell(line.ref, moment_text(line.at, zone), strong=True)

    return [
        Column(
            "number",
            trc("column", "Number"),
            when,
            170,
            least=120,
            sort=lambda line: line.number,
            facts=(
                Fact(tr("Number"), lambda line: line.ref),
                Fact(trc("column", "When"), lambda line: in_zone(line.at, zone)),
            ),
        ),
        Column(
            "what",
            trc("column", "What went"),
            lambda line: Cell(tr(", ").join(line.count_texts), line.kind.label),
            300,
            least=150,
        ),
        Column(
            "how",
            trc("column", "How"),
            lambda line: Cell(line.mode.label, line.rule_text),
            220,
            least=120,
        ),
        Column(
            "approver",
            trc("column", "Approved by"),
            lambda line: Cell(line.approver, tr("Repeated") if line.replayed else ""),
            150,
            least=100,
        ),
    ]


def hold_columns(zone: ZoneInfo) -> list[Column]:
    """Legal holds: on whom, why, by whom; and when and why they were released."""

    def placed(line: LegalHold) -> Cell:
        return Cell(moment_text(line.placed_at, zone), line.placed_by)

    def released(line: LegalHold) -> Cell:
        if line.released_at is None:
            return Cell(tr("Stands"), tone=Tone.WARN)
        words = tr(" · ").join((line.released_by, line.release_reason))
        return Cell(moment_text(line.released_at, zone), words)

    return [
        Column(
            "customer",
            trc("column", "Customer"),
            lambda line: Cell(line.ref, strong=True),
            130,
            least=90,
        ),
        Column("reason", trc("column", "Reason"), lambda line: Cell(line.reason), 260, least=130),
        Column("placed", trc("column", "Placed"), placed, 170, least=120),
        Column("released", trc("column", "Released"), released, 220, least=120),
    ]
