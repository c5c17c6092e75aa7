"""The fields that a column of a file can be matched with."""

import pytest

from csq_desktop import texts
from csq_desktop.domain.fields.fields import FileColumn, RecordField
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.targets import targets


@pytest.mark.parametrize("kind", ImportKind)
@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_field_of_a_kind_has_a_title_of_its_own(kind: ImportKind, language: str) -> None:
    texts.set_language(language)
    titles = [field.title for field in kind.declared.targets]
    assert all(titles)
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("kind", ImportKind)
def test_every_field_of_a_kind_is_recognised_by_what_others_call_it(kind: ImportKind) -> None:
    assert [field.key for field in kind.declared.targets if not field.headings] == []


def test_a_field_that_files_call_nothing_else_keeps_its_label() -> None:
    (named,) = targets((RecordField("product", "Product", file=FileColumn()),))
    assert named.title == "Product"
