"""Words of a file are matched to the codes of lists in every language."""

import pytest

from csq_desktop.domain.imports.fields import FIELDS, ImportKind
from csq_desktop.exchange.cells.choices import folded, suggest, words_of

FIELD = {field.key: field for field in FIELDS[ImportKind.COMPLAINTS]}


@pytest.mark.parametrize(
    ("key", "word", "code"),
    [
        ("channel", "Telephone", "telephone"), ("channel", "PHONE", "telephone"),
        ("channel", "電話", "telephone"), ("channel", "电话", "telephone"),
        ("channel", "e-mail", "email"), ("channel", "head_office", "head_office"),
        ("status", "In Progress", "investigating"), ("status", "已結案", "closed"),
        ("severity", "High", "high"), ("finding", "Not upheld", "not_upheld"),
        ("remedy_kind", "Refund", "refund"),
    ],
)  # fmt: skip
def test_a_word_of_the_programs_own_lists_is_known(key: str, word: str, code: str) -> None:
    assert words_of(FIELD[key])[folded(word)] == code


def test_every_code_can_be_written_by_its_label() -> None:
    for field in FIELDS[ImportKind.COMPLAINTS]:
        words = words_of(field)
        for choice in field.choices:
            assert words[folded(choice.label)] == choice.value
            assert words[folded(choice.value)] == choice.value


def test_words_that_come_close_are_proposed() -> None:
    known = words_of(FIELD["status"])
    words = ["Closed (Duplicate)", "Clossed", "closed", "Elsewhere"]
    assert suggest(words, known) == dict.fromkeys(words[:3], "closed")
