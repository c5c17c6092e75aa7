"""The copy of an access request before it is made: other people covered, the pages as they are."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop import paths
from csq_desktop.domain.drafts import VAULT
from csq_desktop.domain.requests.facts import PrivacyRequest
from csq_desktop.domain.requests.held_files import HeldFile
from csq_desktop.services.requests import copies
from csq_desktop.services.requests.copies import CopyChoice, CopyDraft
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.words import PlainLabel, SectionTitle
from csq_desktop.ui.kit.forms.fields import TextArea
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.kit.paper.preview import PrintPreview
from csq_desktop.ui.theme import theme, tokens

_PAUSE_MS = 500
_LIST_WIDTH, _WIDEST_LIST = 320, 440
_OPEN, _MORE, _CLEARED = "open", "more", "cleared"


class CopyDialog(Dialog):
    """Shows who else is named, covered unless unticked, and saves the copy as PDF and CSV."""

    help_heading: ClassVar[str] = "make-the-copy"
    wide: ClassVar[int] = 1000
    tall: ClassVar[int] = 700
    fills: ClassVar[bool] = True
    shows_identity: ClassVar[bool] = True
    saved = Signal()

    def __init__(self, context: Context, request: PrivacyRequest, parent: QWidget) -> None:
        super().__init__(context, tr("Copy for an access request"), tr("Save copy…"), parent)
        self.setObjectName("request_copy_dialog")
        self.request = request
        self.draft_key = f"{VAULT}request.{request.id}.copy"
        self._ticks: dict[str, QCheckBox] = {}
        self._file_ticks: dict[int, QCheckBox] = {}
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._draw)
        self._people = QVBoxLayout()
        self._people.setSpacing(tokens.GAP_SMALL)
        self._files_title = SectionTitle(tr("Evidence files"))
        self._files = QVBoxLayout()
        self._files.setSpacing(tokens.GAP_SMALL)
        self._files_title.hide()
        self.count = PlainLabel("", "muted", wrap=True)
        self.more = TextArea(lines=3)
        self.more.textChanged.connect(self._pause.start)
        self.preview = PrintPreview(f"{request.ref}.pdf")
        self.preview.foot.hide()  # nothing is handed out but what is saved and noted
        self._lay_out()
        query = partial(copies.draft, request_id=request.id)
        context.tasks.read(self, query, self._on_read, identities=True)

    @property
    def covered(self) -> tuple[str, ...]:
        """The words that are covered wherever they stand."""
        ticked = (text for text, tick in self._ticks.items() if tick.isChecked())
        typed = (line.strip() for line in self.more.toPlainText().splitlines())
        return tuple(dict.fromkeys(filter(None, (*ticked, *typed))))

    @property
    def choice(self) -> CopyChoice:
        """What is covered, and which files were judged to show nobody else."""
        cleared = (key for key, tick in self._file_ticks.items() if tick.isChecked())
        return CopyChoice(self.covered, tuple(cleared))

    def submit(self) -> None:
        """Ask for a file and write the copy there."""
        proposed = str(paths.documents() / f"{self.request.ref}.pdf")
        name, _ = QFileDialog.getSaveFileName(self, tr("Save copy"), proposed, tr("PDF (*.pdf)"))
        if name:
            job = partial(
                copies.save,
                request_id=self.request.id,
                target=Path(name).with_suffix(".pdf"),
                choice=self.choice,
            )
            self.write(job, self._on_saved, alone=True)

    def collect(self) -> dict[str, str]:
        left_open = [text for text, tick in self._ticks.items() if not tick.isChecked()]
        cleared = " ".join(str(key) for key in self.choice.cleared)
        return {
            _OPEN: "\n".join(left_open),
            _MORE: self.more.toPlainText(),
            _CLEARED: cleared,
        }

    def restore(self, texts: Mapping[str, str]) -> None:
        left_open = texts.get(_OPEN, "").splitlines()
        for text, tick in self._ticks.items():
            tick.setChecked(text not in left_open)
        self.more.setPlainText(texts.get(_MORE, ""))
        cleared = texts.get(_CLEARED, "").split()
        for key, file_tick in self._file_ticks.items():
            file_tick.setChecked(str(key) in cleared)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        column.addWidget(SectionTitle(tr("Other people named in it")))
        column.addWidget(self.count)
        column.addLayout(self._people)
        form = FormGrid()
        form.add("more_to_cover", tr("Cover these words too, one to a line"), self.more)
        column.addWidget(form)
        column.addWidget(self._files_title)
        column.addLayout(self._files)
        column.addStretch(1)
        area = scrolled(left)
        # At large text the pages still need half of a small screen.
        area.setFixedWidth(min(theme.current().px(_LIST_WIDTH), _WIDEST_LIST))
        row = QHBoxLayout()
        row.addWidget(area)
        row.addWidget(self.preview, 1)
        self.content.addLayout(row, 1)

    def _on_read(self, draft: CopyDraft) -> None:
        clear(self._people)
        for person in draft.named:
            tick = QCheckBox(person.text)
            tick.setChecked(True)
            times = trn("{n} place", "{n} places", person.times)
            words = tr(" · ").join((person.whom.label, times))
            tick.setAccessibleDescription(words)
            tick.toggled.connect(lambda _on: self._pause.start())
            self._ticks[person.text] = tick
            self._people.addWidget(tick)
            self._people.addWidget(PlainLabel(words, "meta"))
            self._people.addWidget(PlainLabel(person.around, "hint", wrap=True))
        found = trn(
            "{n} found, covered unless you untick it. Read the pages: cover whoever else is named.",
            "{n} found, covered unless you untick them. Read the pages: cover whoever else is "
            "named.",
            len(draft.named),
        )
        nobody = tr("Nobody was found. Read the pages: cover whoever is named.")
        self.count.setText(found if draft.named else nobody)
        self._show_files(draft.files)
        self.take_draft()
        self._draw()

    def _show_files(self, files: Sequence[HeldFile]) -> None:
        """Each file that is copied or not; what only somebody who looked can say is ticked."""
        clear(self._files)
        self._files_title.setVisible(bool(files))
        for file in files:
            words = tr(" · ").join(filter(None, (file.name, file.about)))
            self._files.addWidget(PlainLabel(words, wrap=True))
            if not file.to_be_judged:
                answer = file.why_not or tr("A copy goes with it.")
                self._files.addWidget(PlainLabel(answer, "meta", wrap=True))
                continue
            self._files.addWidget(PlainLabel(file.why_not, "meta", wrap=True))
            tick = QCheckBox(tr("Nobody else is seen"))
            tick.setAccessibleDescription(words)
            tick.toggled.connect(lambda _on: self._pause.start())
            self._file_ticks[file.key] = tick
            self._files.addWidget(tick)

    def _draw(self) -> None:
        query = partial(copies.pdf, request_id=self.request.id, choice=self.choice)
        self.context.tasks.read(self, query, self.preview.show_pdf, identities=True)

    def _on_saved(self, files: tuple[Path, ...]) -> None:
        names = tr(", ").join(file.name for file in files)
        self.context.toast(tr("Copy saved: {names}", names=names))
        self.finish()
        self.saved.emit()
