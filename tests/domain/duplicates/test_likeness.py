"""Two customers look like one by telephone, e-mail, reference or name, however it is written."""

import pytest

from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.duplicates.likeness import (
    MOST_ALIKE,
    IdentityKeys,
    LikelyPair,
    Likeness,
    is_likely,
    likely_pairs,
    likenesses,
)

PHONE, EMAIL, REFERENCE, NAME = Likeness
_SIMPLE = str.maketrans("陳", "陈")


def fold(text: str) -> str:
    return text.casefold().translate(_SIMPLE)


def keys(
    name: str = "", other_name: str = "", phone: str = "", email: str = "", reference: str = ""
) -> IdentityKeys:
    who = Identity(name, other_name, phone, email, their_reference=reference)
    return IdentityKeys.of(who, fold)


CHAN = keys("陳大文", "CHAN Tai Man", "+85291234567", "Tai@example.com", reference="M-7")


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (keys("", "", "+85291234567"), (PHONE,)),
        (keys("", "", "", "tai@EXAMPLE.com"), (EMAIL,)),
        (keys(reference="ｍ－7"), (REFERENCE,)),
        (keys("陈大文先生"), (NAME,)),
        (keys("", "Mr. Tai-man CHAN"), (NAME,)),
        (keys("大文陳"), ()),
        (keys("Chan"), ()),
        (keys("陳"), ()),
        (keys("Tai Man", "", "+85260000000"), ()),
        (CHAN, (PHONE, EMAIL, REFERENCE, NAME)),
        (keys(), ()),
    ],
)
def test_what_two_customers_share(other: IdentityKeys, shared: tuple[Likeness, ...]) -> None:
    assert likenesses(CHAN, other) == likenesses(other, CHAN) == shared


@pytest.mark.parametrize(
    ("first", "second", "likely"),
    [
        (keys("陳大文"), keys("陈大文", "", "+85291234567"), True),
        (keys("陳大文", "", "+85260000000"), keys("陈大文", "", "+85291234567"), False),
        (keys("陳大文", reference="1"), keys("陈大文", reference="2"), False),
        (keys("", "", "+85291234567"), keys("李小美", "", "+85291234567"), True),
        (keys("陳大文"), keys("李小美"), False),
    ],
)
def test_a_name_alone_is_not_enough_where_something_says_otherwise(
    first: IdentityKeys, second: IdentityKeys, likely: bool
) -> None:
    assert is_likely(first, second) is likely


def test_the_surest_pairs_come_first_and_known_strangers_not_at_all() -> None:
    everybody = [(1, CHAN), (2, keys("陈大文")), (3, CHAN), (4, keys("", "", "+85291234567"))]
    pairs = likely_pairs(everybody, {(3, 4)})
    assert pairs[0] == LikelyPair(1, 3, (PHONE, EMAIL, REFERENCE, NAME))
    assert {(pair.first_id, pair.second_id) for pair in pairs} == {(1, 2), (1, 3), (1, 4), (2, 3)}


def test_a_switchboard_is_compared_with_its_oldest_customer_alone() -> None:
    many = [(n, keys("", "", "+85223456789")) for n in range(MOST_ALIKE + 1)]
    assert len(likely_pairs(many, ())) == MOST_ALIKE
    assert len(likely_pairs(many[1:], ())) == MOST_ALIKE * (MOST_ALIKE - 1) // 2


def test_each_likeness_has_its_words() -> None:
    assert len({likeness.label for likeness in Likeness}) == len(Likeness)
