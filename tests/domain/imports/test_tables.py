"""The table a file holds, and the encodings it may be written in."""

import pytest

from csq_desktop.domain.imports.tables import FileEncoding


@pytest.mark.parametrize(
    ("name", "family"),
    [("utf-8-sig", "utf-8"), ("utf-16-le", "utf-16"), ("big5hkscs", "big5hkscs"), ("x", "x")],
)
def test_a_variant_belongs_to_an_encoding(name: str, family: str) -> None:
    assert FileEncoding.family_of(name) == family


def test_every_encoding_can_be_named_and_used() -> None:
    for encoding in FileEncoding:
        assert encoding.label
        assert "a".encode(encoding)
