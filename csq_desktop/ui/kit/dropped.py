"""What is dropped onto a page from outside the program."""

from PySide6.QtCore import QMimeData


def dropped_file(content: QMimeData) -> str:
    """The path of the one local file that is dragged, or nothing."""
    places = [url.toLocalFile() for url in content.urls() if url.isLocalFile()]
    return places[0] if len(places) == 1 else ""
