"""Causes and reasons of closures are kept as codes of their lists, not as one language's words."""

import json

import sqlalchemy as sa
from alembic import op

revision = "s0011"
down_revision = "s0010"
branch_labels = None
depends_on = None

# What each entry of the list was called, in every language, when this was written.
CAUSES = {
    "people": ["People", "人員", "人员"],
    "people.training": ["Not trained for it", "未受相關培訓", "未接受相关培训"],
    "people.staffing": ["Too few on duty", "當值人手不足", "当班人手不足"],
    "people.oversight": ["Oversight", "一時疏忽", "一时疏忽"],
    "people.conduct": ["Against the service code", "違反服務守則", "违反服务守则"],
    "people.handover": ["Not handed over between shifts", "交更時沒有交代", "交接班时未交代"],
    "procedure": ["Procedure", "程序", "流程"],
    "procedure.missing": ["No procedure for it", "沒有相關程序", "没有相关流程"],
    "procedure.unclear": ["Procedure unclear", "程序不清晰", "流程不清楚"],
    "procedure.not_followed": ["Procedure not followed", "沒有依從程序", "未遵守流程"],
    "procedure.outdated": ["Procedure out of date", "程序已過時", "流程已过时"],
    "procedure.authority": ["Staff lacked the authority", "員工沒有權限處理", "员工没有处理权限"],
    "product": ["Product", "產品", "商品"],
    "product.supplier": ["Supplier's quality", "供應商品質問題", "供应商质量问题"],
    "product.storage": ["Storage or display", "存放或陳列不當", "存放或陈列不当"],
    "product.packaging": ["Packaging", "包裝", "包装"],
    "product.stock": ["Stock count wrong", "存貨紀錄有誤", "库存记录有误"],
    "equipment": ["Equipment", "設備", "设备"],
    "equipment.till": ["Till or payment system", "收銀或付款系統", "收银或支付系统"],
    "equipment.website": ["Website or app", "網站或應用程式", "网站或应用程序"],
    "equipment.facility": ["Shop fitting or building", "店舖設施或樓宇", "店铺设施或楼宇"],
    "information": ["Information", "資訊", "信息"],
    "information.price": [
        "Price or offer set up wrong",
        "價格或優惠設定錯誤",
        "价格或优惠设置错误",
    ],
    "information.description": ["Product description wrong", "產品描述錯誤", "商品描述错误"],
    "information.not_told": ["Customer not told in time", "沒有及時告知顧客", "未及时告知顾客"],
    "information.advert": ["Advertisement promised too much", "廣告承諾過多", "广告承诺过多"],
    "outside": ["Outside the shop", "店外因素"],
    "outside.carrier": ["Carrier", "承運商", "承运商"],
    "outside.repairer": ["Repairer or tailor", "維修商或改衣師傅", "维修商或裁缝"],
    "outside.landlord": ["Mall or landlord", "商場或業主", "商场或业主"],
    "outside.weather": ["Weather or traffic", "天氣或交通", "天气或交通"],
    "customer": ["Customer's side", "顧客方面", "顾客方面"],
    "customer.misunderstanding": ["Misunderstanding", "誤會", "误会"],
    "customer.use": ["Used other than as instructed", "沒有按指示使用", "未按说明使用"],
    "unknown": ["Not established", "未能確定", "未能确定"],
}

REASONS = {
    "typhoon": ["Typhoon signal no. 8", "八號熱帶氣旋警告信號", "八号热带气旋警告信号"],
    "rainstorm": ["Black rainstorm", "黑色暴雨警告"],
    "stock_taking": ["Stock-taking", "盤點", "盘点"],
}
NOTE = f"upgrade {revision}"


def upgrade() -> None:
    """Put the code in place of the words; one's own words stay as they are."""
    _exchange("complaint", "cause", _pairs(CAUSES))
    closures = _exchange("closure", "reason", _pairs(REASONS))
    if closures:
        _tell(closures)


def downgrade() -> None:
    """Put the English words back in place of the codes."""
    _exchange("complaint", "cause", [(called[0], code) for code, called in CAUSES.items()])
    _exchange("closure", "reason", [(called[0], code) for code, called in REASONS.items()])
    statement = sa.text("DELETE FROM store_setting WHERE name = :name")
    op.execute(statement.bindparams(name=NOTE))


def _pairs(words: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(code, word) for code, called in words.items() for word in called]


def _exchange(table: str, column: str, pairs: list[tuple[str, str]]) -> list[int]:
    """The ids of the rows that say something else now."""
    statement = sa.text(
        f"UPDATE {table} SET {column} = :after WHERE {column} = :before RETURNING id"
    )
    run = op.get_bind().execute
    return [
        number
        for after, before in pairs
        for number in run(statement, {"after": after, "before": before}).scalars()
    ]


def _tell(closures: list[int]) -> None:
    """Leave word for the audit trail; it tells no causes, so there is none for those."""
    told = {
        "action": "changed_many",
        "object_type": "closure",
        "detail": {"count": len(closures), "first": min(closures), "last": max(closures)},
    }
    op.execute(
        sa.text("INSERT INTO store_setting (name, value) VALUES (:name, :value)").bindparams(
            name=NOTE, value=json.dumps([told], separators=(",", ":"), sort_keys=True)
        )
    )
