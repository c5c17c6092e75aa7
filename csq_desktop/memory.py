"""Memory that runs out: asked for before the want of it ends the program, and put into words."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from csq_desktop.errors import UserError
from csq_desktop.texts import tr

_MB = 1024 * 1024
ANY_STEP = 64 * _MB  # more than any one page or statement asks for
NUMPY = 128 * _MB  # its libraries and their first buffer, measured 75


def suffices(size: int) -> bool:
    """Whether so many bytes are to be had; they are given back at once, untouched."""
    try:
        bytes(size)
    except MemoryError:
        return False
    return True


def lacking() -> UserError:
    """What a user is told when there is none."""
    return UserError(tr("There is not enough memory. Close other programs, then try again."))


def ask_for_numpy() -> None:
    """UserError unless there is memory to load NumPy: without it, its OpenBLAS ends the program."""
    if "numpy" in sys.modules:
        return
    # Each of its threads takes 40 MB, and nothing here multiplies matrices.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _require(NUMPY)


def _require(size: int) -> None:
    if not suffices(size):
        raise lacking()


@contextmanager
def watched() -> Iterator[None]:
    """Begin the block with memory for it only, and turn the want of it inside into a sentence.

    Database, driver and Python have places where the very last byte being refused ends or hangs
    the program; so no job begins down there.
    Libraries are loaded by the functions that need them. Each has words of its own for the memory
    that it did not get, in the system's language, and refuses to be loaded a second time.
    """
    _reserve.keep()
    try:
        _require(ANY_STEP)
        yield
    except BaseException as error:
        _reserve.spend()
        sentence = _sentence(error)
        if sentence is None:
            raise
        raise sentence from error


class _Reserve:
    """Memory set aside while there is some: without any, no sentence could be made or shown."""

    _size = 4 * _MB

    def __init__(self) -> None:
        self._block = b""

    def keep(self) -> None:
        if not self._block:
            with suppress(MemoryError):
                self._block = bytes(self._size)

    def spend(self) -> None:
        self._block = b""


_reserve = _Reserve()


def _sentence(error: BaseException) -> UserError | None:
    if isinstance(error, ImportError):
        return _not_loaded()
    # SystemError: a library in C that got no memory and did not say so.
    if isinstance(error, MemoryError | SystemError):
        return lacking()
    return lacking() if isinstance(error, OSError) and error.errno == errno.ENOMEM else None


def _not_loaded() -> UserError:
    return UserError(
        tr(
            "A part of the program could not be loaded, probably because memory ran "
            "out. Close other programs and start this one again. If that does not "
            "help, install it again."
        )
    )
