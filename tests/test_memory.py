"""Want of memory: asked about before a job begins, put into words when it comes."""

import errno
import sys

import pytest

from csq_desktop import memory
from csq_desktop.errors import UserError

TOO_MUCH = 1 << 62


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory"),
        (SystemError("error return without exception set"), "not enough memory"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "not enough memory"),
        (ImportError("failed to map segment from shared object"), "could not be loaded"),
    ],
)
def test_the_want_of_memory_becomes_a_sentence(error: Exception, words: str) -> None:
    with pytest.raises(UserError, match=words) as caught, memory.watched():
        raise error
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("error", [OSError(errno.EIO, "no"), KeyError("bug"), UserError("No.")])
def test_everything_else_stays_what_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as caught, memory.watched():
        raise error
    assert caught.value is error


def test_no_job_begins_without_memory_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ANY_STEP", TOO_MUCH)
    with pytest.raises(UserError, match="not enough memory"), memory.watched():
        pytest.fail("it began")


def test_numpy_is_loaded_with_memory_for_it_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "NUMPY", TOO_MUCH)
    monkeypatch.setitem(sys.modules, "numpy", sys)
    memory.ask_for_numpy()
    monkeypatch.delitem(sys.modules, "numpy")
    with pytest.raises(UserError, match="not enough memory"):
        memory.ask_for_numpy()
