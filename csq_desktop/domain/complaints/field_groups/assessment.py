"""Fields of the initial assessment, which is made before a complaint is investigated."""

from csq_desktop.domain.assessments.facts import Complexity, Impact, SafetyRisk, Urgency
from csq_desktop.domain.fields.fields import FieldKind, FileColumn, RecordField
from csq_desktop.texts import mark

_CHOICE = FieldKind.CHOICE
ASSESSMENT = (
    RecordField(
        "safety",
        mark("Safety", "field"),
        _CHOICE,
        choices=tuple(SafetyRisk),
        shown=61,
        meaning=mark("Whether somebody may be harmed, as first judged.", "codebook"),
        file=FileColumn(
            title=mark("Safety", "import field"),
            headings="safety, safety implication, safety implications, safety risk, hazard, "
            "安全, 安全影響, 安全風險, 安全影响, 安全风险",
        ),
    ),
    RecordField(
        "complexity",
        mark("Complexity", "field"),
        _CHOICE,
        choices=tuple(Complexity),
        shown=62,
        meaning=mark("How much work the investigation takes, as first judged.", "codebook"),
        file=FileColumn(
            title=mark("Complexity", "import field"),
            headings="complexity, difficulty, 複雜程度, 复杂程度",
        ),
    ),
    RecordField(
        "impact",
        mark("Impact", "field"),
        _CHOICE,
        choices=tuple(Impact),
        shown=63,
        meaning=mark("How far what went wrong reaches, as first judged.", "codebook"),
        file=FileColumn(
            title=mark("Impact", "import field"),
            headings="scope of impact, extent of impact, who is affected, affected, 影響範圍, "
            "影响范围",
        ),
    ),
    RecordField(
        "urgency",
        mark("Need for immediate action", "field"),
        _CHOICE,
        choices=tuple(Urgency),
        shown=64,
        meaning=mark("Whether something has to be done before the cause is known.", "codebook"),
        file=FileColumn(
            title=mark("Need for immediate action", "import field"),
            headings="need for immediate action, immediate action needed, action needed, "
            "即時行動需要, 需要即時處理, 需要立即处理, 是否需要立即处理",
        ),
    ),
    RecordField(
        "assessed_at",
        mark("Assessed", "field"),
        FieldKind.MOMENT,
        meaning=mark("When it was first judged; empty where nobody did.", "codebook"),
        file=FileColumn(
            title=mark("Assessed", "import field"),
            ends_day=True,
            headings="assessed, assessed at, assessment date, date assessed, triage date, "
            "評估日期, 初步評估日期, 评估日期, 评估时间",
        ),
    ),
    RecordField("assessed_by", mark("Assessed by", "field"), FieldKind.USER),
)
JUDGED = ("safety", "complexity", "impact", "urgency")
"""What is judged beside the severity."""
