"""The checklists page: the list of them, and in its place a run, its results, or the editor."""

from functools import cached_property, partial
from typing import TypeVar

from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from csq_desktop.services.checklists import views
from csq_desktop.services.checklists.views import ChecklistRecord
from csq_desktop.texts import tr
from csq_desktop.ui.checklists.beginnings import NEW_ACTION, START
from csq_desktop.ui.checklists.editing.editor import EditorView
from csq_desktop.ui.checklists.home import HomeView
from csq_desktop.ui.checklists.results import ResultsView
from csq_desktop.ui.checklists.running.run import RunView
from csq_desktop.ui.checklists.view import ChecklistView
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page import Page

V = TypeVar("V", bound=ChecklistView)


class ChecklistsPage(Page):
    """Shows one view at a time, with that view's title and buttons."""

    topics = frozenset({"checklists", "actions", "events", "people", "shop"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Checklists"))
        self.setObjectName("checklists_page")
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self.home = self._added(HomeView(context))
        self.home.run_opened.connect(self.open_run)
        self.home.results_requested.connect(self.show_results)
        self.home.edit_requested.connect(self.edit)
        self.show_home()

    @cached_property
    def run(self) -> RunView:
        """The view of a run; made when first needed, like the two below."""
        view = self._added(RunView(self.context))
        view.finished.connect(self.show_results)
        view.discarded.connect(lambda _id: self.show_home())
        return view

    @cached_property
    def results(self) -> ResultsView:
        """What came out of a run."""
        view = self._added(ResultsView(self.context))
        view.action_opened.connect(self.show_action)
        return view

    @cached_property
    def editor(self) -> EditorView:
        """The checklist being changed."""
        view = self._added(EditorView(self.context))
        view.saved.connect(self.show_home)
        return view

    @property
    def view(self) -> ChecklistView:
        """The view shown now."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, ChecklistView)
        return shown

    def reload(self) -> None:
        self.view.reload()

    def leave(self) -> None:
        self.view.leave()

    def save_draft(self) -> None:
        self.view.save_draft()

    @property
    def primary(self) -> QPushButton | None:
        """The primary button of the view that is shown."""
        return self.view.primary

    def begins_at(self) -> QWidget | None:
        return self.view.begins_at() or super().begins_at()

    def show_object(self, object_id: object) -> None:
        """Open a run, a checklist or an action by its id; no two records have the same.

        A run and an item, written run/item, begin an action for the item that failed in it; START
        turns to the list of checklists, NEW_ACTION asks for an action of no checklist.
        """
        run_id, _, code = str(object_id).partition("/")
        if object_id in (START, NEW_ACTION):
            self._show(self.home)
            self.home.begin(action=object_id == NEW_ACTION)
        elif code:
            self.show_results(int(run_id))
            self.results.begin_action(code)
        elif isinstance(object_id, int):
            query = partial(views.record, object_id=object_id)
            self.context.tasks.read(self, query, partial(self._on_found, object_id))

    def shown_object(self) -> int | str | None:
        return self.view.shown_object()

    def show_home(self) -> None:
        """Show the list of checklists."""
        self._show(self.home)

    def open_run(self, run_id: int) -> None:
        """Go on with a run."""
        self.run.open(run_id)
        self._show(self.run)

    def show_results(self, run_id: int) -> None:
        """Show what came out of a run."""
        self.results.open(run_id)
        self._show(self.results)

    def show_checklist(self, template_id: int) -> None:
        """Show a checklist in the list of them."""
        self._show(self.home)
        self.home.show_checklist(template_id)

    def show_action(self, action_id: int) -> None:
        """Show an action among the others."""
        self._show(self.home)
        self.home.show_action(action_id)

    def edit(self, template_id: int) -> None:
        """Change a checklist; 0 begins a new one."""
        self.editor.open(template_id)
        self._show(self.editor)

    def _added(self, view: V) -> V:
        self._stack.addWidget(view)
        self.tools.addWidget(view.head)
        view.headed.connect(partial(self._on_headed, view))
        view.back_requested.connect(self.show_home)
        view.troubled.connect(self.show_error)
        view.settled.connect(self.message.clear)
        return view

    def _show(self, view: ChecklistView) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget())
        self.view.leave()
        self.message.clear()
        self._stack.setCurrentWidget(view)
        for index in range(self._stack.count()):
            widget = self._stack.widget(index)
            if isinstance(widget, ChecklistView):
                widget.head.setVisible(widget is view)
        if view is self.home:
            self.title.setText(tr("Checklists"))
        if had_focus:  # it went to the rail with the view that was hidden
            self.take_focus()
        view.reload()

    def _on_found(self, object_id: int, record: ChecklistRecord) -> None:
        shows = {
            ChecklistRecord.DRAFT: self.open_run,
            ChecklistRecord.FINISHED: self.show_results,
            ChecklistRecord.CHECKLIST: self.show_checklist,
            ChecklistRecord.ACTION: self.show_action,
        }
        shows[record](object_id)

    def _on_headed(self, view: ChecklistView, title: str, subtitle: str) -> None:
        if view is self.view:
            self.title.setText(title)
            self.set_subtitle(subtitle)
