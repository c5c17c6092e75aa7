"""Every call by which the program changes a disk, seen before it is done.

SQLite's files are watched in its own VFS, whose methods are exchanged; small files that Python
writes, at the calls that make them lasting: `os.replace` and `os.fsync`.
"""

import ctypes
import errno
import os
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_size_t, c_void_p
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlcipher3 import _sqlite3 as driver

GO_ON, KILL = 0, -1  # what a watcher answers; anything else is SQLite's code of an error
IO_ERRORS = {"write": 778, "truncate": 1546, "sync": 1034, "open": 14, "delete": 2570}


@dataclass(frozen=True)
class Call:
    """One call: `write`, `truncate`, `sync`, `open`, `delete`, or `rename` with the new content."""

    kind: str
    path: Path
    offset: int = 0
    data: bytes = b""


Watcher = Callable[[Call], int]
_Open = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p, c_int, c_void_p)
_Delete = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)
_METHODS = 19  # words of sqlite3_io_methods, version 3: its version, then its methods
_WRITE, _TRUNCATE, _SYNC = 3, 4, 5


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", c_int),
        ("size", c_int),
        ("longest", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
    )


def watching(folder: Path, watcher: Watcher) -> AbstractContextManager[object]:
    """Ask the watcher before each call that changes a file below the folder."""
    stack, vfs = ExitStack(), _Watched(folder, watcher)
    stack.callback(vfs.undo)
    for name in ("replace", "fsync"):
        real = getattr(os, name)
        stack.enter_context(patch.object(os, name, partial(getattr(vfs, name), real)))
    return stack


class _Watched:
    """SQLite's VFS with its methods exchanged; holds them as long as SQLite may call them."""

    def __init__(self, folder: Path, watcher: Watcher) -> None:
        self._folder, self._watcher, self._on = str(folder), watcher, True
        self._paths: dict[int, Path] = {}  # by the address of SQLite's file
        self._tables: dict[int, Any] = {}  # by the address of the methods they replace
        _HELD.append(self)  # connections outlive the test that opened them
        find = ctypes.CDLL(driver.__file__).sqlite3_vfs_find
        find.restype = POINTER(_Vfs)
        self._vfs = find(None).contents
        self._was = (self._vfs.open, self._vfs.delete)
        self._hooks = (_Open(self._open), _Delete(self._delete))
        self._vfs.open, self._vfs.delete = (ctypes.cast(hook, c_void_p) for hook in self._hooks)

    def undo(self) -> None:
        self._vfs.open, self._vfs.delete = self._was
        self._on = False

    def replace(self, real: Callable[..., None], source: Any, target: Any) -> None:
        if self._is_ours(os.fspath(target)):
            _refuse(self._ask(Call("rename", Path(target), data=Path(source).read_bytes())))
        real(source, target)

    def fsync(self, real: Callable[[int], None], number: int) -> None:
        path = os.readlink(f"/proc/self/fd/{number}")
        if self._is_ours(path):
            _refuse(self._ask(Call("sync", Path(path))))
        real(number)

    def _is_ours(self, path: str) -> bool:
        return path.startswith(self._folder)

    def _ask(self, call: Call) -> int:
        return self._watcher(call) if self._on else GO_ON

    def _open(self, vfs: int, name: bytes | None, file: int, flags: int, out: int) -> int:
        path = os.fsdecode(name or b"").partition("?")[0]
        if self._is_ours(path) and (code := self._ask(Call("open", Path(path)))):
            _end_if(code)
            ctypes.cast(file, POINTER(c_void_p))[0] = None  # so SQLite does not close it
            return code
        code = _Open(self._was[0])(vfs, name, file, flags, out)
        methods = ctypes.cast(file, POINTER(c_void_p))
        if self._is_ours(path) and methods[0]:
            self._paths[file] = Path(path)
            methods[0] = ctypes.addressof(self._exchanged(methods[0]))
        return int(code)

    def _delete(self, vfs: int, name: bytes, sync: int) -> int:
        path = os.fsdecode(name)
        if self._is_ours(path) and (code := self._ask(Call("delete", Path(path)))):
            _end_if(code)
            return code
        return int(_Delete(self._was[1])(vfs, name, sync))

    def _exchanged(self, methods: int) -> Any:
        if methods not in self._tables:
            table = (c_size_t * _METHODS).from_buffer_copy(
                ctypes.string_at(methods, _METHODS * ctypes.sizeof(c_void_p))
            )
            hooks = {
                _WRITE: _Write(partial(self._write, _Write(table[_WRITE]))),
                _TRUNCATE: _Truncate(partial(self._truncate, _Truncate(table[_TRUNCATE]))),
                _SYNC: _Sync(partial(self._sync, _Sync(table[_SYNC]))),
            }
            for place, hook in hooks.items():
                table[place] = ctypes.cast(hook, c_void_p).value or 0
            self._tables[methods] = (table, hooks)
        return self._tables[methods][0]

    def _write(self, real: Any, file: int, data: int, size: int, offset: int) -> int:
        code = self._ask(Call("write", self._paths[file], offset, ctypes.string_at(data, size)))
        if code == KILL:
            real(file, data, size // 2, offset)
        _end_if(code)
        return code or int(real(file, data, size, offset))

    def _truncate(self, real: Any, file: int, size: int) -> int:
        code = self._ask(Call("truncate", self._paths[file], size))
        _end_if(code)
        return code or int(real(file, size))

    def _sync(self, real: Any, file: int, flags: int) -> int:
        code = self._ask(Call("sync", self._paths[file]))
        _end_if(code)
        return code or int(real(file, flags))


_HELD: list[_Watched] = []


def _end_if(code: int) -> None:
    if code == KILL:
        os.kill(os.getpid(), signal.SIGKILL)


def _refuse(code: int) -> None:
    _end_if(code)
    if code:
        raise OSError(errno.EIO, os.strerror(errno.EIO))
