"""One window per store: a second start raises the window that runs already.

The lock of the store keeps two programs off one file (storage/files/lock.py); this is only a
local socket, the bell, that a second start connects to. A small file says that there is one, so
that a start without it need not load QtNetwork. If nobody answers, the owner was killed.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from csq_desktop import paths

_PATIENCE_MS = 400


def ring(folder: Path | None) -> bool:
    """Ask a running window to come to the front; whether there was one.

    None stands for any window of the program.
    """
    if not os.path.exists(_sign(folder)):  # also False where the folder may not be looked into
        return False
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    reached = socket.waitForConnected(_PATIENCE_MS)
    socket.disconnectFromServer()
    return reached


class Bell(QObject):
    """Listens for a second start; `rung` is emitted when there is one."""

    rung = Signal()

    def __init__(self, folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer

        self._folder = folder
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        if not self._server.listen(_name(folder)) and not ring(folder):
            QLocalServer.removeServer(_name(folder))  # left behind by a program that was killed
            self._server.listen(_name(folder))
        if self.hangs:
            with suppress(OSError):  # then only the store's lock stops a second start
                _sign(folder).touch()

    @property
    def hangs(self) -> bool:
        """Whether this program listens."""
        return self._server.isListening()

    def take_down(self) -> None:
        """Stop listening."""
        if self.hangs:
            with suppress(OSError):
                _sign(self._folder).unlink(missing_ok=True)
            self._server.close()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.rung.emit()


def _name(folder: Path | None) -> str:
    """The socket's name, of a store or of the whole program, for this user of the computer."""
    place = "" if folder is None else folder.absolute()
    digest = hashlib.sha256(os.fsencode(f"{paths.user_state()}\n{place}")).hexdigest()
    return f"csq-{digest[:24]}"


def _sign(folder: Path | None) -> Path:
    return paths.user_state() / f"{_name(folder)}.bell"
