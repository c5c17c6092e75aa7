"""Documents that this program did not write: left out or a sentence, never a traceback."""

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.drafts import VAULT, Draft
from csq_desktop.errors import StoreDamaged
from csq_desktop.services import drafts
from csq_desktop.services.checklists import templates
from csq_desktop.services.packs import packs
from csq_desktop.storage.records.bodies import from_body, if_sound
from csq_desktop.storage.records.imports import batches
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from tests.factory import START, by_hand

NONSENSE = ("nonsense", "5", '"x"', "[5]", "[[1]]", '[["a", 5]]', "[[[]]]", '{"a": 1}', "NaN")
KEYS = ("complaint", f"{VAULT}customer")


def kept(session: Session, *keys: str, words: str = "late") -> None:
    for key in keys:
        drafts.keep(session, Draft(key, (("words", words),), START))


def read(store: Store) -> dict[str, tuple[tuple[str, str], ...]]:
    with store.reading(identities=True) as session:
        return {draft.key: draft.fields for draft in drafts.read_all(session)}


@pytest.mark.parametrize("key", KEYS)
def test_a_draft_that_nobody_can_read_is_left_out_and_written_over(store: Store, key: str) -> None:
    table = "vault.vault_draft" if key.startswith(VAULT) else "draft"
    for number, fields in enumerate(NONSENSE):
        with store.writing() as session:
            kept(session, *KEYS, words=str(number))
        assert {*read(store)} == {*KEYS}
        by_hand(store, f"UPDATE {table} SET fields = '{fields}'")
        assert {*read(store)} == {*KEYS} - {key}
    with store.writing() as session:
        kept(session, key, words="later")
    assert read(store)[key] == (("words", "later"),)


def test_a_draft_that_nobody_can_read_can_be_dropped(store: Store) -> None:
    with store.writing() as session:
        kept(session, *KEYS)
    by_hand(store, "UPDATE draft SET fields = 'nonsense', saved_at = 'x'")
    with store.writing() as session:
        drafts.drop(session, KEYS[0])
    with store.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM draft").scalar() == 0


def test_a_checklist_that_is_none_is_a_sentence(store: Store) -> None:
    with store.writing() as session:
        templates.install_shipped(session)
    for body in NONSENSE:
        by_hand(store, f"UPDATE checklist_template SET body = '{body}'")
        with store.reading() as session, pytest.raises(StoreDamaged, match="did not write"):
            templates.templates(session)


def test_a_pack_whose_languages_are_none_is_a_sentence(store: Store) -> None:
    by_hand(store, "INSERT INTO pack VALUES (7,202609,1,'[]','','',0,1,1,'',0,'','{}',x'','','{}')")
    for languages in ("nonsense", "5", "[5]", '{"a": 1}'):
        by_hand(store, f"UPDATE pack SET languages = '{languages}'")
        with store.reading() as session, pytest.raises(StoreDamaged, match="did not write"):
            packs.issued(session)


def test_a_change_of_an_import_that_is_none_is_a_sentence(store: Store) -> None:
    by_hand(
        store,
        "INSERT INTO import_batch VALUES (5,'complaints','','{}',0,0,0,0,0,0,0,1,NULL)",
        "INSERT INTO import_change VALUES (6,5,'complaint',7,'[]')",
    )
    for before in ("nonsense", "5", "[5]", "[{}]", "[1, 2]", '["a", {}]'):
        by_hand(store, f"UPDATE import_change SET before = '{before}'")
        with store.reading() as session, pytest.raises(StoreDamaged, match="did not write"):
            list(batches.changes(session, ComplaintRow, 5))


def test_a_body_is_a_fact_or_none() -> None:
    assert from_body(tuple[int, int], [1, 2]) == (1, 2)
    assert if_sound(tuple[int, int], [1, 2]) == (1, 2)
    for body in (5, [], [1, "x"], None):
        assert if_sound(tuple[int, int], body) is None
        with pytest.raises(StoreDamaged):
            from_body(tuple[int, int], body)
