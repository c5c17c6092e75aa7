"""The settings page in the rail."""

from collections.abc import Callable
from functools import partial

from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import labelled
from csq_desktop.texts import mark, tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import PageCommand, PageEntry, RailGroup
from csq_desktop.ui.settings.sections import BACK_UP, SECTIONS


def _load() -> Callable[[Context], Page]:
    from csq_desktop.ui.settings.page import SettingsPage

    return SettingsPage


def _section_words(title: str) -> str:
    return labelled(tr("Settings"), trc("settings", title))


ENTRY = PageEntry(
    key="settings",
    group=RailGroup.OUTPUT,
    place=30,
    title=mark("Settings", "rail"),
    icon="settings",
    needs=(),
    load=_load,
    commands=(
        PageCommand(
            words=lambda: tr("Back up now"),
            icon="archive",
            needs=Permission.BACK_UP,
            object_id=BACK_UP,
        ),
        *(
            PageCommand(
                words=partial(_section_words, section.title),
                icon="settings",
                needs=section.permission,
                object_id=section.key,
            )
            for section in SECTIONS
        ),
    ),
)
