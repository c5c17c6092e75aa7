"""The program with a window: the order in which it starts, works, locks and ends."""

import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from csq_desktop import doors, log, paths, settings, texts
from csq_desktop.clock import TimeSource, computer_clock
from csq_desktop.errors import UserError
from csq_desktop.services.stores import stores
from csq_desktop.ui.kit import accessibility
from csq_desktop.ui.shell import one_instance, placing, qt_texts, window_memory
from csq_desktop.ui.shell.closing import CloseWatch
from csq_desktop.ui.shell.faults import FaultDialog, Faults
from csq_desktop.ui.shell.hand_over import HandOver
from csq_desktop.ui.shell.start_window import StartWindow
from csq_desktop.ui.start import demo_shop
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import icons, theme

if TYPE_CHECKING:
    from csq_desktop.storage.store import Store
    from csq_desktop.ui.context import Context, SignedIn
    from csq_desktop.ui.shell.main_window import MainWindow
    from csq_desktop.ui.shell.upkeep import Upkeep
    from csq_desktop.ui.shell.window_memory import WindowMemory

FAULT_CODE = 70  # EX_SOFTWARE of sysexits.h
_DEMO, _WELCOME = "--demo", "--welcome"
_INPUT_METHODS = ("wayland", "fcitx", "ibus", "compose")
"""Qt's own names. Fcitx answers the plugin for IBus too, which is the one that PySide6 brings."""
_logger = log.logger("app")
Relaunch = Callable[[Sequence[str]], object]


def run(words: Sequence[str]) -> int:
    """Open the window that the command line asks for; returns the exit code."""
    chosen = settings.load()
    texts.set_language(chosen.language or texts.system_language())
    program = Program(make_application(chosen), chosen)
    program.painted.connect(partial(_after_first_paint, program))
    program.ended.connect(program.application.exit)
    if not program.begin(words):
        return 0  # a window that runs already came to the front
    code = program.application.exec()
    if program.is_held_up:
        logging.shutdown()
        os._exit(code)  # Python would wait for the thread, or end with an error
    return code


def make_application(chosen: settings.Settings) -> QApplication:
    """The Qt application, with the theme and language of the settings."""
    choose_input_methods()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("CSQ Desktop")
    application.setDesktopFileName("csq-desktop")
    application.setQuitOnLastWindowClosed(False)
    qt_texts.install(application)
    theme.start(application, chosen)
    application.setWindowIcon(icons.program_icon())
    accessibility.install()
    return application


def choose_input_methods() -> None:
    """Let Chinese be typed with whatever input method the desktop runs, before Qt looks for one.

    Desktops set QT_IM_MODULE=fcitx, a plugin that PySide6 does not bring; Qt then tries no other.
    """
    if sys.platform.startswith("linux") and "QT_IM_MODULES" not in os.environ:
        own = os.environ.get("QT_IM_MODULE", "")
        methods = dict.fromkeys((own, *_INPUT_METHODS) if own else _INPUT_METHODS)
        os.environ["QT_IM_MODULES"] = ";".join(methods)


def _after_first_paint(program: "Program") -> None:
    """Set up what the first window did not need."""
    gc.freeze()  # objects made at start-up stay: the collector need not visit them again
    log.start(paths.user_state())
    doors.close()
    program.faults.listen()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: QTimer.singleShot(0, program.leave))


class Program(QObject):
    """One start window, then one main window over one store, then the end or a fresh start."""

    painted = Signal()
    ended = Signal(int)

    def __init__(
        self,
        application: QApplication,
        chosen: settings.Settings,
        relaunch: Relaunch | None = None,
        *,
        source: TimeSource = computer_clock,
        looks_after: bool = True,
    ) -> None:
        super().__init__()
        self.application, self.settings = application, chosen
        self.looks_after = looks_after
        self.window: QWidget | None = None
        self.store: Store | None = None
        self.context: Context | None = None
        self._main: MainWindow | None = None
        self._upkeep: Upkeep | None = None
        self._hand_over: HandOver | None = None
        self.tasks = Tasks(parent=self)
        self.faults = Faults()
        self._relaunch, self._source = relaunch, source
        self._bells: dict[Path | None, one_instance.Bell] = {}
        self._closing = CloseWatch(self)
        self._closing.closed.connect(self._on_closed)
        self._place: Path | None = None
        self._stands = False
        self._ending = self._faulty = self._is_placed = self.is_held_up = False
        self.faults.reported.connect(self._on_fault)
        self.tasks.broke.connect(self.faults.report)
        application.aboutToQuit.connect(self.let_go)

    def begin(self, words: Sequence[str]) -> bool:
        """Show the window asked for; False when one that runs already was raised instead."""
        word = words[0] if words else ""
        folder = Path(word).absolute() if word not in ("", _DEMO, _WELCOME) else None
        sought = demo_shop.folder() if word == _DEMO else folder
        if word != _WELCOME and one_instance.ring(sought):
            return False
        left = window_memory.load(folder).geometry if folder is not None else ""
        self._is_placed = bool(left)
        start = StartWindow(self.tasks, self.settings, source=self._source, geometry=left)
        start.opened.connect(self._on_opened)
        start.settings_changed.connect(self._on_settings)
        start.folder_changed.connect(self._on_folder)
        start.painted.connect(self._on_painted)
        self._watch(start)
        if word == _DEMO:
            start.show_demo()
        elif folder is not None:
            start.show_sign_in(folder)
        else:
            start.show_welcome()
        start.show()
        return True

    def lock(self) -> None:
        """Close the store, start anew at its sign-in, and end: that alone clears the memory.

        A curtain hides the page until the new window stands in the same place. The new program is
        started before the store is closed: what this one knows is gone the sooner.
        """
        if self.store is None or self._ending:
            return
        assert self._main is not None
        folder = self.store.folder
        self._ending = True
        self._keep_place(self._main)
        self._main.draw_curtain()
        self._take_down_bells()  # the new program would only raise this window
        started = self._start_afresh(folder)
        self.let_go()
        if not started:
            self._end()
            return
        self._hand_over = HandOver(folder, self)
        self._hand_over.finished.connect(self._end)

    def leave(self, code: int = 0) -> None:
        """Keep what was typed, close the store, and end."""
        if self._ending:
            return
        self._ending = True
        if self._main is not None:
            self._keep_place(self._main)
        if self.window is not None:
            self.window.hide()
        self.let_go()
        self._end(code)

    def _end(self, code: int = 0) -> None:
        if self.window is not None:
            self.window.hide()
        self.ended.emit(code)

    def _keep_place(self, main: "MainWindow") -> None:
        """Keep what was typed, and where somebody was in the store."""
        main.keep_typed()
        context = main.context
        window_memory.save(context.signed_in.folder, main.memory(), context.user.id)

    def let_go(self) -> None:
        """Finish the queued writes and close the store; may be called twice."""
        self._ending = True
        self._take_down_bells()
        self._finish(self.tasks)
        context, self.context = self.context, None
        is_store_held_up = False
        if context is not None:
            self._finish(context.tasks)
            is_store_held_up = context.tasks.is_store_held_up
            self._keep(context.settings)
        store, self.store = self.store, None
        if store is not None and not is_store_held_up:  # else the end of the program lets go of it
            from csq_desktop.services.stores import upkeep

            upkeep.close(store)

    def _finish(self, tasks: Tasks) -> None:
        tasks.close()
        self.is_held_up |= tasks.is_held_up

    def _take_down_bells(self) -> None:
        for bell in self._bells.values():
            bell.take_down()
        self._bells.clear()

    def raise_window(self) -> None:
        """Bring the window to the front: somebody started the program a second time."""
        if self.window is not None:
            self.window.showNormal() if self.window.isMinimized() else self.window.show()
            self.window.raise_()
            self.window.activateWindow()

    def _start_afresh(self, folder: Path) -> bool:
        if self._relaunch is None:
            from csq_desktop.ui.relaunch import spawn

            self._relaunch = spawn
        started = bool(self._relaunch([str(folder)]))
        if not started:
            _logger.error("the program could not be started afresh")
        return started

    def _on_painted(self) -> None:
        """Load, after the first window is painted, what it did not need."""
        self._stands = True
        self._hang_bells()
        theme.load_other_fonts()  # the panel names each language in its own letters
        self.tasks.compute(self, _warm_up)
        self.painted.emit()

    def _on_opened(self, store: "Store") -> None:
        self.store = store
        self._on_folder(store.folder)
        self.tasks.compute(self, partial(_signed_in, store), self._work)

    def _work(self, signed_in: "SignedIn") -> None:
        """Show the main window over the open store, in place of the start window."""
        from csq_desktop.services import drafts
        from csq_desktop.ui.context import Context
        from csq_desktop.ui.drafts import Drafts
        from csq_desktop.ui.shell.main_window import MainWindow

        assert self.store is not None
        tasks = Tasks(self.store)
        tasks.broke.connect(self.faults.report)
        own_drafts = Drafts(tasks, drafts)
        own_drafts.load(identities=self.store.sees_identities)
        self.context = Context(tasks, signed_in, self.settings, own_drafts)
        self.context.settings_changed.connect(self._on_settings)
        self.context.ready_to_lock.connect(self.lock)
        start = self.window
        self._main = window = MainWindow(
            self.context, memory=self._memory(start, signed_in.user.id)
        )
        window.show()
        self._watch(window)
        if start is not None:
            start.close()
            start.deleteLater()
        if self.looks_after:
            self._look_after(window)
        if self.store.findings:
            window.say_findings(self.store.findings)

    def _memory(self, start: QWidget | None, user_id: int) -> "WindowMemory":
        """Where a user returns to; the window stands where that of the sign-in was left."""
        assert self.store is not None
        memory = window_memory.load(self.store.folder, user_id)
        if start is None or not self._is_placed:
            return memory
        return replace(memory, geometry=placing.geometry(start))

    def _look_after(self, window: "MainWindow") -> None:
        """Let the program rest, back up and check the store by itself, and hold for its backups."""
        from csq_desktop.domain.users import Permission
        from csq_desktop.ui.shell.exit_guard import ExitGuard
        from csq_desktop.ui.shell.upkeep import Upkeep

        assert self.store is not None
        assert self.context is not None
        daily = not demo_shop.is_demo(self.store.folder)
        self._upkeep = Upkeep(self.context, window.idle_watch, daily=daily)
        if daily and self.context.may(Permission.BACK_UP):
            ExitGuard(self.context, window)

    def _on_settings(self, changed: settings.Settings) -> None:
        self.settings = changed
        self._keep(changed)
        qt_texts.install(self.application)

    def _keep(self, chosen: settings.Settings) -> None:
        try:
            settings.save(chosen)
        except UserError:
            _logger.exception("the settings were not kept")

    def _on_folder(self, folder: Path | None) -> None:
        self._place = folder
        if self._stands and not self._ending:
            self._hang_bells()

    def _hang_bells(self) -> None:
        """Listen for a second start, of the program as a whole and of the store shown now."""
        for other in [place for place in self._bells if place not in (None, self._place)]:
            self._bells.pop(other).take_down()
        for place in {None, self._place} - self._bells.keys():
            bell = one_instance.Bell(place, self)
            bell.rung.connect(self.raise_window)
            self._bells[place] = bell

    def _watch(self, window: QWidget) -> None:
        """Make this the program's window: when it is closed, the program ends."""
        self.window = window
        self._closing.watch(window)

    def _on_closed(self) -> None:
        if self.window is not None and not self.window.isVisible():
            self.leave()

    def _on_fault(self, report: str) -> None:
        """Report the fault and end in order: the program's state cannot be trusted any more."""
        if self._ending or self._faulty:
            return
        self._faulty = True
        FaultDialog(report, self.window).exec()
        self.leave(code=FAULT_CODE)


def _warm_up() -> None:
    """Load what comes after signing in, while the passphrase is typed."""
    stores.warm_up()
    from csq_desktop.ui import context
    from csq_desktop.ui.shell import exit_guard, main_window, upkeep
    from csq_desktop.ui.today import page

    loaded = (context, main_window, exit_guard, upkeep, page)
    _logger.debug("ready to show the window: %s", loaded)


def _signed_in(store: "Store") -> "SignedIn":
    from csq_desktop.services.settings import shop
    from csq_desktop.ui.context import SignedIn

    with store.reading() as session:
        return SignedIn(store.folder, store.user, shop.shop(session), store.clock.now)
