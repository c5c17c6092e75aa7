"""How actions are shown in a table."""

from collections.abc import Callable
from datetime import date

from csq_desktop.domain.actions import Action, ActionState, Priority
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import date_text, short_date_text
from csq_desktop.texts import tr, trc
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact


def action_columns(today: Callable[[], date]) -> list[Column]:
    """Columns of actions; `today` tells which are overdue."""
    return [
        Column(
            "title",
            tr("Action"),
            _title_cell,
            260,
            sort=lambda action: action.title,
            facts=(
                Fact(tr("Action"), lambda action: action.title),
                Fact(tr("Number"), lambda action: action.ref),
                Fact(trc("column", "Source"), lambda action: action.source.label),
            ),
        ),
        Column(
            "owner",
            tr("Owner"),
            lambda action: Cell(action.owner),
            110,
            sort=lambda action: action.owner,
        ),
        Column(
            "due",
            tr("Status"),
            lambda action: state_cell(action, today()),
            150,
            sort=_order,
            rank=-1,
            facts=(
                Fact(tr("Status"), lambda action: action.state.label),
                Fact(trc("column", "Due"), lambda action: action.due_on),
                Fact(tr("Note"), lambda action: action.done_note),
            ),
        ),
    ]


def is_overdue(action: Action, today: date) -> bool:
    """Whether an open action should have been done before today."""
    return action.state is ActionState.OPEN and action.due_on < today


def state_cell(action: Action, today: date) -> Cell:
    """When an action is due, or how it ended."""
    if action.state is ActionState.DONE:
        return Cell(action.state.label, action.done_note, Tone.GOOD)
    if action.state is ActionState.CANCELLED:
        return Cell(action.state.label, action.done_note, Tone.SOFT)
    day = short_date_text(action.due_on)
    if action.due_on < today:
        late = (today - action.due_on).days
        return Cell(tr("{n} d overdue", n=late), tr("due {day}", day=day), Tone.BAD)
    if action.due_on == today:
        return Cell(tr("Due today"), tone=Tone.WARN)
    return Cell(tr("Due {day}", day=day))


def meta(action: Action) -> str:
    """Where an action comes from, in one line."""
    origin = action.source.label
    if action.item_code:
        origin = tr("{source}, item {code}", source=origin, code=action.item_code)
    urgent = action.priority.label if action.priority is Priority.URGENT else ""
    parts = (action.ref, origin, date_text(action.created_at.date()), urgent)
    return " · ".join(part for part in parts if part)


def _title_cell(action: Action) -> Cell:
    return Cell(action.title, meta(action), strong=True)


def _order(action: Action) -> tuple[bool, date]:
    return action.state is not ActionState.OPEN, action.due_on
