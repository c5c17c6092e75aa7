"""What the lists of another store come to here."""

import pytest

from csq_desktop.domain.shop.shop_lists import CATEGORIES, SEGMENTS, EntryChange, in_force
from csq_desktop.domain.transfers.lists import are_sound, taken_over
from csq_desktop.domain.words.threefold import ThreeTexts

_OWN = EntryChange("complaint_categories", "entry-1", ThreeTexts("Parking", "泊車"), "", 9)
_BELOW = EntryChange(CATEGORIES, "entry-2", ThreeTexts("Lift"), "entry-1", 9)
_OF_PROGRAM = EntryChange(CATEGORIES, "staff.rude", ThreeTexts("Bad manners"), "staff", 9)


def came(*filed: EntryChange, here: tuple[EntryChange, ...] = ()) -> list[tuple[object, ...]]:
    """Code, entry above and other words of what is kept here then."""
    name = filed[0].list_name
    kept = taken_over(in_force(name, here), filed)
    return [(each.code, each.parent, each.aliases) for each in kept]


@pytest.mark.parametrize(
    ("filed", "here", "entries"),
    [
        ((_BELOW, _OWN), (), [("entry-1", "", ()), ("entry-2", "entry-1", ())]),
        ((_OWN,), (_OWN,), []),
        (
            (_BELOW, _OWN),
            (EntryChange(CATEGORIES, "entry-9", ThreeTexts("parking"), "", 1),),
            [("entry-9", "", ("entry-1", "泊車")), ("entry-2", "entry-9", ())],
        ),
        ((_OF_PROGRAM,), (), [("staff.rude", "staff", ("Bad manners",))]),
        ((EntryChange(CATEGORIES, "newer.x", ThreeTexts(), "newer", 1),), (), []),
        ((EntryChange(CATEGORIES, "entry-3", ThreeTexts("A"), "gone", 1),), (), [
            ("entry-3", "", ()),
        ]),
        ((EntryChange(SEGMENTS, "entry-4", ThreeTexts("B"), "member", 1),), (), [
            ("entry-4", "", ()),
        ]),
    ],
)  # fmt: skip
def test_an_entry_is_the_same_by_code_else_by_words(
    filed: tuple[EntryChange, ...],
    here: tuple[EntryChange, ...],
    entries: list[tuple[object, ...]],
) -> None:
    assert came(*filed, here=here) == entries


@pytest.mark.parametrize(
    "filed",
    [
        (_OWN, _OWN),
        (EntryChange("x", "entry-1", ThreeTexts("A"), "", 1),),
        (EntryChange(CATEGORIES, "Entry 1", ThreeTexts("A"), "", 1),),
        (EntryChange(CATEGORIES, "entry-1", ThreeTexts("A" * 81), "", 1),),
        (EntryChange(CATEGORIES, "entry-1", ThreeTexts("A"), "", 1, aliases=("a\nb",)),),
        (EntryChange(CATEGORIES, "entry-1", ThreeTexts("A"), "", 1, aliases=("a",) * 1001),),
    ],
)
def test_what_no_store_keeps_is_refused(filed: tuple[EntryChange, ...]) -> None:
    assert are_sound((_OWN, _BELOW))
    assert not are_sound(filed)
