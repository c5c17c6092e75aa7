"""What thousands of short-lived stores would do again and again: half of a run's time."""

import os
from functools import cache, partial
from typing import Any

import pytest
from argon2 import low_level
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.util import LRUCache

from csq_desktop.storage.files import engine
from csq_desktop.storage.keys import kdf

AS_SHIPPED, FSYNC = engine.SYNCHRONOUS, os.fsync
STATEMENTS = 2000  # compiled ones kept, more than the program has


def begin(whole_run: pytest.MonkeyPatch) -> None:
    """Do once per run what does not depend on the test."""
    # The same passphrase, salt and cost give the same key, and a run's stores share their users.
    whole_run.setattr(kdf, "hash_secret_raw", cache(low_level.hash_secret_raw))
    # A statement is compiled once per run, not once per store: all stores speak one dialect.
    shared = {"compiled_cache": LRUCache[Any, Any](STATEMENTS)}
    whole_run.setattr(engine, "create_engine", partial(create_engine, execution_options=shared))
    whole_run.setattr(SQLiteDialect, "__eq__", lambda mine, other: type(mine) is type(other))
    whole_run.setattr(SQLiteDialect, "__hash__", lambda mine: hash(type(mine)))
    # What a page waits for is mostly there in two milliseconds, not in pytest-qt's ten.
    whole_run.setattr(QtBot, "wait", lambda bot, ms, wait=QtBot.wait: wait(bot, min(ms, 2)))
    # A test ends no computer, only programs: what they wrote is the operating system's by then.
    whole_run.setattr(engine, "SYNCHRONOUS", "OFF")
    whole_run.setattr(os, "fsync", lambda number: None)


def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each commit and each file wait for the disk, as they do in a shop."""
    monkeypatch.setattr(engine, "SYNCHRONOUS", AS_SHIPPED)
    monkeypatch.setattr(os, "fsync", FSYNC)
