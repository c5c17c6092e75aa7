"""Headings people give the same column, in English, Traditional and Simplified Chinese."""

from collections.abc import Mapping

from csq_desktop.domain.imports.fields import ImportKind

_CUSTOMERS = {
    "reference": (
        "customer id", "customer number", "customer no", "member id", "member number", "member no",
        "card number", "client id", "account number", "account no", "vip number", "id", "ref",
        "客戶編號", "顧客編號", "會員編號", "會員號碼", "會員卡號", "編號",
        "客户编号", "顾客编号", "会员编号", "会员号码", "会员卡号", "编号",
    ),
    "name": (
        "customer name", "full name", "name", "client name", "member name", "contact name",
        "姓名", "客戶姓名", "顧客姓名", "客戶名稱", "會員姓名", "中文姓名", "名稱",
        "客户姓名", "顾客姓名", "客户名称", "会员姓名", "名称",
    ),
    "other_name": (
        "english name", "name in english", "latin name", "other name", "alias", "nickname",
        "英文姓名", "英文名", "別名", "别名",
    ),
    "phone": (
        "phone", "telephone", "mobile", "tel", "phone number", "mobile number", "mobile no",
        "telephone number", "contact number", "contact no", "cell", "whatsapp",
        "電話", "手機", "手提電話", "聯絡電話", "電話號碼", "流動電話", "手機號碼",
        "电话", "手机", "联系电话", "电话号码", "手机号", "手机号码",
    ),
    "email": (
        "email", "e mail", "email address", "mail address",
        "電郵", "電子郵件", "電郵地址", "電子郵箱", "电邮", "邮箱", "电子邮件", "电子邮箱",
    ),
    "address": (
        "address", "mailing address", "postal address", "delivery address", "street address",
        "地址", "通訊地址", "送貨地址", "住址", "通讯地址", "收货地址", "联系地址",
    ),
    "preferred_language": (
        "language", "preferred language", "lang", "語言", "首選語言", "通訊語言", "语言",
        "首选语言",
    ),
    "segment": (
        "segment", "customer group", "customer type", "tier", "membership level", "member grade",
        "客戶類別", "客戶組別", "會員級別", "客群", "客户类别", "客户分组", "会员级别", "会员等级",
    ),
    "district": (
        "district", "region", "area", "city", "neighborhood", "neighbourhood",
        "地區", "區域", "分區", "地区", "区域", "城市",
    ),
    "consent_marketing": (
        "marketing consent", "consent", "opt in", "direct marketing", "subscribe", "promotion",
        "直接促銷", "同意推廣", "接受推廣", "促銷同意", "同意直接促銷",
        "直接营销", "同意推广", "接受推广", "营销同意",
    ),
    "note": ("note", "notes", "remark", "remarks", "comment", "備註", "備注", "附註", "备注"),
    "first_seen": (
        "customer since", "member since", "join date", "joined", "registration date", "created",
        "order date", "first visit", "入會日期", "登記日期", "加入日期", "首次光顧",
        "入会日期", "注册日期", "登记日期",
    ),
}  # fmt: skip
_COMPLAINTS = {
    "their_reference": (
        "reference", "reference number", "ref no", "ref", "case number", "case no", "case id",
        "ticket", "ticket number", "ticket id", "complaint number", "complaint no", "complaint id",
        "service request number", "service request num", "request number", "record id", "id",
        "檔案編號", "個案編號", "投訴編號", "參考編號", "編號", "案件编号", "投诉编号", "工单号",
        "参考编号", "编号",
    ),
    "received_at": (
        "received", "received at", "received date", "date received", "created", "created date",
        "created at", "creation date", "open date", "opened", "complaint date", "reported",
        "date reported", "date", "incident date",
        "收到日期", "接獲日期", "投訴日期", "收件日期", "日期", "受理日期", "收到时间", "投诉日期",
        "投诉时间", "创建时间", "接收日期", "收到時間", "投訴時間",
    ),
    "entered_at": (
        "entered", "entry date", "entered at", "input date", "logged", "record created",
        "輸入日期", "登記時間", "录入日期", "登记时间",
    ),
    "channel": (
        "channel", "method received", "received by", "source", "contact method", "medium", "origin",
        "渠道", "途徑", "投訴渠道", "接獲方式", "來源", "投诉渠道", "途径", "来源", "接收方式",
    ),
    "category": (
        "category", "complaint type", "type", "case type", "request type", "sr type", "subject",
        "issue type", "nature", "complaint category", "topic",
        "類別", "投訴類別", "類型", "性質", "投訴性質", "类别", "投诉类别", "类型", "性质",
        "投诉类型",
    ),
    "severity": (
        "severity", "priority", "urgency", "level", "impact",
        "嚴重程度", "優先次序", "緊急程度", "严重程度", "优先级", "紧急程度",
    ),
    "summary": (
        "summary", "title", "subject line", "headline", "摘要", "標題", "标题", "主題", "主题",
    ),
    "words": (
        "description", "details", "complaint", "complaint details", "comments", "content", "text",
        "review", "message", "narrative", "customer words",
        "內容", "投訴內容", "詳情", "描述", "意見", "内容", "投诉内容", "详情", "意见", "评论",
    ),
    "customer_reference": (
        "customer id", "customer number", "customer no", "member id", "member number", "client id",
        "客戶編號", "顧客編號", "會員編號", "客户编号", "顾客编号", "会员编号",
        "number of the customer here", "顧客在本店的編號", "顾客在本店的编号",
    ),
    "anonymous": ("anonymous", "匿名"),
    "acknowledged_at": (
        "acknowledged", "acknowledged date", "acknowledgement date", "date acknowledged",
        "first response", "first reply", "初步回覆日期", "確認日期", "首次回复时间", "确认日期",
    ),
    "ack_due_at": (
        "acknowledge by", "acknowledgement due", "first response due", "初步回覆限期",
        "首次回复期限",
    ),
    "resolve_due_at": (
        "due date", "due", "deadline", "resolve by", "target date", "due at", "resolution due",
        "sla due", "限期", "到期日", "截止日期", "處理限期", "期限", "处理期限",
    ),
    "answered_at": (
        "answered", "reply date", "response date", "replied", "resolved date", "resolved at",
        "resolution date", "date resolved", "回覆日期", "答覆日期", "解決日期", "回复日期",
        "答复日期", "解决日期",
    ),
    "closed_at": (
        "closed", "close date", "closed date", "date closed", "closed at", "completion date",
        "completed", "end date", "結案日期", "完成日期", "結束日期", "关闭日期", "结案日期",
        "关闭时间",
    ),
    "status": (
        "status", "state", "sr status", "case status", "狀態", "個案狀態", "處理狀態", "状态",
        "处理状态",
    ),
    "finding": (
        "finding", "outcome", "conclusion", "result", "upheld", "調查結果", "結果", "結論",
        "调查结果", "结果", "结论",
    ),
    "remedy_kind": (
        "remedy", "compensation type", "redress", "resolution type", "action taken",
        "補救", "補償方式", "处理方式", "補救措施", "补偿方式", "补救措施",
    ),
    "remedy_amount": (
        "compensation", "refund amount", "amount", "amount paid", "compensation amount", "cost",
        "賠償金額", "退款金額", "金額", "赔偿金额", "退款金额", "金额",
    ),
    "product": ("product", "product name", "item", "sku", "產品", "貨品", "商品", "产品", "货品"),
    "touch_point": (
        "touch point", "touchpoint", "department", "agency", "section", "counter",
        "接觸點", "部門", "服務點", "接触点", "部门", "服务点",
    ),
    "excluded_reason": ("excluded reason", "exclusion", "不計算原因", "豁免原因", "排除原因"),
}  # fmt: skip
_PLEDGE_COUNTS = {
    "pledge_code": (
        "pledge", "pledge code", "code", "service pledge", "standard",
        "承諾", "承諾編號", "服務承諾", "代號", "承诺", "承诺编号", "服务承诺", "代码",
    ),
    "day": ("day", "date", "count date", "日期", "日子", "統計日期", "统计日期"),
    "met": (
        "met", "kept", "achieved", "within standard", "on time", "passed", "in time",
        "達標", "符合", "準時", "達標宗數", "达标", "准时", "达标数",
    ),
    "missed": (
        "missed", "not met", "failed", "late", "over standard", "breached", "not achieved",
        "未達標", "不符合", "逾時", "未達標宗數", "未达标", "超时", "未达标数",
    ),
    "over_maximum": (
        "over maximum", "over max", "beyond maximum", "exceeded maximum",
        "超出上限", "超過最長時間", "超过上限", "超出最长时间",
    ),
    "excluded": ("excluded", "left out", "exempted", "豁免", "不計算", "不计算", "排除"),
    "reason": ("reason", "remark", "reason for exclusion", "原因", "備註", "备注", "理由"),
}  # fmt: skip
SYNONYMS: Mapping[ImportKind, Mapping[str, tuple[str, ...]]] = {
    ImportKind.CUSTOMERS: _CUSTOMERS,
    ImportKind.COMPLAINTS: _COMPLAINTS,
    ImportKind.PLEDGE_COUNTS: _PLEDGE_COUNTS,
}
