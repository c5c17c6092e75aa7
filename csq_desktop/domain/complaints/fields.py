"""What a complaint consists of: every field with its words, limits and uses."""

from csq_desktop.domain.complaints.field_groups.assessment import ASSESSMENT
from csq_desktop.domain.complaints.field_groups.beside import BESIDE
from csq_desktop.domain.complaints.field_groups.outcome import OUTCOME
from csq_desktop.domain.complaints.field_groups.progress import PROGRESS
from csq_desktop.domain.complaints.field_groups.receipt import RECEIPT
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.fields.fields import (
    LONGEST_WORDS,
    FieldKind,
    FileColumn,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import ABOUT_A_CASE
from csq_desktop.texts import mark

_TEXT, _CHOICE, _MOMENT = FieldKind.TEXT, FieldKind.CHOICE, FieldKind.MOMENT
_FREE = Privacy.FREE_TEXT
_FIELDS = (
    *RECEIPT,
    *ASSESSMENT,
    *PROGRESS,
    *OUTCOME,
    RecordField(
        "remedy_sought",
        mark("Remedy sought", "field"),
        privacy=_FREE,
        typed=True,
        corrected=True,
        shown=50,
        meaning=mark("What the customer asked for.", "codebook"),
    ),
    RecordField(
        "product",
        mark("Product", "field"),
        privacy=_FREE,
        suggests="products",
        typed=True,
        corrected=True,
        searched=True,
        shown=40,
        file=FileColumn(
            title=mark("Product", "import field"),
            headings="product, product name, item, sku, 產品, 貨品, 商品, 产品, 货品",
        ),
        meaning=mark("The product or service the complaint is about.", "codebook"),
    ),
    RecordField(
        "touch_point",
        mark("Touchpoint", "field"),
        _CHOICE,
        shop_list="touch_points",
        typed=True,
        corrected=True,
        shown=30,
        meaning=mark("Where or at which moment it happened.", "codebook"),
        file=FileColumn(
            title=mark("Touchpoint", "import field"),
            headings="touch point, touchpoint, department, agency, section, counter, 接觸點, "
            "部門, 服務點, 接触点, 部门, 服务点",
        ),
    ),
    RecordField(
        "immediate_action",
        mark("Immediate action", "field"),
        privacy=_FREE,
        typed=True,
        corrected=True,
        shown=60,
        meaning=mark("The immediate action, before any cause was known.", "codebook"),
    ),
    RecordField(
        "excluded_reason",
        mark("Reason for exclusion", "field"),
        shown=120,
        meaning=mark("Why it counts in no deadline; empty where it counts.", "codebook"),
        file=FileColumn(
            title=mark("Reason for exclusion", "import field"),
            help=mark("A complaint with a reason here is excluded from pledge figures."),
            headings="excluded reason, exclusion, left out of the pledges because, 不計算原因, "
            "豁免原因, 排除原因, 不計入承諾的原因, 不计入承诺的原因",
        ),
    ),
    RecordField(
        "customer_id",
        kind=FieldKind.LINK,
        caption=mark("Customer"),
        shown=10,
        file=FileColumn(
            key="customer_ref",
            title=mark("Number of the customer here", "import field"),
            kind=_TEXT,
            imported=False,
        ),
    ),
    RecordField(
        "owner_id",
        mark("Owner", "field"),
        FieldKind.PERSON,
        shown=70,
        meaning=mark("Who is responsible now.", "codebook"),
        file=FileColumn(
            key="owner",
            title=mark("Owner", "import field"),
            help=mark("A name that is new here is added to the list of people."),
            headings="owner, case owner, assigned to, assignee, assigned officer, handled by, "
            "handler, handling staff, responsible person, person in charge, 負責人, 跟進人, "
            "跟進同事, 經手人, 處理人, 负责人, 跟进人, 经办人, 处理人, 责任人",
        ),
    ),
    RecordField(
        "kind",
        mark("Kind", "field"),
        _CHOICE,
        caption=mark("Kind of feedback"),
        choices=tuple(FeedbackKind),
        required=True,
        meaning=mark(
            "Complaint, compliment, suggestion or enquiry; only complaints count as such.",
            "codebook",
        ),
        file=FileColumn(
            title=mark("Kind of feedback", "import field"),
            help=mark("Without it every row is a complaint. It is not changed by a file."),
            headings="feedback kind, feedback type, kind of feedback, type of feedback, "
            "contact type, case nature, 個案性質, 意見類別, 意見性質, 反馈类型, 意见类别",
        ),
    ),
    RecordField("policy_version", mark("Version of the deadlines", "field"), FieldKind.NUMBER),
    RecordField(
        "ack_policy_version",
        mark("Version of the deadline to acknowledge", "field"),
        FieldKind.NUMBER,
    ),
    RecordField("progress_since", mark("Progress reply due since", "field"), _MOMENT),
    RecordField(
        "progress_policy_version",
        mark("Version of the deadline for progress replies", "field"),
        FieldKind.NUMBER,
    ),
    RecordField(
        "resolve_promised_at",
        mark("Resolve by, before pauses", "field"),
        _MOMENT,
        meaning=mark("The deadline before waits for the customer moved it.", "codebook"),
        file=FileColumn(
            title=mark("Resolve by, before pauses", "import field"),
            ends_day=True,
            headings="resolve by before pauses, due before pauses, 暫停前限期, 暂停前期限",
        ),
    ),
    RecordField(
        "waiting_since",
        mark("Waiting for the customer since", "field"),
        _MOMENT,
        meaning=mark("Empty unless the deadline stands still now.", "codebook"),
        file=FileColumn(
            title=mark("Waiting for the customer since", "import field"),
            help=mark("The deadline stands still for an open complaint with a moment here."),
            headings="waiting for the customer since, on hold since, 等候顧客回覆自, 暫停自, "
            "等待顾客回复自, 暂停自",
        ),
    ),
    RecordField(
        "held_seconds",
        mark("Seconds waiting for the customer", "field"),
        FieldKind.NUMBER,
        smallest=0,
        meaning=mark("Opening hours for which the deadline stood still, in seconds.", "codebook"),
        file=FileColumn(
            title=mark("Seconds waiting for the customer", "import field"),
            headings="seconds waiting for the customer, seconds on hold, 等候顧客秒數, "
            "等待顾客秒数",
        ),
    ),
    RecordField("closed_band", mark("Closing time group", "field"), FieldKind.NUMBER),
    RecordField("reopened_count", mark("Times reopened", "field"), FieldKind.NUMBER),
    RecordField(
        "earlier_rounds",
        mark("Earlier rounds", "field"),
        privacy=_FREE,
        stored=False,
        longest=LONGEST_WORDS,
        meaning=mark(
            "What became of a reopened complaint before, for another database of this program.",
            "codebook",
        ),
        file=FileColumn(
            title=mark("Earlier rounds", "import field"),
            help=mark("As this program exports it. It is read for complaints that are new here."),
            headings="earlier rounds, 之前的處理, 之前的处理",
        ),
    ),
    *BESIDE,
    RecordField("removed_at", mark("Removed", "field"), _MOMENT),
)
COMPLAINT = RecordDescription(
    "complaint",
    _FIELDS,
    own=(
        "id",
        "owner_text",
        "received_month",
        "ack_month",
        "progress_month",
        "resolve_month",
        "closed_month",
        "feedback_month",
        "became_id",
        "merged_into_id",
        "next_due_at",
        "next_clock",
        "batch_id",
        "origin",
    ),
    holding=ABOUT_A_CASE,
)
TYPED = tuple(field.key for field in COMPLAINT.fields if field.typed)
CORRECTED = tuple(field.key for field in COMPLAINT.fields if field.corrected)
