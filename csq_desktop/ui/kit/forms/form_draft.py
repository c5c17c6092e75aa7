"""Keeps what is half typed in a form that is part of a page, as a Dialog does in one over it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.tones import Tone
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.drafts import SAVED_EVERY_MS, is_put_back
from csq_desktop.ui.kit.display.messages import InlineMessage

Texts = Mapping[str, str]
_CHANGED = "changed"
"""The field of a draft that names those that were changed; one of them may be empty now."""


class FormDraft(QObject):
    """Saved while it is typed, when the form is hidden and before the window locks.

    self.draft = FormDraft(self, context, self.message, (self.collect, self.restore))
    self.draft.begin("settings.shop")       the fields show what is stored; a draft comes back
    self.draft.finish()                     it is stored now

    Only fields that were changed are kept: what others store meanwhile is not put back.
    """

    def __init__(
        self,
        form: QWidget,
        context: Context,
        message: InlineMessage,
        texts: tuple[Callable[[], Texts], Callable[[Texts], object]],
    ) -> None:
        super().__init__(form)
        self._form, self._context, self._message = form, context, message
        self._collect, self._restore = texts
        self._key, self._shows_draft = "", False
        self._untouched: dict[str, str] = {}
        self._autosave = QTimer(self, interval=SAVED_EVERY_MS)
        self._autosave.timeout.connect(self.save)
        form.installEventFilter(self)
        context.locking.connect(self.save)
        context.drafts.loaded.connect(self._on_loaded)

    def begin(self, key: str) -> None:
        """The fields show what is stored, or nothing; put what was typed last time over it."""
        self._key, self._untouched = key, dict(self._collect())
        draft = self._context.drafts.get(key) or {}
        changed = {name: draft[name] for name in draft.get(_CHANGED, "").split() if name in draft}
        self._shows_draft = bool(changed)
        if changed and not is_put_back(self._restore, changed):
            self._on_afresh()
        elif changed:
            text = tr("Your unfinished draft is back.")
            self._message.say(text, Tone.ACCENT, tr("Discard draft"), self._on_afresh)

    def save(self) -> None:
        """Keep what was changed; drop the draft if nothing is any more."""
        if not self._key:
            return
        changed = self._changed()
        if changed:
            self._context.drafts.keep(self._key, {_CHANGED: " ".join(changed), **changed})
            self._shows_draft = True
        elif self._shows_draft:
            self._forget()

    def finish(self, *fields: str) -> None:
        """What was typed is stored, all of it or these fields: forget it."""
        if not self._key:
            return
        stored = self._collect()
        self._untouched |= {name: stored[name] for name in fields or stored}
        if self._changed():
            self.save()
        else:
            self._forget()

    def leave(self) -> None:
        """Keep what was typed, and say so: the form is hidden, or about to be filled anew."""
        self.save()
        if self.is_changed:
            self._context.toast(tr("Draft kept"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._autosave.start()
        elif event.type() == QEvent.Type.Hide:
            self._autosave.stop()
            self.leave()
        return False

    @property
    def is_changed(self) -> bool:
        """Whether anything is typed that is not stored."""
        return bool(self._key) and bool(self._changed())

    def _changed(self) -> dict[str, str]:
        typed = self._collect()
        return {name: text for name, text in typed.items() if text != self._untouched.get(name)}

    def _forget(self) -> None:
        if self._shows_draft:
            self._message.clear()
        self._shows_draft = False
        self._context.drafts.drop(self._key)

    def _on_loaded(self) -> None:
        """The drafts came after the form: nothing typed meanwhile is written over."""
        if self._key and not self._shows_draft and not self._changed():
            self.begin(self._key)

    def _on_afresh(self) -> None:
        self._restore(self._untouched)
        self._forget()
