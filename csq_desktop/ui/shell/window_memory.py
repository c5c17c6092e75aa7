"""Where somebody was in a store on this computer: window, page, record, filters, open form.

One small file per store, apart from the settings, as two windows over two stores write when they
like. It holds keys and numbers alone, never what was searched for or typed. Where the window
stands is the same for everybody; where somebody was in it is each user's own.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from csq_desktop import log, paths
from csq_desktop.whole_files import replace_whole

_SHARED, _USERS = ("geometry", "shop"), "users"
_NO_ID = 2**63  # the first number that is no id
_logger = log.logger("window_memory")


@dataclass(frozen=True)
class WindowMemory:
    """What a window over a store returns to.

    `geometry` is Qt's own, in base64; `views` and `records` are by the key of their page; `form` is
    the draft of the form that was open when the window was locked. `shop` is what the store is
    called before anybody has signed in.
    """

    geometry: str = ""
    page: str = ""
    views: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    records: Mapping[str, int | str] = field(default_factory=dict)
    form: str = ""
    shop: str = ""


def load(folder: Path, user_id: int | None = None) -> WindowMemory:
    """What is remembered of a store, and of one of its users in it.

    An unreadable or damaged file is as good as none.
    """
    stored = _read(folder)
    own = _mapping(_mapping(stored.get(_USERS)).get(str(user_id)))
    return _from_json({**own, **{key: stored.get(key) for key in _SHARED}})


def save(folder: Path, memory: WindowMemory, user_id: int) -> None:
    """Remember it, whole or not at all; where that is not possible, the window opens as new."""
    target, own = _file(folder), asdict(memory)
    shared = {key: own.pop(key) for key in _SHARED}
    users = {**_mapping(_read(folder).get(_USERS)), str(user_id): own}
    try:
        target.parent.mkdir(exist_ok=True)
        replace_whole(target, json.dumps({**shared, _USERS: users}).encode(), forced=False)
    except OSError:
        _logger.exception("the window was not remembered")


def name_of(folder: Path) -> str:
    """What a store is called on this computer: its shop, or its folder where nobody knows it."""
    return load(folder).shop or folder.stem


def forget(folder: Path) -> bytes:
    """Remember nothing more of a store; gives what was remembered, for `put_back`."""
    remembered = b""
    with suppress(OSError):
        remembered = _file(folder).read_bytes()
        _file(folder).unlink()
    return remembered


def put_back(folder: Path, remembered: bytes) -> None:
    """Remember again what was forgotten by mistake."""
    with suppress(OSError):
        if remembered:
            replace_whole(_file(folder), remembered, forced=False)


def _file(folder: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()
    return paths.user_config() / "windows" / f"{digest[:24]}.json"


def _read(folder: Path) -> dict[str, object]:
    try:
        return _mapping(json.loads(_file(folder).read_text("utf-8")))
    except (OSError, ValueError, RecursionError):
        return {}


def _from_json(stored: dict[str, object]) -> WindowMemory:
    """What is remembered; a value of another kind than expected is left out."""
    views = _mapping(stored.get("views"))
    return WindowMemory(
        geometry=_text(stored.get("geometry")),
        page=_text(stored.get("page")),
        views={page: _texts(view) for page, view in views.items()},
        records={
            page: record
            for page, record in _mapping(stored.get("records")).items()
            if isinstance(record, str) or (type(record) is int and 0 <= record < _NO_ID)
        },
        form=_text(stored.get("form")),
        shop=_text(stored.get("shop")),
    )


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> dict[str, str]:
    return {key: text for key, text in _mapping(value).items() if isinstance(text, str)}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
