"""What every page gets: tasks, settings, who is signed in, and signals to the window."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.users import Permission, User, may
from csq_desktop.errors import UserError
from csq_desktop.settings import Settings, save
from csq_desktop.texts import tr
from csq_desktop.ui.drafts import Drafts
from csq_desktop.ui.tasks import Tasks, Waiting

T = TypeVar("T")
SAFETY_TOPICS = frozenset({"settings"})
"""What a page listens to that shows the state of backups and checks, which is kept as a setting;
whoever runs a whole-store job that changes it says so, since such a job has no topics."""

_STOPS = ".。"


@dataclass(frozen=True)
class SignedIn:
    """Who opened which store, and the shop's clock; the store itself is held by Tasks alone."""

    folder: Path
    user: User
    shop: Shop
    now: Callable[[], datetime]


@dataclass(frozen=True)
class ToastText:
    """A short message that disappears by itself; `undo` becomes a button."""

    text: str
    undo: Callable[[], object] | None = None


class Context(QObject):
    """One per window; pages keep it as `self.context`."""

    navigated = Signal(str, object)
    toasted = Signal(object)
    privacy_changed = Signal(bool)
    details_changed = Signal(bool)
    settings_changed = Signal(object)
    shop_changed = Signal()
    help_requested = Signal(str, str)
    """A page of the help, or that of the page shown where it is empty; and a heading's anchor."""
    lock_requested = Signal()
    quit_requested = Signal(str)
    """From a dialog; with what becomes of a form that is half done, which is asked first."""
    ready_to_lock = Signal()
    locking = Signal()
    troubled = Signal(object)
    waited = Signal(object)
    work_begun = Signal()
    """Something is being worked on from here; Ctrl+Z undoes nothing that was done before it."""

    def __init__(
        self, tasks: Tasks, signed_in: SignedIn, settings: Settings, drafts: Drafts | None = None
    ) -> None:
        super().__init__()
        self.tasks = tasks
        self.signed_in = signed_in
        self.settings = settings
        self.drafts = drafts or Drafts(tasks)
        self.private = self._said_unsaved = False
        self.lock_held = False  # while a recovery key is made, which is shown only once

    @property
    def user(self) -> User:
        """Who is signed in."""
        return self.signed_in.user

    @property
    def shop(self) -> Shop:
        """The shop the store belongs to."""
        return self.signed_in.shop

    def own_names(self) -> tuple[str, ...]:
        """The names that a secret must not consist of: the shop's, the branch's, the user's."""
        return self.shop.name, self.shop.branch_code, self.user.name

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.shop.zone)

    def now(self) -> datetime:
        """This moment, in UTC."""
        return self.signed_in.now()

    def today(self) -> date:
        """Today in the shop's zone."""
        return self.day_of(self.now())

    def day_of(self, moment: datetime) -> date:
        """The day of a moment in the shop's zone."""
        return moment.astimezone(self.zone).date()

    def may(self, permission: Permission) -> bool:
        """Whether the signed-in user's role allows it; services check again."""
        return may(self.user.role, permission)

    def navigate(self, key: str, object_id: object = None) -> None:
        """Open a page by the key of its entry, and there one object where given."""
        self.navigated.emit(key, object_id)

    def toast(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show a toast; with `undo`, one with an Undo button for what is not in the store yet."""
        back = None if undo is None else partial(self._undo_here, text, undo)
        self.toasted.emit(ToastText(text, back))

    def toast_done(
        self, text: str, job: Callable[..., T], then: Callable[[T], object] | None = None
    ) -> None:
        """Show a toast that something was written, whose Undo button runs another write.

        It works wherever somebody is by then, also when the page or dialog has gone: it says what
        was undone, and a refusal stands above the page that is shown.
        """
        self.toasted.emit(ToastText(text, partial(self._undo_write, text, job, then)))

    def show_waiting(self, waiting: Waiting | None) -> None:
        """Show on the page that is shown that an undo is being waited for."""
        self.waited.emit(waiting)

    def _undo_here(self, text: str, undo: Callable[[], object]) -> None:
        try:
            undo()
        except UserError as error:
            self._say_not_undone(error)
        else:
            self._say_undone(text)

    def _undo_write(
        self, text: str, job: Callable[..., T], then: Callable[[T], object] | None
    ) -> None:
        def undone(answer: T) -> None:
            self._say_undone(text)
            if then is not None:
                then(answer)

        self.tasks.write(self, job, undone, self._say_not_undone)

    def _say_undone(self, text: str) -> None:
        self.toast(tr("Undone: “{what}”", what=text.rstrip(_STOPS)))

    def _say_not_undone(self, error: UserError) -> None:
        self.troubled.emit(UserError(tr("It could not be undone. {reason}", reason=error.text)))

    def set_private(self, on: bool) -> None:
        """Turn the privacy screen on or off; every page blanks what shows a person."""
        if on != self.private:
            self.private = on
            self.privacy_changed.emit(on)

    def set_details(self, on: bool) -> None:
        """Show or hide the statistics of every figure and chart."""
        if on != self.settings.details:
            self.settings = replace(self.settings, details=on)
            self.keep_settings()
            self.details_changed.emit(on)

    def change_settings(self, settings: Settings) -> None:
        """Use and save other settings of this machine; emits `settings_changed`."""
        self.settings = settings
        self.keep_settings()
        self.settings_changed.emit(settings)

    def keep_settings(self) -> None:
        """Save this machine's settings; says so once when that is not possible."""
        try:
            save(self.settings)
        except UserError as error:
            if not self._said_unsaved:  # not at every column that is moved
                self._said_unsaved = True
                self.toast(error.text)

    def show_shop(self, shop: Shop) -> None:
        """Use the changed name or rules of the shop."""
        self.signed_in = replace(self.signed_in, shop=shop)
        self.shop_changed.emit()
