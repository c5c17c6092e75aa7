"""What a day's count of a pledge consists of: every field with its words, limits and uses."""

from csq_desktop.domain.fields.fields import (
    LONGEST_TEXT,
    FieldKind,
    FileColumn,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import OF_THE_WORK
from csq_desktop.texts import mark

LARGEST_COUNT = 1_000_000
COUNTED = ("met", "missed", "over_maximum", "excluded")
TYPED = (*COUNTED, "reason")
"""What is typed for a pledge and a day, in the order of the columns."""
_NUMBER = FieldKind.NUMBER
_FIELDS = (
    RecordField(
        "pledge_code",
        kind=FieldKind.CHOICE,
        required=True,
        stored=False,
        file=FileColumn(
            title=mark("Pledge code", "import field"),
            required=True,
            headings="pledge, pledge code, code, service pledge, standard, 承諾, 承諾編號, "
            "服務承諾, 代號, 承诺, 承诺编号, 服务承诺, 代码",
        ),
    ),
    RecordField(
        "day",
        mark("Day", "field"),
        FieldKind.DAY,
        required=True,
        file=FileColumn(
            title=mark("Day", "import field"),
            required=True,
            headings="day, date, count date, 日期, 日子, 統計日期, 统计日期",
        ),
    ),
    RecordField(
        "met",
        mark("Met", "field"),
        _NUMBER,
        smallest=0,
        largest=LARGEST_COUNT,
        required=True,
        meaning=mark("How often the pledge was met on the day.", "codebook"),
        file=FileColumn(
            title=mark("Met", "import field"),
            required=True,
            headings="met, kept, achieved, within standard, on time, passed, in time, 達標, "
            "符合, 準時, 達標宗數, 达标, 准时, 达标数",
        ),
    ),
    RecordField(
        "missed",
        mark("Not met", "field"),
        _NUMBER,
        smallest=0,
        largest=LARGEST_COUNT,
        required=True,
        meaning=mark("How often it was not met on the day.", "codebook"),
        file=FileColumn(
            title=mark("Not met", "import field"),
            required=True,
            headings="missed, not met, not kept, failed, late, over standard, breached, "
            "not achieved, 未達標, 不符合, 逾時, 未達標宗數, 未达标, 超时, 未达标数",
        ),
    ),
    RecordField(
        "over_maximum",
        mark("Over the maximum time", "field"),
        _NUMBER,
        smallest=0,
        largest=LARGEST_COUNT,
        file=FileColumn(
            title=mark("Over the maximum", "import field"),
            help=mark("How many of those not met were also over the maximum time."),
            headings="over maximum, over max, beyond maximum, exceeded maximum, too late, "
            "超出上限, 超過最長時限, 超過最長時間, 其中過遲, 超过上限, 超过最长时限, "
            "超出最长时间, 其中过迟",
        ),
    ),
    RecordField(
        "excluded",
        mark("Excluded", "field"),
        _NUMBER,
        smallest=0,
        largest=LARGEST_COUNT,
        meaning=mark("How often it is not counted, for the reason beside it.", "codebook"),
        file=FileColumn(
            title=mark("Excluded", "import field"),
            headings="excluded, left out, exempted, 豁免, 不計入, 不计入, 不計算, 不计算, 排除",
        ),
    ),
    RecordField(
        "reason",
        mark("Reason", "field"),
        privacy=Privacy.FREE_TEXT,
        longest=LONGEST_TEXT,
        file=FileColumn(
            title=mark("Reason for excluding", "import field"),
            headings="reason, remark, reason for exclusion, why left out, reason for leaving out, "
            "原因, 備註, 不計算原因, 不计算原因, "
            "备注, 理由, 不計原因, 不计原因",
        ),
        meaning=mark("Why some cases do not count for a pledge.", "codebook"),
    ),
    RecordField("month", mark("Month", "field"), FieldKind.MONTH),
    RecordField("entered_at", mark("Entered", "field"), FieldKind.MOMENT),
    RecordField("entered_by", mark("Entered by", "field"), FieldKind.USER),
)
PLEDGE_COUNT = RecordDescription(
    "pledge_count",
    _FIELDS,
    own=("id", "pledge_id", "batch_id"),
    holding=OF_THE_WORK,
)
