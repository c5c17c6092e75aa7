"""A failed item among the results: what was seen, its photos, its actions."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from csq_desktop.domain.actions import Action, ActionState
from csq_desktop.domain.checklists.facts import Answer, Item, Photo
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import short_date_text
from csq_desktop.texts import tr, trc
from csq_desktop.ui.checklists.photo_strip import PhotoStrip
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout


class FailedCard(Card):
    """Shows one failed item; an action can be begun or opened from it."""

    action_requested = Signal()
    action_opened = Signal(object)
    photo_opened = Signal(object)

    def __init__(
        self, item: Item, answer: Answer, actions: Sequence[Action], *, may_act: bool
    ) -> None:
        super().__init__()
        self.code, self.comment = item.code, answer.comment
        self.setObjectName(f"failed_{item.code}")
        self.setAccessibleName(f"{item.code} {item.text.text}")
        self.body.addLayout(_title(item))
        if answer.comment:
            self.body.addWidget(PlainLabel(answer.comment, wrap=True).selectable())
        self.photos = PhotoStrip()
        self.photos.opened.connect(self.photo_opened)
        self.photos.hide()
        self.body.addWidget(self.photos)
        row = QWidget()
        flow = FlowLayout(row)
        for action in actions:
            flow.addWidget(self._link(action))
        if not actions:
            flow.addWidget(PlainLabel(tr("No actions yet"), "muted"))
        if may_act:
            flow.addWidget(
                buttons.secondary(
                    tr("Add action"), self.action_requested.emit, icon="plus", name="begin_action"
                )
            )
        self.body.addWidget(row)

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Show the photos beside the item."""
        self.photos.show_photos({photo.id: photo.jpeg for photo in photos})
        self.photos.setVisible(bool(photos))

    def _link(self, action: Action) -> QPushButton:
        due = tr("due {day}", day=short_date_text(action.due_on))
        state = due if action.state is ActionState.OPEN else action.state.label
        words = " · ".join((action.ref, action.title, action.owner, state))
        return buttons.link(
            words, lambda: self.action_opened.emit(action.id), name=f"action_{action.id}"
        )


def _title(item: Item) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(PlainLabel(item.code, "section"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(item.text.text, "section", wrap=True), 1)
    if item.critical:
        badge = Badge(trc("checklist item", "critical"), Tone.BAD)
        row.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
    return row
