"""The written notices of a request, shown before they are printed or saved."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.requests.facts import PrivacyRequest
from csq_desktop.domain.requests.letters import NoticeKind
from csq_desktop.services.requests import papers
from csq_desktop.texts import LANGUAGE_NAMES, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.paper.preview import PrintPreview


class RequestNoticeDialog(Dialog):
    """Shows a notice in the language asked for, or in another one."""

    help_heading: ClassVar[str] = "notices"
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True
    shows_identity: ClassVar[bool] = True

    def __init__(self, context: Context, request: PrivacyRequest, parent: QWidget) -> None:
        super().__init__(context, tr("Notices"), "", parent)
        self.setObjectName("request_notice_dialog")
        self.request = request
        self.kind = ChoiceBox()
        self.language = ChoiceBox(list(LANGUAGE_NAMES.items()))
        self.language.choose(request.language)
        form = FormGrid(columns=2)
        form.add("notice_kind", tr("Notice"), self.kind)
        form.add("paper_language", tr("Language"), self.language)
        self.content.addWidget(form)
        self.preview = PrintPreview(f"{request.ref} notice.pdf", prints_first=True)
        self.content.addWidget(self.preview, 1)
        for field in (self.kind, self.language):
            field.value_changed.connect(lambda _value: self._draw())
        query = partial(papers.notices, request_id=request.id)
        context.tasks.read(self, query, self._on_kinds, identities=True)

    def _on_kinds(self, kinds: Sequence[NoticeKind]) -> None:
        self.kind.set_options([(kind.value, kind.label) for kind in kinds])

    def _draw(self) -> None:
        if self.kind.value:
            query = partial(
                papers.notice,
                request_id=self.request.id,
                kind=NoticeKind(self.kind.value),
                language=self.language.value,
            )
            self.context.tasks.read(self, query, self.preview.show_pdf, identities=True)
