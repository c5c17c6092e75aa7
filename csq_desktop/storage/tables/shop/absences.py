"""Table of who is away, and who stands in for them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.absences.facts import ABSENCE
from csq_desktop.storage.tables.row import Key, Row


class AbsenceRow(Row):
    """One absence of a person; `ended_on` is set where they came back earlier."""

    __tablename__ = "absence"
    __audit__ = "absence"
    __topic__ = "people"
    __unsaid__ = ABSENCE.told_by_name_only

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    away_from: Mapped[date]
    away_to: Mapped[date]
    substitute_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    entered_by: Mapped[int]
    ended_on: Mapped[date | None]
    removed_at: Mapped[datetime | None]
