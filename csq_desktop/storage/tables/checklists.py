"""Tables of checklists: template versions, runs, answers and the photos beside them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.calendar.months import Month
from csq_desktop.storage.tables.row import Document, Key, Row


class ChecklistTemplateRow(Row):
    """One version of a checklist; a changed checklist is a new row."""

    __tablename__ = "checklist_template"
    __audit__ = "checklist_template"
    __topic__ = "checklists"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[Key]
    key: Mapped[str]
    version: Mapped[int]
    body: Mapped[Document]
    created_at: Mapped[datetime]
    created_by: Mapped[int]
    retired_at: Mapped[datetime | None]


class ChecklistRunRow(Row):
    """One run of a template version; its score stands once it is finished."""

    __tablename__ = "checklist_run"
    __audit__ = "checklist_run"
    __topic__ = "checklists"
    __unsaid__ = frozenset({"note"})
    __table_args__ = (
        Index(None, "month", "template_key"),
        Index(None, "template_key", "for_day"),
    )

    id: Mapped[Key]
    ref: Mapped[str] = mapped_column(unique=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("checklist_template.id"), index=True)
    template_key: Mapped[str]
    for_day: Mapped[date]
    started_at: Mapped[datetime]
    started_by: Mapped[int]
    finished_at: Mapped[datetime | None]
    finished_by: Mapped[int | None]
    month: Mapped[Month | None]
    gained: Mapped[float | None]
    possible: Mapped[float | None]
    score: Mapped[float | None]
    failed_items: Mapped[int] = mapped_column(default=0)
    critical_failed: Mapped[int] = mapped_column(default=0)
    late: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    removed_at: Mapped[datetime | None]


class ChecklistAnswerRow(Row):
    """One item's answer in a run; `fails` is what its template version said of the choice."""

    __tablename__ = "checklist_answer"
    __audit__ = "checklist_answer"
    __topic__ = "checklists"
    __unsaid__ = frozenset({"comment"})
    __table_args__ = (UniqueConstraint("run_id", "item_code"),)

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("checklist_run.id"))
    item_code: Mapped[str]
    choice: Mapped[str] = mapped_column(default="")
    fails: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime]
    answered_by: Mapped[int]


class PhotoRow(Row):
    """A photo beside an answer, re-encoded and without its camera's notes."""

    __tablename__ = "photo"
    __audit__ = "photo"
    __topic__ = "checklists"
    __unsaid__ = frozenset({"jpeg"})

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("checklist_run.id"), index=True)
    item_code: Mapped[str]
    sha256: Mapped[str]
    jpeg: Mapped[bytes]
    at: Mapped[datetime]
    user_id: Mapped[int]
    removed_at: Mapped[datetime | None]
