"""The commands of the window, and their keys: the only list of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject

from csq_desktop.domain.words.wording import labelled
from csq_desktop.settings import TEXT_PERCENTS, THEMES
from csq_desktop.texts import LANGUAGE_NAMES, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit import keyboard
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import PageCommand, PageEntry
from csq_desktop.ui.shell.commands.command import Command, CommandEntry, CommandGroup
from csq_desktop.ui.shell.commands.undo import LastAction

SETTINGS = "settings"
_NUMBERED = 9


class CommandedWindow(Protocol):
    """What the commands ask of the window."""

    context: Context
    last_action: LastAction

    @property
    def page(self) -> Page:
        """The page shown now."""

    def show_page(self, key: str, object_id: object = None) -> None:
        """Show a page, and there one object."""

    def show_palette(self) -> object:
        """Open the palette."""

    def show_shortcuts(self) -> object:
        """Open the list of keys."""

    def show_help(self, key: str = "") -> object:
        """Open the help of the page."""

    def lock(self) -> None:
        """Lock the store."""

    def close(self) -> bool:
        """Close the window."""


class Commands(QObject):
    """Makes the commands; the window answers their keys as long as this lives."""

    def __init__(self, window: CommandedWindow, pages: Sequence[PageEntry]) -> None:
        super().__init__()
        self._window, self._context, self._pages = window, window.context, pages
        entries = (*self._of_page(), *self._of_pages(), *self._of_window(), *self._looks())
        self.all = {entry.name: Command(entry, self) for entry in entries}

    def ready(self) -> list[Command]:
        """Those that are of use now, in their order."""
        return [command for command in self.all.values() if command.is_ready]

    def stop(self) -> None:
        """Answer no key any more: the window is locked."""
        for command in self.all.values():
            command.setEnabled(False)

    def _of_page(self) -> Iterator[CommandEntry]:
        page = partial(CommandEntry, group=CommandGroup.PAGE)
        here = self._here
        yield page(
            name="main_action",
            words=here(lambda shown: shown.primary_words()),
            run=here(lambda shown: shown.primary_action()),
            is_ready=here(lambda shown: bool(shown.primary_words())),
            icon="plus",
            keys=("Ctrl+N",),
        )
        yield page(
            name="search_page",
            words=lambda: tr("Search this page"),
            run=here(lambda shown: shown.search_action()),
            is_ready=here(lambda shown: shown.search_box() is not None),
            icon="list-search",
            keys=("Ctrl+F",),
        )
        yield page(
            name="print",
            words=lambda: tr("Print…"),
            run=here(_print),
            is_ready=here(lambda shown: keyboard.print_button(shown) is not None),
            icon="printer",
            keys=("Ctrl+P",),
        )
        yield page(
            name="refresh",
            words=lambda: tr("Refresh this page"),
            run=here(lambda shown: shown.reload()),
            icon="refresh",
            keys=("F5",),
        )
        yield page(
            name="help",
            words=lambda: tr("Help for this page"),
            run=self._window.show_help,
            icon="help",
            keys=("F1",),
        )

    def _here(self, ask: Callable[[Page], Any]) -> Callable[[], Any]:
        """A question to the page that is shown when it is asked."""
        return lambda: ask(self._window.page)

    def _of_pages(self) -> Iterator[CommandEntry]:
        for number, page in enumerate(self._pages, 1):
            by_number = [f"Ctrl+{number}"] if number <= _NUMBERED else []
            by_name = ["Ctrl+,"] if page.key == SETTINGS else []
            yield CommandEntry(
                name=f"page_{page.key}",
                words=partial(getattr, page, "label"),
                run=partial(self._window.show_page, page.key),
                group=CommandGroup.PAGES,
                icon=page.icon,
                keys=(*by_number, *by_name),
            )
        for page in self._pages:
            for command in page.commands:
                if self._context.may(command.needs):
                    yield self._on(page, command)

    def _on(self, page: PageEntry, command: PageCommand) -> CommandEntry:
        return CommandEntry(
            name="/".join((page.key, str(command.object_id or "main action"))),
            words=command.words,
            run=partial(self._begin, page.key, command.object_id),
            group=CommandGroup.PAGES,
            icon=command.icon,
        )

    def _begin(self, key: str, object_id: object) -> None:
        self._window.show_page(key, object_id)
        if object_id is None:
            self._window.page.primary_action()

    def _of_window(self) -> Iterator[CommandEntry]:
        window, context = self._window, self._context
        yield CommandEntry(
            name="palette",
            words=lambda: tr("Quick search"),
            run=window.show_palette,
            is_offered=lambda: False,
            icon="search",
            keys=("Ctrl+K",),
        )
        yield CommandEntry(
            name="shortcuts",
            words=lambda: tr("Keyboard shortcuts"),
            run=window.show_shortcuts,
            icon="keyboard",
            keys=("?", "Ctrl+/"),
        )
        yield CommandEntry(
            name="undo",
            words=self._undo_words,
            run=window.last_action.undo,
            is_offered=lambda: bool(window.last_action.words),
            icon="arrow-back-up",
            keys=("Ctrl+Z",),
        )
        yield CommandEntry(
            name="privacy",
            words=lambda: tr("Show names again") if context.private else tr("Hide all names"),
            run=lambda: context.set_private(not context.private),
            icon="eye-off",
            keys=("F9",),
        )
        yield CommandEntry(
            name="lock", words=lambda: tr("Lock"), run=window.lock, icon="lock", keys=("Ctrl+L",)
        )
        yield CommandEntry(
            name="quit", words=lambda: tr("Quit"), run=window.close, icon="logout", keys=("Ctrl+Q",)
        )

    def _undo_words(self) -> str:
        words = self._window.last_action.words
        return labelled(tr("Undo"), words) if words else tr("Undo")

    def _looks(self) -> Iterator[CommandEntry]:
        """Size of text, light or dark, language: what the settings call “this computer”."""
        text = partial(CommandEntry, icon="adjustments")
        yield text(
            name="larger_text",
            words=lambda: tr("Larger text"),
            run=lambda: self._set(text_percent=self._step(1)),
            is_ready=lambda: self._step(1) != self._context.settings.text_percent,
            keys=("Ctrl++", "Ctrl+="),
        )
        yield text(
            name="smaller_text",
            words=lambda: tr("Smaller text"),
            run=lambda: self._set(text_percent=self._step(-1)),
            is_ready=lambda: self._step(-1) != self._context.settings.text_percent,
            keys=("Ctrl+-",),
        )
        yield text(
            name="normal_text",
            words=lambda: tr("Normal text size"),
            run=lambda: self._set(text_percent=TEXT_PERCENTS[0]),
            keys=("Ctrl+0",),
        )
        for mode in THEMES:
            yield CommandEntry(
                name=f"theme_{mode}",
                words=partial(_theme_words, mode),
                run=partial(self._set, theme=mode),
                icon="moon" if mode == "dark" else "sun",
            )
        for code, name in LANGUAGE_NAMES.items():
            yield CommandEntry(
                name=f"language_{code}",
                words=partial(_language_words, name),
                run=partial(self._set, language=code),
                icon="language",
            )

    def _step(self, direction: int) -> int:
        """The next size of text that the settings offer; the same one at either end."""
        now = self._context.settings.text_percent
        beyond = [each for each in TEXT_PERCENTS if (each - now) * direction > 0]
        return min(beyond, key=lambda each: abs(each - now), default=now)

    def _set(self, **changed: Any) -> None:
        settings = replace(self._context.settings, **changed)
        if settings != self._context.settings:
            self._context.change_settings(settings)


def _print(page: Page) -> None:
    button = keyboard.print_button(page)
    if button is not None:
        button.click()


def _theme_words(mode: str) -> str:
    words = {"system": tr("Use system setting"), "light": tr("Light"), "dark": tr("Dark")}
    return labelled(tr("Appearance"), words[mode])


def _language_words(name: str) -> str:
    return labelled(tr("Language"), name)
