"""The evidence files of a case, with what can be done with each; files can be dropped on it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.evidence.facts import EvidenceFile
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.services.evidence import evidence, previews
from csq_desktop.texts import tr
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.context import Context
from csq_desktop.ui.evidence.add_dialog import AddEvidenceDialog
from csq_desktop.ui.evidence.black_out import BlackOutDialog
from csq_desktop.ui.evidence.file_dialogs import (
    DescribeFileDialog,
    FileDialog,
    SaveFileDialog,
    VoidFileDialog,
)
from csq_desktop.ui.evidence.viewer import FileViewer
from csq_desktop.ui.evidence.words import TONES, facts_text, name_text
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.theme import theme, tokens

_SIDE = 56
_WORK, _EXPORT = Permission.WORK_COMPLAINTS, Permission.EXPORT_FILES


class EvidenceSection(CaseSection):
    """The files of the case that is shown; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Evidence"))
        self._target: QWidget | None = None
        self._pictures: dict[int, QToolButton] = {}
        self._rows.setSpacing(tokens.GAP_SMALL)

    def query(self, complaint: Complaint) -> Callable[..., object]:
        return partial(evidence.of_case, complaint_id=complaint.id)

    def rows(self, files: Sequence[EvidenceFile]) -> Iterator[QWidget]:
        yield from map(self._row, files)

    def show_case(self, complaint: Complaint) -> None:
        super().show_case(complaint)
        self._take_drops()

    def show_fetched(self, files: Sequence[EvidenceFile]) -> None:
        """Show files that were fetched, then their small pictures."""
        self._pictures.clear()
        super().show_fetched(files)
        if any(previews.has_preview(file) for file in files) and self._complaint is not None:
            query = partial(previews.of_case, complaint_id=self._complaint.id)
            self._context.tasks.read(self, query, self.show_previews)

    def show_previews(self, jpegs: Mapping[int, bytes]) -> None:
        """Show small pictures that were drawn beside the window."""
        for evidence_id, jpeg in jpegs.items():
            if (button := self._pictures.get(evidence_id)) is not None:
                picture = QPixmap()
                picture.loadFromData(jpeg, "JPG")
                button.setIcon(QIcon(picture))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files dropped anywhere on the case."""
        if isinstance(event, QDragEnterEvent) and event.type() is QEvent.Type.DragEnter:
            content = event.mimeData()
            if self._may_add and (content.hasUrls() or content.hasImage()):
                event.acceptProposedAction()
                return True
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            event.acceptProposedAction()
            self._on_dropped(event)
            return True
        return False

    @property
    def _may_add(self) -> bool:
        voided = self._complaint is None or self._complaint.removed_at is not None
        return not voided and self._context.may(Permission.NOTE_COMPLAINTS)

    def _take_drops(self) -> None:
        """Let what this section lies in take files too: it is hidden itself while it has none."""
        around = self.parentWidget()
        if around is not None and around is not self._target:
            self._target = around
            around.setAcceptDrops(True)
            around.installEventFilter(self)

    def _on_dropped(self, event: QDropEvent) -> None:
        if self._complaint is not None and self._may_add:
            dialog = AddEvidenceDialog(self._context, self._complaint, self)
            dialog.open()
            dialog.take(event.mimeData())

    def _row(self, file: EvidenceFile) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens.GAP)
        line.addWidget(self._picture(file), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(tokens.GAP_TINY)
        words.addWidget(PlainLabel(name_text(file), wrap=True))
        words.addWidget(PlainLabel(facts_text(self._context, file), "label", wrap=True))
        foot = QWidget()
        tools = FlowLayout(foot, gap=tokens.GAP_SMALL)
        for badge in _badges(file):
            tools.addWidget(badge)
        for link in self._links(file):
            tools.addWidget(link)
        words.addWidget(foot)
        line.addLayout(words, 1)
        row.setAccessibleName(name_text(file))
        return row

    def _picture(self, file: EvidenceFile) -> QToolButton:
        button = buttons.icon_only(
            tr("View file {n}", n=file.number), _icon(file), name=f"picture_{file.number}"
        )
        side = theme.current().px(_SIDE)
        button.setIconSize(QSize(side, side))
        button.setEnabled(self._may_open(file))
        button.clicked.connect(partial(self._view, file))
        self._pictures[file.id] = button
        return button

    def _may_open(self, file: EvidenceFile) -> bool:
        sees = self._context.user.role.sees_identities
        return file.is_readable and (sees or not file.place.is_private)

    def _links(self, file: EvidenceFile) -> list[QWidget]:
        """What can be done with a file by those who may."""
        links: list[QWidget] = []
        if self._may_open(file):
            view = partial(self._view, file)
            links.append(buttons.link(tr("View"), view, name=f"view_{file.number}"))
        if not self._context.may(_WORK):
            return links
        if file.kind.has_pages and file.is_readable and file.voided_at is None:
            black = partial(self._black_out, file)
            links.append(buttons.link(tr("Black out…"), black, name=f"black_out_{file.number}"))
        menu = self._menu(file)
        links.append(buttons.with_menu(tr("More"), menu, name=f"more_{file.number}"))
        return links

    def _menu(self, file: EvidenceFile) -> QMenu:
        menu = QMenu(self)
        offers: list[tuple[str, str, type[FileDialog], bool]] = [
            (tr("Correct the details…"), "describe", DescribeFileDialog, True),
            (tr("Save a copy…"), "save", SaveFileDialog, self._may_save(file)),
            (tr("Void…"), "void", VoidFileDialog, file.voided_at is None),
        ]
        for label, name, form, offered in offers:
            if offered:
                action = menu.addAction(label, partial(self._ask, form, file))
                action.setObjectName(f"{name}_{file.number}")
        if file.voided_at is not None:
            action = menu.addAction(tr("Reinstate"), partial(self._on_reinstate, file))
            action.setObjectName(f"reinstate_{file.number}")
        return menu

    def _may_save(self, file: EvidenceFile) -> bool:
        return file.is_readable and self._context.may(_EXPORT)

    def _view(self, file: EvidenceFile) -> None:
        FileViewer(self._context, file, self).open()

    def _black_out(self, file: EvidenceFile) -> None:
        BlackOutDialog(self._context, file, self).open()

    def _ask(self, form: type[FileDialog], file: EvidenceFile) -> None:
        form(self._context, file, self).open()

    def _on_reinstate(self, file: EvidenceFile) -> None:
        job = partial(evidence.reinstate, evidence_id=file.id)
        done = tr("File {n} reinstated.", n=file.number)
        self._context.tasks.write(self, job, lambda _done: self._context.toast(done))


def _badges(file: EvidenceFile) -> list[Badge]:
    badges = [Badge(file.place.label, TONES[file.place])]
    if file.is_copy:
        badges = [Badge(tr("Blacked-out copy"), Tone.GOOD)]
    if file.voided_at is not None:
        badges.append(Badge(tr("Voided"), Tone.SOFT))
    return badges


def _icon(file: EvidenceFile) -> str:
    if file.place.is_private:
        return "shield-lock"
    if file.kind.is_picture:
        return "photo"
    return "file-type-pdf" if file.kind.has_pages else "file-text"
