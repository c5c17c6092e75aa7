"""The review packs of several months: which, how, and the folder they are written to."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from csq_desktop import paths
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.errors import UserError
from csq_desktop.services.packs import series
from csq_desktop.services.packs.series import PackSeries
from csq_desktop.texts import LANGUAGE_NAMES, tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid

_ISSUED, _PREVIEW = "issued", "preview"


class SeriesDialog(Dialog):
    """`chosen` carries the series to write, once its folder is chosen."""

    help_heading: ClassVar[str] = "several-months"
    chosen = Signal(object)

    def __init__(
        self,
        context: Context,
        request: PackRequest,
        months: Sequence[tuple[str, str]],
        parent: QWidget,
    ) -> None:
        """`request`: how each pack is made; `months` are those offered, the newest first."""
        title, action = tr("Review packs of several months"), tr("Choose the folder…")
        super().__init__(context, title, action, parent)
        self.setObjectName("series_dialog")
        self._request = request
        self.first, self.last = ChoiceBox(months), ChoiceBox(months)
        self.first.choose(str(request.month.shift(-2)))
        self.last.choose(str(request.month))
        self.pages = ChoiceBox(
            [
                (_ISSUED, tr("The issued file; where there is none, a preview")),
                (_PREVIEW, tr("Previews of how the figures stand now")),
            ]
        )
        self.workbook = QCheckBox(tr("Also write the workbooks that recount the figures"))
        self.form = self.add_form(FormGrid(columns=2))
        self.form.add("series_first", tr("From"), self.first)
        self.form.add("series_last", tr("To"), self.last)
        self.form.add("series_pages", tr("Pages"), self.pages, hint=self._how(), wide=True)
        self.form.add_row(self.workbook)

    def submit(self) -> None:
        """Ask for the folder once, and hand over what is to be written."""
        try:
            first, last = Month.parse(self.first.value), Month.parse(self.last.value)
            months = series.months_between(first, last)
        except UserError as error:
            self.form.show_errors({"series_last": error.text})
            return
        folder = QFileDialog.getExistingDirectory(self, self.windowTitle(), str(paths.documents()))
        if folder:
            self.write_to(Path(folder), months)

    def write_to(self, folder: Path, months: tuple[Month, ...]) -> None:
        """Hand over what is to be written to a folder."""
        as_issued = self.pages.value == _ISSUED
        chosen = PackSeries(months, self._request, folder, self.workbook.isChecked(), as_issued)
        self.finish()
        self.chosen.emit(chosen)

    def _how(self) -> str:
        """What previews are made in: the languages and sections chosen on the page."""
        names = tr(", ").join(LANGUAGE_NAMES[code] for code in self._request.languages)
        sections = self._request.definition.name or tr("All sections")
        return tr("Previews: {languages}; {sections}.", languages=names, sections=sections)
