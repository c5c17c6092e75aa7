"""The public notice of a pledge or of all: languages, paper, what was improved, and the page."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from csq_desktop.domain.paper.sheets import PAPERS, PaperSheet
from csq_desktop.domain.pledges.months import PledgeDetail
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.domain.words.wording import month_text
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.services.pledges import papers as pledge_papers
from csq_desktop.texts import LANGUAGE_NAMES, LANGUAGES, language, tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.languages import SecondLanguage
from csq_desktop.ui.kit.layout.scrolled import scrolled
from csq_desktop.ui.kit.paper.preview import PrintPreview
from csq_desktop.ui.theme import theme, tokens

_PAUSE_MS = 400
_ALL = "all "


def _offers() -> list[tuple[str, str]]:
    """What is printed on which paper: one pledge, or all of them."""
    return [
        *((paper, tr("This pledge, {paper}", paper=paper)) for paper in PAPERS),
        *((_ALL + paper, tr("All pledges, {paper}", paper=paper)) for paper in PAPERS),
    ]


class NoticeDialog(Dialog):
    """Shows the notice of a month; what was improved is kept when it is saved or printed."""

    wide: ClassVar[int] = 1040
    tall: ClassVar[int] = 680
    fills: ClassVar[bool] = True

    def __init__(self, context: Context, detail: PledgeDetail, parent: QWidget) -> None:
        title = tr("Notice for {month}", month=month_text(detail.month))
        super().__init__(context, title, "", parent)
        self._detail = detail
        self._changed = dict(detail.noted.changed.by_language)
        self.first = ChoiceBox(list(LANGUAGE_NAMES.items()))
        self.first.choose(language())
        self.second = SecondLanguage(self.first, tr("none"))
        self.prints = ChoiceBox(_offers())
        self._shown = self.first.value
        self.improved = TextArea(self._changed[self._shown], lines=2)
        self.improved.setReadOnly(not context.may(Permission.DEFINE_PLEDGES))
        self.preview = PrintPreview(f"{detail.pledge.code}-{detail.month}.pdf")
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._draw)
        self._fill()
        self._connect()
        if context.may(Permission.DEFINE_PLEDGES):
            self.draft_key = f"pledge.{detail.pledge.id}.notice.{detail.month}"
            self.take_draft()
        self._draw()

    @property
    def changed(self) -> ThreeTexts:
        """What was improved, in every language it was written in."""
        return ThreeTexts(**{code: text.strip() for code, text in self._changed.items()})

    @property
    def _is_poster(self) -> bool:
        return self.prints.value.startswith(_ALL)

    def collect(self) -> dict[str, str]:
        """What was improved, in every language; not the languages chosen for the page."""
        return dict(self._changed)

    def restore(self, texts: Mapping[str, str]) -> None:
        self._changed |= {code: text for code, text in texts.items() if code in LANGUAGES}
        self.improved.setPlainText(self._changed[self._shown])

    def _fill(self) -> None:
        form = self.add_form(FormGrid())
        form.add("notice_prints", trc("notice", "Print"), self.prints)
        form.add("notice_language", tr("Language"), self.first)
        form.add("notice_second", tr("Second language"), self.second)
        form.add(
            "improved",
            tr("What we changed"),
            self.improved,
            hint=tr("What customers will notice. Write it in the language of the notice."),
        )
        form.setMaximumWidth(theme.current().px(300))
        fields = QWidget()
        left = QVBoxLayout(fields)
        left.setContentsMargins(0, 0, tokens.GAP_SMALL, 0)
        left.addWidget(form)
        if not self._detail.version.terms.wording.by_language[self._shown]:
            left.addWidget(
                PlainLabel(tr("The pledge is not written in this language yet."), "hint", wrap=True)
            )
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(tokens.GAP_LARGE)
        area = scrolled(fields)  # as high as the page beside it, whose buttons stay in sight
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        row.addWidget(area, 2)
        row.addWidget(self.preview, 5)
        self.content.addLayout(row, 1)

    def _connect(self) -> None:
        self.first.value_changed.connect(lambda _value: self._on_language())
        self.second.value_changed.connect(lambda _value: self._draw())
        self.prints.value_changed.connect(lambda _value: self._on_prints())
        self.improved.textChanged.connect(self._on_typed)
        for taken in (self.preview.saved, self.preview.printed):
            taken.connect(self._keep)

    def _on_language(self) -> None:
        self._shown = self.first.value
        self.improved.setPlainText(self._changed[self._shown])
        self._draw()

    def _on_prints(self) -> None:
        """What was improved is typed for one pledge; the poster has what is kept of each."""
        self.improved.setEnabled(not self._is_poster)
        code = "pledges" if self._is_poster else self._detail.pledge.code
        self.preview.file_name = f"{code}-{self._detail.month}.pdf"
        self._draw()

    def _on_typed(self) -> None:
        self._changed[self._shown] = self.improved.toPlainText()
        self._hold()
        self._pause.start()

    def _hold(self) -> None:
        """Disable saving and printing until the preview shows what was typed."""
        for button in (self.preview.save_as_pdf, self.preview.print_button):
            allow(button, tr("Wait for the preview first."))

    def _draw(self) -> None:
        self._hold()
        languages = tuple(filter(None, (self.first.value, self.second.value)))
        sheet, month = (
            PaperSheet(languages, self.prints.value.removeprefix(_ALL)),
            self._detail.month,
        )
        if self._is_poster:
            query = partial(pledge_papers.poster, month=month, sheet=sheet)
        else:
            pledge_id, changed = self._detail.pledge.id, self.changed
            query = partial(pledge_papers.notice, pledge_id=pledge_id, month=month, sheet=sheet,
                            changed=changed)  # fmt: skip
        identities = self.context.may(Permission.REVEAL_IDENTITIES)  # compared with its words
        self.context.tasks.read(self, query, self._on_drawn, identities=identities)

    def _on_drawn(self, pdf: bytes) -> None:
        self.preview.show_pdf(pdf)
        if self._pause.isActive():
            self._hold()

    def _keep(self) -> None:
        """Write into the trail that the notice left the program, and keep what was improved."""
        tasks, detail = self.context.tasks, self._detail
        pledge_id, month = detail.pledge.id, detail.month
        if self._is_poster:
            tasks.write(self, partial(pledge_papers.note_poster_printed, month=month))
            return
        tasks.write(self, partial(pledge_papers.note_printed, pledge_id=pledge_id, month=month))
        if self.changed != detail.noted.changed and self.context.may(Permission.DEFINE_PLEDGES):
            job = partial(pledge_months.note_change, pledge_id=pledge_id, month=month)
            self.write(partial(job, changed=self.changed), partial(self._on_kept, self.collect()))

    def _on_kept(self, saved: dict[str, str], _answer: object) -> None:
        self._untouched = saved
        self.forget_draft()
        self.message.clear()
