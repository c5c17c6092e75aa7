"""Every kind of import is one object, and what is no kind is refused instead of guessed at."""

from pathlib import Path

import pytest

from csq_desktop.domain.imports.fields import EXPORTED, FIELDS, ImportKind
from csq_desktop.errors import UserError
from csq_desktop.services.exports import exports
from csq_desktop.services.imports.kinds.register import KINDS, kind_of
from csq_desktop.storage.store import Store
from tests.services.imports.import_case import clock, store

__all__ = ["clock", "store"]


def test_every_kind_has_one_object() -> None:
    assert [one.kind for one in KINDS] == list(ImportKind)
    assert [kind_of(kind).kind for kind in ImportKind] == list(ImportKind)
    assert exports.KINDS[: len(ImportKind)] == tuple(ImportKind)


def test_what_is_no_kind_is_not_taken_for_one() -> None:
    with pytest.raises(KeyError):
        kind_of("staff")  # type: ignore[arg-type]  # what a forgotten registration comes to


def test_what_no_kind_exports_is_refused(store: Store) -> None:
    with pytest.raises(UserError, match="“staff” cannot be exported"):
        exports.write(store, "staff", Path("staff.csv"))


@pytest.mark.parametrize("kind", ImportKind)
def test_a_kind_writes_the_fields_it_declares(kind: ImportKind) -> None:
    assert tuple(kind_of(kind).source.columns) == tuple(one.key for one in EXPORTED[kind])


@pytest.mark.parametrize("kind", ImportKind)
def test_a_kind_offers_every_word_of_its_fixed_lists(store: Store, kind: ImportKind) -> None:
    with store.reading(identities=True) as session:
        for field in FIELDS[kind]:
            options = dict(kind_of(kind).options(session, field.key))
            assert {one.value for one in field.choices} <= options.keys()
