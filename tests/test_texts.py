"""Translation: one catalogue for window, paper and command line."""

import locale
import threading
from collections.abc import Callable

import pytest

from csq_desktop import texts
from csq_desktop.texts import (
    LANGUAGES,
    Saying,
    language,
    mark,
    said,
    set_language,
    speaking,
    system_language,
    tr,
    trc,
    trn,
)

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def test_the_program_speaks_english_unless_told() -> None:
    assert language() == "en"
    assert tr("January") == "January"


@pytest.mark.parametrize(("code", "month"), [("zh_HK", "1月"), ("zh_CN", "1月")])
def test_a_chosen_language_holds_for_all_texts(code: str, month: str) -> None:
    set_language(code)
    assert language() == code
    assert tr("January") == month


@pytest.mark.parametrize("choose", [set_language, lambda code: speaking(code).__enter__()])
def test_an_unknown_language_is_refused(choose: Callable[[str], object]) -> None:
    with pytest.raises(ValueError, match="fr"):
        choose("fr")
    assert language() == "en"


def test_what_stands_between_quotation_marks_does_not_end_them() -> None:
    name = "a” is 「whole」, “b"
    assert tr("There is no definition “{name}”.", name=name) == (
        "There is no definition “a’ is 「whole」, ‘b”."
    )
    with speaking("zh_HK"):
        assert tr("There is no definition “{name}”.", name=name).count("」") == 1
    assert tr("{a}: “{n}”", a="“x”", n=3) == "“x”: “3”"


def test_another_language_is_spoken_inside_a_block_only() -> None:
    set_language("zh_HK")
    with speaking("en"):
        assert tr("January") == "January"
        with speaking("zh_CN"):
            assert language() == "zh_CN"
        assert language() == "en"
    assert language() == "zh_HK"


def test_another_language_is_left_when_the_block_fails() -> None:
    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError), speaking("zh_CN"):
        fail()
    assert language() == "en"


def test_a_block_changes_nothing_for_other_threads() -> None:
    heard: list[str] = []
    with speaking("zh_CN"):
        other = threading.Thread(target=lambda: heard.append(language()))
        other.start()
        other.join()
    assert heard == ["en"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_placeholders_are_filled_in_every_language(code: str) -> None:
    set_language(code)
    shown = tr("{day} {month} {year}", day=22, month=11, year=2026)
    assert all(part in shown for part in ("22", "11", "2026"))
    assert "{" not in shown


def test_chinese_puts_the_year_first() -> None:
    set_language("zh_HK")
    assert tr("{day} {month} {year}", day=22, month=11, year=2026) == "2026年11月22日"


def test_a_text_without_values_keeps_its_braces() -> None:
    assert tr("a {brace}") == "a {brace}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_empty_text_stays_empty(code: str) -> None:
    set_language(code)
    assert tr("") == ""


@pytest.mark.parametrize(("n", "shown"), [(0, "0 cases"), (1, "One case"), (2, "2 cases")])
def test_a_number_chooses_singular_or_plural(n: int, shown: str) -> None:
    assert trn("One case", "{n} cases", n) == shown


def test_other_values_go_into_a_plural_too() -> None:
    assert trn("{n} of {all} case", "{n} of {all} cases", 2, all=9) == "2 of 9 cases"
    assert trn("{n} case", "{n} cases", 1234, n="1234") == "1234 cases"


def test_thousands_stand_apart_in_whatever_is_counted() -> None:
    assert trn("{n} case", "{n} cases", 1_234_567) == "1,234,567 cases"
    assert said(Saying("{n} case", {}, "{n} cases", 3000)) == "3,000 cases"


def test_a_word_is_translated_in_its_context() -> None:
    set_language("zh_HK")
    assert trc("span", "{n} d", n=3) == "3 日"
    assert trc("no such context", "{n} d", n=3) == "3 d"
    assert trc("no such context", "d") == "d"


def test_a_marked_text_is_left_as_it_is() -> None:
    set_language("zh_HK")
    assert mark("January") == "January"


def test_a_text_that_no_catalogue_has_comes_in_english() -> None:
    set_language("zh_CN")
    assert tr("words that nobody translated") == "words that nobody translated"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("zh_HK.UTF-8", "zh_HK"),
        ("zh_TW.UTF-8", "zh_HK"),
        ("zh-Hant-HK", "zh_HK"),
        ("zh_CN.UTF-8", "zh_CN"),
        ("zh_SG", "zh_CN"),
        ("zh-Hans-HK", "zh_CN"),
        ("Chinese (Traditional)_Hong Kong SAR", "zh_HK"),
        ("Chinese (Simplified)_China", "zh_CN"),
        ("en_GB.UTF-8", "en"),
        ("C.UTF-8", "en"),
        ("fr_FR", "en"),
    ],
)
@pytest.mark.parametrize("variable", VARIABLES)
def test_the_systems_language_chooses_the_nearest(
    variable: str, name: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in VARIABLES:
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(variable, name)
    assert system_language() == code


@pytest.mark.parametrize(
    ("answer", "code"), [(("zh_TW", "UTF-8"), "zh_HK"), ((None, None), "en"), (ValueError(), "en")]
)
def test_without_a_named_language_the_system_is_asked(
    answer: tuple[str | None, str | None] | ValueError, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> tuple[str | None, str | None]:
        if isinstance(answer, Exception):
            raise answer
        return answer

    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(locale, "getlocale", asked)
    assert system_language() == code


def test_every_language_has_its_own_name() -> None:
    assert set(texts.LANGUAGE_NAMES) == set(LANGUAGES)
