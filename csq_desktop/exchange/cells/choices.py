"""Words of a file matched to the codes of a list, in any of the program's languages."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.texts import LANGUAGES, speaking

_CLOSE = 80.0
_ASIDE = re.compile(r"[(（/:：,，]")
_MORE_WORDS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "channel": {
        "counter": ("in person", "walk in", "shop", "store", "branch", "face to face", "門市",
                    "親臨", "店舖", "门店", "到店", "现场"),
        "telephone": ("phone", "call", "hotline", "tel", "來電", "熱線", "电话", "热线", "来电"),
        "email": ("mail box", "email", "e mail", "電子郵件", "邮件", "电子邮件", "電郵"),
        "whatsapp": ("wa", "im", "instant message", "wechat", "微信", "即時通訊"),
        "web": ("website", "online", "web", "app", "api", "internet", "portal", "網站", "網上",
                "网站", "线上", "网上"),
        "letter": ("mail", "post", "fax", "written", "書信", "郵寄", "传真", "傳真", "来信",
                   "來信"),
        "social": ("facebook", "instagram", "social", "google review", "社交平台", "社交媒体",
                   "小紅書", "小红书"),
        "head_office": ("internal", "hq", "headquarters", "referral", "總公司", "总公司", "内部",
                        "內部"),
        "other": ("others", "misc", "unknown", "其它"),
    },
    "severity": {
        "low": ("minor", "1", "l", "輕微", "轻微", "普通", "p4"),
        "medium": ("normal", "moderate", "2", "m", "一般", "p3"),
        "high": ("major", "serious", "3", "h", "p2"),
        "critical": ("urgent", "4", "very high", "嚴重", "严重", "緊急", "紧急", "危急",
                     "p1"),
    },
    "status": {
        "received": ("new", "open", "logged", "未處理", "未处理", "新", "已接收"),
        "acknowledged": ("已確認", "已确认"),
        "investigating": ("in progress", "pending", "processing", "處理中", "处理中", "跟進中",
                          "跟进中"),
        "answered": ("replied", "responded", "已回覆", "已回复"),
        "closed": ("done", "completed", "resolved", "solved", "finished", "完成", "已結案",
                   "已结案", "已解決", "已解决", "結束", "结束"),
        "reopened": ("re opened", "重開", "重开", "重新打开"),
    },
    "finding": {
        "upheld": ("substantiated", "justified", "valid", "成立"),
        "partly": ("partially substantiated", "partly justified", "部分成立"),
        "not_upheld": ("not substantiated", "unsubstantiated", "unjustified", "不成立"),
        "unfounded": ("groundless", "no basis", "無理據", "无依据"),
    },
    "remedy_kind": {
        "apology": ("sorry", "apologised", "道歉", "致歉"),
        "refund": ("refunded", "money back", "退款"),
        "exchange": ("replacement", "replaced", "換貨", "换货"),
        "voucher": ("coupon", "gift card", "現金券", "代金券", "优惠券"),
        "goodwill": ("善意補償", "善意补偿"),
        "none": ("no remedy", "nil", "無", "无", "沒有"),
    },
    "preferred_language": {
        "en": ("eng", "english", "英文", "英語", "英语"),
        "zh_HK": ("chinese", "cantonese", "zh-hk", "zh-hant", "繁體", "中文", "廣東話", "粵語"),
        "zh_CN": ("mandarin", "putonghua", "zh-cn", "zh-hans", "简体", "簡體", "普通话", "普通話"),
    },
}  # fmt: skip


def folded(word: str) -> str:
    """A word without the differences nobody means: case, width, spaces, hyphens, underscores."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word)
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").split())


def words_of(field: TargetField) -> dict[str, str]:
    """Every word for the program's own choices of a field, folded, with its code."""
    return dict(_words_of(field))


@cache
def _words_of(field: TargetField) -> Mapping[str, str]:
    code_by_word = {folded(choice.value): choice.value for choice in field.choices}
    for language in LANGUAGES:
        with speaking(language):
            code_by_word |= {folded(choice.label): choice.value for choice in field.choices}
    for code, words in _MORE_WORDS.get(field.key, {}).items():
        for word in words:
            code_by_word.setdefault(folded(word), code)
    return code_by_word


def suggest(words: Iterable[str], code_by_word: Mapping[str, str]) -> dict[str, str]:
    """Codes proposed for the words of a file that are like a word of the list, by folded word."""
    codes = {}
    for word in words:
        plain = folded(word)
        begun = _ASIDE.split(plain)[0].strip()
        code = code_by_word.get(plain) or code_by_word.get(begun) or _closest(plain, code_by_word)
        if code is not None:
            codes[word] = code
    return codes


def _closest(plain: str, code_by_word: Mapping[str, str]) -> str | None:
    from rapidfuzz import fuzz, process

    close = process.extractOne(plain, code_by_word.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return None if close is None else code_by_word[close[0]]
