"""The window before anybody has signed in: welcome, a new store, signing in, the recovery sheet."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from csq_desktop import settings as machine
from csq_desktop import texts
from csq_desktop.clock import TimeSource
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import User
from csq_desktop.errors import UserError
from csq_desktop.services.stores import stores
from csq_desktop.texts import tr
from csq_desktop.ui.shell import placing, window_memory
from csq_desktop.ui.start import demo_shop
from csq_desktop.ui.start.page import StartPage
from csq_desktop.ui.start.panel import StartPanel
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme

if TYPE_CHECKING:
    from csq_desktop.domain.stores.recovery import RecoverySheet
    from csq_desktop.services.stores.opened import OpenStore

TITLE = "CSQ Desktop"
SIZE = (1040, 700)
SMALLEST = (640, 440)
_RECENT_SHOWN = 5


class StartWindow(QWidget):
    """One page at a time beside a panel; `opened` carries the open store."""

    opened = Signal(object)
    settings_changed = Signal(object)
    closed = Signal()
    folder_changed = Signal(object)
    painted = Signal()

    def __init__(
        self,
        tasks: Tasks,
        settings: machine.Settings,
        *,
        source: TimeSource,
        geometry: str = "",
    ) -> None:
        super().__init__()
        self.tasks, self.settings, self._source = tasks, settings, source
        self.setObjectName("start")
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*SMALLEST)
        placing.place(self, geometry, SIZE)
        self._held: OpenStore | None = None
        self._was_painted = False
        self._again: Callable[[], None] = self.show_welcome
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._panel = StartPanel()
        self._stack = QStackedWidget()
        self._build()

    @property
    def page(self) -> QWidget | None:
        """The page shown now."""
        return self._stack.currentWidget()

    def show_welcome(self, error: UserError | None = None) -> None:
        """Show the first page, with an error where one is given."""
        from csq_desktop.ui.welcome.page import WelcomePage

        self._again = self.show_welcome
        recent = [Path(path) for path in self.settings.recent_stores[:_RECENT_SHOWN]]
        names = {folder: window_memory.name_of(folder) for folder in recent}
        page = WelcomePage(self.tasks, names)
        page.store_chosen.connect(self.show_sign_in)
        page.store_forgotten.connect(self._on_forgotten)
        page.new_asked.connect(self.show_new_store)
        page.demo_asked.connect(self.show_demo)
        page.restore_asked.connect(self.show_restore)
        self.folder_changed.emit(None)
        self._show(page)
        if error is not None:
            page.show_error(error)

    def show_new_store(self) -> None:
        """Show the form for a new store."""
        from csq_desktop.ui.welcome.new_store import NewStorePage

        self._again = self.show_new_store
        page = NewStorePage(self.tasks, source=self._source)
        page.created.connect(self._on_made)
        page.left.connect(self.show_welcome)
        self._show(page)

    def show_sign_in(self, folder: Path) -> None:
        """Show who may sign in to a store; the first page with a sentence when that fails."""
        from csq_desktop.ui.sign_in.page import SignInPage

        try:
            people = stores.people(folder)
        except UserError as error:
            self.show_welcome(error)
            return
        self._again = partial(self.show_sign_in, folder)
        last = machine.last_user(self.settings, folder)
        page = SignInPage(self.tasks, folder, people, last, source=self._source)
        page.title.setText(window_memory.name_of(folder))
        page.opened.connect(self._on_opened)
        page.left.connect(self.show_welcome)
        page.recovery_asked.connect(partial(self._show_recovery, folder, people))
        if demo_shop.is_demo(folder):
            page.show_passphrases(demo_shop.passphrases(people))
        self.folder_changed.emit(folder)
        self._show(page)

    def show_demo(self) -> None:
        """Open the demo shop, signed in; made first where it is not there yet."""
        from csq_desktop.ui.welcome.demo import DemoPage

        self._again = self.show_demo
        page = DemoPage(self.tasks, source=self._source)
        page.opened.connect(self._on_opened)
        page.left.connect(self.show_welcome)
        self._show(page)
        page.open_demo()

    def show_restore(self) -> None:
        """Show the page that restores a backup."""
        from csq_desktop.ui.welcome.restore import RestorePage

        self._again = self.show_restore
        page = RestorePage(self.tasks, source=self._source)
        page.restored.connect(self._on_restored)
        page.left.connect(self.show_welcome)
        self._show(page)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.tasks.close()
        if self._held is not None:
            self._held.close()
        super().closeEvent(event)
        self.closed.emit()

    def change_settings(self, settings: machine.Settings) -> None:
        """Use other settings of this machine; whoever receives `settings_changed` saves them."""
        self.settings = settings
        self.settings_changed.emit(settings)

    def _show_recovery(self, folder: Path, people: Sequence[User], chosen: User | None) -> None:
        from csq_desktop.ui.sign_in.recovery import RecoveryPage

        self._again = partial(self._show_recovery, folder, people, chosen)
        page = RecoveryPage(self.tasks, folder, people, chosen, source=self._source)
        page.opened.connect(self._on_opened)
        page.left.connect(partial(self.show_sign_in, folder))
        self._show(page)

    def _on_made(self, store: "OpenStore", code: str) -> None:
        from csq_desktop.services.stores import recovery_sheets

        self._held = store
        self._panel.setEnabled(False)
        job = partial(recovery_sheets.first_sheet, store, code)
        self.tasks.compute(self, job, self._show_sheet, lambda _error: self._on_later())

    def _show_sheet(self, sheet: "RecoverySheet") -> None:
        from csq_desktop.ui.kit.recovery_sheet import RecoverySheetView

        self._panel.setEnabled(True)
        self._again = partial(self._show_sheet, sheet)
        view = RecoverySheetView(self.tasks, sheet)
        view.stored.connect(self._on_stored)
        view.later.connect(self._on_later)
        self._show(view)

    def _on_stored(self) -> None:
        from csq_desktop.services.stores import recovery_sheets

        assert self._held is not None
        job = partial(recovery_sheets.mark_stored, self._held)
        self.tasks.compute(self, job, lambda _: self._on_later())

    def _on_later(self) -> None:
        store, self._held = self._held, None
        if store is not None:
            self._on_opened(store)

    def _on_opened(self, store: "OpenStore") -> None:
        self._panel.setEnabled(False)  # rebuilding the page now would lose the open store
        settings = machine.remember_user(self.settings, store.folder, store.user.id)
        if not demo_shop.is_demo(store.folder):
            settings = machine.remember_store(settings, store.folder)
        self.change_settings(settings)
        self.opened.emit(store)

    def _on_restored(self, folder: Path, message: str) -> None:
        self.show_sign_in(folder)
        if isinstance(self.page, StartPage):
            self.page.message.say(message, Tone.GOOD)

    def _on_forgotten(self, folder: Path) -> None:
        before, name = self.settings, window_memory.name_of(folder)
        self.change_settings(machine.forget_store(before, folder))
        back = partial(self._on_listed_again, before, folder, window_memory.forget(folder))
        self.show_welcome()
        if isinstance(self.page, StartPage):
            words = tr("“{name}” is no longer listed. Its folder was not touched.", name=name)
            self.page.message.say(words, Tone.SOFT, tr("Undo"), back)

    def _on_listed_again(self, before: machine.Settings, folder: Path, remembered: bytes) -> None:
        window_memory.put_back(folder, remembered)
        self.change_settings(before)
        self.show_welcome()

    def _on_language(self, code: str) -> None:
        self.change_settings(replace(self.settings, language=code))
        if code == texts.language():
            return
        texts.set_language(code)
        theme.current().apply()
        self._start_over(f"language_{code}")

    def _on_theme(self, mode: str) -> None:
        self.change_settings(replace(self.settings, theme=mode))
        theme.current().switch(mode=mode)
        self._start_over(f"theme_{mode}")

    def _on_working(self, on: bool) -> None:
        """Block language and theme, which rebuild the page, while it is working."""
        self._panel.setEnabled(not on)

    def _start_over(self, chosen: str) -> None:
        """Rebuild panel and page in another language or theme; what was typed stays."""
        typed = self.page.typed() if isinstance(self.page, StartPage) else {}
        holder = self.focusWidget()
        held = holder.objectName() if holder is not None else ""
        if holder is not None and self._panel.isAncestorOf(holder):
            held = chosen
        self._row.removeWidget(self._panel)
        self._panel.setParent(None)  # an arrow key gives the keyboard to its button only after this
        self._panel.deleteLater()
        self._panel = StartPanel()
        self._build()
        self._again()
        if isinstance(self.page, StartPage):
            self.page.put_back(typed)
        self._give_keyboard(held)

    def _give_keyboard(self, name: str) -> None:
        """Give the keyboard to the control of that name; an earlier page's is still here, too."""
        for place in (self._panel, self.page):
            control = place.findChild(QWidget, name) if name and place is not None else None
            if control is not None:
                control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self._panel.language_chosen.connect(self._on_language)
        self._panel.theme_chosen.connect(self._on_theme)
        self._row.insertWidget(0, self._panel)
        self._row.addWidget(self._stack, 1)

    def _show(self, page: QWidget) -> None:
        earlier = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if earlier is not None:
            self._stack.removeWidget(earlier)
            earlier.deleteLater()
        if isinstance(page, StartPage):
            page.working_changed.connect(self._on_working)
            page.begin()
