"""Tables of what ties complaints together: merges, splits, and problems in common."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.merges.facts import MERGE, SPLIT
from csq_desktop.domain.problems.facts import PROBLEM, PROBLEM_CASE
from csq_desktop.domain.repeats.facts import DISMISSAL
from csq_desktop.storage.tables.row import Key, Row


class MergeRow(Row):
    """Two records of the same complaint that were made one; `unmerged_at` is when it ended."""

    __tablename__ = "complaint_merge"
    __audit__ = "complaint_merge"
    __topic__ = "complaints"
    __unsaid__ = MERGE.told_by_name_only

    id: Mapped[Key]
    survivor_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    merged_at: Mapped[datetime]
    merged_by: Mapped[int]
    merge_reason: Mapped[str] = mapped_column(default="")
    unmerged_at: Mapped[datetime | None]
    unmerged_by: Mapped[int | None]


class MergeMoveRow(Row):
    """One thing that a merge moved or changed: a row's complaint, or a field of the survivor.

    Before and after are ids, codes and moments as JSON; of texts that were taken over they hold
    nothing, for both records have them. `is_back` says whether un-merging could put it back.
    """

    __tablename__ = "complaint_merge_move"
    __audit__ = "complaint_merge_move"
    __topic__ = "complaints"

    id: Mapped[Key]
    merge_id: Mapped[int] = mapped_column(ForeignKey("complaint_merge.id"), index=True)
    moved_table: Mapped[str]
    moved_row: Mapped[int]
    moved_field: Mapped[str]
    moved_before: Mapped[str | None] = mapped_column(Text)
    moved_after: Mapped[str | None] = mapped_column(Text)
    is_back: Mapped[bool | None]


class SplitRow(Row):
    """A complaint that held two matters, and the one that the second went on as."""

    __tablename__ = "complaint_split"
    __audit__ = "complaint_split"
    __topic__ = "complaints"
    __unsaid__ = SPLIT.told_by_name_only

    id: Mapped[Key]
    split_from_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    split_to_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    split_at: Mapped[datetime]
    split_by: Mapped[int]
    split_reason: Mapped[str] = mapped_column(default="")


class ProblemRow(Row):
    """A problem that several complaints have in common."""

    __tablename__ = "problem"
    __audit__ = "problem"
    __topic__ = "complaints"
    __unsaid__ = PROBLEM.told_by_name_only
    __table_args__ = (
        Index("ix_problem_open", "opened_at", sqlite_where=text("solved_at IS NULL")),
    )

    id: Mapped[Key]
    problem_title: Mapped[str]
    cause: Mapped[str] = mapped_column(default="")
    product: Mapped[str] = mapped_column(default="")
    touch_point: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    opened_by: Mapped[int]
    reply_to_all: Mapped[str] = mapped_column(default="")
    solved_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class ProblemCaseRow(Row):
    """A complaint that belongs to a problem, until it left it."""

    __tablename__ = "problem_case"
    __audit__ = "problem_case"
    __topic__ = "complaints"
    __unsaid__ = PROBLEM_CASE.told_by_name_only
    __table_args__ = (
        Index(None, "problem_id"),
        Index("ix_problem_case_member", "complaint_id", sqlite_where=text("left_at IS NULL")),
    )

    id: Mapped[Key]
    problem_id: Mapped[int] = mapped_column(ForeignKey("problem.id"))
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    joined_at: Mapped[datetime]
    joined_by: Mapped[int]
    left_at: Mapped[datetime | None]


class RepeatDismissalRow(Row):
    """A repeat alert that somebody set aside until it gets worse."""

    __tablename__ = "repeat_dismissal"
    __audit__ = "repeat_dismissal"
    __topic__ = "complaints"
    __unsaid__ = DISMISSAL.told_by_name_only

    id: Mapped[Key]
    alert_of: Mapped[str]
    alert_value: Mapped[str]
    dismissed_at: Mapped[datetime]
    dismissed_by: Mapped[int]
    dismissal_reason: Mapped[str]
    alerted_cases: Mapped[int]
    one_in: Mapped[int]
    last_case_id: Mapped[int]
    withdrawn_at: Mapped[datetime | None]
