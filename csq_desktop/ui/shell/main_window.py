"""The window: rail at the left, one page at the right, and the keys that work everywhere."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from csq_desktop import log
from csq_desktop import settings as machine
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.texts import language, set_language, system_language, tr
from csq_desktop.ui.context import Context, ToastText
from csq_desktop.ui.kit import keyboard, question
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.display.toast import Toast
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.page_entry import PageEntry
from csq_desktop.ui.shell import lock, pages, placing
from csq_desktop.ui.shell.commands import offers
from csq_desktop.ui.shell.commands.commands import Commands
from csq_desktop.ui.shell.commands.palette import CommandPalette
from csq_desktop.ui.shell.commands.shortcuts_dialog import ShortcutsDialog
from csq_desktop.ui.shell.commands.undo import LastAction, UndoKey
from csq_desktop.ui.shell.curtain import Curtain
from csq_desktop.ui.shell.rail import Rail
from csq_desktop.ui.shell.window_memory import WindowMemory
from csq_desktop.ui.tasks import Waiting
from csq_desktop.ui.theme import theme, tokens

TITLE = "CSQ Desktop"
USUAL_SIZE = (1366, 768)
_LEISURE_MS = 300
_logger = log.logger("main_window")


class MainWindow(QMainWindow):
    """Shows the pages a context gives access to; `lock` ends in `context.ready_to_lock`."""

    def __init__(
        self,
        context: Context,
        *,
        entries: Sequence[PageEntry] = pages.PAGES,
        memory: WindowMemory | None = None,
    ) -> None:
        super().__init__()
        self.context = context
        self._memory = memory or WindowMemory()
        self._form = ""
        self._behind: QWidget | None = None
        self._pressed_in: QWidget | None = None
        self._entries = tuple(entry for entry in entries if entry.is_for(context))
        self._pages: dict[str, Page] = {}
        self._key = ""
        self._language = context.settings.language
        self.setObjectName("main_window")
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*tokens.SMALLEST_WINDOW)
        placing.place(self, self._memory.geometry, USUAL_SIZE)
        self._stack = QStackedWidget()
        self.last_action = LastAction(context)
        self._undo_key = UndoKey(self)
        self.idle_watch = lock.IdleWatch(context.settings.idle_minutes, self)
        self.idle_watch.idle.connect(self.lock)
        self._build()
        self._connect()
        remembered = {entry.key for entry in self._entries} & {self._memory.page}
        self.show_page(next(iter(remembered), self._entries[0].key))
        context.drafts.loaded.connect(self._reopen_form)
        self._ahead = iter(self._entries)
        self._leisure = QTimer(self, interval=_LEISURE_MS)
        self._leisure.setObjectName("load_ahead")
        self._leisure.timeout.connect(self._load_ahead)
        self._leisure.start()

    @property
    def page(self) -> Page:
        """The page shown now."""
        return self._pages[self._key]

    @property
    def page_key(self) -> str:
        """The key of the page shown now."""
        return self._key

    def say_findings(self, findings: Sequence[str]) -> None:
        """Say above every page what the opening found, until somebody dismisses it."""
        self.findings.say("\n\n".join(findings), Tone.WARN)

    def show_page(self, key: str, object_id: object = None) -> None:
        """Show a page, made at its first visit, and there one object where given.

        One that the user's role has no use for is never opened, wherever a link led to it.
        """
        if not self._entry(key).is_for(self.context):
            self.context.toast(tr("Your role cannot open this page."))
            return
        if self._key and self._key in self._pages and key != self._key:
            self.page.leave()
        if key not in self._pages:
            page = self._entry(key).make(self.context)
            self._pages[key] = page
            self._stack.addWidget(page)
            page.put_view_state(self._memory.views.get(key, {}))
            remembered = self._memory.records.get(key) if object_id is None else None
        else:
            remembered = None
        self._key = key
        self._turn_to_page()
        self._rail.show_chosen(key)
        self._name_window()
        if object_id is not None:
            self.page.show_object(object_id)
            if isinstance(object_id, int) and self.page.shown_object() == object_id:
                self.page.show_details()
        elif remembered is not None:
            with suppress(UserError):  # the small file may hold anything
                self.page.show_object(remembered)

    def _turn_to_page(self) -> None:
        """Give the keyboard to what had it in the page; at the first visit to its list.

        Qt would give it to the first field, where arrows change what is shown.
        """
        is_first = self.page.focusWidget() is None
        self._stack.setCurrentWidget(self.page)
        place = self.page.begins_at() if is_first else None
        if isinstance(place, QAbstractItemView):
            place.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.page.take_focus()

    def _name_window(self) -> None:
        """Name shop and page in lists of windows; while locked, the program alone."""
        page = self._entry(self._key).label
        self.setWindowTitle(f"{self.context.shop.name} · {page} – {TITLE}")

    def _load_ahead(self) -> None:
        """Load the code of one page, so that its first visit does not wait for it."""
        entry = next(self._ahead, None)
        if entry is None:
            self._leisure.stop()
        else:
            entry.load()

    def _entry(self, key: str) -> PageEntry:
        own = (entry for entry in self._entries if entry.key == key)
        return next(own, None) or pages.entry(key)

    def lock(self) -> None:
        """Keep what was typed, clear what could be read, and ask for the lock screen.

        Not while a recovery key is made, which the lock would lose: it takes a second or two.
        """
        if self.context.lock_held:
            return
        self.keep_typed()
        lock.clear_traces(self)
        self.setWindowTitle(TITLE)
        self.context.ready_to_lock.emit()

    def draw_curtain(self) -> None:
        """Hide every page and the rail behind a plain sheet, at once and for good."""
        self.idle_watch.stop()
        self.commands.stop()
        self.last_action.forget()
        self._behind = self.takeCentralWidget()  # answers under way still come to its pages
        curtain = Curtain(self.context.shop.name)
        self.setCentralWidget(curtain)
        curtain.show()  # Qt would show it with the next events, which the closing store holds up
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.repaint()

    def keep_typed(self) -> None:
        """Close every dialog and leave every page, so that what was typed becomes a draft.

        This also runs after a fault: a page that fails must not keep the others from saving.
        """
        if self._behind is not None:
            return
        keyboard.commit_words()
        self._form = _open_form() or self._form
        self.context.locking.emit()
        for key, page in self._pages.items():
            try:
                page.leave()
            except Exception:
                _logger.exception("the page %s kept nothing", key)
        self.context.keep_settings()

    def memory(self) -> WindowMemory:
        """Where somebody is now; the form is the one that the lock closed."""
        views, records = dict(self._memory.views), dict(self._memory.records)
        for key, page in self._pages.items():
            views[key] = page.view_state()
            record = page.shown_object()
            records.pop(key, None)
            if record is not None:
                records[key] = record
        return WindowMemory(
            geometry=placing.geometry(self),
            page=self._key,
            views=views,
            records=records,
            form=self._form,
            shop=self.context.shop.name,
        )

    def _reopen_form(self) -> None:
        """Open the form again that a lock closed, if its draft is of whoever signed in now."""
        form = self._memory.form
        if form and self.context.drafts.get(form) is not None:
            self.page.reopen(form)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.page.take_focus()

    def event(self, event: QEvent) -> bool:
        """Note what has the keyboard before a key is pressed: this event comes first."""
        if event.type() == QEvent.Type.ShortcutOverride:
            self._pressed_in = self.focusWidget()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the keyboard, not one that got it by this very key."""
        focused = self.focusWidget()
        if focused is not self._pressed_in or not buttons.answers_enter(event, focused):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_typed()
        super().closeEvent(event)

    def _build(self) -> None:
        self.commands = Commands(self, self._entries)
        self.addActions([*self.commands.all.values()])
        self._rail = Rail(self.context, self._entries, self.commands.all)
        self.findings = InlineMessage()
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.findings)
        beside.addWidget(self._stack, 1)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(beside, 1)
        self.setCentralWidget(centre)
        if self.isVisible():
            centre.show()  # Qt would with the next events, and what is not shown takes no focus
        self._toast = Toast(centre, self._stack)
        self.last_action.undoing.connect(self._toast.hide)

    def _connect(self) -> None:
        context = self.context
        context.navigated.connect(self.show_page)
        context.toasted.connect(self._on_toast)
        context.lock_requested.connect(self.lock)
        context.shop_changed.connect(self._name_window)
        context.settings_changed.connect(self._on_settings)
        context.help_requested.connect(self._on_help)
        context.quit_requested.connect(self._on_quit)
        context.troubled.connect(lambda error: self.page.show_error(error))
        context.waited.connect(self._on_waited)
        context.work_begun.connect(self.last_action.forget)
        context.tasks.refused.connect(lambda error: context.toast(error.text))
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus_changed)

    def show_palette(self) -> CommandPalette:
        """Open the palette over the window."""
        what = offers.of(self, self.commands.ready(), self._entries)
        palette = CommandPalette(self.context, what, self)
        palette.show()
        return palette

    def show_shortcuts(self) -> ShortcutsDialog:
        """Open the list of the keys that are of use now."""
        dialog = ShortcutsDialog(self.context, self.commands.ready(), self.page, self)
        dialog.open()
        return dialog

    def show_help(self, key: str = "", heading: str = "") -> None:
        """Open a page of the help, at a heading where one is given; the shown page's without."""
        from csq_desktop.ui.shell.help import HelpDialog

        # Over a dialog it has to be the dialog's own: nothing else can be read or closed then.
        over = QApplication.activeModalWidget() or self
        for earlier in over.findChildren(HelpDialog):
            earlier.close()
        dialog = HelpDialog(key or self._key, over)
        dialog.show()
        dialog.show_heading(heading)

    def _on_help(self, key: str, heading: str) -> None:
        from csq_desktop.ui.shell.help import heading_in

        self.show_help(key, heading_in(language(), key or self._key, heading))

    def _on_quit(self, meaning: str) -> None:
        if not meaning:
            self.close()
            return
        words = (tr("Quit?"), meaning, tr("Quit"))
        over = QApplication.activeModalWidget() or self
        question.ask(self.context, words, over, self.close)

    def _on_toast(self, toast: ToastText) -> None:
        self.last_action.offer(toast)
        if toast.undo is not None:
            self._undo_key.begin_again()
        undo = None if toast.undo is None else partial(self.last_action.take_back, toast)
        self._toast.say(toast.text, undo)

    def _on_waited(self, waiting: Waiting | None) -> None:
        """Show it on the page that is shown, which may change meanwhile."""
        for page in self._pages.values():
            page.show_waiting(waiting if page is self.page else None)

    def _on_focus_changed(self, before: QWidget | None, after: QWidget | None) -> None:
        """Keep the focus in the page when what had it is hidden or disabled by its own work.

        Qt hands it to the next widget in the order of Tab, which after a page's last button is
        the rail: the next Enter would leave the page. In a stack it may hand it to a part that
        answers no key.
        """
        self._undo_key.watch(after)
        if after is not None and self._is_deaf(after):
            self.page.begin()
        if before is None or after is None or not self._rail.isAncestorOf(after):
            return
        gone = not (before.isVisible() and before.isEnabled())
        if gone and (self._stack.isAncestorOf(before) or self._toast.isAncestorOf(before)):
            self.page.take_focus()

    def _is_deaf(self, part: QWidget) -> bool:
        """Whether it is a part of the page that the keyboard can do nothing with."""
        return part.focusPolicy() == Qt.FocusPolicy.NoFocus and self._stack.isAncestorOf(part)

    def _on_settings(self, changed: machine.Settings) -> None:
        self.idle_watch.minutes = changed.idle_minutes
        look = theme.current()
        appearance = (changed.theme, changed.text_percent, changed.language)
        if appearance == (look.mode, look.percent, self._language):
            return
        if changed.language != self._language:
            self._language = changed.language
            set_language(changed.language or system_language())
        look.switch(mode=changed.theme, percent=changed.text_percent)
        self._start_over()

    def _start_over(self) -> None:
        """Rebuild rail and pages in another language or size, and show the same page."""
        key, self._memory = self._key, self.memory()
        findings = self.findings.text
        held = self.page.focus_name()
        self.last_action.forget()  # the pages that could undo it go
        for command in self.commands.all.values():
            self.removeAction(command)
        for page in self._pages.values():
            page.leave()
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._key = ""
        self._stack = QStackedWidget()
        self._build()
        if findings:
            self.say_findings([findings])
        self.show_page(key)
        self.page.take_focus_by_name(held)


def _open_form() -> str:
    """The draft of the form that lies over the window now; empty where there is none."""
    forms = [
        window.draft_key
        for window in QApplication.topLevelWidgets()
        if isinstance(window, Dialog) and window.isVisible() and window.draft_key
    ]
    return forms[-1] if forms else ""
