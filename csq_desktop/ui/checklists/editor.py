"""Changing a checklist."""

from csq_desktop.ui.checklists.view import View


class EditorView(View):
    def open(self, template_id: int) -> None:
        pass
