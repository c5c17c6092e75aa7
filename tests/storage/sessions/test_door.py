"""The door of a store: everybody is let in, unless one has the files to oneself."""

import threading

import pytest

from csq_desktop.errors import StoreBusy
from csq_desktop.storage.sessions.door import Door


def test_whoever_comes_while_the_door_is_shut_waits() -> None:
    door, came, begun = Door(), threading.Event(), threading.Event()

    def come() -> None:
        begun.set()
        with door.inside():
            came.set()

    visitor = threading.Thread(target=come)
    with door.shut():
        with door.inside():  # who shut it works with the files
            pass
        visitor.start()
        begun.wait()
        assert not came.wait(0.1)
    assert came.wait(10)
    visitor.join()


def test_the_door_is_shut_once_everybody_has_left() -> None:
    door, may_leave, is_in = Door(), threading.Event(), threading.Event()

    def stay() -> None:
        with door.inside(), door.inside():
            is_in.set()
            may_leave.wait(10)

    guest = threading.Thread(target=stay)
    guest.start()
    is_in.wait()
    with pytest.raises(StoreBusy, match="busy"), door.shut(0.05):
        pass
    may_leave.set()
    with door.shut():
        guest.join()


def test_a_door_that_was_shut_is_open_afterwards() -> None:
    door = Door()
    with pytest.raises(KeyError), door.shut():
        raise KeyError
    with door.inside(), door.inside():
        pass
