"""Where things lie: the program's own resources and this user's folders.

A folder of the user's that cannot be made is named all the same: what is kept in most of them is a
convenience, and whoever writes there meets the system's refusal and knows what it means.
"""

import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import platformdirs

_APP = "CSQ Desktop"


@cache
def program_root() -> Path:
    """Folder that holds `resources` and `db`, in a checkout and in a frozen program alike."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def resources() -> Path:
    """Folder of icons, fonts, translations and templates."""
    return program_root() / "resources"


def migrations() -> Path:
    """Folder of the schema's history (Alembic)."""
    return program_root() / "db"


def user_config() -> Path:
    """Folder of this user's settings; made when missing."""
    return _made(Path(platformdirs.user_config_dir(_APP, appauthor=False)))


def user_state() -> Path:
    """Folder of logs and other files that may be deleted; made when missing."""
    return _made(Path(platformdirs.user_state_dir(_APP, appauthor=False)))


def documents() -> Path:
    """Where this user's documents lie, and where choosing a file begins."""
    return _there(platformdirs.user_documents_dir())


def pictures() -> Path:
    """Where this user's photos lie."""
    return _there(platformdirs.user_pictures_dir())


def default_stores_folder() -> Path:
    """Folder a new store is offered in."""
    return Path(platformdirs.user_documents_dir()) / "CSQ"


def default_backups_folder(store: str) -> Path:
    """Folder a store's backups go to when no other was chosen: outside every store's own."""
    return Path(platformdirs.user_documents_dir()) / "CSQ backups" / store


def demo_folder() -> Path:
    """Folder of the made-up shop and its printed pack; made when missing."""
    return _made(Path(platformdirs.user_data_dir(_APP, appauthor=False)) / "demo")


def _made(folder: Path) -> Path:
    """The folder, made when it is missing and can be made."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _there(folder: str) -> Path:
    """A folder of the user's, or their home where it was never made."""
    return Path(folder) if os.path.isdir(folder) else Path.home()
