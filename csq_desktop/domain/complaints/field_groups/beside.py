"""What stands beside a case as files have it: a column for each part, for another store alone."""

from csq_desktop.domain.fields import LONGEST_WORDS, FileColumn, Privacy, RecordField
from csq_desktop.texts import mark

READ_ONCE = mark("As this program exports it. It is read for complaints that are new here.")


def _beside(key: str, title: str, meaning: str) -> RecordField:
    """A column with everything of one kind that stands beside a case."""
    return RecordField(
        key,
        privacy=Privacy.FREE_TEXT,
        stored=False,
        longest=LONGEST_WORDS,
        meaning=meaning,
        file=FileColumn(title=title, help=READ_ONCE),
    )


BESIDE = (
    _beside(
        "promises",
        mark("Promises to the customer", "import field"),
        mark("What the customer was promised, for when, and what became of it.", "codebook"),
    ),
    _beside(
        "further_causes",
        mark("Further causes", "import field"),
        mark("The causes beside the main one, each with its whys.", "codebook"),
    ),
    _beside(
        "whys",
        mark("Whys of the main cause", "import field"),
        mark("The answers that led to the main cause.", "codebook"),
    ),
    _beside(
        "containment",
        mark("Containment steps", "import field"),
        mark("What was done against further harm, when and by whom.", "codebook"),
    ),
    _beside(
        "involved",
        mark("Staff involved", "import field"),
        mark("Who is named in the case, and what part they had in it.", "codebook"),
    ),
    _beside(
        "responses",
        mark("Decisions communicated", "import field"),
        mark("How each decision was communicated, and what the customer said to it.", "codebook"),
    ),
    _beside(
        "satisfaction",
        mark("Satisfaction asked", "import field"),
        mark("When the customer was asked how content they are, and the answer.", "codebook"),
    ),
    _beside(
        "referrals",
        mark("Referrals outside", "import field"),
        mark("To whom the case was referred, and what came of it.", "codebook"),
    ),
)
"""One column a part: they come and go with the case, and no second file can be missing."""
