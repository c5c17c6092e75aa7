"""Everything that can be exported and taken in again, as a set of files: which, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from csq_desktop.domain.complaints.kinds import OTHER_KINDS, FeedbackKind
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.transfers.lists import ListsTaken
from csq_desktop.texts import tr

ENDINGS = ("xlsx", "csv")
"""The kinds of files a set is written as; a workbook has its codebook inside."""


@dataclass(frozen=True)
class SetPart:
    """One file of a set: what it is called, what its rows are, and of which feedback."""

    name: str
    kind: ImportKind
    feedback: FeedbackKind | None = None

    @property
    def label(self) -> str:
        """What it holds, in the user's language."""
        return self.feedback.plural if self.feedback else self.kind.label


_FILES = {
    FeedbackKind.COMPLIMENT: "compliments",
    FeedbackKind.SUGGESTION: "suggestions",
    FeedbackKind.ENQUIRY: "enquiries",
}
PARTS = (
    SetPart("customers", ImportKind.CUSTOMERS),
    SetPart("complaints", ImportKind.COMPLAINTS, FeedbackKind.COMPLAINT),
    *(SetPart(_FILES[kind], ImportKind.COMPLAINTS, kind) for kind in OTHER_KINDS),
    SetPart("pledge_counts", ImportKind.PLEDGE_COUNTS),
)
"""In the order they are taken in: what is named comes before what names it."""


@dataclass(frozen=True)
class SetLine:
    """What became of one file of a set: its rows, by verdict where it was taken in."""

    part: SetPart
    rows: int
    sentences: Sequence[str] = ()
    batch_id: int | None = None


@dataclass(frozen=True)
class SetReport:
    """What became of every file of a set, and what is said of it as a whole."""

    lines: tuple[SetLine, ...]
    sentences: tuple[str, ...] = ()
    lists: ListsTaken = field(default_factory=ListsTaken)

    @property
    def batch_ids(self) -> tuple[int, ...]:
        """The imports it made, the last one first: they are undone in this order."""
        return tuple(line.batch_id for line in reversed(self.lines) if line.batch_id is not None)

    def as_json(self) -> dict[str, object]:
        """The report for scripts."""
        files = {
            line.part.name: {
                "rows": line.rows,
                "batch_id": line.batch_id,
                "sentences": line.sentences,
            }
            for line in self.lines
        }
        return {"files": files, "sentences": self.sentences}

    @property
    def sentences_of_all(self) -> tuple[str, ...]:
        """The report, sentence by sentence."""
        lines = (text for line in self.lines for text in _of_file(line))
        return (*lines, *self.sentences)


def _of_file(line: SetLine) -> tuple[str, ...]:
    """What is said of a file: what it holds, and what became of its rows."""
    return tuple(tr("{file}: {what}", file=line.part.label, what=text) for text in line.sentences)
