"""A register of records, shown before it is printed or saved."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.texts import LANGUAGE_NAMES, language, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.paper.preview import PrintPreview


class RegisterDialog(Dialog):
    """Shows the PDF of a service called with a session and a `language`."""

    wide: ClassVar[int] = 900
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True

    def __init__(
        self, context: Context, title: str, make: Callable[..., bytes], parent: QWidget
    ) -> None:
        super().__init__(context, title, "", parent)
        self._make = make
        self.language = ChoiceBox(list(LANGUAGE_NAMES.items()))
        self.language.choose(language())
        form = FormGrid(columns=2)
        form.add("paper_language", tr("Language"), self.language)
        self.content.addWidget(form)
        self.preview = PrintPreview(f"{title}.pdf", prints_first=True)
        self.content.addWidget(self.preview, 1)
        self.language.value_changed.connect(lambda _code: self._draw())
        self._draw()

    def _draw(self) -> None:
        job = partial(self._make, language=self.language.value)
        sees = self.context.user.role.sees_identities
        self.context.tasks.read(self, job, self.preview.show_pdf, identities=sees)
