"""Tables of actions."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.actions import ACTION, ActionSource, ActionState, Priority
from csq_desktop.storage.tables.row import Key, Row, Worded


class ActionRow(Row):
    """One thing to be done, by whom and by when."""

    __tablename__ = "action"
    __audit__ = "action"
    __topic__ = "actions"
    __unsaid__ = ACTION.told_by_name_only
    __table_args__ = (Index(None, "state", "due_on"),)

    id: Mapped[Key]
    ref: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owner_text: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    priority: Mapped[Priority] = mapped_column(Worded(Priority))
    state: Mapped[ActionState] = mapped_column(Worded(ActionState))
    source: Mapped[ActionSource] = mapped_column(Worded(ActionSource))
    source_id: Mapped[int | None] = mapped_column(index=True)
    item_code: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    done_at: Mapped[datetime | None]
    done_note: Mapped[str] = mapped_column(default="")


class ActionLinkRow(Row):
    """That an action serves a complaint: many actions serve many."""

    __tablename__ = "action_link"
    __audit__ = "action_link"
    __topic__ = "actions"
    __table_args__ = (Index(None, "action_id"), Index(None, "complaint_id"))

    id: Mapped[Key]
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    linked_at: Mapped[datetime]
    linked_by: Mapped[int]
    removed_at: Mapped[datetime | None]


class ActionVersionRow(Row):
    """What held of an action from a moment on: past months are counted by it, not by today's."""

    __tablename__ = "action_version"
    __audit__ = "action_version"
    __topic__ = "actions"
    __table_args__ = (Index(None, "action_id", "effective_from"),)

    id: Mapped[Key]
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    effective_from: Mapped[datetime]
    state: Mapped[ActionState] = mapped_column(Worded(ActionState))
    due_on: Mapped[date]
