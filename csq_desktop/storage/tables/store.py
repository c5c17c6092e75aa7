"""Tables of the store itself: its settings, its counter of ids, its users."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.users import Role
from csq_desktop.storage.tables.row import CheckedBy, Document, Key, Row, Worded

KEY_FILE_COPY = 1
"""The id of the only row of its table."""


class StoreSettingRow(Row):
    """One setting of the store, a JSON value under a name."""

    __tablename__ = "store_setting"
    __audit__ = "store_setting"
    __topic__ = "settings"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Document]


class KeyFileCopyRow(Row):
    """The copy of keys.json that stands inside the store: one row, with the id 1."""

    __tablename__ = "key_file_copy"
    __audit__ = None
    __checked__ = CheckedBy.KEY_FILE
    __topic__ = "store"

    id: Mapped[Key]
    edition: Mapped[int]
    text: Mapped[str]


class SequenceRow(Row):
    """The counter all ids come from; `site` tells this store's ids from other branches'."""

    __tablename__ = "sequence_counter"
    __audit__ = None
    __checked__ = CheckedBy.NOTHING
    __topic__ = "store"

    name: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[int]
    following: Mapped[int]


class UserRow(Row):
    """A user's name for the records that mention them; who may sign in stands in keys.json."""

    __tablename__ = "user_account"
    __audit__ = "user"
    __topic__ = "users"

    id: Mapped[Key]
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(Worded(Role))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
