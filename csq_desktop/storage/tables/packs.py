"""Tables of issued review packs and their definitions, of what they ask for and of the answers."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.asks import AskDecision, AskKind
from csq_desktop.storage.tables.row import Document, Key, Row, Worded


class PackRow(Row):
    """One issued pack, kept byte for byte with the figures it printed."""

    __tablename__ = "pack"
    __audit__ = "pack"
    __topic__ = "packs"
    __unsaid__ = frozenset({"message", "asked", "reason", "definition"})
    __table_args__ = (UniqueConstraint("month", "version"),)

    id: Mapped[Key]
    month: Mapped[Month]
    version: Mapped[int]
    languages: Mapped[Document]
    message: Mapped[str]
    asked: Mapped[str] = mapped_column(default="")
    issued_at: Mapped[datetime]
    issued_by: Mapped[int]
    pages: Mapped[int]
    sha256: Mapped[str]
    chain_sequence: Mapped[int]
    chain_head: Mapped[str]
    figures: Mapped[Document]
    pdf: Mapped[bytes] = mapped_column(deferred=True)
    reason: Mapped[str] = mapped_column(default="", server_default="")
    definition: Mapped[Document] = mapped_column(default=dict, server_default="{}")


class PackDefinitionRow(Row):
    """Which sections a pack has, in which order and with which notes, kept under a name."""

    __tablename__ = "pack_definition"
    __audit__ = "pack_definition"
    __topic__ = "packs"
    __unsaid__ = frozenset({"sections"})

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    sections: Mapped[Document]
    saved_at: Mapped[datetime]


class PackAskRow(Row):
    """One ask of an issued pack, as facts; `first_id` is the open ask that it repeats."""

    __tablename__ = "pack_ask"
    __audit__ = "pack_ask"
    __topic__ = "packs"
    __unsaid__ = frozenset({"text"})
    __table_args__ = (UniqueConstraint("pack_id", "place"),)

    id: Mapped[Key]
    pack_id: Mapped[int] = mapped_column(ForeignKey("pack.id"))
    place: Mapped[int]
    first_id: Mapped[int | None] = mapped_column(ForeignKey("pack_ask.id"))
    kind: Mapped[AskKind] = mapped_column(Worded(AskKind))
    pledge_id: Mapped[int | None]
    action_id: Mapped[int | None]
    refs: Mapped[Document]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(default="")


class AskAnswerRow(Row):
    """What was decided on an ask; the last one holds, and none is ever changed."""

    __tablename__ = "ask_answer"
    __audit__ = "ask_answer"
    __topic__ = "packs"
    __unsaid__ = frozenset({"comment"})

    id: Mapped[Key]
    ask_id: Mapped[int] = mapped_column(ForeignKey("pack_ask.id"), index=True)
    decision: Mapped[AskDecision] = mapped_column(Worded(AskDecision))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    comment: Mapped[str] = mapped_column(default="")
    action_id: Mapped[int | None]
    answered_at: Mapped[datetime]
    answered_by: Mapped[int]
