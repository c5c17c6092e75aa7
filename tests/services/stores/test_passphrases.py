"""How good a passphrase is, told while it is typed."""

import pytest

from csq_desktop.services.stores.passphrases import judge


@pytest.mark.parametrize(
    ("typed", "allowed", "says"),
    [
        ("", False, "at least 15"),
        ("nine kettles", False, "at least 15"),
        ("a" * 40, False, "Too easy to guess"),
        ("Ming Kee ming kee MING KEE!", False, "Too easy to guess"),
        ("quiet tram x9y", False, "at least 15"),
        ("quiet tram x9yz", True, "Good"),
        ("nine kettles sing in the rain", True, "Strong"),
        ("九個水煲在雨中唱歌然後一起回家吃飯看戲", True, "Good"),
        ("n" + "xy7" * 60, False, "at most 128"),
    ],
)
def test_a_passphrase_is_judged_in_words(typed: str, allowed: bool, says: str) -> None:
    found = judge(typed, ("Ming Kee",))
    assert (found.allowed, says in found.text) == (allowed, True), found


def test_the_share_grows_and_stays_low_until_the_passphrase_may_be_used() -> None:
    shares = [judge("nine kettles sing in the rain"[:length]).share for length in range(0, 29, 2)]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == 1
    assert judge("nine kettles s").share <= 0.5
