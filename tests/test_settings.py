"""This machine's settings."""

import json
import os
from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest

from csq_desktop import paths, settings
from csq_desktop.errors import UserError
from csq_desktop.settings import RECENT_STORES_KEPT, Settings
from csq_desktop.ui.kit.tables.remembered import ColumnChoice

EVERYTHING_CHANGED = Settings(
    language="zh_HK",
    theme="dark",
    text_percent=150,
    idle_minutes=15,
    rail_collapsed=True,
    recent_stores=("one.csq", "分店.csq"),
    columns=(("one.csq", "complaints", "due:90"), ("分店.csq", "customers", "order:up who")),
    last_users=(("one.csq", "1234567890123"),),
    filters=(("one.csq", "complaints", "Till", '{"order": "order:up due"}'),),
    boards=(("one.csq", "7", "board"),),
    details=True,
)


def stored(content: object) -> Settings:
    """What is loaded when the file holds this."""
    settings.settings_file().write_text(json.dumps(content), "utf-8")
    return settings.load()


def test_without_a_file_the_defaults_hold() -> None:
    assert settings.load() == Settings()


def test_every_field_survives_a_restart() -> None:
    unchanged = [
        field.name
        for field in fields(Settings)
        if getattr(EVERYTHING_CHANGED, field.name) == field.default
    ]
    assert unchanged == []
    settings.save(EVERYTHING_CHANGED)
    assert settings.load() == EVERYTHING_CHANGED


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"\xff\xfe", b"[1, 2]", b"null", b'"dark"', b"[" * 100_000],
)
def test_a_damaged_file_gives_the_defaults(damage: bytes) -> None:
    settings.settings_file().write_bytes(damage)
    assert settings.load() == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "fr"),
        ("language", 3),
        ("theme", "pink"),
        ("text_percent", 99),
        ("text_percent", 201),
        ("text_percent", True),
        ("text_percent", "150"),
        ("idle_minutes", 0),
        ("idle_minutes", 61),
        ("rail_collapsed", "yes"),
        ("recent_stores", "one.csq"),
        ("recent_stores", [1, None]),
        ("columns", {"complaints": "0"}),
        ("filters", [["a", "b", "c", "{"], ["a", "b", "c", '{"x": 1}'], ["a", "b", "c"]]),
        ("columns", [["complaints"], "xy", ["a", 1], ["a", "b", 3], ["complaints", "due:400"]]),
    ],
)
def test_a_value_that_makes_no_sense_gives_way_to_its_default(name: str, value: object) -> None:
    loaded = stored({name: value})
    assert getattr(loaded, name) == getattr(Settings(), name)


@pytest.mark.parametrize(("percent", "used"), [(100, 100), (200, 200), (99, 100), (201, 100)])
def test_text_size_lies_between_100_and_200_percent(percent: int, used: int) -> None:
    assert stored({"text_percent": percent}).text_percent == used


def test_settings_of_a_newer_version_are_passed_over() -> None:
    assert stored({"theme": "light", "sparkles": 7}) == Settings(theme="light")


def test_what_another_window_saved_meanwhile_stays() -> None:
    """Two programs are two memories of the file; here one plays both."""
    settings.save(Settings(recent_stores=("a.csq",), columns=(("a.csq", "complaints", "due:90"),)))
    ours = settings.load()
    theirs = replace(
        ours,
        theme="dark",
        recent_stores=("b.csq", "a.csq"),
        columns=(("a.csq", "complaints", "due:90"), ("b.csq", "users", "name:70")),
    )
    settings.settings_file().write_text(json.dumps(asdict(theirs)), "utf-8")
    settings.save(replace(ours, idle_minutes=9, columns=(("a.csq", "complaints", "due:120"),)))
    joined = settings.load()
    assert (joined.theme, joined.idle_minutes) == ("dark", 9)
    assert joined.recent_stores == ("b.csq", "a.csq")
    assert set(joined.columns) == {
        ("a.csq", "complaints", "due:120"),
        ("b.csq", "users", "name:70"),
    }
    settings.save(settings.forget_store(joined, Path("b.csq")))
    assert settings.load().recent_stores == ("a.csq",)


def test_a_store_opened_again_comes_first_in_the_file_too() -> None:
    settings.save(Settings(recent_stores=("a.csq", "b.csq")))
    settings.save(settings.remember_store(settings.load(), Path("b.csq")))
    assert settings.load().recent_stores == ("b.csq", "a.csq")


@pytest.mark.parametrize(
    "garbage",
    [
        {"recent_stores": ["/shops/\ud800"]},
        {"filters": [["\ud800", "complaints", "x", "{}"]]},
        {"last_users": [["a.csq", "9" * 5000], ["b.csq", "²"]]},
        {"columns": [["", "complaints", "who:--5"], ["a", "b", "c:" + "9" * 5000]]},
    ],
)
def test_garbage_in_the_file_is_passed_over_and_never_in_the_way(
    garbage: dict[str, object],
) -> None:
    loaded = stored(garbage)
    settings.save(replace(loaded, idle_minutes=9))
    assert settings.load().idle_minutes == 9
    assert settings.last_user(loaded, Path("a.csq")) is None
    for *_, choice in loaded.columns:
        assert ColumnChoice.read(choice) == ColumnChoice()


def test_a_damaged_file_is_put_aside() -> None:
    settings.settings_file().write_text("{", "utf-8")
    settings.save(replace(settings.load(), theme="dark"))
    assert settings.settings_file().with_suffix(".damaged").read_text("utf-8") == "{"
    assert settings.load() == Settings(theme="dark")


def test_saving_leaves_no_draft_behind() -> None:
    settings.save(Settings(theme="dark"))
    assert [path.name for path in paths.user_config().iterdir()] == ["settings.json"]


def test_settings_that_cannot_be_saved_are_told_and_the_old_ones_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.save(Settings(theme="dark"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(UserError, match="until the program ends"):
            settings.save(Settings(theme="light"))
    assert settings.load().theme == "dark"


def test_an_error_without_words_is_told_by_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise TimeoutError

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", broken)
        with pytest.raises(UserError, match="TimeoutError"):
            settings.save(Settings())


def test_the_store_opened_last_comes_first_and_once() -> None:
    before = Settings(recent_stores=("a.csq", "b.csq", "c.csq"))
    after = settings.remember_store(before, Path("c.csq"))
    assert after == replace(before, recent_stores=("c.csq", "a.csq", "b.csq"))


def test_only_so_many_stores_are_remembered() -> None:
    now = Settings()
    for number in range(RECENT_STORES_KEPT + 3):
        now = settings.remember_store(now, Path(f"{number}.csq"))
    assert len(now.recent_stores) == RECENT_STORES_KEPT
    assert now.recent_stores[0] == f"{RECENT_STORES_KEPT + 2}.csq"


def test_a_long_list_in_the_file_is_cut() -> None:
    many = [f"{number}.csq" for number in range(100)]
    assert stored({"recent_stores": many}).recent_stores == tuple(many[:RECENT_STORES_KEPT])


def test_whoever_signed_in_last_is_known_by_number_alone() -> None:
    one, other = Path("one.csq"), Path("other.csq")
    known = settings.remember_user(settings.remember_user(Settings(), one, 7), other, 8)
    known = settings.remember_user(known, one, 9)
    assert known.last_users == (("one.csq", "9"), ("other.csq", "8"))
    assert settings.last_user(known, one) == 9
    assert settings.last_user(known, Path("third.csq")) is None
    assert settings.last_user(replace(known, last_users=(("one.csq", "May"),)), one) is None


def test_a_forgotten_store_leaves_nothing_behind() -> None:
    one, other = Path("one.csq"), Path("other.csq")
    known = settings.remember_store(settings.remember_store(Settings(), one), other)
    known = settings.remember_user(settings.remember_user(known, one, 7), other, 8)
    left = settings.forget_store(known, one)
    assert (left.recent_stores, left.last_users) == (("other.csq",), (("other.csq", "8"),))


def test_columns_are_remembered_per_store_and_forgotten_with_it() -> None:
    shop, other = Path("shop.csq"), Path("other.csq")
    chosen = settings.remember_columns(Settings(), shop, "complaints", "due:90")
    assert settings.remembered_columns(chosen, shop, "complaints") == "due:90"
    assert settings.remembered_columns(chosen, shop, "customers") == ""
    assert settings.remembered_columns(chosen, other, "complaints") == ""
    assert settings.remember_columns(chosen, shop, "complaints", "").columns == ()
    assert settings.forget_store(chosen, shop).columns == ()
    assert settings.forget_store(chosen, other) == chosen


def test_of_an_earlier_versions_columns_only_the_hidden_ones_are_taken_over() -> None:
    loaded = stored({"columns": [["complaints", "what:86,due:400"], ["users", "state:-1,last:9"]]})
    shop = Path("shop.csq")
    assert settings.remembered_columns(loaded, shop, "complaints") == ""
    assert settings.remembered_columns(loaded, shop, "users") == "state:-1"
    chosen = settings.remember_columns(loaded, shop, "users", "last:50")
    assert settings.remembered_columns(chosen, shop, "users") == "last:50"
    assert settings.remembered_columns(chosen, Path("other.csq"), "users") == "state:-1"


def test_filters_are_saved_per_store_and_table_and_forgotten_with_the_store() -> None:
    shop, other = Path("shop.csq"), Path("other.csq")
    kept = settings.remember_filters(Settings(), shop, "complaints", {"Till": "{}", "Mine": "{}"})
    assert list(settings.saved_filters(kept, shop, "complaints")) == ["Till", "Mine"]
    assert settings.saved_filters(kept, shop, "customers") == {}
    assert settings.saved_filters(kept, other, "complaints") == {}
    assert settings.remember_filters(kept, shop, "complaints", {}).filters == ()
    assert settings.forget_store(kept, shop).filters == ()


def test_each_user_chooses_between_board_and_list() -> None:
    shop, other = Path("shop.csq"), Path("other.csq")
    both = settings.remember_board(Settings(), shop, 7, on=True)
    both = settings.remember_board(both, shop, 8, on=True)
    settings.save(both)
    assert settings.load().boards == both.boards
    assert settings.looks_at_board(both, shop, 7)
    assert not settings.looks_at_board(both, other, 7)
    left = settings.remember_board(both, shop, 7, on=False)
    assert (settings.looks_at_board(left, shop, 7), settings.looks_at_board(left, shop, 8)) == (
        False,
        True,
    )
    assert settings.forget_store(left, shop).boards == ()
    assert settings.forget_store(left, other) == left
