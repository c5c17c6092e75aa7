"""The window: pages, dialogs, models and widgets."""

import sys

_ENOUGH = 1 << 48


def _keep_singletons() -> None:
    """Give None, True and False references that no number of calls can use up.

    PySide6 6.12.0 returns None and True without taking a reference. Python bears that since 3.12
    (PEP 683); before, some ten thousand calls into Qt end the program with `none_dealloc`.
    """
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    import ctypes

    for single in (None, True, False):
        if sys.getrefcount(single) < _ENOUGH:
            ctypes.c_ssize_t.from_address(id(single)).value += _ENOUGH


_keep_singletons()
