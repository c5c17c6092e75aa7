"""What a customer consists of: the record in store.db, and in the vault the identity."""

from typing import NamedTuple

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.customers.consents import MARKETING, OFFERS_BY_PHONE, SURVEY
from csq_desktop.domain.customers.facts import Consent, SpokenLanguage
from csq_desktop.domain.fields.fields import (
    LONGEST_TEXT,
    NUMBER_HERE,
    FieldKind,
    FileColumn,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import WHAT_WAS_AGREED, WHO_IT_IS
from csq_desktop.texts import mark

_WHO = Privacy.IDENTITY
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
        privacy=_WHO,
        searched=True,
        file=FileColumn(
            key="reference",
            title=mark("Customer number", "import field"),
            help=mark("The number your own system gives the customer."),
            headings="customer id, customer number, customer no, member id, member number, "
            "member no, card number, client id, account number, account no, vip number, id, ref, "
            "客戶編號, 顧客編號, 會員編號, 會員號碼, 會員卡號, 編號, 客户编号, 顾客编号, "
            "会员编号, 会员号码, 会员卡号, 编号",
        ),
        meaning=mark("The number by which another system knows the customer.", "codebook"),
    ),
    RecordField(
        "name",
        mark("Name", "field"),
        privacy=_WHO,
        searched=True,
        file=FileColumn(
            title=mark("Name", "import field"),
            headings="customer name, full name, name, client name, member name, contact name, "
            "姓名, 客戶姓名, 顧客姓名, 客戶名稱, 會員姓名, 中文姓名, 名稱, 客户姓名, 顾客姓名, "
            "客户名称, 会员姓名, 名称",
        ),
        meaning=mark("The name as the customer gave it.", "codebook"),
    ),
    RecordField(
        "other_name",
        mark("Other name", "field"),
        privacy=_WHO,
        searched=True,
        file=FileColumn(
            title=mark("Name (other language)", "import field"),
            headings="english name, name in english, latin name, other name, alias, nickname, "
            "英文姓名, 英文名, 別名, 别名, name in other letters, 其他文字姓名",
        ),
        meaning=mark("The name in another script, or what the customer is called.", "codebook"),
    ),
    RecordField(
        "phone",
        mark("Telephone", "field"),
        FieldKind.PHONE,
        _WHO,
        searched=True,
        meaning=mark("The telephone number, in international form.", "codebook"),
        file=FileColumn(
            title=mark("Telephone", "import field"),
            help=mark("Eight digits are read as a Hong Kong number."),
            headings="phone, telephone, mobile, tel, phone number, mobile number, mobile no, "
            "telephone number, contact number, contact no, cell, whatsapp, 電話, 手機, 手提電話, "
            "聯絡電話, 電話號碼, 流動電話, 手機號碼, 电话, 手机, 联系电话, 电话号码, 手机号, "
            "手机号码",
        ),
    ),
    RecordField(
        "email",
        mark("E-mail", "field"),
        FieldKind.EMAIL,
        _WHO,
        searched=True,
        file=FileColumn(
            title=mark("E-mail", "import field"),
            headings="email, e mail, email address, mail address, 電郵, 電子郵件, 電郵地址, "
            "電子郵箱, 电邮, 邮箱, 电子邮件, 电子邮箱",
        ),
        meaning=mark("The address for letters by e-mail.", "codebook"),
    ),
    RecordField(
        "address",
        mark("Address", "field"),
        privacy=_WHO,
        longest=LONGEST_TEXT,
        searched=True,
        file=FileColumn(
            title=mark("Address", "import field"),
            headings="address, mailing address, postal address, delivery address, "
            "street address, 地址, 通訊地址, 送貨地址, 住址, 通讯地址, 收货地址, 联系地址",
        ),
        meaning=mark("The address for letters by post.", "codebook"),
    ),
    RecordField(
        "preferred_language",
        mark("Preferred language", "field"),
        FieldKind.CHOICE,
        choices=tuple(SpokenLanguage),
        file=FileColumn(
            title=mark("Preferred language", "import field"),
            headings="language, preferred language, lang, 語言, 首選語言, 通訊語言, 语言, 首选语言",
        ),
    ),
    RecordField(
        "segment",
        mark("Customer group", "field"),
        file=FileColumn(
            title=mark("Customer group", "import field"),
            headings="segment, customer group, customer type, tier, membership level, "
            "member grade, 客戶類別, 客戶組別, 會員級別, 客群, 客户类别, 客户分组, 会员级别, "
            "会员等级",
        ),
    ),
    RecordField(
        "district",
        mark("District", "field"),
        file=FileColumn(
            title=mark("District", "import field"),
            headings="district, region, area, city, neighborhood, neighbourhood, 地區, 區域, "
            "分區, 地区, 区域, 城市",
        ),
    ),
    RecordField(
        "marketing",
        mark("Direct marketing", "field"),
        FieldKind.CHOICE,
        choices=tuple(Consent),
        file=FileColumn(
            key="consent_marketing",
            title=mark("Agreed to direct marketing", "import field"),
            help=mark("Yes or no; an empty cell means the customer was not asked."),
            kind=FieldKind.YES_NO,
            headings="marketing consent, consent, opt in, direct marketing, subscribe, "
            "promotion, 直接促銷, 同意推廣, 接受推廣, 促銷同意, 同意直接促銷, 直接营销, "
            "同意推广, 接受推广, 营销同意",
        ),
    ),
    RecordField(
        "consent_marketing_on",
        mark("Day of the answer about direct marketing", "field"),
        FieldKind.DAY,
        stored=False,
        file=FileColumn(
            title=mark("Day of the answer about direct marketing", "import field"),
            help=mark("Only a consent with its day can follow an opt-out."),
            headings="consent date, marketing consent date, opt in date, opt out date, "
            "同意日期, 推廣同意日期, 拒收日期, 同意推广日期",
        ),
    ),
    RecordField(
        "consent_marketing_source",
        mark("Who answered about direct marketing", "field"),
        privacy=Privacy.FREE_TEXT,
        stored=False,
        file=FileColumn(
            title=mark("Who answered about direct marketing", "import field"),
            headings="consent source, marketing consent source, opt in source, 同意來源, 同意来源",
        ),
        meaning=mark("Who answered about direct marketing, and how.", "codebook"),
    ),
    RecordField(
        "consent_survey",
        mark("Satisfaction survey", "field"),
        FieldKind.YES_NO,
        stored=False,
        file=FileColumn(
            title=mark("Agreed to surveys", "import field"),
            help=mark("Yes or no; an empty cell means the customer was not asked."),
            headings="survey consent, agreed to survey, 同意調查, 同意接受調查, 同意调查",
        ),
    ),
    RecordField(
        "consent_survey_on",
        mark("Day of the answer about surveys", "field"),
        FieldKind.DAY,
        stored=False,
        file=FileColumn(
            title=mark("Day of the answer about surveys", "import field"),
            help=mark("Only a consent with its day can follow an opt-out."),
            headings="survey consent date, 調查同意日期, 调查同意日期",
        ),
    ),
    RecordField(
        "consent_survey_source",
        mark("Who answered about surveys", "field"),
        privacy=Privacy.FREE_TEXT,
        stored=False,
        file=FileColumn(
            title=mark("Who answered about surveys", "import field"),
            headings="survey consent source, 調查同意來源, 调查同意来源",
        ),
        meaning=mark("Who answered about surveys, and how.", "codebook"),
    ),
    RecordField(
        "consent_offers_by_phone",
        mark("Member offers by telephone", "field"),
        FieldKind.YES_NO,
        stored=False,
        file=FileColumn(
            title=mark("Agreed to offers by telephone", "import field"),
            help=mark("Yes or no; an empty cell means the customer was not asked."),
            headings="phone consent, call consent, telemarketing consent, 同意電話推廣, "
            "同意电话推广",
        ),
    ),
    RecordField(
        "consent_offers_by_phone_on",
        mark("Day of the answer about offers by telephone", "field"),
        FieldKind.DAY,
        stored=False,
        file=FileColumn(
            title=mark("Day of the answer about offers by telephone", "import field"),
            help=mark("Only a consent with its day can follow an opt-out."),
            headings="phone consent date, 電話推廣同意日期, 电话推广同意日期",
        ),
    ),
    RecordField(
        "consent_offers_by_phone_source",
        mark("Who answered about offers by telephone", "field"),
        privacy=Privacy.FREE_TEXT,
        stored=False,
        file=FileColumn(
            title=mark("Who answered about offers by telephone", "import field"),
            headings="phone consent source, 電話推廣同意來源, 电话推广同意来源",
        ),
        meaning=mark("Who answered about offers by telephone, and how.", "codebook"),
    ),
    RecordField(
        "note",
        mark("Note", "field"),
        privacy=_WHO,
        longest=LONGEST_TEXT,
        file=FileColumn(
            title=mark("Note", "import field"),
            headings="note, notes, remark, remarks, comment, 備註, 備注, 附註, 备注",
        ),
        meaning=mark("What somebody of the shop wrote down about the customer.", "codebook"),
    ),
    RecordField(
        "created_at",
        mark("Made", "field"),
        FieldKind.MOMENT,
        file=FileColumn(
            key="first_seen",
            title=mark("Customer since", "import field"),
            kind=FieldKind.DAY,
            headings="customer since, member since, join date, joined, registration date, "
            "created, order date, first visit, 入會日期, 登記日期, 加入日期, 首次光顧, 入会日期, "
            "注册日期, 登记日期",
            exported=False,
        ),
    ),
    RecordField("created_by", mark("Made by", "field"), FieldKind.USER),
    RecordField("statement_version", mark("Version of the collection statement", "field")),
    RecordField("statement_at", mark("Collection statement given", "field"), FieldKind.MOMENT),
    RecordField("statement_by", mark("Collection statement given by", "field"), FieldKind.USER),
    RecordField("statement_on", mark("Day of the collection statement", "field"), FieldKind.DAY),
    RecordField(
        "statement_channel",
        mark("How the collection statement was given", "field"),
        FieldKind.CHOICE,
        choices=tuple(Channel),
    ),
    RecordField("archived_at", mark("Archived", "field"), FieldKind.MOMENT),
    RecordField("anonymised_at", mark("Anonymised", "field"), FieldKind.MOMENT),
)


class ConsentColumns(NamedTuple):
    """The columns of a file about one purpose: the answer, its day, and who gave it."""

    answer: str
    day: str
    source: str


CONSENT_COLUMNS = {
    purpose: ConsentColumns(
        f"consent_{purpose}", f"consent_{purpose}_on", f"consent_{purpose}_source"
    )
    for purpose in (MARKETING, SURVEY, OFFERS_BY_PHONE)
}
"""The columns of files by purpose."""
CUSTOMER = RecordDescription(
    "customer",
    tuple(field for field in _FIELDS if field.privacy is not _WHO),
    own=("id", "batch_id", "merged_into", "origin"),
    holding=WHAT_WAS_AGREED,
)
IDENTITY = RecordDescription(
    "identity",
    tuple(field for field in _FIELDS if field.privacy is _WHO),
    own=("customer_id", "name_key"),
    holding=WHO_IT_IS,
)
CUSTOMER_FIELDS = _FIELDS
"""Both records' fields, in the order of the columns of files."""

_FOR_MARKETING = (
    *("ref", "their_reference", "name", "other_name", "phone", "email", "address"),
    *("preferred_language", "segment"),
)
MARKETING_FIELDS = tuple(field for field in _FIELDS if field.key in _FOR_MARKETING)
"""What a list of customers to write or call to with offers needs, and no more."""
