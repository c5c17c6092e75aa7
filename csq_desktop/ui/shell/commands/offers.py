"""What Ctrl+K offers in a window: its commands, the finders of its pages, and the help."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from csq_desktop.domain.words.wording import labelled
from csq_desktop.texts import language, speaking, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page_entry import PageEntry
from csq_desktop.ui.shell import help as handbook
from csq_desktop.ui.shell.commands import synonyms
from csq_desktop.ui.shell.commands.command import Command, CommandGroup
from csq_desktop.ui.shell.commands.palette import Offers, PaletteEntry, Provider

_ORDER = (CommandGroup.PAGES, CommandGroup.WINDOW, CommandGroup.PAGE)


class HelpedWindow(Protocol):
    """What the offers ask of the window."""

    context: Context

    def show_help(self, key: str = "", heading: str = "") -> None:
        """Open a page of the help at a heading."""


def of(window: HelpedWindow, commands: Sequence[Command], pages: Sequence[PageEntry]) -> Offers:
    """Everything a window can offer now."""
    ordered = sorted(commands, key=lambda command: _ORDER.index(command.entry.group))
    entries: dict[str, PaletteEntry] = {}
    for command in ordered:
        # A page's main action may be there twice; the one of the page that is shown has a key,
        # the other knows the other words it is found by.
        earlier = entries.get(command.words)
        if command.entry.is_offered() and earlier is None:
            entries[command.words] = _entry(command)
        elif command.entry.is_offered() and earlier is not None and command.keys:
            entries[command.words] = replace(
                _entry(command), english=earlier.english, synonyms=earlier.synonyms
            )
    return Offers(
        commands=[*entries.values()],
        help=[*_help(window)],
        providers=_providers(window.context, pages),
    )


def _entry(command: Command) -> PaletteEntry:
    with speaking("en"):  # as the keys of a keyboard are typed before an input method is turned on
        english = command.words
    return PaletteEntry(
        command.words,
        command.entry.icon,
        command.run,
        command.keys,
        english=english,
        synonyms=synonyms.of(command.entry.name),
    )


def _help(window: HelpedWindow) -> Iterator[PaletteEntry]:
    for heading in handbook.headings(language()):
        words = "  ·  ".join(filter(None, (heading.page, heading.words)))
        show = partial(window.show_help, heading.key, heading.words)
        others = () if heading.words else synonyms.of(f"help/{heading.key}")
        yield PaletteEntry(
            labelled(tr("Help"), words), "help", show, text=heading.text, synonyms=others
        )


def _providers(context: Context, pages: Sequence[PageEntry]) -> list[Provider]:
    """The finders of the pages; those of identities last, and only with the vault's key."""
    sees = context.user.role.sees_identities
    return [
        Provider(page.finder(), page.key, page.icon, page.finds_identities)
        for page in sorted(pages, key=lambda page: page.finds_identities)
        if page.finder is not None and (sees or not page.finds_identities)
    ]
