"""One window per store: a second start raises the window that runs already.

The lock of the store keeps two programs off one file (storage/lock.py); this is only the bell that
a second start rings. A bell that nobody answers is no bell: its owner has died.
"""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from csq_desktop import paths

_PATIENCE_MS = 400
_RING = b"raise\n"


def _name(folder: Path | None) -> str:
    """The bell of a store, or of the program as a whole, for this user of the computer."""
    place = "" if folder is None else str(folder.absolute())
    digest = hashlib.sha256(f"{paths.user_state()}\n{place}".encode()).hexdigest()
    return f"csq-{digest[:24]}"


def ring(folder: Path | None) -> bool:
    """Ask a running window to come to the front; whether one answered."""
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(_RING)
    socket.flush()
    return socket.waitForReadyRead(_PATIENCE_MS) and bool(socket.readAll().data())


class Bell(QObject):
    """Hears a second start while it hangs; `rung` comes when somebody rings."""

    rung = Signal()

    def __init__(self, folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        name = _name(folder)
        if not self._server.listen(name) and not ring(folder):
            QLocalServer.removeServer(name)  # left behind by a program that was killed
            self._server.listen(name)

    @property
    def hangs(self) -> bool:
        """Whether it is this program that hears the ring."""
        return self._server.isListening()

    def take_down(self) -> None:
        """Hear nothing from now on."""
        self._server.close()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.write(b"here\n")
            socket.flush()
            self.rung.emit()
