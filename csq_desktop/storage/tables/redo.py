"""Tables that make one commit over two files whole: see storage/redo.py."""

from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.storage.tables.row import CheckedBy, Key, Row, VaultRow


class VaultRedoRow(Row):
    """A statement the last transaction ran on the vault, sealed with the vault's key."""

    __tablename__ = "vault_redo"
    __audit__ = None
    __checked__ = CheckedBy.COMMITS
    __topic__ = "store"

    id: Mapped[Key]
    sealed: Mapped[bytes]


class VaultCommitRow(Row):
    """The last transaction that wrote to both files, as store.db has it: one row, with the id 1.

    `mark` is 16 random bytes, `previous` the mark of the one before; `number` counts them.
    """

    __tablename__ = "vault_commit"
    __audit__ = None
    __checked__ = CheckedBy.COMMITS
    __topic__ = "store"

    id: Mapped[Key]
    number: Mapped[int]
    mark: Mapped[bytes]
    previous: Mapped[bytes]


class VaultMarkRow(VaultRow):
    """The last transaction that wrote to both files, as vault.db has it: one row, with the id 1."""

    __tablename__ = "vault_mark"
    __audit__ = None
    __checked__ = CheckedBy.COMMITS
    __topic__ = "store"

    id: Mapped[Key]
    mark: Mapped[bytes]
    number: Mapped[int] = mapped_column(server_default="1")


class TrailAnchorRow(VaultRow):
    """How far the audit trail was when the vault was written last: one row, with the id 1.

    `edition` is that of the register of users, which counts on its own. Only a holder of the
    vault's key can write the row, so nobody else can cut the trail before it.
    """

    __tablename__ = "trail_anchor"
    __audit__ = None
    __checked__ = CheckedBy.TRAIL
    __topic__ = "store"

    id: Mapped[Key]
    sequence: Mapped[int]
    head: Mapped[str]
    edition: Mapped[int] = mapped_column(server_default="0")
