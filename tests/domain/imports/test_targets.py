"""The fields that a column of a file can be matched with."""

import pytest

from csq_desktop import texts
from csq_desktop.domain.imports.fields import ImportKind


@pytest.mark.parametrize("kind", ImportKind)
@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_field_of_a_kind_has_a_title_of_its_own(kind: ImportKind, language: str) -> None:
    texts.set_language(language)
    titles = [field.title for field in kind.declared.targets]
    assert all(titles)
    assert len(set(titles)) == len(titles)
