"""Words that supervisors alone may read, as facts; they stand in the vault."""

from dataclasses import dataclass
from datetime import datetime

from csq_desktop.domain.words.wording import labelled
from csq_desktop.texts import tr

REVEAL_REASON = "reveal_reason"
"""What stands for the field where the words are why somebody looked at an identity."""
LINK_REASON = "link_reason"
"""The same for why a complaint was linked to another customer: it says who was taken for whom."""
WORDS_ID = "words_id"
"""What an entry of the audit trail calls the number of words that stand in the vault."""


@dataclass(frozen=True)
class PrivateWords:
    """What a field of a record said before `user` corrected it, or the words of a reason.

    `record` and `object_id` are what they are about. Who wrote it and when is not known where the
    audit trail has lost its entry. Words that are not those the trail has an entry of are not
    `intact`: nothing of them can be relied on, not even whose they are.
    """

    at: datetime | None
    user: str
    field: str
    text: str
    record: str = ""
    object_id: int = 0
    intact: bool = True


@dataclass(frozen=True)
class EarlierValue:
    """The same as people read it: `field` is the title of a field, `text` what it said.

    A reason for what was done replaced nothing.
    """

    at: datetime | None
    user: str
    field: str
    text: str
    is_reason: bool = False

    @property
    def label(self) -> str:
        """What stands before the words."""
        return self.field if self.is_reason else tr("{field} before", field=self.field)

    @property
    def sentence(self) -> str:
        """The words with their label."""
        return labelled(self.label, self.text)


def changed_words() -> str:
    """What is said in the place of words that somebody changed past the program."""
    return tr("These words were changed outside the program.")
