"""Table of the people who own complaints, actions and pledges."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.shop.people import PERSON
from csq_desktop.storage.tables.row import Key, Row
from csq_desktop.storage.tables.store import UserRow


class PersonRow(Row):
    """Somebody of the list of people; `batch_id` is the import that brought the name."""

    __tablename__ = "person"
    __audit__ = "person"
    __topic__ = "people"
    __unsaid__ = PERSON.told_by_name_only

    id: Mapped[Key]
    name: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), unique=True)
    since: Mapped[datetime]
    left_at: Mapped[datetime | None]
    batch_id: Mapped[int | None]

    @classmethod
    def of_user(cls, user: UserRow) -> "PersonRow":
        """The person a new user is; ids of users and people come from one counter."""
        return cls(id=user.id, name=user.name, user_id=user.id, since=user.created_at)
