"""Other people left out of a copy: found, told from the person, covered everywhere."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.privacy.free_text import IdentityKind, IdentitySpan
from csq_desktop.domain.requests import covering
from csq_desktop.domain.requests.covering import COVER, NamedWhom
from csq_desktop.domain.requests.held import (
    HeldFact,
    HeldRecord,
    HeldSection,
    as_at,
    count,
    reworded,
    texts_of,
)

OWN = Identity(
    "Chan Tai Man", "陳大文", "+85291234567", "tai@example.hk", "12 Nathan Road", "", "M-77"
)
OTHERS = {"Lee Siu Ling": "CU-00002", "李小玲": "CU-00002", "M-88": ""}


def known(text: str) -> Iterator[IdentitySpan]:
    for name, ref in OTHERS.items():
        if (at := text.find(name)) >= 0:
            yield IdentitySpan(at, at + len(name), IdentityKind.NAME, name, ref)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Lee Siu Ling pushed me", [("Lee Siu Ling", NamedWhom.CUSTOMER)]),
        ("May Wong and MAY WONG laughed", [("May Wong", NamedWhom.STAFF)]),
        ("Maybe Wongs", []),
        ("Call 5123 4567 or 9123 4567", [("5123 4567", NamedWhom.SOMEBODY)]),
        ("Mr Ho saw it", [("Mr Ho", NamedWhom.SOMEBODY)]),
        ("Tai Man Chan, 陳大文, TAI@example.hk", []),
        ("李小玲推我，陳先生見到",
         [("李小玲", NamedWhom.CUSTOMER), ("陳先生", NamedWhom.SOMEBODY)]),
        ("her mail is ling@example.hk", [("ling@example.hk", NamedWhom.SOMEBODY)]),
    ],
)  # fmt: skip
def test_who_else_is_named(text: str, others: list[tuple[str, NamedWhom]]) -> None:
    people = covering.named([text], OWN, known, ["May Wong", ""])
    assert [(person.text, person.whom) for person in people] == others


def test_an_address_of_ones_own_is_not_somebody_else() -> None:
    def at_home(text: str) -> Iterator[IdentitySpan]:
        yield IdentitySpan(3, len(text), IdentityKind.ADDRESS, text[3:])

    assert not covering.named(["at 12 Nathan Road"], OWN, at_home, ())
    assert covering.named(["at 9 Argyle Street"], OWN, at_home, ())


def test_a_name_is_listed_once_with_its_surroundings() -> None:
    long = "x" * 40 + " Lee Siu Ling " + "y" * 40
    (lee,) = covering.named([long, "Lee Siu Ling again"], OWN, known, ())
    assert lee.times == 2
    assert lee.around == "… " + "x" * 29 + " Lee Siu Ling " + "y" * 29 + " …"
    assert len({whom.label for whom in NamedWhom}) == len(NamedWhom)


@pytest.mark.parametrize(
    ("text", "words", "after"),
    [
        ("Lee Siu Ling and Lee", ["Lee", "Lee Siu Ling"], f"{COVER} and {COVER}"),
        ("lee  siu\nling", ["Lee Siu Ling"], COVER),
        ("Maybe May may", ["May"], f"Maybe {COVER} {COVER}"),
        ("1234 and 12345", ["1234"], f"{COVER} and 12345"),
        ("李小玲說", ["李小玲"], f"{COVER}說"),
        ("a.b (c)", ["(c)", " "], f"a.b {COVER}"),
    ],
)
def test_words_are_covered_wherever_they_stand(text: str, words: list[str], after: str) -> None:
    assert covering.covered(text, words) == after
    assert covering.counted([text], words) == after.count(COVER)


def test_a_copy_is_as_at_receipt_and_only_words_are_changed() -> None:
    early, late = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 9, 2, tzinfo=UTC)
    fact, words = HeldFact("Name", "Lee"), HeldFact("Words", "Lee", words=True)
    records = tuple(HeldRecord(str(at), (fact, words), at) for at in (None, early, late))
    sections = (HeldSection("b", "B", 20, records), HeldSection("a", "A", 10))
    shown = as_at(sections, early)
    assert [section.key for section in shown] == ["a", "b"]
    assert count(shown) == 2
    assert list(texts_of(shown)) == ["Lee", "Lee"]
    changed = reworded(shown, str.upper)[1].records[0].facts
    assert [each.value for each in changed] == ["Lee", "LEE"]
