"""The shop's lists: the program's entries with the shop's own, reworded, moved, deactivated."""

import pytest

from csq_desktop.domain.shop.shop_lists import (
    CATEGORIES,
    CLOSURE_REASONS,
    KINDS,
    EntryChange,
    ShopList,
    in_force,
    shipped,
)
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.texts import speaking

NOTHING = ThreeTexts()
WAITING, FIRST = "till.waiting", "product"


def changed(*changes: EntryChange) -> ShopList:
    return in_force(CATEGORIES, changes)


def change(
    code: str,
    wording: ThreeTexts = NOTHING,
    parent: str = "",
    *,
    active: bool = True,
    aliases: tuple[str, ...] = (),
) -> EntryChange:
    return EntryChange(CATEGORIES, code, wording, parent, 99_000_000, active, aliases)


def codes(shop_list: ShopList, parent: str = "") -> list[str]:
    return [entry.code for entry in shop_list.below(parent)]


def test_without_changes_every_list_is_the_programs() -> None:
    for kind in KINDS:
        assert in_force(kind.key, ()) == shipped(kind.key)
        assert bool(shipped(kind.key).entries) != kind.may_be_empty
        assert kind.label
    shipped_codes = {entry.code for kind in KINDS for entry in shipped(kind.key).entries}
    assert not any(code.startswith("entry-") for code in shipped_codes)


def test_an_own_entry_stands_last_and_is_read_in_any_language() -> None:
    valet = change("entry-1", ThreeTexts(zh_HK="代客泊車"), aliases=("Valet parking",))
    own = changed(valet, change("entry-2", ThreeTexts("Keys lost"), "entry-1"))
    assert codes(own)[-1] == "entry-1"
    assert (own.label("entry-1"), own.full_label("entry-2")) == ("代客泊車", "代客泊車 · Keys lost")
    assert own.words("entry-1\nThe weather\nentry-2") == (
        "代客泊車\nThe weather\n代客泊車 · Keys lost"
    )
    assert {own.code_of(words) for words in ("valet  PARKING", "代客泊車", " entry-1 ")} == {
        "entry-1"
    }
    assert own.label("Valet parking") == "代客泊車"
    assert own.meant_by("entry-1") == {
        *("entry-1", "代客泊車", "Valet parking"), *("entry-2", "Keys lost"),
    }  # fmt: skip
    assert own.meant_by("words of a file") == {"words of a file"}
    assert own.code_of("words of a file") == own.label("words of a file") == "words of a file"
    assert own.file_words["代客泊車 · Keys lost"] == "entry-2"
    leaves = {entry.code for entry in own.leaves}
    assert "entry-2" in leaves
    assert "entry-1" not in leaves


def test_a_reworded_entry_is_found_by_its_old_words_too() -> None:
    renamed = changed(change(WAITING, ThreeTexts("Slow queue"), "till"))
    assert renamed.label(WAITING) == "Slow queue"
    assert renamed.code_of("Slow queue") == WAITING
    assert renamed.code_of("輪候付款時間過長") == WAITING
    with speaking("zh_HK"):
        assert renamed.label(WAITING) == "Slow queue"  # the nearest there is
    assert WAITING in renamed.file_words.values()
    # The words of today come before another entry's old ones.
    taken = changed(
        change(WAITING, ThreeTexts("Slow queue"), "till"),
        change("entry-1", ThreeTexts(zh_HK="輪候付款時間過長")),
    )
    assert taken.code_of("輪候付款時間過長") == "entry-1"
    assert "輪候付款時間過長" not in taken.meant_by(WAITING)


def test_what_is_deactivated_is_named_and_not_offered() -> None:
    before = shipped(CATEGORIES)
    stopped = changed(change("till", active=False))
    gone = {entry.code for entry in before.offered} - {entry.code for entry in stopped.offered}
    assert gone == {"till", *codes(before, "till")}
    assert stopped.full_label(WAITING) == before.full_label(WAITING)
    assert stopped.code_of("Waited too long to pay") == before.code_of("Waited too long to pay")
    # Its own words again: an entry that is moved alone keeps the program's.
    assert stopped.label("till") == "Queue & till"
    alone = changed(*(change(code, parent="till", active=False) for code in codes(before, "till")))
    assert "till" in {entry.code for entry in alone.leaves}


@pytest.mark.parametrize("parent", ["nowhere", WAITING, "entry-1"])
def test_what_lies_below_nothing_stands_on_the_first_level(parent: str) -> None:
    strayed = changed(change("entry-1", ThreeTexts("Lost"), parent))
    assert codes(strayed)[-1] == "entry-1"
    assert strayed.full_label("entry-1") == "Lost"


@pytest.mark.parametrize(
    ("place", "step", "order"),
    [(0, 1, [1, 0, 2]), (2, -1, [0, 2, 1]), (0, -1, [0, 1, 2]), (2, 1, [0, 1, 2])],
)
@pytest.mark.parametrize("positions", [(1_000, 2_000, 3_000), (5, 5, 5)])
def test_an_entry_moves_among_those_beside_it(
    place: int, step: int, order: list[int], positions: tuple[int, ...]
) -> None:
    three = shipped(CLOSURE_REASONS)
    names = [entry.code for entry in three.entries]
    changes = {
        code: EntryChange(CLOSURE_REASONS, code, NOTHING, "", position)
        for code, position in zip(sorted(names), positions, strict=True)
    }
    before = in_force(CLOSURE_REASONS, changes.values())
    placed = before.placed(before.entries[place], step)
    moved = in_force(
        CLOSURE_REASONS,
        (
            EntryChange(CLOSURE_REASONS, code, NOTHING, "", placed.get(code, each.position))
            for code, each in changes.items()
        ),
    )
    assert codes(moved) == [sorted(names)[at] for at in order]
    assert bool(placed) == (order != [0, 1, 2])
