"""This machine's settings: language, theme, text size, recent stores; never customer data."""

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from csq_desktop import paths

RECENT_STORES_KEPT = 8


@dataclass(frozen=True)
class Settings:
    """What is remembered between starts; `text_percent` 100 to 200, `idle_minutes` 1 to 60."""

    language: str = ""
    theme: str = "system"
    text_percent: int = 100
    idle_minutes: int = 5
    rail_collapsed: bool = False
    recent_stores: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()


def settings_file() -> Path:
    """The file the settings live in."""
    return paths.user_config() / "settings.json"


def load() -> Settings:
    """Read the settings; an unreadable or damaged file gives the defaults."""
    try:
        stored = json.loads(settings_file().read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _from_json(stored) if isinstance(stored, dict) else Settings()


def save(settings: Settings) -> None:
    """Write the settings whole or not at all."""
    target = settings_file()
    draft = target.with_suffix(".new")
    draft.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=1), "utf-8")
    os.replace(draft, target)


def remember_store(settings: Settings, folder: Path) -> Settings:
    """Settings with the folder first among the recent stores."""
    others = [path for path in settings.recent_stores if path != str(folder)]
    recent = (str(folder), *others)[:RECENT_STORES_KEPT]
    return replace(settings, recent_stores=recent)


def _from_json(stored: dict[str, object]) -> Settings:
    known = {}
    for field in fields(Settings):
        value = stored.get(field.name)
        default = field.default
        if isinstance(default, tuple) and isinstance(value, list):
            known[field.name] = tuple(tuple(v) if isinstance(v, list) else v for v in value)
        elif type(value) is type(default):
            known[field.name] = value
    return Settings(**known)
