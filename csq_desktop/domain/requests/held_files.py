"""Files held of a person: which of them are copied for whoever asks, and why others are not.

Each feature declares its own in `services/<noun>/held_files.py`: `files(session, customer_id)` and
`content(session, key)`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from csq_desktop.domain.requests.held import HeldFact, HeldRecord, HeldSection
from csq_desktop.texts import trc

PLACE = 56


@dataclass(frozen=True)
class HeldFile:
    """One file; `name` is what its copy is called, `about` what it is.

    `why_not` says why it is left out: others may be seen in it, or it has gone. Of one that is
    `to_be_judged` somebody who looked at it can say that it shows nobody else.
    """

    key: int
    name: str
    about: str
    at: datetime
    why_not: str = ""
    to_be_judged: bool = False

    def is_copied(self, cleared: Collection[int]) -> bool:
        """Whether it is handed over; `cleared` are the keys of those judged to show nobody else."""
        return not self.why_not or (self.to_be_judged and self.key in cleared)


def section(files: Sequence[HeldFile], cleared: Collection[int]) -> HeldSection:
    """What the copy says of each file: under which name it comes with it, or why it does not."""
    records = tuple(
        HeldRecord(
            file.name,
            (
                HeldFact(trc("held", "What it is"), file.about, words=True),
                _answer(file, file.is_copied(cleared)),
            ),
            file.at,
        )
        for file in files
    )
    return HeldSection("files", trc("held", "Files about your complaints"), PLACE, records)


def _answer(file: HeldFile, is_copied: bool) -> HeldFact:
    if is_copied:
        return HeldFact(trc("held", "Copied as"), file.name)
    return HeldFact(trc("held", "Not copied"), file.why_not)
