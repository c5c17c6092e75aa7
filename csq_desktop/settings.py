"""This machine's settings: language, theme, text size, recent stores; never customer data."""

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from csq_desktop import disk_refusals, paths
from csq_desktop.errors import UserError
from csq_desktop.texts import LANGUAGES, tr
from csq_desktop.whole_files import replace_whole

RECENT_STORES_KEPT = 8
TEXT_PERCENTS = (100, 110, 125, 150, 175, 200)
THEMES = ("system", "light", "dark")
ANY_STORE = ""
_BOARD = "board"
_ID = re.compile(r"[0-9]{1,19}")
Entries = tuple[Any, ...]


@dataclass(frozen=True)
class Settings:
    """What is remembered between starts; `text_percent` 100 to 200, `idle_minutes` 1 to 60."""

    language: str = ""
    theme: str = "system"
    text_percent: int = 100
    idle_minutes: int = 5
    rail_collapsed: bool = False
    recent_stores: tuple[str, ...] = ()
    columns: tuple[tuple[str, str, str], ...] = ()
    last_users: tuple[tuple[str, str], ...] = ()
    filters: tuple[tuple[str, str, str, str], ...] = ()
    boards: tuple[tuple[str, str, str], ...] = ()  # who looks at a store's cases as a board
    details: bool = False  # whether statistics stand beside figures and charts


# What this program read or wrote last, by file: what differs from it was changed here.
_last_known: dict[Path, Settings] = {}


def settings_file() -> Path:
    """The file the settings live in."""
    return paths.user_config() / "settings.json"


def load() -> Settings:
    """Read the settings; an unreadable or damaged file gives the defaults."""
    settings = _stored()
    _last_known[settings_file()] = settings
    return settings


def save(settings: Settings) -> None:
    """Write what was changed since the settings were last read or written here.

    Another window may have written meanwhile: what was changed there stays. The file is written
    whole or not at all.
    """
    target = settings_file()
    joined = _joined(_stored(), _last_known.get(target), settings)
    try:
        replace_whole(target, json.dumps(asdict(joined), indent=1).encode(), forced=False)
    except OSError as error:
        refusal = disk_refusals.in_words(error, target)
        reason = refusal.text if refusal else type(error).__name__
        raise UserError(
            tr("Your settings hold only until the program ends. {reason}", reason=reason)
        ) from error
    _last_known[target] = settings


def _stored() -> Settings:
    try:
        stored = json.loads(settings_file().read_text("utf-8"))
    except OSError:
        return Settings()
    except (ValueError, RecursionError):
        with suppress(OSError):  # somebody may want to look what stood there
            os.replace(settings_file(), settings_file().with_suffix(".damaged"))
        return Settings()
    return _from_json(stored) if isinstance(stored, dict) else Settings()


def _joined(stored: Settings, last: Settings | None, settings: Settings) -> Settings:
    """What is stored now, with what was changed here since the last time."""
    if last is None:
        return settings
    changed: dict[str, Any] = {}
    for field in fields(Settings):
        before, now = getattr(last, field.name), getattr(settings, field.name)
        if now != before:
            there = getattr(stored, field.name)
            is_list = isinstance(now, tuple)
            changed[field.name] = _joined_entries(there, before, now) if is_list else now
    return replace(stored, **changed)


def _joined_entries(there: Entries, before: Entries, now: Entries) -> Entries:
    """The entries stored now, with those removed and added here; one moved to the front is there.

    An entry is what it says of: of a list, all but its last part.
    """
    removed = {entry for entry in before if entry not in now}
    added = [entry for entry in now if entry not in before] or list(now[:1])
    keys = {_key(entry) for entry in added}
    stay = [entry for entry in there if entry not in removed and _key(entry) not in keys]
    return (*added, *stay)


def _key(entry: object) -> object:
    return entry[:-1] if isinstance(entry, tuple) else entry


def remember_store(settings: Settings, folder: Path) -> Settings:
    """Settings with the folder first among the recent stores."""
    others = [path for path in settings.recent_stores if path != str(folder)]
    recent = (str(folder), *others)[:RECENT_STORES_KEPT]
    return replace(settings, recent_stores=recent)


def forget_store(settings: Settings, folder: Path) -> Settings:
    """Settings without the folder among the recent stores."""
    recent = tuple(path for path in settings.recent_stores if path != str(folder))
    users = tuple(pair for pair in settings.last_users if pair[0] != str(folder))
    columns = tuple(entry for entry in settings.columns if entry[0] != str(folder))
    filters = tuple(entry for entry in settings.filters if entry[0] != str(folder))
    boards = tuple(entry for entry in settings.boards if entry[0] != str(folder))
    return replace(
        settings,
        recent_stores=recent,
        last_users=users,
        columns=columns,
        filters=filters,
        boards=boards,
    )


def remember_columns(settings: Settings, folder: Path, table: str, choice: str) -> Settings:
    """Settings with what was chosen of a table's columns in a store; nothing when empty."""
    others = tuple(entry for entry in settings.columns if entry[:2] != (str(folder), table))
    columns = (*others, (str(folder), table, choice)) if choice else others
    return replace(settings, columns=columns)


def remembered_columns(settings: Settings, folder: Path, table: str) -> str:
    """What was chosen of a table's columns in a store on this computer."""
    entries = {entry[:2]: entry[2] for entry in settings.columns}
    return entries.get((str(folder), table), entries.get((ANY_STORE, table), ""))


def remember_filters(
    settings: Settings, folder: Path, table: str, saved: Mapping[str, str]
) -> Settings:
    """Settings with the named filters of a table in a store, in place of the earlier ones."""
    others = tuple(entry for entry in settings.filters if entry[:2] != (str(folder), table))
    entries = ((str(folder), table, name, view) for name, view in saved.items())
    return replace(settings, filters=(*others, *entries))


def saved_filters(settings: Settings, folder: Path, table: str) -> dict[str, str]:
    """The filters of a table in a store on this computer, by name."""
    own = [entry for entry in settings.filters if entry[:2] == (str(folder), table)]
    return {name: view for _, _, name, view in own}


def remember_board(settings: Settings, folder: Path, user_id: int, *, on: bool) -> Settings:
    """Settings that say whether a user looks at a store's cases as a board."""
    own = (str(folder), str(user_id), _BOARD)
    others = tuple(entry for entry in settings.boards if entry != own)
    return replace(settings, boards=(*others, own) if on else others)


def looks_at_board(settings: Settings, folder: Path, user_id: int) -> bool:
    """Whether a user looks at a store's cases as a board on this computer."""
    return (str(folder), str(user_id), _BOARD) in settings.boards


def remember_user(settings: Settings, folder: Path, user_id: int) -> Settings:
    """Settings with the id of the user to offer first at this store's next sign-in."""
    others = [pair for pair in settings.last_users if pair[0] != str(folder)]
    users = ((str(folder), str(user_id)), *others)[:RECENT_STORES_KEPT]
    return replace(settings, last_users=users)


def last_user(settings: Settings, folder: Path) -> int | None:
    """The id of whoever signed in to this store last on this computer."""
    user_id = dict(settings.last_users).get(str(folder), "")
    return int(user_id) if _ID.fullmatch(user_id) else None


def _from_json(stored: dict[str, object]) -> Settings:
    """The stored settings; an invalid value is replaced by its default."""
    return Settings(
        language=_one_of(stored.get("language"), ("", *LANGUAGES)),
        theme=_one_of(stored.get("theme"), THEMES),
        text_percent=_within(stored.get("text_percent"), 100, 200, Settings.text_percent),
        idle_minutes=_within(stored.get("idle_minutes"), 1, 60, Settings.idle_minutes),
        rail_collapsed=stored.get("rail_collapsed") is True,
        recent_stores=_texts(stored.get("recent_stores"))[:RECENT_STORES_KEPT],
        columns=_columns(stored.get("columns")),
        last_users=tuple((pair[0], pair[1]) for pair in _entries(stored.get("last_users"), 2)),
        filters=_filters(stored.get("filters")),
        boards=tuple((each[0], each[1], each[2]) for each in _entries(stored.get("boards"), 3)),
        details=stored.get("details") is True,
    )


def _one_of(value: object, choices: tuple[str, ...]) -> str:
    return value if isinstance(value, str) and value in choices else choices[0]


def _within(value: object, low: int, high: int, default: int) -> int:
    return value if type(value) is int and low <= value <= high else default


def _texts(value: object) -> tuple[str, ...]:
    """The texts of a list that can be written, and be names of files."""
    texts = value if isinstance(value, list) else ()
    return tuple(text for text in texts if _is_writable(text))


def _is_writable(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        os.fsencode(value)
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _entries(value: object, length: int) -> list[tuple[str, ...]]:
    entries = [_texts(entry) for entry in value] if isinstance(value, list) else []
    return [entry for entry in entries if len(entry) == length]


def _filters(value: object) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (folder, table, name, view)
        for folder, table, name, view in _entries(value, 4)
        if _is_object(view)
    )


def _is_object(text: str) -> bool:
    """Whether a text holds names and texts, as those who read it expect."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(read, dict) and all(isinstance(part, str) for part in read.values())


def _columns(value: object) -> tuple[tuple[str, str, str], ...]:
    """The columns of each store's tables; of an earlier version's pairs, the hidden ones alone.

    Those were of every store, and held widths that nobody had chosen.
    """
    hidden = (
        (table, ",".join(part for part in choice.split(",") if part.endswith(":-1")))
        for table, choice in _entries(value, 2)
    )
    earlier = ((ANY_STORE, table, choice) for table, choice in hidden if choice)
    return (*earlier, *((entry[0], entry[1], entry[2]) for entry in _entries(value, 3)))
