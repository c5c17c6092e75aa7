"""What stands beside a case as files have it: a column for each part, for another store alone."""

from csq_desktop.domain.fields.fields import LONGEST_WORDS, FileColumn, Privacy, RecordField
from csq_desktop.texts import mark

READ_ONCE = mark("As this program exports it. It is read for complaints that are new here.")


def _beside(key: str, title: str, meaning: str, *, headings: str) -> RecordField:
    """A column with everything of one kind that stands beside a case.

    `headings` are its titles in the three languages: only this program writes such a column.
    """
    return RecordField(
        key,
        privacy=Privacy.FREE_TEXT,
        stored=False,
        longest=LONGEST_WORDS,
        meaning=meaning,
        file=FileColumn(title=title, help=READ_ONCE, headings=headings),
    )


BESIDE = (
    _beside(
        "promises",
        mark("Promises to the customer", "import field"),
        mark("What the customer was promised, for when, and what became of it.", "codebook"),
        headings="promises to the customer, 對顧客的承諾, 对顾客的承诺",
    ),
    _beside(
        "further_causes",
        mark("Further causes", "import field"),
        mark("The causes beside the main one, each with its whys.", "codebook"),
        headings="further causes, 其他原因",
    ),
    _beside(
        "whys",
        mark("Whys of the main cause", "import field"),
        mark("The answers that led to the main cause.", "codebook"),
        headings="whys of the main cause, 主要原因的追問, 主要原因的追问",
    ),
    _beside(
        "containment",
        mark("Containment steps", "import field"),
        mark("What was done against further harm, when and by whom.", "codebook"),
        headings="containment steps, 應急措施, 应急措施",
    ),
    _beside(
        "involved",
        mark("Staff involved", "import field"),
        mark("Who is named in the case, and what part they had in it.", "codebook"),
        headings="staff involved, 涉及的人員, 涉及的人员",
    ),
    _beside(
        "responses",
        mark("Decisions communicated", "import field"),
        mark("How each decision was communicated, and what the customer said to it.", "codebook"),
        headings="decisions communicated, 已告知的決定, 已告知的决定",
    ),
    _beside(
        "satisfaction",
        mark("Satisfaction asked", "import field"),
        mark("When the customer was asked how content they are, and the answer.", "codebook"),
        headings="satisfaction asked, 滿意程度查詢, 满意程度查询",
    ),
    _beside(
        "referrals",
        mark("Referrals outside", "import field"),
        mark("To whom the case was referred, and what came of it.", "codebook"),
        headings="referrals outside, 對外轉介, 对外转介",
    ),
)
"""One column a part: they come and go with the case, and no second file can be missing."""
