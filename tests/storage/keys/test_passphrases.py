"""Long passphrases of one's own words pass; what anybody would try does not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.errors import UserError
from csq_desktop.storage.keys import passphrases

GOOD = "tangerine ladder quiet moon"
NAMES = ["Harbour Lights Mong Kok", "晨光書店", "Chan Tai Man", "Jo"]


@pytest.mark.parametrize(
    "passphrase",
    [
        GOOD,
        "purple kettle dances in mong kok",
        "my password is about seven sleepy otters",
        "阿婆今朝喺街市買咗三條活魚同埋兩棵菜",
        "Xq7#vB2!mLz9&Rw",
        "Tangerine-Harbour-Ladder-1987",
        " spaces around are kept ",
    ],
)
def test_words_of_ones_own_pass(passphrase: str) -> None:
    passphrases.check(passphrase, also_forbidden=NAMES)


@pytest.mark.parametrize(
    "passphrase",
    [
        "passwordpassword",
        "Password Password 2026",
        "P@ssw0rd P@ssw0rd 1",
        "correct horse battery staple",
        "CORRECT-HORSE-BATTERY-STAPLE!!",
        "MongKok2026!!!!!",
        "Causeway Bay Shop 2026",
        "mong kok kowloon hong kong",
        "ｍｏｎｇ ｋｏｋ ｋｏｗｌｏｏｎ",
        "旺角旺角旺角旺角旺角旺角旺角旺角",
        "香港銅鑼灣店舖主管密碼短語二〇二六",
        "customer service supervisor",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "abcdefghijklmnopqrstuvwxyz",
        "zyxwvutsrqponmlkjihgfedcba",
        "1234567890123456",
        "qwertyuiopasdfghjkl",
        "!!!!!!!!!!!!!!!!!!",
        "- - - - - - - - - -",
    ],
)
def test_what_anybody_would_try_is_refused(passphrase: str) -> None:
    with pytest.raises(UserError, match="Add words of your own"):
        passphrases.check(passphrase)


@pytest.mark.parametrize(
    "passphrase",
    [
        "harbour lights 2026",
        "HarbourLightsHarbour99",
        "晨光書店晨光書店晨光書店晨光書店",
        "chan.tai.man.1987.xyz",
    ],
)
def test_the_names_passed_in_count_as_listed(passphrase: str) -> None:
    assert passphrases.own_characters(passphrase, NAMES) < passphrases.own_characters(passphrase)
    with pytest.raises(UserError, match="Add words of your own"):
        passphrases.check(passphrase, also_forbidden=NAMES)


def test_a_name_of_two_letters_forbids_nothing() -> None:
    assert passphrases.own_characters("jolly jokers join", ["Jo"]) == len("jolyjokersjoin")


@pytest.mark.parametrize(("length", "passes"), [(14, False), (15, True), (128, True), (129, False)])
def test_the_length_is_from_15_to_128(length: int, passes: bool) -> None:
    passphrase = ("kettle moon fig 7 zebra quilt " * 5)[:length]
    if passes:
        passphrases.check(passphrase)
    else:
        with pytest.raises(UserError, match=r"Use at (least 15|most 128) characters"):
            passphrases.check(passphrase)


def test_the_length_is_counted_after_composing() -> None:
    apart = unicodedata.normalize("NFD", "éàüôñçêîåöäëïûy"[:14])
    assert len(apart) > 15
    with pytest.raises(UserError, match="at least 15"):
        passphrases.check(apart)


@given(st.text(max_size=140))
def test_any_text_is_taken_or_refused_in_words(passphrase: str) -> None:
    try:
        passphrases.check(passphrase, also_forbidden=["", " ", passphrase[:5]])
    except UserError:
        return
    assert 15 <= len(unicodedata.normalize("NFC", passphrase)) <= 128


@pytest.mark.parametrize(
    ("name", "counts"), [("Qvx", True), ("霓虹", True), ("Qv", False), ("霓", False)]
)
def test_a_name_counts_from_three_letters_or_two_characters_on(name: str, counts: bool) -> None:
    passphrase = f"{name} ladder moon"
    own = passphrases.own_characters(passphrase)
    assert (passphrases.own_characters(passphrase, [name]) < own) is counts
