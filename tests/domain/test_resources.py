"""The written content that ships: it parses, is whole in three languages, and keeps its word."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import opencc
import pytest
from matplotlib.ft2font import FT2Font

from csq_desktop import paths
from csq_desktop.domain.checklists.facts import Every, Template
from csq_desktop.domain.checklists.templates import template_from, template_to
from csq_desktop.domain.pledges.facts import PledgeSource
from csq_desktop.domain.words.threefold import ThreeTexts, three_from
from csq_desktop.texts import LANGUAGES

WRITTEN = ("checklists", "lists", "pledges", "statements")
CHECKLISTS = (
    "after_sales_monthly",
    "floor_weekly",
    "mystery_visitor",
    "opening_daily",
    "till_weekly",
)
LISTS = (
    "closure_reasons",
    "complaint_categories",
    "districts",
    "evidence_categories",
    "exclusion_reasons",
    "products",
    "purposes",
    "referral_bodies",
    "root_causes",
    "segments",
    "touch_points",
)
HELP_PAGES = sorted(path.stem for path in (paths.resources() / "help" / "en").iterdir())
# HKRMA, Quality Service Benchmarking: assessment criteria of the shopfront visit.
HKRMA = {
    "Shopping environment": ("Staff appearance", "Shopping environment"),
    "Shopping experience": (
        "Staff assistance",
        "Product knowledge & selling technique",
        "Staff attitude & proactiveness",
        "Customer experience enhancement",
    ),
    "Completion of shopping": (
        "Till service and after-sales service",
        "Long-term customer relationship",
        "Customer satisfaction",
    ),
}
# One word in Hong Kong, another on the Mainland.
HONG_KONG_ONLY = (
    "試身室", "收銀處", "單據", "電郵", "登入", "儲存", "設定", "螢幕", "列印", "匯入", "尋找",
)  # fmt: skip
MAINLAND_ONLY = (
    "试衣间", "收银台", "小票", "邮箱", "登录", "鼠标", "设置", "屏幕", "打印", "导入", "默认",
)  # fmt: skip


# ---- reading


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of a JSON file; a name written twice would be lost silently."""
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names), names
    return dict(pairs)


@cache
def stored(name: str) -> Any:
    """A JSON file below resources."""
    source = (paths.resources() / name).read_text("utf-8")
    return json.loads(source, object_pairs_hook=once)


def files() -> list[str]:
    """Every JSON file of written content, by its path below resources."""
    root = paths.resources()
    found = [path for folder in WRITTEN for path in (root / folder).rglob("*.json")]
    return sorted(path.relative_to(root).as_posix() for path in found)


def wordings(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every wording in a file, with its place."""
    if isinstance(value, dict):
        if set(value) & set(LANGUAGES):
            yield place, value
        else:
            for name, inner in value.items():
                yield from wordings(inner, f"{place}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from wordings(inner, f"{place}[{number}]")


def everything(language: str) -> Iterator[tuple[str, str]]:
    """All that is written in one language, with its place."""
    for name in files():
        for place, wording in wordings(stored(name), name):
            yield place, wording[language]
    for page in HELP_PAGES:
        yield f"help/{language}/{page}", help_text(language, page)


@cache
def help_text(language: str, page: str) -> str:
    """One help page."""
    return (paths.resources() / "help" / language / f"{page}.md").read_text("utf-8")


@cache
def template(key: str) -> Template:
    """One of the checklists that ship."""
    return template_from(stored(f"checklists/{key}.json"))


def listed(name: str) -> dict[str, ThreeTexts]:
    """One of the lists that ship."""
    return {key: three_from(value, key) for key, value in stored(f"lists/{name}.json").items()}


def converted(way: str, text: str) -> str:
    """The text in another script."""
    return str(_converter(way).convert(text))


@cache
def _converter(way: str) -> opencc.OpenCC:
    return opencc.OpenCC(way)


# ---- languages and scripts


def test_all_content_is_there() -> None:
    assert files() == sorted(
        [f"checklists/{key}.json" for key in CHECKLISTS]
        + [f"lists/{name}.json" for name in LISTS]
        + ["pledges/templates.json", "statements/collection.json"]
    )


@pytest.mark.parametrize("name", files())
def test_every_wording_is_whole_in_three_languages(name: str) -> None:
    found = list(wordings(stored(name), name))
    assert found or name == "lists/products.json"  # the shop's own alone
    for place, wording in found:
        assert tuple(wording) == LANGUAGES, place
        assert all(text and text == text.strip() for text in wording.values()), place


def test_chinese_wordings_are_chinese_and_english_ones_are_not() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    for name in files():
        for place, wording in wordings(stored(name), name):
            assert not han.search(wording["en"]), place
            if wording["en"] != "WhatsApp":
                assert han.search(wording["zh_HK"]), place
                assert han.search(wording["zh_CN"]), place


def simplified_only(text: str) -> set[str]:
    """Characters that are written so in simplified Chinese alone.

    A character that is simplified for one word and traditional for another (后, 面, 里) is among
    the common ones of Big5, below C9 40.
    """
    return {
        one
        for one in text
        if converted("s2t", one) != one
        and not b"\xa4\x40" <= one.encode("big5", "ignore") < b"\xc9"
    }


def test_the_script_check_sees_a_simplified_character() -> None:
    assert simplified_only("顧客服务") == {"务"}
    assert simplified_only("机会") == {"机", "会"}
    assert not simplified_only("後台、皇后、公里、面對、只有")


def test_hong_kong_texts_hold_no_simplified_characters() -> None:
    for place, text in everything("zh_HK"):
        assert not simplified_only(text), place


def test_hong_kong_texts_use_hong_kong_characters() -> None:
    usual = str.maketrans("説温閲户", "說溫閱戶")  # the forms keyboards in Hong Kong type
    for place, text in everything("zh_HK"):
        assert converted("t2hk", text).translate(usual) == text, place


def test_mainland_texts_hold_no_traditional_characters() -> None:
    assert converted("t2s", "顧客") != "顧客"
    for place, text in everything("zh_CN"):
        assert converted("t2s", text) == text, place


def test_each_place_has_its_own_words() -> None:
    hong_kong = "\n".join(text for _, text in everything("zh_HK"))
    mainland = "\n".join(text for _, text in everything("zh_CN"))
    for word in HONG_KONG_ONLY:
        assert word in hong_kong
        assert converted("t2s", word) not in mainland, word
    for word in MAINLAND_ONLY:
        assert word in mainland
        assert converted("s2hk", word) not in hong_kong, word


@cache
def _drawn_by(file: str) -> frozenset[int]:
    return frozenset(FT2Font(str(paths.resources() / "fonts" / file)).get_charmap())


@pytest.mark.parametrize("weight", ["400Regular", "700Bold"])
def test_the_fonts_draw_every_character(weight: str) -> None:
    hong_kong = _drawn_by(f"NotoSansHK_{weight}.ttf")
    both = hong_kong | _drawn_by(f"NotoSansSC_{weight}.ttf")
    for language, drawn in (("en", hong_kong), ("zh_HK", hong_kong), ("zh_CN", both)):
        for place, text in everything(language):
            assert {one for one in text if ord(one) not in drawn} <= {"\n"}, place


# ---- lists


@pytest.mark.parametrize("name", LISTS)
def test_a_code_below_another_has_it_before_it(name: str) -> None:
    seen: set[str] = set()
    for code in listed(name):
        assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", code), code
        above, dot, _ = code.rpartition(".")
        assert not dot or above in seen, code
        seen.add(code)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_entries_side_by_side_read_alike(name: str, language: str) -> None:
    read = [(code.rpartition(".")[0], one.said_in(language)) for code, one in listed(name).items()]
    assert len(set(read)) == len(read)


def test_the_nine_touch_points_are_those_of_the_benchmark() -> None:
    assert tuple(one.en for one in listed("touch_points").values()) == sum(HKRMA.values(), ())


def test_hong_kong_has_eighteen_districts() -> None:
    districts = listed("districts")
    assert len(districts) == 18
    assert all(one.zh_HK.endswith("區") and one.zh_CN.endswith("区") for one in districts.values())


def test_categories_have_two_levels_and_cover_a_shop() -> None:
    above = {code.partition(".")[0] for code in listed("complaint_categories")}
    assert above == {
        "product", "staff", "till", "price", "delivery", "refund",
        "after_sales", "premises", "online", "privacy", "handling", "other",
    }  # fmt: skip


# ---- checklists


@pytest.mark.parametrize("key", CHECKLISTS)
def test_a_checklist_is_sound_and_in_its_plainest_form(key: str) -> None:
    assert template(key).key == key
    assert template_to(template(key)) == stored(f"checklists/{key}.json")
    assert template(key).minutes > 0


@pytest.mark.parametrize("key", CHECKLISTS)
def test_items_are_numbered_through_their_section(key: str) -> None:
    for number, section in enumerate(template(key).sections, 1):
        assert section.code == str(number)
        expected = [f"{number}.{place}" for place in range(1, len(section.items) + 1)]
        assert [item.code for item in section.items] == expected


@pytest.mark.parametrize("key", CHECKLISTS)
def test_a_checklist_can_be_failed_and_left_unanswered(key: str) -> None:
    whole = template(key)
    assert whole.critical_cap is not None
    assert any(item.critical for item in whole.items)
    for item in whole.items:
        choices = whole.choices(item)
        assert any(choice.fails for choice in choices)
        assert [choice.key for choice in choices if not choice.counts] == ["na"]
        assert item.touch_point is None or item.touch_point in listed("touch_points")
        assert item.needs_comment_on_fail or not item.critical


def test_checklists_come_as_often_as_their_names_say() -> None:
    assert {key: template(key).every for key in CHECKLISTS} == {
        "after_sales_monthly": Every.MONTHLY,
        "floor_weekly": Every.WEEKLY,
        "mystery_visitor": Every.NONE,
        "opening_daily": Every.DAILY,
        "till_weekly": Every.WEEKLY,
    }


def test_the_mystery_visitor_sees_three_things_at_each_touch_point() -> None:
    visit = template("mystery_visitor")
    assert tuple(section.title.en for section in visit.sections) == tuple(HKRMA)
    names = {code: one.en for code, one in listed("touch_points").items()}
    for section in visit.sections:
        seen = [names[item.touch_point or ""] for item in section.items]
        assert seen == [name for name in HKRMA[section.title.en] for _ in range(3)]
        assert all(item.guidance for item in section.items)


def test_the_scale_rises_evenly_from_one_to_five() -> None:
    scale = template("mystery_visitor").response_sets[0].choices
    assert [choice.score for choice in scale] == [0.2, 0.4, 0.6, 0.8, 1, None]
    assert [choice.fails for choice in scale] == [True, True, False, False, False, False]


# ---- pledges

TEXTS_OF_A_PLEDGE = ("wording", "limits", "remedy", "how_to_claim", "how_measured", "published")
UNITS = {"seconds", "business_minutes"}


def pledges() -> list[dict[str, Any]]:
    """The pledges a new store is offered."""
    return list(stored("pledges/templates.json")["pledges"])


def test_there_are_eight_pledges_from_known_sources() -> None:
    assert len({pledge["code"] for pledge in pledges()}) == 8
    assert [pledge["source"] for pledge in pledges()].count(PledgeSource.ACKNOWLEDGE) == 1
    assert [pledge["source"] for pledge in pledges()].count(PledgeSource.RESOLVE) == 1
    offered = {*PledgeSource} - {PledgeSource.PROGRESS}  # no new shop promises progress replies
    assert {pledge["source"] for pledge in pledges()} == offered


@pytest.mark.parametrize("pledge", pledges(), ids=lambda pledge: str(pledge["code"]))
def test_a_pledge_has_all_its_parts_and_two_limits_that_agree(pledge: dict[str, Any]) -> None:
    assert set(pledge) == {"code", "source", "standard", "maximum", *TEXTS_OF_A_PLEDGE}
    standard, maximum = pledge["standard"], pledge["maximum"]
    (unit,) = UNITS & set(standard)
    assert set(standard) == {"text", unit, "at_least"}
    assert set(maximum) == {"text", unit, "at_most"}
    assert 0 <= standard[unit] < maximum[unit]
    assert 0.5 < standard["at_least"] <= 1
    assert maximum["at_most"] < 1 - standard["at_least"]


def test_the_complaint_pledges_count_in_shop_days_of_twelve_hours() -> None:
    spans = {
        pledge["source"]: (
            pledge["standard"]["business_minutes"],
            pledge["maximum"]["business_minutes"],
        )
        for pledge in pledges()
        if pledge["source"] != PledgeSource.MANUAL
    }
    day = 12 * 60
    assert spans == {
        PledgeSource.ACKNOWLEDGE: (240, 2 * day),
        PledgeSource.RESOLVE: (7 * day, 10 * day),
    }


# ---- the collection statement


def test_the_statement_says_what_the_ordinance_asks() -> None:
    statement = stored("statements/collection.json")
    assert statement["version"]
    assert [part["key"] for part in statement["parts"]] == [
        "purpose",
        "choice",
        "transferees",
        "keeping",
        "rights",
    ]
    assert set(statement["marketing"]) == {"title", "text", "agree", "refuse", "stop", "confirm"}


def test_placeholders_of_the_statement_are_known_and_alike_in_every_language() -> None:
    statement = stored("statements/collection.json")
    known = {*statement["placeholders"], "date"}
    for place, wording in wordings(statement, "statement"):
        named = [sorted(re.findall(r"\{(\w+)\}", text)) for text in wording.values()]
        assert named[0] == named[1] == named[2], place
        assert set(named[0]) <= known, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_reads_whole_with_its_usual_words(language: str) -> None:
    statement = stored("statements/collection.json")
    usual = {
        name: three_from(value, name).said_in(language)
        for name, value in statement["placeholders"].items()
    }
    told = [
        three_from(part["text"], "text").filled(usual).said_in(language)
        for part in statement["parts"]
    ]
    assert "{" not in "".join(told)
    longest = 1500 if language == "en" else 600
    assert len("".join(told)) < longest  # read at a counter


# ---- help


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_help_page_is_there_in_every_language(language: str) -> None:
    """That each page of the window has one is tested beside the window."""
    folder = paths.resources() / "help" / language
    assert sorted(path.stem for path in folder.iterdir()) == HELP_PAGES
    assert {"keyboard", "lock_and_privacy", "sign_in"} < set(HELP_PAGES)
    assert all(path.suffix == ".md" for path in Path(folder).iterdir())


@pytest.mark.parametrize("page", HELP_PAGES)
def test_a_help_page_is_built_alike_in_every_language(page: str) -> None:
    outlines = [outline(help_text(language, page)) for language in LANGUAGES]
    assert outlines[0] == outlines[1] == outlines[2]
    assert outlines[0][0] == "#"


def outline(text: str) -> list[str]:
    """The form of a page: headings, list items, table rows and the keys each line names."""
    lines = [line for line in text.splitlines() if line]
    opening = re.compile(r"#+|\d+\.|-|\||")
    keys = re.compile(r"`[^`]+`")
    return [
        " ".join(
            [found.group() if (found := opening.match(line)) else "", *keys.findall(line)]
        ).strip()
        for line in lines
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_says_what_is_kept_by_key_and_what_by_the_program(language: str) -> None:
    told = help_text(language, "lock_and_privacy")
    headings = [line for line in told.splitlines() if line.startswith("## ")]
    by_key = {"en": "key", "zh_HK": "密鑰", "zh_CN": "密钥"}[language]
    by_program = {"en": "only the program", "zh_HK": "只由程式", "zh_CN": "只由程序"}[language]
    assert by_key in headings[1]
    assert by_program in headings[2]
