"""The audit trail: what was done, by whom, when; and whether it is whole."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.domain.audit.entries import (
    TrailChange,
    TrailFilter,
    TrailKind,
    TrailLine,
    TrailPage,
    VerifiedTrail,
)
from csq_desktop.domain.exports.lists import TRAIL
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import count_text, moment_text
from csq_desktop.services import audit_trail
from csq_desktop.texts import tr, trc, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.exports.export_dialog import export_button
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.facts import KeyValueList
from csq_desktop.ui.kit.display.messages import EmptyState
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.field_error import FieldError
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.layout.scrolled import scrolled_to_read
from csq_desktop.ui.kit.layout.split import DetailPane, SplitView
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column, Fact, in_zone
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.settings.section import SettingsSection
from csq_desktop.ui.theme import tokens

_EVERYBODY = _EVERYTHING = ""


class TrailSection(SettingsSection):
    """Entries from the newest back, a hundred at a time; nothing here can be changed."""

    wide = 0

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.lines: list[TrailLine] = []
        self.who = ChoiceBox([(_EVERYBODY, trc("trail", "Everybody"))])
        self.what = ChoiceBox(
            [
                (_EVERYTHING, trc("trail", "Everything")),
                *((kind.value, kind.label) for kind in TrailKind),
            ]
        )
        today = context.today
        self.since, self.until = DateField(today, optional=True), DateField(today, optional=True)
        self.check = buttons.secondary(
            tr("Verify now"), self._on_check, icon="shield", name="verify_trail"
        )
        self.model = RowsModel(self._columns())
        self.table = TableView(context, self.model, name="audit_trail", two_lines=True)
        self.table.setAccessibleName(trc("settings", "Audit trail"))
        self.more = buttons.quiet(tr("Earlier entries"), self._on_more, icon="history", name="more")
        self.count = PlainLabel("", "label")
        self.pane = DetailPane(
            EmptyState("history", tr("Choose an entry"), tr("What it changed is shown here."))
        )
        self.heading, self.about = (
            PlainLabel("", "heading", wrap=True),
            PlainLabel("", "label", wrap=True),
        )
        self.facts = KeyValueList()
        self._build()
        self.who.value_changed.connect(self._on_filtered)
        self.what.value_changed.connect(self._on_filtered)
        self.since.day_changed.connect(self._on_filtered)
        self.until.day_changed.connect(self._on_filtered)
        self.table.chosen.connect(self._on_chosen)

    @property
    def trail_filter(self) -> TrailFilter:
        """What the filters ask for; days are whole days of the shop."""
        return TrailFilter(
            user_id=int(self.who.value) if self.who.value else None,
            kind=TrailKind(self.what.value) if self.what.value else None,
            since=self._begin(self.since.day),
            until=self._end(self.until.day),
        )

    def reload(self) -> None:
        self.context.tasks.read(self, audit_trail.people, self._show_people)
        self._on_filtered()

    def _begin(self, day: date | None) -> datetime | None:
        return None if day is None else datetime.combine(day, time(0), self.context.zone)

    def _end(self, day: date | None) -> datetime | None:
        following = None if day is None else self._begin(day + timedelta(days=1))
        return None if following is None else following - timedelta(seconds=1)

    def _show_people(self, people: tuple[tuple[int, str], ...]) -> None:
        self.who.blockSignals(True)
        self.who.set_options(
            [
                (_EVERYBODY, trc("trail", "Everybody")),
                *((str(number), name) for number, name in people),
            ]
        )
        self.who.blockSignals(False)

    def _on_filtered(self, _value: object = None) -> None:
        self._read_page(self._show_first)
        self.context.tasks.read(
            self, partial(audit_trail.count, trail_filter=self.trail_filter), self._show_count
        )

    def _on_more(self) -> None:
        self._read_page(self._show_more, before=self.lines[-1].sequence)

    def _read_page(self, show: Callable[[TrailPage], None], before: int | None = None) -> None:
        ask = partial(audit_trail.page, trail_filter=self.trail_filter, before=before)
        sees = self.context.user.role.sees_identities
        self.context.tasks.read(self, ask, show, identities=sees)

    def _show_first(self, page: TrailPage) -> None:
        self.lines = list(page.lines)
        self._show_lines(more=page.more)
        self.pane.show_empty()

    def _show_more(self, page: TrailPage) -> None:
        at = self.table.currentIndex().row()
        self.lines += page.lines
        self._show_lines(more=page.more)
        self.table.choose(at)

    def _show_lines(self, *, more: bool) -> None:
        self.model.set_rows(self.lines)
        self.more.setVisible(more)

    def _show_count(self, count: int) -> None:
        number = count_text(count)
        self.count.setText(trn("{number} entry", "{number} entries", count, number=number))

    def _on_chosen(self, row: int) -> None:
        if row < 0:
            return
        line: TrailLine = self.model.row_at(row)
        self.heading.setText(f"{line.about or line.who} · {line.what}")
        self.about.setText(
            tr(
                "Entry {n}, {when}, {who}",
                n=count_text(line.sequence),
                when=moment_text(line.at, self.context.zone),
                who=line.who,
            )
        )
        self.facts.show_pairs([(change.field, _change_text(change)) for change in line.changes])
        self.pane.show_content()

    def _on_check(self) -> None:
        self.check.setEnabled(False)
        self.context.tasks.read(self, audit_trail.verify, self._show_verdict)

    def _show_verdict(self, trail: VerifiedTrail) -> None:
        self.check.setEnabled(True)
        self.message.say(trail.words, Tone.GOOD if trail.sound else Tone.BAD)

    def _columns(self) -> list[Column]:
        zone = self.context.zone
        return [
            Column(
                "what",
                trc("trail", "What"),
                lambda line: Cell(line.what, line.about, strong=True),
                260,
            ),
            Column("who", trc("trail", "Who"), lambda line: Cell(line.who), 170, least=110),
            Column(
                "when",
                trc("trail", "When"),
                lambda line: Cell(moment_text(line.at, zone)),
                170,
                least=165,
                rank=-1,
                facts=(Fact(trc("trail", "When"), lambda line: in_zone(line.at, zone)),),
            ),
        ]

    def _build(self) -> None:
        bar = QWidget()
        flow = FlowLayout(bar)
        for name, label, field in (
            ("trail_who", trc("trail", "Who"), self.who),
            ("trail_what", trc("trail", "What"), self.what),
            ("trail_since", trc("trail", "From"), self.since),
            ("trail_until", trc("trail", "To"), self.until),
        ):
            words = PlainLabel(label, "label")
            words.setBuddy(field)
            field.setObjectName(name)
            field.setAccessibleName(label)
            both = QWidget()  # a label never ends a line without its field
            pair = QHBoxLayout(both)
            pair.setContentsMargins(0, 0, 0, 0)
            pair.setSpacing(tokens.GAP_SMALL)
            pair.addWidget(words)
            pair.addWidget(field, 1)
            flow.addWidget(both)
            if isinstance(field, DateField):
                error = FieldError(field)
                field.editingFinished.connect(partial(_say_misread, field, error))
                flow.addWidget(error)
        flow.addWidget(self.check)
        kinds = (TRAIL,)
        flow.addWidget(export_button(self.context, self, kinds, lambda: (kinds, self.trail_filter)))
        self.table.keep_rows()
        shown = Card()
        shown.body.addWidget(self.table, 1)
        foot = FlowLayout()
        foot.addWidget(self.count)
        foot.addWidget(self.more)
        shown.body.addLayout(foot)
        detail = QWidget()
        column = QVBoxLayout(detail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        for part in (self.heading, self.about, self.facts):
            column.addWidget(part)
        column.addStretch(1)
        self.pane.content.addWidget(scrolled_to_read(detail))
        self.body.addWidget(bar)
        split = SplitView(shown, self.pane, (58, 42), name="trail_split")
        split.detail_alone.connect(bar.setHidden)
        self.body.addWidget(split, 1)


def _say_misread(field: DateField, error: FieldError) -> None:
    error.say_aloud(field.misread)


def _change_text(change: TrailChange) -> str:
    if not change.shows_values:
        return tr("changed (content not recorded)")
    if not change.before:
        return change.after or "–"
    return f"{change.before} → {change.after or '–'}"
