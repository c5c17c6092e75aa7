"""The recovery key survives a human hand, and says where that hand slipped."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.errors import UserError
from csq_desktop.storage.keys import recovery

SECRET = bytes(range(20))
CODE = recovery.write(SECRET)


def test_a_new_key_is_eight_groups_of_five_and_never_the_same() -> None:
    codes = {recovery.new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all([len(group) for group in code.split("-")] == [5] * 8 for code in codes)
    assert all(set(code) <= {*recovery.SIGNS, "-"} for code in codes)


def test_a_printed_sheet_reads_in_every_later_release() -> None:
    assert CODE == "000G5-40R4X-0M30R-E209C-185G1-R38E2-1W813-24GKP"


@given(st.binary(min_size=20, max_size=20))
def test_what_is_printed_reads_back(secret: bytes) -> None:
    assert recovery.parse(recovery.write(secret)) == secret


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", " "),
        CODE.replace("-", ""),
        f"  {CODE} \n",
        CODE.replace("0", "O").replace("1", "l"),
        CODE.replace("0", "o").replace("1", "I"),
        CODE.replace("-", "–"),
        CODE.translate({ord(sign): ord(sign) + 0xFEE0 for sign in recovery.SIGNS}),
        CODE[:8] + " " + CODE[8:],
    ],
)
def test_case_blanks_dashes_and_look_alikes_do_not_matter(typed: str) -> None:
    assert "0" in CODE
    assert "1" in CODE
    assert recovery.parse(typed) == SECRET


def test_every_single_wrong_sign_is_found_in_its_group() -> None:
    for place, sign in enumerate(CODE):
        for other in recovery.SIGNS:
            if sign in ("-", other):
                continue
            with pytest.raises(UserError, match=f"Group {place // 6 + 1} of"):
                recovery.parse(CODE[:place] + other + CODE[place + 1 :])


def test_two_signs_that_changed_places_are_found_in_their_group() -> None:
    code = recovery.write(secrets.token_bytes(20))
    groups = code.split("-")
    for number, group in enumerate(groups):
        for place in range(4):
            left, right = group[place], group[place + 1]
            if left == right:
                continue
            swapped = group[:place] + right + left + group[place + 2 :]
            typed = "-".join([*groups[:number], swapped, *groups[number + 1 :]])
            with pytest.raises(UserError, match=f"Group {number + 1} of"):
                recovery.parse(typed)


def test_two_groups_that_changed_places_are_found() -> None:
    groups = CODE.split("-")
    for number in range(7):
        swapped = [*groups]
        swapped[number], swapped[number + 1] = groups[number + 1], groups[number]
        with pytest.raises(UserError, match=f"Group {number + 1} of"):
            recovery.parse("-".join(swapped))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (CODE[:-1], "Group 8 of"),
        (CODE[1:], "Group 1 of"),
        (CODE[:6] + "U" + CODE[7:], "Group 2 of"),
        (CODE[:6] + "漢" + CODE[7:], "Group 2 of"),
        (CODE.replace("-", "")[:-1], "40 letters and digits in 8 groups; you typed 39"),
        ("", "you typed 0"),
        ("purple kettle", "you typed 12"),
    ],
)
def test_what_is_missing_or_strange_is_named(typed: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        recovery.parse(typed)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(typed: str) -> None:
    try:
        secret = recovery.parse(typed)
    except UserError:
        return
    assert len(secret) == 20
