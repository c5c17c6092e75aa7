"""What a feature adds to the page of a case: declared as PART in `case.py` of its own package.

A feature keeps its forms, its section and its commands in its package; the page of a case finds
them, so that a further feature edits nothing here. Whoever freezes the program names
csq_desktop.ui.*.case, since no import does.
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtWidgets import QWidget

from csq_desktop import ui
from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.features import declared
from csq_desktop.texts import mark, trc
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.context import Context


class CommandPlace(StrEnum):
    """Where a command on a case is offered.

    STEP is a button at the foot, WORK stands in the menu itself, the others in submenus of it.
    """

    STEP = "step"
    WORK = "work"
    PAPERS = "papers"
    CONNECTIONS = "connections"
    CORRECTIONS = "corrections"

    @property
    def label(self) -> str:
        """The title of a submenu."""
        return trc("case menu", _TITLES[self])


_TITLES = {
    CommandPlace.PAPERS: mark("Letters and papers", "case menu"),
    CommandPlace.CONNECTIONS: mark("Connected with", "case menu"),
    CommandPlace.CORRECTIONS: mark("Correct", "case menu"),
}


@dataclass(frozen=True)
class CaseCommand:
    """One thing that can be done with a case by those who may; `primary` is the likeliest."""

    label: str
    name: str
    act: Callable[[], object]
    permission: Permission
    primary: bool = False
    place: CommandPlace = CommandPlace.WORK


class CasePage(QWidget):
    """The page of the case that is shown, as features see it."""

    context: Context
    complaint: Complaint | None

    @abstractmethod
    def ask(self, form: type[WorkDialog]) -> None:
        """Open a form about the case shown."""

    @abstractmethod
    def write(self, job: Job, toast_text: str) -> None:
        """Do something to the store and say so."""


def no_commands(_page: CasePage, _complaint: Complaint) -> Sequence[CaseCommand]:
    """What a part that only shows something offers."""
    return ()


@dataclass(frozen=True, kw_only=True)
class CasePart:
    """A feature's part of the page. `place` orders the sections and commands of the features.

    `commands` are asked for each time a case is shown, `of_voided` where it was voided. Of steps
    the likeliest comes first. `forms` are what an unfinished draft is reopened in.
    """

    place: int
    section: Callable[[Context], CaseSection] | None = None
    commands: Callable[[CasePage, Complaint], Sequence[CaseCommand]] = no_commands
    of_voided: Callable[[CasePage, Complaint], Sequence[CaseCommand]] = no_commands
    forms: tuple[type[WorkDialog], ...] = ()


def form_called(kind: str) -> type[WorkDialog] | None:
    """The form of a kind, whichever feature declares it: what is missing leads there."""
    return next((form for part in parts() for form in part.forms if form.kind == kind), None)


@cache
def parts() -> tuple[CasePart, ...]:
    """The parts that features declare, in their order; ValueError when two want one place."""
    found = sorted((module.PART for module in declared(ui, "case")), key=lambda part: part.place)
    places = [part.place for part in found]
    if len(set(places)) < len(places):
        raise ValueError(f"two of {places} are one place on the page of a case")
    return tuple(found)
