"""Fields of the deadlines of a complaint, its steps and its state."""

from csq_desktop.domain.complaints.facts import State
from csq_desktop.domain.fields.fields import (
    FieldKind,
    FileColumn,
    Privacy,
    RecordField,
)
from csq_desktop.texts import mark

_TEXT, _CHOICE, _MOMENT = FieldKind.TEXT, FieldKind.CHOICE, FieldKind.MOMENT
_FREE = Privacy.FREE_TEXT
PROGRESS = (
    RecordField(
        "acknowledged_at",
        mark("Acknowledged", "field"),
        _MOMENT,
        meaning=mark("When the complainant was told that it was received.", "codebook"),
        file=FileColumn(
            title=mark("Acknowledged", "import field"),
            ends_day=True,
            headings="acknowledged, acknowledged date, acknowledgement date, date acknowledged, "
            "first response, first reply, 初步回覆日期, 確認日期, 首次回复时间, 确认日期",
        ),
    ),
    RecordField(
        "ack_due_at",
        mark("Acknowledge by", "field"),
        _MOMENT,
        meaning=mark("The deadline for acknowledging.", "codebook"),
        file=FileColumn(
            title=mark("Acknowledge by", "import field"),
            ends_day=True,
            headings="acknowledge by, acknowledgement due, first response due, 初步回覆限期, "
            "首次回复期限",
        ),
    ),
    RecordField(
        "progress_due_at",
        mark("Progress reply by", "field"),
        _MOMENT,
        meaning=mark("The deadline for the next progress reply.", "codebook"),
        file=FileColumn(
            title=mark("Progress reply by", "import field"),
            ends_day=True,
            headings="progress reply by, progress reply due, holding reply by, holding reply due, "
            "interim reply due, 中期回覆限期, 進度回覆限期, 阶段性回复期限, 进度回复期限, "
            "进度答复期限",
        ),
    ),
    RecordField(
        "progress_at",
        mark("Progress reply", "field"),
        _MOMENT,
        meaning=mark("What ended the progress replies: the answer, or a late reply.", "codebook"),
        file=FileColumn(
            title=mark("Progress reply", "import field"),
            ends_day=True,
            headings="progress reply, progress reply date, holding reply, holding reply date, "
            "interim reply, 中期回覆日期, 進度回覆日期, 阶段性回复时间, 进度回复时间, 进度答复时间",
        ),
    ),
    RecordField(
        "resolve_due_at",
        mark("Resolve by", "field"),
        _MOMENT,
        meaning=mark("The deadline for the reply; empty where there was none.", "codebook"),
        file=FileColumn(
            title=mark("Resolve by", "import field"),
            help=mark("The deadline set at the time. An empty cell means there was none."),
            ends_day=True,
            headings="due date, due, deadline, resolve by, target date, due at, resolution due, "
            "sla due, 限期, 到期日, 截止日期, 處理限期, 期限, 处理期限",
        ),
    ),
    RecordField(
        "resolved_at",
        mark("Replied", "field"),
        _MOMENT,
        meaning=mark("When the decision was told to the complainant.", "codebook"),
        file=FileColumn(
            key="answered_at",
            title=mark("Replied", "import field"),
            ends_day=True,
            headings="answered, reply date, response date, replied, resolved date, resolved at, "
            "resolution date, date resolved, 回覆日期, 答覆日期, 解決日期, 回复日期, 答复日期, "
            "解决日期, 答覆時間",
        ),
    ),
    RecordField(
        "closed_at",
        mark("Closed", "field"),
        _MOMENT,
        meaning=mark(
            "When the case ended; empty while it is open or nobody knows when.",
            "codebook",
        ),
        file=FileColumn(
            title=mark("Closed", "import field"),
            ends_day=True,
            headings="closed, close date, closed date, date closed, closed at, completion date, "
            "completed, end date, 結案日期, 完成日期, 結束日期, 关闭日期, 结案日期, 关闭时间",
        ),
    ),
    RecordField(
        "closed_by_rule",
        mark("Closed, date assumed by a rule", "field"),
        _MOMENT,
        stored=False,
        meaning=mark("Set by a rule of an import, where the file had no date.", "codebook"),
        file=FileColumn(
            title=mark("Closed, date assumed by a rule", "import field"), imported=False
        ),
    ),
    RecordField(
        "state",
        mark("Status", "field"),
        _CHOICE,
        choices=tuple(State),
        file=FileColumn(
            key="status",
            title=mark("Status", "import field"),
            headings="status, state, sr status, case status, 狀態, 個案狀態, 處理狀態, 状态, "
            "处理状态",
        ),
    ),
)
