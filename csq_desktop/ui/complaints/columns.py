"""How complaints are shown in their list, ordered, and copied out of it."""

from collections.abc import Callable

from csq_desktop.domain.complaints.facts import ComplaintLine
from csq_desktop.domain.today import Now
from csq_desktop.domain.words.wording import moment_text, short_moment_text
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr
from csq_desktop.ui.board.card import CaseCard, joined
from csq_desktop.ui.kit.labels import next_due
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact, in_zone


class ComplaintCells:
    """What cells depend on beside their complaint: the moment, and the names of people by id.

    `waiting` says by the id of a complaint for whom it waits to accept it.
    """

    def __init__(self, now: Now) -> None:
        self.now = now
        self.owners: dict[int, str] = {}
        self.waiting: dict[int, str] = {}

    def what(self, line: ComplaintLine) -> Cell:
        """The summary, and beneath it number, time and category."""
        when = short_moment_text(line.received_at, self.now.day, self.now.zone)
        parts = filter(None, (line.ref, when, _category(line)))
        return Cell(line.summary, "  ·  ".join(parts), strong=True)

    def due(self, line: ComplaintLine) -> Cell:
        """What is to be done next and by when, else the state."""
        words, tone = next_due(line, self.now)
        waiting = self.waiting.get(line.id, "")
        under = waiting or (line.state.label if words else "")
        if line.level:
            level = tr("Level {n}", n=line.level)
            under = tr(" · ").join(filter(None, (level, waiting)))
        return Cell(words or line.state.label, under, tone)

    def card(self, line: ComplaintLine) -> CaseCard:
        """What the board says of it, as the list does."""
        due = self.due(line)
        return CaseCard(
            above=line.ref,
            summary=line.summary,
            due=joined(due.text, due.under if line.level else ""),
            tone=due.tone,
            under=joined(_severity(line), self.owner(line).text),
        )

    def received(self, line: ComplaintLine) -> Cell:
        """When it was received, in full."""
        return Cell(moment_text(line.received_at, self.now.zone))

    def owner(self, line: ComplaintLine) -> Cell:
        """Whose it is."""
        return Cell(self.owners.get(line.owner_id or 0, ""), self.waiting.get(line.id, ""))


def complaint_columns(cells: ComplaintCells) -> list[Column]:
    """What a complaint is and what is to be done; the rest is shown by whoever wants it."""
    zone = cells.now.zone
    ref = Fact(tr("Number"), lambda line: line.ref)
    summary = Fact(tr("Summary"), lambda line: line.summary)
    received = Fact(tr("Received"), lambda line: in_zone(line.received_at, zone))
    category = Fact(tr("Category"), _category)
    state = Fact(tr("Status"), lambda line: line.state.label)
    step = Fact(tr("Next step"), lambda line: line.next_clock.label if line.next_clock else "")
    due = Fact(tr("Next deadline"), lambda line: in_zone(line.next_due_at, zone))
    escalated = Fact(tr("Escalation"), lambda line: line.escalated)
    first = (ref, summary, received, category)
    return [
        Column("what", summary.label, cells.what, 136, order="what", facts=first),
        Column(
            "due",
            due.label,
            cells.due,
            200,
            least=110,
            rank=-1,
            order="due",
            facts=(state, step, due),
        ),
        _further("number", ref, lambda line: Cell(line.ref), 110),
        _further("received", received, cells.received, 150),
        _further("category", category, lambda line: Cell(_category(line)), 150),
        _further(
            "severity",
            Fact(tr("Severity"), _severity),
            lambda line: Cell(_severity(line)),
            90,
        ),
        _further("state", state, lambda line: Cell(line.state.label), 110),
        Column(
            "escalated",
            escalated.label,
            lambda line: Cell(line.escalated),
            260,
            hidden=True,
            facts=(escalated,),
        ),
        _further("owner", Fact(tr("Owner"), lambda line: cells.owner(line).text), cells.owner, 130),
    ]


def _further(key: str, fact: Fact, cell: Callable[[ComplaintLine], Cell], width: int) -> Column:
    return Column(key, fact.label, cell, width, hidden=True, order=key, facts=(fact,))


def _severity(line: ComplaintLine) -> str:
    """How grave it is; only complaints are assessed."""
    return line.severity.label if line.kind.is_complaint else ""


def _category(line: ComplaintLine) -> str:
    return lists.label(lists.CATEGORIES, line.category)
