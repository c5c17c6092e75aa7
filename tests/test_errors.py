"""The errors a user is told about."""

import inspect

import pytest

from csq_desktop import errors
from csq_desktop.errors import MustWait, UserError

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not MustWait])
def test_an_error_carries_the_sentence_the_user_reads(kind: type[UserError]) -> None:
    error = kind("Close the other window.")
    assert error.text == str(error) == "Close the other window."


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_caught_as_an_error_of_the_user(kind: type[UserError]) -> None:
    assert issubclass(kind, UserError)


def test_a_wait_says_for_how_many_seconds() -> None:
    error = MustWait("Wait a little.", seconds=8)
    assert (error.text, error.seconds) == ("Wait a little.", 8)
