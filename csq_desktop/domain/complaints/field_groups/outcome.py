"""Fields of what an investigation came to and what the complainant was given."""

from csq_desktop.domain.complaints.facts import Finding, RemedyKind
from csq_desktop.domain.fields.fields import (
    LONGEST_WORDS,
    FieldKind,
    FileColumn,
    Privacy,
    RecordField,
)
from csq_desktop.texts import mark

LARGEST_REMEDY = 100_000_000
"""HK$1,000,000 in cents."""
_TEXT, _CHOICE, _MOMENT = FieldKind.TEXT, FieldKind.CHOICE, FieldKind.MOMENT
_FREE = Privacy.FREE_TEXT
OUTCOME = (
    RecordField(
        "finding",
        mark("Finding", "field"),
        _CHOICE,
        choices=tuple(Finding),
        shown=80,
        meaning=mark("What the investigation came to.", "codebook"),
        file=FileColumn(
            title=mark("Finding", "import field"),
            headings="finding, outcome, conclusion, result, upheld, 調查結果, 結果, 結論, "
            "调查结果, 结果, 结论",
        ),
    ),
    RecordField(
        "finding_note",
        mark("Grounds of the finding", "field"),
        privacy=_FREE,
        caption=mark("Investigation notes"),
        longest=LONGEST_WORDS,
        shown=90,
        meaning=mark("Why the complaint was found justified or not.", "codebook"),
    ),
    RecordField(
        "cause",
        mark("Cause", "field"),
        privacy=_FREE,
        shop_list="root_causes",  # or one's own words
        shown=100,
        meaning=mark("What led to the complaint, as far as it was found.", "codebook"),
    ),
    RecordField(
        "cause_code",
        mark("Main cause", "field"),
        _CHOICE,
        shop_list="root_causes",
        meaning=mark("The main cause as it is counted; empty until analysed.", "codebook"),
        file=FileColumn(
            key="cause",
            title=mark("Main cause", "import field"),
            headings="cause, root cause, main cause, reason code, root cause code, 原因, 根本原因, "
            "主要原因, 成因",
        ),
    ),
    RecordField(
        "remedy_kind",
        mark("Kind of remedy", "field"),
        _CHOICE,
        caption=mark("Remedy"),
        choices=tuple(RemedyKind),
        shown=110,
        meaning=mark("What the complainant was given.", "codebook"),
        file=FileColumn(
            title=mark("Remedy", "import field"),
            headings="remedy, compensation type, redress, resolution type, action taken, 補救, "
            "補償方式, 处理方式, 補救措施, 补偿方式, 补救措施",
        ),
    ),
    RecordField(
        "remedy_cents",
        mark("Redress", "field"),
        FieldKind.MONEY,
        smallest=0,
        largest=LARGEST_REMEDY,
        meaning=mark("What the remedy cost.", "codebook"),
        file=FileColumn(
            key="remedy_amount",
            title=mark("Amount paid", "import field"),
            headings="compensation, refund amount, amount, amount paid, compensation amount, "
            "cost, 賠償金額, 退款金額, 金額, 赔偿金额, 退款金额, 金额",
        ),
    ),
    RecordField("goodwill", mark("Goodwill gesture", "field"), FieldKind.YES_NO),
)
