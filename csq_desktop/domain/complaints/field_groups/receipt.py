"""Fields of what is written down when a complaint is received."""

from csq_desktop.domain.complaints.facts import Channel, Severity
from csq_desktop.domain.fields.fields import (
    LONGEST_WORDS,
    NUMBER_HERE,
    FieldKind,
    FileColumn,
    Privacy,
    RecordField,
)
from csq_desktop.texts import mark

_TEXT, _CHOICE, _MOMENT = FieldKind.TEXT, FieldKind.CHOICE, FieldKind.MOMENT
_FREE = Privacy.FREE_TEXT
RECEIPT = (
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
        "second_category",
        mark("Secondary concern", "field"),
        _CHOICE,
        shop_list="complaint_categories",
        typed=True,
        corrected=True,
        shown=25,
        meaning=mark("What the complaint is about besides; it counts nowhere.", "codebook"),
        file=FileColumn(
            title=mark("Secondary concern", "import field"),
            headings="secondary concern, second concern, secondary category, sub category, "
            "second category, other category, 次要類別, 次要投訴事項, 次要类别, 次要投诉事项",
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
)
