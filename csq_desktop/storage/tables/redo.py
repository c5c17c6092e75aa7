"""Tables that make one commit over two files whole: see storage/redo.py."""

from sqlalchemy.orm import Mapped

from csq_desktop.storage.tables.row import Key, Row, VaultRow


class VaultRedoRow(Row):
    """A statement the last transaction ran on the vault, sealed with the vault's key.

    The row with the id 0 holds the transaction's mark instead.
    """

    __tablename__ = "vault_redo"
    __audit__ = None
    __topic__ = "store"

    id: Mapped[Key]
    sealed: Mapped[bytes]


class VaultMarkRow(VaultRow):
    """The mark of the last transaction that reached the vault: one row, with the id 1."""

    __tablename__ = "vault_mark"
    __audit__ = None
    __topic__ = "store"

    id: Mapped[Key]
    mark: Mapped[bytes]
