"""What a complaint consists of: every field with its words, limits and uses."""

from csq_desktop.domain.complaints.facts import Channel, Finding, RemedyKind, Severity, State
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.fields import (
    LONGEST_WORDS,
    NUMBER_HERE,
    FieldKind,
    FileColumn,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.texts import mark

LARGEST_REMEDY = 100_000_000
"""HK$1,000,000 in cents."""
_TEXT, _CHOICE, _MOMENT = FieldKind.TEXT, FieldKind.CHOICE, FieldKind.MOMENT
_FREE = Privacy.FREE_TEXT
_FIELDS = (
    RecordField(
        "ref",
        mark("Reference", "field"),
        searched=True,
        meaning=mark("The number given here; it never changes.", "codebook"),
        file=NUMBER_HERE,
    ),
    RecordField(
        "their_reference",
        mark("Reference of the other side", "field"),
        privacy=_FREE,
        caption=mark("Their reference"),
        searched=True,
        shown=130,
        meaning=mark("The number of the case in another system.", "codebook"),
        file=FileColumn(
            title=mark("Reference in the other system", "import field"),
            help=mark("Shows, when you import again, which complaints are already here."),
            headings="reference, reference number, ref no, ref, case number, case no, case id, "
            "ticket, ticket number, ticket id, complaint number, complaint no, complaint id, "
            "service request number, service request num, request number, record id, id, "
            "檔案編號, 個案編號, 投訴編號, 參考編號, 編號, 案件编号, 投诉编号, 工单号, 参考编号, "
            "编号",
        ),
    ),
    RecordField(
        "received_at",
        mark("Received", "field"),
        _MOMENT,
        required=True,
        meaning=mark("When the complaint reached the shop.", "codebook"),
        file=FileColumn(
            title=mark("Received", "import field"),
            required=True,
            headings="received, received at, received date, date received, created, "
            "created date, created at, creation date, open date, opened, complaint date, "
            "reported, date reported, date, incident date, 收到日期, 接獲日期, 投訴日期, "
            "收件日期, 日期, 受理日期, 收到时间, 投诉日期, 投诉时间, 创建时间, 接收日期, "
            "收到時間, 投訴時間",
        ),
    ),
    RecordField(
        "entered_at",
        mark("Entered", "field"),
        _MOMENT,
        meaning=mark("When it was entered here.", "codebook"),
        file=FileColumn(
            title=mark("Entered", "import field"),
            headings="entered, entry date, entered at, input date, logged, record created, "
            "輸入日期, 登記時間, 录入日期, 登记时间",
        ),
    ),
    RecordField("entered_by", mark("Entered by", "field"), FieldKind.USER),
    RecordField(
        "channel",
        mark("Channel", "field"),
        _CHOICE,
        choices=tuple(Channel),
        required=True,
        corrected=True,
        file=FileColumn(
            title=mark("Channel", "import field"),
            required=True,
            headings="channel, method received, received by, received via, source, contact method, "
            "medium, origin, 渠道, 途徑, 投訴渠道, 接獲方式, 來源, 投诉渠道, 途径, 来源, 接收方式",
        ),
    ),
    RecordField(
        "category",
        mark("Category", "field"),
        _CHOICE,
        shop_list="complaint_categories",
        required=True,
        corrected=True,
        shown=20,
        meaning=mark("What the complaint is about.", "codebook"),
        file=FileColumn(
            title=mark("Category", "import field"),
            required=True,
            headings="category, complaint type, type, case type, request type, sr type, "
            "subject, issue type, nature, complaint category, topic, 類別, 投訴類別, 類型, 性質, "
            "投訴性質, 类别, 投诉类别, 类型, 性质, 投诉类型",
        ),
    ),
    RecordField(
        "severity",
        mark("Severity", "field"),
        _CHOICE,
        choices=tuple(Severity),
        required=True,
        file=FileColumn(
            title=mark("Severity", "import field"),
            required=True,
            headings="severity, priority, urgency, level, impact, 嚴重程度, 優先次序, 緊急程度, "
            "严重程度, 优先级, 紧急程度",
        ),
    ),
    RecordField(
        "summary",
        mark("Summary", "field"),
        privacy=_FREE,
        corrected=True,
        searched=True,
        meaning=mark("One line in the words of whoever entered it.", "codebook"),
        file=FileColumn(
            title=mark("Summary", "import field"),
            headings="summary, title, subject line, headline, 摘要, 標題, 标题, 主題, 主题",
        ),
    ),
    RecordField(
        "words",
        mark("Customer’s words", "field"),
        privacy=_FREE,
        caption=mark("What the customer said"),
        longest=LONGEST_WORDS,
        required=True,
        corrected=True,
        searched=True,
        meaning=mark("What the customer said.", "codebook"),
        file=FileColumn(
            title=mark("The customer’s words", "import field"),
            headings="description, details, complaint, complaint details, comments, content, "
            "text, review, message, narrative, customer words, 內容, 投訴內容, 詳情, 描述, 意見, "
            "内容, 投诉内容, 详情, 意见, 评论",
        ),
    ),
    RecordField(
        "customer_reference",
        stored=False,
        file=FileColumn(
            title=mark("Customer number", "import field"),
            help=mark("Links the complaint to a customer with this number."),
            headings="customer id, customer number, customer no, member id, member number, "
            "client id, 客戶編號, 顧客編號, 會員編號, 客户编号, 顾客编号, 会员编号, "
            "number of the customer here, 顧客在本店的編號, 顾客在本店的编号",
            exported=False,
        ),
    ),
    RecordField(
        "anonymous",
        kind=FieldKind.YES_NO,
        stored=False,
        file=FileColumn(
            title=mark("Anonymous", "import field"),
            headings="anonymous, 匿名",
            exported=False,
        ),
    ),
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
            "interim reply due, 中期回覆限期, 進度回覆限期, 阶段性回复期限, 进度回复期限",
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
            "interim reply, 中期回覆日期, 進度回覆日期, 阶段性回复时间, 进度回复时间",
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
    ),
    RecordField(
        "cause",
        mark("Cause", "field"),
        privacy=_FREE,
        shop_list="root_causes",  # or one's own words
        shown=100,
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
    RecordField(
        "remedy_sought",
        mark("Remedy sought", "field"),
        privacy=_FREE,
        typed=True,
        corrected=True,
        shown=50,
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
    RecordField("resolve_promised_at", mark("Resolve by, before pauses", "field"), _MOMENT),
    RecordField("waiting_since", mark("Waiting for the customer since", "field"), _MOMENT),
    RecordField(
        "held_seconds", mark("Seconds waiting for the customer", "field"), FieldKind.NUMBER
    ),
    RecordField("closed_band", mark("Closing time group", "field"), FieldKind.NUMBER),
    RecordField("reopened_count", mark("Times reopened", "field"), FieldKind.NUMBER),
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
        "next_due_at",
        "next_clock",
        "batch_id",
    ),
)
TYPED = tuple(field.key for field in COMPLAINT.fields if field.typed)
CORRECTED = tuple(field.key for field in COMPLAINT.fields if field.corrected)
