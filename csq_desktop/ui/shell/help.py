"""Offline help: the page of the handbook that belongs to what is shown."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from csq_desktop import paths
from csq_desktop.texts import LANGUAGES, language, tr
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.theme import theme, tokens

FIRST = "keyboard"
GENERAL = (FIRST, "sign_in", "lock_and_privacy", "trust")
"""Pages that belong to no page of the window: every help page links to them."""


def help_text(key: str, code: str) -> str:
    """The help page of a key in a language, or the one about keys."""
    folder = paths.resources() / "help"
    for place in (folder / code / f"{key}.md", folder / LANGUAGES[0] / f"{FIRST}.md"):
        if place.is_file():
            return place.read_text("utf-8")
    return ""


@dataclass(frozen=True)
class HelpHeading:
    """A heading of a help page: where it stands, its words, and the text below it."""

    key: str
    page: str
    words: str
    text: str


def headings(code: str) -> list[HelpHeading]:
    """Every heading of the help in a language, page by page; a page's own has no words more."""
    listed = []
    for file in sorted((paths.resources() / "help" / code).glob("*.md")):
        for part in file.read_text("utf-8").split("\n## "):
            words, _, text = part.partition("\n")
            own = "" if words.startswith("# ") else words
            listed.append(HelpHeading(file.stem, title_of(file.stem, code), own, text))
    return listed


def anchor(heading: HelpHeading) -> str:
    """What an English heading is called in code, such as “log-a-complaint”."""
    return heading.words.casefold().replace(" ", "-")


def heading_in(code: str, key: str, name: str) -> str:
    """The words of a heading of a help page in a language, by the anchor of the English one."""
    places = [anchor(heading) for heading in headings("en") if heading.key == key]
    own = [heading.words for heading in headings(code) if heading.key == key]
    return own[places.index(name)] if name in places else ""


def title_of(key: str, code: str) -> str:
    """The heading of a help page."""
    first, _, _ = help_text(key, code).partition("\n")
    return first.removeprefix("# ")


class HelpDialog(QDialog):
    """One help page, beside the window, so that both can be looked at.

    A tool of the window or dialog it is about: the keys of that are answered here, too.
    """

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setObjectName("help_dialog")
        self.setWindowTitle(tr("Help"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QTextBrowser()
        self._own = key
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(lambda link: self.show_page(link.toString()))
        self.show_page(key)
        self.text.setAccessibleName(tr("Help"))
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 14, 14)
        column.setSpacing(tokens.GAP)
        column.addWidget(self.text, 1)
        column.addWidget(
            buttons.secondary(tr("Close"), self.close, name="close_help"),
            0,
            Qt.AlignmentFlag.AlignRight,
        )
        size = QSize(theme.current().px(520), theme.current().px(560))
        self.resize(size.boundedTo(self.screen().availableSize() - QSize(40, 60)))

    def show_heading(self, words: str) -> None:
        """Scroll to a heading of the page shown; without words the page stays at its start.

        The dialog has to be shown before.
        """
        block = self.text.document().begin()
        while block.isValid() and not _is_heading(block, words):
            block = block.next()
        if words and block.isValid():
            self.text.setTextCursor(QTextCursor(block))
            top = self.text.document().documentLayout().blockBoundingRect(block).top()
            self.text.verticalScrollBar().setValue(int(top))

    def show_page(self, key: str) -> None:
        """Show a page, and below it the way to the others and back."""
        code = language()
        others = [each for each in dict.fromkeys((self._own, *GENERAL)) if each != key]
        links = " · ".join(f"[{title_of(each, code)}]({each})" for each in others)
        self.text.setMarkdown(f"{help_text(key, code)}\n\n---\n\n{links}\n")
        self.text.moveCursor(QTextCursor.MoveOperation.Start)


def _is_heading(block: QTextBlock, words: str) -> bool:
    """Whether it is this heading, and not a line or a cell of a table with the same words."""
    return bool(block.blockFormat().headingLevel()) and block.text() == words
