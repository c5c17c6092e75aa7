"""Files are matched by the shop's own lists: by words of any language, and by older ones."""

from pathlib import Path

from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.settings import list_changes
from csq_desktop.services.settings.lists import CATEGORIES, SEGMENTS
from csq_desktop.storage.store import Store
from tests.pledge_case import do
from tests.services.imports.import_case import (
    CASE_ROWS,
    CASES,
    PEOPLE,
    PEOPLE_ROWS,
    everything,
    taken,
)


def test_cells_become_the_codes_of_own_entries(store: Store, tmp_path: Path) -> None:
    parking = do(store, list_changes.add, CATEGORIES, ThreeTexts("Parking lot", "停車場"))
    do(store, list_changes.change, CATEGORIES, parking, ThreeTexts("Car park", "停車場"))
    do(store, list_changes.adopt, CATEGORIES, "staff.rude", "ill-mannered")
    gold = do(store, list_changes.add, SEGMENTS, ThreeTexts("Gold", "金卡會員"))
    do(store, list_changes.deactivate, SEGMENTS, gold)  # the file is older than that
    about = ("parking LOT", "ill-mannered", "停車場")
    cases = [
        CASE_ROWS[0],
        *([*row[:3], word, *row[4:]] for row, word in zip(CASE_ROWS[1:], about, strict=True)),
    ]
    taken(store, tmp_path, cases, CASES)
    assert [case["category"] for case in everything(store)["complaint"]] == [
        parking, "staff.rude", parking,
    ]  # fmt: skip
    groups = ("金卡會員", "Member", "silver")
    people = [
        PEOPLE_ROWS[0],
        *([*row[:4], word, row[5]] for row, word in zip(PEOPLE_ROWS[1:], groups, strict=True)),
    ]
    taken(store, tmp_path, people, PEOPLE)
    assert [each["segment"] for each in everything(store)["customer"]] == [gold, "member", "silver"]
