"""What a screen reader gets over the accessibility bus: `python -m tests.ui.bus.bus_reader PAGE…`.

It asks libatspi, as Orca does. For each page named it presses the button of that name. Prints, for
what is shown first and then for each page, a line of JSON: the role, name and text of every part.
"""

import ctypes
import json
import sys
from collections.abc import Iterator
from ctypes import c_char_p, c_int, c_void_p
from typing import Any

LIBRARY = "libatspi.so.0"
_SHOWING = 25  # ATSPI_STATE_SHOWING
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "init": (c_int, []),
    "get_desktop": (c_void_p, [c_int]),
    "accessible_get_child_count": (c_int, [c_void_p, c_void_p]),
    "accessible_get_child_at_index": (c_void_p, [c_void_p, c_int, c_void_p]),
    "accessible_get_name": (c_char_p, [c_void_p, c_void_p]),
    "accessible_get_role_name": (c_char_p, [c_void_p, c_void_p]),
    "accessible_get_state_set": (c_void_p, [c_void_p]),
    "state_set_contains": (c_int, [c_void_p, c_int]),
    "accessible_get_text_iface": (c_void_p, [c_void_p]),
    "text_get_character_count": (c_int, [c_void_p, c_void_p]),
    "text_get_text": (c_char_p, [c_void_p, c_int, c_int, c_void_p]),
    "accessible_get_action_iface": (c_void_p, [c_void_p]),
    "action_do_action": (c_int, [c_void_p, c_int, c_void_p]),
}
_library = ctypes.CDLL(LIBRARY)


def _ask(name: str, *arguments: object) -> Any:
    function = getattr(_library, f"atspi_{name}")
    function.restype, function.argtypes = _SIGNATURES[name]
    return function(*arguments)


def _text(name: str, part: int) -> str:
    return (_ask(name, part, None) or b"").decode()


def _parts(part: int) -> Iterator[int]:
    """The part and what is shown inside it."""
    yield part
    for at in range(_ask("accessible_get_child_count", part, None)):
        inner = _ask("accessible_get_child_at_index", part, at, None)
        if inner and _ask("state_set_contains", _ask("accessible_get_state_set", inner), _SHOWING):
            yield from _parts(inner)


def _read(part: int) -> tuple[str, str, str]:
    text = _ask("accessible_get_text_iface", part)
    letters = _ask("text_get_character_count", text, None) if text else 0
    words = _ask("text_get_text", text, 0, letters, None).decode() if letters > 0 else ""
    return _text("accessible_get_role_name", part), _text("accessible_get_name", part), words


def _program() -> int:
    """The program on the bus, once it is there."""
    desktop = _ask("get_desktop", 0)
    while True:  # whoever started this ends it when it takes too long
        for at in range(_ask("accessible_get_child_count", desktop, None)):
            program = _ask("accessible_get_child_at_index", desktop, at, None)
            if program and _ask("accessible_get_child_count", program, None) > 0:
                return int(program)


def _press(program: int, page: str) -> None:
    """Press the button that leads to a page, and wait until the window's title names it."""
    buttons = [part for part in _parts(program) if _text("accessible_get_name", part) == page]
    action = _ask("accessible_get_action_iface", buttons[0])
    _ask("action_do_action", action, 0, None)
    window = _ask("accessible_get_child_at_index", program, 0, None)
    while page not in _text("accessible_get_name", window):
        continue


def main(pages: list[str]) -> None:
    """Print what is shown first, then each page."""
    _ask("init")
    program = _program()
    for page in ("", *pages):
        if page:
            _press(program, page)
        sys.stdout.write(json.dumps([_read(part) for part in _parts(program)]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
