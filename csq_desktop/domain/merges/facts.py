"""Two records of one complaint made one, and one record of two matters made two."""

from dataclasses import dataclass
from datetime import datetime

from csq_desktop.domain.complaints.facts import ComplaintRef
from csq_desktop.domain.fields.fields import (
    LONGEST_TEXT,
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import ABOUT_A_CASE
from csq_desktop.texts import mark, trn


@dataclass(frozen=True)
class MovedRows:
    """How many rows of a kind a merge moves; `record` is their name in the audit trail."""

    record: str
    count: int


@dataclass(frozen=True)
class TakenOver:
    """A field of the survivor that a merge fills or changes, and what it will say."""

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class MergePreview:
    """What merging would do, before it is done; `earliest` where the receipt moves."""

    survivor: ComplaintRef
    merged: ComplaintRef
    rows: tuple[MovedRows, ...]
    fields: tuple[TakenOver, ...]
    earliest: datetime | None = None
    refused: str = ""


@dataclass(frozen=True)
class Merge:
    """One merge of a case: which record went on, which was voided, by whom and why."""

    id: int
    survivor: ComplaintRef
    merged: ComplaintRef
    merged_at: datetime
    merged_by: str
    merge_reason: str
    unmerged_at: datetime | None = None


@dataclass(frozen=True)
class Unmerged:
    """What un-merging put back, and what it left because it has changed since."""

    ref: ComplaintRef
    back: int
    left: tuple[str, ...] = ()

    @property
    def back_text(self) -> str:
        """How much was put back."""
        return trn("{n} entry put back.", "{n} entries put back.", self.back)


@dataclass(frozen=True)
class SplitTie:
    """One of two cases that were one record: the other one, and which was first."""

    other: ComplaintRef
    came_from_other: bool
    split_at: datetime
    split_reason: str


@dataclass(frozen=True)
class CaseTies:
    """The other records of a case: what it was merged with, and what was split off."""

    merges: tuple[Merge, ...]
    splits: tuple[SplitTie, ...]


_FREE = Privacy.FREE_TEXT
MERGE = RecordDescription(
    "complaint_merge",
    (
        RecordField("merged_at", mark("Merged", "field"), FieldKind.MOMENT),
        RecordField("merged_by", mark("Merged by", "field"), FieldKind.USER),
        RecordField(
            "merge_reason",
            mark("Reason for merging", "field"),
            privacy=_FREE,
            longest=LONGEST_TEXT,
            meaning=mark("Why two complaints became one.", "codebook"),
        ),
        RecordField("unmerged_at", mark("Un-merged", "field"), FieldKind.MOMENT),
        RecordField("unmerged_by", mark("Un-merged by", "field"), FieldKind.USER),
    ),
    own=("id", "survivor_id", "merged_id"),
    holding=ABOUT_A_CASE,
)
SPLIT = RecordDescription(
    "complaint_split",
    (
        RecordField("split_at", mark("Split", "field"), FieldKind.MOMENT),
        RecordField("split_by", mark("Split by", "field"), FieldKind.USER),
        RecordField(
            "split_reason",
            mark("Reason for splitting", "field"),
            privacy=_FREE,
            longest=LONGEST_TEXT,
            meaning=mark("Why a complaint became two.", "codebook"),
        ),
    ),
    own=("id", "split_from_id", "split_to_id"),
    holding=ABOUT_A_CASE,
)
